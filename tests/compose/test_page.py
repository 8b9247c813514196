"""docs/templates.md: its lists are fresh, and its examples work."""

import json
import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from assembler.compose.page import PAGE, all_lists, renewed
from assembler.compose.schemas import generate
from assembler.document.nodes import Table
from assembler.document.walk import blocks_of
from tests.compose.desk import composed, grid, printed, section, table

TEXT = PAGE.read_text(encoding="utf-8")


def example(language: str, holding: str) -> str:
    (found,) = (
        code for code in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if holding in code
    )
    return str(found)


def test_the_lists_are_those_of_the_program() -> None:
    assert renewed(TEXT) == TEXT, "renew it: python -m assembler.compose.page"


def test_every_list_is_on_the_page_and_says_something_of_every_name() -> None:
    lists = all_lists()
    assert set(re.findall(r"<!-- list: ([a-z -]+) -->", TEXT)) == set(lists)
    for rows in lists.values():
        assert len(rows.splitlines()) > 2
        assert not [row for row in rows.splitlines() if row.endswith("|  |")]


def test_the_shell_on_the_page_makes_its_table() -> None:
    shell = example("yaml", "caption:")
    found = table(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert grid(found) == [
        ["Progression-free survival, final analysis"],
        ["Events, n (%)", "30 (37.5)", "31 (77.5)"],
        ["Median, months", "3.0", "1.5"],
        ["Hazard ratio (95% CI)", "0.40 (0.25, 0.64)"],
        ["Data cut-off", "22 Oct 2023"],
    ]


def test_the_sections_on_the_page_can_be_composed() -> None:
    shells = {"report/tables/results.yaml": example("yaml", "caption:")}
    composed(example("markdown", "Results"), files=shells)
    typed = section(example("markdown", "tbl-scope"))
    assert [type(block) for block in blocks_of(typed)] == [Table]
    named = example("markdown", ":cohort: main")
    assert "Table\N{NO-BREAK SPACE}1. Results of A trial of fictivinib" in printed(
        named, files=shells
    )


def test_the_footnotes_on_the_page_are_printed_behind_their_paragraph() -> None:
    assert printed(example("markdown", "[^cut]")) == [
        "The cut-off came early1. A second analysis followed2.",
        "1\N{NO-BREAK SPACE}With 120 patients randomised\N{NO-BREAK SPACE}[1].",
        "2\N{NO-BREAK SPACE}It is reported in Section\N{NO-BREAK SPACE}2.5.4.",
    ]


def test_the_claim_on_the_page_says_why_it_does_not_hold() -> None:
    (said,) = printed(example("markdown", "claims.primary_endpoint_met(analysis)"))
    assert said.startswith("The result does not bear a conclusion: the plan’s analysis set is not")


def test_the_lettered_notes_on_the_page_are_a_shell() -> None:
    shell = f"caption: X\neach: analysis in efficacy.analyses\n{example('yaml', 'mark: flag')}"
    found = printed(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert "On the whole table." in found


@pytest.mark.parametrize(
    ("kind", "holding", "above"),
    [
        ("listing", "data: adae", {"caption": "Adverse events"}),
        ("outline", "from: base", {}),
        ("flags", "assessor.matches-endpoint", {}),
        ("shell", "caption:", {}),
    ],
)
def test_an_example_of_the_page_agrees_with_the_schema(
    kind: str, holding: str, above: dict[str, str]
) -> None:
    validator = Draft202012Validator(json.loads(generate()[f"{kind}.schema.json"]))
    found = yaml.load(example("yaml", holding), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    assert [error.message for error in validator.iter_errors({**above, **found})] == []
