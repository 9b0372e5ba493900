"""A moment of a run, whole: what it takes to go on from there, with the same settings or with others."""

from dataclasses import dataclass

from playground.snapshot import Memory, Metrics, Parameters
from playground.spec import RunSpec


@dataclass(frozen=True)
class Moment:
    """A moment of a run.

    Attributes:
        spec: by which it was trained so far.
        epoch: times through the training data.
        seconds: spent on training and measuring so far.
        metrics: the newest.
        parameters: copies, that later training does not change.
        memory: what the optimizer remembers; copies as well.
    """

    spec: RunSpec
    epoch: float
    seconds: float
    metrics: Metrics
    parameters: Parameters
    memory: Memory


def remembers(memory: Memory, other: Memory) -> bool:
    """Whether an optimizer with one memory can go on with another: it has as much of everything."""
    return {name: array.shape for name, array in memory.items()} == {name: array.shape for name, array in other.items()}


def same_network(old: RunSpec, new: RunSpec) -> bool:
    """Whether an engine for one spec can train by the other: they differ in nothing but when it trains, and how fast."""
    training = new.training
    free = {name: getattr(training, name) for name in ("learning_rate", "schedule", "warm_up", "epochs", "stop")}
    return old.replace(training=old.training.replace(**free)) == new


def same_optimizer(old: RunSpec, new: RunSpec) -> bool:
    """Whether what an optimizer remembers by one spec means the same by the other."""
    return (old.engine, old.training.optimizer.name) == (new.engine, new.training.optimizer.name)
