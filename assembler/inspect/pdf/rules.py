"""All rules for PDF files, in the order in which they are judged."""

from assembler.inspect.finding import Rule
from assembler.inspect.pdf import fonts, navigation, pages, structure, whole
from assembler.inspect.pdf.opened import OpenedPdf

RULES: tuple[Rule[OpenedPdf], ...] = (
    *whole.RULES,
    *fonts.RULES,
    *pages.RULES,
    *navigation.RULES,
    *structure.RULES,
)
