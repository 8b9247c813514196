"""The DOCX writer, and the reader of DOCX files that a person may have edited since."""
