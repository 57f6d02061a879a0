"""The pool of processes: a bounded queue in front, and a new process for each that ends.

A job is with one process at a time. If that ends before it replies, the job is handed out once more; the second time
its request gets `JobLost`. Jobs of other processes are not concerned.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mathequiv.serving.settings import ITEM_SECONDS, JOB_ITEMS
from mathequiv.serving.worker import HEADER, framed

__all__ = ["Item", "JobLost", "Pool", "QueueFull"]

Item: TypeAlias = tuple[str, dict[str, Any]]

# The server's own search path, not the current folder's: `-m` would let a file there shadow a module.
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from mathequiv.serving.worker import main; main()"
_START_SECONDS: Final = 60.0
_ATTEMPTS: Final = 2
_STARTS: Final = 3
"""How often a process is started at first before the server gives up."""
_PAUSE: Final = 0.5
"""Seconds before a process is replaced that ended while it started."""


class QueueFull(Exception):  # noqa: N818 - a state of affairs
    """There is no room for a request; ``seconds`` after which there may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the queue is full: try again in {seconds} s")
        self.seconds = seconds


class JobLost(Exception):  # noqa: N818 - a state of affairs
    """The processes that had a job ended, or the one that had it took too long."""


class _Ended(Exception):  # noqa: N818 - a state of affairs
    """A process ended."""


@dataclass(slots=True)
class _Job:
    frame: bytes
    size: int
    reply: asyncio.Future[list[dict[str, Any]]]
    attempts: int = 0


class Pool:
    """Processes that work on items.

    Args:
        processes: how many.
        capacity: how many items may be under way or wait.
        replaced: called for each process that is replaced.
    """

    def __init__(self, processes: int, capacity: int, replaced: Callable[[], None] = lambda: None) -> None:
        self.capacity = capacity
        self.under_way = 0
        self.processes: list[Process | None] = [None] * processes
        self._replaced = replaced
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self._item_seconds = 0.01
        self._closing = False

    @property
    def alive(self) -> int:
        """How many processes are there to work."""
        return sum(self._there(number) is not None for number in range(len(self.processes)))

    async def start(self) -> None:
        """Start the processes, and wait until they can work; one that ends meanwhile is started again.

        Raises:
            RuntimeError: one cannot be started.
        """
        found = await asyncio.gather(*(_first() for _ in self.processes), return_exceptions=True)
        running = [process for process in found if isinstance(process, Process)]
        if len(running) < len(found):
            await asyncio.gather(*map(_killed, running))
            raise RuntimeError("a grading process cannot be started")
        self.processes = list(running)
        self._keepers = [asyncio.create_task(self._keep(number)) for number in range(len(self.processes))]

    async def close(self) -> None:
        """End the processes once they have replied to what they have."""
        self._closing = True
        for _ in self._keepers:
            self._jobs.put_nowait(None)
        await asyncio.gather(*self._keepers)

    async def work(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """The results of items, in their order.

        Args:
            items: at most as many as the queue has room for.

        Raises:
            QueueFull: there is no room.
            JobLost: no process replied.
        """
        if self.under_way + len(items) > self.capacity:
            left = self.under_way * self._item_seconds / len(self.processes)
            raise QueueFull(max(1, math.ceil(left)))
        self.under_way += len(items)
        loop = asyncio.get_running_loop()
        jobs = []
        for start in range(0, len(items), JOB_ITEMS):
            part = items[start : start + JOB_ITEMS]
            jobs.append(_Job(framed(part), len(part), loop.create_future()))
            self._jobs.put_nowait(jobs[-1])
        # Each job is counted down when it is done, also if the request is given up before.
        replies = await asyncio.gather(*(job.reply for job in jobs), return_exceptions=True)
        lost = [reply for reply in replies if isinstance(reply, BaseException)]
        if lost:
            raise lost[0]
        return [result for reply in replies if isinstance(reply, list) for result in reply]

    async def _keep(self, number: int) -> None:
        """Hand out jobs to the process of a number, and replace it when it ends."""
        while (job := await self._jobs.get()) is not None:
            while not job.reply.done() and job.attempts < _ATTEMPTS:
                job.attempts += 1
                process: Process = self._there(number) or await self._replacement(number)
                try:
                    results = await self._asked(process, job)
                except _Ended:
                    await self._given_up(number)
                except asyncio.TimeoutError:
                    job.attempts = _ATTEMPTS  # it would take as long again
                    await self._given_up(number)
                else:
                    if not job.reply.done():
                        job.reply.set_result(results)
            self.under_way -= job.size
            if not job.reply.done():
                job.reply.set_exception(JobLost("the process that graded this ended"))
        last = self.processes[number]
        self.processes[number] = None
        if last is not None:
            await _ended(last)

    async def _asked(self, process: Process, job: _Job) -> list[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        results: list[dict[str, Any]] = await asyncio.wait_for(_exchange(process, job.frame), ITEM_SECONDS * job.size)
        self._item_seconds += 0.05 * ((loop.time() - begun) / job.size - self._item_seconds)
        return results

    async def _given_up(self, number: int) -> None:
        process = self.processes[number]
        self.processes[number] = None
        if process is not None:
            await _killed(process)
        if not self._closing:
            self._replaced()
            with suppress(_Ended):
                self.processes[number] = await _started()

    def _there(self, number: int) -> Process | None:
        process = self.processes[number]
        return None if process is None or process.returncode is not None else process

    async def _replacement(self, number: int) -> Process:
        if self.processes[number] is not None:  # it ended while it had nothing to do
            self._replaced()
        while True:
            try:
                fresh = await _started()
            except _Ended:
                await asyncio.sleep(_PAUSE)
                continue
            self.processes[number] = fresh
            return fresh


async def _first() -> Process:
    for _ in range(_STARTS - 1):
        with suppress(_Ended):
            return await _started()
        await asyncio.sleep(_PAUSE)
    return await _started()


async def _started() -> Process:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _START, *sys.path, stdin=PIPE, stdout=PIPE)
    try:
        await asyncio.wait_for(_reply(process), _START_SECONDS)
    except (_Ended, asyncio.TimeoutError):
        await _killed(process)
        raise _Ended("a grading process cannot be started") from None
    return process


async def _exchange(process: Process, frame: bytes) -> Any:
    stream = process.stdin
    assert stream is not None  # noqa: S101 - it was started with one
    try:
        stream.write(frame)
        await stream.drain()
    except OSError:
        raise _Ended from None
    return await _reply(process)


async def _reply(process: Process) -> Any:
    stream = process.stdout
    assert stream is not None  # noqa: S101 - it was started with one
    try:
        head = await stream.readexactly(HEADER.size)
        return json.loads(await stream.readexactly(*HEADER.unpack(head)))
    except (asyncio.IncompleteReadError, OSError, ValueError):
        raise _Ended from None


async def _killed(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _ended(process: Process) -> None:
    """End a process that is idle: it stops when its input does."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _START_SECONDS)
    except asyncio.TimeoutError:
        await _killed(process)
