"""The command line, as a person and as a script use it: real processes."""

import json
import os
import signal
import subprocess
import sys

import pytest

from playground.digits.network import unpack
from playground.engine.train import train
from playground.spec import PRESETS, from_json, preset, to_json
from playground.spec.catalogue import catalogue_lines
from tests.support import NUMBERS, make_spec

KEYS = ["step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "seconds"]
COMMAND = [sys.executable, "-m", "playground"]


def run(*arguments, stdin="", **environment):
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, text=True, timeout=120, env=os.environ | environment)


def rows(result):
    """The objects of `--json`; anything that is not strict JSON fails."""

    def refuse(name):
        raise AssertionError(name)

    return [json.loads(line, parse_constant=refuse) for line in result.stdout.splitlines()]


def without_seconds(rows):
    return [{key: value for key, value in row.items() if key != "seconds"} for row in rows]


def write(tmp_path, spec):
    path = tmp_path / "spec.json"
    path.write_text(to_json(spec))
    return str(path)


def test_json_has_one_object_a_line_with_the_agreed_keys_and_the_last_is_final():
    result = run("train", "circle", "--epochs", "3", "--json")
    assert result.returncode == 0
    found = rows(result)
    assert [[*row] for row in found] == [KEYS] * 3 + [[*KEYS, "final", "confusion", "precision", "recall"]]
    assert [row["epoch"] for row in found] == [0, 1, 2, 3]
    assert found[-1]["final"] is True
    assert "epoch 3/3" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_command_line_trains_what_the_package_trains_and_does_so_again():
    arguments = ("train", "xor", "--epochs", "2", "--seed", "5", "--json")
    spec = preset("xor")
    spec = spec.replace(seed=5, training=spec.training.replace(epochs=2))
    expected = [{"step": snapshot.step, "epoch": snapshot.epoch, **snapshot.metrics.row()} for snapshot in train(spec)]
    measured = list(train(spec))[-1].metrics.test
    expected[-1] |= {"final": True, "confusion": [*map(list, measured.confusion)]}
    expected[-1] |= {"precision": [*measured.precision], "recall": [*measured.recall]}
    assert without_seconds(rows(run(*arguments))) == expected
    assert without_seconds(rows(run(*arguments))) == expected


def test_without_json_a_person_gets_one_line_and_a_bar():
    result = run("train", "gauss", "--epochs", "2")
    assert result.returncode == 0
    assert result.stdout.startswith("2 epochs in ")
    assert result.stdout.count("\n") == 1
    assert "epoch 2/2" in result.stderr


@pytest.mark.parametrize("dataset", ["plane", "sine"])
def test_the_rows_of_numbers_to_tell_have_an_error_and_a_score(tmp_path, dataset):
    result = run("train", write(tmp_path, make_spec(dataset=dataset, epochs=2, **NUMBERS)), "--json")
    assert result.returncode == 0
    names = ["step", "epoch", "train_loss", "test_loss", "train_rmse", "test_rmse", "train_r2", "test_r2", "seconds"]
    assert [[*row] for row in rows(result)] == [names] * 2 + [[*names, "final"]]
    assert all(isinstance(row[name], float) for row in rows(result) for name in names[2:])
    assert "R² " in run("train", write(tmp_path, make_spec(dataset=dataset, epochs=1, **NUMBERS))).stdout


@pytest.mark.parametrize(
    ("stop", "sentence"),
    [
        ({"loss": 1e6}, "Stopped after epoch 1: the test loss "),
        ({"accuracy": 0.0}, "Stopped after epoch 1: the test accuracy "),
        ({"patience": 1}, ": the test loss has not fallen for 1 epoch; back to the weights of epoch "),
    ],
)
def test_a_run_that_a_condition_ends_says_which_and_is_a_success(tmp_path, stop, sentence):
    result = run(
        "train",
        write(tmp_path, make_spec(epochs=200, stop=stop, layers="8 tanh, 8 tanh", learning_rate=0.1, data={"noise": 0.5})),
        "--json",
    )
    assert result.returncode == 0
    *earlier, last = rows(result)
    assert sentence in last["stopped"]
    assert last["final"] is True
    assert last["epoch"] < 200
    assert not any("stopped" in row for row in earlier)
    assert result.stderr.splitlines()[-1] == last["stopped"]


def test_catalogue_lists_everything_with_its_settings():
    result = run("catalogue")
    assert result.returncode == 0
    assert result.stdout.splitlines() == [*catalogue_lines()]
    assert result.stderr == ""


