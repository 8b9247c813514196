"""WordprocessingML as lxml elements: names, small builders, no text templates."""

from copy import deepcopy
from functools import cache
from html import escape
from typing import TypeAlias

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {"w": W, "r": R}

Element: TypeAlias = etree._Element


@cache
def qn(name: str) -> str:
    """The lxml name of the WordprocessingML element or attribute `name`."""
    return f"{{{W}}}{name}"


def root(name: str) -> Element:
    """A new root element of a WordprocessingML part."""
    return etree.Element(qn(name), nsmap=NAMESPACES)


def plain_root(namespace: str, name: str, **attributes: str) -> Element:
    """A new root element whose namespace is the default one."""
    nsmap: dict[str, str] = {None: namespace}  # type: ignore[dict-item]  # lxml wants it so
    return etree.Element(f"{{{namespace}}}{name}", attributes, nsmap)


def sub(parent: Element, tag: str, /, **attributes: str | int) -> Element:
    """A new last child of `parent`; keyword `val` becomes `w:val`. Keep to schema order."""
    child = etree.SubElement(parent, qn(tag))
    for key, value in attributes.items():
        child.set(qn(key), str(value))
    return child


def copied(parent: Element, pattern: Element) -> Element:
    """A copy of `pattern` as the last child of `parent`. Of four elements it takes a third of the
    time that making them takes."""
    made = deepcopy(pattern)
    parent.append(made)
    return made


def put_text(run: Element, text: str) -> Element:
    """The words of a run as one `w:t`; blanks at its ends are kept."""
    element = etree.SubElement(run, qn("t"))
    element.text = text
    if text != text.strip():
        element.set(XML_SPACE, "preserve")
    return element


def child(parent: Element, name: str) -> Element | None:
    """The first child of that name, or None.

    What is asked for stands mostly first; `find` and `iterchildren` take several times as long.
    """
    tag = qn(name)
    for element in parent:
        if element.tag == tag:
            return element
    return None


def val(parent: Element | None, path: str, attribute: str = "val") -> str | None:
    """The attribute of the child at `path` (`pPr/pStyle`), or None where there is none."""
    for name in path.split("/"):
        if parent is None:
            return None
        parent = child(parent, name)
    return None if parent is None else parent.get(qn(attribute))


def serialised(element: Element) -> bytes:
    """The element as a part of the package."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def inside(element: Element) -> str:
    """What is inside an element, as it stands in a part whose root names the namespaces."""
    text = etree.tostring(element, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("<")] if len(element) else ""


def as_text(element: Element) -> str:
    """An element as it stands in a part whose root names the namespaces."""
    around = root("body")
    around.append(element)
    return inside(around)


def escaped(text: str) -> str:
    """Words as lxml writes them."""
    if text.isalnum():
        return text
    return escape(text, quote=False).replace("\r", "&#13;")


def run_text(text: str) -> str:
    """A run of words without formatting, as `put_text` makes it."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r><w:t{space}>{escaped(text)}</w:t></w:r>"


def twips(points: float) -> int:
    """Points -> twentieths of a point."""
    return round(points * 20)
