"""The agencies' rules as checks of any PDF or DOCX, ours or not."""
