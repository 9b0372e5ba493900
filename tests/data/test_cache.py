"""Files that are there as a whole or not at all."""

import os
import stat
import sys

import pytest

from playground.commands.shared import write
from playground.data.cache import whole_file


def test_a_file_appears_when_it_is_whole_in_a_folder_that_is_made_for_it(tmp_path):
    path = tmp_path / "a" / "b" / "file"
    with whole_file(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert os.listdir(path.parent) == ["file"]


def test_a_file_that_breaks_off_leaves_nothing_and_what_was_there_before(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def broken():
        with whole_file(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["file"]


def test_two_may_write_the_same_file_and_the_last_one_counts(tmp_path):
    path = tmp_path / "file"
    with whole_file(path) as first, whole_file(path) as second:
        first.write(b"first")
        second.write(b"second")
    assert path.read_bytes() == b"first"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
def test_what_is_kept_is_its_owners_and_what_a_command_writes_is_as_any_other_file(tmp_path):
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "kept"):
            pass
        write(tmp_path / "asked for", b"content")
        (tmp_path / "any other").touch()
    finally:
        os.umask(before)
    kept, asked_for, other = (stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("kept", "asked for", "any other"))
    assert (kept, asked_for) == (0o600, other)
    assert (tmp_path / "asked for").read_bytes() == b"content"
