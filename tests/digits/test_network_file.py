"""A trained network as a file: what comes back is what was saved, and anything else is refused in a sentence."""

import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load, save

from playground.digits import network as file
from playground.digits.facts import MOST_NAME, Bin, Calibration, Facts
from playground.digits.network import FAMILIARITY, KIND, MOST_BYTES, DigitNetwork, pack, unpack
from playground.digits.reading import probabilities
from playground.errors import DataError
from playground.nn.activations import ACTIVATIONS
from playground.nn.layers import LAYERS
from playground.spec import to_json
from tests.digits.conftest import untrained


def equal(first: DigitNetwork, second: DigitNetwork) -> bool:
    arrays = [network.parameters | ({} if network.familiarity is None else vars(network.familiarity)) for network in (first, second)]
    return (
        (first.spec, first.facts, first.calibration) == (second.spec, second.facts, second.calibration)
        and arrays[0].keys() == arrays[1].keys()
        and all(np.array_equal(arrays[0][name], arrays[1][name]) for name in arrays[0])
    )


def taken_apart(content):
    """The header of a file, and the numbers behind it."""
    size = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + size]), content[8 + size :]


def put_together(header, numbers=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + numbers


def changed(network, **arrays):
    """The file of a network, with other arrays; `None` takes one away. Written by safetensors itself."""
    about = taken_apart(pack(network))[0]["__metadata__"]
    every = load(pack(network)) | {name.replace("__", "/"): array for name, array in arrays.items()}
    return save({name: array for name, array in every.items() if array is not None}, metadata=about)


def about(network, **entries):
    """The file of a network that says something else about itself; `None` takes it away."""
    header, numbers = taken_apart(pack(network))
    header["__metadata__"] = {name: value for name, value in (header["__metadata__"] | entries).items() if value is not None}
    return put_together(header, numbers)


@pytest.mark.parametrize("which", ["small_reader", "small_seer"])
def test_a_network_comes_back_as_it_was(which, request):
    network = request.getfixturevalue(which)
    again = unpack(pack(network))
    assert equal(again, network)
    assert again.calibration is not None
    assert again.familiarity is not None


@pytest.mark.parametrize("output", [name for name in ACTIVATIONS if name != "softmax"])
def test_a_network_with_any_output_comes_back_as_it_was(output):
    network = untrained(output=output, loss="mean_squared_error")
    assert equal(unpack(pack(network)), network)


@pytest.mark.parametrize("kind", [each.name for each in LAYERS.values() if 3 in each.ranks])
def test_a_network_with_any_layer_for_pictures_comes_back_as_it_was(kind):
    flat = len(LAYERS[kind].shape_after((28, 28, 2), LAYERS[kind].settings({}))) == 1
    layers = [{"kind": each} for each in ("conv2d", kind, *([] if flat else ["flatten"]))]
    network = untrained(layers=layers)
    assert equal(unpack(pack(network)), network)


def test_the_same_network_makes_the_same_bytes(small_reader):
    assert pack(unpack(pack(small_reader))) == pack(small_reader)


def test_any_safetensors_reader_can_read_the_file(small_reader):
    arrays = load(pack(small_reader))
    assert all(np.array_equal(arrays[name], array) for name, array in small_reader.parameters.items())


def test_a_name_in_any_script_comes_back():
    network = replace(untrained(), facts=Facts(name="Zahlen, gelehrt von Ånn 数字 <b>"))
    assert unpack(pack(network)).facts.name == network.facts.name


def test_a_file_that_was_cut_off_anywhere_is_refused(small_reader):
    content = pack(small_reader)
    for end in [*range(0, 64), *np.linspace(64, len(content) - 1, 100).astype(int)]:
        with pytest.raises(DataError):
            unpack(content[:end])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\x80\x04\x95",
        (2**63 - 1).to_bytes(8, "little") + b"{}",
        (2**40).to_bytes(8, "little") + b"{" * 100,
        put_together(b"[" * 50_000),
        put_together(b'{"__metadata__":' + b'{"a":' * 50_000),
        put_together([]),
        put_together({"__metadata__": []}),
        put_together({"__metadata__": {"kind": KIND + "0"}}),
        put_together({"__metadata__": {"kind": KIND, "spec": 3}}),
        save({"a": np.zeros(3, np.float32)}),
    ],
    ids=lambda content: content[:24].hex(),
)
def test_what_is_no_network_file_is_called_that(content):
    with pytest.raises(DataError, match="This is no network file"):
        unpack(content)


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(DataError, match="at most 9,000,000 bytes"):
        unpack(bytes(MOST_BYTES + 1))


