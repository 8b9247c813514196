"""What a draft may print and a final may not: an author's to-do, a value that is not entered."""

from collections.abc import Callable, Iterator

from assembler.document.nodes import Document, Gap, Section
from assembler.document.walk import leaves, runs
from assembler.problems import Position, Problem, Severity

TO_DO = "author's text"
"""Derivation of an author's to-do: its path names the text that is missing."""


def leftovers(
    document: Document, not_yet_entered: str, at: Callable[[str], Position]
) -> Iterator[Problem]:
    """A gap for each to-do and for each printed value that reads `not_yet_entered`.

    `at` says where a record path stands.
    """
    said: set[tuple[str, ...]] = set()
    for run in runs(document):
        for inline in leaves(run.content):
            if isinstance(inline, Gap):
                trace = document.trace[inline.id]
                if trace.derivation == TO_DO:
                    yield _to_do(inline.text, trace.paths[0], run.section)
                elif inline.text == not_yet_entered and trace.paths not in said:
                    said.add(trace.paths)
                    yield _not_entered(trace.paths[0], at)


def _to_do(text: str, file: str, section: Section | None) -> Problem:
    return Problem(
        "author.has-written",
        Severity.GAP,
        f"the author's text {file} is not there: the draft says {text}",
        f"write it into {file} in the study's folder",
        section.at if section else None,
    )


def _not_entered(path: str, at: Callable[[str], Position]) -> Problem:
    return Problem(
        "value.entered",
        Severity.GAP,
        f"{path} is printed, and nobody has entered it or said why it is absent",
        "enter the value, or list its key under `not_reported` or another kind of absence",
        at(path),
        path,
    )
