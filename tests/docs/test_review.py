"""docs/review.md shows what verify says of an edited overview today."""

import re
from pathlib import Path

import pytest

from assembler.pipeline import Request, build
from tests.acceptance.command import InProcess
from tests.docs.said import says
from tests.places import CABINET, ROOT
from tests.review.edits import made, overtype, type_at_end

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
RATIO = "0.27\u00a0(95%\u00a0CI:\u00a00.14,\u00a00.49)"
TYPED = (
    " Diarrhoea was seen in many patients by CTCAE version 5.0; "
    "the hazard ratio of 0.31 supports this."
)


def uncounted(text: str) -> str:
    """Without how many values there are: each change of a template may change it."""
    return re.sub(r"\d+ of \d+ values", "all of the values", text)


def test_the_page_shows_what_verify_says(tmp_path: Path, command: InProcess) -> None:
    build(Request(CABINET, tmp_path, documents=("clinical-overview",), formats=("docx",)))
    path = tmp_path / "cabinet" / "clinical-overview.docx"
    edits = (
        overtype(RATIO, RATIO.replace("0.27", "0.29")),
        type_at_end("The source gives no figure on safety", TYPED),
    )
    path.write_bytes(made(path.read_bytes(), *edits))
    shown = re.search(r"^## What it says\n.*?^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown is not None
    said = command("verify", path).out
    assert says(uncounted(said), uncounted(shown[1])), said
