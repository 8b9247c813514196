"""Every value of the model stands in the DOCX by tag, by title and by bookmark."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.document.nodes import Document, Gap, Value, ValueId
from assembler.document.walk import leaves, runs
from assembler.pipeline import Request, build
from assembler.resolve.words import values_of
from assembler.write.docx.read import read_docx
from tests.acceptance.study import DOCUMENT, Copy, model
from tests.places import CABINET

SOFFICE = shutil.which("soffice")


def anchored(document: Document) -> dict[ValueId, list[str]]:
    """Every value and gap of the model but the names, with its text as printed."""
    found: dict[ValueId, list[str]] = {}
    for run in runs(document):
        for value, text in values_of(run.content):
            found.setdefault(value, []).append(text)
    return found


def only(ids: Mapping[ValueId, list[str]], wanted: Mapping[ValueId, object]) -> object:
    """Without the controls of citation clusters, which the model does not call values."""
    return {value: texts for value, texts in ids.items() if value in wanted}


def assert_found(data: bytes, wanted: dict[ValueId, list[str]], *ways: str) -> None:
    read = read_docx(data)
    for way in ways:
        found = {"tag": read.by_tag, "title": read.by_title, "bookmark": read.by_bookmark}[way]()
        assert only(found, wanted) == wanted, f"by {way}"


def test_every_value_of_the_mini_report_is_found_in_three_ways(built: Copy) -> None:
    wanted = anchored(built.document())
    assert len(wanted) == 20
    assert_found(built.files()[f"{DOCUMENT}.docx"], wanted, "tag", "title", "bookmark")


def test_a_name_has_its_path_in_the_manifest_and_no_anchor(built: Copy) -> None:
    names = {
        inline.id
        for run in runs(built.document())
        for inline in leaves(run.content)
        if isinstance(inline, Value) and not inline.anchored
    }
    read = read_docx(built.files()[f"{DOCUMENT}.docx"])
    values = json.loads(built.files()["manifest.json"])["documents"][DOCUMENT]["values"]
    assert names
    assert not names & (read.by_tag().keys() | read.by_title().keys() | read.by_bookmark().keys())
    assert names <= {value["id"] for value in values if value["paths"]}


def test_the_manifest_lists_every_value_of_the_model_with_its_places(built: Copy) -> None:
    document = built.document()
    listed = json.loads(built.files()["manifest.json"])["documents"][DOCUMENT]["values"]
    printed = [
        (inline.id, inline.text)
        for run in runs(document)
        for inline in leaves(run.content)
        if isinstance(inline, Value | Gap)
    ]
    assert [(value["id"], value["text"]) for value in listed] == printed
    wanted = anchored(document)
    for value in listed:
        assert value["places"].keys() == ({"docx", "pdf"} if value["id"] in wanted else {"pdf"})
        assert value["paths"] and len(value["paths"]) == len(value["recorded"])


@pytest.mark.slow
def test_every_value_of_cabinet_is_found_in_three_ways(tmp_path: Path) -> None:
    build(Request(CABINET, tmp_path, formats=("docx",)))
    wanted = anchored(model(CABINET, "clinical-overview"))
    data = (tmp_path / "cabinet" / "clinical-overview.docx").read_bytes()
    assert len(wanted) > 80
    assert_found(data, wanted, "tag", "title", "bookmark")


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_after_a_save_by_libreoffice_values_are_found_by_title_and_bookmark(
    mini: Copy, tmp_path: Path
) -> None:
    mini.build(formats=("docx",))
    build(Request(CABINET, mini.output, formats=("docx",)))
    built = [mini.built / f"{DOCUMENT}.docx", mini.output / "cabinet" / "clinical-overview.docx"]
    saved = tmp_path / "saved"
    subprocess.run(
        [
            SOFFICE or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "docx", "--outdir", str(saved)),
            *map(str, built),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    models = [mini.document(), model(CABINET, "clinical-overview")]
    for path, document in zip(built, models, strict=True):
        data = (saved / path.name).read_bytes()
        assert data != path.read_bytes()
        wanted = anchored(document)
        assert_found(data, wanted, "bookmark")
        owed = {value for value, texts in wanted.items() if texts[0].startswith("[")}
        assert owed  # in colour, so rich text: LibreOffice saves these without a title
        named = {value: texts for value, texts in wanted.items() if value not in owed}
        assert_found(data, named, "title")
