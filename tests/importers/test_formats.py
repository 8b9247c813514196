"""Each format: what is taken, what has no home, what is refused."""

from pathlib import Path

import pytest

from tests.importers.files import (
    BIBTEX,
    CSL,
    FORMATS,
    NBIB,
    RIS,
    imported,
    kept,
    literature,
    only,
    refused,
    rules,
)


def test_bibtex_keeps_every_digit_and_turns_latex_into_letters(tmp_path: Path) -> None:
    one = only(tmp_path, "a.bib", BIBTEX)
    assert (one.id, one.title) == ("smith-2020", "A Trial of β-blockade in Étude")
    assert (one.volume, one.issue, one.page, one.issued) == ("07", "0", "43–53", "2020 Feb")
    assert (one.container_title, one.doi) == ("J Inv Med", "10.1000/ABC")
    names = [(author.family, author.given, author.literal) for author in one.author]
    assert names == [("Smith", "Jane", None), (None, None, "Invented Group")]
    assert one.et_al


def test_what_has_no_home_is_named_with_tag_and_line(tmp_path: Path) -> None:
    lost = imported(tmp_path, "a.bib", BIBTEX).lost
    assert [(one.tag.name, one.tag.text, one.tag.line) for one in lost] == [
        ("abstract", "Nothing.", 8)
    ]


def test_a_string_of_bibtex_stands_for_its_text(tmp_path: Path) -> None:
    text = "@string{jim = {J Inv}}\n@comment{nothing}\n@article(a1, title={X}, journal=jim)"
    assert only(tmp_path, "a.bib", text).container_title == "J Inv"


def test_an_unknown_command_of_latex_stays_with_a_warning(tmp_path: Path) -> None:
    done = kept(tmp_path, "a.bib", r"@book{b1, title={The \invented{X} book}, author={Doe, J}}")
    assert "import.known-latex" in rules(done.problems)
    assert r"\invented" in str(literature(tmp_path)[0].title)


def test_a_particle_belongs_to_the_family_name(tmp_path: Path) -> None:
    one = only(tmp_path, "a.bib", "@book{b1, title={X}, author={Ludwig van Beethoven}}")
    assert (one.author[0].family, one.author[0].given) == ("van Beethoven", "Ludwig")


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {never closed",
        "@article{a, title = }",
        "@article{a, title {x}}",
        '@article{a, title = "x}',
        "@article{a",
    ],
)
def test_an_entry_of_bibtex_without_end_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    found = refused(tmp_path, "a.bib", f"{BIBTEX}\n{text}\n")
    assert rules(found) == {"bibtex.well-formed"}
    assert [p.at.line for p in found if p.at] == [11]


def test_ris_loses_only_the_slashes_of_empty_parts(tmp_path: Path) -> None:
    one = only(tmp_path, "a.ris", RIS)
    assert (one.issued, one.page, one.id) == ("1948/07", "43-53", "smith-1948")


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("Journal Article", "article-journal"),
        ("Book Section", "chapter"),
        ("Web Page", "webpage"),
        ("THES", "thesis"),
    ],
)
def test_a_type_of_ris_may_be_a_full_word(tmp_path: Path, kind: str, type_: str) -> None:
    done = kept(tmp_path, "a.ris", RIS.replace("JOUR", kind))
    assert not rules(done.problems) & {"import.known-type"}
    assert literature(tmp_path)[0].type == type_


def test_an_unknown_type_becomes_a_report_with_a_warning(tmp_path: Path) -> None:
    done = kept(tmp_path, "a.ris", RIS.replace("JOUR", "Pop-up"))
    assert "import.known-type" in rules(done.problems)
    assert literature(tmp_path)[0].type == "report"


def test_a_text_of_ris_goes_on_until_the_next_tag(tmp_path: Path) -> None:
    assert only(tmp_path, "a.ris", RIS.replace("A trial", "A trial\nin two")).title == (
        "A trial in two"
    )


def test_a_cut_off_ris_file_is_refused(tmp_path: Path) -> None:
    assert rules(refused(tmp_path, "a.ris", RIS.split("ER  -")[0])) == {"ris.well-formed"}
    assert rules(refused(tmp_path, "a.ris", RIS + "AU  - Doe, J\n")) == {"ris.well-formed"}


def test_nbib_joins_lines_keeps_zeros_and_takes_a_name_once(tmp_path: Path) -> None:
    one = only(tmp_path, "a.nbib", NBIB)
    assert one.title == "A trial that goes on on the next line."
    assert (one.pmid, one.doi, one.container_title) == ("01234567", "10.1000/abc", "J Inv")
    assert [author.family for author in one.author] == ["Smith"]
    assert one.source and one.source.place == "PMID 01234567"


def test_a_line_of_nbib_that_is_no_tag_is_refused(tmp_path: Path) -> None:
    assert rules(refused(tmp_path, "a.nbib", NBIB + "astray\n")) == {"nbib.well-formed"}


def test_csl_takes_numbers_as_they_are_typed_and_dates_by_their_parts(tmp_path: Path) -> None:
    one = only(tmp_path, "a.json", CSL.replace(": 7,", ": 7.10,"))
    assert (one.volume, one.issued, one.title) == ("7.10", "2020-02", "A trial")


def test_a_volume_of_csl_may_be_a_number(tmp_path: Path) -> None:
    assert only(tmp_path, "a.json", CSL).volume == "7"


def test_items_may_stand_in_a_wrapper(tmp_path: Path) -> None:
    one = only(tmp_path, "a.json", f'{{"version": 1, "items": {CSL}}}')
    assert one.id == "smith-2020"


def test_one_item_of_csl_needs_no_list(tmp_path: Path) -> None:
    assert only(tmp_path, "a.json", CSL.strip()[1:-1]).id == "smith-2020"


@pytest.mark.parametrize(
    "text",
    ["[1]", '[{"a": 1, "a": 2}]', CSL[:60], "[" * 100_000, CSL + "[]", '[{"title": NaN', "{"],
)
def test_json_that_is_no_bibliography_is_refused(tmp_path: Path, text: str) -> None:
    assert rules(refused(tmp_path, "a.json", text)) == {"csl.well-formed"}


@pytest.mark.parametrize("text", ["", "no bibliography", "at @ home", "\n\n[]"])
def test_a_file_without_entries_is_refused(tmp_path: Path, text: str) -> None:
    assert rules(refused(tmp_path, "a.txt", text)) == {"import.known-format"}


def test_an_entry_that_names_no_publication_is_refused(tmp_path: Path) -> None:
    assert rules(refused(tmp_path, "a.bib", "@book{a, year = 2020}")) == {"import.identified"}


def test_an_entry_of_bibtex_may_begin_within_a_line(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.bib", "see @book{a, title={x}} @book{b, title={y}}\n")
    assert [one.id for one in done.added] == ["a", "b"]


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_is_known_by_the_content_not_the_name(tmp_path: Path, name: str) -> None:
    assert len(imported(tmp_path, "export.txt", FORMATS[name]).added) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_two_systems_line_breaks_says_the_same(tmp_path: Path, name: str) -> None:
    text = FORMATS[name]
    here = imported(tmp_path, name, text).changes[0].after
    assert imported(tmp_path, name, text.replace("\n", "\r\n")).changes[0].after == here
    assert imported(tmp_path, name, text.replace("\n", "\r")).changes[0].after == here
