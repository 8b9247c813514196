"""Derived numbers: differences, totals, counts and percentages, and nothing inferential.

Each is a view that keeps the record paths of all its operands. The docstrings are the public
documentation.
"""

from collections.abc import Iterable
from decimal import Decimal

from assembler.compose.mistakes import not_computed
from assembler.compose.style import exact, rounded
from assembler.compose.views import View, number_of
from assembler.records.base import Absence
from assembler.records.scalars import Percentage, Quantity


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


def place(entry: View) -> View:
    """Which entry of its list a record is, `1` for the first: numbers questions in their order."""
    count = entry.records.place(entry.path)
    if count is None:
        raise not_computed(f"{entry.name} is no entry of a list with an id")
    return entry.made(str(count), "place in the list", value=count)


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
