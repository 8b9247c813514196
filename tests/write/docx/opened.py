"""Opening and spoiling written files, for the tests of the DOCX writer."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from assembler.write.docx.xml import Element, qn

DOCUMENT = "word/document.xml"


def part(data: bytes, name: str = DOCUMENT) -> Element:
    """The root of a part of the file."""
    with ZipFile(BytesIO(data)) as zipped:
        return etree.fromstring(zipped.read(name))


def names(data: bytes) -> list[str]:
    """The names of the parts, in the order in which they stand in the file."""
    with ZipFile(BytesIO(data)) as zipped:
        return zipped.namelist()


def edited(data: bytes, edit: Callable[[Element], object], name: str = DOCUMENT) -> bytes:
    """The file after `edit` has changed a part in place."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            new.writestr(member, content)
    return buffer.getvalue()


def words(root: Element) -> str:
    """All text of an element, field results included."""
    return "".join(element.text or "" for element in root.iter(qn("t")))


def around(element: Element) -> Element:
    """The parent of an element."""
    parent = element.getparent()
    assert parent is not None
    return parent


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    around(element).remove(element)


def text_run(root: Element, text: str) -> Element:
    """The first `w:t` that says `text`."""
    return next(element for element in root.iter(qn("t")) if element.text == text)
