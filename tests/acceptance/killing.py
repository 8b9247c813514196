"""Builds that are killed: run as a program, `python -m tests.acceptance.killing HOW ROOT ROUNDS`.

A process of its own, because it forks: the test run has threads. Prints what it saw as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from assembler.package import publish, recover
from assembler.package.manifest import read_manifest
from assembler.package.swap import WORK
from tests.acceptance.study import Copy, files_of, is_whole
from tests.places import MINI

RECORDS = "study/efficacy.yaml"


Sets = list[dict[str, bytes]]


def builds(copy: Copy, known: Sets) -> Iterator[None]:
    """Builds the two studies in turn for ever."""
    del known
    first = (MINI / "efficacy.yaml").read_text(encoding="utf-8")
    second = first.replace("hazard_ratio: 0.40", "hazard_ratio: 0.41")
    for text in cycle([first, second]):
        copy.write(RECORDS, text)
        copy.build()
        yield


def swaps(copy: Copy, known: Sets) -> Iterator[None]:
    """Only swaps the two finished sets in turn for ever: every kill falls into a swap."""
    for files in cycle(known):
        manifest = json.loads(files["manifest.json"])
        outputs = manifest.pop("outputs")
        publish(copy.built, {name: files[name] for name in outputs}, manifest)
        yield


def both(copy: Copy) -> Iterator[dict[str, bytes]]:
    """The two sets that the builds make."""
    building = builds(copy, [])
    for _ in range(2):
        next(building)
        yield files_of(copy.built)


def killed(
    work: Callable[[Copy, Sets], Iterator[None]], copy: Copy, rounds: int, longest: float
) -> None:
    """Kill the work at random moments; after each the next start finds a whole set."""
    known = list(both(copy))
    assert known[0] != known[1]
    chance = random.Random(rounds)  # noqa: S311 - moments, no secrets
    seen: Counter[str] = Counter()
    for _ in range(rounds):
        child = os.fork()
        if child == 0:
            for _ in work(copy, known):
                pass
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen["mended" if (copy.built / WORK).exists() else "whole at once"] += 1
        recover(copy.built)
        after = files_of(copy.built)
        assert after in known, sorted(after)
        assert is_whole(copy.built) and read_manifest(copy.built)
        seen[f"set {known.index(after)}"] += 1
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    how, root, rounds = sys.argv[1:]
    copy = Copy(Path(root))
    if how == "builds":
        killed(builds, copy, int(rounds), 0.8)
    else:
        killed(swaps, copy, int(rounds), 0.03)
