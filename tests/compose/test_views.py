"""What templates see of the records, and what they are told when they ask for what is not there."""

import pytest

from tests.compose.desk import one_line, paths, said

HR = "efficacy.analyses.pfs-main.comparison.hazard_ratio"

READ = {
    "a field": ("{{ trial.title }}", "A trial of fictivinib", "trial.title"),
    "a field in brackets": ('{{ trial["title"] }}', "A trial of fictivinib", "trial.title"),
    "an entry by id": ('{{ trial.cohorts["main"].n }}', "120", "trial.cohorts.main.n"),
    "an entry by place": ("{{ trial.cohorts[0].n }}", "120", "trial.cohorts.main.n"),
    "the record that an id means": (
        '{{ efficacy.analyses["pfs-main"].endpoint.variable }}',
        "progression-free survival",
        "trial.endpoints.pfs.variable",
    ),
    "an arm's result": (
        '{{ efficacy.analyses["pfs-main"].arms["placebo"].events }}',
        "31",
        "efficacy.analyses.pfs-main.arms.placebo.events",
    ),
    "an arm's result by its record": (
        '{% for a in trial.arms %}{% if a.id == "placebo" %}'
        '{{ efficacy.analyses["pfs-main"].arms[a].events }}{% endif %}{% endfor %}',
        "31",
        "efficacy.analyses.pfs-main.arms.placebo.events",
    ),
    "part of a number": (
        '{{ efficacy.analyses["pfs-main"].arms.placebo.median.unit }}',
        "months",
        "efficacy.analyses.pfs-main.arms.placebo.median.unit",
    ),
    "digits as recorded": ("{{ efficacy.analyses[0].comparison.hazard_ratio }}", "0.40", HR),
    "a controlled term": ("{{ trial.phase }}", "Phase III", "trial.phase"),
    "a source": (
        "{{ trial.source.place }}",
        "Synopsis",
        "trial.source.place",
    ),
    "a source from around": (
        "{{ efficacy.analyses[0].comparison.source.place }}",
        "Table 14.2.1",
        "efficacy.analyses.pfs-main.source.place",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_value_is_read_with_its_path(name: str) -> None:
    words, printed, path = READ[name]
    assert paths(words) == [(printed, (path,))]


ABSENT = {
    "listed": ('{{ efficacy.analyses[0].arms["placebo"].median_interval }}', "not reported"),
    "below an absent group": ("{{ trial.design.blinding }}", "[not yet entered]"),
    "never entered": ("{{ trial.acronym }}", "[not yet entered]"),
    "an arm that the analysis lacks": (
        '{{ efficacy.analyses[0].arms["other"].n if false else "x" }}',
        "x",
    ),
}


@pytest.mark.parametrize("name", ABSENT)
def test_an_absence_says_why(name: str) -> None:
    words, printed = ABSENT[name]
    assert one_line(words) == printed


MISTAKES = {
    "a misspelt field": ("{{ trial.titel }}", "'trial' has no 'titel'; did you mean 'title'?"),
    "a misspelt field below an absence": (
        "{{ trial.design.blindin }}",
        "'trial.design' has no 'blindin'; did you mean 'blinding'?",
    ),
    "a misspelt field of an absent record of another file": (
        "{{ efficacy.analyses[0].population.labl }}",
        "'efficacy.analyses.pfs-main.population' has no 'labl'; did you mean 'label'?",
    ),
    "a misspelt id": ('{{ trial.cohorts["mian"].n }}', "did you mean 'main'?"),
    "a place beyond the end": ("{{ trial.cohorts[7].n }}", "has 1 entries and none at place 7"),
    "a place from the end": ("{{ trial.cohorts[-1].n }}", "none at place -1"),
    "a misspelt record": ("{{ trail.title }}", "nothing is called 'trail' here; did you mean"),
    "a group": ("{{ trial.design }}{{ trial.cohorts[0] }}", "is a group of values"),
    "a field of a single value": ("{{ trial.title.x }}", "'trial.title' has no 'x'"),
    "housekeeping": ("{{ trial.not_reported }}", "'trial' has no 'not_reported'"),
    "a method of the model": ("{{ trial.model_dump }}", "'trial' has no 'model_dump'"),
    "a property of the model": (
        "{{ efficacy.analyses[0].comparison.estimate }}",
        "has no 'estimate'",
    ),
    "a loop over one value": ("{% for x in trial.title %}{% endfor %}", "'trial.title' is no list"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_said_with_its_line_and_what_was_meant(name: str) -> None:
    words, expected = MISTAKES[name]
    (problem,) = said(f"First line.\n\n{words}\n")
    assert problem.line == 3
    assert expected in problem.words


def test_references_have_their_sources_and_their_literature() -> None:
    assert one_line("{{ references.sources[0].title }}") == "Study report of fictivinib"
    assert one_line('{{ references.literature["doe-2020"].volume }}') == "07"
