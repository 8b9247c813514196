"""Edited Word files come back: verify, refresh."""
