"""CDISC Dataset-JSON 1.1, as JSON or as NDJSON, value by value.

Source: CDISC, Dataset-JSON Specification, version 1.1, and its representation as NDJSON.
"""

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from assembler.problems import ProblemsFound
from assembler.read.datasets.dataset import DataSet, File, Row, Variable, variable_names
from assembler.read.text import shown

_LONGEST = 16 * 1024 * 1024
"""Most letters of one value: a row, or all columns."""
_BLANK = " \t\r\n"
_AGAIN = "export the data set again as Dataset-JSON 1.1"
_OLD = ("clinicalData", "referenceData")
"""Keys of version 1.0."""

Json = None | bool | str | list["Json"] | dict[str, "Json"]
"""Numbers are the text that stands in the file."""


def _no_number(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"{word} is no number", word, 0)


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_number)


def data_set(file: File) -> DataSet:
    """The data set of a Dataset-JSON file. Raises ProblemsFound: another version, broken off."""
    scan = file.scan()
    head = _head(file)
    version = _text(head.get("datasetJSONVersion"))
    if any(key in head for key in _OLD) or version.startswith("1.0"):
        raise _refused(file, "Dataset-JSON 1.0, which was replaced in 2024", "import.known-version")
    if not version.startswith("1.1"):
        seen = f"Dataset-JSON {shown(version)}" if version else "no Dataset-JSON"
        raise _refused(file, seen, "import.known-version")
    columns = head.get("columns")
    if not isinstance(columns, list) or not all(isinstance(c, dict) for c in columns):
        raise _refused(file, "a data set without columns", "import.variables-named")
    described = [column for column in columns if isinstance(column, dict)]
    names = variable_names([_text(column.get("name")) for column in described], file)
    labels = [_text(column.get("label")) for column in described]
    variables = tuple(Variable(*pair) for pair in zip(names, labels, strict=True))
    records = _text(head.get("records"))
    rows = _Rows(file, len(names), int(records) if records.isdecimal() else None)
    return DataSet(
        _text(head.get("name")).strip().upper(),
        _text(head.get("label")).strip(),
        file.name,
        scan.sha256,
        variables,
        rows.read,
        _text(head.get("datasetJSONCreationDateTime"))[:10] or None,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    file: File
    width: int
    records: int | None

    def read(self, numbers: Sequence[int]) -> Iterator[Row]:
        values, count = _Values(self.file), 0
        for row in _rows(values):
            count += 1
            if not isinstance(row, list) or len(row) != self.width:
                seen = f"has {len(row)} values" if isinstance(row, list) else "is no list"
                message = f"row {count} {seen}, and there are {self.width} columns"
                raise values.problem("import.rows-alike", message, _AGAIN)
            cells = [row[number] for number in numbers]
            if any(isinstance(cell, list | dict) for cell in cells):
                message = f"row {count} has a list or a mapping as a value"
                raise values.problem("import.rows-alike", message, _AGAIN)
            yield tuple(_text(cell) for cell in cells)
        if self.records is not None and count != self.records:
            message = f"{self.file.name} says that it has {self.records} rows, and has {count}"
            raise values.problem("import.whole", message, _AGAIN)


def _head(file: File) -> dict[str, Json]:
    """All that stands beside the rows."""
    head: dict[str, Json] = {}
    values = _Values(file)
    for key in values.each_key():
        if key == "rows":
            if "columns" in head:
                break  # what follows the rows is not needed
            for _ in values.each_item():
                pass
        else:
            head[key] = values.value()
    return head


def _rows(values: "_Values") -> Iterator[Json]:
    """The rows: under `rows`, or line by line behind the first value."""
    for key in values.each_key():
        if key != "rows":
            values.value()
            continue
        yield from values.each_item()
        for _ in values.each_key(begun=True):
            values.value()
        return
    while values.next():
        yield values.value()


class _Values:
    """The values of a JSON text, one after another, with a window of it in memory."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._pieces = file.pieces()
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._line = "", 0, 1
        self._is_over = False

    def each_key(self, *, begun: bool = False) -> Iterator[str]:
        """The keys of a mapping; the caller takes each value before it asks for the next key."""
        if not begun:
            self._expect("{")
            if self.next() == "}":
                self._at += 1
                return
        elif self._closed("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._malformed("a key is no text")
            self._expect(":")
            yield key
            if self._closed("}"):
                return

    def each_item(self) -> Iterator[Json]:
        """The items of a list."""
        self._expect("[")
        if self.next() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._closed("]"):
                return

    def value(self) -> Json:
        """The value that stands next, whole."""
        self.next()
        while True:
            try:
                value: Json
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as failure:
                is_cut = failure.msg.startswith("Unterminated") or (
                    failure.pos >= len(self._text) - 16
                )
                if not is_cut or not self._more():
                    raise self._malformed(failure.msg, failure.pos) from None
            except RecursionError:
                raise self._malformed("lists stand in lists without end") from None
            else:
                if end < len(self._text) or not self._more():  # a number may go on
                    self._at = end
                    return value

    def next(self) -> str:
        """The letter that follows the blanks; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def problem(self, rule: str, message: str, remedy: str, at: int | None = None) -> ProblemsFound:
        line = self._line + self._text.count("\n", 0, self._at if at is None else at)
        return ProblemsFound([self._file.error(rule, message, remedy, line)])

    def _closed(self, bracket: str) -> bool:
        """Whether the mapping or list ends here; else a comma stands here."""
        sign = self.next()
        if sign not in (bracket, ","):
            raise self._malformed(f"a comma or {bracket} is missing")
        self._at += 1
        return sign == bracket

    def _expect(self, sign: str) -> None:
        if self.next() != sign:
            raise self._malformed(f"{sign} is missing")
        self._at += 1

    def _more(self) -> bool:
        """More of the text; at least as much as there is, so that no value is read often."""
        rest = self._text[self._at :]
        if self._is_over or len(rest) > _LONGEST:
            return False
        self._line += self._text.count("\n", 0, self._at)
        parts, length = [rest], 0
        while length <= len(rest) and not self._is_over:
            piece = next(self._pieces, b"")
            self._is_over = not piece
            try:
                parts.append(self._decoder.decode(piece, final=not piece))
            except UnicodeDecodeError:
                message = f"{self._file.name} is not UTF-8, as JSON has to be"
                raise self.problem("file.utf-8", message, _AGAIN) from None
            length += len(parts[-1])
        self._text, self._at = "".join(parts), 0
        return length > 0

    def _malformed(self, what: str, at: int | None = None) -> ProblemsFound:
        if self._is_over and (self._at if at is None else at) >= len(self._text.rstrip()):
            what = "the file breaks off"
        return self.problem("json.well-formed", what, _AGAIN, at)


def _text(value: Json) -> str:
    """A value as text: null is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def _refused(file: File, what: str, rule: str) -> ProblemsFound:
    return ProblemsFound([file.error(rule, f"{file.name} is {what}", _AGAIN)])
