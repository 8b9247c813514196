"""Running heads and feet: drawn when the number of pages is known, artifacts all."""

from collections.abc import Sequence

from assembler.write.pdf.page import HAIRLINE, Rule, Sheet
from assembler.write.pdf.trace import STATUS
from assembler.write.text.lines import Line
from assembler.write.text.running import running
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options


def running_heads(sheets: Sequence[Sheet], setter: Typesetter, options: Options) -> None:
    """Number and title at the head, what it is about at its right; at the foot `Draft`, of a
    trace copy that it is one, and `Page 1 of 9` at its right."""
    made: dict[bool, tuple[Line, Line, Line]] = {}
    page = setter.look.page
    for sheet in sheets:
        right = sheet.width - page.right
        if sheet.landscape not in made:
            said = running(setter, right - page.left, draft=options.draft)
            status = " | ".join(filter(None, (said.status, STATUS if options.trace else "")))
            made[sheet.landscape] = (
                setter.text(said.title, "header"),
                setter.text(said.subject, "header"),
                setter.text(status, "footer"),
            )
        title, subject, foot = made[sheet.landscape]
        y = sheet.height - page.header_of(landscape=sheet.landscape)
        sheet.artifact(title, page.left, y, "Pagination")
        sheet.artifact(subject, right - subject.width, y, "Pagination")
        sheet.artifact(foot, page.left, page.footer, "Pagination")
        number = setter.text(f"Page {sheet.number} of {len(sheets)}", "footer")
        sheet.artifact(number, right - number.width, page.footer, "Pagination")
        colour = "0.6 0.6 0.6"
        sheet.rules.append(Rule(page.left, y - 6, right - page.left, HAIRLINE, colour))
