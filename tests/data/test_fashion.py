"""Where Fashion-MNIST comes from, and what can be wrong with it, against a real server on this machine."""

import gzip
import os
import time

import numpy as np
import pytest

from playground.data import download, fashion
from playground.data.dataset import no_progress
from playground.data.fashion import CLASS_NAMES, FILES, NOT_TO_BE_HAD, load_fashion_mnist
from playground.data.idx import read_idx
from playground.errors import DataError
from tests.data.server import MANNERS

TRAIN, TEST = 120, 40
RNG = np.random.default_rng(0)
ARRAYS = {
    "x_train": RNG.integers(0, 256, (TRAIN, 28, 28)).astype(np.uint8),
    "y_train": (np.arange(TRAIN) % 10).astype(np.uint8),
    "x_test": RNG.integers(0, 256, (TEST, 28, 28)).astype(np.uint8),
    "y_test": (np.arange(TEST) % 10).astype(np.uint8),
}


def idx(array, *, magic=None, shape=None, content=None):
    """A gzipped IDX file, with something in it that is not so."""
    header = bytes((0, 0, 8, array.ndim)) if magic is None else magic
    sizes = np.array(array.shape if shape is None else shape, ">u4").tobytes()
    return gzip.compress(header + sizes + (array.tobytes() if content is None else content))


GOOD = {FILES[name]: idx(array) for name, array in ARRAYS.items()}


def serve(server, bodies):
    def answer(handler):
        body = bodies.get(handler.path.removeprefix("/"))
        handler.send_response(404 if body is None else 200)
        handler.send_header("Content-Length", str(len(body or b"")))
        handler.end_headers()
        handler.wfile.write(body or b"")

    server.answer = answer


def test_four_files_are_downloaded_checked_kept_and_not_asked_for_again(empty_cache, server):
    serve(server, GOOD)
    told = []
    for _ in range(2):
        data = load_fashion_mnist(lambda text, share: told.append((text, share)), url=server.url)
        np.testing.assert_array_equal(data.train.raw, ARRAYS["x_train"])
        np.testing.assert_array_equal(data.test.labels, ARRAYS["y_test"])
        assert (data.classes, data.class_names, data.notes) == (10, CLASS_NAMES, ())
        assert isinstance(data.train.raw, np.memmap)
    assert server.requests == 4
    shares = [share for _, share in told if share is not None]
    assert {text for text, _ in told} == {"Downloading Fashion-MNIST (31 MB, once)"}
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    assert not list(empty_cache.rglob("*.part"))


IMAGES, LABELS = FILES["x_train"], FILES["y_train"]
X, Y = ARRAYS["x_train"], ARRAYS["y_train"]
DAMAGED = {
    "a file that is not there": ({LABELS: None}, "HTTP Error 404"),
    "an empty file": ({IMAGES: b""}, "does not begin as it should: it is empty"),
    "a web page": ({IMAGES: b"<html>Please log in</html>"}, "is damaged: Not a gzipped file"),
    "a file cut short": ({IMAGES: GOOD[IMAGES][:5000]}, "is damaged: Compressed file ended"),
    "a flipped byte": ({IMAGES: GOOD[IMAGES][:-6] + b"xx" + GOOD[IMAGES][-4:]}, "is damaged: CRC check failed"),
    "a header cut short": ({IMAGES: gzip.compress(b"\0\0\x08\x03\0")}, "is damaged: buffer size"),
    "labels for pictures": ({IMAGES: GOOD[LABELS]}, "does not begin as it should"),
    "floats": ({IMAGES: idx(X, magic=b"\0\0\x0d\3")}, "does not begin as it should"),
    "another magic number": ({IMAGES: idx(X, magic=b"PK\x08\3")}, "does not begin as it should"),
    "pictures of another size": ({IMAGES: idx(X[:, 1:])}, "does not begin as it should"),
    "a forged number of pictures": ({IMAGES: idx(X, shape=(2**32 - 1, 28, 28))}, "does not begin as it should"),
    "a few too many pictures": ({IMAGES: idx(X, shape=(60_001, 28, 28))}, "does not begin as it should"),
    "no pictures at all": ({IMAGES: idx(X[:0]), LABELS: idx(Y[:0])}, "does not begin as it should"),
    "fewer pictures than it says": ({IMAGES: idx(X, shape=(TRAIN + 1, 28, 28))}, "should hold 94,864 bytes, and has 94,080"),
    "more bytes than it says": ({IMAGES: idx(X, shape=(TRAIN - 1, 28, 28))}, "bytes, and has more"),
    "a bomb": ({LABELS: idx(Y, content=bytes(50_000_000))}, "should hold 120 bytes, and has more"),
    "fewer labels than pictures": ({LABELS: idx(Y[:-1])}, "with n labels, got"),
    "a label of ten": ({LABELS: idx(Y + 1)}, "labels should be whole numbers from 0 to 9"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_files_are_refused_with_one_sentence_and_nothing_is_kept_but_the_reason(empty_cache, server, what):
    bodies, reason = DAMAGED[what]
    serve(server, GOOD | bodies)
    with pytest.raises(DataError) as error:
        load_fashion_mnist(no_progress, url=server.url)
    assert str(error.value) == NOT_TO_BE_HAD
    folder = empty_cache / "fashion-mnist"
    assert reason in (folder / "failed").read_text()
    assert [path.name for path in folder.iterdir()] == ["failed"]


@pytest.mark.parametrize("manner", MANNERS)
def test_a_server_that_misbehaves_is_given_up_on_and_tried_again_a_little_later(empty_cache, server, monkeypatch, manner):
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(download, "MOST_SECONDS", 3)
    monkeypatch.setattr(download, "MOST_BYTES", 8_000_000)
    server.answer, reason = MANNERS[manner]
    begun = time.monotonic()
    for _ in range(2):
        with pytest.raises(DataError, match=r"could not be downloaded, and no copy of it comes with this program"):
            load_fashion_mnist(no_progress, url=server.url)
        asked = server.requests
    assert time.monotonic() - begun < 30
    assert server.requests == asked >= 1
    assert reason in (empty_cache / "fashion-mnist" / "failed").read_text()

    later = time.time() - fashion.RETRY_AFTER_SECONDS - 1
    os.utime(empty_cache / "fashion-mnist" / "failed", (later, later))
    serve(server, GOOD)
    assert len(load_fashion_mnist(no_progress, url=server.url).train) == TRAIN


def test_without_a_cache_to_write_to_it_stays_in_memory(tmp_path, server, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PLAYGROUND_CACHE", str(tmp_path / "file" / "cache"))
    serve(server, GOOD)
    np.testing.assert_array_equal(load_fashion_mnist(no_progress, url=server.url).test.raw, ARRAYS["x_test"])


def test_a_file_with_any_bytes_changed_is_refused_or_read_but_never_breaks(tmp_path):
    content = idx(X[:3])
    path = tmp_path / "flipped.gz"
    refused = 0
    rng = np.random.default_rng(0)
    for number in range(300):
        flipped = bytearray(content)
        flipped[int(rng.integers(20) if number % 2 else rng.integers(len(content)))] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        try:
            assert read_idx(path, "flipped", 3, 28, 28).shape == (3, 28, 28)
        except DataError:
            refused += 1
    assert refused > 150
