"""What a run on a table shows: the first two inputs in their own units, and the rest of the columns at their mean."""

import numpy as np
import pytest

from playground.data.uploads import find, keep
from playground.engine import predict
from playground.engine.samples import load_data
from playground.spec import RunSpec
from tests.support import CLASSES, NUMBERS, make_spec
from tests.worker.test_show import levels, shown

IRIS = find("iris")


def on_iris(classes: int, target: int, *inputs: int, layers: str = "5 tanh") -> RunSpec:
    table = {"classes": classes, "target": target, "inputs": inputs}
    return make_spec(dataset="table", layers=layers, data={"table": table, "samples": 150}, **(CLASSES if classes else NUMBERS))


def in_rows(spec: RunSpec, place_x: np.ndarray, place_y: np.ndarray | None, axes: list[dict]) -> np.ndarray:
    """Standardised rows for places in the picture from 0 to 1, worked out from the axes alone."""
    rows = np.zeros((len(place_x), spec.data.inputs), np.float32)
    places = [place_x] if place_y is None else [place_x, place_y]
    for number, (place, axis, scale) in enumerate(zip(places, axes, load_data(spec).scales, strict=False)):
        rows[:, number] = (axis["low"] + (axis["high"] - axis["low"]) * place - scale.mean) / scale.deviation
    return rows


def middles(count: int) -> np.ndarray:
    return (np.arange(count) + 0.5) / count


def grid() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(middles(100), middles(100)[::-1])
    return x.ravel(), y.ravel()


@pytest.mark.parametrize("inputs", [(1, 2), (2, 1), (3, 4, 1, 2), (4, 1, 3)])
def test_axes_have_the_names_and_units_of_the_first_two_inputs(inputs):
    scene, *_ = shown(on_iris(3, 5, *inputs), steps=0)
    assert scene.values["task"] == "plane"
    for axis, number in zip(scene.values["axes"], inputs, strict=False):
        column = IRIS.column(number)
        span = np.ptp(column.values)
        assert axis["label"] == column.name
        assert axis["low"] == pytest.approx(column.values.min() - 0.08 * span, rel=1e-5)
        assert axis["high"] == pytest.approx(column.values.max() + 0.08 * span, rel=1e-5)
    assert scene.values["layers"][0]["labels"] == [IRIS.column(number).name for number in inputs]
    assert scene.values["class_names"] == ["setosa", "versicolor", "virginica"]
    assert any("sepal width" in note for note in scene.values["notes"]) == (4 in inputs[2:])


def test_points_stand_where_their_numbers_are():
    spec = on_iris(3, 5, 1, 4)
    scene, *_ = shown(spec, steps=0)
    own = np.stack([axis["low"] + (axis["high"] - axis["low"]) * (place.astype(float) + 6) / 12
                    for axis, place in zip(scene.values["axes"], scene.arrays["points"].T, strict=True)], axis=1)  # fmt: skip
    expected = np.stack([IRIS.column(1).values, IRIS.column(4).values], axis=1)
    assert sorted(map(tuple, own.round(3).tolist())) == sorted(map(tuple, expected.round(3).tolist()))
    named = [scene.values["class_names"][label] for label in scene.arrays["labels"]]
    assert sorted(zip(own[:, 0].round(3), named, strict=True)) == sorted(
        zip(IRIS.column(1).values.round(3), [IRIS.column(5).classes[code] for code in IRIS.column(5).codes], strict=True)
    )


@pytest.mark.parametrize("inputs", [(1, 2), (3, 1, 2, 4)])
def test_colours_show_what_the_network_says_with_the_other_columns_at_their_mean(inputs):
    spec = on_iris(3, 5, *inputs)
    scene, frame, training, *_ = shown(spec)
    says = predict(spec, training.parameters(), in_rows(spec, *grid(), scene.values["axes"]))
    two = np.sort(says, axis=1)
    clear = two[:, -1] - two[:, -2] > 1e-4
    assert (frame.arrays["winners"].ravel() == says.argmax(axis=1))[clear].all()


def test_a_number_is_shown_in_its_own_unit():
    spec = on_iris(0, 2, 1, 3)
    scene, frame, training, *_ = shown(spec)
    data, height = load_data(spec), scene.values["height"]
    width = IRIS.column(2).values
    assert height == {"label": "petal width", "low": pytest.approx(width.min(), rel=1e-4), "high": pytest.approx(width.max(), rel=1e-4)}
    says = predict(spec, training.parameters(), in_rows(spec, *grid(), scene.values["axes"]))[:, 0]
    own = data.target.mean + data.target.deviation * says
    placed = (own - width.min()) / np.ptp(width) * 2 - 1
    assert np.abs(frame.arrays["output"].ravel() - levels(placed)).max() <= 1
    assert (frame.arrays["neurons"][-1] == frame.arrays["output"][2::4, 2::4]).all()
    assert sorted((scene.arrays["values"] + 1) / 2 * np.ptp(width) + width.min()) == pytest.approx(sorted(width), abs=1e-5)


def test_an_error_is_told_in_the_unit_of_the_number():
    spec = on_iris(0, 2, 1, 3)
    _, frame, training, *_ = shown(spec, steps=0)
    data = load_data(spec)
    wrong = data.target.deviation * (predict(spec, training.parameters(), data.test.raw)[:, 0] - data.test.labels)
    assert frame.values["rmse"] == pytest.approx(np.sqrt(np.mean(wrong**2)), rel=1e-5)


def test_a_number_that_is_told_from_one_column_is_a_curve():
    spec = on_iris(0, 2, 1)
    scene, frame, training, *_ = shown(spec)
    assert (scene.values["task"], len(scene.values["axes"])) == ("line", 1)
    assert scene.arrays["points"].shape == (150, 1)
    own = load_data(spec).target
    says = predict(spec, training.parameters(), in_rows(spec, middles(200), None, scene.values["axes"]))[:, 0]
    width = IRIS.column(2).values
    placed = (own.mean + own.deviation * says - width.min()) / np.ptp(width) * 2 - 1
    assert frame.arrays["curve"] == pytest.approx(placed, abs=1e-4)


def test_classes_that_are_told_from_one_column_are_stripes_with_the_points_spread_over_them():
    scene, frame, *_ = shown(on_iris(3, 5, 1))
    assert scene.values["axes"][1] is None
    assert (frame.arrays["winners"] == frame.arrays["winners"][:1]).all()
    assert np.unique(scene.arrays["points"][:, 1]).size == 150
    assert np.abs(scene.arrays["points"]).max() <= 6


@pytest.mark.usefixtures("empty_cache")
def test_of_very_many_rows_some_are_drawn_and_a_note_says_so():
    rows = np.random.default_rng(0).normal(size=(20_000, 2)).round(3)
    name, _ = keep("\n".join(["a,b,kind", *(f"{a},{b},{'yes' if a > b else 'no'}" for a, b in rows)]).encode())
    table = {"file": name, "classes": 2, "target": 3, "inputs": [1, 2]}
    spec = make_spec(dataset="table", data={"table": table, "samples": 20_000, "test_share": 0.25})
    scene, *_ = shown(spec, steps=1)
    assert len(scene.arrays["points"]) == 5000
    assert scene.arrays["test"].sum() == 1250
    assert "Drawn are 5,000 of 20,000 rows." in scene.values["notes"]
