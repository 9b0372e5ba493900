"""What a run shows, for every data set and many networks: the messages themselves, without a process around them."""

import json

import numpy as np
import pytest

from playground.data import DATASETS
from playground.digits.drawn import DrawnStroke
from playground.engine import Training, predict
from playground.engine.network import signed
from playground.engine.samples import load_data
from playground.nn.activations import ACTIVATIONS
from playground.spec import RunSpec
from playground.spec.misfits import misfit
from playground.spec.painted import taken_over
from playground.worker.envelope import MOST_BYTES, Kind
from playground.worker.protocol import Draw
from playground.worker.show import Show
from tests.live_client import Message, read_message
from tests.support import CLASSES, NUMBERS, make_spec

POINTS = {
    "nothing between": "",
    "two layers": "4 tanh, 3 tanh",
    "batch normalization": "5 relu, batch_normalization, 4 tanh",
    "normalization first": "batch_normalization, 4 tanh",
    "layer normalization last": "4 tanh, layer_normalization",
    "dropout": "dropout rate=0.25, 4 tanh, dropout, gaussian_noise stddev=0.5, 3 tanh, dropout",
    "one of each": "4 elu, batch_normalization, dropout, layer_normalization, gaussian_noise, 3 sine",
}
PICTURES = {
    "the output alone": "flatten",
    "dense": "flatten, 20 relu",
    "many units": "flatten, 100 relu",
    "convolution": "conv2d filters=6 kernel_size=5, max_pooling2d, flatten, 8 relu",
    "convolution deeper down": "batch_normalization, conv2d filters=6, batch_normalization, dropout, flatten",
    "pooling first": "average_pooling2d, flatten, 8 relu",
    "average alone": "global_average_pooling2d",
    "normalization and dropout": "layer_normalization, flatten, dropout, 12 relu, batch_normalization, dropout",
}
CASES = [
    pytest.param(name, layers, id=f"{name}-{what}")
    for name, entry in zip(DATASETS, DATASETS.values(), strict=True)
    for what, layers in (PICTURES if entry.kind == "image" else POINTS).items()
]

HUNDREDS = taken_over(make_spec(data={"samples": 200})).data.painted_points


