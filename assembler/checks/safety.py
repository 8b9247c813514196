"""Safety: counts of patients within their arm, and each part within its whole."""

from collections.abc import Iterator, Mapping, Sequence

from assembler.checks.rule import Finding, rule
from assembler.checks.trial import Patients, enrolled, patients, within
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.records.safety import AdverseEvent, AdverseEvents

_OVERVIEW = (
    "related",
    "grade_3_or_higher",
    "serious",
    "dose_reduced",
    "dose_interrupted",
    "discontinued",
    "fatal",
)
_EXPOSURE = ("dose_reduced", "dose_interrupted", "discontinued")
_TERM = ("grade_3_or_higher", "related", "serious")


@rule("patients.within-arm", severity=Severity.ERROR)
def patients_within_arm(dossier: Dossier) -> Iterator[Finding]:
    """No count of patients in safety exceeds the patients of its arm, and no part its whole.

    Patients with an event lie within the arm's safety set; those with a related, serious, fatal
    or grade 3 or higher event lie within those with any event. A larger part is a misprint, or
    counts events where patients are meant: events may exceed patients, and have a key of their
    own. ICH E3 12.2.2; ICH M4E 2.7.4.2.1.
    """
    safety, known = dossier.safety, enrolled(dossier)
    for index, row in enumerate(safety.exposure):
        at = f"safety.exposure[{index}]"
        n = patients(row.n, f"patients treated in arm {row.arm}", f"{at}.n")
        yield from within(n, known.of(row.cohort))
        yield from _parts(row, _EXPOSURE, row.arm, at, whole=n or known.of(row.cohort))
    for index, view in enumerate(safety.overview):
        at = f"safety.overview[{index}]"
        n = patients(view.n, f"patients in the safety set of arm {view.arm}", f"{at}.n")
        yield from within(n, known.of(view.cohort))
        who = f"patients with any event in arm {view.arm}"
        any_event = patients(view.any_event, who, f"{at}.any_event")
        whole = n or known.of(view.cohort)
        yield from within(any_event, whole)
        yield from _parts(view, _OVERVIEW, view.arm, at, whole=any_event or whole)
    events = safety.adverse_events
    if events is not None:
        sizes = _sizes(events)
        for arm in sizes.values():
            yield from within(arm, known.total)
        yield from _terms(events.rows, sizes)
    for index, death in enumerate(safety.deaths):
        who = f"patients who died in arm {death.arm}"
        part = Patients(death.patients, who, f"safety.deaths[{index}].patients")
        yield from within(part, known.of(death.cohort))


def _sizes(events: AdverseEvents) -> dict[str, Patients]:
    return {
        arm: Patients(n, f"patients in arm {arm}", f"safety.adverse_events.sizes.{arm}")
        for arm, n in events.sizes.items()
    }


def _terms(rows: Sequence[AdverseEvent], sizes: Mapping[str, Patients]) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        at = f"safety.adverse_events.rows[{index}]"
        term = row.preferred_term or row.system_organ_class
        whole = sizes.get(row.arm)
        who = f"patients with {term} in arm {row.arm}"
        affected = patients(row.patients, who, f"{at}.patients")
        yield from within(affected, whole)
        yield from _parts(row, _TERM, row.arm, at, whole=affected or whole, term=term)


def _parts(
    row: Record,
    keys: Sequence[str],
    arm: str,
    at: str,
    *,
    whole: Patients | None,
    term: str | None = None,
) -> Iterator[Finding]:
    """Findings for each of the row's keys that counts more patients than the whole."""
    for key in keys:
        count = getattr(row, key)
        if count is not None and whole is not None and count.number > whole.count.number:
            name = key.replace("_", " ") + (f" {term}" if term else "")
            yield from within(
                Patients(count, f"patients under `{name}` in arm {arm}", f"{at}.{key}"), whole
            )
