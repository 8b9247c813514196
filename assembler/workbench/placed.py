"""Which shells a template places, found in its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assembler.compose.unused import KINDS

_BLOCK = re.compile(
    rf"^[ \t]*:{{3,}}[ \t]*\{{({'|'.join(KINDS)})\}}[ \t]*([^\n]*)((?:\n[ \t]*:[a-z][^\n]*)*)",
    re.MULTILINE,
)
_OPTION = re.compile(r"^[ \t]*:([a-z][a-z0-9-]*):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PlacedShell:
    """A block that places a table, figure or listing."""

    kind: str
    """`table`, `figure` or `listing`."""
    label: str
    """As typed, maybe with values."""
    options: tuple[tuple[str, str], ...]
    line: int

    @property
    def shell(self) -> str | None:
        """The name of its shell; None where a value names it, or rows are typed below."""
        options = dict(self.options)
        if "caption" in options:
            return None
        name = options.get("shell", self.label.removeprefix(KINDS[self.kind].prefix))
        return None if "{" in name else name


def placed_shells(text: str) -> Iterator[PlacedShell]:
    """The blocks of a template that place a shell, in order."""
    for found in _BLOCK.finditer(text):
        options = tuple((one[1], one[2]) for one in _OPTION.finditer(found[3]))
        line = text.count("\n", 0, found.start()) + 1
        yield PlacedShell(found[1], found[2].strip(), options, line)
