"""What a run shows of itself: it turns the state of training into the messages of `docs/protocol.md`, and sends them."""

import math
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from playground.arrays import ByteArray
from playground.data import Dataset
from playground.data.drawing import seen
from playground.data.painting import MOST_CLASSES, MOST_POINTS, MOST_TAKEN_OVER
from playground.doctor import RULES
from playground.engine import Training
from playground.engine.speakers import speakers
from playground.snapshot import Measured, Metrics, Parameters, Point
from playground.spec import RunSpec
from playground.spec.model import ENGINE_LABELS
from playground.spec.painted import can_be_taken_over
from playground.worker.envelope import Kind
from playground.worker.export import exported, numbers
from playground.worker.gallery import Gallery
from playground.worker.link import Link
from playground.worker.looking import Looking, shown_of
from playground.worker.messages import CURVE_COLUMNS, message, notice
from playground.worker.painters import Arrays, PlanePainter, class_names, describe_layers, make_painter
from playground.worker.painters.base import as_ink
from playground.worker.protocol import Bend, Draw, Look
from playground.worker.protocol import Show as ShowCommand

PROGRESS_SECONDS = 0.1


class Announcer:
    """Sends sentences: they are needed before there are any data to show."""

    def __init__(self, link: Link[Any], number: int) -> None:
        """Speak for the run with this number."""
        self._link = link
        self._number = number
        self._told = 0.0

    def tell(self, text: str, level: str = "info") -> None:
        """Show a sentence in place of the last; an empty one takes that away."""
        self._link.send(Kind.NOTICE, notice(self._number, text, level=level))

    def greet(self, text: str) -> None:
        """Show the sentence that a run starts with; usually there is none, and whatever was shown before it goes away."""
        self.tell(text, level="warning" if text else "info")

    def progress(self, text: str, share: float | None) -> None:
        """Tell how far a long wait has come (0 to 1, or `None` while that is unknown), ten times a second at most."""
        now = time.perf_counter()
        if now - self._told > PROGRESS_SECONDS or share is None:
            self._told = now
            self._link.send(Kind.NOTICE, notice(self._number, f"{text} ...", progress=share, busy=True))


