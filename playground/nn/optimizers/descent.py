"""Optimizers with one step size for all weights: plain descent, descent with inertia, and steps by the sign alone."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.optimizers.base import Optimizer, OptimizerState
from playground.registry import Hyperparameter


def _sgd(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float) -> None:
    change = np.multiply(g, rate, out=state.scratch[0])
    w -= change


def _momentum(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, momentum: float) -> None:
    velocity = state.slots["velocity"]
    change = np.multiply(g, rate, out=state.scratch[0])
    velocity *= momentum
    velocity -= change
    w += velocity


def _nesterov(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, momentum: float) -> None:
    velocity = state.slots["velocity"]
    change = np.multiply(g, rate, out=state.scratch[0])
    velocity *= momentum
    velocity -= change
    w -= change
    w += np.multiply(velocity, momentum, out=change)


def _lion(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, beta_1: float, beta_2: float) -> None:
    mean = state.slots["mean"]
    # The average is kept as a sum, without the factor 1 - beta_2 that every gradient would get on its way in. Of what is to be mixed
    # only the sign is asked for, so one factor for the ratio of the two is enough.
    change, mixed = state.scratch
    np.multiply(mean, beta_1 * (1 - beta_2) / (1 - beta_1), out=mixed)
    mixed += g
    np.sign(mixed, out=change)  # into another vector: in place, NumPy goes number by number
    change *= rate
    w -= change
    mean *= beta_2
    mean += g


_MOMENTUM = Hyperparameter(
    name="momentum",
    label="Momentum",
    help="The share of the last step that is kept.",
    default=0.9,
    low=0,
    high=0.999,
)

# Nesterov: Sutskever and others, On the importance of initialization and momentum in deep learning, 2013, equations 3 and 4, written for
# the point that looks ahead, as Keras does.
DESCENT: tuple[Optimizer, ...] = (
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
        help="Gradient descent with inertia, like a heavy ball, which rolls faster through long valleys.",
        formula=r"v \leftarrow \mu v - \eta g, \quad w \leftarrow w + v",
        update=_momentum,
        slots=("velocity",),
        hyperparameters=(_MOMENTUM,),
        learning_rate=0.01,
        keras="SGD",
    ),
    Optimizer(
        name="nesterov",
        label="Nesterov momentum",
        help="Momentum that looks ahead to where the ball is about to roll, so that it brakes before it overshoots.",
        formula=r"v \leftarrow \mu v - \eta g, \quad w \leftarrow w + \mu v - \eta g",
        update=_nesterov,
        slots=("velocity",),
        hyperparameters=(_MOMENTUM,),
        learning_rate=0.01,
        keras="SGD",
        keras_arguments={"nesterov": True},
    ),
)

# Chen and others, Symbolic discovery of optimization algorithms, 2023, algorithm 2, without its weight decay.
LION = Optimizer(
    name="lion",
    label="Lion",
    help="Moves every weight by the same amount and takes only the direction from the gradients, so it wants a small learning rate.",
    formula=r"w \leftarrow w - \eta\, \mathrm{sign}(\beta_1 m + (1 - \beta_1)\, g), \quad m \leftarrow \beta_2 m + (1 - \beta_2)\, g",
    update=_lion,
    slots=("mean",),
    hyperparameters=(
        Hyperparameter(
            name="beta_1",
            label="Beta 1",
            help="The share of the average in the direction of a step, next to the newest gradient.",
            default=0.9,
            low=0.0001,  # Keras refuses 0
            high=0.9999,
        ),
        Hyperparameter(
            name="beta_2",
            label="Beta 2",
            help="How slowly the average of the gradient forgets.",
            default=0.99,
            low=0,
            high=0.9999,
        ),
    ),
    learning_rate=0.003,
    keras="Lion",
)
