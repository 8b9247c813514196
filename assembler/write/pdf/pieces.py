"""The drawn text of a page piece by piece, with its marks, as pdfium reads it.

pdfium tells the text of one object by looking through all letters of its page. Here the page's text
is asked for once, and where each object's letters stand in it. The same functions by raw addresses:
pypdfium2's make an object of Python for each.
"""

import ctypes
import re
from collections.abc import Iterator
from ctypes import c_int, c_ulong, c_void_p
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

_LINE = re.compile("[^\r\n]+")


class Chunk(NamedTuple):
    """Text that is drawn together: one marked content or a part of it, or one object outside."""

    page: int
    """From 1."""
    mcid: int
    """-1 of what is no marked content of the structure."""
    tag: str
    """Of the innermost mark; empty without."""
    text: str
    part: int = 0
    """Entry `Part` of the innermost mark: chunks of one number are one cell that goes on on another
    page; 0 of all others."""


class Pieces:
    """The calls into pdfium, with the buffers that they fill."""

    def __init__(self) -> None:
        self._buffer = (ctypes.c_ushort * 4096)()
        self._name = (ctypes.c_char * 128)()
        self._used = c_ulong()
        self._used_at = ctypes.byref(self._used)
        self._number = c_int()
        self._number_at = ctypes.byref(self._number)
        self._tags: dict[bytes, str] = {}
        self._others: list[int] = []
        self._count = _function(pdfium_c.FPDFPage_CountObjects, c_int, c_void_p)
        self._object = _function(pdfium_c.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
        self._kind = _function(pdfium_c.FPDFPageObj_GetType, c_int, c_void_p)
        self._mcid = _function(pdfium_c.FPDFPageObj_GetMarkedContentID, c_int, c_void_p)
        self._marks = _function(pdfium_c.FPDFPageObj_CountMarks, c_int, c_void_p)
        self._mark = _function(pdfium_c.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
        self._named = _function(
            pdfium_c.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p
        )
        self._entries = _function(pdfium_c.FPDFPageObjMark_CountParams, c_int, c_void_p)
        self._entry = _function(
            pdfium_c.FPDFPageObjMark_GetParamIntValue, c_int, c_void_p, ctypes.c_char_p, c_void_p
        )
        self._blob = _function(
            pdfium_c.FPDFPageObjMark_GetParamBlobValue,
            c_int,
            *(c_void_p, ctypes.c_char_p, c_void_p, c_ulong, c_void_p),
        )
        self._letters = _function(pdfium_c.FPDFText_CountChars, c_int, c_void_p)
        self._page_text = _function(
            pdfium_c.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p
        )
        self._owner = _function(pdfium_c.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
        self._object_text = _function(
            pdfium_c.FPDFTextObj_GetText, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong
        )

    def of(self, number: int, page: Any, text_page: Any) -> Iterator[Chunk]:
        """The pieces of an open page, `number` from 1, in the order of its content."""
        own, of_text = _address(page), _address(text_page)
        others = self._others = []
        found = self._together(of_text)
        drawn, mcid_of = self._object, self._mcid
        last = -1
        said: list[str] = []
        tag, part = "", 0
        for n in range(self._count(own)):
            obj = drawn(own, n)
            text = found.get(obj)
            if text is None:  # its letters stand apart, or it is blank, or none of text
                if self._kind(obj) != pdfium_c.FPDF_PAGEOBJ_TEXT:
                    others.append(obj)
                    continue
                text = self._text(obj, of_text)
            mcid = mcid_of(obj)
            if mcid != last or mcid < 0:
                if said:
                    yield Chunk(number, last, tag, "".join(said), part)
                said = []
                tag, part = self._tag(obj)
                last = mcid
            said.append(text)
        if said:
            yield Chunk(number, last, tag, "".join(said), part)

    def alternatives(self) -> Iterator[str]:
        """The alternative texts round what is no text on the page whose pieces were read, each once
        for the objects inside."""
        last = -1
        for obj in self._others:
            mcid = self._mcid(obj)
            if mcid not in (-1, last) and self._tag(obj)[0] == "Span":
                last = mcid
                yield self._alternative(obj)

    def _alternative(self, obj: int) -> str:
        """The entry `Alt` of the innermost mark of an object; its bytes, since pdfium takes every
        string for UTF-8."""
        mark = self._mark(obj, self._marks(obj) - 1)
        self._blob(mark, b"Alt", None, 0, self._used_at)
        buffer = (ctypes.c_ubyte * self._used.value)()
        self._blob(mark, b"Alt", buffer, self._used.value, self._used_at)
        return bytes(buffer).decode("utf-16", "replace")  # it begins with a byte-order mark

    def _tag(self, obj: int) -> tuple[str, int]:
        """Tag and entry `Part` of the innermost mark of an object; empty and 0 without."""
        count = self._marks(obj)
        if count <= 0:
            return "", 0
        mark = self._mark(obj, count - 1)
        self._named(mark, self._name, 128, self._used_at)
        name = self._name.raw[: self._used.value - 2]
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.decode("utf-16-le")
        if self._entries(mark) < 2:  # the MCID only
            return tag, 0
        found = self._entry(mark, b"Part", self._number_at)
        return tag, self._number.value if found else 0

    def _together(self, of_text: int) -> dict[int, str]:
        """Object -> text, of the objects whose letters stand together in the text of the page.

        The space behind them is theirs, as pdfium has it. Empty where not each letter of the text
        is one of the page: control characters are none of the text, some letters are two of it.
        """
        count = self._letters(of_text)
        if count > len(self._buffer) - 1:
            self._buffer = (ctypes.c_ushort * (count + 1))()
        written = self._page_text(of_text, 0, count, self._buffer)
        units = ctypes.string_at(self._buffer, max(written - 1, 0) * 2)
        text = units.decode("utf-16-le", "replace").replace("\ufffe", "\x02")  # as of an object
        if len(text) != count:
            return {}
        found: dict[int, str] = {}
        apart: set[int] = set()
        owner_of = self._owner
        for line in _LINE.finditer(text):
            at, end = line.span()
            last = owner_of(of_text, end - 1)
            while at < end:
                owner = owner_of(of_text, at)
                if owner is None:  # a space that pdfium saw
                    at += 1
                    continue
                stop = end
                if owner != last:
                    stop = text.find(" ", at + 1, end)
                    if stop < 0 or owner_of(of_text, stop) == owner:
                        stop = end - 1
                    if stop - at > 1 and owner_of(of_text, stop - 1) != owner:
                        stop = self._end(of_text, owner, at, stop - 1)
                if owner in found:
                    apart.add(owner)
                found[owner] = text[at : stop + text.startswith(" ", stop)]
                at = stop
        for owner in apart:
            del found[owner]
        return found

    def _end(self, of_text: int, owner: int, low: int, high: int) -> int:
        """Where the letters of an object end: that at `low` is its own, that at `high` is not."""
        while high - low > 1:
            middle = (low + high) // 2
            if self._owner(of_text, middle) == owner:
                low = middle
            else:
                high = middle
        return high

    def _text(self, obj: int, of_text: int) -> str:
        size = self._object_text(obj, of_text, self._buffer, len(self._buffer) * 2)
        if size > len(self._buffer) * 2:
            self._buffer = (ctypes.c_ushort * size)()
            size = self._object_text(obj, of_text, self._buffer, size * 2)
        return ctypes.string_at(self._buffer, max(size - 2, 0)).decode("utf-16-le", "replace")


def _function(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives addresses as they are."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(function))


def _address(handle: Any) -> int:
    return ctypes.cast(handle, c_void_p).value or 0
