"""CSV grids -> tree: a list of rows, each a mapping of column to cell, with positions.

RFC 4180: commas, double quotes, a header row. A reader of our own, because the standard
library's knows only the line on which a row ends.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read.build import limited
from assembler.read.files import Source, read_source
from assembler.read.tree import Data, Place, Tree

MOST_CELLS = 1_000_000
"""Most cells of one grid."""

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_BARE = re.compile(r'[^",\n]*+')
_REST = re.compile(r"[^,\n]*+")

Cell = tuple[str, Position]


def read_csv(path: Path, *, root: Path, shown: str | None = None) -> Tree:
    """The grid in a CSV file: a list of mappings column -> text, in the order of the file.

    Cells are the text that was typed; the key of a cell stands in the header row. Raises
    ProblemsFound with every problem of the file: as `read_text`; column names empty or repeated;
    rows of another length; quotes not closed.
    """
    return grid_of(read_source(path, root=root, shown=shown))


def grid_of(source: Source) -> Tree:
    """The grid that a CSV text holds; as `read_csv`."""
    problems: list[Problem] = list(source.problems)
    rows = _rows(source.text, source.file, problems)
    head = next(rows, None)
    if head is None:
        problems.append(_problem("csv.header", f"{source.file} has no header row", source.file))
        raise ProblemsFound(problems)
    names = _names(head, problems)
    value: list[Data] = []
    places: dict[str | int, Place] = {}
    for row in rows:
        if len(row) != len(names):
            problems.append(_ragged(row, len(names)))
            continue
        cells = zip(head, row, strict=True)
        inside: dict[str | int, Place]
        inside = {name: Place(at, column) for (name, column), (_, at) in cells}
        places[len(value)] = Place(row[0][1], None, inside)
        value.append({name: text for name, (text, _) in zip(names, row, strict=True)})
    if problems:
        raise ProblemsFound(limited(problems))
    return Tree(value, Place(Position(source.file), None, places), source.file, source.sha256)


def _rows(text: str, file: str, problems: list[Problem]) -> Iterator[list[Cell]]:
    """The rows of cells; blank lines are no rows."""
    line, start, pos, cells = 1, 0, 0, 0
    row: list[Cell] = []
    while pos < len(text) or row:
        at = Position(file, line, pos - start + 1)
        cell, pos = _cell(text, pos, at, problems)
        cells += 1
        if cells > MOST_CELLS:
            problems.append(
                error(
                    "file.size",
                    f"the grid has more than {MOST_CELLS} cells",
                    "split the file",
                    at=at,
                )
            )
            raise ProblemsFound(limited(problems))
        row.append((cell, at))
        if breaks := text.count("\n", start, pos) if "\n" in cell else 0:
            line += breaks
            start = text.rfind("\n", start, pos) + 1
        if text[pos : pos + 1] == ",":
            pos += 1
            continue
        pos += 1
        if len(row) > 1 or row[0][0]:
            yield row
        row = []
        line, start = line + 1, pos


def _cell(text: str, pos: int, at: Position, problems: list[Problem]) -> tuple[str, int]:
    """The cell that begins at `pos`, and where it ends: at a comma, a line break or the end."""
    if text[pos : pos + 1] != '"':
        end = _end(_BARE, text, pos)
        if text[end : end + 1] != '"':
            return text[pos:end], end
        problems.append(
            error(
                "csv.quoted",
                "a quote stands inside a cell that does not begin with one",
                'put quotes around the whole cell, and double those inside: "5"" tube"',
                at=at,
            )
        )
        return text[pos:end], _end(_REST, text, end)
    match = _QUOTED.match(text, pos)
    if match is None:
        problems.append(
            error("csv.quoted", "the closing quote is missing", "close the quote", at=at)
        )
        return text[pos + 1 :].replace("\n", " "), len(text)
    end = match.end()
    if text[end : end + 1] not in ("", ",", "\n"):
        problems.append(
            error(
                "csv.quoted",
                "text follows the closing quote",
                'put quotes around the whole cell, and double those inside: "5"" tube"',
                at=at,
            )
        )
        return match[1].replace("\n", " "), _end(_REST, text, end)
    return match[1].replace('""', '"'), end


def _end(pattern: re.Pattern[str], text: str, pos: int) -> int:
    match = pattern.match(text, pos)
    return match.end() if match else pos


def _names(head: list[Cell], problems: list[Problem]) -> list[str]:
    names: list[str] = []
    seen: dict[str, Position] = {}
    first = head[0][0]
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(head) == 1 and mark in first:
            problems.append(
                error(
                    "csv.commas",
                    f"the columns are separated by {name}",
                    "save the table as CSV with commas (and with a point in decimal numbers)",
                    at=head[0][1],
                )
            )
    for name, at in head:
        if not name.strip():
            problems.append(
                error("csv.header", "a column has no name", "give every column a name", at=at)
            )
        elif name in seen:
            problems.append(
                error(
                    "csv.header",
                    f"two columns are called '{name}'",
                    "rename one of the two",
                    at=at,
                    also=(seen[name],),
                )
            )
        seen.setdefault(name, at)
        names.append(name)
    return names


def _ragged(row: list[Cell], wanted: int) -> Problem:
    extra = row[wanted][1] if len(row) > wanted else row[-1][1]
    return error(
        "csv.rows-alike",
        f"the row has {len(row)} cell{'s' if len(row) != 1 else ''}, the header has {wanted}",
        "give every row one cell for each column; a cell with a comma needs quotes",
        at=extra,
    )


def _problem(rule: str, message: str, file: str) -> Problem:
    return error(rule, message, "type the column names in the first row", at=Position(file))