class Show:
    """Shows one run.

    Attributes:
        drawing: what a person has drawn, or `None`.
        looking: at which picture and which unit; `None` for data that are no pictures.
        gallery: which pictures are asked for; `None` likewise.
    """

    def __init__(self, link: Link[Any], number: int, spec: RunSpec, data: Dataset, before: "Show | None" = None) -> None:
        """Prepare the pictures; what was shown before goes on with its curve and its drawing."""
        self._link = link
        self._number = number
        self._spec = spec
        self._data = data
        self._painter = make_painter(spec, data)
        self._rows: bytearray = before._rows if before else bytearray()
        self._sent = 0
        self.drawing: Draw | None = before.drawing if before else None
        pictures = spec.data.is_image
        self.looking: Looking | None = Looking(spec, data, before.looking if before else None) if pictures else None
        self.gallery: Gallery | None = Gallery(spec, data, before.gallery if before else None) if pictures else None

    def cut_curve(self, epoch: float) -> None:
        """Forget the curve from an epoch on."""
        rows = np.frombuffer(bytes(self._rows), "<f4").reshape(-1, CURVE_COLUMNS)
        self._rows[:] = rows[rows[:, 0] < np.float32(epoch)].tobytes()
        self._sent = min(self._sent, len(self._rows))

    def scene(self, training: Training, speed: float | None) -> None:
        """Send the scene; after one, the curve is sent from its first row."""
        self._sent = 0
        values, arrays = self._painter.scene()
        spec = self._spec
        values |= {
            "run": self._number,
            "dataset": spec.data.entry.label,
            "engine": ENGINE_LABELS[spec.engine],
            "loss": spec.training.loss.entry.label,
            "optimizer": spec.training.optimizer.entry.label,
            "score": "R²" if spec.data.is_regression else "Accuracy",
            "classes": spec.data.classes,
            "class_names": class_names(self._data),
            "epochs": spec.training.epochs,
            "steps_per_epoch": training.steps_per_epoch,
            "parameters": spec.parameters,
            "speed": speed,
            "layers": describe_layers(spec, self._data),
            "checks": [{"rule": rule.name, "label": rule.label, "help": rule.help} for rule in RULES.values()],
            "painting": self._painting(),
            "notes": [*self._data.notes, *self._painter.notes],
        }
        if self.looking is not None:
            values["shown"] = shown_of(spec)
            who = speakers(spec)
            values["speakers"] = None if who is None else who.layer + 1
        self._link.send(Kind.SCENE, message("scene", values, arrays))

    def _painting(self) -> dict[str, Any] | None:
        """What the page needs to know to paint points; `None` where that means nothing."""
        data = self._spec.data
        if not data.is_painted and not can_be_taken_over(self._spec):
            return None
        return {
            "points": data.painted_points if data.is_painted else None,
            "most_points": MOST_POINTS,
            "most_classes": MOST_CLASSES,
            "most_taken_over": MOST_TAKEN_OVER,
        }

    def _measured(self, metrics: Metrics) -> tuple[Measured, Measured]:
        """How well the network does; without samples nobody knows."""
        if self._spec.data.has_samples:
            return metrics.train, metrics.test
        nothing = Measured(math.nan, ((0,) * self._spec.data.classes,) * self._spec.data.classes)
        return nothing, nothing

    def frame(self, training: Training, status: str, text: str | None, metrics: Metrics | None = None) -> None:
        """Send the curve so far, a frame, and what the network now makes of the picture that is looked at.

        Args:
            training: the run.
            status: what it is doing.
            text: a sentence to show, or `None`.
            metrics: to show in place of those of the newest point of the curve.
        """
        self.send_curve_rows()
        parameters = training.parameters()
        # A diverged network has weights that are no numbers; its pictures are then blank.
        with np.errstate(all="ignore"):
            values, arrays = self._painter.frame(parameters)
        train, test = self._measured(metrics or training.metrics)
        values |= {
            "run": self._number,
            "status": status,
            "epoch": int(training.epoch),
            "step": training.step,
            "seconds": training.seconds,
            "learning_rate": training.rate_now,
            "message": text,
            "train_loss": train.loss,
            "test_loss": test.loss,
            "train_score": train.score,
            "test_score": test.score,
            "confusion": test.confusion,
            "rmse": test.rmse,
        }
        self.guess(training, parameters)  # first, so that the page draws both at once
        self._link.send(Kind.FRAME, message("frame", values, arrays))
        self.show_gallery(training, at_once=status != "playing")

    def obey(self, command: ShowCommand, training: Training) -> bool:
        """Show something else.

        Returns:
            Whether it takes another frame.

        Raises:
            PlaygroundError: there is no such thing.
        """
        if isinstance(command, Bend):
            if isinstance(self._painter, PlanePainter):
                self._painter.bend(command.layer)
            return True
        if self.looking is None or self.gallery is None:
            return False
        if isinstance(command, Draw):
            self.drawing = command if command.strokes else None
            self.guess(training)
        elif isinstance(command, Look):
            self.looking.choose(command)
            self.guess(training)
        else:
            self.gallery.choose(command)
            self.show_gallery(training, at_once=True)
        return False

    def inside(self, training: Training, values: dict[str, Any], arrays: Arrays) -> None:
        """Send what a look inside has found."""
        values |= {"run": self._number, "epoch": training.epoch}
        self._link.send(Kind.INSIDE, message("inside", values, arrays))

    def network(self, training: Training, worked: float) -> None:
        """Hand out the network for other pages: to draw for, if it reads pictures, and to look at its loss.

        Args:
            training: of the run.
            worked: when it has last become another network, in seconds since the epoch of the clock.
        """
        for kind, content in ((Kind.NETWORK, exported(training)), (Kind.PARAMETERS, numbers(training, worked))):
            if content is not None:
                self._link.send(kind, content)

    def guess(self, training: Training, parameters: Parameters | None = None) -> None:
        """Send what the network makes of the picture that is looked at; `parameters` are those of the run, where somebody has them."""
        if self.looking is None:
            return
        with np.errstate(all="ignore"):
            values, arrays = self.looking.look(parameters or training.parameters(), self._drawn())
        self._link.send(Kind.GUESS, message("guess", {"run": self._number, "epoch": int(training.epoch)} | values, arrays))

    def show_gallery(self, training: Training, *, at_once: bool) -> None:
        """Send the pictures that are asked for, if there are new ones."""
        if self.gallery is None or not self.gallery.is_due(training, at_once=at_once):
            return
        with np.errstate(all="ignore"):
            values, arrays = self.gallery.show(training)
        self._link.send(Kind.GALLERY, message("gallery", {"run": self._number, "epoch": int(training.epoch)} | values, arrays))

    def _drawn(self) -> ByteArray | None:
        """The drawing as the network sees it."""
        if self.drawing is None:
            return None
        return as_ink(seen(self.drawing.over(None), self._spec.data.entry.side))

    def add_curve_rows(self, points: Iterable[Point]) -> None:
        """Note points of the curve; without samples there are none."""
        for point in points if self._spec.data.has_samples else ():
            train, test = point.metrics.train, point.metrics.test
            row = (point.epoch, train.loss, test.loss, train.score, test.score, point.learning_rate)
            self._rows += np.array(row, "<f4").tobytes()

    def send_curve_rows(self) -> None:
        """Send the points noted since the last time, together: one by one they would cost more than the frames."""
        if len(self._rows) > self._sent:
            self._link.send(Kind.CURVE, bytes(self._rows[self._sent :]))
            self._sent = len(self._rows)
