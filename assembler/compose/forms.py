"""Named forms: the filters and functions by which a template prints a value.

Each returns a view that keeps the record paths of all its operands. The docstrings are the public
documentation: `docs/templates.md` is made from them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from assembler.checks.scale import can_bound
from assembler.compose import derived
from assembler.compose.casing import as_sentence
from assembler.compose.guard import LINE_MARK
from assembler.compose.mistakes import TemplateMistake, not_computed
from assembler.compose.slots import has_slot
from assembler.compose.style import digits
from assembler.compose.views import View
from assembler.records.base import Absence, Record, Source
from assembler.records.comparison import Comparison
from assembler.records.efficacy import ContinuousAnalysis
from assembler.records.scalars import Interval, Quantity, Reported

_BEGIN = re.compile(rf"(?:\s|{LINE_MARK.pattern})*")
"""What stands before the first letter that a macro prints."""
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")

# --- estimates


def estimate(view: View) -> View:
    """The estimate of a comparison: its hazard ratio, odds ratio, difference, whichever it has."""
    value = view.value
    if isinstance(value, Comparison):
        names = type(value).estimates
        given = [name for name in names if getattr(value, name) is not None]
        return view.field((given or list(names))[0])
    return view


def margin(view: View) -> View:
    """The margin that the estimate of an analysis is held against: its own, else that of its
    endpoint's plan, where it can be of such an estimate; that of a ratio lies above 0."""
    comparison = view.field("comparison")
    own, planned = comparison.field("margin"), view.field("endpoint").field("margin")
    held, fixed = comparison.value, planned.value
    if not own.is_absent or not isinstance(held, Comparison) or not isinstance(fixed, Reported):
        return own
    return planned if can_bound(fixed, held) else own


def ratio_ci(view: View) -> View:
    """`0.27 (95% CI: 0.14, 0.49)`: an estimate with its interval and level, printed as one; a
    difference with its unit, `−0.4 mmHg (95% CI: −2.2, 1.4)`."""
    return _with_interval(view, "ratio_ci")


def ratio_bounds(view: View) -> View:
    """`0.27 (0.14, 0.49)`: the same where a table's head or label names the level."""
    return _with_interval(view, "ratio_bounds")


def _with_interval(view: View, name: str) -> View:
    view = _as_recorded(estimate(view))
    if view.is_absent:
        return view
    style, forms = view.records.style, view.records.style.forms
    interval, level = (_beside(view, key) for key in ("interval", "level"))
    bounds = interval.value if interval is not None else Absence.NOT_REPORTED
    shown = style.printed(view.value)
    if shown is None:
        raise not_computed(f"{view.name} is no estimate")
    operands = [view]
    unit = _unit(view) if name == "ratio_ci" else None
    if unit is not None:
        shown = f"{shown}\u00a0{style.printed(unit.value)}"
        operands.append(unit)
    if not isinstance(bounds, Interval):
        text = forms.ratio_without_ci.format(estimate=shown, absent=style.printed(bounds))
    elif name == "ratio_ci" and level is not None and not level.is_absent:
        text = forms.ratio_ci.format(
            estimate=shown, level=style.printed(level.value), interval=style.interval(bounds)
        )
        operands.append(level)
    else:
        text = forms.ratio_bounds.format(estimate=shown, interval=style.interval(bounds))
    operands[1:1] = [interval] if interval is not None and isinstance(bounds, Interval) else []
    paths = tuple(path for part in operands for path in part.paths)
    return view.made(text, "estimate with interval", paths=paths)


def _unit(estimate: View) -> View | None:
    """The unit of a difference of means, which its analysis has; None of any other estimate."""
    holder, _, key = estimate.path.rpartition(".")
    around = estimate.records.placed.get(holder.rpartition(".")[0])
    if key != "difference" or around is None or not isinstance(around.record, ContinuousAnalysis):
        return None
    unit = estimate.records.at(around.path).field("unit")
    return None if unit.is_absent else unit


