"""Numbers, citation order, abbreviations: side tables; the tree is never rewritten."""
