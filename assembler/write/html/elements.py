"""HTML as lxml elements: small builders, no text templates."""

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


def new(tag: str, /, **attributes: str) -> Element:
    """A new element; `class_` becomes `class`, `data_id` becomes `data-id`."""
    element = etree.Element(tag)
    _set(element, attributes)
    return element


def sub(parent: Element, tag: str, /, **attributes: str) -> Element:
    """A new last child of `parent`; empty attributes are left out."""
    child = etree.SubElement(parent, tag)
    _set(child, attributes)
    return child


def say(parent: Element, text: str) -> None:
    """Words at the end of an element."""
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def html_of(element: Element) -> str:
    """The element as HTML, without what follows it; blanks count, nothing is indented."""
    return etree.tostring(element, method="html", encoding="unicode", with_tail=False)


def _set(element: Element, attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        if value:
            element.set(key.rstrip("_").replace("_", "-"), value)
