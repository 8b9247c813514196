"""Names of files and folders as the agencies take them. ICH eCTD 3.2.2, Appendix 2."""

import re

_TAKEN = re.compile(r"[a-z0-9-]+")


def misnamed(what: str, name: str, most: int, *, ending: str = "") -> str:
    """What is wrong with the name of a file with that ending, or of a folder; empty where nothing
    is. `what` is what the sentence calls it, `most` the characters that a name has at most."""
    stem = name.removesuffix(ending)
    if not _TAKEN.fullmatch(stem) or (ending and stem == name):
        return f"the {what} '{name}'"
    if len(name) > most:
        return f"the {what} '{name}' has {len(name)} characters; at most {most}"
    return ""
