"""Writes docs/inspection.md: `python -m assembler.inspect.page`, in a checkout."""

from collections.abc import Iterable
from pathlib import Path

from assembler.inspect.between import Folder
from assembler.inspect.docx.office import office_rule
from assembler.inspect.docx.rules import RULES as DOCX_RULES
from assembler.inspect.docx.schema import schema_rule
from assembler.inspect.finding import Opened, Rule
from assembler.inspect.pdf.rules import RULES as PDF_RULES
from assembler.inspect.profile import CM, EMA, PROFILES, Margins

PAGE = Path(__file__).resolve().parents[2] / "docs" / "inspection.md"
_HEAD = """\
# What `assembler inspect` asks of a file

`assembler inspect FILE...` judges any PDF or Word file, whoever made it, and names for each rule
that is broken the page, the object or the paragraph, and what to do. An *error* is refused by an
agency or by the standard of the format, or is what no finished document should have, and gives exit
code 1. *Advice* gives none: nobody refuses the file, or a program may be mistaken.

| option | what it does |
|---|---|
| `--profile ema`, `--profile fda` | whose measures hold; `ema` unless said otherwise |
| `--root DIR` | the dossier's folder: links are followed to other files, folders and paths judged |
| `--allow-base14` | the standard 14 fonts need not be embedded: it is advice |
| `--schemas DIR` | the published schemas of ECMA-376 (transitional): Word files are validated |
| `--office` | LibreOffice, which must be installed, opens each Word file: a few seconds |
| `--format json` | the findings as data |

A file that cannot be read, is empty or asks for a password has one finding, `pdf.opens`,
`pdf.no-security` or `docx.opens`. A Word file must be safe to read as well: parts that are XML,
without DOCTYPE, each with a name of its own, and no larger than a document is.

Whether an alternative text says what the figure shows, whether the order of reading makes sense,
and whether a sentence is true, is for a person to judge. This page is made from the rules:
`python -m assembler.inspect.page`.
"""


def inspection_page() -> str:
    """docs/inspection.md: every rule with who asks for it and what to do."""
    folder = Folder(Path(), EMA)
    return "\n".join(
        [
            _HEAD,
            "## What differs between the agencies",
            "",
            *_measures(),
            "",
            "## PDF",
            "",
            *_table(PDF_RULES),
            *_lines(folder.rules("pdf")),
            "",
            "## Word",
            "",
            *_table(DOCX_RULES),
            *_lines((schema_rule(Path()), office_rule(Path(), b""))),
            *_lines(folder.rules("docx")),
            "",
        ]
    )


def _measures() -> list[str]:
    profiles = list(PROFILES.values())
    rows = {
        "least margins, upright": [_margins(one.upright) for one in profiles],
        "least margins, landscape": [_margins(one.landscape) for one in profiles],
        "largest PDF": [f"{one.largest // 1_000_000} MB" for one in profiles],
        "longest path": [f"{one.path} characters" for one in profiles],
        "running text": [f"{one.narrative:g} pt" if one.narrative else "-" for one in profiles],
    }
    head = f"| measure | {' | '.join(PROFILES)} |"
    lines = [f"| {name} | {' | '.join(said)} |" for name, said in rows.items()]
    return [head, "|---" * (len(profiles) + 1) + "|", *lines]


def _margins(margins: Margins) -> str:
    sides = ("left", "top", "right", "bottom")
    return ", ".join(f"{side} {getattr(margins, side) / CM:.2g} cm" for side in sides)


def _table(rules: Iterable[Rule[Opened]]) -> list[str]:
    head = ["| rule | level | what is asked | by | what to do |", "|---|---|---|---|---|"]
    return [*head, *_lines(rules)]


def _lines(rules: Iterable[Rule[Opened]]) -> list[str]:
    return [
        f"| {rule.id} | {rule.level} | {rule.asks} | {rule.source} | {rule.remedy} |"
        for rule in rules
    ]


def main() -> None:
    """Write the page of all rules."""
    PAGE.write_text(inspection_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