def test_presets_lists_every_name():
    result = run("presets")
    assert result.returncode == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [*PRESETS]
    assert all(entry.help in result.stdout for entry in PRESETS.values())


@pytest.mark.parametrize("name", PRESETS)
def test_spec_writes_what_train_takes(name):
    result = run("spec", name)
    assert result.returncode == 0
    assert from_json(result.stdout) == preset(name)


def test_a_spec_comes_from_a_file_or_from_a_pipe(tmp_path):
    spec = make_spec(epochs=1, seed=3)
    by_file, by_pipe = run("train", write(tmp_path, spec), "--json"), run("train", "-", "--json", stdin=to_json(spec))
    assert len(rows(by_file)) == 2
    assert without_seconds(rows(by_file)) == without_seconds(rows(by_pipe))


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text)
    return str(path)


TABLE = "x,y,kind\n" + "".join(f"{k},{k * k},{'ab'[k % 2]}\n" for k in range(20))


def test_a_csv_file_becomes_a_spec_that_can_be_trained(tmp_path):
    cache = str(tmp_path / "cache")
    result = run("csv", written(tmp_path, TABLE), PLAYGROUND_CACHE=cache)
    assert result.returncode == 0
    table = from_json(result.stdout).data.table
    assert (table.classes, table.target, table.inputs) == (2, 3, (1, 2))
    trained = run("train", "-", "--epochs", "2", "--json", stdin=result.stdout, PLAYGROUND_CACHE=cache)
    assert trained.returncode == 0
    assert rows(trained)[-1]["final"] is True
    elsewhere = run("train", "-", "--json", stdin=result.stdout, PLAYGROUND_CACHE=str(tmp_path / "other"))
    assert (elsewhere.returncode, elsewhere.stdout) == (2, "")
    assert "does not have the CSV file" in elsewhere.stderr


@pytest.mark.parametrize(
    ("arguments", "classes", "target", "inputs"),
    [
        (["--target", "y"], 0, 2, (1,)),
        (["--target", "2", "--inputs", "x"], 0, 2, (1,)),
        (["--inputs", "y, x"], 2, 3, (2, 1)),
        (["--inputs", "2"], 2, 3, (2,)),
    ],
)
def test_columns_can_be_chosen_by_name_or_number(tmp_path, arguments, classes, target, inputs):
    table = from_json(run("csv", written(tmp_path, TABLE), *arguments).stdout).data.table
    assert (table.classes, table.target, table.inputs) == (classes, target, inputs)


