"""The output set: a folder of documents and their manifest, never torn, never lost."""

from assembler.package.beside import Placed, place, write_whole
from assembler.package.environment import EnvironmentProblem
from assembler.package.manifest import canonical, read_manifest
from assembler.package.publish import Published, publish, recover

__all__ = [
    "EnvironmentProblem",
    "Placed",
    "Published",
    "canonical",
    "place",
    "publish",
    "read_manifest",
    "recover",
    "write_whole",
]
