"""Clusters refold and renumber with the reference list, whose entries enter, leave and change."""

from lxml import etree

from assembler.write.docx.read import ReadParagraph, read_docx
from assembler.write.docx.xml import Element, qn, sub
from tests.acceptance.study import Copy
from tests.review.changes import (
    accepted,
    built_anew,
    edited_at,
    kinds,
    member,
    refreshed,
    rejected,
    texts,
    with_member,
)

SAFETY = "templates/mini-report/sections/safety.md"
EFFICACY = "templates/mini-report/sections/efficacy.md"
NEW = (
    "  - {id: poe-2024, type: article-journal, author: [{family: Poe, given: E}], title: Ravens,\n"
    "     container_title: J Inv, volume: 1, page: 1–9, issued: 2024, url: https://example.org/y}\n"
)


def cited_first(copy: Copy) -> Copy:
    """A new reference, cited before all others beside the first one."""
    copy.append("study/references.yaml", NEW)
    copy.edit(EFFICACY, "[@doe-2020]", "[@poe-2024; @doe-2020]")
    return copy


def fields(data: bytes) -> list[tuple[str, str]]:
    """The citing fields of the body with their results."""
    found = (f for p in read_docx(data).paragraphs for f in p.fields)
    return [(f.instruction, f.result) for f in found if "_l_ref_" in f.instruction]


def entries(data: bytes) -> list[ReadParagraph]:
    """The reference list."""
    return [p for p in read_docx(data).paragraphs if p.style == "Bibliography"]


def test_a_new_reference_enters_the_list_and_renumbers_every_cluster(
    built: Copy, data: bytes
) -> None:
    result = refreshed(cited_first(built), data)
    assert not result.left
    assert kinds(result.done).count("citation") == 3
    after = accepted(result.data)
    anew = built_anew(built)
    assert texts(after) == texts(anew)
    assert fields(after) == fields(anew)
    assert [p.number for p in entries(after)] == [p.number for p in entries(anew)]
    assert texts(rejected(result.data)) == texts(data)
    assert refreshed(built, result.data).data is result.data


def test_a_new_entry_is_an_inserted_paragraph_with_its_bookmark_and_link(
    built: Copy, data: bytes
) -> None:
    result = refreshed(cited_first(built), data)
    root = etree.fromstring(member(result.data))
    entry = next(p for p in root.iter(qn("p")) if p.find(f"{qn('pPr')}/{qn('rPr')}") is not None)
    assert entry.find(f"{qn('pPr')}/{qn('rPr')}/{qn('ins')}") is not None
    assert all(run.getparent().tag == qn("ins") for run in entry.iter(qn("r")))  # type: ignore[union-attr]
    assert [b.get(qn("name"), "")[:16] for b in entry.iter(qn("bookmarkStart"))] == [
        "_l_ref_poe_2024_"
    ]
    (link,) = entry.iter(qn("hyperlink"))
    rid = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    relations = etree.fromstring(member(result.data, "word/_rels/document.xml.rels"))
    (target,) = [e.get("Target") for e in relations if e.get("Id") == rid]
    assert target == "https://example.org/y"


def test_with_accept_the_list_is_as_a_new_build_has_it(built: Copy, data: bytes) -> None:
    result = refreshed(cited_first(built), data, accept=True)
    assert texts(result.data) == texts(built_anew(built))
    assert not list(etree.fromstring(member(result.data)).iter(qn("ins"), qn("del")))


def test_a_reference_that_nothing_cites_leaves_the_list(built: Copy, data: bytes) -> None:
    built.edit(SAFETY, "[@roe-2021; @doe-2020]", "[@doe-2020]")
    result = refreshed(built, data)
    assert not result.left
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert texts(rejected(result.data)) == texts(data)
    gone = next(item for item in result.done if item.kind == "reference")
    assert gone.old.startswith("Roe Society")


