"""A spec as a link, and back.

A link says everything, defaults too, so that it means the same when a default changes one day:

    ?data=circle&samples=500&noise=0.1&inputs=x1.x2&layers=2&layer1=dense-4-tanh&layer2=dense-2-tanh&output=sigmoid&loss=...&seed=0

A thing with settings is its name and then their values, in the order of the registry: `adam~0.9~0.999~1e-07`. A layer is its kind, its
settings, and, where it has a kernel, its activation, initializer and regularizer: `conv2d-8-3-1-valid-relu-he_normal-l2~0.001`. The last
two may be left out: they are then `glorot_uniform` and `none`, whatever becomes of the defaults. What is off has no key. A
table is its file, its classes, the number of the column to tell, and those of the columns to tell it from: `iris~3~5~1~2~3~4`. Painted
points are as `playground.data.painting` writes them.
"""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from playground.data.painting import MOST_CHARACTERS
from playground.errors import SpecError, shown
from playground.nn.layers import LAYERS
from playground.registry import Entry, Hyperparameter, Value
from playground.spec.choice import (
    ActivationChoice,
    Choice,
    ClippingChoice,
    DatasetChoice,
    InitializerChoice,
    LossChoice,
    OptimizerChoice,
    RegularizerChoice,
    ScheduleChoice,
)
from playground.spec.layer import Weighted
from playground.spec.model import MAX_LAYERS, RunSpec
from playground.spec.part import parse

MOST_QUERY_CHARACTERS = 4096
MOST_VALUE_CHARACTERS = 256
MOST_KEYS = 40

# Key in the link -> where it belongs in the spec.
_CHOICE: dict[str, tuple[type[Choice], tuple[str, ...]]] = {
    "data": (DatasetChoice, ("data", "dataset")),
    "loss": (LossChoice, ("training", "loss")),
    "optimizer": (OptimizerChoice, ("training", "optimizer")),
    "schedule": (ScheduleChoice, ("training", "schedule")),
    "clipping": (ClippingChoice, ("training", "clipping")),
}
_TEXT = {"engine": ("engine",)}
_LONGER = {"painted": MOST_CHARACTERS}
"""Keys whose values may be longer than others."""
_WHOLE = {
    "samples": ("data", "samples"),
    "batch": ("training", "batch_size"),
    "epochs": ("training", "epochs"),
    "seed": ("seed",),
    "patience": ("training", "stop", "patience"),
}
_NUMBER = {
    "noise": ("data", "noise"),
    "test": ("data", "test_share"),
    "shift": ("data", "augmentation", "shift"),
    "rotate": ("data", "augmentation", "rotate"),
    "thickness": ("data", "augmentation", "thickness"),
    "rate": ("training", "learning_rate"),
    "warm_up": ("training", "warm_up"),
    "stop_seconds": ("training", "stop", "seconds"),
    "stop_loss": ("training", "stop", "loss"),
    "stop_accuracy": ("training", "stop", "accuracy"),
}
_PART = {
    "activation": ActivationChoice,
    "initializer": InitializerChoice,
    "regularizer": RegularizerChoice,
}
_SILENT = {"initializer": "glorot_uniform", "regularizer": "none"}
"""What a layer means that says nothing. This stands in links: never change it."""

_OFF_AT_ZERO = {"shift", "rotate", "thickness", "warm_up"}
"""Keys that are left out where they are 0, as others are where they are nothing."""

_LAYER_KEYS = {f"layer{number}": number for number in range(1, MAX_LAYERS + 1)}
KEYS = frozenset({*_CHOICE, *_TEXT, *_WHOLE, *_NUMBER, *_LAYER_KEYS, "inputs", "table", "painted", "layers", "output"})

# A minus sign between parts, and not that of a number or of its exponent.
_DASH = re.compile(r"(?<!~)(?<![0-9]e)-")


def to_query(spec: RunSpec) -> dict[str, str]:
    """The spec as the query of a link."""
    query = {key: written_choice(_at(spec, path)) for key, (_, path) in _CHOICE.items()}
    for key, path in {**_TEXT, **_WHOLE, **_NUMBER}.items():
        value = _at(spec, path)
        if value is not None and not (key in _OFF_AT_ZERO and value == 0):
            query[key] = written(value)
    query["inputs"] = ".".join(spec.data.features)
    if spec.data.is_table:
        table = spec.data.table
        query["table"] = "~".join([table.file, *map(str, (table.classes, table.target, *table.inputs))])
    if spec.data.is_painted:
        query["painted"] = spec.data.painted_points
    query["layers"] = str(len(spec.model.layers))
    for number, layer in enumerate(spec.model.layers, 1):
        parts = [layer.kind, *map(written, layer.settings.values())]
        if layer.entry.activation is not None:
            parts += _written_weighted(layer)
        query[f"layer{number}"] = "-".join(parts)
    query["output"] = "-".join(_written_weighted(spec.model.output))
    return query


