"""The code of templates, compiled once for each text: compiling takes longer than filling."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from types import CodeType

from assembler.compose.guard import Guard
from assembler.compose.kept import Kept
from assembler.compose.loader import own_name, plain


@dataclass(slots=True)
class Codes:
    """What was compiled, for one environment; `kept` may have it from the ones before."""

    kept: Kept
    guard: Guard
    asked: dict[str, set[str]] = field(default_factory=dict)
    """File of a template -> those that it includes, imports or extends; of the empty name, those
    that were asked for by no template."""

    def of(
        self, source: str, name: str | None, filename: str | None, make: Callable[[], CodeType]
    ) -> CodeType:
        """The code of a template."""
        return self.named(("template", source, name, filename), make)

    def number(self, filename: str) -> int:
        """The number of a template file, which its line marks carry."""
        return self.kept.number(filename)

    def ask(self, name: str, asking: str | None) -> None:
        """Note that a template is asked for, by another one or by none."""
        by = own_name(plain(asking or ""))
        own = own_name(plain(name)) or by  # `base:` alone: its own file
        self.asked.setdefault(by, set()).add(own)

    def reached(self) -> frozenset[str]:
        """The files asked for by no template, and all that those may have asked for in turn."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            new = self.asked.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return frozenset(found)

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
