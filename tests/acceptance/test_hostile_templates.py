"""A template, or an author's text, can neither run code, read files, forge values nor hang."""

import os
import sys
from pathlib import Path

import pytest

from assembler.document.nodes import Gap, Link, Text
from assembler.document.walk import leaves, runs
from assembler.problems import Severity
from tests.acceptance.study import Copy

SECTION = "templates/mini-report/sections/safety.md"
HERE = f"{SECTION}:3:1"

REFUSED: dict[str, tuple[str, str]] = {
    # out of the sandbox
    "a class": ("{{ ''.__class__.__mro__ }}", "template.allowed"),
    "a class of a view": ("{{ trial.__class__ }}", "template.allowed"),
    "a view's inside": ("{{ trial._records.root }}", "template.allowed"),
    "a class by subscript": ("{{ trial['__class__'] }}", "template.fills"),
    "a view's inside by map": (
        "{{ trial.arms | map(attribute='_value') | join }}",
        "template.fills",
    ),
    "a class by sort": (
        "{% for a in trial.arms | sort(attribute='__class__') %}{% endfor %}",
        "template.fills",
    ),
    "attr": ("{{ trial.title | attr('_value') }}", "template.fills"),
    "str.format": ("{{ '{0.__class__}'.format(trial) }}", "template.allowed"),
    "a method of a text": ("{{ 'a'.encode() }}", "template.allowed"),
    "a call of a view": ("{{ trial() }}", "template.fills"),
    # reading files
    "an absolute include": ("{% include '/etc/passwd' %}", "template.found"),
    "an include from above": ("{% include '../../study/trial.yaml' %}", "template.found"),
    "an import from above": ("{% import '../../study/trial.yaml' as x %}", "template.found"),
    "a shell from above": (":::{table} tbl-x\n:shell: ../../looks/eu\n:::", "shell.found"),
    "a table from above": (":::{table} tbl-../../../study/trial\n:::", "shell.found"),
    "an author's text from above": ("{{ author_text('../trial') }}", "template.fills"),
    # growing without end
    "a product of texts": ("{{ 'a' * 1000000000 }}", "template.named-forms"),
    "a power": ("{{ 10 ** 10 }}", "template.named-forms"),
    "a format": ("{{ '%1000000000d' % 1 }}", "template.named-forms"),
    "a sum of lists": ("{{ [1] + [1] }}", "template.named-forms"),
    "a range": ("{% for i in range(1000000000) %}{% endfor %}", "template.fills"),
    "a doubled text": (
        "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
        "template.ends",
    ),
    "a doubled block": (
        "{% set x %}aaaaaaaaaa{% endset %}" + "{% set x %}{{ x ~ x ~ x ~ x }}{% endset %}" * 20,
        "template.ends",
    ),
    "a macro that calls itself twice": (
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "template.ends",
    ),
    "a loop that calls itself": (
        "{% for a in trial.arms recursive %}{{ loop(trial.arms) }}{% endfor %}",
        "template.ends",
    ),
    "deep brackets": ("{{ " + "(" * 5000 + "'a'" + ")" * 5000 + " }}", "template.ends"),
    # forging
    "the mark of a value": ("{{ '\\ue0000\\ue001' }}", "template.fills"),
    "the mark of no value": ("{{ '\\ue000999\\ue001' }}", "template.fills"),
    "the mark of a line": ("{{ '\\ue00277:1\\ue003' }}", "template.fills"),
    "a control character": ("{{ '\\x07' }}", "template.fills"),
    "half a surrogate pair": ("{{ '\\ud800' }}", "template.fills"),
    "a reversed text": ("{{ '\\u202e' }}", "template.fills"),
    # printing what is no text
    "nothing": ("{{ none }}", "template.named-forms"),
    "an answer": ("{{ trial.title == 'x' }}", "template.named-forms"),
    "a number": ("{{ 49 }}", "template.named-forms"),
    "a list": ("{{ [trial.title, 1] }}", "template.named-forms"),
    "a mapping": ("{{ {'a': trial.title} }}", "template.named-forms"),
    "the template": ("{{ self }}", "template.named-forms"),
    "a macro": ("{% macro m() %}{% endmacro %}{{ m }}", "template.named-forms"),
    "a list in a join": ("{{ [[trial.title]] | join }}", "template.named-forms"),
    "a number in an enumeration": ("{{ [1, 2] | and_list }}", "template.named-forms"),
    "a list joined to a text": ("{{ 'a' ~ [trial.title] }}", "template.named-forms"),
    "a record": ("{{ trial }}", "template.fills"),
    # Markdown that has no place in a dossier
    "a script's address": ("[x](javascript:alert)", "link.allowed"),
    "a file's address": ("[x](file:///etc/passwd)", "link.allowed"),
    "an address without a host": ("[x](http://)", "link.allowed"),
    "a heading without words": ("# ", "heading.has-words"),
    "a heading of a blank value": ("# {{ '' }}", "heading.has-words"),
    "two headings with one name": ("# A\n\n# A", "label.unique"),
    "lists too deep": ("\n".join("  " * n + "- a" for n in range(60)), "list.depth"),
    "a note without end": (":::{note}\nall the rest", "directive.closes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_template_is_one_problem(mini: Copy, name: str) -> None:
    words, rule = REFUSED[name]
    mini.write(SECTION, f"Safety.\n\n{words}\n")
    found = mini.misfits()
    assert [(rule, place.partition(":")[0]) for rule, place in found] == [(rule, SECTION)]
    line = int(found[0][1].split(":")[1])
    assert 1 <= line <= 3 + words.count("\n")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("how", ["section", "include", "shell"])
def test_a_link_out_of_the_templates_is_not_followed(mini: Copy, how: str) -> None:
    secret = mini.root / "secret.md"
    secret.write_text("caption: the secret\n", encoding="utf-8")
    name = {"section": SECTION, "include": "templates/part.md", "shell": SHELL}[how]
    if how == "include":
        mini.write(SECTION, "{% include 'part.md' %}\n")
    else:
        (mini.root / name).unlink()
    (mini.root / name).symlink_to(secret)
    ((rule, _),) = mini.misfits()
    assert rule == "file.inside-root"


SHELL = "templates/mini-report/tables/results.yaml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_among_the_templates_is_not_waited_for(mini: Copy) -> None:
    (mini.root / SECTION).unlink()
    os.mkfifo(mini.root / SECTION)
    ((rule, _),) = mini.misfits()
    assert rule in ("file.regular", "template.found")


def test_an_authors_text_obeys_the_same_laws(mini: Copy) -> None:
    mini.write("study/text/2.5.5.md", "Words of the author.\n\n{{ ''.__class__ }}\n")
    assert mini.misfits() == [("template.allowed", "study/text/2.5.5.md:3:1")]
    mini.write("study/text/2.5.5.md", "{% include '../trial.yaml' %}\n")
    assert mini.misfits() == [("template.found", "study/text/2.5.5.md:1:1")]
    mini.write("study/text/2.5.5.md", "As in {{ trial.title }} [@doe-2020].\n")
    assert mini.misfits() == []


def test_an_authors_text_stands_in_the_place_of_the_to_do(mini: Copy) -> None:
    todo = {i.text for r in runs(mini.document()) for i in leaves(r.content) if isinstance(i, Gap)}
    assert "[Author: appraise the safety]" in todo
    mini.write("study/text/2.5.5.md", "The author says so.\n")
    inlines = [i for r in runs(mini.document()) for i in leaves(r.content)]
    assert "[Author: appraise the safety]" not in {i.text for i in inlines if isinstance(i, Gap)}
    assert "The author says so." in {i.text for i in inlines if isinstance(i, Text)}


def test_an_authors_text_that_nothing_asks_for_is_said(mini: Copy) -> None:
    mini.write("study/text/2.5.5.md", "Words.\n")
    assert "text.used" not in {problem.rule for problem in mini.build().problems}
    mini.write("study/text/2.5.55.md", "Words.\n")
    (said,) = (problem for problem in mini.build().problems if problem.rule == "text.used")
    assert mini.place(said) == "study/text/2.5.55.md:1:1"
    assert said.severity is Severity.WARNING and "2.5.5.md" in said.remedy


def test_links_to_places_outside_are_spelt_as_addresses(mini: Copy) -> None:
    mini.write(SECTION, "[x](<https://example.org/a b>) [y](https://example.org/α?q=1#f)\n")
    found = [i.url for r in runs(mini.document()) for i in leaves(r.content) if isinstance(i, Link)]
    assert found == ["https://example.org/a%20b", "https://example.org/%CE%B1?q=1#f"]


def test_only_a_web_address_of_a_reference_is_a_link(mini: Copy, tmp_path: Path) -> None:
    addresses = {
        "javascript:alert(1)": [],
        "file:///etc/passwd": [],
        "example.org/x": [],
        "https://[": [],
        "https://exa mple.org/x": [],
        "https://example.org/a b": ["https://example.org/a%20b"],
        "https://example.org/100%": ["https://example.org/100%25"],
        "https://example.org/a%20b": ["https://example.org/a%20b"],
    }
    for number, (typed, opened) in enumerate(addresses.items()):
        copy = Copy.of_mini(tmp_path / str(number))
        copy.edit("study/references.yaml", "https://example.org/x", f'"{typed}"')
        entry = copy.document().references
        links = [
            i.url for content in entry.values() for i in leaves(content) if isinstance(i, Link)
        ]
        shown = "".join(
            getattr(i, "text", "") for content in entry.values() for i in leaves(content)
        )
        assert links == opened
        assert typed in shown
