"""Pieces of a page are what pdfium says of each text object alone, one look at the page or many."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assembler.write.pdf.pieces import Pieces
from assembler.write.pdf.write import write
from tests.write.pdf.made import built, of
from tests.write.short import inlines, options, p


def _alone(data: bytes) -> Iterator[str]:
    """What each text object says, page by page, those of one marked content together."""
    with pdfium.PdfDocument(data) as pdf:
        for page in pdf:
            text_page = page.get_textpage()
            last = -1
            said = ""
            for text in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=1):
                mcid = pdfium_c.FPDFPageObj_GetMarkedContentID(text.raw)
                size = pdfium_c.FPDFTextObj_GetText(text.raw, text_page.raw, None, 0)
                buffer = (pdfium_c.FPDF_WCHAR * (size // 2))()
                pdfium_c.FPDFTextObj_GetText(text.raw, text_page.raw, buffer, size)
                words = bytes(buffer).decode("utf-16-le").removesuffix("\0")
                if said and (mcid != last or mcid < 0):
                    yield said
                    said = ""
                last, said = mcid, said + words
            yield said
            text_page.close()


def _pieces(data: bytes) -> Iterator[str]:
    pieces = Pieces()
    with pdfium.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            text_page = page.get_textpage()
            yield from (piece.text for piece in pieces.of(number, page.raw, text_page.raw))
            text_page.close()


def test_the_pieces_of_the_sample_are_those_that_pdfium_tells_alone() -> None:
    said = list(_alone(built().data))
    assert len(said) > 100
    assert list(_pieces(built().data)) == said


def test_hyphens_at_a_lines_end_and_letters_that_share_a_word_are_in_their_pieces() -> None:
    words = "low- and middle-income, placebo-controlled x\u00b2 **bold**, ﬁ, α≥β, a  b "
    blocks = [p(*inlines("x" * n + " " + words * 4)) for n in range(1, 20)]
    data = write(of(*blocks), options()).data
    assert list(_pieces(data)) == list(_alone(data))
