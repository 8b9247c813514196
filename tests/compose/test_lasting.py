"""What templates became is taken again only where making them anew would give the same."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.compose.kept import Kept
from assembler.load import Loaded, load
from assembler.problems import Problem, ProblemsFound
from assembler.shipped import shipped
from tests.places import MINI

SHIPPED = TemplateRoot(shipped("templates"), "templates")
LOADED = load(MINI)
USING = '{% from "shared/outer.md" import around %}\n{{ around(what) }} PFS\n'
WORDS = "{% macro words(x) %}the words of {{ x }}{% endmacro %}"


@dataclass(frozen=True, slots=True)
class Desk:
    """The small study with templates of its own, a macro in a file that another one imports, a text
    of the author's; composed again and again with what was kept, and without."""

    folder: Path
    kept: Kept

    def composed(
        self, kept: Kept | None, loaded: Loaded = LOADED
    ) -> Composed | tuple[Problem, ...]:
        """The document, or what is wrong with it."""
        roots = [TemplateRoot(self.folder / "own", "own"), SHIPPED]
        texts = TemplateRoot(self.folder / "text", "text")
        try:
            return compose(
                loaded.dossier, "mini-report", roots, at=loaded.at, author_texts=texts, kept=kept
            )
        except ProblemsFound as found:
            return found.problems

    def again(self) -> Composed | tuple[Problem, ...]:
        """The document in the process that has composed it before."""
        self.kept.turn()
        return self.composed(self.kept)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shutil.copytree(MINI / "templates", tmp_path / "own")
    (tmp_path / "own/shared").mkdir()
    (tmp_path / "own/shared/inner.md").write_text(WORDS, encoding="utf-8")
    (tmp_path / "own/shared/outer.md").write_text(
        '{% from "shared/inner.md" import words %}\n'
        "{% macro around(x) %}round {{ words(x) }}{% endmacro %}\n",
        encoding="utf-8",
    )
    (tmp_path / "text").mkdir()
    (tmp_path / "text/argued.md").write_text("An argument.\n", encoding="utf-8")
    for name, more in (
        (
            "efficacy",
            '{% from "shared/outer.md" import around %}\n{{ around(trial.acronym) }} PFS\n',
        ),
        ("safety", USING.replace("what", "product.inn")),
        ("references", '{{ author_text("argued") }}\n'),
    ):
        file = tmp_path / f"own/mini-report/sections/{name}.md"
        file.write_text(f"{more}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    desk = Desk(tmp_path, Kept())
    assert isinstance(desk.again(), Composed)
    return desk


def added(words: str) -> Callable[[Path], object]:
    """An edit: words at the end."""
    return lambda file: _write(file, file.read_text(encoding="utf-8") + words)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def shell(file: Path) -> None:
    """An edit: another caption."""
    text = file.read_text(encoding="utf-8")
    assert 'caption: "' in text
    _write(file, text.replace('caption: "', 'caption: "Other ', 1))


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("own/mini-report/sections/efficacy.md", added("\nPFS of {{ trial.acronym }}.\n")),
        ("own/mini-report/sections/efficacy.md", added("\n{{ trial.acronymm }}\n")),
        ("own/mini-report/sections/efficacy.md", added("\n{{ acronym_word }}\n")),
        ("own/mini-report/front.md", added("\nWords in front.\n")),
        ("own/mini-report/tables/results.yaml", shell),
        ("own/mini-report/tables/results.yaml", added("nonsense: 1\n")),
        ("own/shared/inner.md", lambda file: _write(file, WORDS.replace("the words", "words"))),
        ("own/shared/outer.md", added("{% macro more() %}{% endmacro %}\n")),
        ("text/argued.md", added("\nMore of it: {{ trial.acronym }}.\n")),
        ("text/argued.md", Path.unlink),
        ("own/mini-report/outline.yaml", added("# words\n")),
        ("own/shared/style.yaml", lambda f: _write(f, 'ranges: {interval: "{} | {}"}\n')),
    ],
)
def test_what_is_composed_again_is_what_a_new_process_composes(
    desk: Desk, name: str, edit: Callable[[Path], object]
) -> None:
    before = desk.again()
    edit(desk.folder / name)
    changed = desk.again()
    assert changed == desk.composed(None)
    assert changed != before or name.endswith(("outer.md", "outline.yaml"))
    assert desk.again() == changed


def test_a_template_that_stays_is_not_filled_again(desk: Desk) -> None:
    before = desk.again()
    added("\nWords.\n")(desk.folder / "own/mini-report/sections/safety.md")
    after = desk.again()
    assert isinstance(before, Composed) and isinstance(after, Composed)
    (efficacy, safety, _), (same, other, _) = before.document.sections, after.document.sections
    assert all(one is two for one, two in zip(efficacy.blocks, same.blocks, strict=True))
    assert not any(one is two for one, two in zip(safety.blocks, other.blocks, strict=False))


def test_records_that_are_read_anew_are_printed_anew(desk: Desk) -> None:
    before = desk.again()
    after = desk.composed(desk.kept, load(MINI))
    assert isinstance(before, Composed) and isinstance(after, Composed) and after == before
    assert after.document.sections[0].blocks[0] is not before.document.sections[0].blocks[0]
