"""A template's mistake names the file and the line where it stands, and nothing runs away."""

import subprocess
import sys
from pathlib import Path

import pytest

from assembler.compose.budget import Budget
from assembler.compose.compose import TemplateRoot
from assembler.compose.environment import Templates
from assembler.compose.loader import Finder
from assembler.compose.mistakes import TemplateMistake
from assembler.problems import Position, ProblemsFound
from tests.compose.desk import composed, one_line, printed, said

WRONG = "{{ trial.titel }}"
PLACES = {
    "in a loop": (f"x\n\n{{% for a in trial.arms %}}\ny\n\n{WRONG}\n{{% endfor %}}\n", "a.md", 6),
    "after trimmed tags": (f"{{%- if true -%}}\n\n  x\n{{%- endif %}}\n\n{WRONG}\n", "a.md", 6),
    "in a macro": (
        f"{{% macro m() %}}\nx\n{WRONG}\n{{% endmacro %}}\n\nz\n\n{{{{ m() }}}}\n",
        "a.md",
        3,
    ),
    "in a block set": (f"{{% set x %}}\n{WRONG}\n{{% endset %}}\n", "a.md", 2),
    "in a file that is included": ("x\n\n{% include 'report/part.md' %}\n", "part.md", 2),
    "in a macro of another file": (
        "{% from 'report/macros.md' import m %}\n\nx\n\n{{ m() }}\n",
        "macros.md",
        3,
    ),
    "in a block of the base": ("{% extends 'report/base.md' %}\n", "base.md", 4),
    "in a block that extends": (
        f"{{% extends 'report/good.md' %}}\n{{% block x %}}\n\n{WRONG}\n{{% endblock %}}\n",
        "a.md",
        4,
    ),
    "in the author's text": ("{{ author_text('2.5.4') }}", "2.5.4.md", 3),
    "an include that is not there": ("x\n\n{% include 'report/prat.md' %}\n", "a.md", 3),
    "a filter that is not there": ("x\n\n{{ trial.title | uper }}\n", "a.md", 3),
    "a tag that is not closed": ("x\n\n{% if trial %}\nz\n", "a.md", 3),
    "a tag that is not known": ("x\n\n{% fi trial %}\n", "a.md", 3),
    "an argument given twice": ("x\n\n{% macro m(a, a) %}{% endmacro %}\n", "a.md", 3),
    "a macro given too much": ("{% macro m(a) %}\n{% endmacro %}\n\n{{ m(1, 2) }}\n", "a.md", 4),
    "a macro given a stranger": ("{% macro m(a) %}\n{% endmacro %}\n\n{{ m(b=2) }}\n", "a.md", 4),
    "a macro without caller": (
        "{% macro m() %}\n{% endmacro %}\n\n{% call m() %}x{% endcall %}\n",
        "a.md",
        4,
    ),
}
FILES = {
    "report/part.md": f"y\n{WRONG}\n",
    "report/macros.md": f"{{% macro m() %}}\nx\n{WRONG}\n{{% endmacro %}}\n",
    "report/base.md": f"{{% block x %}}\n\nx\n{WRONG}\n{{% endblock %}}\n",
    "report/good.md": "{% block x %}x{% endblock %}\n",
}


@pytest.mark.parametrize("name", PLACES)
def test_a_mistake_is_placed(name: str) -> None:
    words, file, line = PLACES[name]
    with pytest.raises(ProblemsFound) as found:
        composed(words, files=FILES, texts={"2.5.4.md": f"y\n\n{WRONG}\n"})
    (problem,) = found.value.problems
    assert problem.at is not None
    assert (problem.at.file.rpartition("/")[2], problem.at.line) == (file, line)
    assert problem.rule.startswith("template.") and problem.remedy


OUTSIDE = {
    "{{ ''.__class__ }}": "a text has nothing called '__class__'",
    "{{ trial.__class__ }}": "has nothing called '__class__'",
    "{{ trial.records }}": "'trial' has no 'records'",
    "{{ trial.field }}": "'trial' has no 'field'",
    "{{ trial.slot() }}": "'trial' has no 'slot'",
    "{{ cite.__globals__ }}": "a function has nothing called '__globals__'",
    "{{ cite._form }}": "a function has nothing called '_form'",
    "{{ cite.name }}": "a function has nothing called 'name'",
    "{% macro m() %}{% endmacro %}{{ m._func }}": "a function has nothing called '_func'",
    "{% for a in trial.arms %}{{ loop._iterator }}{% endfor %}": "a loop has nothing called",
    "{% for a in trial.arms %}{{ loop.cycle('a') }}{% endfor %}": "nothing called 'cycle'",
    "{{ self._TemplateReference__context }}": "nothing called '_TemplateReference__context'",
    "{{ {}.items() }}": "nothing called 'items'",
    "{{ [].append(1) }}": "a list has nothing called 'append'",
    "{{ 'x'.join([]) }}": "a text has nothing called 'join'",
    "{{ '{0.records}'.format(trial) }}": "a text has nothing called 'format'",
    "{{ '%(a)s'.format_map({}) }}": "a text has nothing called 'format_map'",
    "{{ joiner() }}": "nothing is called 'joiner'",
    "{{ cycler(1) }}": "nothing is called 'cycler'",
    "{{ namespace() }}": "nothing is called 'namespace'",
    "{{ lipsum() }}": "nothing is called 'lipsum'",
    "{{ range(3) }}": "nothing is called 'range'",
    "{{ dict() }}": "nothing is called 'dict'",
    "{{ trial.title() }}": "is no function",
    "{{ trial | attr('title') }}": "there is no filter 'attr'",
    "{{ trial | pprint }}": "there is no filter 'pprint'",
    "{{ trial.title | truncate(3) }}": "there is no filter 'truncate'",
    "{{ trial.title | format }}": "there is no filter 'format'",
    "{{ trial.title | center(10) }}": "there is no filter 'center'",
    "{% include '/etc/passwd' %}": "is no name of a template",
    "{% include '../secret.md' %}": "is no name of a template",
    "{% include 'report/../../secret.md' %}": "is no name of a template",
    "{% include 'report/outline.yaml' %}": "is no name of a template",
    "{% include trial.title %}": "named by its file",
    "{% include ['a.md', 'b.md'] %}": "there is no template 'a.md'",
    "{% set ns.x = 1 %}": "only a name can be set",
    "{{ '\\ue0000\\ue001' }}": "private-use character",
    "{{ '\\ud800' }}": "half of a surrogate pair",
}


