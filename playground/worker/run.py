"""The process of one run: it trains in short slices, obeys commands between them, and sends what the page shows.

It talks to one socket. A thread reads commands from it, and ends the process when the other side is gone; so nothing is left behind, even
if training hangs.
"""

import os
import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from playground.arrays import FloatArray
from playground.data.drawing import to_digit
from playground.engine import Training, predict
from playground.engine.train import load_data
from playground.errors import PlaygroundError
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.spec import RunSpec
from playground.worker.messages import message, notice
from playground.worker.pictures import Arrays, layers, make_painter
from playground.worker.protocol import (
    HEADER,
    Ack,
    Command,
    Draw,
    Kind,
    Pause,
    Play,
    Reset,
    SetLearningRate,
    Speed,
    Step,
    envelope,
    open_header,
    unpack_commands,
)

SLICE_SECONDS = 0.012
"""How long training goes on before it looks for commands: the longest that a pause has to wait."""

SHORTEST_SLICE_SECONDS = 0.002

FRAME_SECONDS = {True: 1 / 30, False: 1 / 12}
"""Time between frames, for points and for pictures (whose frames are larger)."""

ROWS_SECONDS = 0.25
"""Longest time between messages of curve rows, where no frames are asked for."""

PROGRESS_SECONDS = 0.1
CPU_LIMIT_SECONDS = 600.0
ENGINE_LABELS = {"numpy": "NumPy", "tensorflow": "TensorFlow"}


class Link:
    """The socket to the web process."""

    def __init__(self, connection: socket.socket, greeting: str) -> None:
        """Say who this is, and start to listen."""
        self._connection = connection
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.send(Kind.HELLO, greeting.encode())
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, kind: Kind, content: bytes) -> None:
        """Send one envelope. The other side always reads at once, and drops what it cannot use."""
        self._connection.sendall(envelope(kind, content))

    def _listen(self) -> None:
        try:
            for command in unpack_commands(self._contents()):
                self.commands.put(command)
        finally:
            # The web process is gone, or has closed this run. There is nobody to clean up for.
            os._exit(0)

    def _contents(self) -> Iterator[bytes]:
        with self._connection.makefile("rb") as stream:
            while header := stream.read(HEADER.size):
                _, length = open_header(header)
                yield stream.read(length)


