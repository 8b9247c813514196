"""The one study of a ClinicalTrials.gov file: the record itself, or the answer of a search."""

import re
from collections.abc import Sequence
from pathlib import Path

from assembler.importers.entry import shown
from assembler.importers.given import Given, GivenFile, read_given
from assembler.problems import ProblemsFound, refused

_OLD = ("FullStudiesResponse", "StudyFieldsResponse", "FullStudy", "ProtocolSection")
"""Keys by which the answers of the API's first version are known."""
_NUMBER = re.compile(r"NCT[0-9]{8}")
_MOST_NAMED = 5
_DOWNLOAD = (
    "download the record of one study as JSON from its page on ClinicalTrials.gov, "
    "or from https://clinicaltrials.gov/api/v2/studies/NCT..."
)


def open_study(files: Sequence[Path]) -> tuple[GivenFile, Given]:
    """The file and the study in it. Raises ProblemsFound where there is not exactly one study."""
    if len(files) != 1:
        names = ", ".join(path.as_posix() for path in files) or "none"
        message = f"a study has one registry record, and {len(files)} files are named ({names})"
        raise refused("import.one-study", message, "import them one by one")
    of = read_given(files[0])
    return of, _study(of)


def number_of(study: Given) -> str:
    """The study's number in the registry, `NCT02552212`; empty where there is none."""
    return study["protocolSection"]["identificationModule"]["nctId"].seen


def _study(of: GivenFile) -> Given:
    root = of.root
    if not isinstance(root.value, dict):
        raise _refused(root, "a registry record is a mapping with `protocolSection`", _DOWNLOAD)
    _refuse_old(root)
    keys = root.keys()
    if "studies" in keys:
        found = list(root["studies"])
        if len(found) != 1:
            raise _not_one(root["studies"], found)
        for key in ("nextPageToken", "totalCount"):
            root[key].leave()
        root = found[0]
        _refuse_old(root)
    if not root["protocolSection"]:
        message = "the file holds no `protocolSection`: it is no study of ClinicalTrials.gov"
        raise _refused(root, message, _DOWNLOAD)
    if not _NUMBER.fullmatch(number_of(root)):
        given = number_of(root)
        seen = f"'{shown(given)}'" if given else "none"
        message = f"the study has no registry number NCT and eight digits; seen: {seen}"
        raise _refused(root, message, _DOWNLOAD)
    return root


def _refuse_old(root: Given) -> None:
    keys = root.keys()
    old = [key for key in _OLD if key in keys]
    inside = root["Study"].keys() if "Study" in keys else ()
    if "ProtocolSection" in inside:
        old.append("Study.ProtocolSection")
    if old:
        message = f"`{old[0]}` is the form of the registry's API 1, which has ended"
        raise _refused(root, message, _DOWNLOAD)


def _not_one(at: Given, found: list[Given]) -> ProblemsFound:
    if not found:
        return _refused(at, "the answer of the search holds no study", _DOWNLOAD)
    names = [shown(number_of(study)) or "one without number" for study in found[:_MOST_NAMED]]
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    message = f"the file holds {len(found)} studies: {', '.join(names)}{more}"
    return _refused(at, message, "keep one study in the file; a dossier is of one study")


def _refused(at: Given, message: str, remedy: str) -> ProblemsFound:
    return refused("import.one-study", message, remedy, at=at.at)
