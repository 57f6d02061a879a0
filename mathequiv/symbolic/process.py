"""The parent's end of the worker process: started on first use, reused, replaced when it ends, gone with its parent.

A plain subprocess, so it can be started from a daemonic ``multiprocessing`` worker, and in any thread. One request is
under way at a time; other threads wait for their turn. A forked child starts a worker of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from mathequiv.limits import SYMBOLIC_CPU_SECONDS, SYMBOLIC_MAX_STEPS, SYMBOLIC_MEMORY_BYTES
from mathequiv.symbolic.worker import STOPPED_EXIT_CODE

__all__ = ["Stopped", "WorkerProcess", "shared_worker", "shutdown"]

# The parent's own search path, not the current folder's: `-m` would let a file there shadow a module.
_START = (
    "import sys; size = int(sys.argv[1]); sys.path[:] = sys.argv[2:]; "
    "from mathequiv.symbolic.worker import main; main(size)"
)
_ATTEMPTS = 2
_CPU_LIMIT_CODES = (STOPPED_EXIT_CODE, *((-signal.SIGPROF,) if hasattr(signal, "SIGPROF") else ()))
_FIXED_HASHES = {"PYTHONHASHSEED": "0"}  # SymPy's order of terms, and so what it finds, can follow hash order


class Stopped(Exception):  # noqa: N818 - a state of affairs, as in the contract's rule of that name
    """The worker ended before it could reply; ``str`` of it is one plain clause."""


class WorkerProcess:
    """One worker.

    Args:
        cpu_seconds: CPU time of one request.
        memory_bytes: address space of the process.
    """

    def __init__(self, cpu_seconds: float = SYMBOLIC_CPU_SECONDS, memory_bytes: int = SYMBOLIC_MEMORY_BYTES) -> None:
        self.cpu_seconds = cpu_seconds
        self.memory_bytes = memory_bytes
        self.stopped = 0
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        process = self._process
        return None if process is None else process.pid

    def ask(self, request: dict[str, Any], cpu_seconds: float | None = None) -> dict[str, Any]:
        """The worker's reply to ``request``; its ``cpu`` is the CPU time that was taken, in seconds.

        Args:
            request: what `mathequiv.symbolic.worker.answer` takes.
            cpu_seconds: CPU time of this request, if it is not the worker's own limit.

        Raises:
            Stopped: it was ended by its CPU or memory limit, or ended twice without a reply.
        """
        limits = {"steps": SYMBOLIC_MAX_STEPS, "cpu_seconds": cpu_seconds or self.cpu_seconds}
        line = json.dumps({**limits, **request}).encode() + b"\n"
        with self._lock:
            code: int | None = None
            for _ in range(_ATTEMPTS):
                reply = self._exchange(line)
                if reply is not None and reply["verdict"] != "ended":
                    return self._check(reply)
                code = self._end() if reply is None else reply["code"]
                if code in _CPU_LIMIT_CODES:
                    break
            self.stopped += 1
            by_limit = code in _CPU_LIMIT_CODES
            raise Stopped("its CPU limit was reached" if by_limit else f"its process ended with code {code}")

    def _check(self, reply: dict[str, Any]) -> dict[str, Any]:
        if reply["verdict"] == "memory":
            self.stopped += 1
            raise Stopped("its memory limit was reached")
        return reply

    def _exchange(self, line: bytes) -> dict[str, Any] | None:
        """One reply, None if the process ended."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return None
        reply: bytes | None = None
        try:
            process.stdin.write(line)
            reply = process.stdout.readline()
        except OSError:
            return None
        finally:
            if reply is None:  # broken or interrupted: a reply that comes later must not answer the next request
                process.kill()
        return json.loads(reply) if reply.endswith(b"\n") else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _START, str(self.memory_bytes), *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={**os.environ, **_FIXED_HASHES},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def close(self) -> None:
        """End the worker; the next request starts another."""
        with self._lock:
            self._end()

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        _close_pipes(process)
        return process.wait()

    def abandon(self) -> None:
        """Let go of a worker that belongs to the parent this process was forked from."""
        process, self._process = self._process, None
        self._lock = threading.Lock()  # the old one may be held by a thread that does not exist here
        self.stopped = 0
        if process is not None:
            _close_pipes(process)
            process.returncode = 0  # not ours to wait for


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


_WORKER = WorkerProcess()


def shared_worker() -> WorkerProcess:
    """The worker that all threads of this process share."""
    return _WORKER


def shutdown() -> None:
    """End the shared worker and wait until it is gone; the next use starts another."""
    _WORKER.close()


atexit.register(shutdown)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_WORKER.abandon)
