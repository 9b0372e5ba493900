"""Specs with a name: good places to start from. To add one, add an entry to `PRESETS`."""

from dataclasses import dataclass
from typing import Any

from playground.registry import Entry, Registry
from playground.spec.layer import LayerSpec, layer
from playground.spec.model import RunSpec
from playground.spec.part import parse

DEFAULT = RunSpec()
"""What the page opens with."""

_CLASSES = {"output": "softmax", "loss": "categorical_crossentropy"}
_NUMBERS = {"output": "linear", "loss": "mean_squared_error"}
_DIGITS: dict[str, Any] = {"optimizer": "adam", "learning_rate": 0.001, "batch_size": 32, "engine": "tensorflow", **_CLASSES}
# NumPy is as fast as TensorFlow on small convolutions, and starts at once.
_FALLING: dict[str, Any] = {**_DIGITS, "learning_rate": 0.002, "schedule": "cosine", "engine": "numpy"}


@dataclass(frozen=True, kw_only=True)
class Preset(Entry):
    """A spec with a name.

    Attributes:
        spec: the whole input of a run.
        reaches: test accuracy, or R², that it reaches by its last epoch.
    """

    spec: RunSpec
    reaches: float = 0.95


def _dense(text: str) -> list[LayerSpec]:
    """Dense layers in one line: `"8 tanh, 8 tanh"`."""
    pairs = [part.split() for part in text.split(", ")]
    return [layer("dense", units=int(units), activation=activation) for units, activation in pairs]


def _spec(dataset: object, layers: list[LayerSpec], *, output: str = "sigmoid", engine: str = "numpy", **changes: Any) -> RunSpec:
    """A spec in one call; `changes` are fields of the data or of the training."""
    fields = ("samples", "noise", "test_share", "features", "augmentation")
    data = {name: changes.pop(name) for name in fields if name in changes}
    model = {"layers": layers, "output": output}
    return parse(RunSpec, {"data": {"dataset": dataset, **data}, "model": model, "training": changes, "engine": engine})


_CNN = [
    layer("conv2d", filters=8),
    layer("max_pooling2d"),
    layer("conv2d", filters=16),
    layer("max_pooling2d"),
    layer("flatten"),
    *_dense("64 relu"),
]
_READER = [
    layer("conv2d", filters=16),
    layer("max_pooling2d"),
    layer("conv2d", filters=32),
    layer("max_pooling2d"),
    layer("flatten"),
    layer("dropout", rate=0.25),
    *_dense("64 relu"),
]
_SEVEN = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")

