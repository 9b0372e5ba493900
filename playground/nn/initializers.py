"""Initializers: the weights that a network starts from.

To break the symmetry between units they must differ, and to keep signals alive they must be neither too large nor too small. To add an
initializer, add one entry to `INITIALIZERS`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Registry

Shape: TypeAlias = tuple[int, ...]
"""Of a kernel: `(fan_in, units)`, or `(kernel_height, kernel_width, channels, filters)`."""


@dataclass(frozen=True, kw_only=True)
class Initializer(Entry):
    """An initializer and its Keras twin.

    Attributes:
        function: `(shape, rng, **hyperparameters) -> kernel`, float32, with all its random numbers from `rng`.
        deviation: `(shape, **hyperparameters) -> float`, the standard deviation of its weights by its formula.
        keras: name of the class in `keras.initializers`.
    """

    function: Callable[..., FloatArray]
    deviation: Callable[..., float]
    keras: str


def fans(shape: Shape) -> tuple[int, int]:
    """How many inputs each unit has, and how many units each input reaches; a filter of a convolution reaches the area of its kernel."""
    area = math.prod(shape[:-2])
    return area * shape[-2], area * shape[-1]


def _glorot(shape: Shape) -> float:
    return math.sqrt(2 / sum(fans(shape)))


def _he(shape: Shape) -> float:
    return math.sqrt(2 / fans(shape)[0])


def _lecun(shape: Shape) -> float:
    return math.sqrt(1 / fans(shape)[0])


def _uniform_within(limit: float, shape: Shape, rng: np.random.Generator) -> FloatArray:
    return rng.uniform(-limit, limit, size=shape).astype(np.float32)


# The standard deviation of a normal distribution that is cut off at two of its standard deviations.
_CUT_OFF = 0.87962566103423978


def _cut_off_normal(deviation: float, shape: Shape, rng: np.random.Generator) -> FloatArray:
    """Numbers with this standard deviation, without the outliers of a normal distribution: they are drawn again, as in Keras."""
    numbers = rng.standard_normal(shape)
    outside = np.abs(numbers) > 2
    while outside.any():
        numbers[outside] = rng.standard_normal(np.count_nonzero(outside))
        outside = np.abs(numbers) > 2
    numbers *= deviation / _CUT_OFF
    return numbers.astype(np.float32)


def _glorot_uniform(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _uniform_within(np.sqrt(6 / sum(fans(shape))), shape, rng)


def _glorot_normal(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _cut_off_normal(_glorot(shape), shape, rng)


def _he_uniform(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _uniform_within(math.sqrt(6 / fans(shape)[0]), shape, rng)


def _he_normal(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _cut_off_normal(_he(shape), shape, rng)


def _lecun_uniform(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _uniform_within(math.sqrt(3 / fans(shape)[0]), shape, rng)


def _lecun_normal(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return _cut_off_normal(_lecun(shape), shape, rng)


def _normal(shape: Shape, rng: np.random.Generator, *, mean: float, stddev: float) -> FloatArray:
    return rng.normal(mean, stddev, size=shape).astype(np.float32)


def _uniform(shape: Shape, rng: np.random.Generator, *, minval: float, maxval: float) -> FloatArray:
    # Either may be the lower one: with two controls one cannot help crossing them, and Keras takes it too.
    return rng.uniform(min(minval, maxval), max(minval, maxval), size=shape).astype(np.float32)


def _orthogonal(shape: Shape, rng: np.random.Generator, *, gain: float) -> FloatArray:
    rows, columns = math.prod(shape[:-1]), shape[-1]
    q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diag(r))  # without this, some rotations would come up more often than others
    if rows < columns:
        q = q.T
    q = q.reshape(shape) * gain
    return q.astype(np.float32)


def _constant(shape: Shape, rng: np.random.Generator, *, value: float) -> FloatArray:
    return np.full(shape, value, np.float32)


def _zeros(shape: Shape, rng: np.random.Generator) -> FloatArray:
    return np.zeros(shape, np.float32)


def _any(name: str, label: str, help: str, default: float) -> Hyperparameter:
    return Hyperparameter(name=name, label=label, help=help, default=default, low=-10, high=10)


# Glorot: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, equation 16.
# He: He and others, Delving deep into rectifiers, 2015, equation 10. LeCun: LeCun and others, Efficient backprop, 1998, equation 16.
# Orthogonal: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, 2014.
INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    [
        Initializer(
            name="glorot_uniform",
            label="Glorot uniform",
            help="Keeps the size of signals and gradients about level from layer to layer, which suits tanh and sigmoid; Keras' default.",
            formula=r"w \sim U(-a, a), \quad a = \sqrt{\frac{6}{n_\mathrm{in} + n_\mathrm{out}}}",
            function=_glorot_uniform,
            deviation=_glorot,
            keras="GlorotUniform",
        ),
        Initializer(
            name="glorot_normal",
            label="Glorot normal",
            help="As level as Glorot uniform, with more small weights and a few larger ones.",
            formula=r"w \sim N(0, \sigma^2), \quad \sigma = \sqrt{\frac{2}{n_\mathrm{in} + n_\mathrm{out}}}",
            function=_glorot_normal,
            deviation=_glorot,
            keras="GlorotNormal",
        ),
        Initializer(
            name="he_uniform",
            label="He uniform",
            help="Larger weights that make up for the half of all signals that ReLU silences.",
            formula=r"w \sim U(-a, a), \quad a = \sqrt{\frac{6}{n_\mathrm{in}}}",
            function=_he_uniform,
            deviation=_he,
            keras="HeUniform",
        ),
        Initializer(
            name="he_normal",
            label="He normal",
            help="The usual start for deep networks of ReLU units.",
            formula=r"w \sim N(0, \sigma^2), \quad \sigma = \sqrt{\frac{2}{n_\mathrm{in}}}",
            function=_he_normal,
            deviation=_he,
            keras="HeNormal",
        ),
        Initializer(
            name="lecun_uniform",
            label="LeCun uniform",
            help="Keeps the size of signals level on the way forward, whatever happens to gradients on the way back.",
            formula=r"w \sim U(-a, a), \quad a = \sqrt{\frac{3}{n_\mathrm{in}}}",
            function=_lecun_uniform,
            deviation=_lecun,
            keras="LecunUniform",
        ),
        Initializer(
            name="lecun_normal",
            label="LeCun normal",
            help="The start that SELU units need to keep their signals level.",
            formula=r"w \sim N(0, \sigma^2), \quad \sigma = \sqrt{\frac{1}{n_\mathrm{in}}}",
            function=_lecun_normal,
            deviation=_lecun,
            keras="LecunNormal",
        ),
        Initializer(
            name="normal",
            label="Normal",
            help="The bell curve, as wide in every layer, so that signals fade or explode in deep networks.",
            formula=r"w \sim N(\mu, \sigma^2)",
            function=_normal,
            deviation=lambda shape, mean, stddev: stddev,
            hyperparameters=(
                _any("mean", "Mean", "The middle of the bell curve.", 0.0),
                Hyperparameter(
                    name="stddev",
                    label="Standard deviation",
                    help="How far weights are from the middle, typically.",
                    default=0.05,
                    low=0,
                    high=10,
                ),
            ),
            keras="RandomNormal",
        ),
        Initializer(
            name="uniform",
            label="Uniform",
            help="Any number between two limits is as likely, the same in every layer.",
            formula=r"w \sim U(a, b)",
            function=_uniform,
            deviation=lambda shape, minval, maxval: abs(maxval - minval) / math.sqrt(12),
            hyperparameters=(
                _any("minval", "From", "One end of the interval.", -0.05),
                _any("maxval", "To", "The other end of the interval.", 0.05),
            ),
            keras="RandomUniform",
        ),
        Initializer(
            name="orthogonal",
            label="Orthogonal",
            help="Turns and mirrors signals instead of stretching them, which carries them through very deep networks.",
            formula=r"W^T W = g^2 I",
            function=_orthogonal,
            deviation=lambda shape, gain: gain / math.sqrt(max(math.prod(shape[:-1]), shape[-1])),
            hyperparameters=(
                Hyperparameter(
                    name="gain",
                    label="Gain",
                    help="What all weights are multiplied by.",
                    default=1.0,
                    low=0,
                    high=10,
                ),
            ),
            keras="Orthogonal",
        ),
        Initializer(
            name="constant",
            label="Constant",
            help="The same weight everywhere: all units of a hidden layer stay twins for ever, and are worth no more than one.",
            formula=r"w = c",
            function=_constant,
            deviation=lambda shape, value: 0.0,
            hyperparameters=(_any("value", "Value", "What every weight starts at.", 0.0),),
            keras="Constant",
        ),
        Initializer(
            name="zeros",
            label="Zeros",
            help="All weights start at zero: with tanh or ReLU units, nothing but the biases of the outputs will ever learn.",
            formula=r"w = 0",
            function=_zeros,
            deviation=lambda shape: 0.0,
            keras="Zeros",
        ),
    ],
)
"""In menu order; the first one is the default."""
