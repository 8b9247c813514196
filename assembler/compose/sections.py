"""Blocks and headings -> sections inside one another."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from assembler.compose.drafting import Found
from assembler.compose.reading import Heading
from assembler.document.nodes import Blocks, Comment, Inlines, Label, Section
from assembler.problems import Problem, error


def nested(
    found: Sequence[Found], parent: Label
) -> tuple[Blocks, tuple[Section, ...], Inlines, list[Problem]]:
    """The blocks before the first heading, the headings as sections, the drafting notes that the
    parent's own heading takes, and what is wrong with the headings.

    A subsection's label is its own, `(label)=`, or made of its parent's and its title.
    """
    problems: list[Problem] = []
    notes: Inlines = tuple(one for one in found if isinstance(one, Comment))
    blocks, sections = _nested(found, 1, parent, problems)
    return blocks, sections, notes, problems


def _nested(
    found: Sequence[Found], level: int, parent: Label, problems: list[Problem]
) -> tuple[Blocks, tuple[Section, ...]]:
    starts = [i for i, one in enumerate(found) if isinstance(one, Heading)]
    starts = [i for i in starts if _level(found[i]) <= level or i == starts[0]]
    before = found[: starts[0] if starts else None]
    blocks = tuple(one for one in before if not isinstance(one, Heading | Comment))
    sections: list[Section] = []
    for start, end in pairwise([*starts, len(found)]):
        heading = found[start]
        if not isinstance(heading, Heading):
            continue
        if heading.level > level:
            message = f"a heading of level {heading.level} stands where level {level} is next"
            remedy = f"begin it with {'#' * level}"
            problems.append(error("heading.levels-step", message, remedy, at=heading.at))
        label = heading.label or Label(f"{parent}-{slug(heading.typed) or len(sections) + 1}")
        inside, children = _nested(found[start + 1 : end], level + 1, label, problems)
        sections.append(Section(label, None, heading.title, inside, children, heading.at))
    return blocks, tuple(sections)


def _level(one: Found) -> int:
    return one.level if isinstance(one, Heading) else 0


def slug(title: str) -> str:
    """A title's words as part of a label: `Study design` -> `study-design`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
