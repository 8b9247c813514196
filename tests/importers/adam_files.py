"""A small invented trial as data sets, in every format that is read, and the import of it."""

import json
import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from assembler.importers.adam import read_adam
from assembler.importers.drafted import ArmOfStudy, Drafted, Into, Records
from assembler.problems import Problem, ProblemsFound

Cell = str | int | float | None
Rows = Sequence[Mapping[str, Cell]]
_STAMP = b"02MAR21:10:11:12"

ADSL: Rows = [
    # patient, planned, actual, ITT, safety, treated, end of study, reason, sex, age group, died
    *(
        {
            "STUDYID": "INV-1",
            "USUBJID": patient,
            "TRT01P": planned,
            "TRT01PN": {"Placebo": 1, "Exampline": 2}.get(planned),
            "TRT01A": actual,
            "ITTFL": itt,
            "SAFFL": safety,
            "TRTSDT": start,
            "TRTDURD": days,
            "EOSSTT": status,
            "DCSREAS": reason,
            "SEX": sex,
            "AGEGR1": age,
            "AGEGR1N": {"<65": 1, ">=65": 2}.get(age),
            "AGEU": "YEARS",
            "DTHFL": died,
        }
        for patient, planned, actual, itt, safety, start, days, status, reason, sex, age, died in (
            ("1", "Placebo", "Placebo", "Y", "Y", 20000, 10, "COMPLETED", "", "F", "<65", ""),
            ("2", "Placebo", "Exampline", "Y", "Y", 20001, 20, "DISCONTINUED", "Adverse Event",
             "M", ">=65", "Y"),
            ("3", "Placebo", "", "Y", "N", None, None, "DISCONTINUED", "", "F", "<65", ""),
            ("4", "Exampline", "Exampline", "Y", "Y", 20003, 30.5, "COMPLETED", "", "F", "", ""),
            ("5", "Exampline", "Exampline", "Y", "Y", 20004, 40, "ONGOING", "", "", ">=65", ""),
            ("6", "Screen Failure", "", "N", "N", None, None, "", "", "F", "<65", ""),
        )
    )
]  # fmt: skip
ADAE: Rows = [
    {
        "STUDYID": "INV-1",
        "USUBJID": patient,
        "AEBODSYS": soc,
        "AEDECOD": term,
        "TRTEMFL": emergent,
        "AESER": serious,
        "AEREL": related,
        "AESDTH": fatal,
        "AETOXGR": grade,
    }
    for patient, soc, term, emergent, serious, related, fatal, grade in (
        ("1", "Cardiac disorders", "Palpitations", "Y", "N", "NONE", "N", "1"),
        ("1", "Cardiac disorders", "Palpitations", "Y", "N", "POSSIBLE", "N", "3"),
        ("1", "Cardiac disorders", "Angina", "Y", "Y", "NONE", "N", "2"),
        ("1", "Nervous system disorders", "Headache", "", "N", "NONE", "N", "2"),
        ("2", "Cardiac disorders", "Palpitations", "Y", "Y", "PROBABLE", "Y", "5"),
        ("4", "Cardiac disorders", "Palpitations", "Y", "N", "NONE", "N", "2"),
        ("4", "Nervous system disorders", "Headache", "Y", "N", "POSSIBLE", "N", "1"),
    )
]
ADTTE: Rows = [
    {"STUDYID": "INV-1", "USUBJID": patient, "PARAMCD": code, "PARAM": words, "AVAL": time,
     "CNSR": censored}
    for patient, code, words, time, censored in (
        ("1", "OS", "Overall survival", 400, 1),
        ("2", "OS", "Overall survival", 20, 0),
        ("3", "OS", "Overall survival", 5, 2),
        ("4", "OS", "Overall survival", 300, 0),
        ("5", "OS", "Overall survival", 12.5, 1),
    )
]  # fmt: skip
STUDY = {"ADSL": ADSL, "ADAE": ADAE, "ADTTE": ADTTE}
FORMATS = ("xpt", "json", "ndjson", "csv")


def changed(rows: Rows, patient: str, **cells: Cell) -> Rows:
    """The rows, with other values in those of a patient."""
    return [{**row, **cells} if row["USUBJID"] == patient else row for row in rows]


def without(rows: Rows, *names: str) -> Rows:
    """The rows without some variables."""
    return [{key: cell for key, cell in row.items() if key not in names} for row in rows]


