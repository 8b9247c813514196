"""Abbreviations: found as words of their own, spelt out once, listed under tables."""

import pytest

from assembler.compose.abbreviations import Abbreviations, Entry
from assembler.compose.shortened import recorded
from assembler.document.nodes import Text
from assembler.resolve.resolve import resolve
from tests.compose.desk import composed, edited, printed, table, words_of


def known() -> Abbreviations:
    """The abbreviations of these tests, their uses not yet numbered."""
    return Abbreviations(
        {
            "PFS": Entry(long="progression-free survival"),
            "NET": Entry(long="neuroendocrine tumour", plural="neuroendocrine tumours"),
        }
    )


def test_where_none_are_known_words_are_words() -> None:
    assert Abbreviations({}).found((Text("PFS"),)) == (Text("PFS"),)


LONG = "progression-free survival"
BEGUN = "Progression-free survival"
RUNNING = {
    "PFS": f"{BEGUN} (PFS)",
    "It ended. PFS was short.": f"It ended. {BEGUN} (PFS) was short.",
    "It ended “so”. “PFS” was short.": f"It ended “so”. “{BEGUN} (PFS)” was short.",
    "In the U.S. PFS, vs. OS, e.g. CI.": (
        f"In the U.S. {LONG} (PFS), vs. overall survival (OS), e.g. confidence interval (CI)."
    ),
    "{{ trial.cohorts[0].n }} PFS": f"120 {LONG} (PFS)",
    "[](#sec-2.5.4) PFS": f"Section\u00a02.5.4 {LONG} (PFS)",
    "The PFS was long; PFS is short.": f"The {LONG} (PFS) was long; PFS is short.",
    "*PFS* and **PFS**.": f"{BEGUN} (PFS) and PFS.",
    "NETs and NET.": "Neuroendocrine tumours (NETs) and NET.",
    f"Then {LONG} (PFS) was seen; PFS again.": f"Then {LONG} (PFS) was seen; PFS again.",
    "Progression-free survival (PFS); PFS.": "Progression-free survival (PFS); PFS.",
    "*Progression-free survival* (PFS); PFS.": "Progression-free survival (PFS); PFS.",
    "PFS-based, xPFS, PFSx, PFS1, pre-PFS.": "PFS-based, xPFS, PFSx, PFS1, pre-PFS.",
    "{{ trial.endpoints[0].variable }} (PFS); PFS.": f"{LONG} (PFS); PFS.",
    "{{ trial.endpoints[0].variable | capitalize }} (PFS).": "Progression-free survival (PFS).",
    "{{ trial.cohorts[0].n }}PFS, PFS{{ trial.cohorts[0].n }}.": "120PFS, PFS120.",
    "(PFS), PFS/PFS.": f"({BEGUN} (PFS)), PFS/PFS.",
    "[PFS](https://example.org)": f"{BEGUN} (PFS)",
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
        f"{BEGUN} (PFS)",
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


DISEASE = "abbreviation: ID\n"


def test_an_abbreviation_of_the_records_is_known_and_listed_where_it_is_printed() -> None:
    study = edited(disease=DISEASE)
    document = composed("ID and {{ disease.abbreviation }}.", study=study).document
    assert resolve(document).abbreviations == {"ID": "invented disease"}
    assert printed("ID and {{ disease.abbreviation }}.", study=study) == [
        "Invented disease (ID) and ID."
    ]


def test_what_stands_in_recorded_words_alone_is_listed_too() -> None:
    study = edited(disease=DISEASE, trial="brief_title: OS in ID of X-ID\n")
    document = composed("{{ trial.brief_title }}.", study=study).document
    assert resolve(document).abbreviations == {"ID": "invented disease", "OS": "overall survival"}


@pytest.mark.parametrize("short", ["Idis", "I"])
def test_a_short_name_is_no_abbreviation(short: str) -> None:
    study = edited(disease=f"abbreviation: {short}\n")
    document = composed(f"{short} {{{{ disease.abbreviation }}}}.", study=study).document
    assert resolve(document).abbreviations == {}


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("influenza A/H1N1", True),
        ("raised HbA1c", True),
        ("IL-6 disease", True),
        ("disease of 24 weeks", False),
        ("disease, 2.5-fold", False),
    ],
)
def test_a_long_form_with_a_figure_is_not_spelt_out_but_a_name_with_digits_is(
    name: str, listed: bool
) -> None:
    dossier = edited(disease="abbreviation: XAB\n").dossier
    assert dossier.disease is not None
    disease = dossier.disease.model_copy(update={"name": name})
    found = recorded(dossier.model_copy(update={"disease": disease}))
    assert ("XAB" in found) is listed
