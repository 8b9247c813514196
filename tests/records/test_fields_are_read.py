"""Every field of the records is read: by a template, by a check, or by what composes and builds."""

import ast
import re
from collections.abc import Iterator

import pytest

from assembler.cli.templates import _finder
from assembler.compose.usage import usage
from assembler.workbench.dictionary import DictionaryField, dictionary
from tests.places import ROOT

pytestmark = pytest.mark.slow
ROOMS = ("checks", "compose", "pipeline")
"""Where records are read by programs."""
NOTES = {
    "id": "a key: other records and templates name the entry by it",
    "supports": "a note to whoever cites: the sentences themselves say what a reference supports",
}
"""Names of fields that no document prints, each with the reason why records have it."""
_QUOTED = re.compile(r"""["']([a-z_0-9]+)["']""")


def named_by_programs() -> Iterator[str]:
    """The attributes and the short texts of the programs that read records."""
    for room in ROOMS:
        for path in (ROOT / "assembler" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute):
                    yield node.attr
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from (
                        re.findall(r"[a-z_0-9]+", node.value) if " " not in node.value else ()
                    )


def named_in_templates() -> Iterator[str]:
    """Names that templates hold in quotation marks: `row[kind]` reads them one after the other."""
    for path in sorted((ROOT / "templates").rglob("*.[my]*")):
        yield from _QUOTED.findall(path.read_text(encoding="utf-8"))


def unread(fields: list[DictionaryField]) -> list[str]:
    """The fields that nobody reads, for all that can be told: of programs only names are known."""
    named = {*named_by_programs(), *named_in_templates(), *NOTES}
    return [
        field.path
        for field in fields
        if not field.used and field.kind not in ("record", "list: record")
        and field.path.rsplit(".", 1)[-1] not in named
    ]  # fmt: skip


@pytest.fixture(scope="module")
def fields() -> list[DictionaryField]:
    return dictionary(usage(_finder(None)), None)


def test_every_field_has_a_reader(fields: list[DictionaryField]) -> None:
    assert unread(fields) == [], "print it, check it, drop it, or say here why records have it"


def test_what_is_kept_as_a_note_is_read_nowhere_else(fields: list[DictionaryField]) -> None:
    for name in NOTES.keys() - {"id"}:
        own = [field for field in fields if field.path.rsplit(".", 1)[-1] == name]
        assert own and not any(field.used for field in own), name


def test_a_field_without_reader_would_be_found(fields: list[DictionaryField]) -> None:
    nobody = DictionaryField("trial.nobody_reads_this", "words", False, "", "", None, ())
    assert unread([*fields, nobody]) == [nobody.path]
