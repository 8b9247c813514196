"""A written file, proved before it is handed over: it says what the model says, and keeps the
rules of the agency of its region."""

from assembler.problems import Problem
from assembler.resolve.resolve import Resolved
from assembler.write import SUBMITTED, differences
from assembler.write.written import Options, Written


class SelfCheckFailed(Exception):
    """A written file does not say what the model says, or breaks a rule that it should keep: a bug
    of ours; nothing is handed over."""


def prove(
    fmt: str, written: Written, resolved: Resolved, options: Options, region: str
) -> list[Problem]:
    """What the user can mend in a written file, which is read back once for both proofs; only what
    an agency takes is inspected by its rules.

    Raises SelfCheckFailed.
    """
    from assembler.inspect.ours import INSPECTIONS
    from assembler.inspect.owed import owed
    from assembler.inspect.profile import profile_of

    name, profile = f"{resolved.document.id}.{fmt}", profile_of(region)
    inspection = INSPECTIONS[fmt](name, written.data, profile) if fmt in SUBMITTED else None
    differ = differences(fmt, written, resolved, options, inspection.look if inspection else None)
    if differ:
        raise SelfCheckFailed("\n".join([f"{name}:", *differ]))
    if inspection is None:
        return []
    problems, bugs = owed(inspection.found(), resolved, options.look, profile)
    if bugs:
        raise SelfCheckFailed(
            "\n".join([f"{name}, inspected for {profile.name}:", *map(str, bugs)])
        )
    return problems
