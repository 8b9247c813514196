"""Small bibliographies as programs write them, and the import of one into a folder."""

from pathlib import Path

from assembler.importers.bib import import_bib
from assembler.importers.imported import Imported, write
from assembler.problems import Problem, ProblemsFound
from assembler.read import read_tree, validate
from assembler.records.references import Reference, References

BIBTEX = r"""
@article{smith-2020,
  author = {Smith, Jane and {Invented Group} and others},
  title = {A {T}rial of $\beta$-blockade in {\'E}tude},
  journal = "J Inv" # { Med},
  year = 2020, month = feb, volume = {07}, number = {0}, pages = {43--53},
  doi = {https://doi.org/10.1000/ABC},
  abstract = {Nothing.}
}
"""
RIS = """TY  - JOUR
AU  - Smith, Jane
TI  - A trial
JO  - J Inv
PY  - 1948/07//
SP  - 43
EP  - 53
DO  - 10.1000/abc
ER  -
"""
NBIB = """PMID- 01234567
TI  - A trial that goes on
      on the next line.
FAU - Smith, Jane
AU  - Smith J
TA  - J Inv
JT  - Journal of invention
DP  - 2020 Feb
LID - 10.1000/abc [doi]
MH  - Humans
"""
CSL = """[
  {"id": "smith-2020", "type": "article-journal", "title": "A <i>trial</i>", "DOI": "10.1000/abc",
   "author": [{"family": "Smith", "given": "Jane"}], "container-title": "J Inv",
   "volume": 7, "issued": {"date-parts": [[2020, 2]]}}
]
"""
FORMATS = {"a.bib": BIBTEX, "a.ris": RIS, "a.nbib": NBIB, "a.json": CSL}


def imported(folder: Path, name: str, text: str | bytes) -> Imported:
    """What the import of a file with this content into the folder would do."""
    source = folder / "from" / name
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return import_bib([source], folder)


def kept(folder: Path, name: str, text: str | bytes) -> Imported:
    """The same, and written."""
    done = imported(folder, name, text)
    write(done.writes)
    return done


def literature(folder: Path) -> tuple[Reference, ...]:
    """The references as the records' own reader sees them."""
    tree = read_tree(folder / "references.yaml", root=folder)
    return validate(References, tree).literature


def only(folder: Path, name: str, text: str | bytes) -> Reference:
    """The one reference of a file."""
    kept(folder, name, text)
    (one,) = literature(folder)
    return one


def refused(folder: Path, name: str, text: str | bytes) -> tuple[Problem, ...]:
    """Why a file is refused; empty where it is not."""
    try:
        imported(folder, name, text)
    except ProblemsFound as found:
        return tuple(found.problems)
    return ()


def rules(problems: tuple[Problem, ...]) -> set[str]:
    """Their rules."""
    return {problem.rule for problem in problems}
