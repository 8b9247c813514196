"""What every record has: where it comes from, what it does not say, and who must supply it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from assembler.read.descriptions import describe
from assembler.records.marks import Refers as Refers
from assembler.records.scalars import Id, Words, YesNo
from assembler.records.slips import absences, repeated_ids, strangers, together
from assembler.records.topics import spread


class Term(StrEnum):
    """A word of a controlled list, typed in kebab-case; printed as `label`."""

    @property
    def label(self) -> str:
        """`local-radiology-review` -> `local radiology review`."""
        return self.value.replace("-", " ")


class Absence(Term):
    """Why a value is not there. Never blank, never zero."""

    NOT_REPORTED = "not-reported"
    NOT_REACHED = "not-reached"
    NOT_ESTIMABLE = "not-estimable"
    NOT_APPLICABLE = "not-applicable"
    NOT_COLLECTED = "not-collected"
    PENDING = "pending"
    IN_EARLIER_SUBMISSION = "in-earlier-submission"
    AUTHOR_TO_CONFIRM = "author-to-confirm"
    NOT_YET_ENTERED = "not-yet-entered"
    """The key is simply missing: nobody has said anything yet."""

    @property
    def must_be_supplied(self) -> bool:
        """Whether someone has to supply the value: a row of the gap register."""
        return self in (
            Absence.NOT_REPORTED,
            Absence.PENDING,
            Absence.AUTHOR_TO_CONFIRM,
            Absence.NOT_YET_ENTERED,
        )


class Record(BaseModel):
    """Part of a record: frozen, no unknown keys, finite numbers."""

    # Validators are built for the whole dossier at its first use: built class by class, those of
    # inner records would be made again within every record that holds them.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        json_schema_extra=describe,
        defer_build=True,
    )

    @model_validator(mode="wrap")
    @classmethod
    def _with_all_slips(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """The record; else one error with what is wrong with its values and with its keys."""
        slips = list(cls.slips(data)) if isinstance(data, dict) else []
        try:
            record = handler(data)
        except ValidationError as failure:
            if not slips:
                raise
            raise together(cls.__name__, failure, slips) from None
        if slips:
            raise together(cls.__name__, None, slips)
        return record

    @classmethod
    def slips(cls, data: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
        """What is wrong with the keys that were typed, whatever their values."""
        yield from repeated_ids(data)


class Source(Record):
    """Where the facts of a block come from."""

    document: Annotated[Id, Refers("references.sources")]
    """Id of the source document in references.yaml, under `sources`."""
    place: Words
    """Where in it: `Table 14.2.1`, `Results, bullet 1`."""
    cites: Annotated[Id, Refers("references.literature")] | None = None
    """Id of the literature reference that the source itself cites for these facts."""
    original_seen: YesNo | None = None
    """Whether someone of the team has held the cited original in hand."""


class Alternative(Record):
    """What another source gives for the same fact."""

    value: Words
    """The value as that source gives it, typed as the key itself would be: `"<0.001"`."""
    source: Source
    """Where it stands."""


class Alternatives(Record):
    """What other sources give for one key of a block, and why the block's own value was picked."""

    values: tuple[Alternative, ...]
    """The other values, each with its source; the value that was picked stands under the key."""
    reason: Words | None = None
    """Why the block's own value was picked: needed where the sources conflict."""
    name: Words | None = None
    """Who picked it."""

    @model_validator(mode="after")
    def _picked_by_somebody(self) -> Self:
        if (self.reason is None) != (self.name is None):
            given, lacking = ("reason", "name") if self.reason else ("name", "reason")
            raise PydanticCustomError(
                "pick.reason-and-name",
                "a pick has a {given} and no {lacking}",
                {
                    "given": given,
                    "lacking": lacking,
                    "field": given,
                    "remedy": f"add `{lacking}:` beside it",
                },
            )
        return self


class GapPlan(Record):
    """What someone must supply for the absent values of a block: one row of the gap register."""

    needs: Words
    """What is needed, in a few words: `PFS statistical detail, pNET cohort`."""
    owner: Words
    """Who supplies it: `statistics`, `regulatory affairs`."""
    expected_in: Words
    """The document that is expected to hold it: `clinical study report`."""
    blocks_final: YesNo
    """Whether the final document may not be built without it."""
    status: Literal["open", "requested", "accepted"] = "open"
    """`accepted`: the document goes out without it; `reason` says why."""
    reason: Words | None = None
    """Why an accepted gap is acceptable."""

    @model_validator(mode="after")
    def _accepted_with_reason(self) -> Self:
        if self.status == "accepted" and self.reason is None:
            raise PydanticCustomError(
                "gap.accepted-with-reason",
                "the gap is accepted without a reason",
                {"remedy": "add `reason:` and say why the document may go out without it"},
            )
        return self


_LISTS: dict[str, Absence] = {
    a.value.replace("-", "_"): a
    for a in Absence
    if a not in (Absence.NOT_YET_ENTERED, Absence.IN_EARLIER_SUBMISSION)
}


