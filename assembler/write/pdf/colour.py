"""The colours of the file: sRGB as an ICC profile of version 2, made here, byte for byte the same.

PDF/A wants an output intent with a profile. IEC 61966-2-1 for the curve and the primaries, adapted
to D50; ICC.1:2001-04 for the form.
"""

from functools import cache
from struct import pack

_WHITE = (0.9642, 1.0, 0.8249)  # D50, the connection space
_PRIMARIES = {
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_STEPS = 256
_NAME = b"sRGB IEC61966-2.1"
_DATED = (2020, 1, 1, 0, 0, 0)


@cache
def srgb() -> bytes:
    """The profile."""
    curve = b"curv" + bytes(4) + pack(">I", _STEPS) + b"".join(_curve())
    tags = {
        b"desc": b"desc" + bytes(4) + pack(">I", len(_NAME) + 1) + _NAME + bytes(1 + 78),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\x00",
        b"wtpt": _xyz(_WHITE),
        **{name: _xyz(primary) for name, primary in _PRIMARIES.items()},
    }
    curves = (b"rTRC", b"gTRC", b"bTRC")
    offset = 128 + 4 + 12 * (len(tags) + len(curves))
    table, data = [], b""
    for name, tag in [*tags.items(), (b"", curve)]:
        for one in curves if not name else (name,):
            table.append(pack(">4sII", one, offset + len(data), len(tag)))
        data += tag + bytes(-len(tag) % 4)
    body = pack(">I", len(table)) + b"".join(table) + data
    return _header(128 + len(body)) + body


def _header(size: int) -> bytes:
    head = pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += pack(">6H", *_DATED) + b"acsp" + bytes(4 * 7) + b"".join(map(_fixed, _WHITE))
    return head.ljust(128, b"\x00")


def _curve() -> list[bytes]:
    """Light for each of the steps of a channel, sixteen bits."""
    shares = (n / (_STEPS - 1) for n in range(_STEPS))
    light = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return [pack(">H", round(65535 * part)) for part in light]


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return pack(">i", round(value * 65536))
