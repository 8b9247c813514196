"""A study's documents as a live page on this machine, for whoever writes templates and texts."""

from assembler.preview.server import serving

__all__ = ["serving"]
