"""`--final`: a complete study is built without a trace of the draft; nothing slips through."""

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from assembler.pipeline import Request, build
from assembler.write.docx.read import read_docx
from tests.acceptance.command import InProcess, of
from tests.acceptance.pages import docx_lines, docx_parts, folded, pdf_pages
from tests.acceptance.study import DOCUMENT, Copy, files_of, is_whole
from tests.places import CABINET, ROOT

COMPLETE = ROOT / "tests" / "templates" / "studies" / "complete"
NAME = "clinical-overview"
OWED = ("2.5.1-rationale", "2.5.4", "2.5.4-relevance", "2.5.5", "2.5.6.1.2", "2.5.6.3", "2.5.6.4")
"""The author's texts that the overview asks of this study."""
GAP = re.compile(r"    not_reported: .*\n    gap: .*\n")


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini study with safety, an approved product and every author's text: nothing is owed."""
    study = tmp_path_factory.mktemp("complete") / "study"
    shutil.copytree(COMPLETE, study)
    efficacy = study / "efficacy.yaml"
    text, found = GAP.subn("", efficacy.read_text(encoding="utf-8"))
    assert found == 1
    efficacy.write_text(text, encoding="utf-8", newline="\n")
    (study / "text").mkdir(exist_ok=True)
    for name in OWED:
        path = study / "text" / f"{name}.md"
        path.write_text("What the author says of {{ product.inn }}.\n", encoding="utf-8")
    return study


@pytest.fixture(scope="module")
def final(complete: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of its final overview."""
    built = build(Request(complete, tmp_path_factory.mktemp("final"), final=True))
    assert [str(problem) for problem in built.problems] == []
    assert is_whole(built.folder)
    return files_of(built.folder)


def words(files: dict[str, bytes]) -> Iterator[str]:
    yield folded("\n".join(pdf_pages(files[f"{NAME}.pdf"])))
    for name, part in docx_parts(files[f"{NAME}.docx"]).items():
        if name.startswith("word/"):
            yield folded(" ".join(str(text) for text in part.itertext()))


@pytest.mark.parametrize(
    "trace",
    [
        "draft",
        "drafting",
        "ich m4e",
        "[author",
        "[not yet entered]",
        "gap register",
        "sources used",
        "flag",
        "annex",
    ],
)
def test_a_final_keeps_no_trace_of_the_draft(final: dict[str, bytes], trace: str) -> None:
    assert [text for text in words(final) if trace in text.lower()] == []


def test_a_final_keeps_no_drafting_note_where_comments_are_asked_for(
    complete: Path, tmp_path: Path
) -> None:
    drafted = files_of(build(Request(complete, tmp_path / "draft", comments=True)).folder)
    final = files_of(build(Request(complete, tmp_path, comments=True, final=True)).folder)
    notes = [one.text for one in read_docx(drafted[f"{NAME}.docx"]).comments]
    assert len(notes) > 10
    parts = docx_parts(final[f"{NAME}.docx"])
    assert "word/comments.xml" in docx_parts(drafted[f"{NAME}.docx"])
    assert "word/comments.xml" not in parts
    with pikepdf.open(BytesIO(final[f"{NAME}.pdf"])) as pdf:
        names = " ".join(str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests))
        titles = " ".join(entry.title for entry in pdf.open_outline().root)
    said = [etree.tostring(part, encoding="unicode") for part in parts.values()]
    said += [*pdf_pages(final[f"{NAME}.pdf"]), names, titles]
    said += [final["manifest.json"].decode("utf-8"), final["gaps.json"].decode("utf-8")]
    whole = " ".join(map(folded, said))
    assert [note for note in notes if note.partition(":")[2].strip()[:40] in whole] == []
    assert "rafting" not in whole


def test_a_final_says_what_its_authors_wrote(final: dict[str, bytes]) -> None:
    said = folded("\n".join(docx_lines(final[f"{NAME}.docx"])))
    assert said.count("What the author says of fictivinib.") == len(OWED)


def test_a_final_owes_nothing(final: dict[str, bytes]) -> None:
    assert json.loads(final["gaps.json"])["gaps"] == []
    assert json.loads(final["manifest.json"])["documents"][NAME]["state"] == "final"


@pytest.mark.slow
def test_a_final_of_cabinet_is_refused_in_one_report_and_the_draft_stays(
    tmp_path: Path, command: InProcess
) -> None:
    output = tmp_path / "output"
    (output / "cabinet").mkdir(parents=True)
    (output / "cabinet" / "clinical-overview.pdf").write_bytes(b"earlier")
    ended = command("build", CABINET, "--output", output, "--final")
    assert (ended.code, ended.out) == (1, "")
    heads = [line for line in ended.err.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]
    assert {head.split()[2].strip("[]") for head in heads} >= {
        "gap.planned",
        "author.has-written",
        "assessor.matches-endpoint",
    }
    assert len(heads) == len(set(heads))
    assert ended.err.count("nothing was written") == 1
    assert files_of(output / "cabinet") == {"clinical-overview.pdf": b"earlier"}


# --- what cannot be slipped past it


def test_a_gap_is_given_no_other_severity_and_waived_by_nobody(mini: Copy) -> None:
    mini.append("study/dossier.yaml", "severities: {gap.planned: note}\n")
    assert [problem.rule for problem in mini.refused(final=True)] == ["rule.known"]
    mini.edit(
        "study/dossier.yaml",
        "severities: {gap.planned: note}\n",
        "waivers: [{rule: gap.planned, path: efficacy, reason: R., name: A. Person}]\n",
    )
    assert [problem.rule for problem in mini.refused(final=True)] == ["rule.known"]


UNSTATED = "source: {document: report, place: Introduction}\n"
"""Without it `source.stated` warns."""


def finished(mini: Copy) -> None:
    """Nothing is owed any more; one source is not stated."""
    mini.edit(
        "study/efficacy.yaml", "blocks_final: yes", "blocks_final: yes, status: accepted, reason: R"
    )
    mini.write("study/text/2.5.5.md", "The author's words.\n")
    mini.edit("study/disease.yaml", UNSTATED, "")


def test_a_lowered_severity_lets_a_draft_pass_and_no_final(mini: Copy) -> None:
    finished(mini)
    mini.append("study/dossier.yaml", "severities: {source.stated: note}\n")
    assert not any(
        p.rule == "source.stated" and p.severity != "note" for p in mini.build().problems
    )
    (problem,) = mini.refused(final=True)
    assert (problem.rule, problem.severity) == ("source.stated", "warning")
    assert "dossier.severities makes it a note, which does not count in a final" in problem.message


def test_a_raised_severity_counts_in_a_final(mini: Copy) -> None:
    finished(mini)
    mini.append("study/dossier.yaml", "severities: {source.stated: error}\n")
    assert {problem.severity for problem in mini.refused(final=True)} == {"error"}


def test_a_final_names_what_was_waived_and_accepted(mini: Copy, command: InProcess) -> None:
    finished(mini)
    mini.append(
        "study/dossier.yaml",
        "waivers: [{rule: source.stated, path: disease, reason: Well known., name: A. Person}]\n",
    )
    ended = command(*of(mini), "--final")
    assert ended.code == 0
    assert "waived by A. Person: Well known." in ended.err
    assert "accepted: R" in ended.err
    assert DOCUMENT in ended.out
