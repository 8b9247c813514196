"""Flags stand in the documents and sections that they concern, and nowhere else."""

import pytest

from assembler.document.walk import tables
from assembler.resolve.resolve import Resolved
from tests.drafts import kept_draft, said
from tests.places import ROOT

pytestmark = pytest.mark.slow

SERIOUS = "More patients are counted with a fatal adverse event than with a serious one"
STOPPED = "According to the disposition, patients discontinued for an adverse event"
INTERIM = "no result of a final analysis was reported"
ASSESSOR = "they cannot stand for the result of that endpoint"
EFFICACY, SAFETY = {INTERIM, ASSESSOR}, {SERIOUS, STOPPED}
ANNEX = "annex-flags"
CONCERNED = {
    "clinical-overview": EFFICACY | SAFETY,
    "summary-of-clinical-efficacy": EFFICACY,
    "summary-of-clinical-safety": SAFETY,
    "study-synopsis": EFFICACY | SAFETY,
    "briefing-book": EFFICACY | SAFETY,
}
FOUND = {"cabinet": EFFICACY, "cdisc-pilot": SAFETY}


def times(resolved: Resolved, section: str | None, words: str) -> int:
    """In how many lines of a section, or of the whole document, the words stand."""
    return sum(words in line for line in said(resolved, section).splitlines())


@pytest.mark.parametrize("study", FOUND)
@pytest.mark.parametrize("document", CONCERNED)
def test_a_document_says_once_what_its_annex_lists_and_lists_what_concerns_it(
    study: str, document: str
) -> None:
    resolved = kept_draft(ROOT / "examples" / study, document)
    for words in EFFICACY | SAFETY:
        due = int(words in FOUND[study] & CONCERNED[document])
        listed = times(resolved, ANNEX, words)
        assert (listed, times(resolved, None, words) - listed) == (due, due), words


@pytest.mark.parametrize(
    ("study", "document", "section"),
    [
        ("cabinet", "clinical-overview", "2.5.4"),
        ("cdisc-pilot", "clinical-overview", "2.5.5"),
        ("cabinet", "summary-of-clinical-efficacy", "2.7.3.2"),
        ("cdisc-pilot", "summary-of-clinical-safety", "2.7.4.2.1"),
        ("cabinet", "study-synopsis", "2.7.6.2"),
        ("cdisc-pilot", "study-synopsis", "2.7.6.2"),
    ],
)
def test_a_flag_stands_in_the_section_that_it_concerns(
    study: str, document: str, section: str
) -> None:
    resolved = kept_draft(ROOT / "examples" / study, document)
    assert [times(resolved, section, words) for words in FOUND[study]] == [1, 1]


@pytest.mark.parametrize(
    ("study", "document"),
    [("cabinet", "summary-of-clinical-safety"), ("cdisc-pilot", "summary-of-clinical-efficacy")],
)
def test_a_document_that_no_flag_concerns_says_so_in_one_sentence(
    study: str, document: str
) -> None:
    resolved = kept_draft(ROOT / "examples" / study, document)
    assert "tbl-flags" not in [one.label for one in tables(resolved.document) if one.rows]
    assert times(resolved, ANNEX, "The checks found nothing that a reader has to know") == 1
