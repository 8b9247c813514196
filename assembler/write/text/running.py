"""What stands at the head and foot of every page, the same in every format."""

from dataclasses import dataclass

from assembler.resolve.plain import plain_words
from assembler.write.text.typeset import Typesetter

DRAFT = "Draft"
_GAP = 24.0
"""Between what stands left and right on a line, points."""


@dataclass(frozen=True, slots=True)
class Running:
    """Plain words, each on one line."""

    title: str
    """Number and title of the document: at the head, left."""
    subject: str
    """What the document is about: at the head, right; empty where there is nothing."""
    status: str
    """`Draft`, or empty: at the foot, left of the page's number."""


def running(setter: Typesetter, width: float, *, draft: bool) -> Running:
    """What fits on lines `width` points wide; last words are left out where it is too much."""
    document = setter.resolved.document
    title = _shortened(setter, document.heading, width)
    room = width - setter.text(title, "header").width - _GAP
    subject = " ".join(plain_words(setter.resolved, document.subject).split())
    return Running(title, _shortened(setter, subject, room), DRAFT if draft else "")


def _shortened(setter: Typesetter, text: str, room: float) -> str:
    words = text.split()
    while words and setter.text(text, "header").width > room:
        words.pop()
        text = " ".join(words) + " …" if words else ""
    return text
