"""A tree -> a pydantic model; what does not fit becomes problems with positions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assembler.problems import Position, Problem, ProblemsFound, error, in_order, nearest
from assembler.read.build import limited
from assembler.read.sentences import Said, say, unknown_key
from assembler.read.shape import Shape, Step, shape_of
from assembler.read.tree import Data, DataPath, Tree, find, spell

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], tree: Tree) -> M:
    """The model that the tree holds. Raises ProblemsFound with everything that does not fit.

    A validator of ours raises PydanticCustomError(rule, message, {"remedy": ..., "field": ...,
    "also": ...}): `remedy` is printed as it is; `field` (a key, or a path inside the value) is
    where the problem stands, `also` the second place.
    """
    fits = _fitting(model, tree)
    if isinstance(fits, list):
        raise ProblemsFound(limited(fits))
    return fits


def misfits(model: type[BaseModel], tree: Tree) -> list[Problem]:
    """Everything that does not fit the model, however much it is."""
    fits = _fitting(model, tree)
    return fits if isinstance(fits, list) else []


def _fitting(model: type[M], tree: Tree) -> M | list[Problem]:
    try:
        return model.model_validate(tree.value)
    except ValidationError as failure:
        found = [_Found(tree.value, e) for e in failure.errors(include_url=False)]
    return list(_each_once(_problems(_of_best_members(found), tree, shape_of(model))))


class _Found:
    """One pydantic error, its `loc` aligned with the value."""

    def __init__(self, value: Data, raw: Any) -> None:
        self.type: str = raw["type"]
        self.input: Any = raw["input"]
        self.message: str = raw["msg"]
        self.context: dict[str, Any] = raw.get("ctx", {})
        loc: tuple[str | int, ...] = raw["loc"]
        self.wrong_kind = self.type.endswith("_type") or (
            self.type in ("literal_error", "enum") and not isinstance(self.input, str)
        )
        self.of_key = loc[-1:] == ("[key]",)
        self.missing: str | None = None
        if self.type == "missing" and loc:
            self.missing = str(loc[-1])
            loc = loc[:-1]
        self.steps = _aligned(value, loc)
        """The keys and indices, and between them the names of union members."""
        self.path: DataPath = tuple(s.name for s in self.steps if not s.member)


def _aligned(value: Data, loc: Sequence[str | int]) -> tuple[Step, ...]:
    """Which parts of a pydantic loc are keys of the value, and which name a union's member.

    pydantic puts the discriminator's value or the member's name into `loc`; where such a name is
    also a key, the reading that uses up more of `loc` is right.
    """
    if not loc:
        return ()
    first, rest = loc[0], loc[1:]
    inside: Data | None = None
    if isinstance(value, dict) and isinstance(first, str):
        inside = value.get(first)
    elif isinstance(value, list) and isinstance(first, int) and 0 <= first < len(value):
        inside = value[first]
    taken: tuple[Step, ...] | None = None
    if inside is not None:
        taken = (Step(first), *_aligned(inside, rest))
        if not any(step.member for step in taken):
            return taken
    skipped = (Step(first, member=True), *_aligned(value, rest))
    if taken is None or _used(skipped) > _used(taken):
        return skipped
    return taken


def _used(steps: Iterable[Step]) -> int:
    return sum(not step.member for step in steps)


def _of_best_members(found: list[_Found], start: int = 0) -> list[_Found]:
    """Without the errors of union members that were hardly meant.

    A value that fits no member of a union brings the errors of every member; those of the member
    that fits best are kept.
    """
    kept: list[_Found] = []
    unions: dict[tuple[Step, ...], dict[Step, list[_Found]]] = {}
    for one in found:
        at = next((i for i, s in enumerate(one.steps) if s.member and i >= start), None)
        if at is None or one.steps[at].name == "[key]":
            kept.append(one)
        else:
            unions.setdefault(one.steps[:at], {}).setdefault(one.steps[at], []).append(one)
    for prefix, members in unions.items():
        depth = len(prefix) + 1
        best = min(members.values(), key=lambda errors: _misfit(errors, depth))
        kept += _of_best_members(best, depth)
    return kept


def _misfit(errors: list[_Found], depth: int) -> tuple[bool, int]:
    return any(len(e.steps) == depth and e.wrong_kind for e in errors), len(errors)


@dataclass(frozen=True, slots=True)
class _Unknown:
    """An unknown key and the known one that it most likely means."""

    path: DataPath
    meant: str | None
    said: Said


def _problems(found: list[_Found], tree: Tree, shape: Shape) -> list[Problem]:
    unknown = [_unknown(one, tree, shape) for one in found if one.type == "extra_forbidden"]
    meant = {(*u.path[:-1], u.meant) for u in unknown}
    problems = [_problem(u.said, tree.key_at(u.path), tree, u.path) for u in unknown]
    for one in found:
        if one.missing is not None:
            path = (*one.path, one.missing)
            if path not in meant:  # else the misspelt key says it
                said = say(one.type, one.missing, {}, shape.field(one.steps, one.missing))
                problems.append(_problem(said, tree.key_at(one.path), tree, path))
        elif one.type != "extra_forbidden":
            problems.append(_of_value(one, tree, shape))
    return problems


def _each_once(problems: list[Problem]) -> list[Problem]:
    """In order; a wrong column of a grid is one problem, not one for each row."""
    seen: dict[tuple[str, str, Position | None], Problem] = {}
    for problem in in_order(problems):
        seen.setdefault((problem.rule, problem.message, problem.at), problem)
    return list(seen.values())


def _of_value(one: _Found, tree: Tree, shape: Shape) -> Problem:
    value = _value(tree.value, one.path)
    if "." in one.type:  # a rule of ours: it speaks for itself
        said = Said(one.type, one.message, str(one.context.get("remedy", "correct the value")))
    else:
        context = {**one.context, "message": one.message, "tags": shape.tags(one.steps)}
        context["keys"] = shape.names(one.steps)
        said = say(one.type, one.input, context, shape.place(one.steps))
    path, also = one.path, []
    tag = str(one.context.get("discriminator", ""))
    if one.type.startswith("union_tag") and tag[:1] == "'":  # else a function finds the tag
        path = (*path, tag.strip("'"))
    if value is not None:
        if field := one.context.get("field"):
            path = (*path, *_inside(value, field))
        also = [tree.at((*one.path, *_inside(value, p))) for p in _each(one.context.get("also"))]
    at = tree.key_at(path) if one.of_key else tree.at(path)
    return _problem(said, at, tree, path, tuple(also))


def _unknown(one: _Found, tree: Tree, shape: Shape) -> _Unknown:
    key = str(one.path[-1]) if one.path else ""
    holder = _value(tree.value, one.path[:-1])
    given = holder if isinstance(holder, dict) else {}
    known = [name for name in shape.names(one.steps[:-1]) if name not in given]
    meant = nearest(key, known)
    return _Unknown(one.path, meant, unknown_key(key, meant, known))


def _problem(
    said: Said, at: Position, tree: Tree, path: DataPath, also: tuple[Position, ...] = ()
) -> Problem:
    return error(
        said.rule, said.message, said.remedy, at=at, path=spell(tree.value, path) or None, also=also
    )


def _value(value: Data, path: DataPath) -> Data | None:
    here: Data | None = value
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int):
            here = here[step]
        else:
            return None
    return here


def _inside(value: Data, field: Any) -> DataPath:
    if isinstance(field, list | tuple):
        return tuple(field)
    return find(value, str(field)) or (str(field),)


def _each(paths: Any) -> Iterable[Any]:
    if paths is None:
        return ()
    return (paths,) if isinstance(paths, str) else tuple(paths)
