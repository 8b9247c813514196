"""The Jinja environment: sandboxed, bounded, strict, with allow-lists instead of defaults."""

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.loaders import BaseLoader
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assembler.compose.forms import FILTERS, FUNCTIONS, TESTS, printed
from assembler.compose.views import FieldMissing, NamedFormsOnly, View
from assembler.problems import Position, Problem, ProblemsFound, error, nearest
from assembler.read import read_text, text_problem

STEPS = 200_000
"""Loop rounds and calls that one document's templates may make."""
OUTPUT = 8_000_000
"""Characters that one document's templates may write, and that one text may have."""

_JINJA_FILTERS = frozenset(
    """count first items last length list map reject rejectattr reverse select selectattr sort
    trim unique""".split()  # noqa: SIM905 - a list to read, not a tuple to count quotes in
)
_JINJA_TESTS = frozenset(
    "defined eq equalto even ge gt in le lt ne odd".split()  # noqa: SIM905
)
_STRING_METHODS = frozenset(("endswith", "startswith", "strip", "title"))
_LOOP_FIELDS = frozenset(
    """first last index index0 revindex revindex0 length depth depth0 previtem nextitem cycle
    changed""".split()  # noqa: SIM905
)
LINE, LINE_END = "\ue002", "\ue003"
_NAME = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
"""A template's name: no way out of its folder."""
_TAG = re.compile(r"\{%.*?%\}")
_LINE_MARK = re.compile(f"{LINE}([0-9]+):([0-9]+){LINE_END}")


class Runaway(TemplateError):
    """A template that loops or writes without end."""


@dataclass(slots=True)
class _Budget:
    """What is left of the steps; shared by all templates of one document."""

    steps: int = STEPS
    files: list[str] = field(default_factory=list)
    """Template files by the number that line marks carry."""

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Runaway(f"the template has gone round more than {STEPS:,} times")


class _LineMarks(Extension):
    """Marks where each line of literal text begins: file number and line."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A line of tags alone vanishes; words before a tag keep their line's end.

        Jinja's trim_blocks would join `... {% endif %}` with the next line.
        """
        return "\n".join(
            f"{line[:-2]}+%}}" if _words_before_tag(line) else line for line in source.split("\n")
        )

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        files = self.environment.budget.files  # type: ignore[attr-defined]
        name = stream.name or "<text>"
        number = len(files)
        files.append(name)
        for token in stream:
            refused = text_problem(token.value) if token.type == "string" else None
            if refused:  # an escape could write the mark of a value
                raise TemplateSyntaxError(refused, token.lineno, stream.name)
            if token.type != "data":
                yield token
                continue
            lines = token.value.split("\n")
            marked = [
                f"{LINE}{number}:{token.lineno + i}{LINE_END}{line}" if line.strip() else line
                for i, line in enumerate(lines)
            ]
            yield Token(token.lineno, "data", "\n".join(marked))


def _words_before_tag(line: str) -> bool:
    ends = line.endswith("%}") and not line.endswith(("-%}", "+%}"))
    return ends and bool(_TAG.sub("", line).strip())


