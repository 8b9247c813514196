"""Data sets of a trial, row by row: SAS transport files, CDISC Dataset-JSON, CSV."""
