"""A spec that is given other data: what of it can stay does, and what cannot gives way to what suits the data."""

from typing import Any

from playground.data import DATASETS
from playground.data.features import features_for
from playground.registry import Settings
from playground.spec.model import RunSpec
from playground.spec.presets import DEFAULT, preset
from playground.spec.table import TableSpec


def with_dataset(spec: RunSpec, name: str, settings: Settings | None = None) -> RunSpec:
    """The spec for another data set, or for the same with other settings.

    Among points the hidden layers stay, among pictures all layers do; between points and pictures the network has to be another. Loss and
    output stay as long as the kind of answer does: yes or no, one of several classes, or a number.

    Args:
        spec: for the present data.
        name: of the data set.
        settings: of the data set; `None` for its defaults.

    Raises:
        SpecError: there is no such data set.
    """
    entry = DATASETS[name]
    dataset = {"name": name, **entry.settings(settings or {})}
    if entry.kind == "image":
        kept = spec if spec.data.is_image and spec.data.entry.side == entry.side else preset("mnist-dense").replace(seed=spec.seed)
        data: dict[str, Any] = {"dataset": dataset, "samples": min(kept.data.samples, entry.most), "augmentation": kept.data.augmentation}
        return kept.replace(data=kept.data.replace(**data))
    kept = DEFAULT.replace(seed=spec.seed) if spec.data.is_image else spec
    if entry.kind == "table":
        return spec if spec.data.is_table else with_table(kept, kept.data.table, samples=entry.samples)
    known = features_for(entry.kind)
    features = tuple(each for each in kept.data.features if each in known) or known[: entry.coordinates]
    own: dict[str, Any] = {"samples": min(kept.data.samples, entry.most), "noise": kept.data.noise}
    if entry.kind == "painted":
        own = {"painted_points": spec.data.painted_points} if spec.data.is_painted else {}
    data = {"dataset": dataset, "features": features, "test_share": kept.data.test_share, **own}
    return answering(kept.replace(data=data), kept)


def with_table(spec: RunSpec, table: TableSpec, *, samples: int) -> RunSpec:
    """The spec for a table, in place of points or of another table; layers, loss and output stay as they do for other points.

    Args:
        spec: for the present data.
        table: a file, and which of its columns.
        samples: how many of its rows to use at most.
    """
    kept = DEFAULT.replace(seed=spec.seed) if spec.data.is_image else spec
    data = {"dataset": "table", "table": table, "samples": samples, "test_share": kept.data.test_share}
    return answering(kept.replace(data=data), kept)


def answering(new: RunSpec, old: RunSpec) -> RunSpec:
    """The new spec, with the usual loss and output if the old ones were for another kind of answer."""
    return new if _answers(new) == _answers(old) else with_usual_answers(new)


def with_usual_answers(spec: RunSpec) -> RunSpec:
    """The spec with the loss and the output that are usual for its data."""
    loss, output = _USUAL[_answers(spec)]
    return spec.replace(training=spec.training.replace(loss=loss), model=spec.model.with_output(output))


_USUAL = {
    "number": ("mean_squared_error", "linear"),
    "yes or no": ("binary_crossentropy", "sigmoid"),
    "one of several": ("categorical_crossentropy", "softmax"),
}


def _answers(spec: RunSpec) -> str:
    """What kind of answer the network is to give."""
    if spec.data.is_regression:
        return "number"
    return "yes or no" if spec.data.classes == 2 else "one of several"
