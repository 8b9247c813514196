"""Changes to a YAML file that somebody wrote; every byte that they do not concern stays."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from assembler.importers.yaml_text import block, flow, items, pair
from assembler.problems import Position, ProblemsFound, error
from assembler.read import Data, tree_of
from assembler.read.files import Source
from assembler.read.tree import DataPath
from assembler.read.yaml import C_LOADER

_BLOCK_SCALARS = ("|", ">")


class _CannotEdit(Exception):
    """The file is written in a way that a change cannot be made in."""


@dataclass(frozen=True, slots=True)
class Put:
    """Keys that a mapping does not have yet."""

    path: DataPath
    """Of the mapping."""
    entries: dict[str, Data]


@dataclass(frozen=True, slots=True)
class Replace:
    """Another value in the place of one that stands there."""

    path: DataPath
    value: Data


@dataclass(frozen=True, slots=True)
class Append:
    """Items for the end of a list."""

    path: DataPath
    """Of the list."""
    entries: tuple[Data, ...]


Edit = Put | Replace | Append


def changed(raw: str, before: Mapping[str, Data], after: Mapping[str, Data], *, file: str) -> str:
    """The text of a file that holds `before`, so that it holds `after`.

    Raises ProblemsFound: the file is written in a way that the changes cannot be made in.
    """
    edits = list(_between(dict(before), dict(after), ()))
    problem = error(
        "import.can-append",
        f"{file} is written in a way that cannot be added to without changing what stands there",
        "write its lists with one `- id: ...` for each entry, and without aliases (*name) in what "
        "is to change; then import again",
        at=Position(file),
    )
    try:
        text = _edited(raw, edits)
        written = tree_of(Source(text.replace("\r\n", "\n").removeprefix("\ufeff"), file, ""))
    except _CannotEdit:
        raise ProblemsFound([problem]) from None
    except ProblemsFound as found:
        too_large = [p for p in found.problems if p.rule == "file.size"]
        raise ProblemsFound(too_large or [problem]) from None
    # Read back what would be written: all that stood there, and what is new.
    if not isinstance(written.value, dict) or _without_schema(written.value) != after:
        raise ProblemsFound([problem])
    return text


def _without_schema(value: Mapping[str, Data]) -> Mapping[str, Data]:
    return {key: inside for key, inside in value.items() if key != "$schema"}


def _between(before: Data, after: Data, path: DataPath) -> Iterator[Edit]:
    """What makes `after` of `before`; nothing is ever removed but by replacing what holds it."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not before.keys() - after.keys():
        for key, value in before.items():
            yield from _between(value, after[key], (*path, key))
        if put := {key: value for key, value in after.items() if key not in before}:
            yield Put(path, put)
    elif _is_longer(before, after):
        for index, value in enumerate(before):
            yield from _between(value, after[index], (*path, index))  # type: ignore[index]
        if new := after[len(before) :]:  # type: ignore[index]
            yield Append(path, tuple(new))
    else:
        yield Replace(path, after)


def _is_longer(before: Data, after: Data) -> bool:
    """Whether both are lists, the second with more behind the first's items."""
    if not isinstance(before, list) or not isinstance(after, list) or len(before) > len(after):
        return False
    return bool(before) and all(
        _name(one) == _name(other) and (_name(one) is not None or one == other)
        for one, other in zip(before, after, strict=False)
    )


def _name(item: Data) -> Data | None:
    """The id of a record, the number of a section in an outline."""
    return item.get("id", item.get("number")) if isinstance(item, dict) else None


def _edited(raw: str, edits: Sequence[Edit]) -> str:
    """The text of a file with the changes. Raises _CannotEdit."""
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    text = raw.removeprefix(mark)
    break_ = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=C_LOADER)
    if root is None:
        (put,) = (edit.entries for edit in edits if isinstance(edit, Put))
        head = text if not text.strip() or text.endswith("\n") else f"{text}{break_}"
        return mark + head + block(put).replace("\n", break_) + break_
    whole = _Whole(text, root)
    changes = sorted(
        (
            (start, number, end, new)
            for number, edit in enumerate(edits)
            for start, end, new in whole.changes(edit)
        ),
        reverse=True,
    )
    for start, _, end, new in changes:
        text = text[:start] + new.replace("\n", break_) + text[end:]
    return mark + (text if text.endswith("\n") else text + break_)


