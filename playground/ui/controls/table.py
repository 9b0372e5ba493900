"""A CSV file of one's own: the upload, and which of its columns are for what."""

import streamlit as st

from playground.data.datasets.table import chosen_columns
from playground.data.table import Table
from playground.data.uploads import find, keep
from playground.errors import DataError
from playground.spec import DataSpec, RunSpec
from playground.spec.suited import with_table
from playground.spec.table import can_be_told, inputs_of, suggested, with_target
from playground.ui import text, widgets
from playground.ui.controls.start_over import start_over

MOST_MEGABYTES = 2


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(file: str) -> Table:
    """A table, read once and not at each run of the page's script. Nobody changes it."""
    return find(file)


def choose_table(spec: RunSpec) -> DataSpec:
    """Draw the controls of a table."""
    data = spec.data
    _upload(spec)
    try:
        table = _read(data.table.file)
        chosen_columns(table, data.table.target, data.table.inputs, data.table.classes)
    except DataError as error:
        st.error(text.plain(str(error)))
        return data
    st.caption(text.UPLOADED.format(rows=table.rows, columns=len(table.columns)))
    _choose_target(spec, table)
    inputs = _choose_inputs(data, table)
    left, right = st.columns(2)
    samples = widgets.whole(text.ROWS, data, "samples", max_value=max(table.rows, data.samples), where=left)
    test_share = widgets.percent(text.TEST_SHARE, data, "test_share", where=right)
    return data.replace(samples=samples, test_share=test_share, table=data.table.replace(inputs=inputs))


def _upload(spec: RunSpec) -> None:
    """The box for a file: a good one takes the place of the table, a bad one gets a sentence and changes nothing."""
    uploaded = st.file_uploader(
        text.UPLOAD, type=["csv", "tsv", "txt"], max_upload_size=MOST_MEGABYTES, help=text.UPLOAD_HELP, key=widgets.key("upload")
    )
    if uploaded is None:
        return
    try:
        with st.spinner(text.READING):
            name, table = keep(uploaded.getvalue())
        chosen = spec.data.table if name == spec.data.table.file else suggested(name, table)
    except DataError as error:
        st.error(text.plain(str(error)))
        return
    start_over(with_table(spec, chosen, samples=table.rows))


def _choose_target(spec: RunSpec, table: Table) -> None:
    """What is to be told. With another one the output of the network is another, and maybe the loss."""
    current = spec.data.table
    options = [number for number, column in enumerate(table.columns, 1) if can_be_told(column)]
    target = st.selectbox(
        text.TARGET,
        options,
        index=options.index(current.target),
        format_func=lambda number: table.column(number).name,
        help=text.TARGET_HELP,
        key=widgets.key("target"),
    )
    column = table.column(target)
    as_number = current.classes == 0 if target == current.target else None
    if target == current.target and column.classes and column.has_numbers:
        as_number = st.segmented_control(
            text.TELL_AS,
            list(text.TELL_AS_OPTIONS),
            default=as_number,
            required=True,
            format_func=lambda option: text.TELL_AS_OPTIONS[option],
            help=text.TELL_AS_HELP,
            width="stretch",
            key=widgets.key("tell-as"),
        )
    if target != current.target or as_number != (current.classes == 0):
        kept = tuple(number for number in current.inputs if number != target)
        new = with_target(current.file, table, target, as_number=as_number)
        start_over(with_table(spec, new.replace(inputs=kept or new.inputs), samples=spec.data.samples))


def _choose_inputs(data: DataSpec, table: Table) -> tuple[int, ...]:
    """What it is told from, in the order in which a person chose it."""
    options = [number for number in inputs_of(table) if number != data.table.target]
    chosen = st.multiselect(
        text.INPUTS,
        options,
        default=list(data.table.inputs),
        format_func=lambda number: table.column(number).name,
        help=text.INPUTS_HELP,
        key=widgets.key("inputs"),
    )
    others = [column for number, column in enumerate(table.columns, 1) if column.word and number != data.table.target]
    if others:
        st.caption(text.plain(text.NO_INPUTS.format(columns="; ".join(f"{column.name} ({column.word})" for column in others))))
    return tuple(chosen)
