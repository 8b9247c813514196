"""Pages being drawn: text as marked content or artifact, rules, links; the order of reading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from assembler.document.nodes import Label, ValueId
from assembler.resolve.words import FOOTNOTE, FOOTNOTE_MARK
from assembler.write.look import Page
from assembler.write.text.lines import Ink, Line, Run, spoken
from assembler.write.written import Listed

Show = Callable[[str, Ink], str]
"""Text and ink -> the operators that select the face and show the text."""

FOOTNOTE_CHUNK = "Footnote"
"""How the words of footnotes are tagged in the content streams: notes of tables are `Note`."""
_FOOTNOTES = (
    (f"#{FOOTNOTE}", "Reference", "Footnote "),
    (f"#{FOOTNOTE_MARK}", "Lbl", "Back to the mark of footnote "),
)
"""Links between marks and footnotes: what their targets begin with, in what they stand, and what
they say."""

HAIRLINE = 0.4
RULE = 0.7


class Element(NamedTuple):
    """A structure element: its type (`P`, `H1`, `TD` ...) and the index of its parent."""

    tag: str
    parent: int
    alternative: str = ""
    """Of a figure: what it says, in words; of a Span: what stands for its characters."""
    span: int = 1
    """Of a cell: the columns that it covers."""
    mark: str = ""
    """How its marked content is tagged, where not by its type: `TOCI` of a link in contents."""
    behind: int = -1
    """Of a footnote: the element that is read before it, wherever it is drawn."""


@dataclass(slots=True)
class Tree:
    """The structure elements of a file; element 0 is the document."""

    elements: list[Element] = field(default_factory=lambda: [Element("Document", -1)])

    def add(
        self,
        tag: str,
        parent: int = 0,
        *,
        alternative: str = "",
        span: int = 1,
        mark: str = "",
        behind: int = -1,
    ) -> int:
        """The index of a new element."""
        self.elements.append(Element(tag, parent, alternative, span, mark, behind))
        return len(self.elements) - 1


class Rule(NamedTuple):
    """A rule or a filled strip, an artifact; points."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Target(NamedTuple):
    """A link annotation; `element` is the structure element that it belongs to."""

    left: float
    bottom: float
    right: float
    top: float
    to: str
    element: int
    words: str = ""
    """What it says to somebody who cannot see where it stands."""


class Place(NamedTuple):
    """A line that values begin in, or their row of a table: its base line, points; the element
    that holds it."""

    y: float
    element: int
    values: tuple[ValueId, ...]


@dataclass(slots=True)
class Ledger:
    """What was drawn where, by 1-based page number."""

    destinations: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Named destination -> page, height above the page's lower edge in points."""
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    """Level from 0, title, destination."""
    values: dict[ValueId, int] = field(default_factory=dict)
    listed: dict[Label, Listed] = field(default_factory=dict)
    """Listing -> what was drawn of it."""


