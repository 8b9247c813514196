"""Whether a program says what a page shows of it."""


def says(printed: str, expected: str) -> bool:
    """Whether the page's lines are what was printed; a line `...` stands for any lines."""
    lines = printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    *before, last = _pieces(expected.splitlines())
    start, free = 0, False
    for piece in before:
        found = _found(lines, piece, start, free=free)
        if found is None:
            return False
        start, free = found, True
    if not before:
        return lines == last
    return len(lines) - start >= len(last) and lines[len(lines) - len(last) :] == last


def _pieces(lines: list[str]) -> list[list[str]]:
    """The lines between the dots."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if line == "...":
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _found(lines: list[str], piece: list[str], start: int, *, free: bool) -> int | None:
    """Where the piece ends in the lines; it begins at `start`, or with `free` anywhere after."""
    starts = range(start, len(lines) - len(piece) + 1) if free else (start,)
    ends = (at + len(piece) for at in starts if lines[at : at + len(piece)] == piece)
    return next(ends, None)
