"""How other programs read a Word file: each function gives the words that its readers would see."""

import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import docx
from lxml import etree

from tests.acceptance.pages import pdf_pages

SOFFICE, PANDOC = shutil.which("soffice"), shutil.which("pandoc")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}p": "\n\n"}

Reader = Callable[[bytes, Path], str]
"""A DOCX and a folder to work in -> its words."""


def libreoffice_text(data: bytes, folder: Path) -> str:
    """Saved as plain text by LibreOffice Writer."""
    return _converted(data, "txt", folder).decode("utf-8-sig")


def libreoffice_pdf(data: bytes, folder: Path) -> str:
    """The text of the PDF that LibreOffice Writer prints, without what stands on every page."""
    pages = pdf_pages(_converted(data, "pdf", folder))
    return "\n".join("\n".join(page.splitlines()[1:-1]) for page in pages)


def pandoc(data: bytes, folder: Path) -> str:
    """Written as plain text by pandoc."""
    source = folder / "in.docx"
    source.write_bytes(data)
    command = [str(PANDOC), str(source), "--to", "plain", "--wrap", "none"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = re.sub(r"\^\((\w+)\)", r"\1", done.stdout.decode("utf-8"))  # raised: ^(a)
    return unicodedata.normalize("NFKC", text)


def docx2txt(data: bytes, folder: Path) -> str:
    """As docx2txt 0.9 reads: every `w:t` of headers, body and footers, with no eye for structure.

    Written here anew in a few lines, so that no further package is needed.
    """
    del folder
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        parts = [n for n in names if n.startswith("word/header")]
        parts += ["word/document.xml", *(n for n in names if n.startswith("word/footer"))]
        roots = [etree.fromstring(archive.read(name)) for name in parts]
    return "".join(
        node.text or "" if node.tag == f"{_W}t" else _MARKS[str(node.tag)]
        for root in roots
        for node in root.iter(f"{_W}t", *_MARKS)
    )


def python_docx(data: bytes, folder: Path) -> str:
    """The `.text` of each paragraph and of each table's cells, as scripts with python-docx read."""
    del folder
    document = docx.Document(BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(texts)


READERS: Mapping[str, Reader] = {
    "LibreOffice, saved as text": libreoffice_text,
    "LibreOffice, printed as PDF": libreoffice_pdf,
    "pandoc": pandoc,
    "docx2txt": docx2txt,
    "python-docx": python_docx,
}
"""By the name that docs/readers.md gives them."""
NEEDS = {
    "LibreOffice, saved as text": SOFFICE,
    "LibreOffice, printed as PDF": SOFFICE,
    "pandoc": PANDOC,
}
"""The program of a reader, if it needs one; None where it is not installed."""


def _converted(data: bytes, fmt: str, folder: Path) -> bytes:
    source, out = folder / "in.docx", folder / "out"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = "txt:Text (encoded):UTF8" if fmt == "txt" else fmt
    command = [str(SOFFICE), profile, "--headless", "--convert-to", wanted, "--outdir", str(out)]
    subprocess.run(
        [*command, str(source)],
        env={**os.environ, "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (out / f"in.{fmt}").read_bytes()
