"""Footnotes in both formats: the same words in the same order, whatever their length and place."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import count
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.document.nodes import (
    Block,
    BulletList,
    Footnote,
    Inline,
    Item,
    Note,
    NoteKey,
    PageBreak,
)
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import lines
from assembler.write.docx import write as docx
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import qn, val
from assembler.write.pdf import write as pdf
from assembler.write.pdf.read import read
from tests.write.docx.opened import names, part
from tests.write.pdf.made import of
from tests.write.sample import sample
from tests.write.short import AT, inlines, options, p, v

WORDS = "words that say nothing and go on until the line is full and another one has begun "


def document(parts: Sequence[tuple[str, int, Sequence[int]]]) -> Resolved:
    """A document of paragraphs: where each stands, its length, the lengths of its footnotes."""
    number = count(1)

    def block(kind: str, length: int, notes: Sequence[int]) -> Block:
        content: list[Inline | str] = [f"Paragraph {next(number)} has {WORDS * length}"]
        for size in notes:
            n = next(number)
            said = inlines(f"Note {n} has {WORDS * size}and ", v(f"n{n}", f"{n}.0"), ".")
            content += [Footnote(NoteKey(f"sec/{n}"), said, AT), f" and {WORDS}"]
        made = p(*content)
        if kind == "list":
            return BulletList((Item((made,)), Item((p("item"),))), AT)
        return Note((made,), AT) if kind == "note" else made

    blocks: list[Block] = []
    for kind, length, notes in parts:
        blocks += [PageBreak(AT)] if kind == "page" else []
        blocks.append(block(kind, length, notes))
    return of(*blocks)


PARTS = st.tuples(
    st.sampled_from(["text", "text", "list", "note", "page"]),
    st.integers(0, 12),
    st.lists(st.sampled_from([0, 1, 3, 30, 90]), max_size=3),
)


@given(st.lists(PARTS, min_size=1, max_size=8))
@settings(max_examples=12)
def test_both_files_say_what_the_model_says(
    parts: list[tuple[str, int, list[int]]],
) -> None:
    resolved, asked = document(parts), options()
    paged = pdf.write(resolved, asked)
    assert pdf.differences(paged, resolved, asked) == []
    asked = options(pages=paged.pages)
    assert docx.differences(docx.write(resolved, asked), resolved, asked) == []


def test_a_document_without_footnotes_has_no_part_for_them() -> None:
    plain = docx.write(of(p("Words.")), options())
    assert "word/footnotes.xml" not in names(plain.data)
    assert part(plain.data, "word/settings.xml").find(qn("footnotePr")) is None


def test_the_part_names_the_rules_above_footnotes_and_the_settings_too() -> None:
    data = docx.write(sample(), options()).data
    notes = part(data, "word/footnotes.xml")
    kinds = [(note.get(qn("type")), note.get(qn("id"))) for note in notes]
    assert kinds == [("separator", "-1"), ("continuationSeparator", "0"), (None, "1"), (None, "2")]
    settings_part = part(data, "word/settings.xml")
    named = settings_part.find(qn("footnotePr"))
    assert named is not None and [one.get(qn("id")) for one in named] == ["-1", "0"]
    compat = settings_part.find(qn("compat"))
    assert compat is not None and named.getnext() is compat


def test_the_ids_of_controls_and_bookmarks_are_unique_over_both_parts() -> None:
    data = docx.write(sample(), options()).data
    parts = [part(data), part(data, "word/footnotes.xml")]
    controls = [val(one, "sdtPr/id") for root in parts for one in root.iter(qn("sdt"))]
    marks = [one.get(qn("id")) for root in parts for one in root.iter(qn("bookmarkStart"))]
    assert parts[1].find(f".//{qn('sdt')}") is not None
    assert len(controls) == len(set(controls))
    assert len(marks) == len(set(marks))


def test_links_of_footnotes_belong_to_their_part() -> None:
    data = docx.write(sample(), options()).data
    with ZipFile(BytesIO(data)) as zipped:
        relations = zipped.read("word/_rels/footnotes.xml.rels").decode()
        assert "https://example.org/foot" in relations
        assert (
            "https://example.org/foot" not in zipped.read("word/_rels/document.xml.rels").decode()
        )


def test_a_flattened_file_has_the_footnotes_without_controls() -> None:
    asked = options(flatten=True)
    written = docx.write(sample(), asked)
    assert docx.differences(written, sample(), asked) == []
    assert part(written.data, "word/footnotes.xml").find(f".//{qn('sdt')}") is None
    said = [
        one.text.strip() for one in read_docx(written.data).paragraphs if one.place == "footnote"
    ]
    assert said[0].startswith("Of 1.0 months, [1]; see Section")


def test_a_footnote_that_the_file_lacks_or_moves_is_found() -> None:
    resolved, asked = sample(), options()
    written = docx.write(resolved, asked)
    marks = b'<w:footnoteReference w:id="1"/>', b'<w:footnoteReference w:id="2"/>'
    buffer = BytesIO()
    with ZipFile(BytesIO(written.data)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                first, second = marks
                data = data.replace(first, b"<!>").replace(second, first).replace(b"<!>", second)
            new.writestr(name, data)
    changed = replace(written, data=buffer.getvalue())
    assert any("Of 2.0 months" in found for found in docx.differences(changed, resolved, asked))


def test_the_words_of_both_files_are_those_of_the_model_in_reading_order() -> None:
    said = [one.text for one in lines(sample()) if one.kind == "footnote"]
    in_pdf = "".join(
        chunk.text for chunk in read(pdf.write(sample(), options()).data).chunks
        if chunk.tag == "Footnote"
    )  # fmt: skip
    assert "".join(in_pdf.split()) == "".join("".join(said).split())
