"""Verify: what has become of a DOCX file since it was built.

Nothing of prose is found: sentences rewritten, paragraphs moved, styles, comments and accepted
changes are a person's own. What is found is said in `states.py`.
"""

from collections.abc import Iterator

from assembler.compose.numerals import Allowed
from assembler.review.anchored import anchored_findings, is_unchanged
from assembler.review.by_row import row_findings
from assembler.review.case import make_case
from assembler.review.copies import copy_findings
from assembler.review.data_sets import data_set_findings
from assembler.review.lost import lost_anchors
from assembler.review.moved import moved_findings
from assembler.review.references import reference_findings
from assembler.review.states import Finding, State, Verified
from assembler.review.structure import structure
from assembler.review.today import today_findings
from assembler.review.typed import typed_findings
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.reading import Foreign, ReadDocx

_FOREIGN = {
    "macro": "it holds a macro: {what}",
    "object": "it holds an embedded object: {what}",
    "external": "it points outside the file: {what}",
    "template": "it names a template outside the file: {what}",
    "import": "it holds another file, whose words are not read: {what}",
    "field": "a field fetches or starts something: {what}",
}


def verify(
    read: ReadDocx, evidence: Evidence, allowed: Allowed, today: Evidence | None = None
) -> Verified:
    """Everything in which the file differs from what it was built as, which the evidence that it
    carries says, and, with `today`, from what the same document would be today."""
    case = make_case(read, evidence, today)
    skeleton = structure(case)
    lost = lost_anchors(case, skeleton.blocks)
    found: list[Finding] = [
        *_foreign(read),
        *skeleton.findings,
        *anchored_findings(case),
        *copy_findings(case),
        *moved_findings(case),
        *lost.findings,
        *row_findings(case),
        *reference_findings(case),
        *today_findings(case),
        *data_set_findings(case),
        *typed_findings(case, allowed, lost.spoken_of, skeleton.units),
    ]
    found.sort(key=lambda finding: finding.at)
    anchor_of = {value: anchor for anchor, row in case.evidence.rows.items() for value in row}
    anchored = [*case.evidence.values, *case.evidence.citations]
    troubled = {value for one in found if not one.is_note for value in one.values}
    unchanged = sum(v not in troubled and is_unchanged(case, anchor_of.get(v, v)) for v in anchored)
    return Verified(
        case.evidence.document, tuple(found), len(anchored), unchanged, today is not None
    )


def _foreign(read: ReadDocx) -> Iterator[Finding]:
    """What is not read. A template that a company attaches to all its files makes no difference."""
    for foreign in dict.fromkeys(read.foreign):
        message = _FOREIGN[foreign.kind].format(what=foreign.what)
        if foreign.kind == "template":
            yield Finding(State.FOREIGN, True, message, at=-1.0)
        else:
            yield Finding(State.FOREIGN, False, message, _remedy(foreign), at=-1.0)


def _remedy(foreign: Foreign) -> str:
    part = f" (part {foreign.part})" if foreign.part else ""
    return f"take it out, or look at it by hand: it is neither followed nor run here{part}"
