"""Of the data: input features, how many samples there are, and how far they stray."""

from collections.abc import Callable, Sequence
from typing import Any

from playground.data import FEATURES
from playground.data.features import features_for
from playground.race.axes.base import Axis, as_written, canonical_number, canonical_whole
from playground.spec import RunSpec
from playground.spec.link import read_number, read_whole, written


def _with_features(spec: RunSpec, text: str) -> RunSpec:
    return spec.replace(data=spec.data.replace(features=tuple(text.split(".")) if text else ()))


def _features_offered(spec: RunSpec) -> Sequence[str]:
    """The coordinates, each kind of feature with them, and all together."""
    known = features_for(spec.data.entry.kind)
    plain = known[: spec.data.entry.coordinates]
    sets = [plain, *((*plain, *part) for part in _FEATURE_SETS if set(part) <= set(known)), known]
    return list(dict.fromkeys(".".join(dict.fromkeys(each)) for each in sets))


_FEATURE_SETS = (("x1_squared", "x2_squared"), ("x1_x2",), ("x1_squared", "x2_squared", "x1_x2"), ("sin_x1", "sin_x2"))


def _features_label(text: str) -> str:
    return ", ".join(FEATURES[name].label for name in text.split(".")) if text else "none"


def _data_axis(name: str, *, offered: Callable[[RunSpec], Sequence[str]], **entry: Any) -> Axis:
    read = read_whole if name == "samples" else read_number
    return Axis(
        name=name,
        offered=offered,
        apply=lambda spec, text: spec.replace(data=spec.data.replace(**{name: read("value", text)})),
        now=lambda spec: written(getattr(spec.data, name)),
        canonical=canonical_whole if name == "samples" else canonical_number,
        is_amount=True,
        **entry,
    )


def _samples_offered(spec: RunSpec) -> Sequence[str]:
    data = spec.data
    most = 60_000 if data.is_image else 5_000
    return [str(count) for count in (20, 50, 100, 200, 500, 1000, 2000, 5000, 20_000, 60_000) if count <= min(most, data.entry.most)]


INPUTS = Axis(
    name="features",
    label="Input features",
    help="What the first layer is given of each point.",
    offered=_features_offered,
    apply=_with_features,
    now=lambda spec: ".".join(spec.data.features),
    canonical=as_written,
    value_label=_features_label,
)

SAMPLES = _data_axis(
    "samples",
    offered=_samples_offered,
    suggested=5,
    value_label=lambda text: f"{int(text):,} samples",
    label="Amount of data",
    help="How many samples there are; for points and tables, training and test together.",
)

NOISE = _data_axis(
    "noise",
    offered=lambda spec: ("0", "0.1", "0.2", "0.3", "0.4", "0.5"),
    value_label=lambda text: f"noise {float(text):.0%}".replace("%", " %"),
    label="Noise",
    help="How far the points stray.",
)