@pytest.mark.parametrize("words", OUTSIDE)
def test_what_lies_outside_is_out_of_reach(words: str) -> None:
    (problem,) = said(f"x\n\n{words}\n")
    assert problem.line == 3
    assert OUTSIDE[words].casefold() in problem.words.casefold()


def test_the_steps_of_a_document_are_counted() -> None:
    budget = Budget(work=10, characters=10)
    assert list(budget.counted("abc")) == ["a", "b", "c"]
    with pytest.raises(TemplateMistake, match="without end"):
        list(budget.counted("abcd", weight=2))
    assert budget.is_spent


def test_the_letters_of_a_document_are_counted() -> None:
    budget = Budget(characters=10)
    assert budget.joined(["abc", "def"]) == "abcdef"
    with pytest.raises(TemplateMistake, match="write more than"):
        budget.joined("abcdef")


RUNAWAYS = {
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macros that call each other": "{% macro a() %}{{ b() }}{% endmacro %}"
    "{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a caller that calls itself": "{% macro m() %}{{ caller() }}{% endmacro %}"
    "{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
    "a file that includes itself": "{% include 'report/a.md' %}",
    "a file that extends itself": "{% extends 'report/a.md' %}",
    "a file that imports itself": "{% import 'report/a.md' as a %}",
    "an author's text that holds itself": "{{ author_text('2.5.4') }}",
    "sets that double": "{% set x %}aaaaaaaa{% endset %}"
    + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40,
    "texts that double": "{% set x = 'aaaaaaaa' %}" + "{% set x = x ~ x %}" * 40,
    "macros that double": "{% macro m0() %}{% endmacro %}"
    + "".join(
        f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}"
        for n in range(38)
    )
    + "{{ m38() }}",
    "deep brackets": "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
    "deep conditions": "{% if trial %}" * 80 + "{% endif %}" * 80,
    "a long chain": "{{ 'a'" + " | upper" * 1000 + " }}",
}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_template_is_named(name: str) -> None:
    (problem,) = said(RUNAWAYS[name], texts={"2.5.4.md": "{{ author_text('2.5.4') }}"})
    assert (problem.rule, problem.line) == ("template.ends", 1)


def test_after_a_runaway_the_other_sections_are_not_blamed() -> None:
    (problem,) = said(RUNAWAYS["sets that double"], files={"report/r.md": "{{ trial.title }}"})
    assert problem.rule == "template.ends"


LOOPS = "".join(f"{{% for a{n} in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}}" for n in range(9))
BODIES = {
    "nothing": "",
    "values": "{{ trial.title }}",
    "questions": "{% if trial.arms | length > 1 and trial.title is reported %}{% endif %}" * 100,
    "long texts": "{% if 'abababac' in big %}{% endif %}",
}
PROGRAM = """
import resource, sys, time
from tests.compose.desk import said
words = sys.stdin.read()
(problem,) = said(words)
unit = 2**10 if sys.platform == "linux" else 2**20
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(problem.rule, problem.line, time.process_time(), peak)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by getrusage")
@pytest.mark.parametrize("name", BODIES)
def test_an_endless_loop_ends_within_10_seconds_and_512_mb(name: str) -> None:
    big = "{% set big %}" + "ab" * 100_000 + "{% endset %}\n"
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=big + LOOPS + BODIES[name] + "{% endfor %}" * 9,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    rule, line, seconds, megabytes = ended.stdout.split()
    assert (rule, line) == ("template.ends", "2")
    assert float(seconds) < 10 and float(megabytes) < 512


def test_a_bug_of_ours_is_not_said_to_be_the_templates(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x\n\n{{ broken() }}\n", encoding="utf-8")

    def broken() -> str:
        return dict[str, str]()["nothing"]

    templates = Templates(Finder([TemplateRoot(tmp_path, "t")]), {})
    templates.offer("broken", broken)
    with pytest.raises(KeyError):
        templates.fill("a.md", Position("t/a.md"))


def test_a_line_of_tags_vanishes_and_words_before_a_tag_keep_their_line() -> None:
    words = "{% if true %}\none {% if true %}two{% endif %}\nthree\n{% endif %}\n\nfour\n"
    assert printed(words) == ["one two three", "four"]


def test_blanks_at_a_lines_end_are_no_line_break() -> None:
    assert one_line('one {{ "" }} \ntwo\\\nthree') == "one two\nthree"


def test_a_block_of_a_base_can_be_filled_and_kept() -> None:
    files = {"report/base.md": "{% block x %}Base.{% endblock %} End."}
    words = "{% extends 'report/base.md' %}{% block x %}{{ super() }} More.{% endblock %}"
    assert one_line(words, files=files) == "Base. More. End."


def test_a_name_that_is_used_behind_its_loop_is_not_offered_for_itself() -> None:
    (found,) = said(
        "{% for arm in trial.arms %}{{ arm.label }}{% endfor %}\n\nThen {{ arm.label }}.\n"
    )
    assert found.line == 3
    assert "'arm' is known elsewhere: use it there" in found.words
