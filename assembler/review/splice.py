"""Replacing bytes of a part, and new elements as bytes in the part's own prefixes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from assembler.write.docx.xml import Element

_XML = "http://www.w3.org/XML/1998/namespace"
Scope = Mapping[str | None, str]
"""The prefixes that are declared where an element is put: `Element.nsmap` of its parent."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `begin` to `end` of a part become `data`; of an insertion both are the same."""

    begin: int
    end: int
    data: bytes


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """`data` with the edits made; those at one place stand in the order in which they are given.

    Raises ValueError where two of them overlap.
    """
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.begin, edit.end)):
        if edit.begin < done:
            raise ValueError(f"two edits overlap at byte {edit.begin}")
        pieces += [data[done : edit.begin], edit.data]
        done = edit.end
    pieces.append(data[done:])
    return b"".join(pieces)


def fragment(element: Element, scope: Scope) -> bytes:
    """The element as bytes, to be put where `scope` holds.

    The prefixes are those of the part: Word and LibreOffice write `w`, but nobody has to. What is
    declared nowhere is declared here.
    """
    return "".join(_written(element, dict(scope))).encode()


def _written(element: Element, scope: dict[str | None, str]) -> Iterator[str]:
    declared: dict[str | None, str] = {}

    def named(tag: str, *, attribute: bool = False) -> str:
        uri, brace, local = tag.rpartition("}")
        uri = uri.removeprefix("{")
        if not brace or uri == _XML:
            return f"xml:{local}" if brace else local
        inside = scope | declared
        for prefix, known in inside.items():
            if known == uri and (prefix is not None or not attribute):
                return local if prefix is None else f"{prefix}:{local}"
        prefix = next(p for p in (f"ns{n}" for n in count()) if p not in inside)
        declared[prefix] = uri
        return f"{prefix}:{local}"

    name = named(str(element.tag))
    attributes = [
        f' {named(str(key), attribute=True)}="{_escaped(str(value))}"'
        for key, value in element.items()
    ]
    attributes += [f' xmlns:{prefix}="{_escaped(uri)}"' for prefix, uri in declared.items()]
    yield f"<{name}{''.join(attributes)}"
    if not len(element) and not element.text:
        yield "/>"
        return
    yield f">{_escaped(element.text or '')}"
    for child in element:
        yield from _written(child, scope | declared)
        yield _escaped(child.tail or "")
    yield f"</{name}>"


def _escaped(text: str) -> str:
    for char, written in (
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"),
        ("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;"),
    ):  # fmt: skip
        text = text.replace(char, written)
    return text
