"""Rates adjusted for exposure: what a rate of events can be."""

from collections.abc import Iterator

from assembler.checks.rule import Finding, compare, rule
from assembler.checks.safety import in_safety_set
from assembler.checks.trial import patients, within
from assembler.problems import Severity
from assembler.records import Dossier


@rule("rate.not-negative", severity=Severity.ERROR)
def rate_not_negative(dossier: Dossier) -> Iterator[Finding]:
    """A rate of events is not below 0, and is 0 only where no patient had the event.

    Events are counted and time passes, so neither a rate nor a bound of its interval is negative;
    a rate above 0 has patients, and patients with the event are no more than the arm has. A rate
    of 0 beside patients may have been rounded, which is a warning. ICH E3 12.2.2.
    """
    rates = dossier.safety.exposure_adjusted
    sets = in_safety_set(dossier.safety)
    for index, row in enumerate(rates.rows if rates is not None else ()):
        at = f"safety.exposure_adjusted.rows[{index}]"
        event = row.preferred_term or row.system_organ_class or "any event"
        whole = sets.get((row.cohort, row.arm)) or sets.get((None, row.arm))
        who = f"patients with {event} in arm {row.arm}"
        yield from within(patients(row.patients, who, f"{at}.patients"), whole)
        where = compare(rates.source or dossier.safety.source if rates is not None else None)
        lower = row.interval.bounds[0] if row.interval is not None else None
        if row.rate.decimal < 0:
            message = f"the rate of {event} in arm {row.arm} is {row.rate}"
            yield Finding(f"{at}.rate", message, f"{where} and correct `rate`")
        elif row.interval is not None and lower is not None and lower < 0:
            message = f"the interval of {event} in arm {row.arm} begins at {row.interval.lower}"
            yield Finding(f"{at}.interval", message, f"{where} and correct `interval`")
        elif row.patients is not None and (row.rate.decimal == 0) != (row.patients.number == 0):
            is_rounded = row.rate.decimal == 0
            yield Finding(
                f"{at}.rate",
                f"the rate of {event} in arm {row.arm} is {row.rate} for {row.patients} patients",
                f"{where} and correct `rate` or `patients`",
                also=(f"{at}.patients",),
                severity=Severity.WARNING if is_rounded else None,
            )
