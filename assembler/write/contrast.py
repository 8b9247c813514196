"""How well letters of one colour are read on a ground of another, as WCAG 2.2 measures it."""


def contrast(one: str, other: str) -> float:
    """The ratio of contrast of two colours, `#005A5A` or `005A5A`: 1 for the same, 21 at most."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightened(colour: str, ground: str, *, contrast_of: float) -> str:
    """The colour with as much white as it takes to be read on a dark ground, in tenths."""
    parts = _parts(colour)
    for white in range(10):
        mixed = "#" + "".join(f"{part + (255 - part) * white // 10:02x}" for part in parts)
        if contrast(mixed, ground) >= contrast_of:
            return mixed
    return "#ffffff"


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, ...]:
    """Red, green and blue, 0 to 255."""
    digits = colour.removeprefix("#")
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
