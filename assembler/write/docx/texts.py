"""The words of a part of a DOCX file, twice: as they stand, and before the pending changes."""

from typing import NamedTuple

from assembler.write.docx.reading import Pending

LONGEST = 20_000
"""Letters of a control or bookmark that are read: a file may stretch thousands over all of it."""

Change = tuple[int, int]
"""Whether text is inserted, deleted: 1 or 0."""
NO_CHANGE: Change = (0, 0)


class Mark(NamedTuple):
    """A point of the text: how many letters of each kind stand before it."""

    now: int
    before: int
    inserted: int


class Texts:
    """Takes the words in order, within the tracked changes round them; gives stretches of them."""

    def __init__(self) -> None:
        self.at = Mark(0, 0, 0)
        self.empty = 0
        """Controls round here that show only Word's placeholder."""
        self._inserted = self._deleted = 0
        self._now: list[str] = []
        self._before: list[str] = []
        self._whole: tuple[str, str] | None = None
        self._has_changes = False

    @property
    def is_deleted(self) -> bool:
        """Whether a pending change deletes what comes next."""
        return self._deleted > 0

    def change(self, change: Change, sign: int = 1) -> None:
        """A tracked change begins or, with -1, ends."""
        inserted, deleted = change
        self._has_changes |= change != NO_CHANGE
        self._inserted += sign * inserted
        self._deleted += sign * deleted

    def say(self, text: str) -> None:
        """Text of a run, with whatever is pending there; a placeholder is none."""
        if self.empty:
            return
        if not self._has_changes:
            now = self.at.now + len(text)
            self._now.append(text)
            self._before.append(text)
            self.at = Mark(now, now, 0)  # one number: there are as many as pieces of text
            return
        now, before, inserted = self.at
        if not self._deleted:
            self._now.append(text)
            now += len(text)
        if not self._inserted:
            self._before.append(text)
            before += len(text)
        elif not self._deleted:
            inserted += len(text)
        self.at = Mark(now, before, inserted)

    def now(self, begin: Mark, end: Mark | None, longest: int | None = LONGEST) -> str:
        """The words between two points as they stand; nothing where the second is missing."""
        return _stretch(self._both()[0], begin.now, (end or begin).now, longest)

    def before(self, begin: Mark, end: Mark | None, longest: int | None = LONGEST) -> str:
        """The words between two points before the pending changes."""
        return _stretch(self._both()[1], begin.before, (end or begin).before, longest)

    def both(self, begin: Mark, end: Mark | None, longest: int | None = LONGEST) -> tuple[str, str]:
        """The words between two points, as they stand and before the pending changes: one string
        twice in a part without changes."""
        now = self.now(begin, end, longest)
        return now, self.before(begin, end, longest) if self._has_changes else now

    def _both(self) -> tuple[str, str]:
        if self._whole is None:
            self._whole = "".join(self._now), "".join(self._before)
        return self._whole


def _stretch(text: str, begin: int, end: int, longest: int | None) -> str:
    return text[begin : end if longest is None else min(end, begin + longest)]


def pending(begin: Mark, end: Mark) -> Pending:
    """What pending changes do to the words between two points."""
    now, before = end.now - begin.now, end.before - begin.before
    inserted = end.inserted - begin.inserted
    deleted = before - (now - inserted)
    if not inserted and not deleted:
        return ""
    if not now:
        return "deleted"
    return "changed" if before else "inserted"
