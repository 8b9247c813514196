"""Inspects files: which rules of an agency each of them breaks."""

from assembler.inspect.finding import Finding, Level, judged
from assembler.inspect.pdf import opened as pdf
from assembler.inspect.pdf.rules import RULES as PDF_RULES
from assembler.inspect.profile import Profile


def inspect(name: str, data: bytes, profile: Profile) -> list[Finding]:
    """The findings in one file, by rule and place; `name` without folders.

    A file that cannot be opened has one finding, which says so.
    """
    try:
        with pdf.opened(name, data, profile) as file:
            return list(judged(name, file, PDF_RULES))
    except pdf.NotOpened as fault:
        remedy = "make the file again, and without security"
        return [Finding(name, fault.rule, Level.ERROR, fault.seen.message, remedy)]
