"""A resolved document -> HTML: semantic, in one file, without scripts and without network."""
