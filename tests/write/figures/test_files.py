"""A picture as SVG and as PNG."""

import struct
import zlib
from functools import cache

import pytest
from lxml import etree

from assembler.document.figures import ForestGroup
from assembler.document.nodes import Label
from assembler.problems import ProblemsFound
from assembler.resolve.resolve import Resolved
from assembler.write.figures import Drawn, draw, drawn_figures
from assembler.write.figures.picture import BLEED
from assembler.write.figures.svg import svg
from tests.write.figures.drawn import curves, dots, figure, flow, forest, row, schema
from tests.write.pdf.made import of, setter
from tests.write.short import value_id

SVG = "{http://www.w3.org/2000/svg}"
FOREST, SCHEMA = Label("fig-forest"), Label("fig-schema")
CURVES, FLOW, DOTS = Label("fig-curves"), Label("fig-flow"), Label("fig-dots")
SAID = {
    FOREST: "0.27\u00a0(0.14, 0.49)",
    SCHEMA: "2:1",
    CURVES: "64",
    FLOW: "n\u00a0=\u00a0121",
    DOTS: "53.1 (53.1)",
}


def document() -> Resolved:
    return of(
        figure(forest()),
        figure(schema(), SCHEMA),
        figure(curves(), CURVES),
        figure(flow(), FLOW),
        figure(dots(), DOTS),
    )


@cache
def files() -> dict[Label, Drawn]:
    return drawn_figures(setter(document()))


def test_the_same_figures_make_the_same_bytes() -> None:
    assert drawn_figures(setter(document())) == files()


@pytest.mark.parametrize("label", SAID)
def test_the_svg_keeps_text_as_text_in_the_fonts_of_word(label: Label) -> None:
    root = etree.fromstring(files()[label].svg)
    texts = list(root.iter(f"{SVG}text"))
    assert {text.get("font-family") for text in texts} == {"Arial, Arimo, sans-serif"}
    assert {float(text.get("font-size", "0")) for text in texts} == {9.0}
    words = ["".join(t.text or "" for t in g.iter(f"{SVG}text")) for g in root.iter(f"{SVG}g")]
    assert SAID[label] in words


def test_the_svg_keeps_the_dashes_by_which_arms_are_told_apart() -> None:
    dashes = [path.get("stroke-dasharray") for path in _paths(CURVES)]
    assert dashes.count("5 2.2") == 2  # the curve and its sample
    assert not any(path.get("stroke-dasharray") for path in _paths(FOREST))


def _paths(label: Label) -> list[etree._Element]:
    return list(etree.fromstring(files()[label].svg).iter(f"{SVG}path"))


def test_each_value_in_an_svg_can_be_told_by_its_id_and_moves_nothing() -> None:
    words = "0.27\u00a0(0.14, 0.49)"
    drawing, value = forest(), value_id("row.Progression-free survival")
    typesetter = setter(of(figure(drawing)))
    picture = draw(typesetter, figure(drawing))
    plain = svg(picture, typesetter.look)
    root = etree.fromstring(svg(picture, typesetter.look, printed={value: words}))
    (found,) = root.iter(f"{SVG}tspan")
    assert (found.get("data-id"), found.text) == (value, words)
    for text in root.iter(f"{SVG}text"):
        etree.strip_tags(text, f"{SVG}tspan")
    assert etree.tostring(root) == etree.tostring(etree.fromstring(plain))


def test_the_svg_has_neither_doctype_nor_style_sheet_nor_colour() -> None:
    svg = files()[FOREST].svg.decode()
    assert "<!" not in svg
    assert "style" not in svg
    shades = {part[:6] for part in svg.split("#")[1:]}
    assert all(shade[:2] == shade[2:4] == shade[4:] for shade in shades)


def test_words_are_data_not_markup() -> None:
    hostile = "<b>&\"'R&D</b>"
    group = ForestGroup((), (row("a", "0.5", "0.2", "0.8", words=hostile),))
    svg = drawn_figures(setter(of(figure(forest(group)))))[FOREST].svg
    assert hostile in [text.text for text in etree.fromstring(svg).iter(f"{SVG}text")]


def test_the_png_is_grey_and_has_300_dots_an_inch() -> None:
    drawn = files()[FOREST]
    assert drawn.png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, bits, kind = struct.unpack(">IIBB", drawn.png[16:26])
    assert (bits, kind) == (8, 0)
    assert width == pytest.approx((drawn.width + 2 * BLEED) / 72 * 300, abs=1)
    assert height / width == pytest.approx(drawn.height / drawn.width, abs=0.002)
    assert struct.unpack(">II", drawn.png[41:49]) == (11811, 11811)


def test_nothing_touches_the_edge_of_the_png() -> None:
    """A frame's line or a letter there would be cut."""
    for drawn in files().values():
        width, height = struct.unpack(">II", drawn.png[16:24])
        packed = drawn.png.partition(b"IDAT")[2]
        rows = zlib.decompressobj().decompress(packed)
        lines = [rows[n * (width + 1) + 1 : (n + 1) * (width + 1)] for n in range(height)]
        edges = lines[0] + lines[-1] + b"".join(line[:1] + line[-1:] for line in lines)
        assert set(edges) == {255}


def test_the_png_shows_ink_where_the_picture_has_it() -> None:
    drawn = files()[FOREST]
    width, height = struct.unpack(">II", drawn.png[16:24])
    packed = drawn.png.partition(b"IDAT")[2]
    rows = zlib.decompressobj().decompress(packed)
    dark = sum(pixel < 128 for pixel in rows)
    assert 0.005 < dark / (width * height) < 0.2


def test_a_character_that_no_font_has_is_refused_with_its_place() -> None:
    group = ForestGroup((), (row("a", "0.5", words="\u4e2d"),))
    with pytest.raises(ProblemsFound) as found:
        drawn_figures(setter(of(figure(forest(group)))))
    assert [problem.rule for problem in found.value.problems] == ["font.has-character"]


def test_a_figure_that_is_higher_than_a_page_is_refused() -> None:
    rows = tuple(row(str(n), "0.5", "0.2", "0.8") for n in range(80))
    with pytest.raises(ProblemsFound) as found:
        drawn_figures(setter(of(figure(forest(ForestGroup((), rows))))))
    assert [problem.rule for problem in found.value.problems] == ["figure.fits-page"]
