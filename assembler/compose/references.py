"""Literature references as they are printed: NLM (Vancouver) and AMA.

Every part that a reference has is printed, whatever the form; nothing is completed, and a title
is never respelled. Dates stand in the order of the style. NLM: Citing Medicine, 2nd edition, and
the examples of the ICMJE; AMA: Manual of Style, 11th edition.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from assembler.compose.addresses import web_address
from assembler.compose.parentage import Parentage
from assembler.compose.reference_dates import month_first, year_first
from assembler.compose.slots import Slot
from assembler.document.nodes import Emphasis, Inline, Inlines, Label, Link, Text
from assembler.problems import Position
from assembler.records.dossier import ReferenceStyle
from assembler.records.references import Author, LiteratureType, PublicationStatus, Reference

_ENDS = ".?!"
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_RANGE = re.compile(r"(?<=\w)-(?=\w)")
_ONLINE = (LiteratureType.WEBPAGE, LiteratureType.LABEL)
_WHOLE = (LiteratureType.BOOK, LiteratureType.REPORT, LiteratureType.THESIS)
_STATUS = {
    PublicationStatus.IN_PRESS: ("Forthcoming", "In press"),
    PublicationStatus.SUBMITTED: ("Submitted", "Submitted"),
    PublicationStatus.UNPUBLISHED: ("Unpublished", "Unpublished"),
}
"""In NLM's words and in AMA's."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of an entry: a field's, or the style's own where `key` is empty."""

    text: str
    key: str = ""
    is_italic: bool = False
    url: str = ""


_Pieces = list[_Piece]


def formatted(reference: Reference, style: ReferenceStyle, parentage: Parentage) -> Inlines:
    """The entry of the reference list, without its number; each field a value of its own."""
    path = f"references.literature.{reference.id}"
    place, at = Label(f"ref-{reference.id}"), Position("references.yaml")

    def node(piece: _Piece) -> Inline:
        if not piece.key:
            return Text(piece.text)
        held = getattr(reference, piece.key)
        recorded = str(held) if isinstance(held, str) else ""
        slot = Slot("name", piece.text, (f"{path}.{piece.key}",), (recorded,), str(style))
        inline: Inline = parentage.node(slot, place, at)
        inline = Emphasis((inline,)) if piece.is_italic else inline
        return Link(piece.url, (inline,)) if piece.url else inline

    return tuple(node(piece) for piece in _entry(reference, ama=style is ReferenceStyle.AMA))


def _entry(reference: Reference, *, ama: bool) -> _Pieces:
    """All pieces of an entry: its sentences, each closed, with a blank between them."""
    entry: _Pieces = []
    for sentence in _sentences(reference, ama=ama):
        if sentence:
            entry += [_Piece(" "), *sentence] if entry else sentence
    return [piece for piece in _merged(entry) if piece.text]


