"""The last hand on the file: destinations, how it opens, properties, linearised."""

import re
import zlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from assembler.write.pdf.colour import srgb
from assembler.write.pdf.mapped import mapped
from assembler.write.pdf.metadata import Properties, write_properties
from assembler.write.pdf.page import Ledger, Sheet, Tree
from assembler.write.pdf.structure import with_structure

_BEYOND = re.compile(rb"<([0-9A-F]{2})> <(1?[0-9A-F]{5})>\n")


def finish(
    data: bytes, ledger: Ledger, properties: Properties, tree: Tree, sheets: Sequence[Sheet]
) -> bytes:
    """The file with named destinations, structure and properties, for fast view over the web."""
    written = with_structure(data, tree, sheets, ledger)
    del data
    with mapped(written.data) as pdf:
        pdf.Root.Names = Dictionary(Dests=pdf.get_object(written.names, 0))
        _structure(pdf, written.root)
        root = pdf.Root
        root.Lang = String(properties.language)
        root.PageMode = Name.UseOutlines if ledger.outline else Name.UseNone
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        write_properties(pdf, properties)
        _output_intent(pdf)
        if "/ID" in pdf.trailer:  # reportlab's, which follows SOURCE_DATE_EPOCH
            del pdf.trailer["/ID"]
        _characters_beyond_the_plane(pdf)
        _compress(pdf, written.first)
        out = BytesIO()
        pdf.save(
            out,
            linearize=True,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
    return out.getvalue()


def _structure(pdf: Pdf, root: int) -> None:
    """The catalogue and the pages know of the structure tree."""
    pdf.Root.StructTreeRoot = pdf.get_object(root, 0)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S


def _compress(pdf: Pdf, before: int) -> None:
    """Compress each stream of an object numbered below `before`: to linearise, qpdf writes twice,
    and would compress twice."""
    for number in range(1, before):
        stream = pdf.get_object(number, 0)
        if isinstance(stream, pikepdf.Stream) and "/Filter" not in stream:
            stream.write(zlib.compress(stream.read_raw_bytes()), filter=Name.FlateDecode)


def _output_intent(pdf: Pdf) -> None:
    """What the colours of the file mean. PDF/A-2, 6.2.3."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_stream(srgb(), N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _characters_beyond_the_plane(pdf: Pdf) -> None:
    """Write characters above U+FFFF as surrogate pairs: reportlab writes five digits."""

    def pair(match: re.Match[bytes]) -> bytes:
        char = chr(int(match[2], 16)).encode("utf-16-be").hex().upper()
        return b"<" + match[1] + b"> <" + char.encode() + b">\n"

    fonts = pdf.pages[0].obj.Resources.Font  # one dictionary serves all pages
    for font in (fonts[key] for key in fonts.keys()):  # noqa: SIM118 - so does pikepdf iterate
        if "/ToUnicode" in font:
            stream = font.ToUnicode
            before = stream.read_bytes()
            after = _BEYOND.sub(pair, before)
            if after != before:
                stream.write(after)
