"""Citations, the reference list, cross-references: whether they still say where they point."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembler.document.nodes import ReferenceKey, ValueId
from assembler.resolve.resolve import fold
from assembler.resolve.words import reference_label
from assembler.review.case import Case
from assembler.review.folding import folded
from assembler.review.lost import text_as_built
from assembler.review.states import Finding, State
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.reading import Field, Occurrence

NAMED = 3
"""Renumbered clusters that are told one by one."""
_UPDATE = "update the fields in Word: Ctrl+A, F9"


def reference_findings(case: Case) -> Iterator[Finding]:
    """What is the matter with clusters of citations, references and cross-references."""
    numbers = _numbers(case)
    gone = _gone(case, numbers)
    yield from _removed(case, gone)
    found: list[Finding] = []
    for cluster, keys in case.evidence.citations.items():
        if cluster not in case.aligned.at_value:
            continue
        for occurrence in case.live(cluster):
            told = _cluster(case, cluster, keys, occurrence, numbers)
            if told is not None:
                found.append(case.at_occurrence(case.of_value(told, cluster), occurrence))
    for is_note in (False, True):
        renumbered = [
            one
            for one in found
            if one.state is State.CITATION_RENUMBERED and one.is_note is is_note
        ]
        yield from _together(renumbered)
    yield from (one for one in found if one.state is not State.CITATION_RENUMBERED)
    yield from _cross_references(case)


def _together(renumbered: Sequence[Finding]) -> Iterator[Finding]:
    """Clusters that one change of the list has made wrong, or right, as one finding."""
    if len(renumbered) <= NAMED:
        yield from renumbered
        return
    first = renumbered[0]
    number = f"{len(renumbered)} citations"
    message = f"{number} print the numbers that the list has now, not those as built"
    if not first.is_note:
        message = f"{number} print numbers that their references no longer have, from here on"
    values = tuple(value for one in renumbered for value in one.values)
    yield replace(first, message=message, values=values)


def _numbers(case: Case) -> dict[ReferenceKey, int]:
    """The number that each cited reference has in the list as it stands."""
    numbers: dict[ReferenceKey, int] = {}
    for key in dict.fromkeys(k for keys in case.evidence.citations.values() for k in keys):
        mark = case.read.bookmarks.get(label_bookmark(reference_label(key)))
        if mark is None or mark.paragraph < 0:
            continue
        number = case.read.paragraphs[mark.paragraph].number.rstrip(".")
        if number.isascii() and number.isdecimal():
            numbers[key] = int(number)
    return numbers


def _gone(case: Case, numbers: dict[ReferenceKey, int]) -> dict[ReferenceKey, int]:
    """Cited references whose entries are gone from the list -> their lines as built."""
    listed = {b.label: n for n, b in enumerate(case.evidence.blocks) if b.kind == "reference"}
    cited = dict.fromkeys(k for keys in case.evidence.citations.values() for k in keys)
    entries = {key: listed.get(reference_label(key)) for key in cited if key not in numbers}
    return {
        key: block
        for key, block in entries.items()
        if block is not None and case.aligned.unit_of(block) is None
    }


def _removed(case: Case, gone: dict[ReferenceKey, int]) -> Iterator[Finding]:
    for key, block in gone.items():
        clusters = [c for c, keys in case.evidence.citations.items() if key in keys]
        still = [text_as_built(case, c) for c in clusters if case.live(c)]
        cited = f"; it is still cited as {', '.join(still[:4])}" if still else ""
        found = Finding(
            State.REFERENCE_REMOVED,
            False,
            f"the reference {key} is gone from the list{cited}",
            "put it back, or take its citations out of the text and the template",
            old=folded(case.evidence.blocks[block].text),
        )
        yield case.at_block(found, block)


def _cluster(
    case: Case,
    cluster: ValueId,
    keys: Sequence[ReferenceKey],
    occurrence: Occurrence,
    numbers: dict[ReferenceKey, int],
) -> Finding | None:
    """What is the matter with one cluster; None when it prints the numbers of its references."""
    built, stands = text_as_built(case, cluster), occurrence.text
    if numbers and all(key in numbers for key in keys):
        due = _printed([numbers[key] for key in keys])
        if _same(stands, due) and _same(due, built):
            return None
        if _same(stands, due):
            message = f"{built} was built, {stands} stands there: the numbers of the list now"
            return Finding(State.CITATION_RENUMBERED, True, message, old=built, new=stands)
        if _same(stands, built):
            return Finding(
                State.CITATION_RENUMBERED,
                False,
                f"{stands} stands there, the references have the numbers {due} now",
                f"{_UPDATE}; or bring the file up to date: assembler refresh",
                old=built,
                new=stands,
            )
    elif _same(stands, built):
        return None
    return Finding(
        State.CITATION_CHANGED,
        False,
        f"the citation {built} of {', '.join(keys)} reads '{stands}' now",
        f"put {built} back; to cite other references, change the template",
        old=built,
        new=stands,
    )


def _same(one: str, other: str) -> bool:
    """Whether two clusters print the same numbers, whatever the blanks between them."""
    return "".join(one.split()) == "".join(other.split())


def _printed(numbers: Sequence[int]) -> str:
    """`[6–9, 11]`, as a cluster is printed."""
    folds = [str(a) if a == b else f"{a}–{b}" for a, b in fold(list(numbers))]
    return f"[{', '.join(folds)}]"


def _cross_references(case: Case) -> Iterator[Finding]:
    """Every REF field outside clusters, contents and repeated captions."""
    for number, unit in enumerate(case.units):
        clusters = [
            (a.begin, a.end) for a in unit.anchors if a.occurrence.value in case.evidence.citations
        ]
        for paragraph, start in zip(unit.paragraphs, unit.starts, strict=True):
            for field in case.read.paragraphs[paragraph].fields:
                begin, end = start + field.begin, start + field.end
                if any(b <= begin and end <= e for b, e in clusters):
                    continue
                found = _cross_reference(case, field)
                if found is not None:
                    yield case.at_unit(found, number, begin, end)


def _cross_reference(case: Case, field: Field) -> Finding | None:
    kind, name, *switches = [*field.instruction.split(), "", ""]
    if kind.upper() != "REF":
        return None
    mark = case.read.bookmarks.get(name)
    stands = folded(field.result)
    if mark is None or mark.paragraph < 0:
        return Finding(
            State.CROSS_REFERENCE_BROKEN,
            False,
            f"'{stands}' points to something that is gone",
            "point it to what it means, or write the sentence anew",
            old=stands,
            new=stands,
        )
    due = folded(mark.text)
    if {"\\r", "\\n", "\\w"} & set(switches):
        due = case.read.paragraphs[mark.paragraph].number.rstrip(".")
    if not name.startswith("_l_") or not due or stands == due:
        return None
    message = f"'{stands}' stands there, what it points to is '{due}' now"
    found = Finding(State.CROSS_REFERENCE_STALE, False, message, _UPDATE)
    return replace(found, old=due, new=stands)
