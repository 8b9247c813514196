"""A value of the records comes through literally, whatever it holds and wherever it stands."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.compose.blocks import parse, parse_line
from assembler.compose.environment import Filled
from assembler.compose.parentage import Parentage
from assembler.compose.slots import Slot, Slots
from assembler.compose.style import load_style
from assembler.compose.views import Records
from assembler.document.nodes import Label, Text, Value
from assembler.document.walk import blocks_of, leaves, runs
from assembler.load import Loaded
from assembler.problems import Position, ProblemsFound
from assembler.read import text_problem
from assembler.records.placed import placed
from tests.compose.desk import SHARED, composed, inlines_of, mini
from tests.compose.test_abbreviations import known

NASTY = [
    "<b>bold</b>",
    "R&D &amp; &lt;",
    "a|b||c",
    "*a* **b** _c_ __d__",
    "{{ 7*7 }} {% raw %} {# x #}",
    "`code` ``x``",
    "[x](https://example.org) ![y](z) [@doe-2020] [](#sec-2.5.4)",
    "# heading",
    "1. one",
    "- item",
    "> quote",
    "::: {note}",
    ":::{note}",
    "---",
    "(label)=",
    ":caption: x",
    "| a | b |",
    "H~2~O x^2^",
    "\\* \\\\",
    "α β ≥ ≤ µ — … “”",
    "x" * 10_000,
    "trailing space ",
    "~",
    "%s %d {0} {lower}",
    "javascript:alert(1)",
    "PFS of NETs",
    "é e\u0301 ﬁ",
]
EVERYWHERE = """{v}

{v} at the start, in the middle {v}, *{v}* and **x {v} y**,
[{v}](https://example.org), at the end {v}

# Heading {v}

- {v}
- x {v}

  {v}

1. {v}

:::{{note}}
{v}
:::

:::{{table}} tbl-typed
:caption: {v} caption {v}
:note: {v}
:source: {v}

| {v} | head {v} |
|---|---|
| {v} | x {v} |
:::

:::{{table}} tbl-shell
:::

[@doe-2020]{v}[@roe-2021]
"""
SHELL = """caption: "{{ trial.title }} x"
each: arm in trial.arms
group: "{{ trial.title }}"
columns:
  - {head: "{{ trial.title }}", span: "{{ trial.title }}", value: trial.title}
  - {head: "{{ trial.title }}", span: "{{ trial.title }}", text: "x {{ trial.title }}"}
notes: ["{{ trial.title }}"]
"""


def entitled(title: str) -> Loaded:
    """The mini study whose trial has this title, past the gate that every text passes."""
    loaded = mini()
    trial = loaded.dossier.trial.model_copy(update={"title": title})
    return replace(loaded, dossier=loaded.dossier.model_copy(update={"trial": trial}))


@pytest.mark.parametrize("title", NASTY)
def test_a_nasty_value_is_printed_literally_in_every_place(title: str) -> None:
    document = composed(
        EVERYWHERE.format(v="{{ trial.title }}"),
        files={"report/tables/shell.yaml": SHELL},
        study=entitled(title),
    ).document
    values = [one for one in inlines_of(document) if isinstance(one, Value)]
    titles = [v for v in values if document.trace[v.id].paths == ("trial.title",)]
    in_shell = 10  # caption, group, note, two heads and what spans them, two rows of two cells
    assert len(titles) == EVERYWHERE.count("{v}") + in_shell
    assert {value.text for value in titles} == {title}
    assert len({value.id for value in values}) == len(values)
    assert not any(title in one.text for one in inlines_of(document) if isinstance(one, Text))
    assert len(document.sections[0].sections) == 1


def texts() -> st.SearchStrategy[str]:
    """Any text that a file may hold, thick with what means something to Jinja and Markdown."""
    loaded = st.sampled_from([*"*_`[]()<>#|~^\\!&;:{}@%-+=1.\"'$ \n", "**", ":::", "{{"])
    anything = st.characters(exclude_categories=["Cs", "Co", "Cc"])
    return (
        st.lists(loaded | anything, min_size=1, max_size=40)
        .map("".join)
        .filter(lambda text: text_problem(text) is None)
    )


def desk() -> tuple[Parentage, Slots]:
    dossier, slots = mini().dossier, Slots()
    style = load_style(SHARED / "style.yaml", root=SHARED)
    records = Records(dossier, slots, style, {one.path: one for one in placed(dossier)})
    return Parentage(records, mini().at), slots


SLOW = [HealthCheck.too_slow]
PLACES = [
    "{v}",
    "x {v} y",
    "*{v}*",
    "**{v}**.",
    "- {v}",
    "# {v}",
    "1. a\n   {v}",
    "[{v}](http://a.b)",
]


@settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=SLOW)
@given(text=texts(), place=st.sampled_from(PLACES))
def test_any_text_of_a_record_is_one_value_in_any_place(text: str, place: str) -> None:
    parentage, slots = desk()
    mark = slots.mark(Slot("value", text, ("trial.title",), (text,), "as recorded"))
    filled = Filled(place.format(v=mark), (Position("a.md"),))
    found, _ = parse(
        filled,
        Label("sec-1"),
        parentage=parentage,
        abbreviations=known(),
        from_shell=lambda directive, landscape: (),
    )
    inlines = [i for b in found for content in contents(b) for i in leaves(content)]
    assert [i.text for i in inlines if isinstance(i, Value)] == [text]


def contents(block: Any) -> list[Any]:
    if hasattr(block, "title"):
        return [block.title]
    return [b.content for b in blocks_of((block,)) if hasattr(b, "content")]


@settings(deadline=None, max_examples=100, derandomize=True, suppress_health_check=SLOW)
@given(text=texts())
def test_any_text_of_a_template_is_blocks_or_problems_never_an_exception(text: str) -> None:
    parentage, _ = desk()
    lines = tuple(Position("a.md", n) for n, _ in enumerate(text.split("\n"), start=1))
    try:
        parse(
            Filled(text, lines),
            Label("sec-1"),
            parentage=parentage,
            abbreviations=known(),
            from_shell=lambda directive, landscape: (),
        )
    except ProblemsFound as found:
        assert found.problems
        assert all(p.at is not None and 1 <= p.at.line <= len(lines) for p in found.problems)


def test_values_in_addresses_keys_and_labels_are_words_and_stay_in_the_trace() -> None:
    words = (
        '[x](https://example.org/{{ trial.id }}) [@{{ references.literature["doe-2020"].id }}]'
        " [](#{{ 'tbl-' ~ trial.arms[0].id }})\n\n"
        ":::{table} tbl-{{ trial.arms[0].id }}\n:caption: x\n\n| a |\n|---|\n| b |\n:::\n"
    )
    document = composed(words).document
    traced = {trace.paths[0] for trace in document.trace.values()}
    assert {"trial.id", "references.literature.doe-2020.id", "trial.arms.fictivinib.id"} <= traced
    printed = {i.id for run in runs(document) for i in leaves(run.content) if isinstance(i, Value)}
    assert not any(document.trace[i].paths == ("trial.id",) for i in printed)


def test_a_value_in_program_code_is_refused() -> None:
    parentage, slots = desk()
    mark = slots.mark(Slot("value", "x", ("trial.title",), ("x",), "as recorded"))
    with pytest.raises(ProblemsFound):
        parse_line(
            f"`{mark}`", Label("a"), Position("a"), parentage=parentage, abbreviations=known()
        )
