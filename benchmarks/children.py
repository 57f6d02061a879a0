"""The running child of a peer, seen from the command: ask it a pair, and end it when it does not answer in time."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import Pair

__all__ = ["Child", "PeerFailed"]

ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 180.0
_WARM = (
    ("1", "2"),
    (r"\frac{1}{2}", "0.5"),
    ("x^2-1", "(x-1)(x+1)"),
    (r"\sum_{k=1}^{\infty}\frac{1}{k^2}", r"\frac{\pi^2}{6}"),
)


class PeerFailed(Exception):  # noqa: N818 - a finding that is reported, not an error of the command
    """The peer's child does not start."""


class Child:
    """One peer in a process and a session of its own.

    Args:
        name: the peer's module.
        python: the Python of its environment.
        limit: seconds a pair may take before the process is ended and started anew.
        mode: the peer's function: ``is_equiv`` or ``grader``.

    Raises:
        PeerFailed: it does not start.
    """

    def __init__(self, name: str, python: str, limit: float, mode: str = "is_equiv") -> None:
        self.command = [python, "-m", "benchmarks.child", name, mode]
        self.limit = limit
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the child writes to it
        self.first: dict[str, Any] = {}
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        self._unread = b""
        hello = self._receive(_START_SECONDS)
        if hello is None:
            self.close()
            raise PeerFailed(f"does not start: {self._last_words()}")
        warm = self._turn(_WARM, _START_SECONDS)
        self.first = self.first or {**hello, "first": warm[0]["seconds"] if warm else _START_SECONDS}

    def _last_words(self) -> str:
        """The last line that the peer wrote to standard error."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "no word"

    def _receive(self, seconds: float) -> Any:
        """The next line, None if it does not come in time or the process ended."""
        assert self._process.stdout is not None  # noqa: S101 - the pipe was asked for
        descriptor = self._process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(seconds):
                    return None
                chunk = os.read(descriptor, 65536)
                if not chunk:
                    return None
                self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return json.loads(line)

    def ask(self, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
        """What the peer says of each pair; one that it is ended over has ``stopped`` and the seconds it was given.

        The pairs are one turn: the peer goes from one to the next as it would in a loop of its own. A turn that is not
        over within the limit of a pair is asked again pair by pair. A turn has to fit into a pipe, or a peer that
        hangs would leave this process hanging with it.
        """
        written = [(pair.prediction, pair.reference) for pair in pairs]
        replies = self._turn(written, self.limit)
        if replies is not None:
            return replies
        stopped = self._restart()
        return [stopped] if len(pairs) == 1 else [reply for pair in pairs for reply in self.ask([pair])]

    def _turn(self, pairs: Sequence[tuple[str, str]], seconds: float) -> list[dict[str, Any]] | None:
        """The replies to a turn, None if they do not come in time or the process ended."""
        assert self._process.stdin is not None  # noqa: S101 - the pipe was asked for
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(pairs).encode() + b"\n")
            self._process.stdin.flush()
        replies: list[dict[str, Any]] | None = self._receive(seconds)
        return replies

    def _restart(self) -> dict[str, Any]:
        died = self._process.poll() is not None
        self.close()
        self._start()
        detail = "died" if died else "stopped"
        return {"seconds": self.limit, "cpu": self.limit, "equal": None, "stopped": True, "detail": detail}

    def close(self) -> None:
        """End the process and those it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
