"""The readers of data sets: transport files, Dataset-JSON, CSV; and what they refuse."""

import gzip
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.problems import Problem, ProblemsFound
from assembler.read.datasets.dataset import DataSet, File, Reading
from assembler.read.datasets.opening import open_data_sets
from assembler.read.datasets.xpt import ibm
from tests.importers import adam_files as made
from tests.importers.adam_files import FORMATS, Rows, data_set

ROWS: Rows = [
    {"A": "x", "N": 25.1, "B": "Größe"},
    {"A": "", "N": None, "B": "two words"},
    {"A": "y ", "N": -3, "B": ""},
]
TEXTS = [("x", "25.1", "Größe"), ("", "", "two words"), ("y", "-3", "")]


def read(*paths: Path) -> tuple[list[DataSet], list[Problem]]:
    reading = Reading()
    return open_data_sets(paths, reading), reading.problems


def texts(data: DataSet, names: str = "A N B") -> list[tuple[str, ...]]:
    return list(data.rows(names.split()))


def refused(path: Path) -> Problem:
    with pytest.raises(ProblemsFound) as found:
        for data in read(path)[0]:
            list(data.rows([v.name for v in data.variables]))
    return found.value.problems[0]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_rows(tmp_path: Path, suffix: str) -> None:
    (data,), problems = read(data_set(tmp_path, "ADX", ROWS, suffix))
    assert data.name == "ADX"
    assert texts(data) == TEXTS
    assert texts(data, "B") == [(row[2],) for row in TEXTS]
    assert texts(data, "B GONE A") == [(b, "", a) for a, _, b in TEXTS]
    assert not problems


@pytest.mark.parametrize("suffix", ["xpt", "json", "ndjson"])
def test_labels_and_the_day_are_taken(tmp_path: Path, suffix: str) -> None:
    (data,), _ = read(data_set(tmp_path, "ADX", ROWS, suffix))
    assert data.label == "ADX data" and data.issued == "2021-03-02"
    assert data.variables[0].label in ("A", "A label")


def test_digits_of_dataset_json_stay_as_written(tmp_path: Path) -> None:
    path = data_set(tmp_path, "ADX", [{"A": "0.1", "B": "1", "N": "1"}], "json")
    text = path.read_text().replace('"0.1", "1", "1"', "0.40, 3.0, 1e2")
    path.write_text(text)
    assert texts(read(path)[0][0], "A B N") == [("0.40", "3.0", "1e2")]


def test_rows_may_stand_before_the_columns(tmp_path: Path) -> None:
    whole = json.loads(made.dataset_json("ADX", ROWS))
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"rows": whole.pop("rows"), **whole, "later": {"a": [1]}}, indent=2))
    assert texts(read(path)[0][0]) == TEXTS


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    for suffix in ("csv", "json", "ndjson"):
        path = data_set(tmp_path, "ADX", ROWS, suffix)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert texts(read(path)[0][0]) == TEXTS


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e60, max_value=1e60))
def test_every_number_comes_back_from_ibms_digits(number: float) -> None:
    if number and abs(number) < 1e-60:
        number = 0.0
    assert float(ibm(made.ibm(number))) == number


