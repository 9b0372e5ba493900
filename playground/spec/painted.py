"""A spec with painted points: what a person paints on the plane, and points of another data set taken over to paint on."""

import numpy as np

from playground.data import painting
from playground.data.split import stratified
from playground.errors import SpecError
from playground.randomness import Stream, generator
from playground.spec.model import RunSpec
from playground.spec.suited import answering


def with_painted_points(spec: RunSpec, points: str) -> RunSpec:
    """The spec with other painted points; with other classes, loss and output become what suits them, if the present ones don't.

    Raises:
        SpecError: its data are not painted, or the text is none of points.
    """
    if not spec.data.is_painted:
        raise SpecError(f"Only painted points can be painted on, got {spec.data.entry.label}.")
    return answering(spec.replace(data=spec.data.replace(painted_points=points)), spec)


def can_be_taken_over(spec: RunSpec) -> bool:
    """Whether the data are points of the plane, in classes, that one could paint on."""
    return spec.data.entry.kind == "plane" and not spec.data.is_regression


def taken_over(spec: RunSpec) -> RunSpec:
    """The spec with its points as painted ones: each on the nearest place of the grid, and of too many an even share of each class.

    Raises:
        SpecError: its data are no points of the plane in classes.
    """
    if not can_be_taken_over(spec):
        raise SpecError(f"Only points of the plane with classes can be painted on, got {spec.data.entry.label}.")
    data = spec.data
    made = data.load(spec.seed)
    raw, labels = (np.concatenate([getattr(part, name) for part in (made.train, made.test)]) for name in ("raw", "labels"))
    places, first = np.unique(painting.nearest_places(raw), axis=0, return_index=True)
    labels = labels[first].astype(np.uint8)
    if len(labels) > painting.MOST_TAKEN_OVER:
        kept, _ = stratified(labels, painting.MOST_TAKEN_OVER, generator(spec.seed, Stream.ORDER))
        places, labels = places[np.sort(kept)], labels[np.sort(kept)]
    points = painting.write(places, labels, data.classes)
    return spec.replace(data={"dataset": "painted", "painted_points": points, "features": data.features, "test_share": data.test_share})


def is_taken_over(old: RunSpec, new: RunSpec) -> bool:
    """Whether the data of one spec are those of the other as painted points, untouched."""
    return new.data.is_painted and can_be_taken_over(old) and taken_over(old).data == new.data
