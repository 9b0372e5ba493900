"""What was before each edit, and the way back and forth."""

from hypothesis import given
from hypothesis import strategies as st

from playground.live.history import MOST_STEPS, History
from tests.support import make_spec

SPECS = [make_spec(seed=seed) for seed in range(4)]


def test_there_is_nothing_to_undo_before_the_first_edit():
    history = History()
    assert history.undo(SPECS[0]) is None
    assert history.redo(SPECS[0]) is None


def test_undo_goes_back_and_redo_forward_again():
    history = History()
    mark = history.note(SPECS[0])  # and the spec is now number 1
    before, kept = history.undo(SPECS[1])
    assert (before.spec, before.mark) == (SPECS[0], mark)
    after, _ = history.redo(SPECS[0])
    assert (after.spec, after.mark) == (SPECS[1], kept)


def test_an_edit_after_an_undo_forgets_what_was_undone():
    history = History()
    history.note(SPECS[0])
    history.undo(SPECS[1])
    history.note(SPECS[0])
    assert history.redo(SPECS[2]) is None


def test_all_of_a_stroke_is_one_edit():
    history = History()
    mark = history.note(SPECS[0], stroke=7)
    assert history.note(SPECS[1], stroke=7) is None
    before, _ = history.undo(SPECS[2])
    assert (before.spec, before.mark) == (SPECS[0], mark)
    assert history.undo(SPECS[0]) is None


def test_a_stroke_that_goes_on_after_something_else_is_another_edit():
    history = History()
    history.note(SPECS[0], stroke=7)
    history.note(SPECS[1])
    assert history.note(SPECS[2], stroke=7) is not None
    history.undo(SPECS[3])
    assert history.note(SPECS[2], stroke=7) is not None
    assert history.redo(SPECS[3]) is None


@given(st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=250))
def test_as_many_undos_as_edits_lead_back_and_each_moment_has_a_number_of_its_own(steps):
    history, spec, number, marks = History(), make_spec(seed=0), 0, []
    for step in steps:
        if step == "edit":
            marks.append(history.note(spec))
            number += 1
            spec = make_spec(seed=number)
        elif (found := getattr(history, step)(spec)) is not None:
            spec = found[0].spec
            marks.append(found[1])
    assert len(set(marks)) == len(marks)
    assert len(history.past) <= MOST_STEPS
    undone = 0
    while (found := history.undo(spec)) is not None:
        spec, undone = found[0].spec, undone + 1
    if len(steps) <= MOST_STEPS:
        assert spec.seed == 0
    for _ in range(undone):
        assert history.redo(spec) is not None
