"""`assembler templates lint`: what is surely wrong is told with its line, and nothing else."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.compose.loader import Finder, TemplateRoot
from assembler.problems import Problem
from assembler.shipped import shipped
from assembler.workbench.lint import lint
from tests.acceptance.command import InProcess

OUTLINE = """number: "2.5"
title: Report
subject: "{{ dossier.study.title }}"
sections:
  - {number: 2.5.4, title: Efficacy, clause: invented, template: a.md}
  - {number: 2.5.7, title: References, clause: invented, template: r.md}
"""
WHOLE = {"report/outline.yaml": OUTLINE, "report/a.md": "Words.\n", "report/r.md": "Words.\n"}
SHELL = "caption: T\neach: arm in trial.arms\ncolumns:\n  - {head: A, value: arm.label}\n"


def linted(folder: Path, files: Mapping[str, str]) -> list[Problem]:
    """The problems of a small document with these files; the shared lists are not looked at."""
    for name, text in {**WHOLE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return lint(Finder([TemplateRoot(folder, "own")]))


def test_templates_without_a_mistake_have_no_problem(tmp_path: Path) -> None:
    table = {"report/a.md": ":::{table} tbl-t\n:::\n\nSee [](#tbl-t).\n"}
    assert linted(tmp_path, {**table, "report/tables/t.yaml": SHELL}) == []


# file that is changed -> its text; the file, line and words of the answer
MISTAKES = {
    "a tag that is not closed": (
        {"report/a.md": "Words.\n\n{% if trial.title %}\nx\n"},
        "own/report/a.md:3 template.fills {% if %} is never closed",
    ),
    "a filter that is not there": (
        {"report/a.md": "{{ trial.title | uper }}\n"},
        "own/report/a.md:1 template.fills there is no filter 'uper'",
    ),
    "a field that is not there": (
        {"report/a.md": "Words.\n\n{{ trial.titel }}\n"},
        "own/report/a.md:3 template.fills 'trial' has no 'titel'",
    ),
    "a field behind a condition that never holds": (
        {"report/a.md": "{% if not trial.title %}\n{{ trial.design.blindng }}\n{% endif %}\n"},
        "own/report/a.md:2 template.fills 'trial.design' has no 'blindng'",
    ),
    "a name that is not there": (
        {"report/a.md": "{{ trail.title }}\n"},
        "own/report/a.md:1 template.fills nothing is called 'trail' here",
    ),
    "a field in a shell": (
        {
            "report/a.md": ":::{table} tbl-t\n:::\n",
            "report/tables/t.yaml": SHELL.replace("arm.label", "arm.labl"),
        },
        "own/report/tables/t.yaml:4 template.fills 'trial.arms' has no 'labl'",
    ),
    "a key in a shell": (
        {
            "report/a.md": ":::{table} tbl-t\n:::\n",
            "report/tables/t.yaml": SHELL.replace("caption", "capton"),
        },
        "own/report/tables/t.yaml:1 ",
    ),
    "a shell that is not there": (
        {"report/a.md": "Words.\n\n:::{table} tbl-u\n:::\n"},
        "own/report/a.md:3 shell.found no table shell is called 'u'",
    ),
    "a shell that nothing uses": (
        {"report/tables/t.yaml": SHELL},
        "own/report/tables/t.yaml:1 shell.used no template of report uses the table shell 't'",
    ),
    "a label that nothing makes": (
        {"report/a.md": "See [](#tbl-u).\n"},
        "own/report/a.md:1 crossref.resolves no template of the document makes the label 'tbl-u'",
    ),
    "a document that is not there": (
        {"report/a.md": "See [](raport#sec-2.5.4).\n"},
        "own/report/a.md:1 crossref.resolves there are no templates for a document 'raport'",
    ),
    "a block that is not there": (
        {"report/a.md": "Words.\n\n:::{tabel} tbl-t\n:::\n"},
        "own/report/a.md:3 directive.known no block is called 'tabel'",
    ),
    "a block that is never closed": (
        {"report/a.md": "Words.\n\n:::{note}\nx\n"},
        "own/report/a.md:3 directive.closes the block :::{note} is never closed",
    ),
    "templates in a circle": (
        {
            "report/a.md": "{% include 'report/b.md' %}",
            "report/b.md": "{% include 'report/a.md' %}",
        },
        "own/report/b.md:1 template.ends the templates include one another without end",
    ),
    "a template that nothing names": (
        {"report/lost.md": "Words.\n"},
        "own/report/lost.md:1 template.used no outline and no template names this file",
    ),
    "a section under another name": (
        {"report/sections/x.md": "Words.\n"},
        "own/report/sections/x.md:1 section.used the outline of report has no section",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    files, expected = MISTAKES[name]
    found = linted(tmp_path, files)
    said = [f"{p.at.file}:{p.at.line} {p.rule} {p.message}" for p in found if p.at]
    assert len(found) == 1 and said[0].startswith(expected), said


def test_what_is_typed_by_hand_is_told_without_a_study(tmp_path: Path) -> None:
    for name in ("numerals.yaml", "claims.yaml"):
        text = (shipped("templates") / "shared" / name).read_text(encoding="utf-8")
        (tmp_path / "shared").mkdir(exist_ok=True)
        (tmp_path / "shared" / name).write_text(text, encoding="utf-8", newline="\n")
    words = "The median was 11.4 months.\nThe product was superior.\n"
    found = linted(tmp_path, {"report/a.md": words})
    said = [(p.rule, p.at.line) for p in found if p.at]
    assert said == [("numeral.has-record", 1), ("claim.has-condition", 2)]
    assert "write it between {% if claims.superior(analysis) %}" in found[1].remedy


@pytest.mark.slow
def test_the_shipped_templates_have_no_problem() -> None:
    assert lint(Finder([TemplateRoot(shipped("templates"), "templates")])) == []


@pytest.mark.slow
def test_the_command_shows_the_line_and_ends_with_1(tmp_path: Path, command: InProcess) -> None:
    section = tmp_path / "clinical-overview/sections/2.5.2-overview-of-biopharmaceutics.md"
    section.parent.mkdir(parents=True)
    section.write_text("Words.\n\nOf {{ trial.titel }}.\n", encoding="utf-8", newline="\n")
    said = command("templates", "lint", "--templates", tmp_path)
    assert said.code == 1
    assert "  3 | Of {{ trial.titel }}.\n  'trial' has no 'titel'\n" in said.err
    as_data = command("templates", "lint", "--templates", tmp_path, "--format", "json")
    (problem,) = json.loads(as_data.out)["problems"]
    assert problem["at"]["line"] == 3 and problem["remedy"] == "did you mean 'title'?"


def test_a_misspelt_record_that_an_outline_expects_is_told_once(tmp_path: Path) -> None:
    expects = "expects: [{needs: x, owner: x, expected_in: x, paths: [trial.titel]}]"
    outline = OUTLINE.replace("template: a.md", f"template: a.md, {expects}")
    found = linted(tmp_path, {"report/outline.yaml": outline})
    assert [(one.rule, one.at and one.at.line) for one in found].count(("record.known", 5)) == 1
    assert [one.rule for one in found if one.rule == "template.fills"] == []


def test_a_file_of_macros_reaches_those_behind_it(tmp_path: Path) -> None:
    words = "{% macro a(arm) %}{{ arm.label }}{% endmacro %}\n{% macro b(arm) %}b{% endmacro %}\n"
    used = '{% from "report/m.md" import a, b %}\n{{ a(trial.arms[0]) }} {{ b(trial.arms[0]) }}\n'
    linted(tmp_path / "behind", {"report/a.md": used, "report/m.md": words})
    own = tmp_path / "own" / "report" / "m.md"
    own.parent.mkdir(parents=True)
    own.write_text("{% macro b(arm) %}{{ arm.lable }}{% endmacro %}\n", encoding="utf-8")
    roots = [TemplateRoot(tmp_path / one, one) for one in ("own", "behind")]
    (found,) = lint(Finder(roots))
    assert found.at is not None and found.at.file == "own/report/m.md"
    assert "has no 'lable'" in found.message and "label" in found.remedy


def test_a_block_knows_the_names_of_the_file_that_it_extends(tmp_path: Path) -> None:
    text = "{% set first = trial.arms[0] %}\n{% block body %}\n{{ first.label }}\n{% endblock %}\n"
    linted(tmp_path / "behind", {"report/a.md": text})
    own = tmp_path / "own" / "report" / "a.md"
    own.parent.mkdir(parents=True)
    words = "{% block body %}\n{{ first.label }} {{ frist }}\n{% endblock %}\n"
    own.write_text('{% extends "base:" %}\n' + words, encoding="utf-8")
    roots = [TemplateRoot(tmp_path / one, one) for one in ("own", "behind")]
    (found,) = lint(Finder(roots))
    assert "nothing is called 'frist' here" in found.message
