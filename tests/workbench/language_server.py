"""The YAML language server of editors, driven as an editor drives it, over its pipes."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which
from threading import Timer
from types import TracebackType
from typing import Any, Self

SERVER = which("yaml-language-server")
"""Its command; None where it is not installed."""
_PATIENCE = 120.0
"""Seconds after which a server that hangs is ended."""


class LanguageServer:
    """A running server that has been told the settings of an editor, for one folder."""

    def __init__(self, folder: Path, settings: Mapping[str, object]) -> None:
        assert SERVER is not None
        self._settings = settings
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._answers: dict[int, Any] = {}
        self._asked = 0
        self._process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._timer = Timer(_PATIENCE, self._process.kill)
        self._timer.start()
        capabilities = {
            "textDocument": {"hover": {"contentFormat": ["markdown"]}},
            "workspace": {"configuration": True},
        }
        root = {"rootUri": folder.as_uri(), "workspaceFolders": None, "processId": None}
        self._ask("initialize", {**root, "capabilities": capabilities})
        self._say("initialized", {})
        while not self._answers.pop(0, False):
            self._hear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._timer.cancel()

    def open(self, path: Path, text: str | None = None) -> None:
        """Show a file to the server, or another text under its name; each name once."""
        shown = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": shown}
        self._say("textDocument/didOpen", {"textDocument": document})

    def problems(self, path: Path) -> list[tuple[int, str]]:
        """What it says of an open file: line, from 1, and words."""
        while path.as_uri() not in self._told:
            self._hear()
        told = self._told[path.as_uri()]
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in told]

    def hover(self, path: Path, line: int, column: int = 1) -> str:
        """What it shows over a place of an open file; both numbers from 1."""
        shown = self._ask("textDocument/hover", _place(path, line, column))
        return str(shown["contents"]["value"]) if shown else ""

    def offers(self, path: Path, line: int, column: int) -> list[str]:
        """The words that it offers at a place of an open file; both numbers from 1."""
        found = self._ask("textDocument/completion", _place(path, line, column))
        return [str(item["label"]) for item in found["items"]]

    def _ask(self, method: str, params: Mapping[str, object]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while self._asked not in self._answers:
            self._hear()
        return self._answers.pop(self._asked)

    def _say(self, method: str, params: Mapping[str, object]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _hear(self) -> None:
        """Take one message: a question of the server's, what it says of a file, or an answer."""
        message = self._message()
        method, params = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self._told[params["uri"]] = params["diagnostics"]
        elif "id" in message and method is not None:
            sections = params["items"] if method == "workspace/configuration" else []
            mine = [self._settings if s.get("section") == "yaml" else None for s in sections]
            self._send({"id": message["id"], "result": mine or None})
            self._answers[0] = bool(mine) or self._answers.get(0, False)
        elif "id" in message:
            self._answers[message["id"]] = message.get("result")

    def _message(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        head = dict(line.split(":", 1) for line in iter(self._headline, ""))
        found = json.loads(self._process.stdout.read(int(head["Content-Length"])))
        assert isinstance(found, dict)
        return found

    def _headline(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EOFError("the YAML language server has ended")
        return line.decode("ascii").strip()


def keys_of(text: str) -> Iterator[tuple[int, str]]:
    """Number, from 1, and name of the keys that begin a line at its left edge."""
    for number, line in enumerate(text.splitlines(), start=1):
        key, colon, _ = line.partition(":")
        if colon and key.isidentifier():
            yield number, key


def _place(path: Path, line: int, column: int) -> dict[str, object]:
    position = {"line": line - 1, "character": column - 1}
    return {"textDocument": {"uri": path.as_uri()}, "position": position}
