"""A listing of patient data: laboratory measurements, invented, one row for each.

python -m benchmarks.patients FOLDER [ROWS]
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.records import (
    SOURCES,
    disease_yaml,
    drawn_analysis,
    efficacy_yaml,
    trial_yaml,
    write_lines,
    write_study,
)
from benchmarks.words import Draw
from benchmarks.workload import Workload

VARIABLES = ("USUBJID", "VISIT", "PARAM", "ADT", "AVAL", "UNIT", "RANGE", "COMMENT")
_PARAMETERS = (
    ("Alanine aminotransferase", "U/L", "0 to 41"),
    ("Albumin", "g/L", "35 to 52"),
    ("Bilirubin", "umol/L", "2 to 21"),
    ("Creatinine", "umol/L", "59 to 104"),
    ("Haemoglobin", "g/L", "130 to 170"),
    ("Leukocytes", "10^9/L", "3.9 to 10.2"),
    ("Neutrophils", "10^9/L", "1.8 to 7.7"),
    ("Platelets", "10^9/L", "150 to 370"),
)
_VISITS = tuple(f"Week {4 * n}" if n else "Baseline" for n in range(12))
_COMMENTS = ("", "", "", "sample haemolysed", "repeated after two days", "not clinically relevant")


def patients(folder: Path, rows: int = 5_000) -> Workload:
    """A study whose document `patients` is one listing of so many rows, eight columns wide."""
    draw = Draw(rows)
    study, templates = write_study(folder, f"patients-{rows}", "patients")
    write_lines(study / "efficacy.yaml", efficacy_yaml([drawn_analysis(draw, "a0001")]))
    write_lines(study / "trial.yaml", trial_yaml(["a0001"]))
    write_lines(study / "disease.yaml", disease_yaml(()))
    write_lines(study / "references.yaml", [SOURCES.replace("]", _SOURCE)])
    with (study / "adlb.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(VARIABLES)
        writer.writerows(_measurements(draw, rows))
    write_lines(templates / "patients/outline.yaml", [_OUTLINE])
    write_lines(templates / "patients/sections/16.2.8.md", [":::{listing} lst-laboratory", ":::"])
    write_lines(templates / "patients/listings/laboratory.yaml", [_SHELL])
    return Workload(study, templates)


def _measurements(draw: Draw, rows: int) -> Iterator[tuple[str, ...]]:
    """Patient by patient, visit by visit."""
    for n in range(rows):
        visit, parameter = divmod(n, len(_PARAMETERS))
        patient, visit = divmod(visit, len(_VISITS))
        name, unit, limits = _PARAMETERS[parameter]
        day = f"{2020 + visit // 6}-{1 + 2 * (visit % 6):02}-{1 + patient % 28:02}"
        result = f"{draw.number(1, 400)}.{draw.number(0, 9)}"
        comment = draw.one(_COMMENTS)
        of = f"{100 + patient // 40}-{patient:05}"
        yield of, _VISITS[visit], name, day, result, unit, limits, comment


_SOURCE = ", {id: adlb, kind: analysis-data, title: Laboratory data, file: adlb.csv}]"
_OUTLINE = """\
number: "16.2"
title: Patient Data Listings
subject: "{{ dossier.study.title }}"
sections:
  - {number: 16.2.8, title: Laboratory, clause: invented, template: sections/16.2.8.md}"""
_SHELL = """\
caption: Laboratory measurements by patient
data: adlb
sort: [USUBJID, ADT, PARAM]
columns:
  - {head: Patient, variable: USUBJID, width: 2}
  - {head: Visit, variable: VISIT, width: 2}
  - {head: Parameter, variable: PARAM, width: 4}
  - {head: Date, variable: ADT, width: 2}
  - {head: Result, variable: AVAL, width: 2, align: right}
  - {head: Unit, variable: UNIT, width: 2}
  - {head: Range, variable: RANGE, width: 2}
  - {head: Comment, variable: COMMENT, width: 4}"""


if __name__ == "__main__":
    folder, *size = sys.argv[1:]
    made = patients(Path(folder), *map(int, size))
    print(f"assembler build {made.study} --templates {made.templates}")
