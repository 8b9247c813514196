"""Entries for the end of a list of references.yaml; every byte that stands there stays."""

import json
import re
from collections.abc import Mapping, Sequence

from assembler.problems import Position, ProblemsFound, error
from assembler.read import Data, Tree, tree_of
from assembler.read.files import Source

_PLAIN = re.compile(r"[^\W_](?:[\w ./()–-]*[\w.)])?")
_WORDLESS = ("null", "yes", "no", "true", "false")
_WIDTH = 100

Additions = Mapping[str, Sequence[Mapping[str, Data]]]
"""Key of the file -> entries for the end of its list."""


def appended(raw: str, tree: Tree | None, additions: Additions, *, file: str) -> str:
    """The text of the file with the entries; `tree` is what `raw` holds, None: no file.

    Raises ProblemsFound: the file is written in a way that cannot be added to.
    """
    mark = "\ufeff" if raw.startswith("\ufeff") else ""  # no column of the tree counts it
    break_ = "\r\n" if "\r\n" in raw else "\n"
    lines = raw.removeprefix(mark).split("\n")
    value = tree.value if tree and isinstance(tree.value, dict) else {}
    inserts: list[tuple[int, str]] = []
    tail: list[str] = []
    for key, entries in additions.items():
        if not entries:
            continue
        if tree and key in value:
            inserts.append(_insert(lines, tree, key, entries))
        else:
            tail += ["", f"{key}:", _items(entries, 0, is_spaced=True)]
    for index, text in sorted(inserts, reverse=True):
        lines[index] = lines[index].rstrip("\r") + text.replace("\n", break_)
        if break_ == "\r\n" and index < len(lines) - 1:
            lines[index] += "\r"
    whole = "\n".join(lines)
    if tail:
        begin = tail if whole.strip() else tail[1:]
        glue = "" if whole.endswith("\n") or not whole else break_
        whole += glue + "\n".join(begin).replace("\n", break_)
    whole = whole if whole.endswith("\n") else whole + break_
    _hold_both(whole, value, additions, file)
    return mark + whole


def _insert(
    lines: list[str], tree: Tree, key: str, entries: Sequence[Mapping[str, Data]]
) -> tuple[int, str]:
    """After which line, and the text from its end on."""
    tops = sorted(place.key.line for place in tree.place.children.values() if place.key)
    begin = tree.key_at((key,)).line
    end = next((line for line in tops if line > begin), len(lines) + 1)
    last = end - 2
    while last > begin - 1 and (not lines[last].strip() or lines[last].startswith("#")):
        last -= 1
    at = tree.at((key,))
    if lines[at.line - 1][at.column - 1 : at.column] == "[":
        return last, _in_flow(lines, last, entries)
    item = tree.at((key, 0))
    dash = len(lines[item.line - 1][: item.column - 1].rstrip()) - 1
    second = tree.at((key, 1)).line - 2
    is_spaced = second > begin and not lines[second].strip()
    blank = "\n" if is_spaced else ""
    return last, f"\n{blank}{_items(entries, max(0, dash), is_spaced=is_spaced)}"


def _in_flow(lines: list[str], last: int, entries: Sequence[Mapping[str, Data]]) -> str:
    """The entries within the brackets that end with the line; the bracket is moved behind."""
    head = lines[last].rstrip("\r \t").removesuffix("]").rstrip()
    texts = [f"\n  {_flow(dict(entry))}" for entry in entries]
    comma = "" if head.endswith(("[", ",")) or not head else ","
    lines[last] = head
    return f"{comma}{','.join(texts)}]"


def _items(entries: Sequence[Mapping[str, Data]], indent: int, *, is_spaced: bool) -> str:
    glue = "\n\n" if is_spaced else "\n"
    return glue.join(_item(entry, " " * indent) for entry in entries)


def _item(entry: Mapping[str, Data], margin: str) -> str:
    lines: list[str] = []
    for key, value in entry.items():
        start = f"{margin}{'  ' if lines else '- '}{key}:"
        line = f"{start} {_flow(value)}"
        if isinstance(value, list) and len(line) > _WIDTH:
            lines.append(start)
            lines += [f"{margin}    - {_flow(one)}" for one in value]
        else:
            lines.append(line)
    return "\n".join(lines)


def _flow(value: Data) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if _PLAIN.fullmatch(value) and (value.lower() not in _WORDLESS or value == "yes"):
        return value
    # A text of JSON is one of YAML: the gate has let no character through that differs.
    return json.dumps(value, ensure_ascii=False)


def _hold_both(text: str, value: Mapping[str, Data], additions: Additions, file: str) -> None:
    """Read back what would be written: all that stood there, and the entries behind it."""
    expected: dict[str, Data] = dict(value)
    for key, entries in additions.items():
        before = expected.get(key, [])
        if entries and isinstance(before, list):
            expected[key] = [*before, *(dict(entry) for entry in entries)]
    problem = error(
        "import.can-append",
        f"{file} is written in a way that entries cannot be added to without changing it",
        "write `sources` and `literature` as lists with one `- id: ...` for each entry, "
        "then import again",
        at=Position(file),
    )
    plain = text.replace("\r\n", "\n")
    try:
        written = tree_of(Source(plain, file, ""))
    except ProblemsFound as found:
        too_large = [p for p in found.problems if p.rule == "file.size"]
        raise ProblemsFound(too_large or [problem]) from None
    if written.value != expected:
        raise ProblemsFound([problem])
