"""Files that LibreOffice has saved, as DOCX and through ODT: the same edits are found."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.pipeline import Request, build
from assembler.review.edited import Edited
from assembler.review.states import State, Verified
from assembler.review.verify import verify
from tests.places import CABINET
from tests.review.cuts import RATIO
from tests.review.edits import (
    Edit,
    delete,
    delete_paragraph,
    made,
    overtype,
    remove_row,
    reword,
    track,
    type_at_end,
)
from tests.review.test_verify import OTHER, SAFETY, SENTENCE, allowed

SOFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]

NONE: tuple[Edit, ...] = ()
EDITS: Mapping[str, tuple[Edit, ...]] = {
    "untouched": NONE,
    "prose": (reword(SENTENCE, "We saw that the ratio of the hazards for"),),
    "overtyped": (overtype(RATIO, OTHER),),
    "deleted": (delete("p<0.0001"),),
    "paragraph": (delete_paragraph(SENTENCE),),
    "typed": (type_at_end(SAFETY, " In 45% of them."),),
    "tracked": (track(RATIO, OTHER),),
    "row": (remove_row("Median"),),
    "citation": (overtype("[1]", "[2]"),),
}


def saved(files: Mapping[str, bytes], fmt: str, folder: Path) -> dict[str, bytes]:
    """The files as LibreOffice saves them: as `docx`, or as `odt` and then as DOCX again."""
    source, kind = folder / "built", "docx"
    source.mkdir()
    for name, data in files.items():
        (source / f"{name}.docx").write_bytes(data)
    for step in ("docx",) if fmt == "docx" else ("odt", "docx"):
        target = folder / f"as-{step}"
        subprocess.run(
            [
                str(SOFFICE),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--convert-to", step, "--outdir", str(target)),
                *(str(source / f"{name}.{kind}") for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        source, kind = target, step
    return {name: (source / f"{name}.docx").read_bytes() for name in files}


def differences(found: Verified) -> list[tuple[State, tuple[str, ...]]]:
    return [(finding.state, tuple(finding.values)) for finding in found.differences]


@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_each_edit_is_found_as_before_it_was_saved(
    fmt: str, first_build: Path, tmp_path: Path
) -> None:
    data = (first_build / "mini" / "mini-report.docx").read_bytes()
    evidence = Edited(data).evidence
    files = {name: made(data, *edits) for name, edits in EDITS.items()}
    for name, again in saved(files, fmt, tmp_path).items():
        before, after = Edited(files[name]), Edited(again, evidence)
        told = differences(verify(after.read, after.evidence, allowed()))
        wanted = differences(verify(before.read, before.evidence, allowed()))
        if name == "tracked":  # LibreOffice 7.4 keeps both texts of a control, and not the marks
            wanted = [(State.OVERTYPED, values) for _, values in wanted]
        assert told == wanted, name
        assert bool(told) is (name not in ("untouched", "prose"))


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_cabinet_as_libreoffice_saves_it_is_clean(fmt: str, tmp_path: Path) -> None:
    build(Request(CABINET, tmp_path / "out", formats=("docx",)))
    data = (tmp_path / "out" / "cabinet" / "clinical-overview.docx").read_bytes()
    (again,) = saved({"cabinet": data}, fmt, tmp_path).values()
    edited = Edited(again, Edited(data).evidence)
    found = verify(edited.read, edited.evidence, allowed())
    assert found.differences == ()
    assert found.unchanged == found.anchored > 400
    assert {note.state for note in found.notes} == {State.BY_BOOKMARK}
