"""What a run does, seen from the other end of its socket."""

import asyncio
from types import SimpleNamespace

import pytest

from playground.data import DATASETS
from playground.digits.drawn import DrawnStroke
from playground.spec import DEFAULT, RunSpec, preset, to_json
from playground.spec.suited import with_dataset
from playground.worker.goal import Goal
from playground.worker.messages import CURVE_COLUMNS
from playground.worker.pool import Pool
from playground.worker.protocol import Change, Draw, Pause, Play, Reset, Speed, Step
from playground.worker.run import Run
from tests.support import CLASSES, NUMBERS, make_spec, with_epochs
from tests.worker.conftest import UNHURRIED, Watched, with_pool

DIGITS = preset("mnist-dense").replace(engine="numpy")
SEVEN = [30, 30, 60, 30, 100, 30, 85, 80, 70, 120]


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_run_shows_its_scene_and_a_first_frame_before_anything_is_asked(dataset: str) -> None:
    spec = with_dataset(DEFAULT, dataset).replace(engine="numpy")
    wanted = {"plane": {"points", "test", "inputs"}, "line": {"points", "test", "inputs"}, "digits": {"digits", "answers"}}
    pictures = {"plane": {"neurons", "weights"}, "line": {"neurons", "curve", "weights"}, "digits": {"units", "guesses", "confidences"}}

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        scene, frame = watched.of("scene")[0], watched.of("frame")[0]
        task = scene.values["task"]
        assert wanted[task] <= scene.arrays.keys()
        assert [layer["shape"] for layer in scene.values["layers"]] == [list(shape) for shape in spec.shapes]
        assert pictures[task] <= frame.arrays.keys()
        assert frame.values["status"] == "ready"
        assert frame.values["step"] == 0
        assert len(watched.rows) == 1

    with_pool(test)


NETWORKS = {
    "batch normalization": make_spec(dataset="rings", layers="6 relu, batch_normalization, 4 tanh", **CLASSES),
    "layer normalization": make_spec(dataset="sine", layers="layer_normalization, 6 tanh", **NUMBERS),
    "dropout and noise": make_spec(dataset="ripple", layers="dropout rate=0.1, 8 elu, gaussian_noise, dropout", **NUMBERS),
    "convolution": make_spec(
        dataset="digits",
        layers="conv2d filters=4, batch_normalization, max_pooling2d, flatten, dropout, 8 relu",
        data={"augmentation": {"shift": 1}},
        **CLASSES,
    ),
}


@pytest.mark.parametrize("spec", [pytest.param(spec, id=name) for name, spec in NETWORKS.items()])
def test_networks_of_all_kinds_of_layers_train_and_are_shown(spec: RunSpec) -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec, speed=UNHURRIED)
        await watched.ready()
        scene, first = watched.of("scene")[0], watched.of("frame")[0]
        assert scene.values["parameters"] == spec.parameters
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 3)
        watched.run.send(Pause())
        last = await watched.frame(status="paused")
        moving = "units" if spec.data.is_image else "neurons"
        assert (last.arrays[moving] != first.arrays[moving]).any()
        assert last.values["train_loss"] < first.values["train_loss"]
        watched.run.send(Reset())
        again = await watched.frame(status="ready")
        assert all((again.arrays[name] == first.arrays[name]).all() for name in first.arrays)

    with_pool(test)


def test_a_condition_of_the_spec_ends_a_run_which_goes_on_when_asked() -> None:
    spec = make_spec(stop={"loss": 1e6})

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        watched.run.send(Play())
        stopped = await watched.frame(status="finished", epoch=1)
        assert stopped.values["message"].startswith("Stopped after epoch 1: the test loss ")
        assert stopped.values["message"].endswith("Press Play to train on.")
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 3)

    with_pool(test)


def test_pictures_have_x1_to_the_right_and_x2_upwards() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        x1, x2 = watched.of("scene")[0].arrays["inputs"]
        assert (x1[:, 0] == 0).all()
        assert (x1[:, -1] == 255).all()
        assert (x2[0] == 255).all()
        assert (x2[-1] == 0).all()

    with_pool(test)


