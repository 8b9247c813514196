"""What an output lost of the content: the words and rows that it does not hold."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pypdfium2
from docx.oxml.ns import qn
from lxml import etree

WORD = re.compile(r"\w+(?:\.\w+)*")
"""A word, or a number with its points; hyphens are taken out before: of broken lines and others."""
HYPHEN = re.compile(r"[-\xad\u2010\x02\ufffe](?:\r?\n)?")
"""As typed and as pypdfium2 gives one at the end of a line."""


class Lost(NamedTuple):
    """How much of the content an output does not hold."""

    words: int
    rows: int


def lost(content_file: Path, output: Path) -> Lost:
    """What a DOCX or PDF lacks: words in any order, rows with their cells one after the other."""
    content = json.loads(content_file.read_text(encoding="utf-8"))
    found = _words(_pdf_text(output) if output.suffix == ".pdf" else _docx_text(output))
    missing = Counter(_words(" ".join(_texts(content)))) - Counter(found)
    text = f" {' '.join(found)} "
    rows = [
        " ".join(_words(" ".join(row)))
        for block in content["blocks"]
        if "table" in block
        for row in block["table"]["rows"]
    ]
    return Lost(missing.total(), sum(f" {row} " not in text for row in rows))


def pages(output: Path) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(output) as document:
        return len(document)


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for block in content["blocks"]:
        if "heading" in block:
            yield block["heading"]  # the number may be Word's own, which is no text
        elif "paragraph" in block:
            for run in block["paragraph"]:
                yield run if isinstance(run, str) else run["text"]
        else:
            table = block["table"]
            yield f"Table {table['number']} {table['caption']}"
            yield from (*table["head"], *table["notes"])
            for row in table["rows"]:
                yield from row
    for reference in content["references"]:
        csl = reference["csl"]
        yield from (csl["title"], csl["container-title"], csl["volume"])
        yield from (author["family"] for author in csl["author"])


def _words(text: str) -> list[str]:
    return WORD.findall(HYPHEN.sub("", text).casefold())


def _pdf_text(path: Path) -> str:
    """The text that stands on the pages; what runs over their edges does not."""
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def _docx_text(path: Path) -> str:
    """The text of the body, its tables and fields, paragraph by paragraph."""
    with ZipFile(io.BytesIO(path.read_bytes())) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    paragraphs = body.iter(qn("w:p"))
    return " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)
