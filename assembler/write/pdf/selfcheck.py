"""The self-check: the file read back and compared with the model, word for word."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile, zip_longest

from assembler.document.nodes import Label
from assembler.document.walk import figures
from assembler.resolve.contents import contents_lists
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import Line, lines, text_of
from assembler.write.pdf.drafting import TAG
from assembler.write.pdf.listing_check import counts_differ, passed_over, read_back
from assembler.write.pdf.page import FOOTNOTE_CHUNK
from assembler.write.pdf.pieces import Chunk
from assembler.write.pdf.read import Reading, read
from assembler.write.text.fonts import printable
from assembler.write.written import Beside, TraceAnnex, Written, trace_place, value_place

_BESIDE = ("TOC", "TOCI", "Lbl", TAG, FOOTNOTE_CHUNK)
"""Chunks that are no part of the words as they follow each other; footnotes stand at the foot of
their pages."""
MOST = 20
"""More differences are not listed: the file is wrong."""
_LINES_AHEAD, _CHUNKS_AHEAD = 40, 400
"""How far the check looks for the place where file and model agree again."""

_HYPHENS = re.compile("[\u2010\u2011\ufffe\x02]")
"""pdfium reads a hyphen at a line's end as U+0002, older ones as U+FFFE."""
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_REPEATED = re.compile("([\u0300-\u036f])\\1+")


def differences(
    written: Written,
    resolved: Resolved,
    beside: Beside | None = None,
    *,
    notes: Sequence[Line] = (),
    trace: TraceAnnex | None = None,
) -> list[str]:
    """Where the file says other than the model; empty when it is right.

    `notes` is what it has to say of drafting notes, apart from the model's words; `trace`
    is the annex of a trace copy.
    """
    passed = passed_over(written)
    reading = read(written.data, beside, but=passed)
    check = _Check(written, reading)
    check.found += counts_differ(written, resolved)
    check.pages(passed)
    check.alternatives([figure.alternative for figure in figures(resolved.document)])
    contents = [chunk for chunk in reading.chunks if chunk.tag in ("TOC", "TOCI")]
    drafting = [chunk for chunk in reading.chunks if chunk.tag == TAG]
    footnotes = [chunk for chunk in reading.chunks if chunk.tag == FOOTNOTE_CHUNK]
    body = [chunk for chunk in reading.chunks if chunk.tag not in _BESIDE]
    said = [*read_back(resolved, written, passed), *_annex(trace)]
    check.compare(body, [line for line in said if line.kind != "footnote"])
    check.compare(footnotes, [line for line in said if line.kind == "footnote"])
    if trace is not None:
        check.leads(trace)
    check.compare(contents, [Line("paragraph", text) for text in _contents(resolved, check.seen)])
    check.compare(drafting, notes)
    return check.found


def _annex(trace: TraceAnnex | None) -> list[Line]:
    """The words of the annex of a trace copy: its section, not the title of its document."""
    said = islice(lines(trace.annex), 1, None) if trace else ()
    return [line._replace(label=None) for line in said]


def _contents(resolved: Resolved, pages: dict[Label, int]) -> Iterator[str]:
    """The entries of contents and lists with the pages where their targets stand."""
    for listed in contents_lists(resolved):
        yield listed.title
        for entry in listed.entries:
            yield f"{entry.number} {text_of(resolved, entry.title)} {pages.get(entry.label)}"


@dataclass(slots=True)
class _Check:
    written: Written
    reading: Reading
    found: list[str] = field(default_factory=list)
    seen: dict[Label, int] = field(default_factory=dict)
    """Page on which each heading, caption and reference was read."""

    def pages(self, passed: Collection[int]) -> None:
        """Number of pages, feet, nothing drawn without a role."""
        total = len(self.reading.artifacts)
        if total != self.written.page_count:
            self._note(f"the file has {total} pages, {self.written.page_count} were laid out")
        for number, text in enumerate(self.reading.artifacts, start=1):
            if number not in passed and f"Page {number} of {total}" not in text:
                self._note(f"page {number}: the foot does not say 'Page {number} of {total}'")
        for number, text in self.reading.unmarked:
            if text.strip():
                self._note(f"page {number}: '{_short(text)}' is neither content nor artifact")

    def alternatives(self, expected: Sequence[str]) -> None:
        """What figures say to those who do not see them."""
        for wanted, said in zip_longest(expected, self.reading.alternatives, fillvalue=""):
            if said != wanted:
                self._note(f"a figure's alternative text: {_apart(said, wanted)}")

    def compare(self, chunks: Sequence[Chunk], expected: Sequence[Line]) -> None:
        """The file's words against the model's, in order."""
        stream = _Stream(chunks)
        at = 0
        for n, line in enumerate(expected):
            if n < at:
                continue
            if len(self.found) >= MOST:
                return
            at = n + 1
            got = stream.take(line.text)
            if got is not None:
                self._place(line, got)
                continue
            ahead, skipped = stream.resume(expected[n : n + _LINES_AHEAD])
            page = f"page {stream.page}: " if stream.page else ""
            self._note(f"{page}{_apart(skipped, line.text)}")
            if ahead is None:
                self._note("what follows is not found in the file")
                return
            at = n + ahead
            if ahead == 0:  # the file says more than the model
                got = stream.take(line.text)
                at = n + 1
        rest = stream.rest()
        if rest:
            self._note(f"the file goes on with '{_short(rest)}', which the model does not say")

    def _place(self, line: Line, chunks: Sequence[Chunk]) -> None:
        """Pages of labels and values against those that the layout named."""
        if line.label is not None and chunks:
            page = chunks[0].page
            self.seen[line.label] = page
            named = self.written.pages.get(line.label)
            leads = self.reading.destinations.get(line.label)
            if named != page or leads != page:
                self._note(
                    f"'{line.label}' stands on page {page}, "
                    f"but is listed on page {named} and linked to page {leads}"
                )
        if not chunks or not line.values:
            return
        pages = [f"page {page}" for page in dict.fromkeys([chunk.page for chunk in chunks])]
        for value, text in line.values:
            if self.written.places.get(value) not in pages:
                self._note(
                    f"the value '{_short(text)}' ({value}) stands on {' or '.join(pages)}, "
                    f"but its place is {self.written.places.get(value, 'not known')}"
                )

    def leads(self, trace: TraceAnnex) -> None:
        """Marks lead into the annex of a trace copy, its rows to the pages of their values."""
        leads = self.reading.destinations
        annex = leads.get(trace.annex.document.sections[0].label, 0)
        for number, value in enumerate(trace.values, start=1):
            there, back = leads.get(trace_place(value), 0), leads.get(value_place(value))
            if there < annex or f"page {back}" != self.written.places.get(value):
                self._note(
                    f"value {number} of the trace annex: its mark leads to page {there}, its row "
                    f"to page {back}, it stands on {self.written.places.get(value, 'none')}"
                )

    def _note(self, difference: str) -> None:
        if len(self.found) < MOST:
            self.found.append(difference)


