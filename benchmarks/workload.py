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
from pathlib import Path
from typing import NamedTuple

from benchmarks.records import (
    ACTIVE,
    CONTROL,
    SIZES,
    SOURCES,
    Analysis,
    disease_yaml,
    drawn_adverse_event,
    drawn_analysis,
    drawn_reference,
    efficacy_yaml,
    trial_yaml,
    write_lines,
    write_study,
)
from benchmarks.words import TITLES, Draw

HEADINGS, PARAGRAPHS, WORDS_EACH = 40, 120, 48
VALUES, TABLES, FIGURES = 150, 12, 2
REFERENCES, CITATIONS, CROSS_REFERENCES = 40, 100, 60
"""What one overview holds."""
SECTIONS = 5
"""Sections of the outline in one overview; the other headings are subsections of these."""
IN_LISTING = ("arm", "system_organ_class", "preferred_term", "patients", "grade_3_or_higher",
              "related", "serious", "events")  # fmt: skip
"""Columns of the listing."""


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


def overview(folder: Path, times: int = 1) -> Workload:
    """A study whose document `overview` is `times` the size that this module's constants state."""
    draw = Draw(times)
    analyses = [drawn_analysis(draw, f"a{n + 1:04}") for n in range(TABLES * times)]
    figures = [f"{draw.real(1, 100):.1f}" for _ in range(VALUES * times - 5 * len(analyses))]
    study, templates = write_study(folder, f"overview-{times}", "overview")
    write_lines(study / "efficacy.yaml", efficacy_yaml(analyses))
    write_lines(study / "trial.yaml", trial_yaml([analysis.id for analysis in analyses]))
    write_lines(study / "disease.yaml", disease_yaml(figures))
    references = [drawn_reference(draw, n) for n in range(REFERENCES * times)]
    write_lines(study / "references.yaml", [SOURCES, "literature:", *(r.yaml for r in references)])
    paragraphs = _paragraphs(draw, times, _values(analyses, figures))
    titles = [draw.one(TITLES) for _ in range(HEADINGS * times)]
    write_lines(templates / "overview/tables/subgroups.yaml", [_SUBGROUPS])
    write_lines(templates / "overview/figures/subgroups.yaml", [_FOREST_PLOT])
    peer = _sections(templates / "overview", titles, paragraphs, analyses)
    write_lines(folder / "peer.md", ["---", "bibliography: references.json", "---", *peer])
    write_lines(folder / "references.json", [json.dumps([r.csl for r in references])])
    return Workload(study, templates, folder / "peer.md")


def listing(folder: Path, rows: int = 5_000) -> Workload:
    """A study whose document `listing` is one table of so many rows, eight columns wide."""
    draw = Draw(rows)
    study, templates = write_study(folder, f"listing-{rows}", "listing")
    write_lines(study / "efficacy.yaml", efficacy_yaml([drawn_analysis(draw, "a0001")]))
    write_lines(study / "trial.yaml", trial_yaml(["a0001"]))
    write_lines(study / "disease.yaml", disease_yaml(()))
    write_lines(study / "references.yaml", [SOURCES])
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
        grid.writerow(IN_LISTING)
        grid.writerows(drawn_adverse_event(draw, n) for n in range(rows))
    write_lines(templates / "listing/outline.yaml", [_LISTING_OUTLINE])
    write_lines(templates / "listing/sections/2.7.4.md", [":::{table} tbl-listing", ":::"])
    write_lines(templates / "listing/tables/listing.yaml", [_LISTING, *_listing_columns()])
    return Workload(study, templates)


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
    tables = {n * len(titles) // len(analyses): a.id for n, a in enumerate(analyses)}
    drawn = analyses[:: TABLES // FIGURES]
    figures = {n * len(titles) // len(drawn) + 2: a.id for n, a in enumerate(drawn)}
    by_id = {analysis.id: analysis for analysis in analyses}
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
        for kind, label, here in (("table", "tbl", tables), ("figure", "fig", figures)):
            if n in here:
                lines += [f":::{{{kind}}} {label}-{here[n]}", ":shell: subgroups"]
                lines += [f":analysis: {here[n]}", ":::", ""]
        if n in tables:
            peer += [*_pipe_table(by_id[tables[n]]), ""]
        if below == HEADINGS // SECTIONS - 1:
            write_lines(folder / f"sections/{number}.md", lines)
    last = f"2.5.{len(titles) * SECTIONS // HEADINGS + 1}"
    outline += [f"  - number: {last}", "    title: Literature references", "    clause: invented"]
    outline += [f"    template: sections/{last}.md"]
    write_lines(folder / f"sections/{last}.md", [":::{references}", ":::"])
    write_lines(folder / "outline.yaml", outline)
    return [*peer, "# Literature references", ""]


def _wrapped(words: Sequence[str]) -> list[str]:
    return [" ".join(words[n : n + 12]) for n in range(0, len(words), 12)]


def _pipe_table(analysis: Analysis) -> Iterator[str]:
    yield f"Table: Subgroups of part {int(analysis.id[1:])}"
    yield ""
    yield f"| Subgroup | {ACTIVE} | {CONTROL} | Hazard ratio | 95% CI |"
    yield "|:---|:---:|:---:|:---:|:---:|"
    for row in analysis.subgroups:
        counts = (f"{row.events[arm]}/{row.patients[arm]}" for arm in SIZES)
        ratio, lower, upper = row.estimate
        yield f"| {row.level} | {' | '.join(counts)} | {ratio} | {lower}, {upper} |"


# --- files that are the same in every study

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

_FOREST_PLOT = """\
kind: forest-plot
caption: "Subgroups of {{ efficacy.analyses[analysis].endpoint.variable }} (forest plot)"
each: row in efficacy.analyses[analysis].subgroups
head: Subgroup
label: "{{ row.level }}"
estimate: row.estimate
interval: row.interval
columns:
  - {head: Hazard ratio, value: row.estimate}
axis:
  title: Hazard ratio, logarithmic scale
  favours_left: Favours fictivinib
  favours_right: Favours placebo
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


if __name__ == "__main__":
    kind, folder, *size = sys.argv[1:]
    made = {"overview": overview, "listing": listing}[kind](Path(folder), *map(int, size))
    print(f"assembler build {made.study} --templates {made.templates}")