def test_play_trains_and_pause_stops_and_keeps_everything() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=UNHURRIED)
        await watched.ready()
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 5)
        watched.run.send(Pause())
        paused = await watched.frame(status="paused")
        frames = len(watched.of("frame"))
        await asyncio.sleep(0.3)
        assert len(watched.of("frame")) == frames
        assert paused.values["train_loss"] < watched.of("frame")[0].values["train_loss"]

    with_pool(test)


def test_step_trains_to_the_end_of_one_epoch() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        for epoch in (1, 2):
            watched.run.send(Step())
            frame = await watched.frame(status="paused", epoch=epoch)
            assert frame.values["step"] == epoch * watched.of("scene")[0].values["steps_per_epoch"]

    with_pool(test)


def test_reset_goes_back_to_the_same_start() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        watched.run.send(Step())
        await watched.frame(epoch=1)
        watched.run.send(Reset())
        again = await watched.frame(status="ready")
        assert (again.arrays["weights"] == watched.of("frame")[0].arrays["weights"]).all()
        assert len(watched.of("scene")) == 2
        assert watched.rows[-1] == watched.rows[0]

    with_pool(test)


def test_a_run_that_is_paused_now_and_then_draws_the_same_curve_as_one_that_is_not() -> None:
    spec = with_epochs(DEFAULT, 40)

    async def curve(pool: Pool, *, interrupted: bool) -> bytes:
        watched = Watched(pool, spec, speed=200 if interrupted else None)
        await watched.ready()
        while not watched.of("frame")[-1].values["status"] == "finished":
            watched.run.send(Play())
            await asyncio.sleep(0.04)
            if interrupted:
                watched.run.send(Pause())
            await watched.until(lambda: watched.of("frame")[-1].values["status"] in {"paused", "finished"})
        return b"".join(watched.rows)

    async def test(pool: Pool) -> None:
        straight = await curve(pool, interrupted=False)
        assert len(straight) == 41 * 4 * CURVE_COLUMNS
        # A Play that crosses the news of the end on its way trains on: the curve may be longer.
        assert (await curve(pool, interrupted=True))[: len(straight)] == straight

    with_pool(test)


def test_a_run_that_is_paused_while_it_measures_the_last_epoch_is_not_finished() -> None:
    """Asked without a process, since the moment is too short to be met by chance."""
    run = Run.__new__(Run)
    run.playing, run._goal = False, Goal(3)
    run._training = SimpleNamespace(epoch=3.0, step=75, measuring=True, stopped=None, diverged=None)  # type: ignore[assignment]
    assert run._status() == "paused"
    run._training.measuring = False  # type: ignore[misc]
    assert run._status() == "finished"


def test_a_finished_run_says_so_and_trains_on_when_asked() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, with_epochs(DEFAULT, 3))
        await watched.ready()
        watched.run.send(Play())
        finished = await watched.frame(status="finished", epoch=3)
        assert finished.values["message"] == "Finished 3 epochs. Press Play to train on."
        watched.run.send(Play())
        await watched.frame(status="finished", epoch=6)

    with_pool(test)


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_a_run_never_trains_past_its_last_epoch_however_fast_it_is(engine: str) -> None:
    spec = make_spec(engine=engine, epochs=2, batch_size=250)  # one batch an epoch: several epochs fit into one slice

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        for plays in range(1, 16):
            watched.run.send(Play())
            finished = await watched.frame(status="finished")
            assert finished.values["epoch"] == 2 * plays
        assert len(b"".join(watched.rows)) == 31 * 4 * CURVE_COLUMNS

    with_pool(test)


def test_speed_holds_training_back() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, with_epochs(DEFAULT, 10_000), speed=5)
        await watched.ready()
        watched.run.send(Play())
        await asyncio.sleep(1)
        watched.run.send(Pause())
        slow = (await watched.frame(status="paused")).values["epoch"]
        assert 1 <= slow <= 12
        watched.run.send(Speed(epochs_per_second=None))
        watched.run.send(Play())
        await asyncio.sleep(1)
        watched.run.send(Pause())
        fast = (await watched.frame(status="paused")).values["epoch"] - slow
        assert fast > 3 * slow

    with_pool(test)