class _Stream:
    """The chunks of a file, taken line by line."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks = chunks
        self._at = 0

    @property
    def page(self) -> int | None:
        """Page of the next chunk."""
        return self._chunks[self._at].page if self._at < len(self._chunks) else None

    def take(self, text: str) -> Sequence[Chunk] | None:
        """The chunks that say exactly `text`; None, and nothing taken, when they say other."""
        plain = text.replace("\u00a0", " ")  # a space in the file
        if self._at < len(self._chunks) and text and self._chunks[self._at].text.strip() == plain:
            self._at += 1  # most cells and headings
            return self._chunks[self._at - 1 : self._at]
        end = self._match(text, self._at)
        if end is None:
            return None
        taken = self._chunks[self._at : end]
        self._at = end
        return taken

    def resume(self, expected: Sequence[Line]) -> tuple[int | None, str]:
        """Go to where file and model agree again: lines left out, and the words passed over."""
        chunks = range(self._at, min(self._at + _CHUNKS_AHEAD, len(self._chunks)))
        for ahead, line in enumerate(expected):
            if not _fold(line.text):
                continue
            for start in chunks:
                if self._match(line.text, start) is not None:
                    skipped = "".join(chunk.text for chunk in self._chunks[self._at : start])
                    self._at = start
                    return ahead, skipped
        return None, self.rest()

    def rest(self) -> str:
        """The words that were not taken."""
        return _fold("".join(chunk.text for chunk in self._chunks[self._at :][:_CHUNKS_AHEAD]))

    def _match(self, text: str, start: int) -> int | None:
        """Index after the chunks that say `text` from `start` on."""
        wanted = _fold(text)
        bare = wanted.replace(" ", "")
        said: list[str] = []
        read, at = 0, start
        while read < len(bare) and at < len(self._chunks):
            part = self._chunks[at].text
            letters = _fold(part).replace(" ", "")
            if not bare.startswith(letters, read):
                return None
            said.append(part)
            read += len(letters)
            at += 1
        return at if _says(_fold("".join(said)), wanted) else None


def _says(said: str, wanted: str) -> bool:
    """Whether a text read is the text wanted.

    pdfium puts a space where it sees a gap, as before a raised letter, and drops the one after a
    hyphen at a line's end: a space more is none of ours, any other space less is.
    """
    if said == wanted:
        return True
    if said.replace(" ", "") != wanted.replace(" ", ""):
        return False
    return _spaces(wanted) <= _spaces(said)


def _spaces(text: str) -> set[int]:
    """The spaces of a text, each as the number of letters before it; not those after hyphens."""
    found: set[int] = set()
    letters = 0
    for word in text.split(" "):
        letters += len(word)
        if not word.endswith("-"):
            found.add(letters)
    return found


def _fold(text: str) -> str:
    """The text as it is compared: hyphens alike, each run of white space one space.

    Decomposed, so that the letters of parts are the parts of the letters.
    """
    if not (text.isascii() and text.isprintable()):
        text = _HYPHENS.sub("-", _LIGATURES.sub(_plain, printable(text)))
        text = _REPEATED.sub(r"\1", unicodedata.normalize("NFD", text))
        text = text.replace("\u2800", " ")
    return " ".join(text.split())


def _plain(match: re.Match[str]) -> str:
    """pdfium reads a ligature as its letters."""
    return unicodedata.normalize("NFKD", match[0]) if match[0] != "\ufb05" else "\u017ft"


def _apart(said: str, wanted: str) -> str:
    """Where two texts part, with some words around."""
    said, wanted = _fold(said), _fold(wanted)
    pairs = zip(said, wanted, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(same - 24, 0)
    lead = "…" if start else ""
    return (
        f"the file says '{lead}{_short(said[start : same + 60])}', "
        f"the model '{lead}{_short(wanted[start : same + 60])}'"
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:70]} … {text[-16:]}"
