"""What the peers do: three networks, as specs, and the data that they train on, handed over as plain numbers."""

from pathlib import Path

import numpy as np

from playground.engine.samples import load_data
from playground.spec import DEFAULT, DataSpec, ModelSpec, RunSpec, preset
from playground.spec.layer import layer

DIGITS = preset("mnist-dense")

SPECS: dict[str, RunSpec] = {
    "dense": DIGITS,
    "cnn": DIGITS.replace(model=preset("mnist-cnn").model),
    "toy": RunSpec(
        data=DataSpec(dataset="spiral", samples=500, test_share=0.5),
        model=ModelSpec(layers=[layer("dense", units=8, activation="tanh")] * 3),
    ),
}
"""784-128-10, a small network with convolutions, and 2-8-8-8-1 on 250 points in batches of 10; Adam trains all of them."""

RACE_ACTIVATIONS = ("relu", "tanh", "sigmoid", "leaky_relu", "relu6", "elu", "gelu", "silu")
RACE_SEEDS = 5
RACE_EPOCHS = 500


def race_spec(activation: str, seed: int) -> RunSpec:
    """One lane of the race: 2-8-8-1 on 250 points in batches of 10."""
    return RunSpec(
        data=DataSpec(dataset="circle", samples=500, test_share=0.5),
        model=ModelSpec(layers=[layer("dense", units=8, activation=activation)] * 2),
        training=DEFAULT.training.replace(epochs=RACE_EPOCHS),
        seed=seed,
    )


DENSE_FLOPS = 2 * (2 * 784 * 128 + 3 * 128 * 10)
"""Floating-point operations in the matrix products of one sample's training step: for each layer the sums and the gradient of the kernel,
and for all but the first the gradient of the inputs."""


def hand_over(folder: Path) -> None:
    """Write the training data for all peers; see `benchmarks/peers/data.py`."""
    for name, spec in (("digits", SPECS["dense"]), ("points", SPECS["toy"])):
        train = load_data(spec).train
        np.asarray(train.raw).tofile(folder / f"{name}.x")
        np.asarray(train.labels, np.uint8).tofile(folder / f"{name}.y")
