"""`python -m playground race`, as a person and as a script use it: real processes."""

import csv
import json
from urllib.parse import urlencode

import pytest

from playground.race import AxisSpec, RaceSpec, board, run
from playground.race.beginnings import comparison_of
from playground.race.json_file import race_to_json
from playground.race.link import race_to_query
from playground.race.script import keras_script
from playground.spec import preset, to_json
from tests.support import NUMBERS, make_spec
from tests.test_cli import rows
from tests.test_cli import run as run_command

SMALL = RaceSpec(
    base=make_spec(layers="4 tanh", epochs=3, data={"samples": 60}), axes=(AxisSpec(name="activation", values=("relu", "tanh")),), seeds=2
)


def race(*arguments, stdin=""):
    return run_command("race", *arguments, stdin=stdin)


def written(tmp_path, text):
    path = tmp_path / "some.json"
    path.write_text(text)
    return str(path)


def without_seconds(result):
    return [{name: value for name, value in row.items() if "seconds" not in name} for row in rows(result)]


def test_json_has_one_object_a_line_with_what_the_package_finds(tmp_path):
    result = race("--file", written(tmp_path, race_to_json(SMALL)), "--json")
    assert result.returncode == 0
    *_, record = run(SMALL)
    expected = board(record)
    found = rows(result)
    assert [row["entry"] for row in found] == [SMALL.entries[row.entry].label for row in expected]
    assert [row["rank"] for row in found] == [1, 2]
    for row, each in zip(found, expected, strict=True):
        assert row["activation"] in ("relu", "tanh")
        assert (row["test_loss"], row["test_loss_low"], row["test_loss_high"]) == (each.loss.mean, each.loss.low, each.loss.high)
        assert row["test_score"] == each.score.mean
        assert (row["verdict"], row["p"], row["text"]) == (each.verdict, each.p, each.text)
        assert row["seconds_per_epoch"] > 0
        assert (row["lanes"], row["diverged"]) == (2, 0)
    assert "epoch 3/3" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_comparison_comes_from_a_file_a_pipe_a_link_or_options(tmp_path):
    by_file = without_seconds(race("--file", written(tmp_path, race_to_json(SMALL)), "--json"))
    by_pipe = without_seconds(race("--file", "-", "--json", stdin=race_to_json(SMALL)))
    query = urlencode(race_to_query(SMALL))
    by_link = without_seconds(race("--link", f"http://localhost:8501/compare?{query}", "--json"))
    by_query = without_seconds(race("--link", query, "--json"))
    options = ("--vary", "activation relu tanh", "--seeds", "2", "--target", "score 0.95", "--json")
    by_options = without_seconds(race("--spec", "-", *options, stdin=to_json(SMALL.base)))
    assert len(by_file) == 2
    assert by_file == by_pipe == by_link == by_query == by_options


def test_options_change_what_a_file_says(tmp_path):
    path = written(tmp_path, race_to_json(SMALL))
    found = rows(race("--file", path, "--seeds", "1", "--epochs", "2", "--target", "loss 1000", "--json"))
    assert [row["lanes"] for row in found] == [1, 1]
    assert [row["epochs_to_target"] for row in found] == [0, 0]
    assert [row["test_loss_low"] for row in found] == [None, None]


def test_a_setting_without_values_takes_usual_ones():
    found = rows(race("--preset", "xor", "--epochs", "1", "--seeds", "1", "--vary", "optimizer", "--vary", "width 2 3", "--json"))
    expected = comparison_of(preset("xor"))
    assert len(found) == 2 * 4
    assert {row["width"] for row in found} == {"2", "3"}
    assert expected.base.training.optimizer.name in {row["optimizer"].partition("~")[0] for row in found}


def test_without_json_a_person_gets_a_table_and_a_sentence(tmp_path):
    result = race("--file", written(tmp_path, race_to_json(SMALL)))
    assert result.returncode == 0
    heading, first, second, sentence = result.stdout.splitlines()
    assert heading.split("  ")[0].strip() in ("", "Entry")
    assert all(name in heading for name in ("Entry", "Test accuracy", "Test loss", "Best", "Epochs to target", "ms/epoch"))
    assert first.startswith("1")
    assert "Leads" in first
    assert second.startswith("2")
    assert " leads with a test loss of " in sentence


