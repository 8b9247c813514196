"""A whole document: ids, trace, folders of templates, outlines, what is still to be supplied."""

import pytest

from assembler.document.nodes import Gap, Value
from assembler.problems import ProblemsFound, Severity
from assembler.resolve.resolve import resolve
from tests.compose.desk import (
    OUTLINE,
    SHARED,
    as_said,
    composed,
    edited,
    inlines_of,
    mini,
    one_line,
    printed,
    said,
    words_of,
)

# --- ids and trace


def ids(words: str) -> list[str]:
    return [i.id for i in inlines_of(composed(words).document) if isinstance(i, Value | Gap)]


def test_inserting_a_value_renumbers_no_other() -> None:
    before = ids("{{ trial.id }} {{ trial.title }} {{ trial.id }}")
    after = ids(
        "{{ product.inn }} {{ trial.id }} {{ trial.acronym }} {{ trial.title }} {{ trial.id }}"
    )
    assert [one for one in after if one in before] == before
    assert len(set(after)) == len(after)


def test_ids_are_the_same_on_every_run_and_for_every_digit() -> None:
    assert ids("{{ trial.id }}") == ids("{{ trial.id }}")
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in ids("{{ trial.id }}"))


def test_the_trace_says_path_recorded_text_form_source_and_place() -> None:
    words = '{{ efficacy.analyses["pfs-main"].comparison | ratio_ci }}'
    (trace,) = (t for t in composed(words).document.trace.values() if t.derivation != "as recorded")
    comparison = "efficacy.analyses.pfs-main.comparison"
    assert trace.paths == tuple(f"{comparison}.{k}" for k in ("hazard_ratio", "interval", "level"))
    assert trace.recorded == ("0.40", "0.25 to 0.64", "95%")
    assert trace.derivation == "estimate with interval"
    assert trace.source == "report, Table 14.2.1, citing doe-2020 (original seen)"
    assert [(at.file.rpartition("/")[2], at.line) for at in trace.at] == [("efficacy.yaml", 11)] * 3


def test_only_cited_references_are_traced() -> None:
    document = composed("[@doe-2020]").document
    assert set(document.references) == {"doe-2020", "roe-2021"}
    traced = {
        t.paths[0].split(".")[2] for t in document.trace.values() if "literature" in t.paths[0]
    }
    assert traced == {"doe-2020"}


# --- what is still to be supplied


def test_a_value_that_nobody_entered_is_a_gap_with_both_places() -> None:
    (problem,) = composed("x\n\n{{ trial.acronym }}\n\n{{ trial.acronym }}").warnings
    assert (problem.rule, problem.severity, problem.path) == (
        "value.entered",
        Severity.GAP,
        "trial.acronym",
    )
    assert problem.at is not None and problem.at.file.endswith("trial.yaml")
    assert [str(at) for at in problem.also] == [
        "templates/report/a.md:3:1",
        "templates/report/a.md:5:1",
    ]


def test_an_absence_with_a_reason_is_no_problem_of_the_template() -> None:
    words = '{{ efficacy.analyses[0].arms["placebo"].median_interval }}'
    assert composed(words).warnings == ()


@pytest.mark.parametrize(("status", "rules"), [("open", []), ("accepted", ["value.entered"])])
def test_brackets_of_an_accepted_gap_do_not_reach_a_final(status: str, rules: list[str]) -> None:
    """An open gap stops a final by its own rule; an accepted one would let the brackets pass."""
    told = f"owner: x, expected_in: y, blocks_final: yes, status: {status}, reason: z"
    plan = f"{{needs: indication, {told}}}"
    study = edited(product=f"author_to_confirm: [proposed_indication]\ngap: {plan}")
    found = composed("{{ product.proposed_indication }}", study=study).warnings
    assert [problem.rule for problem in found] == rules


def test_an_authors_to_do_is_printed_and_told() -> None:
    result = composed('x\n\n{{ author_text("2.5.4", "weigh it") }}')
    assert "[Author: weigh it]" in [
        i.text for i in inlines_of(result.document) if isinstance(i, Gap)
    ]
    (problem,) = result.warnings
    assert (problem.rule, problem.severity) == ("author.has-written", Severity.GAP)
    assert str(problem.at) == "templates/report/a.md:3:1"
    assert "text/2.5.4.md" in problem.remedy


