"""What a template's syntax error says, in the words of those who write templates.

Jinja speaks of tokens and print statements; a writer has forgotten a brace or a quote.
"""

import re

from assembler.problems import nearest

TAGS = ("if", "for", "set", "macro", "from", "import", "include", "extends", "block", "call",
        "filter", "with")  # fmt: skip
"""The tags that templates have."""
_CURLY = "“”„‟‘’‚‛«»"
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_INNERMOST = re.compile(r"needs to be closed is '(\w+)'")
_CHARACTER = re.compile(r"unexpected char (['\"])(.+)\1 at \d+", re.DOTALL)
_GOT = re.compile(r"expected token 'end of (print statement|statement block)', got '(.+)'")
_BRACKET = re.compile(r"unexpected '\}', expected '(.)'")
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
        closing = "}}" if got[1] == "print statement" else "%}"
        return (
            f"'{got[2]}' stands where {closing} is expected",
            "close the braces before the words go on; join values and texts with ~",
        )
    if _MISSING.search(message):
        return "something is missing between the braces", "name a value: {{ trial.title }}"
    return message, "correct the template here"


def _of_a_tag(tag: str, innermost: str | None) -> tuple[str, str]:
    if not tag.startswith("end") and tag not in ("else", "elif"):
        near = nearest(tag, TAGS)
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
    return f"'{character}' cannot stand between braces", "take it away, or put it in quotes"
