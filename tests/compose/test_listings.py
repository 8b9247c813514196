"""Listings from data sets: rows taken, ordered, grouped; what is wrong is said with its place."""

from hashlib import sha256
from pathlib import Path

import pytest

from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.document.listings import Listing
from assembler.document.nodes import Paragraph
from assembler.document.walk import blocks_of
from assembler.load import load
from assembler.problems import ProblemsFound
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from tests.compose.desk import OUTLINE, SHARED
from tests.places import MINI

DATA = """USUBJID,TRTA,AESEQ,AETERM,ASTDT,SAFFL
02,A,10,Nausea,19726,Y
02,A,9,Rash,19725,Y
01,B,1,Headache,,Y
03,A,1,Cough,19800,N
"""
SHELL = """caption: Adverse events
data: adae
where: {SAFFL: Y}
group: [{head: Treatment, variable: TRTA}]
sort: [USUBJID, AESEQ]
columns:
  - {head: Patient, variable: USUBJID}
  - {head: Event, variable: aeterm}
  - {head: Start, variable: ASTDT, form: date}
"""


def made(
    folder: Path,
    *,
    asks: str = SHELL,
    data: str | None = DATA,
    file: str = "adae.csv",
    sha: str = "",
    words: str = "",
) -> Composed:
    """The mini study with a data set, composed with a listing."""
    study = folder / "study"
    study.mkdir()
    for path in MINI.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.stem == "references" and data is not None:
            told = f", sha256: {sha}" if sha else ""
            source = f"{{id: adae, kind: analysis-data, title: Events, file: {file}{told}}}"
            text = text.replace("date: 2024-01-31}]", f"date: 2024-01-31}}, {source}]")
        (study / path.name).write_text(text, encoding="utf-8", newline="\n")
    (study / "adae.csv").write_text(data or "", encoding="utf-8", newline="\n")
    templates = folder / "templates/report"
    (templates / "listings").mkdir(parents=True)
    (templates / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    (templates / "a.md").write_text(words or ":::{listing} lst-events\n:::\n", encoding="utf-8")
    (templates / "r.md").write_text(":::{references}\n:::\n", encoding="utf-8")
    (templates / "listings/events.yaml").write_text(asks, encoding="utf-8", newline="\n")
    loaded = load(study, shown="study")
    roots = [TemplateRoot(templates.parent, "templates"), TemplateRoot(SHARED.parent, "shipped")]
    root = TemplateRoot(study, "study")
    return compose(loaded.dossier, "report", roots, at=loaded.at, study=root)


def listing(composed: Composed) -> Listing:
    """Its only listing."""
    blocks = blocks_of(composed.document.sections[0].blocks)
    (one,) = (block for block in blocks if isinstance(block, Listing))
    return one


def problems(folder: Path, **more: str) -> list[str]:
    """What stops it: rule, place, message."""
    with pytest.raises(ProblemsFound) as found:
        made(folder, **more)
    return [f"{one.rule} {one.at}: {one.message}" for one in found.value.problems]


def test_rows_are_taken_by_their_texts_and_ordered_by_number_within_their_groups(
    tmp_path: Path,
) -> None:
    one = listing(made(tmp_path))
    assert one.rows == (
        ("02", "Rash", "2014-01-02"),
        ("02", "Nausea", "2014-01-03"),
        ("01", "Headache", ""),
    )
    assert one.numbers == (2, 1, 3)
    assert [(g.first, g.words) for g in one.groups] == [(0, "Treatment: A"), (2, "Treatment: B")]


def test_groups_stand_in_the_order_of_their_numbers_where_the_data_set_has_them(
    tmp_path: Path,
) -> None:
    data = DATA.replace("TRTA,", "TRTA,TRTAN,").replace(",A,", ",A,81,").replace(",B,", ",B,9,")
    groups = listing(made(tmp_path, data=data)).groups
    assert [(g.first, g.words) for g in groups] == [(0, "Treatment: B"), (1, "Treatment: A")]


def test_a_listing_has_one_entry_of_provenance_for_all_of_its_rows(tmp_path: Path) -> None:
    extract = listing(made(tmp_path)).extract
    assert extract.sha256 == sha256(DATA.encode()).hexdigest()
    assert (extract.data_set, extract.file, extract.of) == ("ADAE", "adae.csv", 4)
    assert (extract.path, extract.where) == ("references.sources.adae", "SAFFL = Y")
    assert extract.keys == ("TRTA", "USUBJID", "AESEQ")


def test_digits_and_blanks_of_a_data_set_stay_as_they_are(tmp_path: Path) -> None:
    one = listing(made(tmp_path, data=DATA.replace("02,A,10,Nausea", "02,A,10,3.0 <b>{{ x }}")))
    assert one.rows[1][1] == "3.0 <b>{{ x }}"


def test_a_listing_is_numbered_in_its_section_and_read_row_by_row(tmp_path: Path) -> None:
    words = "See [](#lst-events).\n\n:::{listing} lst-events\n:::\n"
    said = [line.text for line in lines(resolve(made(tmp_path, words=words).document))]
    assert "See Listing\u00a02.5.4.1." in said
    assert said[said.index("Listing\u00a02.5.4.1. Adverse events") :][:10] == [
        "Listing\u00a02.5.4.1. Adverse events",
        "Patient",
        "Event",
        "Start",
        "Treatment: A",
        "02 Rash 2014-01-02",
        "02 Nausea 2014-01-03",
        "Treatment: B",
        "01 Headache",
        "Source: Events; data set ADAE, 3 of 4 rows.",
    ]


def test_a_variable_that_the_data_set_lacks_is_named_where_the_shell_asks_for_it(
    tmp_path: Path,
) -> None:
    asks = SHELL.replace("variable: aeterm", "variable: AETRM")
    assert problems(tmp_path, asks=asks) == [
        "listing.variables-there templates/report/listings/events.yaml:8:29: "
        "ADAE has no variable AETRM"
    ]


def test_a_character_that_no_text_may_hold_is_refused_with_row_and_variable(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, data=DATA.replace("Rash", "Ra\u202esh"))
    assert said.startswith("text.allowed-characters study/adae.csv")
    assert "row 2, AETERM" in said


def test_a_data_set_outside_the_study_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "adae.csv").write_text(DATA, encoding="utf-8")
    (said,) = problems(tmp_path, file="../adae.csv")
    assert said.startswith("file.inside-root")


