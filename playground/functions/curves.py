"""Activations, losses and schedules as curves, and what initializers draw as histograms."""

from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.functions.asked import ActivationsAsked, InitializersAsked, LossesAsked, SchedulesAsked
from playground.nn.activations import ACTIVATIONS, Activation
from playground.nn.losses import Loss
from playground.nn.schedules import learning_rates
from playground.spec.choice import InitializerChoice

POINTS = 601
"""Of a curve: an odd number, so that the middle is one of them."""
BINS = 60
_NEARLY_NOTHING = 1e-12


@dataclass(frozen=True)
class Curves:
    """Some curves over the same places.

    Attributes:
        x: `(n,)`, growing.
        values: `(curves, n)`; NaN where there is none.
        slopes: `(curves, n)`, their derivatives; `None` where those mean nothing.
    """

    x: FloatArray
    values: FloatArray
    slopes: FloatArray | None = None


def needs_company(activation: Activation) -> bool:
    """Whether what a unit says depends on the other units of its layer: by itself it would always say the same."""
    return not activation.hidden


def activations(asked: ActivationsAsked) -> Curves:
    """Each activation and its derivative over the weighted sum, from `-reach` to `reach`.

    Of an activation whose units depend on each other, the first of two units, while the sum of the second is 0.
    """
    z = _places(asked.reach)
    values, slopes = np.empty((2, len(asked.show), POINTS))
    for k, choice in enumerate(asked.show):
        sums = np.column_stack([z, np.zeros_like(z)]) if needs_company(choice.entry) else z[:, None]
        a = choice.entry.function(sums, **choice.settings)
        values[k] = a[:, 0]
        slopes[k] = choice.entry.derivative(sums, a, **choice.settings)[:, 0]
    return Curves(z, values, slopes)


def takes_probabilities(loss: Loss) -> bool:
    """Whether a loss is made for outputs from 0 to 1, and means nothing beyond."""
    usual = ACTIVATIONS[loss.outputs[0]]
    return loss.low in (None, 0) and (usual.low, usual.high) == (0, 1)


def takes_shares(loss: Loss) -> bool:
    """Whether a loss compares outputs that add up to 1, so that one alone would always be right."""
    return needs_company(ACTIVATIONS[loss.outputs[0]])


def losses(asked: LossesAsked) -> Curves:
    """Each loss of one sample and its derivative over the output `a`, from `-reach` to `reach`.

    What is made for probabilities is drawn between 0 and 1 only. Of outputs that add up to 1 there are two: `a`, and `1 - a`, whose target
    is one minus the target, and the derivative is that along this line.
    """
    a = _places(asked.reach)
    values, slopes = np.full((2, len(asked.show), POINTS), np.nan)
    for k, choice in enumerate(asked.show):
        loss, settings = choice.entry, choice.settings
        inside = (a > 0) & (a < 1) if takes_probabilities(loss) else np.ones_like(a, bool)
        outputs = a[inside][:, None]
        low, high = (0.0, 1.0) if loss.low is None or loss.high is None else (loss.low, loss.high)
        # Hinges take targets of 0 and 1 alone for labels, of which 0 means -1: halfway from -1 to 1 is nearly 0, and not 0.
        targets = np.full_like(outputs, low + asked.target * (high - low) or _NEARLY_NOTHING)
        if takes_shares(loss):
            outputs, targets = np.hstack([outputs, 1 - outputs]), np.hstack([targets, 1 - targets])
        values[k, inside] = loss.value(targets, outputs, **settings)
        gradient = loss.gradient(targets, outputs, **settings)
        slopes[k, inside] = gradient[:, 0] - gradient[:, 1] if takes_shares(loss) else gradient[:, 0]
    return Curves(a, values, slopes)


def schedules(asked: SchedulesAsked) -> Curves:
    """The learning rate of each schedule over the epochs, from 0 to the last one."""
    steps_per_epoch = -(-POINTS // asked.epochs)
    count = asked.epochs * steps_per_epoch + 1
    values = [
        learning_rates(
            choice.entry,
            choice.settings,
            rate=asked.rate,
            first_step=0,
            count=count,
            steps_per_epoch=steps_per_epoch,
            epochs=asked.epochs,
            warm_up=asked.warm_up,
        )
        for choice in asked.show
    ]
    return Curves(np.arange(count) / steps_per_epoch, np.array(values).reshape(len(asked.show), count))


@dataclass(frozen=True)
class Histograms:
    """Weights that were drawn.

    Attributes:
        edges: of the bins, `(bins + 1,)`.
        densities: `(initializers, bins)`: the share of the weights in each bin over its width.
        deviations: `(initializers,)`, the standard deviations of the weights that were drawn.
        expected: `(initializers,)`, those by their formulas.
    """

    edges: FloatArray
    densities: FloatArray
    deviations: FloatArray
    expected: FloatArray


def initializers(asked: InitializersAsked) -> Histograms:
    """What each initializer draws for a dense layer."""
    drawn = [_kernel(choice, asked).ravel() for choice in asked.show]
    most = max((float(np.abs(weights).max()) for weights in drawn), default=0.0) or 0.1
    edges = np.linspace(-1.04 * most, 1.04 * most, BINS + 1)
    densities = [np.histogram(weights, edges)[0] / (len(weights) * (edges[1] - edges[0])) for weights in drawn]
    shape = (asked.fan_in, asked.fan_out)
    return Histograms(
        edges,
        np.array(densities).reshape(len(drawn), BINS),
        np.array([np.std(weights, dtype=np.float64) for weights in drawn]),
        np.array([choice.entry.deviation(shape, **choice.settings) for choice in asked.show]),
    )


def _kernel(choice: InitializerChoice, asked: InitializersAsked) -> FloatArray:
    return choice.entry.function((asked.fan_in, asked.fan_out), np.random.default_rng(asked.seed), **choice.settings)


def _places(reach: float) -> FloatArray:
    return np.linspace(-reach, reach, POINTS)
