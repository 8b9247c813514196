"""Abbreviations: found as words of their own, spelt out once, listed under tables."""

import pytest

from assembler.compose.abbreviations import Abbreviations, Entry
from tests.compose.desk import printed, table, words_of


def known() -> Abbreviations:
    """The abbreviations of these tests, their uses not yet numbered."""
    return Abbreviations(
        {
            "PFS": Entry(long="progression-free survival"),
            "NET": Entry(long="neuroendocrine tumour", plural="neuroendocrine tumours"),
        }
    )


LONG = "progression-free survival"
RUNNING = {
    "PFS": f"{LONG} (PFS)",
    "The PFS was long; PFS is short.": f"The {LONG} (PFS) was long; PFS is short.",
    "*PFS* and **PFS**.": f"{LONG} (PFS) and PFS.",
    "NETs and NET.": "neuroendocrine tumours (NETs) and NET.",
    f"Then {LONG} (PFS) was seen; PFS again.": f"Then {LONG} (PFS) was seen; PFS again.",
    "Progression-free survival (PFS); PFS.": "Progression-free survival (PFS); PFS.",
    "*Progression-free survival* (PFS); PFS.": "Progression-free survival (PFS); PFS.",
    "PFS-based, xPFS, PFSx, PFS1, pre-PFS.": "PFS-based, xPFS, PFSx, PFS1, pre-PFS.",
    "{{ trial.endpoints[0].variable }} (PFS); PFS.": f"{LONG} (PFS); PFS.",
    "{{ trial.endpoints[0].variable | capitalize }} (PFS).": "Progression-free survival (PFS).",
    "{{ trial.cohorts[0].n }}PFS, PFS{{ trial.cohorts[0].n }}.": "120PFS, PFS120.",
    "(PFS), PFS/PFS.": f"({LONG} (PFS)), PFS/PFS.",
    "[PFS](https://example.org)": f"{LONG} (PFS)",
    "pfs and Pfs.": "pfs and Pfs.",
}


@pytest.mark.parametrize("words", RUNNING)
def test_an_abbreviation_is_spelt_out_at_its_first_use(words: str) -> None:
    assert printed(words) == [RUNNING[words]]


def test_a_heading_and_a_caption_do_not_spell_out() -> None:
    typed = ":::{table} tbl-x\n:caption: PFS\n\n| PFS |\n|---|\n| PFS |\n:::"
    words = f"# PFS\n\n{typed}\n\n- PFS\n\nPFS.\n"
    assert printed(words) == [
        "2.5.4.1 PFS",
        "Table\u00a01. PFS",
        "PFS",
        "PFS",
        f"PFS, {LONG}.",
        f"{LONG} (PFS)",
        "PFS.",
    ]


def test_the_line_under_a_table_lists_what_is_used_in_values_too() -> None:
    shell = """caption: x
columns: [{head: a, text: "{{ efficacy.analyses[0].arms.placebo.median_interval | short }} PFS"}]
each: arm in trial.arms
"""
    found = table(":::{table} tbl-x\n:::", files={"report/tables/x.yaml": shell})
    assert words_of(found.abbreviations) == f"PFS, {LONG}."
    words = ":::{table} tbl-x\n:caption: CI\n:note: HR\n\n| NR |\n|--|\n| NE |\n:::"
    assert words_of(table(words).abbreviations) == (
        "CI, confidence interval; HR, hazard ratio; NE, not estimable; NR, not reached."
    )
    assert table(":::{table} tbl-x\n:caption: x\n\n| a |\n|--|\n| b |\n:::").abbreviations == ()
