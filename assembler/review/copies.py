"""Values that stand in the file more often than built, and copies that no longer agree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembler.document.nodes import ValueId
from assembler.problems import shortened
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.moved import listed
from assembler.review.states import Finding, State
from assembler.write.docx.evidence import ValueEvidence
from assembler.write.docx.reading import Occurrence


def copy_findings(case: Case) -> Iterator[Finding]:
    """Of one value that stands there several times; of one fact that was printed several times."""
    for value, built in case.evidence.values.items():
        occurrences = case.live(value)
        if len(occurrences) > 1 and not _agree(occurrences):
            yield _disagreeing(case, value, built, occurrences)
    yield from _duplicated(case)
    yield from _copies(case)


def _agree(occurrences: Sequence[Occurrence]) -> bool:
    return len({folded(o.text) for o in occurrences}) == 1


def _disagreeing(
    case: Case, value: ValueId, built: ValueEvidence, occurrences: Sequence[Occurrence]
) -> Finding:
    listed = ", ".join(
        f"'{shortened(text)}'" for text in dict.fromkeys(o.text for o in occurrences)
    )
    found = Finding(
        State.DUPLICATED,
        False,
        f"'{shortened(built.text)}' stands there {len(occurrences)} times, and the copies do not "
        f"agree: {listed}",
        "make the copies agree, or take out those that are not meant",
        old=built.text,
        new=occurrences[-1].text,
    )
    return case.at_occurrence(case.of_value(found, value), occurrences[-1])


def _duplicated(case: Case) -> Iterator[Finding]:
    """Values that stand there several times, each time the same; told once for each copied line."""
    copies: dict[object, list[tuple[ValueId, Occurrence]]] = {}
    for value in case.evidence.values:
        occurrences = case.live(value)
        if len(occurrences) > 1 and _agree(occurrences):
            last = occurrences[-1]
            unit = case.unit_at.get(last.paragraph) if last.is_in_body else None
            copies.setdefault((unit, len(occurrences)), []).append((value, last))
    for pairs in copies.values():
        value, last = pairs[0]
        times = len(case.live(value))
        verb = "stands" if len(pairs) == 1 else "stand"
        message = f"{listed(pairs)} {verb} there {times} times, each time the same"
        found = case.of_value(Finding(State.DUPLICATED, True, message, old=last.text), value)
        found = replace(found, values=tuple(value for value, _ in pairs), new=last.text)
        yield case.at_occurrence(found, last)


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
        if len(said) > 1 and len({v for places in said.values() for v, _ in places}) > 1:
            yield _disagree(case, said)  # copies of one value have been told of


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
