"""A document as stable text: for `show`, for golden files, for reading while debugging."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from assembler.document.nodes import Document, Section
from assembler.problems import Position


def dump(document: Document, *, section: str | None = None) -> str:
    """Every node on a line of its own, indented by depth; one section, or all of them.

    Nothing when the document has no such section.
    """
    lines: list[str] = []
    if section is None:
        said = f"{document.id}: {document.heading} [{document.language}]"
        lines.append(f"document {said}")
        lines += _node("subject", document.subject, 1)
        lines += _node("front", document.front, 1)
    for one in document.sections:
        lines += _section(one, section, 1)
    return "".join(f"{line}\n" for line in lines)


def _section(section: Section, wanted: str | None, depth: int) -> Iterator[str]:
    if wanted in (None, section.number, section.label):
        yield from _node("section", section, depth)
        return
    for child in section.sections:
        yield from _section(child, wanted, depth)


def _node(name: str, value: object, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, Position):
        return
    if isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple) and all(isinstance(cell, str) for cell in item):
                yield f"{indent}{name}: {' | '.join(item)}".rstrip()  # the row of a listing
            else:
                yield from _node(name, item, depth)
    elif is_dataclass(value):
        inside = [(f.name, getattr(value, f.name)) for f in fields(value)]
        plain = [
            f"{key}={item!r}"
            for key, item in inside
            if not isinstance(item, tuple | Position)
            and item not in (None, "", False, 0)
            and not is_dataclass(item)
        ]
        yield f"{indent}{type(value).__name__} {' '.join(plain)}".rstrip()
        for key, item in inside:
            if isinstance(item, tuple) and item and isinstance(item[0], str):
                yield f"{indent}  {key}: {', '.join(map(str, item))}"
            elif isinstance(item, tuple) or is_dataclass(item):
                yield from _node(key, item, depth + 1)
    elif value is not None:
        yield f"{indent}{name}={value!r}"
