"""Specs, data and numbers that several tests need."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st

from playground.data import DATASETS, Dataset, Split, painting
from playground.data.features import features_for
from playground.data.table import MOST_CLASSES, MOST_COLUMNS
from playground.data.uploads import EXAMPLES
from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from playground.registry import Entry, Hyperparameter, Registry
from playground.spec import AugmentationSpec, DataSpec, RunSpec, SpecPart, StopSpec, TrainingSpec, parse
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_UNITS_PLANE, EngineName

FITTING = [(loss.name, output) for loss in LOSSES.values() for output in loss.outputs]
"""Every loss with every output that fits it."""

CLASSES = {"output": "softmax", "loss": "categorical_crossentropy"}
"""For several classes."""

NUMBERS = {"output": "linear", "loss": "mean_squared_error"}
"""For numbers to tell."""


def make_spec(
    *,
    dataset: Any = "circle",
    layers: Any = "4 tanh, 3 tanh",
    output: Any = "sigmoid",
    loss: Any = "binary_crossentropy",
    engine: str = "numpy",
    seed: int = 0,
    data: dict[str, Any] | None = None,
    **training: Any,
) -> RunSpec:
    """A spec in one line: `layers` reads like `"8 tanh, 8 relu"` or `"conv2d filters=4, max_pooling2d, flatten, 8 relu"`, or is a list."""
    return parse(
        RunSpec,
        {
            "data": {"dataset": dataset, **(data or {})},
            "model": {"layers": read_layers(layers) if isinstance(layers, str) else layers, "output": output},
            "training": {"loss": loss, **training},
            "engine": engine,
            "seed": seed,
        },
    )


def read_layers(text: str) -> list[dict[str, Any]]:
    """Layers in one line."""
    layers = []
    for part in text.split(", ") if text else []:
        first, *rest = part.split()
        if first.isdigit():
            layers.append({"kind": "dense", "units": int(first), "activation": rest[0]})
        else:
            pairs = (each.split("=") for each in rest)
            layers.append({"kind": first, **{name: _value(value) for name, value in pairs}})
    return layers


def _value(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def random_data(spec: RunSpec, samples: int, seed: int = 0) -> Dataset:
    """Points anywhere or pictures of nothing, with random labels: the same shapes as the real data, without its order."""
    rng = np.random.default_rng(seed)
    if spec.data.is_image:
        shape = (samples, spec.data.entry.side, spec.data.entry.side)
        raw = (rng.integers(0, 256, shape) * (rng.random(shape) < 0.1)).astype(np.uint8)
    else:
        width = spec.data.inputs if spec.data.is_table else spec.data.entry.coordinates
        raw = rng.uniform(-2, 2, (samples, width)).astype(np.float32)
    if spec.data.is_regression:
        labels = rng.uniform(-1, 1, samples).astype(np.float32)
    else:
        labels = rng.integers(0, spec.data.classes, samples).astype(np.uint8)
    split = Split(raw, labels)
    return Dataset(split, split, spec.data.classes, features=spec.data.features if spec.data.entry.coordinates else ())


def central_differences(function: Callable[[np.ndarray], float], x: np.ndarray, indices: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The derivative of `function` with respect to the numbers of the flat array `x` at `indices`, from its values alone."""
    result = np.empty(len(indices))
    for row, index in enumerate(indices):
        kept = x[index]
        x[index] = kept + h
        above = function(x)
        x[index] = kept - h
        below = function(x)
        x[index] = kept
        result[row] = (above - below) / (2 * h)
    return result


def bounds(part: type[SpecPart], field: str) -> tuple[Any, Any]:
    """The smallest and the largest value that a field of a spec may have."""
    metadata = part.model_fields[field].metadata
    return next(m.ge for m in metadata if hasattr(m, "ge")), next(m.le for m in metadata if hasattr(m, "le"))


def _whole(part: type[SpecPart], field: str) -> st.SearchStrategy[int]:
    return st.integers(*bounds(part, field))


def _number(part: type[SpecPart], field: str) -> st.SearchStrategy[float]:
    return st.floats(*bounds(part, field))


def settings_of(entry: Entry) -> st.SearchStrategy[dict[str, Any]]:
    """Any settings of an entry."""
    return st.fixed_dictionaries({each.name: _values(each) for each in entry.hyperparameters})


def _values(each: Hyperparameter) -> st.SearchStrategy[Any]:
    if each.options:
        return st.sampled_from(each.options)
    if isinstance(each.default, bool):
        return st.booleans()
    if isinstance(each.default, int):
        return st.integers(int(each.low), int(each.high))
    return st.floats(each.low, each.high)


@st.composite
def choices(draw: st.DrawFn, registry: Registry[Any], names: Sequence[str] | None = None) -> dict[str, Any]:
    """Any entry of a registry, with any settings."""
    entry = registry[draw(st.sampled_from([*(names or registry)]))]
    return {"name": entry.name, **draw(settings_of(entry))}


@st.composite
def layers(draw: st.DrawFn, shape: tuple[int, ...], most_units: int) -> dict[str, Any]:
    """Any layer that can take an input of a shape."""
    entry = draw(st.sampled_from([each for each in LAYERS.values() if len(shape) in each.ranks]))
    layer = {"kind": entry.name, **draw(settings_of(entry))}
    if "units" in layer:
        layer["units"] = draw(st.integers(1, most_units))
    if entry.activation is not None:
        layer["activation"] = draw(choices(ACTIVATIONS, HIDDEN_ACTIVATIONS))
        layer["initializer"] = draw(choices(INITIALIZERS))
        layer["regularizer"] = draw(choices(REGULARIZERS))
    return layer


