"""The page's server: this machine only, reading only, nothing but what the page is made of."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from assembler.document.nodes import ValueId
from assembler.pipeline import Request
from assembler.pipeline.today import planned
from assembler.preview.fragments import behind_line, behind_value, overlay
from assembler.preview.page import page
from assembler.preview.pages import Pages
from assembler.preview.patch import patch
from assembler.preview.session import Session, begun
from assembler.problems import Position, refused
from assembler.shipped import shipped

ADDRESS = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FILES = {"/preview.js": "text/javascript", "/preview.css": "text/css"}
_DOCUMENT = re.compile(r"/([a-z0-9-]+)(?:\.html|/([a-z]+))", re.ASCII)
_HEARTBEAT = 15.0
"""Seconds after which a page that hears nothing is told that all is well."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # pages that stay open do not keep the program
    allow_reuse_address = os.name != "nt"  # Windows would share a port that is taken

    def __init__(self, port: int, session: Session) -> None:
        super().__init__((ADDRESS, port), _Handler)
        self.session = session
        self.pages = Pages()
        port = self.server_address[1]
        # A page elsewhere can let its own name lead here: only our names are answered.
        self.hosts = {f"{name}:{port}" for name in (ADDRESS, "localhost")}

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed while it is answered is no failure of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(request: Request, port: int) -> Iterator[str]:
    """The page's address; it is served, and the files are watched, as long as this is open.

    `port` 0 takes any that is free. Raises ProblemsFound where the study names no document that
    can be found, or the port is taken.
    """
    session = begun(request, planned(request))
    try:
        server = _Server(port, session)
    except OSError as failure:
        message = f"port {port} of this machine cannot be had: {failure.strerror}"
        remedy = "name another one with --port; 0 takes any that is free"
        raise refused("preview.port", message, remedy) from None
    threads = [Thread(target=session.watch), Thread(target=server.serve_forever, args=(0.1,))]
    for thread in threads:
        thread.start()
    try:
        yield f"http://{ADDRESS}:{server.server_address[1]}/"
    finally:
        session.end()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer, if it is us who are asked."""
        if self.headers.get("Host") not in self.server.hosts:
            self._fail(HTTPStatus.FORBIDDEN)
            return
        url = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        if url.path == "/":
            self._send_on(f"/{self.server.session.documents[0]}.html")
        elif url.path in _FILES:
            data = (shipped("preview") / url.path[1:]).read_bytes()
            self._send(data, _FILES[url.path])
        else:
            self._of_document(url.path, asked)

    def _of_document(self, path: str, asked: dict[str, str]) -> None:
        match = _DOCUMENT.fullmatch(path)
        session = self.server.session
        if match is None or match[1] not in session.documents:
            self._fail(HTTPStatus.NOT_FOUND)
            return
        document_id, what = match[1], match[2]
        answers: dict[str | None, Callable[[], None]] = {
            None: lambda: self._page(document_id),
            "events": lambda: self._events(document_id, _number(asked.get("version"))),
            "value": lambda: self._value(document_id, asked.get("id", "")),
            "source": lambda: self._source(asked.get("at", "")),
            "pages": lambda: self._pages(document_id),
            "page": lambda: self._png(document_id, _number(asked.get("number"))),
        }
        answers.get(what, lambda: self._fail(HTTPStatus.NOT_FOUND))()

    def _page(self, document_id: str) -> None:
        session = self.server.session
        now = session.now(document_id)
        self._html(page(now, document_id, session.documents, session.inputs))

    def _value(self, document_id: str, value: str) -> None:
        session = self.server.session
        good = session.now(document_id).good
        self._html(behind_value(good, ValueId(value), session.inputs) if good else None)

    def _source(self, at: str) -> None:
        file, _, rest = at.partition(":")
        while not re.fullmatch(r"[0-9]{1,7}:[0-9]{1,7}", rest) and ":" in rest:
            more, _, rest = rest.partition(":")  # a file's name may hold a colon
            file = f"{file}:{more}"
        line, _, column = rest.partition(":")
        where = Position(file, _number(line), _number(column))
        self._html(behind_line(where, self.server.session.inputs))

    def _pages(self, document_id: str) -> None:
        session = self.server.session
        now = session.now(document_id)
        count, problems = self.server.pages.count(now.good) if now.good else (0, now.broken)
        said = {"count": count, "version": now.version, "broken": overlay(problems, session.inputs)}
        self._send(json.dumps(said).encode(), "application/json")

    def _png(self, document_id: str, number: int) -> None:
        good = self.server.session.now(document_id).good
        data = self.server.pages.png(good, number) if good else None
        if data is None:
            self._fail(HTTPStatus.NOT_FOUND)
        else:
            self._send(data, "image/png")

    def _events(self, document_id: str, version: int) -> None:
        """What changes, as it changes, until the page is closed."""
        session = self.server.session
        last = session.earlier(document_id, version)
        self.send_response(HTTPStatus.OK)
        self._head("text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while not session.is_over:
                now = session.now(document_id)
                if now is not last:
                    data = json.dumps(patch(last, now, session.inputs), ensure_ascii=False)
                    self.wfile.write(f"data: {data}\n\n".encode())
                    last = now
                else:
                    self.wfile.write(b": all is well\n\n")
                self.wfile.flush()
                if not session.wait(document_id, _HEARTBEAT):
                    session.rest()
        except ConnectionError:
            return  # the page was closed

    # --- answers

    def _html(self, text: str | None) -> None:
        if text is None:
            self._fail(HTTPStatus.NOT_FOUND)
        else:
            self._send(text.encode(), "text/html")

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self._head(kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_on(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _head(self, kind: str) -> None:
        charset = "" if kind.startswith("image/") else "; charset=utf-8"
        self.send_header("Content-Type", f"{kind}{charset}")
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def _fail(self, status: HTTPStatus) -> None:
        data = status.phrase.encode()
        self.send_response(status)
        self._head("text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the page itself says what happens."""


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0
