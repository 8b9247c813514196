"""Opening a DOCX that anybody may have written: limits first, then hardened XML."""

import posixpath
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from assembler.problems import ProblemsFound, refused
from assembler.write.docx.xml import Element

MEMBERS = 1_000
MEMBER_BYTES = 64 * 2**20
TOTAL_BYTES = 256 * 2**20
RATIO = 400
"""Most bytes that one stored byte may unpack to; a long table of equal rows comes to 180."""
RATIO_FROM_BYTES = 2**20
"""Smaller members are not judged by their ratio."""

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old binary Word file begins, and one that a password protects."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one part of the file points to."""

    part: str
    """Empty for the package itself."""
    id: str
    kind: str
    """Last word of the type: `hyperlink`."""
    target: str
    """A part, or an address outside the file as it is written there."""
    is_external: bool


class Archive:
    """The members of a DOCX file, within limits. Every refusal raises ProblemsFound."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD):
            raise unreadable("docx.opens", "the file is protected by a password, or an old .doc")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError) as fault:
            raise unreadable("docx.opens", f"not a readable DOCX file: {fault}") from fault
        self._members = _within_limits(self._zip.infolist())

    def names(self) -> list[str]:
        """The names of all members, in the order in which they are stored."""
        return list(self._members)

    def data(self, name: str) -> bytes | None:
        """The bytes of a member, or None where there is none."""
        info = self._members.get(name)
        if info is None:
            return None
        try:
            with self._zip.open(info) as member:
                data = member.read(MEMBER_BYTES + 1)
        except (BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as fault:
            # RuntimeError: a password; NotImplementedError, one of its kind: a rare compression
            raise unreadable("docx.opens", f"the part {name} cannot be read: {fault}") from fault
        if len(data) > MEMBER_BYTES:
            raise _too_large(name)
        return data

    def xml(self, name: str) -> Element | None:
        """The root element of a member, or None where there is none."""
        data = self.data(name)
        return None if data is None else parse(data, name)

    def related(self, part: str) -> Mapping[str, list[str]]:
        """The parts inside the file to which `part` relates: last word of the type -> names.

        `part` is empty for the package itself. What lies outside the file is left out.
        """
        found: dict[str, list[str]] = {}
        for relationship in self._of(part):
            if not relationship.is_external:
                found.setdefault(relationship.kind, []).append(relationship.target)
        return found

    def targets(self, part: str) -> Mapping[str, str]:
        """The parts inside the file to which `part` relates: relationship id -> name."""
        return {one.id: one.target for one in self._of(part) if not one.is_external}

    def relationships(self) -> Iterator[Relationship]:
        """Those of every part, and of the package itself."""
        for name in self._members:
            folder, base = posixpath.split(name)
            if base.endswith(".rels") and posixpath.basename(folder) == "_rels":
                yield from self._of(
                    posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])
                )

    def _of(self, part: str) -> Iterator[Relationship]:
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for element in root if root is not None else ():
            if element.tag != f"{{{_RELATIONSHIPS}}}Relationship":
                continue
            kind = element.get("Type", "").rpartition("/")[2]
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relationship(part, element.get("Id", ""), kind, target, external)


def parse(data: bytes, name: str) -> Element:
    """The root of an XML part: no DOCTYPE, no entities, no network. Raises ProblemsFound."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise unreadable("docx.well-formed", f"the part {name} is not XML: {fault}") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable("docx.no-doctype", f"the part {name} declares a DOCTYPE")
    return root


def _within_limits(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    if len(infos) > MEMBERS:
        raise unreadable(
            "docx.members", f"the file has {len(infos)} parts; at most {MEMBERS} are read"
        )
    members: dict[str, ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        folded = info.filename.casefold()  # the package knows no capitals: one of two would win
        if folded in seen:
            raise unreadable("docx.names-unique", f"two parts have the name {info.filename}")
        seen.add(folded)
        members[info.filename] = info
        if info.file_size > MEMBER_BYTES:
            raise _too_large(info.filename)
        if info.file_size > max(RATIO_FROM_BYTES, info.compress_size * RATIO):
            raise unreadable(
                "docx.ratio",
                f"the part {info.filename} unpacks to more than {RATIO} times what is stored",
            )
    total = sum(info.file_size for info in infos)
    if total > TOTAL_BYTES:
        raise unreadable(
            "docx.size", f"the file unpacks to {total} bytes; the limit is {TOTAL_BYTES}"
        )
    return members


def _too_large(name: str) -> ProblemsFound:
    return unreadable("docx.size", f"the part {name} is larger than {MEMBER_BYTES} bytes")


def unreadable(rule: str, message: str) -> ProblemsFound:
    """What is wrong with a file that only Word can mend."""
    return refused(rule, message, "open the file in Word and save it again as .docx")
