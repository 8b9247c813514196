"""Objects appended to a file: an update in bytes, many objects to a stream.

ISO 32000-1, 7.5.6 to 7.5.8. Read from a stream of objects, an object costs a third of what it costs
on its own: qpdf asks Python for every piece of the file.
"""

import struct
from collections.abc import Sequence

_EACH = 1000
"""Objects of one stream."""


def appended(
    data: bytes, objects: Sequence[bytes | None], *, first: int, catalogue: int, before: int
) -> bytes:
    """The file with the objects, numbered from `first` on; None where a number has none.

    `catalogue` is the number of the file's catalogue, `before` where its cross-references begin.
    """
    streams = range(first + len(objects), first + len(objects) + -(-len(objects) // _EACH))
    parts, entries, places = [data], [], []
    at = len(data)
    for number in streams:
        start = (number - streams.start) * _EACH
        held = objects[start : start + _EACH]
        parts.append(_stream_of_objects(number, first + start, held))
        places.append(struct.pack(">BIH", 1, at, 0))
        at += len(parts[-1])
        index = 0
        for one in held:
            entries.append(struct.pack(">BIH", 2, number, index) if one is not None else _FREE)
            index += one is not None
    places.append(struct.pack(">BIH", 1, at, 0))
    table = b"".join([*entries, *places])
    end = streams.stop + 1
    head = b"/Type /XRef /W [1 4 2] /Index [%d %d] /Size %d /Root %d 0 R /Prev %d" % (
        first,
        end - first,
        end,
        catalogue,
        before,
    )
    parts.append(_stream(streams.stop, head, table))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(parts)


_FREE = struct.pack(">BIH", 0, 0, 0)


def _stream_of_objects(number: int, first: int, objects: Sequence[bytes | None]) -> bytes:
    """Stream `number` with the objects that are numbered from `first` on."""
    heads: list[bytes] = []
    held: list[bytes] = []
    at = 0
    for own, one in enumerate(objects, start=first):
        if one is not None:
            heads.append(b"%d %d " % (own, at))
            held.append(one)
            at += len(one) + 1
    head = b"".join(heads)
    said = b"/Type /ObjStm /N %d /First %d" % (len(held), len(head))
    return _stream(number, said, head + b"\n".join(held))


def _stream(number: int, said: bytes, held: bytes) -> bytes:
    return b"%d 0 obj\n<< %b /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        said,
        len(held),
        held,
    )
