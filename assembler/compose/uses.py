"""Which records a template uses, found in its source: nothing is filled, no study is needed.

Names keep what they can hold through `for`, `set`, filters on lists and the arguments of macros.
Where that is not certain, nothing is said.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment, nodes

from assembler.compose.kinds import NOTHING, Kind, NoSuchField, merged, records_kind
from assembler.compose.loader import own_name
from assembler.problems import Position

SAME = ("list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique")
"""Filters that give a list of the same entries."""
ONE_OF = ("first", "last")
BY_FIELD = ("any_reported", "grouped", "map", "reject", "rejectattr", "select", "selectattr",
            "sort", "unique")  # fmt: skip
"""Filters that name a field of the entries."""
_FIRST_IS_FIELD = ("any_reported", "rejectattr", "selectattr")
_INSIDE = ("caller", "kwargs", "loop", "self", "super", "varargs")
"""Names that Jinja itself gives."""
Scope = MutableMapping[str, "Bound"]


@dataclass(frozen=True, slots=True)
class MacroName:
    """A macro of a file."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A file that is imported under a name."""

    file: str


Bound = Kind | MacroName | ModuleName


@dataclass(frozen=True, slots=True)
class Use:
    """A field of the records that a template names: `trial.arms[].label`."""

    path: str
    at: Position


@dataclass(frozen=True, slots=True)
class Mistaken:
    """What a template surely does wrong."""

    message: str
    remedy: str
    at: Position


@dataclass(slots=True)
class Arguments:
    """What the callers of a macro give for each of its names, over all templates."""

    given: dict[tuple[MacroName, str], list[Kind]] = field(default_factory=dict)

    def add(self, macro: MacroName, name: str, kind: Kind) -> None:
        """Note what a call gives."""
        held = self.given.setdefault((macro, name), [])
        if kind not in held:
            held.append(kind)

    def of(self, macro: MacroName, names: Sequence[str]) -> Mapping[str, Kind]:
        """What the names of a macro can hold inside it."""
        found: dict[str, Kind] = {}
        for index, name in enumerate(names):
            held = [one for key in (str(index), name) for one in self.given.get((macro, key), ())]
            found[name] = merged(held) if held else NOTHING
        return found


