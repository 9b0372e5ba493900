"""Teaching a network one's own digits: real ones, in a style that it gets wrong."""

from dataclasses import replace

import numpy as np
import pytest

from playground.data import Dataset
from playground.data.drawing import to_digit
from playground.digits import probabilities, shipped
from playground.digits.facts import MOST_NAME, Facts
from playground.digits.network import pack, unpack
from playground.digits.sureness import judge
from playground.digits.teaching import MOST_OWN, STEPS, TAUGHT, Lesson
from playground.engine.samples import load_data
from playground.errors import DataError
from tests.digits.conftest import untrained
from tests.digits.scribbles import KINDS


def taught(network, data, own, **options):
    lesson = Lesson(network, data, own, **options)
    for _ in lesson:
        pass
    return lesson.taught


@pytest.fixture(scope="module")
def data(small_reader) -> Dataset:
    return load_data(small_reader.spec)


def mirrored(network, split, digit):
    """Real digits as a mirror shows them that the network gets wrong, as one's own: pictures and labels."""
    pictures = split.raw[split.labels == digit][:, :, ::-1] / np.float32(255)
    wrong = probabilities(network, pictures).argmax(axis=1) != digit
    return [(picture, digit) for picture in pictures[wrong]]


def renamed(split, digit, name):
    """Real digits that are to be taken for another class."""
    return [(picture / np.float32(255), name) for picture in split.raw[split.labels == digit]]


@pytest.mark.parametrize("which", ["small_reader", "small_seer"])
def test_a_style_that_the_network_gets_wrong_is_learned_from_five_and_little_is_forgotten(which, request, data):
    network = request.getfixturevalue(which)
    own = mirrored(network, data.test, 2)
    result = taught(network, data, own[:5])
    assert [answer.label for answer in result.own] == [2] * 5
    assert all(answer.before != 2 for answer in result.own)
    assert all(answer.after == 2 for answer in result.own)
    others = np.array([picture for picture, _ in own[5:]])
    assert (probabilities(result.network, others).argmax(axis=1) == 2).mean() > 0.5
    assert result.accuracy_before - result.accuracy_after < 0.05
    assert result.tested == len(data.test)


@pytest.mark.parametrize("rehearse", [True, False])
def test_sevens_that_should_be_ones_are_learned_although_it_rehearses_others_that_are_not(small_reader, data, rehearse):
    result = taught(small_reader, data, renamed(data.test, 7, 1)[:5], rehearse=rehearse)
    assert all(answer.before == 7 for answer in result.own)
    assert sum(answer.after == 1 for answer in result.own) >= 4


@pytest.mark.parametrize("which", ["small_reader", "small_seer"])
@pytest.mark.parametrize("digits", ["mirrored", "renamed"])
def test_without_rehearsal_it_forgets_more(which, digits, request, data):
    network = request.getfixturevalue(which)
    own = mirrored(network, data.test, 2)[:5] if digits == "mirrored" else renamed(data.test, 7, 1)[:5]
    rehearsed, alone = (taught(network, data, own, rehearse=rehearse) for rehearse in (True, False))
    assert rehearsed.accuracy_before == alone.accuracy_before
    assert rehearsed.accuracy_after > alone.accuracy_after + 0.05


def test_real_digits_of_mnist_in_a_mirror_are_learned_by_the_network_that_comes_with_the_project(real_digits):
    own = mirrored(shipped(), real_digits.test, 7)[:5]
    result = taught(shipped(), real_digits, own)
    assert all(answer.after == 7 != answer.before for answer in result.own)
    assert result.accuracy_after > result.accuracy_before - 0.02
    assert [judge(result.network, picture).kind for picture, _ in own] == ["sure"] * 5


def test_the_same_lesson_gives_the_same_network(small_reader, data):
    own = renamed(data.test, 7, 1)[:3]
    first, again, other = (taught(small_reader, data, own, seed=seed) for seed in (0, 0, 1))
    assert pack(first.network) == pack(again.network)
    assert first.own == again.own
    assert pack(first.network) != pack(other.network)