@pytest.mark.parametrize("mark", [".", "_", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
def test_every_missing_value_of_sas_is_empty(mark: str) -> None:
    assert ibm(made.ibm(mark)) == ""


@pytest.mark.parametrize(
    ("raw", "text"),
    [("4110000000000000", "1"), ("c118000000000000", "-1.5"), ("0000000000000000", "0"),
     ("4119999999999999", "1.6"), ("4219", "25"), ("42c8000000000000", "200")],
)  # fmt: skip
def test_numbers_of_ibm_as_they_are_laid_down(raw: str, text: str) -> None:
    digits = {"4119999999999999": "1.6"}.get(raw, text)
    found = ibm(bytes.fromhex(raw))
    assert found == digits or abs(float(found) - float(text)) < 1e-15


def test_a_transport_file_may_hold_several_data_sets(tmp_path: Path) -> None:
    path = tmp_path / "both.xpt"
    path.write_bytes(made.xpt("ADX", ROWS) + made.member("ADY", [{"A": "z"}]))
    first, second = read(path)[0]
    assert texts(first) == TEXTS
    assert (second.name, texts(second, "A")) == ("ADY", [("z",)])


def test_blank_rows_at_the_end_of_a_transport_file_fill_it_up(tmp_path: Path) -> None:
    rows: Rows = [{"A": "x"}, {"A": ""}, {"A": "y"}]
    path = data_set(tmp_path, "ADX", rows, "xpt")
    assert texts(read(path)[0][0], "A") == [("x",), ("",), ("y",)]


def test_latin_letters_in_a_transport_file_are_a_guess(tmp_path: Path) -> None:
    path = data_set(tmp_path, "ADX", ROWS, "xpt")
    path.write_bytes(path.read_bytes().replace("Größe".encode(), b"Gr\xf6\xdfe  "))
    (data,), problems = read(path)
    assert not problems
    reading = Reading()
    (data,) = open_data_sets([path], reading)
    assert texts(data)[0][2] == "Größe" and texts(data)[0][2] == "Größe"
    (warning,) = reading.problems
    assert "row 1 is not UTF-8" in warning.message and "'Größe'" in warning.message


def test_latin_letters_in_csv_are_a_guess(tmp_path: Path) -> None:
    path = data_set(tmp_path, "ADX", ROWS)
    path.write_bytes(path.read_bytes().decode().encode("cp1252"))
    (data,), problems = read(path)
    assert texts(data) == TEXTS and [p.rule for p in problems] == ["import.utf-8"]


def test_cells_of_csv_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "adx.csv"
    path.write_bytes(b'a,b\r\n"x, ""y""\r\nz",1\r\n\r\n')
    (data,), _ = read(path)
    assert texts(data, "A B") == [('x, "y"\nz', "1")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xpt", b"HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!", "version 8"),
        ("a.xpt", b"**COMPRESSED** **COMPRESSED**", "CPORT"),
        (
            "a.sas7bdat",
            bytes(12)
            + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c"
            + bytes(9),
            "sas7bdat",
        ),
        ("a.xlsx", b"PK\3\4abc", "workbook"),
        ("a.json.gz", gzip.compress(b"{}", mtime=0), "gzip"),
        ("a.dsjc", zlib.compress(b"{}"), ".dsjc"),
        ("a.parquet", b"PAR1xxxx", "Parquet"),
        ("define.xml", b'<?xml version="1.0"?><ODM/>', "Dataset-XML"),
        ("a.json", b'{"datasetJSONVersion": "1.0.0", "clinicalData": {}}', "Dataset-JSON 1.0"),
        ("a.json", b'{"clinicalData": {"itemGroupData": {}}}', "Dataset-JSON 1.0"),
        ("a.json", b'{"datasetJSONVersion": "2.0", "columns": []}', "Dataset-JSON 2.0"),
        ("a.json", b'{"study": {}}', "no Dataset-JSON"),
        ("a.json", b"[1]", "{ is missing"),
        ("a.json", b'{"datasetJSONVersion": "1.1", "columns": "x"}', "without columns"),
        ("a.json", b'{"datasetJSONVersion": "1.1", "columns": []}', "no variables"),
        ("a.csv", b"a;b\n1;2\n", "not separated by commas"),
        ("a.csv", b"a,A\n1,2\n", "two variables are called A"),
        ("a.csv", b"a,\n1,2\n", "variable 2 has no name"),
        ("a.csv", b"a,b\n1\n", "the row has 1 cells, the header has 2"),
        ("a.csv", b'a,b\n"1,2\n', "is no CSV"),
        ("a.csv", b"", "is empty"),
        ("a.csv", "a,b\n".encode("utf-16"), "neither a transport file"),
    ],
)
def test_what_is_not_read_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refused(path).message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"records": 3', '"records": 4', "says that it has 4 rows, and has 3"),
        ('["x", 25.1,', '["x", [25.1],', "row 1 has a list or a mapping as a value"),
        ('["x", 25.1,', '["x",', "row 1 has 2 values, and there are 3 columns"),
        ('["x", 25.1,', '"row", ["x", 25.1,', "row 1 is no list"),
        ("25.1", "NaN", "NaN is no number"),
        ('"rows": [', '"rows": ', ""),
        ('"columns": [', '"columns": [7, ', "without columns"),
    ],
)
def test_dataset_json_that_contradicts_itself_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(made.dataset_json("ADX", ROWS).decode().replace(old, new, 1))
    assert words in refused(path).message


def test_a_problem_of_a_row_names_its_line(tmp_path: Path) -> None:
    path = data_set(tmp_path, "ADX", ROWS, "ndjson")
    path.write_text(path.read_text().replace('["", null,', '["",'))
    at = refused(path).at
    assert at is not None and at.line == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data[:-80], "ends in the middle of a row"),
        (lambda data: data[:-7], "are not whole records of 80"),
        (lambda data: data[: 80 * 3], "it has no data set"),
        (lambda data: data[: 80 * 7], "it breaks off in its head"),
        (lambda data: data.replace(b"DSCRPTR", b"XXXXXXX"), "the head of its data set"),
        (lambda data: data.replace(b"OBS    ", b"XXX    "), "the head of its rows is missing"),
        (lambda data: data.replace(b"NAMESTR", b"XXXXXXX"), "the head of its variables"),
        (lambda data: data.replace(b"00000140", b"00000999"), "the head of its data set"),
        (lambda data: data.replace(b"0000000003", b"00000000zz"), "where a number belongs"),
        (lambda data: data.replace(struct.pack(">hhhh", 1, 0, 8, 2), bytes(8)), "is not as laid"),
    ],
)
def test_a_broken_transport_file_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], words: str
) -> None:
    path = tmp_path / "a.xpt"
    rows: Rows = [{"A": "x" * 30, "N": 1, "B": "y" * 30}] * 3
    path.write_bytes(change(made.xpt("ADX", rows)))
    assert words in refused(path).message


def test_one_data_set_in_two_files_is_refused(tmp_path: Path) -> None:
    paths = [data_set(tmp_path, "ADX", ROWS, suffix) for suffix in ("csv", "json")]
    with pytest.raises(ProblemsFound) as found:
        read(*paths)
    assert [p.rule for p in found.value.problems] == ["import.data-set-once"]


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    with pytest.raises(ProblemsFound) as found:
        read(*paths)
    assert [p.rule for p in found.value.problems] == ["file.exists", "file.exists"]


def test_progress_ends_with_all_bytes(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    path = data_set(tmp_path, "ADX", ROWS)
    reading = Reading(lambda *step: steps.append(step))
    File(path, reading).scan()
    size = path.stat().st_size
    assert steps == [(path.as_posix(), size, size)]
