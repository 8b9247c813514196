"""Dates of references as the styles write them: `2024 Jun 5` in NLM, `June 5, 2024` in AMA.

A date in a form that is not known here, such as `Spring 2019` or `forthcoming`, stays as it was
recorded. NLM: Citing Medicine, 2nd edition, 1.8; AMA: Manual of Style, 11th edition, 3.15.
"""

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = {name[:3].lower(): n for n, name in enumerate(_MONTHS)}
_LETTERS = 3
"""NLM writes so many letters of each month."""
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r"|Sept)\.?"
_SPAN = rf"(?P<month>{_MONTH})(?: ?[-–] ?(?P<last>{_MONTH}))?"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}}) {_SPAN}(?: (?P<day>\d\d?))?",
        rf"{_SPAN} (?P<year>\d{{4}})",
        rf"(?P<day>\d\d?) (?P<month>{_MONTH}) (?P<year>\d{{4}})",
        rf"(?P<month>{_MONTH}) (?P<day>\d\d?), (?P<year>\d{{4}})",
        r"(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?",
    )
)


def year_first(recorded: str | None) -> str | None:
    """`Oct-Dec 2019` -> `2019 Oct–Dec`; `5 June 2024` -> `2024 Jun 5`."""
    parts = _parts(recorded)
    if parts is None:
        return recorded
    year, months, day = parts
    said = "–".join(month[:_LETTERS] for month in months)
    return " ".join(part for part in (year, said, day) if part)


def month_first(recorded: str | None) -> str | None:
    """`2024-06-05` -> `June 5, 2024`; `Jun 2024` -> `June 2024`."""
    parts = _parts(recorded)
    if parts is None:
        return recorded
    year, months, day = parts
    said = "–".join(months)
    return f"{said} {day}, {year}" if day else f"{said} {year}"


def _parts(recorded: str | None) -> tuple[str, tuple[str, ...], str] | None:
    """Year, months by their names, day without a leading zero; nothing of another form."""
    for form in _FORMS:
        found = form.fullmatch(recorded or "")
        if found:
            named = found.groupdict()
            number = named.get("number")
            typed = [named.get("month"), named.get("last")]
            numbers = [_NUMBERS[month[:_LETTERS].lower()] for month in typed if month]
            months = tuple(_MONTHS[n] for n in ([int(number) - 1] if number else numbers))
            return named["year"], months, (named.get("day") or "").lstrip("0")
    return None
