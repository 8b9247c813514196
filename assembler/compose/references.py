"""Literature references as they are printed: NLM (Vancouver) and AMA.

Every part that a reference has is printed, whatever the form; nothing is completed, and a title
is never respelled.
"""

from collections.abc import Iterator

from assembler.compose.addresses import web_address
from assembler.compose.parentage import Parentage
from assembler.compose.slots import Slot
from assembler.document.nodes import Inline, Inlines, Label, Link, Text
from assembler.records.dossier import ReferenceStyle
from assembler.records.references import Author, LiteratureType, PublicationStatus, Reference

_ENDS = ".?!"


def formatted(reference: Reference, style: ReferenceStyle, parentage: Parentage) -> Inlines:
    """The entry of the reference list, without its number."""
    sentences = list(_sentences(reference, style))
    path = f"references.literature.{reference.id}"
    place = Label(f"ref-{reference.id}")

    def value(text: str) -> Inline:
        return parentage.node(Slot("name", text, (path,), (reference.id,), str(style)), place)

    inlines: list[Inline] = []
    words = ""
    for words_before, address, words_after in sentences:
        words += (" " if words else "") + words_before
        if address:
            if words:
                inlines += (
                    [value(words.rstrip(" ")), Text(" ")] if words.endswith(" ") else [value(words)]
                )
            shown, url = address
            opened = web_address(url)
            inlines.append(Link(opened, (value(shown),)) if opened else value(shown))
            words = words_after
            if words:
                inlines.append(Text(words))
            words = ""
            inlines.append(Text(" "))
    if words:
        inlines.append(value(words))
    elif inlines and inlines[-1] == Text(" "):
        inlines.pop()
    return tuple(inlines)


_Sentence = tuple[str, tuple[str, str] | None, str]


def _sentences(reference: Reference, style: ReferenceStyle) -> Iterator[_Sentence]:
    """The entry in sentences: words, then an address as shown and as linked, then words."""
    r, ama = reference, style is ReferenceStyle.AMA
    authors = _authors(r, ama=ama)
    if authors:
        yield _stop(authors), None, ""
    if r.title:
        yield _stop(r.title), None, ""
    if r.edition:
        yield _stop(f"{r.edition} ed"), None, ""
    if r.type is LiteratureType.CHAPTER and r.container_title:
        yield _stop(f"In: {r.container_title}"), None, ""
    elif r.type in (LiteratureType.SPEECH, LiteratureType.PAPER_CONFERENCE):
        yield from _presentation(r)
    elif r.container_title:
        yield _stop(r.container_title), None, ""
    publisher = ": ".join(part for part in (r.publisher_place, r.publisher) if part)
    if publisher:
        yield _stop(publisher), None, ""
    where = _where(r)
    if where:
        yield _stop(where), None, ""
    if r.status in (PublicationStatus.IN_PRESS, PublicationStatus.SUBMITTED):
        yield _stop(r.status.label.capitalize()), None, ""
    if r.accessed and ama:
        yield _stop(f"Accessed {r.accessed}"), None, ""
    if r.doi:
        yield "", (f"doi:{r.doi}", f"https://doi.org/{r.doi}"), "."
    if r.url:
        yield "" if ama else "Available from: ", (r.url, r.url), "."
    if r.accessed and not ama:
        yield _stop(f"Accessed {r.accessed}"), None, ""


def _authors(reference: Reference, *, ama: bool) -> str:
    """`Chan J, Singh S, et al`: names as given, initials without points."""
    names = [_author(author) for author in reference.author]
    if reference.et_al and names:
        names.append("et al")
    if not ama and len(names) == 2 and reference.et_al:
        return " ".join(names)  # the source's own form: `Chan et al.`
    return ", ".join(names)


def _author(author: Author) -> str:
    if author.literal:
        return author.literal
    given = (author.given or "").replace(".", "").strip()
    return f"{author.family} {given}".strip()


def _presentation(reference: Reference) -> Iterator[_Sentence]:
    parts = [
        reference.event_title or reference.container_title,
        reference.event_session,
        reference.event_date,
        reference.event_place,
    ]
    given = [part for part in parts if part]
    if given:
        yield _stop(f"Presented at: {'; '.join(given)}"), None, ""


def _where(reference: Reference) -> str:
    """`2017 Feb;3(1):43–53`: date; volume (issue): pages or article number."""
    pages = ", ".join(part for part in (reference.page, reference.number) if part)
    volume = reference.volume or ""
    if reference.issue:
        volume += f"({reference.issue})"
    where = reference.issued or ""
    if volume:
        where += f";{volume}" if where else volume
    if pages:
        where += f":{pages}" if volume else f"{'; ' if where else ''}{pages}"
    return where


def _stop(words: str) -> str:
    return words if words[-1] in _ENDS else f"{words}."
