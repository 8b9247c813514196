"""What does not fit a model is told where it stands, in a sentence."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from assembler.problems import Position, Problem, ProblemsFound, error
from assembler.read import Place, Tree, validate
from assembler.read.build import MOST_OF_A_RULE, MOST_PROBLEMS, limited
from assembler.read.csv import grid_of
from tests.read.sources import cases, source, yaml


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(_Model):
    low: Annotated[float, Field(gt=0)]
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise PydanticCustomError(
                "interval.ordered",
                "the bounds {low} and {high} are in the wrong order",
                {
                    "low": self.low,
                    "high": self.high,
                    "field": "low",
                    "also": "high",
                    "remedy": "swap them",
                },
            )
        return self


class Ratio(_Model):
    kind: Literal["ratio"]
    interval: Interval | None = None


class Rate(_Model):
    kind: Literal["rate"]
    ratio: int = 0
    n: int


class Arm(_Model):
    id: Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    n: int | None = None


class Study(_Model):
    title: str = Field(description="Title as the protocol gives it.")
    phase: Literal["one", "two", "three"] = "one"
    arms: tuple[Arm, ...] = ()
    results: list[Annotated[Ratio | Rate, Field(discriminator="kind")]] = []
    sizes: dict[Literal["a", "b"], int] = {}
    blinded: bool = True
    start: date | None = None
    level: Interval | Literal["none"] | None = None

    @model_validator(mode="after")
    def _unique(self) -> Self:
        names = [arm.id for arm in self.arms]
        if len(set(names)) < len(names):
            raise ValueError("two arms have the same id")
        return self


def _problems(text: str) -> list[Problem]:
    with pytest.raises(ProblemsFound) as raised:
        validate(Study, yaml(text))
    return list(raised.value.problems)


def test_what_fits_is_the_model() -> None:
    study = validate(Study, yaml("title: NO\narms: [{id: pnet, n: 93}]\nblinded: no\n"))
    assert study.title == "NO" and study.arms == (Arm(id="pnet", n=93),) and study.blinded is False


@pytest.mark.parametrize(("typed", "expected"), cases("misfits.txt"))
def test_a_misfit_is_told_where_it_stands(typed: str, expected: list[str]) -> None:
    (problem,) = _problems(typed)
    (line,) = expected
    place, message, remedy = line.split(" | ")
    assert problem.at is not None
    said = f"{problem.at.line}:{problem.at.column} {problem.rule} {problem.path or '-'}"
    assert said == place
    assert message in problem.message and remedy in problem.remedy


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    found = _problems("phase: four\narms:\n  - {id: A}\n  - {id: b, n: x, z: 1}\ntitle: {}\n")
    assert [f"{p.at.line}:{p.at.column} {p.rule}" for p in found if p.at] == [
        "1:8 value.allowed",
        "3:10 id.kebab-case",
        "4:16 value.kind",
        "4:19 key.known",
        "5:8 value.kind",
    ]


def test_a_rule_of_ours_names_the_second_place() -> None:
    (problem,) = _problems("title: x\nlevel: {low: 2, high: 1}\n")
    assert problem.also == (Position("f", 2, 23),)


def test_braces_in_a_value_are_only_text() -> None:
    (problem,) = _problems("title: x\nphase: '{seen} {0} %s'\n")
    assert "'{seen} {0} %s'" in problem.message


def test_a_long_value_is_shown_in_part() -> None:
    (problem,) = _problems(f"title: x\nphase: {'y' * 100_000}\n")
    assert len(problem.message) < 200


def test_many_problems_are_counted() -> None:
    found = _problems("title: x\narms:\n" + "  - {id: A}\n" * 500)
    assert len(found) == MOST_OF_A_RULE + 1
    assert found[-1].message == "and 480 more of [id.kebab-case] in this file"


def test_many_problems_of_many_rules_are_counted() -> None:
    rules = [replace(one, rule=f"rule.{n % 9}") for n, one in enumerate(_many(200))]
    found = limited(rules)
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].message.endswith("more problems of this file not listed")


def _many(count: int) -> list[Problem]:
    return [error("a.rule", f"{n}", "mend it", at=Position("f", n)) for n in range(1, count + 1)]


def test_unknown_keys_of_one_file_do_not_hide_those_of_another() -> None:
    other = [replace(one, at=Position("g")) for one in _many(5)]
    found = limited([*_many(30), *other])
    assert [p.at and p.at.file for p in found].count("g") == 5
    assert found[-1].message == "and 10 more of [a.rule] in this file"


def test_a_wrong_column_of_a_grid_is_one_problem() -> None:
    class Grid(_Model):
        rows: tuple[Arm, ...]

    grid = grid_of(source("id,m\na,1\nb,2\n"))
    tree = Tree({"rows": grid.value}, Place(Position("f"), None, {"rows": grid.place}), "f")
    with pytest.raises(ProblemsFound) as raised:
        validate(Grid, tree)
    (problem,) = raised.value.problems
    assert problem.rule == "key.known" and problem.at == Position("f", 1, 4)
