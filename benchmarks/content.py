"""What stands in an invented overview: drawn once, written for the assembler and for its peers."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.records import (
    ACTIVE,
    CONTROL,
    SIZES,
    Analysis,
    Reference,
    drawn_adverse_event,
    drawn_analysis,
    drawn_reference,
)
from benchmarks.words import CLASSES, TITLES, Draw

HEADINGS, PARAGRAPHS, WORDS_EACH = 40, 120, 48
VALUES, TABLES, FIGURES = 150, 12, 2
REFERENCES, CITATIONS, CROSS_REFERENCES = 40, 100, 60
"""What one overview holds."""
SECTIONS = 5
"""Sections of the outline in one overview; the other headings are subsections of these."""
TITLE, SUBJECT = "Overview", "Fictivinib in invented disease"
EVENT_HEADS = ("Arm", "Preferred term", "Patients", "Grade 3 or higher", "Related", "Serious",
               "Events")  # fmt: skip


class Piece(NamedTuple):
    """A word, or something among the words: as a template has it and as it is printed."""

    template: str
    plain: str
    to: str = ""
    """The reference that it cites or the label that it leads to."""


class Table(NamedTuple):
    """A table as it is printed."""

    label: str
    number: int
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    of: str
    """Of which analysis or of which class of events."""


class Section(NamedTuple):
    """A heading with what stands under it; `level` is 1 for a section of the outline."""

    level: int
    number: str
    title: str
    label: str
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    figure: str = ""
    """The analysis that a forest plot shows."""


class Content(NamedTuple):
    """A whole overview, and the records that its values come from."""

    sections: tuple[Section, ...]
    analyses: tuple[Analysis, ...]
    figures: tuple[str, ...]
    """Figures of the disease."""
    references: tuple[Reference, ...]
    cited: tuple[int, ...]
    """The references by number, counted from 0, in the order of their first citation."""
    events: tuple[tuple[str, ...], ...]
    """Rows of the adverse events."""


def drawn_content(times: int = 1, events: int = 0) -> Content:
    """`times` what this module's constants state; `events` rows of adverse events beside it."""
    draw = Draw(times)
    analyses = [drawn_analysis(draw, f"a{n + 1:04}") for n in range(TABLES * times)]
    figures = [f"{draw.real(1, 100):.1f}" for _ in range(VALUES * times - 5 * len(analyses))]
    references = [drawn_reference(draw, n) for n in range(REFERENCES * times)]
    numbers = [_number(n) for n in range(HEADINGS * times)]
    paragraphs = _paragraphs(draw, times, _values(analyses, figures), numbers)
    titles = [draw.one(TITLES) for _ in numbers]
    rows = [drawn_adverse_event(draw, n) for n in range(events)]
    sections = list(_sections(titles, numbers, paragraphs, analyses))
    if rows:
        number = f"2.5.{SECTIONS * times + 1}"
        tables = tuple(_event_tables(rows, len(analyses)))
        sections.append(Section(1, number, "Adverse events", f"sec-{number}", tables=tables))
    keys = [p.to for paragraph in paragraphs for p in paragraph if p.template.startswith("[@")]
    cited = {key: int(key[1:]) - 1 for key in keys}
    places = {f"r{n + 1:04}": place for place, n in enumerate(cited.values(), start=1)}
    return Content(
        tuple(_with_numbers(section, places) for section in sections),
        tuple(analyses),
        tuple(figures),
        tuple(references),
        tuple(cited.values()),
        tuple(rows),
    )


def write_content(path: Path, content: Content) -> None:
    """The content as JSON: what a peer's source is made from.

    `blocks` are headings, paragraphs (of words and of runs that lead somewhere) and tables, in
    their order; `references` are printed texts with their CSL data, in their order.
    """
    references = [
        {"number": place, "text": content.references[n].text, "csl": content.references[n].csl}
        for place, n in enumerate(content.cited, start=1)
    ]
    last = f"2.5.{sum(section.level == 1 for section in content.sections) + 1}"
    whole = {
        "title": f"2.5 {TITLE}",
        "subject": SUBJECT,
        "blocks": [block for section in content.sections for block in _blocks(section)],
        "references_heading": {"number": last, "title": "Literature references"},
        "references": references,
    }
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def _blocks(section: Section) -> Iterator[dict[str, object]]:
    yield {
        "heading": section.title,
        "level": section.level,
        "number": section.number,
        "label": section.label,
    }
    for paragraph in section.paragraphs:
        yield {"paragraph": list(_runs(paragraph))}
    for table in section.tables:
        yield {"table": table._asdict()}


def _runs(paragraph: Sequence[Piece]) -> Iterator[object]:
    """Words as one text, and `{text, cite}` or `{text, ref}` between them."""
    words: list[str] = []
    for piece in paragraph:
        if not piece.to:
            words.append(piece.plain)
            continue
        yield " ".join([*words, ""])
        text, stop = piece.plain.removesuffix("."), piece.plain.endswith(".")
        yield {"text": text, "cite" if text.startswith("[") else "ref": piece.to}
        words = ["." if stop else ""]
    yield " ".join(words)


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
        relation = "" if analysis.p_value.startswith("<") else "="
        yield Piece(f"{{{{ {name}.comparison.p_value | p }}}}", f"p{relation}{analysis.p_value}")
    for n, figure in enumerate(figures, start=1):
        yield Piece(f'{{{{ disease.figures["f{n:05}"].value }}}}', figure)


