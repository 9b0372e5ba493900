"""Every word of the sidebar and the page around the stage, in one place, so that it can be translated."""

import re


def plain(sentence: str) -> str:
    """A sentence with words from outside, to be shown as it is: without Markdown, links, formulas or pictures in it."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>~$:&^=-])", r"\\\1", sentence)


TITLE = "Neural network playground"

DATA = "Data"
DATASET = "Data set"
NOISE = "Noise"
POINTS = "Points"
DIGITS = "Training digits"
DIGITS_HELP = "How many of the 60,000 training digits it learns from. It is always tested on the same test digits."
TEST_SHARE = "Test share"
FEATURES = "Inputs"

NETWORK = "Hidden layers"
LAYER = "Hidden layer {number}"
UNITS = "units"
ACTIVATION = "activation"
ADD_LAYER = "Add layer"
ADD_LAYER_HELP = "One more hidden layer, before the output. The network then starts again from its seed."
REMOVE_LAYER = "Remove layer {number}"
REMOVE_LAYER_HELP = "Take hidden layer {number} away. The network then starts again from its seed."
MOST_LAYERS = "A network has at most {most} hidden layers."
OUTPUT = "Output"
OUTPUT_HELP = "What the output makes of its weighted sum. Only those that fit the loss are offered."

TRAINING = "Training"
LOSS = "Loss"
OPTIMIZER = "Optimizer"
LEARNING_RATE = "Learning rate"
BATCH_SIZE = "Batch size"
EPOCHS = "Epochs"

RUN = "Run"
SEED = "Seed"
NEW_SEED = "New seed"
NEW_SEED_HELP = "Other data, other initial weights: see whether the result was luck."
ENGINE = "Engine"
ENGINES = {"numpy": "NumPy", "tensorflow": "TensorFlow"}
ENGINE_HELP = "Both do the same arithmetic. NumPy starts at once; TensorFlow compiles the whole training loop, which pays off on digits."
CHANGES = "Changing anything here starts the network again from its seed, except the learning rate, which changes while it trains."