def test_few_whole_numbers_can_be_told_as_numbers(tmp_path):
    path = written(tmp_path, "x,grade\n" + "".join(f"{k},{k % 5}\n" for k in range(20)))
    assert [from_json(run("csv", path, *more).stdout).data.table.classes for more in ([], ["--number"])] == [5, 0]


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (TABLE, ["--target", "z"], "The table has no column 'z'. Known: x, y, kind."),
        (TABLE, ["--inputs", "x,z"], "The table has no column 'z'. Known: x, y, kind."),
        (TABLE, ["--inputs", "x,kind"], "The target cannot be an input as well, got column 3 as both."),
        (TABLE, ["--target", "x", "--inputs", "y,kind"], "The column 'kind' cannot be an input: 'a' in line 2 is no number"),
        (TABLE, ["--number"], "The column 'kind' cannot be a number to tell: 'a' in line 2 is no number"),
        ("a,b\n1,2\n1,2,3\n", [], "Each line should have as many fields as the first, which has 2, got 3 in line 3."),
        ("", [], "The file is empty"),
        ("a,b\n" + "1,2\n" * 500_001, [], "A CSV file has at most 2,000,000 bytes, got "),
    ],
)
def test_a_bad_table_gets_one_sentence(tmp_path, text, arguments, sentence):
    result = run("csv", written(tmp_path, text), *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["csv", "nothing.csv"], "'nothing.csv' cannot be read: No such file or directory."),
        (["csv", "/"], "'/' cannot be read: Is a directory."),
        (["train", "nope"], "Unknown preset 'nope'. Known: circle, "),
        (["spec", "nope"], "Unknown preset 'nope'. Known: circle, "),
        (["train", "nothing.json"], "'nothing.json' cannot be read: "),
        (["train", "/.json"], "'/.json' cannot be read: "),
        (["train", "circle", "--seed", "-1"], "seed should be at least 0, got -1."),
        (["train", "circle", "--seed", "4294967296"], "seed should be at most 4294967295"),
        (["train", "circle", "--seed", "1e9"], "python -m playground train: argument --seed: invalid int value: '1e9'"),
        (["train", "circle", "--epochs", "0"], "epochs should be at least 1, got 0."),
        (["train", "circle", "--epochs", "nan"], "python -m playground train: argument --epochs: invalid int value"),
        (["train", "circle", "--engine", "jax"], "python -m playground train: argument --engine: invalid choice: 'jax'"),
        (["train"], "python -m playground train: the following arguments are required: NAME|FILE.json|-"),
        (["fly"], "python -m playground: argument COMMAND: invalid choice: 'fly'"),
        ([], "python -m playground: the following arguments are required: COMMAND"),
        (["train", "-"], "The spec is not JSON: "),
        (["spec"], "python -m playground spec: the following arguments are required: NAME"),
        (["spec", ""], "Unknown preset ''. Known: circle, "),
        (["spec", "__class__"], "Unknown preset '__class__'. Known: circle, "),
        (["spec", "circle", "xor"], "python -m playground: unrecognized arguments: xor"),
        (["catalogue", "layers"], "python -m playground: unrecognized arguments: layers"),
    ],
    ids=lambda value: "_".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(arguments, sentence):
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b'{"seed": 1, "seed": 2}', b"[" * 100_000, b'{"sed": 1}', b'{"seed": NaN}', b"", b" " * 99_999]
)
def test_a_file_that_is_no_spec_is_refused_in_one_sentence(tmp_path, content):
    path = tmp_path / "spec.json"
    path.write_bytes(content)
    result = run("train", str(path))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"training": {"stop": {"patience": 5000}}}, "training.stop.patience should be at most 1000, got 5000."),
        ({"training": {"learning_rate": "fast"}}, "training.learning_rate must be a number, got 'fast'."),
        ({"training": {"loss": {"name": "huber", "delta": 0}}}, "Huber delta should be from 0.001 to 100, got 0."),
        ({"training": {"optimizer": "adman"}}, "Unknown optimizer 'adman'. Known: sgd, "),
        ({"training": {"momentum": 1}}, "training has no setting 'momentum'. Known: loss, "),
        ({"model": {"layers": [{"units": 4}, {"kind": "conv2d"}]}}, "Layer 2: Conv2D takes pictures and gets 4 units: "),
        ({"model": {"layers": [{"units": 33}]}}, "A layer on Circle has at most 32 units, got 33."),
        ({"data": {"dataset": "mnist"}}, "Layer 1: Dense takes units and gets pictures of 28 by 28 by 1: "),
        ({"data": {"dataset": "sine", "features": ["x2"]}}, "Sine has no second coordinate for the input feature x2. Known: x1, "),
        ({"engine": "jax"}, "engine should be 'numpy' or 'tensorflow', got 'jax'."),
        ({"seed": [0]}, "seed must be a whole number, got [0]."),
        ([], "spec should be an object, got []."),
    ],
)
def test_a_file_with_a_wrong_setting_says_which_and_what_is_allowed(tmp_path, content, sentence):
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(content))
    result = run("train", str(path))
    assert result.returncode == 2
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_wrong_mnist_is_one_sentence(tmp_path):
    result = run("train", "mnist-dense", "--engine", "numpy", PLAYGROUND_MNIST=str(tmp_path / "nothing.npz"))
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].startswith("PLAYGROUND_MNIST names ")
    assert "Traceback" not in result.stderr


def test_the_small_mnist_comes_with_a_note(tmp_path):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / "failed").touch()  # as if the network had just failed
    result = run(
        "train", "mnist-dense", "--engine", "numpy", "--epochs", "1", "--json", PLAYGROUND_MNIST="", PLAYGROUND_CACHE=str(tmp_path)
    )
    assert result.returncode == 0
    assert "This is the small MNIST" in result.stderr
    assert rows(result)[-1]["step"] == 4000 / 32


