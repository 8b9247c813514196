"""What authors of templates ask: what there is, what can be used, what is wrong."""
