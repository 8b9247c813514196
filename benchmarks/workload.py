"""Studies of known size, made from nothing: the same files from the same arguments.

    python -m benchmarks.workload overview FOLDER [TIMES]
    python -m benchmarks.workload listing FOLDER [ROWS]

`overview` is a clinical overview of about twenty pages, or TIMES as much; `listing` is one long
table. Both are a study with templates of its own, invented throughout and free of errors.
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from math import erfc, exp, sqrt
from pathlib import Path
from typing import NamedTuple

from benchmarks.words import CLASSES, FACTORS, FAMILIES, JOURNALS, TERMS, TITLES, Draw

HEADINGS, PARAGRAPHS, WORDS_EACH = 40, 120, 48
VALUES, TABLES, ROWS = 150, 12, 10
REFERENCES, CITATIONS, CROSS_REFERENCES = 40, 100, 60
"""What one overview holds. It has no figures: the writers draw none yet."""
SECTIONS = 5
"""Sections of the outline in one overview; the other headings are subsections of these."""
IN_LISTING = ("arm", "system_organ_class", "preferred_term", "patients", "grade_3_or_higher",
              "related", "serious", "events")  # fmt: skip
"""Columns of the listing."""
_ACTIVE, _CONTROL = "fictivinib", "placebo"
_SIZES = {_ACTIVE: 200, _CONTROL: 100}


class Workload(NamedTuple):
    """A study on the disk, and what to build it with."""

    study: Path
    templates: Path
    peer: Path | None = None
    """The overview's text as Markdown for pandoc, with `references.json` beside it."""


class Piece(NamedTuple):
    """A word or something in its place: as a template has it, and as the peer's text has it."""

    template: str
    plain: str


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


def overview(folder: Path, times: int = 1) -> Workload:
    """A study whose document `overview` is `times` the size that this module's constants state."""
    draw = Draw(times)
    analyses = [_analysis(draw, f"a{n + 1:04}") for n in range(TABLES * times)]
    figures = [f"{draw.real(1, 100):.1f}" for _ in range(VALUES * times - 5 * len(analyses))]
    study, templates = _study(folder, f"overview-{times}", "overview")
    _write(study / "efficacy.yaml", _efficacy(analyses))
    _write(study / "trial.yaml", _trial([analysis.id for analysis in analyses]))
    _write(study / "disease.yaml", _disease(figures))
    references = [_reference(draw, n) for n in range(REFERENCES * times)]
    _write(study / "references.yaml", [_SOURCES, "literature:", *(r.yaml for r in references)])
    paragraphs = _paragraphs(draw, times, _values(analyses, figures))
    titles = [draw.one(TITLES) for _ in range(HEADINGS * times)]
    _write(templates / "overview/tables/subgroups.yaml", [_SUBGROUPS])
    peer = _sections(templates / "overview", titles, paragraphs, analyses)
    _write(folder / "peer.md", ["---", "bibliography: references.json", "---", *peer])
    _write(folder / "references.json", [json.dumps([r.csl for r in references])])
    return Workload(study, templates, folder / "peer.md")


def listing(folder: Path, rows: int = 5_000) -> Workload:
    """A study whose document `listing` is one table of so many rows, eight columns wide."""
    draw = Draw(rows)
    study, templates = _study(folder, f"listing-{rows}", "listing")
    _write(study / "efficacy.yaml", _efficacy([_analysis(draw, "a0001")]))
    _write(study / "trial.yaml", _trial(["a0001"]))
    _write(study / "disease.yaml", _disease(()))
    _write(study / "references.yaml", [_SOURCES])
    sizes = ", ".join(f"{arm}: {n}" for arm, n in _SIZES.items())
    _write(
        study / "safety.yaml",
        [
            f"adverse_events: {{sizes: {{{sizes}}}, rows: {{csv: adverse-events.csv}},",
            "  source: {document: report, place: Table 14.3.1}}",
        ],
    )
    with (study / "adverse-events.csv").open("w", encoding="utf-8", newline="") as file:
        grid = csv.writer(file, lineterminator="\n")
        grid.writerow(IN_LISTING)
        grid.writerows(_adverse_event(draw, n) for n in range(rows))
    _write(templates / "listing/outline.yaml", [_LISTING_OUTLINE])
    _write(templates / "listing/sections/2.7.4.md", [":::{table} tbl-listing", ":::"])
    _write(templates / "listing/tables/listing.yaml", [_LISTING, *_listing_columns()])
    return Workload(study, templates)


