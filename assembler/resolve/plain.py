"""Words where nothing can be raised or lowered: bookmarks, titles that are repeated; and words as
they are compared."""

from unicodedata import normalize

from assembler.document.nodes import (
    Emphasis,
    Inline,
    Inlines,
    Link,
    Section,
    Strong,
    Subscript,
    Superscript,
)
from assembler.document.scripts import lowered, raised
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import inline_text


def heading_text(resolved: Resolved, section: Section) -> str:
    """`2.5.4.1 Study design`: number and title as plain words."""
    return f"{resolved.numbers[section.label]} {plain_words(resolved, section.title)}"


def plain_words(resolved: Resolved, content: Inlines) -> str:
    """The words with raised and lowered figures as characters of their own: `10⁹/L`, which would
    else be `109/L`. What has no such character, as the letters of most indices, stands as it is."""
    return "".join(_plain(resolved, inline) for inline in content)


def _plain(resolved: Resolved, inline: Inline) -> str:
    match inline:
        case Superscript():
            return raised(plain_words(resolved, inline.children))
        case Subscript():
            return lowered(plain_words(resolved, inline.children))
        case Emphasis() | Strong() | Link():
            return plain_words(resolved, inline.children)
        case _:
            return inline_text(resolved, inline)


def folded(text: str) -> str:
    """The words alone: NFC, every run of white space one space."""
    return " ".join(normalize("NFC", text).split())
