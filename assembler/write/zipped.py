"""A zip file that is the same every time: for the office formats."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CONTENT_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The members as one file: content types first, then sorted names.

    Dates of 1980 and one level of compression: the same bytes from the same members in any
    process.
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)):
            archive.writestr(member(name), members[name], compresslevel=6)
    return buffer.getvalue()


def member(name: str) -> ZipInfo:
    """A new member of a zip file, of 1980."""
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0  # else it names the platform
    return info


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip file that this program has just written."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