@dataclass(slots=True)
class Reading:
    """One template or one text of a shell being read."""

    name: str
    """Name of the template, as `include` and `import` name it."""
    at: Position
    """Where the text begins."""
    arguments: Arguments
    uses: list[Use] = field(default_factory=list)
    mistakes: list[Mistaken] = field(default_factory=list)
    files: list[tuple[str, Position]] = field(default_factory=list)
    """Files that are included, imported or extended."""
    free: list[tuple[str, Position]] = field(default_factory=list)
    """Names that nothing in the text binds."""
    bound: frozenset[str] = frozenset()
    """Names that the text binds outside its blocks: the blocks of a file that extends it, too."""
    blocks: dict[str, int] = field(default_factory=dict)
    """The blocks that a file in front may change, each with its line."""
    macros: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The macros of the file with their names for what they are given."""

    def place(self, node: nodes.Node) -> Position:
        """Where a node stands; Jinja knows lines only."""
        if node.lineno == 1:
            return self.at
        return Position(self.at.file, self.at.line + node.lineno - 1)

    # --- statements

    def body(self, found: Iterable[nodes.Node], scope: Scope) -> None:
        """Read statements one after the other; what they bind stays in `scope`."""
        for node in found:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    self.value(one, scope)
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                self._choice(node, scope)
            case nodes.Assign():
                bound = self._bound(node.node, scope)
                _bind(node.target, bound, scope)
            case nodes.AssignBlock():
                self.body(node.body, dict(scope))
                _bind(node.target, NOTHING, scope)
            case nodes.Macro():
                self._macro(node, scope)
            case nodes.FromImport() | nodes.Import() | nodes.Include() | nodes.Extends():
                self._file(node, scope)
            case nodes.CallBlock():
                self.value(node.call, scope)
                inside = {**scope, **{arg.name: NOTHING for arg in node.args}}
                self.body(node.body, inside)
            case nodes.With():
                inside = dict(scope)
                for target, given in zip(node.targets, node.values, strict=True):
                    _bind(target, self._bound(given, scope), inside)
                self.body(node.body, inside)
            case nodes.Block():
                self.blocks.setdefault(node.name, node.lineno)
                self.body(node.body, dict(scope))
            case nodes.FilterBlock() | nodes.Scope():
                self.body(node.body, dict(scope))
            case _:
                for inside_it in node.iter_child_nodes():
                    if isinstance(inside_it, nodes.Expr):
                        self.value(inside_it, scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        entry = self.value(node.iter, scope).entry()
        inside = dict(scope)
        _bind(node.target, entry, inside)
        if node.test is not None:
            self.value(node.test, inside)
        self.body(node.body, inside)
        self.body(node.else_, dict(scope))

    def _choice(self, node: nodes.If, scope: Scope) -> None:
        """Afterwards a name holds what any of the ways has bound it to."""
        self.value(node.test, scope)
        ways = [dict(scope)]
        self.body(node.body, ways[0])
        for other in node.elif_:
            ways.append(dict(scope))
            self._choice(other, ways[-1])
        ways.append(dict(scope))
        self.body(node.else_, ways[-1])
        for name in dict.fromkeys(name for way in ways for name in way):
            bound = list(dict.fromkeys(way[name] for way in ways if name in way))
            kinds = [one for one in bound if isinstance(one, Kind)]
            scope[name] = bound[0] if len(bound) == 1 else merged(kinds or [NOTHING])

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        macro = MacroName(own_name(self.name), node.name)
        names = tuple(arg.name for arg in node.args)
        self.macros[node.name] = names
        known = self.arguments.of(macro, names)
        inside = {**scope, **known}
        for arg, default in zip(node.args[::-1], node.defaults[::-1], strict=False):
            inside[arg.name] = merged([self.value(default, scope), known[arg.name]])
        self.body(node.body, inside)
        scope[node.name] = macro

    def _file(
        self, node: nodes.FromImport | nodes.Import | nodes.Include | nodes.Extends, scope: Scope
    ) -> None:
        named = node.template
        file = named.value if isinstance(named, nodes.Const) else None
        if isinstance(file, str):
            self.files.append((file, self.place(node)))
            file = own_name(file) or own_name(self.name)  # a macro is one, whoever words it
        else:
            self.value(named, scope)
        if isinstance(node, nodes.FromImport):
            for one in node.names:
                name, known_as = one if isinstance(one, tuple) else (one, one)
                scope[known_as] = MacroName(file, name) if isinstance(file, str) else NOTHING
        elif isinstance(node, nodes.Import):
            scope[node.target] = ModuleName(file) if isinstance(file, str) else NOTHING

    # --- expressions

    def value(self, node: nodes.Node, scope: Scope) -> Kind:
        """What the expression leads to; the fields at its end are noted as used."""
        bound = self._bound(node, scope)
        if not isinstance(bound, Kind):
            return NOTHING
        if isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Name):
            self.uses += (Use(path, self.place(node)) for path in bound.paths)
        return bound

    def _bound(self, node: nodes.Node, scope: Scope) -> Bound:
        match node:
            case nodes.Name():
                return self._named(node, scope)
            case nodes.Getattr():
                return self._field(node, node.attr, scope)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Call():
                return self._called(node, scope)
            case nodes.CondExpr():
                self.value(node.test, scope)
                ways = [one for one in (node.expr1, node.expr2) if one is not None]
                return merged([self.value(one, scope) for one in ways])
            case nodes.And() | nodes.Or():
                return merged([self.value(node.left, scope), self.value(node.right, scope)])
            case nodes.Test() if node.name == "defined" and isinstance(node.node, nodes.Name):
                return NOTHING
            case _:
                for one in node.iter_child_nodes():
                    if isinstance(one, nodes.Expr):
                        self.value(one, scope)
                    elif isinstance(one, nodes.Operand):
                        self.value(one.expr, scope)
                    elif isinstance(one, nodes.Pair):
                        self.value(one.key, scope)
                        self.value(one.value, scope)
                return NOTHING

    def _named(self, node: nodes.Name, scope: Scope) -> Bound:
        if node.name in scope:
            return scope[node.name]
        kind = records_kind(node.name)
        if kind is None and node.name not in _INSIDE:
            self.free.append((node.name, self.place(node)))
        return kind or NOTHING

    def _field(self, node: nodes.Getattr, name: str, scope: Scope) -> Bound:
        around = self._bound(node.node, scope)
        if isinstance(around, ModuleName):
            return MacroName(around.file, name)
        return self._step(around, name, node) if isinstance(around, Kind) else NOTHING

    def _step(self, around: Kind, name: str, node: nodes.Node) -> Kind:
        try:
            for one in name.split("."):
                around = around.field(one)
                self.uses += (Use(path, self.place(node)) for path in around.through)
        except NoSuchField as found:
            self.mistakes.append(Mistaken(found.message, found.remedy, self.place(node)))
            return NOTHING
        return around

    def _item(self, node: nodes.Getitem, scope: Scope) -> Bound:
        around = self._bound(node.node, scope)
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if key is None:
            self.value(node.arg, scope)
        if not isinstance(around, Kind):
            return NOTHING
        if isinstance(key, str) and around.holds == "one":
            return self._step(around, key, node)
        return around.item(key if isinstance(key, str) else None)

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Kind:
        around = self.value(node.node, scope) if node.node is not None else NOTHING
        for arg in node.args:
            self.value(arg, scope)
        for keyword in node.kwargs:
            self.value(keyword.value, scope)
        of_entry = self._by_field(node, around) if node.name in BY_FIELD else NOTHING
        if node.name == "map":
            return of_entry.chosen() if of_entry.holds == "one" else NOTHING
        if node.name in SAME:
            return around.entry().chosen()
        if node.name in ONE_OF:
            return around.entry()
        return NOTHING

    def _by_field(self, node: nodes.Filter, around: Kind) -> Kind:
        """What the field leads to that a filter on a list names."""
        named = [k.value for k in node.kwargs if k.key == "attribute"]
        if node.name in _FIRST_IS_FIELD:
            named += node.args[:1]
        elif node.name == "grouped":
            named += node.args
        found = NOTHING
        for one in named:
            if isinstance(one, nodes.Const) and isinstance(one.value, str) and one.value:
                held = around.holds if node.name == "any_reported" else "list"
                entry = around.item(None) if held == "mapping" else around.entry()
                found = self._step(entry, one.value, one)
                self.uses += (Use(path, self.place(one)) for path in found.paths)
        return found

    def _called(self, node: nodes.Call, scope: Scope) -> Kind:
        called = self._bound(node.node, scope)
        given = [self.value(arg, scope) for arg in node.args]
        named = {one.key: self.value(one.value, scope) for one in node.kwargs}
        if isinstance(called, MacroName):
            for index, kind in enumerate(given):
                self.arguments.add(called, str(index), kind)
            for name, kind in named.items():
                self.arguments.add(called, name, kind)
        return NOTHING


def _bind(target: nodes.Node, bound: Bound, scope: Scope) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = bound
    else:
        for one in target.find_all(nodes.Name):
            scope[one.name] = NOTHING


@dataclass(frozen=True)
class Parsed:
    """A template's source, parsed once."""

    source: str

    @cached_property
    def tree(self) -> nodes.Template:
        """Its tree. Raises jinja2.TemplateSyntaxError."""
        return Environment(autoescape=True).parse(self.source)


def bare(expression: str) -> str:
    """A bare expression of a shell as a template that reads like it."""
    return f"{{{{ {expression} }}}}"


def read_template(
    parsed: Parsed, name: str, at: Position, arguments: Arguments, scope: Mapping[str, Bound]
) -> Reading:
    """What a template uses. Raises jinja2.TemplateSyntaxError."""
    reading = Reading(name, at, arguments)
    own = dict(scope)
    reading.body(parsed.tree.body, own)
    reading.bound = frozenset(own)
    return reading
