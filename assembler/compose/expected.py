"""What a document type expects of the records and nobody has entered: rows of the gap register.

What is listed as absent is none: the records plan it themselves, and their own row stands for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assembler.checks.later import decided
from assembler.compose.kept import Kept
from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.outline import OutlineExpected, walk
from assembler.compose.outline_changes import outline_of
from assembler.document.nodes import GapEntry
from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.records import Dossier
from assembler.records.base import Absence, Block, Record

RULE = "table.has-records"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one document expects and the records lack."""

    gap: GapEntry
    """Its row of the register; accepted where the dossier waives the rule for it."""
    problem: Problem
    """The same as a gap, which stands where the outline expects it."""


def lacking(
    dossier: Dossier, document_id: str, roots: Sequence[TemplateRoot], kept: Kept | None = None
) -> tuple[Lacking, ...]:
    """What the outline of the document expects and the records lack, in the outline's order; none
    where there is no outline, or one that is not valid: composing tells that. `kept` is what
    earlier calls in this process have kept."""
    finder = Finder(roots, kept=kept)
    file = f"{document_id}/outline.yaml"
    if finder.find(file) is None:
        return ()
    try:
        outline, tree = outline_of(finder, document_id)
    except ProblemsFound:
        return ()
    rows: list[Lacking] = []
    for section, steps in walk(outline.sections):
        for index, expected in enumerate(section.expects):
            if any(_is_told(dossier, path) for path in expected.paths):
                continue
            problem = _problem(expected, section.number, tree.at((*steps, "expects", index)))
            (as_weighed,) = decided([problem], dossier.dossier)
            at = replace(tree.at((*steps, "expects", index)), file=f"templates/{file}")
            rows.append(Lacking(_row(expected, at, as_weighed.waived), problem))
    return tuple(rows)


def each_once(gaps: Iterable[GapEntry]) -> tuple[GapEntry, ...]:
    """The rows without those that another document has told already."""
    rows: dict[tuple[str, str, tuple[str, ...]], GapEntry] = {}
    for gap in gaps:
        rows.setdefault((gap.needs, gap.owner, gap.items), gap)
    return tuple(rows.values())


def _is_told(dossier: Dossier, path: str) -> bool:
    """Whether the records hold something at the path, or list it as absent, or a block around."""
    holder: object = dossier
    for name in path.split("."):
        if not isinstance(holder, Record):  # an entry of a list: the list is there
            return True
        value = getattr(holder, name)
        if value in (None, (), {}):
            reason = holder.absence(name) if isinstance(holder, Block) else None
            return reason not in (None, Absence.NOT_YET_ENTERED)
        holder = value
    return True


def _row(expected: OutlineExpected, at: Position, waived: str | None) -> GapEntry:
    return GapEntry(
        expected.needs,
        expected.paths,
        Absence.NOT_YET_ENTERED.label,
        expected.owner,
        expected.expected_in,
        "accepted" if waived else "open",
        blocks_final=True,
        reason=waived or "",
        at=at,
        path=expected.paths[0],
    )


def _problem(expected: OutlineExpected, section: str, at: Position) -> Problem:
    first, *others = expected.paths
    known = f"{first} (or {', '.join(others)})" if others else first
    return Problem(
        RULE,
        Severity.GAP,
        f"section {section} expects {expected.needs}, and the records have no {known}",
        f"enter it: to be supplied by {expected.owner}, expected in {expected.expected_in}; or "
        "list its key under not_reported or another reason, with a gap plan",
        at,
        path=first,
    )
