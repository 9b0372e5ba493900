"""From MNIST to a drawn digit: a network trained for a moment reads what one draws."""

import numpy as np
import pytest

from playground.data.drawing import to_digit
from playground.engine import predict, train
from playground.engine.samples import load_data
from tests.support import make_spec

CANVAS, BRUSH = 280.0, 20.0


def arc(x, y, width, height, start=0.0, turns=1.0):
    """Part of an ellipse around (x, y), clockwise; `start` and `turns` in turns, 0 is the top."""
    angle = 2 * np.pi * (start + turns * np.linspace(0, 1, 30))
    return np.stack([x + width / 2 * np.sin(angle), y - height / 2 * np.cos(angle)], axis=1)


def line(*points):
    return np.array(points, float)


DRAWN = [
    (0, [arc(140, 140, 120, 180)]),
    (1, [line((150, 50), (130, 230))]),
    (2, [np.concatenate([arc(140, 95, 100, 90, -0.25, 0.62), line((85, 220), (200, 220))])]),
    (3, [np.concatenate([arc(135, 95, 95, 85, -0.2, 0.7), arc(135, 185, 105, 95, 0, 0.7)])]),
    (4, [line((110, 60), (85, 150), (190, 150)), line((180, 60), (165, 240))]),
    (5, [line((195, 60), (110, 60), (100, 130)), arc(135, 180, 115, 110, -0.08, 0.75)]),
    (7, [line((80, 60), (200, 60), (125, 230))]),
]


@pytest.fixture(scope="module")
def reader():
    """A network that has seen 60,000 digits once; or the small set, some times more."""
    spec = make_spec(
        dataset="mnist", layers="flatten, 64 relu", output="softmax", loss="categorical_crossentropy",
        learning_rate=0.001, batch_size=32, data={"samples": 60_000},
    )  # fmt: skip
    data = load_data(spec)
    epochs = 1 if len(data.train) == 60_000 else 8
    *_, last = train(spec.replace(training=spec.training.replace(epochs=epochs)), data=data)
    assert last.metrics.test.accuracy > 0.9
    return spec, last.parameters


@pytest.mark.parametrize(("digit", "strokes"), DRAWN, ids=[str(digit) for digit, _ in DRAWN])
def test_a_drawn_digit_is_read(reader, digit, strokes):
    (probabilities,) = predict(*reader, to_digit(strokes, CANVAS, BRUSH)[None])
    assert probabilities.argmax() == digit
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_small_digit_in_a_corner_is_read_just_as_well(reader):
    for digit, strokes in DRAWN:
        small = [stroke * 0.4 + 10 for stroke in strokes]
        assert predict(*reader, to_digit(small, CANVAS, BRUSH)[None]).argmax() == digit


def test_a_picture_is_read_the_same_in_shares_and_in_bytes(reader):
    ink = to_digit(DRAWN[0][1], CANVAS, BRUSH)
    shares, levels = predict(*reader, ink[None]), predict(*reader, np.round(ink * 255).astype(np.uint8)[None])
    np.testing.assert_allclose(shares, levels, atol=0.01)
