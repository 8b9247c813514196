"""SAS transport files, version 5: data sets of fixed records, numbers as IBM wrote them.

Source: SAS, Record Layout of a SAS Version 5 or 6 Data Set in SAS Transport (XPORT) Format.
"""

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from assembler.problems import ProblemsFound
from assembler.read.datasets.dataset import (
    LARGEST,
    DataSet,
    File,
    Row,
    Scan,
    Variable,
    variable_names,
)
from assembler.read.text import shown

BEGIN = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"
_MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
_DESCRIPTOR = b"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!"
_NAMES = b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!"
_ROWS = b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!"
_RECORD = 80
_MISSING = frozenset(b"._ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""First byte of `.`, `._` and `.A` to `.Z`; the rest is zero."""
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_AGAIN = "export the data set again as SAS transport version 5"


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the value of a variable stands in a row."""

    is_number: bool
    begin: int
    end: int


def data_sets(file: File) -> Iterator[DataSet]:
    """The data sets of a transport file. Raises ProblemsFound: broken off, not as laid down."""
    scan = file.scan(_MEMBER)
    if scan.size % _RECORD:
        raise _broken(file, f"its {scan.size} bytes are not whole records of 80")
    if not scan.marks:
        raise _broken(file, "it has no data set")
    ends = (*scan.marks[1:], scan.size)
    with file.open() as stream:
        for begin, end in zip(scan.marks, ends, strict=True):
            stream.seek(begin)
            yield _data_set(stream, file, scan, end)


def _data_set(stream: BinaryIO, file: File, scan: Scan, end: int) -> DataSet:
    head = _read(stream, _RECORD, file)
    size = _number(head[74:78], file)
    if size not in (136, 140) or not _read(stream, _RECORD, file).startswith(_DESCRIPTOR):
        raise _broken(file, "the head of its data set is not as laid down")
    first, second = _read(stream, _RECORD, file), _read(stream, _RECORD, file)
    names = _read(stream, _RECORD, file)
    if not names.startswith(_NAMES):
        raise _broken(file, "the head of its variables is missing")
    count = _number(names[54:58], file)
    length = -(-count * size // _RECORD) * _RECORD
    described = _read(stream, length, file)
    if not _read(stream, _RECORD, file).startswith(_ROWS):
        raise _broken(file, "the head of its rows is missing")
    found = [_variable(described[n * size : n * size + size], file) for n in range(count)]
    spelt = variable_names([variable.name for variable, _ in found], file)
    variables = tuple(Variable(n, v.label) for n, (v, _) in zip(spelt, found, strict=True))
    fields = [place for _, place in found]
    width = max(place.end for place in fields)
    if sum(place.end - place.begin for place in fields) != width:
        raise _broken(file, "its variables do not stand one behind the other")
    rows = _Rows(file, stream.tell(), end, width, tuple(fields))
    return DataSet(
        _text(first[8:16]).upper(),
        _text(second[32:72]),
        file.name,
        scan.sha256,
        variables,
        rows.read,
        _day(second[:16]) or _day(first[64:80]),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    file: File
    begin: int
    end: int
    width: int
    fields: tuple[_Field, ...]

    def read(self, numbers: Sequence[int]) -> Iterator[Row]:
        """The texts of some fields; rows of blanks at the end fill up the last record."""
        fields = [self.fields[number] for number in numbers]
        guess = _Guess(self.file)
        blank, held = b" " * self.width, 0
        empty = ("",) * len(fields)
        for number, row in enumerate(self._cut(), start=1):
            if row == blank:
                held += 1
                continue
            for _ in range(held):
                yield empty
            held = 0
            yield tuple(
                ibm(row[f.begin : f.end])
                if f.is_number
                else guess.text(row[f.begin : f.end], number)
                for f in fields
            )
        guess.tell()

    def _cut(self) -> Iterator[bytes]:
        rest, width = b"", self.width
        for piece in self.file.pieces(self.begin, min(self.end, LARGEST)):
            whole = rest + piece
            last = len(whole) - len(whole) % width
            for at in range(0, last, width):
                yield whole[at : at + width]
            rest = whole[last:]
        if rest.strip(b" "):
            raise _broken(self.file, "it ends in the middle of a row")


@dataclass(slots=True)
class _Guess:
    """Texts of a file that does not say how its letters are written."""

    file: File
    first: tuple[int, str] | None = None

    def text(self, raw: bytes, row: int) -> str:
        try:
            return raw.rstrip(b" \0").decode("utf-8")
        except UnicodeDecodeError:
            words = _text(raw)
            self.first = self.first or (row, words)
            return words

    def tell(self) -> None:
        if self.first and not any(
            p.rule == "import.utf-8" and p.at == self.file.at for p in self.file.reading.problems
        ):
            row, words = self.first
            self.file.reading.warn(
                "import.utf-8",
                f"row {row} is not UTF-8: read as Windows-1252 (Latin-1), which is a guess; "
                f"there it says '{shown(words)}'",
                "compare the accents; if they are wrong, export the data set in UTF-8 or ASCII",
                self.file.at,
            )


def ibm(raw: bytes) -> str:
    """The number that two to eight bytes of IBM's floating point hold; empty for a missing one.

    The fewest digits that name the number, as most programs print it: `25.1`, `183`.
    """
    if raw[0] in _MISSING and not any(raw[1:]):
        return ""
    mantissa = int.from_bytes(raw[1:], "big")
    if mantissa == 0:
        return "0"
    exponent = 4 * ((raw[0] & 0x7F) - 64) - 8 * (len(raw) - 1)
    number = math.ldexp(mantissa, exponent) * (-1 if raw[0] & 0x80 else 1)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _variable(raw: bytes, file: File) -> tuple[Variable, _Field]:
    kind, _, length, _ = struct.unpack(">hhhh", raw[:8])
    begin = struct.unpack(">i", raw[84:88])[0]
    name = _text(raw[8:16])
    if kind not in (1, 2) or begin < 0 or length < 1 or (kind == 1 and not 2 <= length <= 8):
        raise _broken(file, f"its variable {shown(name) or 'without a name'} is not as laid down")
    return Variable(name, _text(raw[16:56])), _Field(kind == 1, begin, begin + length)


def _text(raw: bytes) -> str:
    raw = raw.rstrip(b" \0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _read(stream: BinaryIO, count: int, file: File) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise _broken(file, "it breaks off in its head")
    return data


def _number(digits: bytes, file: File) -> int:
    if not digits.isdigit():
        raise _broken(file, f"its head says '{shown(_text(digits))}' where a number belongs")
    return int(digits)


def _day(stamp: bytes) -> str | None:
    """`30MAY18:09:31:18` -> `2018-05-30`; transport files are younger than 1960."""
    text = _text(stamp).upper()
    day, month, year = text[:2], text[2:5], text[5:7]
    if not (day.isdigit() and year.isdigit() and day.isascii() and month in _MONTHS):
        return None
    century = 19 if int(year) >= 60 else 20
    return f"{century}{year}-{_MONTHS.index(month) + 1:02}-{day}"


def _broken(file: File, what: str) -> ProblemsFound:
    message = f"{file.name} is no whole transport file: {what}"
    return ProblemsFound([file.error("import.whole", message, _AGAIN)])
