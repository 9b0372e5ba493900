"""One run: it trains in short slices, and obeys commands between them."""

import time

from playground.engine import Training
from playground.engine.samples import load_data
from playground.errors import PlaygroundError
from playground.snapshot import Metrics, Parameters, Point
from playground.spec import RunSpec
from playground.worker.checkup import Checkup
from playground.worker.edits import Moments, changed, is_untrained, merged, set_weight
from playground.worker.goal import Goal
from playground.worker.link import Link
from playground.worker.pace import Pace
from playground.worker.protocol import Ack, Change, Command, Export, Pause, Play, Reset, SetWeight, Speed, Step
from playground.worker.show import Announcer, Show

SLICE_SECONDS = 0.012
"""How long training goes on before it looks for commands: the longest that a pause has to wait."""

SHORTEST_SLICE_SECONDS = 0.002

FRAME_SECONDS = {True: 1 / 30, False: 1 / 12}
"""Time between frames, for points and for pictures (whose frames are larger)."""

ROWS_SECONDS = 0.25
"""Longest time between messages of curve rows, where no frames are asked for."""


class Run:
    """One run and what is shown of it.

    Attributes:
        playing: whether it trains.
    """

    def __init__(self, spec: RunSpec, link: Link[Command], *, number: int, speed: float | None) -> None:
        """Get the data and build the engine, telling about long waits."""
        self._spec = spec
        self._link = link
        self._number = number
        self._pace = Pace(speed)
        self.playing = False
        self._announcer = Announcer(link, number)
        data = load_data(spec, self._announcer.progress)
        self._show = Show(link, number, spec, data)
        self._training = Training(spec, data)
        self._checkup = Checkup(spec, data)
        self._start_curve()
        self._moments = Moments()
        self._goal = Goal(spec.training.epochs)
        self._shown: tuple[int, Metrics] | None = None  # what the newest frame is of
        self._batches_per_second = 1000.0
        self._frame_due = 0.0
        self._frame_seconds = FRAME_SECONDS[not spec.data.is_image]
        self._rows_due = 0.0
        self._credit = True
        self._message: str | None = None
        self._worked = time.time()  # when the network last became another one

    def serve(self, greeting: str) -> None:
        """Show the start, then train and obey until the process ends."""
        self._show_start(greeting)
        self._prepare(greeting)
        while True:
            self._obey()
            if self.playing and self._spec.data.has_samples:
                self._train()
                now = time.perf_counter()
                if self._credit and now >= self._frame_due and self._has_moved:
                    self._show_frame()
                elif now >= self._rows_due:
                    self._rows_due = now + ROWS_SECONDS
                    self._show.send_curve_rows()
            elif self._training.measuring:
                self._measure()
                if not self._training.measuring:
                    self._show_frame()
                    self._show.network(self._training, self._worked)  # with how well it does now

    def _prepare(self, greeting: str = "") -> None:
        """Have the engine compile what it needs, and say so."""
        if self._spec.engine == "tensorflow":
            self._announcer.progress("TensorFlow is compiling the training loop", None)
            self._training.prepare()
            self._announcer.greet(greeting)

    # Commands

    def _obey(self) -> None:
        """Carry out all waiting commands; with nothing to train, wait for one."""
        waiting = self._link.waiting(self._idle_seconds())
        while waiting:
            for command in merged(waiting):
                try:
                    self._carry_out(command)
                except PlaygroundError as error:
                    self._announcer.tell(str(error), level="warning")
            waiting = self._link.waiting(0)

    def _idle_seconds(self) -> float | None:
        """How long there is nothing to do: `None` is until a command comes."""
        if not self.playing or not self._spec.data.has_samples:
            return 0 if self._training.measuring else None
        if self._unhindered or self._pace.due(self._training.steps_per_epoch) >= 1:
            return 0
        frame = self._frame_due - time.perf_counter() if self._credit and self._has_moved else self._frame_seconds
        return max(0.001, min(frame, self._pace.wait(self._training.steps_per_epoch), self._frame_seconds))

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
                self._step(command)
            case Reset():
                self._reset(command)
            case Speed():
                self._pace = Pace(command.epochs_per_second)
            case Change():
                self._change(command)
            case SetWeight():
                self._set_weight(command)
            case Export():
                self._show.network(self._training, self._worked)
            case _:  # nothing but what is shown
                if self._show.obey(command, self._training) and not self.playing:
                    self._show_frame()

    def _play(self) -> None:
        if self._training.diverged is not None:
            return self._show_frame()
        if self._training.stopped is not None:
            self._training.go_on()
        self._goal.play(self._training)
        self.playing, self._message = True, None
        self._pace.restart()
        self._frame_due = 0.0
        if not self._spec.data.has_samples:  # it trains as soon as there are some
            self._show_frame()

    def _step(self, command: Step) -> None:
        self._play()
        if self.playing:
            self._goal.step(self._training, command.unit)

    def _pause(self, text: str | None = None) -> None:
        self._stand_still(text)
        self._measure_points()  # so that nothing moves after this
        self._show_frame()
        self._look()
        self._show.network(self._training, self._worked)

    def _stand_still(self, text: str | None = None) -> None:
        self.playing, self._message = False, text
        self._goal.pause()

    def _reset(self, command: Reset) -> None:
        self._moments.keep(command.keep, self._training)
        self._training.reset()
        self._checkup = Checkup(self._spec, self._training.data)
        self._start_curve()
        self._goal.reset()
        self._stand_still()
        self._show_start()

    def _change(self, command: Change) -> None:
        """Go on by another spec, or from another moment."""
        before = self._training
        begin = self._moments.take(command.restore) or self._checkup.moment(command.back)
        self._moments.keep(command.keep, before)
        self._training = training = changed(before, command, begin, self._announcer.progress)
        spec = training.spec
        self._goal.change(training)
        self._spec, self._message = spec, None
        self._worked = time.time()
        self._show = Show(self._link, self._number, spec, training.data, before=self._show)
        self._checkup = Checkup(spec, training.data, before=None if begin or is_untrained(training) else self._checkup)
        if is_untrained(training):
            self._start_curve()
        elif begin is not None:
            self._show.cut_curve(training.epoch)
        self._measure_points()
        self._show_start()
        if training is not before:
            self._prepare()

    def _set_weight(self, command: SetWeight) -> None:
        self._moments.keep(command.keep, self._training)
        set_weight(self._training, command)
        self._message, self._worked = None, time.time()
        self._measure_points()
        self._show_frame()
        self._look()

    # Training

    def _measure(self) -> None:
        """Go on with a measurement that is owed, without training."""
        self._reached(self._training.advance(0))

    def _measure_points(self) -> None:
        """Measure at once, which takes some milliseconds; on pictures it may take a second, and is done bit by bit."""
        while self._training.measuring and not self._spec.data.is_image:
            self._measure()

    def _start_curve(self) -> None:
        self._show.cut_curve(0.0)
        self._reached([self._training.point])

    def _reached(self, points: list[Point]) -> None:
        """Note points of the curve."""
        self._show.add_curve_rows(points)
        self._checkup.note(self._training, points)

    @property
    def _unhindered(self) -> bool:
        """Whether it trains as fast as it goes, which it does to the end of a single epoch, too."""
        return self._pace.speed is None or self._goal.until is not None

    def _train(self) -> None:
        """One slice: as many batches as the speed allows, but no longer than `SLICE_SECONDS`."""
        now = time.perf_counter()
        end = now + SLICE_SECONDS
        if self._credit:  # a frame that falls due cuts the slice short
            end = min(end, max(self._frame_due, now + SHORTEST_SLICE_SECONDS))
        allowed = int(1e9) if self._unhindered else int(self._pace.due(self._training.steps_per_epoch))
        if allowed > 0 and self._checkup.is_due and not self._training.measuring:
            allowed -= self._train_one()
        while allowed > 0 and self.playing:
            begun, before = time.perf_counter(), self._training.step
            # As many batches at a time as take about a slice: one call into a compiled graph, not many.
            fits = max(1, int(self._batches_per_second * (end - begun)))
            reached = self._training.advance(min(allowed, fits, self._goal.left(self._training)))
            done, now = self._training.step - before, time.perf_counter()
            self._worked = time.time()
            allowed -= done
            self._pace.done(done)
            if done and not reached:
                self._batches_per_second += 0.3 * (done / max(now - begun, 1e-6) - self._batches_per_second)
            self._reached(reached)
            if not self._training.measuring:
                self._check_end()
            if now >= end:
                break

    def _train_one(self) -> int:
        """Train one batch, and look inside: what it has changed is an update as the optimizer makes them."""
        before = self._training.parameters()
        self._worked = time.time()
        self._reached(self._training.advance(1))
        self._pace.done(1)
        self._look(before)
        if not self._training.measuring:
            self._check_end()
        return 1

    def _check_end(self) -> None:
        ends, text = self._goal.end(self._training)
        if ends:
            self._pause(text)

    # What the page shows

    def _show_start(self, greeting: str = "") -> None:
        self._show.scene(self._training, self._pace.speed)
        self._show_frame()
        self._look()
        self._announcer.greet(greeting)

    def _show_frame(self) -> None:
        self._credit = False
        now = time.perf_counter()
        self._frame_due, self._rows_due = now + self._frame_seconds, now + ROWS_SECONDS
        training = self._training
        self._shown = training.step, training.metrics
        # Whoever follows each batch wants to see what it has done; the curve has its own points.
        follows = not self._spec.data.is_image and (self._goal.by_batch or self._pace.is_slow(training.steps_per_epoch))
        self._show.frame(training, self._status(), self._message, training.measured_now() if follows else None)

    @property
    def _has_moved(self) -> bool:
        """Whether there is something to show that the newest frame does not."""
        return self._shown is None or self._shown[0] != self._training.step or self._shown[1] is not self._training.metrics

    def _look(self, before: Parameters | None = None) -> None:
        """Look inside, and show what there is to see; `before` are the parameters before the last update."""
        self._checkup.look(self._training, before)
        self._show.inside(self._training, *self._checkup.content())

    def _status(self) -> str:
        if self._training.diverged is not None:
            return "diverged"
        if self.playing:
            return "playing"
        if self._training.step == 0:
            return "ready"
        done = self._training.stopped is not None or self._goal.reached(self._training)
        return "finished" if done else "paused"