class Sourced(Record):
    """A record with a source and a gap plan, which the records inside inherit."""

    source: Source | None = None
    """Where the facts of this block come from; blocks inside inherit it."""
    gap: GapPlan | None = None
    """Who supplies what is absent here and in the blocks inside."""


_LISTINGS = (*_LISTS, "in_earlier_submission")


class Block(Sourced):
    """A record with a source of its own and typed absences.

    `source` and `gap` are inherited by the blocks inside; a field's own source stands in
    `sources`. A name in an absence list is a key of this block or one of its `topics`.
    """

    topics: ClassVar[Mapping[str, str]] = {}
    """Name for an absence list -> the key meant inside this block, `*` for every entry:
    `arm_sizes` -> `arms.*.n`."""

    sources: dict[str, Source] = Field(default_factory=dict)
    """Sources of single keys that differ from the block's: `median_follow_up: {document: ...}`."""
    alternatives: dict[str, Alternatives] = Field(default_factory=dict)
    """What other sources give for single keys, under the key: `p_value: {values: [...]}`."""
    not_reported: tuple[str, ...] = ()
    """Keys that the source does not report."""
    not_reached: tuple[str, ...] = ()
    """Keys whose value was not reached (a median)."""
    not_estimable: tuple[str, ...] = ()
    """Keys that could not be estimated."""
    not_applicable: tuple[str, ...] = ()
    """Keys that make no sense here."""
    not_collected: tuple[str, ...] = ()
    """Keys that the trial did not collect."""
    pending: tuple[str, ...] = ()
    """Keys whose value is known to come."""
    author_to_confirm: tuple[str, ...] = ()
    """Keys that the author must settle."""
    in_earlier_submission: dict[str, Words] = Field(default_factory=dict)
    """Keys that lie in an earlier submission, each with a pointer: where."""
    remark: Words | None = None
    """A remark for the team; never printed."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, source: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema, with the block's own keys first and the keys that absence lists may name."""
        schema = handler(source)
        held = handler.resolve_ref_schema(schema)
        properties = held["properties"]
        own = [key for key in properties if key not in Block.model_fields]
        held["properties"] = {key: properties[key] for key in own} | properties
        optional = [key for key in own if key not in held.get("required", ())]
        for listing in _LISTS:
            properties[listing]["items"] = {"enum": [*optional, *cls.topics]}
            properties[listing]["uniqueItems"] = True
        properties["in_earlier_submission"]["propertyNames"] = {"enum": optional}
        properties["sources"]["propertyNames"] = {"enum": own}
        properties["alternatives"]["propertyNames"] = {"enum": own}
        return schema

    @model_validator(mode="before")
    @classmethod
    def _spread_topics(cls, data: Any) -> Any:
        """Move each listed topic to the block inside that holds the key."""
        if not isinstance(data, dict) or not cls.topics:
            return data
        data = dict(data)
        for name in _LISTS:
            listed = data.get(name)
            if not isinstance(listed, list | tuple):
                continue
            topics = [key for key in listed if isinstance(key, str) and key in cls.topics]
            data[name] = [key for key in listed if key not in topics]
            for topic in topics:
                spread(data, cls.topics[topic].split("."), name, topic)
        return data

    @classmethod
    def slips(cls, data: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
        yield from super().slips(data)
        known = _own_keys(cls)
        yield from absences(data, _LISTINGS, known, cls.topics)
        yield from strangers(data, known)

    def _listed(self) -> Iterator[tuple[str, str]]:
        for listing in _LISTS:
            for key in getattr(self, listing):
                yield listing, key
        for key in self.in_earlier_submission:
            yield "in_earlier_submission", key

    def absence(self, key: str) -> Absence | None:
        """Why `key` has no value; None when it has one."""
        if getattr(self, key) not in (None, (), {}):
            return None
        for listing, listed in self._listed():
            if listed == key:
                return _LISTS.get(listing, Absence.IN_EARLIER_SUBMISSION)
        return Absence.NOT_YET_ENTERED

    def absences(self) -> dict[str, Absence]:
        """Every key that is listed as absent, with the reason."""
        return {
            key: _LISTS.get(listing, Absence.IN_EARLIER_SUBMISSION)
            for listing, key in self._listed()
        }


@cache
def _own_keys(block: type[Block]) -> Mapping[str, None]:
    """The keys of a block without those that every block has, in their order."""
    return {key: None for key in block.model_fields if key not in Block.model_fields}


@cache
def refers(model: type[Record], key: str) -> Refers | None:
    """The collection whose ids the field `key` holds, alone, in a tuple or as keys; or None."""
    field = model.model_fields[key]
    found = next((m for m in field.metadata if isinstance(m, Refers)), None)
    return found or _refers_in(field.annotation)


def _refers_in(annotation: object) -> Refers | None:
    for meta in getattr(annotation, "__metadata__", ()):
        if isinstance(meta, Refers):
            return meta
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        arguments = arguments[:1]
    for argument in arguments:
        found = _refers_in(argument)
        if found is not None:
            return found
    return None