def _written_weighted(part: Weighted) -> list[str]:
    texts = [written_choice(getattr(part, name)) for name in _PART]
    # Written as far as it says something: `tanh`, `tanh-he_normal`, `tanh-glorot_uniform-l2~0.001`.
    while len(texts) > 1 and texts[-1] == _SILENT[[*_PART][len(texts) - 1]]:
        texts.pop()
    return texts


def written_choice(choice: Choice) -> str:
    """A thing with settings: `adam~0.9~0.999~1e-07`."""
    return "~".join([choice.name, *map(written, choice.settings.values())])


def written(value: Value) -> str:
    """A single value."""
    if isinstance(value, bool):
        return str(int(value))
    # repr is the shortest text that reads back as the same number; 1.0 is written 1.
    return value if isinstance(value, str) else repr(value).removesuffix(".0")


def from_query(query: Mapping[str, str | Sequence[str]]) -> RunSpec:
    """Read a link. What it does not say is as in the default spec.

    Args:
        query: from anywhere, hostile ones included; a list of values stands for a key that was given more than once.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(query) > MOST_KEYS:
        raise SpecError(f"The link has {len(query)} settings; it may have {MOST_KEYS}.")
    texts: dict[str, str] = {}
    total = 0
    for key, value in query.items():
        texts[key] = _single(key, value)
        total += len(key) + len(texts[key]) + 2
        if total > MOST_QUERY_CHARACTERS:
            raise SpecError(f"The link is longer than {MOST_QUERY_CHARACTERS} characters.")
    tree: dict[str, Any] = {}
    for key, text in texts.items():
        _put(tree, key, text)
    if "layers" in texts:
        _set(tree, ("model", "layers"), _read_layers(texts))
    elif any(key in _LAYER_KEYS for key in texts):
        raise SpecError("The link has layers, but does not say how many: it needs the setting 'layers'.")
    return parse(RunSpec, tree)


def _single(key: str, value: str | Sequence[str]) -> str:
    check_known(key, KEYS)
    return single(key, value, _LONGER.get(key, MOST_VALUE_CHARACTERS))


def check_known(key: str, known: Set[str]) -> None:
    """Refuse a key that a link does not have.

    Raises:
        SpecError: it is none of those that are known.
    """
    if key not in known:
        raise SpecError(f"The link has an unknown setting {key[:40]!r}. Known: {', '.join(sorted(known - set(_LAYER_KEYS)))}, layer1, ...")


def single(key: str, value: str | Sequence[str], most: int) -> str:
    """The text of a key that should be given once, and have so many characters at most.

    Raises:
        SpecError: it is given more often, or is longer.
    """
    values = [value] if isinstance(value, str) else list(value)
    if len(values) != 1:
        raise SpecError(f"The link gives {key!r} {len(values)} times; once is enough.")
    if len(values[0]) > most:
        raise SpecError(f"The link's {key!r} is longer than {most} characters.")
    return values[0]


def _put(tree: dict[str, Any], key: str, text: str) -> None:
    if key == "inputs":
        _set(tree, ("data", "features"), tuple(text.split(".")) if text else ())
    elif key == "table":
        _set(tree, ("data", "table"), _read_table(text))
    elif key == "painted":
        _set(tree, ("data", "painted_points"), text)
    elif key == "output":
        _set(tree, ("model", "output"), _read_weighted(key, _DASH.split(text)))
    elif key in _CHOICE:
        kind, path = _CHOICE[key]
        _set(tree, path, read_choice(key, kind, text))
    elif key in _TEXT:
        _set(tree, _TEXT[key], text)
    elif key in _WHOLE:
        _set(tree, _WHOLE[key], read_whole(key, text))
    elif key in _NUMBER:
        _set(tree, _NUMBER[key], read_number(key, text))


def _read_table(text: str) -> dict[str, Any]:
    file, *numbers = text.split("~")
    if len(numbers) < 3:
        raise SpecError(
            f"The link's 'table' should be a file, its classes, its target and its inputs, like iris~3~5~1~2, got {shown(text)}."
        )
    classes, target, *inputs = (read_whole("table", number) for number in numbers)
    return {"file": file, "classes": classes, "target": target, "inputs": inputs}


def _read_layers(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    text = texts["layers"]
    if not re.fullmatch(r"[0-9]{1,10}", text):
        return _read_short_layers(texts, text)
    count = read_whole("layers", text)
    if count > MAX_LAYERS:
        raise SpecError(f"The link's 'layers' should be at most {MAX_LAYERS}, got {count}.")
    for key, number in _LAYER_KEYS.items():
        if (key in texts) != (number <= count):
            raise SpecError(f"The link's 'layers' is {count}, and {key!r} is {'one too many' if key in texts else 'missing'}.")
    return [_read_layer(key, texts[key]) for key, number in _LAYER_KEYS.items() if number <= count]


def _read_short_layers(texts: Mapping[str, str], text: str) -> list[dict[str, Any]]:
    """The short form, of dense layers only, that links had at first: `4-tanh.2-tanh`. Pictures are flattened first."""
    for key in texts:
        if key in _LAYER_KEYS:
            raise SpecError(f"The link's 'layers' should be a whole number beside {key!r}, got {text[:40]!r}.")
    layers: list[dict[str, Any]] = []
    for part in text.split(".") if text else []:
        units, _, activation = part.partition("-")
        layers.append({"kind": "dense", "units": read_whole("layers", units), "activation": activation})
    return [{"kind": "flatten"}, *layers] if texts.get("data") == "mnist" else layers


def _read_layer(key: str, text: str) -> dict[str, Any]:
    kind, *parts = _DASH.split(text)
    entry = LAYERS[kind]
    count = len(entry.hyperparameters)
    layer = {"kind": kind, **_read_settings(key, entry, parts[:count])}
    if entry.activation is not None:
        return layer | _read_weighted(key, parts[count:])
    if parts[count:]:
        raise SpecError(f"The link's {key!r} says more than {entry.label} can take: {text[:40]!r}.")
    return layer


def _read_weighted(key: str, parts: Sequence[str]) -> dict[str, Any]:
    if not 1 <= len(parts) <= len(_PART):
        raise SpecError(
            f"The link's {key!r} should end with an activation, an initializer and a regularizer, got {'-'.join(parts)[:40]!r}."
        )
    texts = dict(zip(_PART, parts, strict=False))
    return {name: read_choice(key, _PART[name], text) for name, text in {**_SILENT, **texts}.items()}


def read_choice(key: str, kind: type[Choice], text: str) -> dict[str, Any]:
    """A thing with settings, as a spec takes it; `key` is what to call it in a message.

    Raises:
        SpecError: there is no such thing.
    """
    name, *values = text.split("~")
    entry: Entry = kind.registry[name]
    return {"name": name, **_read_settings(key, entry, values)}


def _read_settings(key: str, entry: Entry, texts: Sequence[str]) -> dict[str, Value]:
    if len(texts) > len(entry.hyperparameters):
        raise SpecError(f"The link's {key!r} gives {entry.label} {len(texts)} settings; it has {len(entry.hyperparameters)}.")
    return {each.name: _read_value(key, each, text) for each, text in zip(entry.hyperparameters, texts, strict=False)}


def _read_value(key: str, hyperparameter: Hyperparameter, text: str) -> Value:
    default = hyperparameter.default
    if isinstance(default, str):
        return text
    if isinstance(default, bool):
        return {"0": False, "1": True}.get(text, text)
    if isinstance(default, int):
        return read_whole(key, text)
    return read_number(key, text)


# [0-9] and not \d, which also matches the digits of other scripts.
def read_whole(key: str, text: str) -> int:
    """A whole number; `key` is what to call it in a message.

    Raises:
        SpecError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise SpecError(f"The link's {key!r} should be a whole number, got {text[:40]!r}.")
    return int(text)


def read_number(key: str, text: str) -> float:
    """A number; `key` is what to call it in a message.

    Raises:
        SpecError: it is none.
    """
    if not re.fullmatch(r"-?[0-9]{1,10}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?", text):
        raise SpecError(f"The link's {key!r} should be a number, got {text[:40]!r}.")
    return float(text)


def _at(part: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        part = getattr(part, name)
    return part


def _set(tree: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value
