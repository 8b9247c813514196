"""The sandbox that templates run in: bounded, strict, with allow-lists instead of defaults."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.loaders import BaseLoader
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assembler.compose.forms import FILTERS, FUNCTIONS, TESTS, printed
from assembler.compose.views import NamedFormsOnly, View
from assembler.read import read_text, text_problem

STEPS = 200_000
"""Loop rounds and calls that one document's templates may make."""
OUTPUT = 8_000_000
"""Characters that one document's templates may write, and that one text may have."""

JINJA_FILTERS = frozenset(
    """count first items last length list map reject rejectattr reverse select selectattr sort
    trim unique""".split()  # noqa: SIM905 - a list to read, not a tuple to count quotes in
)
JINJA_TESTS = frozenset(
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
LINE_MARK = re.compile(f"{LINE}([0-9]+):([0-9]+){LINE_END}")


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


class Roots(BaseLoader):
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
            loader=Roots(roots),
            undefined=_Missing,
            finalize=printed,
            extensions=[_LineMarks],
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in JINJA_FILTERS} | dict(FILTERS)
        self.filters |= {"_counted": self._counted, "_concat": self._concat}
        self.tests = {name: self.tests[name] for name in JINJA_TESTS} | dict(TESTS)
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
