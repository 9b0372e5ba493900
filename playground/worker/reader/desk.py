"""A network at work on drawings: what it needs besides its numbers is made once, when it is chosen."""

from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset, Split
from playground.data.drawing import STEPS, Drawing, emptiness, seen, stages
from playground.digits import DigitNetwork, probabilities
from playground.digits.assessing import assessing
from playground.digits.attacks import ATTACKS
from playground.digits.explanations import EXPLANATIONS
from playground.digits.neighbours import Neighbours, neighbours
from playground.digits.slices import Slices
from playground.digits.sureness import judge
from playground.engine.samples import load_data
from playground.engine.speakers import speakers
from playground.spec import RunSpec
from playground.worker.looking import Looking, shown_of
from playground.worker.painters.base import Arrays, as_ink, class_names, describe_layers
from playground.worker.painters.digits import DigitsPainter
from playground.worker.reader.formulas import as_mathml

SLICE_SECONDS = 0.005
"""How long to wait for a thread before the pen is looked after."""

MOST_COMPARED = 5_000
"""Nearest digits are looked for among so many of those that the network learned from: half a second's work."""


class Desk:
    """Reads drawings with one network.

    Attributes:
        network: that reads.
        class_names: what it calls its classes.
    """

    def __init__(self, network: DigitNetwork, seen_as: "Desk | None" = None) -> None:
        """Lay out what is needed.

        Args:
            network: that reads.
            seen_as: a desk of the same data, before a lesson or an assessment, which goes on with them.
        """
        self._loading: Future[Dataset] | None = None if seen_as is None else seen_as._loading
        self.network = network
        self._blank = _blank_data(network.spec)
        self.class_names = class_names(self._blank)
        self._looking = Looking(network.spec, self._blank)
        self._neighbours: Neighbours | None = None

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """What the page has to know of the network, and of the steps, explanations and attacks there are: values and arrays."""
        spec, facts, calibration = self.network.spec, self.network.facts, self.network.calibration
        painter = DigitsPainter(spec, self._blank)
        values, _ = painter.scene()
        weights, arrays = painter.frame(self.network.parameters)
        who = speakers(spec)
        values |= weights | {
            "classes": spec.data.classes,
            "class_names": self.class_names,
            "layers": describe_layers(spec, self._blank),
            "shown": shown_of(spec),
            "speakers": None if who is None else who.layer + 1,
            "parameters": spec.parameters,
            "dataset": spec.data.entry.label,
            "facts": facts.model_dump(),
            "calibration": None if calibration is None else calibration.model_dump(),
            "steps": [{"name": step.name, "label": step.label, "help": step.help} for step in STEPS.values()],
            "explanations": [
                {
                    "name": entry.name,
                    "label": entry.label,
                    "help": entry.help,
                    "formula": as_mathml(entry.formula),
                    "source": entry.source,
                    "signed": entry.signed,
                    "unsuited": None if entry.suits(spec) else entry.unsuited,
                }
                for entry in EXPLANATIONS.values()
            ],
            "attacks": [
                {"name": entry.name, "label": entry.label, "help": entry.help, "formula": as_mathml(entry.formula), "source": entry.source}
                for entry in ATTACKS.values()
            ],
        }
        return values, {"units": arrays["units"]}

    def read(self, drawing: Drawing, off: Collection[str]) -> tuple[dict[str, Any], Arrays, FloatArray | None]:
        """What the network makes of a drawing: as little as there has to be done before the bars can follow the pen.

        Returns:
            Values and arrays of the message `reading`, and the picture that the network sees; `None` where there is nothing to see.
        """
        picture = seen(drawing, self.network.side, off)
        said, empty = judge(self.network, picture), emptiness(drawing)
        verdict = {"kind": said.kind, "label": said.label, "confidence": said.confidence, "second": said.runner_up}
        arrays: Arrays = {"picture": as_ink(picture), "probabilities": said.probabilities.astype(np.float32)}
        return {"empty": empty, "verdict": None if empty else verdict}, arrays, None if empty else picture

    def steps(self, drawing: Drawing, off: Collection[str]) -> Arrays:
        """What the network makes of the picture after each step: arrays of the message `steps`."""
        pictures = np.stack(stages(drawing, self.network.side, off))
        return {"pictures": as_ink(pictures), "probabilities": probabilities(self.network, pictures).astype(np.float32)}

    def answer(self, picture: FloatArray) -> int:
        """The class that a picture is taken for."""
        return int(probabilities(self.network, picture[None])[0].argmax())

    def look(self, picture: FloatArray, unit: tuple[int, int] | None) -> tuple[dict[str, Any], Arrays]:
        """What every layer makes of a picture, and one unit closely: values and arrays of the message `guess`."""
        self._looking.unit = unit if unit is not None and self._looking.has(*unit) else None
        return self._looking.look(self.network.parameters, as_ink(picture))

    def neighbours(self) -> Slices[Neighbours]:
        """The digits that the network has learned from, as it sees them; they are loaded when they are first asked for.

        Raises:
            DataError: they cannot be had.
        """
        if self._neighbours is None:
            train = (yield from self.data()).train.first(MOST_COMPARED)
            self._neighbours = yield from neighbours(self.network, np.asarray(train.raw), np.asarray(train.labels, np.uint8))
        return self._neighbours

    def data(self) -> Slices[Dataset]:
        """Pictures that the network has learned from, and some to test on; they are loaded when they are first asked for.

        They may have to be unpacked, or even downloaded: that is done in a thread, while the pen is answered. Whoever gives up waiting
        leaves the thread to whoever asks next.

        Raises:
            DataError: they cannot be had.
        """
        if self._loading is None:
            pool = ThreadPoolExecutor(1)
            self._loading = pool.submit(known_data, self.network.spec)
            pool.shutdown(wait=False)
        loading = self._loading
        while not loading.done():
            wait([loading], SLICE_SECONDS)
            yield
        if loading.exception() is not None:
            self._loading = None  # perhaps they can be had another time
        return loading.result()

    def assessed(self) -> "Slices[Desk]":
        """The same desk with a network that knows how sure it may be.

        Raises:
            DataError: there are no data to measure that with.
        """
        data = yield from self.data()
        return Desk((yield from assessing(self.network, data)), seen_as=self)


def known_data(spec: RunSpec) -> Dataset:
    """Data like those that a network has learned from: of MNIST the digits that need no download, which are among them."""
    data = spec.data
    if data.entry.name == "mnist":
        data = data.replace(dataset={"name": "mnist", "source": "small"}, samples=MOST_COMPARED)
    return load_data(spec.replace(data=data))


def _blank_data(spec: RunSpec) -> Dataset:
    """Data of which there is nothing but their shape: what is shown here is drawn by hand."""
    side = spec.data.entry.side
    blank = Split(np.zeros((1, side, side), np.uint8), np.zeros(1, np.uint8))
    return Dataset(blank, blank, spec.data.classes, class_names=spec.data.entry.class_names)
