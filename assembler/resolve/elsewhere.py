"""Cross-references to other documents of the study: what they say, and whether they resolve.

`[](summary-of-clinical-safety#tbl-teae)` says `Table 3 of the Summary of Clinical Safety`, and of a
section with a number of the CTD, which no other document has, `Section 2.7.4.2.1` alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from assembler.document.nodes import CrossRef, Label
from assembler.document.walk import parts_of_label
from assembler.problems import Problem, ProblemsFound, did_you_mean, error
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import crossref_text


def linked_to(resolved: Resolved) -> tuple[str, ...]:
    """The other documents whose numbers a linked document prints."""
    return tuple(sorted({parts_of_label(label)[0] for label in resolved.elsewhere}))


def is_linked(resolved: Resolved) -> bool:
    """Whether it is known what each of its cross-references says."""
    return all(one.label in resolved.elsewhere for one in resolved.outward)


def linked(
    documents: Sequence[Resolved], planned: Collection[str], make: Callable[[str], Resolved]
) -> list[Resolved]:
    """The documents with what their cross-references to other ones say.

    `planned` are the documents of the dossier; `make` resolves one that is not among `documents`,
    and is asked once and only for what is named. Raises ProblemsFound with every reference that
    does not resolve, or with what `make` raises.
    """
    known = {one.document.id: one for one in documents}
    problems: list[Problem] = []
    made: list[Resolved] = []
    for one in documents:
        said: dict[Label, str] = {}
        for crossref in one.outward:
            name, label = parts_of_label(crossref.label)
            if name == one.document.id:
                problems.append(_own(crossref, label))
            elif name not in planned:
                problems.append(_unplanned(crossref, name, planned))
            else:
                if name not in known:
                    known[name] = make(name)
                if label in known[name].numbers:
                    said[crossref.label] = _words(known[name], label)
                else:
                    problems.append(_broken(crossref, name, label, known))
        made.append(replace(one, elsewhere=said) if said else one)
    if problems:
        raise ProblemsFound(problems)
    return made


def _words(other: Resolved, label: Label) -> str:
    words, document = crossref_text(other, label), other.document
    if document.number and f"{other.numbers[label]}.".startswith(f"{document.number}."):
        return words
    return f"{words} of the {document.title}"


def _own(crossref: CrossRef, label: Label) -> Problem:
    message = f"'{crossref.label}' names the document in which it stands"
    return error("crossref.resolves", message, f"write [](#{label})", at=crossref.at)


def _unplanned(crossref: CrossRef, name: str, planned: Collection[str]) -> Problem:
    return error(
        "crossref.resolves",
        f"the dossier has no document '{name}'",
        did_you_mean(
            name, planned, otherwise=f"name one of the dossier's: {', '.join(sorted(planned))}"
        ),
        at=crossref.at,
    )


def _broken(crossref: CrossRef, name: str, label: Label, known: Mapping[str, Resolved]) -> Problem:
    labels = (f"#{one}" for one in known[name].numbers)
    return error(
        "crossref.resolves",
        f"nothing in {name} has the label '{label}'",
        did_you_mean(f"#{label}", labels, otherwise="correct the label, or add what it names"),
        at=crossref.at,
    )
