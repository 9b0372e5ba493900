"""What is compared: the base, what varies and its values, seeds and the target."""

import contextlib
from typing import Any, NoReturn

import streamlit as st

from playground.errors import PlaygroundError, SpecError
from playground.race import AXES, AxisSpec, RaceSpec, TargetSpec
from playground.race.axes import fits, values_for
from playground.race.beginnings import comparison_of, suggested
from playground.race.json_file import race_from_json
from playground.race.spec import MOST_AXES, MOST_VALUES
from playground.spec import PRESETS, RunSpec
from playground.ui import session, text, widgets
from playground.ui.controls.training import EPOCHS

OWN = ""
"""What the base menu calls a spec that is no preset."""

MOST_MEGABYTES = 1
USUAL_TARGETS = {"score": 0.95, "loss": 0.1}


def choose_race(race: RaceSpec) -> RaceSpec:
    """Draw the sidebar of the Compare page.

    Returns:
        The comparison as the controls now say.

    Raises:
        SpecError: the settings do not go together, or are more than can be compared.
    """
    _choose_base(race)
    axes = _choose_axes(race)
    st.subheader(text.RACE_HOW, anchor=False)
    left, right = st.columns(2)
    seeds = widgets.whole(text.SEEDS, race, "seeds", where=left)
    epochs = widgets.choice(text.EPOCHS, race.base.training, "epochs", EPOCHS, where=right)
    target = _choose_target(race)
    engine = widgets.engine(race.base)
    base = race.base.replace(training=race.base.training.replace(epochs=epochs), engine=engine)
    chosen = race.replace(base=base, axes=axes, seeds=seeds, target=target)
    st.caption(text.lanes(len(chosen.entries), chosen.seeds, len(chosen.groups)))
    _upload()
    return chosen


def _choose_base(race: RaceSpec) -> None:
    """What all lanes have in common; another base is another comparison."""
    st.subheader(text.RACE_BASE, anchor=False)
    current = next((preset.name for preset in PRESETS.values() if _same(preset.spec, race.base)), OWN)
    names = [*PRESETS] if current else [OWN, *PRESETS]
    chosen = st.selectbox(
        text.BASE,
        names,
        index=names.index(current),
        format_func=lambda name: PRESETS[name].label if name else text.own_base(race.base.data.entry.label),
        help=f"{text.BASE_HELP}\n\n{widgets.catalogue(PRESETS.values())}",
        key=widgets.key("race-base"),
    )
    if chosen != current:
        start_race_over(comparison_of(PRESETS[chosen].spec))
    if st.button(
        text.FROM_PLAYGROUND,
        icon=":material/network_node:",
        help=text.FROM_PLAYGROUND_HELP,
        width="stretch",
        key=widgets.key("from-playground"),
    ):
        start_race_over(comparison_of(session.spec_now()))


def _same(preset: RunSpec, base: RunSpec) -> bool:
    """Whether a base is a preset, but for its epochs and its seed."""
    training = preset.training.replace(epochs=base.training.epochs)
    return preset.replace(training=training, seed=base.seed) == base


def _choose_axes(race: RaceSpec) -> tuple[AxisSpec, ...]:
    """What varies: one setting, and up to two more."""
    st.subheader(text.RACE_WHAT, anchor=False)
    axes: list[AxisSpec] = []
    for number in range(min(MOST_AXES, len(race.axes) + 1)):
        current = race.axes[number] if number < len(race.axes) else None
        axis = _choose_axis(race, number, current, taken=[each.name for each in axes])
        if axis is not None:
            axes.append(axis)
    return tuple(axes)


def _choose_axis(race: RaceSpec, number: int, current: AxisSpec | None, taken: list[str]) -> AxisSpec | None:
    others = [axis.name for axis in race.axes if axis is not current]
    known = [axis.name for axis in AXES.values() if axis.name not in (*taken, *others) and fits(axis, race.base)]
    if current is not None and current.name not in known:
        known.insert(0, current.name)
    names = known if number == 0 else [OWN, *known]
    chosen = st.selectbox(
        text.VARY[number],
        names,
        index=names.index(current.name if current else OWN),
        format_func=lambda name: AXES[name].label if name else text.NOTHING_ELSE,
        help=text.VARY_HELP,
        key=widgets.key(f"axis-{number}"),
    )
    if chosen != (current.name if current else OWN):
        _change_axis(race, number, chosen)
    return None if current is None else _choose_values(race, current, number)


