"""The edited file as a zip file again: what was not changed is copied, new parts are related."""

import posixpath
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from assembler.problems import refused
from assembler.review.edited import Edited
from assembler.review.part import Part
from assembler.review.splice import Edit, fragment
from assembler.write.docx.archive import Archive
from assembler.write.zipped import CONTENT_TYPES, member

_COMMENTS = "comments.xml"


class Relations:
    """The relationships of the main part, to which new ones are added."""

    def __init__(self, edited: Edited) -> None:
        folder, base = posixpath.split(edited.main)
        self.name = posixpath.join(folder, "_rels", f"{base}.rels")
        self._edited = edited
        self._taken = {e.get("Id") for e in edited.part(self.name).root}

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a new relationship; an external `target` is an address."""
        identity = next(
            name for n in range(len(self._taken) + 1) if (name := f"rIdNew{n}") not in self._taken
        )
        self._taken.add(identity)
        part = self._edited.part(self.name)
        uri = etree.QName(part.root).namespace
        made = etree.Element(f"{{{uri}}}Relationship", Id=identity, Type=kind, Target=target)
        if external:
            made.set("TargetMode", "External")
        self._edited.edit(self.name, [appended(part, fragment(made, part.root.nsmap))])
        return identity

    def add_link(self, url: str) -> str:
        """The id of a relationship to an address."""
        return self.add(RT.HYPERLINK, url, external=True)


def appended(part: Part, data: bytes) -> Edit:
    """The edit that makes `data` the last thing in the root of a part.

    Raises ProblemsFound where the root is one tag: such a file is damaged.
    """
    at = part.inner_end(part.root)
    if at is None:
        message, remedy = f"the part {part.name} is empty", "save the file again as .docx in Word"
        raise refused("docx.opens", message, remedy)
    return Edit(at, at, data)


def new_comments_part(edited: Edited, relations: Relations) -> str:
    """Relate a new part of comments; its name, beside the main part."""
    folder = posixpath.dirname(edited.main)
    numbers = range(1, 1000)
    names = (_COMMENTS, *(f"comments{n}.xml" for n in numbers))
    base = next(n for n in names if edited.archive.data(posixpath.join(folder, n)) is None)
    relations.add(RT.COMMENTS, base)
    name = posixpath.join(folder, base)
    types = edited.part(CONTENT_TYPES)
    uri = etree.QName(types.root).namespace
    override = etree.Element(f"{{{uri}}}Override", PartName=f"/{name}", ContentType=CT.WML_COMMENTS)
    edited.edit(CONTENT_TYPES, [appended(types, fragment(override, types.root.nsmap))])
    return name


def packed(data: bytes, archive: Archive, changed: Mapping[str, bytes]) -> bytes:
    """The file with the parts in `changed`, by name, in the place of its own or behind them.

    Every other member has the data, the date and the place that it had.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w") as new:
        new.comment = old.comment
        names = set(old.namelist())
        for info in old.infolist():
            content = changed.get(info.filename)
            if content is None:
                content = archive.data(info.filename)
            new.writestr(_described(info), content or b"", compresslevel=6)
        for name in sorted(changed.keys() - names):
            new.writestr(member(name), changed[name], compresslevel=6)
    return buffer.getvalue()


def _described(old: ZipInfo) -> ZipInfo:
    """A member as it was: name, date, kind of compression, attributes."""
    info = ZipInfo(old.filename, old.date_time)
    info.compress_type = old.compress_type
    info.create_system = old.create_system
    info.external_attr = old.external_attr
    info.comment = old.comment
    return info
