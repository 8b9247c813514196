"""What a template can do wrong."""

from assembler.problems import Position, Problem, error


class TemplateMistake(Exception):
    """A template asks for something that it cannot have; becomes a problem at its line.

    Only a template's own doing raises it: any other exception is a bug of ours.
    """

    def __init__(self, message: str, remedy: str, rule: str = "template.fills") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy

    def problem(self, at: Position) -> Problem:
        """The mistake where it was made."""
        return error(self.rule, self.message, self.remedy, at=at)


def not_computed(message: str, first: str = "") -> TemplateMistake:
    """A template prints or computes with values other than by a named form.

    `first` is what else may have been meant.
    """
    forms = "use a form that docs/templates.md lists (ratio_ci, percent, difference, total ...)"
    remedy = f"{first}; or {forms}" if first else forms
    return TemplateMistake(message, remedy, "template.named-forms")


def not_allowed(message: str, remedy: str = "use what docs/templates.md lists") -> TemplateMistake:
    """A template reaches for something that templates do not have."""
    return TemplateMistake(message, remedy, "template.allowed")


def runaway(message: str) -> TemplateMistake:
    """A template that loops, calls itself or writes without end."""
    return TemplateMistake(message, "give the loop, macro or text an end", "template.ends")
