"""The lists of docs/templates.md, made from what templates may really use.

`python -m assembler.compose.page` renews them, in a checkout.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from inspect import cleandoc
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from assembler.checks.claims import OF_ANALYSES, OF_SAFETY
from assembler.compose import forms, grouping, lists
from assembler.compose.curves import CurveShell
from assembler.compose.directives import DIRECTIVES
from assembler.compose.dots import DotShell
from assembler.compose.flow import FlowShell
from assembler.compose.forest import ForestShell
from assembler.compose.outline import Outline
from assembler.compose.outline_changes import OutlineChanges
from assembler.compose.pipe_tables import OPTIONS
from assembler.compose.sandbox import LOOP_FIELDS, TEST_OF_COMPARISON
from assembler.compose.shape import types_in
from assembler.compose.shells import Shell
from assembler.compose.study_schema import SchemaShell
from assembler.compose.style import load_style
from assembler.records import Dossier
from assembler.records.base import Absence
from assembler.shipped import shipped

PAGE = Path(__file__).resolve().parents[2] / "docs" / "templates.md"
_LIST = re.compile(r"(<!-- list: ([a-z -]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Rows = Iterable[tuple[str, str]]


def renewed(page: str) -> str:
    """The page with each list between `<!-- list: NAME -->` and `<!-- end -->` made anew."""
    made = all_lists()
    return _LIST.sub(lambda match: f"{match[1]}\n{made[match[2]]}\n{match[3]}", page)


def functions() -> Mapping[str, tuple[str, Rows]]:
    """What templates may call or write: name of each list -> its head and its rows."""
    return {
        "forms": ("form", map(_documented, forms.VALUE_FORMS)),
        "list filters": ("filter", _list_filters()),
        "tests": ("test", _tests()),
        "loop": ("in a loop", ((f"loop.{name}", words) for name, words in LOOP_FIELDS.items())),
        "blocks": ("block", ((f":::{{{name}}}", words) for name, words in DIRECTIVES.items())),
        "typed tables": ("option", ((f":{name}:", words) for name, words in OPTIONS.items())),
    }


def claims() -> Rows:
    """The claims, and what each says."""
    for name, holds in OF_ANALYSES.items():
        yield f"claims.{name}(analysis)", cleandoc(holds.__doc__ or "")
    for name, of_safety in OF_SAFETY.items():
        yield f"claims.{name}()", cleandoc(of_safety.__doc__ or "")
    yield 'claims.why_not("superior", analysis)', "the reasons why a claim does not hold"


def all_lists() -> Mapping[str, str]:
    """Name -> Markdown of each list."""
    tables: dict[str, tuple[str, Rows]] = {
        "records": ("records", _records()),
        **functions(),
        "absences": ("kind", _absences()),
        "outline": ("key", _keys(Outline)),
        "outline changes": ("key", _keys(OutlineChanges)),
        "table shells": ("key", _keys(Shell)),
        "forest plots": ("key", _keys(ForestShell)),
        "study schemas": ("key", _keys(SchemaShell)),
        "curves": ("key", _keys(CurveShell)),
        "patient flows": ("key", _keys(FlowShell)),
        "dot plots": ("key", _keys(DotShell)),
    }
    return {name: _table(head, rows) for name, (head, rows) in tables.items()}


def _table(head: str, rows: Rows) -> str:
    def cell(words: str) -> str:
        return " ".join(words.split()).replace("|", "\\|")

    lines = [f"| {head} | what it is |", "|---|---|"]
    return (
        "\n".join([*lines, *(f"| `{cell(name)}` | {cell(words)} |" for name, words in rows)]) + "\n"
    )


def _documented(form: Callable[..., object]) -> tuple[str, str]:
    return form.__name__, (form.__doc__ or "").strip()


def _records() -> Rows:
    for name, field in Dossier.model_fields.items():
        annotation: Any = field.annotation
        (model,) = (one for one in types_in(annotation) if issubclass(one, BaseModel))
        yield name, (model.__doc__ or "").strip().partition("\n")[0]


def _list_filters() -> Rows:
    choosing = (getattr(lists.Choosing, name) for name in lists.CHOOSING)
    own = (*lists.FILTERS, *grouping.FILTERS)
    found = dict(map(_documented, (*own, *choosing, forms.any_reported)))
    found["list"] = _documented(lists.as_list)[1]
    return sorted(found.items())


def _tests() -> Rows:
    yield from map(_documented, forms.TESTS)
    yield "defined", "`x is defined`: something has that name."
    yield from (
        (name, f"`x is {name}(y)`: as {sign}.") for name, sign in TEST_OF_COMPARISON.items()
    )


def _absences() -> Rows:
    folder = shipped("templates")
    words = load_style(folder / "shared" / "style.yaml", root=folder).forms
    for kind in Absence:
        short = words.absent_short.get(kind)
        yield kind.value, f"`{words.absent[kind]}`{f', `{short}` after `| short`' if short else ''}"


def _keys(model: type[BaseModel], before: str = "", seen: tuple[type, ...] = ()) -> Rows:
    """The keys of a model and, below the key that holds them, those of its parts."""
    schema = model.model_json_schema(by_alias=True)
    held = schema.get("$defs", {}).get(model.__name__, schema)
    for name, field in model.model_fields.items():
        key = field.alias or name
        yield f"{before}{key}", held["properties"][key].get("description", "")
        annotation: Any = field.annotation
        inside = f"{before}{key}{'[]' if 'tuple' in str(annotation) else ''}."
        for part in types_in(annotation):
            if issubclass(part, BaseModel) and part not in (model, *seen):
                yield from _keys(part, inside, (model, *seen))


def main() -> None:
    """Renew the lists of the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
