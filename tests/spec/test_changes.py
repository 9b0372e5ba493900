"""What a network survives when its spec changes."""

import pytest

from playground.spec import preset
from playground.spec.changes import goes_on, heirs
from tests.support import CLASSES, make_spec

HE = {"kind": "dense", "units": 4, "initializer": "he_normal"}


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("4 tanh, 2 tanh", "4 tanh, 2 tanh", {0: 0, 1: 1, 2: 2}),
        ("4 tanh, 2 tanh", "4 relu, 2 gelu", {0: 0, 1: 1, 2: 2}),
        ("4 tanh, 2 tanh", "5 tanh, 2 tanh", {0: 0, 1: 1, 2: 2}),
        ("4 tanh, 2 tanh", "4 tanh", {0: 0, 1: 2}),
        ("4 tanh, 2 tanh", "2 tanh", {0: 1, 1: 2}),
        ("4 tanh, 2 tanh", "8 tanh, 4 tanh, 2 tanh", {1: 0, 2: 1, 3: 2}),
        ("4 tanh, 2 tanh", "4 tanh, 8 tanh, 2 tanh", {0: 0, 2: 1, 3: 2}),
        ("4 tanh", "4 tanh, dropout", {0: 0, 2: 1}),
        ("4 tanh, dropout, 2 tanh", "dropout, 4 tanh, 2 tanh", {1: 0, 2: 2, 3: 3}),
        ("", "4 tanh", {1: 0}),
        ("4 tanh", "", {0: 1}),
    ],
)
def test_layers_stay_that_are_the_same_or_of_the_same_kind(old, new, pairs):
    found = heirs(make_spec(layers=old), make_spec(layers=new))
    assert {heir.after: heir.before for heir in found} == pairs


@pytest.mark.parametrize(
    "changes",
    [
        {"layers": "4 relu, 2 relu"},
        {"layers": "8 tanh, dropout, 3 tanh, 1 tanh"},
        {"layers": ""},
        {"layers": [{"kind": "dense", "units": 4}, {"kind": "dense", "units": 2}, HE]},
        {"loss": "hinge", "output": "tanh"},
        {"output": "softmax", "loss": "categorical_crossentropy"},
        {"optimizer": "lion", "learning_rate": 0.5, "batch_size": 7, "epochs": 3, "clipping": "norm", "schedule": "step"},
        {"data": {"noise": 0.4}},
        {"data": {"samples": 77, "test_share": 0.2, "features": ["x2", "sin_x1"]}},
    ],
)
def test_a_network_goes_on_with_other_layers_other_training_and_noisier_data(changes):
    assert goes_on(make_spec(layers="4 tanh, 2 tanh"), make_spec(**{"layers": "4 tanh, 2 tanh"} | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"dataset": "spiral"},
        {"seed": 1},
        {"engine": "tensorflow"},
        {"layers": [{"kind": "dense", "units": 4}, HE]},
        {"output": {"activation": "sigmoid", "initializer": "he_normal"}},
    ],
)
def test_it_starts_again_from_other_data_another_seed_or_other_initial_weights(changes):
    assert not goes_on(make_spec(), make_spec(**changes))


def test_more_classes_are_another_task():
    assert not goes_on(*(make_spec(dataset={"name": "rings", "classes": count}, **CLASSES) for count in (3, 4)))


def test_another_column_to_tell_is_another_task_and_other_inputs_are_not():
    iris = preset("iris")
    assert not goes_on(iris, iris.replace(data=iris.data.replace(table=iris.data.table.replace(target=1, inputs=(2, 3), classes=0))))
    assert goes_on(iris, iris.replace(data=iris.data.replace(table=iris.data.table.replace(inputs=(2, 3)))))