class Heard:
    """The other end of a link."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.rows: list[bytes] = []

    def send(self, kind: Kind, content: bytes) -> None:
        assert len(content) <= MOST_BYTES
        if kind is Kind.CURVE:
            self.rows.append(content)
        else:
            self.messages.append(read_message(content))
            json.dumps(self.messages[-1].values, allow_nan=False)

    def last(self, kind: str) -> Message:
        return next(message for message in reversed(self.messages) if message.kind == kind)


def answers_of(name: str) -> dict[str, str]:
    entry = DATASETS[name]
    if entry.task == "regression":
        return NUMBERS
    return CLASSES if entry.class_count(entry.settings({})) > 2 else {}


def spec_of(name: str, layers: str, **changes) -> RunSpec:
    data = {"painted_points": HUNDREDS} if name == "painted" else {"samples": 200}
    return make_spec(dataset=name, layers=layers, data=data, seed=3, **{**answers_of(name), **changes})


def shown(spec: RunSpec, steps: int = 3) -> tuple[Message, Message, Training, Heard, Show]:
    """The scene, a frame after some training, and what they were made from."""
    data, heard = load_data(spec), Heard()
    training = Training(spec, data)
    show = Show(heard, 7, spec, data)  # type: ignore[arg-type]
    show.scene(training, speed=None)
    show.add_curve_rows([training.point])
    training.advance(steps)
    show.frame(training, "paused", "A sentence.")
    return heard.last("scene"), heard.last("frame"), training, heard, show


def grid() -> np.ndarray:
    """The middles of the pixels of a picture of the plane: row 0 is the top, column 0 the left."""
    middles = (np.arange(100) + 0.5) * 0.12 - 6
    x1, x2 = np.meshgrid(middles, -middles)
    return np.stack([x1.ravel(), x2.ravel()], axis=1).astype(np.float32)


def levels(values: np.ndarray) -> np.ndarray:
    """The byte of a picture: 0 is -1 or less, 128 is 0, 255 is +1 or more."""
    return np.minimum(np.floor(np.clip(values, -1, 1) * 127.5 + 128), 255)


@pytest.mark.parametrize(("name", "layers"), CASES)
def test_a_scene_says_what_there_is_to_show(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    scene, _, training, _, _ = shown(spec, steps=0)
    entry, values = DATASETS[name], scene.values
    assert values["run"] == 7
    assert values["task"] == {"image": "digits", "table": "plane", "painted": "plane"}.get(entry.kind, entry.kind)
    assert (values["dataset"], values["engine"], values["parameters"]) == (entry.label, "NumPy", spec.parameters)
    assert (values["loss"], values["optimizer"]) == (spec.training.loss.entry.label, "Adam")
    assert values["score"] == ("R²" if entry.task == "regression" else "Accuracy")
    assert values["classes"] == len(values["class_names"]) == spec.data.classes
    assert (values["epochs"], values["steps_per_epoch"], values["speed"]) == (1000, training.steps_per_epoch, None)
    assert all(note.endswith(".") for note in values["notes"])


@pytest.mark.parametrize(("name", "layers"), CASES)
def test_layers_are_described_from_the_input_to_the_output(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    scene, _, _, _, _ = shown(spec, steps=0)
    first, *others = described = scene.values["layers"]
    assert all(
        each.keys() == {"name", "units", "shape", "activation", "labels", "parameters", "links", "between", "key", "number", "resizable"}
        for each in described
    )
    assert all(each["units"] == each["shape"][-1] for each in described)
    assert (first["name"], described[-1]["name"]) == ("Input", "Output")
    assert (tuple(first["shape"]), tuple(described[-1]["shape"])) == (spec.shapes[0], (spec.output_units,))
    assert sum(each["parameters"] for each in described) == spec.parameters
    assert all(each["links"] == ("full" if each["activation"] else "one") for each in others)
    assert described[-1]["labels"] == (scene.values["class_names"] if spec.output_units > 1 else None)
    between = [label for each in others for label in each["between"]]
    if spec.data.is_image:
        assert (between, first["labels"]) == ([], None)
        assert [each["name"] for each in others[:-1]] == [layer.entry.label for layer in spec.model.layers]
    else:
        assert len(first["labels"]) == spec.data.inputs == first["units"]
        assert len(between) + len(others) == len(spec.layers)
        assert [text.split()[0] for text in between] == [
            layer.entry.label for layer, weights in zip(spec.layers, spec.weights, strict=True) if not weights
        ]


@pytest.mark.parametrize(("name", "layers"), CASES)
def test_a_frame_says_how_training_goes(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    _, frame, training, heard, _ = shown(spec)
    values, metrics = frame.values, training.metrics
    assert (values["run"], values["status"], values["message"]) == (7, "paused", "A sentence.")
    assert (values["step"], values["epoch"]) == (3, 0)
    assert values["learning_rate"] == pytest.approx(spec.training.learning_rate)
    assert (values["train_loss"], values["test_loss"]) == (metrics.train.loss, metrics.test.loss)
    assert (values["train_score"], values["test_score"]) == (metrics.train.score, metrics.test.score)
    tested = len(load_data(spec).test)
    if spec.data.is_regression:
        assert values["confusion"] == []
        assert values["rmse"] == metrics.test.rmse > 0
    else:
        assert np.shape(values["confusion"]) == (spec.data.classes, spec.data.classes)
        assert np.sum(values["confusion"]) == tested
        assert values["test_score"] == pytest.approx(np.trace(values["confusion"]) / tested)
        assert values["rmse"] is None
    row = np.frombuffer(b"".join(heard.rows), "<f4").reshape(-1, 6)
    assert row[0, 0] == 0
    assert row[0, 5] == np.float32(spec.training.learning_rate)
    assert np.isfinite(row).all()


POINT_CASES = [case for case in CASES if DATASETS[case.values[0]].coordinates]


def axis(label: str, low: float, high: float) -> dict:
    return {"label": label, "low": pytest.approx(low, rel=1e-4), "high": pytest.approx(high, rel=1e-4)}


@pytest.mark.parametrize(("name", "layers"), POINT_CASES)
def test_points_and_their_answers_stand_still(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    scene, _, training, _, _ = shown(spec, steps=0)
    coordinates = DATASETS[name].coordinates
    assert scene.values["axes"] == [axis(label, -6, 6) for label in (["x₁", "x₂"] if coordinates == 2 else ["x"])]
    assert scene.values["height"] == axis("y", -1, 1)
    assert scene.arrays["points"].shape == (200, coordinates)
    assert np.abs(scene.arrays["points"]).max() <= 6
    assert scene.arrays["test"].tolist() == [0] * len(training.data.train) + [1] * len(training.data.test)
    assert scene.arrays["inputs"].shape == (len(spec.data.features), 25, 25)
    if spec.data.is_regression:
        assert "labels" not in scene.arrays
        assert scene.arrays["values"].dtype == np.float32
        assert scene.arrays["values"].shape == (200,)
    else:
        assert "values" not in scene.arrays
        assert set(scene.arrays["labels"].tolist()) == set(range(spec.data.classes))


@pytest.mark.parametrize(("name", "layers"), POINT_CASES)
def test_there_is_a_picture_of_every_unit_and_all_numbers_that_are_learned(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    scene, frame, training, _, _ = shown(spec)
    columns = scene.values["layers"][1:]
    assert frame.arrays["neurons"].shape == (sum(each["units"] for each in columns), 25, 25)
    trained = sum(np.prod(weight.shape) for weights in spec.weights for weight in weights.values() if weight.trainable)
    assert frame.arrays["weights"].shape == frame.arrays["gradients"].shape == (trained,)
    kernel = training.parameters()["output/kernel"]
    told = frame.arrays["weights"][-(kernel.size + spec.output_units) : -spec.output_units]
    assert (told == kernel.ravel()).all()


@pytest.mark.parametrize(("name", "layers"), POINT_CASES)
def test_pictures_show_what_the_network_says_when_it_is_asked(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    _, frame, training, _, _ = shown(spec)
    if spec.data.entry.kind == "line":
        line = ((np.arange(200) + 0.5) * 0.06 - 6).astype(np.float32)[:, None]
        assert frame.arrays.keys() == {"neurons", "curve", "weights", "gradients"}
        assert frame.arrays["curve"] == pytest.approx(predict(spec, training.parameters(), line)[:, 0], abs=1e-5)
        return
    says = predict(spec, training.parameters(), grid())
    if spec.data.classes > 2:
        assert frame.arrays.keys() == {"neurons", "winners", "confidence", "mistaken", "weights", "gradients"}
        two = np.sort(says, axis=1)
        clear = two[:, -1] - two[:, -2] > 1e-4
        assert (frame.arrays["winners"].ravel() == says.argmax(axis=1))[clear].all()
        assert np.abs(frame.arrays["confidence"].ravel() - (two[:, -1] - two[:, -2]) * 255).max() < 1.1
    else:
        mistaken = set() if spec.data.is_regression else {"mistaken"}
        assert frame.arrays.keys() == {"neurons", "output", "weights", "gradients"} | mistaken
        assert np.abs(frame.arrays["output"].ravel() - levels(signed(spec, says))).max() <= 1
        assert (frame.arrays["neurons"][-1] == frame.arrays["output"][2::4, 2::4]).all()


@pytest.mark.parametrize("name", ["circle", "rings", "moons"])
def test_points_that_the_network_mistakes_are_marked(name: str) -> None:
    spec = spec_of(name, "4 tanh")
    scene, frame, training, _, _ = shown(spec, steps=30)
    a = predict(spec, training.parameters(), scene.arrays["points"])
    taken = a.argmax(axis=1) if spec.data.classes > 2 else a[:, 0] > 0.5
    mistaken = frame.arrays["mistaken"]
    assert (mistaken == (taken != scene.arrays["labels"])).all()
    held = scene.arrays["test"] == 1
    assert 1 - mistaken[held].mean() == pytest.approx(1 - (taken != scene.arrays["labels"])[held].mean())
    assert 0 < mistaken.sum() < len(mistaken)


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("name", ["circle", "rings", "plane", "sine", "digits"])
def test_any_output_can_be_shown_also_one_that_does_not_fit(name: str, output: str) -> None:
    spec = spec_of(name, "flatten" if name == "digits" else "4 tanh", output=output)
    spec = misfit(spec).spec.replace(model=spec.model) if name == "sine" and misfit(spec) else spec
    scene, frame, _, _, _ = shown(spec)
    assert frame.values["status"] == "paused"
    assert scene.values["layers"][-1]["activation"] == ACTIVATIONS[output].label


@pytest.mark.parametrize("name", ["circle", "rings", "plane", "sine", "digits"])
def test_a_network_whose_weights_are_no_numbers_is_shown_all_the_same(name: str) -> None:
    spec = spec_of(name, "flatten, 4 relu" if name == "digits" else "4 relu")
    data, heard = load_data(spec), Heard()
    training = Training(spec, data)
    show = Show(heard, 7, spec, data)  # type: ignore[arg-type]
    show.scene(training, speed=5)
    show.add_curve_rows([training.point])
    broken = {key: np.full_like(value, np.nan) for key, value in training.parameters().items()}
    training.parameters = lambda: broken  # type: ignore[method-assign]
    show.frame(training, "diverged", "It diverged.")
    assert heard.last("frame").values["status"] == "diverged"


IMAGE_CASES = [case for case in CASES if DATASETS[case.values[0]].kind == "image"]


@pytest.mark.parametrize(("name", "layers"), IMAGE_CASES)
def test_pictures_come_with_guesses_and_the_weights_of_the_layer_that_sees_them(name: str, layers: str) -> None:
    spec = spec_of(name, layers)
    scene, frame, training, _, _ = shown(spec)
    values, side = scene.values, DATASETS[name].side
    assert (values["side"], values["tested"]) == (side, len(training.data.test))
    assert 24 <= values["digits_shown"] <= 60  # fewer where it is dear to ask for them in each frame
    assert scene.arrays["digits"].shape == (values["digits_shown"], side, side)
    assert scene.arrays["answers"].max() < 10
    assert frame.arrays["units"].shape == (values["units_shown"], values["unit_side"], values["unit_side"])
    says = predict(spec, training.parameters(), scene.arrays["digits"])
    assert (frame.arrays["guesses"] == says.argmax(axis=1)).all()
    assert frame.arrays["confidences"] == pytest.approx(says.max(axis=1))
    seen = spec.layers[values["unit_layer"] - 1]
    assert seen.entry.activation is not None
    if values["units_shown"]:
        kernel = training.parameters()[f"{spec.layer_names[values['unit_layer'] - 1]}/kernel"]
        assert frame.values["unit_scale"] == pytest.approx(np.abs(kernel[..., : values["units_shown"]]).max())
        flat = kernel.reshape(-1, kernel.shape[-1])[:, 0] / frame.values["unit_scale"]
        assert np.abs(frame.arrays["units"][0].ravel() - levels(flat)).max() <= 1


@pytest.mark.parametrize(
    ("layers", "units", "side"),
    [
        ("flatten, 20 relu", 20, 28),
        ("flatten, 100 relu", 64, 28),
        ("flatten", 10, 28),
        ("conv2d filters=6 kernel_size=5, flatten", 6, 5),
        ("average_pooling2d, flatten, 8 relu", 0, 28),
        ("max_pooling2d, conv2d filters=6, flatten", 6, 3),
        ("global_average_pooling2d", 0, 28),
    ],
)
def test_weights_are_pictures_only_where_they_lie_on_one(layers: str, units: int, side: int) -> None:
    scene, _, _, _, _ = shown(spec_of("fashion_mnist", layers), steps=0)
    assert (scene.values["units_shown"], scene.values["unit_side"]) == (units, side)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "tanh", "linear"])
@pytest.mark.parametrize("name", [case for case in DATASETS if DATASETS[case].kind == "image"])
def test_a_drawing_gets_a_share_for_each_class(name: str, output: str) -> None:
    spec = spec_of(name, "flatten, 8 relu", output=output)
    _, _, training, heard, show = shown(spec)
    show.drawing = Draw(strokes=(DrawnStroke(points=(30, 30, 120, 30, 70, 120), width=12),), size=150)
    show.guess(training)
    guess = heard.last("guess")
    assert guess.arrays["digit"].shape == (DATASETS[name].side,) * 2
    assert guess.arrays["digit"].max() > 100
    assert guess.arrays["probabilities"].shape == (10,)
    assert guess.arrays["probabilities"].min() >= 0
    assert guess.arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
    assert (guess.values["sample"], guess.values["answer"]) == (None, None)
    show.drawing = None
    show.guess(training)
    assert heard.last("guess").values["sample"] == 0
    assert not np.array_equal(heard.last("guess").arrays["digit"], guess.arrays["digit"])
