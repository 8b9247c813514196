"""Comments in the margin: what is still to be done, for whoever works on the Word file.

A comment is anchored at the words before it: a range that begins with the paragraph, or after the
comment before, and a reference that prints nothing. Its date is the document's, never the clock's.
"""

from collections.abc import Sequence
from datetime import date

from assembler.write.docx.anchors import Ledger
from assembler.write.docx.xml import Element, put_text, qn, root, serialised, sub

AUTHOR, INITIALS = "assembler", "as"


def put_comment(parent: Element, text: str, ledger: Ledger) -> None:
    """Comment on what stands in `parent`, a paragraph, since its last comment."""
    identity = len(ledger.comments)
    ledger.comments.append(text)
    start = sub(parent, "commentRangeStart", id=identity)
    before = _last_reference(parent)
    if before is None:
        parent.insert(0, start)
    else:
        before.addnext(start)
    sub(parent, "commentRangeEnd", id=identity)
    sub(sub(parent, "r"), "commentReference", id=identity)


def _last_reference(parent: Element) -> Element | None:
    """What the range begins behind: the last comment's reference, else the properties."""
    for element in reversed(parent):
        if element.tag == qn("pPr") or element.find(qn("commentReference")) is not None:
            return element
    return None


def comments_part(texts: Sequence[str], dated: date) -> bytes:
    """The part `comments.xml`."""
    comments = root("comments")
    for identity, text in enumerate(texts):
        comment = sub(
            comments,
            "comment",
            id=identity,
            author=AUTHOR,
            date=f"{dated:%Y-%m-%d}T00:00:00Z",
            initials=INITIALS,
        )
        for line in text.splitlines():
            put_text(sub(sub(comment, "p"), "r"), line)
    return serialised(comments)
