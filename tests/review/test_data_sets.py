"""A data set that has changed behind a listing is told: its rows in the file are the build's."""

from dataclasses import replace
from pathlib import Path

import pytest

from assembler.pipeline import RefreshRequest, VerifyRequest, refresh, verify
from assembler.review.refresh import Wish
from assembler.review.refresh_report import refresh_lines
from assembler.review.states import Finding, State
from tests.acceptance.study import DOCUMENT, Copy
from tests.write.docx.opened import part, words

DATA = "USUBJID,AESEQ,AETERM\n01,1,Headache\n02,1,Nausea\n02,2,Rash\n"
SHELL = """caption: Events by patient
data: adae
sort: [USUBJID, AESEQ]
columns:
  - {head: Patient, variable: USUBJID}
  - {head: Event, variable: AETERM}
empty: No data set is on record.
"""
RECORD = ", {id: adae, kind: analysis-data, title: Events, file: adae.csv}]"
WISH = Wish("Records", "2024-07-02T00:00:00Z")


@pytest.fixture
def listed(tmp_path: Path) -> Copy:
    """The mini report with a listing, built."""
    copy = Copy.of_mini(tmp_path)
    copy.write("study/adae.csv", DATA)
    copy.edit("study/references.yaml", "date: 2024-01-31}]", f"date: 2024-01-31}}{RECORD}")
    copy.write(f"templates/{DOCUMENT}/listings/events.yaml", SHELL)
    copy.append(f"templates/{DOCUMENT}/sections/safety.md", "\n:::{listing} lst-events\n:::\n")
    copy.build(formats=("docx",))
    return copy


def found(listed: Copy, *, edited: Path | None = None) -> tuple[Finding, ...]:
    """What `verify` finds against the records of today."""
    request = VerifyRequest(
        edited or listed.built / f"{DOCUMENT}.docx",
        study=listed.study,
        templates=listed.request().templates,
    )
    return verify(request)[0].findings


def refreshed(listed: Copy) -> tuple[RefreshRequest, list[str]]:
    """A refresh of the built file, and what it says."""
    request = RefreshRequest(
        listed.built / f"{DOCUMENT}.docx",
        listed.study,
        listed.root / "refreshed.docx",
        WISH,
        listed.request().templates,
    )
    return request, list(refresh_lines(refresh(request)[0], WISH))


def test_a_data_set_that_is_as_it_was_is_no_finding(listed: Copy) -> None:
    assert found(listed) == ()
    assert refreshed(listed)[1] == ["nothing to refresh: the file is a copy"]


def test_a_changed_data_set_is_told_with_its_file_and_what_to_do(listed: Copy) -> None:
    listed.edit("study/adae.csv", "Rash", "Rush")
    (one,) = found(listed)
    assert one.state is State.DATA_SET_CHANGED and not one.is_note
    assert one.message.startswith(
        "Listing 2.5.5.1 was made from adae.csv (ADAE), which has changed"
    )
    assert "SHA-256" in one.message and "3 of 3 rows" in one.message
    assert one.remedy.startswith("build the document again and take the listing from there")
    assert one.path == "references.sources.adae"
    assert one.marked == "" and "Events by patient" in one.behind
    assert one.section.endswith("Overview of Safety")


def test_other_rows_of_the_same_data_set_are_told(listed: Copy) -> None:
    shell = f"templates/{DOCUMENT}/listings/events.yaml"
    listed.edit(shell, "sort:", 'where: {AESEQ: "1"}\nsort:')
    told = [one for one in found(listed) if one.state is State.DATA_SET_CHANGED]
    assert [one.message for one in told] == [
        "Listing 2.5.5.1 takes other rows or columns of adae.csv (ADAE) today: "
        "3 of 3 rows then, 2 of 3 rows where AESEQ = 1 today"
    ]


def test_a_listing_that_is_no_longer_made_is_told(listed: Copy) -> None:
    listed.edit("study/references.yaml", RECORD, "]")
    told = [one for one in found(listed) if one.state is State.DATA_SET_CHANGED]
    assert len(told) == 1
    assert "the document built today has no such listing" in told[0].message


def test_a_refresh_leaves_the_rows_to_a_person_and_says_so(listed: Copy) -> None:
    listed.edit("study/adae.csv", "Rash", "Rush")
    request, said = refreshed(listed)
    assert "    listing: its rows come from a data set that has changed" in said
    assert any(
        line.startswith("      why  Listing 2.5.5.1 was made from adae.csv") for line in said
    )
    comments = words(part(request.output.read_bytes(), "word/comments.xml"))
    assert comments.count("Listing 2.5.5.1 was made from adae.csv") == 1
    again = replace(request, edited=request.output, output=listed.root / "again.docx")
    assert not refresh(again)[0].is_changed


def test_a_refreshed_file_still_says_that_its_rows_are_of_the_old_data(listed: Copy) -> None:
    listed.edit("study/adae.csv", "Rash", "Rush")
    request, _ = refreshed(listed)
    states = [one.state for one in found(listed, edited=request.output)]
    assert states == [State.DATA_SET_CHANGED]
    listed.edit("study/adae.csv", "Rush", "Rash")
    assert found(listed, edited=request.output) == ()
