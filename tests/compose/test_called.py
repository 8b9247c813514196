"""What those who take part are called: one word of the trial's record, in every template."""

import re

import pytest

from assembler.records.trial import Called
from assembler.shipped import shipped
from tests.compose.desk import edited, one_line

WORDS = "{{ patients | capitalize }} received it; each {{ patient }} once. All {{ patients }} did."
_CODE = re.compile(r"\{#.*?#\}|^:{3,}\s*\{drafting\}.*?^:{3,}\s*$", re.DOTALL | re.MULTILINE)
_TYPED = re.compile(r"(?<![\w.\"'/-])patients?(?![\w\"'-])", re.IGNORECASE)
_VALUES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def test_they_are_patients_where_nothing_is_said() -> None:
    assert one_line(WORDS) == "Patients received it; each patient once. All patients did."


@pytest.mark.parametrize("called", list(Called))
def test_the_trials_word_is_printed(called: Called) -> None:
    study = edited(trial=f"participants_called: {called.value}\n")
    one, many = called.one, called.value
    said = f"{many.capitalize()} received it; each {one} once. All {many} did."
    assert one_line(WORDS, study=study) == said
    assert many == f"{one}s"


def test_a_recorded_text_keeps_its_word() -> None:
    study = edited(trial="participants_called: subjects\nbrief_title: In patients\n")
    assert one_line("{{ trial.brief_title }}.", study=study) == "In patients."


def test_no_section_that_ships_types_the_word() -> None:
    """Only drafting notes do, which speak of those who are to be treated."""
    folder = shipped("templates")
    typed = {
        path.relative_to(folder).as_posix(): found
        for path in folder.rglob("*.md")
        if (found := _TYPED.findall(_VALUES.sub("", _CODE.sub("", path.read_text("utf-8")))))
    }
    assert typed == {}


def test_no_caption_or_sentence_of_a_listing_types_it() -> None:
    """Heads of listings are fixed words, and name the subject of a data set."""
    folder = shipped("templates") / "patient-data-listings" / "listings"
    lines = [
        line
        for path in sorted(folder.glob("*.yaml"))
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(("caption:", "empty:"))
    ]
    assert lines
    assert [line for line in lines if _TYPED.search(_VALUES.sub("", line))] == []
