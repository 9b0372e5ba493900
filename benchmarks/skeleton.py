"""From the pixels of a digit back to the strokes of a pen, roughly as a person would make them.

Ink is thinned to lines one pixel wide (Zhang and Suen, A fast parallel algorithm for thinning digital patterns, 1984). The lines are a
graph; strokes follow it from a free end, and at a crossing they go on as straight as they can.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.data.drawing.components import components

Mask = npt.NDArray[np.bool_]
Place = tuple[int, int]

SPUR = 0.6
"""A free end that sticks out by less than this share of the line's width is what thinning has made of a bump."""
BRIDGE = 1.2
"""Two crossings that are nearer to each other than this share of the line's width are one: thinning pulls them apart."""
STRAIGHT = -0.2
"""The cosine of the sharpest turn that a stroke takes at a crossing; at a sharper one the pen is lifted."""
SMOOTH = 5
"""Points that are averaged along a line, so that it does not go by steps of pixels."""


def thinned(masks: Mask) -> Mask:
    """Lines one pixel wide in the middle of the ink: `(n, h, w)`, from masks of that shape whose borders are empty."""
    masks = masks.copy()
    while True:
        before = masks.sum()
        for first in (True, False):
            padded = np.pad(masks, ((0, 0), (1, 1), (1, 1))).astype(np.int8)
            # The eight pixels around, clockwise from the one above.
            n, ne, e, se, s, sw, w, nw = (
                padded[:, 1 + down : padded.shape[1] - 1 + down, 1 + across : padded.shape[2] - 1 + across]
                for down, across in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
            )
            around = [n, ne, e, se, s, sw, w, nw]
            inked = n + ne + e + se + s + sw + w + nw
            begins = sum((1 - one) * other for one, other in zip(around, [*around[1:], n], strict=True))
            open_side = (n * e * s == 0) & (e * s * w == 0) if first else (n * e * w == 0) & (n * s * w == 0)
            masks &= ~((inked >= 2) & (inked <= 6) & (begins == 1) & open_side)
        if masks.sum() == before:
            return masks


@dataclass(eq=False)
class _Edge:
    """A line between two crossings or free ends.

    Attributes:
        ends: numbers of the nodes at both ends; twice the same for a ring.
        points: from the first to the second, `(n, 2)` as x and y.
    """

    ends: list[int]
    points: FloatArray

    @property
    def length(self) -> float:
        steps = np.diff(self.points, axis=0)
        return float(np.hypot(steps[:, 0], steps[:, 1]).sum())

    def leaving(self, node: int) -> FloatArray:
        """The points, from a node that it ends at."""
        return self.points if self.ends[0] == node else self.points[::-1]


def traced(line: Mask, width: float) -> list[FloatArray]:
    """Strokes along the lines of one picture.

    Args:
        line: one pixel wide, `(h, w)`, empty at its border.
        width: of the ink that it is the middle of, in pixels.

    Returns:
        Each stroke's points, `(n, 2)` as x and y, in the order of drawing.
    """
    edges = _edges(line)
    _prune(edges, SPUR * width)
    _join(edges, BRIDGE * width)
    strokes = []
    while edges:
        strokes.append(_smoothed(_stroke(edges, width)))
    return strokes


def _edges(line: Mask) -> list[_Edge]:
    """The lines between crossings and free ends, each of which has a number of its own."""
    near = _neighbours(line)
    crossings = np.zeros_like(line)
    for place, others in near.items():
        crossings[place] = len(others) > 2
    numbers = components(crossings)
    middles = {int(number): np.argwhere(numbers == number).mean(axis=0) for number in np.unique(numbers[crossings])}
    edges: list[_Edge] = []
    for path in _paths({place: [each for each in others if not crossings[each]] for place, others in near.items() if not crossings[place]}):
        at_ends = [list(dict.fromkeys(int(numbers[each]) for each in near[place] if crossings[each])) for place in (path[0], path[-1])]
        if len(path) == 1:
            at_ends = [at_ends[0][:1], at_ends[0][1:]]
        free = -2 * len(edges) - 1
        ends = [found[0] if found else free - side for side, found in enumerate(at_ends)]
        if not any(at_ends) and len(path) > 2 and path[-1] in near[path[0]]:
            path, ends = [*path, path[0]], [free, free]  # a ring
        points = [*(middles[number] for number in ends[:1] if number > 0), *path, *(middles[number] for number in ends[1:] if number > 0)]
        edges.append(_Edge(ends, np.array(points, float)[:, ::-1]))
    return edges