def test_the_authors_text_has_values_headings_and_lines_of_its_own() -> None:
    text = "Words of {{ trial.id }}.\n\n# Heading\n\nMore [@deo-2020].\n"
    (problem,) = said('{{ author_text("2.5.4") }}', texts={"2.5.4.md": text})
    assert (problem.rule, problem.line) == ("citation.known", 5)
    lines = printed(
        'x\n\n{{ author_text("2.5.4") }}', texts={"2.5.4.md": text.replace("deo", "doe")}
    )
    assert lines == ["x", "Words of mini.", "2.5.4.1 Heading", "More\u00a0[1]."]


def test_an_authors_text_without_words_is_still_to_do() -> None:
    words = '{{ author_text("2.5.4", "weigh it") }}'
    assert one_line(words, texts={"2.5.4.md": " \n\n"}) == "[Author: weigh it]"


# --- folders of templates


def test_a_companys_folder_comes_first_file_by_file() -> None:
    style = (SHARED / "style.yaml").read_text(encoding="utf-8")
    company = {
        "report/tables/x.yaml": "caption: Theirs\ncolumns: [{head: a, value: trial.id}]\n",
        "shared/style.yaml": style.replace('p_value: "p{digits}"', 'p_value: "P {digits}"'),
        "shared/abbreviations.yaml": "abbreviations: {ABC: {long: a better case}}\n",
        "report/part.md": "their part",
    }
    files = {
        "report/tables/x.yaml": "caption: Ours\ncolumns: [{head: a, value: trial.id}]\n",
        "report/tables/y.yaml": "caption: Ours too\ncolumns: [{head: a, value: trial.id}]\n",
        "report/part.md": "our part",
    }
    words = (
        "{{ efficacy.analyses[0].comparison.p_value | p }} ABC {% include 'report/part.md' %}\n\n"
        ":::{table} tbl-x\n:::\n\n:::{table} tbl-y\n:::\n"
    )
    found = printed(words, files=files, company=company)
    assert found[0] == "P <0.0001 a better case (ABC) their part"
    assert [line for line in found if line.startswith("Table")] == [
        "Table\u00a01. Theirs",
        "Table\u00a02. Ours too",
    ]


def test_a_problem_in_a_companys_file_names_the_folder_as_typed() -> None:
    for name, text in {
        "report/a.md": "{{ trial.titel }}",
        "report/outline.yaml": OUTLINE.replace("title: Report", "titel: Report"),
        "shared/style.yaml": "p_value: x\n",
        "shared/abbreviations.yaml": "abbreviation: {}\n",
    }.items():
        with pytest.raises(ProblemsFound) as found:
            composed("x", company={name: text})
        assert {p.at.file for p in found.value.problems if p.at} == {f"company/{name}"}


def test_all_shared_files_are_looked_at_before_anything_is_said() -> None:
    company = {"shared/style.yaml": "a: b", "shared/abbreviations.yaml": "c: d"}
    with pytest.raises(ProblemsFound) as found:
        composed("{{ trial.titel }}", company=company)
    assert {p.at.file for p in found.value.problems if p.at} == {
        f"company/{name}" for name in company
    }


HOSTILE = {
    'interval: "{lower.__class__}"': "has a place that is not known",
    'interval: "{lower:>999999999}"': "has a place that is not known",
    'interval: "{lower!r}"': "has a place that is not known",
    'interval: "{0}"': "has a place that is not known",
    'interval: "{lower"': "has a place that is not known",
    'p_value: "{p}"': "the places are: {digits}",
    "p_value: x": "'x' has no place for {digits}",
    'interval: "{lower} to"': "has no place for {upper}",
    'ratio_ci: "{estimate}"': "has no place for {level} and {interval}",
}


@pytest.mark.parametrize("line", HOSTILE)
def test_a_form_of_the_style_has_named_places_only(line: str) -> None:
    key = line.partition(":")[0]
    style = (SHARED / "style.yaml").read_text(encoding="utf-8").splitlines()
    changed = "\n".join(line if one.startswith(f"{key}:") else one for one in style) + "\n"
    (problem,) = said("x", company={"shared/style.yaml": changed})
    assert HOSTILE[line] in problem.words


