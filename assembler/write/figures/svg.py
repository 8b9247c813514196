"""A picture as SVG, for Word: text stays text, in the fonts that the look names for Word."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from assembler.document.nodes import ValueId
from assembler.write.figures.picture import BLEED, Path, Picture, Words
from assembler.write.look import Look
from assembler.write.text.fonts import printable
from assembler.write.text.lines import Line, Run

_GENERIC = {"serif": "serif", "sans": "sans-serif"}


def svg(picture: Picture, look: Look, *, printed: Mapping[ValueId, str] | None = None) -> bytes:
    """The file. Each run of words is a `g` of its own, each of its lines one `text` or more.

    The values whose text is given in `printed` are each a `tspan` with the value's id as `data-id`;
    one that a line's end parts has none.
    """
    width, height = (f"{side + 2 * BLEED:.2f}" for side in (picture.width, picture.height))
    families = _families(look)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="{-BLEED:g} {-BLEED:g} {width} {height}">',
        *map(_path, picture.paths),
        *(line for words in picture.words for line in _words(words, families, printed or {})),
        "</svg>",
    ]
    return "\n".join(parts).encode() + b"\n"


def _families(look: Look) -> dict[str, str]:
    """Shipped family -> what the file asks for: Word's font, the shipped one, any of its kind.

    Word's font and the shipped one have the same widths, so every line fits in either.
    """
    both = (("serif", look.serif), ("sans", look.sans))
    return {
        family.pdf: ", ".join((family.word, family.pdf, _GENERIC[kind])) for kind, family in both
    }


def _path(path: Path) -> str:
    points = " ".join(
        f"{'L' if number else 'M'}{x:.2f} {y:.2f}" for number, (x, y) in enumerate(path.points)
    )
    end = " Z" if path.closed else ""
    fill = "none" if path.fill is None else _shade(path.fill)
    stroke = "none"
    if path.stroke is not None:
        stroke = f'{_shade(path.stroke)}" stroke-width="{path.width:g}'
    if path.dash:
        stroke += f'" stroke-dasharray="{" ".join(f"{length:g}" for length in path.dash)}'
    return f'<path d="{points}{end}" fill="{fill}" stroke="{stroke}"/>'


def _words(words: Words, families: dict[str, str], printed: Mapping[ValueId, str]) -> Iterator[str]:
    yield "<g>"
    y = words.base
    for line, x in zip(words.lines, words.xs, strict=True):
        places, begin = _places(line, printed), 0
        for run in line.runs:
            yield _text(run, x, y, families, _content(run.text, begin, places))
            x += run.width
            begin += len(run.text)
        y += words.leading
    yield "</g>"


def _places(line: Line, printed: Mapping[ValueId, str]) -> list[tuple[int, int, ValueId]]:
    """Begin and end in the line's text of the values that begin in it, in order."""
    text, places, end = "".join(run.text for run in line.runs), list[tuple[int, int, ValueId]](), 0
    for value in line.values:
        said = printable(printed.get(value, ""))
        begin = text.find(said, end) if said else -1
        if begin >= 0:
            end = begin + len(said)
            places.append((begin, end, value))
    return places


def _content(text: str, begin: int, places: Sequence[tuple[int, int, ValueId]]) -> str:
    """A run's text, which begins at `begin` of its line, each value in an element of its own."""
    content, done = "", 0
    for first, end, value in places:
        start, stop = max(first - begin, 0), min(end - begin, len(text))
        if start < stop:
            said = escape(text[start:stop], quote=False)
            content += (
                f'{escape(text[done:start], quote=False)}<tspan data-id="{value}">{said}</tspan>'
            )
            done = stop
    return content + escape(text[done:], quote=False)


def _text(run: Run, x: float, y: float, families: dict[str, str], content: str) -> str:
    """A run at its own place: nothing is left to another program's widths but the run itself."""
    name, _, style = run.ink.face.name.partition("-")
    family = families.get(name, "DejaVu Sans, sans-serif")
    bold = ' font-weight="bold"' if "Bold" in style else ""
    italic = ' font-style="italic"' if style.endswith(("Italic", "Oblique")) else ""
    return (
        f'<text x="{x:.2f}" y="{y - run.ink.rise:.2f}" font-family="{escape(family)}" '
        f'font-size="{run.ink.size:g}"{bold}{italic} fill="{_colour(run.ink.colour)}">'
        f"{content}</text>"
    )


def _shade(shade: float) -> str:
    return f"#{round(shade * 255):02X}" + f"{round(shade * 255):02X}" * 2


def _colour(operands: str) -> str:
    """`0 0 0.784` -> `#0000C8`."""
    return "#" + "".join(f"{round(float(part) * 255):02X}" for part in operands.split())
