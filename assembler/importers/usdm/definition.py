"""The study definition that is imported: one version, one design, and what ids name in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assembler.importers.entry import shown
from assembler.importers.given import Given, GivenFile
from assembler.importers.ids import slug
from assembler.importers.usdm.terms import UNITS, decode_of, term
from assembler.importers.usdm.words import plain, whole
from assembler.problems import Position, refused
from assembler.read import Data

_INTERNAL = ("id", "instanceType", "nextId", "previousId")
_CDISC = "http://www.cdisc.org"
_DEEPEST = 4
"""How often a text may stand for a text with a reference in it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A USDM file, 3 or 4, opened at the version and the design that are imported."""

    file: GivenFile
    study: Given
    version: Given
    design: Given
    by_id: Mapping[str, Given]
    tags: Mapping[tuple[str, str], Given]
    """Id of a dictionary and tag -> what the tag stands for; without dictionary, the first."""
    source: str
    """Id of the source document that stands for the file."""
    origins: dict[str, Position] = field(default_factory=dict)

    def named(self, reference: Given) -> Given:
        """The instance that an id names; what is not there where it names none."""
        return self.by_id.get(reference.seen, self.nothing)

    @property
    def nothing(self) -> Given:
        return Given(self.file, (), None)

    def place(self, given: Given, path: str) -> dict[str, Data]:
        """The `source` of the record at `path`: class and name of the instance, never its index."""
        self.origins[path] = given.at
        kind = given["instanceType"].seen or "instance"
        name = given["name"].seen or given["id"].seen
        return {"document": self.source, "place": shown(f"{kind} {name}".strip())}

    def label(self, given: Given) -> str | None:
        """What an instance is called: its label, else its name. Both are taken."""
        label, name = self.words(given["label"]), self.words(given["name"])
        return label or name

    def words(self, given: Given, dictionary: Given | None = None) -> str | None:
        """A text without mark-up, its references resolved; taken. None where there is none."""
        if not given.seen:
            return None
        said = self._plain(given, dictionary.seen if dictionary is not None else "", _DEEPEST)
        if said:
            given.text()
        return said or None

    def _plain(self, given: Given, dictionary: str, depth: int) -> str:
        raw = given.value if isinstance(given.value, str) else ""

        def resolve(asked: dict[str, str]) -> str | None:
            found = self._meant(asked, dictionary)
            said = self._plain(found, dictionary, depth - 1) if found.seen and depth else ""
            if not said:
                name = asked.get("name") or asked.get("id", "")
                given.of.warn(
                    "import.reference-resolves",
                    f"the text names '{shown(name)}', which stands for nothing in the file",
                    "complete the text of the record by hand",
                    given.at,
                )
            return whole(said) or None

        return plain(raw, resolve)

    def _meant(self, asked: dict[str, str], dictionary: str) -> Given:
        """What a `usdm:ref`, or a `usdm:tag` by the dictionaries, names."""
        if "id" in asked:
            return self.by_id.get(asked["id"], self.nothing)[asked.get("attribute", "")]
        name = asked.get("name", "")
        return self.tags.get((dictionary, name)) or self.tags.get(("", name), self.nothing)

    def quantity(self, given: Given, unit: Given | None = None) -> str | None:
        """`50.0` and `Year` -> `50 years`; the digits alone where there is no unit."""
        with_unit = isinstance(given.value, dict)
        digits = (given["value"] if with_unit else given).text()
        if digits is None:
            return None
        code = given["unit"] if with_unit and given["unit"] else unit or self.nothing
        name = term(code, UNITS) or decode_of(code)
        return f"{whole(digits)} {name}" if name else whole(digits)


def filled(**values: Data | None) -> dict[str, Data]:
    """The keys of a record that have a value."""
    return {key: value for key, value in values.items() if value}


def open_definition(file: GivenFile) -> Definition:
    """The last version of the study in the file and its first design.

    Raises ProblemsFound: no study definition, or one before USDM 3.
    """
    root = file.root
    study = root["study"] if root["study"] else root
    _readable(root, study)
    version = _one(tuple(study["versions"]), "versions", last=True)
    design = _one(tuple(version["studyDesigns"]), "study designs", last=False)
    root["usdmVersion"].text()
    name = version["studyIdentifiers"].value
    first = next(iter(version["studyIdentifiers"]), study) if isinstance(name, list) else study
    said = first["text"].seen or first["studyIdentifier"].seen or study["name"].seen
    by_id: dict[str, Given] = {}
    for one in root.mappings():
        by_id.setdefault(one["id"].seen, one)
    by_id.pop("", None)
    source = f"usdm-{slug(said) or 'study'}"
    return Definition(file, study, version, design, by_id, _tags(version, design), source)


def _tags(version: Given, design: Given) -> dict[tuple[str, str], Given]:
    tags: dict[tuple[str, str], Given] = {}
    for dictionary in _each(version["dictionaries"], design["dictionaries"]):
        for entry in dictionary["parameterMaps"]:
            for id in (dictionary["id"].seen, ""):
                tags.setdefault((id, entry["tag"].seen), entry["reference"])
            entry.leave()
    return tags


def leave_internal(definition: Definition) -> None:
    """Mark what serves the file alone: ids, references that resolve, CDISC's codes of a decode."""
    for one in definition.file.root.mappings():
        for key in one.keys():  # noqa: SIM118 - not a mapping of ours
            inside = one[key]
            if key in _INTERNAL or _refers(key, inside, definition.by_id):
                inside.leave()
        taken = any(one[key].path in definition.file.taken for key in ("text", "description"))
        if taken or one["label"].value:
            one["name"].leave()  # the program's word for what the label calls by its name
        if one["instanceType"].value == "Code" or one["decode"].value:
            for key in ("codeSystem", "codeSystemVersion"):
                one[key].leave()
            if one["codeSystem"].value == _CDISC and one["decode"].value:
                one["code"].leave()