class _Roots(BaseLoader):
    """Templates by name from the first root that has them: the study's, a company's, ours."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self.roots = tuple(roots)

    def get_source(self, environment: Any, template: str) -> tuple[str, str | None, Any]:
        for root in self.roots:
            path = root / template
            if not _NAME.fullmatch(template):
                break
            if path.is_file() or path.is_symlink():
                return read_text(path, root=root), str(path), None
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        return sorted(
            {
                path.relative_to(root).as_posix()
                for root in self.roots
                for path in root.rglob("*")
                if path.suffix in (".md", ".yaml")
            }
        )


class _Missing(StrictUndefined):
    """Names the nearest thing when a template names one that is not there."""

    @property
    def _undefined_message(self) -> str:
        if isinstance(self._undefined_obj, View):
            try:
                getattr(self._undefined_obj, str(self._undefined_name))
            except AttributeError as missing:
                return str(missing)
        return super()._undefined_message


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with views, allow-lists and bounds.

    Not here on purpose: arithmetic on values, `default` (it hides gaps), `range`, and every
    filter that can blow up or cut text.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, roots: Iterable[Path]) -> None:
        self.budget = _Budget()
        super().__init__(
            loader=_Roots(roots),
            undefined=_Missing,
            finalize=printed,
            extensions=[_LineMarks],
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in _JINJA_FILTERS} | dict(FILTERS)
        self.filters |= {"_counted": self._counted, "_concat": self._concat}
        self.tests = {name: self.tests[name] for name in _JINJA_TESTS} | dict(TESTS)
        self.globals = dict(FUNCTIONS)

    # --- printing and bounds

    def _counted(self, items: Iterable[object]) -> Iterator[object]:
        for item in items:
            self.budget.step()
            yield item

    def _concat(self, parts: Iterable[object]) -> str:
        return self.concat(str(printed(part)) for part in parts)

    def concat(self, parts: Iterable[str]) -> str:
        """Joins the pieces that a template writes; refuses to grow beyond the bound."""
        pieces: list[str] = []
        size = 0
        for part in parts:
            size += len(part)
            if size > OUTPUT:
                raise Runaway(f"the template writes more than {OUTPUT:,} characters")
            pieces.append(part)
        return "".join(pieces)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = _filter(loop.iter, "_counted")
        for node in list(tree.find_all((nodes.Output, nodes.Expr, nodes.Stmt))):
            _replace_concats(node)
        return tree

    # --- sandbox

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        if attr.startswith("_"):
            return False
        if isinstance(obj, View):
            return True
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        if isinstance(obj, LoopContext):
            return attr in _LOOP_FIELDS
        return False

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        __self.budget.step()
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_callable(self, obj: object) -> bool:
        return (
            isinstance(obj, Macro | LoopContext)
            or obj in self.globals.values()
            or getattr(obj, "__name__", "") in _STRING_METHODS | _LOOP_FIELDS
            or getattr(obj, "offered_to_templates", False)
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        plain = isinstance(left, int) and isinstance(right, int)
        if operator in "+-" and plain and abs(left) < 10**9 and abs(right) < 10**9:
            return super().call_binop(context, operator, left, right)
        raise NamedFormsOnly(
            f"a template does not compute with `{operator}`: use a named form "
            "(difference, total, percent), and `~` to join texts"
        )


def _filter(node: nodes.Node, name: str) -> nodes.Filter:
    made = nodes.Filter(cast(nodes.Expr, node), name, [], [], None, None)
    return made.set_lineno(node.lineno)  # type: ignore[return-value]


def _replace_concats(node: nodes.Node) -> None:
    """`a ~ b` -> a bounded join: unbounded, `~` can double a text forty times."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Concat):
            parts = nodes.List(value.nodes).set_lineno(value.lineno)
            setattr(node, name, _filter(parts, "_concat"))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, nodes.Concat):
                    parts = nodes.List(item.nodes).set_lineno(item.lineno)
                    value[index] = _filter(parts, "_concat")


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
        listed = loader.list_templates() if isinstance(loader, _Roots) else []
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
            marks = _LINE_MARK.findall(line)
            if marks and own_lines:
                number, row = marks[0]
                here = Position(self.shown(environment.budget.files[int(number)]), int(row))
            lines.append(here)
            plain.append(_LINE_MARK.sub("", line) if marks else line)
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
        known = {"filter": (*_JINJA_FILTERS, *FILTERS), "test": (*_JINJA_TESTS, *TESTS)}[found[1]]
        near = nearest(found[2], known)
        return f"did you mean '{near}'?" if near else f"known: {', '.join(sorted(known))}"
    found = re.search(r"'([^']*)' is undefined", message)
    if found:
        return "the records are: dossier, product, trial, disease, efficacy, safety, references"
    return "correct the template at this line"