def test_numbers_to_tell_are_scored_by_r2(tmp_path):
    base = make_spec(dataset="plane", epochs=1, **NUMBERS)
    result = race("--spec", written(tmp_path, to_json(base)), "--seeds", "1", "--vary", "activation relu tanh")
    assert "Test R²" in result.stdout


def test_the_board_and_the_program_are_written_to_files(tmp_path):
    table, program = tmp_path / "board.csv", tmp_path / "compare.py"
    result = race("--file", written(tmp_path, race_to_json(SMALL)), "--csv", str(table), "--keras", str(program), "--json")
    assert result.returncode == 0
    assert program.read_text() == keras_script(SMALL)
    with table.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["entry"] for row in found] == [row["entry"] for row in rows(result)]
    assert [float(row["test_loss"]) for row in found] == [row["test_loss"] for row in rows(result)]
    assert {path.name for path in tmp_path.iterdir()} == {"board.csv", "compare.py", "some.json"}


def test_entries_that_all_diverge_are_a_failure_with_a_board(tmp_path):
    base = make_spec(dataset="plane", layers="4 relu, 4 relu", optimizer="sgd", learning_rate=10.0, epochs=30, **NUMBERS)
    result = race("--spec", written(tmp_path, to_json(base)), "--vary", "learning_rate 10", "--seeds", "2", "--json")
    assert result.returncode == 1
    (row,) = rows(result)
    assert (row["diverged"], row["test_loss"], row["verdict"]) == (2, None, "none")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--preset", "nope"], "Unknown preset 'nope'. Known: circle, "),
        (["--spec", "nothing.json"], "'nothing.json' cannot be read: "),
        (["--file", "nothing.json"], "'nothing.json' cannot be read: "),
        (["--vary", "fly 1 2"], "Unknown setting to compare 'fly'. Known: activation, "),
        (["--vary", ""], "Unknown setting to compare ''. Known: activation, "),
        (["--vary", "activation relu rleu"], "Activation, rleu: Unknown activation 'rleu'. Known: relu, "),
        (["--vary", "activation relu relu"], "Activation has the value 'relu' twice; once is enough."),
        (["--vary", "activation", "--vary", "activation"], "Each setting can be compared once, got activation, activation."),
        (["--vary", "noise", "--vary", "width", "--vary", "depth", "--vary", "samples"], "axes should have at most 3 entries, got 4."),
        (["--vary", "learning_rate fast"], "Learning rate, fast: "),
        (["--seeds", "0"], "seeds should be at least 1, got 0."),
        (["--seeds", "21"], "seeds should be at most 20, got 21."),
        (["--seeds", "x"], "python -m playground race: argument --seeds: invalid int value: 'x'"),
        (["--epochs", "0"], "epochs should be at least 1, got 0."),
        (["--target", "fast"], "--target should be like 'score 0.95' or 'loss 0.1', got 'fast'."),
        (["--target", "score nan"], "--target should be like 'score 0.95' or 'loss 0.1', got 'score nan'."),
        (["--target", "loss -1"], "value should be at least 0, got -1.0."),
        (["--preset", "circle", "--link", "seeds=1"], "python -m playground race: argument --link: not allowed with argument --preset."),
        (["--link", "seeds=1", "--vary", "depth"], "--link says what differs already: leave out --vary."),
        (["--file", "-", "--vary", "depth"], "--file says what differs already: leave out --vary."),
        (["--file", "-"], "The comparison is not JSON: "),
        (["--link", "seed=1&seed=2"], "The link gives 'seed' 2 times; once is enough."),
        (["--link", "&".join(["a=1"] * 4000)], "The link is longer than 10,000 characters."),
        (["--csv", "/"], "'/' is a folder, and --csv needs the name of a file."),
        (["--keras", "/nowhere/compare.py"], "'/nowhere/compare.py' cannot be written: No such file or directory."),
        (["circle"], "python -m playground: unrecognized arguments: circle"),
    ],
    ids=lambda value: "_".join(value)[:60] if isinstance(value, list) else "",
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(arguments, sentence):
    result = race(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_file_with_a_wrong_setting_is_refused_in_one_sentence(tmp_path):
    result = race("--file", written(tmp_path, json.dumps({"sed": 1})))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("spec has no setting 'sed'. Known: base, ")
