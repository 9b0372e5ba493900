"""What helps: functions from a spec to a better one, or to `None` where they have nothing to give."""

from collections.abc import Callable

from playground.doctor.case import Fix
from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS
from playground.nn.regularizers import REGULARIZERS
from playground.spec import DEFAULT, LayerSpec, RunSpec, layer
from playground.spec.choice import InitializerChoice
from playground.spec.edits import with_layers
from playground.spec.layer import Weighted
from playground.spec.misfits import misfit

PENALTY = 0.01
MORE_POINTS = 2
SCALED = ("_uniform", "_normal", "orthogonal")
"""How the names of initializers end that look at how many units a layer has."""

USUAL_START = "glorot_uniform"


def slower(spec: RunSpec) -> Fix | None:
    """A tenth of the learning rate."""
    return _with_rate(spec, spec.training.learning_rate / 10)


def faster(spec: RunSpec) -> Fix | None:
    """Ten times the learning rate, and at least the usual one."""
    return _with_rate(spec, max(spec.training.learning_rate * 10, DEFAULT.training.learning_rate))


def back_and_slower(spec: RunSpec) -> Fix | None:
    """A tenth of the learning rate, from the last healthy moment."""
    fix = slower(spec)
    return None if fix is None else Fix(f"Go back, with a learning rate of {fix.spec.training.learning_rate:g}", fix.spec)


def clipped(spec: RunSpec) -> Fix | None:
    """Weights that start no larger than they should; if they do, gradients that are too long are made shorter."""
    if fix := _smaller_weights(spec):
        return fix
    if spec.training.clipping.name != "none":
        return slower(spec)
    return _tried("Clip the gradients", lambda: spec.replace(training=spec.training.replace(clipping="norm")))


def steeper(spec: RunSpec) -> Fix | None:
    """Weights that start no larger than they should; if they do, an activation that stays steep."""
    return _smaller_weights(spec) or rectified(spec)


def rectified(spec: RunSpec) -> Fix | None:
    """An activation that is never flat on the side where it answers."""
    return _with_activation(spec, "relu", of=lambda name: name not in ("relu", "leaky_relu"))


def leaking(spec: RunSpec) -> Fix | None:
    """A rectifier that is flat nowhere."""
    return _with_activation(spec, "leaky_relu", of=lambda name: name != "leaky_relu")


def normalized(spec: RunSpec) -> Fix | None:
    """Inputs, each brought to mean 0 and variance 1."""
    return _tried("Go back and normalize the inputs", lambda: with_layers(spec, [layer("batch_normalization"), *spec.model.layers]))


def less_by_heart(spec: RunSpec) -> Fix | None:
    """A price on large weights; if there is one, more samples."""
    if not any(each.regularizer.name != "none" for each in spec.layers):
        penalty = {"name": "l2", "l2": PENALTY}
        layers = [_weighted(each, regularizer=penalty) for each in spec.model.layers]
        model = spec.model.replace(layers=layers, output=spec.model.output.replace(regularizer=penalty))
        return Fix(f"Go back and add {REGULARIZERS['l2'].label} {PENALTY:g}", spec.replace(model=model))
    more = min(spec.data.entry.most, spec.data.samples * MORE_POINTS)
    if spec.data.is_table or more == spec.data.samples:
        return None
    return Fix(f"Go back and use {more:,} samples", spec.replace(data=spec.data.replace(samples=more)))


def fitting(spec: RunSpec) -> Fix | None:
    """A loss and an output that fit each other."""
    found = misfit(spec)
    return None if found is None else Fix(found.fix, found.spec)


def _with_rate(spec: RunSpec, rate: float) -> Fix | None:
    rate = float(f"{rate:.4g}")  # 0.003 and not 0.0030000000000000005
    return _tried(f"Use a learning rate of {rate:g}", lambda: spec.replace(training=spec.training.replace(learning_rate=rate)))


def _smaller_weights(spec: RunSpec) -> Fix | None:
    """A start from weights that are the smaller, the more of them there are; `None` if all layers have that."""
    layers = [_weighted(each, initializer=_usual_start(each)) for each in spec.model.layers]
    model = spec.model.replace(layers=layers, output=spec.model.output.replace(initializer=_usual_start(spec.model.output)))
    return Fix("Start again from usual weights", spec.replace(model=model)) if model != spec.model else None


def _usual_start(part: Weighted) -> InitializerChoice:
    scaled = part.initializer.name.endswith(SCALED)
    return part.initializer if scaled else InitializerChoice(name=USUAL_START)


def _with_activation(spec: RunSpec, activation: str, of: Callable[[str], bool]) -> Fix | None:
    layers = [_weighted(each, activation=activation) if of(each.activation.name) else each for each in spec.model.layers]
    if layers == list(spec.model.layers):
        return None
    return _tried(f"Use {ACTIVATIONS[activation].label}", lambda: with_layers(spec, layers))


def _weighted(each: LayerSpec, **changes: object) -> LayerSpec:
    return each.replace(**changes) if each.entry.activation is not None else each


def _tried(label: str, change: Callable[[], RunSpec]) -> Fix | None:
    """The fix, if the spec with it is a valid one."""
    try:
        return Fix(label, change())
    except SpecError:
        return None
