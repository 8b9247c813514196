"""What a template uses is read from its source: certain mistakes are told, doubtful ones not."""

from pathlib import Path

import pytest

from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.usage import usage
from assembler.compose.uses import Reading
from assembler.shipped import shipped


def readings(folder: Path, **files: str) -> tuple[Reading, ...]:
    for name, text in files.items():
        path = folder / "report" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return usage(Finder([TemplateRoot(folder, "templates")]))


def used(words: str, folder: Path) -> set[str]:
    (reading,) = readings(folder, **{"a.md": words})
    return {use.path for use in reading.uses}


USES = {
    "{{ trial.title }}": {"trial.title"},
    '{{ trial.cohorts["main"].n }}': {"trial.cohorts[].n"},
    "{% for a in trial.arms %}{{ a.label }}{% endfor %}": {"trial.arms", "trial.arms[].label"},
    "{% set t = trial %}{{ t.acronym }}": {"trial.acronym"},
    '{{ trial.arms | map(attribute="label") | and_list }}': {"trial.arms", "trial.arms[].label"},
    "{% set a = trial.arms | list | first %}{{ a.dose }}": {"trial.arms", "trial.arms[].dose"},
    "{% for x in efficacy.analyses %}{{ x.endpoint.variable }}{% endfor %}": {
        "efficacy.analyses",
        "efficacy.analyses[].endpoint",
        "trial.endpoints[].variable",
    },
    "{% macro m(c) %}{{ c.label }}{% endmacro %}{{ m(trial.cohorts[0]) }}": {
        "trial.cohorts[]",
        "trial.cohorts[].label",
    },
}


@pytest.mark.parametrize("words", USES)
def test_a_name_keeps_what_it_can_hold(words: str, tmp_path: Path) -> None:
    assert used(words, tmp_path) == USES[words]


def test_a_macro_of_another_file_knows_what_it_is_given(tmp_path: Path) -> None:
    a, b = readings(
        tmp_path,
        **{
            "a.md": '{% from "report/b.md" import m %}\n{{ m(trial.arms[0]) }}\n',
            "b.md": "{% macro m(arm) %}\n{{ arm.labl }}\n{% endmacro %}\n",
        },
    )
    assert not a.mistakes
    (mistaken,) = b.mistakes
    assert (mistaken.message, mistaken.remedy) == (
        "'trial.arms' has no 'labl'",
        "did you mean 'label'?",
    )
    assert (mistaken.at.file, mistaken.at.line) == ("templates/report/b.md", 2)


WRONG = {
    "{{ trial.titel }}": "'trial' has no 'titel'",
    "{{ trial.arms.label }}": "'trial.arms' is a list and has no 'label'",
    "{% for a in trial.arms %}{{ a.labl }}{% endfor %}": "'trial.arms' has no 'labl'",
    '{{ trial.arms | selectattr("knid", "eq", "x") | list | length }}': "has no 'knid'",
    "{{ product.inn.name }}": "'product.inn' has no 'name'",
}


@pytest.mark.parametrize("words", WRONG)
def test_a_field_that_cannot_be_there_is_told(words: str, tmp_path: Path) -> None:
    (reading,) = readings(tmp_path, **{"a.md": words})
    (mistaken,) = reading.mistakes
    assert WRONG[words] in mistaken.message


DOUBTFUL = (
    "{% macro m(x) %}{{ x.anything }}{% endmacro %}",
    "{% for f in flags %}{{ f.sentence }}{% endfor %}",
    "{% set x = trial.arms if trial.arms else product %}{{ x.inn }}",
    "{% for x in efficacy.analyses %}{{ x.comparison.hazard_ratio }}{% endfor %}",
    '{{ efficacy.analyses["pfs"].arms[trial.arms[0]].median }}',
)


@pytest.mark.parametrize("words", DOUBTFUL)
def test_what_may_be_right_is_let_pass(words: str, tmp_path: Path) -> None:
    (reading,) = readings(tmp_path, **{"a.md": words})
    assert not reading.mistakes


def test_a_shell_knows_its_items(tmp_path: Path) -> None:
    shell = "caption: T\neach: arm in trial.arms\ncolumns:\n  - {head: A, value: arm.labl}\n"
    readings_ = readings(tmp_path, **{"tables__t.yaml": shell})
    (mistaken,) = (one for reading in readings_ for one in reading.mistakes)
    assert (mistaken.at.line, mistaken.message) == (4, "'trial.arms' has no 'labl'")


def test_no_shipped_template_names_a_field_that_cannot_be_there() -> None:
    found = usage(Finder([TemplateRoot(shipped("templates"), "templates")]))
    assert [one for reading in found for one in reading.mistakes] == []
