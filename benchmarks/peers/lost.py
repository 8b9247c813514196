"""What an output lost of the content: the words and rows that it does not hold."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pypdfium2
from docx.oxml.ns import qn
from lxml import etree

BETWEEN = re.compile(r"[\W_]+")
"""What does not count: blanks, hyphens and points, as lines and words are broken anywhere."""
NEIGHBOURS = 3
"""A word is there when it stands in so many words that follow each other as in the content."""


class Lost(NamedTuple):
    """How much of the content an output does not hold."""

    words: int
    """Of headings, prose, captions, notes and references."""
    rows: int
    """Of tables: rows whose cells do not stand one after the other."""


def lost(content_file: Path, output: Path) -> Lost:
    """What a DOCX or PDF lacks."""
    content = json.loads(content_file.read_text(encoding="utf-8"))
    found = _letters(_pdf_text(output) if output.suffix == ".pdf" else _docx_text(output))
    rows = (
        row for block in content["blocks"] if "table" in block for row in block["table"]["rows"]
    )
    return Lost(
        sum(_words_lost(text, found) for text in _texts(content)),
        sum(_letters("".join(row)) not in found for row in rows),
    )


def pages(output: Path) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(output) as document:
        return len(document)


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for block in content["blocks"]:
        if "heading" in block:
            yield block["heading"]  # the number may be Word's own, which is no text
        elif "paragraph" in block:
            runs = block["paragraph"]
            yield "".join(run if isinstance(run, str) else run["text"] for run in runs)
        else:
            table = block["table"]
            yield from (table["caption"], " ".join(table["head"]), *table["notes"])
    for reference in content["references"]:
        csl = reference["csl"]
        yield csl["title"]
        yield csl["container-title"]
        yield from (author["family"] for author in csl["author"])


def _words_lost(text: str, found: str) -> int:
    """How many words of the text are not there; a page may end between any two of them."""
    words = [word for word in (_letters(word) for word in text.split()) if word]
    near = min(NEIGHBOURS, len(words))
    starts = range(len(words) - near + 1)
    there = [n for n in starts if "".join(words[n : n + near]) in found]
    return len(words) - len({n + step for n in there for step in range(near)})


def _letters(text: str) -> str:
    return BETWEEN.sub("", text).casefold()


def _pdf_text(path: Path) -> str:
    """The text that stands on the pages; what runs over their edges does not."""
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def _docx_text(path: Path) -> str:
    """The text of the body, its tables and fields."""
    with ZipFile(io.BytesIO(path.read_bytes())) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return "".join(text.text or "" for text in body.iter(qn("w:t")))
