"""What every optimizer is, and what it remembers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Settings


@dataclass
class OptimizerState:
    """What an optimizer remembers between updates.

    Attributes:
        step: how many updates there have been.
        slots: running averages and the like, by name, each as long as the parameters.
        numbers: what is one number for all parameters, by name.
        scratch: two vectors to calculate in, so that no update allocates memory.
    """

    step: int
    slots: dict[str, FloatArray]
    numbers: dict[str, float]
    scratch: tuple[FloatArray, FloatArray]


Update = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Optimizer(Entry):
    """An optimizer and its Keras twin.

    Attributes:
        update: `(parameters, gradients, state, learning_rate, **hyperparameters)`; changes parameters and state in place, and leaves the
            learning rate as it is, which may be an array.
        slots: names of the vectors it remembers; they start at 0.
        starts: which of them start elsewhere, with the hyperparameter that says where.
        numbers: the numbers it remembers, and what they start at.
        learning_rate: a good one to start with.
        keras: name of the class in `keras.optimizers`.
        keras_arguments: what that class needs besides the hyperparameters.
    """

    update: Update
    slots: tuple[str, ...] = ()
    starts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    learning_rate: float
    keras: str
    keras_arguments: Mapping[str, Any] = field(default_factory=dict)

    def start(self, parameters: FloatArray, settings: Settings) -> OptimizerState:
        """The state before the first update of `parameters`.

        Args:
            parameters: all weights and biases, flat.
            settings: its hyperparameters.
        """
        slots = {name: np.zeros_like(parameters) for name in self.slots}
        for name, hyperparameter in self.starts.items():
            slots[name].fill(settings[hyperparameter])
        return OptimizerState(
            step=0,
            slots=slots,
            numbers=dict(self.numbers),
            scratch=(np.empty_like(parameters), np.empty_like(parameters)),
        )

    def apply(
        self,
        parameters: FloatArray,
        gradients: FloatArray,
        state: OptimizerState,
        learning_rate: float | FloatArray,
        settings: Settings,
    ) -> None:
        """Make one update in place.

        Args:
            parameters: all weights and biases, flat; or those of several networks, a row for each.
            gradients: of the loss, of the same shape as `parameters`; left unchanged.
            state: from `start`, changed in place.
            learning_rate: the size of the step, 0 or more; or that of each network, `(networks, 1)`.
            settings: its hyperparameters, the same ones in every update.
        """
        state.step += 1
        self.update(parameters, gradients, state, learning_rate, **settings)


EPSILON = Hyperparameter(
    name="epsilon",
    label="Epsilon",
    help="Keeps a step finite where gradients are nearly zero.",
    default=1e-7,
    low=1e-10,
    high=1,
)
