"""Controls that know their bounds, menus and help texts from the spec's fields and the registries."""

from collections.abc import Iterable, Sequence
from typing import Any

import annotated_types
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.registry import Entry, Registry
from playground.spec.model import SpecPart
from playground.ui import session


def key(name: str) -> str:
    """The key of a control; it changes when the spec was put in place by something other than the controls."""
    return f"{name}-{session.generation()}"


def menu(
    label: str,
    registry: Registry[Any],
    current: str,
    *,
    name: str,
    names: Sequence[str] | None = None,
    help: str = "",
    hide_label: bool = False,
    where: DeltaGenerator | None = None,
) -> str:
    """A menu of a registry's entries, or of some of them, with what each of them is as its help."""
    options = list(names or registry)
    chosen: str = (where or st).selectbox(
        label,
        options,
        index=options.index(current),
        format_func=lambda option: registry[option].label,
        help=f"{help}\n\n{_catalogue(registry[option] for option in options)}",
        label_visibility="collapsed" if hide_label else "visible",
        key=key(name),
    )
    return chosen


def percent(label: str, part: SpecPart, field: str, *, where: DeltaGenerator | None = None) -> float:
    """A slider in percent for a field between 0 and 1."""
    low, high = bounds(type(part), field)
    current = round(getattr(part, field) * 100)
    chosen: int = (where or st).slider(
        label, round(low * 100), round(high * 100), current, format="%d %%", help=described(type(part), field), key=key(field)
    )
    # Untouched, the slider must not round what a link said more exactly.
    return float(getattr(part, field)) if chosen == current else chosen / 100


def choice(label: str, part: SpecPart, field: str, offered: Iterable[float], *, where: DeltaGenerator | None = None) -> Any:
    """A menu of numbers for a field; one that is not among them, from a link, is offered too."""
    current = getattr(part, field)
    options = sorted({*offered, current})
    return (where or st).selectbox(
        label,
        options,
        index=options.index(current),
        format_func=_plain,
        help=described(type(part), field),
        key=key(field),
    )


def whole(label: str, part: SpecPart, field: str, *, where: DeltaGenerator | None = None, **options: Any) -> int:
    """A box for a whole number."""
    low, high = bounds(type(part), field)
    settings = {"min_value": int(low), "max_value": int(high), "help": described(type(part), field), "key": key(field)}
    number: int = (where or st).number_input(label, value=getattr(part, field), step=1, **{**settings, **options})
    return number


def bounds(part: type[SpecPart], field: str) -> tuple[float, float]:
    """The least and the greatest value of a field, as the spec declares them."""
    limits = part.model_fields[field].metadata
    low = next(limit.ge for limit in limits if isinstance(limit, annotated_types.Ge))
    high = next(limit.le for limit in limits if isinstance(limit, annotated_types.Le))
    return float(str(low)), float(str(high))


def described(part: type[SpecPart], field: str) -> str:
    """What a field is, as the spec says it."""
    return part.model_fields[field].description or ""


def _catalogue(entries: Iterable[Entry]) -> str:
    return "\n\n".join(f"**{entry.label}**: {entry.help}" + (f" ${entry.formula}$" if entry.formula else "") for entry in entries)


def _plain(number: float) -> str:
    return f"{number:.10f}".rstrip("0").rstrip(".")
