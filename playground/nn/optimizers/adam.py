"""Adam and its relatives: inertia, and a step size of its own for each weight.

Both averages are kept as sums, without the factor 1 - beta that every gradient would get on its way in: it goes into the rate and
epsilon instead, once. So does what makes up for averages that start at zero.
"""

import math

import numpy as np

from playground.arrays import FloatArray
from playground.nn.optimizers.base import EPSILON, Optimizer, OptimizerState
from playground.registry import Hyperparameter


def _adam(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, beta_1: float, beta_2: float, epsilon: float) -> None:
    mean, square, largest = state.slots["mean"], state.slots["square"], state.slots.get("largest")
    change, root = state.scratch
    # The averages start at zero: what that lacks is made up for as at the end of section 2 of the paper, with one factor for all weights.
    scale = math.sqrt(1 - beta_2)
    rate = rate * (math.sqrt(1 - beta_2**state.step) / (1 - beta_1**state.step) * (1 - beta_1) / scale)
    mean *= beta_1
    mean += g
    square *= beta_2
    square += np.multiply(g, g, out=change)
    if largest is not None:  # AMSGrad
        square = np.maximum(largest, square, out=largest)
    np.sqrt(square, out=root)
    root += epsilon / scale
    np.divide(mean, root, out=change)
    change *= rate
    w -= change


def _adamax(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, beta_1: float, beta_2: float, epsilon: float) -> None:
    mean, norm = state.slots["mean"], state.slots["norm"]
    change, below = state.scratch
    mean *= beta_1
    mean += g
    norm *= beta_2
    np.maximum(norm, np.abs(g, out=change), out=norm)
    np.add(norm, epsilon, out=below)
    np.divide(mean, below, out=change)
    change *= rate * (1 - beta_1) / (1 - beta_1**state.step)
    w -= change


def _nadam(w: FloatArray, g: FloatArray, state: OptimizerState, rate: float, *, beta_1: float, beta_2: float, epsilon: float) -> None:
    # The momentum grows from half of beta_1 to all of it, slowly; 0.96 is a constant of the paper, and of Keras.
    now, later = (beta_1 * (1 - 0.5 * 0.96**step) for step in (state.step, state.step + 1))
    product = state.numbers["product"] * now
    state.numbers["product"] = product
    mean, square = state.slots["mean"], state.slots["square"]
    change, root = state.scratch
    mean *= beta_1
    mean += g
    square *= beta_2
    square += np.multiply(g, g, out=change)
    # The step is a mixture of the average and of the gradient itself; the share of the gradient goes into the rate.
    share = (1 - now) / (1 - product)
    scale = math.sqrt((1 - beta_2) / (1 - beta_2**state.step))
    np.sqrt(square, out=root)
    root += epsilon / scale
    np.multiply(mean, later * (1 - beta_1) / (1 - product * later) / share, out=change)
    change += g
    change /= root
    change *= rate * share / scale
    w -= change


def _adamw(
    w: FloatArray,
    g: FloatArray,
    state: OptimizerState,
    rate: float,
    *,
    weight_decay: float,
    beta_1: float,
    beta_2: float,
    epsilon: float,
) -> None:
    w *= 1 - weight_decay * rate  # before the step, of all parameters, as Keras does it
    _adam(w, g, state, rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


_BETA_1 = Hyperparameter(
    name="beta_1",
    label="Beta 1",
    help="How slowly the average of the gradient forgets.",
    default=0.9,
    low=0,
    high=0.9999,
)
_BETA_2 = Hyperparameter(
    name="beta_2",
    label="Beta 2",
    help="How slowly the average of the squared gradient forgets.",
    default=0.999,
    low=0,
    high=0.9999,  # nearer to 1, Keras' own float32 arithmetic of 1 - beta_2 is off by more than a thousandth
)
_ADAM = (_BETA_1, _BETA_2, EPSILON)
_AVERAGES = r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "

# Adam, and Adamax in its section 7.1: Kingma and Ba, Adam: a method for stochastic optimization, 2015.
# AMSGrad: Reddi, Kale and Kumar, On the convergence of Adam and beyond, 2018, algorithm 2; Keras corrects for the start as Adam does.
# Nadam: Dozat, Incorporating Nesterov momentum into Adam, 2016.
# AdamW: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2; the decay times the learning rate, as in Keras.
ADAM_FAMILY: tuple[Optimizer, ...] = (
    Optimizer(
        name="adam",
        label="Adam",
        help="Combines momentum with a step size of its own for each weight, and works well almost everywhere without tuning.",
        formula=_AVERAGES + r"w \leftarrow w - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        update=_adam,
        slots=("mean", "square"),
        hyperparameters=_ADAM,
        learning_rate=0.01,
        keras="Adam",
    ),
    Optimizer(
        name="amsgrad",
        label="AMSGrad",
        help="Adam with a memory for the largest gradients, so that the step size of a weight never grows again.",
        formula=_AVERAGES + r"u \leftarrow \max(u, v), \quad w \leftarrow w - \eta \frac{\hat m}{\sqrt{\hat u} + \epsilon}",
        update=_adam,
        slots=("mean", "square", "largest"),
        hyperparameters=_ADAM,
        learning_rate=0.01,
        keras="Adam",
        keras_arguments={"amsgrad": True},
    ),
    Optimizer(
        name="adamax",
        label="Adamax",
        help="Adam that goes by the largest recent gradient instead of the mean square, and so is calmer where gradients are rare.",
        formula=r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad u \leftarrow \max(\beta_2 u, |g|), \quad "
        r"w \leftarrow w - \eta \frac{\hat m}{u + \epsilon}",
        update=_adamax,
        slots=("mean", "norm"),
        hyperparameters=(
            _BETA_1,
            Hyperparameter(
                name="beta_2",
                label="Beta 2",
                help="How slowly the largest gradient is forgotten.",
                default=0.999,
                low=0,
                high=0.9999,
            ),
            EPSILON,
        ),
        learning_rate=0.03,
        keras="Adamax",
    ),
    Optimizer(
        name="nadam",
        label="Nadam",
        help="Adam with Nesterov's look ahead, often a little faster at the start.",
        formula=_AVERAGES + r"w \leftarrow w - \eta \frac{\mu' \hat m + (1 - \mu)\, \hat g}{\sqrt{\hat v} + \epsilon}, \quad "
        r"\mu = \beta_1 \left(1 - \tfrac{1}{2}\, 0.96^t\right)",
        update=_nadam,
        slots=("mean", "square"),
        numbers={"product": 1.0},
        hyperparameters=_ADAM,
        learning_rate=0.01,
        keras="Nadam",
    ),
    Optimizer(
        name="adamw",
        label="AdamW",
        help="Adam that also lets all weights shrink a little in each step, which keeps the network simple.",
        formula=_AVERAGES + r"w \leftarrow w - \eta \lambda w - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        update=_adamw,
        slots=("mean", "square"),
        hyperparameters=(
            Hyperparameter(
                name="weight_decay",
                label="Weight decay",
                help="The share of each weight that is lost in a step, as a multiple of the learning rate.",
                default=0.004,
                low=0,
                high=1,
            ),
            *_ADAM,
        ),
        learning_rate=0.01,
        keras="AdamW",
    ),
)
