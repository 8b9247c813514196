"""What stands round the values: repeated titles, large tables, sentences, tables, figures."""

import pytest
from lxml import etree

from assembler.document.nodes import Label
from assembler.review.skeleton import rewordings
from assembler.write.docx import anchors
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import Element, qn
from tests.acceptance.study import Copy
from tests.review.changes import (
    accepted,
    built_anew,
    docx_of,
    edited_at,
    kinds,
    member,
    outside,
    refreshed,
    rejected,
    texts,
)

EFFICACY = "templates/mini-report/sections/efficacy.md"
TABLE = "templates/mini-report/tables/results.yaml"


def with_titles(copy: Copy) -> bytes:
    """A report whose heading and caption have a number of the records."""
    copy.edit(
        EFFICACY, "# Results of the", '# {{ trial.cohorts["main"].n }} patients, results of the'
    )
    copy.edit(
        TABLE,
        'caption: "Results of',
        "caption: \"{{ trial.cohorts['main'].n }} patients, results of",
    )
    copy.build(formats=("docx",))
    return docx_of(copy)


def test_the_label_of_a_section_is_the_same_when_a_number_in_its_title_changes(mini: Copy) -> None:
    with_titles(mini)
    before = [section.label for section in mini.document().sections[0].sections]
    mini.edit("study/trial.yaml", "n: 120", "n: 121")
    assert [section.label for section in mini.document().sections[0].sections] == before
    assert before == ["sec-2.5.4-patients-results-of-the-main-cohort"]


def test_contents_and_lists_repeat_the_new_value(mini: Copy) -> None:
    data = with_titles(mini)
    mini.edit("study/trial.yaml", "n: 120", "n: 121")
    result = refreshed(mini, data)
    assert not result.left
    assert kinds(result.done).count("copy") == 2
    anew = built_anew(mini)
    assert texts(accepted(result.data)) == texts(anew)
    assert texts(rejected(result.data)) == texts(data)

    def described(file: bytes) -> list[str | None]:
        root = etree.fromstring(member(file))
        return [element.get(qn("val")) for element in root.iter(qn("tblCaption"))]

    assert described(result.data) == described(anew)
    assert refreshed(mini, result.data).data is result.data


def test_contents_that_somebody_has_changed_are_said(mini: Copy) -> None:
    data = with_titles(mini)

    def edit(run: Element) -> None:
        run[-1].text = "Another title"

    edited = edited_at(data, "120 patients, results of the main cohort", edit)
    mini.edit("study/trial.yaml", "n: 120", "n: 121")
    left = refreshed(mini, edited).left
    assert [(item.kind, item.why) for item in left] == [
        ("copy-left", "update the contents in Word (F9)")
    ]