class Run:
    """One run and what is shown of it.

    Attributes:
        playing: whether it trains.
    """

    def __init__(self, spec: RunSpec, link: Link, *, number: int, speed: float | None) -> None:
        """Get the data and build the engine, telling about long waits."""
        self._spec = spec
        self._link = link
        self._number = number
        self._speed = speed
        self.playing = False
        self._told = 0.0
        data = load_data(spec, self._progress)
        self._painter = make_painter(spec, data)
        self._notes = data.notes
        self._training = Training(spec, data)
        self._goal = spec.training.epochs
        self._until: int | None = None  # the step at which a single epoch ends
        self._due = 0.0  # batches that the chosen speed allows now
        self._clock = time.perf_counter()
        self._batches_per_second = 1000.0
        self._frame_due = 0.0
        self._frame_seconds = FRAME_SECONDS[spec.data.is_plane]
        self._rows = bytearray()
        self._rows_due = 0.0
        self._credit = True
        self._drawing: Draw | None = None
        self._cpu_limit = time.process_time() + CPU_LIMIT_SECONDS
        self._message: str | None = None

    def serve(self, greeting: str) -> None:
        """Show the start, then train and obey until the process ends."""
        self._show_start(greeting)
        if self._spec.engine == "tensorflow":
            self._progress("TensorFlow is compiling the training loop", None)
            self._training.prepare()
            self._link.send(Kind.NOTICE, notice(self._number, greeting, level="warning"))
        while True:
            self._obey()
            if self.playing:
                self._train()
                now = time.perf_counter()
                if self._credit and now >= self._frame_due:
                    self._show()
                elif now >= self._rows_due:
                    self._send_curve_rows()

    # Commands

    def _obey(self) -> None:
        """Carry out all waiting commands; with nothing to train, wait for one."""
        wait = self._idle_seconds()
        try:
            command = self._link.commands.get(timeout=wait) if wait != 0 else self._link.commands.get_nowait()
            while True:
                self._carry_out(command)
                command = self._link.commands.get_nowait()
        except queue.Empty:
            return

    def _idle_seconds(self) -> float | None:
        """How long there is nothing to do: `None` is until a command comes."""
        if not self.playing:
            return None
        if self._speed is None or self._until is not None or self._allowed() >= 1:
            return 0
        return max(0.0, min(self._frame_due - time.perf_counter(), self._frame_seconds)) or 0.001

    def _carry_out(self, command: Command) -> None:
        match command:
            case Ack():
                self._credit = True
                # Counted from when the last one was taken, at most a slice ago: two frames close together would be drawn as one.
                self._frame_due = max(self._frame_due, time.perf_counter() + self._frame_seconds - SLICE_SECONDS)
            case Play():
                self._play()
            case Pause():
                self._pause()
            case Step():
                self._step()
            case Reset():
                self._reset()
            case Speed():
                self._speed = command.epochs_per_second
                self._due = 0.0
            case SetLearningRate():
                self._training.learning_rate = command.value
                self._show()
            case Draw():
                self._drawing = command if command.strokes and not self._spec.data.is_plane else None
                self._guess()

    def _play(self) -> None:
        if self._training.diverged is not None:
            return self._show()
        if self._training.epoch >= self._goal:
            self._goal += self._spec.training.epochs
        self._message = None
        self.playing, self._until = True, None
        self._due, self._clock = 0.0, time.perf_counter()
        self._frame_due = 0.0

    def _step(self) -> None:
        self._play()
        if self.playing:
            per_epoch = self._training.steps_per_epoch
            self._until = (self._training.step // per_epoch + 1) * per_epoch

    def _pause(self, text: str | None = None) -> None:
        self.playing, self._until = False, None
        self._message = text
        self._show()

    def _reset(self) -> None:
        rate = self._training.learning_rate
        self._training.reset()
        self._training.learning_rate = rate
        self._goal = self._spec.training.epochs
        self._cpu_limit = time.process_time() + CPU_LIMIT_SECONDS
        self.playing, self._until, self._message = False, None, None
        self._show_start()

    # Training

    def _allowed(self) -> float:
        """Batches that the chosen speed allows now."""
        now = time.perf_counter()
        if self._speed is not None:
            # After a hold-up, no more than a moment is made up for.
            self._due += min(now - self._clock, 0.25) * self._speed * self._training.steps_per_epoch
        self._clock = now
        return self._due

    def _train(self) -> None:
        """One slice: as many batches as the speed allows, but no longer than `SLICE_SECONDS`."""
        now = time.perf_counter()
        end = now + SLICE_SECONDS
        if self._credit:  # a frame that falls due cuts the slice short
            end = min(end, max(self._frame_due, now + SHORTEST_SLICE_SECONDS))
        free = self._speed is None or self._until is not None
        allowed = int(1e9) if free else int(self._allowed())
        while allowed > 0 and self.playing:
            begun, before = time.perf_counter(), self._training.step
            # As many batches at a time as take about a slice: one call into a compiled graph, not many.
            fits = max(1, int(self._batches_per_second * (end - begun)))
            reached = self._training.advance(min(allowed, fits, (self._until or 1 << 60) - self._training.step))
            done, now = self._training.step - before, time.perf_counter()
            allowed -= done
            self._due = max(0.0, self._due - done)
            if done and not reached:
                self._batches_per_second += 0.3 * (done / max(now - begun, 1e-6) - self._batches_per_second)
            if reached:
                self._add_curve_row()
            if not self._training.measuring:
                self._check_end()
            if now >= end:
                break

    def _check_end(self) -> None:
        training = self._training
        if training.diverged is not None:
            self._pause(training.diverged)
        elif training.epoch >= self._goal:
            self._pause(f"Finished {self._goal:,} epochs. Press Play to train on.")
        elif training.step == self._until:
            self._pause()
        elif time.process_time() > self._cpu_limit:
            self._pause("This run has used its ten minutes of computing time. Press Reset to start again.")

    # What the page shows

    def _show_start(self, greeting: str = "") -> None:
        values, arrays = self._painter.scene()
        spec, training = self._spec, self._training
        values |= {
            "run": self._number,
            "dataset": spec.data.entry.label,
            "engine": ENGINE_LABELS[spec.engine],
            "loss": LOSSES[spec.training.loss].label,
            "optimizer": OPTIMIZERS[spec.training.optimizer].label,
            "epochs": spec.training.epochs,
            "steps_per_epoch": training.steps_per_epoch,
            "parameters": spec.parameters,
            "speed": self._speed,
            "layers": layers(spec),
            "notes": list(self._notes),
        }
        self._link.send(Kind.SCENE, message("scene", values, arrays))
        self._rows.clear()
        self._add_curve_row()
        self._show()
        self._link.send(Kind.NOTICE, notice(self._number, greeting, level="warning"))

    def _show(self) -> None:
        """Send a frame, and what the network now makes of the drawing."""
        self._send_curve_rows()
        training = self._training
        self._credit = False
        self._frame_due = time.perf_counter() + self._frame_seconds
        parameters = training.parameters()
        # A diverged network has weights that are no numbers; its pictures are then blank.
        with np.errstate(all="ignore"):
            values, arrays = self._painter.frame(parameters)
        values |= {
            "run": self._number,
            "status": self._status(),
            "epoch": int(training.epoch),
            "step": training.step,
            "seconds": training.seconds,
            "learning_rate": training.learning_rate,
            "message": self._message,
            **asdict(training.metrics),
        }
        self._link.send(Kind.FRAME, message("frame", values, arrays))
        if self._drawing is not None:
            self._guess()

    def _status(self) -> str:
        if self._training.diverged is not None:
            return "diverged"
        if self.playing:
            return "playing"
        if self._training.step == 0:
            return "ready"
        return "finished" if self._training.epoch >= self._goal else "paused"

    def _guess(self) -> None:
        values = {"run": self._number, "epoch": int(self._training.epoch)}
        if self._drawing is None:
            self._link.send(Kind.GUESS, message("guess", values))
            return
        strokes = [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in self._drawing.strokes]
        ink = to_digit(strokes, self._drawing.size, self._drawing.brush)
        digit = np.round(ink * 255).astype(np.uint8)
        with np.errstate(all="ignore"):
            says = predict(self._spec, self._training.parameters(), digit[None])[0]
        arrays: Arrays = {"digit": digit, "probabilities": _shares(says).astype(np.float32)}
        self._link.send(Kind.GUESS, message("guess", values, arrays))

    def _add_curve_row(self) -> None:
        metrics = self._training.metrics
        row = (self._training.epoch, metrics.train_loss, metrics.test_loss, metrics.train_accuracy, metrics.test_accuracy)
        self._rows += np.array(row, "<f4").tobytes()

    def _send_curve_rows(self) -> None:
        """Send the rows since the last time: with each frame, since one by one they would cost more than the frames."""
        self._rows_due = time.perf_counter() + ROWS_SECONDS
        if self._rows:
            self._link.send(Kind.CURVE, bytes(self._rows))
            self._rows.clear()

    def _progress(self, text: str, share: float | None) -> None:
        now = time.perf_counter()
        if now - self._told > PROGRESS_SECONDS or share is None:
            self._told = now
            self._link.send(Kind.NOTICE, notice(self._number, f"{text} ...", progress=share, busy=True))


def _shares(says: FloatArray) -> FloatArray:
    """What ten outputs say, as shares that add up to 1: softmax does so by itself, ten sigmoids or tanhs do not."""
    positive = np.nan_to_num(np.clip(says, 0, None), posinf=0)
    total: np.floating = positive.sum()
    return positive / total if total > 0 else positive


def connect(address: str) -> socket.socket:
    """Dial the web process: `unix:PATH`, or `tcp:PORT` on this machine."""
    family, _, where = address.partition(":")
    if family == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(where)
        return connection
    return socket.create_connection(("127.0.0.1", int(where)))


def serve(spec: RunSpec, address: str, secret: str, *, number: int, speed: float | None, greeting: str) -> None:
    """Be the process of one run, until the web process closes it.

    Args:
        spec: of the run.
        address: where the web process listens.
        secret: by which it knows this run.
        number: of the run in its session.
        speed: epochs a second, or `None` for as fast as it goes.
        greeting: a sentence to show with the start, or "".
    """
    link = Link(connect(address), secret)
    try:
        Run(spec, link, number=number, speed=speed).serve(greeting)
    except PlaygroundError as error:
        link.send(Kind.NOTICE, notice(number, str(error), level="error"))
        # The sentence stays on the page; the process waits to be closed.
        threading.Event().wait()