@dataclass(slots=True)
class Sheet:
    """One page while it is drawn. Coordinates from its lower left corner, points.

    `marks[mcid]` is the structure element of that marked content: page by page and in order,
    the marks are the order of reading.
    """

    number: int
    page: Page
    landscape: bool
    tree: Tree
    show: Show
    ledger: Ledger
    ops: list[str] = field(default_factory=list)
    under: list[Rule] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    links: list[Target] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    part_of: int | None = None
    """Element of which what is drawn is a part, where another part is on another page."""
    row: float | None = None
    """Base line of the first line of the table row that is being drawn."""
    _open: int | None = None
    """Element of the open marked content; -1 in an artifact."""
    _ink: Ink | None = None

    @property
    def width(self) -> float:
        """Width of the page as it is read, points."""
        return self.page.height if self.landscape else self.page.width

    @property
    def height(self) -> float:
        """Height of the page as it is read, points."""
        return self.page.width if self.landscape else self.page.height

    def begin(self, element: int) -> None:
        """What follows belongs to `element`; content that is open there goes on."""
        if self._open != element:
            self.end()
            tag = self.tree.elements[element].mark or self.tree.elements[element].tag
            part = "" if self.part_of is None else f" /Part {self.part_of}"
            self.ops.append(f"/{tag} <</MCID {len(self.marks)}{part}>> BDC")
            self.marks.append(element)
            self._open = element

    def begin_artifact(self, kind: str = "Layout") -> None:
        """What follows is an artifact: `Pagination`, `Layout`."""
        if self._open != -1:
            self.end()
            self.ops.append(f"/Artifact <</Type /{kind}>> BDC")
            self._open = -1

    def end(self) -> None:
        """Close the open marked content."""
        if self._open is not None:
            self.ops.append("EMC")
            self._open = None

    def settle(self) -> None:
        """All but heads and feet is drawn: what is kept of it until the file is written is one
        text."""
        self.end()
        self.ops = ["\n".join(self.ops)] if self.ops else []

    def line(self, line: Line, element: int, x: float, y: float) -> None:
        """A line at its base line; a link's words are an element of their own below `element`."""
        for run in line.runs:
            if run.target is None:
                self.begin(self._said(run, element))
            else:
                link, words = self._link(run, element)
                self.begin(link)
                ink = run.ink
                bottom = y + ink.rise - 0.22 * ink.size
                top = y + ink.rise + 0.74 * ink.size
                self.links.append(Target(x, bottom, x + run.width, top, run.target, link, words))
                if run.target.startswith(f"#{FOOTNOTE}"):
                    self.anchor(run.target.replace(f"#{FOOTNOTE}", FOOTNOTE_MARK, 1), top)
            self._put(run.text, run.ink, x, y)
            x += run.width
        if line.values:
            self.places.append(Place(y if self.row is None else self.row, element, line.values))
            for value in line.values:
                self.ledger.values.setdefault(value, self.number)

    def _link(self, run: Run, element: int) -> tuple[int, str]:
        """A new link in `element` and what it says: the mark of a footnote is in a Reference, the
        number of one in a Lbl."""
        target, mark, words = run.target or "", self.tree.elements[element].mark, spoken((run,))
        for begin, tag, said in _FOOTNOTES:
            if target.startswith(begin):
                element, words = self.tree.add(tag, element), f"{said}{run.text.strip()}"
        return self.tree.add("Link", element, mark=mark), words

    def _said(self, run: Run, element: int) -> int:
        """The element itself; of a raised or lowered figure one below it that says so to those who
        listen, since 10⁹ is not 109."""
        words = spoken((run,)) if run.ink.rise else run.text
        if words == run.text:
            return element
        above = self.tree.elements[element]
        return self.tree.add("Span", element, alternative=words, mark=above.mark or above.tag)

    def artifact(self, line: Line, x: float, y: float, kind: str = "Layout") -> None:
        """A line that is no part of the document's words: running heads, repeated heads."""
        self.begin_artifact(kind)
        for run in line.runs:
            self._put(run.text, run.ink, x, y)
            x += run.width

    def paths(self, operators: Iterable[str], element: int) -> None:
        """Lines and areas of a figure as one marked content of `element`.

        They stand between two text objects. The element's alternative text is in the content too,
        for readers that do not look into the structure; PDF 1.7, 14.9.3 wants a Span for it.
        """
        self.end()
        self.ops.append("ET")
        self.begin(element)
        words = self.tree.elements[element].alternative.encode("utf-16-be").hex().upper()
        self.ops.append(f"/Span <</Alt <FEFF{words}>>> BDC q")
        self.ops += operators
        self.ops.append("Q EMC")
        self.end()
        self.ops.append("BT")

    def rule(self, x: float, y: float, width: float, weight: float = RULE) -> None:
        """A horizontal rule whose upper edge is at `y`."""
        self.rules.append(Rule(x, y - weight, width, weight, "0 0 0"))

    def anchor(self, name: str, y: float) -> None:
        """A named destination at height `y`."""
        self.ledger.destinations.setdefault(name, (self.number, y))

    def content(self) -> str:
        """The page's content stream: fills below, text, rules; fills and rules as artifacts."""
        self.end()
        return "\n".join([*_filled(self.under), "BT", *self.ops, "ET", *_filled(self.rules)])

    def ink(self, ink: Ink) -> None:
        """What follows is drawn in this ink."""
        last = self._ink
        if ink is not last:
            if last is None or last.colour != ink.colour:
                self.ops.append(f"{ink.colour} rg")
            self._ink = ink

    def _put(self, text: str, ink: Ink, x: float, y: float) -> None:
        self.ink(ink)
        self.ops.append(f"1 0 0 1 {x:.2f} {y + ink.rise:.2f} Tm {self.show(text, ink)}")


def _filled(rules: list[Rule]) -> list[str]:
    if not rules:
        return []
    ops = ["/Artifact <</Type /Layout>> BDC"]
    colour = ""
    for rule in rules:
        if rule.colour != colour:
            colour = rule.colour
            ops.append(f"{colour} rg")
        ops.append(f"{rule.x:.2f} {rule.y:.2f} {rule.width:.2f} {rule.height:.2f} re f")
    return [*ops, "EMC"]
