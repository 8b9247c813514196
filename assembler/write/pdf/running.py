"""Running heads and feet: drawn when the number of pages is known, artifacts all."""

from collections.abc import Sequence

from assembler.write.pdf.page import HAIRLINE, Rule, Sheet
from assembler.write.text.lines import Line
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options

DRAFT = "Draft"


def running_heads(sheets: Sequence[Sheet], setter: Typesetter, options: Options) -> None:
    """Number and title at the head, `Draft` at its right; `Page 1 of 9` at the foot."""
    document = setter.resolved.document
    title = f"{document.number} {document.title}"
    draft = setter.text(DRAFT, "header") if options.draft else None
    heads: dict[bool, Line] = {}
    total = len(sheets)
    page = setter.look.page
    for sheet in sheets:
        right = sheet.width - page.right
        room = right - page.left - (draft.width + 20 if draft else 0)
        head = heads.get(sheet.landscape)
        if head is None:
            head = heads[sheet.landscape] = _shortened(setter, title, room)
        y = sheet.height - page.header_of(landscape=sheet.landscape)
        sheet.artifact(head, page.left, y, "Pagination")
        if draft:
            sheet.artifact(draft, right - draft.width, y, "Pagination")
        foot = setter.text(f"Page {sheet.number} of {total}", "footer")
        sheet.artifact(foot, right - foot.width, page.footer, "Pagination")
        colour = "0.6 0.6 0.6"
        sheet.rules.append(Rule(page.left, y - 6, right - page.left, HAIRLINE, colour))


def _shortened(setter: Typesetter, title: str, room: float) -> Line:
    """The title on one line, its last words left out where it is too long."""
    line = setter.text(title, "header")
    words = title.split()
    while line.width > room and len(words) > 1:
        words.pop()
        line = setter.text(" ".join(words) + " …", "header")
    return line
