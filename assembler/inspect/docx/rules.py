"""All rules for DOCX files, in the order in which they are judged."""

from assembler.inspect.docx import headings, marks, package, tables, text
from assembler.inspect.docx.opened import OpenedDocx
from assembler.inspect.finding import Rule

RULES: tuple[Rule[OpenedDocx], ...] = (
    *package.RULES,
    *marks.RULES,
    *headings.RULES,
    *text.RULES,
    *tables.RULES,
)
