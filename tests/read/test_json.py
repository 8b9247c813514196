"""JSON is read as the text that was typed, with positions."""

import json as standard
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.problems import Position
from assembler.read.build import DEEPEST
from tests.read.sources import json, problems, rules


def test_digits_are_kept() -> None:
    tree = json('{"a": 0.40, "b": 3.0, "c": 1E5, "d": -0, "e": true, "f": "0.40"}')
    assert tree.value == {"a": "0.40", "b": "3.0", "c": "1E5", "d": "-0", "e": "true", "f": "0.40"}


def test_values_and_keys_know_where_they_stand() -> None:
    tree = json('{\n  "a": [1, {"b": "x\\ny"}],\n  "c": "β", "d": {}\n}')
    assert tree.value == {"a": ["1", {"b": "x\ny"}], "c": "β", "d": {}}
    assert tree.at(()) == Position("f", 1, 1)
    assert tree.at(("a", 1, "b")) == Position("f", 2, 18)
    assert tree.key_at(("a", 1, "b")) == Position("f", 2, 13)
    assert tree.key_at(("d",)) == Position("f", 3, 13)


@pytest.mark.parametrize(
    ("typed", "rule", "line", "column"),
    [
        ('{"a": null}', "value.given", 1, 7),
        ('{"a": NaN}', "number.finite", 1, 7),
        ('{"a": [-Infinity]}', "number.finite", 1, 8),
        ('{"a": 1,\n "a": {"b": [1], "b": 2}}', "keys.unique", 2, 2),
        ('{"": 1}', "keys.are-text", 1, 2),
        ('{"a": "\\ud800"}', "text.allowed-characters", 1, 7),
        ('{"a": "\\u0000"}', "text.allowed-characters", 1, 7),
        ('{"a": 1,}', "json.well-formed", 1, 8),
        ("{'a': 1}", "json.well-formed", 1, 2),
        ('{"a": 01}', "json.well-formed", 1, 8),
        ('{"a": 1} x', "json.well-formed", 1, 10),
        ('{"a": "x', "json.well-formed", 1, 7),
        ('{"a": "x\ny"}', "json.well-formed", 1, 9),
        ("", "file.not-empty", 1, 1),
    ],
)
def test_a_mistake_is_refused_where_it_stands(
    typed: str, rule: str, line: int, column: int
) -> None:
    found = problems(json, typed)
    assert [p.rule for p in found] == [rule]
    assert found[0].at is not None and found[0].at.line == line
    # Newer Pythons point at the comma itself, older ones behind it.
    assert abs(found[0].at.column - column) <= 1


def test_deep_nesting_is_refused_however_deep() -> None:
    assert rules(json, "[" * 100_000) == ["nesting.depth"]
    assert rules(json, '{"a":' * 100_000) == ["nesting.depth"]
    assert json("[" * DEEPEST + "]" * DEEPEST).value


def test_brackets_inside_a_text_do_not_nest() -> None:
    assert json('["' + "[" * 1000 + '\\"[' + '"]').value == ["[" * 1000 + '"[']


_TREES = st.recursive(
    st.text('ab{}[],:"\\/ \n\u00e9\U0001d6fc', max_size=10),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text('ab"\\:', min_size=1, max_size=4), inside, max_size=3)
    ),
    max_leaves=12,
)


@given(_TREES, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_dumped_is_read(value: Any, ascii_only: bool, indent: int | None) -> None:
    typed = standard.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert json(typed).value == value


@given(st.text('{}[],:"\\ntfalse01.-e \n', max_size=30))
def test_nothing_but_json_is_read(typed: str) -> None:
    try:
        standard.loads(typed)
    except ValueError:
        assert rules(json, typed)
