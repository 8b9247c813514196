"""The command line: parse, call, print, exit code. Heavy imports stand inside the commands."""

from assembler.cli.entry import main

__all__ = ["main"]
