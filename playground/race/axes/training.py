"""Of the training: loss, optimizer, learning rate and its schedule, clipping, batches; and the engine that does it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_args

from playground.errors import SpecError
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.race.axes.base import Axis, as_written, canonical_choice, canonical_number, canonical_whole, choice_label, chosen, usual
from playground.spec import RunSpec
from playground.spec.choice import Choice, ClippingChoice, LossChoice, OptimizerChoice, ScheduleChoice
from playground.spec.link import read_number, read_whole, written, written_choice
from playground.spec.misfits import misfit
from playground.spec.model import ENGINE_LABELS, EngineName


def _training_axis(name: str, *, offered: Sequence[str], **entry: Any) -> Axis:
    read = read_whole if name == "batch_size" else read_number
    return Axis(
        name=name,
        offered=lambda spec: offered,
        apply=lambda spec, text: spec.replace(training=spec.training.replace(**{name: read("value", text)})),
        now=lambda spec: written(getattr(spec.training, name)),
        canonical=canonical_whole if name == "batch_size" else canonical_number,
        value_label=as_written,
        is_amount=True,
        **entry,
    )


def _training_choice(
    name: str, kind: type[Choice], *, offered: Callable[[RunSpec], Sequence[str]], suggested: int = 4, **entry: Any
) -> Axis:
    return Axis(
        name=name,
        offered=lambda spec: [usual(kind, each) for each in offered(spec)],
        suggested=suggested,
        apply=lambda spec, text: spec.replace(training=spec.training.replace(**{name: chosen(kind, text)})),
        now=lambda spec: written_choice(getattr(spec.training, name)),
        canonical=partial(canonical_choice, kind),
        value_label=partial(choice_label, kind),
        **entry,
    )


def _with_optimizer(spec: RunSpec, text: str) -> RunSpec:
    optimizer = chosen(OptimizerChoice, text)
    rate = OPTIMIZERS[optimizer.name].learning_rate
    return spec.replace(training=spec.training.replace(optimizer=optimizer, learning_rate=rate))


def _with_loss(spec: RunSpec, text: str) -> RunSpec:
    """With another output, too, where the present one does not fit the loss."""
    loss = chosen(LossChoice, text)
    changed = spec.replace(training=spec.training.replace(loss=loss))
    found = misfit(changed)
    if found is None:
        return changed
    if found.spec.training.loss != loss:
        raise SpecError(found.text)
    return found.spec


def _with_engine(spec: RunSpec, text: str) -> RunSpec:
    return spec.replace(engine=text)


def _fits(loss: str, spec: RunSpec) -> bool:
    """Whether a loss can learn what the spec's data ask for."""
    try:
        _with_loss(spec, usual(LossChoice, loss))
    except SpecError:
        return False
    return spec.data.task in LOSSES[loss].tasks


OPTIMIZER = _training_choice(
    "optimizer",
    OptimizerChoice,
    offered=lambda spec: [*OPTIMIZERS],
    label="Optimizer, at one learning rate",
    help="How a gradient becomes a change of the weights; all with the same learning rate, which suits some better than others.",
)

USUAL_OPTIMIZER = Axis(
    name="usual_optimizer",
    label="Optimizer, each at its usual learning rate",
    help="How a gradient becomes a change of the weights; each with the learning rate that is usual for it.",
    offered=lambda spec: [usual(OptimizerChoice, name) for name in OPTIMIZERS],
    suggested=6,
    apply=_with_optimizer,
    now=lambda spec: written_choice(spec.training.optimizer),
    canonical=partial(canonical_choice, OptimizerChoice),
    value_label=partial(choice_label, OptimizerChoice),
)

LEARNING_RATE = _training_axis(
    "learning_rate",
    offered=("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3"),
    label="Learning rate",
    help="The size of the steps.",
)

SCHEDULE = _training_choice(
    "schedule",
    ScheduleChoice,
    offered=lambda spec: [*ScheduleChoice.registry],
    label="Learning rate schedule",
    help="How the learning rate changes from epoch to epoch.",
)

LOSS = Axis(
    name="loss",
    label="Loss",
    help="How wrong the network is, as one number. Each with an output that fits; ranked by what they get right.",
    offered=lambda spec: [usual(LossChoice, each.name) for each in LOSSES.values() if _fits(each.name, spec)],
    apply=_with_loss,
    now=lambda spec: written_choice(spec.training.loss),
    canonical=partial(canonical_choice, LossChoice),
    value_label=partial(choice_label, LossChoice),
)

CLIPPING = _training_choice(
    "clipping",
    ClippingChoice,
    offered=lambda spec: [*ClippingChoice.registry],
    label="Gradient clipping",
    help="What is done about gradients that are too large.",
)

BATCH_SIZE = _training_axis(
    "batch_size",
    offered=("1", "2", "5", "10", "20", "50", "100", "250"),
    label="Batch size",
    help="How many samples the network sees before each update.",
)

ENGINE = Axis(
    name="engine",
    label="Engine",
    help="What does the arithmetic. Both draw the same random numbers, so that they should come to the same.",
    offered=lambda spec: get_args(EngineName),
    suggested=2,
    apply=_with_engine,
    now=lambda spec: spec.engine,
    canonical=as_written,
    value_label=lambda text: ENGINE_LABELS[text],
)
