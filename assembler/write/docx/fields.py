"""Complex fields with their results ready: Word shows them unasked, and keeps them alive."""

from collections.abc import Callable

from assembler.write.docx.xml import XML_SPACE, Element, put_text, sub

PutRun = Callable[[Element], Element]
"""Appends a run with the right formatting to a parent and returns it."""


def plain_run(parent: Element) -> Element:
    """A run without formatting of its own."""
    return sub(parent, "r")


def begin_field(parent: Element, instruction: str, put_run: PutRun = plain_run) -> None:
    """Open a field; what is appended next is its result. Never `w:fldSimple`: readers lose it."""
    sub(put_run(parent), "fldChar", fldCharType="begin")
    code = sub(put_run(parent), "instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    sub(put_run(parent), "fldChar", fldCharType="separate")


def end_field(parent: Element, put_run: PutRun = plain_run) -> None:
    """Close the field opened last."""
    sub(put_run(parent), "fldChar", fldCharType="end")


def put_field(parent: Element, instruction: str, result: str, put_run: PutRun = plain_run) -> None:
    """A whole field whose result is one run of text."""
    begin_field(parent, instruction, put_run)
    put_text(put_run(parent), result)
    end_field(parent, put_run)
