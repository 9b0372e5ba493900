"""Every schedule: by hand, and against Keras at each step of a run."""

import numpy as np
import pytest

from playground.nn.schedules import SCHEDULES, learning_rates

EVERY = pytest.mark.parametrize("schedule", [*SCHEDULES.values()], ids=lambda entry: entry.name)


def rates(name, *, rate=1.0, first_step=0, count=12, steps_per_epoch=2, epochs=6.0, warm_up=0.0, **settings):
    schedule = SCHEDULES[name]
    return learning_rates(
        schedule,
        schedule.settings(settings),
        rate=rate,
        first_step=first_step,
        count=count,
        steps_per_epoch=steps_per_epoch,
        epochs=epochs,
        warm_up=warm_up,
    )


def twin(keras, schedule, settings, *, rate, steps_per_epoch, epochs, **others):
    arguments = schedule.keras_arguments(rate, steps_per_epoch, epochs, **settings)
    return getattr(keras.optimizers.schedules, schedule.keras)(**(arguments | others))


def values(twin, steps):
    return [float(twin(step)) for step in range(steps)]


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("constant", {}, [0.1] * 6),
        ("step", {"every": 1.0, "factor": 0.5}, [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]),
        ("exponential", {"factor": 0.25}, [0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125]),
        ("cosine", {"alpha": 0.2}, [0.1, 0.02 + 0.04 * (1 + np.sqrt(3) / 2), 0.08, 0.06, 0.04, 0.02 + 0.04 * (1 - np.sqrt(3) / 2)]),
    ],
)
def test_three_epochs_of_two_updates_calculated_by_hand(name, settings, expected):
    assert rates(name, rate=0.1, count=6, epochs=3, **settings) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("step", {}),
        ("step", {"every": 0.1, "factor": 0.7}),
        ("step", {"every": 0.7, "factor": 0.9}),
        ("step", {"every": 3.0, "factor": 0.001}),
        ("step", {"factor": 1.0}),
        ("exponential", {}),
        ("exponential", {"factor": 0.5}),
        ("exponential", {"factor": 1.0}),
        ("cosine", {}),
        ("cosine", {"alpha": 0.3}),
        ("cosine", {"alpha": 1.0}),
    ],
)
@pytest.mark.parametrize("steps_per_epoch", [1, 7, 20])
def test_each_step_is_that_of_the_keras_twin_and_so_are_those_after_the_end(keras, name, settings, steps_per_epoch):
    schedule = SCHEDULES[name]
    run = {"rate": 0.03, "steps_per_epoch": steps_per_epoch, "epochs": 12.0}
    steps = steps_per_epoch * 15
    expected = values(twin(keras, schedule, schedule.settings(settings), **run), steps)
    np.testing.assert_allclose(rates(name, count=steps, **run, **settings), expected, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("alpha", [0.0, 0.3])
@pytest.mark.parametrize(("steps_per_epoch", "warm_up"), [(7, 2.0), (20, 0.7), (20, 0.05), (1, 1.0), (7, 0.3)])
def test_a_warm_up_is_that_of_the_keras_twin(keras, steps_per_epoch, warm_up, alpha):
    schedule = SCHEDULES["cosine"]
    warm = twin(
        keras,
        schedule,
        {"alpha": alpha},
        rate=0.03,
        steps_per_epoch=steps_per_epoch,
        epochs=12 - warm_up,
        initial_learning_rate=0.0,
        warmup_target=0.03,
        warmup_steps=warm_up * steps_per_epoch,
    )
    steps = steps_per_epoch * 15
    found = rates("cosine", rate=0.03, count=steps, steps_per_epoch=steps_per_epoch, epochs=12.0, warm_up=warm_up, alpha=alpha)
    np.testing.assert_allclose(found, values(warm, steps), rtol=1e-5, atol=1e-8)


@EVERY
def test_a_schedule_starts_where_the_warm_up_ends(schedule):
    cold, warm = (rates(schedule.name, epochs=epochs, warm_up=warm_up) for epochs, warm_up in ((6.0, 0.0), (8.0, 2.0)))
    assert warm[:4] == pytest.approx([0, 0.25, 0.5, 0.75])
    assert warm[4:] == pytest.approx(cold[:8])


@EVERY
@pytest.mark.parametrize("warm_up", [0.0, 0.7, 2.0, 6.0, 100.0])
def test_pieces_are_those_of_the_whole(schedule, warm_up):
    whole = rates(schedule.name, count=20, warm_up=warm_up)
    pieces = [rates(schedule.name, first_step=first, count=count, warm_up=warm_up) for first, count in [(0, 1), (1, 6), (7, 0), (7, 13)]]
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


@EVERY
def test_rates_follow_the_one_that_was_chosen_and_are_float32(schedule):
    once, twice = (rates(schedule.name, rate=rate, warm_up=1.5) for rate in (0.25, 0.5))
    np.testing.assert_array_equal(2 * once, twice)
    assert once.dtype == np.float32
    assert once.shape == (12,)


@EVERY
@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("warm_up", [0.0, 6.0, 7.5])
def test_rates_at_the_ends_of_every_setting_are_finite_and_never_above_the_one_chosen(schedule, end, warm_up):
    """Even where the warm-up takes all of the run, or more."""
    settings = {each.name: getattr(each, end) for each in schedule.hyperparameters}
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = rates(schedule.name, rate=10.0, count=20_000, epochs=6.0, warm_up=warm_up, **settings)
    assert (found >= 0).all()
    assert (found <= 10).all()


@EVERY
def test_the_twin_exists_and_takes_its_arguments(schedule, keras):
    if schedule.keras is None:
        assert schedule.keras_arguments(0.1, 10, 5.0) == {}
    else:
        made = twin(keras, schedule, schedule.settings({}), rate=0.1, steps_per_epoch=10, epochs=5.0)
        assert float(made(0)) == pytest.approx(0.1)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_warm_up_of_next_to_nothing_is_finite(name):
    assert np.isfinite(rates(name, warm_up=2.2e-313)).all()
