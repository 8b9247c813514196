"""typst's compiler from its Python package: SOURCE to PDF."""

import sys

import typst

typst.compile(sys.argv[1], output=sys.argv[2])
