"""Assembles CTD documents from validated trial records."""

__version__ = "0.1.0"
