"""Files -> data sets: which format a file is, known by its content; others refused by name."""

from collections.abc import Sequence
from pathlib import Path

from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read.datasets import dataset_json, delimited, xpt
from assembler.read.datasets.dataset import DataSet, File, Reading
from assembler.read.text import shown

_XPT = "export the data set as SAS transport version 5 (in SAS: libname out xport 'adsl.xpt')"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"HEADER RECORD*******LIBV8", "a SAS transport file of version 8", _XPT),
    (b"**COMPRESSED**", "a SAS CPORT file", _XPT),
    (
        b"\0" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c",
        "a SAS data set (.sas7bdat)",
        _XPT,
    ),
    (b"PK\3\4", "a ZIP archive or a workbook", "unpack it, or save the sheet as CSV"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it"),
    *(
        (b"\x78" + level, "compressed (Dataset-JSON as .dsjc)", "unpack it to .ndjson")
        for level in (b"\x01", b"\x5e", b"\x9c", b"\xda")
    ),
    (b"PAR1", "a Parquet file", "export the data set as Dataset-JSON 1.1, XPT or CSV"),
    (b"$FL2@(#)", "an SPSS file", "export the data set as Dataset-JSON 1.1, XPT or CSV"),
    (b"RDX", "an R file", "export the data set as Dataset-JSON 1.1, XPT or CSV"),
    (b"<?xml", "XML (Dataset-XML or Define-XML)", "export the data set as Dataset-JSON 1.1 or XPT"),
    (b"%PDF", "a PDF file", "give the data set itself: XPT, Dataset-JSON 1.1 or CSV"),
)


def open_data_sets(paths: Sequence[Path], reading: Reading) -> list[DataSet]:
    """The data sets of the files, none twice. Raises ProblemsFound with those of every file."""
    problems: list[Problem] = []
    found: dict[str, DataSet] = {}
    for path in paths:
        try:
            for one in data_sets_of(File(path, reading)):
                other = found.setdefault(one.name, one)
                if other is not one:
                    problems.append(_twice(one, other))
        except ProblemsFound as of_file:
            problems += of_file.problems
    if problems:
        raise ProblemsFound(problems)
    return list(found.values())


def data_sets_of(file: File) -> list[DataSet]:
    """The data sets of one file. Raises ProblemsFound: another format, damaged."""
    with file.open() as stream:
        head = stream.read(4096)
    for begin, what, remedy in _FOREIGN:
        if head.startswith(begin):
            raise _refused(file, f"{file.name} is {what}, which is not read", remedy)
    if head.startswith(xpt.BEGIN):
        return list(xpt.data_sets(file))
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return [dataset_json.data_set(file)]
    if not text:
        raise _refused(file, f"{file.name} is empty", "export the data set again")
    if b"\0" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = f"{file.name} is neither a transport file, Dataset-JSON nor CSV"
        raise _refused(file, message, "export the data set as Dataset-JSON 1.1, XPT or CSV (UTF-8)")
    return [delimited.data_set(file)]


def _refused(file: File, message: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([file.error("import.known-format", message, remedy)])


def _twice(one: DataSet, other: DataSet) -> Problem:
    return error(
        "import.data-set-once",
        f"{other.file} and {one.file} both hold {shown(one.name) or 'a data set without a name'}",
        "give one of the two",
        at=Position(one.file),
        also=(Position(other.file),),
    )