def _merged(pieces: Iterable[_Piece]) -> _Pieces:
    merged: _Pieces = []
    for piece in pieces:
        if merged and not piece.key and not merged[-1].key:
            merged[-1] = _Piece(merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return merged


def _sentences(r: Reference, *, ama: bool) -> Iterator[_Pieces]:
    yield _stop(_authors(r.author, r.et_al))
    yield _stop(_title(r, ama=ama))
    yield _stop(_container(r, ama=ama))
    yield _stop(_of(_ordinal(r.edition), "edition", after=" ed"))
    yield _stop(_presented(r, ama=ama))
    periodical = r.type is LiteratureType.ARTICLE_JOURNAL
    yield from map(_stop, _in_periodical(r) if periodical else _in_book(r, ama=ama))
    if r.status in _STATUS:
        yield _stop([_Piece(_STATUS[r.status][ama], "status")])
    yield from _addresses(r, ama=ama)


def _of(
    text: str | None, key: str, *, before: str = "", after: str = "", italic: bool = False
) -> _Pieces:
    """A field with the style's words around it; nothing when the reference has none."""
    if not text:
        return []
    return [_Piece(before), _Piece(text, key, italic), _Piece(after)]


def _stop(pieces: _Pieces) -> _Pieces:
    """A sentence with its full stop, unless it ends with a mark of its own."""
    words = "".join(piece.text for piece in pieces)
    return [*pieces, _Piece("" if words[-1] in _ENDS else ".")] if words else []


def _joined(parts: Iterable[_Pieces], separator: str) -> _Pieces:
    joined: _Pieces = []
    for part in parts:
        if part:
            joined += [_Piece(separator), *part] if joined else part
    return joined


def _authors(authors: Iterable[Author], et_al: bool) -> _Pieces:
    """`Chan J, Singh S, et al`: initials without points."""
    named = [[_Piece(_author(author), "author")] for author in authors]
    if named and et_al:
        named.append([_Piece("et al")])
    return _joined(named, ", ")


def _author(author: Author) -> str:
    given = author.given or ""
    if _INITIALS.fullmatch(given):
        given = re.sub(r"[.\s-]", "", given)
    return author.literal or f"{author.family} {given}".strip()


def _title(r: Reference, *, ama: bool) -> _Pieces:
    medium = " [Internet]" if not ama and r.type in _ONLINE and r.url else ""
    if not ama and r.type is LiteratureType.THESIS:
        medium = " [thesis]"
    return _of(r.title, "title", after=medium, italic=ama and r.type in _WHOLE)


def _container(r: Reference, *, ama: bool) -> _Pieces:
    inside = r.type in (LiteratureType.CHAPTER, LiteratureType.PAPER_CONFERENCE)
    return _of(r.container_title, "container_title", before="In: " if inside else "", italic=ama)


def _presented(r: Reference, *, ama: bool) -> _Pieces:
    keys = ("event_title", "event_session", "event_date", "event_place")
    parts = _joined((_of(getattr(r, key), key) for key in keys), "; ")
    talk = r.type is LiteratureType.SPEECH
    before = ("Presented at: " if ama else "Paper presented at: ") if talk else ""
    return [_Piece(before), *parts] if parts else []


def _in_periodical(r: Reference) -> Iterator[_Pieces]:
    """`2017 Feb;3(1):43–53`: date; volume (issue): pages or article number."""
    yield _house(r)
    volume = _of(r.volume, "volume") + _of(r.issue, "issue", before="(", after=")")
    pages = _joined([_pages(r), _of(r.number, "number")], ", ")
    yield _joined([_joined([_of(year_first(r.issued), "issued"), volume], ";"), pages], ":")


def _in_book(r: Reference, *, ama: bool) -> Iterator[_Pieces]:
    """`London: Example Press; 2019. p. 45–67`: place: publisher; date, then pages."""
    yield _joined(
        [_of(r.volume, "volume", before="Vol. "), _of(r.issue, "issue", before="no. ")], ", "
    )
    house = _joined(
        [_of(r.publisher_place, "publisher_place"), _of(r.publisher, "publisher")], ": "
    )
    imprint = _joined(
        [house, _of(month_first(r.issued) if ama else year_first(r.issued), "issued")], "; "
    )
    if r.accessed and not ama:
        imprint += _of(
            year_first(r.accessed),
            "accessed",
            before=" [cited " if imprint else "[cited ",
            after="]",
        )
    if ama:
        yield _joined([imprint, _pages(r)], ":")
    else:
        yield imprint
        yield [_Piece("p. "), *_pages(r)] if r.page else []
    report = r.type is LiteratureType.REPORT
    yield _of(r.number, "number", before="Report No. " if report else "No. ")


def _house(r: Reference) -> _Pieces:
    """`London: Example Press`."""
    return _joined([_of(r.publisher_place, "publisher_place"), _of(r.publisher, "publisher")], ": ")


def _pages(r: Reference) -> _Pieces:
    return _of(_RANGE.sub("–", r.page) if r.page else None, "page")


def _addresses(r: Reference, *, ama: bool) -> Iterator[_Pieces]:
    """DOI and address as links; in periodicals NLM has no date of access."""
    if r.accessed and (ama or r.type is LiteratureType.ARTICLE_JOURNAL):
        yield _stop(
            _of(
                month_first(r.accessed) if ama else year_first(r.accessed),
                "accessed",
                before="Accessed " if ama else "[cited ",
                after="" if ama else "]",
            )
        )
    if r.doi:
        # Old DOIs hold < > # and blanks are mistakes: all are encoded in the address.
        link = f"https://doi.org/{quote(r.doi, safe='/:;().,-_~')}"
        doi = _Piece(r.doi, "doi", url=link)
        yield [_Piece("doi:" if ama else "doi: "), doi, _Piece("" if ama else ".")]
    if r.pmid:
        identifier = _Piece(r.pmid, "pmid")
        yield [_Piece("PMID:" if ama else "PubMed PMID: "), identifier, _Piece("" if ama else ".")]
    if r.url and not (r.doi and r.url.lower().endswith(r.doi.lower())):
        address = _Piece(r.url, "url", url=web_address(r.url) or "")
        yield [_Piece("" if ama else "Available from: "), address]


def _ordinal(edition: str | None) -> str | None:
    """`2` -> `2nd`; anything else as it is, without a closing `ed`."""
    if edition is None or not edition.isdigit():
        return re.sub(r"\s*(?:ed\.?|edition)$", "", edition) if edition else None
    number = int(edition)
    teen = number % 100 in (11, 12, 13)
    return f"{edition}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
