"""All rules for PDF files, in the order in which they are judged."""

from assembler.inspect.finding import Rule
from assembler.inspect.pdf import archive, fonts, navigation, pages, sizes, structure, whole
from assembler.inspect.pdf.opened import OpenedPdf

RULES: tuple[Rule[OpenedPdf], ...] = (
    *whole.RULES,
    *archive.RULES,
    *fonts.RULES,
    *sizes.RULES,
    *pages.RULES,
    *navigation.RULES,
    *structure.RULES,
)