class _Whole:
    """The file's text with the nodes in it."""

    def __init__(self, text: str, root: Any) -> None:
        self._text = text
        self._root = root
        self._shared = _shared(root)

    def changes(self, edit: Edit) -> Iterator[tuple[int, int, str]]:
        """From where to where, and what stands there afterwards."""
        node = self._node(edit.path)
        if isinstance(edit, Replace):
            if id(node) in self._shared:
                raise _CannotEdit
            yield node.start_mark.index, self._end(node), flow(edit.value)
        elif node.flow_style:
            yield self._in_flow(node, edit)
        elif isinstance(edit, Put):
            yield self._put(node, edit)
        else:
            yield self._append(node, edit)

    def _put(self, node: Any, edit: Put) -> tuple[int, int, str]:
        column = node.start_mark.column
        at = self._line_end(self._end(node))
        glue = "\n\n" if not edit.path and self._is_spaced(node) else "\n"
        pairs = (pair(key, value, column) for key, value in edit.entries.items())
        return at, at, "".join(f"{glue}{text}" for text in pairs)

    def _append(self, node: Any, edit: Append) -> tuple[int, int, str]:
        at = self._line_end(self._end(node))
        is_spaced = len(node.value) > 1 and self._has_blank(node.value[0], node.value[1])
        blank = "\n" if is_spaced else ""
        column = node.start_mark.column
        return at, at, f"\n{blank}{items(list(edit.entries), column, is_spaced=is_spaced)}"

    def _in_flow(self, node: Any, edit: Put | Append) -> tuple[int, int, str]:
        """Before the bracket or brace that closes it."""
        at = node.end_mark.index - 1
        head = self._text[:at].rstrip(" \t\r\n")
        if "#" in head[head.rfind("\n") + 1 :]:  # a remark, or a text with the sign in it
            head = self._text[:at]
        comma = "" if head.endswith((",", "[", "{")) else ", "
        new = flow(edit.entries if isinstance(edit, Put) else list(edit.entries))
        return len(head), at, f"{comma}{new[1:-1]}"

    def _node(self, path: DataPath) -> Any:
        node = self._root
        for step in path:
            if id(node) in self._shared:
                raise _CannotEdit
            if isinstance(step, int):
                node = node.value[step]
            else:
                node = next(value for key, value in node.value if key.value == step)
        if id(node) in self._shared:
            raise _CannotEdit
        return node

    def _end(self, node: Any) -> int:
        """Where the value ends, without what follows it: remarks, blank lines."""
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            is_block = node.style in _BLOCK_SCALARS
            return len(self._text[:end].rstrip()) if is_block else end
        if node.flow_style or not node.value:
            return end
        last = node.value[-1]
        key, value = last if isinstance(last, tuple) else (node, last)
        if value.start_mark.index < key.start_mark.index:  # an alias: the node stands elsewhere
            return self._line_end(key.end_mark.index) if key is not node else end
        return self._end(value)

    def _line_end(self, at: int) -> int:
        """The end of the line, behind a remark on it."""
        match = re.compile(r"[^\n]*?(?=\r?\n|\Z)").match(self._text, at)
        return match.end() if match else at

    def _is_spaced(self, node: Any) -> bool:
        """Whether blank lines stand between the keys of a mapping."""
        pairs = zip(node.value, node.value[1:], strict=False)
        return any(self._has_blank(one[0], other[0]) for one, other in pairs)

    def _has_blank(self, one: Any, other: Any) -> bool:
        between = self._text[one.start_mark.index : other.start_mark.index]
        return re.search(r"\n[ \t]*\r?\n", between) is not None


def _shared(root: Any) -> set[int]:
    """The nodes that stand in more than one place, by an alias."""
    times: Counter[int] = Counter()
    left = [root]
    while left:
        node = left.pop()
        times[id(node)] += 1
        if times[id(node)] > 1 or isinstance(node, yaml.ScalarNode):
            continue
        for inside in node.value:
            left += inside if isinstance(inside, tuple) else (inside,)
    return {node for node, number in times.items() if number > 1}
