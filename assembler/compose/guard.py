"""Rewrites a template's syntax tree so that what it does is counted, compared and placed.

Jinja's sandbox intercepts attributes, calls and arithmetic, but not loops, `~`, comparisons or
the place of a piece of text: those become calls of the filters named here.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn, TypeVar, cast

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from assembler.compose.habits import instead
from assembler.compose.mistakes import TemplateMistake, runaway
from assembler.problems import nearest
from assembler.read import text_problem

ENTRIES, JOINED, COMPARED = "_entries", "_joined", "_compared"
STEPS, EXACT, APART = "_steps", "_exact", "_apart"
"""Filters that only a rewritten tree names."""
LINE, LINE_END = "\ue002", "\ue003"
"""Around `file:line` before each piece of output, until the template is filled."""
LINE_MARK = re.compile(f"{LINE}([0-9]+):([0-9]+){LINE_END}")
FIRST_MARKS = re.compile(f"(?:{LINE_MARK.pattern})+")
DEEPEST = 60
"""Nodes inside one another; each costs the compiler a few frames of Python's stack."""
_MOST_LOOPS = 12
"""Loops inside one another; Python compiles twenty blocks."""
ENDS = ("opening", "closing")
"""Blocks at the ends of sections: what an overlay puts there is no part of the paragraph beside."""
_BODIES = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
N = TypeVar("N", bound=nodes.Node)


class Misplaced(Exception):
    """A mistake found in the tree, with its line."""

    def __init__(self, mistake: TemplateMistake, line: int, file: str | None = None) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake
        self.line = line
        self.file = file


@dataclass(slots=True)
class Guard:
    """What a tree is held against, and the names that it binds."""

    filters: Collection[str]
    tests: Collection[str]
    names: set[str] = field(default_factory=set)

    def guarded(self, tree: nodes.Template, *, file: int | None) -> nodes.Template:
        """The tree with counters and, before each piece of output, a mark of file and line.

        Raises Misplaced.
        """
        _not_too_deep(tree)
        return cast(nodes.Template, _Rewriting(self, file).visit(tree))


def _not_too_deep(tree: nodes.Template) -> None:
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if depth > DEEPEST or loops > _MOST_LOOPS:
            raise Misplaced(runaway("the template is nested too deeply here"), node.lineno)
        waiting += [(child, depth + 1, loops) for child in node.iter_child_nodes()]


class _Rewriting(NodeTransformer):
    def __init__(self, guard: Guard, file: int | None) -> None:
        self._guard = guard
        self._file = file

    # --- counting

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802 - jinja's names
        return self._counted_body(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        self._guard.names.add(node.name)
        return self._counted_body(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._counted_body(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        self._counted_body(node)
        if node.name in ENDS and len(node.body) > 1:  # more than what counts
            apart = nodes.Filter(None, APART, [], [], None, None, lineno=node.lineno)
            node.body = [nodes.FilterBlock(node.body, apart, lineno=node.lineno)]
        return node

    def _counted_body(self, node: N) -> N:
        steps = _weight(node)
        self.generic_visit(node)
        counting = _called(STEPS, nodes.Const(steps, lineno=node.lineno), node)
        node.body.insert(0, nodes.ExprStmt(counting, lineno=node.lineno))  # type: ignore[attr-defined]
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        if node.recursive:
            raise Misplaced(runaway("a loop cannot call itself"), node.lineno)
        steps = _weight(node)
        self.generic_visit(node)
        node.iter = _called(
            ENTRIES, cast(nodes.Expr, node.iter), node, nodes.Const(steps, lineno=node.lineno)
        )
        return node

    # --- comparing and joining

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _called(JOINED, nodes.List(node.nodes, lineno=node.lineno), node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        operands = [node.expr, *(operand.expr for operand in node.ops)]
        spelt = (o.op.replace("teq", "e") for o in node.ops)  # Jinja's tree says lteq for le
        names = nodes.Const(",".join(spelt), lineno=node.lineno)
        return _called(COMPARED, nodes.List(operands, lineno=node.lineno), node, names)

    # --- placing

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if self._file is not None:
            node.nodes = [marked for child in node.nodes for marked in self._marked(child)]
        return node

    def _marked(self, child: nodes.Expr) -> Iterator[nodes.Expr]:
        if not isinstance(child, nodes.TemplateData):
            yield nodes.TemplateData(self._mark(child.lineno), lineno=child.lineno)
        else:
            child.data = "\n".join(
                self._mark(child.lineno + index) + line if line.strip() else line
                for index, line in enumerate(child.data.split("\n"))
            )
        yield child

    def _mark(self, line: int) -> str:
        return f"{LINE}{self._file}:{line}{LINE_END}"

    # --- names and constants

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        if node.ctx != "load":
            self._guard.names.add(node.name)
        return node

    def visit_NSRef(self, node: nodes.NSRef) -> nodes.Node:  # noqa: N802
        _refuse(node, "only a name can be set, not a field", "write {% set name = ... %}")

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if isinstance(node.value, str) and (message := text_problem(node.value)):
            _refuse(node, message, "write the visible character that is meant")
        if isinstance(node.value, float):  # 0.1 is no tenth in binary: `x < 0.05` is exact here
            return _called(EXACT, nodes.Const(repr(node.value), lineno=node.lineno), node)
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        _known(node, node.name, self._guard.filters, "filter")
        return self.generic_visit(node)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        _known(node, node.name, self._guard.tests, "test")
        return self.generic_visit(node)

    def visit_Slice(self, node: nodes.Slice) -> nodes.Node:  # noqa: N802
        _refuse(node, "a list is not cut with [ : ]", "use first, last or selectattr")


def _weight(node: nodes.Node) -> int:
    """How many nodes are evaluated each time that the body runs; bodies inside count themselves."""
    weight = 1
    waiting = list(node.iter_child_nodes())
    while waiting:
        inside = waiting.pop()
        weight += 1
        counts_itself = isinstance(inside, _BODIES)
        waiting += inside.iter_child_nodes(exclude=("body",) if counts_itself else None)
    return weight


def _called(name: str, value: nodes.Expr, at: nodes.Node, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=at.lineno)


def _known(node: nodes.Node, name: str, known: Collection[str], kind: str) -> None:
    public = sorted(one for one in known if not one.startswith("_"))
    if name not in public:
        near = nearest(name, public)
        listed = f"did you mean '{near}'?" if near else f"the {kind}s are: {', '.join(public)}"
        mistake = TemplateMistake(f"there is no {kind} '{name}'", instead(name) or listed)
        raise Misplaced(mistake, node.lineno)


def _refuse(node: nodes.Node, message: str, remedy: str) -> NoReturn:
    raise Misplaced(TemplateMistake(message, remedy), node.lineno)


def apart(words: str) -> str:
    """Words that a section begins or ends with, between empty lines; nothing stays nothing."""
    return f"\n\n{words}\n\n" if LINE_MARK.sub("", words).strip() else ""


INNER: Mapping[str, Callable[[str], object]] = {APART: apart, EXACT: Decimal}
"""Filters that only a rewritten tree names, and that need nothing else."""
