"""How crews are kept in step."""

import pytest

from playground.live.conductor import Conductor, Where


def conductor(crews: int = 2, epochs: int = 1000, speed: float | None = None) -> Conductor:
    found = Conductor(crews, epochs, speed)
    for crew in range(crews):
        found.heard(crew, Where())
    return found


def at(found: Conductor, *epochs: float, waits: bool = True) -> None:
    for crew, epoch in enumerate(epochs):
        found.heard(crew, Where(epoch, epoch, waits, epoch >= 1000))


def test_nobody_trains_before_all_are_there():
    found = Conductor(2, 1000, None)
    found.heard(0, Where())
    found.play()
    assert found.status == "preparing"
    assert found.until() == 0


def test_nobody_runs_away():
    found = conductor()
    found.play()
    assert found.until() == 20
    at(found, 20, 7)
    assert found.until() == 27


def test_one_crew_alone_goes_as_far_as_it_can():
    found = conductor(crews=1)
    found.play()
    assert found.until() == 1000


def test_all_stand_still_where_the_first_is():
    found = conductor()
    found.play()
    at(found, 10.4, 7.2, waits=False)
    found.freeze()
    assert found.until() == 10.4
    at(found, 11.6, 9, waits=False)  # it was on the way when it was told
    assert found.until() == 11.6
    assert found.status == "racing"
    at(found, 11.6, 11.6)
    assert found.status == "frozen"


def test_a_step_while_racing_waits_until_all_stand():
    found = conductor()
    found.play()
    at(found, 10.4, 7.2, waits=False)
    found.step()
    assert found.until() == 10.4
    at(found, 10.4, 10.4)
    assert found.until() == 11
    at(found, 11, 11)
    assert found.until() == 11


def test_a_step_past_the_last_epoch_is_none():
    found = conductor()
    at(found, 1000, 1000)
    found.step()
    assert found.until() == 1000


def test_a_crew_that_has_used_its_time_up_ends_the_race_for_all():
    found = conductor()
    found.play()
    at(found, 30, 25, waits=False)
    found.use_up()
    assert found.until() == 30
    assert found.status == "racing"
    at(found, 30, 30)
    assert found.status == "finished"


def test_nobody_races_or_steps_on_once_the_time_is_used_up():
    found = conductor()
    found.play()
    at(found, 30, 25)
    found.use_up()
    found.play()
    assert found.until() == 30, "only so that all stand at the same place"
    at(found, 30, 30)
    found.step()
    assert found.until() == 30
    assert found.status == "finished"


def test_whoever_has_finished_holds_nobody_up():
    found = conductor()
    found.play()
    found.heard(0, Where(1000, 1000, True, True))
    found.heard(1, Where(500, 500, True, False))
    assert found.until() == 520
    assert found.behind == 500


def test_a_slow_race_goes_by_the_clock(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("playground.live.conductor.time.monotonic", lambda: clock[0])
    found = conductor(speed=10.0)
    found.play()
    assert found.until() == 0
    clock[0] += 0.2
    assert found.until() == pytest.approx(2)
    at(found, 2, 2)
    clock[0] += 60  # a hold-up is not made up for
    assert found.until() == pytest.approx(4.5)
