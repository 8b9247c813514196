"""What inlines and lists say in print, the same for every writer and reader."""

from assembler.document.nodes import Label, ReferenceKey, ReferenceList
from assembler.resolve.contents import contents_lists
from assembler.resolve.resolve import resolve
from assembler.resolve.words import (
    between_citations,
    cite_parts,
    lines,
    reference_label,
    shown_lines,
    text_of,
)
from tests.resolve.documents import AT, cite, document, p, section, see, short, table


def test_a_cluster_is_folded_and_each_end_names_its_reference() -> None:
    keys = tuple("abcdef")
    cluster = cite("f", "a", "c", "b")
    resolved = resolve(document(section("x", p(cite(*keys)), p(cluster)), references=keys))
    parts = cite_parts(resolved, cluster)
    assert "".join(text for text, _ in parts) == "[1–3,\u00a06]"
    assert [key for _, key in parts if key] == ["a", "c", "f"]


def test_words_of_references_to_tables_sections_and_abbreviations() -> None:
    run = p(see("tbl-t"), ", ", see("sec-x"), ", ", short(1), ", ", short(2))
    resolved = resolve(document(section("x", run, table("tbl-t"), number="2.5.4")))
    assert text_of(resolved, run.content) == (
        "Table\u00a01, Section\u00a02.5.4, long form of PFS (PFS), PFS"
    )


def test_a_reference_has_a_label_that_no_section_or_table_has() -> None:
    made = document(
        section("x", p(cite("tbl-t")), table("tbl-t"), ReferenceList(AT)), references=("tbl-t",)
    )
    labels = [line.label for line in lines(resolve(made)) if line.label]
    assert labels == ["sec-x", "tbl-t", "ref-tbl-t"]
    assert reference_label(ReferenceKey("tbl-t")) == Label("ref-tbl-t")


def test_only_lists_with_entries_are_printed_and_sections_down_to_level_3() -> None:
    deep = section("c", inside=(section("d"),))
    made = document(section("a", inside=(section("b", table("tbl-t"), inside=(deep,)),)))
    resolved = resolve(made)
    listed = [
        (one.title, [(entry.level, entry.number, entry.label) for entry in one.entries])
        for one in contents_lists(resolved)
    ]
    assert listed == [
        ("Contents", [(1, "2.5.1", "sec-a"), (2, "2.5.1.1", "sec-b"), (3, "2.5.1.1.1", "sec-c")]),
        ("List of tables", [(0, "Table\u00a01.", "tbl-t")]),
    ]
    assert [*contents_lists(resolve(document()))] == []


def test_one_section_is_shown_with_those_inside_it() -> None:
    made = document(
        section("x", p("one"), number="2.5.4", inside=(section("y", p("two")),)),
        section("z", p("three"), number="2.5.40"),
    )
    shown = shown_lines(resolve(made), section="2.5.4")
    assert shown.split() == [
        "heading",
        "2.5.4",
        "x",
        "paragraph",
        "one",
        "heading",
        "2.5.4.1",
        "y",
        "paragraph",
        "two",
    ]


def test_a_short_cluster_breaks_no_line_and_a_long_one_may() -> None:
    assert between_citations(4) == ",\u00a0"
    assert between_citations(5) == ", "
