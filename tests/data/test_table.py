"""CSV files: what a good one becomes, and one sentence for everything else."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.datasets.table import load_table
from playground.data.table import LEAST_ROWS, MOST_BYTES, MOST_CLASSES, MOST_COLUMNS, MOST_ROWS, read_table
from playground.data.uploads import keep
from playground.errors import DataError

FLOWERS = "length,width,kind\n" + "".join(f"{k}.5,{k * k},{'rose' if k % 3 else 'lily'}\n" for k in range(12))


def table_of(lines, rows=12, line="1,2"):
    """A file with some lines first, and then enough good ones."""
    return "\n".join([*lines, *[line] * rows]).encode()


def test_a_table_has_columns_of_numbers_and_of_words():
    table = read_table(FLOWERS.encode())
    length, width, kind = table.columns
    assert (table.rows, [column.name for column in table.columns]) == (12, ["length", "width", "kind"])
    assert length.values.tolist() == [k + 0.5 for k in range(12)]
    assert (length.has_numbers, length.has_whole_numbers, width.has_whole_numbers) == (True, False, True)
    assert (length.classes, length.different, len(length.codes)) == ((), 12, 0)
    assert (kind.classes, kind.different, kind.codes.tolist()) == (("lily", "rose"), 2, [0, 1, 1] * 4)
    assert (kind.word, kind.problem) == ("'lily' in line 2", "'lily' in line 2 is no number from -1,000,000 to 1,000,000")
    assert not len(kind.values)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("delimiter", "point"), [(",", "."), (";", "."), (";", ","), ("\t", ".")])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_files_of_other_programs_are_read_the_same(end, delimiter, point, mark):
    lines = ["length,width,kind", *FLOWERS.splitlines()[1:], ",,"]
    text = end.join(line.replace(",", "|").replace(".", point).replace("|", delimiter) for line in lines)
    for one, other in zip(read_table(mark + text.encode()).columns, read_table(FLOWERS.encode()).columns, strict=True):
        assert (one.name, one.values.tolist(), one.classes, one.codes.tolist()) == (
            other.name,
            other.values.tolist(),
            other.classes,
            other.codes.tolist(),
        )


def test_a_file_without_names_has_numbered_columns():
    assert [column.name for column in read_table(table_of([], line="1,-2e3,.5")).columns] == ["column 1", "column 2", "column 3"]


def test_classes_that_are_numbers_are_in_the_order_of_numbers():
    column = read_table("\n".join(["grade", *(str(k % 4 * 5) for k in range(12))]).encode()).column(1)
    assert column.classes == ("0", "5", "10", "15")


def test_quoted_fields_may_hold_commas_quotes_and_lines():
    table = read_table(table_of(['"a, ""b""",c', '"1",2', '1,"2\n"']))
    assert [column.name for column in table.columns] == ['a, "b"', "c"]
    assert table.rows == 14
    assert table.column(2).has_numbers


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(-1000, 1000), st.sampled_from("abc")), min_size=LEAST_ROWS))
def test_what_a_csv_writer_writes_comes_back(rows):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["x", "n", "word"])
    writer.writerows(rows)
    x, n, word = read_table(file.getvalue().encode()).columns
    assert x.values.tolist() == [row[0] for row in rows]
    assert n.values.tolist() == [row[1] for row in rows]
    if len({row[2] for row in rows}) > 1:
        assert [word.classes[code] for code in word.codes] == [row[2] for row in rows]


