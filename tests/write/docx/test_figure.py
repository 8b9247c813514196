"""Figures in Word: parts, relationships, alternative text, what the self-check finds."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from assembler.document.figures import Drawing
from assembler.document.nodes import Block
from assembler.resolve.resolve import Resolved
from assembler.write.docx.figure import ASVG, SVG_EXTENSION, WP, A
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import Element, R, qn, val
from assembler.write.written import Written
from tests.write.docx.opened import edited, names, part, words
from tests.write.figures.drawn import curves, dots, figure, flow, forest, schema
from tests.write.pdf.made import of
from tests.write.short import options, p, see, value_id

SENTENCE = p("See ", see("fig-forest"), " and ", see("fig-schema"), ".")
ALTERNATIVE = "fig-schema: 0.27 (0.14, 0.49); α ≥ β"


def document(*more: Block) -> Resolved:
    return of(SENTENCE, figure(schema(), "fig-schema"), *more, figure(forest()))


@cache
def built() -> Written:
    return write(document(), options())


def test_the_file_says_what_the_model_says() -> None:
    assert differences(built(), document(), options()) == []


def test_curves_flows_and_dots_are_read_back_as_they_are_meant() -> None:
    kinds: tuple[Drawing, ...] = (curves(), flow(), dots())
    held = of(*(figure(one, f"fig-{n}") for n, one in enumerate(kinds)))
    assert differences(write(held, options()), held, options()) == []


def test_the_same_document_makes_the_same_bytes() -> None:
    assert write(document(), options()).data == built().data


def test_each_figure_is_an_svg_with_a_png_twin_of_the_right_types() -> None:
    types = {
        e.get("PartName"): e.get("ContentType") for e in part(built().data, "[Content_Types].xml")
    }
    relations = {e.get("Id"): e for e in part(built().data, "word/_rels/document.xml.rels")}
    body = part(built().data)
    blips = list(body.iter(f"{{{A}}}blip"))
    assert len(blips) == 2
    for blip in blips:
        extension = blip.find(f"{{{A}}}extLst/{{{A}}}ext")
        assert extension is not None and extension.get("uri") == SVG_EXTENSION
        for element, kind in ((blip, "image/png"), (extension[0], "image/svg+xml")):
            relation = relations[element.get(f"{{{R}}}embed")]
            assert relation.get("Type", "").endswith("/image")
            assert types[f"/word/{relation.get('Target')}"] == kind
            assert f"word/{relation.get('Target')}" in names(built().data)
    assert {e.tag for b in blips for e in b.iter() if ASVG in str(e.tag)} == {f"{{{ASVG}}}svgBlip"}


def test_the_alternative_text_and_the_name_stand_on_the_drawing() -> None:
    first, second = part(built().data).iter(f"{{{WP}}}docPr")
    assert (first.get("name"), first.get("descr")) == ("fig-schema", ALTERNATIVE)
    assert first.get("id") != second.get("id")


def test_the_caption_stands_below_with_a_number_of_its_own_kind() -> None:
    body = part(built().data)
    drawing = next(body.iter(qn("drawing")))
    picture = next(drawing.iterancestors(qn("p")))
    caption = picture.getnext()
    assert caption is not None
    assert val(picture, "pPr/pStyle") == "Figure"
    assert val(caption, "pPr/pStyle") == "Caption"
    assert words(caption) == "Figure\u00a01. What the figure shows"
    codes = [e.text or "" for e in caption.iter(qn("instrText"))]
    assert codes == [" SEQ Figure \\* ARABIC "]


def test_a_cross_reference_repeats_the_caption_s_number() -> None:
    fields = [f for q in read_docx(built().data).paragraphs for f in q.fields]
    assert "Figure\u00a02" in [f.result for f in fields if f.instruction.startswith("REF _l_fig")]


def test_the_list_of_figures_is_a_field_of_its_own() -> None:
    codes = [e.text or "" for e in part(built().data).iter(qn("instrText"))]
    assert ' TOC \\h \\z \\c "Figure" ' in codes
    without = write(of(p("No figure here.")), options())
    assert not [n for n in names(without.data) if "media" in n]
    assert '"Figure"' not in etree.tostring(part(without.data)).decode()


def test_the_place_of_a_value_in_a_figure_is_the_figure() -> None:
    assert built().places[value_id("n.pnet")] == "fig-forest"
    assert built().places[value_id("fig-forest.caption")].startswith("_v_")


def test_a_value_in_a_figure_has_no_control() -> None:
    assert value_id("n.pnet") not in read_docx(built().data).by_tag()
    assert value_id("fig-forest.caption") in read_docx(built().data).by_tag()


def test_flattened_it_says_the_same() -> None:
    flat = options(flatten=True)
    assert differences(write(document(), flat), document(), flat) == []


def svg_says(data: bytes, old: str, new: str) -> bytes:
    """The file with a word inside a figure's SVG changed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(buffer, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".svg"):
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    assert buffer.getvalue() != data
    return buffer.getvalue()


def told(data: bytes) -> str:
    return "\n".join(differences(replace(built(), data=data), document(), options()))


def test_a_word_changed_inside_a_picture_is_found() -> None:
    assert "fig-forest" in told(svg_says(built().data, "0.27", "0.28"))


def _retell(root: Element) -> None:
    next(root.iter(f"{{{WP}}}docPr")).set("descr", "something else")


def _swap(root: Element) -> None:
    """The first figure shows the second one's picture."""
    first, second = root.iter(f"{{{ASVG}}}svgBlip")
    first.set(f"{{{R}}}embed", str(second.get(f"{{{R}}}embed")))


def _lose(root: Element) -> None:
    blip = next(root.iter(f"{{{A}}}blip"))
    blip.set(f"{{{R}}}embed", "rIdNowhere")


def _drop(root: Element) -> None:
    drawing = next(root.iter(qn("drawing")))
    above = drawing.getparent()
    assert above is not None
    above.remove(drawing)


@pytest.mark.parametrize("edit", [_retell, _swap, _lose, _drop])
def test_a_picture_that_is_not_the_model_s_is_found(edit: object) -> None:
    assert callable(edit)
    assert "picture" in told(edited(built().data, edit))
