"""What a model expects at a place: names, descriptions and tags, from its JSON Schema."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel
from pydantic.errors import PydanticUserError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A key or an index; or the name of a union's member."""

    name: str | int
    member: bool = False


class _Quiet(GenerateJsonSchema):
    """Defaults that JSON cannot say are of no interest here."""

    ignored_warning_kinds: ClassVar[set[JsonSchemaWarningKind]] = {  # type: ignore[misc] # an instance variable there
        "skipped-choice",
        "non-serializable-default",
        "skipped-discriminator",
    }


@cache
def shape_of(model: type[BaseModel]) -> "Shape":
    """The shape of a model, made once: that takes as long as reading a study."""
    return Shape(model)


class Shape:
    """The shape of a model; asked only when something does not fit."""

    def __init__(self, model: type[BaseModel]) -> None:
        try:
            self._root: Schema = model.model_json_schema(schema_generator=_Quiet)
        except PydanticUserError:  # a type that JSON Schema cannot say: sentences without names
            self._root = {}
        self._definitions: dict[str, Schema] = self._root.get("$defs", {})

    def names(self, steps: Iterable[Step]) -> list[str]:
        """The keys that the mapping there may have."""
        names: dict[str, None] = {}
        for schema in self._at(steps):
            names.update(dict.fromkeys(schema.get("properties", {})))
        return list(names)

    def place(self, steps: Sequence[Step]) -> str:
        """What the value there is, in the words of the model; empty when it does not say."""
        real = [i for i, step in enumerate(steps) if not step.member]
        if not real or isinstance(steps[real[-1]].name, int):
            return ""
        return self.field(steps[: real[-1]], str(steps[real[-1]].name))

    def field(self, steps: Iterable[Step], name: str) -> str:
        """What the key `name` of the mapping there is, in the words of the model."""
        for schema in self._at(steps):
            if field := schema.get("properties", {}).get(name):
                return str(field.get("description", "")).partition("\n\n")[0]
        return ""

    def tags(self, steps: Iterable[Step]) -> list[str]:
        """The kinds that a tagged union there distinguishes."""
        for schema in self._at(steps, open_unions=False):
            if mapping := schema.get("discriminator", {}).get("mapping"):
                return list(mapping)
        return []

    def _at(self, steps: Iterable[Step], *, open_unions: bool = True) -> list[Schema]:
        here = [self._root]
        for step in steps:
            here = list(self._member(here, step) if step.member else self._inside(here, step))
        return list(self._expanded(here)) if open_unions else [self._resolved(s) for s in here]

    def _inside(self, schemas: list[Schema], step: Step) -> Iterator[Schema]:
        for schema in self._expanded(schemas):
            inside: Any = None
            if isinstance(step.name, int):
                inside = schema.get("items")
            else:
                inside = schema.get("properties", {}).get(step.name)
                inside = inside or schema.get("additionalProperties")
            if isinstance(inside, dict):
                yield inside

    def _member(self, schemas: list[Schema], step: Step) -> list[Schema]:
        """The member of a union that pydantic names; everything when it names none."""
        for schema in (self._resolved(s) for s in schemas):
            reference = schema.get("discriminator", {}).get("mapping", {}).get(step.name)
            if reference:
                return [{"$ref": reference}]
        named = [
            member
            for schema in self._unions(schemas)
            for member in schema
            if str(member.get("$ref", "")).endswith(f"/{step.name}")
        ]
        return named or schemas

    def _unions(self, schemas: list[Schema]) -> Iterator[list[Schema]]:
        for schema in (self._resolved(s) for s in schemas):
            for word in ("anyOf", "oneOf", "allOf"):
                yield schema.get(word, [])

    def _expanded(self, schemas: list[Schema]) -> Iterator[Schema]:
        """Each schema and the members of its unions."""
        for schema in schemas:
            schema = self._resolved(schema)
            yield schema
            for members in self._unions([schema]):
                yield from self._expanded(members)

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref")
        if reference is None:
            return schema
        return self._definitions.get(str(reference).rpartition("/")[2], {})
