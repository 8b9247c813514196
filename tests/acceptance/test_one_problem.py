"""A user's mistake is one problem with file and line; nothing is written."""

import json
from collections.abc import Callable

import pytest

from tests.acceptance.command import InProcess, of
from tests.acceptance.pages import docx_lines, folded, pdf_pages
from tests.acceptance.study import Copy

EFFICACY = "templates/mini-report/sections/efficacy.md"
SHELL = "templates/mini-report/tables/results.yaml"

Slip = Callable[[Copy], None]


def replaced(name: str, old: str, new: str) -> Slip:
    return lambda copy: copy.edit(name, old, new)


def first_line(words: str) -> Slip:
    """`words` instead of the first line of the section on efficacy."""

    def slip(copy: Copy) -> None:
        lines = (copy.root / EFFICACY).read_text(encoding="utf-8").split("\n")
        copy.write(EFFICACY, "\n".join([words, *lines[1:]]))

    return slip


SLIPS: dict[str, tuple[Slip, str, str]] = {
    "a misspelt key": (
        replaced("study/efficacy.yaml", "    timing: final", "    timming: final"),
        "key.known",
        "study/efficacy.yaml:7:5",
    ),
    "a missing field": (
        replaced("study/trial.yaml", "id: mini\n", ""),
        "key.given",
        "study/trial.yaml:1:1",
    ),
    "a missing file": (
        lambda copy: (copy.study / "trial.yaml").unlink(),
        "study.files",
        "study:1:1",
    ),
    "a hazard ratio outside its interval": (
        replaced("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70"),
        "estimate.inside-interval",
        "study/efficacy.yaml:11:65",
    ),
    "a key given twice": (
        replaced("study/trial.yaml", "phase: phase-3\n", "phase: phase-3\nphase: phase-2\n"),
        "keys.unique",
        "study/trial.yaml:4:1",
    ),
    "a mapping in a list of absent keys": (
        replaced("study/efficacy.yaml", "[median_intervals]", "[median_intervals: yes]"),
        "value.kind",
        "study/efficacy.yaml:12:20",
    ),
    "no number": (
        replaced("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: .nan"),
        "number.as-reported",
        "study/efficacy.yaml:11:65",
    ),
    "a control character": (
        replaced("study/safety.yaml", "No new signal", "No \x07new signal"),
        "text.allowed-characters",
        "study/safety.yaml:1:38",
    ),
    "a control character that an escape writes": (
        replaced("study/safety.yaml", "No new signal was seen.", '"No \\x07new signal"'),
        "text.allowed-characters",
        "study/safety.yaml:1:35",
    ),
    "an undefined variable": (
        first_line("The {{ trail.title }}."),
        "template.fills",
        f"{EFFICACY}:1:1",
    ),
    "an unknown field": (
        replaced(EFFICACY, "trial.title", "trial.titel"),
        "template.fills",
        f"{EFFICACY}:2:1",
    ),
    "an unknown field in a shell": (
        replaced(SHELL, "analysis.arms[arm].events", "analysis.arms[arm].event"),
        "template.fills",
        f"{SHELL}:8:33",
    ),
    "a loop without end": (
        first_line(
            "{% for a in dossier.study.id %}{% endfor %}".replace("dossier.study.id", "trial.arms")
            + "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"
        ),
        "template.ends",
        f"{EFFICACY}:1:1",
    ),
    "loops in loops": (
        first_line(
            "".join(f"{{% for a{n} in trial.arms %}}" for n in range(20))
            + "x"
            + "{% endfor %}" * 20
        ),
        "template.ends",
        f"{EFFICACY}:1:1",
    ),
    "an unknown citation": (
        replaced(EFFICACY, "[@doe-2020]", "[@do-2020]"),
        "citation.known",
        f"{EFFICACY}:2:1",
    ),
    "a broken cross-reference": (
        replaced(EFFICACY, "(#sec-2.5.5)", "(#sec-2.5.6)"),
        "crossref.resolves",
        f"{EFFICACY}:7:1",
    ),
    "an unknown table": (
        replaced(EFFICACY, "{table} tbl-results", "{table} tbl-result"),
        "shell.found",
        f"{EFFICACY}:9:1",
    ),
    "a character that no font has": (
        replaced("study/safety.yaml", "No new signal was seen.", "No new signal 漢."),
        "font.has-character",
        "study/safety.yaml:1:35",
    ),
    "a character in a template that no font has": (
        replaced(EFFICACY, "In {{ trial.title }}", "漢 {{ trial.title }}"),
        "font.has-character",
        f"{EFFICACY}:2:1",
    ),
    "an unknown look": (
        replaced("study/dossier.yaml", "region: eu", "region: eu\nlook: uk"),
        "look.known",
        "study/dossier.yaml:4:7",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_problem_with_file_and_line(mini: Copy, name: str) -> None:
    slip, rule, place = SLIPS[name]
    slip(mini)
    assert mini.errors() == [(rule, place)]
    assert not mini.output.exists()


@pytest.mark.parametrize("name", ["a misspelt key", "an unknown citation"])
def test_a_slip_ends_with_1_and_leaves_the_earlier_output(
    built: Copy, command: InProcess, name: str
) -> None:
    earlier = built.files()
    slip, rule, place = SLIPS[name]
    slip(built)
    ended = command(*of(built))
    assert ended.code == 1
    assert f"{place}: error [{rule}]" in ended.err.replace(f"{built.root.as_posix()}/", "")
    assert "Traceback" not in ended.err and "1 error" in ended.err
    assert built.files() == earlier


def test_slips_in_several_files_are_said_at_once(mini: Copy) -> None:
    mini.edit("study/efficacy.yaml", "    timing: final", "    timming: final")
    mini.edit("study/trial.yaml", "id: mini\n", "")
    mini.edit("study/references.yaml", "accessed:", "acessed:")
    assert mini.errors() == [
        ("key.known", "study/efficacy.yaml:7:5"),
        ("key.known", "study/references.yaml:4:122"),
        ("key.given", "study/trial.yaml:1:1"),
    ]


def test_digits_stay_as_typed_in_both_files_and_in_the_manifest(built: Copy) -> None:
    files = built.files()
    words = [
        folded("\n".join(docx_lines(files["mini-report.docx"]))),
        folded("\n".join(pdf_pages(files["mini-report.pdf"]))),
    ]
    for text in words:
        assert "0.40 (95% CI: 0.25, 0.64), p<0.0001" in text
        assert "3.0" in text and "J Inv. 2020;07:1–9." in text
    values = json.loads(files["manifest.json"])["documents"]["mini-report"]["values"]
    recorded = {p: v for one in values for p, v in zip(one["paths"], one["recorded"], strict=True)}
    comparison = "efficacy.analyses.pfs-main.comparison"
    assert recorded[f"{comparison}.hazard_ratio"] == "0.40"
    assert recorded[f"{comparison}.p_value"] == "<0.0001"
    assert recorded["efficacy.analyses.pfs-main.arms.fictivinib.median"] == "3.0 months"
