"""The paths of a picture as PDF operators."""

from collections.abc import Iterator

from assembler.write.figures.picture import Path, Picture


def operators(picture: Picture, left: float, top: float) -> Iterator[str]:
    """Operators that draw the paths, the picture's upper left corner at (left, top).

    They change the graphics state: keep them between `q` and `Q`.
    """
    for path in picture.paths:
        if path.fill is not None:
            yield f"{path.fill:.3g} g"
        if path.stroke is not None:
            yield f"{path.stroke:.3g} G {path.width:.3g} w"
        if path.dash:
            yield f"[{' '.join(f'{length:.3g}' for length in path.dash)}] 0 d"
        for number, (x, y) in enumerate(path.points):
            yield f"{left + x:.2f} {top - y:.2f} {'l' if number else 'm'}"
        yield _painted(path)
        if path.dash:
            yield "[] 0 d"


def _painted(path: Path) -> str:
    if path.stroke is None:
        return "h f" if path.fill is not None else "n"
    if path.fill is not None:
        return "h B"
    return "s" if path.closed else "S"