@st.composite
def stacks(draw: st.DrawFn, shape: tuple[int, ...], most_units: int, most: int) -> list[dict[str, Any]]:
    """Any layers that fit onto each other, ending with units."""
    stack: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, most))):
        layer = draw(layers(shape, most_units))
        settings = {each.name: layer[each.name] for each in LAYERS[layer["kind"]].hyperparameters}
        try:
            shape = LAYERS[layer["kind"]].shape_after(shape, settings)
        except SpecError:  # windows larger than the picture
            continue
        stack.append(layer)
    return [*stack, {"kind": "flatten"}] if len(shape) == 3 else stack


@st.composite
def tables(draw: st.DrawFn, most_columns: int = MOST_COLUMNS) -> dict[str, Any]:
    """Any columns of any table."""
    target, *inputs = draw(st.lists(st.integers(1, most_columns), min_size=2, max_size=most_columns, unique=True))
    file = draw(st.sampled_from([*EXAMPLES]) | st.text("0123456789abcdef", min_size=16, max_size=16))
    return {"file": file, "classes": draw(st.sampled_from([0, *range(2, MOST_CLASSES + 1)])), "target": target, "inputs": inputs}


@st.composite
def painted_points(draw: st.DrawFn) -> str:
    """Any painted points, as text."""
    most = painting.MOST_POINTS
    places = draw(st.lists(st.tuples(*[st.integers(0, painting.STEPS - 1)] * 2), max_size=most))
    classes = draw(st.integers(painting.FEWEST_CLASSES, painting.MOST_CLASSES))
    labels = draw(st.lists(st.integers(0, classes - 1), min_size=len(places), max_size=len(places)))
    return painting.write(np.array(places, np.int32).reshape(-1, 2), np.array(labels, np.uint8), classes)


@st.composite
def specs(draw: st.DrawFn, *, most_layers: int = MAX_HIDDEN_LAYERS, engine: str | None = None) -> RunSpec:
    """Any valid spec."""
    dataset = draw(choices(DATASETS))
    entry = DATASETS[dataset["name"]]
    data: dict[str, Any] = {"dataset": dataset}
    if entry.kind != "painted":
        data["samples"] = draw(st.integers(bounds(DataSpec, "samples")[0], entry.most))
    if entry.kind == "image":
        data["augmentation"] = {name: draw(_number(AugmentationSpec, name)) for name in AugmentationSpec.model_fields}
        shape: tuple[int, ...] = (entry.side, entry.side, 1)
    elif entry.kind == "table":
        data["test_share"] = draw(_number(DataSpec, "test_share"))
        data["table"] = draw(tables())
        shape = (len(data["table"]["inputs"]),)
    else:
        if entry.kind == "painted":
            data["painted_points"] = draw(painted_points())
        else:
            data["noise"] = draw(_number(DataSpec, "noise"))
        data["test_share"] = draw(_number(DataSpec, "test_share"))
        data["features"] = draw(st.lists(st.sampled_from(features_for(entry.kind)), min_size=1, unique=True))
        shape = (len(data["features"]),)
    stop = {name: draw(st.none() | _bounded(StopSpec, name)) for name in StopSpec.model_fields}
    value = {
        "data": data,
        "model": {
            "layers": draw(stacks(shape, MAX_UNITS_PLANE, most_layers)),
            "output": {
                "activation": draw(choices(ACTIVATIONS)),
                "initializer": draw(choices(INITIALIZERS)),
                "regularizer": draw(choices(REGULARIZERS)),
            },
        },
        "training": {
            "loss": draw(choices(LOSSES)),
            "optimizer": draw(choices(OPTIMIZERS)),
            "schedule": draw(choices(SCHEDULES)),
            "clipping": draw(choices(CLIPPINGS)),
            "learning_rate": draw(_number(TrainingSpec, "learning_rate")),
            "warm_up": draw(_number(TrainingSpec, "warm_up")),
            "batch_size": draw(_whole(TrainingSpec, "batch_size")),
            "epochs": draw(_whole(TrainingSpec, "epochs")),
            "stop": stop,
        },
        "engine": engine or draw(st.sampled_from(get_args(EngineName))),
        "seed": draw(_whole(RunSpec, "seed")),
    }
    try:
        return parse(RunSpec, value)
    except SpecError:  # too large: a smaller batch, or a smaller network
        value["training"]["batch_size"] = 1
        value["model"]["layers"] = [{"kind": "flatten"}] if len(shape) == 3 else []
        return parse(RunSpec, value)


def _bounded(part: type[SpecPart], field: str) -> st.SearchStrategy[Any]:
    low, high = bounds(part, field)
    return st.integers(low, high) if "int" in str(part.model_fields[field].annotation) else st.floats(low, high)


def with_epochs(spec: RunSpec, epochs: int) -> RunSpec:
    """The same run for so many epochs: 10,000 where no test may see the end of it."""
    return spec.replace(training=spec.training.replace(epochs=epochs))
