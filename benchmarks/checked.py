"""What a PDF costs beside its layout: tags, finishing, self-check, inspection; as Markdown tables.

    python -m benchmarks.checked [--repeats 3] [--times 1,10,100]

The overview in three sizes: about 20, 200 and 2,000 pages of prose, tables, figures, references.
Each size in fresh processes, in turn. Layout is all that is done from the composed document to the
drawn pages. Only ratios within one run say anything.
"""

import argparse
import gc
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from benchmarks.costs import cost_of, exponent, table
from benchmarks.run import sizes
from benchmarks.workload import Workload, overview

STAGES = ("layout", "tags", "finishing", "self-check", "inspection")
MADE_AND_PROVED = ("tags", "finishing", "self-check")
"""What should cost no more than the layout, together; the inspection is by the agencies' rules."""


class Stopwatch:
    """CPU seconds inside some functions, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function; what it takes is added to `name`."""

        def timed(*given: Any, **named: Any) -> Any:
            begun = process_time()
            try:
                return function(*given, **named)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + process_time() - begun

        return timed


def measured(study: Path, templates: Path) -> Mapping[str, float]:
    """Stage -> CPU seconds of one PDF of a study's only document; `pages` beside them."""
    from assembler.compose import budget, sandbox
    from assembler.compose.compose import TemplateRoot
    from assembler.inspect.ours import PdfInspection
    from assembler.inspect.profile import EMA
    from assembler.pipeline.stages import composed_today
    from assembler.write import differences
    from assembler.write.pdf import finish, write

    without_end: Any = sandbox  # 2,000 pages are more than templates may write
    without_end.Budget = partial(budget.Budget, work=10**10, characters=10**10)
    root = TemplateRoot(templates, "templates")
    resolved, options = composed_today(study, "overview", (root,), draft=True)
    watch = Stopwatch()
    whole: Any = write  # the process does nothing else: its functions may be wrapped
    tagging: Any = finish
    unwrapped = whole.finish, tagging.with_structure
    whole.finish = watch.around("finish", whole.finish)
    tagging.with_structure = watch.around("tags", tagging.with_structure)
    try:
        written = watch.around("write", write.write)(resolved, options)
    finally:
        whole.finish, tagging.with_structure = unwrapped
    inspection = watch.around("inspection", PdfInspection)("overview.pdf", written.data, EMA)
    look = watch.around("look", inspection.look)
    differ = watch.around("check", differences)("pdf", written, resolved, options, look)
    found = watch.around("inspection", inspection.found)()
    if differ or found:
        raise SystemExit("\n".join([*differ, *map(str, found)]))
    took = watch.seconds
    return {
        "layout": took["write"] - took["finish"],
        "tags": took["tags"],
        "finishing": took["finish"] - took["tags"],
        "self-check": took["check"] - took["look"],
        "inspection": took["inspection"] + took["look"],
        "pages": written.page_count,
    }


def in_units_of_the_layout(costs: Sequence[Sequence[Mapping[str, float]]]) -> str:
    """For each size what each stage costs beside the layout; the median of the rounds."""
    rows = []
    for rounds in costs:
        cells = [_beside(rounds, (stage,)) for stage in MADE_AND_PROVED]
        together, inspection = _beside(rounds, MADE_AND_PROVED), _beside(rounds, ("inspection",))
        rows.append([f"{rounds[0]['pages']:,.0f}", "1.00", *cells, together, inspection])
    return table(["pages", "layout", *MADE_AND_PROVED, "these three", "inspection"], rows)


def growth(costs: Sequence[Sequence[Mapping[str, float]]]) -> str:
    """How each stage grows with the pages, from each size to the next: 1 is in proportion."""
    rows = []
    for stage in STAGES:
        cells = []
        for small, large in pairwise(costs):
            factor = large[0]["pages"] / small[0]["pages"]
            cells.append(f"{exponent(_median(small, stage), _median(large, stage), factor):.2f}")
        rows.append([stage, *cells])
    pages = [f"{rounds[0]['pages']:,.0f}" for rounds in costs]
    steps = [f"{one} to {other}" for one, other in pairwise(pages)]
    return table(["exponent", *steps], rows)


def _median(rounds: Sequence[Mapping[str, float]], stage: str) -> float:
    return median(seconds[stage] for seconds in rounds)


def _beside(rounds: Sequence[Mapping[str, float]], stages: Sequence[str]) -> str:
    return f"{median(sum(one[stage] for stage in stages) / one['layout'] for one in rounds):.2f}"


def main() -> None:
    """The command; with the folders of two studies, one measurement after a first small one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checked")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--times", type=sizes, default="1,10,100", help="sizes of the overview")
    parser.add_argument("--one", nargs=4, type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        gc.disable()  # as the command does
        measured(*chosen.one[:2])  # imports, fonts
        print(json.dumps(measured(*chosen.one[2:])))
        return
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        first = overview(Path(folder) / "first")
        workloads = [overview(Path(folder) / f"s{n}", n) for n in chosen.times]
        costs: list[list[Mapping[str, float]]] = [[] for _ in workloads]
        for _ in range(chosen.repeats):
            for one, workload in zip(costs, workloads, strict=True):
                one.append(_in_a_process(first, workload))
    print(in_units_of_the_layout(costs))
    print(growth(costs))


def _in_a_process(first: Workload, workload: Workload) -> Mapping[str, float]:
    folders = [str(path) for one in (first, workload) for path in (one.study, one.templates)]
    command = [sys.executable, "-m", "benchmarks.checked", "--one", *folders]
    seconds: Mapping[str, float] = json.loads(cost_of(command).said)
    return seconds


if __name__ == "__main__":
    main()
