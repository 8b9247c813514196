"""One document's files: written, read back, inspected; several documents in processes beside."""

import ctypes
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assembler.document.nodes import ValueId
from assembler.package import EnvironmentProblem
from assembler.package.contents import entry_of
from assembler.package.printed import in_reading_order
from assembler.package.qc import qc_files, qc_sheet
from assembler.package.trace import trace_annex
from assembler.pipeline.proving import SelfCheckFailed, prove
from assembler.problems import Problem, ProblemsFound, error
from assembler.resolve.resolve import Resolved
from assembler.write import WRITERS, differences, write
from assembler.write.written import Options, Written

if TYPE_CHECKING:
    from concurrent.futures import Future

Begin = Callable[[str], None]
"""Is told of each step that begins."""


@dataclass(frozen=True, slots=True)
class Order:
    """A document to be written; it can go to another process."""

    resolved: Resolved
    options: Options
    inputs: Mapping[str, str]
    """SHA-256 of what it is made from, by name."""
    formats: tuple[str, ...]
    region: str
    trace: bool
    """Whether its PDF has a trace copy."""

    @property
    def id(self) -> str:
        return self.resolved.document.id


@dataclass(frozen=True, slots=True)
class Finished:
    """A document's files, and its entry in the manifest."""

    id: str
    files: Mapping[str, bytes]
    entry: dict[str, object]
    problems: tuple[Problem, ...]
    """What the user can mend in the files."""


def finished(orders: Sequence[Order], begin: Begin, *, jobs: int = 1) -> Iterator[Finished]:
    """The documents' files, in the order of `orders`; with `jobs` above 1 made in processes beside.

    Raises ProblemsFound with the problems of every document, SelfCheckFailed, EnvironmentProblem.
    """
    if min(jobs, len(orders)) < 2:
        yield from (_finish(order, begin) for order in orders)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed  # not for one document
    from multiprocessing import get_context

    # Not forked: the program has threads, and other platforms cannot. Nor do those beside look for
    # circles, as the command itself does not.
    count, context = min(jobs, len(orders)), get_context("spawn")
    with ProcessPoolExecutor(count, context, initializer=gc.disable) as pool:
        futures = [pool.submit(_tried, order) for order in orders]
        names = {future: order.id for future, order in zip(futures, orders, strict=True)}
        try:
            for future in as_completed(futures):
                begin(f"{names[future]}: written")
            yield from _told(futures)
        finally:
            pool.shutdown(cancel_futures=True)


def _told(futures: Sequence["Future[_Tried]"]) -> list[Finished]:
    from concurrent.futures.process import BrokenProcessPool

    done: list[Finished] = []
    problems: list[Problem] = []
    for future in futures:
        try:
            result = future.result()
        except BrokenProcessPool:
            raise EnvironmentProblem(_ended()) from None
        match result:
            case Finished() as one:
                done.append(one)
            case str() as failure:
                raise SelfCheckFailed(failure)
            case found:
                problems += found
    if problems:
        raise ProblemsFound(problems)
    return done


def _ended() -> Problem:
    return error(
        "machine.allows",
        "a process that wrote a document was ended from outside, as the system does where memory "
        "is short; the earlier files are whole",
        "free some memory, or build with --jobs 1",
    )


_Tried = Finished | tuple[Problem, ...] | str


def _tried(order: Order) -> _Tried:
    """The files; else the problems, or what the self-check found: exceptions do not travel."""
    try:
        return _finish(order, lambda step: None)
    except ProblemsFound as found:
        return tuple(found.problems)
    except SelfCheckFailed as failure:
        return str(failure)


def steps_of(formats: Sequence[str], *, trace: bool, beside: bool) -> int:
    """How many steps a document is told of: writing and reading back each format, the QC sheet, the
    trace copy; made in a process beside, one."""
    return 1 if beside else len({*formats, "pdf"}) + len(set(formats)) + 1 + 2 * trace


def _finish(order: Order, begin: Begin) -> Finished:
    resolved, id = order.resolved, order.id
    written, pages = _write(order, begin)
    files = {f"{id}.{fmt}": one.data for fmt, one in written.items()}
    begin(f"{id}: writing the QC sheet")
    values = in_reading_order(resolved)
    files |= qc_files(id, qc_sheet(resolved, values, pages, order.options))
    if order.trace:
        annex = trace_annex(resolved, values, pages, order.options)
        copy = _trace_copy(resolved, replace(order.options, trace=annex), begin)
        files[f"{id}-trace.pdf"] = copy.data
    entry = entry_of(resolved, values, written, order.options, order.inputs)
    problems = tuple(problem for one in written.values() for problem in one.problems)
    return Finished(id, files, entry, problems)


def _write(order: Order, begin: Begin) -> tuple[dict[str, Written], Mapping[ValueId, str]]:
    """The document in every format asked for, each read back, compared with the model and inspected
    for the agency of the region; and the page on which each value stands.

    The PDF is laid out even when only the DOCX is wanted: its pages fill the contents.
    """
    options = order.options
    written: dict[str, Written] = {}
    pages: Mapping[ValueId, str] = {}
    for fmt in WRITERS:
        if fmt not in order.formats and fmt != "pdf":
            continue
        begin(f"{order.id}: writing {fmt}")
        one = write(fmt, order.resolved, options)
        _give_back()
        if fmt == "pdf":
            options, pages = replace(options, pages=one.pages), one.places
        if fmt in order.formats:
            begin(f"{order.id}: reading {fmt} back")
            found = prove(fmt, one, order.resolved, options, order.region)
            written[fmt] = replace(one, problems=(*one.problems, *found))
            _give_back()
    return written, pages


def _trace_copy(resolved: Resolved, options: Options, begin: Begin) -> Written:
    """The PDF again with the annex of `options` and marks that lead there, read back like it."""
    name = f"{resolved.document.id}-trace.pdf"
    begin(f"{resolved.document.id}: writing the trace copy")
    copy = write("pdf", resolved, options)
    begin(f"{resolved.document.id}: reading the trace copy back")
    if found := differences("pdf", copy, resolved, options):
        raise SelfCheckFailed("\n".join([f"{name}:", *found]))
    return copy


def _give_back() -> None:
    """Hand freed memory back, where the C library keeps it: glibc holds the trees and buffers of
    one stage while the next fills new pages. Elsewhere nothing is done."""
    trim = getattr(ctypes.pythonapi, "malloc_trim", None)
    if trim is not None:
        trim(0)