def test_a_long_table_repeats_the_new_value_in_its_further_parts(
    mini: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assembler.write.docx import table

    monkeypatch.setattr(table, "ROWS_IN_ONE", 2)
    mini.edit(
        TABLE, '{head: "", width: 3}', "{head: \"Of {{ trial.cohorts['main'].n }}\", width: 3}"
    )
    data = with_titles(mini)
    mini.edit("study/trial.yaml", "n: 120", "n: 121")
    result = refreshed(mini, data)
    assert not result.left
    assert texts(accepted(result.data)) == texts(built_anew(mini))


def test_in_a_large_table_the_cells_of_a_row_are_refreshed(
    mini: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "CELLS_ANCHORED_ONE_BY_ONE", 3)
    mini.build(formats=("docx",))
    data = docx_of(mini)
    mini.edit("study/efficacy.yaml", "events: 31", "events: 32")
    mini.edit("study/efficacy.yaml", "events: 30", "events: 29")
    result = refreshed(mini, data)
    assert [(item.old, item.new) for item in result.done] == [("30", "29"), ("31", "32")]
    assert texts(accepted(result.data)) == texts(built_anew(mini))
    assert refreshed(mini, result.data).data is result.data


def test_in_a_large_table_a_cell_typed_over_is_left(
    mini: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "CELLS_ANCHORED_ONE_BY_ONE", 3)
    mini.build(formats=("docx",))

    def edit(run: Element) -> None:
        run[-1].text = "33"

    edited = edited_at(docx_of(mini), "31", edit)
    mini.edit("study/efficacy.yaml", "events: 31", "events: 32")
    result = refreshed(mini, edited)
    assert [(item.kind, item.old, item.new) for item in result.items] == [("overtyped", "33", "32")]


def other_side(copy: Copy) -> None:
    """A hazard ratio above 1 whose interval includes 1, and a p-value to match."""
    copy.edit(
        "study/efficacy.yaml",
        'hazard_ratio: 0.40, interval: 0.25 to 0.64, level: 95%, p_value: "<0.0001"',
        "hazard_ratio: 1.10, interval: 0.80 to 1.51, level: 95%, p_value: 0.55",
    )


def test_a_sentence_whose_result_lies_on_another_side_gets_a_comment(built: Copy) -> None:
    data = docx_of(built)
    other_side(built)
    result = refreshed(built, data)
    (left,) = result.left
    assert left.kind == "sentence"
    for words in (
        "the hazard ratio 0.40 is 1.10 now: no longer below 1",
        "the interval 0.25 to 0.64 is 0.80 to 1.51 now: it includes 1",
        "the p-value <0.0001 is 0.55 now: not below 0.05",
    ):
        assert words in left.why
    read = read_docx(result.data)
    assert len(read.comments) == result.comments == 2  # at the estimate, and at the p-value
    assert all(c.text.startswith("The sentence may no longer hold: ") for c in read.comments)
    assert outside(result.data) == outside(data)
    assert texts(accepted(result.data)) == texts(built_anew(built))
    assert refreshed(built, result.data).data is result.data


def test_a_new_part_of_comments_is_related_and_typed(built: Copy) -> None:
    data = docx_of(built)
    other_side(built)
    result = refreshed(built, data)
    relations = etree.fromstring(member(result.data, "word/_rels/document.xml.rels"))
    assert "comments.xml" in {e.get("Target") for e in relations}
    types = etree.fromstring(member(result.data, "[Content_Types].xml"))
    assert "/word/comments.xml" in {e.get("PartName") for e in types}


def test_comments_that_stand_in_the_file_stay(mini: Copy) -> None:
    mini.build(formats=("docx",), comments=True)
    data = docx_of(mini)
    before = read_docx(data).comments
    assert before
    other_side(mini)
    after = read_docx(refreshed(mini, data).data).comments
    assert after[: len(before)] == before
    assert len({comment.id for comment in after}) == len(before) + 2


def test_a_row_that_came_is_said_and_commented(built: Copy) -> None:
    data = docx_of(built)
    built.edit(
        TABLE,
        "  - {label: p-value",
        '  - {label: "Patients, n", value: "analysis.arms[arm].n"}\n  - {label: p-value',
    )
    result = refreshed(built, data)
    (left,) = result.left
    assert (left.kind, left.why) == ("table", "+ Patients, n | 80 | 40")
    (comment,) = read_docx(result.data).comments
    assert "+ Patients, n | 80 | 40" in comment.text
    assert texts(result.data) == texts(data)
    again = refreshed(built, result.data)
    assert again.data is result.data


def test_a_row_that_went_is_said_with_its_values(built: Copy) -> None:
    data = docx_of(built)
    built.edit(TABLE, '  - {label: "Events, n", value: "analysis.arms[arm].events"}\n', "")
    left = refreshed(built, data).left
    assert kinds(left).count("gone") == 2
    (table,) = [item for item in left if item.kind == "table"]
    assert table.why == "- Events, n | 30 | 31"


def test_words_that_only_a_template_changed_are_said(built: Copy) -> None:
    data = docx_of(built)
    built.edit("templates/mini-report/sections/safety.md", "have the disease", "live with it")
    result = refreshed(built, data)
    (left,) = result.left
    assert left.kind == "wording"
    assert "have the disease" in left.old
    assert "live with it" in left.new
    assert texts(result.data) == texts(data)


def test_the_caption_of_a_figure_is_reworded_and_its_drawing_looked_at_by_itself() -> None:
    def evidence(drawn: str, caption: str) -> Evidence:
        label = Label("fig-a")
        blocks = (
            BlockEvidence("sec-1/1", "figure", drawn, label),
            BlockEvidence("sec-1/2", "caption", f"Figure 1. {caption}", label),
        )
        return Evidence("d", {}, "", {}, {}, {}, blocks)

    first = evidence("Plot: 0.40", "A plot")
    assert not list(rewordings(first, evidence("Plot: 0.45", "A plot")))
    (one,) = rewordings(first, evidence("Plot: 0.40", "Another plot"))
    assert (one.label, one.come[0].text) == ("fig-a", "Figure 1. Another plot")
