"""Composes a section, a shell or a text of the mini study; what the tests of this room share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.document.nodes import Block, Document, Inline, Inlines, Paragraph, Table, Value
from assembler.document.walk import blocks_of, leaves, runs, sections_of
from assembler.load import Loaded, load
from assembler.problems import Problem, ProblemsFound
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from assembler.shipped import shipped
from tests.places import MINI

SECTION = "templates/report/a.md"
OUTLINE = """number: "2.5"
title: Report
subject: "{{ dossier.study.title }}"
sections:
  - {number: 2.5.4, title: Efficacy, clause: invented, template: a.md}
  - {number: 2.5.7, title: References, clause: invented, template: r.md}
"""
SHARED = shipped("templates") / "shared"


@cache
def mini() -> Loaded:
    """The mini study as loaded."""
    return load(MINI)


def edited(**added: str) -> Loaded:
    """The mini study with YAML added to its files: `edited(safety="cut_off: 2024")`."""
    with TemporaryDirectory() as folder:
        for path in MINI.glob("*.yaml"):
            text = path.read_text(encoding="utf-8") + added.get(path.stem, "")
            (Path(folder) / path.name).write_text(text, encoding="utf-8", newline="\n")
        return load(Path(folder), shown="study")


@dataclass(frozen=True, slots=True)
class Said:
    """A problem, as the tests compare it."""

    rule: str
    line: int
    words: str


def composed(
    words: str,
    *,
    files: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    study: Loaded | None = None,
    company: Mapping[str, str] | None = None,
    draft: bool = True,
) -> Composed:
    """The report whose section 2.5.4 is `words`; raises ProblemsFound.

    `files` are further templates by name, `texts` the author's, `company` those of a folder that
    comes first.
    """
    loaded = study or mini()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        written = {"report/outline.yaml": OUTLINE, "report/a.md": words}
        written |= {"report/r.md": ":::{references}\n:::\n", **(files or {})}
        _write(root / "templates", written)
        _write(root / "text", texts or {})
        _write(root / "company", company or {})
        roots = [
            TemplateRoot(root / "templates", "templates"),
            TemplateRoot(SHARED.parent, "shipped"),
        ]
        if company:
            roots.insert(0, TemplateRoot(root / "company", "company"))
        return compose(
            loaded.dossier,
            "report",
            roots,
            at=loaded.at,
            author_texts=TemplateRoot(root / "text", "study/text"),
            draft=draft,
        )


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def said(words: str, **more: Any) -> list[Said]:
    """The problems of a section that cannot be composed or resolved: rule, line, all its words."""
    try:
        resolve(composed(words, **more).document)
    except ProblemsFound as found:
        return [as_said(problem) for problem in found.problems]
    return []


def as_said(problem: Problem) -> Said:
    """A problem as the tests compare it."""
    line = problem.at.line if problem.at else 0
    return Said(problem.rule, line, f"{problem.message}; {problem.remedy}")


def section(words: str, **more: Any) -> tuple[Block, ...]:
    """The blocks of section 2.5.4, those of its subsections too."""
    document = composed(words, **more).document
    first = document.sections[:1]
    return tuple(b for _, s in sections_of(first) for b in s.blocks)


def printed(words: str, **more: Any) -> list[str]:
    """The lines of section 2.5.4 as they are read, its heading left out."""
    document = composed(words, **more).document
    found = [line.text for line in lines(resolve(document))]
    start = next(n for n, text in enumerate(found) if text == "2.5.4 Efficacy")
    end = next(n for n, text in enumerate(found) if text == "2.5.7 References")
    return found[start + 1 : end]


def one_line(words: str, **more: Any) -> str:
    """The only line that a section prints, no-break spaces as blanks."""
    (line,) = printed(words, **more)
    return line.replace("\u00a0", " ")


def paragraph(words: str, **more: Any) -> Inlines:
    """The inlines of the section's only paragraph."""
    (block,) = section(words, **more)
    assert isinstance(block, Paragraph)
    return block.content


def table(words: str, **more: Any) -> Table:
    """The section's only table."""
    (found,) = (b for b in blocks_of(section(words, **more)) if isinstance(b, Table))
    return found


def shell_table(shell: str, options: str = "") -> Table:
    """The table that a shell makes of the mini study."""
    return table(f":::{{table}} tbl-x\n{options}:::\n", files={"report/tables/x.yaml": shell})


def words_of(content: Inlines) -> str:
    """Words of inlines, abbreviations as typed."""
    return "".join(
        getattr(one, "text", getattr(one, "short", "")) for one in leaves(content)
    ).replace("\u00a0", " ")


def grid(found: Table) -> list[list[str]]:
    """The words of a table's rows."""
    return [[words_of(cell.content) for cell in row.cells] for row in found.rows]


def inlines_of(document: Document) -> list[Inline]:
    """Every inline of a document."""
    return [one for run in runs(document) for one in leaves(run.content)]


def paths(words: str, **more: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What each value of section 2.5.4 prints, with its record paths, in reading order."""
    document = composed(words, **more).document
    return [
        (one.text.replace("\u00a0", " "), document.trace[one.id].paths)
        for run in runs(document)
        if run.section is not None
        for one in leaves(run.content)
        if isinstance(one, Value)
    ]
