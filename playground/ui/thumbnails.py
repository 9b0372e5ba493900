"""Pictures of what there is to choose from: data sets drawn by their own generators, and input features over the plane."""

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import DATASETS, FEATURES
from playground.data.cache import glimpse
from playground.data.dataset import EXTENT
from playground.randomness import Stream, generator

POINTS = {"classification": 90, "regression": 240}
NOISE = 0.05
SIDE = 24
GAP = 1

Picture = Mapping[str, Any]


def dataset_picture(name: str) -> Picture:
    """What a data set looks like; its name where there are no pictures on this server yet, and a sign where there is nothing to see.

    Args:
        name: in `DATASETS`.
    """
    entry = DATASETS[name]
    if entry.kind == "image":
        pictures = glimpse(entry.cached_in, 4)
        return {"kind": "text", "text": entry.label.split()[0].split("-")[0]} if pictures is None else _image(pictures)
    return _points(name) or {"kind": "sign", "name": entry.kind}


@cache
def feature_picture(name: str) -> Picture:
    """What an input feature says over the plane.

    Args:
        name: in `FEATURES`.
    """
    axis = np.linspace(-EXTENT, EXTENT, SIDE)
    x1, x2 = np.meshgrid(axis, axis[::-1])  # row 0 is the top
    feature = FEATURES[name]
    values = feature.function(*((x1, x2)[index] for index in feature.inputs))
    values = np.broadcast_to(values, x1.shape)
    levels = np.clip(np.round(values / np.abs(values).max() * 127 + 128), 0, 255).astype(np.uint8)
    return {"kind": "map", "pixels": _encoded(levels), "width": SIDE}


@cache
def _points(name: str) -> Picture | None:
    """Some points of a data set that generates them."""
    entry = DATASETS[name]
    if entry.generate is None:
        return None
    points, answers = entry.generate(POINTS[entry.task], NOISE, generator(0, Stream.DATA), **entry.settings({}))
    numbers = entry.task == "regression"
    on_line = points.shape[1] == 1
    places = np.hstack([points / EXTENT, answers[:, None]]) if on_line else points / EXTENT
    told = np.round(answers * 100) if numbers else answers
    rows = np.column_stack([np.round(np.clip(places, -1, 1) * 100), told]).astype(int)
    return {"kind": "points", "points": rows.tolist(), "numbers": numbers}


def _image(pictures: ByteArray | FloatArray) -> Picture:
    """Four pictures in a square."""
    framed = [np.pad(picture, GAP) for picture in np.asarray(pictures, np.uint8)]
    square = np.vstack([np.hstack(framed[:2]), np.hstack(framed[2:4])])
    return {"kind": "image", "pixels": _encoded(square), "width": square.shape[1]}


def _encoded(pixels: ByteArray) -> str:
    return base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()
