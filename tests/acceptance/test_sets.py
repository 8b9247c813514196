"""What a build does to the set that stands there: formats, edits, flattening, the final."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from assembler.problems import Severity
from assembler.write.docx.read import read_docx
from tests.acceptance.command import InProcess, of
from tests.acceptance.pages import docx_lines, pdf_pages
from tests.acceptance.study import DOCUMENT, Copy
from tests.places import CABINET

DOCX, PDF = f"{DOCUMENT}.docx", f"{DOCUMENT}.pdf"
VALUE = ("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.41")


def outputs(copy: Copy) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(copy.files()["manifest.json"])["outputs"]
    return found


# --- formats


def test_one_format_alone_is_the_same_file_as_with_the_other(built: Copy, tmp_path: Path) -> None:
    both = built.files()
    for fmt in ("docx", "pdf"):
        alone = built.build(output=tmp_path / fmt, formats=(fmt,))
        name = f"{DOCUMENT}.{fmt}"
        names = {"gaps.json", name, f"{DOCUMENT}-qc.csv", f"{DOCUMENT}-qc.xlsx"}
        assert set(alone.published.written) == names
        assert all((alone.folder / n).read_bytes() == both[n] for n in names)


def test_the_contents_of_a_docx_alone_have_the_pages_of_the_pdf(mini: Copy, tmp_path: Path) -> None:
    mini.append("templates/mini-report/sections/efficacy.md", "\n:::{pagebreak}\n:::\n\nx\n")
    alone = mini.build(output=tmp_path / "docx", formats=("docx",))
    fields = [
        field
        for paragraph in read_docx((alone.folder / DOCX).read_bytes()).paragraphs
        for field in paragraph.fields
        if field.instruction.startswith("PAGEREF")
    ]
    mini.build(formats=("pdf",))
    pages = pdf_pages(mini.files()[PDF])
    for field, title in zip(
        fields[:4],
        ("2.5.4 Overview", "2.5.4.1 Results", "2.5.5 Overview", "2.5.7 Literature"),
        strict=True,
    ):
        number = int(field.result)
        assert number > 1 and title in pages[number - 1].replace("\n", " ")


def test_the_other_format_of_an_earlier_build_stays_and_is_said_to_be_old(
    built: Copy, command: InProcess
) -> None:
    earlier = built.files()[DOCX]
    built.edit(*VALUE)
    ended = command(*of(built), "--format", "pdf")
    assert ended.code == 0
    assert f"left  {built.built / DOCX}: of an earlier build" in ended.out
    assert built.files()[DOCX] == earlier
    assert [outputs(built)[name]["current"] for name in (DOCX, PDF)] == [False, True]
    command(*of(built), "--format", "docx")
    assert "0.41" in "\n".join(docx_lines(built.files()[DOCX]))
    assert outputs(built)[DOCX]["current"]


@pytest.mark.slow
def test_building_one_document_leaves_the_other(built: Copy) -> None:
    first = built.files()
    built.build(documents=("clinical-overview",), formats=("pdf",))
    files = built.files()
    assert {name: files[name] for name in (DOCX, PDF)} == {
        name: first[name] for name in (DOCX, PDF)
    }
    assert sorted(json.loads(files["manifest.json"])["documents"]) == [
        "clinical-overview",
        DOCUMENT,
    ]


# --- a person's work


def test_an_edited_docx_is_kept_and_the_new_one_stands_beside(
    built: Copy, command: InProcess
) -> None:
    edited = built.files()[DOCX] + b"edited"
    (built.built / DOCX).write_bytes(edited)
    built.edit(*VALUE)
    ended = command(*of(built))
    assert ended.code == 0
    assert f"kept  {built.built / DOCX}: somebody has edited it" in ended.out
    files = built.files()
    assert files[DOCX] == edited
    assert "0.41" in "\n".join(docx_lines(files[f"{DOCUMENT}-new.docx"]))
    assert "0.41" in "\n".join(pdf_pages(files[PDF]))


def test_an_edited_docx_is_kept_by_a_second_build_too(built: Copy) -> None:
    (built.built / DOCX).write_bytes(b"edited")
    built.edit(*VALUE)
    built.build()
    built.edit(VALUE[0], VALUE[2], VALUE[1])
    built.build()
    files = built.files()
    assert files[DOCX] == b"edited"
    assert "0.40" in "\n".join(docx_lines(files[f"{DOCUMENT}-new.docx"]))
    assert len(files) == 7


def test_a_strangers_file_with_our_name_is_kept(mini: Copy) -> None:
    mini.built.mkdir(parents=True)
    (mini.built / DOCX).write_bytes(b"a stranger's")
    (mini.built / "notes.txt").write_bytes(b"notes")
    mini.build()
    assert mini.files()[DOCX] == b"a stranger's"
    assert mini.files()["notes.txt"] == b"notes"
    assert f"{DOCUMENT}-new.docx" in mini.files()


# --- flattening


def test_a_flattened_docx_says_the_same_words_and_holds_no_anchor(
    built: Copy, tmp_path: Path
) -> None:
    flat = built.build(output=tmp_path / "flat", flatten=True)
    data = (flat.folder / DOCX).read_bytes()
    assert docx_lines(data) == docx_lines(built.files()[DOCX])
    read = read_docx(data)
    assert read.controls == () and not read.values and read.evidence is None
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    assert not [name for name in names if name.startswith("customXml")]
    assert (flat.folder / PDF).read_bytes() == built.files()[PDF]


def test_a_flattened_docx_keeps_its_cross_references(mini: Copy) -> None:
    mini.build(flatten=True)
    fields = {
        field.instruction.split()[0]
        for paragraph in read_docx(mini.files()[DOCX]).paragraphs
        for field in paragraph.fields
    }
    assert {"REF", "PAGEREF", "SEQ"} <= fields


# --- the final


def accept(copy: Copy) -> None:
    """The study's one gap is accepted."""
    copy.edit(
        "study/efficacy.yaml", "blocks_final: yes", "blocks_final: yes, status: accepted, reason: R"
    )


