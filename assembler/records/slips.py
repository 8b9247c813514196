"""What is wrong with the keys of a record, whatever its values: found all at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from assembler.problems import did_you_mean


def slip(
    rule: str,
    message: str,
    field: tuple[str | int, ...],
    *,
    remedy: str,
    also: tuple[str | int, ...] | None = None,
    **seen: object,
) -> InitErrorDetails:
    """One problem of a record at `field` inside it; `seen` fills the braces of the message."""
    context = {"remedy": remedy, "field": field, **seen} | ({"also": [also]} if also else {})
    return {"type": PydanticCustomError(rule, message, context), "loc": (), "input": seen}


def together(
    title: str, failure: ValidationError | None, slips: Iterable[InitErrorDetails]
) -> ValidationError:
    """One ValidationError with the problems of `failure` and the slips."""
    failed = failure.errors(include_url=False) if failure else []
    return ValidationError.from_exception_data(title, [*map(_again, failed), *slips])


def _again(seen: ErrorDetails) -> InitErrorDetails:
    again: InitErrorDetails = {
        "type": seen["type"],
        "loc": seen["loc"],
        "input": seen["input"],
        "ctx": seen.get("ctx", {}),
    }
    if "." in seen["type"]:  # a rule of ours; pydantic knows only its own types by name
        context = {**seen.get("ctx", {}), "sentence": seen["msg"]}
        again["type"] = PydanticCustomError(seen["type"], "{sentence}", context)
    return again


def repeated_ids(data: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """A slip for each entry of a list whose id an earlier entry has."""
    for name, items in data.items():
        if not isinstance(items, list | tuple):
            continue
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            id = item.get("id") if isinstance(item, dict) else getattr(item, "id", None)
            if isinstance(id, str) and first.setdefault(id, index) != index:
                yield slip(
                    "id.unique",
                    "two entries of {name} have the id '{id}'",
                    (name, index, "id") if isinstance(item, dict) else (name, index),
                    remedy="give one of them another id, or delete it",
                    also=(name, first[id], "id"),
                    name=name,
                    id=id,
                )


def absences(
    data: Mapping[Any, Any],
    listings: Iterable[str],
    known: Collection[str],
    topics: Collection[str],
) -> Iterator[InitErrorDetails]:
    """A slip for each listed key that is no key, that is given as well, or is listed twice."""
    seen: dict[str, str] = {}
    for listing, at, key in _listed(data, listings):
        if key not in known and key not in topics:
            keys = [*known, *topics]
            yield slip(
                "absence.names-a-key",
                "{listing} names '{key}', which is no key here",
                (listing, at),
                remedy=did_you_mean(key, keys, otherwise=f"the keys are: {', '.join(keys)}"),
                listing=listing,
                key=key,
            )
        elif key in known and _given(data.get(key)):
            yield slip(
                "absence.not-also-given",
                "'{key}' is given and listed under {listing} at once",
                (key,),
                remedy=f"remove the value, or take it out of {listing}",
                also=(listing, at),
                listing=listing,
                key=key,
            )
        if key in seen:
            yield slip(
                "absence.one-reason",
                "'{key}' is listed under {other} and under {listing}",
                (listing, at),
                remedy="leave it in one of the lists",
                listing=listing,
                other=seen[key],
                key=key,
            )
        seen.setdefault(key, listing)


def strangers(data: Mapping[Any, Any], known: Collection[str]) -> Iterator[InitErrorDetails]:
    """A slip for each entry of `sources` and `alternatives` that is no key."""
    for listing in ("sources", "alternatives"):
        entries = data.get(listing)
        for key in entries if isinstance(entries, dict) else ():
            if key not in known:
                keys = f"the keys are: {', '.join(known)}"
                yield slip(
                    "source.names-a-key",
                    "{listing} names '{key}', which is no key here",
                    (listing, key),
                    remedy=did_you_mean(str(key), known, otherwise=keys),
                    listing=listing,
                    key=key,
                )


def _listed(
    data: Mapping[Any, Any], listings: Iterable[str]
) -> Iterator[tuple[str, int | str, str]]:
    for listing in listings:
        keys = data.get(listing)
        if not keys:
            continue
        if isinstance(keys, list | tuple):
            pairs: Iterable[tuple[int | str, Any]] = enumerate(keys)
        else:
            pairs = ((key, key) for key in keys) if isinstance(keys, dict) else ()
        yield from ((listing, at, key) for at, key in pairs if isinstance(key, str))


def _given(value: object) -> bool:
    return value not in (None, "", (), [], {})
