"""`model.fit`, as the tutorial's reader writes it. The progress bar is off, to be kind to it."""

from pathlib import Path

import keras
import numpy as np

from benchmarks.peers import Round
from benchmarks.peers.data import digits, points

CNN_SAMPLES = 30_000
"""In a round: half an epoch, so that what each call of `fit` costs by itself does not show."""


def fit(work: str, folder: Path, dtype: str = "float32") -> Round:
    """A round is an epoch of the digits, half of one with convolutions, or ten epochs of the points."""
    if work == "toy":
        return _toy(folder)
    x, y = digits(folder)
    pictures = (x / 255.0).astype(dtype)
    layers, samples = (_dense(), len(y)) if work == "dense" else (_cnn(), CNN_SAMPLES)
    if work == "cnn":
        pictures = pictures[..., None]
    model = keras.Sequential([keras.layers.Input(pictures.shape[1:]), *layers, keras.layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return _rounds(model, pictures[:samples], y[:samples], batch_size=32, epochs=1, counted=len(y[:samples]))


def fit_float64(work: str, folder: Path) -> Round:
    """The same on the pictures that `x_train / 255.0` makes, as in the tutorial."""
    return fit(work, folder, "float64")


def _toy(folder: Path) -> Round:
    x, y = points(folder)
    hidden = [keras.layers.Dense(8, activation="tanh") for _ in range(3)]
    model = keras.Sequential([keras.layers.Input((2,)), *hidden, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return _rounds(model, x, y, batch_size=10, epochs=10, counted=10)


def _dense() -> list[keras.layers.Layer]:
    return [keras.layers.Flatten(), keras.layers.Dense(128, activation="relu")]


def _cnn() -> list[keras.layers.Layer]:
    return [
        keras.layers.Conv2D(8, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
    ]


def _rounds(model: keras.Model, x: np.ndarray, y: np.ndarray, *, batch_size: int, epochs: int, counted: float) -> Round:
    """Whatever is compiled is compiled now.

    Args:
        model: to fit.
        x: all that it learns from in an epoch.
        y: what it should say.
        batch_size: samples in a batch.
        epochs: in a round.
        counted: how much work that is.
    """
    warm = 100 * batch_size
    model.fit(x[:warm], y[:warm], batch_size=batch_size, verbose=0)

    def one_round() -> float:
        model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0)
        return counted

    return one_round
