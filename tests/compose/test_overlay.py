"""A folder of templates is laid over the ones behind it: files, blocks, words and forms."""

from pathlib import Path

import pytest

from assembler.compose.loader import Finder, TemplateRoot
from assembler.problems import ProblemsFound
from assembler.read import read_tree
from assembler.read.overlay import laid_over
from tests.compose.desk import one_line, printed, said

BASE = "{% block a %}\nOurs.\n{% endblock %}\n\n{% block b %}\nBeside.\n{% endblock %}\n"


def test_a_file_extends_the_one_of_the_same_name_behind_it() -> None:
    own = '{% extends "base:" %}\n{% block a %}\n{{ super() }}\nTheirs.\n{% endblock %}\n'
    company = {"report/a.md": own}
    assert printed(BASE, company=company) == ["Ours.", "Theirs.", "Beside."]


@pytest.mark.parametrize(
    ("end", "made"),
    [
        ("opening", ["Before.", "Theirs.", "Ours. After."]),
        ("closing", ["Before. Ours.", "Theirs.", "After."]),
    ],
)
def test_what_is_put_at_an_end_of_a_part_is_a_paragraph_of_its_own(
    end: str, made: list[str]
) -> None:
    """Also where the part stands amid a paragraph of the section that includes it."""
    part = "{% block opening %}{% endblock %}\nOurs.\n{% block closing %}{% endblock %}\n"
    section = 'Before.\n{% include "shared/part.md" %}\nAfter.\n'
    files = {"shared/part.md": part}
    assert printed(section, files=files) == ["Before. Ours. After."]
    own = f'{{% extends "base:" %}}\n{{% block {end} %}}\nTheirs.\n{{% endblock %}}\n'
    assert printed(section, files=files, company={"shared/part.md": own}) == made
    nothing = own.replace("Theirs.", "{% if not trial.title %}Theirs.{% endif %}")
    company = {"shared/part.md": nothing}
    assert printed(section, files=files, company=company) == ["Before. Ours. After."]


def test_a_file_includes_the_one_behind_it() -> None:
    company = {"report/a.md": 'Before {% include "base:report/a.md" %}'}
    assert one_line("the words of {{ trial.id }}.", company=company).startswith("Before the words")


def test_macros_of_the_folder_behind_can_be_used_in_own_ones() -> None:
    words = '{% from "report/m.md" import x %}\n{{ x() }}.\n'
    behind = {"report/m.md": "{% macro x() %}ours{% endmacro %}\n"}
    own = '{% import "base:" as base %}\n{% macro x() %}{{ base.x() }} and theirs{% endmacro %}\n'
    company = {"report/m.md": own}
    assert one_line(words, files=behind, company=company) == "ours and theirs."


def test_a_mistake_in_the_file_behind_is_placed_there() -> None:
    own = 'Words.\n\n{% include "base:" %}\n'
    (problem,) = said("x\n\n{{ trial.titel }}\n", company={"report/a.md": own})
    assert problem.line == 3 and "'trial' has no 'titel'" in problem.words


def test_a_file_that_extends_itself_is_told_how_to_extend_the_one_behind() -> None:
    company = {"report/a.md": '{% extends "report/a.md" %}\n'}
    (problem,) = said(BASE, company=company)
    assert problem.rule == "template.ends" and '"base:"' in problem.words


def test_where_nothing_lies_behind_it_is_said() -> None:
    (problem,) = said('x\n\n{% include "base:" %}\n')
    assert (problem.rule, problem.line) == ("template.found", 3)
    assert "no folder behind this one has 'report/a.md'" in problem.words


def test_words_are_added_to_those_behind_them() -> None:
    company = {
        "shared/abbreviations.yaml": "abbreviations:\n  NBT: {long: northern review}\n",
        "shared/style.yaml": "absent:\n  not-yet-entered: nothing yet\n",
    }
    assert one_line("The NBT.", company=company) == "The northern review (NBT)."
    assert one_line("A PFS.", company=company) == "A progression-free survival (PFS)."
    assert one_line("{{ trial.design.blinding }}.", company=company) == "nothing yet."


def tree(folder: Path, name: str, text: str) -> Path:
    path = folder / name / "shared" / "numerals.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_lists_grow_and_every_entry_knows_its_file(tmp_path: Path) -> None:
    tree(tmp_path, "own", "allowed:\n  - {why: ours, forms: [Bay <whole>]}\n")
    tree(tmp_path, "behind", "allowed:\n  - {why: names, forms: [Phase <whole>]}\n")
    roots = [TemplateRoot(tmp_path / one, one) for one in ("own", "behind")]
    found = Finder(roots).tree("shared/numerals.yaml")
    assert isinstance(found.value, dict) and isinstance(found.value["allowed"], list)
    assert [one["why"] for one in found.value["allowed"] if isinstance(one, dict)] == [
        "ours",
        "names",
    ]
    files = [found.at(("allowed", n, "why")).file for n in range(2)]
    assert files == ["own/shared/numerals.yaml", "behind/shared/numerals.yaml"]


def test_an_entry_of_the_same_name_stands_whole(tmp_path: Path) -> None:
    texts = {
        "over.yaml": "a:\n  x: {n: new}\n",
        "under.yaml": "a:\n  x: {n: o, m: o}\n  y: {n: o}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    over, under = (read_tree(tmp_path / name, root=tmp_path) for name in texts)
    assert laid_over(over, under).value == {"a": {"x": {"n": "new"}, "y": {"n": "o"}}}


def test_a_mistake_in_added_words_is_placed_in_their_file() -> None:
    company = {"shared/style.yaml": "absent:\n  not-reportd: nothing\n"}
    with pytest.raises(ProblemsFound) as found:
        one_line("x", company=company)
    (problem,) = found.value.problems
    assert problem.at is not None
    assert (problem.at.file, problem.at.line) == ("company/shared/style.yaml", 2)


WORDS = """{% macro one() %}a word{% endmacro %}
{% macro two() %}{{ one() }} and another{% endmacro %}
"""
USED = '{% from "report/m.md" import two %}\n{{ two() }}.\n'


def test_a_macro_takes_the_place_of_one_and_the_others_of_the_file_stay() -> None:
    company = {"report/m.md": "{% macro one() %}their word{% endmacro %}\n"}
    assert one_line(USED, files={"report/m.md": WORDS}, company=company) == (
        "their word and another."
    )


def test_a_macro_may_still_say_what_the_one_behind_it_says() -> None:
    own = "{% macro one() %}{{ base.one() }} of theirs{% endmacro %}\n"
    company = {"report/m.md": '{% import "base:" as base %}\n' + own}
    assert one_line(USED, files={"report/m.md": WORDS}, company=company) == (
        "a word of theirs and another."
    )


def test_a_mistake_in_a_macro_that_stays_is_placed_in_its_own_file() -> None:
    words = WORDS.replace("{{ one() }} and", "\n{{ one() }} {{ trial.titel }}")
    company = {"report/m.md": "{% macro one() %}their word{% endmacro %}\n"}
    with pytest.raises(ProblemsFound) as found:
        one_line(USED, files={"report/m.md": words}, company=company)
    (problem,) = found.value.problems
    assert problem.at is not None
    assert (problem.at.file, problem.at.line) == ("templates/report/m.md", 3)


def test_a_macro_that_no_folder_has_is_answered_with_the_nearest_of_all() -> None:
    company = {"report/m.md": "{% macro one() %}their word{% endmacro %}\n"}
    words = USED.replace("two", "too")
    (problem,) = said(words, files={"report/m.md": WORDS}, company=company)
    assert "has no macro 'too'" in problem.words and "'two'" in problem.words
