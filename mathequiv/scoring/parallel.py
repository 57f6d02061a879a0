"""Batches through worker processes, results in order, with a bounded number of rows under way."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process, resource_tracker
from typing import TypeVar

from mathequiv.errors import WorkerLost

__all__ = ["CHUNK_ROWS", "SMALL_ROWS", "available_workers", "in_order"]

T = TypeVar("T")
P = TypeVar("P")
R = TypeVar("R")

CHUNK_ROWS = 1024
"""Rows that may be under way at once, and so the most that an interrupted run grades again."""

BATCH_ROWS = 32
"""Rows of one message to a worker; enough to hide its cost."""

SMALL_ROWS = 1024
"""Rows up to which this process grades alone: starting workers takes as long as grading about so many."""


def available_workers() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    function: Callable[[Sequence[P]], Sequence[R]], items: Iterable[T], workers: int, *, payload: Callable[[T], P]
) -> Iterator[tuple[Sequence[T], Sequence[R]]]:
    """Apply ``function`` to batches of ``items``, in this process if they are few or ``workers`` is 1.

    Args:
        function: picklable, from payloads to as many results, which depend on the payloads alone.
        items: what to work on; read only as far ahead as `CHUNK_ROWS`.
        workers: how many processes to use.
        payload: what of an item ``function`` is given.

    Yields:
        Each batch with its results, in order.

    Raises:
        WorkerLost: the system ended a worker process.
    """
    stream = iter(items)
    head = list(itertools.islice(stream, SMALL_ROWS + 1))
    alone = workers == 1 or len(head) <= SMALL_ROWS
    size = BATCH_ROWS if alone else max(1, min(BATCH_ROWS, CHUNK_ROWS // (4 * workers)))
    batches = _batches(itertools.chain(head, stream), size)
    del head
    if alone:
        for batch in batches:
            yield batch, function([payload(item) for item in batch])
        return
    with _pool(workers) as pool:
        under_way: deque[tuple[list[T], Future[Sequence[R]]]] = deque()
        for batch in batches:
            if len(under_way) == CHUNK_ROWS // size:
                done, future = under_way.popleft()
                yield done, future.result()
            with _deaf_children():
                future = pool.submit(function, [payload(item) for item in batch])
            under_way.append((batch, future))
        for done, future in under_way:
            yield done, future.result()


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(itertools.islice(stream, size)):
        yield batch


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Forking a process that has threads (the progress bar's) can hang the child; spawned ones start clean.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_worker)
    try:
        yield pool
    except BrokenProcessPool:
        raise WorkerLost from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Hold Ctrl-C back while a process may start: it inherits that, and cannot die of the key before it ignores it.

    A key pressed meanwhile reaches this process when the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started later, the tracker would let the key through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its workers; the system marks its sentinel ready."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
