"""The plane as a layer sees it, in the frames of a run that is asked for it."""

import json

import numpy as np
import pytest

from playground.data import DATASETS
from playground.engine import Training
from playground.engine.maps import NeuronMaps
from playground.engine.network import inputs
from playground.engine.samples import load_data
from playground.spec import DEFAULT, RunSpec, preset
from playground.worker.painters.bent import LINES, MOST_POINTS, SAMPLES, grid_places
from playground.worker.pool import Pool
from playground.worker.protocol import Bend, Pause, Play
from playground.worker.show import Show
from tests.live_client import Message
from tests.support import CLASSES, NUMBERS, make_spec
from tests.worker.conftest import UNHURRIED, Watched, with_pool
from tests.worker.test_show import Heard, spec_of

GRID = 2 * LINES * SAMPLES
BENT = {"bent_grid", "bent_points", "bent_answers"}
PLANES = [name for name in DATASETS if DATASETS[name].kind in ("plane", "painted")]
LAYERS = "5 relu, batch_normalization, dropout, 2 tanh, 1 tanh, 4 elu"


def bent(spec: RunSpec, layer: int | None, steps: int = 3) -> tuple[Message, Training]:
    """A frame that shows a layer, and the training it is of."""
    data, heard = load_data(spec), Heard()
    training = Training(spec, data)
    show = Show(heard, 7, spec, data)  # type: ignore[arg-type]
    show.obey(Bend(layer=layer), training)
    training.advance(steps)
    show.frame(training, "paused", None)
    return heard.last("frame"), training


@pytest.mark.parametrize("layer", range(7))
@pytest.mark.parametrize("name", PLANES)
def test_every_layer_shows_the_grid_and_the_points(name: str, layer: int) -> None:
    spec = spec_of(name, LAYERS)
    frame, _ = bent(spec, layer)
    values = frame.values["bend"]
    assert values["layer"] == layer
    assert frame.arrays["bent_grid"].shape == (GRID, 2)
    assert frame.arrays["bent_points"].shape == (200, 2)
    assert frame.arrays["bent_answers"].shape == (GRID,)
    units = [2, 5, 5, 2, 1, 4, spec.output_units][layer]
    assert (values["share"] is not None) == (units > 2)
    assert values["score"] <= 1
    assert all(np.isfinite(frame.arrays[each]).all() for each in BENT)


def test_the_input_is_the_plane_itself() -> None:
    frame, training = bent(spec_of("circle", "3 tanh"), 0)
    assert (frame.arrays["bent_grid"] == grid_places()).all()
    raw = np.concatenate([training.data.train.raw, training.data.test.raw])
    assert (frame.arrays["bent_points"] == raw.astype(np.float32)).all()


def test_lines_of_the_grid_are_straight_and_cross_at_places_of_both() -> None:
    flat, upright = grid_places().reshape(2, LINES, SAMPLES, 2)
    assert (flat[:, :, 1] == flat[:, :1, 1]).all()
    assert (upright[:, :, 0] == upright[:, :1, 0]).all()
    assert flat[:, ::3] == pytest.approx(upright[:, ::3].transpose(1, 0, 2))


def test_two_units_are_the_axes_as_they_are_and_the_next_layer_has_its_line() -> None:
    spec = make_spec(layers="4 tanh, dropout, 2 tanh, dropout")
    frame, training = bent(spec, 2)
    x = np.ascontiguousarray(inputs(spec, grid_places()).T)
    said = NeuronMaps(spec, x)(training.parameters())[2]
    assert frame.arrays["bent_grid"] == pytest.approx(said.T, abs=1e-6)
    kernel = training.parameters()["output/kernel"][:, 0]
    assert frame.values["bend"]["line"] == pytest.approx([*kernel, training.parameters()["output/bias"][0]])
    assert bent(spec, 1)[0].values["bend"]["line"] is None


def test_a_single_unit_is_a_line_with_the_points_spread_above_it() -> None:
    frame, _ = bent(make_spec(layers="4 tanh, 1 tanh"), 2)
    assert (frame.arrays["bent_grid"][:, 1] == -1).all()
    heights = frame.arrays["bent_points"][:, 1]
    assert -1 < heights.min() < heights.max() < 1
    assert len(set(heights.tolist())) > 100


