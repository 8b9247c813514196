"""The files of a study that nobody has filled yet: what can be typed, explained beside it."""

import json
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assembler.shipped import shipped

_WIDTH = 98
_COMMON = frozenset(
    (
        "source", "sources", "alternatives", "gap", "remark", "not_reported", "not_reached",
        "not_estimable", "not_applicable", "not_collected", "pending", "author_to_confirm",
        "in_earlier_submission",
    )
)  # fmt: skip
"""Keys that every block has: docs/authoring.md explains them once."""
_GAPS = {
    "product": ("what the product is", "regulatory affairs", "current product dossier"),
    "trial": ("the design of the trial", "clinical development", "protocol"),
    "disease": ("the disease, with references", "medical writing", "treatment guidelines"),
    "efficacy": ("results of efficacy", "statistics", "clinical study report"),
    "safety": ("results of safety", "clinical safety", "clinical study report"),
    "references": ("copies of the references", "medical writing", "the publications"),
}
"""File -> what somebody has to supply, who, and in which document it is expected."""
_TITLE = "  # title:                     ## Title of the front page; take the # and the blank away."
_END = re.compile(r"(?<=[.;])\s")
_TASK = re.compile(
    r"""author_text\(\s*(?:"(?P<one>[^"]*)"|'(?P<other>[^']*)')\s*(?:,\s*"(?P<task>[^"]*)")?"""
)


def begun(
    name: str,
    study: str,
    *,
    title: str | None = None,
    sources: Collection[str] = (),
    source: Mapping[str, str] | None = None,
    others: Collection[str] = (),
) -> str:
    """The first lines of the file `name`: as much as makes it valid, and who owes the rest.

    `sources`: ids of the documents that the study is prepared from; `source`: where the facts of
    this file come from; `others`: documents that can be added to the one it begins with.
    """
    if name == "dossier":
        lines = ["study:", f"  id: {study}"]
        lines += [f"  title: {json.dumps(title, ensure_ascii=False)}" if title else _TITLE]
        lines += ["region: eu"]
        lines += [f"# Others to add: {', '.join(others)}."] if others else []
        lines += ["documents: [clinical-overview]"]
        lines += [f"prepared_from: [{', '.join(sources)}]"] if sources else []
        return "\n".join(lines) + "\n"
    needs, owner, expected_in = _GAPS[name]
    lines = [f"id: {study}"] if name == "trial" else []
    if source:
        place = json.dumps(source["place"], ensure_ascii=False)
        lines += [f"source: {{document: {source['document']}, place: {place}}}"]
    lines += ["# Who supplies what is missing here; blocks inside may have a `gap` of their own."]
    lines += ["gap:", f"  needs: {needs}", f"  owner: {owner}", f"  expected_in: {expected_in}"]
    return "\n".join([*lines, "  blocks_final: yes"]) + "\n"


def unfilled(name: str, given: Collection[str]) -> str:
    """Every key of the file `name` that is not given, as a remark that says what it is."""
    path = shipped("schemas") / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    keys = {key: one for key, one in schema["properties"].items() if not _is_common(key, one)}
    free = [key for key in keys if key not in given]
    if not free:
        return ""
    lines = [
        "",
        "# What else can stand here. `##` explains; from a line with one # take the # and the",
        "# blank behind it away, and fill it in.",
    ]
    for key in free:
        lines += ["", *_key(key, schema["properties"][key], schema["$defs"])]
    return "\n".join(lines) + "\n"


def owed_texts(templates: Mapping[str, str]) -> dict[str, str]:
    """Name of each text that the templates ask of the author -> what to write.

    `templates`: the text of each, by its name.
    """
    found: dict[str, str] = {}
    for text in templates.values():
        for match in _TASK.finditer(text):
            found.setdefault(match["one"] or match["other"] or "", match["task"] or "")
    found.pop("", None)
    return found


def owed_text(task: str) -> str:
    """What stands in the file of a text that nobody has written yet: a remark."""
    words = f"Write here: {task}." if task else "Write here."
    words += " As long as nothing stands below this remark, the draft says that the text is owed."
    return "{# " + "\n   ".join(textwrap.wrap(words, _WIDTH - 6)) + " #}\n"


def _is_common(key: str, schema: Mapping[str, Any]) -> bool:
    """Whether every block has the key; the `sources` of references.yaml are a list of their own."""
    return key in _COMMON and (key != "sources" or schema.get("type") != "array")


def _key(key: str, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Iterator[str]:
    yield from _explained(schema.get("description", ""))
    held, is_list = _held(schema, defs)
    if not held:
        yield f"# {key}: []" if is_list else f"# {key}:"
        return
    yield f"# {key}:"
    start = "  - " if is_list else "  "
    inner = dict.fromkeys(key for kind in held for key in kind["properties"] if key not in _COMMON)
    for inside in inner:
        kinds = [kind for kind in held if inside in kind["properties"]]
        only = "" if len(kinds) == len(held) else f"{_listed(_types(kinds))} only: "
        needed = "needed: " if inside in kinds[0].get("required", ()) else ""
        line = f"# {start}{inside}:"
        yield f"{line:<32} ## {needed}{only}{_said(kinds, inside)}".rstrip()
        start = "    " if is_list else "  "


def _said(kinds: Sequence[Mapping[str, Any]], key: str) -> str:
    """What a key is, in a sentence; of the key that tells the kinds apart, all that it can say."""
    if key == "type" and len(kinds) > 1:
        return f"{_listed(_types(kinds))}."
    words = " ".join(kinds[0]["properties"][key].get("description", "").split())
    ends = (m.start() for m in _END.finditer(words) if words.count("`", 0, m.start()) % 2 == 0)
    return words[: next(ends, len(words))].rstrip(";")


def _types(kinds: Iterable[Mapping[str, Any]]) -> list[str]:
    return [f"`{kind['properties']['type']['const']}`" for kind in kinds]


def _listed(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _held(
    schema: Mapping[str, Any], defs: Mapping[str, Any]
) -> tuple[list[Mapping[str, Any]], bool]:
    """The mapping that the key holds, or that its list holds, in each of its kinds; whether it is a
    list."""
    for choice in (schema, *schema.get("anyOf", ())):
        is_list = choice.get("type") == "array"
        inside = choice.get("items", {}) if is_list else choice
        named = [one["$ref"] for one in (inside, *inside.get("oneOf", ())) if "$ref" in one]
        held = [defs[one.rpartition("/")[2]] for one in named]
        if held and all("properties" in one for one in held):
            return held, is_list
        if is_list:
            return [], True
    return [], False


def _explained(description: str) -> Iterator[str]:
    for line in textwrap.wrap(" ".join(description.split()), _WIDTH - 3):
        yield f"## {line}"
