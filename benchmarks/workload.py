"""Studies of known size, made from nothing: the same files from the same arguments.

    python -m benchmarks.workload overview FOLDER [TIMES [EVENTS]]
    python -m benchmarks.workload listing FOLDER [ROWS]

`overview` is a clinical overview of about twenty pages, or TIMES as much, and tables of so many
adverse EVENTS; `listing` is one long table. Both are a study with templates of its own, invented
throughout and free of errors.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.content import SUBJECT, TITLE, Content, Piece, drawn_content, write_content
from benchmarks.records import (
    EVENT_COLUMNS,
    SOURCES,
    disease_yaml,
    drawn_adverse_event,
    drawn_analysis,
    efficacy_yaml,
    trial_yaml,
    write_adverse_events,
    write_lines,
    write_study,
)
from benchmarks.words import Draw


class Workload(NamedTuple):
    """A study on the disk, and what to build it with."""

    study: Path
    templates: Path
    content: Path | None = None
    """The overview's content as JSON, for its peers."""


def overview(folder: Path, times: int = 1, events: int = 0) -> Workload:
    """A study whose document `overview` is `times` the size that `content` states, with tables of
    so many adverse events."""
    content = drawn_content(times, events)
    study, templates = write_study(folder, f"overview-{times}", "overview")
    write_lines(study / "efficacy.yaml", efficacy_yaml(content.analyses))
    write_lines(study / "trial.yaml", trial_yaml([analysis.id for analysis in content.analyses]))
    write_lines(study / "disease.yaml", disease_yaml(content.figures))
    literature = [reference.yaml for reference in content.references]
    write_lines(study / "references.yaml", [SOURCES, "literature:", *literature])
    if events:
        write_adverse_events(study, content.events)
        write_lines(templates / "overview/tables/events.yaml", [_EVENTS, *_event_columns(but=1)])
    write_lines(templates / "overview/tables/subgroups.yaml", [_SUBGROUPS])
    write_lines(templates / "overview/figures/subgroups.yaml", [_FOREST_PLOT])
    _write_sections(templates / "overview", content)
    write_content(folder / "content.json", content)
    return Workload(study, templates, folder / "content.json")


def listing(folder: Path, rows: int = 5_000) -> Workload:
    """A study whose document `listing` is one table of so many rows, eight columns wide."""
    draw = Draw(rows)
    study, templates = write_study(folder, f"listing-{rows}", "listing")
    write_lines(study / "efficacy.yaml", efficacy_yaml([drawn_analysis(draw, "a0001")]))
    write_lines(study / "trial.yaml", trial_yaml(["a0001"]))
    write_lines(study / "disease.yaml", disease_yaml(()))
    write_lines(study / "references.yaml", [SOURCES])
    write_adverse_events(study, (drawn_adverse_event(draw, n) for n in range(rows)))
    write_lines(templates / "listing/outline.yaml", [_LISTING_OUTLINE])
    write_lines(templates / "listing/sections/2.7.4.md", [":::{table} tbl-listing", ":::"])
    write_lines(templates / "listing/tables/listing.yaml", [_LISTING, *_event_columns()])
    return Workload(study, templates)


def _write_sections(folder: Path, content: Content) -> None:
    """The outline, and one template for each of its sections."""
    outline = ['number: "2.5"', f"title: {TITLE}", f"subject: {SUBJECT}", "sections:"]
    lines: dict[str, list[str]] = {}
    here: list[str] = []
    for section in content.sections:
        if section.level == 1:
            outline += _outlined(section.number, section.title)
            here = lines[section.number] = []
        else:
            here += [f"({section.label})=", f"{'#' * (section.level - 1)} {section.title}", ""]
        for paragraph in section.paragraphs:
            here += [*_wrapped(paragraph), ""]
        for table in section.tables:
            shell, name = (
                ("events", "part") if "events" in table.label else ("subgroups", "analysis")
            )
            here += [f":::{{table}} {table.label}", f":shell: {shell}"]
            here += [f":{name}: {table.of}", ":::", ""]
        if section.figure:
            here += [f":::{{figure}} fig-{section.figure}", ":shell: subgroups"]
            here += [f":analysis: {section.figure}", ":::", ""]
    last = f"2.5.{len(lines) + 1}"
    lines[last] = [":::{references}", ":::"]
    write_lines(folder / "outline.yaml", [*outline, *_outlined(last, "Literature references")])
    for number, section_lines in lines.items():
        write_lines(folder / f"sections/{number}.md", section_lines)


def _outlined(number: str, title: str) -> list[str]:
    return [
        f"  - number: {number}",
        f"    title: {title}",
        "    clause: invented",
        f"    template: sections/{number}.md",
    ]


def _wrapped(paragraph: Sequence[Piece]) -> list[str]:
    words = [piece.template for piece in paragraph]
    return [" ".join(words[n : n + 12]) for n in range(0, len(words), 12)]


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


_EVENTS = """\
caption: "Adverse events: {{ part }}"
each: row in safety.adverse_events.rows
when: row.system_organ_class == part
source: safety.adverse_events.source
columns:"""


def _event_columns(*, but: int | None = None) -> Iterator[str]:
    """The columns of a shell, without the one at an index."""
    widths = dict(zip(EVENT_COLUMNS, (2, 5, 5, 2, 2, 2, 2, 2), strict=True))
    for n, (name, width) in enumerate(widths.items()):
        value = "row.arm.label" if name == "arm" else f"row.{name}"
        head = name.replace("_", " ").capitalize()
        if n != but:
            yield f"  - {{head: {head}, width: {width}, value: {value}}}"


if __name__ == "__main__":
    kind, folder, *size = sys.argv[1:]
    makers: dict[str, Callable[..., Workload]] = {"overview": overview, "listing": listing}
    made = makers[kind](Path(folder), *map(int, size))
    print(f"assembler build {made.study} --templates {made.templates}")
