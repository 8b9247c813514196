"""Files that people wrote -> plain data with positions, digits and limits.

Records, outlines, shells and looks alike: every scalar is the text that was typed, every value
knows its line and column, and a file that is not sound is refused with all of its problems.
"""

from assembler.read.csv import read_csv
from assembler.read.files import read_text
from assembler.read.text import text_problem
from assembler.read.tree import Data, Finder, Place, Tree, find, spell
from assembler.read.trees import read_tree, tree_of
from assembler.read.validate import validate

__all__ = [
    "Data",
    "Finder",
    "Place",
    "Tree",
    "find",
    "read_csv",
    "read_text",
    "read_tree",
    "spell",
    "text_problem",
    "tree_of",
    "validate",
]
