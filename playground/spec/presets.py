"""Specs with a name: good places to start from. To add one, add an entry to `PRESETS`."""

from dataclasses import dataclass

from playground.registry import Entry, Registry
from playground.spec.model import DataSpec, LayerSpec, ModelSpec, RunSpec, TrainingSpec

DEFAULT = RunSpec()
"""What the page opens with."""


@dataclass(frozen=True, kw_only=True)
class Preset(Entry):
    """A spec with a name."""

    spec: RunSpec


def _plane(dataset: str, layers: str, **changes: object) -> RunSpec:
    """A spec on 2-D data; `layers` reads like `"8 tanh, 8 tanh"`."""
    hidden = []
    for layer in layers.split(", "):
        units, activation = layer.split()
        hidden.append(LayerSpec(units=int(units), activation=activation))
    features = changes.pop("features", ("x1", "x2"))
    noise = changes.pop("noise", 0.0)
    return RunSpec.model_validate(
        {
            "data": DataSpec.model_validate({"dataset": dataset, "features": features, "noise": noise}),
            "model": ModelSpec(layers=tuple(hidden)),
            "training": TrainingSpec.model_validate(changes),
        }
    )


PRESETS: Registry[Preset] = Registry(
    "preset",
    [
        Preset(name="circle", label="Circle", help="The smallest network that learns to draw a ring.", spec=DEFAULT),
        Preset(
            name="xor",
            label="Exclusive or",
            help="The problem that a single layer cannot solve.",
            spec=_plane("xor", "4 tanh, 2 tanh"),
        ),
        Preset(
            name="gauss",
            label="Gauss",
            help="Two clouds that overlap a little: a single hidden layer is plenty.",
            spec=_plane("gauss", "2 tanh", noise=0.2),
        ),
        Preset(
            name="spiral",
            label="Spiral",
            help="A deep network that winds its boundary around two arms.",
            spec=_plane("spiral", "8 tanh, 8 tanh, 8 tanh", epochs=2000),
        ),
        Preset(
            name="spiral-features",
            label="Spiral, all features",
            help="All seven input features and three hidden layers of eight.",
            spec=_plane(
                "spiral",
                "8 tanh, 8 tanh, 8 tanh",
                features=("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"),
                epochs=10_000,
            ),
        ),
        Preset(
            name="mnist-dense",
            label="MNIST, the tutorial's network",
            help="Flatten, Dense 128 ReLU, Dense 10 softmax, Adam, cross-entropy, 5 epochs: reads 97 of 100 digits.",
            spec=RunSpec(
                data=DataSpec(dataset="mnist", samples=60_000),
                model=ModelSpec(layers=(LayerSpec(units=128, activation="relu"),), output="softmax"),
                training=TrainingSpec(loss="categorical_crossentropy", optimizer="adam", learning_rate=0.001, batch_size=32, epochs=5),
                engine="tensorflow",
            ),
        ),
    ],
)
"""In menu order."""


def preset(name: str) -> RunSpec:
    """The spec called `name`.

    Raises:
        UnknownName: there is none; the message lists those that there are.
    """
    return PRESETS[name].spec
