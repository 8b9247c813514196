"""Named forms: the filters and functions by which a template prints or derives a value.

Each returns a view that keeps the record paths of all its operands. Derived are differences,
totals and percentages only; nothing inferential is computed.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from jinja2.runtime import Undefined

from assembler.compose.slots import has_slot
from assembler.compose.style import digits, rounded, signed
from assembler.compose.views import (
    NamedFormsOnly,
    View,
    derived,
    number_of,
    paths_of,
    raw,
    records_of,
    same_words,
    style_of,
)
from assembler.records.base import Absence, Record, Source
from assembler.records.scalars import Interval, Percentage, Quantity, Reported

ESTIMATES = (
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "rate_ratio",
    "risk_difference",
    "difference",
    "mean_difference",
)
"""Fields of a comparison that hold its estimate."""


def estimate(view: View) -> View:
    """The estimate of a comparison: its hazard ratio, odds ratio, difference ..."""
    value = raw(view)
    if isinstance(value, Record):
        for name in ESTIMATES:
            if getattr(value, name, None) is not None:
                return getattr(view, name)  # type: ignore[no-any-return]
        present = [name for name in ESTIMATES if name in type(value).model_fields]
        if present:
            return getattr(view, present[0])  # type: ignore[no-any-return]
    return view


def ratio_ci(view: View) -> View:
    """`0.27 (95% CI: 0.14, 0.49)`: an estimate with its interval and level, one value."""
    return _with_interval(view, style_of(view).forms.ratio_ci)


def ratio_bounds(view: View) -> View:
    """`0.27 (0.14, 0.49)`: for a table whose row or column head names the level."""
    return _with_interval(view, style_of(view).forms.ratio_bounds)


def _with_interval(view: View, form: str) -> View:
    view = estimate(view)
    value = raw(view)
    if isinstance(value, Absence):
        return view
    style, records = style_of(view), records_of(view)
    siblings = records.at(paths_of(view)[0].rpartition(".")[0])
    interval, level = (_field(siblings, name) for name in ("interval", "level"))
    shown = raw(interval) if interval is not None else Absence.NOT_REPORTED
    if isinstance(shown, Interval):
        text = form.format(
            estimate=style.printed(value),
            level=style.printed(raw(level)) if level is not None else "",
            interval=style.interval(shown),
        )
    else:
        text = style.forms.ratio_without_ci.format(
            estimate=style.printed(value), absent=style.printed(shown)
        )
    operands = [view]
    operands += [part for part in (interval, level) if part is not None and is_reported(part)]
    return derived(
        view,
        text.replace("~", "\u00a0"),
        "estimate with interval",
        paths=tuple(path for part in operands for path in paths_of(part)),
    )


def _field(view: View, name: str) -> View | None:
    record = raw(view)
    if isinstance(record, Record) and name in type(record).model_fields:
        return getattr(view, name)  # type: ignore[no-any-return]
    return None


def median(view: View) -> View:
    """A median without its unit, which the column head names; with its interval when reported."""
    value = raw(view)
    if isinstance(value, Absence):
        return short(view)
    if not isinstance(value, Quantity):
        raise NamedFormsOnly(f"'{paths_of(view)[0]}' is no number with a unit")
    style, records = style_of(view), records_of(view)
    holder, _, name = paths_of(view)[0].rpartition(".")
    interval = _field(records.at(holder), f"{name}_interval")
    text, paths = digits(value.number), paths_of(view)
    shown = raw(interval) if interval is not None else None
    if interval is not None and isinstance(shown, Interval):
        text, paths = f"{text}\u00a0({style.interval(shown)})", (*paths, *paths_of(interval))
    return derived(view, text, "median", paths=paths)


def short(view: View) -> View:
    """An absence in the short form of table cells (`NR`); anything else as it is."""
    value = raw(view)
    if isinstance(value, Absence):
        text = style_of(view).forms.absent_short.get(value)
        return derived(view, text, "as recorded") if text else view
    return view


def p_value(view: View) -> View:
    """`p<0.0001`, `p=0.03`: digits as reported."""
    value = raw(view)
    if isinstance(value, Absence):
        return view
    if not isinstance(value, Reported):
        raise NamedFormsOnly(f"'{paths_of(view)[0]}' is no p-value")
    shown = digits(value)
    shown = shown if shown[0] in "<>≤≥=~≈" else f"={shown}"
    return derived(view, style_of(view).forms.p_value.format(digits=shown), "p-value")


def percent(part: View, whole: View) -> View:
    """`45 (48.4%)` without the count: the derived percentage of two counts, as `48.4`."""
    one, all_ = _number(part), _number(whole)
    style = style_of(part)
    if all_ == 0:
        return View(records_of(part), Absence.NOT_APPLICABLE, (*paths_of(part), *paths_of(whole)))
    places = 0 if one == all_ else style.forms.percent_decimals
    text = "0" if one == 0 else rounded(one * 100 / all_, places)
    return derived(part, text, "percentage", paths=(*paths_of(part), *paths_of(whole)))


def n_percent(part: View, whole: View) -> View:
    """`45 (48.4)`: a count with the percentage that it is of `whole`."""
    if isinstance(raw(part), Absence):
        return part
    share = percent(part, whole)
    text = style_of(part).forms.n_percent.format(
        n=style_of(part).printed(raw(part)), percent=share._printed
    )
    return derived(part, text.replace("~", "\u00a0"), "count and percentage", paths=paths_of(share))


def difference(first: View, second: View) -> View:
    """`first - second` of two recorded numbers of one unit, with their larger precision."""
    one, two = raw(first), raw(second)
    if getattr(one, "unit", None) != getattr(two, "unit", None):
        raise NamedFormsOnly("the two numbers have different units")
    unit = getattr(one, "unit", "%" if isinstance(one, Percentage) else "")
    result = _number(first) - _number(second)
    text = signed(str(result)) + (f"\u00a0{unit}" if unit and unit != "%" else unit)
    return derived(first, text, "difference", paths=(*paths_of(first), *paths_of(second)))


def total(views: Iterable[View]) -> View:
    """The sum of recorded counts or numbers."""
    operands = list(views)
    if not operands:
        raise NamedFormsOnly("a total of nothing")
    result = sum((_number(view) for view in operands), Decimal(0))
    paths = tuple(path for view in operands for path in paths_of(view))
    return derived(operands[0], signed(str(result)), "total", paths=paths)


def how_many(view: View) -> View:
    """How many entries a list has: in words up to ten."""
    value = raw(view)
    if not isinstance(value, tuple | dict):
        raise NamedFormsOnly(f"'{paths_of(view)[0]}' is no list")
    words = style_of(view).forms.number_words
    printed = words[len(value)] if len(value) < len(words) else str(len(value))
    return derived(view, printed, "count")


def _number(view: View) -> Decimal:
    number = number_of(raw(view))
    if number is None:
        raise NamedFormsOnly(f"'{paths_of(view)[0]}' is no exact number")
    return number


def printed(value: object) -> object:
    """`value` when it is something that a template may print; else raises NamedFormsOnly."""
    match value:
        case str() | View() | Undefined():  # Jinja says what is undefined
            return value
        case None | bool():
            said = "a template prints texts and values, not the answer to a question"
        case int() | float():
            said = "a bare number has no record: print `how_many` of the list instead"
        case _:
            said = "a template prints texts and values, not a list, a mapping or a macro"
    raise NamedFormsOnly(said)


def and_list(items: Iterable[object], conjunction: str = "and") -> str:
    """`a, b and c`."""
    if isinstance(items, View) and isinstance(raw(items), Absence):
        return str(items)
    words = [str(printed(item)) for item in items]
    if isinstance(items, View) and not words:
        return str(View(records_of(items), Absence.NOT_YET_ENTERED, paths_of(items)))
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def join_words(items: Iterable[object], separator: str = "") -> str:
    """Jinja's `join` without its other arguments."""
    return separator.join(str(printed(item)) for item in items)