# --- outlines


def outline(**section: str) -> dict[str, str]:
    keys = "".join(f", {key}: {value}" for key, value in section.items())
    return {"report/outline.yaml": OUTLINE.replace("template: a.md", f"template: a.md{keys}")}


def test_a_section_whose_data_are_missing_says_so_and_is_not_dropped() -> None:
    files = outline(needs="[trial.acronym]", empty='"No {{ trial.id }}."')
    assert one_line("{{ not_even_looked_at }}", files=files) == "No mini."
    (problem,) = said("x", files=outline(needs="[trial.acronym]"))
    assert (problem.rule, problem.line) == ("section.has-data", 5)
    (problem,) = said("x", files=outline(needs="[trial.acronmy]", empty="x"))
    assert (problem.rule, problem.line) == ("template.fills", 5)
    assert "did you mean 'acronym'?" in problem.words


OUTLINES = {
    "a template that is not there": (
        OUTLINE.replace("a.md", "b.md"),
        ("template.found", 5, "did you mean"),
    ),
    "a number out of place": (
        OUTLINE.replace("2.5.4", "2.6.4"),
        ("outline.numbers-nest", 5, "2.5.1"),
    ),
    "numbers out of order": (
        OUTLINE.replace("2.5.4", "2.5.9"),
        ("outline.numbers-nest", 6, "in order"),
    ),
    "a whole that is one of its sections": (
        OUTLINE.replace('number: "2.5"', "number: 2.5.1"),
        ("outline.numbers-nest", 5, "2.5.1.1"),
    ),
    "numbers of the CTD below a whole without one": (
        OUTLINE.replace('number: "2.5"\n', ""),
        ("outline.numbers-nest", 4, "its sections are 1, 2"),
    ),
    "a misspelt field in the subject": (
        OUTLINE.replace("dossier.study.title", "dossier.study.titel"),
        ("template.fills", 3, "did you mean 'title'?"),
    ),
    "a heading in front": (
        OUTLINE.replace("sections:", "front: f.md\nsections:"),
        ("heading.in-section", 3, "in front of the contents"),
    ),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_a_mistake_in_an_outline_is_placed(name: str) -> None:
    text, (rule, line, expected) = OUTLINES[name]
    files = {"report/outline.yaml": text, "report/f.md": "x\n\n# y\n"}
    (problem,) = said("x", files=files)
    assert (problem.rule, problem.line) == (rule, line)
    assert expected in problem.words


def test_the_front_and_the_subject_are_filled() -> None:
    files = {
        "report/outline.yaml": OUTLINE.replace("sections:", "front: f.md\nsections:"),
        "report/f.md": ":::{note}\nFor {{ trial.id }}.\n:::\n",
    }
    document = composed("x", files=files).document
    assert words_of(document.subject) == "Fictivinib in invented disease"
    assert [type(block).__name__ for block in document.front] == ["Note"]


def test_sections_inside_sections_come_before_added_ones() -> None:
    inner = "sections: [{number: 2.5.4.1, title: Inner, clause: x, template: i.md}]"
    text = OUTLINE.replace("template: a.md}", f"template: a.md, {inner}}}")
    found = printed("x\n\n# Added\n\ny", files={"report/outline.yaml": text, "report/i.md": "z"})
    assert found == ["x", "2.5.4.1 Inner", "z", "2.5.4.2 Added", "y"]


def test_what_is_shown_as_filled_has_values_as_words() -> None:
    assert dict(composed("The *{{ trial.id }}* [@doe-2020].").filled)["2.5.4"] == (
        "The *mini* [@doe-2020]."
    )


def test_the_document_resolves() -> None:
    resolved = resolve(composed("[@roe-2021] and [@doe-2020], [](#sec-2.5.7)").document)
    assert resolved.bibliography == ("roe-2021", "doe-2020")
    assert mini().dossier.dossier.language == resolved.document.language


def test_a_warning_of_a_section_is_kept() -> None:
    found = [as_said(p) for p in composed("**a:**{{ trial.id }}").warnings]
    assert [(w.rule, w.line) for w in found] == [("markdown.closes", 1)]
