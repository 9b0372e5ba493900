"""Surfaces to walk on: a height above two weights that an optimizer can be tried out on.

To add a surface, add one entry to `SURFACES`: the menus, the link and the tests, which check its gradient and its minima, follow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.functions.landscape import Window
from playground.registry import Entry, FrozenSettings, Hyperparameter, Registry, Settings

Place = tuple[float, float]

FAR = 50.0
"""A walk that is so many windows away has flown off, and does not come back."""


@dataclass(frozen=True, kw_only=True)
class Surface(Entry):
    """A surface.

    Attributes:
        function: `(x, y, **settings) -> height`, of numbers or of arrays.
        gradient: `(x, y, **settings) -> (dheight/dx, dheight/dy)`.
        window: what is shown.
        start: where a walk begins, unless one says otherwise.
        minima: all places at which it is lowest, whatever its settings are.
    """

    function: Callable[..., Any]
    gradient: Callable[..., tuple[Any, Any]]
    window: Window
    start: Place
    minima: tuple[Place, ...]


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface with its settings: the landscape that optimizers walk on."""

    surface: Surface
    settings: Settings

    @property
    def window(self) -> Window:
        """What is shown."""
        return self.surface.window

    @property
    def start(self) -> Place:
        """Where a walk begins."""
        return self.surface.start

    @property
    def minima(self) -> tuple[Place, ...]:
        """Where it is lowest."""
        return self.surface.minima

    @property
    def limit(self) -> float:
        """How far one may go, in windows."""
        return FAR

    def heights(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The height at each place."""
        heights: FloatArray = np.asarray(self.surface.function(x, y, **self.settings))
        return heights

    def slope(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """How the height changes with either weight at each place."""
        return self.surface.gradient(x, y, **self.settings)


@lru_cache(maxsize=64)
def ground(name: str, settings: FrozenSettings) -> Ground:
    """A surface of the registry with its settings; the same one each time, so that what was found out about it can be kept."""
    return Ground(SURFACES[name], settings)


def _bowl(x: Any, y: Any, *, curvature: float) -> Any:
    return 0.5 * curvature * (x * x + y * y)


def _bowl_gradient(x: Any, y: Any, *, curvature: float) -> tuple[Any, Any]:
    return curvature * x, curvature * y


def _ravine(x: Any, y: Any, *, condition: float) -> Any:
    return 0.5 * (x * x + condition * y * y)


def _ravine_gradient(x: Any, y: Any, *, condition: float) -> tuple[Any, Any]:
    return x, condition * y


def _saddle(x: Any, y: Any) -> Any:
    return 0.5 * x * x - 0.5 * y * y + 0.25 * y**4


def _saddle_gradient(x: Any, y: Any) -> tuple[Any, Any]:
    return x, y**3 - y


def _rosenbrock(x: Any, y: Any, *, steepness: float) -> Any:
    return (1 - x) ** 2 + steepness * (y - x * x) ** 2


def _rosenbrock_gradient(x: Any, y: Any, *, steepness: float) -> tuple[Any, Any]:
    above = y - x * x
    return -2 * (1 - x) - 4 * steepness * x * above, 2 * steepness * above


_BEALE = ((1.5, 1), (2.25, 2), (2.625, 3))


def _beale(x: Any, y: Any) -> Any:
    return sum((value - x + x * y**power) ** 2 for value, power in _BEALE)


def _beale_gradient(x: Any, y: Any) -> tuple[Any, Any]:
    across, up = 0.0, 0.0
    for value, power in _BEALE:
        error = value - x + x * y**power
        across = across + 2 * error * (y**power - 1)
        up = up + 2 * error * x * power * y ** (power - 1)
    return across, up


# Rosenbrock: An automatic method for finding the greatest or least value of a function, 1960.
# Beale: On an iterative method for finding a local minimum of a function of more than one variable, 1958; its minimum is at (3, 1/2).
SURFACES: Registry[Surface] = Registry(
    "surface",
    [
        Surface(
            name="bowl",
            label="Bowl",
            help="The same slope from all sides: plain gradient descent goes straight to the middle, as long as its learning rate stays "
            "below 2 over the curvature.",
            formula=r"f(x, y) = \tfrac{\kappa}{2} (x^2 + y^2)",
            hyperparameters=(
                Hyperparameter(
                    name="curvature",
                    label="Curvature",
                    help="How steep the bowl is: from twice its inverse on, gradient descent jumps ever farther out.",
                    default=1.0,
                    low=0.1,
                    high=10,
                ),
            ),
            function=_bowl,
            gradient=_bowl_gradient,
            window=Window(-3, 3, -3, 3),
            start=(-2.2, 1.6),
            minima=((0.0, 0.0),),
        ),
        Surface(
            name="ravine",
            label="Ravine",
            help="Steep walls and a floor that hardly falls: a good step along the floor is too much for the walls, so gradient descent "
            "zigzags. Inertia helps, and so do step sizes of its own for each weight.",
            formula=r"f(x, y) = \tfrac{1}{2} (x^2 + \kappa y^2)",
            hyperparameters=(
                Hyperparameter(
                    name="condition",
                    label="Condition number",
                    help="How many times as curved the walls are as the floor.",
                    default=25.0,
                    low=1,
                    high=200,
                ),
            ),
            function=_ravine,
            gradient=_ravine_gradient,
            window=Window(-3, 3, -2, 2),
            start=(-2.6, 0.55),
            minima=((0.0, 0.0),),
        ),
        Surface(
            name="saddle",
            label="Saddle",
            help="Flat in the middle, from where it falls to two sides only: whoever comes along the ridge may wait there for long.",
            formula=r"f(x, y) = \tfrac{1}{2} x^2 - \tfrac{1}{2} y^2 + \tfrac{1}{4} y^4",
            function=_saddle,
            gradient=_saddle_gradient,
            window=Window(-2, 2, -2, 2),
            start=(-1.6, 0.02),
            minima=((0.0, 1.0), (0.0, -1.0)),
        ),
        Surface(
            name="rosenbrock",
            label="Rosenbrock",
            help="A valley in the shape of a banana: it is easy to get into, and slow to follow round its bend to the minimum.",
            formula=r"f(x, y) = (1 - x)^2 + b\, (y - x^2)^2",
            hyperparameters=(
                Hyperparameter(
                    name="steepness",
                    label="Steepness",
                    help="How steep the walls of the valley are; Rosenbrock took 100.",
                    default=100.0,
                    low=1,
                    high=200,
                ),
            ),
            function=_rosenbrock,
            gradient=_rosenbrock_gradient,
            window=Window(-2, 2, -1, 3),
            start=(-1.2, 1.0),
            minima=((1.0, 1.0),),
        ),
        Surface(
            name="beale",
            label="Beale",
            help="Plains that are nearly flat, and very steep walls: a learning rate that is good for the one flies off at the other.",
            formula=r"f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
            function=_beale,
            gradient=_beale_gradient,
            window=Window(-4.5, 4.5, -4.5, 4.5),
            start=(1.0, 1.5),
            minima=((3.0, 0.5),),
        ),
    ],
)
"""In menu order."""