PRESETS: Registry[Preset] = Registry(
    "preset",
    [
        Preset(name="circle", label="Circle", help="The smallest network that learns to draw a ring.", spec=DEFAULT),
        Preset(
            name="xor",
            label="Exclusive or",
            help="The problem that a single layer cannot solve.",
            spec=_spec("xor", _dense("4 tanh, 2 tanh")),
        ),
        Preset(
            name="gauss",
            label="Gauss",
            help="Two clouds that overlap a little: a single hidden layer is plenty.",
            spec=_spec("gauss", _dense("2 tanh"), noise=0.2),
        ),
        Preset(
            name="moons",
            label="Moons",
            help="One hidden layer of four bends the boundary around either moon.",
            spec=_spec("moons", _dense("4 tanh"), learning_rate=0.03, epochs=100),
            reaches=0.99,
        ),
        Preset(
            name="checkerboard",
            label="Checkerboard",
            help="Units that are waves find a pattern that repeats: many edges from few numbers.",
            spec=_spec("checkerboard", _dense("16 sine, 8 tanh"), samples=1000, learning_rate=0.01, schedule="cosine", epochs=200),
            reaches=0.97,
        ),
        Preset(
            name="spiral",
            label="Spiral",
            help="A deep network that winds its boundary around two arms.",
            spec=_spec("spiral", _dense("8 tanh, 8 tanh, 8 tanh"), samples=1000, learning_rate=0.01, schedule="cosine", epochs=500),
            reaches=0.97,
        ),
        Preset(
            name="spiral-features",
            label="Spiral, all features",
            help="All seven input features and three hidden layers of eight.",
            spec=_spec(
                "spiral",
                _dense("8 tanh, 8 tanh, 8 tanh"),
                features=_SEVEN,
                epochs=10_000,
            ),
            reaches=0.97,
        ),
        Preset(
            name="deep",
            label="Deep: six hidden layers",
            help="Six layers of eight, and all seven features: see the spiral come undone layer by layer.",
            spec=_spec(
                "spiral",
                _dense(", ".join(["8 elu"] * 6)),
                samples=1000,
                features=_SEVEN,
                schedule="cosine",
                epochs=200,
            ),
            reaches=0.99,
        ),
        Preset(
            name="rings",
            label="Rings",
            help="Three classes around one middle: the distance from it is all that matters.",
            spec=_spec("rings", _dense("8 tanh"), samples=1000, learning_rate=0.01, schedule="cosine", epochs=200, **_CLASSES),
            reaches=0.97,
        ),
        Preset(
            name="blobs",
            label="Blobs",
            help="Five clouds, and an output for each: the network says which is the likeliest.",
            spec=_spec({"name": "blobs", "classes": 5}, _dense("6 tanh"), noise=0.1, learning_rate=0.01, **_CLASSES),
        ),
        Preset(
            name="painted",
            label="Painted points",
            help="Two strokes to begin with: paint more points while it trains, and see the boundary follow.",
            spec=_spec("painted", _dense("6 tanh, 4 tanh"), test_share=0.2, learning_rate=0.01, epochs=10_000),
        ),
        Preset(
            name="plane",
            label="Tilted plane",
            help="No hidden layer: two weights and a bias are all that a slope needs.",
            spec=_spec("plane", [], learning_rate=0.03, epochs=50, **_NUMBERS),
            reaches=0.99,
        ),
        Preset(
            name="bumps",
            label="Bumps",
            help="Hills and hollows, put together from the slopes of two layers.",
            spec=_spec("bumps", _dense("12 tanh, 8 tanh"), samples=1000, learning_rate=0.015, schedule="cosine", epochs=300, **_NUMBERS),
            reaches=0.97,
        ),
        Preset(
            name="ripple",
            label="Ripple",
            help="A wave around the middle: the network tells a number for each point, and not a class.",
            spec=_spec(
                "ripple", _dense("8 tanh, 8 tanh, 8 tanh"), samples=1500, learning_rate=0.01, schedule="cosine", epochs=500, **_NUMBERS
            ),
            reaches=0.97,
        ),
        Preset(
            name="sine",
            label="Sine",
            help="One number in, one number out: see how a curve is put together from the units' own.",
            spec=_spec("sine", _dense("8 tanh, 8 tanh"), features=("x1",), learning_rate=0.01, **_NUMBERS),
        ),
        Preset(
            name="iris",
            label="Iris flowers",
            help="A table of 150 flowers: their species, told from the sizes of their leaves.",
            spec=_spec("table", _dense("8 tanh"), samples=150, epochs=100, **_CLASSES),
        ),
        Preset(
            name="digits",
            label="Digits, 8 by 8",
            help="1,797 small digits that need no download: a dense layer reads 98 of 100, in seconds.",
            spec=_spec("digits", [layer("flatten"), *_dense("64 relu")], samples=1438, epochs=30, **{**_FALLING, "learning_rate": 0.005}),
            reaches=0.97,
        ),
        Preset(
            name="mnist-dense",
            label="MNIST, the tutorial's network",
            help="Flatten, Dense 128 ReLU, Dense 10 softmax, Adam, cross-entropy, 5 epochs: reads 97 of 100 digits.",
            spec=_spec("mnist", [layer("flatten"), *_dense("128 relu")], samples=60_000, epochs=5, **_DIGITS),
            reaches=0.97,
        ),
        Preset(
            name="mnist-cnn",
            label="MNIST, a convolutional network",
            help="Two convolutions with pooling, and a dense layer: reads 99 of 100 digits.",
            spec=_spec("mnist", _CNN, samples=60_000, epochs=5, **_FALLING),
            reaches=0.985,
        ),
        Preset(
            name="mnist-small",
            label="MNIST, 5,000 digits",
            help="A convolutional network and the 5,000 digits that need no download, changed a little in each epoch: reads 97 of 100.",
            spec=_spec(
                {"name": "mnist", "source": "small"},
                _CNN,
                samples=5000,
                augmentation={"shift": 2.0, "rotate": 10.0, "thickness": 0.5},
                epochs=12,
                **_FALLING,
            ),
            reaches=0.965,
        ),
        Preset(
            name="mnist-draw",
            label="MNIST, for your own digits",
            help="Each digit turned, shifted and drawn with another pen in every epoch, so that yours is no surprise: that takes a while.",
            spec=_spec(
                "mnist",
                _READER,
                samples=55_000,
                augmentation={"shift": 1.0, "rotate": 20.0, "thickness": 1.0},
                epochs=15,
                **{**_FALLING, "batch_size": 64},
            ),
            reaches=0.99,
        ),
        Preset(
            name="fashion",
            label="Fashion-MNIST, a convolutional network",
            help="Clothes are harder than digits: shirts, coats and pullovers look alike.",
            spec=_spec("fashion_mnist", _CNN, samples=60_000, epochs=10, **_FALLING),
            reaches=0.88,
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
