"""Rules in words: what `assembler explain` says of one, and the page of all."""

import json
from collections.abc import Iterator
from textwrap import indent

from assembler.checks import EVERY_RULE, IDS, Rule, check
from assembler.checks.examples import Case, cases_of, changed, typed_examples
from assembler.checks.later import LATER
from assembler.problems import as_text, did_you_mean, refused

_PAGE_HEAD = """\
# Rules

What `assembler check` finds in the records. Each rule is named after the good state. An *error*
stops every build; a *warning* or a *gap* stops a final build; a *note* stops nothing. A dossier can
give a rule another severity (`severities`) or let one finding pass with a reason and a name
(`waivers`), both in dossier.yaml.

The examples change a small invented study, `assembler/checks/study.yaml`; all cases of a rule are
in `assembler/checks/cases/`. This page is made from the rules: `python -m assembler.checks.page`.
"""

_ON_TYPED = """\
---

`assembler build` also reads what was typed into the templates and the author's texts;
`assembler check` reads the records alone. These rules can be waived by file, and weighed otherwise.
"""

_OF_LATER = """\
A rule of reading, composing or writing: its findings say what to do, and stop no draft. A dossier
may waive it by record path or by file, with a reason and a name, and give it another severity."""


def explain(rule_id: str) -> str:
    """What the rule asks, why, its severity, an example that fails and one that passes.

    Of a rule of a later stage what it asks, and what a dossier may say of it.

    Raises ProblemsFound, with the nearest name, when there is no such rule.
    """
    if rule_id in LATER:
        return f"{rule_id}\n{LATER[rule_id]}\n\n{_example_of_typed(rule_id)}{_OF_LATER}"
    rule = _rule(rule_id)
    failing, passing = _examples(rule)
    return "\n".join(
        [
            f"{rule.id} ({rule.severity}{', fixed' if rule.fixed else ''})",
            rule.good_state,
            "",
            rule.why,
            "",
            f"Fails: {failing.title}",
            indent(_changes(failing), "  "),
            "gives",
            indent(_given(failing), "  "),
            "",
            f"Passes: {passing.title}",
            indent(_changes(passing), "  "),
        ]
    )


def rules_page() -> str:
    """docs/rules.md: every rule with its reason and its examples."""
    rules = sorted(EVERY_RULE, key=lambda rule: rule.id)
    table = ["| rule | severity | what is so when it holds |", "|---|---|---|"]
    for rule in rules:
        anchor = rule.id.replace(".", "")  # as GitHub and its like make it from a heading
        table.append(f"| [{rule.id}](#{anchor}) | {rule.severity} | {rule.good_state} |")
    parts = [_PAGE_HEAD, "\n".join(table) + "\n", *(_section(rule) for rule in rules)]
    parts.append(_ON_TYPED)
    parts += [_typed_section(rule) for rule in typed_examples()]
    return "\n".join(parts)


def _example_of_typed(rule_id: str) -> str:
    example = typed_examples().get(rule_id)
    if example is None:
        return ""
    return f"{example.why}\n\nFails: {example.fails}\nPasses: {example.passes}\n\n"


def _typed_section(rule_id: str) -> str:
    example = typed_examples()[rule_id]
    return (
        f"### {rule_id}\n\n**{example.severity}**. {LATER[rule_id]}\n\n{example.why}\n\n"
        f"- Fails: `{example.fails}`\n- Passes: `{example.passes}`\n"
    )


def _section(rule: Rule[...]) -> str:
    failing, passing = _examples(rule)
    return "\n".join(
        [
            f"## {rule.id}",
            "",
            f"**{rule.severity}**{', fixed' if rule.fixed else ''}. {rule.good_state}",
            "",
            rule.why,
            "",
            f"Fails: {failing.title}.",
            "",
            "```",
            _changes(failing),
            "",
            _given(failing),
            "```",
            "",
            f"Passes: {passing.title}.",
            "",
            "```",
            _changes(passing),
            "```",
            "",
        ]
    )


def _rule(rule_id: str) -> Rule[...]:
    for rule in EVERY_RULE:
        if rule.id == rule_id:
            return rule
    known = (*IDS, *LATER)
    remedy = did_you_mean(rule_id, known, otherwise=f"the rules are: {', '.join(known)}")
    raise refused("rule.known", f"there is no rule {rule_id}", remedy)


def _examples(rule: Rule[...]) -> tuple[Case, Case]:
    """The first case that fails, and the first that passes."""
    cases = cases_of(rule.id)
    return next(c for c in cases if not c.passes), next(c for c in cases if c.passes)


def _changes(case: Case) -> str:
    return "\n".join(_spelled(case)) or "nothing changed"


def _spelled(case: Case) -> Iterator[str]:
    for path, value in case.change.set.items():
        yield f"{path}: {_flow(value)}"
    for path, entry in case.change.add.items():
        yield f"{path}: [..., {_flow(entry)}]"
    for path in case.change.remove:
        yield f"{path}: (removed)"


def _flow(value: object) -> str:
    """The value as YAML has it on one line: JSON is YAML; a plain scalar needs no quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _given(case: Case) -> str:
    return "\n".join(as_text(problem) for problem in check(changed(case)))