BAD = {
    "empty": (b"", "The file is empty: a CSV file has a line of names, and a line for each row."),
    "commas alone": (b",,\n,,\n", "The file is empty"),
    "blank": (b" \n\n\t\n", "The file is empty"),
    "names alone": (b"a,b\n", "should have 10 to 20,000 rows of data, got 0."),
    "short": (table_of(["a,b"], rows=9), "should have 10 to 20,000 rows of data, got 9."),
    "long": (table_of(["a,b"], rows=MOST_ROWS + 1), "should have 10 to 20,000 rows of data, got 20,001 or more."),
    "long, without names": (table_of([], rows=MOST_ROWS + 1), "should have 10 to 20,000 rows of data, got 20,001 or more."),
    "wide": (table_of([",".join(map(str, range(MOST_COLUMNS + 1)))]), "at most 64 columns, got 65."),
    "large": (b"a,b\n" + b"1,2\n" * (MOST_BYTES // 4), "at most 2,000,000 bytes, got 2,000,004."),
    "ragged": (table_of(["a,b", "1,2", "1,2,3"]), "as many fields as the first, which has 2, got 3 in line 3."),
    "ragged, one less": (table_of(["a,b", "1", "1,2"]), "as many fields as the first, which has 2, got 1 in line 2."),
    "open quote": (table_of(["a,b", '"1,2']), "got a quote that is never closed in line "),
    "stray quote": (table_of(["a,b", '"1"x,2']), "The file cannot be read as CSV, got "),
    "long field": (table_of(["a,b", "1," + "9" * 200_000]), "got field larger than field limit"),
    "zero": (table_of(["a,b", "1,\0"]), "got one with a zero character"),
    "utf-16": (FLOWERS.encode("utf-16"), "text in UTF-8, got another encoding (byte 1)."),
    "utf-16 without a mark": (FLOWERS.encode("utf-16-le"), "got one with a zero character in it, as UTF-16 has."),
    "latin-1": ("café,b\n1,2\n".encode("latin-1"), "text in UTF-8, got another encoding (byte 4)."),
    "a picture": (b"\x89PNG\r\n\x1a\n", "text in UTF-8, got another encoding (byte 1)."),
    "duplicate names": (table_of(["a,a"]), "Each column should have a name of its own, got 'a' twice."),
    "duplicate names but for what cannot be seen": (table_of(["a,\u202ea"]), "got 'a' twice."),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence(name):
    content, sentence = BAD[name]
    with pytest.raises(DataError) as caught:
        read_table(content)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_one_sentence(content):
    for each in (content, b"a,b\n" + content + b"\n1,2" * 10):
        sentence = "read."
        try:
            read_table(each)
        except DataError as error:
            sentence = str(error)
        assert sentence.endswith(".")
        assert "\n" not in sentence


WORDS = [
    "nan", "NaN", "inf", "-Infinity", "1e999", "1000001", "-1e7", "0x10", "1_000", "1,5", "", "٣", "³", "=1+1", "1e", "--1", "1.2.3",
    "True", "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("field", WORDS)
def test_what_is_no_plain_number_is_a_word_and_no_input(field):
    table = read_table(table_of(["a,b", f'"{field}",2']))
    assert not table.column(1).has_numbers
    assert table.column(1).word == f"{field!r} in line 2"
    name, _ = keep(table_of(["a,b", f'"{field}",2']))
    with pytest.raises(DataError, match="^The column 'a' cannot be an input: .* in line 2 is no number from "):
        load_table(file=name, target=2, inputs=[1], classes=0, samples=10, test_share=0.5, seed=0)


def test_names_and_classes_are_short_and_have_nothing_that_cannot_be_seen():
    long = "x" * 500
    table = read_table(table_of([f"{long},\u202eevil\u200b", *["<b>\u202e,1", "\u2066,1"]]))
    name, other = table.columns
    assert (len(name.name), other.name) == (40, "evil")
    assert name.classes == ("1", "<b>", "(empty)")


def test_very_long_words_do_not_fill_the_memory():
    content = table_of(["a", "x" * 100_000], rows=MOST_ROWS - 1, line="y")
    assert read_table(content).column(1).classes == ("x" * 39 + "…", "y")


def load(text, *, target=3, inputs=(1, 2), classes=2, samples=5000, test_share=0.25, seed=0):
    name, _ = keep(text.encode())
    return load_table(file=name, target=target, inputs=inputs, classes=classes, samples=samples, test_share=test_share, seed=seed)


def test_inputs_are_standardised_on_the_training_rows_alone():
    data = load(FLOWERS)
    assert (len(data.train), len(data.test)) == (9, 3)
    assert data.train.raw.dtype == np.float32
    assert data.train.raw.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert data.train.raw.std(axis=0) == pytest.approx([1, 1], abs=1e-6)
    length, width = data.scales
    both = np.concatenate([data.train.raw, data.test.raw])
    assert sorted(length.own(both[:, 0])) == pytest.approx([k + 0.5 for k in range(12)], abs=1e-5)
    assert sorted(width.own(both[:, 1])) == pytest.approx([k * k for k in range(12)], abs=1e-4)


def test_rows_keep_their_answers():
    data = load(FLOWERS)
    assert data.class_names == ("lily", "rose")
    for split in (data.train, data.test):
        number = data.scales[0].own(split.raw[:, 0]) - 0.5
        assert (split.labels == (np.rint(number) % 3 != 0)).all()


def test_a_number_to_tell_is_standardised_too():
    data = load(FLOWERS, target=2, inputs=[1], classes=0)
    assert (data.classes, data.class_names, data.target.name) == (0, (), "width")
    assert data.train.labels.mean() == pytest.approx(0, abs=1e-6)
    assert data.unit == pytest.approx(np.std([data.target.own(label) for label in data.train.labels]), rel=1e-5)
    length, width = data.scales[0].own(data.test.raw[:, 0]), data.target.own(data.test.labels)
    assert width == pytest.approx((length - 0.5) ** 2, abs=1e-4)


def test_inputs_come_in_the_order_in_which_they_are_named():
    assert [scale.name for scale in load(FLOWERS, inputs=(2, 1)).scales] == ["width", "length"]


def test_the_same_seed_gives_the_same_rows_and_another_one_others():
    first, again, other = load(FLOWERS), load(FLOWERS), load(FLOWERS, seed=1)
    assert np.array_equal(first.train.raw, again.train.raw)
    assert not np.array_equal(first.train.raw, other.train.raw)


@pytest.mark.parametrize("samples", [10, 11])
def test_fewer_rows_can_be_used(samples):
    data = load(FLOWERS, samples=samples)
    assert len(data.train) + len(data.test) == samples


@pytest.mark.parametrize("value", ["0.1", "-7", "1e-300"])
def test_a_column_that_never_changes_becomes_nothing_and_is_named(value):
    data = load("x,same,kind\n" + "".join(f"{k},{value},{k % 2}\n" for k in range(20)))
    assert (data.train.raw[:, 1] == 0).all()
    assert data.notes == ("The same in all training rows, and so of no help: same.",)


def test_numbers_far_outside_of_the_training_rows_stay_finite():
    rows = [f"1e-300,{k},{k % 2}" for k in range(39)] + ["1e6,1,1"]
    for seed in range(5):
        data = load("\n".join(["tiny,x,kind", *rows]), seed=seed, test_share=0.9)
        assert np.isfinite(data.test.raw).all()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"inputs": [1, 4]}, "The table has 3 columns, got column 4."),
        ({"target": 9}, "The table has 3 columns, got column 9."),
        ({"inputs": [3], "target": 1, "classes": 0}, "The column 'kind' cannot be an input: 'lily' in line 2 is no number"),
        ({"classes": 0}, "The column 'kind' cannot be a number to tell: 'lily' in line 2 is no number"),
        ({"classes": 3}, "The column 'kind' should have 3 different values, one for each class, got 2."),
        ({"target": 1, "inputs": [2], "classes": 10}, "The column 'length' should have 10 different values, one for each class, got 12."),
    ],
)
def test_columns_that_are_not_what_they_should_be_get_a_sentence(changes, sentence):
    with pytest.raises(DataError, match=f"^{sentence}"):
        load(FLOWERS, **changes)


@pytest.mark.parametrize("classes", range(2, MOST_CLASSES + 1))
def test_there_can_be_2_to_10_classes(classes):
    data = load("x,kind\n" + "".join(f"{k},c{k % classes}\n" for k in range(40)), target=2, inputs=[1], classes=classes)
    assert set(data.train.labels.tolist()) == set(range(classes))
