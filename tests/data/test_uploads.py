"""Where uploaded tables are kept, and how they are found again."""

import os
from pathlib import Path

import pytest

from playground.data import uploads
from playground.data.uploads import EXAMPLES, find, keep
from playground.errors import DataError

CONTENT = b"x,y\n" + b"1,2\n" * 10
MISSING = "^This server does not have the CSV file of this link: upload it again, and all settings stay.$"


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_always_there(name):
    table = find(name)
    assert table.rows >= 100
    assert all(column.has_numbers or column.classes for column in table.columns)


def test_what_is_kept_is_found_by_a_name_that_follows_from_its_content(empty_cache):
    name, table = keep(CONTENT)
    assert find(name).rows == table.rows == 10
    assert keep(CONTENT)[0] == name
    assert keep(CONTENT + b"3,4\n")[0] != name
    assert [path.name for path in (empty_cache / "tables").iterdir()].count(f"{name}.csv") == 1


def test_what_is_no_table_is_not_kept(empty_cache):
    with pytest.raises(DataError):
        keep(b"x,y\n1\n")
    assert not empty_cache.exists()


@pytest.mark.parametrize("name", ["0123456789abcdef", "../../../etc/passwd", "", "iris.csv", "x" * 5000, "\0"])
def test_a_file_that_is_not_here_is_asked_for_again(empty_cache, name):
    with pytest.raises(DataError, match=MISSING):
        find(name)


def test_a_file_that_was_changed_is_not_taken_for_the_one_that_was_uploaded(empty_cache):
    name, _ = keep(CONTENT)
    (empty_cache / "tables" / f"{name}.csv").write_bytes(CONTENT + b"5,6\n")
    with pytest.raises(DataError, match=MISSING):
        find(name)


def test_the_files_that_were_used_least_lately_make_room(empty_cache, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 3)
    names = [keep(CONTENT + f"{k},{k}\n".encode())[0] for k in range(3)]
    for age, name in enumerate(names):
        os.utime(empty_cache / "tables" / f"{name}.csv", (1000 + age, 1000 + age))
    find(names[0])
    new, _ = keep(CONTENT + b"9,9\n")
    assert {path.stem for path in (empty_cache / "tables").iterdir()} == {names[0], names[2], new}


def test_a_cache_that_cannot_be_written_gets_a_sentence(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("PLAYGROUND_CACHE", str(blocked))
    with pytest.raises(DataError, match="^The file cannot be kept on this server: "):
        keep(CONTENT)
    assert Path(blocked).read_text() == ""