def test_what_the_network_says_along_the_grid_is_what_its_picture_says() -> None:
    for spec in (DEFAULT, make_spec(dataset="blobs", **CLASSES), make_spec(dataset="ripple", **NUMBERS)):
        frame, _ = bent(spec, 1, steps=30)
        picture = frame.arrays["winners" if spec.data.classes > 2 else "output"]
        places = np.clip(((grid_places() + 6) / 0.12).astype(int), 0, 99)
        beside = picture[99 - places[:, 1], places[:, 0]].astype(int)
        differ = np.abs(frame.arrays["bent_answers"].astype(int) - beside)
        assert (differ > 8).mean() < 0.1


def test_of_many_points_some_are_shown_and_of_a_table_its_rows() -> None:
    frame, _ = bent(make_spec(dataset="circle", data={"samples": 2500}), 1)
    assert frame.values["bend"]["stride"] == 3
    assert len(frame.arrays["bent_points"]) == 834 <= MOST_POINTS
    table, training = bent(preset("iris"), 0)
    assert len(table.arrays["bent_points"]) == len(training.data.train) + len(training.data.test)
    assert table.values["bend"]["share"] < 1


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_where_nothing_is_painted_yet_there_is_the_grid_alone(layer: int) -> None:
    frame, _ = bent(make_spec(dataset="painted", layers="3 tanh, 1 tanh", data={"painted_points": "."}), layer, steps=0)
    assert frame.arrays["bent_points"].shape == (0, 2)
    assert frame.arrays["bent_grid"].shape == (GRID, 2)
    assert frame.values["bend"]["score"] is frame.values["bend"]["score_all"] is None


def test_a_layer_that_is_not_there_is_not_shown_and_neither_is_one_of_pictures() -> None:
    for spec, layer in [(DEFAULT, None), (DEFAULT, 4), (DEFAULT, 1000), (spec_of("digits", "flatten, 4 tanh"), 1), (preset("sine"), 1)]:
        frame, _ = bent(spec, layer)
        assert "bend" not in frame.values
        assert not BENT & frame.arrays.keys()


def test_a_network_whose_weights_are_no_numbers_bends_nothing_and_harms_nothing() -> None:
    for layers in ("4 relu", "2 relu", "1 relu"):
        spec = spec_of("circle", layers)
        data, heard = load_data(spec), Heard()
        training = Training(spec, data)
        show = Show(heard, 7, spec, data)  # type: ignore[arg-type]
        show.obey(Bend(layer=1), training)
        for value in (np.nan, np.inf, 1e38):
            broken = {key: np.full_like(array, value) for key, array in training.parameters().items()}
            training.parameters = lambda broken=broken: broken  # type: ignore[method-assign]
            show.frame(training, "diverged", None)
        assert np.isfinite(heard.last("frame").arrays["bent_grid"]).all()
        json.dumps(heard.last("frame").values, allow_nan=False)


def test_a_run_shows_a_layer_from_when_it_is_asked_until_nobody_looks() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=UNHURRIED)
        await watched.ready()
        assert "bend" not in watched.of("frame")[-1].values
        watched.run.send(Bend(layer=2))
        frame = await watched.frame()
        assert (frame.values["bend"]["layer"], frame.values["status"]) == (2, "ready")
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 3)
        assert watched.of("frame")[-1].values["bend"]["layer"] == 2
        watched.run.send(Bend(layer=1))
        await watched.until(lambda: watched.of("frame")[-1].values["bend"]["layer"] == 1)
        watched.run.send(Pause())
        await watched.frame(status="paused")
        watched.run.send(Bend(layer=None))
        assert "bend" not in (await watched.frame()).values

    with_pool(test)


def test_more_units_are_seen_in_the_plane_in_which_the_points_differ_most() -> None:
    spec = make_spec(layers="5 elu")
    frame, training = bent(spec, 1)
    raw = np.concatenate([training.data.train.raw, training.data.test.raw])
    said = NeuronMaps(spec, np.ascontiguousarray(inputs(spec, raw).T))(training.parameters())[0].astype(np.float64)
    s = np.linalg.svd(said - said.mean(axis=1, keepdims=True), compute_uv=False) ** 2
    assert frame.values["bend"]["share"] == pytest.approx(s[:2].sum() / s.sum(), rel=1e-4)
    assert frame.arrays["bent_points"].var(axis=0) == pytest.approx(s[:2] / len(raw), rel=1e-3)