def test_the_words_of_a_reference_change_with_its_record(built: Copy, data: bytes) -> None:
    built.edit("study/references.yaml", "page: 1–9", "page: 1–12")
    result = refreshed(built, data)
    assert kinds(result.items) == ["reference"]
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert texts(rejected(result.data)) == texts(data)


def test_an_entry_that_somebody_has_changed_is_left(built: Copy, data: bytes) -> None:
    built.edit("study/references.yaml", "page: 1–9", "page: 1–12")

    root = etree.fromstring(member(data))
    words = next(t for t in root.iter(qn("t")) if (t.text or "").startswith("Doe J"))
    words.text = "Doe J, and many others."
    edited = with_member(data, etree.tostring(root))
    (left,) = refreshed(built, edited).left
    assert (left.kind, left.why) == ("reference-left", "somebody has changed its words")


def test_a_paragraph_that_somebody_added_to_the_list_is_counted(built: Copy, data: bytes) -> None:
    root = etree.fromstring(member(data))
    first = next(
        p for p in root.iter(qn("p"))
        if p.find(f"{qn('pPr')}/{qn('pStyle')}[@{qn('val')}='Bibliography']") is not None
    )  # fmt: skip
    own = etree.Element(qn("p"))
    sub(sub(own, "pPr"), "pStyle", val="Bibliography")
    sub(sub(own, "r"), "t").text = "My own reference."
    first.addprevious(own)
    after_first = etree.Element(qn("p"))
    sub(sub(after_first, "pPr"), "pStyle", val="Bibliography")
    sub(sub(after_first, "r"), "t").text = "Another one."
    first.addnext(after_first)
    edited = with_member(data, etree.tostring(root))
    result = refreshed(cited_first(built), edited)
    numbers = {p.text[:3]: p.number for p in entries(accepted(result.data))}
    assert numbers == {"My ": "1.", "Poe": "2.", "Doe": "3.", "Ano": "4.", "Roe": "5."}
    assert [result for _, result in fields(accepted(result.data))] == ["2", "3", "3", "3", "5"]


def test_another_order_is_said_and_the_numbers_follow_the_list_of_the_file(
    built: Copy, data: bytes
) -> None:
    built.edit(EFFICACY, "[@doe-2020]", "[@roe-2021]")
    result = refreshed(built, data)
    (left,) = [item for item in result.left if item.kind == "reference-left"]
    assert "order" in left.why
    assert [p.text[:3] for p in entries(accepted(result.data))] == ["Doe", "Roe"]
    assert [number for _, number in fields(accepted(result.data))] == ["2", "1", "1", "2"]


def test_a_reference_cited_in_words_that_the_file_lacks_does_not_enter(
    built: Copy, data: bytes
) -> None:
    built.append("study/references.yaml", NEW)
    built.append(SAFETY, "\nA new sentence cites it [@poe-2024].\n")
    result = refreshed(built, data)
    assert len(entries(result.data)) == 2
    assert {item.kind for item in result.left} == {"reference-left", "wording"}


def test_a_cluster_typed_over_is_left(built: Copy, data: bytes) -> None:
    def edit(run: Element) -> None:
        run[-1].text = "[see "

    edited = edited_at(data, "[", edit)
    result = refreshed(cited_first(built), edited)
    (left,) = result.left
    assert (left.kind, left.old, left.new) == ("overtyped", "[see 1]", "[1,\u00a02]")


def test_a_cluster_that_cites_others_now_has_its_new_id(built: Copy, data: bytes) -> None:
    result = refreshed(cited_first(built), data)
    evidence = read_docx(result.data).evidence
    assert evidence is not None
    clusters = [o for o in read_docx(result.data).occurrences if o.value in evidence.citations]
    assert [o.recognised for o in clusters] == ["tag"] * 3
    assert {o.value for o in clusters} == set(evidence.citations)
    names = {name for name in read_docx(result.data).bookmarks if name.startswith("_v_")}
    assert {f"_v_{o.value}" for o in clusters} <= names
