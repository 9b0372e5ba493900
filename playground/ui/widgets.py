"""Controls that know their bounds, menus and help texts from the spec's fields and the registries."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import annotated_types
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.components.picker import Option
from playground.registry import Entry, Hyperparameter, Registry, Settings, Value
from playground.spec import RunSpec, SpecPart
from playground.spec.choice import Choice
from playground.ui import session, text


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
        help=f"{help}\n\n{catalogue(registry[option] for option in options)}",
        label_visibility="collapsed" if hide_label else "visible",
        key=key(name),
    )
    return chosen


def title(label: str, value: str, help: str) -> None:
    """What stands above controls that have no label of their own: what is chosen, and what it is now."""
    st.markdown(f"{label} **{text.plain(value)}**" if value else label, help=help)


def option(entry: Entry, picture: Mapping[str, Any]) -> Option:
    """An entry of a registry as something to pick."""
    return {"value": entry.name, "label": entry.label, "help": entry.help, "picture": picture}


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


def number(label: str, part: SpecPart, field: str, *, step: float, where: DeltaGenerator | None = None, name: str = "") -> float:
    """A box for a number; `name` is part of its key, where the field's name is not enough."""
    low, high = bounds(type(part), field)
    chosen: float = (where or st).number_input(
        label, low, high, getattr(part, field), step, format="%.4g", help=described(type(part), field), key=key(name or field)
    )
    return chosen


def engine(spec: RunSpec) -> str:
    """Which engine does the arithmetic."""
    chosen = st.segmented_control(
        text.ENGINE,
        list(text.ENGINES),
        default=spec.engine,
        required=True,
        format_func=lambda name: text.ENGINES[name],
        help=text.ENGINE_HELP,
        width="stretch",
        key=key("engine"),
    )
    return chosen or spec.engine


def slider(label: str, part: SpecPart, field: str, *, step: float, unit: str) -> float:
    """A slider for a number with a unit."""
    low, high = bounds(type(part), field)
    current = float(getattr(part, field))
    chosen: float = st.slider(label, low, high, current, step, format=f"%.4g {unit}", help=described(type(part), field), key=key(field))
    return chosen


def optional(label: str, part: SpecPart, field: str, *, where: DeltaGenerator | None = None) -> float | None:
    """A box for a number that may be left empty."""
    low, high = bounds(type(part), field)
    settings: dict[str, Any] = {"value": getattr(part, field), "placeholder": "–", "help": described(type(part), field)}
    if "int" in str(type(part).model_fields[field].annotation):
        settings |= {"min_value": int(low), "max_value": int(high), "step": 1}
    else:
        settings |= {"min_value": low, "max_value": high, "format": "%.4g"}
    chosen: float | None = (where or st).number_input(label, key=key(f"stop-{field}"), **settings)
    return chosen


def choice_of(label: str, registry: Registry[Any], choice: Choice, *, name: str, help: str = "") -> dict[str, Any]:
    """A menu of a registry's entries, and below it the settings of the chosen one.

    Returns:
        The name and the settings, as `Choice` takes them.
    """
    chosen = menu(label, registry, choice.name, name=name, help=help)
    entry: Entry = registry[chosen]
    current = choice.settings if chosen == choice.name else entry.settings({})
    return {"name": chosen, **settings(entry, current, name=name, of=entry.label)}


def settings(
    entry: Entry,
    current: Settings,
    *,
    name: str,
    of: str = "",
    only: Sequence[Hyperparameter] | None = None,
    limits: Mapping[str, float] | None = None,
    hide_label: bool = False,
    where: DeltaGenerator | None = None,
) -> dict[str, Value]:
    """Controls for the hyperparameters of an entry, or for some of them.

    Args:
        entry: whose they are.
        current: their values.
        name: of the part of the sidebar, for the keys.
        of: what they belong to, for whoever cannot see where they stand.
        only: which of them; `None` for all.
        limits: upper bounds that are lower here than in general, by name.
        hide_label: show the control alone.
        where: to draw them.
    """
    found: dict[str, Value] = {}
    for each in entry.hyperparameters if only is None else only:
        options: dict[str, Any] = {
            "label": f"{of}: {each.label.lower()}" if hide_label else each.label,
            "help": each.help,
            "label_visibility": "collapsed" if hide_label else "visible",
            "key": key(f"{name}-{entry.name}-{each.name}"),
        }
        found[each.name] = _setting(each, current[each.name], (limits or {}).get(each.name, each.high), where or st, options)
    return found


def _setting(each: Hyperparameter, value: Any, high: float, where: Any, options: dict[str, Any]) -> Value:
    """The control that suits the type of a hyperparameter."""
    if each.options:
        chosen: Value = where.selectbox(options=list(each.options), index=each.options.index(value), **options)
        return chosen
    if isinstance(each.default, bool):
        return bool(where.toggle(value=value, **options))
    if isinstance(each.default, int):
        return int(where.number_input(value=value, min_value=int(each.low), max_value=int(high), step=1, **options))
    # Steps of about a tenth: 0.9 goes to 0.91, 0.001 to 0.0011.
    step = 10.0 ** math.floor(math.log10(abs(value) or 1.0) - 1)
    box = where.number_input(value=float(value), min_value=float(each.low), max_value=float(high), step=step, format="%.6g", **options)
    return float(box)


def bounds(part: type[SpecPart], field: str) -> tuple[float, float]:
    """The least and the greatest value of a field, as the spec declares them."""
    limits = part.model_fields[field].metadata
    low = next(limit.ge for limit in limits if isinstance(limit, annotated_types.Ge))
    high = next(limit.le for limit in limits if isinstance(limit, annotated_types.Le))
    return float(str(low)), float(str(high))


def described(part: type[SpecPart], field: str) -> str:
    """What a field is, as the spec says it."""
    return part.model_fields[field].description or ""


def catalogue(entries: Iterable[Entry]) -> str:
    """What each of some entries is, as a help text."""
    return "\n\n".join(f"**{entry.label}**: {entry.help}" + (f" ${entry.formula}$" if entry.formula else "") for entry in entries)


def _plain(number: float) -> str:
    return f"{number:.10f}".rstrip("0").rstrip(".")
