"""Events of any file format -> value and places, within the limits."""

from dataclasses import dataclass, field

from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read.text import text_error
from assembler.read.tree import Data, Place

DEEPEST = 50
"""Most levels of mappings and lists inside each other."""
MOST_VALUES = 500_000
"""Most values of one file of YAML or JSON."""
MOST_ALIASES = 100
MOST_REPEATED = 10_000
"""Most values that the aliases of a file may repeat."""
MOST_OF_A_RULE = 20
"""Most problems of one rule listed of one file."""
MOST_PROBLEMS = 100
"""Most problems listed of one file."""

_COMMA = "a comma ends a value between braces: type 0.27, and words with a comma in quotes"


@dataclass(frozen=True, slots=True)
class Built:
    """A finished value; `weight` counts the values in it, `height` its levels."""

    value: Data
    place: Place
    weight: int
    height: int


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read."""

    value: dict[str, Data] | list[Data]
    at: Position
    children: dict[str | int, Place] = field(default_factory=dict)
    key: str | None = None
    key_at: Position | None = None
    weight: int = 1
    height: int = 1


class Builder:
    """Takes values in the order of the file; never recurses, whatever the file nests."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.root: Built | None = None
        self._open: list[_Open] = []
        self._values = 0
        self._aliases = 0
        self._repeated = 0

    @property
    def expects_key(self) -> bool:
        """Whether the next value is the key of a mapping."""
        top = self._open[-1] if self._open else None
        return top is not None and isinstance(top.value, dict) and top.key is None

    @property
    def holder(self) -> Position | None:
        """Where the mapping or list begins that is being read."""
        return self._open[-1].at if self._open else None

    @property
    def pending_key(self) -> tuple[str, Position] | None:
        """The key that waits for its value."""
        top = self._open[-1] if self._open else None
        if top is None or top.key is None or top.key_at is None:
            return None
        return top.key, top.key_at

    def begin(self, value: dict[str, Data] | list[Data], at: Position) -> None:
        """A mapping or a list begins; `value` is empty."""
        if len(self._open) >= DEEPEST:
            self.too_deep(at)
        self._count(at)
        self._open.append(_Open(value, at))

    def end(self) -> Built:
        """The mapping or list that began last ends."""
        done = self._open.pop()
        return self._add(
            Built(
                done.value,
                Place(done.at, self._key_at(), done.children),
                done.weight,
                done.height,
            )
        )

    def key(self, name: str, at: Position) -> bool:
        """The next key of the mapping; False (and a problem) when it has that key already."""
        top = self._open[-1]
        if (earlier := top.children.get(name)) is not None:
            self.problems.append(
                error(
                    "keys.unique",
                    f"'{name}' stands twice in the same mapping",
                    "remove one of the two, or rename it",
                    at=at,
                    also=(earlier.key,) if earlier.key else (),
                )
            )
            return False
        self._check(name, at)
        top.key, top.key_at = name, at
        return True

    def scalar(self, text: str, at: Position, *, escaped: bool = False) -> Built:
        """A text; `escaped` when escapes may have put characters into it."""
        self._count(at)
        if escaped:
            self._check(text, at)
        return self._add(Built(text, Place(at, self._key_at()), 1 + len(text) // 100, 0))

    def absent(self, at: Position, *, seen: str, remedy: str | None = None) -> Built:
        """An empty value or a null: a problem, read as an empty text."""
        key = self.pending_key
        if key and not seen and key[0].isdecimal():
            remedy = _COMMA
        what = f"'{key[0]}' has no value" if key else "an item has no value"
        self.problems.append(
            error(
                "value.given",
                f"{what}{f' ({seen})' if seen else ''}",
                remedy or "give a value, list the key under `not_reported`, or remove it",
                at=key[1] if key and not seen else at,
            )
        )
        return self.scalar("", at)

    def again(self, built: Built, at: Position) -> None:
        """A value that stood before stands here again (an alias). It is shared, not copied."""
        self._aliases += 1
        self._repeated += built.weight
        if self._aliases > MOST_ALIASES or self._repeated > MOST_REPEATED:
            self.stop(
                "yaml.few-aliases",
                f"the aliases repeat more than {MOST_REPEATED} values, "
                f"or there are more than {MOST_ALIASES} of them",
                "write the values out, or put them into a CSV file",
                at,
            )
        if len(self._open) + built.height > DEEPEST:
            self.too_deep(at)
        place = Place(at, self._key_at(), built.place.children)
        self._add(Built(built.value, place, built.weight, built.height))

    def stop(self, rule: str, message: str, remedy: str, at: Position) -> None:
        """Refuse the rest of the file. Raises ProblemsFound with what was found so far."""
        self.problems.append(error(rule, message, remedy, at=at))
        raise ProblemsFound(self.problems)

    def too_deep(self, at: Position) -> None:
        """Refuse the rest of the file: it nests too deep. Raises ProblemsFound."""
        self.stop(
            "nesting.depth",
            f"more than {DEEPEST} levels of mappings and lists inside each other",
            "flatten the structure; a missing closing bracket can also be the cause",
            at,
        )

    def _add(self, built: Built) -> Built:
        if not self._open:
            self.root = built
            return built
        top = self._open[-1]
        top.weight += built.weight
        top.height = max(top.height, built.height + 1)
        if isinstance(top.value, list):
            top.children[len(top.value)] = built.place
            top.value.append(built.value)
        elif top.key is not None:
            top.children[top.key] = built.place
            top.value[top.key] = built.value
            top.key = top.key_at = None
        return built

    def _key_at(self) -> Position | None:
        return self._open[-1].key_at if self._open else None

    def _check(self, text: str, at: Position) -> None:
        if problem := text_error(text, at):
            self.problems.append(problem)

    def _count(self, at: Position) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self.stop(
                "file.size",
                f"the file holds more than {MOST_VALUES} values",
                "put long tables into CSV files beside it",
                at,
            )


def limited(problems: list[Problem]) -> list[Problem]:
    """The first problems of a file, of one rule at most twenty, and one that counts the rest."""
    problems = _few_of_each_rule(problems)
    if len(problems) <= MOST_PROBLEMS:
        return problems
    rest = len(problems) - MOST_PROBLEMS
    return [
        *problems[:MOST_PROBLEMS],
        error(
            "file.few-problems",
            f"{rest} more problem{'s' if rest > 1 else ''} of this file not listed",
            f"mend the first {MOST_PROBLEMS}, then run again",
            at=problems[MOST_PROBLEMS].at,
        ),
    ]


def _few_of_each_rule(problems: list[Problem]) -> list[Problem]:
    """The same slip in every row is soon understood."""
    by_rule: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        file = problem.at.file if problem.at else ""
        by_rule.setdefault((problem.rule, file), []).append(problem)
    left_out = {id(p) for found in by_rule.values() for p in found[MOST_OF_A_RULE:]}
    counted = [
        error(
            "file.few-problems",
            f"and {len(found) - MOST_OF_A_RULE} more of [{rule}] in this file",
            f"mend the {MOST_OF_A_RULE} above, then run again",
            at=found[MOST_OF_A_RULE].at,
        )
        for (rule, _), found in by_rule.items()
        if len(found) > MOST_OF_A_RULE
    ]
    return [*(p for p in problems if id(p) not in left_out), *counted]
