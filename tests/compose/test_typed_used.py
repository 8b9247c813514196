"""A document is judged by the files that it was made of, and by no others."""

import shutil
from pathlib import Path

import pytest

from assembler.compose.compose import TemplateRoot, compose
from assembler.compose.kept import Kept
from assembler.load import load
from assembler.shipped import shipped
from tests.places import MINI

LOADED = load(MINI)
TYPED = "The median was 11.4 months.\n"


def judged(folder: Path, kept: Kept | None = None) -> set[str]:
    """The files in which a numeral is found that was typed by hand."""
    roots = [TemplateRoot(folder / "own", "own"), TemplateRoot(shipped("templates"), "templates")]
    texts = TemplateRoot(folder / "text", "text")
    made = compose(
        LOADED.dossier, "mini-report", roots, at=LOADED.at, author_texts=texts, kept=kept
    )
    found = [one for one in made.warnings if one.rule == "numeral.has-record"]
    assert all(one.at is not None for one in found)
    return {one.at.file for one in found if one.at is not None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MINI / "templates", tmp_path / "own")
    (tmp_path / "own/shared").mkdir()
    (tmp_path / "text").mkdir()
    _write(tmp_path / "own/shared/inner.md", "{% macro inner() %}words{% endmacro %}\n")
    _write(
        tmp_path / "own/shared/outer.md",
        '{% from "shared/inner.md" import inner %}{% macro outer() %}{{ inner() }}{% endmacro %}\n',
    )
    _write(tmp_path / "own/shared/part.md", "A part.\n")
    _write(tmp_path / "text/argued.md", "An argument.\n")
    section = tmp_path / "own/mini-report/sections/efficacy.md"
    _write(
        section,
        '{% from "shared/outer.md" import outer %}{% include "shared/part.md" %}\n'
        f'{{{{ outer() }}}}\n\n{{{{ author_text("argued") }}}}\n\n{section.read_text("utf-8")}',
    )
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    "name",
    [
        "own/mini-report/sections/efficacy.md",
        "own/mini-report/front.md",
        "own/shared/part.md",
        "own/shared/outer.md",
        "own/shared/inner.md",
        "text/argued.md",
    ],
)
def test_what_a_document_is_made_of_is_judged(folder: Path, name: str) -> None:
    file = folder / name
    _write(file, f"{file.read_text(encoding='utf-8')}\n{TYPED}")
    kept = Kept()
    assert judged(folder, kept) == {name}
    kept.turn()
    assert judged(folder, kept) == {name}  # nothing is composed anew, and all is judged


@pytest.mark.parametrize(
    ("name", "before", "behind"),
    [
        ("own/mini-report/outline.yaml", 'subject: "', "After 11.4 months: "),
        ("own/mini-report/tables/results.yaml", 'caption: "', "After 11.4 months: "),
    ],
)
def test_the_outline_and_a_shell_that_is_placed_are_judged(
    folder: Path, name: str, before: str, behind: str
) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    _write(file, text.replace(before, before + behind, 1))
    assert judged(folder) == {name}


@pytest.mark.parametrize(
    "name",
    [
        "own/shared/other.md",
        "own/shared/sections/other.md",
        "own/mini-report/sections/other.md",
        "text/other.md",
    ],
)
def test_what_it_is_not_made_of_is_left_to_lint(folder: Path, name: str) -> None:
    _write(folder / name, TYPED)
    assert judged(folder) == set()


@pytest.mark.parametrize("place", ["shared", "mini-report"])
def test_a_shell_that_nothing_places_is_left_to_lint(folder: Path, place: str) -> None:
    shell = folder / "own/mini-report/tables/results.yaml"
    text = shell.read_text(encoding="utf-8").replace('caption: "', 'caption: "After 11.4 months: ')
    name = f"own/{place}/tables/other.yaml"
    _write(folder / name, text)
    assert judged(folder) == set()
