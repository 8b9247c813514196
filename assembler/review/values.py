"""Each anchored value of an edited file: brought up to date, or left with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from lxml import etree

from assembler.document.nodes import ValueId
from assembler.review.case import make_case
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item, Left
from assembler.review.lost import unlinked
from assembler.review.splice import Edit, fragment
from assembler.review.tracked import Hindered, Live, Revisions, put_words, replaced
from assembler.write.docx.evidence import Evidence, ValueEvidence
from assembler.write.docx.read import Occurrence
from assembler.write.docx.styles import OWED
from assembler.write.docx.xml import Element, W, qn, sub, val


@dataclass(frozen=True, slots=True)
class How:
    """How new words enter the file."""

    revisions: Revisions
    accept: bool = False
    """Without tracked changes."""
    take_records: bool = False
    """Also where somebody has typed something else."""


def refresh_values(edited: Edited, today: Evidence, how: How) -> Iterator[Item]:
    """Edit every value whose text is another one today; says what was done and what was left.

    An anchor whose text is neither the one built nor today's is somebody's own: it is left.
    """
    for occurrence in edited.read.occurrences:
        identity = occurrence.value
        built, new = edited.evidence.values.get(identity), today.values.get(identity)
        if new is not None:
            yield from _refresh(edited, occurrence, built, new, how)
        elif built is not None:
            yield _item(edited, occurrence, "gone", "", built)
    yield from _absent(edited, today)


def _refresh(
    edited: Edited,
    occurrence: Occurrence,
    built: ValueEvidence | None,
    new: ValueEvidence,
    how: How,
) -> Iterator[Item]:
    now = folded(occurrence.text)
    if now == folded(new.text):
        return
    changed = built is None or folded(built.text) != folded(new.text)
    as_built = built is not None and now == folded(built.text)
    kind: Left | None = None
    if occurrence.pending == "deleted" or not now:
        if not changed:
            return
        kind = "deleted"
    elif as_built and built is not None:
        kind = "other-form" if _is_other_form(built, new) else None
    elif occurrence.pending:
        kind = None if how.take_records else "pending"
    else:
        kind = None if how.take_records else "overtyped"
    if kind is not None:
        yield _item(edited, occurrence, kind, new.text, new)
        return
    try:
        edits = value_edits(edited, occurrence, built, new, how)
    except Hindered as hindrance:
        yield _item(edited, occurrence, "hindered", new.text, new, why=str(hindrance))
        return
    edited.edit(occurrence.part, edits)
    yield _item(edited, occurrence, "value", new.text, new, is_taken=not as_built)


def _is_other_form(built: ValueEvidence, new: ValueEvidence) -> bool:
    """Whether the records say the same, and only the template prints it in another way."""
    return (
        not built.is_gap
        and not new.is_gap
        and built.derivation != new.derivation
        and built.recorded == new.recorded
    )


def value_edits(
    edited: Edited,
    occurrence: Occurrence,
    built: ValueEvidence | None,
    new: ValueEvidence,
    how: How,
) -> list[Edit]:
    """The edits that put a value's new text into its anchor. Raises Hindered."""
    if occurrence.part == edited.main and not occurrence.is_in_body:
        raise Hindered("it stands in a text box, of which Word keeps two copies")
    runs = edited.runs(occurrence)
    if not runs:
        raise Hindered("no words are left in it")
    edited.claim(runs)
    part = edited.part(occurrence.part)
    owed_before = built is not None and built.is_gap and built.text.startswith("[")
    owed = new.is_gap and new.text.startswith("[")
    put = partial(_put_value, text=new.text, owed=None if owed == owed_before else owed)
    edits = replaced(part, runs, put, how.revisions, accept=how.accept)
    if how.accept:
        edits += done_with(edited, occurrence, runs, how)
    else:
        edits += _made_rich(edited, occurrence)
    return edits


def _made_rich(edited: Edited, occurrence: Occurrence) -> Iterator[Edit]:
    """The edit that lets a plain text control hold tracked changes.

    Word shows them in either kind. LibreOffice reads a plain one as bare words: 93, deleted, and
    95, inserted, became 9395 for good.
    """
    if occurrence.control is None:
        return
    part = edited.part(occurrence.part)
    plain = part.nth("sdt", occurrence.control).find(f"{qn('sdtPr')}/{qn('text')}")
    if plain is not None:
        made = etree.Element(qn("richText"), nsmap={"w": W})
        yield Edit(*part.span(plain), fragment(made, plain.nsmap))


def done_with(
    edited: Edited, occurrence: Occurrence, runs: list[Live], how: How
) -> Iterator[Edit] | list[Edit]:
    """The edits that take away what an earlier refresh marked as deleted and nobody accepted."""
    part = edited.part(occurrence.part)
    if not any(
        live.inserted is not None and how.revisions.are_ours(live.inserted) for live in runs
    ):
        return []
    return [
        Edit(*part.span(deleted), b"")
        for element in edited.content(occurrence)
        for deleted in element.iter(qn("del"))
        if how.revisions.are_ours(deleted)
    ]


def _put_value(
    parent: Element, properties: Element | None, *, text: str, owed: bool | None
) -> None:
    """The value's run; what somebody still owes has a style of its own, which comes and goes."""
    put_words(parent, properties, text)
    run = parent[-1]
    if owed is None:
        return
    held = run.find(qn("rPr"))
    if not owed and held is not None and val(held, "rStyle") == OWED:
        held.remove(held[0])
    elif owed and held is None:
        held = sub(run, "rPr")
        run.insert(0, held)
        sub(held, "rStyle", val=OWED)


def _item(
    edited: Edited,
    occurrence: Occurrence,
    kind: Left | str,
    new: str,
    evidence: ValueEvidence,
    *,
    why: str = "",
    is_taken: bool = False,
) -> Item:
    paragraph = edited.paragraph(occurrence)
    return Item(
        kind,  # type: ignore[arg-type]
        edited.section(occurrence.paragraph) if occurrence.is_in_body else "",
        occurrence.text or occurrence.before,
        new,
        evidence.paths[0] if evidence.paths else "",
        why,
        "" if paragraph is None else paragraph.text,
        is_taken,
    )


def _absent(edited: Edited, today: Evidence) -> Iterator[Item]:
    """The values whose text is another one today, and which have no anchor any more."""
    anchored: set[ValueId] = {occurrence.value for occurrence in edited.read.occurrences}
    silent = {value for row in edited.evidence.rows.values() for value in row}
    lost = {
        anchor.id: block
        for block in edited.evidence.blocks
        for anchor in block.anchors
        if anchor.id not in anchored and anchor.id not in silent
        if _is_another(edited.evidence.values.get(anchor.id), today.values.get(anchor.id))
    }
    if not lost:
        return
    loose = unlinked(make_case(edited.read, edited.evidence, None), lost)
    for value, block in lost.items():
        built, new = edited.evidence.values[value], today.values[value]
        kind: Left = "unlinked" if value in loose else "deleted"
        path = built.paths[0] if built.paths else ""
        section = edited.title_of(block.section)
        yield Item(kind, section, built.text, new.text, path, around=block.text)


def _is_another(built: ValueEvidence | None, new: ValueEvidence | None) -> bool:
    return built is not None and new is not None and folded(built.text) != folded(new.text)
