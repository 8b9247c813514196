"""Room for words between curves that only fall: looked up, not searched point by point."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Strip = tuple[float, float, float, float]
"""Left, upper, right and lower edge, points."""
Place = tuple[float, float]
"""Left and upper edge."""

APART = 7.0
"""From words to the curve of another arm."""
NEAR = 4.0
"""From words to their own curve."""
_ANCHORS = 24
"""Places along a curve that are tried, from its end on."""


@dataclass(frozen=True, slots=True)
class Track:
    """A curve in points: from each x on it runs level at the y beside it, until its end."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    end: float

    def y(self, x: float) -> float:
        """Its height at x."""
        return self.ys[max(bisect_right(self.xs, x) - 1, 0)]

    def crosses(self, strip: Strip, apart: float) -> bool:
        """Whether it comes nearer than `apart` to a strip; it falls, so its ends there tell."""
        left, top, right, bottom = strip
        if left - apart > self.end or right + apart < self.xs[0]:
            return False
        high, low = self.y(left - apart), self.y(min(right + apart, self.end))
        return high < bottom + apart and low > top - apart


@dataclass(slots=True)
class Room:
    """What stands between the axes, and what words have taken."""

    inside: Strip
    tracks: Sequence[Track]
    taken: list[Strip]

    def free(self, strip: Strip, own: Track | None = None) -> bool:
        """Whether words can stand there, near to the curve that they belong to."""
        left, top, right, bottom = strip
        first, upper, last, lower = self.inside
        if left < first + 1 or right > last or top < upper - 1 or bottom > lower - 1:
            return False
        if any(_meet(strip, other) for other in self.taken):
            return False
        if any(track.crosses(strip, NEAR - 1 if track is own else APART) for track in self.tracks):
            return False
        return own is None or all(self._nearest(own, x, (top + bottom) / 2) for x in (left, right))

    def _nearest(self, own: Track, x: float, y: float) -> bool:
        """Whether no other curve is as near to a point as the one of which it is to be read."""
        distance = abs(own.y(min(x, own.end)) - y)
        others = (track for track in self.tracks if track is not own and x <= track.end)
        return all(abs(track.y(x) - y) > distance + NEAR for track in others)


def free_corner(room: Room, places: Sequence[Place], wide: float, high: float) -> Place | None:
    """The first of some places where words are free of every curve; None where they are in none."""
    for left, top in places:
        strip = (left, top, left + wide, top + high)
        if room.free(strip):
            room.taken.append(strip)
            return left, top
    return None


def free_place(room: Room, own: Track, wide: float, high: float) -> Place | None:
    """Where the name of a curve stands: behind its end, else above or below it, near to its end.

    None where it would touch a curve or other words wherever it stands.
    """
    for left, top in _places(own, wide, high):
        strip = (left, top, left + wide, top + high)
        if room.free(strip, own):
            room.taken.append(strip)
            return left, top
    return None


def _places(own: Track, wide: float, high: float) -> Iterator[Place]:
    last = own.y(own.end)
    yield own.end + NEAR + 1, last - high / 2
    start = own.xs[0]
    for n in range(_ANCHORS):
        x = own.end - n * (own.end - start) / _ANCHORS
        yield x - wide, own.y(x - wide) - high - NEAR
        yield x - wide, own.y(x) + NEAR
        yield x, own.y(x) - high - NEAR


def _meet(one: Strip, other: Strip) -> bool:
    return (
        min(one[2], other[2]) > max(one[0], other[0]) - 2
        and min(one[3], other[3]) > max(one[1], other[1]) - 2
    )
