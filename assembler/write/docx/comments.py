"""Comments in the margin: what is still to be done, for whoever works on the Word file.

A comment is anchored at the words before it: a range that begins with the paragraph, or after the
comment before, and a reference that prints nothing. A drafting note is about the whole paragraph:
its range lies round those of other comments. Their date is the document's, never the clock's.
"""

from collections.abc import Sequence
from datetime import date

from assembler.document.nodes import Comment
from assembler.write.docx.anchors import Ledger
from assembler.write.docx.xml import Element, put_text, qn, root, serialised, sub
from assembler.write.written import Options

AUTHOR, INITIALS = "assembler", "as"
TEMPLATE, TEMPLATES_INITIALS = "Template", "T"
"""Who says what a drafting note says."""


def put_comment(parent: Element, comment: Comment, ledger: Ledger) -> None:
    """Comment on what stands in `parent`, a paragraph, since its last comment or as a whole."""
    identity = len(ledger.comments)
    ledger.comments.append(comment)
    start = sub(parent, "commentRangeStart", id=identity)
    before = parent.find(qn("pPr")) if comment.is_drafting else _last_reference(parent)
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


def is_shown(comment: Comment, options: Options) -> bool:
    """Whether a file has a comment: a drafting note is in no final."""
    return options.comments and (options.draft or not comment.is_drafting)


def author_of(comment: Comment) -> str:
    """Who makes a comment."""
    return TEMPLATE if comment.is_drafting else AUTHOR


def comments_part(said: Sequence[Comment], dated: date) -> bytes:
    """The part `comments.xml`."""
    comments = root("comments")
    for identity, one in enumerate(said):
        comment = sub(
            comments,
            "comment",
            id=identity,
            author=author_of(one),
            date=f"{dated:%Y-%m-%d}T00:00:00Z",
            initials=TEMPLATES_INITIALS if one.is_drafting else INITIALS,
        )
        for line in one.text.splitlines():
            put_text(sub(sub(comment, "p"), "r"), line)
    return serialised(comments)
