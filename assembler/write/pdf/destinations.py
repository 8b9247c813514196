"""The named destinations of a file: a place on a page for each name, the reader's zoom kept.

As bytes for an update of the file: they are many and small, and as objects of pikepdf they cost
twenty times as much. ISO 32000-1, 7.9.6 and 12.3.2.
"""

from collections.abc import Mapping, Sequence

from pikepdf import String

_EACH = 64
"""Names of one leaf of the tree."""
_ABOVE = 4
"""A reader is led to so many points above the place."""


def name_tree(
    destinations: Mapping[str, tuple[int, float]], pages: Sequence[int], first: int
) -> list[bytes]:
    """The tree of names as objects numbered from `first`, its root; `destinations` are name ->
    page from 1 and height in points, `pages` the objects of the pages."""
    named = sorted((_sorted_as(name), String(name).unparse(), name) for name in destinations)
    leaves: list[bytes] = []
    for start in range(0, len(named), _EACH):
        part = named[start : start + _EACH]
        entries: list[bytes] = []
        for _, written, name in part:
            page, y = destinations[name]
            place = b"[%d 0 R /XYZ 0 %b 0]" % (pages[page - 1], f"{y + _ABOVE:.2f}".encode())
            entries.append(b"%b %b" % (written, place))
        limits = b"%b %b" % (part[0][1], part[-1][1])
        number = first + 1 + len(leaves)
        leaves.append(
            b"%d 0 obj\n<< /Limits [%b] /Names [%b] >>\nendobj\n"
            % (number, limits, b" ".join(entries))
        )
    kids = b" ".join(b"%d 0 R" % (first + 1 + n) for n in range(len(leaves)))
    return [b"%d 0 obj\n<< /Kids [%b] >>\nendobj\n" % (first, kids), *leaves]


def _sorted_as(name: str) -> bytes:
    """The bytes of a name, by which the tree is in order."""
    return bytes(String(name))
