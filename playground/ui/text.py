"""Every word of the sidebar and the page around the stage, in one place, so that it can be translated."""

import re
from collections.abc import Sequence


def plain(sentence: str) -> str:
    """A sentence with words from outside, to be shown as it is: without Markdown, links, formulas or pictures in it."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>~$:&^=-])", r"\\\1", sentence)


TITLE = "Neural network playground"

PLAYGROUND = "Playground"
DRAW = "Draw"
COMPARE = "Compare"
FUNCTIONS = "Functions"

DATA = "Data"
DATASET = "Data set"
NOISE = "Noise"
POINTS = "Points"
DIGITS = "Training digits"
DIGITS_HELP = "How many of the 60,000 training digits it learns from. It is always tested on the same test digits."
TEST_SHARE = "Test share"
FEATURES = "Inputs"


def painted(counts: Sequence[int]) -> str:
    """How many painted points there are of each class."""
    classes = ", ".join(f"{count} of class {number}" for number, count in enumerate(counts, 1))
    return f"{sum(counts):,} points: {classes}. Paint more on the picture of the output, even while the network trains."


UPLOAD = "CSV file"
UPLOAD_HELP = (
    "A table as text, with commas, semicolons or tabs, and names in the first line: at most 2 MB, 20,000 rows and 64 columns. "
    "It is kept on this server, for whoever has the link. Until you upload one, these are 150 iris flowers."
)
READING = "Reading the file"
UPLOADED = "{rows:,} rows, {columns} columns."
TARGET = "Column to tell"
TARGET_HELP = "What the network learns to tell: a class (up to ten different values) or a number."
TELL_AS = "Tell it as"
TELL_AS_OPTIONS = {False: "a class", True: "a number"}
TELL_AS_HELP = "A class is one of a few values that are only different. Of numbers, one can be more than the other."
INPUTS = "Columns to tell it from"
INPUTS_HELP = "Columns with a number in every row. Each is standardised: mean 0 and deviation 1. The first two are drawn."
NO_INPUTS = "Without a number in every row: {columns}."
ROWS = "Rows"

AUGMENTATION = "Augmentation"
AUGMENTATION_HELP = "Change each training picture a little, differently in each epoch: as if there were more of them."
SHIFT = "Shift"
ROTATE = "Rotate"
THICKNESS = "Thickness"
PREVIEW = "As they are, and as the network may see them"

NETWORK = "Layers"
LAYER = "Hidden layer {number}"
ACTIVATION = "activation"
PARAMETERS = " · {count} parameters"
KIND = "Kind of layer to add"
ADD_LAYER = "Add layer"
ADD_LAYER_HELP = "One more layer of this kind, as near to the output as it fits. The other layers keep their weights."
REMOVE_LAYER = "Remove layer {number}"
REMOVE_LAYER_HELP = "Take layer {number} away. The other layers keep their weights."
MORE_LAYER = "More about layer {number}"
MORE_OUTPUT = "More about the output"
MOVE_UP = "Move up"
MOVE_DOWN = "Move down"
MOST_LAYERS = "A network has at most {most} layers before its output."
INITIALIZER = "Initializer"
REGULARIZER = "Regularizer"
OUTPUT = "Output"
OUTPUT_HELP = "What the output makes of its weighted sum. It should fit the loss and the data; where it does not, the page says so."

TRAINING = "Training"
LOSS = "Loss"
OPTIMIZER = "Optimizer"
LEARNING_RATE = "Learning rate"
BATCH_SIZE = "Batch size"
EPOCHS = "Epochs"
MORE_TRAINING = "Optimizer, schedule, clipping"
SCHEDULE = "Schedule"
WARM_UP = "Warm-up (epochs)"
CLIPPING = "Gradient clipping"
STOP = "Stop early"
STOP_LOSS = "Test loss"
STOP_ACCURACY = "Test accuracy"
STOP_R2 = "Test R²"
STOP_SECONDS = "Seconds"
STOP_PATIENCE = "Patience (epochs)"

RUN = "Run"
SEED = "Seed"
NEW_SEED = "New seed"
NEW_SEED_HELP = "Other data, other initial weights: see whether the result was luck."
ENGINE = "Engine"
ENGINES = {"numpy": "NumPy", "tensorflow": "TensorFlow"}
ENGINE_HELP = "Both do the same arithmetic. NumPy starts at once; TensorFlow compiles the whole training loop, which pays off on digits."
CHANGES = (
    "Everything here can change while the network trains: it goes on with the weights that stay. Only another data set, column to tell, "
    "initializer, seed or engine starts it again from its seed. Undo takes any change back."
)

COMPARE_THIS = "Compare this"
COMPARE_THIS_HELP = "Race these settings against others, from the same start: activations, optimizers, learning rates and more."

RACE_BASE = "On what"
BASE = "Data and network"
BASE_HELP = "What all lanes have in common."
FROM_PLAYGROUND = "Take the Playground's"
FROM_PLAYGROUND_HELP = "The data, the network and the training that the Playground is set to."
RACE_WHAT = "What varies"
VARY = ("Compare", "and", "and also")
VARY_HELP = "With two settings every value of one meets every value of the other, and a heatmap shows all of them."
NOTHING_ELSE = "nothing else"
VALUES = "Values"
VALUES_HELP = "Up to 12."
NO_VALUES = "{axis}: choose at least one value to compare."
RACE_HOW = "How"
SEEDS = "Seeds"
TARGET_ON = "Target"
TARGET_ON_HELP = "The board says who reaches it first: accuracy (R² for numbers) or loss, of the test data."
TARGET_VALUE = "to reach"
RACE_FILE = "Open a saved comparison"
RACE_FILE_HELP = "A file that was saved on this page."


def own_base(data: str) -> str:
    """A base that is no preset."""
    return f"Your own, on {data}"


def lanes(entries: int, seeds: int, groups: int) -> str:
    """How much there is to train, and how."""
    how = "trained as one computation" if groups == 1 else f"in {groups} computations, kept in step"
    of = "1 seed" if seeds == 1 else f"{seeds} seeds"
    return f"{entries} × {of} = {entries * seeds} lanes, {how}."