def _beside(view: View, name: str) -> View | None:
    """Another field of the record that holds the view; None when it has no such field."""
    records, (holder, _, _) = view.records, view.path.rpartition(".")
    if holder in records.placed and name in type(records.placed[holder].record).model_fields:
        return records.at(holder).field(name)
    return None


def median(view: View) -> View:
    """A median without its unit, which the head or label names; with its interval if reported."""
    view = _as_recorded(view)
    if view.is_absent:
        return short(view)
    if not isinstance(view.value, Quantity):
        raise not_computed(f"{view.name} is no number with a unit")
    text, paths = digits(view.value.number), view.paths
    interval = _beside(view, f"{view.path.rpartition('.')[2]}_interval")
    if interval is not None and isinstance(interval.value, Interval):
        style = view.records.style
        text = style.forms.ratio_bounds.format(
            estimate=text, interval=style.interval(interval.value)
        )
        paths += interval.paths
    return view.made(text, "median", paths=paths)


def p(view: View) -> View:
    """`p<0.0001`, `p=0.03`: a p-value in running text, digits as reported."""
    view = _as_recorded(view)
    if view.is_absent:
        return view
    if not isinstance(view.value, Reported):
        raise not_computed(f"{view.name} is no p-value")
    shown = digits(view.value)
    shown = shown if shown[0] in "<>≤≥=~≈" else f"={shown}"
    return view.made(view.records.style.forms.p_value.format(digits=shown), "p-value")


def short(view: View) -> View:
    """An absence in the short form of table cells (`NR`, `NE`); anything else as it is."""
    if isinstance(view.value, Absence):
        text = view.records.style.forms.absent_short.get(view.value)
        return view.made(text, "as recorded") if text else view
    return view


def _as_recorded(view: View) -> View:
    if view.printed is not None and not view.is_absent:
        raise not_computed(f"{view.name} is already printed by the form '{view.derivation}'")
    return view


# --- words


def capitalize(value: View | str) -> View | str:
    """The words with a capital first letter; the other letters stay as they are. A first word
    that has a capital further on stays too: `mRNA`, `eGFR`."""
    return _first_letter(value, _with_capital, "capitalize")


def lower_first(value: View | str) -> View | str:
    """The words with a small first letter; the other letters stay as they are."""
    return _first_letter(value, lambda words: words[:1].lower() + words[1:], "lower_first")


def _first_letter(value: View | str, change: Callable[[str], str], name: str) -> View | str:
    if isinstance(value, View):
        return _changed(value, change, name)
    begin = _BEGIN.match(value)
    start = begin.end() if begin else 0
    if has_slot(value[start : start + 1]):
        raise TemplateMistake(
            f"`{name}` meets a record's value here, which begins the text",
            f"put it on the value itself, in the macro or before the text is joined: "
            f"{{{{ value | {name} }}}}",
            "template.named-forms",
        )
    return value[:start] + change(value[start:])


def _with_capital(words: str) -> str:
    first = _FIRST_LETTERS.match(words)
    keeps = first is not None and first[0] != first[0].lower()
    return words if keeps else words[:1].upper() + words[1:]


def lower(value: View | str) -> View | str:
    """The words in small letters."""
    return _changed(value, str.lower, "lower")


def upper(value: View | str) -> View | str:
    """The words in capital letters."""
    return _changed(value, str.upper, "upper")


def trim(value: View | str) -> View | str:
    """A text without blanks at its ends."""
    return value.strip() if isinstance(value, str) else value


def without_stop(value: View | str) -> View | str:
    """A recorded sentence without its full stop, so that a citation can stand before the stop."""
    return _changed(value, lambda words: words.rstrip().removesuffix("."), "without_stop")


def sentence_case(value: View) -> View | str:
    """A term that the data give in capitals, as a dictionary prints it: `PAIN` as `Pain`; words of
    the style's `as_written`, and what is surely no word (`ST`, `T`, `B12`), keep their letters."""
    style = value.records.style
    kept = [style.quotation.of(word) for word in style.forms.as_written]
    return _changed(value, lambda words: as_sentence(words, kept), "sentence_case")


