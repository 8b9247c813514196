"""The content as typst's own markup: numbers, references and the bibliography are its own."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~^$@/\"'=+-])")

SETTINGS = """\
#set page(paper: "a4", margin: 2.5cm, numbering: "1 / 1")
#set text(size: 11pt)
#set heading(numbering: (..n) => "2.5." + n.pos().map(str).join("."))
#set figure.caption(separator: [. ])
#show figure.where(kind: table): set figure.caption(position: top)
#show figure: set block(breakable: true)
#set table(stroke: none)
"""

CONTENTS = """\
#outline()
#outline(title: [List of tables], target: figure.where(kind: table))
"""


def write_source(content: Mapping[str, Any], folder: Path) -> None:
    """peer.typ and references.yaml."""
    (folder / "peer.typ").write_text("\n".join(_lines(content)), encoding="utf-8")
    entries = {one["csl"]["id"]: _entry(one["csl"]) for one in content["references"]}
    (folder / "references.yaml").write_text(json.dumps(entries), encoding="utf-8")


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield f"#set document(title: [{_text(content['title'])}])"
    yield SETTINGS
    yield f"#align(center)[#title() {_text(content['subject'])}]"
    yield CONTENTS
    for block in content["blocks"]:
        if "heading" in block:
            yield f"{'=' * block['level']} {_text(block['heading'])} <{block['label']}>"
        elif "paragraph" in block:
            yield "".join(map(_run, block["paragraph"]))
        else:
            yield from _table(block["table"])
        yield ""
    yield f"= {content['references_heading']['title']}"
    # the style named vancouver prints no authors in 0.15
    yield '#bibliography("references.yaml", title: none, style: "springer-vancouver")'


def _run(run: str | Mapping[str, str]) -> str:
    if isinstance(run, str):
        return _text(run)
    return f"#cite(<{run['cite']}>)" if "cite" in run else f"#ref(<{run['ref']}>)"


def _table(table: Mapping[str, Any]) -> Iterator[str]:
    columns = len(table["head"])
    yield f"#figure(caption: [{_text(table['caption'])}], table("
    yield f"  columns: {columns}, align: (left, {'center, ' * (columns - 1)}),"
    yield f"  table.hline(), table.header({_cells(table['head'])}), table.hline(),"
    yield from (f"  {_cells(row)}," for row in table["rows"])
    yield f"  table.hline())) <{table['label']}>"
    yield from (f"#text(size: 9pt)[{_text(note)}]\n" for note in table["notes"])


def _cells(row: list[str]) -> str:
    return ", ".join(f"[{_text(cell)}]" for cell in row)


def _entry(csl: Mapping[str, Any]) -> dict[str, object]:
    ((year,),) = csl["issued"]["date-parts"]
    return {
        "type": "article",
        "title": csl["title"],
        "author": [f"{author['family']}, {author['given']}" for author in csl["author"]],
        "date": year,
        "page-range": csl["page"].replace("–", "-"),
        "parent": {
            "type": "periodical",
            "title": csl["container-title"],
            "volume": int(csl["volume"]),
        },
    }


def _text(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
