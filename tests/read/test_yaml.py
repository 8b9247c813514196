"""YAML is read as the text that was typed, or refused with a sentence."""

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from assembler.problems import Position, ProblemsFound, Severity, in_order
from assembler.read.build import DEEPEST, MOST_OF_A_RULE
from assembler.read.yaml import C_LOADER, read_yaml
from tests.read.sources import cases, problems, rules, yaml

LOADERS = {C_LOADER, pyyaml.SafeLoader}


@pytest.mark.parametrize(("typed", "expected"), cases("mistakes.txt"))
@pytest.mark.parametrize("loader", sorted(LOADERS, key=str))
def test_a_mistake_is_told_in_a_sentence(typed: str, expected: list[str], loader: Any) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read_yaml(typed, "f", loader=loader)
    found = in_order(raised.value.problems)
    assert len(found) == len(expected)
    for problem, line in zip(found, expected, strict=True):
        place, rule, words = line.split(" ", 2)
        assert problem.at is not None
        assert f"{problem.at.line}:{problem.at.column} {problem.rule}" == f"{place} {rule}"
        assert words in problem.message
        assert problem.remedy


@pytest.mark.parametrize(
    "typed",
    ["0.40", "3.0", "NO", "yes", "012", "11:30", "1e5", "1_000", "0x1F", ".5", "<0.0001",
     "2023-10-22", "2023-10-22 11:30:00", "NaN", ".inf", "=", "95%", "0.14 to 0.49", "<<x", "=1+1"],
)  # fmt: skip
def test_a_scalar_is_the_text_that_was_typed(typed: str) -> None:
    assert yaml(f"a: {typed}\n").value == {"a": typed}


def test_an_empty_text_in_quotes_is_a_text() -> None:
    assert yaml("a: ''\nb: '~'\nc: 'null'\n").value == {"a": "", "b": "~", "c": "null"}


def test_values_and_keys_know_where_they_stand() -> None:
    tree = yaml("a: 1\nb:\n  - c: x\n    d: {e: y}\n  - z\n")
    assert tree.at(()) == Position("f", 1, 1)
    assert tree.at(("a",)) == Position("f", 1, 4)
    assert tree.key_at(("a",)) == Position("f", 1, 1)
    assert tree.at(("b", 0, "d", "e")) == Position("f", 4, 12)
    assert tree.key_at(("b", 0, "d", "e")) == Position("f", 4, 9)
    assert tree.at(("b", 1)) == tree.key_at(("b", 1)) == Position("f", 5, 5)


def test_a_path_that_is_not_there_stands_at_its_nearest_ancestor() -> None:
    tree = yaml("a: 1\nb: {c: 2}\n")
    assert tree.at(("b", "x", "y")) == tree.at(("b",)) == Position("f", 2, 4)


def test_columns_count_characters() -> None:
    assert yaml('a: {"β≥𝛼": 1, b: 2}\n').at(("a", "b")) == Position("f", 1, 18)


def test_aliases_repeat_a_value() -> None:
    tree = yaml("a: &x {b: [1, 2]}\nc: *x\n")
    assert tree.value == {"a": {"b": ["1", "2"]}, "c": {"b": ["1", "2"]}}
    assert tree.at(("c",)) == Position("f", 2, 4)
    assert tree.at(("c", "b", 1)) == Position("f", 1, 15)


def test_an_alias_inside_its_own_value_is_refused() -> None:
    assert rules(yaml, "a: &x [*x]\n") == ["yaml.quoted"]


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)
    )
    assert rules(yaml, bomb) == ["yaml.few-aliases"]


def test_many_aliases_are_refused() -> None:
    assert rules(yaml, "a: &x 1\nb: [" + "*x, " * 101 + "]\n") == ["yaml.few-aliases"]


def test_aliases_cannot_nest_past_the_cap() -> None:
    chain = "a0: &a0 [[[[[[x]]]]]]\n" + "".join(
        f"a{i}: &a{i} [[[[[[*a{i - 1}]]]]]]\n" for i in range(1, 10)
    )
    assert rules(yaml, chain) == ["nesting.depth"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_however_deep(opening: str) -> None:
    assert "nesting.depth" in rules(yaml, opening * 50_000)


def test_nesting_up_to_the_cap_is_read() -> None:
    assert yaml("[" * DEEPEST + "]" * DEEPEST).value
    assert rules(yaml, "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ["nesting.depth"]


def test_a_key_inside_a_repeated_key_is_not_told_again() -> None:
    found = problems(yaml, "a: 1\na: {b: 1, b: 2}\n")
    assert [(p.at, p.also) for p in found] == [(Position("f", 2, 1), (Position("f", 1, 1),))]


def test_a_lost_tail_is_a_warning() -> None:
    tree = yaml('a: Table #3\nb: x # three\nc: y ## z\nd: "x" #3\ne: [p #q\n  ]\n')
    assert [(w.severity, w.rule, w.at) for w in tree.warnings] == [
        (Severity.WARNING, "yaml.quoted", Position("f", 1, 4)),
        (Severity.WARNING, "yaml.quoted", Position("f", 5, 5)),
    ]


def test_an_escape_does_not_pass_the_gate() -> None:
    found = problems(yaml, 'a: "x\\u202Ey"\nb: "\\0"\n')
    assert [(p.rule, p.at) for p in found] == [
        ("text.allowed-characters", Position("f", 1, 4)),
        ("text.allowed-characters", Position("f", 2, 4)),
    ]


def test_a_refused_character_does_not_hide_the_rest() -> None:
    found = problems(yaml, "a: x\x07\na: y\u202e\nb: ~\n")
    assert [p.rule for p in found] == [
        "text.allowed-characters",
        "keys.unique",
        "text.allowed-characters",
        "value.given",
    ]


def test_a_decimal_comma_between_braces_is_told() -> None:
    (found,) = problems(yaml, "a: {ratio: 0,27, level: 95%}\n")
    assert (found.rule, found.at) == ("value.given", Position("f", 1, 14))
    assert "type 0.27" in found.remedy


def test_a_flood_of_problems_is_counted() -> None:
    found = problems(yaml, "a: 1\n" * 1000)
    assert len(found) == MOST_OF_A_RULE + 1
    assert "979 more" in found[-1].message


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cs", "Cn"]))
_TREES = st.recursive(
    st.text("abc<>:#'\"{}[]&*!|%@`0.~-? \n\\", max_size=12),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text("ab: #'\"", min_size=1, max_size=4), inside, max_size=3)
    ),
    max_leaves=12,
)


@given(_TREES, st.booleans())
def test_what_is_dumped_is_read(value: Any, flow: bool) -> None:
    typed = pyyaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=1000)
    tree = yaml(typed)
    assert tree.value == value and tree.warnings == ()


@given(_TREES)
def test_both_parsers_agree(value: Any) -> None:
    typed = pyyaml.safe_dump(value, allow_unicode=True)
    fast, slow = (
        read_yaml(typed, "f", loader=loader)[0] for loader in (C_LOADER, pyyaml.SafeLoader)
    )
    assert (fast.value, fast.place) == (slow.value, slow.place)


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=8))
def test_every_repeated_key_is_found(keys: list[str]) -> None:
    typed = "".join(f"{key}: {n}\n" for n, key in enumerate(keys))
    repeated = len(keys) - len(set(keys))
    if repeated:
        assert rules(yaml, typed) == ["keys.unique"] * repeated
    else:
        assert yaml(typed).value == {key: str(n) for n, key in enumerate(keys)}
