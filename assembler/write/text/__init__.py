"""Inlines -> words in lines: faces of the shipped fonts, line breaking; for pages and figures."""
