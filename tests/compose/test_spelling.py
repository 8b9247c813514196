"""American spelling: what is respelt, and what never is."""

from pathlib import Path

import pytest

from assembler.compose.spelling import Spelling, spelling_in
from assembler.document.nodes import Abbreviation, CrossRef, Gap, Link, Text
from assembler.document.walk import leaves, sections_of
from assembler.problems import ProblemsFound
from assembler.read import read_tree
from assembler.shipped import shipped
from tests.compose.desk import composed, edited, one_line, paragraph, printed
from tests.compose.desk import words_of as words

AMERICAN = edited(dossier="language: en-US\n")
SHARED = shipped("templates") / "shared"


def american() -> Spelling:
    return spelling_in(read_tree(SHARED / "spelling.yaml", root=SHARED))


@pytest.mark.parametrize(
    ("typed", "printed_as"),
    [
        ("The randomised tumours", "The randomized tumors"),
        ("Favourable TUMOURS", "Favorable TUMORS"),
        ("a multicentre, placebo-randomised trial", "a multicenter, placebo-randomized trial"),
        ("analyses were analysed", "analyses were analyzed"),
        ("haemorrhage, oedema and anaemia", "hemorrhage, edema and anemia"),
        ("the programme's centre", "the program's center"),
        ("labelled, summarise, diarrhoea", "labeled, summarize, diarrhea"),
        ("exercise, otherwise, disease, our, four", "exercise, otherwise, disease, our, four"),
        ("www.centre.org/tumour and a@centre.org", "www.centre.org/tumour and a@centre.org"),
        ("tumour_size, x2tumour", "tumour_size, x2tumour"),
        ("~blank\u00a0tumour  tumour", "~blank\u00a0tumor  tumor"),
    ],
)
def test_listed_words_change_and_nothing_else_does(typed: str, printed_as: str) -> None:
    assert american().of(typed) == printed_as


def test_a_document_in_british_english_prints_what_was_typed() -> None:
    assert one_line("Randomised tumours.") == "Randomised tumours."


def test_a_templates_words_are_american_in_an_american_document() -> None:
    assert one_line("**Random**ised *tumours*, {{ 'favourable' }}.", study=AMERICAN) == (
        "Randomised tumors, favorable."
    )


def test_what_an_expression_compares_stays_as_it_is_typed() -> None:
    template = "{% for k in ['favourable'] if k == 'favourable' %}{{ k | capitalize }}{% endfor %}"
    assert one_line(template, study=AMERICAN) == "Favorable"


def test_a_value_is_never_respelt() -> None:
    study = edited(
        dossier="language: en-US\n",
        product="pharmacological_class: Tumours and anaemia\n",
    )
    template = "Tumours: {{ product.pharmacological_class }}."
    assert one_line(template, study=study) == "Tumors: Tumours and anaemia."


def test_an_authors_text_is_never_respelt() -> None:
    found = printed(
        'Tumours.\n\n{{ author_text("2.5.4") }}\n\nTumours again.',
        texts={"2.5.4.md": "Tumours of the author,\nstill tumours.\n\n- a tumour"},
        study=AMERICAN,
    )
    assert found == [
        "Tumors.",
        "Tumours of the author, still tumours.",
        "a tumour",
        "Tumors again.",
    ]


def test_a_shell_that_an_authors_text_places_is_respelt() -> None:
    shell = "caption: Tumours\neach: arm in trial.arms\ncolumns: [{head: Tumour, value: arm.label}]"
    found = printed(
        '{{ author_text("2.5.4") }}',
        texts={"2.5.4.md": ":::{table} tbl-x\n:::\n"},
        files={"report/tables/x.yaml": shell},
        study=AMERICAN,
    )
    assert found[:2] == ["Table\u00a01. Tumors", "Tumor"]


def test_what_an_author_owes_is_said_in_american() -> None:
    (gap,) = (
        one
        for one in paragraph('{{ author_text("2.5.4", "weigh tumours") }}', study=AMERICAN)
        if isinstance(one, Gap)
    )
    assert gap.text == "[Author: weigh tumors]"


def test_addresses_labels_and_keys_stay() -> None:
    found = paragraph(
        "[tumour](https://tumour.org/tumour) <https://tumour.org>\n[](#sec-2.5.7)", study=AMERICAN
    )
    links = [one for one in found if isinstance(one, Link)]
    assert [link.url for link in links] == ["https://tumour.org/tumour", "https://tumour.org"]
    assert [words(link.children) for link in links] == ["tumor", "https://tumour.org"]
    assert any(isinstance(one, CrossRef) for one in found)


def test_a_heading_is_american_and_its_label_is_as_typed() -> None:
    template = "See [](#sec-2.5.4-tumour-size).\n\n# Tumour size\n\nText."
    document = composed(template, study=AMERICAN).document
    (added,) = (s for _, s in sections_of(document.sections) if s.number is None)
    assert (added.label, words(added.title)) == ("sec-2.5.4-tumour-size", "Tumor size")
    assert printed(template, study=AMERICAN)[0] == "See Section\u00a02.5.4.1."


@pytest.mark.parametrize("typed", ["tumours", "tumors"])
def test_an_abbreviation_is_spelt_out_in_american_and_known_in_both(typed: str) -> None:
    (said,) = (
        one
        for one in leaves(paragraph(f"Neuroendocrine {typed} (NETs)", study=AMERICAN))
        if isinstance(one, Abbreviation)
    )
    assert said.long == "neuroendocrine tumors"
    assert said.is_spelt


def test_ids_of_values_are_the_same_in_both_spellings() -> None:
    template = "# Tumours\n\nTumours of {{ trial.title }}."
    british, other = composed(template).document, composed(template, study=AMERICAN).document
    assert british.trace.keys() == other.trace.keys()
    assert british.trace


def test_an_ich_title_stays_and_an_annex_title_changes() -> None:
    outline = """number: "2.5"
title: Tumours
subject: Tumours
sections:
  - {number: 2.5.4, title: Tumours, clause: invented, template: a.md}
  - {number: 2.5.7, title: References, clause: invented, template: r.md}
annexes:
  - {title: Tumours, template: a.md}
"""
    document = composed("x", files={"report/outline.yaml": outline}, study=AMERICAN).document
    first, _, annex = document.sections
    assert document.title == "Tumours"
    assert document.subject == (Text("Tumors"),)
    assert first.title == (Text("Tumours"),)
    assert (annex.label, annex.title) == ("annex-tumours", (Text("Tumors"),))


SLIPS = {
    "families: [{british: [our, ours], american: [or], of: [tum]}]": "spelling.in-pairs",
    "words: {Centre: center}": "spelling.small-letters",
    "words: {per cent: percent}": "spelling.small-letters",
    "words: {ab: c}\nfamilies: [{british: [b], american: [x], of: [a]}]": "spelling.word-once",
    "words: {a: b, b: c}": "spelling.one-way",
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_in_the_list_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "spelling.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        spelling_in(read_tree(tmp_path / "spelling.yaml", root=tmp_path))
    assert [problem.rule for problem in refused.value.problems] == [SLIPS[text]]


def test_a_long_run_without_blanks_takes_no_quadratic_time() -> None:
    assert len(american().of("tumour." * 100_000)) < 800_000
