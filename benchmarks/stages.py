"""What each stage of one build costs: CPU seconds as JSON, measured inside one fresh process.

    python -m benchmarks.stages STUDY TEMPLATES OUTPUT [BUILDS]

Of several builds in the process, the last. The libraries are imported first, so no stage pays for
them. `composing` includes the numbering.
"""

import gc
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import process_time


def stages(study: Path, templates: Path, output: Path, builds: int = 1) -> dict[str, float]:
    """Stage -> CPU seconds of the last build, in its order; `imports` first."""
    gc.disable()  # as the command does
    started = process_time()
    from assembler import pipeline
    from assembler.compose.compose import TemplateRoot
    from assembler.write import WRITERS

    for module in (*WRITERS.values(), "assembler.package.qc_xlsx"):
        import_module(module)
    imports = process_time() - started
    roots = (TemplateRoot(templates, "templates"),)
    request = pipeline.Request(study, output, templates=roots, rebuild=True)
    begun: list[tuple[str, float]] = []
    for _ in range(builds):
        begun.clear()
        pipeline.build(
            request, lambda step, _: begun.append((step.rpartition(": ")[2], process_time()))
        )
    ended = [*(at for _, at in begun[1:]), process_time()]
    return {"imports": imports} | {
        name: end - start for (name, start), end in zip(begun, ended, strict=True)
    }


def main(arguments: Sequence[str]) -> None:
    """The command."""
    study, templates, output, *builds = arguments
    print(json.dumps(stages(Path(study), Path(templates), Path(output), *map(int, builds))))


if __name__ == "__main__":
    main(sys.argv[1:])
