"""What a network makes of pictures, and the network that comes with the project."""

from dataclasses import replace

import numpy as np
import pytest

from playground import digits
from playground.data.drawing import to_digit
from playground.digits import classify, probabilities, shipped
from playground.digits.calibration import BINS
from playground.digits.reading import logits, shares, softmax, weighted_sums
from playground.engine import predict
from playground.errors import DataError
from playground.nn.activations import ACTIVATIONS
from playground.spec import preset
from tests.digits.conftest import some, untrained
from tests.engine.test_digits import BRUSH, CANVAS, DRAWN


def test_the_shipped_network_is_what_its_preset_trains():
    network = shipped()
    spec = preset("mnist-draw")
    assert network.spec == spec
    assert (network.facts.epochs, network.facts.trained_on) == (spec.training.epochs, spec.data.samples)
    assert network.facts.accuracy > 0.99


def test_the_shipped_network_reads_a_thousand_real_digits(real_digits):
    test = some(real_digits.test, 1000)
    assert (probabilities(shipped(), test.raw).argmax(axis=1) == test.labels).mean() > 0.99


def test_the_shipped_network_means_what_it_says():
    calibration = shipped().calibration
    assert calibration.ece_after <= 0.01
    assert sum(each.count for each in calibration.after) == 10_000
    assert len(calibration.after) == BINS


@pytest.mark.parametrize(("digit", "strokes"), DRAWN, ids=[str(digit) for digit, _ in DRAWN])
def test_a_drawn_digit_is_classified_in_one_call(digit, strokes):
    ten = classify(to_digit(strokes, CANVAS, BRUSH))
    assert ten.shape == (10,)
    assert ten.argmax() == digit
    assert ten.sum() == pytest.approx(1, abs=1e-5)


def test_the_package_says_what_one_needs():
    assert {"DigitNetwork", "classify", "probabilities", "shipped"} <= {*digits.__all__}
    assert all(hasattr(digits, name) for name in digits.__all__)


def test_a_softmax_network_without_calibration_says_what_it_always_said(real_digits):
    network = replace(shipped(), calibration=None)
    pictures = real_digits.test.raw[:20]
    np.testing.assert_allclose(probabilities(network, pictures), predict(network.spec, network.parameters, pictures), atol=1e-6)


def test_many_pictures_are_read_as_each_of_them_is(real_digits):
    network = untrained(layers="flatten, 8 relu")
    pictures = real_digits.test.raw[:1000].repeat(2, axis=0)[:1500]  # more than are read in one go
    np.testing.assert_allclose(probabilities(network, pictures)[1499], probabilities(network, pictures[1499:])[0], atol=1e-6)


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_probabilities_add_up_to_one_whatever_the_outputs_are(output):
    network = untrained(output=output, loss="mean_squared_error")
    says = probabilities(network, np.stack([np.zeros((28, 28)), np.eye(28), np.ones((28, 28))]))
    assert np.isfinite(says).all()
    np.testing.assert_allclose(says.sum(axis=1), 1, atol=1e-5)


def test_shares_by_hand():
    assert shares(np.array([[0.5, 0.25, 0.25], [-1.0, 0.0, 3.0], [-1.0, -1.0, -1.0]])).tolist() == [[0.5, 0.25, 0.25], [0, 0, 1], [0, 0, 0]]


def test_outputs_that_all_say_no_leave_every_class_as_likely():
    network = untrained(output="relu", loss="mean_squared_error")
    assert softmax(logits(network, np.full((1, 10), -3.0)))[0] == pytest.approx(np.full(10, 0.1))


def test_softmax_by_hand():
    assert softmax(np.log(np.array([[1.0, 2.0, 5.0]])))[0] == pytest.approx([0.125, 0.25, 0.625])


def test_a_network_whose_numbers_overflow_still_adds_up_to_one():
    network = untrained()
    wild = replace(network, parameters={name: np.full_like(array, 1e30) for name, array in network.parameters.items()})
    assert not np.isfinite(weighted_sums(wild, np.eye(28)[None])).all()
    assert probabilities(wild, np.eye(28)[None]).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("shape", [(28, 27), (27, 27), (28,), (2, 28, 28), ()])
def test_a_picture_of_another_shape_is_refused_in_a_sentence(shape):
    with pytest.raises(DataError, match="Pictures should be"):
        classify(np.zeros(shape, np.float32))
