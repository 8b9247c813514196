"""The house's own rules: nothing lies about unused, what is said exists, what ships works."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from assembler.write.look import load_look
from tests.acceptance.command import InProcess
from tests.acceptance.pages import extents
from tests.acceptance.study import Copy, files_of, is_whole
from tests.places import CABINET, MINI, ROOT

TEMPLATES = (ROOT / "templates", MINI / "templates")
LONGEST = 400
"""Lines of a file of the package."""

_DIRECTIVE = re.compile(r":::\{(?:table|figure)\} *(?:tbl|fig)-([a-z0-9.-]+)|^:shell: *(\S+)", re.M)
_INCLUDED = re.compile(r"\{%-? *(?:include|extends|import|from) *['\"]([^'\"]+)['\"]")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    return sorted(outline.parent for root in TEMPLATES for outline in root.glob("*/outline.yaml"))


def named(outline: dict[str, object]) -> set[str]:
    """The templates that an outline names, its sections' and annexes' included."""
    found = {str(outline[key]) for key in ("front", "template") if key in outline}
    for key in ("sections", "annexes", "added"):
        parts = outline.get(key, ())
        assert isinstance(parts, list | tuple)
        found = found.union(*map(named, parts))
    return found


@pytest.mark.parametrize("folder", documents(), ids=lambda path: str(path.name))
def test_every_template_is_used_and_there(folder: Path) -> None:
    outline = yaml.safe_load((folder / "outline.yaml").read_text(encoding="utf-8"))
    sections = {p.relative_to(folder).as_posix() for p in folder.rglob("*.md")}
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in sorted(sections))
    included = {name.removeprefix(f"{folder.name}/") for name in _INCLUDED.findall(text)}
    used = named(outline)
    shared = folder.parent / "shared"
    assert used <= sections | {name for name in used if (shared / name).is_file()}
    assert sections <= used | included


@pytest.mark.parametrize("root", TEMPLATES, ids=["shipped", "mini"])
def test_every_shell_is_used_by_a_directive(root: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in root.rglob("*.md")]
    directives = {name for text in texts for pair in _DIRECTIVE.findall(text) for name in pair}
    shells = [p for kind in ("tables", "figures") for p in root.glob(f"*/{kind}/*.yaml")]
    assert shells
    assert [path.name for path in shells if path.stem not in directives] == []


def test_every_shared_text_is_included_somewhere() -> None:
    root = ROOT / "templates"
    files = [*root.rglob("*.md"), *root.rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    included = {name for text in texts for name in _INCLUDED.findall(text)}
    for folder in documents():
        outline = yaml.safe_load((folder / "outline.yaml").read_text(encoding="utf-8"))
        included |= {f"shared/{name}" for name in named(outline)}
    shared = {path.relative_to(root).as_posix() for path in (root / "shared").rglob("*.md")}
    assert shared <= included


@pytest.mark.parametrize("look", sorted(p.stem for p in ROOT.glob("templates/looks/*.yaml")))
def test_every_look_builds_within_its_margins(mini: Copy, look: str) -> None:
    mini.edit("study/dossier.yaml", "region: eu", f"region: eu\nlook: {look}")
    mini.build()
    page = load_look(ROOT / "templates" / "looks", look).page
    for glyphs in extents(mini.files()["mini-report.pdf"]):
        assert glyphs.left >= page.left - 1 and glyphs.right <= glyphs.width - page.right + 1
        assert glyphs.bottom >= 20 and glyphs.top <= glyphs.height - 20


def test_no_file_of_the_package_is_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "assembler").rglob("*.py")
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}


def test_the_package_rests_on_no_assert() -> None:
    """PYTHONOPTIMIZE takes them out."""
    found = [
        f"{path.name}:{number}"
        for path in (ROOT / "assembler").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.match(r"\s*assert\b", line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [link for link in _LINK.findall(text) if not (ROOT / link).exists()] == []


def test_every_page_that_a_message_names_exists() -> None:
    pages = {
        page
        for path in (ROOT / "assembler").rglob("*.py")
        for page in re.findall(r"docs/[a-z/-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert [page for page in sorted(pages) if not (ROOT / page).is_file()] == []


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def spans() -> list[str]:
    """What stands between single back-quotes in the README."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", readme(), flags=re.M | re.S))


def test_the_readme_names_every_command_and_no_other(command: InProcess) -> None:
    told = {span.split()[1] for span in spans() if re.match(r"assembler [a-z]", span)}
    helped = command("--help").out
    offered = set(re.findall(r"^  ([a-z]+) {2,}", helped[helped.index("Commands:") :], re.M))
    assert told == offered


def test_the_options_that_the_readme_names_exist(command: InProcess) -> None:
    offered = re.findall(r"^  ([a-z]+) {2,}", command("--help").out, re.M)
    helped = "".join(command(verb, "--help").out for verb in offered)
    told = {o for s in spans() if not s.startswith("uv ") for o in re.findall(r"--[a-z-]+", s)}
    assert told and all(option in helped for option in told)


@pytest.mark.slow
def test_the_readmes_examples_run(command: InProcess, tmp_path: Path) -> None:
    """Every line of a block that calls the command, after what sets the environment up."""
    blocks = re.findall(r"^```(?:console|sh|bash)\n(.*?)^```", readme(), re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    calls = {re.split(r"[/\\ ]assembler ", line)[-1] for line in lines if "assembler build" in line}
    assert calls
    for call in sorted(calls):
        arguments = [part.replace("\\", "/") for part in call.split()]
        for index, part in enumerate(arguments):
            if part.startswith("examples/"):
                arguments[index] = str(ROOT / part)
        ended = command(*arguments, "--output", tmp_path)
        assert ended.code == 0, call


# --- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_what_a_build_needs_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside, pattern in (
        ("templates", "assembler/templates", "**/*.*"),
        ("schemas", "assembler/schemas", "*.json"),
        ("assembler/write/fonts", "assembler/write/fonts", "*.*"),
        ("assembler", "assembler", "**/*.py"),
    ):
        base = ROOT / folder
        wanted = {f"{inside}/{p.relative_to(base).as_posix()}" for p in base.glob(pattern)}
        assert wanted and wanted <= names
    assert not [name for name in names if name.startswith(("tests", "examples", "benchmarks"))]
    assert not [name for name in names if name.endswith((".pyc", ".docx", ".pdf"))]


@pytest.mark.slow
def test_an_installed_wheel_builds_cabinet_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    install = ["-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    if find_spec("pip") is None:
        pytest.skip("pip is not installed")
    subprocess.run(
        [sys.executable, *install, "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    # The libraries of this environment, after the installed package: nothing is downloaded.
    (site,) = home.glob("**/site-packages")
    libraries = sysconfig.get_paths()["purelib"]
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(scripts / "assembler"), "build", str(CABINET)],
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    built = tmp_path / "output" / "cabinet"
    assert is_whole(built) and "clinical-overview.pdf" in files_of(built)
