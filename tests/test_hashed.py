"""Which files tell that a document must be made anew: all that it can be made from."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assembler.compose.compose import TemplateRoot
from assembler.pipeline.hashed import hashed_templates
from assembler.problems import ProblemsFound
from tests.acceptance.study import DOCUMENT, Copy

SAFETY = f"templates/{DOCUMENT}/sections/safety.md"


def is_made_again(mini: Copy, change: Callable[[], object]) -> bool:
    mini.build(rebuild=False)
    change()
    return not mini.build(rebuild=False).unchanged


@pytest.mark.parametrize(
    "taking",
    [
        '{% include "other/words.md" %}',
        '{% include "other" ~ "/words.md" %}',
        '{% from "other/words.md" import said %}{{ said() }}',
    ],
)
def test_what_a_template_takes_from_another_document_counts(mini: Copy, taking: str) -> None:
    words = "templates/other/words.md"
    mini.write(words, "{% macro said() %}First.{% endmacro %}First.\n")
    mini.append(SAFETY, f"\n{taking}\n")
    assert is_made_again(mini, lambda: mini.write(words, "{% macro said() %}B.{% endmacro %}B.\n"))


def test_another_document_from_which_nothing_is_taken_does_not_count(mini: Copy) -> None:
    mini.write("templates/other/words.md", "First.\n")
    assert not is_made_again(mini, lambda: mini.write("templates/other/words.md", "Second.\n"))


def test_what_stands_beside_the_documents_counts(mini: Copy) -> None:
    mini.write("templates/words.md", "First.\n")
    mini.append(SAFETY, '\n{% include "words.md" %}\n')
    assert is_made_again(mini, lambda: mini.write("templates/words.md", "Second.\n"))


def linked(link: Path, to: str) -> None:
    try:
        link.symlink_to(to, target_is_directory=True)
    except OSError:  # Windows asks for a right that not everybody has
        pytest.skip("no links here")


def test_what_stands_behind_a_link_to_a_folder_counts(mini: Copy) -> None:
    sections = mini.templates / DOCUMENT / "sections"
    shutil.move(sections, mini.templates / "real")
    linked(sections, "../real")
    assert is_made_again(mini, lambda: mini.append("templates/real/safety.md", "\nMore.\n"))


def test_a_link_that_leads_nowhere_counts(mini: Copy) -> None:
    mini.build(rebuild=False)
    outline = mini.templates / DOCUMENT / "outline.yaml"
    outline.unlink()
    linked(outline, "outline.yaml")
    with pytest.raises(ProblemsFound):
        mini.build(rebuild=False)


def test_a_link_to_itself_in_a_folder_in_front_is_told_as_the_file_that_it_is_not(
    mini: Copy,
) -> None:
    own = mini.root / "own"
    (own / DOCUMENT).mkdir(parents=True)
    linked(own / DOCUMENT / "outline.yaml", "outline.yaml")
    roots = (TemplateRoot(own, "own"), *mini.request().templates)
    (problem,) = mini.refused(templates=roots)
    assert (problem.rule, mini.place(problem)) == (
        "file.readable",
        f"own/{DOCUMENT}/outline.yaml:1:1",
    )


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / "report" / name).mkdir(parents=True)
    for name in "abc":
        for other in ("a", "b", "c", ""):
            linked(tmp_path / "report" / name / f"to-{other}", f"../{other}")
    (found,) = hashed_templates([TemplateRoot(tmp_path, "own")], ["report"])
    assert len(found) == 12  # of fifteen, what leads to a folder that was met already
