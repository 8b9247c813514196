"""Apache Preflight finds our files to be PDF/A-1b when they are saved as PDF 1.4.

Preflight knows part 1 only, which forbids what PDF 1.5 brought: object streams. All else that it
asks (fonts and their widths, colours, output intent, metadata and the schemas in it, no
transparency) part 2 asks as well, and that is what we write.
"""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name, ObjectStreamMode, Pdf

from assembler.write.written import Written
from tests.write.pdf import made, test_figure

JAVA = shutil.which("java")
FOLDER = Path("/usr/share/java")
JARS = tuple(
    FOLDER / f"{name}.jar"
    for name in (
        "preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io",
        "javax.activation", "jaxb-api",
    )
)  # fmt: skip
"""Of Debian's libpdfbox2-java, libactivation-java and libjaxb-api-java."""

pytestmark = [
    pytest.mark.preflight,
    pytest.mark.skipif(
        JAVA is None or not all(jar.is_file() for jar in JARS), reason="Apache Preflight is absent"
    ),
]
_OURS = b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
_PART_1B = b"<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"


def _found(pdf: Pdf, folder: Path) -> str:
    """What Preflight says of a file of ours, saved as part 1 wants it."""
    said = bytes(pdf.Root.Metadata.read_bytes())
    assert said.count(_OURS) == 1
    metadata = pdf.make_stream(said.replace(_OURS, _PART_1B), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = metadata
    file = folder / "file.pdf"
    pdf.save(file, force_version="1.4", object_stream_mode=ObjectStreamMode.disable)
    classes = ":".join(map(str, JARS))
    command = [str(JAVA), "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return ended.stdout + ended.stderr


@pytest.mark.parametrize("built", [made.built, test_figure.built], ids=["sample", "figures"])
def test_a_file_of_ours_is_valid(built: Callable[[], Written], tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(built().data)) as pdf:
        assert "file.pdf is a valid PDF/A-1b file" in _found(pdf, tmp_path)


def test_a_broken_file_is_not(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(made.built().data)) as pdf:
        del pdf.Root.OutputIntents
        assert "is not a valid PDF/A-1b file" in _found(pdf, tmp_path)
