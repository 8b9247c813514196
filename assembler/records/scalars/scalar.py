"""What all kinds of scalar share: built from the text typed, or refused with a remedy."""

from typing import Any, NoReturn, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from assembler.problems import shortened


def refuse(rule: str, seen: object, wanted: str, remedy: str) -> NoReturn:
    """Raises PydanticCustomError: what was seen is not what is wanted, and what to do."""
    raise PydanticCustomError(
        rule,
        "{seen} is not {wanted}",
        {"seen": f"'{shortened(str(seen))}'", "wanted": wanted, "remedy": remedy},
    )


class Scalar:
    """A scalar that is built from the text typed; equal and hashed by that text."""

    schema: dict[str, Any]
    __slots__ = ()

    @classmethod
    def parse(cls, text: object) -> Self:
        """The scalar that `text` denotes; a PydanticCustomError says what is wrong."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _validate(cls, value: object) -> Self:
        return value if isinstance(value, cls) else cls.parse(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, source: CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(cls.schema)
