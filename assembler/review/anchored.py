"""The state of every value that the file still anchors."""

from collections.abc import Iterator

from assembler.document.nodes import ValueId
from assembler.problems import shortened
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.states import Finding, State
from assembler.write.docx.evidence import ValueEvidence
from assembler.write.docx.reading import Occurrence

_DECIDE = "accept or reject the change"


def anchored_findings(case: Case) -> Iterator[Finding]:
    """What is the matter with values that stand somewhere in the file."""
    for value, built in case.evidence.values.items():
        occurrences = case.live(value)
        for occurrence in occurrences:
            found = _state(case, value, built, occurrence)
            if found is not None:
                yield case.at_occurrence(case.of_value(found, value), occurrence)


def is_unchanged(case: Case, value: ValueId) -> bool:
    """Whether the value stands there, with nothing pending, as built and as recorded today."""
    built = case.evidence.values.get(value)
    found = case.by_value.get(value, ())
    if not found or any(occurrence.pending for occurrence in found):
        return False
    if built is None:
        return True
    same = all(folded(occurrence.text) == folded(built.text) for occurrence in found)
    return same and (case.today is None or _same(case.record(value), built.text))


def written(case: Case, value: ValueId) -> Finding:
    """The note of a text that an author has written in the file."""
    built = case.evidence.values[value]
    message = f"the text that was owed is written here; put it into {built.paths[0]} too"
    return Finding(State.WRITTEN, True, message, old=built.text)


def _state(
    case: Case, value: ValueId, built: ValueEvidence, occurrence: Occurrence
) -> Finding | None:
    """What is the matter with one occurrence of a value; None when nothing is."""
    stands, record = occurrence.text, case.record(value)
    as_built = folded(stands) == folded(built.text)
    as_record = record is not None and folded(stands) == folded(record)
    if case.is_owed_text(value) and not as_built:
        return written(case, value)
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
    remedy = f"{_DECIDE}; if the new text is right, correct the record and build again"
    was = ""
    if folded(occurrence.before) != folded(built.text):
        was = f"; '{shortened(built.text)}' was built"
    return Finding(
        State.PENDING,
        False,
        f"a tracked change that nobody has accepted makes '{shortened(occurrence.before)}' read "
        f"'{shortened(occurrence.text)}'{was}",
        remedy,
        old=built.text,
        new=occurrence.text,
    )


def _was(built: str, stands: str) -> str:
    return f"'{shortened(built)}' was built, '{shortened(stands)}' stands there"


def _same(one: str | None, other: str) -> bool:
    return one is not None and folded(one) == folded(other)
