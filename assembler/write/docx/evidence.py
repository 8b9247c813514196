"""The custom XML part: what stood in the file as built, and where each value came from.

It is read-only evidence. No control is bound to it: nobody's edit can change it, and it changes
nobody's edit. `read.py` finds it again in a file that people have edited since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO
from sys import intern
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from assembler.document.listings import Listing
from assembler.document.nodes import (
    Blocks,
    Cite,
    Figure,
    Gap,
    Inlines,
    Label,
    Paragraph,
    ReferenceKey,
    Table,
    Trace,
    Value,
    ValueId,
)
from assembler.document.walk import (
    blocks_of,
    footnotes_in,
    leaves,
    listings,
    runs_of_figure,
    runs_of_table,
    sections_of,
    tables,
)
from assembler.resolve.resolve import Resolved
from assembler.write.docx.anchors import is_anchored_by_row, row_values
from assembler.write.docx.evidence_lines import AnchorEvidence, BlockEvidence, built_lines
from assembler.write.docx.xml import Element, serialised
from assembler.write.written import Options

if TYPE_CHECKING:
    from lxml.etree import _IncrementalFileWriter as _Writer

NAMESPACE = "urn:dossier-assembler:evidence:1"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_NS = {"e": NAMESPACE}


@dataclass(frozen=True, slots=True)
class ValueEvidence:
    """One printed value or gap as built."""

    text: str
    is_gap: bool
    place: str
    """Label of the section, table or figure where it stands; empty before the first section."""
    paths: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    derivation: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListingEvidence:
    """What the rows of a listing were taken from."""

    path: str
    """Record path of the data set: `references.sources.adae`."""
    data_set: str
    """Its name in capitals: `ADAE`."""
    file: str
    """Its file, relative to the study's folder."""
    sha256: str
    """Of the file."""
    rows: str
    """`254 of 306 rows where SAFFL = Y`."""
    words: str
    """SHA-256 of the texts of all rows."""
    told: str = ""
    """SHA-256 of the rows that a refresh has told of: they are others, and these were left."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the evidence part says."""

    document: str
    versions: Mapping[str, str]
    words: str
    """SHA-256 of the texts of all blocks."""
    values: Mapping[ValueId, ValueEvidence]
    rows: Mapping[ValueId, tuple[ValueId, ...]]
    """In tables anchored by row: the value whose control stands for its row -> all of the row."""
    citations: Mapping[ValueId, tuple[ReferenceKey, ...]]
    blocks: tuple[BlockEvidence, ...]
    draft: bool = True
    listings: Mapping[Label, ListingEvidence] = field(default_factory=dict)


def evidence_of(resolved: Resolved, options: Options) -> Evidence:
    """The evidence of a document, from the model alone."""
    document = resolved.document
    values: dict[ValueId, ValueEvidence] = {}
    citations: dict[ValueId, tuple[ReferenceKey, ...]] = {}
    for place, content in contents_of(resolved):
        for inline in leaves(content):
            if isinstance(inline, Gap) or (isinstance(inline, Value) and inline.anchored):
                values[inline.id] = _value(inline, place, document.trace.get(inline.id))
            elif isinstance(inline, Cite):
                citations[inline.id] = inline.keys
    rows: dict[ValueId, tuple[ValueId, ...]] = {}
    for table in filter(is_anchored_by_row, tables(document)):
        for row in table.rows:
            ids = tuple(value for value, _ in row_values(row))
            if ids:
                rows[ids[0]] = ids
    blocks = tuple(built_lines(resolved))
    words = sha256("\n".join(block.text for block in blocks).encode()).hexdigest()
    versions = dict(options.versions)
    listed = {listing.label: _listing(listing) for _, listing in listings(document)}
    return Evidence(
        document.id, versions, words, values, rows, citations, blocks, options.draft, listed
    )


