"""Filled templates: Markdown with slots, and where each of its lines came from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.runtime import Context

from assembler.compose.budget import Budget
from assembler.compose.guard import FIRST_MARKS, LINE_MARK, Misplaced
from assembler.compose.habits import FUNCTIONS, instead
from assembler.compose.kept import Kept
from assembler.compose.loader import Finder
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.sandbox import NameUnknown, TemplateEnvironment, given
from assembler.compose.syntax import in_plain_words, of_an_import, of_super, of_two_names, opened_at
from assembler.compose.views import View
from assembler.problems import Position, Problem, ProblemsFound, did_you_mean, error, nearest

T = TypeVar("T")
_POSSIBLE = (
    TemplateMistake,
    Misplaced,
    TemplateError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template can cause; whether it did is looked at closely for the last five."""
_RECURSION = 20
"""Frames of templates on the stack from which a RecursionError is the template's own."""


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
    """The templates of one document: compiles and fills them."""

    def __init__(
        self, finder: Finder, variables: Mapping[str, View], kept: Kept | None = None
    ) -> None:
        self._environment = TemplateEnvironment(finder, variables, kept)
        self._records = frozenset(variables)
        self._author_files = finder.author_files()
        self._texts: dict[str, JinjaTemplate] = {}
        self._expressions: dict[str, JinjaTemplate] = {}

    def offer(self, name: str, function: Callable[..., object]) -> None:
        """Give the templates a further function."""
        self._environment.offer(name, function)

    def offer_all(self, group: str, functions: Mapping[str, Callable[..., object]]) -> None:
        """Give the templates functions under a name: `claims.superior(analysis)`."""
        self._environment.offer_all(group, functions)

    def give(self, name: str, entries: list[object] | str) -> None:
        """Give the templates a further list or word: the gap register, the document's id."""
        self._environment.globals[name] = entries

    @property
    def records(self) -> frozenset[str]:
        """The names of the records, which nothing else may take."""
        return self._records

    def check(self, name: str, start: Position) -> None:
        """Look at the syntax of a template file, unfilled. Raises ProblemsFound."""
        self._run(lambda: self._environment.get_template(name), start, ())

    def check_text(self, text: str, at: Position, *, is_expression: bool = False) -> None:
        """Look at the syntax of a text, or of a bare expression. Raises ProblemsFound at `at`."""
        made = self._environment.expression if is_expression else self._environment.from_string
        self._run(lambda: made(text), at, ())

    @property
    def names(self) -> frozenset[str]:
        """Every name that all templates may use."""
        return frozenset(self._environment.globals)

    def fill(self, name: str, start: Position) -> Filled:
        """Fill a template file. Raises ProblemsFound with file and line, `start` at worst."""
        text = self._run(lambda: self.included(name), start, ())
        lines: list[Position] = []
        plain: list[str] = []
        here = start
        for line in text.split("\n"):
            marks = FIRST_MARKS.search(line)
            if marks:
                here = self._place(marks[0])
                line = LINE_MARK.sub("", line)
            lines.append(here)
            plain.append(line.rstrip())  # blanks at an end would be a line break in Markdown
        return Filled("\n".join(plain), tuple(lines))

    def _place(self, marks: str) -> Position:
        """Where a line comes from by the marks at its start: of a macro's words the line that
        calls it, of an author's words the author's line."""
        files = self._environment.files
        places = [Position(files[int(f)], int(line)) for f, line in LINE_MARK.findall(marks)]
        return next((place for place in places if place.file in self._author_files), places[0])

    def included(self, name: str) -> str:
        """A template filled inside another one: its text still carries its line marks."""
        environment = self._environment
        return environment.concat(environment.get_template(name).generate())

    @staticmethod
    def unmarked(text: str) -> str:
        """`text` without line marks."""
        return LINE_MARK.sub("", text)

    def fill_text(self, text: str, variables: Mapping[str, object], at: Position) -> str:
        """Fill a template given as text, as in a table shell. Raises ProblemsFound at `at`."""

        def filled() -> str:
            if text not in self._texts:
                self._texts[text] = self._environment.from_string(text)
            return self._environment.concat(self._texts[text].generate(variables))

        return self.unmarked(self._run(filled, at, variables))

    # --- what is asked for, and what it takes

    def ask_anew(self) -> None:
        """Forget which templates were asked for by no other."""
        self._environment.codes.asked[""] = set()

    def asked(self) -> frozenset[str]:
        """The templates asked for since then, with those that they include, import or extend."""
        return self._environment.codes.reached()

    @property
    def bound(self) -> set[str]:
        """The names that the templates have bound so far."""
        return self._environment.codes.guard.names

    @property
    def budget(self) -> Budget:
        """What is left for the document."""
        return self._environment.budget

    def value(self, expression: str, variables: Mapping[str, object], at: Position) -> object:
        """The value of a bare expression. Raises ProblemsFound at `at`."""
        return self.made_of(expression, variables, at, lambda value: value)

    def made_of(
        self,
        expression: str,
        variables: Mapping[str, object],
        at: Position,
        make: Callable[[object], T],
    ) -> T:
        """What `make` makes of the value of a bare expression. Raises ProblemsFound at `at`."""

        def evaluated() -> T:
            if "{{" in expression:
                message = "what stands here is one value, and braces are for words with values"
                remedy = 'take the braces away, or write `text: "{{ ... }}"`'
                raise TemplateMistake(message, remedy)
            if expression not in self._expressions:
                self._expressions[expression] = self._environment.expression(expression)
            template = self._expressions[expression]
            names = {**self._environment.globals, **variables}
            context = Context(self._environment, names, None, {})
            for _ in template.root_render_func(context):
                pass
            return make(given(context.vars["result"]))

        return self._run(evaluated, at, variables)

    def _run(self, work: Callable[[], T], at: Position, variables: Iterable[str]) -> T:
        """Do a template's work; what it does wrong becomes a problem at its own line."""
        if self._environment.budget.is_spent:
            raise ProblemsFound([])  # the template that ran away has been named
        try:
            return work()
        except _POSSIBLE as failure:
            problem = self._problem(failure, at, variables)
            if problem is None:
                raise
            raise ProblemsFound([problem]) from failure

    def _problem(
        self, failure: Exception, start: Position, variables: Iterable[str]
    ) -> Problem | None:
        """The failure as the template's problem; None when it is none of the template's."""
        frames = list(_template_frames(failure.__traceback__))
        placed = [Position(f, line) for f, line, _ in frames if f in self._environment.files]
        at = placed[-1] if placed else start
        match failure:
            case TemplateMistake():
                return failure.problem(at)
            case Misplaced():
                return failure.mistake.problem(
                    Position(failure.file, failure.line) if failure.file else start
                )
            case TemplateSyntaxError():
                at = Position(failure.filename, failure.lineno) if failure.filename else start
                line = opened_at(str(failure.message), failure.source or "")
                at = Position(at.file, line) if line and failure.filename else at
                return error("template.fills", *in_plain_words(str(failure.message)), at=at)
            case TemplateError() if said := of_super(str(failure.message)):
                return error("template.fills", *said, at=at)
            case NameUnknown():
                message, remedy = _not_here(
                    str(failure.message), self._environment.names(), variables
                )
                return error("template.fills", message, remedy, at=at)
            case TemplateError() if lacking := of_an_import(str(failure)):
                file, name = lacking
                near = did_you_mean(name, self._macros(file), otherwise="correct the name")
                return error("template.fills", f"'{file}' has no macro '{name}'", near, at=at)
            case TemplateError():
                return error("template.fills", str(failure.message), "correct the template", at=at)
            case RecursionError() if len(frames) > _RECURSION:
                message = "the template includes or calls itself"
                remedy = "take one of the includes away, or give the macro an end"
                outer = placed[0] if placed else start  # the innermost is where the stack ended
                return error("template.ends", message, remedy, at=outer)
            case TypeError() | ValueError() | LookupError() | ArithmeticError():
                if not frames or not frames[-1][2]:
                    return None  # not raised by the template's own line: a bug of ours
                said = of_two_names(str(failure)) or (str(failure), "correct the template")
                return error("template.fills", *said, at=at)
        return None

    def _macros(self, file: str) -> list[str]:
        """The names of the macros of a file, for those that are misspelt."""
        made = vars(self._environment.get_template(file).module)
        return sorted(name for name in made if not name.startswith("_"))


def _template_frames(trace: TracebackType | None) -> Iterator[tuple[str, int, bool]]:
    """File, line and whether it is the innermost, of each frame that is a template's."""
    while trace is not None:
        known = trace.tb_frame.f_globals
        if "__jinja_exception__" in known or "__jinja_template__" in known:
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno, trace.tb_next is None
        trace = trace.tb_next


def _not_here(name: str, known: Iterable[str], variables: Iterable[str]) -> tuple[str, str]:
    """What is said of a name that nothing has at its place: message and remedy. `variables` are
    records of the place, whose field may be meant."""
    names, message = sorted({*known, *variables}), f"nothing is called '{name}' here"
    if name in names:  # that of another template, or of a loop that has ended
        return (
            message,
            f"'{name}' is known elsewhere: use it there, or say with {{% set %}} what it is; "
            f"in a shell with `each: {name} in ...`",
        )
    if name in FUNCTIONS and (habit := instead(name)):
        return message, habit
    near = nearest(name, names)
    own = "".join(f", or {variable}.{name}" for variable in sorted(variables))
    if near:
        return message, f"did you mean '{near}'{own}?"
    return message, f"the names are: {', '.join(names)}"
