"""The dossier's word on rules of other stages: what it may waive or weigh beside the checks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from assembler.checks.lookup import ancestors
from assembler.problems import Problem, Severity
from assembler.records.dossier import DossierPlan, Waiver

OF_FILES: Mapping[str, str] = {
    "document.size": "A file is not larger than the agency of the region takes.",
    "look.links-blue": "Links are blue.",
    "look.margins": "The look leaves the margins that the agency of the region asks for.",
    "text.headings-marked": "A heading is marked as one, not typed in bold.",
    "text.lists-marked": "Items of a list are marked as such, not numbered by hand.",
    "text.no-space-layout": "Blanks in a row make no columns.",
    "text.references-live": "'Table 1' in a text is a cross-reference where there is a Table 1.",
}
"""The rules of the finished files, which are seen when they are written."""

LATER: Mapping[str, str] = {
    **OF_FILES,
    "claim.has-condition": "A claim is printed only where its condition holds.",
    "claim.neutral-words": "Words say what was observed and do not judge it.",
    "documents.agree": "The documents of a study say the same of a fact: digits, unit, population.",
    "figure.at-risk-printed": "Numbers at risk are recorded for the marks of a curve's time axis.",
    "import.utf-8": "A file of data is UTF-8; else its accents are a guess.",
    "listing.data-as-recorded": "A listing prints the data set whose SHA-256 is recorded.",
    "markdown.closes": "A mark of emphasis or a link that is opened is closed.",
    "number.in-digits": "A number comes from a record, in digits; none is typed in words.",
    "numeral.has-record": "Every numeral is printed from a record, or is a name in a known form.",
    "reference.cited": "Every reference on record is cited in the document.",
    "section.used": "Every file of a section is named by the outline.",
    "shell.used": "Every shell of a table or figure is placed by a template.",
    "study.files": "Every file of the study's folder that looks like records is read.",
    "table.has-records": "What a document type expects is on record, or listed as absent.",
    "text.no-leftovers": "Nothing of a template or an empty value is left in the text.",
    "text.used": "Every text of the author is asked for by a template.",
    "yaml.quoted": "A value that holds a blank and # is quoted, so that all of it is read.",
}
"""The rules of reading, composing, resolving and writing that a dossier may waive or weigh.

Errors of those stages are no rules to be waived: without mending them there is no document. Gaps
are supplied, or accepted in their plan; what a document type expects has no plan, and is waived.
"""

_SEVEREST = tuple(Severity)


def decided(
    problems: Iterable[Problem], plan: DossierPlan, *, final: bool = False
) -> list[Problem]:
    """The problems as the dossier's severities and waivers have them; others as they are.

    As in `check`: in a final a lowered severity does not count, and what is waived is a note that
    says by whom and why. A waiver names the record path that a finding shows, or its file, from
    the study's folder or the templates': `text/2.5.4.md`.
    """
    return [_decided(problem, plan, final=final) for problem in problems]


def _decided(problem: Problem, plan: DossierPlan, *, final: bool) -> Problem:
    if problem.rule not in LATER or problem.severity is Severity.ERROR:
        return problem
    index = _waived(problem, plan.waivers)
    if index is not None:
        return as_waived(problem, plan.waivers[index])
    own = plan.severities.get(problem.rule, problem.severity)
    severity, message = weighed(own, problem.severity, problem.message, final=final)
    return replace(problem, severity=severity, message=message)


def weighed(own: Severity, usual: Severity, message: str, *, final: bool) -> tuple[Severity, str]:
    """What a finding weighs to which the dossier gives a severity of its `own`, and what it says:
    in a final a lowered severity does not count."""
    if not final or _SEVEREST.index(own) <= _SEVEREST.index(usual):
        return own, message
    said = f"dossier.severities makes it a {own}, which does not count in a final"
    return usual, f"{message}\n{said}"


def as_waived(problem: Problem, waiver: Waiver) -> Problem:
    """The problem as a note that names who let it pass and why."""
    waived = f"{waiver.name}: {waiver.reason}"
    message = f"{problem.message}\nwaived by {waived}"
    return replace(problem, message=message, severity=Severity.NOTE, waived=waived)


def unused(
    problems: Iterable[Problem], plan: DossierPlan, rules: Collection[str] = LATER
) -> Iterator[int]:
    """Which waivers of these rules let none of the problems pass, by their place in the list."""
    used = {_waived(problem, plan.waivers) for problem in problems if problem.rule in rules}
    for index, waiver in enumerate(plan.waivers):
        if waiver.rule in rules and index not in used:
            yield index


def _waived(problem: Problem, waivers: tuple[Waiver, ...]) -> int | None:
    """The waiver that names the problem's record path, a block around it, or its file."""
    named = set(ancestors(problem.path or ""))
    file = f"/{problem.at.file}" if problem.at is not None else ""
    for index, waiver in enumerate(waivers):
        is_file = bool(file) and file.endswith(f"/{waiver.path}")
        if waiver.rule == problem.rule and (waiver.path in named or is_file):
            return index
    return None
