"""Comments in the margin of a Word file."""

from dataclasses import replace
from datetime import date

from assembler.document.nodes import Comment, Text
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import qn
from tests.write.docx.opened import names, part, words
from tests.write.sample import document
from tests.write.short import inlines, options, p, section

COMMENTS = "word/comments.xml"


def commented() -> Resolved:
    """A section with two comments in one paragraph and one in the next."""
    blocks = (
        p("One", Comment("On one."), " and two.", Comment("On two.\nAgain.")),
        p(Text("Three."), Comment("On three.")),
    )
    one = section("sec-a", "2.5.1", inlines("A"), blocks)
    return resolve(replace(document(), front=(), sections=(one,)))


def test_comments_are_there_only_when_they_are_asked_for() -> None:
    assert COMMENTS not in names(write(commented(), options()).data)
    assert COMMENTS in names(write(commented(), options(comments=True)).data)


def test_comments_change_no_word_of_the_document() -> None:
    plain, margin = options(), options(comments=True)
    without, given = write(commented(), plain), write(commented(), margin)
    assert differences(given, commented(), margin) == []
    assert read_docx(given.data).paragraphs == read_docx(without.data).paragraphs


def test_a_comment_stands_at_the_words_before_it() -> None:
    root = part(write(commented(), options(comments=True)).data)
    starts = {e.get(qn("id")): e for e in root.iter(qn("commentRangeStart"))}
    said = {}
    for identity, start in starts.items():
        run, text = start.getnext(), ""
        while run is not None and run.tag != qn("commentRangeEnd"):
            text, run = text + words(run), run.getnext()
        assert run is not None
        assert run.get(qn("id")) == identity
        said[identity] = text
    assert said == {"0": "One", "1": " and two.", "2": "Three."}


def test_a_comment_is_of_the_documents_day_and_says_every_line() -> None:
    given = options(comments=True, dated=date(2024, 7, 2))
    comments = list(part(write(commented(), given).data, COMMENTS))
    assert {one.get(qn("date")) for one in comments} == {"2024-07-02T00:00:00Z"}
    assert [words(one) for one in comments[1]] == ["On two.", "Again."]