def _refers(key: str, given: Given, by_id: Mapping[str, Given]) -> bool:
    """Whether a key holds ids of instances that stand in the file."""
    if key.endswith("Id"):
        return isinstance(given.value, str) and given.value in by_id
    if not key.endswith("Ids") or not isinstance(given.value, list):
        return False
    return all(isinstance(one, str) and one in by_id for one in given.value)


def _readable(root: Given, study: Given) -> None:
    said = root["usdmVersion"].value
    number = said if isinstance(said, str) else ""
    at = root.at
    if isinstance(study.value, dict) and isinstance(study["versions"].value, list):
        if not number or number.split(".")[0] in ("3", "4"):
            return
        message = f"this is USDM {shown(number)}; 3 and 4 are read"
        at = root["usdmVersion"].at
    elif study["studyProtocolVersions"].value or study["studyDesigns"].value:
        message = "this is a study definition before USDM 3: the study has no `versions`"
    else:
        message = "this is no USDM study definition: there is no `study` with `versions`"
    remedy = "export the study as USDM 4 (JSON), or as USDM 3"
    raise refused("import.known-version", message, remedy, at=at)


def _one(found: tuple[Given, ...], what: str, *, last: bool) -> Given:
    """The one that is imported; an empty list is refused, a second one said."""
    usable = [one for one in found if isinstance(one.value, dict)]
    if not usable:
        raise refused(
            "import.known-version",
            f"the study definition has no {what}",
            "export the study as USDM 4 (JSON), with its design",
            at=found[0].at if found else None,
        )
    one = usable[-1 if last else 0]
    if len(usable) > 1:
        one.of.warn(
            "import.one-definition",
            f"the file has {len(usable)} {what}: the {'last' if last else 'first'} is taken",
            "import a file with the one you mean if that is another",
            one.at,
        )
    return one


def _each(*lists: Given) -> Iterator[Given]:
    for one in lists:
        yield from one
