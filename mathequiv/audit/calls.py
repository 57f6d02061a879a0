"""Calls of a grader in a child process, each within a budget: one that hangs or dies costs its process only."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final

from mathequiv.audit.machine.pairs import MachinePair
from mathequiv.errors import InputError

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Caller", "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of one call.

    Attributes:
        equal: what the grader said; None if it said nothing.
        problem: ``""``, ``crash`` (it raised, or its process died) or ``hang`` (it was not done within the budget).
        detail: what it raised.
        seconds: how long the call took.
    """

    equal: bool | None
    problem: str = ""
    detail: str = ""
    seconds: float = 0.0


_START_SECONDS: Final = 120.0
_TURN_PAIRS: Final = 64
_TURN_BYTES: Final = 48_000
"""What fits into a pipe: a child that hangs must not leave this process waiting to write."""


class Caller:
    """A grader in a process and a session of its own; use it as a context manager.

    Args:
        name: the grader, as ``package:function``.
        budget: seconds that a call may take.
        python: the Python that runs it; this one by default.

    Raises:
        InputError: the grader cannot be loaded.
    """

    def __init__(self, name: str, budget: float, python: str = sys.executable) -> None:
        if not all(name.partition(":")):
            raise InputError(f"name the grader as package:function, not {name!r}")
        self.name = name
        self.budget = budget
        self._command = [python, "-m", "mathequiv.audit.child", name]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the child writes to it
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this Python with a module of this package
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        self._lines: Queue[bytes] = Queue()
        threading.Thread(target=_read_lines, args=(self._process, self._lines), daemon=True).start()
        hello = self._receive(_START_SECONDS)
        if hello is None or "failed" in hello:
            self.close()
            raise InputError(f"the grader {self.name} cannot be loaded: {(hello or {}).get('failed', 'no reply')}")

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """The next reply; None if it does not come in time or the process has ended."""
        try:
            line = self._lines.get(timeout=seconds)
        except Empty:
            return None
        return dict(json.loads(line)) if line else None

    def ask(self, pairs: Sequence[MachinePair]) -> Iterator[Reply]:
        """Ask about each pair, in order.

        Args:
            pairs: what to ask.

        Yields:
            One reply a pair.

        Raises:
            InputError: the grader could be loaded once and cannot any more.
        """
        waiting = list(pairs)
        while waiting:
            turn = _turn(waiting)
            if not self._send(turn):
                yield self._restart("crash", "its process ended", 0.0)
                waiting = waiting[1:]
                continue
            answered = 0
            for reply in self._replies(len(turn)):
                answered += 1
                yield reply
            waiting = waiting[answered:]

    def _replies(self, count: int) -> Iterator[Reply]:
        """The replies to a turn; after one that did not come the process is a new one, and the rest is unanswered."""
        for _ in range(count):
            start = time.perf_counter()
            said = self._receive(self.budget)
            if said is None:
                died = self._has_ended()
                what = ("crash", "its process ended") if died else ("hang", "")
                yield self._restart(*what, time.perf_counter() - start)
                return
            raised = said.get("raised", "")
            yield Reply(said["equal"], "crash" if raised else "", raised, said["seconds"])

    def _has_ended(self) -> bool:
        """Whether the process is gone; one that has just closed its output may take a moment."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)
        return self._process.poll() is not None

    def _restart(self, problem: str, detail: str, seconds: float) -> Reply:
        self.close()
        self._start()
        return Reply(None, problem, detail, seconds)

    def _send(self, turn: Sequence[MachinePair]) -> bool:
        assert self._process.stdin is not None  # noqa: S101 - the pipe was asked for
        lines = b"".join(json.dumps([pair.prediction, pair.reference]).encode() + b"\n" for pair in turn)
        try:
            self._process.stdin.write(lines)
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def close(self) -> None:
        """End the process and those it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _turn(waiting: Sequence[MachinePair]) -> list[MachinePair]:
    """A few pairs that a pipe holds; a longer one goes alone, when the child is reading."""
    turn: list[MachinePair] = []
    size = 0
    for pair in waiting[:_TURN_PAIRS]:
        size += 6 * (len(pair.prediction) + len(pair.reference)) + 10
        if turn and size > _TURN_BYTES:
            break
        turn.append(pair)
    return turn


def _read_lines(process: subprocess.Popen[bytes], lines: Queue[bytes]) -> None:
    assert process.stdout is not None  # noqa: S101 - the pipe was asked for
    with contextlib.suppress(ValueError, OSError):  # closed while it is read
        for line in process.stdout:
            lines.put(line)
    lines.put(b"")
