"""Those that are measured side by side, each in a process of its own.

A peer is a function that gets ready, warms up, and returns another one, which does one round of work and returns how much it did. To
add a peer, add a function to `PEERS`. `measure.py` starts this file as a program: `python -m benchmarks.peers NAME` does one round for
each line on its stdin.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

from playground.engine import Training, neuron_maps
from playground.engine.base import initial_parameters
from playground.engine.network import inputs
from playground.engine.train import load_data
from playground.spec import DataSpec, LayerSpec, ModelSpec, RunSpec, preset

Round = Callable[[], float]

TOY = preset("spiral-features")
MAPS = RunSpec(data=DataSpec(dataset="spiral"), model=ModelSpec(layers=[LayerSpec(units=8)] * 3))


def tutorial(dtype: str) -> Round:
    """`model.fit` as the tutorial's reader writes it; a round is one epoch of all digits. The progress bar is off, to be kind to it.

    Args:
        dtype: of the pictures. `x_train / 255.0` makes float64, which costs `fit` some of its time.
    """
    import keras

    data = load_data(preset("mnist-dense"))
    x_train, y_train = (data.train.raw / 255.0).astype(dtype), np.asarray(data.train.labels)
    model = keras.Sequential(
        [
            keras.layers.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train[:3200], y_train[:3200], batch_size=32, verbose=0)

    def one_round() -> float:
        model.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0)
        return len(x_train)

    return one_round


def toy_fit() -> Round:
    """`model.fit` on the network of the spiral with all features; a round is five epochs."""
    import keras

    data = load_data(TOY)
    x_train, y_train = inputs(TOY, data.train.raw), data.train.labels
    layers = [keras.layers.Dense(layer.units, activation=layer.activation) for layer in TOY.model.layers]
    model = keras.Sequential([keras.layers.Input((7,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=TOY.training.batch_size, epochs=2, verbose=0)

    def one_round() -> float:
        model.fit(x_train, y_train, batch_size=TOY.training.batch_size, epochs=5, verbose=0)
        return 5

    return one_round


def ours(spec: RunSpec, epochs: int, measured: bool = True) -> Round:
    """Our own training; a round is some epochs, and its work is counted in samples.

    Args:
        spec: of the run.
        epochs: in a round.
        measured: with the losses and accuracies on the way, as the command line and the page have them; or the updates alone.
    """
    training = Training(spec, load_data(spec))
    training.prepare()

    def one_round() -> float:
        end = training.step + epochs * training.steps_per_epoch
        while training.step < end:
            if measured:
                training.advance(end - training.step)
            else:
                training._engine.train(training._shuffled(0), 0, training.steps_per_epoch, training.learning_rate)
                training.step += training.steps_per_epoch
        return epochs * len(training.data.train)

    one_round()
    return one_round


def toy(engine: str) -> Round:
    """Our own training on the network of the spiral with all features; a round is 100 epochs."""
    one_round = ours(TOY.replace(engine=engine), 100)
    samples = TOY.data.samples * (1 - TOY.data.test_share)
    return lambda: one_round() / samples


def maps() -> Round:
    """What each neuron of 2-8-8-8-1 says at 100x100 points; a round is 20 pictures of all neurons."""
    axis = np.linspace(-6, 6, 100, dtype=np.float32)
    x = np.ascontiguousarray(np.stack(np.meshgrid(axis, axis)).reshape(2, -1))
    parameters = initial_parameters(MAPS)

    def one_round() -> float:
        for _ in range(20):
            neuron_maps(MAPS, parameters, x)
        return 20

    one_round()
    return one_round


DIGITS = preset("mnist-dense")

PEERS: dict[str, Callable[[], Round]] = {
    "fit": lambda: tutorial("float64"),
    "fit-float32": lambda: tutorial("float32"),
    "tensorflow": lambda: ours(DIGITS, 1),
    "tensorflow-updates": lambda: ours(DIGITS, 1, measured=False),
    "numpy": lambda: ours(DIGITS.replace(engine="numpy"), 1),
    "numpy-updates": lambda: ours(DIGITS.replace(engine="numpy"), 1, measured=False),
    "toy-fit": toy_fit,
    "toy-tensorflow": lambda: toy("tensorflow"),
    "toy-numpy": lambda: toy("numpy"),
    "maps": maps,
}


def main() -> None:
    """Get the peer ready, and then do one round for each line on stdin."""
    begun = time.process_time()
    one_round = PEERS[sys.argv[1]]()
    print(json.dumps({"ready": time.process_time() - begun}), flush=True)
    for _ in sys.stdin:
        # All threads of this process count, so that work cannot hide in another one.
        begun = time.process_time()
        work = one_round()
        print(json.dumps({"rate": work / (time.process_time() - begun)}), flush=True)


if __name__ == "__main__":
    main()