def before(value: View | str, mark: str) -> View | str:
    """The words before the last mark, `state | before(": ")`; all where there is none."""
    return _part(value, lambda words: words.rpartition(mark)[0] or words, "before")


def after(value: View | str, mark: str) -> View | str:
    """The words after the last mark, `state | after(": ")`; all where there is none."""
    return _part(value, lambda words: words.rpartition(mark)[2], "after")


def _part(value: View | str, change: Callable[[str], str], name: str) -> View | str:
    """Part of the words, which is also what it is compared by."""
    made = _changed(value, change, name)
    return replace(made, value=made.slot().text) if isinstance(made, View) else made


def _changed(value: View | str, change: Callable[[str], str], name: str) -> View | str:
    if isinstance(value, View):
        before = "" if value.derivation == "as recorded" else f"{value.derivation}, "
        return value.made(change(value.slot().text), f"{before}{name}")
    if has_slot(value):
        raise TemplateMistake(
            f"`{name}` is for the value itself, before it is joined to text",
            f"put it on the value: {{{{ value | {name} }}}}, and join the text after it",
            "template.named-forms",
        )
    return change(value)


# --- sources


def source_line(view: View) -> str:
    """A source as it stands under a table: its document and place, and what it cites."""
    if view.is_absent:
        return str(view)
    if not isinstance(view.value, Source):
        view = view.field("source")
    if not isinstance(view.value, Source):
        return str(view)
    return f"{source_document(view)}, {view.field('place')}{_cited([view])}"


def source_document(source: View) -> View:
    """The name of a source's document: its short name, else its title."""
    document = source.field("document")
    named = document.value
    has_label = isinstance(named, Record) and getattr(named, "label", None) is not None
    return document.field("label" if has_label else "title")


def cite(*views: View) -> str:
    """`[@key]`: the literature that the source of a record or value cites; nothing when none."""
    sources = (view.records.source(view.path) for view in views)
    keys = dict.fromkeys(found[0].cites for found in sources if found is not None)
    return _cluster(key for key in keys if key)


def _cited(sources: Iterable[View]) -> str:
    keys = (one.value.cites for one in sources if isinstance(one.value, Source))
    cluster = _cluster(key for key in keys if key)
    return f" {cluster}" if cluster else ""


def _cluster(keys: Iterable[str]) -> str:
    named = "; ".join(f"@{key}" for key in keys)
    return f"[{named}]" if named else ""


def pointer(view: View) -> View:
    """Where a value lies that is `in_earlier_submission`: the words beside its key."""
    holder, _, key = view.path.rpartition(".")
    placed = view.records.placed.get(holder)
    said = getattr(placed.record, "in_earlier_submission", {}) if placed is not None else {}
    if key not in said:
        raise not_computed(f"{view.name} does not lie in an earlier submission")
    path = f"{holder}.in_earlier_submission.{key}"
    return View(view.records, said[key], (path,))


# --- tests


def reported(value: View) -> bool:
    """`x is reported`: the value is there, even if it is 0 or no."""
    return not value.is_absent


def absent(value: View) -> bool:
    """`x is absent`: the value is not there, for whatever reason."""
    return value.is_absent


def any_reported(entries: View, field: str) -> bool:
    """Whether any entry of a list, or of a group of arms, has the field; an empty list is none."""
    inside = entries.value
    held = (entries.item(e) if isinstance(inside, dict) else e for e in entries.items())
    return any(not (view.is_absent or view.value == ()) for view in (e.field(field) for e in held))


VALUE_FORMS: tuple[Callable[..., object], ...] = (
    after,
    before,
    capitalize,
    cite,
    derived.difference,
    estimate,
    derived.how_many,
    lower,
    lower_first,
    margin,
    median,
    derived.n_percent,
    p,
    derived.percent,
    derived.place,
    pointer,
    ratio_bounds,
    ratio_ci,
    sentence_case,
    short,
    source_line,
    derived.total,
    trim,
    upper,
    without_stop,
)
"""Filters that are functions as well: `x | p` is `p(x)`."""
TESTS: tuple[Callable[..., bool], ...] = (reported, absent)
