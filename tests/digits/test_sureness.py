"""When a class is named, and when a picture is like nothing that was seen: real digits, drawn ones, and dozens of kinds of scribbles."""

from dataclasses import replace

import numpy as np
import pytest

from playground.data.drawing import to_digit
from playground.digits import shipped
from playground.digits.assessing import assessed
from playground.digits.facts import SURE_FROM
from playground.digits.familiarity import (
    LINES,
    Familiarity,
    described,
    factor,
    fitted,
    numbers,
    packed,
    shapes,
    strangeness,
    widened,
)
from playground.digits.reading import probabilities
from playground.digits.sureness import judge, judge_all
from playground.engine.samples import left_out, load_data
from playground.engine.train import train
from playground.errors import DataError
from tests.digits.conftest import some, untrained
from tests.digits.scribbles import pictures
from tests.engine.test_digits import BRUSH, CANVAS, DRAWN
from tests.support import CLASSES, make_spec


@pytest.fixture(scope="module")
def scribbles():
    """Pictures of all kinds of them, one below the other."""
    return np.concatenate([*pictures(each=8).values()])


def shares(network, pictures):
    kinds = [verdict.kind for verdict in judge_all(network, pictures)]
    return {kind: kinds.count(kind) / len(kinds) for kind in ("sure", "unsure", "unlike")}


# The network that comes with the project


def test_hardly_a_real_digit_is_refused(real_digits):
    found = shares(shipped(), real_digits.test.raw)  # all of them: of any 1,000, one in a hundred may well be fifteen
    assert found["unlike"] < 0.015
    assert found["sure"] > 0.95


def test_what_it_is_sure_of_is_right(real_digits):
    test = some(real_digits.test, 1000)
    verdicts = judge_all(shipped(), test.raw)
    right = [verdict.label == label for verdict, label in zip(verdicts, test.labels, strict=True) if verdict.kind == "sure"]
    assert np.mean(right) > 0.995


def test_nine_of_ten_scribbles_get_no_class(scribbles):
    assert shares(shipped(), scribbles)["sure"] < 0.1


def test_without_its_familiarity_it_would_take_most_of_them_for_digits(scribbles):
    assert shares(replace(shipped(), familiarity=None), scribbles)["sure"] > 0.4


@pytest.mark.parametrize(("digit", "strokes"), DRAWN, ids=[str(digit) for digit, _ in DRAWN])
def test_a_drawn_digit_is_named(digit, strokes):
    verdict = judge(shipped(), to_digit(strokes, CANVAS, BRUSH))
    assert (verdict.kind, verdict.label) == ("sure", digit)


def test_nothing_is_like_nothing():
    for blank in (np.zeros((28, 28), np.float32), np.zeros((28, 28), np.uint8)):
        verdict = judge(shipped(), blank)
        assert verdict.kind == "unlike"
        assert verdict.strangeness == np.inf


# Any network


@pytest.mark.parametrize("which", ["small_reader", "small_seer"])
def test_small_networks_of_small_digits_know_scribbles_too(which, request):
    network = request.getfixturevalue(which)
    test = load_data(network.spec).test
    real, other = shares(network, test.raw), shares(network, np.concatenate([*pictures(each=8, side=8).values()]))
    assert real["unlike"] < 0.03
    assert real["sure"] > 0.85
    assert other["sure"] < 0.25


def test_a_network_without_convolutions_knows_most_scribbles_too(real_digits, scribbles):
    spec = make_spec(
        dataset={"name": "mnist", "source": "small"}, layers="flatten, 32 relu", **CLASSES, epochs=4,
        optimizer="adam", learning_rate=0.002, batch_size=32, data={"samples": 4000},
    )  # fmt: skip
    data = load_data(spec)
    *_, last = train(spec, data=data)
    network = replace(untrained(layers="flatten, 32 relu"), spec=spec, parameters=last.parameters)
    network = assessed(network, replace(data, test=some(data.test, 1000)), left_out(spec))
    assert shares(network, some(data.test, 500).raw)["unlike"] < 0.03
    assert shares(network, scribbles)["unlike"] > 0.5


