"""What it costs to verify and to refresh an edited file: a table in Markdown on standard output.

    python -m benchmarks.review [--repeats 3] [--times 1,5,15]

The overview is built, and a second data cut changes every median of it. Whole commands in fresh
processes; CPU is given in units of the build, so that only ratios within one run are said.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.costs import Cost, cost_of, exponent, table
from benchmarks.workload import Workload, overview

_MEDIAN = re.compile(r"median: ([0-9]+)\.[0-9] months")


class Edited(NamedTuple):
    """A built file, with the study of a second data cut."""

    times: int
    workload: Workload
    output: Path
    second: Path

    @property
    def docx(self) -> Path:
        """The built file."""
        (made,) = self.output.glob("*/*.docx")
        return made

    def build(self) -> Cost:
        """The cost of the build."""
        return _cost("build", self.workload.study, self, "--output", self.output)

    def verify(self) -> Cost:
        """The cost of verifying the file as it was built, against the same records."""
        return _cost("verify", self.docx, self, "--study", self.workload.study)

    def refresh(self) -> Cost:
        """The cost of the refresh."""
        new = self.output / "refreshed.docx"
        new.unlink(missing_ok=True)
        return _cost("refresh", self.docx, self, "--study", self.second, "--output", new)


def made(folder: Path, times: int) -> Edited:
    """A study of so many times the size, built nowhere yet, and its second data cut."""
    workload = overview(folder / "first", times)
    second = folder / "second"
    shutil.copytree(workload.study, second)
    path = second / "efficacy.yaml"
    path.write_text(_MEDIAN.sub(r"median: \1.99 months", path.read_text(encoding="utf-8")),
                    encoding="utf-8")  # fmt: skip
    return Edited(times, workload, folder / "output", second)


def _cost(command: str, of: Path, edited: Edited, *arguments: str | Path) -> Cost:
    templates = ("--templates", str(edited.workload.templates))
    start = [sys.executable, "-m", "assembler", command, str(of)]
    return cost_of([*start, *templates, *map(str, arguments)])


def measured(files: Sequence[Edited], repeats: int) -> str:
    """The table: a row for each size, and how the costs grow from the first to the last."""
    rows: list[list[str]] = []
    refreshes: list[float] = []
    for one in files:
        build = median(one.build().cpu for _ in range(repeats))
        verify = [one.verify() for _ in range(repeats)]
        refresh = [one.refresh() for _ in range(repeats)]
        refreshes.append(median(cost.cpu for cost in refresh))
        rows.append(
            [
                f"{one.times} S",
                f"{one.docx.stat().st_size / 1e6:.2f}",
                f"{refresh[0].said.count(' -> '):,}",
                f"{median(cost.cpu for cost in verify) / build:.2f}",
                f"{refreshes[-1] / build:.2f}",
                f"{max(cost.peak for cost in refresh):.0f}",
            ]
        )
    head = ["file", "DOCX, MB", "values refreshed", "verify, build = 1", "refresh, build = 1"]
    said = table([*head, "peak of refresh, MB"], rows)
    if len(files) > 1:
        grows = exponent(refreshes[0], refreshes[-1], files[-1].times / files[0].times)
        said += f"\nRefresh grows with the exponent {grows:.2f}.\n"
    return said


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--times", default="1,5,15", help="sizes of the overview")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        sizes = sorted(int(size) for size in chosen.times.split(","))
        files = [made(Path(name) / f"s{size}", size) for size in sizes]
        print(measured(files, chosen.repeats))


if __name__ == "__main__":
    main()