def test_the_largest_network_that_a_spec_allows_fits_into_a_file():
    network = untrained(layers="flatten, 1024 relu, 1024 relu, 140 relu")
    assert network.spec.parameters > 1_990_000
    assert len(pack(network)) < MOST_BYTES


def test_arrays_of_other_shapes_are_refused_whatever_the_header_says(small_reader):
    for forged in (np.zeros((64, 64), np.float32), np.zeros((1, 64), np.float32), np.zeros((0, 64), np.float32), np.zeros(64, np.float32)):
        with pytest.raises(DataError, match="dense_1/kernel should be float32"):
            unpack(changed(small_reader, dense_1__kernel=forged[:, :3] if forged.shape == (64, 64) else forged))


def test_a_header_whose_shapes_need_more_than_there_is_is_damaged(small_reader):
    header, numbers = taken_apart(pack(small_reader))
    for shape in ([2**40, 2**40], [64, 2**62], [-1, 64], [64.5, 64]):
        header["dense_1/kernel"]["shape"] = shape
        with pytest.raises(DataError, match="damaged"):
            unpack(put_together(header, numbers))
    for offsets in ([0, 2**62], [5, 4], [-4, 0], [0, 4]):
        header["dense_1/kernel"] |= {"shape": [64, 64], "data_offsets": offsets}
        with pytest.raises(DataError, match="damaged"):
            unpack(put_together(header, numbers))


def test_a_missing_array_and_one_too_many_are_named(small_reader):
    with pytest.raises(DataError, match="lacks 'dense_1/bias'. Known: dense_1/kernel, dense_1/bias, output/kernel"):
        unpack(changed(small_reader, dense_1__bias=None))
    with pytest.raises(DataError, match="has an unknown 'extra'"):
        unpack(changed(small_reader, extra=np.zeros(1, np.float32)))
    with pytest.raises(DataError, match="lacks 'familiarity/centres'"):
        unpack(changed(small_reader, familiarity__centres=None))
    with pytest.raises(DataError, match="has an unknown 'familiarity/more'"):
        unpack(changed(small_reader, familiarity__more=np.zeros(1, np.float32)))


def test_a_network_may_come_without_its_calibration_and_familiarity(small_reader):
    bare = replace(small_reader, calibration=None, familiarity=None)
    assert not any(name.startswith(FAMILIARITY) for name in load(pack(bare)))
    assert equal(unpack(pack(bare)), bare)


def test_an_array_that_is_there_twice_is_no_way_in(small_reader):
    header, numbers = taken_apart(pack(small_reader))
    twice = json.dumps({"dense_1/bias": {"dtype": "F32", "shape": [64], "data_offsets": [0, 256]}})[:-1] + "," + json.dumps(header)[1:]
    try:
        again = unpack(put_together(twice.encode(), numbers))
    except DataError:
        return
    assert equal(again, small_reader)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["output/bias", "familiarity/centres", "familiarity/factors"])
def test_numbers_that_are_not_finite_are_refused(small_reader, name, number):
    array = load(pack(small_reader))[name].copy()
    array.flat[-1] = number
    with pytest.raises(DataError, match=f"{name} has numbers that are not finite"):
        unpack(changed(small_reader, **{name.replace("/", "__"): array}))


