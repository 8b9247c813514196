"""Whether LibreOffice opens a Word file, and shows what is in it."""

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium

from assembler.inspect.docx.opened import OpenedDocx, shortened
from assembler.inspect.finding import Rule, Seen
from assembler.inspect.letters import folded
from assembler.write.docx.reading import ReadParagraph

_BEGINNING = 8
"""Letters by which texts are looked up."""
_PATIENCE = 600
"""Seconds for one file: a first start on a slow machine takes one of them, 2,000 pages a few."""


def office_rule(office: Path, data: bytes) -> Rule[OpenedDocx]:
    """The rule that LibreOffice makes a PDF of a file that shows all its headings and tables.

    `office` is the program soffice, `data` the file.
    """

    def judge(file: OpenedDocx) -> Iterator[Seen]:
        printed = _printed(office, data)
        if printed is None:
            yield Seen("LibreOffice makes no PDF of it")
            return
        for paragraph in _not_shown(file, folded(_text(printed))):
            what = "heading" if paragraph.level else "cell at the head of a table"
            yield Seen(f"LibreOffice does not show a {what}", thing=shortened(paragraph.text))

    return Rule(
        "docx.office-opens", "With `--office`: LibreOffice opens the file, and its PDF shows every "
        "heading and the first row of each table.", "good practice",
        "save the file again in Word", judge,
    )  # fmt: skip


def _not_shown(file: OpenedDocx, shown: str) -> Iterator[ReadParagraph]:
    """The headings and the cells of first rows that the PDF shows less often than they stand in the
    file: as paragraphs of their own, and in the contents."""
    asked: dict[str, ReadParagraph] = {}
    stands: Counter[str] = Counter()
    for paragraph in file.reading.paragraphs:
        if paragraph.level or (paragraph.cell is not None and paragraph.cell.row == 0):
            text = folded(paragraph.text)
            asked.setdefault(text, paragraph)
            stands[text] += 1
    asked.pop("", None)
    contents = "\n".join(folded(p.text) for p in file.reading.paragraphs if p.is_derived)
    listed, seen = _counted(asked, contents), _counted(asked, shown)
    yield from (asked[text] for text in asked if seen[text] < stands[text] + listed[text])


def _counted(texts: Iterable[str], within: str) -> Counter[str]:
    """How often each text stands in a long one, which is read once for all of them."""
    by_beginning: dict[str, list[str]] = {}
    for text in texts:
        by_beginning.setdefault(text[:_BEGINNING], []).append(text)
    lengths = sorted({len(beginning) for beginning in by_beginning})
    found: Counter[str] = Counter()
    for at in range(len(within)):
        for length in lengths:
            for text in by_beginning.get(within[at : at + length], ()):
                found[text] += within.startswith(text, at)
    return found


def _printed(office: Path, data: bytes) -> bytes | None:
    """The PDF that LibreOffice makes, in a profile of its own: one that is open stays as it is."""
    with TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / "in.docx", folder / "in.pdf"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        to_pdf = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        try:
            subprocess.run(  # noqa: S603 - the user's own LibreOffice
                [str(office), profile, *to_pdf],
                check=False,  # whether it made the file is seen below
                capture_output=True,
                timeout=_PATIENCE,
            )
        except (subprocess.TimeoutExpired, OSError):
            return None
        return made.read_bytes() if made.is_file() else None


def _text(data: bytes) -> str:
    with pdfium.PdfDocument(data) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
