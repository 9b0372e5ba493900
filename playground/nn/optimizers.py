"""Optimizers: how a gradient becomes a change of the weights.

All parameters of a network lie in one flat vector, so that an update is a handful of operations on whole vectors, whatever the
network looks like. Updates work in place; whoever shows parameters to others copies them first. To add an optimizer, add one entry to
`OPTIMIZERS`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Registry, Settings


@dataclass
class OptimizerState:
    """What an optimizer remembers between updates.

    Attributes:
        step: how many updates there have been.
        slots: running averages and the like, by name, each as long as the parameters.
        scratch: two vectors to calculate in, so that no update allocates memory.
    """

    step: int
    slots: dict[str, FloatArray]
    scratch: tuple[FloatArray, FloatArray]


Update = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Optimizer(Entry):
    """An optimizer and its Keras twin.

    Attributes:
        update: `(parameters, gradients, state, learning_rate, **hyperparameters)`; changes parameters and state in place.
        slots: names of the vectors it remembers.
        learning_rate: a good one to start with.
        keras: name of the class in `keras.optimizers`.
    """

    update: Update
    slots: tuple[str, ...] = ()
    learning_rate: float
    keras: str

    def start(self, parameters: FloatArray) -> OptimizerState:
        """The state before the first update of `parameters`."""
        return OptimizerState(
            step=0,
            slots={name: np.zeros_like(parameters) for name in self.slots},
            scratch=(np.empty_like(parameters), np.empty_like(parameters)),
        )

    def apply(self, parameters: FloatArray, gradients: FloatArray, state: OptimizerState, learning_rate: float, settings: Settings) -> None:
        """Make one update in place.

        Args:
            parameters: all weights and biases, flat.
            gradients: of the loss, as long as `parameters`; left unchanged.
            state: from `start`, changed in place.
            learning_rate: the size of the step, above 0.
            settings: its hyperparameters.
        """
        state.step += 1
        self.update(parameters, gradients, state, learning_rate, **settings)


def _sgd(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float) -> None:
    change = np.multiply(g, rate, out=state.scratch[0])
    w -= change


def _momentum(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, momentum: float) -> None:
    velocity = state.slots["velocity"]
    change = np.multiply(g, rate, out=state.scratch[0])
    velocity *= momentum
    velocity -= change
    w += velocity


def _adam(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, beta_1: float, beta_2: float, epsilon: float) -> None:
    mean, square = state.slots["mean"], state.slots["square"]
    change, root = state.scratch
    # Both averages are kept as sums, without the factor 1 - beta that every gradient would get on its way in: it goes into the rate and
    # epsilon instead, once. So does what makes up for averages that start at zero, as in section 2 of the paper.
    scale = math.sqrt(1 - beta_2)
    rate *= math.sqrt(1 - beta_2**state.step) / (1 - beta_1**state.step) * (1 - beta_1) / scale
    mean *= beta_1
    mean += g
    square *= beta_2
    square += np.multiply(g, g, out=change)
    np.sqrt(square, out=root)
    root += epsilon / scale
    np.divide(mean, root, out=change)
    change *= rate
    w -= change


_ADAM = (
    Hyperparameter(
        name="beta_1",
        label="Beta 1",
        help="How slowly the average of the gradient forgets.",
        default=0.9,
        low=0,
        high=0.9999,
    ),
    Hyperparameter(
        name="beta_2",
        label="Beta 2",
        help="How slowly the average of the squared gradient forgets.",
        default=0.999,
        low=0,
        high=0.99999,
    ),
    Hyperparameter(
        name="epsilon",
        label="Epsilon",
        help="Keeps a step finite where gradients are nearly zero.",
        default=1e-7,
        low=1e-10,
        high=1,
    ),
)

OPTIMIZERS: Registry[Optimizer] = Registry(
    "optimizer",
    [
        Optimizer(
            name="sgd",
            label="SGD",
            help="Plain gradient descent on one batch after the other: a step straight downhill.",
            formula=r"w \leftarrow w - \eta g",
            update=_sgd,
            learning_rate=0.03,
            keras="SGD",
        ),
        Optimizer(
            name="momentum",
            label="Momentum",
            help="Gradient descent with inertia, like a heavy ball: it keeps nine tenths of its last step. Faster through valleys.",
            formula=r"v \leftarrow 0.9\, v - \eta g, \quad w \leftarrow w + v",
            update=_momentum,
            slots=("velocity",),
            hyperparameters=(
                Hyperparameter(
                    name="momentum",
                    label="Momentum",
                    help="The share of the last step that is kept.",
                    default=0.9,
                    low=0,
                    high=0.999,
                ),
            ),
            learning_rate=0.01,
            keras="SGD",
        ),
        Optimizer(
            name="adam",
            label="Adam",
            help="Gives each weight a step size of its own, from running averages of its gradient and the gradient's square. "
            "Works well almost everywhere without tuning.",
            formula=r"m \leftarrow 0.9\, m + 0.1\, g, \quad v \leftarrow 0.999\, v + 0.001\, g^2, \quad "
            r"w \leftarrow w - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
            update=_adam,
            slots=("mean", "square"),
            hyperparameters=_ADAM,
            learning_rate=0.01,
            keras="Adam",
        ),
    ],
)
"""In menu order. Adam: Kingma and Ba, Adam: a method for stochastic optimization, 2015."""
