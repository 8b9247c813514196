"""What a template became, for as long as nothing changes that it was made of."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from assembler.compose.drafting import Found
from assembler.compose.environment import Templates
from assembler.compose.kept import Kept
from assembler.compose.loader import Finder
from assembler.compose.parentage import Entered, Parentage
from assembler.compose.slots import MOST
from assembler.problems import Problem


@dataclass(frozen=True, slots=True)
class Became:
    """The blocks and headings of a template, and what making them told besides."""

    found: Sequence[Found]
    warnings: tuple[Problem, ...]
    filled: tuple[tuple[str, str], ...]
    """Section number and filled Markdown, as in `Composed.filled`."""
    shells: frozenset[str]
    """The shells that were used, by name of the file."""


@dataclass(frozen=True, slots=True)
class _Spent:
    """What of the bounds of a document is left, or was used up."""

    work: int
    characters: int
    values: int

    def less(self, other: "_Spent") -> "_Spent":
        return _Spent(
            self.work - other.work,
            self.characters - other.characters,
            self.values - other.values,
        )

    def holds(self, other: "_Spent") -> bool:
        rest = self.less(other)
        return min(rest.work, rest.characters, rest.values) >= 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What a template became, with all that this depends on beside what its key says."""

    became: Became
    files: frozenset[str]
    """Templates, texts and shells by name."""
    states: Hashable
    """Which files these were, and when they had last changed."""
    entered: Entered
    spent: _Spent
    names: frozenset[str]
    """The names that templates had bound so far, which messages propose."""


@dataclass(slots=True)
class Lasting:
    """The templates of one document; `kept` may have what they became in an earlier composition.

    `around` says what all of them depend on beside the files that each asks for: records, forms,
    words, and which files there are.
    """

    kept: Kept
    around: Hashable
    finder: Finder
    templates: Templates
    parentage: Parentage
    before: frozenset[str] = frozenset()
    """The templates asked for before any of these, such as by flags."""
    _files: set[str] = field(default_factory=set)

    def of(self, key: Hashable, make: Callable[[], Became]) -> Became:
        """What the template of `key` becomes: as before where all that it was made of is as it
        was, else made now. Raises ProblemsFound, and keeps nothing then."""
        place = ("became", self.around, key)
        known: _Known | None = self.kept.last(place)
        if known is not None and self._enters(known):
            self._files |= known.files
            return known.became
        self._files |= self.templates.asked()
        self.templates.ask_anew()
        entered, left = self.parentage.begin(), self._left()
        try:
            became = make()
        finally:
            self.parentage.begin()  # what comes between two templates is entered for neither
        files = self.before | self.templates.asked() | became.shells
        self._files |= files
        spent = left.less(self._left())
        states, names = self._states(files), frozenset(self.templates.bound)
        self.kept.keep(place, _Known(became, files, states, entered, spent, names))
        return became

    def files(self) -> frozenset[str]:
        """The templates, texts and shells that the document was made of so far, by name."""
        return frozenset(self._files) | self.before | self.templates.asked()

    def _enters(self, known: _Known) -> bool:
        """Whether it would become the same; then all that it told is told again."""
        if not (
            self.before <= known.files
            and self._states(known.files) == known.states
            and self._left().holds(known.spent)
            and self.parentage.enter(known.entered)
        ):
            return False
        self.templates.bound.update(known.names)
        self.templates.budget.work(known.spent.work)
        self.templates.budget.write(known.spent.characters)
        self.parentage.slots.pass_over(known.spent.values)
        return True

    def _left(self) -> _Spent:
        work, characters = self.templates.budget.left
        return _Spent(work, characters, MOST - self.parentage.slots.count)

    def _states(self, files: Iterable[str]) -> Hashable:
        return tuple((name, self.finder.states(name)) for name in sorted(files))
