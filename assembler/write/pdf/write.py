"""A resolved document -> a PDF."""

from itertools import chain

from assembler.document.nodes import Label
from assembler.problems import ProblemsFound
from assembler.resolve.plain import plain_words
from assembler.resolve.resolve import Resolved
from assembler.write.pdf.blocks import Blockwright, Measure
from assembler.write.pdf.canvas import Drawing
from assembler.write.pdf.contents import DESTINATIONS
from assembler.write.pdf.drafting import DraftingNotes, are_shown, expected_words
from assembler.write.pdf.finish import finish
from assembler.write.pdf.flow import draw, fill
from assembler.write.pdf.metadata import Properties
from assembler.write.pdf.page import Ledger, Sheet, Tree
from assembler.write.pdf.running import running_heads
from assembler.write.pdf.selfcheck import differences as _differences
from assembler.write.pdf.trace import TITLE as TRACE_TITLE
from assembler.write.pdf.trace import traced
from assembler.write.text.fonts import Fonts
from assembler.write.text.rooms import rooms
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Beside, Options, Written


def write(resolved: Resolved, options: Options) -> Written:
    """The document as PDF. Raises ProblemsFound with every character that no font has.

    Title block and contents are placed first: their pages follow from their entries. The
    sections are laid out and drawn once, then the contents with the pages that they got.
    """
    document = resolved.document
    look = options.look
    setter = Typesetter(resolved, look, Fonts(look))
    tree, ledger, drawing = Tree(), Ledger(), Drawing()
    notes = DraftingNotes(setter, tree, are_shown(options))
    wright = Blockwright(setter, tree, rooms(setter), notes)
    page = look.page
    measure = Measure(page.left, page.width_of_text(), "body")

    front_placed = list(fill(wright.title_block(measure), page))
    first = front_placed[-1].sheet + 2
    body = draw(
        fill(chain(wright.sections(document.sections), wright.notes.boxes()), page),
        page,
        first=first,
        tree=tree,
        show=drawing.show,
        ledger=ledger,
    )
    bookmarks, ledger.outline = ledger.outline, []
    front = draw(front_placed, page, first=1, tree=tree, show=drawing.show, ledger=ledger)
    ledger.outline += bookmarks
    sheets = [*front, *body]
    if options.trace is not None:
        sheets += traced(sheets, options.trace, setter)
    running_heads(sheets, setter, options)

    problems = setter.fonts.problems(document)
    if problems:
        raise ProblemsFound(problems)
    title = f"{document.heading}{TRACE_TITLE if options.trace else ''}"
    properties = Properties(
        title=" ".join(title.split()),
        subject=" ".join(plain_words(resolved, document.subject).split()),
        author=options.author,
        language=document.language,
        dated=options.dated,
    )
    data = finish(drawing.save(sheets, ledger), ledger, properties, tree, sheets)
    return _written(data, sheets, ledger)


def differences(
    written: Written, resolved: Resolved, options: Options, beside: Beside | None = None
) -> list[str]:
    """Where the file, read back, says other than the model; empty when it is right."""
    notes = [*expected_words(resolved, options)]
    return _differences(written, resolved, beside, notes=notes, trace=options.trace)


def _written(data: bytes, sheets: list[Sheet], ledger: Ledger) -> Written:
    pages = {
        Label(name): number
        for name, (number, _) in ledger.destinations.items()
        if name not in DESTINATIONS.values() and ":" not in name  # what no label has
    }
    places = {value: f"page {number}" for value, number in ledger.values.items()}
    return Written(data, pages, places, len(sheets), ledger.listed)
