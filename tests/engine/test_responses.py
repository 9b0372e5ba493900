"""What each layer makes of a picture, and who speaks for each class."""

from types import ModuleType

import numpy as np
import pytest

from playground.engine import Training, predict
from playground.engine.network import by_layer
from playground.engine.responses import Responses
from playground.engine.speakers import Speakers, speakers, strongest
from playground.nn.layers import Place
from playground.nn.layers.base import as_keras, from_keras
from playground.spec import RunSpec
from tests.support import CLASSES, make_spec, random_data

NETWORKS = {
    "dense": "flatten, 20 relu, 12 tanh",
    "convolutions": "conv2d filters=3 padding=same, max_pooling2d, conv2d filters=4, average_pooling2d, flatten, 8 relu",
    "normalization": "batch_normalization, conv2d filters=3, layer_normalization, dropout, flatten, 9 relu, batch_normalization, dropout",
    "average": "conv2d filters=5, gaussian_noise, global_average_pooling2d",
    "output alone": "flatten",
}


def trained(layers: str, dataset: str = "digits") -> tuple[RunSpec, Training]:
    spec = make_spec(dataset=dataset, layers=layers, data={"samples": 100}, **CLASSES)
    training = Training(spec, random_data(spec, 100))
    training.advance(4)
    return spec, training


def layer_by_layer(spec: RunSpec, training: Training, raw: np.ndarray) -> list[np.ndarray]:
    """Each layer built by itself and asked, with what the one below says."""
    a = (raw / np.float32(255))[..., None]
    said = []
    for number, (layer, weights) in enumerate(zip(spec.layers, by_layer(spec, training.parameters()), strict=True)):
        activation = (layer.activation.entry, layer.activation.settings) if layer.entry.activation is not None else None
        more = {} if activation is None else {"activation": activation}
        place = Place(shape=spec.shapes[number], batch=len(raw), dtype=np.float32, weights=weights, gradients=weights, **more)  # type: ignore[arg-type]
        a = as_keras(layer.entry.build(place, **layer.settings).forward(np.ascontiguousarray(from_keras(a)), None, training=False)).copy()
        said.append(a)
    return said


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)
def test_every_layer_says_what_it_says_when_it_is_asked_by_itself(layers: str) -> None:
    spec, training = trained(layers)
    raw = np.asarray(training.data.test.raw[:5])
    said = Responses(spec, 5)(training.parameters(), raw)
    assert [each.shape[1:] for each in said] == [tuple(shape) for shape in spec.shapes[1:]]
    for each, expected in zip(said, layer_by_layer(spec, training, raw), strict=True):
        assert each == pytest.approx(expected, abs=1e-5)
    assert said[-1] == pytest.approx(predict(spec, training.parameters(), raw), abs=1e-6)


def test_asked_again_it_answers_with_the_weights_of_then() -> None:
    spec, training = trained(NETWORKS["convolutions"])
    responses, raw = Responses(spec), np.asarray(training.data.test.raw[:1])
    before = responses(training.parameters(), raw)[-1].copy()
    training.advance(4)
    assert responses(training.parameters(), raw)[-1] == pytest.approx(predict(spec, training.parameters(), raw), abs=1e-6)
    assert np.abs(before - responses(training.parameters(), raw)[-1]).max() > 1e-4


def test_asking_changes_nothing_of_the_run() -> None:
    spec, training = trained(NETWORKS["normalization"])
    before = {name: array.copy() for name, array in training.parameters().items()}
    Responses(spec, 5)(training.parameters(), np.asarray(training.data.test.raw[:5]))
    assert all(np.array_equal(array, training.parameters()[name]) for name, array in before.items())


def test_a_network_without_numbers_is_asked_all_the_same() -> None:
    spec, training = trained(NETWORKS["convolutions"])
    broken = {name: np.full_like(array, np.nan) for name, array in training.parameters().items()}
    assert np.isnan(Responses(spec)(broken, np.asarray(training.data.test.raw[:1]))[0]).all()


def test_layers_say_what_those_of_keras_say(keras: ModuleType) -> None:
    from playground.engine.keras_model import KerasNetwork

    spec, training = trained(NETWORKS["normalization"])
    network = KerasNetwork(spec)
    for name, value in training.parameters().items():
        network.variables[name].assign(value)
    raw = np.asarray(training.data.test.raw[:3])
    x = (raw / np.float32(255))[..., None]
    said = Responses(spec, 3)(training.parameters(), raw)
    for layer, each in zip(network._layers[:-1], said, strict=False):
        x = layer(x, training=False)
        assert each == pytest.approx(keras.ops.convert_to_numpy(x), abs=1e-4)


SPEAKING = [
    ("flatten, 20 relu, 12 tanh", Speakers(layer=2, heard=2, count=12)),
    ("flatten, 20 relu, dropout, gaussian_noise", Speakers(layer=1, heard=1, count=20)),
    ("flatten, 20 relu, batch_normalization", Speakers(layer=2, heard=2, count=20)),
    ("conv2d filters=5, max_pooling2d, flatten", Speakers(layer=1, heard=2, count=5)),
    ("conv2d filters=5, dropout, flatten, dropout", Speakers(layer=0, heard=2, count=5)),
    ("conv2d filters=5, global_average_pooling2d", Speakers(layer=1, heard=1, count=5)),
    ("flatten", None),
    ("average_pooling2d, flatten", None),
]


@pytest.mark.parametrize(("layers", "expected"), SPEAKING, ids=[layers for layers, _ in SPEAKING])
def test_those_that_the_output_listens_to_speak_for_the_classes(layers: str, expected: Speakers | None) -> None:
    assert speakers(make_spec(dataset="digits", layers=layers, data={"samples": 100}, **CLASSES)) == expected


@pytest.mark.parametrize("layers", [layers for layers, expected in SPEAKING if expected])
def test_all_pushes_and_the_bias_together_are_the_sum_of_a_class(layers: str) -> None:
    spec, training = trained(layers)
    who = speakers(spec)
    assert who is not None
    said = Responses(spec)(training.parameters(), np.asarray(training.data.test.raw[:1]))
    output = training.parameters()
    pushes = who.push(said[who.heard][0], output["output/kernel"])
    assert pushes.shape == (10, who.count)
    sums = np.log(said[-1][0])  # softmax of the sums, which are then known up to a constant
    together = pushes.sum(axis=1) + output["output/bias"]
    assert together - together[0] == pytest.approx(sums - sums[0], abs=1e-4)


def test_a_push_of_a_map_is_that_of_all_its_pixels() -> None:
    said = np.arange(8, dtype=np.float32)  # two rows of two pixels with two channels
    kernel = np.ones((8, 3), np.float32)
    assert Speakers(layer=0, heard=1, count=2).push(said, kernel).tolist() == [[0 + 2 + 4 + 6, 1 + 3 + 5 + 7]] * 3


def test_the_strongest_are_named_in_order_and_only_those_that_push() -> None:
    pushes = np.array([[0.5, -1, 2, 0.1], [-1, -2, 0, -3], [np.nan, np.inf, 1, 1]])
    assert strongest(pushes, 2) == [[(2, 2.0), (0, 0.5)], [], [(2, 1.0), (3, 1.0)]]