def test_a_final_refuses_open_gaps(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini), "--final")
    assert ended.code == 1 and "gap [gap.planned]" in ended.err
    assert not mini.output.exists()


def test_a_final_without_gaps_has_no_draft_mark(built: Copy) -> None:
    draft = pdf_pages(built.files()[PDF])
    accept(built)
    built.write("study/text/2.5.5.md", "The author's words.\n")
    built.build(final=True)
    final = pdf_pages(built.files()[PDF])
    assert all("Draft" in page for page in draft)
    assert not any("draft" in page.lower() for page in final)
    parts = zipfile.ZipFile(BytesIO(built.files()[DOCX]))
    assert not any(
        b"raft" in parts.read(name)
        for name in parts.namelist()
        if "header" in name or "foot" in name
    )


def test_a_final_refuses_what_an_author_still_has_to_write(mini: Copy) -> None:
    accept(mini)
    stops = [p for p in mini.refused(final=True) if p.severity is Severity.GAP]
    assert [(p.rule, mini.place(p)) for p in stops] == [
        ("author.has-written", "templates/mini-report/sections/safety.md:7:1")
    ]
    assert "text/2.5.5.md" in stops[0].remedy


def test_a_final_refuses_a_printed_value_that_nobody_has_entered(mini: Copy) -> None:
    accept(mini)
    mini.write("study/text/2.5.5.md", "Given as {{ trial.acronym }}.\n")
    stops = [p for p in mini.refused(final=True) if p.severity is Severity.GAP]
    assert [(p.rule, p.path, mini.place(p)) for p in stops] == [
        ("value.entered", "trial.acronym", "study/trial.yaml:1:1")
    ]
    mini.append("study/trial.yaml", "not_applicable: [acronym]\n")
    mini.build(final=True)


WARNED = ("study/disease.yaml", "source: {document: report, place: Introduction}\n", "")


def test_a_severity_of_the_dossier_stops_or_lets_pass(mini: Copy) -> None:
    mini.edit(*WARNED)
    mini.build()
    mini.append("study/dossier.yaml", "severities: {source.stated: error}\n")
    assert mini.errors() == [("source.stated", "study/disease.yaml:1:1")]
    mini.edit("study/dossier.yaml", "source.stated: error", "source.stated: note")
    built = mini.build()
    assert not [p for p in built.problems if p.severity is Severity.WARNING]


def test_a_waiver_makes_a_note_that_says_who_and_why(mini: Copy) -> None:
    mini.edit(*WARNED)
    mini.append(
        "study/dossier.yaml",
        "waivers: [{rule: source.stated, path: disease, reason: Known., name: A. Person}]\n",
    )
    (note,) = [p for p in mini.build().problems if p.rule == "source.stated"]
    assert (
        note.severity is Severity.NOTE and "A. Person" in note.message and "Known." in note.message
    )


def test_a_waiver_that_waives_nothing_is_said(mini: Copy) -> None:
    mini.append(
        "study/dossier.yaml",
        "waivers: [{rule: source.stated, path: disease, reason: Known., name: A. Person}]\n",
    )
    assert "waiver.used" in {p.rule for p in mini.build().problems}


@pytest.mark.slow
def test_a_final_of_cabinet_is_refused(tmp_path: Path, command: InProcess) -> None:
    ended = command("build", CABINET, "--output", tmp_path / "output", "--final")
    assert ended.code == 1
    assert "gap [gap.planned]" in ended.err and "[assessor.matches-endpoint]" in ended.err
    assert not (tmp_path / "output").exists()
