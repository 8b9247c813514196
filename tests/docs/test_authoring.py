"""docs/authoring.md is followed as it stands: its files print what it says, its slips are told."""

import re
import shutil
from pathlib import Path

import pytest

from tests.acceptance.command import Ended, InProcess
from tests.places import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
SECTION = "clinical-overview/sections/2.5.2-overview-of-biopharmaceutics.md"


def block(heading: str, language: str, *, nth: int = 0) -> str:
    """The n-th fenced block of that language below a heading."""
    below = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^```{language}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)
    assert len(found) > nth, heading
    return str(found[nth])


WORDS, SHELL = block("Edit a section", "markdown"), block("Add a table", "yaml")
PLACED = block("Add a table", "markdown")
LOOK = block("Make a look of your own", "yaml")
TEXT = block("Write an author's text", "markdown")


class Desk:
    """A writer's place: the example, a folder `own` with a section, and the command."""

    def __init__(self, folder: Path, command: InProcess) -> None:
        self.folder, self._command = folder, command
        shutil.copytree(ROOT / "examples" / "cabinet", folder / "examples" / "cabinet")
        self.write(f"own/{SECTION}", WORDS)

    def place_table(self) -> None:
        self.write("own/clinical-overview/tables/arms.yaml", SHELL)
        self.write(f"own/{SECTION}", f"{WORDS}\n{PLACED}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def shown(self, section: str = "2.5.2") -> Ended:
        own = ("--templates", "own", "--stage", "resolved", "--section", section)
        return self._command("show", "examples/cabinet", *own)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: InProcess) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, command)


def test_the_section_prints_its_words(desk: Desk) -> None:
    said = desk.shown()
    assert (said.code, said.err) == (0, "")
    assert "CABINET is a trial of cabozantinib. In its epNET cohort 197 patients" in said.out


def test_the_file_that_is_copied_is_the_one_that_is_written(desk: Desk, command: InProcess) -> None:
    (desk.folder / "own" / SECTION).unlink()
    asked = re.search(r"^assembler (templates copy .*)$", PAGE, re.MULTILINE)
    assert asked and command(*asked[1].split()).out == f"copied to own/{SECTION}\n"


def test_the_table_is_printed_and_led_to(desk: Desk) -> None:
    desk.place_table()
    said = desk.shown()
    assert (said.code, said.err) == (0, "")
    assert "Table\N{NO-BREAK SPACE}3 names the treatments." in said.out
    assert "3. Treatment arms of CABINET" in said.out and "not reported" in said.out


def test_the_look_is_one_and_no_finding(desk: Desk, command: InProcess) -> None:
    desk.write("own/looks/ours.yaml", LOOK)
    dossier = desk.folder / "examples/cabinet/dossier.yaml"
    before = dossier.read_text(encoding="utf-8")
    assert "\nlook: eu\n" in before
    dossier.write_text(before.replace("\nlook: eu\n", "\nlook: ours\n"), encoding="utf-8")
    only = ("--document", "clinical-overview", "--format", "pdf")
    said = command("build", "examples/cabinet", "--templates", "own", *only)
    assert said.code == 0 and "[look." not in said.err, said.err


def test_the_sections_that_are_made_stand_in_the_outline_of_the_page(
    desk: Desk, command: InProcess
) -> None:
    for line in block("Add a subsection, and move it", "console").splitlines():
        assert command(*line.split()[1:]).code == 0
    made = (desk.folder / "own/clinical-overview/outline.yaml").read_text(encoding="utf-8")
    shown = block("Add a subsection, and move it", "yaml")
    retitled = made.replace("title: Dose,", "title: Choice of the dose,")
    assert shown in retitled.replace("title: Exposure,", "title: Exposure and response,")


def test_the_misspelt_field_is_told_in_the_words_of_the_page(desk: Desk) -> None:
    desk.write(f"own/{SECTION}", WORDS.replace("trial.acronym", "trial.acronymm"))
    assert block("Edit a section", "text").strip() in desk.shown().err


SLIPS = {
    "a single } closes nothing": WORDS.replace("acronym }}", "acronym }"),
    "`{% if %}` is never closed": WORDS + "\n{% if trial.acronym %}Words.\n",
    "put an id in quotes": WORDS + "\n{{ efficacy.analyses[pfs-pnet-local].timing }}.\n",
    "the quote “ cannot stand between braces": WORDS
    + "\n{{ efficacy.analyses[“pfs-pnet-local”].timing }}.\n",
    "nothing in the document has the label 'tbl-arm'": WORDS
    + PLACED.replace("(#tbl-arms)", "(#tbl-arm)"),
    "the block `:::{table}` is never closed": WORDS + PLACED.rstrip().removesuffix(":::"),
}


@pytest.mark.parametrize("answer", SLIPS)
def test_the_slips_of_the_page_are_answered_so(desk: Desk, answer: str) -> None:
    assert answer in PAGE
    desk.place_table()
    desk.write(f"own/{SECTION}", SLIPS[answer])
    said = desk.shown()
    assert said.code == 1
    assert answer.replace("`", "") in said.err


def test_the_authors_text_prints_its_value(desk: Desk) -> None:
    desk.write("examples/cabinet/text/2.5.1-indication.md", TEXT)
    assert "The upper limit of the interval was 0.49 in the pNET cohort" in desk.shown("2.5.1").out


def test_the_footnotes_of_the_authors_text_are_printed_behind_it(desk: Desk) -> None:
    footnotes = block("Write an author's text", "markdown", nth=1)
    desk.write("examples/cabinet/text/2.5.1-indication.md", f"{TEXT}\n{footnotes}")
    said = desk.shown("2.5.1")
    assert (said.code, said.err) == (0, "")
    assert "excludes 1[1]. The other cohort was larger[2]." in said.out
    assert "footnote  [1]\N{NO-BREAK SPACE}Its upper limit is 0.49\N{NO-BREAK SPACE}[" in said.out
    assert "footnote  [2]\N{NO-BREAK SPACE}It had 197 patients." in said.out