def test_a_verdict_says_what_the_probabilities_say(small_reader):
    test = some(load_data(small_reader.spec).test, 50)
    says = probabilities(small_reader, test.raw)
    for verdict, row in zip(judge_all(small_reader, test.raw), says, strict=True):
        assert (verdict.label, verdict.runner_up) == (*np.argsort(-row, kind="stable")[:2],)
        assert verdict.confidence == pytest.approx(row.max(), abs=1e-5)
        assert verdict.runner_up_confidence == pytest.approx(np.sort(row)[-2], abs=1e-5)


def test_bytes_and_floats_are_judged_alike(small_reader):
    picture = load_data(small_reader.spec).test.raw[3]
    first, second = judge(small_reader, picture), judge(small_reader, picture / np.float32(255))
    assert (first.kind, first.label) == (second.kind, second.label)
    assert first.strangeness == pytest.approx(second.strangeness, rel=1e-3)


def test_one_that_nobody_has_assessed_is_sure_from_a_fixed_confidence_on():
    network = untrained()
    verdict = judge(network, np.eye(28))
    assert verdict.strangeness is None
    assert verdict.kind == ("sure" if verdict.confidence >= SURE_FROM else "unsure")


@pytest.mark.parametrize("shape", [(28,), (28, 27), (1, 28, 28), (8, 8)])
def test_a_picture_of_another_shape_is_refused(shape):
    with pytest.raises(DataError, match="should be"):
        judge(untrained(), np.zeros(shape, np.float32))


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_network_that_says_nothing_finite_knows_nothing(number):
    network = untrained()
    wild = {name: np.full_like(array, 1e30) for name, array in network.parameters.items()}
    known = Familiarity(*[np.zeros(shape, np.float32) for shape in shapes(network.spec).values()])
    for parameters, picture in ((wild, np.eye(28)), (network.parameters, np.full((28, 28), number))):
        verdict = judge(replace(network, parameters=parameters, familiarity=known), picture)
        assert verdict.kind == "unlike"


# The arithmetic


def test_the_numbers_that_describe_a_picture_are_as_many_as_the_spec_says(small_reader, small_seer):
    for network in (small_reader, small_seer, untrained(), shipped()):
        z, traits = described(network.spec, network.parameters, np.zeros((3, network.side, network.side), np.uint8))
        assert z.shape == (3, network.classes)
        assert traits.shape == (3, numbers(network.spec))
    assert numbers(small_reader.spec) == LINES + 10
    assert numbers(small_seer.spec) == LINES + 2 * 6 + 10


def test_a_picture_is_described_alike_alone_and_among_many(small_seer):
    many = load_data(small_seer.spec).test.raw[:300]
    together = described(small_seer.spec, small_seer.parameters, many)
    for number in (0, 255, 299):
        alone = described(small_seer.spec, small_seer.parameters, many[number : number + 1])
        for one, all_of_them in zip(alone, together, strict=True):
            np.testing.assert_allclose(one[0], all_of_them[number], atol=1e-5)


def test_a_line_is_found_in_its_own_direction():
    """Upright, and then turned by 30 degrees five times: of the six directions each is found best in its own picture."""
    network = untrained()
    angles = np.arange(6) * np.pi / 6
    lines = [140 + 100 * np.array([[np.sin(a), -np.cos(a)], [-np.sin(a), np.cos(a)]]) for a in angles]
    _, traits = described(network.spec, network.parameters, np.array([to_digit([line], 280, 22) for line in lines]))
    assert traits[:, 2:8].argmax(axis=1).tolist() == [0, 1, 2, 3, 4, 5]


def clouds(count, rng, spread=1.0):
    """Two classes of numbers: around (0, 0), twice as wide in the second one, and around (10, 0)."""
    labels = (np.arange(count) % 2).astype(np.uint8)
    return spread * rng.normal(size=(count, 2)) * [1, 2] + np.outer(labels, [10, 0]), labels


