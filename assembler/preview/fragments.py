"""Pieces of the page beside the document: outline, problems, what lies behind a value or line."""

from collections.abc import Iterable, Sequence
from itertools import islice

from assembler.document.nodes import Trace, ValueId
from assembler.document.walk import sections_of
from assembler.preview.inputs import Inputs
from assembler.preview.shown import Good
from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.read import read_text
from assembler.resolve.words import text_of
from assembler.write.html.elements import Element, html_of, new, say, sub

_AROUND = 3
"""Lines shown before and after the line in question."""
_MOST = 500
"""Problems that are listed."""
_NAMES = {
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.GAP: "Gaps",
    Severity.NOTE: "Notes",
}


def outline(good: Good) -> str:
    """The sections as a list of links."""
    listed = new("ol")
    for level, section in sections_of(good.resolved.document.sections):
        item = sub(listed, "li", class_=f"depth-{min(level, 6)}")
        link = sub(item, "a", href=f"#{section.label}")
        sub(link, "span", class_="number").text = good.resolved.numbers[section.label]
        say(link, f" {text_of(good.resolved, section.title)}")
    return html_of(listed)


def problems_list(good: Good) -> str:
    """The problems by severity, each a button that leads to its place."""
    root = new("div")
    if not good.problems:
        sub(root, "p", class_="quiet").text = "No problems."
    places = _by_path(good)
    for severity, name in _NAMES.items():
        found = [one for one in good.problems if one.severity is severity]
        if not found:
            continue
        group = sub(root, "details", class_=f"severity of-{severity}")
        if severity in (Severity.WARNING, Severity.GAP):
            group.set("open", "")
        sub(group, "summary").text = f"{name} ({len(found)})"
        listed = sub(group, "ol")
        for problem in islice(found, _MOST):
            _put_problem(sub(listed, "li"), problem, places)
    return html_of(root)


def _put_problem(item: Element, problem: Problem, places: dict[str, ValueId]) -> None:
    place = str(problem.at) if problem.at else ""
    target = places.get(problem.path or "", "")
    button = sub(item, "button", type="button", class_="problem", data_place=place)
    if target:
        button.set("data-target", target)
    first, *more = problem.message.splitlines()
    sub(button, "strong").text = first
    for line in more:
        sub(button, "span", class_="more").text = line
    sub(button, "span", class_="fix").text = problem.remedy
    sub(button, "span", class_="at").text = f"{place} [{problem.rule}]".lstrip()


def _by_path(good: Good) -> dict[str, ValueId]:
    """Record path, or one above it -> the first value printed from there."""
    found: dict[str, ValueId] = {}
    for value, trace in good.resolved.document.trace.items():
        for path in trace.paths:
            while path and path not in found:
                found[path] = value
                path = path.rpartition(".")[0]
    return found


def overlay(problems: Sequence[Problem], inputs: Inputs) -> str:
    """What keeps the document from being made, with the lines of the files; else empty."""
    if not problems:
        return ""
    root = new("div")
    count = len(problems)
    said = "1 error" if count == 1 else f"{count} errors"
    sub(root, "h2").text = f"{said}: below is the last page that could be made"
    for problem in islice(problems, 20):
        one = sub(root, "section", class_="error")
        for line in problem.message.splitlines():
            sub(one, "p", class_="message").text = line
        if problem.path:
            sub(one, "p", class_="path").text = problem.path
        for at in (problem.at, *problem.also):
            if at is not None and not _put_lines(one, at, inputs):
                sub(one, "p", class_="at").text = str(at)
        for line in problem.remedy.splitlines():
            sub(one, "p", class_="fix").text = line
        sub(one, "p", class_="at").text = f"[{problem.rule}]"
    return html_of(root)


def behind_value(good: Good, value: ValueId, inputs: Inputs) -> str | None:
    """What a printed value was made from; None where no value has that id."""
    trace = good.resolved.document.trace.get(value)
    if trace is None:
        return None
    root = new("div")
    sub(root, "h3").text = "Where this value comes from"
    facts = sub(root, "dl")
    for number, path in enumerate(trace.paths):
        _put_fact(facts, "record", path)
        if number < len(trace.recorded):
            _put_fact(facts, "as recorded", trace.recorded[number])
    _put_fact(facts, "printed", trace.derivation)
    _put_fact(facts, "source", trace.source)
    for at in _distinct(trace):
        _put_lines(root, at, inputs)
    return html_of(root)


def _distinct(trace: Trace) -> Iterable[Position]:
    """One position for each line."""
    return {(at.file, at.line): at for at in trace.at}.values()


def _put_fact(facts: Element, name: str, said: str) -> None:
    if said:
        entry = sub(facts, "div")
        sub(entry, "dt").text = name
        sub(entry, "dd").text = said


def behind_line(at: Position, inputs: Inputs) -> str | None:
    """The lines round a place of a template, record or text; None where no such file is read."""
    root = new("div")
    sub(root, "h3").text = "Where this comes from"
    return html_of(root) if _put_lines(root, at, inputs) else None


def _put_lines(parent: Element, at: Position, inputs: Inputs) -> bool:
    """The lines of a file round a place; whether there is such a file."""
    found = inputs.find(at.file)
    if found is None:
        return False
    root, path = found
    try:
        lines = read_text(path, root=root).split("\n")
    except ProblemsFound:  # what is wrong with it is said elsewhere
        return False
    sub(parent, "p", class_="at").text = str(at)
    listed = sub(sub(parent, "pre"), "code")
    first = max(at.line - 1 - _AROUND, 0)
    for number, line in enumerate(lines[first : at.line + _AROUND], start=first + 1):
        row = sub(listed, "span", class_="line here" if number == at.line else "line")
        sub(row, "span", class_="number").text = f"{number:>4} "
        say(row, f"{line}\n")
    return True
