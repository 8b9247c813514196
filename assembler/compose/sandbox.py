"""The Jinja environment: sandboxed, bounded, strict, with allow-lists instead of defaults.

Not here on purpose: arithmetic on values, `default` (it hides gaps), `range`, methods of texts,
and every filter that can blow up or cut a text.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from types import CodeType
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.parser import Parser
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_context

from assembler.compose import completed, forms, grouping, lists
from assembler.compose.budget import DEPTH, Budget
from assembler.compose.codes import Codes
from assembler.compose.comparing import COMPARISONS
from assembler.compose.grouping import Group
from assembler.compose.guard import COMPARED, ENTRIES, INNER, JOINED, STEPS, Guard, Misplaced
from assembler.compose.habits import instead
from assembler.compose.kept import Kept
from assembler.compose.loader import BASE, Finder
from assembler.compose.mistakes import TemplateMistake, not_allowed, not_computed, runaway
from assembler.compose.offered import Offered, offered
from assembler.compose.syntax import ends_kept, line_in_template
from assembler.compose.views import View
from assembler.problems import did_you_mean, nearest

LARGEST = 1_000_000
"""Characters of one template file."""
LOOP_FIELDS = {
    "first": "whether it is the first round",
    "last": "whether it is the last round",
    "index": "number of the round, from 1: to be compared, never printed",
    "index0": "the same from 0",
    "revindex": "rounds that are left, this one included",
    "revindex0": "rounds that are left",
    "length": "number of rounds",
    "previtem": "the entry before; only when this is not the first",
    "nextitem": "the entry after; only when this is not the last",
}
"""What a template may ask of a loop."""
TEST_OF_COMPARISON = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "in": "in",
}
"""The comparisons under the names that `select` and `selectattr` take."""


class NameUnknown(UndefinedError):
    """A template uses a name that nothing has."""


class _Unknown(StrictUndefined):
    """What a name that nothing has leads to: its first use raises NameUnknown."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        super().__init__(hint or name, obj, name, exc if hint else NameUnknown)  # type: ignore[arg-type]


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with views, allow-lists and bounds; one for each document."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    intercepted_unops = frozenset(("+", "-"))
    template_class = completed.CompletedTemplate

    def __init__(
        self, finder: Finder, variables: Mapping[str, View], kept: Kept | None = None
    ) -> None:
        self.budget = Budget()
        kept = kept or Kept()
        self.files = kept.files
        """Template files by the number that line marks carry."""
        super().__init__(
            loader=finder,
            undefined=_Unknown,
            finalize=self._finalize,
            optimized=False,  # what is folded at compile time would be neither counted nor placed
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            auto_reload=False,
        )
        choosing = lists.Choosing(self._filter_named, self._test_named)
        named = {
            form.__name__: form for form in (*lists.FILTERS, *grouping.FILTERS, *forms.VALUE_FORMS)
        }
        named |= {"any_reported": forms.any_reported, "list": lists.as_list}
        named |= {name: getattr(choosing, name) for name in lists.CHOOSING}
        filters: dict[str, Callable[..., Any]] = {
            name: offered(name, form, self.budget) for name, form in named.items()
        }
        inner = {ENTRIES: self._entries, JOINED: self._joined, COMPARED: self._compared}
        self.filters = cast(Any, {**filters, **inner, **INNER, STEPS: self.budget.work})
        tests: dict[str, Callable[..., Any]] = {
            form.__name__: offered(form.__name__, form, self.budget) for form in forms.TESTS
        }
        tests |= {name: self._comparison(name) for name in TEST_OF_COMPARISON}
        self.tests = cast(Any, {**tests, "defined": _is_defined})
        self.globals = {f.__name__: self.filters[f.__name__] for f in forms.VALUE_FORMS}
        self.globals |= variables
        self._guard = Guard(self.filters, self.tests)
        self.codes = Codes(kept, self._guard)

    def offer(self, name: str, function: Callable[..., object]) -> None:
        """Give the templates a further function."""
        self.globals[name] = offered(name, function, self.budget)

    def offer_all(self, group: str, functions: Mapping[str, Callable[..., object]]) -> None:
        """Give the templates functions under a name: `group.name(...)`."""
        self.globals[group] = {
            name: offered(f"{group}.{name}", function, self.budget)
            for name, function in functions.items()
        }

    def names(self) -> set[str]:
        """Every name that a template may use or has bound itself."""
        return {*self.globals, *self._guard.names}

    # --- compiling

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that all templates may use; Jinja's own hook. Its chain of two mappings would
        be copied key by key for every text that is filled."""
        return super().make_globals(d) if d else self.globals

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """The source as it is read; Jinja's hook."""
        return ends_kept(source)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LARGEST:
            message = f"the template has more than {LARGEST:,} characters"
            raise Misplaced(not_allowed(message, "cut it, and include the parts"), 1, filename)
        tree = self._guarded(Parser(self, source, name, filename), Parser.parse, filename)
        return completed.without_macros(tree, name)

    def expression(self, source: str) -> JinjaTemplate:
        """A bare expression as a template that binds its value to `result`."""

        def parse(parser: Parser) -> nodes.Template:
            expression = parser.parse_expression()
            if not parser.stream.eos:
                parser.fail("there is more than one expression", parser.stream.current.lineno)
            result = nodes.Name("result", "store", lineno=1)
            return nodes.Template([nodes.Assign(result, expression, lineno=1)], lineno=1)

        def made() -> CodeType:
            tree = self._guarded(Parser(self, source, state="variable"), parse, None)
            tree.set_environment(self)
            return super(TemplateEnvironment, self).compile(tree)

        code = self.codes.named(("expression", source), made)
        return self.template_class.from_code(self, code, self.make_globals(None))

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any) -> Any:
        """The code of a template; Jinja's own hook."""
        make = partial(super().compile, source, name, filename, *more)
        if more or not isinstance(source, str):
            return make()
        return self.codes.of(source, name, filename, make)

    def _guarded(
        self, parser: Parser, parse: Callable[[Parser], nodes.Template], filename: str | None
    ) -> nodes.Template:
        try:
            tree = parse(parser)
        except RecursionError:
            deep = runaway("the template is nested too deeply here")
            raise Misplaced(deep, parser.stream.current.lineno, filename) from None
        except (ValueError, OverflowError) as failure:  # a numeral of thousands of digits
            parser.fail(str(failure), parser.stream.current.lineno)
        file = None if filename is None else self.codes.number(filename)
        try:
            return self._guard.guarded(tree, file=file)
        except Misplaced as found:
            found.file = filename
            raise

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError) as failure:
            # A repeated argument, say: Jinja leaves it to Python.
            line = line_in_template(source, getattr(failure, "lineno", None) or 1)
            said = str(getattr(failure, "msg", "the template is nested too deeply"))
            raise TemplateSyntaxError(said, line, None, filename) from None

    # --- what a template does

    @pass_context
    def _finalize(self, context: object, value: object) -> str:
        """What is printed; with the context, so that nothing is printed while compiling."""
        return lists.text_of(given(value))

    def _joined(self, parts: list[object]) -> str:
        return self.budget.joined(lists.text_of(given(part)) for part in parts)

    def concat(self, parts: Iterator[str]) -> str:  # type: ignore[override]
        """Joins the pieces that a template writes; Jinja's own hook."""
        return self.budget.joined(parts)

    def _entries(self, value: object, weight: int) -> Iterator[object]:
        return self.budget.counted(lists.entries_of(given(value)), weight)

    def _compared(self, operands: list[object], names: str) -> bool:
        for operand in operands:
            self._weigh(operand)
        compared = zip(names.split(","), pairwise(operands), strict=True)
        return all(COMPARISONS[name](left, right) for name, (left, right) in compared)

    def _comparison(self, name: str) -> Callable[[object, object], bool]:
        return lambda left, right: self._compared([left, right], name)

    def _weigh(self, operand: object) -> None:
        held = operand.value if isinstance(operand, View) else given(operand)
        if isinstance(held, str | list | tuple | dict):
            self.budget.work(1 + len(held) // (50 if isinstance(held, str) else 1))

    def _filter_named(self, name: str) -> lists.Filter:
        return _named(name, cast(Any, self.filters), "filter")

    def _test_named(self, name: str) -> lists.Filter:
        return _named(name, cast(Any, self.tests), "test")

    # --- the sandbox

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: fields of views, of the loop, macros of a file; nothing of Python's."""
        if isinstance(obj, View | Group) and not attribute.startswith("_"):
            return obj.field(attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        inside = vars(obj) if isinstance(obj, TemplateModule) else obj
        if isinstance(inside, dict) and attribute in inside and not attribute.startswith("_"):
            return inside[attribute]
        if isinstance(obj, dict) and (near := nearest(attribute, map(str, obj))):
            raise TemplateMistake(f"there is no '{attribute}' here", f"did you mean '{near}'?")
        raise not_allowed(
            f"{_kind(given(obj))} has nothing called '{attribute}' for templates",
            instead(attribute)
            or "only records have fields; see docs/templates.md for loops and macros",
        )

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`: entries of views, and of lists and mappings in the template."""
        if isinstance(obj, View | Group):
            return obj.item(given(argument))
        key = argument.value if isinstance(argument, View) else given(argument)
        if isinstance(obj, dict) and isinstance(key, str | int) and key in obj:
            return obj[key]
        if isinstance(obj, list | tuple) and isinstance(key, int) and -1 < key < len(obj):
            return obj[key]
        raise not_allowed(f"{_kind(given(obj))} has no such entry", "name an entry that it has")

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """`obj(...)`: macros, blocks and the functions of ours."""
        own = {n: kwargs[n] for n in kwargs if n not in ("_loop_vars", "_block_vars")}  # Jinja's
        if isinstance(__obj, Offered):
            return __obj(*args, **own)
        if isinstance(__obj, Macro):
            _fits(__obj, args, own)
        elif not isinstance(__obj, BlockReference):
            raise TemplateMistake(f"{_kind(given(__obj))} is no function", "name one, or a macro")
        budget = __self.budget
        budget.depth += 1
        try:
            if budget.depth > DEPTH:
                raise runaway(f"macros call one another more than {DEPTH} deep")
            return __context.call(__obj, *args, **kwargs)
        finally:
            budget.depth -= 1

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`+` and `-` of small plain numbers, such as `loop.index + 1`; nothing else."""
        plain = type(left) is int and type(right) is int and abs(left) < 10**9 > abs(right)
        if plain and operator in "+-":
            return left + right if operator == "+" else left - right
        message = f"a template does not compute with `{operator}`, nor join texts with it"
        if operator == "-":
            raise not_computed(message, 'put an id in quotes: analyses["pfs-final"]')
        raise not_computed(message)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """The sign of a plain number."""
        if type(arg) is int:
            return -arg if operator == "-" else arg
        raise not_computed(f"a template does not compute with `{operator}`")

    def join_path(self, template: str, parent: str) -> str:
        """What a template that includes, imports or extends another names: `base:` goes on in the
        folders behind its own."""
        if template.startswith(BASE):
            return cast(Finder, self.loader).based(template, parent)
        if template == parent:
            raise TemplateMistake(
                "the template includes or extends itself",
                'write "base:" for the file of the same name in the folder behind this one',
                "template.ends",
            )
        return template

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> JinjaTemplate:
        """The template of that name: `include`, `extends` and `import` come here."""
        self.budget.work(10)
        self.codes.ask(_file_named(name), parent)
        return super().get_template(_file_named(name), parent, globals)

    def get_or_select_template(
        self, template_name_or_list: Any, parent: Any = None, globals: Any = None
    ) -> JinjaTemplate:
        """The template of that name; one of several names cannot be chosen."""
        return self.get_template(_file_named(template_name_or_list), parent, globals)


def given(value: object) -> object:
    """The value, unless its name was never given one: then NameUnknown is raised."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return value


def _file_named(name: object) -> str:
    if isinstance(given(name), str):
        return str(name)
    raise not_allowed("a template is named by its file", 'write {% include "folder/name.md" %}')


def _is_defined(value: object) -> bool:
    """`x is defined`: something has that name."""
    return not isinstance(value, Undefined)


def _kind(value: object) -> str:
    if isinstance(value, View):
        return value.name
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (str, "a text"),
        ((list, tuple), "a list"),
        (LoopContext, "a loop"),
        (Group, "a group of rows"),
        ((Macro, BlockReference, Offered), "a function"),
        ((bool, int, Decimal), "a number"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "this")


def _fits(macro: Macro, args: tuple[object, ...], kwargs: Mapping[str, object]) -> None:
    """Refuse arguments that a macro does not take; Jinja would raise Python's TypeError."""
    names = macro.arguments
    wrong = (
        [n for n in kwargs if n not in names and n != "caller"] if not macro.catch_kwargs else []
    )
    wrong += [n for n in names[: len(args)] if n in kwargs]
    wrong += ["caller"] if "caller" in kwargs and not macro.caller else []
    if wrong or (len(args) > len(names) and not macro.catch_varargs):
        what = f"'{wrong[0]}'" if wrong else f"{len(args)} values"
        raise TemplateMistake(
            f"the macro '{macro.name}' does not take {what}",
            f"it takes: {', '.join(names) or 'nothing'}",
        )


def _named(name: str, known: Mapping[str, lists.Filter], kind: str) -> lists.Filter:
    if name in known and not name.startswith("_"):
        return known[name]
    public = sorted(one for one in known if not one.startswith("_"))
    near = did_you_mean(name, public, otherwise=f"the {kind}s are: {', '.join(public)}")
    field = f'for a field write map(attribute="{name}"); else ' if kind == "filter" else ""
    raise TemplateMistake(f"there is no {kind} '{name}'", f"{field}{near}")
