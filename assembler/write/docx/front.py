"""The front: title block, what stands before the contents, contents."""

from assembler.resolve.contents import with_contents
from assembler.write.docx.anchors import Ledger
from assembler.write.docx.blocks import TOP, put_blocks
from assembler.write.docx.inlines import PLAIN, Frame, put_inlines
from assembler.write.docx.paragraphs import put_paragraph
from assembler.write.docx.styles import style_id
from assembler.write.docx.xml import Element, put_text


def put_front(body: Element, frame: Frame, ledger: Ledger) -> None:
    """Title, subject, front blocks, the contents among them or behind them."""
    look = frame.options.look
    document = frame.resolved.document
    title = put_paragraph(body, style_id(look, "title"))
    put_text(PLAIN.run(title), document.heading)
    if document.subject:
        subject = put_paragraph(body, style_id(look, "subject"))
        put_inlines(subject, document.subject, PLAIN, frame, ledger)
    put_blocks(body, with_contents(document.front), TOP, frame, ledger)
