"""What templates may call: a function of ours, its arguments held against its signature."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args, get_origin, get_type_hints

from jinja2.runtime import Undefined

from assembler.compose.budget import CALL, Budget
from assembler.compose.lists import and_list, entries_of, join
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.slots import has_slot
from assembler.compose.views import View

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SAID = {"view": "a value", "views": "values", "items": "a list", "entries": "a list"}


class Offered:
    """A function for templates: says by name what it was wrongly given."""

    __slots__ = ("_budget", "_form", "_hints", "_signature", "name")

    def __init__(self, name: str, form: Callable[..., object], budget: Budget) -> None:
        self.name = name
        self._form = form
        self._budget = budget
        self._signature = inspect.signature(form)
        hints = get_type_hints(form)
        self._hints = {n: hints.get(n, object) for n in self._signature.parameters}

    def __call__(self, *args: object, **kwargs: object) -> object:
        """The result; raises TemplateMistake for arguments that do not fit."""
        self._budget.work(CALL)
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError:
            raise self._unfit(f"it takes {self._taken()}") from None
        for name, value in bound.arguments.items():
            variadic = self._signature.parameters[name].kind is inspect.Parameter.VAR_POSITIONAL
            hint = self._hints[name]
            bound.arguments[name] = (
                tuple(self._fitted(one, hint) for one in value)
                if variadic
                else self._fitted(value, hint)
            )
        result = self._form(*bound.args, **bound.kwargs)
        if self._form in (and_list, join) and isinstance(result, Iterator):
            return self._budget.joined(result)
        return result

    def _fitted(self, value: object, hint: Any) -> object:
        """The value as the form takes it; lists are counted, texts charged for their length."""
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        wanted = get_args(hint) if get_origin(hint) is not Iterator else ()
        if get_origin(hint) is Iterator:
            to_print = self._form in (and_list, join)
            return self._budget.counted(entries_of(value, to_print=to_print))
        if hint is object or any(get_origin(one) is Iterable for one in (hint, *wanted)):
            if isinstance(value, Iterator | list | tuple):
                return list(self._budget.counted(value))
            if isinstance(value, View) or hint is object:
                return value
            raise self._unfit(f"{_shown(value)} is no list")
        kinds = wanted or (hint,)
        if isinstance(value, str):
            self._budget.write(len(value))
            if str in kinds and (View in kinds or not has_slot(value)):
                return value
        elif isinstance(value, kinds):
            return value
        needed = "a record's value" if View in kinds else "a plain text"
        raise self._unfit(f"{_shown(value)} is not {needed}", _whose_id(value))

    def _taken(self) -> str:
        """What it takes: `part, whole`; in brackets what may be left out."""
        parameters = self._signature.parameters.values()
        required = [_SAID.get(p.name, p.name) for p in parameters if p.default is p.empty]
        others = [_SAID.get(p.name, p.name) for p in parameters if p.default is not p.empty]
        return ", ".join([*required, *(f"[{name}]" for name in others)]) or "nothing"

    def _unfit(self, said: str, remedy: str | None = None) -> TemplateMistake:
        remedy = remedy or f"see `{self.name}` in docs/templates.md"
        return TemplateMistake(f"`{self.name}`: {said}", remedy)


def offered(name: str, form: Callable[..., object], budget: Budget) -> Offered:
    """The function as templates may call it."""
    return Offered(name, form, budget)


def _shown(value: object) -> str:
    if isinstance(value, View):
        return value.name
    if isinstance(value, str):
        return "a text with values in it" if has_slot(value) else f"the text '{value[:40]}'"
    return "a list" if isinstance(value, list | tuple | Iterator) else "this"


def _whose_id(value: object) -> str | None:
    """The remedy where the id of a record stands for the record; None where it is no id."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return f'name the record and not its id alone: an arm is trial.arms["{value}"]'
    return None