def test_a_lesson_goes_on_bit_by_bit_and_says_how_far_it_is(small_reader, data):
    lesson = Lesson(small_reader, data, renamed(data.test, 7, 1)[:3])
    shares = list(lesson)
    assert len(shares) > STEPS
    assert shares[-1] == 1
    assert all(0 < before < after for before, after in zip(shares, shares[1:], strict=False))


def test_a_lesson_that_is_broken_off_has_taught_nothing(small_reader, data):
    lesson = Lesson(small_reader, data, renamed(data.test, 7, 1)[:3])
    for share in lesson:
        if share > 0.5:
            break
    assert lesson.taught is None


def test_the_network_that_goes_into_a_lesson_stays_as_it_is(small_reader, data):
    before = pack(small_reader)
    taught(small_reader, data, renamed(data.test, 7, 1)[:3])
    assert pack(small_reader) == before


def test_what_comes_out_is_a_network_like_any_other(small_reader, data):
    result = taught(small_reader, data, renamed(data.test, 7, 1)[:3])
    again = unpack(pack(result.network))
    assert again.spec == small_reader.spec
    assert again.facts.accuracy == result.accuracy_after
    assert again.facts.name == small_reader.facts.name + TAUGHT
    assert again.calibration is not None


def test_a_second_lesson_does_not_make_the_name_longer(small_reader, data):
    own = renamed(data.test, 7, 1)[:1]
    twice = taught(taught(small_reader, data, own).network, data, own).network
    assert twice.facts.name == small_reader.facts.name + TAUGHT


def test_the_longest_name_still_fits(small_reader, data):
    longest = replace(small_reader, facts=Facts(name="n" * MOST_NAME))
    assert len(taught(longest, data, renamed(data.test, 7, 1)[:1]).network.facts.name) == MOST_NAME


def test_a_scribble_that_was_learned_is_no_stranger_any_more(small_reader, data):
    rng = np.random.default_rng(0)
    own = [(to_digit(KINDS["zigzag"](rng), 280, 22, side=8), 5) for _ in range(5)]
    assert {judge(small_reader, picture).kind for picture, _ in own} == {"unlike"}
    result = taught(small_reader, data, own)
    assert all(answer.after == 5 for answer in result.own)
    assert "unlike" not in [judge(result.network, picture).kind for picture, _ in own]


@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_crossentropy"])
def test_outputs_other_than_softmax_learn_as_well(loss, data):
    network = untrained(dataset="digits", layers="flatten, 16 tanh", output="sigmoid", loss=loss)
    result = taught(network, data, renamed(data.test, 7, 1)[:2], rehearse=False)
    assert all(answer.after == 1 for answer in result.own)


def test_a_network_that_diverges_over_a_lesson_says_so(data):
    network = untrained(dataset="digits", layers="flatten, 8 relu")
    wild = replace(network, parameters={name: np.full_like(array, 1e30) for name, array in network.parameters.items()})
    with pytest.raises(DataError, match="The network did not bear the lesson"):
        taught(wild, data, renamed(data.test, 7, 1)[:1])


PICTURE = np.zeros((8, 8), np.float32)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ([], f"1 to {MOST_OWN} digits of your own, got 0"),
        ([(PICTURE, 1)] * (MOST_OWN + 1), f"got {MOST_OWN + 1}"),
        ([(np.zeros((28, 28)), 1)], r"should be \(8, 8\) finite numbers, got \(28, 28\)"),
        ([(PICTURE, 1), (PICTURE[:7], 1)], r"got \(7, 8\)"),
        ([(np.full((8, 8), np.nan), 1)], "finite numbers"),
        ([(PICTURE, 10)], "a class from 0 to 9, got 10"),
        ([(PICTURE, -1)], "a class from 0 to 9, got -1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taught_is_refused_in_a_sentence(small_reader, data, own, sentence):
    with pytest.raises(DataError, match=sentence):
        Lesson(small_reader, data, own)
