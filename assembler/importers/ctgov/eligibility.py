"""The criteria of eligibility: one text of the registry as single criteria."""

import html
import re
from collections.abc import Iterator

from assembler.importers.ctgov.design import read_limits
from assembler.importers.ctgov.reading import NewIds, Reading, plain
from assembler.read import Data

_HEADING = re.compile(
    r"(?:\W*)(?:key |main |major |general |study |subject |participant |patient )*"
    r"(?P<kind>inclusion|exclusion)(?: criteria| criterion)?(?: include)?\s*[:.]?\W*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?P<indent>\s*)(?:[*\-•·–]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s+(?P<text>.*)")


def read_eligibility(reading: Reading, trial: dict[str, Data]) -> None:
    """Criteria, ages and sex into `trial`; a text that names neither kind of criterion is lost."""
    given = reading.protocol["eligibilityModule"]["eligibilityCriteria"]
    eligibility: dict[str, Data] = {}
    if given.seen and isinstance(given.value, str):
        found = list(criteria(html.unescape(given.value)))
        ids = {"inclusion": NewIds("inclusion"), "exclusion": NewIds("exclusion")}
        records: list[Data] = []
        for kind, text in found:
            if kind is None:
                break
            records.append({"id": f"{kind}-{ids[kind].of(text)}", "kind": kind, "text": text})
        if records and len(records) == len(found):
            eligibility["criteria"] = records
            given.leave()
        else:
            reading.unfit(
                "the text does not say which criteria let patients in and which keep them out",
                "type the criteria into `eligibility` of trial.yaml",
                given,
            )
    read_limits(reading, eligibility)
    if eligibility.get("healthy_volunteers") == "yes":  # whoever is healthy is no patient
        trial["participants_called"] = "participants"
    if eligibility:
        trial["eligibility"] = {**eligibility, "source": reading.source("Eligibility Criteria")}


def criteria(text: str) -> Iterator[tuple[str | None, str]]:
    """Each criterion with its kind, None before the first heading; a nested one in its parent's."""
    kind: str | None = None
    depth = 0
    parts: list[str] = []
    open_kind: str | None = None
    for line in text.splitlines():
        if not line.strip():
            continue
        heading = None if line[0].isspace() else _HEADING.fullmatch(line.strip())
        if heading is not None:
            if parts:
                yield open_kind, _joined(parts)
            kind, parts, depth = heading["kind"].lower(), [], 0
            continue
        mark = _MARK.fullmatch(line)
        indent = len(mark["indent"]) if mark else len(line) - len(line.lstrip())
        words = " ".join(plain(mark["text"] if mark else line).split())
        if not words:
            continue
        if parts and indent > depth:
            parts.append(words)
            continue
        if parts:
            yield open_kind, _joined(parts)
        parts, depth, open_kind = [words], indent, kind
    if parts:
        yield open_kind, _joined(parts)


def _joined(parts: list[str]) -> str:
    """`Active disease: score at least 4; pain`: what is nested stands behind a colon."""
    first, *rest = parts
    if not rest:
        return first
    return f"{first.rstrip(':;,')}: {'; '.join(part.rstrip(';') for part in rest)}"
