"""What the page's requests share: the documents as they were last composed."""

import gc
import threading
from dataclasses import dataclass, field, replace
from time import sleep

from assembler.pipeline import Request
from assembler.preview.inputs import Inputs, Stamp
from assembler.preview.shown import Shown, Warm, shown

POLL = 0.04
"""Seconds between two looks at the files, while a page waits for what changes."""
IDLE = 0.3
"""The same while none does."""
_SETTLED = 0.015
"""Seconds without a change after which a file counts as saved: editors write in steps."""
_KEPT = 16
"""States of a document that a page may still show when it asks for what has changed."""


@dataclass(slots=True)
class _Watched:
    """One document: its last states, and what the files were when the last one was made."""

    stamp: Stamp
    states: list[Shown]


@dataclass(slots=True)
class Session:
    """The documents of one study; used by several threads at once."""

    request: Request
    inputs: Inputs
    documents: tuple[str, ...]
    _stamp: Stamp = field(default_factory=dict)
    _watched: dict[str, _Watched] = field(default_factory=dict)
    _warm: dict[str, Warm] = field(default_factory=dict)
    _composing: threading.Lock = field(default_factory=threading.Lock)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _waiting: int = 0
    """How many pages wait for what changes."""
    _is_littered: bool = False
    """Whether composing has left circles behind since they were looked for."""
    _is_over: bool = False

    def now(self, document_id: str) -> Shown:
        """The document as the files give it now; composed only where one has changed."""
        with self._composing:
            stamp = self._stamp or self.inputs.stamp()
            watched = self._watched.get(document_id)
            if watched is not None and watched.stamp == stamp:
                return watched.states[-1]
            self._is_littered = True
            warm = self._warm.setdefault(document_id, Warm())
            last = watched.states[-1] if watched else None
            state = shown(
                self.request, document_id, last, warm, state=self.inputs.of_records(stamp)
            )
            states = [*(watched.states if watched else ()), state][-_KEPT:]
            self._watched[document_id] = _Watched(stamp, states)
            return state

    def earlier(self, document_id: str, version: int) -> Shown | None:
        """A state that a page still shows; None when it is forgotten."""
        watched = self._watched.get(document_id)
        states = watched.states if watched else []
        return next((one for one in states if one.version == version), None)

    def watch(self) -> None:
        """Look at the files until the session is over; wake whoever waits when one changes."""
        while not self._is_over:
            stamp = self.inputs.stamp()
            if stamp != self._stamp:
                while (later := self._after(_SETTLED)) != stamp:
                    stamp = later
                with self._changed:
                    self._stamp = stamp
                    self._changed.notify_all()
            sleep(POLL if self._waiting else IDLE)

    def _after(self, seconds: float) -> Stamp:
        sleep(seconds)
        return self.inputs.stamp()

    def wait(self, document_id: str, seconds: float) -> bool:
        """Wait for a change of the files since the document was composed; whether there is one."""
        with self._changed:
            self._waiting += 1
            try:
                return self._changed.wait_for(lambda: self._is_stale(document_id), seconds)
            finally:
                self._waiting -= 1

    def rest(self) -> None:
        """Nothing changes: look for the circles that composing has left. While the author saves
        nobody does, and a page that is open all day would fill the memory."""
        if self._is_littered:
            self._is_littered = False
            gc.collect()

    def _is_stale(self, document_id: str) -> bool:
        watched = self._watched.get(document_id)
        return self._is_over or watched is None or watched.stamp != self._stamp

    def end(self) -> None:
        """Let the watching and everyone who waits end."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    @property
    def is_over(self) -> bool:
        """Whether the page is being closed."""
        return self._is_over


def begun(request: Request, documents: tuple[str, ...]) -> Session:
    """A session of these documents."""
    inputs = Inputs(request.study, request.templates)
    return Session(replace(request, documents=documents), inputs, documents, inputs.stamp())
