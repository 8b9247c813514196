"""The templates of a document: found, compiled, filled; a template's mistakes become problems."""

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined

from assembler.compose.forms import FILTERS, TESTS
from assembler.compose.sandbox import (
    JINJA_FILTERS,
    JINJA_TESTS,
    LINE_MARK,
    Roots,
    Runaway,
    TemplateEnvironment,
)
from assembler.compose.views import FieldMissing, NamedFormsOnly
from assembler.problems import Position, Problem, ProblemsFound, error, nearest


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: Markdown with slots, and where each of its lines came from."""

    text: str
    lines: tuple[Position, ...]
    """Template file and line of each line of the text."""

    def at(self, line: int) -> Position:
        """Where the 0-based line of the text came from."""
        return self.lines[min(line, len(self.lines) - 1)]


class Templates:
    """The templates of one document: finds, compiles and fills them."""

    def __init__(
        self, roots: Iterable[Path], variables: Mapping[str, object], shown: Mapping[Path, str]
    ) -> None:
        self._environment = TemplateEnvironment(roots)
        self._environment.globals.update(variables)
        self._shown = shown
        self._roots = tuple(roots)
        self._texts: dict[str, Template] = {}
        self._expressions: dict[str, TemplateExpression] = {}

    def offer(self, **functions: Any) -> None:
        """Give the templates further functions."""
        self._environment.globals.update(functions)

    def where(self, name: str) -> Path | None:
        """The file that a template name means, or None."""
        return next((r / name for r in self._roots if (r / name).is_file()), None)

    def names(self, folder: str) -> list[str]:
        """The names of all templates in a folder, over all roots."""
        loader = self._environment.loader
        listed = loader.list_templates() if isinstance(loader, Roots) else []
        return [name for name in listed if name.startswith(folder)]

    def fill(self, name: str, variables: Mapping[str, object] | None = None) -> Filled:
        """Fill the template file `name`. Raises ProblemsFound with file and line."""
        start = Position(self.shown(name), 1)
        return self._filled(lambda: self._environment.get_template(name), variables or {}, start)

    def included(self, name: str) -> str:
        """A template filled inside another one: its text still carries its line marks."""
        environment = self._environment
        return environment.concat(environment.get_template(name).generate())

    def fill_text(self, text: str, variables: Mapping[str, object], at: Position) -> str:
        """Fill a template given as text, as in a table shell. Raises ProblemsFound at `at`."""
        filled = self._filled(lambda: self._compiled(text), variables, at, own_lines=False)
        return filled.text

    def value(self, expression: str, variables: Mapping[str, object], at: Position) -> object:
        """The value of a bare expression. Raises ProblemsFound at `at`."""
        environment = self._environment
        self._not_after_a_runaway()
        try:
            compiled = self._expressions.get(expression)
            if compiled is None:
                compiled = environment.compile_expression(expression, undefined_to_none=False)
                self._expressions[expression] = compiled
            environment.budget.step()
            result = compiled(**variables)
            if isinstance(result, Undefined):
                result._fail_with_undefined_error()
        except _EXPECTED as failure:
            raise ProblemsFound([_problem(failure, at)]) from failure
        return result

    def shown(self, name: str) -> str:
        """A template name as the user knows the file."""
        for root in self._roots:
            if (root / name).is_file():
                return f"{self._shown.get(root, root.name)}/{name}"
        return name

    def _compiled(self, text: str) -> Template:
        if text not in self._texts:
            self._texts[text] = self._environment.from_string(text)
        return self._texts[text]

    def _filled(
        self,
        template: Any,
        variables: Mapping[str, object],
        start: Position,
        *,
        own_lines: bool = True,
    ) -> Filled:
        environment = self._environment
        self._not_after_a_runaway()
        try:
            text = environment.concat(template().generate(**variables))
        except _EXPECTED as failure:
            at = self._where_failed(failure, start) if own_lines else start
            raise ProblemsFound([_problem(failure, at)]) from failure
        lines: list[Position] = []
        plain: list[str] = []
        here = start
        for line in text.split("\n"):
            marks = LINE_MARK.findall(line)
            if marks and own_lines:
                number, row = marks[0]
                here = Position(self.shown(environment.budget.files[int(number)]), int(row))
            lines.append(here)
            plain.append(LINE_MARK.sub("", line) if marks else line)
        return Filled("\n".join(plain), tuple(lines))

    def _not_after_a_runaway(self) -> None:
        """Once the steps are used up nothing more is filled; the runaway itself is said already."""
        if self._environment.budget.steps < 0:
            raise ProblemsFound([])

    def _where_failed(self, failure: Exception, start: Position) -> Position:
        """The last template line that was running, or the line of the syntax error."""
        line, name = getattr(failure, "lineno", None), getattr(failure, "name", None)
        if line:
            return Position(self.shown(name) if name else start.file, line)
        for frame in reversed(traceback.extract_tb(failure.__traceback__)):
            path = Path(frame.filename)
            for root in self._roots:
                if path.suffix == ".md" and path.is_relative_to(root) and frame.lineno:
                    return Position(self.shown(path.relative_to(root).as_posix()), frame.lineno)
        return start


_EXPECTED = (
    TemplateError,
    FieldMissing,
    NamedFormsOnly,
    TypeError,
    KeyError,
    ValueError,
    OverflowError,
    RecursionError,
)
"""What a template's own mistake raises; anything else is a bug of ours."""


def _problem(failure: Exception, at: Position) -> Problem:
    message = failure.args[0] if isinstance(failure, KeyError) else str(failure)
    match failure:
        case Runaway() | RecursionError():
            said = str(message) if isinstance(failure, Runaway) else "the template calls itself"
            return error("template.ends", said, "give the loop or macro an end", at=at)
        case TemplateNotFound():
            return error("template.found", f"no template '{message}'", "correct the name", at=at)
        case SecurityError():
            return error(
                "template.allowed",
                str(message),
                "use the fields, filters and functions that docs/templates.md lists",
                at=at,
            )
        case NamedFormsOnly():
            return error("template.named-forms", str(message), "see docs/templates.md", at=at)
        case _:
            return error("template.fills", str(message), _remedy(str(message)), at=at)


def _remedy(message: str) -> str:
    found = re.search(r"No (filter|test) named '([^']*)'", message)
    if found:
        known = {"filter": (*JINJA_FILTERS, *FILTERS), "test": (*JINJA_TESTS, *TESTS)}[found[1]]
        near = nearest(found[2], known)
        return f"did you mean '{near}'?" if near else f"known: {', '.join(sorted(known))}"
    found = re.search(r"'([^']*)' is undefined", message)
    if found:
        return "the records are: dossier, product, trial, disease, efficacy, safety, references"
    return "correct the template at this line"