def test_one_in_a_hundred_fresh_pictures_of_a_class_is_beyond_its_edge():
    rng = np.random.default_rng(0)
    seen, labels = clouds(4000, rng)
    fresh, taken = clouds(4000, rng, spread=1.3)  # those that were not learned from are a little further out
    far = strangeness(fitted(seen, labels, fresh, taken, 2), fresh, taken)
    for k in (0, 1):
        assert (far[taken == k] > 1).mean() == pytest.approx(0.01, abs=0.001)


def test_the_distance_is_that_of_mahalanobis():
    """As far from the mean along the axis that is twice as wide is half as strange, and the distance is told squared."""
    rng = np.random.default_rng(1)
    seen, labels = rng.normal(size=(40_000, 2)) * [1, 2], np.zeros(40_000, np.uint8)
    known = fitted(seen, labels, seen, labels, 1)
    along, across = strangeness(known, np.array([[3.0, 0.0], [0.0, 3.0]]), np.zeros(2, np.uint8))
    assert along / across == pytest.approx(4, rel=0.05)
    assert strangeness(known, known.centres[:1], np.zeros(1, np.uint8)) == pytest.approx(0, abs=1e-9)


def test_a_class_that_was_never_seen_has_a_place_all_the_same():
    rng = np.random.default_rng(2)
    seen, labels = clouds(200, rng)
    known = fitted(seen, labels, seen, labels, 3)
    assert np.isfinite(known.factors).all()
    assert np.isfinite(strangeness(known, seen, np.full(200, 2, np.uint8))).all()


def test_numbers_that_never_change_divide_by_nothing():
    seen = np.zeros((100, 3))
    labels = (np.arange(100) % 2).astype(np.uint8)
    known = fitted(seen, labels, seen, labels, 2)
    assert np.isfinite(known.factors).all()


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf, 1e300])
def test_numbers_of_a_network_that_overflows_are_bounded(wild):
    rng = np.random.default_rng(4)
    seen, labels = clouds(200, rng)
    seen[::7, 0] = wild
    known = fitted(seen, labels, seen, labels, 2)
    assert np.isfinite(known.factors).all()
    assert np.isfinite(widened(known, seen[0], 0).factors).all()


def test_a_factor_is_packed_without_its_zeros():
    factors = np.triu(np.arange(1.0, 19.0).reshape(2, 3, 3))
    known = Familiarity(np.zeros((2, 3), np.float32), packed(factors))
    assert known.factors.shape == (2, 6)
    assert np.array_equal(factor(known, 1), factors[1])


def test_a_class_that_is_widened_reaches_one_more_picture_and_nothing_beside():
    rng = np.random.default_rng(3)
    seen, labels = clouds(4000, rng)
    known = fitted(seen, labels, seen, labels, 2)
    odd, beside = np.array([[0.0, 30.0]]), np.array([[-4.0, 0.0]])
    zero = np.zeros(1, np.uint8)
    before = strangeness(known, odd, zero)[0]
    wider = widened(known, odd[0], 0)
    assert before > 1 > strangeness(wider, odd, zero)[0]
    assert strangeness(wider, odd, zero)[0] == pytest.approx(before / (1 + before), rel=1e-4)
    assert strangeness(wider, beside, zero)[0] == pytest.approx(strangeness(known, beside, zero)[0], rel=0.05)
    assert np.array_equal(wider.factors[1], known.factors[1])
    assert widened(wider, odd[0], 0) is wider


def test_familiarity_is_measured_on_any_pictures(small_reader):
    data = load_data(small_reader.spec)
    few = replace(data, test=data.test.first(100))
    known = assessed(small_reader, few, data.test.first(0)).familiarity
    assert {name: getattr(known, name).shape for name in shapes(small_reader.spec)} == shapes(small_reader.spec)