def contents_of(resolved: Resolved) -> Iterator[tuple[str, Inlines]]:
    """Every run of inlines with the label of its section, table, figure or reference; those
    inside pictures left out."""
    document = resolved.document
    yield "", document.subject
    yield from _contents_of_blocks("", document.front)
    for _, section in sections_of(document.sections):
        yield section.label, section.title
        yield from _contents_of_blocks(section.label, section.blocks)
    for key in resolved.bibliography:
        yield key, document.references[key]


def _contents_of_blocks(place: str, blocks: Blocks) -> Iterator[tuple[str, Inlines]]:
    for block in blocks_of(blocks):
        if isinstance(block, Paragraph):
            yield place, block.content
            yield from ((place, note.content) for note in footnotes_in(block.content))
        elif isinstance(block, Table):
            for run in runs_of_table(block, None):
                yield block.label, run.content
        elif isinstance(block, Figure):
            for run in runs_of_figure(block, None):
                if run.place != "figure":  # what is inside the picture has no anchors
                    yield block.label, run.content


def _value(value: Value | Gap, place: str, trace: Trace | None) -> ValueEvidence:
    gap = isinstance(value, Gap)
    if trace is None:
        return ValueEvidence(value.text, gap, place)
    return ValueEvidence(
        value.text, gap, place, trace.paths, trace.recorded, trace.derivation, trace.source
    )


def _listing(listing: Listing) -> ListingEvidence:
    extract = listing.extract
    digest = sha256()
    for row in listing.rows:
        digest.update("\t".join(row).encode() + b"\n")
    return ListingEvidence(
        extract.path,
        extract.data_set,
        extract.file,
        extract.sha256,
        f"{len(listing.rows):,} of {extract.of:,} rows"
        + (f" where {extract.where}" if extract.where else ""),
        digest.hexdigest(),
    )


def to_xml(evidence: Evidence) -> bytes:
    """The evidence as the custom XML part `item1.xml`.

    Written piece by piece: as a tree, a table of 10,000 rows would take a quarter of a gigabyte.
    """
    part = BytesIO()
    stage = "draft" if evidence.draft else "final"
    nsmap: dict[str, str] = {None: NAMESPACE}  # type: ignore[dict-item]  # lxml wants it so
    with etree.xmlfile(part, encoding="UTF-8") as file:
        file.write_declaration(standalone=True)
        root = {"document": evidence.document, "stage": stage}
        with file.element(_qn("evidence"), root, nsmap=nsmap):
            _put_versions(file, evidence)
            with file.element(_qn("values")):
                for identity, value in evidence.values.items():
                    _put_value(file, identity, value)
            with file.element(_qn("rows")):
                for anchor, ids in evidence.rows.items():
                    with file.element(_qn("row"), anchor=anchor):
                        for one in ids:
                            _put(file, "value", evidence.values[one].text, id=one)
            with file.element(_qn("citations")):
                for identity, keys in evidence.citations.items():
                    with file.element(_qn("citation"), id=identity):
                        for key in keys:
                            _put(file, "key", key)
            with file.element(_qn("blocks")):
                for block in evidence.blocks:
                    _put_block(file, block)
            with file.element(_qn("listings")):
                for label, listing in evidence.listings.items():
                    _put(file, "listing", listing.rows, label=label, **_attributes(listing))
    return part.getvalue()


def _put_versions(file: "_Writer", evidence: Evidence) -> None:
    with file.element(_qn("versions"), words=evidence.words):
        for name, version in sorted(evidence.versions.items()):
            _put(file, "version", version, name=name)


def _put_value(file: "_Writer", identity: ValueId, value: ValueEvidence) -> None:
    kind = "gap" if value.is_gap else "value"
    with file.element(_qn(kind), id=identity, place=value.place):
        _put(file, "text", value.text)
        for path, recorded in zip(value.paths, value.recorded, strict=True):
            _put(file, "path", path, recorded=recorded)
        if value.paths:
            _put(file, "derivation", value.derivation)
            _put(file, "source", value.source)


