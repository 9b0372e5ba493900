"""The course of a run: in which order samples come, how large each step is, and after which steps the network is measured.

All of it follows from the spec, and nothing from the clock.
"""

import math

import numpy as np

from playground.arrays import FloatArray, IntArray
from playground.nn.schedules import learning_rates
from playground.randomness import Stream, generator
from playground.spec import RunSpec


class Course:
    """What the steps of one run are.

    Attributes:
        spec: of the run; its learning rate, schedule and number of epochs may change on the way.
        steps_per_epoch: batches in an epoch.
    """

    def __init__(self, spec: RunSpec, samples: int) -> None:
        """Lay it out for as many training samples."""
        self.spec = spec
        self._samples = samples
        self.steps_per_epoch = math.ceil(samples / spec.training.batch_size)
        self._orders: dict[int, IntArray] = {}

    def orders(self, epoch: int, count: int) -> IntArray:
        """The positions of the training samples, shuffled for each of some epochs: int32 `(count, samples)`."""
        return np.stack([self._order(number) for number in range(epoch, epoch + count)])

    def rates(self, step: int, count: int) -> FloatArray:
        """The learning rates of some updates, as the schedule has them: `(count,)`."""
        training = self.spec.training
        return learning_rates(
            training.schedule.entry,
            training.schedule.settings,
            rate=training.learning_rate,
            first_step=step,
            count=count,
            steps_per_epoch=self.steps_per_epoch,
            epochs=training.epochs,
            warm_up=training.warm_up,
        )

    def point_after(self, step: int) -> int:
        """The next step to measure at: each epoch's end, and inside the long epochs of pictures as well, often at first."""
        epoch, start = divmod(step, self.steps_per_epoch)
        end = (epoch + 1) * self.steps_per_epoch
        if not self.spec.data.is_image:
            return end
        interval = max(50, self.steps_per_epoch // (10 if epoch == 0 else 2))
        point = step - start % interval + interval
        return point if point + interval // 2 < end else end

    def epochs_left(self, step: int) -> int:
        """Epochs from a step to the last one; or, when training goes on after that, to the next last one."""
        epochs = self.spec.training.epochs
        return epochs - step // self.steps_per_epoch % epochs

    def _order(self, epoch: int) -> IntArray:
        if epoch not in self._orders:
            rng = generator(self.spec.seed, Stream.ORDER, epoch)
            self._orders = {epoch: rng.permutation(self._samples).astype(np.int32)}  # only the newest is needed again
        return self._orders[epoch]