def _neighbours(line: Mask) -> dict[Place, list[Place]]:
    """Which pixels of a line are joined: those side by side, and those corner to corner that no third one joins."""
    inked = {(row, column) for row, column in np.argwhere(line).tolist()}
    near = {}
    for row, column in sorted(inked):
        beside = [
            (row + down, column + across) for down, across in ((-1, 0), (0, 1), (1, 0), (0, -1)) if (row + down, column + across) in inked
        ]
        corners = [
            (row + down, column + across)
            for down, across in ((-1, -1), (-1, 1), (1, 1), (1, -1))
            if (row + down, column + across) in inked and (row + down, column) not in inked and (row, column + across) not in inked
        ]
        near[row, column] = beside + corners
    return near


def _paths(near: dict[Place, list[Place]]) -> Iterator[list[Place]]:
    """Pixels that have at most two neighbours each, in their order: lines first, then rings, which begin anywhere."""
    left = set(near)
    for start in sorted(near, key=lambda place: len(near[place]) > 1):
        if start not in left:
            continue
        left.remove(start)
        path = [start]
        while following := next((each for each in near[path[-1]] if each in left), None):
            left.remove(following)
            path.append(following)
        yield path


def _degrees(edges: Iterable[_Edge]) -> Counter[int]:
    """How many lines end at each node."""
    return Counter(end for edge in edges for end in edge.ends)


def _prune(edges: list[_Edge], length: float) -> None:
    """Take away what sticks out by less, the shortest first."""
    for edge in sorted(edges, key=lambda each: each.length):
        degrees = sorted(_degrees(edges)[end] for end in edge.ends)
        if degrees[0] == 1 and degrees[1] > 2 and edge.length < length:
            edges.remove(edge)


def _join(edges: list[_Edge], length: float) -> None:
    """Make one crossing of two that are nearer to each other."""
    for bridge in sorted(edges, key=lambda each: each.length):
        kept, gone = bridge.ends
        if kept == gone or bridge.length >= length or min(_degrees(edges)[end] for end in bridge.ends) < 3:
            continue
        edges.remove(bridge)
        middle = bridge.points.mean(axis=0)
        for edge in edges:
            for side in (0, 1):
                if edge.ends[side] in (kept, gone):
                    edge.ends[side] = kept
                    edge.points[-side] = middle


def _stroke(edges: list[_Edge], width: float) -> FloatArray:
    """Take the next stroke away from the lines that are left: from a free end, the higher the better, as far as it goes."""
    degrees = _degrees(edges)
    edge, node = min(
        ((edge, end) for edge in edges for end in edge.ends), key=lambda each: (degrees[each[1]] != 1, each[0].leaving(each[1])[0].sum())
    )
    parts = []
    while True:
        edges.remove(edge)
        parts.append(edge.leaving(node))
        node = edge.ends[1] if edge.ends[0] == node else edge.ends[0]
        going = _direction(parts[-1][::-1], width)
        # A ring both leaves and comes back; it goes the way that is straighter.
        onwards = [
            (float(-going @ _direction(each.leaving(node), width)), number) for number, each in enumerate(edges) if node in each.ends
        ]
        if not onwards or max(onwards)[0] < STRAIGHT:
            return np.concatenate(parts)
        edge = edges[max(onwards)[1]]


def _direction(points: FloatArray, width: float) -> FloatArray:
    """Where a line leaves for, once it is out of the blot that a crossing is: `(2,)` of length 1."""
    away = np.hypot(*(points - points[0]).T)
    step = points[int(np.argmax(away >= width)) if (away >= width).any() else -1] - points[0]
    length = float(np.hypot(*step))
    return step / length if length else np.array([0.0, 0.0])


def _smoothed(points: FloatArray) -> FloatArray:
    """A line without the steps of pixels; its ends stay, and a ring stays closed."""
    reach = min(SMOOTH // 2, (len(points) - 1) // 2)
    if reach < 1:
        return points
    closed = len(points) > 3 and bool((points[0] == points[-1]).all())
    before, after = (
        (points[-reach - 1 : -1], points[1 : reach + 1]) if closed else (points[:1].repeat(reach, 0), points[-1:].repeat(reach, 0))
    )
    padded = np.concatenate([before, points, after])
    smooth = np.mean([padded[shift : shift + len(points)] for shift in range(2 * reach + 1)], axis=0)
    if not closed:
        smooth[[0, -1]] = points[[0, -1]]
    return smooth
