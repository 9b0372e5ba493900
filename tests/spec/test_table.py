"""Which columns of a table a spec names, and which it names by itself."""

import pytest
from hypothesis import given

from playground.data.table import read_table
from playground.data.uploads import find
from playground.errors import DataError, SpecError
from playground.spec import DEFAULT, from_json, from_query, parse, preset, to_json, to_query
from playground.spec.misfits import misfit
from playground.spec.suited import with_dataset, with_table
from playground.spec.table import TableSpec, suggested, with_target
from tests.support import make_spec, tables

IRIS = find("iris")


def table_of(names, rows):
    """A table with a column for each name, and rows made by functions of the row's number."""
    lines = [",".join(names), *(",".join(str(function(k)) for function in rows) for k in range(30))]
    return read_table("\n".join(lines).encode())


@given(tables())
def test_any_table_survives_a_file_and_a_link(table):
    outputs = {"output": "linear", "loss": "mean_squared_error"} if table["classes"] == 0 else {}
    spec = make_spec(dataset="table", data={"table": table}, **outputs)
    assert from_json(to_json(spec)) == spec
    assert from_query(to_query(spec)) == spec
    assert spec.shapes[0] == (len(table["inputs"]),)
    assert spec.data.classes == table["classes"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"file": "nope"}, "A CSV file should be one of iris, or the 16 hexadecimal digits of an upload, got 'nope'."),
        ({"file": 3}, "file should be text, got 3."),
        ({"classes": 1}, "A target should have at least 2 classes, or 0 if it is a number to tell, got 1."),
        ({"classes": 11}, "classes should be at most 10, got 11."),
        ({"target": 0}, "target should be at least 1, got 0."),
        ({"target": 65}, "target should be at most 64, got 65."),
        ({"target": 2.0}, "target must be a whole number, got 2.0."),
        ({"inputs": []}, "A network needs at least one input column, got none."),
        ({"inputs": [1, 1]}, "Each input column can be used once, got 1, 1."),
        ({"inputs": [1, 5]}, "The target cannot be an input as well, got column 5 as both."),
        ({"inputs": [*range(6, 65), *range(1, 6)]}, "inputs should have at most 63 entries, got 64."),
        ({"inputs": "12"}, "inputs should be a list, got '12'."),
        ({"columns": [1]}, "spec has no setting 'columns'. Known: file, classes, target, inputs."),
    ],
)
def test_what_is_no_table_is_refused(value, sentence):
    with pytest.raises(SpecError) as caught:
        parse(TableSpec, value)
    assert str(caught.value) == sentence


def test_the_default_is_what_iris_suggests():
    assert suggested("iris", IRIS) == TableSpec() == preset("iris").data.table


def test_a_table_suggests_to_tell_its_last_column_from_all_others_with_numbers():
    table = table_of(["id", "word", "x", "answer"], [lambda k: f"r{k}", lambda k: "ab"[k % 2], lambda k: k, lambda k: k / 7])
    assert suggested("iris", table) == TableSpec(file="iris", classes=0, target=4, inputs=(3,))


@pytest.mark.parametrize(
    ("function", "classes"),
    [(lambda k: "abc"[k % 3], 3), (lambda k: k % 3, 3), (lambda k: k % 3 / 2, 0), (lambda k: k, 0), (lambda k: k % 10 - 5, 10)],
)
def test_words_and_few_whole_numbers_are_classes_and_other_numbers_are_told(function, classes):
    assert suggested("iris", table_of(["x", "answer"], [lambda k: k, function])).classes == classes


def test_whole_numbers_can_be_told_as_numbers_too():
    table = table_of(["x", "answer"], [lambda k: k, lambda k: k % 3])
    assert [with_target("iris", table, 2, as_number=number).classes for number in (True, False, None)] == [0, 3, 3]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([lambda k: f"a{k}", lambda k: f"b{k}"], "No column can be told: each has words, and not 2 to 10 different ones."),
        ([lambda k: "ab"[k % 2], lambda k: "cd"[k % 2]], "There is no column to learn from: a network needs at least one with numbers"),
        ([lambda k: f"a{k}", lambda k: k], "There is no column to learn from: a network needs at least one with numbers"),
    ],
)
def test_a_table_without_numbers_gets_a_sentence(rows, sentence):
    with pytest.raises(DataError, match=f"^{sentence}"):
        suggested("iris", table_of(["x", "y"], rows))


def test_a_table_comes_with_the_usual_answers():
    flowers = with_dataset(DEFAULT, "table")
    assert (flowers.training.loss.name, flowers.model.output.activation.name) == ("categorical_crossentropy", "softmax")
    number = with_table(flowers, with_target("iris", IRIS, 2), samples=150)
    assert (number.training.loss.name, number.model.output.activation.name) == ("mean_squared_error", "linear")
    assert misfit(number) is None
    assert number.model.layers == DEFAULT.model.layers
    assert with_dataset(number, "circle") == DEFAULT.replace(data=DEFAULT.data.replace(samples=150))


@pytest.mark.parametrize("change", [{"noise": 0.5}, {"features": ["x1"]}, {"augmentation": {"shift": 1.0}}])
def test_a_table_has_no_settings_of_points_and_pictures(change):
    (name,) = change
    with pytest.raises(SpecError, match=f"^Own CSV file has no {name} to set, got "):
        make_spec(dataset="table", data=change)