def test_the_learning_rate_changes_while_training_without_a_new_start() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=UNHURRIED)
        await watched.ready()
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 2)
        spec = DEFAULT.replace(training=DEFAULT.training.replace(learning_rate=0.125))
        watched.run.send(Change(spec=to_json(spec), keep=1))
        frame = await watched.frame(learning_rate=0.125)
        assert frame.values["epoch"] >= 2
        assert frame.values["status"] == "playing"

    with_pool(test)


def test_a_diverging_run_stops_and_says_what_to_do() -> None:
    spec = make_spec(layers="8 relu", output="linear", loss="mean_squared_error", optimizer="sgd", learning_rate=10)

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        watched.run.send(Play())
        frame = await watched.frame(status="diverged")
        assert "Try a lower learning rate than 10" in frame.values["message"]
        watched.run.send(Play())
        assert (await watched.frame()).values["status"] == "diverged"
        watched.run.send(Reset())
        await watched.frame(status="ready")

    with_pool(test)


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_a_drawing_is_guessed_at_once_and_again_with_every_frame_of_training(engine: str) -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DIGITS.replace(engine=engine))
        await watched.ready()
        watched.run.send(Draw(strokes=(DrawnStroke(points=tuple(SEVEN), width=12),), size=150))
        await watched.until(lambda: watched.of("guess") and watched.of("guess")[-1].values["sample"] is None)
        guess = watched.of("guess")[-1]
        assert guess.arrays["digit"].shape == (28, 28)
        assert guess.arrays["digit"].max() > 200
        assert guess.arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
        watched.run.send(Play())
        await watched.until(lambda: watched.of("guess")[-1].arrays["probabilities"][7] > 0.5)
        watched.run.send(Draw(strokes=(), size=150))
        await watched.until(lambda: watched.of("guess")[-1].values["sample"] == 0)

    with_pool(test)


def test_digits_show_first_layer_weights_and_guesses_on_test_digits() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DIGITS)
        await watched.ready()
        scene, frame = watched.of("scene")[0], watched.of("frame")[0]
        assert scene.arrays["digits"].shape == (60, 28, 28)
        assert len(set(scene.arrays["answers"].tolist())) > 5
        assert frame.arrays["units"].shape == (64, 28, 28)
        assert frame.arrays["guesses"].shape == (60,)
        assert frame.arrays["confidences"].max() <= 1

    with_pool(test)


def test_data_that_cannot_be_found_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_MNIST", "no/such/file.npz")

    async def test(pool: Pool) -> None:
        watched = Watched(pool, DIGITS)
        await watched.until(lambda: [n for n in watched.of("notice") if n.values["level"] == "error"])
        assert "no such file" in watched.of("notice")[-1].values["text"]
        assert watched.ended is None

    with_pool(test)


def test_a_single_batch_is_trained_and_its_loss_is_shown_at_once() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        before = watched.of("frame")[-1].values
        for step in (1, 2, 3):
            watched.run.send(Step(unit="batch"))
            frame = await watched.frame(status="paused")
            assert frame.values["step"] == step
        assert frame.values["train_loss"] != before["train_loss"]
        assert len(b"".join(watched.rows)) == len(watched.rows[0])  # the curve has its own points
        watched.run.send(Step())
        frame = await watched.frame(status="paused")
        assert (frame.values["step"], frame.values["epoch"]) == (25, 1)

    with_pool(test)


def test_in_slow_motion_there_is_a_frame_for_each_batch_and_none_in_between() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=2 / 25)
        await watched.ready()
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["step"] >= 3)
        steps = [frame.values["step"] for frame in watched.of("frame") if frame.values["status"] == "playing"]
        assert steps[-3:] == [1, 2, 3]

    with_pool(test)
