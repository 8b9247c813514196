"""A kill at any moment neither tears nor loses the last good set."""

import json
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from assembler.package import EnvironmentProblem, publish, recover
from assembler.package.swap import WORK
from tests.acceptance.command import of, run, surroundings
from tests.acceptance.study import Copy, is_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")


@posix
@pytest.mark.slow
@pytest.mark.parametrize(("how", "rounds"), [("builds", 50), ("swaps", 100)])
def test_a_kill_leaves_a_whole_set(mini: Copy, how: str, rounds: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.killing", how, str(mini.root), str(rounds)],
        env=surroundings(),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert sum(seen.values()) == 2 * rounds
    assert how == "builds" or seen["mended"] > 0, "no kill fell into a swap"


@pytest.mark.slow
def test_two_builds_into_one_folder_at_once_leave_a_whole_set(mini: Copy, tmp_path: Path) -> None:
    other = Copy.of_mini(tmp_path / "other")
    other.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.41")
    arguments = [*of(other)]
    arguments[arguments.index(other.output)] = mini.output
    commands = [of(mini), tuple(arguments)] * 2
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "assembler", *map(str, command)],
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
    ]
    ended = [(process.communicate(timeout=300)[1], process.returncode) for process in started]
    assert {code for _, code in ended} <= {0, 4} and 0 in {code for _, code in ended}
    for said, code in ended:
        assert (code == 4) == ("[output.one-build]" in said), said
    assert is_whole(mini.built)


@posix
@pytest.mark.slow
def test_the_next_command_mends_what_a_kill_left(mini: Copy) -> None:
    assert run(*of(mini)).code == 0
    for events, delay in enumerate((0.5, 0.8, 1.1), start=30):
        mini.edit("study/efficacy.yaml", f"n: 80, events: {events}", f"n: 80, events: {events + 1}")
        process = subprocess.Popen(
            [sys.executable, "-m", "assembler", *map(str, of(mini))],
            env=surroundings(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.kill()
        process.wait()
    assert run(*of(mini)).code == 0
    assert is_whole(mini.built)


@pytest.mark.parametrize(
    "intent",
    [
        "",
        "{",
        "{}",
        "[" * 100_000,
        '{"manifest": "x", "new": {"a": 1}, "removed": {}}',
        '{"manifest": "x", "new": {"../../trial.yaml": {"after": "x", "before": null}}}',
        '{"manifest": "x", "new": {}, "removed": {"../../trial.yaml": "%s"}}',
    ],
)
def test_a_damaged_or_foreign_intent_is_not_obeyed(tmp_path: Path, intent: str) -> None:
    folder, other = tmp_path / "output" / "mini", tmp_path / "trial.yaml"
    publish(folder, {"a.pdf": b"a"}, {"documents": {}})
    other.write_bytes(b"trial")
    (folder / WORK / "new").mkdir(parents=True)
    text = intent.replace("%s", sha256(b"trial").hexdigest())
    (folder / WORK / "intent.json").write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match=r"intent\.json"):
        recover(folder)
    assert other.read_bytes() == b"trial" and (folder / "a.pdf").read_bytes() == b"a"