@pytest.mark.parametrize("dtype", [np.float64, np.float16, np.int32])
def test_numbers_of_another_type_are_refused(small_reader, dtype):
    with pytest.raises(DataError, match=r"output/bias should be float32 \(10,\), got"):
        unpack(changed(small_reader, output__bias=np.zeros(10, dtype)))


@pytest.mark.parametrize(("dataset", "label"), [("circle", "Circle"), ("painted", "Painted points"), ("table", "Own CSV file")])
def test_a_network_that_learned_from_no_pictures_is_refused(small_reader, dataset, label):
    from playground.spec import PRESETS

    spec = next(entry.spec for entry in PRESETS.values() if entry.spec.data.dataset.name == dataset)
    with pytest.raises(DataError, match=f"learn from pictures can read drawings, and '{label}' has none"):
        unpack(about(small_reader, spec=to_json(spec)))


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"spec": None}, "no valid spec"),
        ({"spec": "{"}, "no valid spec: The spec is not JSON"),
        ({"spec": '{"seed": 1, "seed": 2}'}, "twice"),
        ({"spec": '{"sed": 1}'}, "has no setting 'sed'"),
        ({"spec": " " * 20_000}, "at most 16,384 characters"),
        ({"facts": None}, "something of itself that cannot be"),
        ({"facts": '{"name": ""}'}, "something of itself that cannot be"),
        ({"facts": json.dumps({"name": "n" * (MOST_NAME + 1)})}, "something of itself that cannot be"),
        ({"facts": '{"name": "a", "accuracy": 1.5}'}, "something of itself that cannot be"),
        ({"facts": '{"name": "a", "accuracy": NaN}'}, "something of itself that cannot be"),
        ({"facts": '{"name": "a", "epochs": 1e999}'}, "something of itself that cannot be"),
        ({"facts": '{"name": "a", "admin": true}'}, "something of itself that cannot be"),
        ({"calibration": "{}"}, "something of itself that cannot be"),
        ({"calibration": "[" * 9_999}, "something of itself that cannot be"),
    ],
)
def test_what_a_file_says_of_itself_is_checked(small_reader, entries, sentence):
    with pytest.raises(DataError, match=sentence) as refused:
        unpack(about(small_reader, **entries))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("changes", [{"temperature": 0}, {"temperature": 1e9}, {"before": ()}, {"ece_after": -1}, {"sure_from": 2}])
def test_a_calibration_that_cannot_be_is_refused(small_reader, changes):
    wrong = json.dumps(json.loads(small_reader.calibration.model_dump_json()) | changes)
    with pytest.raises(DataError, match="something of itself that cannot be"):
        unpack(about(small_reader, calibration=wrong))


def test_two_thousand_flipped_bits_each_give_a_refusal_or_a_network_that_can_be_asked(small_reader):
    bins = tuple(Bin(count=0, confidence=0, accuracy=0) for _ in range(15))
    calibration = Calibration(temperature=1.5, before=bins, after=bins, ece_before=0, ece_after=0)
    content = pack(replace(small_reader, calibration=calibration))
    header = 8 + int.from_bytes(content[:8], "little")
    rng = np.random.default_rng(0)
    picture = rng.random((1, 8, 8))
    kept = 0
    for number in range(2000):
        place = rng.integers(header if number % 2 else len(content))  # half of them where the file says what it is
        flipped = bytearray(content)
        flipped[place] ^= 1 << rng.integers(8)
        try:
            network = unpack(bytes(flipped))
        except DataError:
            continue
        kept += 1
        if network.side == 8:
            assert probabilities(network, picture).sum() == pytest.approx(1, abs=1e-4)
    assert 100 < kept < 1900


def test_a_file_that_is_not_there_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(file, "SHIPPED", tmp_path / "digits.safetensors")
    with pytest.raises(DataError, match="cannot be read: No such file"):
        file.shipped.__wrapped__()
