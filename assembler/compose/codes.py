"""The code of templates, compiled once for each text: compiling takes longer than filling."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import CodeType

from assembler.compose.guard import Guard
from assembler.compose.kept import Kept


@dataclass(slots=True)
class Codes:
    """What was compiled, for one environment; `kept` may have it from the ones before."""

    kept: Kept
    guard: Guard
    files: list[str]
    """Template files by the number that line marks carry."""

    def of(
        self, source: str, name: str | None, filename: str | None, make: Callable[[], CodeType]
    ) -> CodeType:
        """The code of a template, which says the number of its file in its line marks."""
        number = len(self.files)
        numbered = None if filename is None else number
        code = self.named(("template", source, name, filename, numbered), make)
        if filename is not None and number == len(self.files):  # not compiled now
            self.files.append(filename)
        return code

    def named(self, key: Hashable, make: Callable[[], CodeType]) -> CodeType:
        """Code, and the names that it binds, which messages propose."""

        def made() -> tuple[CodeType, frozenset[str]]:
            others, self.guard.names = self.guard.names, set()
            try:
                return make(), frozenset(self.guard.names)
            finally:
                self.guard.names |= others

        code, names = self.kept.of(key, made)
        self.guard.names |= names
        return code
