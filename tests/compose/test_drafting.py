"""Drafting notes: what they may say, which words hold them, and what of them a final has."""

import pytest

from assembler.document.dump import dump
from assembler.document.nodes import (
    Comment,
    Document,
    Inlines,
    Paragraph,
    Section,
)
from assembler.document.walk import leaves, runs
from tests.compose.desk import composed, said

NOTE = ":::{drafting}\nWhat to write.\n:::\n"
TABLE = ":::{table} tbl-typed\n:caption: Typed\n\n| a | b |\n|---|---|\n| c | d |\n:::\n"


def said_in(content: Inlines) -> list[str]:
    """The drafting notes in a run of inlines."""
    return [one.text for one in content if isinstance(one, Comment) and one.is_drafting]


def notes(document: Document) -> list[str]:
    """All drafting notes of a document."""
    return [text for run in runs(document) for text in said_in(run.content)]


def own(words: str) -> Section:
    """The section that the words make."""
    return composed(words).document.sections[0]


def refused(words: str) -> list[tuple[str, int]]:
    """Rule and line of what is refused."""
    return [(one.rule, one.line) for one in said(words)]


# --- what it says


@pytest.mark.parametrize(
    ("typed", "text"),
    {
        "One\nparagraph, *as* **typed** &amp; more.": "One paragraph, as typed & more.",
        "One.\n\nTwo.": "One.\nTwo.",
        "Cover:\n\n- this\n- that": "Cover:\n– this\n– that",
        "At least 11.4 months, 3 of 5": "At least 11.4 months, 3 of 5",
        "A PFS by RECIST 1.1": "A PFS by RECIST 1.1",
    }.items(),
)
def test_a_note_is_plain_words(typed: str, text: str) -> None:
    assert notes(composed(f":::{{drafting}}\n{typed}\n:::\nWords.\n").document) == [text]


def test_the_clause_of_the_guideline_leads_the_note() -> None:
    words = ":::{drafting} ICH M4E(R2) 2.5.4\nJudge.\n:::\nWords.\n\n"
    words += ":::{drafting} ICH E3\n- Item\n:::\nMore.\n"
    assert notes(composed(words).document) == ["ICH M4E(R2) 2.5.4: Judge.", "ICH E3:\n– Item"]


@pytest.mark.parametrize(
    ("inside", "line"),
    {
        "{{ product.inn }}": 2,
        "One.\n\nOf {{ trial.title }}.": 4,
        "See [@doe-2020].": 2,
        "See [](#sec-2.5.7).": 2,
        "At [home](https://example.org).": 2,
        "H~2~O": 2,
        "`code`": 2,
        "1. one": 2,
        "": 1,
        "- one\n\n  - {{ product.inn }}": 2,
    }.items(),
)
def test_a_note_holds_no_value_and_nothing_that_must_resolve(inside: str, line: int) -> None:
    found = refused(f":::{{drafting}}\n{inside}\n:::\nWords.\n")
    assert found == [("drafting.plain-words", line)]


def test_what_is_typed_into_a_note_is_held_against_no_record() -> None:
    typed = "It was superior, 11.4 months against two thirds, and well tolerated."
    rules = {"numeral.has-record", "claim.has-condition", "number.in-digits"}
    plain = composed(f"{typed}\n")
    noted = composed(f":::{{drafting}}\n{typed}\n:::\nWords.\n")
    behind = composed(f"{NOTE}Words.\n\n{typed}\n")
    at = {
        one.at.line
        for one in behind.warnings
        if one.rule in rules and one.at is not None and one.at.file.endswith("a.md")
    }
    assert at == {6}
    assert {one.rule for one in plain.warnings} >= rules
    own_rules = {
        one.rule for one in noted.warnings if one.at is not None and one.at.file.endswith("a.md")
    }
    assert own_rules.isdisjoint(rules)


# --- where it stands


def test_a_note_stands_at_what_follows_it() -> None:
    first, second = own(f"Before.\n\n{NOTE}After.\n").blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (said_in(first.content), said_in(second.content)) == ([], ["What to write."])


@pytest.mark.parametrize(
    "block",
    [TABLE, "- one\n- two\n", "1. one\n", ":::{note}\nBoxed.\n\nMore.\n:::\n"],
)
def test_every_block_with_words_holds_a_note_once(block: str) -> None:
    document = composed(f"{NOTE}\n{block}\nBehind.\n").document
    first = next(run for run in runs(document) if run.section and run.place != "title")
    assert said_in(first.content) == notes(document) == ["What to write."]
    assert len(document.sections[0].blocks) == 2


def test_a_note_that_nothing_follows_stands_at_what_came_before() -> None:
    made = own(f"Words.\n\n{NOTE}\n# Next\n\nMore.\n")
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    assert said_in(paragraph.content) == ["What to write."]


def test_a_page_break_holds_no_note() -> None:
    made = own(f"{NOTE}:::{{pagebreak}}\n:::\nWords.\n")
    paragraph = made.blocks[-1]
    assert isinstance(paragraph, Paragraph)
    assert said_in(paragraph.content) == ["What to write."]


def test_a_note_alone_below_a_heading_stands_at_the_heading() -> None:
    made = own(f"Words.\n\n# Empty\n\n{NOTE}\n# Next\n\nMore.\n")
    assert [said_in(one.title) for one in made.sections] == [["What to write."], []]
    assert made.sections[0].label == "sec-2.5.4-empty"


@pytest.mark.parametrize("words", [NOTE, f"{NOTE}\n# Below\n\nWords.\n"])
def test_a_note_alone_in_a_section_stands_at_its_title(words: str) -> None:
    made = own(words)
    assert (said_in(made.title), made.blocks) == (["What to write."], ())


def test_several_notes_at_one_place_are_one() -> None:
    more = ":::{drafting}\nAnd more.\n:::\n"
    made = own(f"{NOTE}{more}Words.\n\n{more}")
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    assert said_in(paragraph.content) == ["What to write.\nAnd more.\nAnd more."]


def test_a_note_stands_behind_the_words_and_their_own_comments() -> None:
    words = f'{NOTE}{{{{ author_text("2.5.4", "weigh it") }}}}\n'
    (paragraph,) = own(words).blocks
    assert isinstance(paragraph, Paragraph)
    owed, note = [one for one in leaves(paragraph.content) if isinstance(one, Comment)]
    assert (owed.is_drafting, note.is_drafting) == (False, True)
    assert paragraph.content[-1] is note


@pytest.mark.parametrize("around", [":::{{note}}\n{}\nWords.\n:::\n", "- {}\n"])
def test_a_note_stands_in_no_list_and_in_no_block(around: str) -> None:
    inside = NOTE.replace("\n", "\n  ").rstrip() if around.startswith("-") else NOTE
    assert [rule for rule, _ in refused(around.format(inside))] == ["drafting.by-itself"]


# --- what a final has of it


def test_a_final_has_no_note() -> None:
    words = f"{NOTE}Words.\n\n# Empty\n\n{NOTE}"
    assert notes(composed(words).document) == ["What to write."] * 2
    final = composed(words, draft=False).document
    assert notes(final) == []
    assert "What to write" not in dump(final)


def test_a_final_refuses_a_note_that_a_draft_refuses() -> None:
    words = ":::{drafting}\n{{ product.inn }}\n:::\nWords.\n"
    assert [one.rule for one in said(words, draft=False)] == ["drafting.plain-words"]
