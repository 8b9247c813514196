"""The dossier's own word on rules: waivers and severities."""

from collections.abc import Collection, Iterator

from assembler.checks.rule import Finding, rule
from assembler.problems import Severity, did_you_mean
from assembler.records import Dossier


@rule("rule.known", severity=Severity.ERROR, fixed=True)
def rule_known(
    dossier: Dossier, known: Collection[str], fixed: Collection[str]
) -> Iterator[Finding]:
    """Waivers and severities name rules that exist and may be changed.

    A misspelt id would waive nothing, and nobody would notice. Besides the rules of this list
    those of reading, composing and resolving may be named that stop no draft: a text that nothing
    prints, a reference that nothing cites. A few rules can be neither waived nor given another
    severity, because later stages rely on them.
    """
    plan = dossier.dossier
    named = [(f"dossier.waivers[{i}].rule", w.rule) for i, w in enumerate(plan.waivers)]
    named += [(f"dossier.severities.{id}", id) for id in plan.severities]
    for path, id in named:
        if id in fixed:
            yield Finding(
                path,
                f"the rule {id} can be neither waived nor given another severity",
                "remove this entry, and mend what the rule finds",
            )
        elif id not in known:
            yield Finding(
                path,
                f"there is no rule {id}",
                did_you_mean(id, known, otherwise="take the id from a finding as it is shown"),
            )


@rule("waiver.used", severity=Severity.WARNING, fixed=True)
def waiver_used(dossier: Dossier, unused: Collection[int]) -> Iterator[Finding]:
    """Every waiver lets a finding pass.

    A waiver that meets no finding is out of date or has a misspelt path: left in place, it could
    let a later finding pass that nobody has looked at. `path` is the record path that the
    finding shows, or that of a block around it; or the file that it shows, from the study's folder
    or the templates': `text/2.5.4.md`. Waivers of what composing and resolving find are judged
    when all documents are built.
    """
    for index, waiver in enumerate(dossier.dossier.waivers):
        if index in unused:
            yield Finding(
                f"dossier.waivers[{index}]",
                f"no finding of {waiver.rule} at {waiver.path} is there to waive",
                "remove the waiver, or correct its `path`",
            )