def _change_axis(race: RaceSpec, number: int, name: str) -> NoReturn:
    """Compare something else, or something more, or less."""
    axes = list(race.axes)
    new = [AxisSpec(name=name, values=tuple(_few(suggested(name, race.base), len(axes))))] if name else []
    axes[number : number + 1] = new
    start_race_over(race.replace(axes=tuple(axes)))


def _few(values: list[str], others: int) -> list[str]:
    """Fewer values of each setting, where there are several."""
    return values if others == 0 else values[:4]


def _choose_values(race: RaceSpec, axis: AxisSpec, number: int) -> AxisSpec:
    offered = list(dict.fromkeys([*values_for(axis.entry, race.base), *axis.values]))
    if axis.entry.is_amount:
        offered.sort(key=float)
    chosen: list[str] = st.multiselect(
        text.VALUES,
        offered,
        default=list(axis.values),
        format_func=lambda value: _label(axis, value),
        max_selections=MOST_VALUES,
        accept_new_options=axis.entry.is_amount,
        help=f"{axis.entry.help} {text.VALUES_HELP}",
        key=widgets.key(f"values-{number}"),
    )
    if not chosen:
        raise SpecError(text.NO_VALUES.format(axis=axis.entry.label))
    return axis.replace(values=tuple(_ordered(axis, chosen)))


def _ordered(axis: AxisSpec, chosen: list[str]) -> list[str]:
    """Chosen values in the order in which they were, and new ones after them; amounts that were in their own order stay in it."""
    before = [value for value in axis.values if value in chosen]
    values = before + [value for value in chosen if value not in before]
    if axis.entry.is_amount and before == sorted(before, key=float):
        with contextlib.suppress(ValueError):  # one that a person has typed may be no number: the spec says so
            values.sort(key=float)
    return values


def _label(axis: AxisSpec, value: str) -> str:
    """What to call a value; one that a person has typed may be none."""
    try:
        return axis.entry.value_label(value)
    except (PlaygroundError, ValueError):
        return value


def _choose_target(race: RaceSpec) -> TargetSpec:
    target = race.target
    left, right = st.columns(2)
    labels = {"score": text.STOP_R2 if race.base.data.is_regression else text.STOP_ACCURACY, "loss": text.STOP_LOSS}
    on: Any = left.selectbox(
        text.TARGET_ON,
        list(labels),
        index=list(labels).index(target.on),
        format_func=lambda name: labels[name],
        help=text.TARGET_ON_HELP,
        key=widgets.key("target-on"),
    )
    if on != target.on:
        target = TargetSpec(on=on, value=USUAL_TARGETS[on])
    return target.replace(value=widgets.number(text.TARGET_VALUE, target, "value", step=0.01, where=right, name=f"target-{on}"))


def _upload() -> None:
    """A comparison from a file: a good one takes the place of the present one, a bad one gets a sentence and changes nothing."""
    with st.expander(text.RACE_FILE):
        uploaded = st.file_uploader(
            text.RACE_FILE,
            type=["json"],
            max_upload_size=MOST_MEGABYTES,
            help=text.RACE_FILE_HELP,
            label_visibility="collapsed",
            key=widgets.key("race-file"),
        )
        if uploaded is None:
            return
        try:
            race = race_from_json(uploaded.getvalue().decode(errors="replace"))
        except PlaygroundError as error:
            st.error(text.plain(str(error)))
            return
    start_race_over(race)


def start_race_over(race: RaceSpec) -> NoReturn:
    """Go on with a comparison that has other controls than the present one."""
    session.replace_race(race)
    st.rerun()
    raise PlaygroundError("Streamlit has not started the page again.")
