"""The named destinations of a file: a place on a page for each name, the reader's zoom kept.

As bytes for an update of the file: they are many and small, and as objects of pikepdf they cost
twenty times as much. ISO 32000-1, 7.9.6 and 12.3.2.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pikepdf import String

_EACH = 32
"""Names or branches of one node: readers look through them one by one."""
_ABOVE = 4
"""A reader is led to so many points above the place."""


class _Node(NamedTuple):
    """What a node holds, with its first and its last name; all as they are written."""

    held: bytes
    first: bytes
    last: bytes


def name_tree(
    destinations: Mapping[str, tuple[int, float]], pages: Sequence[int], first: int
) -> list[bytes]:
    """The tree of names as objects numbered from `first`, its root the last of them.

    `destinations` are name -> page from 1 and height in points, `pages` the objects of the pages.
    """
    level = [
        _Node(_entry(written, destinations[name], pages), written, written)
        for _, written, name in sorted(_sortable(name) for name in destinations)
    ]
    made: list[bytes] = []
    kind = b"Names"
    while kind == b"Names" or len(level) > 1:
        above: list[_Node] = []
        for start in range(0, len(level) or 1, _EACH):
            part = level[start : start + _EACH]
            held = b" ".join(node.held for node in part)
            limits = b""
            if len(level) > _EACH:  # not of the root
                limits = b" /Limits [%b %b]" % (part[0].first, part[-1].last)
            made.append(b"<< /%b [%b]%b >>" % (kind, held, limits))
            reference = b"%d 0 R" % (first + len(made) - 1)
            above.append(_Node(reference, *(part[0].first, part[-1].last) if part else (b"", b"")))
        level, kind = above, b"Kids"
    return made


def _sortable(name: str) -> tuple[bytes, bytes, str]:
    """The bytes of a name, by which the tree is in order; the name as it is written; the name."""
    string = String(name)
    return bytes(string), string.unparse(), name


def _entry(written: bytes, place: tuple[int, float], pages: Sequence[int]) -> bytes:
    page, y = place
    height = f"{y + _ABOVE:.2f}".encode()
    return b"%b [%d 0 R /XYZ 0 %b 0]" % (written, pages[page - 1], height)
