"""Optimizers that give each weight a step size of its own, from the size of the gradients that it has had.

Running averages are kept as sums, without the factor 1 - rho that every number would get on its way in: where it does not cancel, it
goes into the learning rate and epsilon instead, once.
"""

import math

import numpy as np

from playground.arrays import FloatArray
from playground.nn.optimizers.base import EPSILON, Optimizer, OptimizerState
from playground.registry import Hyperparameter


def _adagrad(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, initial_accumulator_value: float, epsilon: float) -> None:
    square = state.slots["square"]
    change, root = state.scratch
    square += np.multiply(g, g, out=change)
    np.add(square, epsilon, out=root)
    np.sqrt(root, out=root)
    np.divide(g, root, out=change)
    change *= rate
    w -= change


def _adadelta(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, rho: float, epsilon: float) -> None:
    square, square_change = state.slots["square"], state.slots["square_change"]
    change, below = state.scratch
    epsilon /= 1 - rho
    square *= rho
    square += np.multiply(g, g, out=below)
    # The ratio of two roots is the root of the ratio: one root less to take.
    np.add(square, epsilon, out=below)
    np.add(square_change, epsilon, out=change)
    change /= below
    np.sqrt(change, out=change)
    change *= g
    square_change *= rho
    square_change += np.multiply(change, change, out=below)
    change *= rate
    w -= change


def _rmsprop(
    w: FloatArray,
    g: FloatArray,
    state: OptimizerState,
    rate: float,
    *,
    rho: float,
    momentum: float,
    epsilon: float,
    centered: bool,
) -> None:
    square = state.slots["square"]
    change, root = state.scratch
    square *= rho
    square += np.multiply(g, g, out=change)
    if centered:
        mean = state.slots["mean"]
        mean *= rho
        mean += g
        np.multiply(mean, mean, out=change)
        change *= 1 - rho
        np.subtract(square, change, out=root)
        np.maximum(root, 0, out=root)  # with equal gradients the variance is 0, and rounding may put it below
        root += epsilon / (1 - rho)
    else:
        np.add(square, epsilon / (1 - rho), out=root)
    np.sqrt(root, out=root)
    np.divide(g, root, out=change)
    change *= rate / math.sqrt(1 - rho)
    if momentum > 0:
        velocity = state.slots["velocity"]
        velocity *= momentum
        velocity += change
        w -= velocity
    else:
        w -= change


# Adagrad: Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011, figure 1.
# Adadelta: Zeiler, Adadelta: an adaptive learning rate method, 2012, algorithm 1.
# RMSprop: Hinton, Neural networks for machine learning, 2012, lecture 6e; centred as in Graves, Generating sequences with recurrent
# neural networks, 2013, equations 38 to 41. Keras adds epsilon under the root in all three.
SCALED: tuple[Optimizer, ...] = (
    Optimizer(
        name="adagrad",
        label="Adagrad",
        help="Shortens the steps of a weight the more gradient it has had, which suits inputs that are rarely on; it only ever slows down.",
        formula=r"s \leftarrow s + g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{s + \epsilon}}",
        update=_adagrad,
        slots=("square",),
        starts={"square": "initial_accumulator_value"},
        hyperparameters=(
            Hyperparameter(
                name="initial_accumulator_value",
                label="Initial sum",
                help="What the sum of squared gradients starts at, which keeps the first steps small.",
                default=0.1,
                low=0,
                high=10,
            ),
            EPSILON,
        ),
        learning_rate=0.1,
        keras="Adagrad",
    ),
    Optimizer(
        name="adadelta",
        label="Adadelta",
        help="Takes steps in the size of its own past steps, so that a learning rate of 1 does; it starts slowly.",
        formula=r"s \leftarrow \rho s + (1 - \rho)\, g^2, \quad \Delta = -\sqrt{\frac{d + \epsilon}{s + \epsilon}}\; g, \quad "
        r"d \leftarrow \rho d + (1 - \rho)\, \Delta^2, \quad w \leftarrow w + \eta \Delta",
        update=_adadelta,
        slots=("square", "square_change"),
        hyperparameters=(
            Hyperparameter(
                name="rho",
                label="Rho",
                help="How slowly the averages of squared gradients and squared steps forget.",
                default=0.95,
                low=0,
                high=0.9999,
            ),
            EPSILON,
        ),
        learning_rate=1.0,
        keras="Adadelta",
    ),
    Optimizer(
        name="rmsprop",
        label="RMSprop",
        help="Divides each weight's gradient by its usual size, so that steep and flat directions are walked at about the same pace.",
        formula=r"s \leftarrow \rho s + (1 - \rho)\, g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{s + \epsilon}}",
        update=_rmsprop,
        slots=("square", "mean", "velocity"),
        hyperparameters=(
            Hyperparameter(
                name="rho",
                label="Rho",
                help="How slowly the average of the squared gradient forgets.",
                default=0.9,
                low=0,
                high=0.9999,
            ),
            Hyperparameter(
                name="momentum",
                label="Momentum",
                help="The share of the last step that is kept.",
                default=0.0,
                low=0,
                high=0.999,
            ),
            EPSILON,
            Hyperparameter(
                name="centered",
                label="Centered",
                help="Divides by how much the gradient varies instead of by its size, which costs a little more.",
                default=False,
            ),
        ),
        learning_rate=0.01,
        keras="RMSprop",
    ),
)
