"""Which countries belong to the region of a submission."""

import re

from assembler.records.dossier import Region

_EU = """
AT Austria; BE Belgium; BG Bulgaria; HR Croatia; CY Cyprus; CZ Czechia, Czech Republic; DK Denmark;
EE Estonia; FI Finland; FR France; DE Germany; GR Greece; HU Hungary; IE Ireland; IT Italy;
LV Latvia; LT Lithuania; LU Luxembourg; MT Malta; NL Netherlands, the Netherlands; PL Poland;
PT Portugal; RO Romania; SK Slovakia; SI Slovenia; ES Spain; SE Sweden; IS Iceland;
LI Liechtenstein; NO Norway; EU European Union; Europe
"""
_COUNTRIES = {
    Region.EU: _EU,
    Region.US: "US USA, United States, United States of America",
    Region.JAPAN: "JP Japan",
    Region.CANADA: "CA Canada",
    Region.SWITZERLAND: "CH Switzerland",
    Region.UK: "GB UK, United Kingdom, Great Britain; England; Scotland; Wales; Northern Ireland",
}
"""Region -> ISO 3166 code and English names; the EU with the EEA, whose approvals are common."""


def _folded(name: str) -> str:
    return re.sub(r"[. ]", "", name).casefold()


def _names(listed: str) -> frozenset[str]:
    found: set[str] = set()
    for country in " ".join(listed.split()).split(";"):
        code, _, names = country.strip().partition(" ")
        parts = [code, *names.split(",")] if code.isupper() else [country]
        found.update(_folded(part) for part in parts if part.strip())
    return frozenset(found)


_KNOWN = {region: _names(listed) for region, listed in _COUNTRIES.items()}


def is_within(region: Region, *names: str) -> bool | None:
    """Whether one of a country's names or codes is of the region; None where that is unknown."""
    known = _KNOWN.get(region)
    return None if known is None else any(_folded(name) in known for name in names)
