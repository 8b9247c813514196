"""Named forms: the filters and functions by which a template prints or derives a value.

Each returns a view that keeps the record paths of all its operands. Derived are differences,
totals and percentages only; nothing inferential is computed. The docstrings are the public
documentation: `docs/templates.md` is made from them.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from assembler.compose.mistakes import not_computed
from assembler.compose.slots import has_slot
from assembler.compose.style import digits, exact, rounded
from assembler.compose.views import View, number_of
from assembler.records.base import Absence, Record, Source
from assembler.records.comparison import Comparison
from assembler.records.scalars import Interval, Percentage, Quantity, Reported

# --- estimates


def estimate(view: View) -> View:
    """The estimate of a comparison: its hazard ratio, odds ratio, difference, whichever it has."""
    value = view.value
    if isinstance(value, Comparison):
        names = type(value).estimates
        given = [name for name in names if getattr(value, name) is not None]
        return view.field((given or list(names))[0])
    return view


def ratio_ci(view: View) -> View:
    """`0.27 (95% CI: 0.14, 0.49)`: an estimate with its interval and level, printed as one."""
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


# --- derived numbers


def percent(part: View, whole: View) -> View:
    """`percent(n, N)`: the percentage that a count is of another, `48.4`; 0 is `0`, all is `100`.

    Rounded half away from zero. What would round to nothing is `<0.1`, and not quite all `>99.9`.
    """
    absent = _first_absent((part, whole))
    if absent is not None:
        return absent
    paths = (*part.paths, *whole.paths)
    one, all_ = _number(part), _number(whole)
    if all_ == 0:
        return View(part.records, Absence.NOT_APPLICABLE, paths)
    if one > all_:
        raise not_computed(f"{part.name} ({one}) is more than {whole.name} ({all_})")
    share = one * 100 / all_
    return part.made(_share(share, part), "percentage", paths=paths, value=share)


def _share(share: Decimal, view: View) -> str:
    places = view.records.style.forms.percent_decimals
    if share in (0, 100):
        return str(int(share))
    smallest = Decimal(1).scaleb(-places)
    text = rounded(share, places)
    if Decimal(text) == 0:
        return f"<{exact(smallest)}"
    return text if Decimal(text) < 100 else f">{exact(100 - smallest)}"


def n_percent(part: View, whole: View) -> View:
    """`n_percent(n, N)`: a count with its percentage, `45 (48.4)`; without N the reason why."""
    if part.is_absent:
        return part
    share = percent(part, whole)
    style = part.records.style
    shown = share.printed if share.printed is not None else style.printed(share.value)
    text = style.forms.n_percent.format(n=style.printed(part.value), percent=shown)
    return part.made(
        text, "count and percentage", paths=(*part.paths, *whole.paths), value=_number(part)
    )


def difference(first: View, second: View) -> View:
    """`difference(a, b)`: the first less the second, in their unit, digits as exact as theirs."""
    absent = _first_absent((first, second))
    if absent is not None:
        return absent
    result = _number(first) - _number(second)
    unit = _common_unit((first, second))
    return first.made(
        exact(result) + unit, "difference", paths=(*first.paths, *second.paths), value=result
    )


def total(*values: View | Iterable[View]) -> View:
    """The sum of counts, or of numbers of one unit: `total(a, b)` or `list | total`."""
    operands = [view for value in values for view in _operands(value)]
    if not operands:
        raise not_computed("there is nothing to be summed")
    absent = _first_absent(operands)
    if absent is not None:
        return absent
    unit = _common_unit(operands)
    if unit == _POINTS:
        raise not_computed("percentages are not summed")
    result = sum((_number(view) for view in operands), Decimal(0))
    paths = tuple(path for view in operands for path in view.paths)
    return operands[0].made(exact(result) + unit, "total", paths=paths, value=result)


def how_many(entries: Iterable[object]) -> View:
    """How many entries a list has: in words up to ten."""
    if isinstance(entries, View):
        if entries.is_absent:
            return entries
        return _counted(entries, len(list(entries.items())), entries.paths)
    views = [entry for entry in entries if isinstance(entry, View)]
    if not views:
        raise not_computed("an empty selection has no record: test first whether it is empty")
    return _counted(views[0], len(views), tuple(path for view in views for path in view.paths))


def _counted(view: View, count: int, paths: tuple[str, ...]) -> View:
    words = view.records.style.forms.number_words
    printed = words[count] if count < len(words) else str(count)
    return view.made(printed, "count", paths=paths, value=count)


_POINTS = "\u00a0percentage points"


def _operands(value: View | Iterable[View]) -> Iterable[View]:
    if not isinstance(value, View):
        return value
    return value.items() if isinstance(value.value, tuple) else (value,)


def _first_absent(views: Iterable[View]) -> View | None:
    """The first operand that is absent: what is derived from it is absent for the same reason."""
    return next((view for view in views if view.is_absent), None)


def _number(view: View) -> Decimal:
    number = number_of(view.value)
    if number is None:
        raise not_computed(f"{view.name} is no exact number")
    return number


def _common_unit(views: Iterable[View]) -> str:
    """The unit behind the number, with its space; counts have none."""
    units = {
        f"\u00a0{view.value.unit}"
        if isinstance(view.value, Quantity)
        else _POINTS
        if isinstance(view.value, Percentage)
        else ""
        for view in views
    }
    if len(units) > 1:
        named = ", ".join(sorted(unit.strip() or "no unit" for unit in units))
        raise not_computed(f"the numbers have different units: {named}")
    return units.pop()


def _as_recorded(view: View) -> View:
    if view.printed is not None and not view.is_absent:
        raise not_computed(f"{view.name} is already printed by the form '{view.derivation}'")
    return view


# --- words


def capitalize(value: View | str) -> View | str:
    """The words with a capital first letter; the other letters stay as they are."""
    return _changed(value, lambda words: words[:1].upper() + words[1:], "capitalize")


def lower_first(value: View | str) -> View | str:
    """The words with a small first letter; the other letters stay as they are."""
    return _changed(value, lambda words: words[:1].lower() + words[1:], "lower_first")


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


def _changed(value: View | str, change: Callable[[str], str], name: str) -> View | str:
    if isinstance(value, View):
        before = "" if value.derivation == "as recorded" else f"{value.derivation}, "
        return value.made(change(value.slot().text), f"{before}{name}")
    if has_slot(value):
        raise not_computed(f"`{name}` is for the value itself, before it is joined to text")
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
    """Whether any entry of a list, or of a group of arms, has the field."""
    inside = entries.value
    held = (entries.item(e) if isinstance(inside, dict) else e for e in entries.items())
    return any(not entry.field(field).is_absent for entry in held)


VALUE_FORMS: tuple[Callable[..., object], ...] = (
    capitalize,
    cite,
    difference,
    estimate,
    how_many,
    lower,
    lower_first,
    median,
    n_percent,
    p,
    percent,
    pointer,
    ratio_bounds,
    ratio_ci,
    short,
    source_line,
    total,
    trim,
    upper,
    without_stop,
)
"""Filters that are functions as well: `x | p` is `p(x)`."""
TESTS: tuple[Callable[..., bool], ...] = (reported, absent)
