"""Specs, data and numbers that several tests need."""

from collections.abc import Callable
from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st

from playground.data import DATASETS, FEATURES, Dataset, Split
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.spec import DataSpec, LayerSpec, ModelSpec, RunSpec, TrainingSpec
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_UNITS_PLANE, EngineName, SpecPart

FITTING = [(loss.name, output) for loss in LOSSES.values() for output in loss.outputs]
"""Every loss with every output that fits it."""


def make_spec(
    *,
    dataset: str = "circle",
    layers: str = "4 tanh, 3 tanh",
    output: str = "sigmoid",
    loss: str = "binary_crossentropy",
    engine: str = "numpy",
    seed: int = 0,
    data: dict[str, Any] | None = None,
    **training: Any,
) -> RunSpec:
    """A spec in one line: `layers` reads like `"8 tanh, 8 relu"`."""
    hidden = [layer.split() for layer in layers.split(", ") if layer]
    return RunSpec(
        data=DataSpec(dataset=dataset, **data or {}),
        model=ModelSpec(layers=[LayerSpec(units=int(units), activation=name) for units, name in hidden], output=output),
        training=TrainingSpec(loss=loss, **training),
        engine=engine,
        seed=seed,
    )


def random_data(spec: RunSpec, samples: int, seed: int = 0) -> Dataset:
    """Points anywhere or pictures of nothing, with random labels: the same shapes as the real data, without its order."""
    rng = np.random.default_rng(seed)
    if spec.data.is_plane:
        raw = rng.uniform(-2, 2, (samples, 2)).astype(np.float32)
    else:
        raw = (rng.integers(0, 256, (samples, 28, 28)) * (rng.random((samples, 28, 28)) < 0.1)).astype(np.uint8)
    split = Split(raw, rng.integers(0, spec.data.entry.classes, samples).astype(np.uint8))
    return Dataset(split, split, spec.data.entry.classes, spec.data.features if spec.data.is_plane else ())


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


@st.composite
def specs(draw: st.DrawFn) -> RunSpec:
    """Any valid spec."""
    entry = draw(st.sampled_from([*DATASETS.values()]))
    data: dict[str, Any] = {"dataset": entry.name, "samples": draw(st.integers(bounds(DataSpec, "samples")[0], entry.most))}
    if entry.kind == "plane":
        data["noise"] = draw(_number(DataSpec, "noise"))
        data["test_share"] = draw(_number(DataSpec, "test_share"))
        data["features"] = draw(st.lists(st.sampled_from([*FEATURES]), min_size=1, unique=True))
    layer = st.builds(LayerSpec, units=st.integers(1, MAX_UNITS_PLANE), activation=st.sampled_from(HIDDEN_ACTIVATIONS))
    loss, output = draw(st.sampled_from(FITTING))
    return RunSpec(
        data=DataSpec(**data),
        model=ModelSpec(layers=draw(st.lists(layer, max_size=MAX_HIDDEN_LAYERS)), output=output),
        training=TrainingSpec(
            loss=loss,
            optimizer=draw(st.sampled_from([*OPTIMIZERS])),
            learning_rate=draw(_number(TrainingSpec, "learning_rate")),
            batch_size=draw(_whole(TrainingSpec, "batch_size")),
            epochs=draw(_whole(TrainingSpec, "epochs")),
        ),
        engine=draw(st.sampled_from(get_args(EngineName))),
        seed=draw(_whole(RunSpec, "seed")),
    )
