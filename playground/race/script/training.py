"""How the networks of a comparison learn, as Keras code: loss, optimizer, learning rate, targets, score."""

from collections.abc import Sequence

from playground.engine.base import says
from playground.nn.losses.base import EPSILON
from playground.race.script.source import Term, any_term, keywords, literal, written
from playground.race.script.table import Table
from playground.spec import RunSpec

_WARM_UP = '''\
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that rises in a straight line from 0, and then does what another one does from its start."""

    def __init__(self, rate, steps, then):
        self.rate, self.steps, self.then = rate, steps, then

    def __call__(self, step):
        step = ops.cast(step, "float32")
        after = ops.maximum(step - self.steps, 0)
        return ops.where(
            step < self.steps, self.rate * step / self.steps, self.then(after) if callable(self.then) else self.then
        )'''


def loss(specs: Sequence[RunSpec], table: Table) -> str:
    """The loss as source."""
    return table.term("loss", [_loss(spec) for spec in specs])


def _loss(spec: RunSpec) -> str:
    choice = spec.training.loss
    from_logits = {"from_logits": True} if choice.entry.from_logits(spec.model.output.activation.name) else {}
    made = f"keras.losses.{choice.entry.keras}({', '.join(keywords({**from_logits, **choice.settings}))})"
    if float(choice.settings.get("gamma", 1)) < 1:
        # The slope of a power below 1 is infinite at 0: Keras says NaN where an output is certain and right.
        return f"lambda y, a: {made}(y, ops.clip(a, {EPSILON}, 1 - {EPSILON}))"
    return made


def optimizer(specs: Sequence[RunSpec], table: Table) -> tuple[str, list[str], list[str]]:
    """The optimizer as source: its class, its arguments, and lines that have to stand before it."""
    classes = [f"keras.optimizers.{spec.training.optimizer.entry.keras}" for spec in specs]
    settings = [_optimizer_settings(spec) for spec in specs]
    made = table.term("optimizer", classes)
    rate = learning_rate(specs, table)
    if len({(name, *each) for name, each in zip(classes, settings, strict=True)}) == 1:
        arguments = [f"{name}={table.term(name, [each[name] for each in settings])}" for name in settings[0]]
    else:
        pairs = [", ".join(f"{literal(name)}: {source}" for name, source in each.items()) for each in settings]
        arguments = [f"**{table.term('settings', [f'{{{each}}}' for each in pairs])}"]
    before = [f"rate = {rate}"] if "(" in rate else []
    return made, ["rate" if before else rate, *arguments, *_clipping(specs, table)], before


def _optimizer_settings(spec: RunSpec) -> dict[str, str]:
    choice = spec.training.optimizer
    return {name: literal(value) for name, value in {**choice.entry.keras_arguments, **choice.settings}.items()}


def _clipping(specs: Sequence[RunSpec], table: Table) -> list[str]:
    each = [spec.training.clipping.settings if spec.training.clipping.entry.keras else {} for spec in specs]
    names = dict.fromkeys(name for settings in each for name in settings)
    return [f"{name}={table.term(name, [literal(settings.get(name)) for settings in each])}" for name in names]


def learning_rate(specs: Sequence[RunSpec], table: Table) -> str:
    """The learning rate as source: a number, or a schedule of Keras."""
    rate = table.term("learning_rate", [literal(spec.training.learning_rate) for spec in specs])
    if any(spec.training.warm_up for spec in specs):
        table.definitions.setdefault("WarmUp", _WARM_UP.splitlines())
    if len({(spec.training.schedule, spec.training.warm_up) for spec in specs}) == 1:
        return _schedule(specs[0], rate)
    made = [f"lambda rate, steps_per_epoch: {_schedule(spec, 'rate')}" for spec in specs]
    return f"{table.term('schedule', made)}({rate}, steps_per_epoch)"


def _schedule(spec: RunSpec, rate: str) -> str:
    training = spec.training
    entry, warm_up = training.schedule.entry, training.warm_up
    epochs, steps_per_epoch = any_term("EPOCHS"), any_term("steps_per_epoch")
    made = rate
    if entry.keras is not None:
        left = epochs - warm_up if warm_up else epochs
        if training.epochs - warm_up < 1:  # a run that is all warm-up leaves the schedule one update
            left = Term(f"max({left.text}, 1 / steps_per_epoch)")
        arguments = entry.keras_arguments(any_term(rate), steps_per_epoch, left, **training.schedule.settings)
        first = arguments.pop("initial_learning_rate", None)
        said = [*([] if first is None else [written(first)]), *keywords(arguments)]
        made = f"keras.optimizers.schedules.{entry.keras}({', '.join(said)})"
    return f"WarmUp({rate}, steps={written(warm_up * steps_per_epoch)}, then={made})" if warm_up else made


def targets(specs: Sequence[RunSpec], table: Table) -> str:
    """What the outputs should say, as source: an array made of `labels`."""
    return _function("targets", [_targets(spec) for spec in specs], "labels", table)


def _targets(spec: RunSpec) -> str:
    if spec.data.is_regression:
        return "labels[:, None]"
    low, high = says(spec)
    many = spec.output_units > 1
    yes = f"np.eye({spec.output_units})[labels]" if many else "labels[:, None]"
    if (low, high) == (0, 1):
        return yes
    return f"np.where({yes} == 1, {high:g}, {low:g})"


def score(specs: Sequence[RunSpec], table: Table) -> str:
    """How many of the test samples are told right, or R², as source: a number made of targets `y` and outputs `a`."""
    return _function("score", [_score(spec) for spec in specs], "y, a", table)


def _score(spec: RunSpec) -> str:
    output = spec.model.output.activation.name
    sums = spec.training.loss.entry.from_logits(output)
    if spec.data.is_regression:
        told = {"sigmoid": "1 / (1 + np.exp(-a))", "softmax": "np.ones_like(a)"}[output] if sums else "a"
        return f"1 - np.mean(({told} - y) ** 2) / np.var(y)"
    if spec.output_units > 1:
        return "np.mean(a.argmax(axis=1) == y.argmax(axis=1))"
    middle = sum(says(spec)) / 2
    return f"np.mean((a > {0 if sums else middle:g}) == (y > {middle:g}))"


def _function(name: str, bodies: list[str], arguments: str, table: Table) -> str:
    """The body itself where all entries have the same, otherwise a call of the function in the table."""
    if len(set(bodies)) == 1:
        return bodies[0]
    return f"{table.term(name, [f'lambda {arguments}: {body}' for body in bodies])}({arguments})"
