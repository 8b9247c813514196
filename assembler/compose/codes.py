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

    def of(
        self, source: str, name: str | None, filename: str | None, make: Callable[[], CodeType]
    ) -> CodeType:
        """The code of a template."""
        return self.named(("template", source, name, filename), make)

    def number(self, filename: str) -> int:
        """The number of a template file, which its line marks carry."""
        files = self.kept.files
        if filename not in files:
            files.append(filename)
        return files.index(filename)

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
