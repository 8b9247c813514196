"""How the command ends: an exit code for each kind of ending, never a traceback for a user."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.command import InProcess, of, run, surroundings
from tests.acceptance.study import DOCUMENT, Copy, is_whole
from tests.places import MINI

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_a_build_ends_with_0_and_names_what_it_wrote(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini))
    assert ended.code == 0
    assert [Path(line.removeprefix("wrote ")).name for line in ended.out.splitlines()] == [
        "gaps.json",
        f"{DOCUMENT}-qc.csv",
        f"{DOCUMENT}-qc.xlsx",
        f"{DOCUMENT}.docx",
        f"{DOCUMENT}.pdf",
    ]
    assert "2 gaps" in ended.err and "gaps.json" in ended.err


def test_check_ends_with_0_for_a_draft_and_prints_its_gaps(command: InProcess) -> None:
    ended = command("check", MINI)
    assert ended.code == 0 and ended.out == ""
    assert "gap [gap.planned]" in ended.err


def test_check_ends_with_1_for_errors_and_with_strict_for_warnings(
    mini: Copy, command: InProcess
) -> None:
    mini.edit("study/disease.yaml", "source: {document: report, place: Introduction}\n", "")
    assert command("check", mini.study).code == 0
    assert command("check", "--strict", mini.study).code == 1
    mini.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70")
    assert command("check", mini.study).code == 1


def test_problems_are_printed_as_json(mini: Copy, command: InProcess) -> None:
    mini.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70")
    ended = command("check", mini.study, "--format", "json")
    assert ended.code == 1
    worst = next(p for p in json.loads(ended.out)["problems"] if p["severity"] == "error")
    assert worst["rule"] == "estimate.inside-interval"
    assert worst["at"] == {
        "file": f"{mini.study.as_posix()}/efficacy.yaml",
        "line": 11,
        "column": 65,
    }


WRONG: dict[str, tuple[list[str], str]] = {
    "no command": ([], "Usage"),
    "an unknown command": (["biuld", "x"], "biuld"),
    "an unknown option": (["build", "{study}", "--formats", "pdf"], "--formats"),
    "no study": (["build"], "STUDY"),
    "an unknown format": (["build", "{study}", "--format", "doc"], "docx"),
    "no format": (["build", "{study}", "--format", ","], "docx"),
    "an unknown document": (["build", "{study}", "--document", "clinical-overviev"], "overview"),
    "an unknown stage": (["show", "{study}", "--stage", "page"], "document"),
    "no stage": (["show", "{study}"], "--stage"),
    "a document that show does not know": (
        ["show", "{study}", "--stage", "document", "--document", "x"],
        "clinical-overview",
    ),
    "a group that is two arms": (
        ["import", "ctgov", "x.json", "--into", "{study}", "--arm", "A=one", "--arm", "A=two"],
        "'A' cannot be both one and two",
    ),
    "templates that are not there": (["build", "{study}", "--templates", "nowhere"], "nowhere"),
    "templates that are a file": (
        ["build", "{study}", "--templates", "{study}/trial.yaml"],
        "trial.yaml",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_command_line_ends_with_2(mini: Copy, command: InProcess, name: str) -> None:
    arguments, said = WRONG[name]
    ended = command(*(part.replace("{study}", str(mini.study)) for part in arguments))
    assert ended.code == 2
    assert said in ended.out + ended.err
    assert "Traceback" not in ended.err


NO_STUDY = {
    "nothing": "study.folder",
    "a file": "study.folder",
    "an empty folder": "study.folder",
    "another folder": "study.folder",
}


@pytest.mark.parametrize("verb", ["build", "check", "show"])
@pytest.mark.parametrize("name", NO_STUDY)
def test_what_is_no_study_ends_with_1(
    tmp_path: Path, command: InProcess, name: str, verb: str
) -> None:
    folder = tmp_path / "thing"
    if name == "a file":
        folder.write_text("x", encoding="utf-8")
    elif name != "nothing":
        folder.mkdir()
        if name == "another folder":
            (folder / "notes.txt").write_text("x", encoding="utf-8")
    rest = ["--stage", "document"] if verb == "show" else []
    ended = command(verb, folder, *rest)
    assert ended.code == 1
    assert f"[{NO_STUDY[name]}]" in ended.err and folder.as_posix() in ended.err
    assert "Traceback" not in ended.err


def test_a_misspelt_study_is_guessed(mini: Copy, command: InProcess) -> None:
    ended = command("check", mini.root / "stuyd")
    assert ended.code == 1 and "did you mean 'study'?" in ended.err


def test_documents_that_nothing_makes_are_placed_in_the_dossier(mini: Copy) -> None:
    mini.edit("study/dossier.yaml", "[clinical-overview]", "[clinical-overview, mini-rapport]")
    assert mini.errors(documents=()) == [("document.known", "study/dossier.yaml:4:32")]
    mini.edit("study/dossier.yaml", "[clinical-overview, mini-rapport]", "[]")
    assert mini.errors(documents=()) == [("document.known", "study/dossier.yaml:4:12")]


def test_explain_knows_its_rules_and_guesses_the_nearest(command: InProcess) -> None:
    ended = command("explain", "estimate.inside-interval")
    assert ended.code == 0 and "interval" in ended.out
    ended = command("explain", "estimate.inside-intervall")
    assert ended.code in (1, 2)
    assert "estimate.inside-interval" in ended.err and "Traceback" not in ended.err


def test_an_output_that_is_a_file_ends_with_4(mini: Copy, command: InProcess) -> None:
    mini.output.write_text("somebody's notes", encoding="utf-8")
    ended = command(*of(mini))
    assert ended.code == 4 and "output" in ended.err and "Traceback" not in ended.err
    assert mini.output.read_text(encoding="utf-8") == "somebody's notes"


def test_an_output_of_the_study_that_is_a_file_ends_with_4(mini: Copy, command: InProcess) -> None:
    mini.output.mkdir()
    mini.built.write_text("somebody's notes", encoding="utf-8")
    ended = command(*of(mini))
    assert ended.code == 4 and "Traceback" not in ended.err
    assert mini.built.read_text(encoding="utf-8") == "somebody's notes"


@pytest.mark.skipif(sys.platform == "win32" or AS_ROOT, reason="nothing is forbidden to root")
def test_an_output_without_the_right_to_write_ends_with_4(mini: Copy, command: InProcess) -> None:
    mini.output.mkdir(mode=0o500)
    ended = command(*of(mini))
    assert ended.code == 4 and "may not be written" in ended.err
    mini.output.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32" or AS_ROOT, reason="nothing is forbidden to root")
def test_a_record_without_the_right_to_read_ends_with_1(mini: Copy, command: InProcess) -> None:
    (mini.study / "trial.yaml").chmod(0)
    ended = command(*of(mini))
    assert ended.code == 1 and "trial.yaml:1:1: error [file.readable]" in ended.err


def test_a_full_disk_ends_with_4_and_leaves_the_earlier_output(
    built: Copy, command: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = built.files()
    built.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.41")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ended = command(*of(built))
    assert ended.code == 4 and "full" in ended.err and "Traceback" not in ended.err
    assert built.files() == earlier


def test_a_bug_ends_with_70_says_so_and_shows_where(
    built: Copy, command: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = built.files()
    monkeypatch.setattr(
        "assembler.pipeline.proving.differences", lambda *_: ["line 1: the file lies"]
    )
    built.append("templates/mini-report/sections/safety.md", "\nOne line more.\n")
    ended = command(*of(built))
    assert ended.code == 70
    assert "bug in assembler" in ended.err and "the file lies" in ended.err
    assert built.files() == earlier


def test_an_interruption_ends_with_130(
    mini: Copy, command: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assembler.pipeline.numbered.resolve", interrupted)
    ended = command(*of(mini))
    assert ended.code == 130 and ended.err == "interrupted; the earlier output is untouched\n"


def test_check_and_help_import_no_writer() -> None:
    """Measured in a process of its own: another test may have imported them here."""
    program = (
        "import sys\n"
        f"for arguments in (['check', {str(MINI)!r}], ['--help'], ['explain', 'dates.ordered']):\n"
        "    sys.argv = ['assembler', *arguments]\n"
        "    from assembler.cli import main\n"
        "    try:\n"
        "        main()\n"
        "    except SystemExit as ended:\n"
        "        assert not ended.code, arguments\n"
        "heavy = {'reportlab', 'docx', 'lxml', 'pikepdf', 'pypdfium2'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
def test_the_real_command_ends_as_the_one_in_this_process(mini: Copy) -> None:
    good = run(*of(mini))
    assert good.code == 0 and "wrote" in good.out
    assert run("build", mini.study, "--format", "doc").code == 2
    assert run("check", mini.root / "nowhere").code == 1
    shutil.rmtree(mini.output)
    mini.output.write_text("", encoding="utf-8")
    assert run(*of(mini)).code == 4
    (mini.study / "trial.yaml").unlink()
    bad = run(*of(mini))
    assert bad.code == 1 and "Traceback" not in bad.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_control_c_ends_with_130_and_leaves_a_whole_set(mini: Copy) -> None:
    assert run(*of(mini)).code == 0
    name = "study/efficacy.yaml"
    records = (mini.root / name).read_text(encoding="utf-8")
    for delay in (0.02, 0.1, 0.3, 0.6, 0.9):
        process = subprocess.Popen(
            [sys.executable, "-m", "assembler", *map(str, of(mini))],
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        mini.write(name, f"{records}# {delay}\n".replace("0.40", f"0.4{int(delay * 10)}"))
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert is_whole(mini.built) and len(mini.files()) == 6
        if process.returncode == 130:  # else the build was done, or Python still starting
            assert "interrupted" in said and "Traceback" not in said
