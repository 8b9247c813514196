"""What the agencies ask differently, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

CM = 72 / 2.54
INCH = 72.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Least distances of all ink, header and footer included, from the page's edges, points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The measures of one agency."""

    name: str
    pages: Mapping[str, tuple[float, float]]
    """Name of a paper -> width and height upright, points."""
    upright: Margins
    landscape: Margins
    largest: int
    """Bytes of a file."""
    path: int
    """Characters of a path below the dossier's folder. FDA eCTD guide 2.4; EU from memory."""
    narrative: float = 0
    """Size of running text that is advised, points; 0 where none is. FDA PDF Specifications 3.1."""
    names: int = 64
    """Characters of a file's or folder's name with its ending. ICH eCTD, Appendix 2."""


_A4 = (21.0 * CM, 29.7 * CM)
_LETTER = (8.5 * INCH, 11 * INCH)
_PAGES = {"A4": _A4, "Letter": _LETTER}

EMA = Profile(
    "ema",
    _PAGES,
    # ICH eCTD Appendix 7 (from memory): 2.5 cm to the left for binding, 0.8 cm elsewhere.
    upright=Margins(2.5 * CM, 0.8 * CM, 0.8 * CM, 0.8 * CM),
    landscape=Margins(0.8 * CM, 2.0 * CM, 0.8 * CM, 0.8 * CM),
    largest=500_000_000,
    path=180,
)
FDA = Profile(
    "fda",
    _PAGES,
    # FDA PDF Specifications 3.1.
    upright=Margins(0.75 * INCH, 0.375 * INCH, 0.375 * INCH, 0.375 * INCH),
    landscape=Margins(0.375 * INCH, 0.75 * INCH, 0.375 * INCH, 0.375 * INCH),
    largest=100_000_000,
    path=150,
    narrative=12,
)
PROFILES: Mapping[str, Profile] = {"ema": EMA, "fda": FDA}

_NEAREST: Mapping[str, Profile] = {"us": FDA, "canada": FDA}
"""Of a dossier's region. Canada prints on Letter as FDA does; the others on A4."""


def profile_of(region: str) -> Profile:
    """The measures for a dossier's region: those of the nearest agency."""
    return _NEAREST.get(region, EMA)
