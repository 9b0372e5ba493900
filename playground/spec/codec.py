"""A spec as a link and as JSON, and back.

A link says everything, defaults too, so that it means the same when a default changes one day:

    ?data=circle&samples=500&noise=0.1&test=0.5&inputs=x1.x2&layers=4-tanh.2-tanh&output=sigmoid&loss=...&seed=0
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from playground.errors import SpecError
from playground.spec.model import RunSpec, parse

MOST_QUERY_CHARACTERS = 4096
MOST_VALUE_CHARACTERS = 256
MOST_KEYS = 40
MOST_JSON_CHARACTERS = 16_384
MOST_JSON_DEPTH = 8

# Key in the link -> where it belongs in the spec. What is not a name is a number.
_TEXT = {
    "data": ("data", "dataset"),
    "output": ("model", "output"),
    "loss": ("training", "loss"),
    "optimizer": ("training", "optimizer"),
    "engine": ("engine",),
}
_WHOLE = {
    "samples": ("data", "samples"),
    "batch": ("training", "batch_size"),
    "epochs": ("training", "epochs"),
    "seed": ("seed",),
}
_NUMBER = {
    "noise": ("data", "noise"),
    "test": ("data", "test_share"),
    "rate": ("training", "learning_rate"),
}
KEYS = frozenset({*_TEXT, *_WHOLE, *_NUMBER, "inputs", "layers"})


def to_query(spec: RunSpec) -> dict[str, str]:
    """The spec as the query of a link."""
    tree = spec.model_dump()
    query = {key: str(_at(tree, path)) for key, path in {**_TEXT, **_WHOLE}.items()}
    # repr is the shortest text that reads back as the same number; 1.0 is written 1.
    query |= {key: repr(_at(tree, path)).removesuffix(".0") for key, path in _NUMBER.items()}
    query["inputs"] = ".".join(spec.data.features)
    query["layers"] = ".".join(f"{layer.units}-{layer.activation}" for layer in spec.model.layers)
    return query


def from_query(query: Mapping[str, str | Sequence[str]]) -> RunSpec:
    """Read a link. What it does not say is as in the default spec.

    Args:
        query: from anywhere, hostile ones included; a list of values stands for a key that was given more than once.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(query) > MOST_KEYS:
        raise SpecError(f"The link has {len(query)} settings; it may have {MOST_KEYS}.")
    tree: dict[str, Any] = {}
    total = 0
    for key, value in query.items():
        text = _single(key, value)
        total += len(key) + len(text) + 2
        if total > MOST_QUERY_CHARACTERS:
            raise SpecError(f"The link is longer than {MOST_QUERY_CHARACTERS} characters.")
        _put(tree, key, text)
    return parse(RunSpec, tree)


def _single(key: str, value: str | Sequence[str]) -> str:
    if key not in KEYS:
        raise SpecError(f"The link has an unknown setting {key[:40]!r}. Known: {', '.join(sorted(KEYS))}.")
    values = [value] if isinstance(value, str) else list(value)
    if len(values) != 1:
        raise SpecError(f"The link gives {key!r} {len(values)} times; once is enough.")
    if len(values[0]) > MOST_VALUE_CHARACTERS:
        raise SpecError(f"The link's {key!r} is longer than {MOST_VALUE_CHARACTERS} characters.")
    return values[0]


def _put(tree: dict[str, Any], key: str, text: str) -> None:
    if key == "inputs":
        _set(tree, ("data", "features"), tuple(text.split(".")) if text else ())
    elif key == "layers":
        _set(tree, ("model", "layers"), [_layer(part) for part in text.split(".")] if text else [])
    elif key in _TEXT:
        _set(tree, _TEXT[key], text)
    elif key in _WHOLE:
        _set(tree, _WHOLE[key], _read_whole(key, text))
    else:
        _set(tree, _NUMBER[key], _read_number(key, text))


def _layer(text: str) -> dict[str, Any]:
    units, _, activation = text.partition("-")
    return {"units": _read_whole("layers", units), "activation": activation}


# [0-9] and not \d, which also matches the digits of other scripts.
def _read_whole(key: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise SpecError(f"The link's {key!r} should be a whole number, got {text[:40]!r}.")
    return int(text)


def _read_number(key: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?", text):
        raise SpecError(f"The link's {key!r} should be a number, got {text[:40]!r}.")
    return float(text)


def _at(tree: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _set(tree: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value


def to_json(spec: RunSpec) -> str:
    """The spec as JSON, for a file."""
    return spec.model_dump_json(indent=2)


def from_json(text: str) -> RunSpec:
    """Read a spec from JSON. What it does not say is as in the default spec.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(text) > MOST_JSON_CHARACTERS:
        raise SpecError(f"A spec has at most {MOST_JSON_CHARACTERS:,} characters, got {len(text):,}.")
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constants)
    except (ValueError, RecursionError) as error:  # not JSON, or a number of thousands of digits
        raise SpecError(f"The spec is not JSON: {error}.") from None
    if _depth(value) > MOST_JSON_DEPTH:
        raise SpecError(f"The spec is nested more than {MOST_JSON_DEPTH} deep.")
    return parse(RunSpec, value)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise SpecError(f"The spec has {key[:40]!r} twice.")
    return dict(pairs)


def _no_constants(name: str) -> float:
    raise SpecError(f"The spec has a number that is not finite: {name}.")


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
