"""Where links and bookmarks lead."""

from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from assembler.inspect.pdf.values import dictionary, number, words


class Target(NamedTuple):
    """Where something leads: a page of this file, or an address outside."""

    action: str = ""
    page: int | None = None
    zoom: str = ""
    address: str = ""
    place: str = ""
    """Of another file: the name of the destination there."""


class Targets:
    """The destinations of a file, by name and by page."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}
        self._names: dict[str, Any] = {}
        trees = pdf.Root.get("/Names")
        if isinstance(trees, Dictionary) and isinstance(trees.get("/Dests"), Dictionary):
            self._names.update((words(name), dest) for name, dest in NameTree(trees.Dests).items())
        old = dictionary(pdf.Root.get("/Dests"))  # the form of PDF 1.1
        self._names.update((words(name), dest) for name, dest in old.items())

    @property
    def names(self) -> frozenset[str]:
        """The named destinations."""
        return frozenset(self._names)

    def of(self, item: Dictionary) -> Target:
        """The target of a link annotation, a bookmark or an action."""
        if "/Dest" in item:
            return self.at(item["/Dest"])
        action = item.get("/A")
        if not isinstance(action, Dictionary):
            return Target()
        return self.by(action)

    def by(self, action: Dictionary) -> Target:
        """The target of an action."""
        kind = words(action.get("/S")).removeprefix("/")
        match kind:
            case "GoTo":
                return self.at(action.get("/D"))
            case "URI":
                return Target(kind, address=words(action.get("/URI")))
            case "GoToR" | "Launch" | "GoToE":
                return Target(
                    kind,
                    zoom=_zoom(action.get("/D")),
                    address=_file(action.get("/F")),
                    place=_named(action.get("/D")),
                )
        return Target(kind)

    def at(self, destination: Any) -> Target:
        """The target of a destination: an array, or the name of one."""
        if isinstance(destination, String | Name):
            destination = self._names.get(words(destination))
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, Array) or not len(destination):
            return Target("GoTo")
        page = destination[0]
        number = self._pages.get(page.objgen) if isinstance(page, Dictionary) else None
        return Target("GoTo", number, _zoom(destination))


def _zoom(destination: Any) -> str:
    if not isinstance(destination, Array) or len(destination) < 2:
        return ""
    kind = words(destination[1]).removeprefix("/")
    if kind != "XYZ":
        return kind
    factor = destination[4] if len(destination) > 4 else None
    return f"XYZ {number(factor):g}"


def _named(destination: Any) -> str:
    return words(destination).removeprefix("/") if isinstance(destination, String | Name) else ""


def _file(specification: Any) -> str:
    if isinstance(specification, Dictionary):
        specification = specification.get("/UF", specification.get("/F", ""))
    return words(specification)
