"""The test command: format, lint, types, import law, tests; stops at the first that fails.

python dev/test.py            everything
python dev/test.py --quick    format, lint and import law only (what pre-commit runs)
python dev/test.py -k views   further arguments go to pytest
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> None:
    """Run a tool of this interpreter's environment; its failure is ours."""
    print("::", *command, flush=True)
    done = subprocess.run((sys.executable, *command), cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main(arguments: list[str]) -> None:
    """Run the steps in order."""
    quick = "--quick" in arguments
    run("-m", "ruff", "format", "--check", ".")
    run("-m", "ruff", "check", ".")
    if not quick:
        run("-m", "mypy")
    run("-c", "from importlinter.cli import lint_imports_command as run; run()")
    if not quick:
        workers = str(min(4, os.cpu_count() or 1))
        run("-m", "pytest", "-n", workers, *(a for a in arguments if a != "--quick"))


if __name__ == "__main__":
    main(sys.argv[1:])
