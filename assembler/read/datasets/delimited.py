"""Data sets as CSV: commas, double quotes, names of variables in the first row (RFC 4180)."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath

from assembler.problems import ProblemsFound
from assembler.read.datasets.dataset import DataSet, File, Row, Variable, variable_names

_LONGEST = 16 * 1024 * 1024
"""Most letters of a line."""


def data_set(file: File) -> DataSet:
    """The data set of a CSV file; the file's name is its name. Raises ProblemsFound."""
    scan = file.scan()
    if not scan.is_utf8:
        file.reading.warn(
            "import.utf-8",
            f"{file.name} is not UTF-8: read as Windows-1252 (Latin-1), which is a guess",
            "compare the accents; if they are wrong, save the file as UTF-8 and import again",
            file.at,
        )
    rows = _Rows(file, "utf-8-sig" if scan.is_utf8 else "cp1252")
    head = next(rows.all(), (1, []))[1]
    if len(head) == 1 and any(mark in head[0] for mark in ";\t|"):
        message = "the columns are not separated by commas"
        remedy = "save the table as CSV with commas (and with a point in decimal numbers)"
        raise ProblemsFound([file.error("csv.commas", message, remedy)])
    names = variable_names(head, file)
    name = PurePath(file.name).name.split(".")[0].upper()
    variables = tuple(Variable(name) for name in names)
    return DataSet(name, "", file.name, scan.sha256, variables, rows.read)


@dataclass(frozen=True, slots=True)
class _Rows:
    file: File
    encoding: str

    def read(self, numbers: Sequence[int]) -> Iterator[Row]:
        lines = self.all()
        _, head = next(lines)
        for line, row in lines:
            if len(row) != len(head):
                message = f"the row has {len(row)} cells, the header has {len(head)}"
                remedy = "give every row one cell for each column; a cell with a comma needs quotes"
                raise ProblemsFound([self.file.error("csv.rows-alike", message, remedy, line)])
            yield tuple(row[number] for number in numbers)

    def all(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not blank, with the line on which it ends."""
        reader = csv.reader(self._lines(), strict=True)
        try:
            for row in reader:
                if any(row) or len(row) > 1:
                    yield reader.line_num, row
        except csv.Error as failure:
            line = max(reader.line_num, 1)
            message = f"line {line} is no CSV: {failure}"
            remedy = 'close every quote, and double those inside: "5"" tube"'
            raise ProblemsFound([self.file.error("csv.quoted", message, remedy, line)]) from None

    def _lines(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        rest = ""
        for piece in chain(self.file.pieces(), (b"",)):
            *lines, rest = (rest + decoder.decode(piece, final=not piece)).split("\n")
            for line in lines:
                yield line.removesuffix("\r") + "\n"
            if len(rest) > _LONGEST:
                message = f"{self.file.name} has a line of more than {_LONGEST} letters"
                remedy = "export the data set again, one row a line"
                raise ProblemsFound([self.file.error("csv.rows-alike", message, remedy)])
        if rest:
            yield rest
