"""What an inspection of our own files found that the user can mend: words, a look, much content.

Everything else that is found there is a bug of ours.
"""

from collections.abc import Callable, Iterable, Mapping

from assembler.inspect.ours import Found
from assembler.inspect.pdf.navigation import is_blue
from assembler.inspect.profile import Profile
from assembler.inspect.words import LEFTOVERS, Line, Typed, lines_of, placed, values_in
from assembler.problems import Problem, Severity, shortened
from assembler.resolve.resolve import Resolved
from assembler.write.look import Look

_ASCENT, _DESCENT = 0.8, 0.25
"""Of a line, in sizes of its letters: how far its ink reaches from its base line."""


WORDS: Mapping[str, Typed] = {
    "docx.xref-live": Typed(
        "text.references-live",
        "'Table 1' in a text is a cross-reference where there is a Table 1.",
        "write a cross-reference, `[](#tbl-...)`; where it is the table of another document, waive "
        "this and say so",
    ),
    "docx.no-fake-headings": Typed(
        "text.headings-marked",
        "A heading is marked as one, not typed in bold.",
        "write `## ` before it, or make it part of a sentence",
    ),
    "docx.real-lists": Typed(
        "text.lists-marked",
        "Items of a list are marked as such, not numbered by hand.",
        "write `- ` or `1. ` before each item, with a blank line before the first",
    ),
    "docx.no-space-layout": Typed(
        "text.no-space-layout",
        "Blanks in a row make no columns.",
        "make it a table, or leave one blank",
    ),
}
"""Rule that the file breaks -> the rule for the words that break it."""
MARGINS = Typed(
    "look.margins",
    "The look leaves the margins that the agency of the region asks for.",
    "make the margins of the look wider",
)
LINKS = Typed(
    "look.links-blue", "Links are blue.", "set `link` in the look to a blue, such as #0000C8"
)
SIZE = Typed(
    "document.size",
    "A file is not larger than the agency of the region takes.",
    "move long tables into a document of their own",
)
OWED: tuple[Typed, ...] = (*WORDS.values(), LEFTOVERS, MARGINS, LINKS, SIZE)
"""The rules that an inspection of our own files can find broken by what the user gave."""


def owed(
    found: Iterable[Found], resolved: Resolved, look: Look, profile: Profile
) -> tuple[list[Problem], list[Found]]:
    """What the user can mend, each once; and what is left, which is a bug of ours."""
    lines: list[Line] | None = None
    problems: list[Problem] = []
    bugs: list[Found] = []
    for one in found:
        problem: Problem | None = None
        if one.rule in WORDS:
            lines = lines if lines is not None else list(lines_of(resolved))
            problem = _of_words(one, WORDS[one.rule], lines, resolved)
        elif explain := _GIVEN.get(one.rule):
            problem = explain(one, look, profile)
        if problem is None:
            bugs.append(one)
        elif problem not in problems:
            problems.append(problem)
    return problems, bugs


def _of_words(
    one: Found, typed: Typed, lines: Iterable[Line], resolved: Resolved
) -> Problem | None:
    """The problem with words of the file, where the model has them."""
    words = _blanks_folded(one.seen.words)
    quoted = one.seen.message.split("'")
    piece = quoted[1] if len(quoted) > 2 else one.seen.words
    for line in lines:
        if words and words in _blanks_folded(line.text):
            inside = (value for value in values_in(line) if piece in value.text)
            message = f"{one.seen.message}: {shortened(words)}"
            return placed(typed, message, line, next(inside, None), resolved)
    return None


def _blanks_folded(text: str) -> str:
    return " ".join(text.split())


def _margins(one: Found, look: Look, profile: Profile) -> Problem | None:
    """A look whose text, header or footer stands too near to an edge."""
    page, upright, landscape = look.page, profile.upright, profile.landscape
    header, footer = look.roles["header"].size, look.roles["footer"].size
    top, turned_top = (
        min(page.header_of(landscape=turned) - _ASCENT * header, page.top_of(landscape=turned))
        for turned in (False, True)
    )
    bottom = min(page.footer - _DESCENT * footer, page.bottom)
    narrow = [
        f"{side} {given:.0f} pt of {asked:.0f}"
        for side, given, asked in (
            ("left", page.left, upright.left),
            ("right", page.right, upright.right),
            ("top", top, upright.top),
            ("bottom", bottom, upright.bottom),
            ("left, landscape", page.left, landscape.left),
            ("right, landscape", page.right, landscape.right),
            ("top, landscape", turned_top, landscape.top),
            ("bottom, landscape", bottom, landscape.bottom),
        )
        if given < asked - 1
    ]
    if not narrow:
        return None
    message = f"the look '{look.id}' leaves less than {profile.name} asks: {'; '.join(narrow)}"
    return _of_dossier(MARGINS, message, "dossier.look")


def _links(one: Found, look: Look, profile: Profile) -> Problem | None:
    red, green, blue = (int(look.link[n : n + 2], 16) for n in (1, 3, 5))
    if is_blue((red, green, blue)):
        return None
    return _of_dossier(LINKS, f"the links of the look '{look.id}' are {look.link}", "dossier.look")


def _size(one: Found, look: Look, profile: Profile) -> Problem | None:
    return _of_dossier(SIZE, f"{profile.name}: {one.seen.message}", "dossier.documents")


def _of_dossier(typed: Typed, message: str, path: str) -> Problem:
    return Problem(typed.rule, Severity.WARNING, message, typed.remedy, path=path)


_GIVEN: Mapping[str, Callable[[Found, Look, Profile], Problem | None]] = {
    "pdf.margins": _margins,
    "docx.margins": _margins,
    "pdf.link-look": _links,
    "pdf.file-size": _size,
}
"""Rule that the file breaks -> what the user gave that can break it; None where it did not."""
