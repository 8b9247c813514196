"""The same edits on the whole overview of the example, where facts stand in many places."""

from collections.abc import Mapping

import pytest

from assembler.pipeline import Request, build
from assembler.review.states import State
from assembler.write.docx.xml import Element, qn
from tests.places import CABINET
from tests.review.edits import (
    Edit,
    as_plain_text,
    copy_paragraph,
    delete,
    delete_paragraph,
    drop_bookmark,
    move_paragraph,
    overtype,
    paragraph_of,
    remove_row,
    remove_table,
    restyle,
    reword,
    split_runs,
    track,
    type_at_end,
    type_paragraph,
    unwrap,
)
from tests.review.test_verify import states, verified
from tests.write.docx.opened import remove, words

pytestmark = pytest.mark.slow

RATIO = "0.27\u00a0(95%\u00a0CI:\u00a00.14,\u00a00.49)"
OTHER = RATIO.replace("0.27", "0.29")
SENTENCE = "no estimate across the cohorts is given"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The overview as it was built."""
    folder = tmp_path_factory.mktemp("cabinet")
    build(Request(CABINET, folder, formats=("docx",)))
    return (folder / "cabinet" / "clinical-overview.docx").read_bytes()


EDITS: Mapping[str, tuple[tuple[Edit, ...], list[State]]] = {
    "nothing": ((), []),
    "prose": ((reword("Results are available", "We have results"),), []),
    "split runs": ((split_runs,), []),
    "style": ((restyle(SENTENCE, "Quote"),), []),
    "a new paragraph": ((type_paragraph(SENTENCE, "By RECIST 1.1, in Phase 3."),), []),
    "a bookmark": ((drop_bookmark(RATIO),), []),
    "a control": ((unwrap(RATIO),), []),
    "a move": ((move_paragraph(SENTENCE, "small-molecule inhibitor"),), []),
    "a copy": ((copy_paragraph(SENTENCE),), []),
    "overtyped": ((overtype(RATIO, OTHER),), [State.OVERTYPED, State.COPIES_DISAGREE]),
    "tracked": ((track(RATIO, OTHER),), [State.PENDING, State.COPIES_DISAGREE]),
    "deleted": ((delete(RATIO),), [State.DELETED]),
    "plain": ((as_plain_text(RATIO),), [State.UNLINKED]),
    "typed": ((type_at_end(SENTENCE, " It was 0.29."),), [State.NUMERAL_TYPED]),
    "row": ((remove_row("Hepatocellular"),), [State.ROWS_REMOVED]),
    "table": ((remove_table("Hepatocellular"),), [State.TABLE_REMOVED]),
    "reference": (
        (delete_paragraph("El-Khoueiry"),),
        [State.CITATION_RENUMBERED, State.REFERENCE_REMOVED],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), EDITS.values(), ids=list(EDITS))
def test_each_edit_of_the_overview_is_told_and_nothing_else(
    data: bytes, edits: tuple[Edit, ...], expected: list[State]
) -> None:
    found = verified(data, *edits)
    told = [finding.state for finding in found.differences]
    assert sorted(told) == sorted(expected)


def test_the_overview_as_built_is_clean_against_its_records_too(data: bytes) -> None:
    found = verified(data)
    assert states(found.findings) == []
    assert found.unchanged == found.anchored > 400


def test_a_typed_numeral_names_the_hazard_ratio_that_is_near(data: bytes) -> None:
    (found,) = verified(data, type_at_end(SENTENCE, " It was 0.29.")).findings
    assert found.near == "efficacy.analyses.pfs-pnet-local.comparison.hazard_ratio"
    assert "'0.29'" in found.message and "'0.27" in found.message


def test_a_fact_changed_in_one_place_names_all_its_places(data: bytes) -> None:
    found = verified(data, overtype(RATIO, OTHER)).findings
    (disagree,) = [one for one in found if one.state is State.COPIES_DISAGREE]
    assert len(disagree.values) > 1
    assert f"'{RATIO}' in ".replace("\u00a0", " ") in disagree.message


def test_deleting_a_chapter_is_told_by_heading_paragraph_and_table(data: bytes) -> None:
    """Not value by value."""

    def cut(root: Element) -> None:
        heading = paragraph_of(root, "Overview of Safety")
        for element in list(heading.itersiblings()):
            if element.tag == qn("p") and "Benefits and Risks" in words(element):
                break
            remove(element)
        remove(heading)

    found = verified(data, cut)
    assert State.HEADING_REMOVED in states(found.differences)
    assert len(found.differences) < 25
