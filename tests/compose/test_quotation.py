"""Quotation marks and apostrophes: what is set as print has it, and what stays as typed."""

import pytest

from assembler.compose.quotation import Quotation, QuotationMarks
from assembler.document.nodes import Abbreviation, Comment, Gap, Value
from assembler.document.walk import leaves
from tests.compose.desk import composed, edited, one_line, paragraph, printed

PRINTED = Quotation(QuotationMarks(double="“”", single="‘’"))


@pytest.mark.parametrize(
    ("typed", "printed_as"),
    [
        ("the applicant's position", "the applicant’s position"),
        ("the patients' views", "the patients’ views"),
        ("the patients', or O'Neill's", "the patients’, or O’Neill’s"),
        ('"Does it?" (and "so")', "“Does it?” (and “so”)"),
        ("say \"it's 'so'\"", "say “it’s ‘so’”"),
        ("\"'quoted' inside\"", "“‘quoted’ inside”"),
        ("at 'Week 24' and \"48\".", "at ‘Week 24’ and “48”."),
        ("the '90s and the 1990's", "the ’90s and the 1990’s"),
        ("already “set” in the author’s way", "already “set” in the author’s way"),
    ],
)
def test_marks_and_apostrophes_are_set_as_print_has_them(typed: str, printed_as: str) -> None:
    assert PRINTED.of(typed) == printed_as


@pytest.mark.parametrize(
    "typed",
    [
        "5'-azacitidine, 2',3'-dideoxyinosine, the 3'UTR",
        "N,N'-dimethylformamide and N'-oxide",
        'a 6" tube',
        "AVISIT = 'Week 8' and PARAMCD='PFS'",
        'TRTA in ("Placebo", "Active")',
        "https://example.org/it's",
        "a ' alone",
        "",
    ],
)
def test_primes_inches_code_and_addresses_stay(typed: str) -> None:
    assert PRINTED.of(typed) == typed


def test_a_style_without_marks_prints_what_was_typed() -> None:
    assert Quotation().of('the "author\'s"') == 'the "author\'s"'


def test_an_apostrophe_behind_a_value_or_bold_print_is_none_that_opens() -> None:
    assert one_line("{{ product.inn }}'s **dose**'s \"*effect*\".") == (
        "fictivinib’s dose’s “effect”."
    )


def test_a_quotation_that_holds_a_value_is_closed_behind_it() -> None:
    assert one_line('The "{{ trial.cohorts["main"].n }}" and \'{{ product.inn }}\'.') == (
        "The “120” and ‘fictivinib’."
    )


def test_a_recorded_text_and_an_authors_text_are_set_alike() -> None:
    study = edited(product="pharmacological_class: Wilson's class\n")
    found = printed(
        '{{ product.pharmacological_class }}.\n\n{{ author_text("2.5.4") }}',
        study=study,
        texts={"2.5.4.md": "The author's words."},
    )
    assert found == ["Wilson’s class.", "The author’s words."]


def test_what_was_recorded_stays_in_the_trace_as_it_was_typed() -> None:
    study = edited(product="pharmacological_class: Wilson's class\n")
    document = composed("{{ product.pharmacological_class }}", study=study).document
    (recorded,) = [
        traced.recorded
        for traced in document.trace.values()
        if traced.paths == ("product.pharmacological_class",)
    ]
    assert recorded == ("Wilson's class",)


def test_what_an_expression_compares_stays_as_it_was_typed() -> None:
    study = edited(product="pharmacological_class: Wilson's class\n")
    template = (
        '{% if product.pharmacological_class == "Wilson\'s class" %}yes{% else %}no{% endif %}'
    )
    assert one_line(template, study=study) == "yes"


def test_the_title_of_a_reference_stays_as_its_source_has_it() -> None:
    entry = "  - {id: old-1999, type: webpage, title: \"The author's 'report'\", copy_held: yes}\n"
    study = edited(references=entry)
    words = "The author's {{ references.literature['old-1999'].title }} [@old-1999]."
    assert one_line(words, study=study) == "The author’s The author's 'report' [1]."
    references = composed(words, study=study).document.references
    (reference,) = [entry for key, entry in references.items() if key == "old-1999"]
    assert "The author's 'report'" in "".join(getattr(one, "text", "") for one in leaves(reference))


def test_what_an_author_owes_and_a_drafting_note_are_set_too() -> None:
    words = ":::{drafting}\nThe applicant's view.\n:::\n\n{{ author_text('2.5.4', \"it's owed\") }}"
    content = paragraph(words)
    assert [one.text for one in content if isinstance(one, Gap)] == ["[Author: it’s owed]"]
    notes = [one.text for one in content if isinstance(one, Comment) and one.is_drafting]
    assert notes == ["The applicant’s view."]


@pytest.mark.parametrize("typed", ["Crohn's disease (CD)", "crohn’s disease (CD)"])
def test_an_abbreviation_with_an_apostrophe_is_known_as_spelt_out(typed: str) -> None:
    company = {"shared/abbreviations.yaml": "abbreviations: {CD: {long: Crohn's disease}}\n"}
    (found,) = [
        one for one in leaves(paragraph(typed, company=company)) if isinstance(one, Abbreviation)
    ]
    assert found.is_spelt and found.long == "Crohn’s disease"


def test_ids_of_values_do_not_hang_on_marks() -> None:
    def ids(words: str) -> list[str]:
        return [one.id for one in leaves(paragraph(words)) if isinstance(one, Value)]

    assert ids("The trial's {{ product.inn }}.") == ids("The {{ product.inn }}.")


@pytest.mark.parametrize("typed", ["'a\" ", "it's://", "it's", "www.it's "])
def test_a_long_text_of_marks_takes_no_quadratic_time(typed: str) -> None:
    assert len(PRINTED.of(typed * 100_000)) == len(typed) * 100_000
