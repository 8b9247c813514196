"""The value that a typed number may have been meant to be."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from assembler.document.nodes import ValueId
from assembler.review.folding import folded
from assembler.write.docx.evidence import Evidence, ValueEvidence

NEAR = Decimal("0.1")
"""A value is near when it differs by at most this share."""
LOOKED_AT = 50
"""Numbers on either side that are looked at: of equal ones, one of the same section is named."""

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?", re.ASCII)
_RESULT = re.compile(r"[^\w]*p?[^\w]*\d")
"""How the text of a value begins that is a number, not a name with one in it."""
_DATE = re.compile(r"\d\s+[A-Z][a-z]{2}")
_Numbered = list[tuple[Decimal, int, ValueId]]


class Nearest:
    """The values as built, by their numbers."""

    def __init__(self, evidence: Evidence) -> None:
        leading: _Numbered = []
        every: _Numbered = []
        for order, (value, built) in enumerate(evidence.values.items()):
            if built.paths and _RESULT.match(built.text) and not _DATE.search(built.text):
                numbers = [(number, order, value) for number in _numbers(built.text)]
                leading += numbers[:1]
                every += numbers
        self._leading, self._every = sorted(leading), sorted(every)
        self._values = evidence.values
        self._sections = {a.id: b.section for b in evidence.blocks for a in b.anchors}

    def to(self, numeral: str, section: str) -> ValueEvidence | None:
        """The value with just this number; else the nearest estimate, or the nearest bound; None
        where none is near. Of equals, one of the section."""
        given = next(_numbers(numeral), None)
        if given is None:
            return None
        share = NEAR * given
        found = (
            self._within(self._every, given, Decimal(0), section)
            or self._within(self._leading, given, share, section)
            or self._within(self._every, given, share, section)
        )
        return self._values[found] if found else None

    def _within(
        self, numbered: _Numbered, given: Decimal, most: Decimal, section: str
    ) -> ValueId | None:
        def distance(entry: tuple[Decimal, int, ValueId]) -> tuple[Decimal, bool, int]:
            return abs(entry[0] - given), self._sections.get(entry[2]) != section, entry[1]

        at = bisect_left(numbered, (given, -1, ValueId("")))
        near = numbered[max(at - LOOKED_AT, 0) : at + LOOKED_AT]
        number, _, value = min(near, key=distance, default=(given + most + 1, 0, ValueId("")))
        return value if abs(number - given) <= most else None


def _numbers(text: str) -> Iterator[Decimal]:
    """The numbers in a text, the level of an interval left out."""
    for match in _NUMBER.finditer(folded(text).replace("95% CI", "").replace("·", ".")):
        yield Decimal(match.group().replace(",", ""))
