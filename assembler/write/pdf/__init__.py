"""A resolved document -> PDF: own text and table layout on the reportlab canvas."""