def data_set(folder: Path, name: str, rows: Rows, suffix: str = "csv") -> Path:
    """A file with one data set."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.lower()}.{suffix}"
    written = {"xpt": xpt, "json": dataset_json, "ndjson": ndjson, "csv": csv}[suffix](name, rows)
    path.write_bytes(written)
    return path


def study(folder: Path, suffix: str = "csv", **others: Rows | None) -> list[Path]:
    """The files of the invented trial; a data set may have other rows, or be left out."""
    whole: dict[str, Rows | None] = {**STUDY, **others}
    return [data_set(folder, n, rows, suffix) for n, rows in whole.items() if rows is not None]


def drafted(files: Sequence[Path], into: Into | None = None) -> Drafted:
    """What the import of the files gives, into a study that has nothing yet."""
    return read_adam(files, into or study_with())


def refused(files: Sequence[Path], into: Into | None = None) -> tuple[Problem, ...]:
    """The problems for which the files are not imported."""
    try:
        drafted(files, into)
    except ProblemsFound as found:
        return found.problems
    return ()


def study_with(*arms: str, records: Records | None = None, **named: str) -> Into:
    """A study with these arms: `id = label`."""
    pairs = [arm.split(" = ") for arm in arms]
    found = tuple(ArmOfStudy(id, label, label) for id, label in pairs)
    return Into(Path("study"), records or {}, found, named)


def grid(draft: Drafted, name: str) -> list[tuple[str, ...]]:
    """The rows of a grid, as the texts of their cells."""
    found = next(one for one in draft.grids if one.name == name)
    return [tuple(row.get(column, "") for column in found.columns) for row in found.rows]


def csv(name: str, rows: Rows) -> bytes:
    lines = [",".join(rows[0])]
    lines += [",".join("" if c is None else f'"{c}"' for c in row.values()) for row in rows]
    return "\n".join([*lines, ""]).encode()


def dataset_json(name: str, rows: Rows) -> bytes:
    return json.dumps({**head(name, rows), "rows": _cells(rows)}).encode()


def ndjson(name: str, rows: Rows) -> bytes:
    return "\n".join(map(json.dumps, (head(name, rows), *_cells(rows), ""))).encode()[:-3]


def head(name: str, rows: Rows) -> dict[str, object]:
    columns = [{"itemOID": f"IT.{n}", "name": n, "label": n, "dataType": "string"} for n in rows[0]]
    return {
        "datasetJSONCreationDateTime": "2021-03-02T10:11:12",
        "datasetJSONVersion": "1.1.0",
        "itemGroupOID": f"IG.{name}",
        "records": len(rows),
        "name": name,
        "label": f"{name} data",
        "columns": columns,
    }


def _cells(rows: Rows) -> list[list[Cell]]:
    return [list(row.values()) for row in rows]


def xpt(name: str, rows: Rows) -> bytes:
    """A transport file of version 5 with one data set."""
    first = _record(b"SAS     SAS     SASLIB  9.4     X64".ljust(64) + _STAMP)
    return _header(b"LIBRARY") + first + _record(_STAMP) + member(name, rows)


def member(name: str, rows: Rows) -> bytes:
    """A data set within a transport file; a variable with a number in it is a number."""
    names = list(rows[0])
    numbers = {n for n in names if any(isinstance(row[n], int | float) for row in rows)}
    widths = {
        n: 8 if n in numbers else max(1, *(len(_bytes(row[n])) for row in rows)) for n in names
    }
    described, position = b"", 0
    for number, n in enumerate(names, start=1):
        described += struct.pack(">hhhh", 1 if n in numbers else 2, 0, widths[n], number)
        described += n.encode().ljust(8) + f"{n} label".encode().ljust(40) + b" " * 28
        described += struct.pack(">i", position) + bytes(52)
        position += widths[n]
    cells = b"".join(
        ibm(row[n]) if n in numbers else _bytes(row[n]).ljust(widths[n])
        for row in rows
        for n in names
    )
    count = b"000000%04d" % len(names)
    return b"".join(
        (
            _record(_header(b"MEMBER")[:48] + b"000000000000000001600000000140"),
            _header(b"DSCRPTR"),
            _record(f"SAS     {name:8}SASDATA 9.4     X64".encode().ljust(64) + _STAMP),
            _record(_STAMP.ljust(32) + f"{name} data".encode().ljust(40)),
            _record(_header(b"NAMESTR")[:48] + count.ljust(30, b"0")),
            _record(described),
            _header(b"OBS"),
            _record(cells),
        )
    )


def ibm(value: Cell) -> bytes:
    """A number as IBM wrote it; None is the missing value `.`."""
    if value is None or isinstance(value, str):
        return (value or ".").encode().ljust(8, b"\0")
    if value == 0:
        return bytes(8)
    fraction, exponent = math.frexp(abs(value))
    power = -(-exponent // 4)
    mantissa = int(math.ldexp(fraction, exponent - 4 * power + 56))
    return bytes([64 + power + (128 if value < 0 else 0)]) + mantissa.to_bytes(7, "big")


def _bytes(cell: Cell) -> bytes:
    return b"" if cell is None else str(cell).encode()


def _header(kind: bytes) -> bytes:
    return b"HEADER RECORD*******" + kind.ljust(8) + b"HEADER RECORD!!!!!!!" + b"0" * 30 + b"  "


def _record(data: bytes) -> bytes:
    return data + b" " * (-len(data) % 80)