def _case(change: Callable[[str], str], name: str) -> Callable[[object], object]:
    def changed(value: object) -> object:
        if isinstance(value, View):
            return same_words(value, change, name)
        if isinstance(value, str) and not has_slot(value):
            return change(value)
        raise NamedFormsOnly(f"apply `{name}` to the value itself, before it is joined to text")

    return changed


def source_line(view: View) -> str:
    """A source as it stands under a table: document, place. Markdown with slots."""
    value = raw(view)
    if not isinstance(value, Source):
        return str(view)
    document = view.document
    words = f"{document.label if document.label else document.title}, {view.place}"
    if value.cites:
        words += f" [@{value.cites}]"
    return words


def cite(view: View) -> str:
    """`[@chan-2023]`: the literature that the source of a block cites; empty when none."""
    records = records_of(view)
    source = records.source(paths_of(view)[0])
    return f"[@{source.cites}]" if source is not None and source.cites else ""


def is_reported(value: object) -> bool:
    """Whether a value is there."""
    return not isinstance(raw(value), Absence)


def is_absent(value: object) -> bool:
    """Whether a value is absent, for whatever reason."""
    return isinstance(raw(value), Absence)


def any_reported(entries: View, key: str) -> bool:
    """Whether any entry of a list or of a group of arms has `key`."""
    return any(is_reported(getattr(entries[entry], key)) for entry in entries)


FILTERS: Mapping[str, Callable[..., object]] = {
    "and_list": and_list,
    "any_reported": any_reported,
    "capitalize": _case(lambda words: words[:1].upper() + words[1:], "capitalize"),
    "cite": cite,
    "estimate": estimate,
    "how_many": how_many,
    "join": join_words,
    "lower_first": _case(lambda words: words[:1].lower() + words[1:], "lower_first"),
    "lower": _case(str.lower, "lower"),
    "median": median,
    "p": p_value,
    "ratio_bounds": ratio_bounds,
    "ratio_ci": ratio_ci,
    "short": short,
    "source_line": source_line,
    "total": total,
    "upper": _case(str.upper, "upper"),
}
FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "cite": cite,
    "difference": difference,
    "n_percent": n_percent,
    "percent": percent,
    "total": total,
}
TESTS: Mapping[str, Callable[..., bool]] = {"reported": is_reported, "absent": is_absent}
