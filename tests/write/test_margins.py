"""Every look leaves the margins that the agencies ask for, on every page of both formats.

FDA: 3/4 inch on the left of portrait pages and at the top of landscape pages, else 3/8; headers
and footers count. ICH: 2.5 cm on the left of portrait pages, 2.0 cm at the top of landscape pages.
"""

from functools import cache

import pytest

from assembler.shipped import shipped
from assembler.write.docx.write import write as write_docx
from assembler.write.docx.xml import qn
from assembler.write.look import load_look
from assembler.write.pdf.write import write as write_pdf
from tests.acceptance.pages import extents
from tests.write.docx.opened import part
from tests.write.sample import sample
from tests.write.short import options

LOOKS = sorted(file.stem for file in (shipped("templates") / "looks").glob("*.yaml"))
BOUND_LEFT = 2.5 / 2.54 * 72
BOUND_TOP = 2.0 / 2.54 * 72
OTHERS = 3 / 8 * 72
SIZES = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0)}
HAIR = 0.5
"""Of a glyph that leans over the edge of its box."""


@cache
def pdf(name: str) -> bytes:
    return write_pdf(sample(), options(look=load_look(shipped("templates") / "looks", name))).data


@cache
def docx(name: str) -> bytes:
    return write_docx(sample(), options(look=load_look(shipped("templates") / "looks", name))).data


@pytest.mark.parametrize("name", LOOKS)
def test_no_glyph_of_the_pdf_stands_in_a_margin(name: str) -> None:
    pages = extents(pdf(name))
    assert {page.width > page.height for page in pages} == {True, False}
    for page in pages:
        landscape = page.width > page.height
        assert page.left >= (OTHERS if landscape else BOUND_LEFT) - HAIR
        assert page.height - page.top >= (BOUND_TOP if landscape else OTHERS) - HAIR
        assert page.width - page.right >= OTHERS - HAIR
        assert page.bottom >= OTHERS - HAIR


@pytest.mark.parametrize("name", LOOKS)
def test_no_page_of_the_docx_has_a_margin_too_small(name: str) -> None:
    pages = list(part(docx(name)).iter(qn("sectPr")))
    seen = set()
    for page in pages:
        size, margins = page.find(qn("pgSz")), page.find(qn("pgMar"))
        assert size is not None and margins is not None
        landscape = size.get(qn("orient")) == "landscape"
        seen.add(landscape)
        given = {side: int(margins.get(qn(side), "0")) / 20 for side in
                 ("left", "right", "top", "bottom", "header", "footer")}  # fmt: skip
        assert given["left"] >= (OTHERS if landscape else BOUND_LEFT) - 0.1
        top = BOUND_TOP if landscape else OTHERS
        assert given["header"] >= top and given["top"] >= given["header"]
        assert given["right"] >= OTHERS
        assert given["bottom"] >= given["footer"] >= OTHERS
    assert seen == {True, False}


@pytest.mark.parametrize("name", LOOKS)
def test_both_formats_have_the_pages_of_the_look(name: str) -> None:
    look = load_look(shipped("templates") / "looks", name)
    expected = sorted(SIZES[look.page.size])
    for page in extents(pdf(name)):
        assert sorted((page.width, page.height)) == pytest.approx(expected, abs=0.1)
    for page_size in part(docx(name)).iter(qn("pgSz")):
        points = sorted(int(page_size.get(qn(side), "0")) / 20 for side in ("w", "h"))
        assert points == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("name", LOOKS)
def test_a_deeper_heading_is_never_larger_and_none_is_smaller_than_the_text(name: str) -> None:
    roles = load_look(shipped("templates") / "looks", name).roles
    sizes = [roles[role].size for role in roles if role.startswith("heading-")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[3] >= roles["body"].size
