"""Addresses that a document may open: web and mail, spelt as every reader takes them."""

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|[0-9A-Fa-f:]+")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "%:/?#[]@!$&'()*+,;=-._~"


def web_address(typed: str) -> str | None:
    """The address to open, or None when `typed` is no web or mail address.

    What no address may hold (blanks, quotes, letters beyond ASCII) is percent-encoded: Word calls
    a file damaged that has a blank in the target of a link. RFC 3986.
    """
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme == "mailto":
        known = "@" in parts.path
    else:
        known = parts.scheme in ("http", "https") and _HOST.fullmatch(host) is not None
    return quote(_STRAY_PERCENT.sub("%25", typed), safe=_KEPT) if known else None
