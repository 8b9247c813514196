"""Walking: everything once, in reading order, wherever it is nested."""

from assembler.document.dump import dump
from assembler.document.nodes import (
    Block,
    BulletList,
    Emphasis,
    Item,
    Note,
    Strong,
    Text,
    Value,
    ValueId,
)
from assembler.document.walk import (
    below,
    blocks_of,
    leaves,
    runs,
    sections_of,
    tables,
)
from tests.resolve.documents import AT, document, p, section, table


def bullets(*blocks: Block) -> BulletList:
    return BulletList((Item(blocks),), AT)


def words(block: Block) -> str:
    run = getattr(block, "content", ())
    return "".join(inline.text for inline in leaves(run) if isinstance(inline, Text))


def test_inlines_are_met_in_order_containers_first() -> None:
    value = Value(ValueId("0" * 16), "v")
    inner = Strong((Text("b"), value))
    outer = Emphasis((inner, Text("c")))
    assert list(leaves((Text("a"), outer))) == [
        Text("a"),
        outer,
        inner,
        Text("b"),
        value,
        Text("c"),
    ]


def test_blocks_in_lists_and_notes_are_met_where_they_stand() -> None:
    inside = bullets(p("b"), bullets(p("c")))
    blocks = (p("a"), inside, Note((p("d"), bullets(p("e"))), AT), p("f"))
    assert [words(block) for block in blocks_of(blocks) if words(block)] == list("abcdef")


def test_sections_come_with_their_depth() -> None:
    made = (section("a", inside=(section("b", inside=(section("c"),)),)), section("d"))
    assert [(level, one.label) for level, one in sections_of(made)] == [
        (1, "sec-a"),
        (2, "sec-b"),
        (3, "sec-c"),
        (1, "sec-d"),
    ]


def test_runs_come_in_reading_order_with_place_and_section() -> None:
    inner = section("y", bullets(p("item")))
    made = document(section("x", p("text"), table("tbl-t", "note"), inside=(inner,)))
    met = [
        (run.place, run.section.label if run.section else None) for run in runs(made) if run.content
    ]
    assert met == [
        ("title", "sec-x"),
        ("prose", "sec-x"),
        ("caption", "sec-x"),
        ("note", "sec-x"),
        ("title", "sec-y"),
        ("prose", "sec-y"),
    ]


def test_tables_in_notes_and_in_the_front_are_met() -> None:
    made = document(section("x", Note((table("tbl-b"),), AT)), front=(table("tbl-a"),))
    assert [one.label for one in tables(made)] == ["tbl-a", "tbl-b"]


def test_lines_that_are_not_there_do_not_stand_below_a_table() -> None:
    assert list(below(table("tbl-t"))) == []
    assert list(below(table("tbl-t", "note"))) == [(Text("note"),)]


def test_a_dump_shows_one_section_with_what_is_inside_it() -> None:
    made = document(
        section("x", p("one"), number="2.5.4", inside=(section("y", p("two")),)),
        section("z", p("three"), number="2.5.5"),
    )
    whole, one = dump(made), dump(made, section="2.5.4")
    assert all(f"text='{word}'" in whole for word in ("one", "two", "three"))
    assert "text='two'" in one and "text='three'" not in one
