"""The content as Markdown for pandoc: citations by citeproc, tables as pipe tables.

pandoc has no cross-references of its own, so the numbers stand in the text and lead to labels.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")

NUMBERED = """\
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info><title>Numbered</title><id>numbered</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation>
    <sort><key variable="citation-number"/></sort>
    <layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout>
  </citation>
  <bibliography second-field-align="flush">
    <layout suffix=".">
      <text variable="citation-number" suffix=". "/>
      <names variable="author" suffix=". ">
        <name name-as-sort-order="all" sort-separator=" " initialize-with="" delimiter=", "/>
      </names>
      <text variable="title" suffix=". "/>
      <text variable="container-title" suffix=". "/>
      <date variable="issued"><date-part name="year"/></date>
      <text variable="volume" prefix=";"/>
      <text variable="page" prefix=":"/>
    </layout>
  </bibliography>
</style>
"""
"""A numbered style in CSL, since pandoc ships none."""


BREAKABLE = "#show figure: set block(breakable: true)\n"
"""Without it typst cuts a long table of pandoc's off at the end of its page."""


def write_source(content: Mapping[str, Any], folder: Path) -> None:
    """peer.md, references.json, numbered.csl and breakable.typ."""
    (folder / "peer.md").write_text("\n".join(_lines(content)), encoding="utf-8")
    references = [reference["csl"] for reference in content["references"]]
    (folder / "references.json").write_text(json.dumps(references), encoding="utf-8")
    (folder / "numbered.csl").write_text(NUMBERED, encoding="utf-8")
    (folder / "breakable.typ").write_text(BREAKABLE, encoding="utf-8")


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield from ("---", f'title: "{content["title"]}"', f'subtitle: "{content["subject"]}"')
    yield from ("bibliography: references.json", "csl: numbered.csl", "---", "")
    for block in content["blocks"]:
        if "heading" in block:
            marks = "#" * block["level"]
            yield f"{marks} {block['number']} {_text(block['heading'])} {{#{block['label']}}}"
        elif "paragraph" in block:
            yield "".join(map(_run, block["paragraph"]))
        else:
            yield from _table(block["table"])
        yield ""
    heading = content["references_heading"]
    yield f"# {heading['number']} {heading['title']}"


def _run(run: str | Mapping[str, str]) -> str:
    if isinstance(run, str):
        return _text(run)
    return f"[@{run['cite']}]" if "cite" in run else f"[{_text(run['text'])}](#{run['ref']})"


def _table(table: Mapping[str, Any]) -> Iterator[str]:
    """A pipe table; pandoc takes the widths of its columns from the dashes: room for each word."""
    cells = [[_text(cell) for cell in row] for row in (table["head"], *table["rows"])]
    head, *rows = cells
    widths = [2 + max(_width(row[n]) for row in cells) for n in range(len(head))]
    yield f"| {' | '.join(head)} |"
    dashes = [f"{'-' * width}{':' if n else '-'}" for n, width in enumerate(widths)]
    yield f"|{'|'.join(dashes)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""
    yield f": {_text(table['caption'])} {{#{table['label']}}}"  # typst numbers it, Word does not
    for note in table["notes"]:
        yield from ("", _text(note))


def _width(cell: str) -> int:
    """A cell's letters in one line up to 30; above, those of its longest word."""
    return len(cell) if len(cell) <= 30 else max(30, *(len(word) for word in cell.split()))


def _text(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
