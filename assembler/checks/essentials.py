"""What no document of a study does without: its title, product, disease and arms."""

from collections.abc import Iterator

from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Absence, Block


@rule("essentials.entered", severity=Severity.GAP)
def essentials_entered(dossier: Dossier) -> Iterator[Finding]:
    """The titles, the product's name, the disease and the arms are entered, or said to be absent.

    Every document names them, and its first pages consist of little else. A study that has just
    been begun lacks them: a draft builds all the same and shows where they belong. A key that is
    listed as absent, with a reason, is no finding here. ICH M4E 2.5.1; ICH E3 synopsis.
    """
    if dossier.dossier.study.title is None:
        yield _missing("dossier.study", "title", "the title of the front page")
    blocks: list[tuple[str, Block | None, dict[str, str]]] = [
        ("product", dossier.product, {"inn": "the name of the product"}),
        ("trial", dossier.trial, {"title": "the title of the trial", "arms": "the trial's arms"}),
        ("disease", dossier.disease, {"name": "the name of the disease"}),
    ]
    for path, block, keys in blocks:
        for key, what in keys.items() if block is not None else ():
            if block is not None and block.absence(key) is Absence.NOT_YET_ENTERED:
                yield _missing(path, key, what)


def _missing(path: str, key: str, what: str) -> Finding:
    verb = "have" if what.endswith("arms") else "has"
    return Finding(
        path,
        f"{what} {verb} not been entered",
        f"add `{key}:`, or list it under not_reported or another reason",
    )
