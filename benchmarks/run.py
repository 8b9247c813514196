"""What a build costs, and how the cost grows: tables in Markdown on standard output.

    python -m benchmarks.run [--repeats 5] [--times 1,3,10] [--rows 1000,5000,10000]
        [--patients 5000,50000]

Whole commands in fresh processes, in turn, so that a machine that changes its speed changes all of
them. Only ratios within one run say anything.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.costs import Cost, cost_of, exponent, table
from benchmarks.patients import patients
from benchmarks.workload import Workload, listing, overview

MINI = Path(__file__).parent.parent / "tests" / "mini"
LEAST_SHARE = 0.02
"""A stage below this share of the largest build is too short for an exponent."""


@dataclass(slots=True)
class Series:
    """A workload with the costs of its runs."""

    name: str
    size: int
    workload: Workload
    output: Path
    builds: list[Cost] = field(default_factory=list)
    stages: list[Mapping[str, float]] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """CPU seconds of the whole command."""
        return median(cost.cpu for cost in self.builds)

    def stage(self, names: Iterable[str]) -> float:
        """CPU seconds of some stages together."""
        wanted = list(names)
        return median(sum(costs[name] for name in wanted) for costs in self.stages)

    def run(self) -> None:
        """Everything once: the command, the stages."""
        study, templates = str(self.workload.study), str(self.workload.templates)
        assembler = [sys.executable, "-m", "assembler", "build", study, "--rebuild"]
        self.builds.append(
            cost_of([*assembler, "--templates", templates, "--output", str(self.output)])
        )
        stages = [sys.executable, "-m", "benchmarks.stages", study, templates, str(self.output)]
        self.stages.append(json.loads(cost_of(stages).said))


def whole_commands(series: Sequence[Series]) -> str:
    """Every build: pages, values, bytes, memory, and CPU in units of the first one."""
    rows = []
    for one in series:
        (made,) = one.output.iterdir()
        manifest = json.loads((made / "manifest.json").read_bytes())
        ((name, document),) = manifest["documents"].items()
        sizes = [(made / f"{name}.{kind}").stat().st_size / 1e6 for kind in ("docx", "pdf")]
        row = [one.name, str(document["pages"]["pdf"]), f"{len(document['values']):,}"]
        row += [f"{size:.2f}" for size in sizes]
        row += [f"{max(cost.peak for cost in one.builds):.0f}", f"{one.cpu / series[0].cpu:.2f}"]
        rows.append(row)
    head = ["build", "pages", "values", "DOCX, MB", "PDF, MB", "peak, MB"]
    head.append(f"CPU, {series[0].name} = 1")
    return table(head, rows)


def stage_table(series: Sequence[Series]) -> str:
    """Every stage in thousandths of the first build's command, and how it grows."""
    imports, *stages = series[0].stages[0]
    parts = [(name, [name]) for name in (imports, *stages)]
    least = LEAST_SHARE * series[-1].stage(stages)
    factor = series[-1].size / series[0].size
    rows = []
    for name, names in [*parts, ("all but the imports", stages)]:
        costs = [one.stage(names) for one in series]
        grows = factor > 1 and name != imports and costs[-1] > least
        cells = [f"{1000 * cost / series[0].cpu:,.0f}" for cost in costs]
        rows.append([name, *cells, f"{exponent(costs[0], costs[-1], factor):.2f}" if grows else ""])
    return table(["stage", *(one.name for one in series), "exponent"], rows)


def short_commands(repeats: int) -> str:
    """What a start costs, in units of a bare Python."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "assembler --help": ["-m", "assembler", "--help"],
        "assembler check tests/mini": ["-m", "assembler", "check", str(MINI)],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, arguments in commands.items():
            costs[name].append(cost_of([sys.executable, *arguments]))
    unit = median(cost.cpu for cost in costs["python -c pass"])
    rows = [
        [name, f"{median(c.cpu for c in of) / unit:.0f}", f"{max(c.peak for c in of):.0f}"]
        for name, of in costs.items()
    ]
    return table(["command", "CPU, bare Python = 1", "peak, MB"], rows)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--times", type=sizes, default="1,3,10", help="sizes of the overview")
    parser.add_argument("--rows", type=sizes, default="1000,5000,10000", help="of the listing")
    parser.add_argument("--patients", type=sizes, default="5000,50000", help="of patient data")
    chosen = parser.parse_args()
    print(short_commands(chosen.repeats))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        overviews = [_overview(folder / f"s{n}", n) for n in chosen.times]
        listings = [_listing(folder / f"l{n}", n) for n in chosen.rows]
        data = [_patients(folder / f"p{n}", n) for n in chosen.patients]
        for number in range(chosen.repeats + 1):
            for one in (*overviews, *listings, *data):
                if number == 1:  # the first round only warms the disk
                    one.builds, one.stages = [], []
                one.run()
        for series in (overviews, listings, data):
            if series:
                print(whole_commands(series))
                print(stage_table(series))


def sizes(words: str) -> list[int]:
    """`1,3,10` as numbers in order."""
    return sorted(int(word) for word in words.split(",") if word)


def _overview(folder: Path, times: int) -> Series:
    name = "S" if times == 1 else f"{times} S"
    return Series(name, times, overview(folder, times), folder / "output")


def _listing(folder: Path, rows: int) -> Series:
    return Series(f"{rows:,} rows", rows, listing(folder, rows), folder / "output")


def _patients(folder: Path, rows: int) -> Series:
    return Series(f"{rows:,} rows of data", rows, patients(folder, rows), folder / "output")


if __name__ == "__main__":
    main()
