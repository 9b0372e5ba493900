"""What the network learns from."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground.components.picker import picker
from playground.data import DATASETS, FEATURES
from playground.data.features import features_for
from playground.data.painting import counts
from playground.errors import PlaygroundError
from playground.spec import AugmentationSpec, DataSpec, RunSpec
from playground.spec.painted import with_painted_points
from playground.spec.suited import with_dataset, with_table
from playground.ui import session, text, widgets
from playground.ui.controls.start_over import start_over
from playground.ui.controls.table import choose_table
from playground.ui.preview import preview
from playground.ui.thumbnails import dataset_picture, feature_picture


def choose_data(spec: RunSpec) -> DataSpec:
    """Draw the controls of the data."""
    st.subheader(text.DATA, anchor=False)
    data = spec.data
    _pick_dataset(data.dataset.name)
    settings = widgets.settings(data.entry, data.settings, name="dataset")
    if settings != data.settings:
        start_over(with_dataset(spec, data.dataset.name, settings))
    if data.is_table:
        return choose_table(spec)
    return _pictures(data) if data.is_image else _points(data)


def _pick_dataset(current: str) -> None:
    widgets.title(text.DATASET, DATASETS[current].label, widgets.catalogue(DATASETS.values()))
    options = [widgets.option(entry, dataset_picture(entry.name)) for entry in DATASETS.values()]
    picker(text.DATASET, options, [current], on_pick=_use_dataset, key="datasets")


def _use_dataset(picked: Sequence[str]) -> None:
    """Put another data set in place of the present one."""
    spec = session.spec()
    for name in picked:
        if name in DATASETS and name != spec.data.dataset.name:
            session.replace(_as_it_was(spec, name))


def _as_it_was(spec: RunSpec, name: str) -> RunSpec:
    """The spec for another data set: back to the table of this session, or to what was painted, so that nothing of one's own is lost."""
    last = session.last(name)
    if last is not None and last.is_table:
        return with_table(spec, last.table, samples=last.samples)
    new = with_dataset(spec, name)
    return new if last is None else with_painted_points(new, last.painted_points)


def _pictures(data: DataSpec) -> DataSpec:
    samples = widgets.whole(text.DIGITS, data, "samples", max_value=data.entry.most, help=text.DIGITS_HELP)
    with st.expander(text.AUGMENTATION, expanded=data.augmentation.any):
        st.caption(text.AUGMENTATION_HELP)
        augmentation = data.augmentation.replace(
            shift=widgets.slider(text.SHIFT, data.augmentation, "shift", step=0.5, unit="px"),
            rotate=widgets.slider(text.ROTATE, data.augmentation, "rotate", step=1.0, unit="°"),
            thickness=widgets.slider(text.THICKNESS, data.augmentation, "thickness", step=0.25, unit="px"),
        )
        _preview(data, augmentation)
    return data.replace(samples=samples, augmentation=augmentation)


def _preview(data: DataSpec, augmentation: AugmentationSpec) -> None:
    """A few of the data set's pictures as they are, and below them as the network may see them."""
    picture = preview(data.dataset.name, augmentation)
    if picture is not None:
        st.image(picture, caption=text.PREVIEW, width="stretch")


def _use_features(picked: Sequence[str]) -> None:
    """Give the first layer other features, or say why not."""
    spec = session.spec()
    try:
        session.keep(spec.replace(data=spec.data.replace(features=tuple(picked))))
    except PlaygroundError as error:
        session.warn(str(error))


def _points(data: DataSpec) -> DataSpec:
    known = features_for(data.entry.kind)
    widgets.title(text.FEATURES, "", widgets.described(DataSpec, "features"))
    options = [widgets.option(FEATURES[name], feature_picture(name)) for name in known]
    picker(text.FEATURES, options, data.features, on_pick=_use_features, key="features", many=True, named=True)
    if data.is_painted:
        st.caption(text.painted(counts(data.painted_points)))
        return data.replace(test_share=widgets.percent(text.TEST_SHARE, data, "test_share"))
    left, right = st.columns(2)
    changes: dict[str, Any] = {
        "noise": widgets.percent(text.NOISE, data, "noise", where=left),
        "test_share": widgets.percent(text.TEST_SHARE, data, "test_share", where=right),
        "samples": widgets.whole(text.POINTS, data, "samples", max_value=data.entry.most),
    }
    return data.replace(**changes)