def _paragraphs(
    draw: Draw, times: int, values: Iterator[Piece], numbers: Sequence[str]
) -> list[list[Piece]]:
    """Every paragraph as words with values, citations and cross-references among them."""
    cited = [n + 1 for n in range(REFERENCES * times)]
    cited += [draw.number(1, REFERENCES * times) for _ in range((CITATIONS - REFERENCES) * times)]
    among = [*values, *(Piece(f"[@r{n:04}]", "", f"r{n:04}") for n in cited)]
    for n in range(CROSS_REFERENCES * times):
        table, heading = draw.number(1, TABLES * times), draw.number(1, HEADINGS * times)
        label = f"tbl-a{table:04}" if n % 2 else label_of(heading - 1)
        words = f"Table {table}" if n % 2 else f"Section {numbers[heading - 1]}"
        among.append(Piece(f"[](#{label})", words, label))
    count = PARAGRAPHS * times
    paragraphs = [[Piece(word, word) for word in draw.words(WORDS_EACH)] for _ in range(count)]
    for n, piece in enumerate(draw.mixed(among)):
        paragraph = paragraphs[n % count]
        paragraph.insert(draw.number(1, len(paragraph) - 1), piece)
    for paragraph in paragraphs:
        first, last = paragraph[0].plain.capitalize(), f"{paragraph[-1].plain}."
        paragraph[0], paragraph[-1] = Piece(first, first), Piece(last, last)
    return paragraphs


def _with_numbers(section: Section, places: dict[str, int]) -> Section:
    """The citations with the numbers that they get in print."""
    paragraphs = tuple(
        tuple(
            piece._replace(plain=f"[{places[piece.to]}]") if piece.to in places else piece
            for piece in paragraph
        )
        for paragraph in section.paragraphs
    )
    return section._replace(paragraphs=paragraphs)


# --- the sections


def _number(heading: int) -> str:
    """The number of a heading, counted from 0, as the assembler prints it."""
    section, below = divmod(heading, HEADINGS // SECTIONS)
    second, third = divmod(below - 1, 3)
    parts = [2, 5, section + 1, second + 1, third]
    return ".".join(map(str, parts[: 2 + level_of(heading)]))


def level_of(heading: int) -> int:
    """1 for a section of the outline, which one heading in eight is; 2 and 3 below it."""
    below = heading % (HEADINGS // SECTIONS)
    return 1 if below == 0 else 2 if below % 3 == 1 else 3


def label_of(heading: int) -> str:
    """The label of a heading, counted from 0."""
    section, below = divmod(heading, HEADINGS // SECTIONS)
    return f"part-{heading + 1}" if below else f"sec-2.5.{section + 1}"


def _sections(
    titles: Sequence[str],
    numbers: Sequence[str],
    paragraphs: Sequence[Sequence[Piece]],
    analyses: Sequence[Analysis],
) -> Iterator[Section]:
    each = len(paragraphs) // len(titles)
    tables = {n * len(titles) // len(analyses): n for n, _ in enumerate(analyses)}
    drawn = analyses[:: TABLES // FIGURES]
    figures = {n * len(titles) // len(drawn) + 2: a.id for n, a in enumerate(drawn)}
    for n, title in enumerate(titles):
        yield Section(
            level_of(n),
            numbers[n],
            title,
            label_of(n),
            tuple(tuple(paragraph) for paragraph in paragraphs[n * each : (n + 1) * each]),
            (_subgroups(analyses[tables[n]], tables[n] + 1),) if n in tables else (),
            figures.get(n, ""),
        )


def _subgroups(analysis: Analysis, number: int) -> Table:
    rows = []
    for row in analysis.subgroups:
        counts = (f"{row.events[arm]}/{row.patients[arm]}" for arm in SIZES)
        ratio, lower, upper = row.estimate
        rows.append((row.level, *counts, ratio, f"{lower}, {upper}"))
    part = int(analysis.id[1:])
    return Table(
        f"tbl-{analysis.id}",
        number,
        f"Subgroups of progression-free survival, part {part}",
        ("Subgroup", f"{ACTIVE}, n/N", f"{CONTROL}, n/N", "Hazard ratio", "95% CI"),
        tuple(rows),
        ("CI, confidence interval.", f"Source: Report of study 1, Table 14.2.{part}."),
        analysis.id,
    )


def _event_tables(rows: Sequence[Sequence[str]], before: int) -> Iterator[Table]:
    """One table for each class."""
    for n, name in enumerate(CLASSES, start=1):
        yield Table(
            f"tbl-events-{n}",
            before + n,
            f"Adverse events: {name}",
            EVENT_HEADS,
            tuple((row[0], *row[2:]) for row in rows if row[1] == name),
            ("Source: Report of study 1, Table 14.3.1.",),
            name,
        )
