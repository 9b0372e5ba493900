"""A comparison: its entries, its lanes, and what is refused before anything starts."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import SpecError
from playground.race import AXES, AxisSpec, RaceSpec
from playground.race.axes import values_for
from playground.race.crews import crews
from playground.race.json_file import race_from_json, race_to_json
from playground.race.link import race_from_query, race_to_query
from playground.race.spec import MOST_ALONE, MOST_LANES
from playground.spec import DEFAULT, StopSpec, layer, preset
from playground.spec.part import parse
from tests.race.races import race


def test_every_value_of_one_setting_meets_every_value_of_the_other():
    found = race("activation relu tanh", "learning_rate 0.1 0.01 0.001")
    assert [entry.label for entry in found.entries][:3] == ["ReLU · 0.1", "ReLU · 0.01", "ReLU · 0.001"]
    assert [entry.values for entry in found.entries] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_a_value_is_the_same_however_it_is_written():
    found = race("learning_rate 1e-2 0.10", "activation elu leaky_relu~0.5")
    assert [axis.values for axis in found.axes] == [("0.01", "0.1"), ("elu~1", "leaky_relu~0.5")]
    with pytest.raises(SpecError, match="'0.01' twice"):
        race("learning_rate 0.01 1e-2")


def test_every_entry_has_a_lane_for_each_seed():
    found = race("activation relu tanh", seeds=3, seed=7)
    assert [(lane.layers[0].activation.name, lane.seed) for lane in found.lanes] == [
        (name, seed) for name in ("relu", "tanh") for seed in (7, 8, 9)
    ]


def test_seeds_after_the_last_one_begin_at_the_first():
    assert race(seed=2**32 - 1).seed_list == (2**32 - 1, 0)


def test_a_learning_rate_that_varies_replaces_the_usual_one_of_an_optimizer():
    found = race("learning_rate 0.5 0.1", "usual_optimizer sgd")
    assert [entry.spec.training.learning_rate for entry in found.entries] == [0.5, 0.1]


def test_what_ends_a_run_early_ends_no_race():
    found = race(stop={"patience": 3})
    assert found.entries[0].spec.training.stop == StopSpec()


def test_lanes_of_one_shape_train_as_one_computation():
    assert race("activation relu tanh sine", seeds=4).groups == [list(range(12))]
    assert race("width 2 4", seeds=2).groups == [[0, 1], [2, 3]]


def test_all_seeds_of_an_entry_stay_together():
    found = race("activation relu tanh sine gelu elu selu silu", seeds=7)
    assert [len(group) for group in found.groups] == [21, 28]


@pytest.mark.parametrize(
    ("axes", "seeds", "said"),
    [
        (["activation relu relu"], 1, "Activation has the value 'relu' twice"),
        (["activation relu", "activation tanh"], 1, "Each setting can be compared once"),
        (["rhythm fast"], 1, "Unknown setting to compare 'rhythm'"),
        (["activation rleu"], 1, "Activation, rleu: Unknown activation 'rleu'"),
        (["learning_rate 20"], 1, "Learning rate, 20: learning_rate should be at most 10"),
        (["batch_size 1 2 5 10 20 50 100"] * 1 + ["width 1 2 4 8 16 32"], 1, "at most 36 networks of different shapes, got 42"),
        (["learning_rate " + " ".join(f"0.{k:03d}" for k in range(1, 14))], 1, "at most 12"),
        (["learning_rate " + " ".join(f"0.{k:03d}" for k in range(1, 13)), "noise 0 0.1 0.2 0.3 0.4 0.5"], 4, "at most 240 lanes, got"),
        (["activation relu"], 21, "seeds should be at most 20, got 21"),
        (["activation relu"], 0, "seeds should be at least 1, got 0"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(axes, seeds, said):
    with pytest.raises(SpecError, match=said.replace("[", r"\[")):
        race(*axes, seeds=seeds)


def test_too_many_lanes_are_told_how_many_seeds_would_do():
    with pytest.raises(SpecError, match="12 values x 6 values x 4 seeds = 288: with these values it may have 3 seeds"):
        race("learning_rate " + " ".join(f"0.{k:03d}" for k in range(1, 13)), "noise 0 0.1 0.2 0.3 0.4 0.5", seeds=4)


def test_many_large_networks_are_refused():
    with pytest.raises(SpecError, match=f"at most {MOST_ALONE} such lanes, got 26"):
        parse(RaceSpec, {"base": preset("mnist-dense"), "axes": [{"name": "activation", "values": ["relu", "tanh"]}], "seeds": 13})


def test_no_points_are_nothing_to_race_on():
    empty = preset("painted").replace(data={"dataset": "painted", "painted_points": "."})
    with pytest.raises(SpecError, match="paint some in the Playground first"):
        parse(RaceSpec, {"base": empty})


@st.composite
def races(draw):
    names = draw(st.lists(st.sampled_from([*AXES]), min_size=1, max_size=3, unique=True))
    axes = []
    for name in names:
        known = values_for(AXES[name], DEFAULT)
        axes.append(AxisSpec(name=name, values=tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)))))
    target = {"on": draw(st.sampled_from(["score", "loss"])), "value": draw(st.floats(0, 1))}
    try:
        return RaceSpec(base=DEFAULT, axes=tuple(axes), seeds=draw(st.integers(1, 5)), target=target)
    except SpecError:
        return RaceSpec()


@given(races())
def test_a_link_reads_back_as_the_same_comparison(found):
    assert race_from_query(race_to_query(found)) == found


@given(races())
def test_a_file_reads_back_as_the_same_comparison(found):
    assert race_from_json(race_to_json(found)) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" " * 16_385, "A comparison has at most 16,384 characters, got 16,385."),
        ("[" * 11 + "]" * 11, "The comparison is nested more than 10 deep."),
        ('{"seeds": 2, "seeds": 3}', "The comparison has 'seeds' twice."),
    ],
)
def test_a_file_that_is_no_comparison_gets_a_sentence(text, sentence):
    with pytest.raises(SpecError) as raised:
        race_from_json(text)
    assert str(raised.value) == sentence


@given(st.dictionaries(st.sampled_from(["vary", "vary2", "vary3", "seeds", "target", "data", "x"]), st.text(max_size=60), max_size=4))
def test_a_link_from_anywhere_is_opened_or_gets_a_sentence(query):
    with contextlib.suppress(SpecError):  # anything else would be our fault
        race_from_query(query)


def test_a_link_may_leave_the_rest_to_the_default():
    found = race_from_query({"vary": "optimizer sgd adam", "data": "xor"})
    assert [entry.label for entry in found.entries] == ["SGD", "Adam"]
    assert found.base.data.dataset.name == "xor"


@pytest.mark.parametrize(
    ("found", "most"),
    [
        (race("activation relu tanh", epochs=5), 1),
        (race("width 1 2 4 8"), 3),
        (race("engine numpy tensorflow"), 2),
        (race("activation relu tanh sine gelu", seeds=10, epochs=2000), 3),
    ],
)
def test_each_lane_is_in_one_crew_and_an_entry_in_one(found, most):
    shared = crews(found, cores=3)
    assert 1 <= len(shared) <= most
    lanes = sorted(lane for crew in shared for heat in crew.heats for lane in heat)
    assert lanes == list(range(len(found.lanes)))
    entries = [entry for crew in shared for entry in crew.entries(found.seeds)]
    assert len(entries) == len(set(entries)) == len(found.entries)
    for crew in shared:
        assert {found.lanes[lane].engine for heat in crew.heats for lane in heat} == {crew.engine}


def test_a_large_computation_is_dealt_out_value_by_value():
    found = race("activation relu tanh sine gelu", "learning_rate 0.01 0.1", seeds=10, epochs=2000)
    one, other = (crew.entries(found.seeds) for crew in crews(found, cores=2))
    assert (one, other) == ([0, 1, 4, 5], [2, 3, 6, 7])  # ReLU and sine; tanh and GELU
    few = race("activation relu tanh", "learning_rate 0.01 0.03 0.1", seeds=10, epochs=2000)
    assert [crew.entries(few.seeds) for crew in crews(few, cores=3)] == [[0, 3], [1, 4], [2, 5]]


def test_there_are_as_many_crews_as_cores_at_most():
    assert len(crews(race("width 1 2 4 8 16 32"), cores=2)) == 2
    assert len(crews(race("width 1 2 4 8 16 32"), cores=64)) == 4


def test_the_bounds_allow_what_the_menus_offer():
    assert MOST_LANES >= 12 * 20


def test_a_layer_without_lanes_trains_alone():
    found = race("activation relu tanh", layers=[layer("dropout", rate=0.1), layer("dense", units=3)])
    assert found.groups == [[0], [1], [2], [3]]


def test_a_link_with_an_unknown_setting_names_those_of_comparisons_too() -> None:
    with pytest.raises(SpecError, match=r"unknown setting 'moon'\. Known: .*samples, .*seeds, .*vary, vary2"):
        race_from_query({"vary": "activation relu tanh", "moon": "1"})