def test_without_a_data_set_the_sentence_stands_for_the_listing(tmp_path: Path) -> None:
    composed = made(tmp_path, data=None, asks=f"{SHELL}empty: There is none.\n")
    (block,) = composed.document.sections[0].blocks
    assert isinstance(block, Paragraph)


def test_without_a_data_set_and_a_sentence_a_listing_says_what_to_do(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, asks=SHELL.replace("SAFFL: Y", "SAFFL: X"))
    assert "no row of ADAE is as the listing 'lst-events' asks" in said


def test_a_data_set_that_is_not_the_recorded_one_is_told_of(tmp_path: Path) -> None:
    (warning,) = (
        one for one in made(tmp_path, sha="0" * 64).warnings if one.rule.startswith("listing.")
    )
    assert "study/adae.csv has changed" in warning.message
    assert str(warning.at).startswith("study/references.yaml:1:")


def test_the_recorded_data_set_is_listed_without_a_word(tmp_path: Path) -> None:
    found = made(tmp_path, sha=sha256(DATA.encode()).hexdigest()).warnings
    assert [one for one in found if one.rule.startswith("listing.")] == []


RESULTS = "USUBJID,AVAL,AVALC\n01,0.1,<0.2\n02,12.50,\n03,,Y\n04,,\n"
RESULT_SHELL = """caption: Results
data: adae
columns:
  - {head: Patient, variable: USUBJID}
  - {head: Result, variable: AVALC, otherwise: AVAL, align: right}
"""


def test_a_result_that_is_no_number_is_not_lost(tmp_path: Path) -> None:
    one = listing(made(tmp_path, asks=RESULT_SHELL, data=RESULTS))
    assert one.rows == (("01", "<0.2"), ("02", "12.50"), ("03", "Y"), ("04", ""))
    assert one.columns[1].variable == "AVALC or AVAL"


def test_of_two_variables_the_data_set_needs_one(tmp_path: Path) -> None:
    one = listing(made(tmp_path, asks=RESULT_SHELL, data="USUBJID,AVAL\n01,3.0\n"))
    assert one.rows == (("01", "3.0"),)
    assert one.columns[1].variable == "AVAL"


def test_of_two_variables_that_are_both_not_there_the_first_is_named(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, asks=RESULT_SHELL, data="USUBJID\n01\n")
    assert found.startswith("listing.variables-there") and "has no variable AVALC" in found
