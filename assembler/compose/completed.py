"""Files of macros that say only what differs: what they lack comes from the folders behind.

`shared/words.md` of a company may hold the one macro that it words otherwise. The macros of the
shipped file that call it call the company's: Jinja binds a macro's name where its file defines it,
so that the shipped file is compiled once more without those that are defined in front of it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Template, nodes
from jinja2.environment import TemplateModule

from assembler.compose.loader import WITHOUT, Finder


class CompletedTemplate(Template):
    """A template that lends what the file of the same name behind it defines, when imported."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """What the template defines, and beside it what the folders behind define; Jinja's hook."""
        module = super().make_module(vars, shared, locals)
        finder = self.environment.loader
        if self.name is None or WITHOUT in self.name or not isinstance(finder, Finder):
            return module
        defined = {name: given for name, given in vars_of(module).items() if name[0] != "_"}
        behind = finder.behind(self.name)
        while behind is not None:
            other = self.environment.get_template(named_without(behind, defined))
            lent = vars_of(other.make_module({**(vars or {}), **defined}))
            defined = {**lent, **defined}
            behind = finder.behind(behind)
        vars_of(module).update({k: v for k, v in defined.items() if k[0] != "_"})
        return module


def vars_of(module: TemplateModule) -> dict[str, Any]:
    """What a module lends, by name."""
    return vars(module)


def named_without(name: str, macros: Iterable[str]) -> str:
    """The name under which a template is compiled without some of its macros."""
    return f"{name}{WITHOUT}{','.join(sorted(macros))}"


def without_macros(tree: nodes.Template, name: str | None) -> nodes.Template:
    """The tree without the macros that the name leaves out."""
    left_out = (name or "").partition(WITHOUT)[2].split(",")
    if left_out != [""]:
        kept = (n for n in tree.body if not (isinstance(n, nodes.Macro) and n.name in left_out))
        tree.body = list(kept)
    return tree