def _put_block(file: "_Writer", block: BlockEvidence) -> None:
    said = {"id": block.id, "kind": block.kind}
    if block.label:
        said["label"] = block.label
    if block.anchors:
        said["anchors"] = " ".join(f"{a.id} {a.begin} {a.end}" for a in block.anchors)
    _put(file, "block", block.text, **said)


def _attributes(listing: ListingEvidence) -> dict[str, str]:
    said = {
        "path": listing.path,
        "data_set": listing.data_set,
        "file": listing.file,
        "sha256": listing.sha256,
        "words": listing.words,
    }
    return {**said, "told": listing.told} if listing.told else said


def _put(file: "_Writer", tag: str, text: str, /, **attributes: str) -> None:
    with file.element(_qn(tag), attributes):
        file.write(text)


def from_xml(root: Element) -> Evidence:
    """The evidence of a parsed part. Raises KeyError where an attribute is missing, ValueError
    where one says nothing."""
    values = {
        ValueId(_attribute(e, "id")): _read_value(e) for e in root.iterfind("e:values/*", _NS)
    }
    rows = {
        ValueId(_attribute(row, "anchor")): tuple(ValueId(_attribute(v, "id")) for v in row)
        for row in root.iterfind("e:rows/e:row", _NS)
    }
    citations = {
        ValueId(_attribute(c, "id")): tuple(ReferenceKey(key.text or "") for key in c)
        for c in root.iterfind("e:citations/e:citation", _NS)
    }
    blocks = tuple(_read_block(b) for b in root.iterfind("e:blocks/e:block", _NS))
    versions = {_attribute(v, "name"): v.text or "" for v in root.iterfind("e:versions/*", _NS)}
    words = next(_attribute(v, "words") for v in root.iterfind("e:versions", _NS))
    draft = root.get("stage", "draft") == "draft"
    document = _attribute(root, "document")
    listed = {
        Label(_attribute(e, "label")): _read_listing(e)
        for e in root.iterfind("e:listings/e:listing", _NS)
    }
    return Evidence(document, versions, words, values, rows, citations, blocks, draft, listed)


def _read_block(element: Element) -> BlockEvidence:
    spans = element.get("anchors", "").split()
    return BlockEvidence(
        _attribute(element, "id"),
        _attribute(element, "kind"),
        element.text or "",
        Label(element.get("label", "")),
        tuple(
            AnchorEvidence(ValueId(identity), int(begin), int(end))
            for identity, begin, end in zip(spans[::3], spans[1::3], spans[2::3], strict=True)
        ),
    )


def _read_listing(element: Element) -> ListingEvidence:
    return ListingEvidence(
        _attribute(element, "path"),
        _attribute(element, "data_set"),
        _attribute(element, "file"),
        _attribute(element, "sha256"),
        element.text or "",
        _attribute(element, "words"),
        element.get("told", ""),
    )


def _read_value(element: Element) -> ValueEvidence:
    paths: list[Element] = []
    said: dict[str, str] = {}
    for child in element:  # once through: `findtext` for each takes six times as long
        if child.tag == _qn("path"):
            paths.append(child)
        else:
            said[child.tag] = child.text or ""
    return ValueEvidence(
        said.get(_qn("text"), ""),
        element.tag == _qn("gap"),
        intern(_attribute(element, "place")),  # a few, each said thousands of times
        tuple(path.text or "" for path in paths),
        tuple(_attribute(path, "recorded") for path in paths),
        intern(said.get(_qn("derivation"), "")),
        intern(said.get(_qn("source"), "")),
    )


def _attribute(element: Element, name: str) -> str:
    return str(element.attrib[name])


def item_properties(document: str) -> bytes:
    """The part `itemProps1.xml`; its store id is the same for every build of a document."""
    store = "{" + str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/{document}")).upper() + "}"
    item = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap={"ds": _STORE})
    item.set(f"{{{_STORE}}}itemID", store)
    references = etree.SubElement(item, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", NAMESPACE)
    return serialised(item)


@cache
def _qn(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _sub(parent: Element, tag: str, /, **attributes: str) -> Element:
    return etree.SubElement(parent, _qn(tag), attributes)
