"""`assembler templates new` and `copy`: files that work as they are, in a folder of one's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from assembler.compose.loader import Finder
from assembler.importers.yaml_edit import changed
from assembler.problems import Position, ProblemsFound, did_you_mean, error
from assembler.read import Data, read_text, read_tree

_TABLE = """\
caption: "Arms of {{ trial.title }}"
each: arm in trial.arms
columns:
  - {head: Arm, value: arm.label}
  - {head: Treatment, value: arm.treatment}
source: trial.source
"""
_SCHEMA = "# yaml-language-server: $schema="
_SECTION = "Words on {{ trial.title }}.\n"


def new_table(into: Path, document_id: str, name: str) -> Path:
    """A table shell in the folder `into`; the path of the file. Raises ProblemsFound."""
    return _written(into, f"{document_id}/tables/{name}.yaml", _TABLE)


def new_section(
    finder: Finder, into: Path, document_id: str, name: str, under: str
) -> tuple[Path, Path]:
    """A section, and the outline in `into` that places it under a numbered one; the paths of both.

    An outline that `into` lacks is copied from the first folder that has it. Raises ProblemsFound.
    """
    outline = f"{document_id}/outline.yaml"
    root, path = finder.found(outline)
    raw = read_text(path, root=root.path, shown=root.shown)
    before = read_tree(path, root=root.path, shown=root.shown).value
    file = f"sections/{name}.md"
    title = name.replace("-", " ").capitalize()
    added: Data = {"title": title, "template": file, "name": f"sec-{name}"}
    numbers: list[str] = []
    after = cast(Mapping[str, Data], _placed(before, under, added, numbers))
    if under not in numbers:
        remedy = did_you_mean(under, numbers, otherwise=f"the sections: {', '.join(numbers)}")
        message = f"the outline of {document_id} has no section {under}"
        raise ProblemsFound(
            [error("section.known", message, remedy, at=Position(root.name_of(outline)))]
        )
    text = changed(raw, cast(Mapping[str, Data], before), after, file=root.name_of(outline))
    made = _written(into, f"{document_id}/{file}", _SECTION)
    target = into / outline
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return made, target


def copied(finder: Finder, name: str, into: Path) -> Path:
    """A copy of a template in the folder `into`; its path. Raises ProblemsFound.

    The line that names the schema is left out where the copy would look for it in vain.
    """
    root, path = finder.found(name)
    text = read_text(path, root=root.path, shown=root.shown)
    first, _, rest = text.partition("\n")
    if first.startswith(_SCHEMA):
        schema = (into / name).parent / first.removeprefix(_SCHEMA).strip()
        text = text if schema.resolve().is_file() else rest
    return _written(into, name, text)


def _placed(here: Data, under: str, added: Data, numbers: list[str]) -> Data:
    """The outline with the entry behind those that the section has already."""
    if isinstance(here, list):
        return [_placed(one, under, added, numbers) for one in here]
    if not isinstance(here, dict):
        return here
    made = {
        key: _placed(value, under, added, numbers) if key == "sections" else value
        for key, value in here.items()
    }
    number = here.get("number")
    if isinstance(number, str) and "clause" in here:
        numbers.append(number)
        if number == under:
            others = here.get("added")
            made["added"] = [*(others if isinstance(others, list) else []), added]
    return made


def _written(into: Path, name: str, text: str) -> Path:
    path = into / name
    if path.exists():
        message, remedy = "the file is there already", "name another, or edit it"
        raise ProblemsFound([error("template.new", message, remedy, at=Position(path.as_posix()))])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
