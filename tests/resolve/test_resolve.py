"""Numbers, the order of citations, first uses: gapless, in reading order, from the model alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.nodes import Abbreviation, Document, Label, ReferenceKey
from assembler.problems import ProblemsFound
from assembler.resolve.resolve import cited_in, fold, letter, resolve, uncited
from tests.resolve.documents import cite, document, p, section, see, short, table


def rules(made: Document) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        resolve(made)
    return [problem.rule for problem in found.value.problems]


def test_added_sections_go_on_after_the_numbers_of_the_outline() -> None:
    inner = (section("a"), section("b", number="2.5.4.5"), section("c"))
    made = document(
        section("x", number="2.5.4", inside=inner), section("y"), section("z", number="2.5.7")
    )
    numbers = resolve(made).numbers
    assert [numbers[Label(f"sec-{name}")] for name in "xabcyz"] == [
        "2.5.4",
        "2.5.4.1",
        "2.5.4.5",
        "2.5.4.6",
        "2.5.5",
        "2.5.7",
    ]


def test_tables_are_numbered_in_reading_order_the_front_first() -> None:
    made = document(section("x", table("tbl-b"), table("tbl-c")), front=(table("tbl-a"),))
    numbers = resolve(made).numbers
    assert [numbers[Label(f"tbl-{name}")] for name in "abc"] == ["1", "2", "3"]


def test_references_are_numbered_by_first_citation_notes_of_tables_included() -> None:
    made = document(
        section("x", p("a", cite("c", "a")), table("tbl-t", "n", cite("b")), p(cite("a", "d"))),
        references=("a", "b", "c", "d", "e"),
    )
    resolved = resolve(made)
    assert resolved.bibliography == ("c", "a", "b", "d")
    assert [resolved.citations[ReferenceKey(key)] for key in "cabd"] == [1, 2, 3, 4]
    (problem,) = uncited(resolved)
    assert problem.path == "references.literature.e"


def test_every_slip_is_told_at_once_with_its_place_and_the_nearest_name() -> None:
    made = document(
        section("x", p(cite("roe-2012"), see("tbl-pfss")), table("tbl-pfs")),
        section("y", table("tbl-pfs")),
        references=("roe-2021",),
    )
    with pytest.raises(ProblemsFound) as found:
        resolve(made)
    told = {p.rule: p for p in found.value.problems}
    assert sorted(told) == ["citation.known", "crossref.resolves", "label.unique"]
    assert "'roe-2021'" in told["citation.known"].remedy
    assert "'#tbl-pfs'" in told["crossref.resolves"].remedy
    assert all(problem.at for problem in found.value.problems)


def test_a_label_of_a_section_and_of_a_table_may_not_be_the_same() -> None:
    assert rules(document(section("t"), section("u", table("sec-t")))) == ["label.unique"]


def test_a_label_that_is_used_twice_names_both_places() -> None:
    with pytest.raises(ProblemsFound) as found:
        resolve(document(section("x", table("tbl-a"), table("tbl-b"), table("tbl-a"))))
    (problem,) = found.value.problems
    assert len(problem.also) == 1


def test_the_list_of_abbreviations_says_what_one_of_them_is() -> None:
    plural = Abbreviation(1, "NETs", "neuroendocrine tumours", "NET")
    single = Abbreviation(2, "NET", "neuroendocrine tumour", "NET")
    for used in ((plural, single), (single, plural)):
        resolved = resolve(document(section("x", p(*used))))
        assert resolved.abbreviations == {"NET": "neuroendocrine tumour"}


def test_an_abbreviation_is_spelt_out_at_its_first_use_in_running_text() -> None:
    made = document(
        section("x", table("tbl-t", "n ", short(1)), p(short(2), short(3)), p(short(4, "OS"))),
        front=(p(short(0)),),
    )
    assert resolve(made).spelt_out == {2, 4}


def test_letters_go_from_a_to_z_and_on_to_aa_and_bb() -> None:
    assert [letter(n) for n in (0, 1, 25, 26, 27, 51, 52)] == [
        *("a", "b", "z"),
        *("aa", "bb", "zz", "aaa"),
    ]


@given(st.lists(st.integers(1, 40), min_size=1))
def test_folding_keeps_every_number_once_and_in_order(numbers: list[int]) -> None:
    folded = fold(numbers)
    unfolded = [n for first, last in folded for n in range(first, last + 1)]
    assert unfolded == sorted(set(numbers))
    assert all(first == last or last - first > 1 for first, last in folded)


def test_a_shared_list_gives_its_numbers_to_a_document_that_cites_part_of_it() -> None:
    first = document(section("x", p(cite("c", "a"))), references=("a", "b", "c"))
    second = document(section("y", p(cite("b")), p(cite("a"))), references=("a", "b", "c"))
    listed = cited_in([first, second])
    assert listed == ("c", "a", "b")
    resolved = resolve(second, listed)
    assert resolved.bibliography == listed
    assert resolved.citations[ReferenceKey("b")] == 3


def test_what_is_not_on_record_is_no_entry_of_a_shared_list() -> None:
    made = document(section("x", p(cite("a", "unknown"))), references=("a",))
    assert cited_in([made]) == ("a",)
    assert rules(made) == ["citation.known"]