def test_a_trained_network_is_saved_with_all_that_one_has_to_know_of_it(tmp_path):
    path = tmp_path / "mine.safetensors"
    result = run("train", "digits", "--epochs", "3", "--json", "--save", str(path))
    assert result.returncode == 0
    network = unpack(path.read_bytes())
    spec = preset("digits")
    assert network.spec == spec.replace(training=spec.training.replace(epochs=3))
    assert network.facts.name == PRESETS["digits"].label
    assert (network.facts.epochs, network.facts.trained_on) == (3, spec.data.samples)
    assert network.facts.accuracy == rows(result)[-1]["test_accuracy"]
    assert network.calibration is not None
    assert network.familiarity is not None
    assert [*tmp_path.iterdir()] == [path]


def test_the_same_spec_saves_the_same_bytes(tmp_path):
    paths = [tmp_path / name for name in ("first", "second")]
    for path in paths:
        assert run("train", "digits", "--epochs", "2", "--save", str(path)).returncode == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_spec_from_a_file_saves_under_the_name_of_the_file(tmp_path):
    spec = make_spec(dataset="digits", layers="flatten", epochs=1, output="softmax", loss="categorical_crossentropy")
    result = run("train", write(tmp_path, spec), "--save", str(tmp_path / "mine.safetensors"))
    assert result.returncode == 0
    assert unpack((tmp_path / "mine.safetensors").read_bytes()).facts.name == "spec"


@pytest.mark.parametrize(
    ("source", "place", "sentence"),
    [
        ("circle", "mine.safetensors", "Only networks that learn from pictures can read drawings, and 'Circle' has none."),
        ("sine", "mine.safetensors", "Only networks that learn from pictures can read drawings, and 'Sine' has none."),
        ("iris", "mine.safetensors", "Only networks that learn from pictures can read drawings, and 'Own CSV file' has none."),
        ("digits", "nowhere/mine.safetensors", "mine.safetensors' cannot be written: No such file or directory."),
        ("digits", "file/mine.safetensors", "mine.safetensors' cannot be written: Not a directory."),
        ("digits", ".", " is a folder, and --save needs the name of a file."),
    ],
)
def test_what_cannot_be_saved_is_said_before_training_and_not_after(tmp_path, source, place, sentence):
    (tmp_path / "file").touch()
    result = run("train", source, "--json", "--save", str(tmp_path / place))
    assert result.returncode == 2
    assert result.stderr.endswith(f"{sentence}\n")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert [*tmp_path.iterdir()] == [tmp_path / "file"]


def test_a_network_that_diverges_is_not_saved(tmp_path):
    spec = make_spec(
        dataset="digits", layers="flatten, 8 relu", output="linear", loss="mean_squared_error", optimizer="sgd", learning_rate=10.0
    )
    result = run("train", write(tmp_path, spec), "--save", str(tmp_path / "mine.safetensors"))
    assert result.returncode == 1
    assert not (tmp_path / "mine.safetensors").exists()


def test_a_run_that_diverges_says_so_has_nulls_for_numbers_and_exit_code_1(tmp_path):
    spec = make_spec(layers=", ".join(["8 relu"] * 6), optimizer="sgd", loss="mean_squared_error", output="linear", learning_rate=10.0)
    result = run("train", write(tmp_path, spec), "--json")
    assert result.returncode == 1
    assert "Training diverged in epoch 1: " in result.stderr
    assert "Warning" not in result.stderr
    assert rows(result)[-1]["train_loss"] is None
    assert rows(result)[-1]["final"] is True


def test_a_reader_that_goes_away_ends_the_run_quietly():
    with subprocess.Popen([*COMMAND, "train", "circle", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 141
        assert "Traceback" not in process.stderr.read()


def test_ctrl_c_ends_the_run_with_a_word():
    command = [*COMMAND, "train", "spiral-features", "--json"]

    def listen():
        """A shell switches the signal off for what it starts in the background, and whatever that starts inherits it."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=listen) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 130
        assert stderr.endswith("Stopped.\n")
        assert "Traceback" not in stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk here")
def test_a_full_disk_is_one_sentence():
    with open("/dev/full", "w") as full:
        result = subprocess.run([*COMMAND, "spec", "circle"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert result.returncode == 2
    assert result.stderr.startswith("The output cannot be written: ")
    assert "Traceback" not in result.stderr


def test_tensorflow_trains_from_the_command_line_and_keeps_its_log_to_itself():
    result = run("train", "circle", "--engine", "tensorflow", "--epochs", "3", "--json")
    assert result.returncode == 0
    assert len(rows(result)) == 4
    for noise in ("WARNING", "oneDNN", "cuda", "Traceback", "I0000", "E0000"):
        assert noise not in result.stderr
