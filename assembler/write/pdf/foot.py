"""The foot of a page: a rule, what goes on from the page before, the footnotes marked on it."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assembler.write.look import Page
from assembler.write.pdf.boxes import Box
from assembler.write.pdf.page import HAIRLINE, Sheet

_ABOVE, _BELOW = 9.0, 4.0
"""Space above and below the rule, points."""
_RULED = _ABOVE + HAIRLINE + _BELOW
"""What the rule takes with them."""
_RULE = 144.0
"""Its length, as Word draws it, points; above what goes on from another page it is as long as the
lines."""
_PROMISED = 0.4
"""Of the height of a page: more is not kept free for the footnotes of lines that stand together."""
_GOING_ON = 0.6
"""Of the height of a page: more is not given to what goes on from the page before."""


@dataclass(slots=True, kw_only=True, eq=False)
class RuleBox(Box):
    """The rule above the footnotes of a page."""

    left: float
    width: float

    def draw(self, sheet: Sheet, top: float) -> None:
        """The rule, an artifact."""
        sheet.rule(self.left, top - _ABOVE, self.width, HAIRLINE)


class Foot:
    """The foot of the page that is being filled. Lines of footnotes stand in the order of their
    marks; those without room wait for the next page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._room = 0.0
        """Height of the page between its margins."""
        self._here: list[Box] = []
        self._waiting: deque[Box] = deque()
        self._is_continued = False
        self.height = 0.0
        """Of the rule and what stands below it; 0 without footnotes."""

    @property
    def goes_on(self) -> bool:
        """Whether lines wait for the next page."""
        return bool(self._waiting)

    def open(self, room: float, kept: float) -> None:
        """The foot of the next page, which has `room` between its margins: what waits goes first,
        as far as it leaves `kept` of them."""
        self._room = room
        self._is_continued = self.goes_on
        self._take(min(room * _GOING_ON, room - kept))
        if self.goes_on and not self._here:  # no page leaves them less room than an empty one
            self._take(room)
        if self.goes_on and not self._here:
            self._put([self._waiting[0]])

    def with_notes(self, notes: Iterable[Sequence[Box]]) -> float:
        """The height that it has at least when the page marks these footnotes too, points.

        The last of them may go on on the next page; all but its first lines do so rather than part
        what stands together. While older ones wait none can begin.
        """
        most = float("inf") if self._here else self._room * _PROMISED
        least = height = self.height
        last = self._here[-1] if self._here else None
        for note in notes:
            if self._waiting:
                return float("inf")
            begins = True
            for box in note:
                height += _space(last, box) + box.height + (0 if last else _RULED)
                last = box
                if begins:
                    least, begins = height, box.keep
            if least > most:
                break
        return min(least, most)

    def add(self, notes: Iterable[Sequence[Box]], room: float) -> None:
        """Footnotes marked on the page, which has `room` left above its lower margin."""
        for note in notes:
            self._waiting.extend(note)
        self._take(room)

    def placed(self) -> Iterator[tuple[Box, float]]:
        """Rule and lines with their upper edges; with that the page is done."""
        if self._here:
            top = self._page.bottom + self.height
            yield self._rule(), top
            top -= _RULED
            last: Box | None = None
            for box in self._here:
                top -= _space(last, box)
                yield box, top
                top -= box.height
                last = box
        self._here = []
        self.height = 0.0

    def _take(self, room: float) -> None:
        """Lines that wait, as far as the foot is not higher than `room`; those that are kept
        together go together."""
        while self._waiting:
            taken: list[Box] = []
            height, last = self.height, self._here[-1] if self._here else None
            for box in self._waiting:
                height += _space(last, box) + box.height + (0 if last else _RULED)
                last = box
                taken.append(box)
                if not box.keep:
                    break
            if height > room + 0.01:
                break
            self._put(taken)

    def _put(self, lines: Sequence[Box]) -> None:
        """The next of the lines that wait, to the foot of this page."""
        for box in lines:
            last = self._here[-1] if self._here else None
            self.height += _space(last, box) + box.height + (0 if last else _RULED)
            self._here.append(box)
            self._waiting.popleft()

    def _rule(self) -> RuleBox:
        page = self._page
        width = page.width_of_text() if self._is_continued else _RULE
        return RuleBox(height=_RULED, left=page.left, width=width)


def _space(last: Box | None, box: Box) -> float:
    return max(last.after, box.before) if last is not None else 0.0
