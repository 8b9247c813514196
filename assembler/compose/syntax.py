"""What a template's syntax error says, in the words of those who write templates.

Jinja speaks of tokens and print statements; a writer has forgotten a brace or a quote.
"""

import re

from assembler.problems import nearest

TAGS = ("if", "for", "set", "macro", "from", "import", "include", "extends", "block", "call",
        "filter", "with")  # fmt: skip
"""The tags that templates have."""
_TAG = re.compile(r"\{%.*?%\}")
_CURLY = "“”„‟‘’‚‛«»"
_INSTEAD = {"&": "and", "≤": "<=", "≥": ">=", "≠": "!="}
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_INNERMOST = re.compile(r"needs to be closed is '(\w+)'")
_CHARACTER = re.compile(r"unexpected char (['\"])(.+)\1 at \d+", re.DOTALL)
_GOT = re.compile(r"expected token 'end of (print statement|statement block)', got '(.+)'")
_BRACKET = re.compile(r"unexpected '\}', expected '(.)'")
_OPENING = re.compile(r"\{%[-+]?\s*(end)?(if|for|macro|block|call|filter|with)\b")
_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_NOT_EXPORTED = re.compile(r"the template '(.+?)' .*does not export the requested name '(\w+)'")
_STANDS = re.compile(r"unexpected '([^'\s]{1,3})'")
_MISSING = re.compile(r"unexpected 'end of|xpected an expression|expected token 'name'|name or num")


def in_plain_words(message: str) -> tuple[str, str]:
    """What was found and what to do, for a message of Jinja's parser."""
    if tag := _UNKNOWN_TAG.match(message):
        innermost = _INNERMOST.search(message)
        return _of_a_tag(tag[1], innermost[1] if innermost else None)
    if left_open := _INNERMOST.search(message):
        tag_name = left_open[1]
        return (
            f"{{% {tag_name} %}} is never closed",
            f"write {{% end{tag_name} %}} after what belongs to it",
        )
    if message.startswith("Missing end of comment"):
        return "a remark {# is never closed", "close it with #}"
    if message == "expected token ':', got '}'":
        return "braces stand inside braces", "take the inner ones away: {{ percent(part, whole) }}"
    if message.startswith("expected token 'in'"):
        return "`in` is missing in the loop", "write {% for arm in trial.arms %}"
    if message.startswith("unexpected end of template"):
        return "a brace is never closed", "close a value with }} and a tag with %}"
    if bracket := _BRACKET.match(message):
        return f"'{bracket[1]}' is missing before the closing brace", "close the bracket"
    if message.startswith("unexpected '}'"):
        return "a single } closes nothing", "close a value with }} and a tag with %}"
    if character := _CHARACTER.match(message):
        return _of_a_character(character[2])
    if got := _GOT.match(message):
        if got[2] == "=":
            return "a single = does not compare", "write == between two values"
        if got[2] == "%":
            return "a tag is not closed: % stands without its brace", "write %}"
        if got[2] == "if" and got[1] == "statement block":
            return "'if' stands where %} is expected", "for one condition more write {% elif ... %}"
        closing = "}}" if got[1] == "print statement" else "%}"
        return (
            f"'{got[2]}' stands where {closing} is expected",
            "close the braces before the words go on; join values and texts with ~",
        )
    if stands := _STANDS.match(message):
        return (
            f"'{stands[1]}' stands where a value is expected",
            "name a value: {{ trial.title }}",
        )
    if _MISSING.search(message):
        return "something is missing between the braces", "name a value: {{ trial.title }}"
    return message, "correct the template here"


def _of_a_tag(tag: str, innermost: str | None) -> tuple[str, str]:
    if not tag.startswith("end") and tag not in ("else", "elif"):
        near = nearest(tag, (*TAGS, "else", "elif"))
        known = f"the tags are: {', '.join(TAGS)}"
        return f"there is no tag '{tag}'", f"did you mean '{near}'?" if near else known
    if innermost:
        return (
            f"{{% {tag} %}} stands where {{% end{innermost} %}} is expected",
            f"close {{% {innermost} %}} first: what was opened last is closed first",
        )
    opening = "if" if tag in ("else", "elif") else tag.removeprefix("end")
    return f"{{% {tag} %}} closes nothing", f"take it away, or open {{% {opening} %}} before it"


def _of_a_character(character: str) -> tuple[str, str]:
    if character in "'\"":
        return "a quote between the braces is never closed", "close it with the same quote"
    if character in _CURLY:
        return (
            f"the quote {character} cannot stand between braces",
            'type straight quotes: "..."',
        )
    if character in _INSTEAD:
        return f"'{character}' cannot stand between braces", f"write `{_INSTEAD[character]}`"
    if not character.isprintable() or character.startswith("\\"):
        return "an invisible character stands between the braces", "type what is there anew"
    return f"'{character}' cannot stand between braces", "take it away, or put it in quotes"


def without_remarks(source: str) -> str:
    """The source with blanks in the place of its remarks, `{# ... #}`; no line moves."""
    return _REMARK.sub(lambda remark: re.sub(r"[^\n]", " ", remark[0]), source)


def opened_at(message: str, source: str) -> int | None:
    """The line of the tag that is never closed, where the message is about one."""
    if not message.startswith("Unexpected end of template") or not _INNERMOST.search(message):
        return None
    text = without_remarks(source)
    opened: list[tuple[str, int]] = []
    for tag in _OPENING.finditer(text):
        if not tag[1]:
            opened.append((tag[2], tag.start()))
        elif opened:
            opened.pop()
    return text.count("\n", 0, opened[-1][1]) + 1 if opened else None


def of_two_names(message: str) -> tuple[str, str] | None:
    """What is wrong where several names are to take one value, and what to do; None of others."""
    if "unpack" not in message:
        return None
    return (
        "several names stand where there is one value",
        "name one: {% for arm in trial.arms %}, {% set arms = trial.arms %}",
    )


def of_super(message: str) -> tuple[str, str] | None:
    """What is wrong with `super()` where no block is behind it, and what to do; None of others."""
    if message != "super" and not message.startswith("there is no parent block"):
        return None
    return (
        "{{ super() }} has nothing behind it to print",
        '{% extends "base:" %} comes first, then {% block ... %}, {{ super() }}, {% endblock %}',
    )


def of_an_import(message: str) -> tuple[str, str] | None:
    """The file and the macro that it lacks, for what Jinja says of an import; None of others."""
    found = _NOT_EXPORTED.match(message)
    return (found[1], found[2]) if found else None


def ends_kept(source: str) -> str:
    """The source, in which words before a tag keep their line's end: a line of tags alone vanishes,
    and Jinja's trim_blocks would join `... {% endif %}` with the next line too."""
    return "\n".join(
        f"{line[:-2]}+%}}" if _has_words_before_tag(line) else line for line in source.split("\n")
    )


def _has_words_before_tag(line: str) -> bool:
    ends = line.endswith("%}") and not line.endswith(("-%}", "+%}"))
    return ends and bool(_TAG.sub("", line).strip())


def line_in_template(compiled: str, line: int) -> int:
    """The template's line of a line of compiled source: Jinja writes the table at its end."""
    table = re.search(r"^debug_info = '([0-9=&]*)'$", compiled, re.MULTILINE)
    pairs = [pair.split("=") for pair in table[1].split("&") if pair] if table else []
    return max((int(ours) for ours, python in pairs if int(python) <= line), default=1)