# --- the study's records


def _study(folder: Path, name: str, document: str) -> tuple[Path, Path]:
    study, templates = folder / "study", folder / "templates"
    _write(
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
    _write(study / "product.yaml", [f"inn: {_ACTIVE}", "source: {document: report, place: Title}"])
    statement = (
        "{id: none-new, text: No new signal was seen., source: {document: report, place: 12}}"
    )
    _write(study / "safety.yaml", [f"statements: [{statement}]"])
    return study, templates


def _trial(endpoints: Sequence[str]) -> Iterator[str]:
    arms = ", ".join(f"{{id: {arm}, label: {arm}, treatment: {arm}}}" for arm in _SIZES)
    yield from (
        "id: invented",
        "title: A trial of fictivinib in invented disease",
        "phase: phase-3",
        "source: {document: report, place: Synopsis}",
        f"arms: [{arms}]",
        f"cohorts: [{{id: main, label: main, n: {sum(_SIZES.values())}}}]",
        "organisations: [{id: acme, name: Acme Medicines, roles: [applicant]}]",
        "endpoints:",
    )
    for name in endpoints:
        yield f"  - id: {name}"
        yield f"    variable: progression-free survival, part {int(name[1:])}"
        yield "    role: secondary"
        yield "    cohort: main"
        yield "    assessor: investigator"


def _disease(figures: Sequence[str]) -> Iterator[str]:
    yield "name: invented disease"
    yield "source: {document: report, place: Section 4}"
    yield "figures:" if figures else "figures: []"
    for n, figure in enumerate(figures, start=1):
        yield f"  - {{id: f{n:05}, measure: people with feature {n}, value: {figure}}}"


def _efficacy(analyses: Sequence[Analysis]) -> Iterator[str]:
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
            yield f"      {arm}: {{n: {_SIZES[arm]}, median: {median}}}"
        yield f"    comparison: {{of: {_ACTIVE}, versus: {_CONTROL}, hazard_ratio: {ratio},"
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


def _analysis(draw: Draw, name: str) -> Analysis:
    estimate, p_value = _estimate(draw)
    return Analysis(
        name,
        {_ACTIVE: f"{draw.real(6, 14):.1f} months", _CONTROL: f"{draw.real(2, 5):.1f} months"},
        f"{draw.real(9, 30):.1f} months",
        estimate,
        p_value,
        tuple(_subgroup(draw, n) for n in range(ROWS)),
    )


def _subgroup(draw: Draw, n: int) -> Subgroup:
    patients = {arm: draw.number(20, size) for arm, size in _SIZES.items()}
    return Subgroup(
        f"{FACTORS[n % len(FACTORS)]}, part {n // len(FACTORS) + 1}",
        {arm: draw.number(5, size) for arm, size in patients.items()},
        patients,
        _estimate(draw)[0],
    )


def _estimate(draw: Draw) -> tuple[tuple[str, str, str], str]:
    """A hazard ratio with the 95% interval and the p-value that belong to it."""
    log, error = draw.real(-1.4, -0.2), draw.real(0.08, 0.3)
    ratio, lower, upper = (f"{exp(log + side * 1.96 * error):.2f}" for side in (0, -1, 1))
    p_value = erfc(-log / error / sqrt(2))
    return (ratio, lower, upper), "<0.0001" if p_value < 0.0001 else f"{p_value:.4f}"


def _adverse_event(draw: Draw, n: int) -> tuple[str, ...]:
    arm = _ACTIVE if n % 2 == 0 else _CONTROL
    patients = draw.number(1, _SIZES[arm])
    parts = [str(draw.number(0, patients)) for _ in range(3)]
    events = str(patients + draw.number(0, 40))
    return (arm, draw.one(CLASSES), f"{draw.one(TERMS)} {n // 2}", str(patients), *parts, events)


class _Reference(NamedTuple):
    yaml: str
    csl: dict[str, object]


def _reference(draw: Draw, n: int) -> _Reference:
    authors = [(draw.one(FAMILIES), draw.one("ABCDEFGHJK")) for _ in range(3)]
    title = " ".join(draw.words(9)).capitalize()
    volume, first = draw.number(1, 60), draw.number(100, 900)
    pages, year, journal = f"{first}–{first + 9}", draw.number(2005, 2024), draw.one(JOURNALS)
    names = ", ".join(f"{{family: {family}, given: {given}}}" for family, given in authors)
    return _Reference(
        f"  - {{id: r{n + 1:04}, type: article-journal, author: [{names}],\n"
        f"     title: {title}, container_title: {journal}, volume: {volume}, page: {pages},\n"
        f"     issued: {year}}}",
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


# --- the prose


def _values(analyses: Sequence[Analysis], figures: Sequence[str]) -> Iterator[Piece]:
    for analysis in analyses:
        name = f'efficacy.analyses["{analysis.id}"]'
        ratio, lower, upper = analysis.estimate
        for arm, median in analysis.medians.items():
            yield Piece(f'{{{{ {name}.arms["{arm}"].median }}}}', median)
        yield Piece(f"{{{{ {name}.median_follow_up }}}}", analysis.follow_up)
        yield Piece(
            f"{{{{ {name}.comparison | ratio_ci }}}}", f"{ratio} (95% CI: {lower}, {upper})"
        )
        yield Piece(f"{{{{ {name}.comparison.p_value | p }}}}", f"p={analysis.p_value}")
    for n, figure in enumerate(figures, start=1):
        yield Piece(f'{{{{ disease.figures["f{n:05}"].value }}}}', figure)


def _paragraphs(draw: Draw, times: int, values: Iterator[Piece]) -> list[list[Piece]]:
    """Every paragraph as words with values, citations and cross-references among them."""
    cited = [n + 1 for n in range(REFERENCES * times)]
    cited += [draw.number(1, REFERENCES * times) for _ in range((CITATIONS - REFERENCES) * times)]
    among = [*values, *(Piece(f"[@r{n:04}]", f"[@r{n:04}]") for n in cited)]
    for n in range(CROSS_REFERENCES * times):
        table, heading = draw.number(1, TABLES * times), draw.number(1, HEADINGS * times)
        label, words = (f"tbl-a{table:04}", "Table") if n % 2 else (_label(heading - 1), "Section")
        among.append(Piece(f"[](#{label})", f"[{words} {table if n % 2 else heading}](#{label})"))
    count = PARAGRAPHS * times
    paragraphs = [[Piece(word, word) for word in draw.words(WORDS_EACH)] for _ in range(count)]
    for n, piece in enumerate(draw.mixed(among)):
        paragraph = paragraphs[n % count]
        paragraph.insert(draw.number(1, len(paragraph) - 1), piece)
    for paragraph in paragraphs:
        first, last = paragraph[0].plain.capitalize(), f"{paragraph[-1].plain}."
        paragraph[0], paragraph[-1] = Piece(first, first), Piece(last, last)
    return paragraphs


def _label(heading: int) -> str:
    """The label of a heading, counted from 0: one in eight is a section of the outline."""
    section, below = divmod(heading, HEADINGS // SECTIONS)
    return f"part-{heading + 1}" if below else f"sec-2.5.{section + 1}"


def _sections(
    folder: Path,
    titles: Sequence[str],
    paragraphs: Sequence[Sequence[Piece]],
    analyses: Sequence[Analysis],
) -> list[str]:
    """Writes the outline and the section templates; the same text for the peer."""
    outline = [
        'number: "2.5"',
        "title: Overview",
        'subject: "{{ dossier.study.title }}"',
        "sections:",
    ]
    peer: list[str] = []
    lines: list[str] = []
    each = len(paragraphs) // len(titles)
    placed = {n * len(titles) // len(analyses): n for n in range(len(analyses))}
    for n, title in enumerate(titles):
        section, below = divmod(n, HEADINGS // SECTIONS)
        number = f"2.5.{section + 1}"
        if below == 0:
            lines = []
            outline += [f"  - number: {number}", f"    title: {title}", "    clause: invented"]
            outline += [f"    template: sections/{number}.md"]
        else:
            lines += [f"({_label(n)})=", f"{'#' if below % 3 == 1 else '##'} {title}", ""]
        peer += [f"{'#' * (1 if below == 0 else 2 if below % 3 == 1 else 3)} {title}", ""]
        for paragraph in paragraphs[n * each : (n + 1) * each]:
            lines += [*_wrapped([piece.template for piece in paragraph]), ""]
            peer += [*_wrapped([piece.plain for piece in paragraph]), ""]
        if n in placed:
            analysis = analyses[placed[n]]
            lines += [f":::{{table}} tbl-{analysis.id}", ":shell: subgroups"]
            lines += [f":analysis: {analysis.id}", ":::", ""]
            peer += [*_pipe_table(analysis), ""]
        if below == HEADINGS // SECTIONS - 1:
            _write(folder / f"sections/{number}.md", lines)
    last = f"2.5.{len(titles) * SECTIONS // HEADINGS + 1}"
    outline += [f"  - number: {last}", "    title: Literature references", "    clause: invented"]
    outline += [f"    template: sections/{last}.md"]
    _write(folder / f"sections/{last}.md", [":::{references}", ":::"])
    _write(folder / "outline.yaml", outline)
    return [*peer, "# Literature references", ""]


def _wrapped(words: Sequence[str]) -> list[str]:
    return [" ".join(words[n : n + 12]) for n in range(0, len(words), 12)]


def _pipe_table(analysis: Analysis) -> Iterator[str]:
    yield f"Table: Subgroups of part {int(analysis.id[1:])}"
    yield ""
    yield f"| Subgroup | {_ACTIVE} | {_CONTROL} | Hazard ratio | 95% CI |"
    yield "|:---|:---:|:---:|:---:|:---:|"
    for row in analysis.subgroups:
        counts = (f"{row.events[arm]}/{row.patients[arm]}" for arm in _SIZES)
        ratio, lower, upper = row.estimate
        yield f"| {row.level} | {' | '.join(counts)} | {ratio} | {lower}, {upper} |"


# --- files that are the same in every study

_SOURCES = "sources: [{id: report, kind: study-report, title: Report of study 1, date: 2024-01-31}]"

_SUBGROUPS = """\
caption: "Subgroups of {{ efficacy.analyses[analysis].endpoint.variable }}"
each: row in efficacy.analyses[analysis].subgroups
columns:
  - {head: Subgroup, width: 3, value: row.level}
  - head: "{{ arm.label }}, n/N"
    for: arm in trial.arms
    width: 2
    align: decimal
    text: "{{ row.arms[arm].events }}/{{ row.arms[arm].n }}"
  - {head: Hazard ratio, width: 2, align: decimal, value: row.estimate}
  - {head: 95% CI, width: 2, align: center, value: row.interval}
source: efficacy.analyses[analysis].source"""

_LISTING_OUTLINE = """\
number: "2.7"
title: Listing
subject: "{{ dossier.study.title }}"
sections:
  - {number: 2.7.4, title: Adverse events, clause: invented, template: sections/2.7.4.md}"""

_LISTING = """\
caption: Adverse events by class and term
each: row in safety.adverse_events.rows
source: safety.adverse_events.source
columns:"""


def _listing_columns() -> Iterator[str]:
    widths = dict(zip(IN_LISTING, (2, 5, 5, 2, 2, 2, 2, 2), strict=True))
    for name, width in widths.items():
        value = "row.arm.label" if name == "arm" else f"row.{name}"
        head = name.replace("_", " ").capitalize()
        yield f"  - {{head: {head}, width: {width}, value: {value}}}"


def _write(path: Path, lines: Sequence[str] | Iterator[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    kind, folder, *size = sys.argv[1:]
    made = {"overview": overview, "listing": listing}[kind](Path(folder), *map(int, size))
    print(f"assembler build {made.study} --templates {made.templates}")
