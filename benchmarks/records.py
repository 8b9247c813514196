"""The records of invented studies: two arms, one cohort, nothing that a rule would find."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from math import erfc, exp, sqrt
from pathlib import Path
from typing import NamedTuple

from benchmarks.words import CLASSES, FACTORS, FAMILIES, JOURNALS, TERMS, Draw

ACTIVE, CONTROL = "fictivinib", "placebo"
SIZES = {ACTIVE: 200, CONTROL: 100}
"""The arms with their patients."""
SUBGROUPS = 10
"""Subgroups of an analysis: the rows of its table."""
EVENT_COLUMNS = ("arm", "system_organ_class", "preferred_term", "patients", "grade_3_or_higher",
                 "related", "serious", "events")  # fmt: skip
"""Columns of the adverse events."""
SOURCES = "sources: [{id: report, kind: study-report, title: Report of study 1, date: 2024-01-31}]"


class Subgroup(NamedTuple):
    """One row of a table."""

    level: str
    events: dict[str, int]
    patients: dict[str, int]
    estimate: tuple[str, str, str]
    """Hazard ratio and its bounds."""


class Analysis(NamedTuple):
    """One analysis with its subgroups: the data of one table."""

    id: str
    medians: dict[str, str]
    follow_up: str
    estimate: tuple[str, str, str]
    p_value: str
    subgroups: tuple[Subgroup, ...]


def write_study(folder: Path, name: str, document: str) -> tuple[Path, Path]:
    """The folders of a study and of its templates, with the short files that all have."""
    study, templates = folder / "study", folder / "templates"
    write_lines(
        study / "dossier.yaml",
        [
            f"study: {{id: {name}, title: Fictivinib in invented disease}}",
            "applicant: acme",
            "region: eu",
            f"documents: [{document}]",
            "prepared_from: [report]",
            "data_date: 2024-01-31",
        ],
    )
    write_lines(
        study / "product.yaml", [f"inn: {ACTIVE}", "source: {document: report, place: Title}"]
    )
    statement = (
        "{id: none-new, text: No new signal was seen., source: {document: report, place: 12}}"
    )
    write_lines(study / "safety.yaml", [f"statements: [{statement}]"])
    return study, templates


def trial_yaml(endpoints: Sequence[str]) -> Iterator[str]:
    """trial.yaml with an endpoint for each analysis."""
    arms = ", ".join(f"{{id: {arm}, label: {arm}, treatment: {arm}}}" for arm in SIZES)
    yield from (
        "id: invented",
        "title: A trial of fictivinib in invented disease",
        "phase: phase-3",
        "source: {document: report, place: Synopsis}",
        f"arms: [{arms}]",
        f"cohorts: [{{id: main, label: main, n: {sum(SIZES.values())}}}]",
        "organisations: [{id: acme, name: Acme Medicines, roles: [applicant]}]",
        "endpoints:",
    )
    for name in endpoints:
        yield f"  - id: {name}"
        yield f"    variable: progression-free survival, part {int(name[1:])}"
        yield "    role: secondary"
        yield "    cohort: main"
        yield "    assessor: investigator"


def disease_yaml(figures: Sequence[str]) -> Iterator[str]:
    """disease.yaml with so many figures: `f00001`, `f00002` ..."""
    yield "name: invented disease"
    yield "source: {document: report, place: Section 4}"
    yield "figures:" if figures else "figures: []"
    for n, figure in enumerate(figures, start=1):
        yield f"  - {{id: f{n:05}, measure: people with feature {n}, value: {figure}}}"


def efficacy_yaml(analyses: Sequence[Analysis]) -> Iterator[str]:
    """efficacy.yaml."""
    yield "analyses:"
    for analysis in analyses:
        ratio, lower, upper = analysis.estimate
        yield f"  - id: {analysis.id}"
        yield "    type: time-to-event"
        yield f"    endpoint: {analysis.id}"
        yield "    cohort: main"
        yield "    assessor: investigator"
        yield "    timing: final"
        yield "    cut_off: 2023-10-22"
        yield f"    median_follow_up: {analysis.follow_up}"
        yield f"    source: {{document: report, place: Table 14.2.{int(analysis.id[1:])}}}"
        yield "    arms:"
        for arm, median in analysis.medians.items():
            yield f"      {arm}: {{n: {SIZES[arm]}, median: {median}}}"
        yield f"    comparison: {{of: {ACTIVE}, versus: {CONTROL}, hazard_ratio: {ratio},"
        yield f'      interval: {lower} to {upper}, level: 95%, p_value: "{analysis.p_value}"}}'
        yield "    subgroups:"
        for n, row in enumerate(analysis.subgroups, start=1):
            ratio, lower, upper = row.estimate
            yield f"      - id: s{n}"
            yield f"        factor: {row.level.partition(',')[0]}"
            yield f'        level: "{row.level}"'
            yield "        arms:"
            for arm, events in row.events.items():
                yield f"          {arm}: {{n: {row.patients[arm]}, events: {events}}}"
            yield f"        estimate: {ratio}"
            yield f"        interval: {lower} to {upper}"


def drawn_analysis(draw: Draw, name: str) -> Analysis:
    """An analysis whose numbers agree with each other."""
    # As few patients as these allow no narrower interval.
    estimate, p_value = _estimate(draw, draw.real(0.13, 0.3))
    return Analysis(
        name,
        {ACTIVE: f"{draw.real(6, 14):.1f} months", CONTROL: f"{draw.real(2, 5):.1f} months"},
        f"{draw.real(9, 30):.1f} months",
        estimate,
        p_value,
        tuple(_subgroup(draw, n) for n in range(SUBGROUPS)),
    )


def _subgroup(draw: Draw, n: int) -> Subgroup:
    patients = {arm: draw.number(20, size) for arm, size in SIZES.items()}
    events = {arm: draw.number(5, size) for arm, size in patients.items()}
    error = draw.real(1.0, 1.1) * sqrt(sum(1 / number for number in events.values()))
    return Subgroup(
        f"{FACTORS[n % len(FACTORS)]}, part {n // len(FACTORS) + 1}",
        events,
        patients,
        _estimate(draw, error)[0],
    )


def _estimate(draw: Draw, error: float) -> tuple[tuple[str, str, str], str]:
    """A hazard ratio with the 95% interval and the p-value of its standard error."""
    log = draw.real(-1.4, -0.2)
    ratio, lower, upper = (f"{exp(log + side * 1.96 * error):.2f}" for side in (0, -1, 1))
    p_value = erfc(-log / error / sqrt(2))
    return (ratio, lower, upper), "<0.0001" if p_value < 0.0001 else f"{p_value:.4f}"


def write_adverse_events(study: Path, rows: Iterable[Sequence[str]]) -> None:
    """safety.yaml with rows from a grid, in the order of EVENT_COLUMNS."""
    sizes = ", ".join(f"{arm}: {n}" for arm, n in SIZES.items())
    write_lines(
        study / "safety.yaml",
        [
            f"adverse_events: {{sizes: {{{sizes}}}, rows: {{csv: adverse-events.csv}},",
            "  source: {document: report, place: Table 14.3.1}}",
        ],
    )
    with (study / "adverse-events.csv").open("w", encoding="utf-8", newline="") as file:
        grid = csv.writer(file, lineterminator="\n")
        grid.writerow(EVENT_COLUMNS)
        grid.writerows(rows)


def drawn_adverse_event(draw: Draw, n: int) -> tuple[str, ...]:
    """The row `n` of adverse-events.csv."""
    arm = ACTIVE if n % 2 == 0 else CONTROL
    patients = draw.number(1, SIZES[arm])
    parts = [str(draw.number(0, patients)) for _ in range(3)]
    events = str(patients + draw.number(0, 40))
    return (arm, draw.one(CLASSES), f"{draw.one(TERMS)} {n // 2}", str(patients), *parts, events)


class Reference(NamedTuple):
    """A reference in references.yaml, as it is printed, and as CSL data."""

    yaml: str
    text: str
    csl: dict[str, object]


def drawn_reference(draw: Draw, n: int) -> Reference:
    """The reference `n`, counted from 0."""
    authors = [(draw.one(FAMILIES), draw.one("ABCDEFGHJK")) for _ in range(3)]
    title = " ".join(draw.words(9)).capitalize()
    volume, first = draw.number(1, 60), draw.number(100, 900)
    pages, year, journal = f"{first}–{first + 9}", draw.number(2005, 2024), draw.one(JOURNALS)
    names = ", ".join(f"{{family: {family}, given: {given}}}" for family, given in authors)
    printed = ", ".join(f"{family} {given}" for family, given in authors)
    return Reference(
        f"  - {{id: r{n + 1:04}, type: article-journal, author: [{names}],\n"
        f"     title: {title}, container_title: {journal}, volume: {volume}, page: {pages},\n"
        f"     issued: {year}, copy_held: yes}}",
        f"{printed}. {title}. {journal}. {year};{volume}:{pages}.",
        {
            "id": f"r{n + 1:04}",
            "type": "article-journal",
            "author": [{"family": family, "given": given} for family, given in authors],
            "title": title,
            "container-title": journal,
            "volume": str(volume),
            "page": pages,
            "issued": {"date-parts": [[year]]},
        },
    )


def write_lines(path: Path, lines: Sequence[str] | Iterator[str]) -> None:
    """Write a file, and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
