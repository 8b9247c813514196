"""Small documents and their files, for the tests of the PDF writer."""

from functools import cache

from assembler.document.nodes import Block, Document, Section
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.pdf.read import Reading, read
from assembler.write.pdf.write import write
from assembler.write.text.fonts import Fonts
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Written
from tests.write.sample import sample
from tests.write.short import inlines, look, options, section


@cache
def built() -> Written:
    """The sample document as PDF."""
    return write(sample(), options())


@cache
def reading() -> Reading:
    """The sample's PDF read back."""
    return read(built().data)


def of(*blocks: Block, sections: tuple[Section, ...] = ()) -> Resolved:
    """A document of one section with these blocks, and more sections."""
    first = section("sec-2.5.1", "2.5.1", inlines("Section"), blocks)
    return resolve(Document("t", "2.5", "Test", "en", (), (), (first, *sections), {}, {}))


def setter(resolved: Resolved | None = None) -> Typesetter:
    """A typesetter of the document, or of an empty one, with the shipped look."""
    return Typesetter(resolved or of(), look(), Fonts(look()))
