"""docs/templates.md: its lists are fresh, and its examples work."""

import re

from assembler.compose.page import PAGE, all_lists, renewed
from assembler.document.nodes import Table
from assembler.document.walk import blocks_of
from tests.compose.desk import composed, grid, section, table

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
