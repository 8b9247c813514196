"""Questions of a rule, put to every row of a data set; what cannot be answered is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assembler.importers.adam.rules import Test
from assembler.importers.entry import shown
from assembler.read.datasets.dataset import DataSet, Reading, Row

_MOST_SHOWN = 5


@dataclass(slots=True)
class Question:
    """A test of one variable, asked row by row; one that has no variable is never answered."""

    test: Test
    column: int
    empty: int = 0
    """Rows in which the variable is empty."""
    seen: set[str] = field(default_factory=set)
    """Values that counted."""
    strange: Counter[str] = field(default_factory=Counter)
    """Values that the rule names neither under `yes` nor under `no`."""
    _yes: frozenset[str] = field(init=False)
    _no: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._yes = frozenset(value.upper() for value in self.test.yes)
        self._no = frozenset(value.upper() for value in self.test.no)

    def __call__(self, row: Row) -> bool:
        """Whether the row counts."""
        value = row[self.column].upper()
        if not value:
            self.empty += 1
            return False
        if value in self._yes:
            self.seen.add(value)
            return True
        if not self._yes:
            return True
        if self._no and value not in self._no:
            self.strange[value] += 1
        return False

    @property
    def words(self) -> str:
        """The test with those of its values that the data have: `AEREL = POSSIBLE or PROBABLE`."""
        seen = tuple(value for value in self.test.yes if value.upper() in self.seen)
        return self.test.model_copy(update={"yes": seen or self.test.yes}).words

    def is_answered(self, what: str, data: DataSet, reading: Reading) -> bool:
        """Whether every row said yes or no; else a warning says what was left out."""
        name = self.test.variable
        if self.strange:
            values = [f"'{shown(value)}' ({n})" for value, n in sorted(self.strange.items())]
            more = ", ..." if len(values) > _MOST_SHOWN else ""
            reading.warn(
                "import.answers-known",
                f"{name} of {data.name} holds values that the rule does not know: "
                f"{', '.join(values[:_MOST_SHOWN])}{more}; {what} is not counted",
                f"name them under `yes` or `no` of {name} in a file of rules",
                data.at,
            )
            return False
        if self.empty and self._no:
            reading.warn(
                "import.answers-given",
                f"{name} of {data.name} is empty in {self.empty} of the rows that count; "
                f"they are not counted under {what}",
                "complete the data set, or say so where the numbers stand",
                data.at,
            )
        return True


@dataclass(frozen=True, slots=True)
class Columns:
    """The variables of a data set that rules ask for, and which of them hold anything."""

    data: DataSet
    names: tuple[str, ...]
    filled: frozenset[str]

    @classmethod
    def of(cls, data: DataSet, names: Iterable[str]) -> "Columns":
        """Looks into the data set until every variable was seen filled, at worst to its end."""
        there = tuple(name for name in dict.fromkeys(names) if data.has(name))
        unseen = set(range(len(there)))
        for row in data.rows(there):
            unseen = {column for column in unseen if not row[column]}
            if not unseen:
                break
        return cls(data, there, frozenset(n for i, n in enumerate(there) if i not in unseen))

    def rows(self) -> Iterator[Row]:
        return self.data.rows(self.names)

    def column(self, name: str | None) -> int | None:
        """Where the variable stands in a row; None when it is not there."""
        return self.names.index(name) if name in self.names else None

    def first(self, names: Sequence[str | None]) -> str | None:
        """The first of these variables that holds anything."""
        return next((name for name in names if name in self.filled), None)

    def question(self, tests: Sequence[Test]) -> Question | None:
        """The first of the tests that this data set can answer."""
        for test in tests:
            if test.variable in self.filled or (test.empty_is_no and test.variable in self.names):
                return Question(test, self.names.index(test.variable))
        return None


def variables(tests: Iterable[Test]) -> Iterator[str]:
    """The variables that the tests ask for."""
    for test in tests:
        yield test.variable
