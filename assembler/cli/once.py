"""What is said twice on a command line: the parser would keep the last and swallow the others."""

from collections import Counter
from typing import Any

import typer
from typer.core import TyperGroup


class OnceGroup(TyperGroup):
    """A group of commands that refuse an option which takes one value and is given several."""

    # What is behind Typer stands in it or in click, as its version has it: the names are the same.
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command and its arguments. Raises BadParameter for what is said twice."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:
            inside = typer.Context(command, info_name=name, parent=ctx)
            _told_once(inside, command.make_parser(inside).parse_args([*rest])[2])
        return name, command, rest


def _told_once(ctx: typer.Context, order: list[Any]) -> None:
    """Refuse what stands several times among the options in the order of the command line."""
    for option, times in Counter(order).items():
        takes_one = option.param_type_name == "option" and not option.multiple
        if times > 1 and takes_one and not option.is_flag:
            said = {2: "twice"}.get(times, f"{times} times")
            raise typer.BadParameter(
                f"it is given {said} and takes one value: keep the one that is meant",
                ctx=ctx,
                param=option,
            )
