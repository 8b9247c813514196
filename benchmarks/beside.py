"""What the same content costs in other tools: tables in Markdown on standard output.

    python -m benchmarks.beside [--peers PYTHON] [--repeats 5] [--large 2]

PYTHON is the interpreter of an environment with `benchmarks/peers.txt`. A tool that is not
installed is named and left out. Each round runs every tool once, in turn; the first round is not
counted. Only ratios within one run say anything.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.costs import Cost, cost_of, table, together
from benchmarks.peers import PEERS, Tools, found_tools
from benchmarks.peers.lost import lost, pages
from benchmarks.workload import Workload, overview

LARGE_TIMES, LARGE_EVENTS = 10, 1_500
"""The size of M."""
WARM_BUILDS = 3


@dataclass(slots=True)
class Run:
    """A tool on a workload, with the costs of its rounds."""

    name: str
    folder: Path | None
    outputs: tuple[Path, ...]
    commands: list[list[str]]
    costs: list[Cost] = field(default_factory=list)

    def once(self) -> None:
        """One round."""
        self.costs.append(together([cost_of(c, folder=self.folder) for c in self.commands]))


def runs_of(workload: Workload, folder: Path, tools: Tools) -> list[Run]:
    """The assembler and every peer that is installed, with their sources written."""
    study, templates, content_file = workload
    output = folder / "output"
    made = output / folder.name
    command = [sys.executable, "-m", "assembler", "build", str(study)]
    command += ["--templates", str(templates), "--output", str(output), "--rebuild"]
    runs = [Run("assembler", None, (made / "overview.docx", made / "overview.pdf"), [command])]
    for number, peer in enumerate(PEERS):
        if not tools.has.issuperset(peer.needs) or content_file is None:
            continue
        place = folder / f"peer-{number}"
        place.mkdir()
        shutil.copy(content_file, place / "content.json")
        peer.prepare(tools, place)
        outputs = tuple(place / name for name in peer.outputs)
        runs.append(Run(peer.name, place, outputs, peer.commands(tools, place)))
    return runs


def warm(workload: Workload, folder: Path) -> Cost:
    """A build in a process that has built before: CPU of the stages alone."""
    arguments = [workload.study, workload.templates, folder / "warm", WARM_BUILDS]
    cost = cost_of([sys.executable, "-m", "benchmarks.stages", *map(str, arguments)])
    stages = json.loads(cost.said)
    return cost._replace(cpu=sum(stages.values()) - stages["imports"])


def comparison(runs: Sequence[Run], content_file: Path) -> str:
    """Every tool: what it made and lost, and its cost in units of the first peer's."""
    unit = runs[1] if len(runs) > 1 else runs[0]
    rows = []
    for run in runs:
        of_pdf = [str(pages(one)) for one in run.outputs if one.suffix == ".pdf"]
        losses = [lost(content_file, one) for one in run.outputs if one.is_file()]
        row = [run.name, " + ".join(one.suffix[1:].upper() for one in run.outputs)]
        row += [*of_pdf] or [""]
        row += [" + ".join(f"{n}" for n in counts) for counts in zip(*losses, strict=True)]
        cpu, units = ([cost.cpu for cost in one.costs] for one in (run, unit))
        wall, walls = ([cost.wall for cost in one.costs] for one in (run, unit))
        row += [f"{median(cpu) / median(units):.2f}", f"{min(cpu) / min(units):.2f}"]
        row += [f"{median(wall) / median(walls):.2f}"]
        row += [f"{max(cost.peak for cost in run.costs):.0f}"]
        rows.append(row)
    head = ["tool", "makes", "pages", "words lost", "rows lost", "CPU, median", "CPU, least"]
    return table([*head, "wall, median", "peak, MB"], rows)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside")
    parser.add_argument("--peers", default=sys.executable, help="interpreter with the packages")
    parser.add_argument("--repeats", type=int, default=5, help="counted rounds of S")
    parser.add_argument("--large", type=int, default=2, help="counted rounds of M; 0 for none")
    chosen = parser.parse_args()
    tools = found_tools(chosen.peers)
    for peer in PEERS:
        if lacking := [name for name in peer.needs if name not in tools.has]:
            print(f"skipped: {peer.name}, for {' and '.join(lacking)} is not installed\n")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        small = Path(name) / "overview-1"
        _report("S", overview(small), small, tools, chosen.repeats)
        if chosen.large:
            large = Path(name) / f"overview-{LARGE_TIMES}"
            workload = overview(large, LARGE_TIMES, LARGE_EVENTS)
            _report("M", workload, large, tools, chosen.large)


def _report(name: str, workload: Workload, folder: Path, tools: Tools, repeats: int) -> None:
    runs = runs_of(workload, folder, tools)
    builds = []
    for number in range(repeats + 1):
        for run in runs:
            run.once()
            if number == 0:  # the first round only warms the disk
                run.costs.clear()
        builds.append(warm(workload, folder))
    print(f"{name}\n\n{comparison(runs, folder / 'content.json')}")
    cpu, unit = (
        median(cost.cpu for cost in costs) for costs in (builds, runs[1 % len(runs)].costs)
    )
    print(f"{name}, a further build in one process: {cpu / unit:.2f}")
    for run in runs:
        seconds = sorted(cost.cpu for cost in run.costs)
        print(f"{run.name}: {seconds[0]:.2f} to {seconds[-1]:.2f} s CPU", file=sys.stderr)


if __name__ == "__main__":
    main()
