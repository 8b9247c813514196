"""The kinds of text: words, answers, languages, ids."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from assembler.records.scalars.scalar import refuse

_TRUE, _FALSE = ("yes", "true"), ("no", "false")
_BLANKS = re.compile(r"[ \t\n]+")


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in _TRUE + _FALSE:
        refuse("answer.yes-or-no", value, "an answer", "type yes or no")
    return value.lower() in _TRUE


# Blanks, soft hyphen, joiners, variation selectors: a text of these alone prints nothing.
_UNSEEN = re.compile(r"[\s\u00ad\u034f\u180b-\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f]*")


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value  # pydantic says that a string is wanted
    words = _BLANKS.sub(" ", value).strip(" ")
    if _UNSEEN.fullmatch(words):
        refuse("text.not-empty", value, "a text", "type the text, or list the key as not_reported")
    return words


_yes_no_validator: Callable[[object], object] = _yes_no

YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no_validator),
    Field(json_schema_extra={"type": ["boolean", "string"], "enum": [True, False, "yes", "no"]}),
]
"""`yes` or `no`."""

Words = Annotated[str, BeforeValidator(_text)]
"""Free text, printed literally; blanks are folded, so a line break is a space. A no-break space
stays one."""

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"


def _language(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(_LANGUAGE, value):
        refuse("language.bcp-47", value, "a language tag", "type it as in en-GB, en-US or de")
    return value


Language = Annotated[
    str, BeforeValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE}$"})
]
"""A language, with script and region where they matter: `en-GB`. BCP 47."""

Numbering = Annotated[
    str,
    BeforeValidator(_text),
    Field(json_schema_extra={"type": ["string", "integer"]}),
]
"""A volume, an issue, a page: printed literally, so `07` stays `07`."""

RuleId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
]
"""The id of a rule of `docs/rules.md`: `estimate.inside-interval`."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A kebab-case id: `pfs-pnet`."""
