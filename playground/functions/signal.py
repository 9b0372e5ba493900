"""What many layers do to a signal: its variance on the way forward, and that of the gradient on the way back.

After Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, and He and others, Delving deep
into rectifiers, 2015: a layer multiplies either variance by a factor, and twenty layers by its twentieth power.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.arrays import FloatArray
from playground.functions.asked import SignalAsked
from playground.spec.choice import ActivationChoice, InitializerChoice

SAMPLES = 200

Fate = Literal["dies", "vanishes", "fades", "kept", "grows", "explodes"]

_FATES: tuple[tuple[float, Fate], ...] = ((1e-3, "vanishes"), (0.1, "fades"), (10, "kept"), (1e3, "grows"))
"""Below which ratio of the last variance to the first one speaks of what."""


@dataclass(frozen=True)
class Course:
    """One signal on its way.

    Attributes:
        forward: variance of the weighted sums over all units and samples of each layer, `(layers,)`.
        between: variance of the weighted sums between samples, the mean over the units, `(layers,)`: where it vanishes, all samples look
            the same.
        backward: variance of the gradient with respect to the weighted sums of each layer, `(layers,)`; it comes from the last one, where
            what flows in has variance 1.
    """

    forward: FloatArray
    between: FloatArray
    backward: FloatArray


def courses(asked: SignalAsked) -> list[Course]:
    """The course of the signal for each pair: all initializers with the first activation, then with the next."""
    kernels = {initializer: _kernels(asked, initializer) for initializer in dict.fromkeys(asked.initializers)}
    return [_course(asked, activation, kernels[initializer]) for activation in asked.activations for initializer in asked.initializers]


def fate(first: float, last: float) -> Fate:
    """What becomes of a signal whose variance is `first` in the first layer that it reaches and `last` in the last."""
    if not np.isfinite(last) or (last > 0 and first == 0):
        return "explodes"
    if last == 0:
        return "dies"
    return next((fate for limit, fate in _FATES if last / first <= limit), "explodes")


def _kernels(asked: SignalAsked, initializer: InitializerChoice) -> list[FloatArray]:
    """The weights of all layers, the same for every activation."""
    shape = (asked.units, asked.units)
    streams = [np.random.default_rng([asked.seed, 1 + layer]) for layer in range(asked.layers)]
    return [initializer.entry.function(shape, rng, **initializer.settings).astype(np.float64) for rng in streams]


def _course(asked: SignalAsked, activation: ActivationChoice, kernels: list[FloatArray]) -> Course:
    rng = np.random.default_rng([asked.seed, 0])
    shape = (SAMPLES, asked.units)
    a: FloatArray = rng.standard_normal(shape)
    gradient: FloatArray = rng.standard_normal(shape)
    sums, said = [], []
    # float64, whose range is wide enough for what explodes through fifty layers; beyond it is infinite, which is what it is.
    with np.errstate(all="ignore"):
        for kernel in kernels:
            z = a @ kernel
            a = activation.entry.function(z, **activation.settings)
            sums.append(z)
            said.append(a)
        backward = np.empty(asked.layers)
        for layer in reversed(range(asked.layers)):
            gradient = activation.entry.backward(gradient, sums[layer], said[layer], None, **activation.settings)
            backward[layer] = np.var(gradient)
            gradient = gradient @ kernels[layer].T
        forward = np.array([np.var(z) for z in sums])
        between = np.array([np.var(z, axis=0).mean() for z in sums])
    return Course(forward, between, backward)
