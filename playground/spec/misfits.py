"""Settings that go together badly: allowed, since seeing why is worth a lesson, but said aloud, with the mending at hand."""

from dataclasses import dataclass

from playground.nn.activations import ACTIVATIONS
from playground.spec.model import RunSpec
from playground.spec.suited import with_usual_answers


@dataclass(frozen=True)
class Misfit:
    """Something about a spec that will not go well.

    Attributes:
        text: one sentence on what and why.
        fix: what to do about it, as the label of a button.
        spec: the spec with that done.
    """

    text: str
    fix: str
    spec: RunSpec


def misfit(spec: RunSpec) -> Misfit | None:
    """What will not go well about the loss and the output of a spec, or `None` if they fit each other and the data."""
    return _wrong_loss(spec) or _wrong_output(spec)


def _wrong_loss(spec: RunSpec) -> Misfit | None:
    loss = spec.training.loss.entry
    if spec.data.task in loss.tasks:
        return None
    mended = with_usual_answers(spec)
    text = f"{loss.label} compares classes, but {spec.data.entry.label} asks for a number."
    return Misfit(text, f"Use {mended.training.loss.entry.label.lower()}", mended)


def _wrong_output(spec: RunSpec) -> Misfit | None:
    loss, output = spec.training.loss.entry, spec.model.output.activation.entry
    fitting = loss.outputs
    if spec.data.is_regression:
        # Numbers to tell are of both signs.
        fitting = tuple(name for name in fitting if ACTIVATIONS[name].low < 0)
    if output.name in fitting:
        return None
    usual = ACTIVATIONS[fitting[0]].label
    what = "the numbers it should tell" if spec.data.is_regression else f"what {loss.label.lower()} compares it with"
    text = f"{output.label} on the output does not fit {what}; {usual} does."
    return Misfit(text, f"Use {usual} on the output", spec.replace(model=spec.model.with_output(fitting[0])))
