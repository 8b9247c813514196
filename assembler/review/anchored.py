"""The state of every value that the file still anchors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembler.document.nodes import ValueId
from assembler.problems import shortened
from assembler.review.case import Case
from assembler.review.states import Finding, State
from assembler.write.docx.evidence import ValueEvidence
from assembler.write.docx.reading import Occurrence
from assembler.write.docx.selfcheck import folded

_DECIDE = "accept or reject the change"


def anchored_findings(case: Case) -> Iterator[Finding]:
    """What is the matter with values that stand somewhere in the file."""
    for value, built in case.evidence.values.items():
        occurrences = case.live(value)
        for occurrence in occurrences:
            found = _state(case, value, built, occurrence)
            if found is not None:
                yield case.at_occurrence(case.of_value(found, value), occurrence)
        if len(occurrences) > 1:
            yield _duplicated(case, value, built, occurrences)
    yield from _moved(case)
    yield from _copies(case)
    yield from _by_bookmark(case)


def is_unchanged(case: Case, value: ValueId) -> bool:
    """Whether the value stands once, with nothing pending, as built and as recorded today."""
    built = case.evidence.values.get(value)
    found = case.by_value.get(value, ())
    if len(found) != 1 or found[0].pending:
        return False
    if built is None:
        return True
    same = folded(found[0].text) == folded(built.text)
    return same and (case.today is None or _same(case.record(value), built.text))


def _state(
    case: Case, value: ValueId, built: ValueEvidence, occurrence: Occurrence
) -> Finding | None:
    """What is the matter with one occurrence of a value; None when nothing is."""
    stands, record = occurrence.text, case.record(value)
    as_built = folded(stands) == folded(built.text)
    as_record = record is not None and folded(stands) == folded(record)
    if not folded(stands):
        return Finding(
            State.DELETED,
            False,
            f"'{built.text}' is gone: its control is empty",
            f"undo the deletion, or type {built.text} into the control",
            old=built.text,
        )
    if occurrence.pending == "changed":
        return _pending(built, occurrence, as_built=as_built, as_record=as_record)
    if as_built:
        return _record_changed(case, value, built)
    if as_record:
        return Finding(
            State.AS_RECORD,
            True,
            f"{_was(built.text, stands)}: what the records give today",
            old=built.text,
            new=stands,
        )
    return _overtyped(case, value, built, stands)


def _overtyped(case: Case, value: ValueId, built: ValueEvidence, stands: str) -> Finding:
    record = case.record(value)
    path = built.paths[0] if built.paths else ""
    remedy = "type again what was built"
    if path:
        remedy += "; if the new text is right, correct the record and build again"
    said = ""
    if case.today is not None and not _same(record, built.text):
        given = f"'{shortened(record)}'" if record else "none"
        said = f"; the records give {given} today"
        remedy = "take the value of the records: assembler refresh --take-records"
        if record is None:
            remedy = "take it out, or correct the records and build again"
    return Finding(
        State.OVERTYPED,
        False,
        f"{_was(built.text, stands)}{said}",
        remedy,
        old=built.text,
        new=stands,
    )


def _record_changed(case: Case, value: ValueId, built: ValueEvidence) -> Finding | None:
    if case.today is None or value not in case.today.values:
        return None  # what is gone from the document is told once for each place
    record = case.record(value) or ""
    if _same(record, built.text):
        return None
    return Finding(
        State.RECORD_CHANGED,
        False,
        f"'{shortened(built.text)}' was built and stands there, the records give "
        f"'{shortened(record)}' today",
        "bring the file up to date: assembler refresh",
        old=built.text,
        new=built.text,
    )


def _pending(
    built: ValueEvidence, occurrence: Occurrence, *, as_built: bool, as_record: bool
) -> Finding:
    if as_built or as_record:
        said = "as built" if as_built else "what the records give today"
        message = f"a tracked change makes it '{occurrence.text}', {said}"
        return Finding(State.PENDING, True, message, old=occurrence.before, new=occurrence.text)
    remedy = f"{_DECIDE}; if {occurrence.text} is right, correct the record and build again"
    return Finding(
        State.PENDING,
        False,
        f"a tracked change that nobody has accepted makes '{occurrence.before}' "
        f"'{occurrence.text}'; '{built.text}' was built",
        remedy,
        old=built.text,
        new=occurrence.text,
    )


def _duplicated(
    case: Case, value: ValueId, built: ValueEvidence, occurrences: Sequence[Occurrence]
) -> Finding:
    said = list(dict.fromkeys(folded(o.text) for o in occurrences))
    times = f"'{built.text}' stands there {len(occurrences)} times"
    found = Finding(
        State.DUPLICATED,
        True,
        f"{times}, each time the same",
        old=built.text,
        new=occurrences[-1].text,
    )
    if len(said) > 1:
        listed = ", ".join(f"'{text}'" for text in said)
        found = replace(
            found,
            is_note=False,
            message=f"{times}, and the copies do not agree: {listed}",
            remedy="make the copies agree, or take out those that are not meant",
        )
    return case.at_occurrence(case.of_value(found, value), occurrences[-1])


def _moved(case: Case) -> Iterator[Finding]:
    """Values that stand in another line than built, told once for each pair of lines."""
    moved: dict[tuple[int | None, int, bool], list[tuple[ValueId, Occurrence]]] = {}
    for value in case.evidence.values:
        occurrences = case.live(value)
        built = case.aligned.at_value.get(value)
        if len(occurrences) != 1 or built is None or not folded(occurrences[0].text):
            continue
        unit = case.unit_at.get(occurrences[0].paragraph) if occurrences[0].is_in_body else None
        other_section = (
            unit is None or case.sections[unit] != case.evidence.blocks[built[0]].section
        )
        if other_section or (unit is not None and _is_elsewhere(case, unit, built[0])):
            key = (unit, built[0], other_section)
            moved.setdefault(key, []).append((value, occurrences[0]))
    for (_, block, other_section), pairs in moved.items():
        was = case.evidence.blocks[block]
        origin = case.section(was.section) or "the front"
        texts = ", ".join(f"'{occurrence.text}'" for _, occurrence in pairs[:3])
        more = f" and {len(pairs) - 3} more" if len(pairs) > 3 else ""
        whence = f"from {origin}" if other_section else "from another paragraph of the section"
        found = Finding(State.MOVED, True, f"{texts}{more}: moved here {whence}")
        for value, _ in reversed(pairs):
            found = case.of_value(found, value)
        found = replace(found, values=tuple(value for value, _ in pairs))
        yield case.at_occurrence(found, pairs[0][1])


def _is_elsewhere(case: Case, unit: int, block: int) -> bool:
    """Whether a line is another than the one of `block`, which still stands by itself: where two
    paragraphs have been made one, nothing has moved."""
    return case.aligned.block_of.get(unit) != block and case.aligned.unit_of(block) is not None


def _copies(case: Case) -> Iterator[Finding]:
    """Facts that were printed alike in several places and no longer are."""
    facts: dict[object, list[ValueId]] = {}
    for value, built in case.evidence.values.items():
        if built.paths and not built.is_gap:
            facts.setdefault((built.paths, built.derivation, built.text), []).append(value)
    for values in facts.values():
        said: dict[str, list[tuple[ValueId, Occurrence]]] = {}
        for value in values:
            for occurrence in case.live(value):
                if folded(occurrence.text):
                    said.setdefault(folded(occurrence.text), []).append((value, occurrence))
        if len(said) > 1 and sum(len(places) for places in said.values()) > 1:
            yield _disagree(case, said)


def _disagree(case: Case, said: dict[str, list[tuple[ValueId, Occurrence]]]) -> Finding:
    parts: list[str] = []
    for text, places in said.items():
        where = dict.fromkeys(_where(case, value) for value, _ in places)
        parts.append(f"'{text}' in {', '.join(where)}")
    value, occurrence = min(said.values(), key=len)[0]
    found = Finding(
        State.COPIES_DISAGREE,
        False,
        f"one fact reads differently: {'; '.join(parts)}",
        "make all of them say what the record says",
        new=occurrence.text,
        old=case.evidence.values[value].text,
    )
    found = case.at_occurrence(case.of_value(found, value), occurrence)
    return replace(found, values=tuple(v for places in said.values() for v, _ in places))


def _where(case: Case, value: ValueId) -> str:
    """The number of the section, and the table where it stands in one."""
    built = case.aligned.at_value.get(value)
    if built is None:
        return "the file"
    block = case.evidence.blocks[built[0]]
    section = case.section(block.section).partition(" ")[0] or "the front"
    if block.kind in ("head", "row"):
        return f"{section} ({case.captions.get(block.label, 'a table')})"
    return section


def _by_bookmark(case: Case) -> Iterator[Finding]:
    """The values that only their bookmarks name: told once for the file."""
    values = [
        value
        for value in (*case.evidence.values, *case.evidence.citations)
        if any(o.recognised == "bookmark" for o in case.live(value))
    ]
    if values:
        number = f"{len(values)} of the values and citations"
        message = (
            f"{number} have lost their controls and are known by their bookmarks: the file was "
            "saved as ODT, or the controls were taken away"
        )
        yield Finding(State.BY_BOOKMARK, True, message, values=tuple(values))


def _was(built: str, stands: str) -> str:
    return f"'{shortened(built)}' was built, '{shortened(stands)}' stands there"


def _same(one: str | None, other: str) -> bool:
    return one is not None and folded(one) == folded(other)
