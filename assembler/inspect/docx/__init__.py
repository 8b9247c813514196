"""Rules for DOCX files."""
