"""What `verify` found, told to a person, and as plain data."""

from collections.abc import Iterable, Iterator

from assembler.problems import shortened
from assembler.review.states import Finding, State, Verified, counted

_WIDTH = 70
"""Letters of a line that are shown on either side of the place."""
_WHOLE = "The whole file"
_FRONT = "Before the first section, or outside the body"


def verify_lines(verified: Verified) -> Iterator[str]:
    """What the terminal shows: differences by section, then notes, then counts."""
    yield from _by_section(verified.differences)
    if verified.notes:
        yield "Notes:"
        for finding in verified.notes:
            place = f"{finding.section.partition(' ')[0]}: " if finding.section else ""
            yield f"  {place}{finding.message}"
            if finding.marked:
                yield f"    in   {_excerpt(finding)}"
        yield ""
    yield _summary(verified)


def _by_section(findings: Iterable[Finding]) -> Iterator[str]:
    sections: dict[str, list[Finding]] = {}
    for finding in findings:
        whole = finding.state is State.FOREIGN
        sections.setdefault(finding.section or (_WHOLE if whole else _FRONT), []).append(finding)
    for section, found in sections.items():
        yield section
        for finding in found:
            yield from _told(finding)
        yield ""


def _told(finding: Finding) -> Iterator[str]:
    yield f"  {_words(finding.state)}: {finding.message}"
    if finding.before or finding.marked or finding.behind:
        yield f"    {'was ' if finding.is_built else 'in  '} {_excerpt(finding)}"
    if finding.path:
        yield f"    at   {finding.path}"
    if finding.source:
        yield f"    from {finding.source}"
    yield f"    fix  {finding.remedy}"


def _excerpt(finding: Finding) -> str:
    """The place between angle quotes, with some words on both sides."""
    before, behind = finding.before.lstrip(), finding.behind.rstrip()
    if len(before) > _WIDTH:
        before = f"…{before[-_WIDTH:].partition(' ')[2]}"
    if len(behind) > _WIDTH:
        behind = f"{behind[:_WIDTH].rpartition(' ')[0]}…"
    marked = f"«{shortened(finding.marked)}»" if finding.marked else ""
    return f"{before}{marked}{behind}"


def _words(state: State) -> str:
    return str(state).replace("-", " ")


def _summary(verified: Verified) -> str:
    standard = "as built and as recorded today" if verified.with_records else "as built"
    number = f"{verified.unchanged} of {verified.anchored} values and citations stand {standard}"
    parts = [number, _counted("difference", verified.differences)]
    if verified.notes:
        parts.append(_counted("note", verified.notes))
    return "; ".join(parts)


def _counted(word: str, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return f"no {word}s"
    listed = ", ".join(f"{n} {_words(state)}" for state, n in counted(findings).items())
    return f"{len(findings)} {word}{'s' if len(findings) != 1 else ''} ({listed})"


def verify_json(verified: Verified, file: str, report: str | None = None) -> dict[str, object]:
    """The report for `--format json`; its keys are stable."""
    states = counted(verified.findings)
    return {
        "file": file,
        "document": verified.document,
        "with_records": verified.with_records,
        "report": report,
        "counts": {
            "anchored": verified.anchored,
            "unchanged": verified.unchanged,
            "differences": len(verified.differences),
            "notes": len(verified.notes),
            "states": {str(state): n for state, n in states.items()},
        },
        "findings": [_json(finding) for finding in verified.findings],
    }


def _json(finding: Finding) -> dict[str, object]:
    return {
        "state": str(finding.state),
        "difference": not finding.is_note,
        "message": finding.message,
        "remedy": finding.remedy,
        "section": finding.section,
        "old": finding.old,
        "new": finding.new,
        "record": finding.record,
        "path": finding.path,
        "source": finding.source,
        "near": finding.near,
        "values": list(finding.values),
        "line": {
            "before": finding.before,
            "marked": finding.marked,
            "behind": finding.behind,
            "as_built": finding.is_built,
        },
    }
