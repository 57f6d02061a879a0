"""The child process that SymPy runs in: one JSON request a line, one JSON reply a line, a CPU limit for each.

Each request is worked on in a fork of the process, so that all start from the same state of SymPy and one that is ended
leaves the others theirs; where the system has no forks the process answers them itself. The operating system ends a
child that has used up its CPU time (``ITIMER_PROF``; where there is none, a thread that reads the process's CPU clock).
The process and its child also end when its standard input does, so they never outlive the parent, even in the midst of
a proof.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import queue
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.limits import SYMBOLIC_MEMORY_BYTES

__all__ = ["STOPPED_EXIT_CODE", "StepCounter", "TooManySteps", "answer", "main"]

STOPPED_EXIT_CODE = 97
"""Exit code of a process that its own watchdog stopped, where the system has no CPU timer."""

_POLL_SECONDS = 0.05


def _limit_memory(size: int) -> None:
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    with suppress(ValueError, OSError):  # a stricter limit is in force, or the system has none of this kind
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


class _CpuLimit:
    """Ends this process when one request has taken too much CPU time."""

    def __init__(self) -> None:
        self._deadline: float | None = None
        self._by_system = hasattr(signal, "setitimer")
        if self._by_system:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGPROF])
        else:
            threading.Thread(target=self._watch, daemon=True).start()

    def start(self, seconds: float) -> None:
        self._deadline = time.process_time() + seconds
        if self._by_system:
            signal.setitimer(signal.ITIMER_PROF, seconds)

    def stop(self) -> None:
        self._deadline = None
        if self._by_system:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _watch(self) -> None:
        while True:
            time.sleep(_POLL_SECONDS)
            deadline = self._deadline
            if deadline is not None and time.process_time() > deadline:
                os._exit(STOPPED_EXIT_CODE)


def _sides(request: dict[str, Any], log_base: str) -> list[list[Any]]:
    """Left and right of the request, each as its list of sides (two for an equation)."""
    import sympy  # noqa: PLC0415 - this module's constants are also the parent's

    from mathequiv.symbolic.proof import Side  # noqa: PLC0415
    from mathequiv.symbolic.to_sympy import Converter, Names  # noqa: PLC0415
    from mathequiv.symbolic.tree_json import decode  # noqa: PLC0415

    sides = (request["left"], request["right"])
    is_latex = any(form == "latex" for side in sides for form, _ in side)
    reader: Any = import_module("mathequiv.symbolic.latex2sympy") if is_latex else None
    base = {"e": sympy.S.Exp1, "10": sympy.Integer(10)}[log_base]
    read = [[(form, decode(data) if form == "tree" else reader.read(data)) for form, data in side] for side in sides]
    flat = [item for side in read for item in side]
    names = Names.of(made for form, made in flat if form == "tree")
    for form, made in flat:
        if form == "latex":
            more = reader.names_in(made)
            names = Names(names.imaginary, names.lower | more.lower, names.upper | more.upper)

    def side_of(form: str, made: Any) -> Side:
        converter = Converter(names, base)
        written = converter.convert(made) if form == "tree" else reader.rebuild(made, converter)
        nonzero, folds = tuple(converter.nonzero), tuple(converter.folds)
        return Side(written, nonzero, folds, tuple(converter.radicands), names.imaginary)

    return [[side_of(*item) for item in side] for side in read]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The reply to one request; ``bases`` are the bases tried for a logarithm without one.

    Equal for one base is equal; different must hold for every base.
    """
    from mathequiv.symbolic.proof import UNKNOWN, prove_equal, prove_proportional  # noqa: PLC0415
    from mathequiv.symbolic.to_sympy import Unsupported  # noqa: PLC0415

    outcomes = []
    for log_base in request["bases"]:
        try:
            left, right = _sides(request, log_base)
        except (Unsupported, OverLimit, UndefinedValue):
            return {"verdict": "unknown"}
        outcome = prove_equal(left[0], right[0]) if len(left) == 1 else prove_proportional(left, right)
        if outcome.verdict == "equal":
            outcomes = [outcome]
            break
        outcomes.append(outcome)
    verdicts = {outcome.verdict for outcome in outcomes}
    final = outcomes[0] if len(verdicts) == 1 else UNKNOWN
    return {
        "verdict": final.verdict,
        "method": final.method,
        "point": final.point,
        "left": final.left,
        "right": final.right,
    }


class TooManySteps(BaseException):
    """SymPy took as many steps as it may; no library's own handler of exceptions catches this."""


class StepCounter:
    """How many more steps SymPy may take for this request."""

    def __init__(self) -> None:
        self.left = 0

    def spend(self, steps: int) -> None:
        """Take ``steps``.

        Raises:
            TooManySteps: nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            self.left = sys.maxsize  # what cleans up after the exception may take steps
            raise TooManySteps


class _Requests:
    """Requests that arrive at a file, a line each."""

    def __init__(self, source: int) -> None:
        self.source = source
        self._buffer = b""

    def next(self) -> dict[str, Any] | None:
        """The next request, None if there will be none."""
        while b"\n" not in self._buffer:
            if not self.receive():
                return None
        line, self._buffer = self._buffer.split(b"\n", 1)
        request: dict[str, Any] = json.loads(line)
        return request

    def receive(self) -> bool:
        """Take what has arrived; False if the parent has gone."""
        data = os.read(self.source, 1 << 16)
        self._buffer += data
        return bool(data)


def _private_output() -> int:
    """The pipe to the parent; standard output itself is turned away, so that a library that prints breaks no line."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipe


def _send(pipe: int, reply: dict[str, Any]) -> None:
    data = json.dumps(reply).encode() + b"\n"
    while data:
        data = data[os.write(pipe, data) :]


def _reply(request: dict[str, Any], counter: StepCounter, limit: _CpuLimit) -> dict[str, Any]:
    """The answer to a request, or which limit ended it, with the processor time it took and the steps it left."""
    limit.start(request["cpu_seconds"])
    began = time.process_time()
    counter.left = request["steps"]
    try:
        reply = answer(request)
    except MemoryError:
        reply = {"verdict": "memory"}
    except TooManySteps:
        reply = {"verdict": "steps"}
    limit.stop()
    reply["cpu"] = time.process_time() - began
    reply["steps"] = counter.left
    return reply


def main(memory_bytes: int = SYMBOLIC_MEMORY_BYTES, *, fork: bool = hasattr(os, "fork")) -> None:
    """Serve requests until standard input ends.

    Args:
        memory_bytes: address space of this process and of each of its children.
        fork: whether each request is worked on in a child of its own.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    pipe = _private_output()
    gc.disable()  # nothing of what is loaded here is ever garbage
    steps = import_module("mathequiv.symbolic.steps")
    import_module("mathequiv.symbolic.proof")
    steps.prepare()
    counter = steps.count_steps()
    _limit_memory(memory_bytes)
    gc.freeze()
    gc.enable()
    serve = _serve_by_children if fork else _serve_here
    serve(_Requests(0), pipe, functools.partial(_reply, counter=counter, limit=_CpuLimit()))


_Replies = Callable[[dict[str, Any]], dict[str, Any]]


def _serve_by_children(requests: _Requests, pipe: int, reply: _Replies) -> None:
    """Answer each request in a fork of this process: all start from one state, and a stop costs no new start."""
    while (request := requests.next()) is not None:
        if any(form == "latex" for side in ("left", "right") for form, _ in request[side]):
            import_module("mathequiv.symbolic.latex2sympy")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            for unused in (requests.source, pipe, reading):
                os.close(unused)
            _send(writing, reply(request))
            os._exit(0)
        os.close(writing)
        data = _wait_for(child, reading, requests)
        os.close(reading)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        _send(pipe, json.loads(data) if data.endswith(b"\n") else {"verdict": "ended", "code": code})


def _wait_for(child: int, reading: int, requests: _Requests) -> bytes:
    """What a child writes until it ends; ends both processes when the parent has gone."""
    data = b""
    sources = [reading, requests.source]
    while True:
        ready, _, _ = select.select(sources, [], [])
        if requests.source in ready and not requests.receive():
            os.kill(child, signal.SIGKILL)
            os._exit(0)
        if reading in ready:
            piece = os.read(reading, 1 << 16)
            if not piece:
                return data
            data += piece


def _serve_here(requests: _Requests, pipe: int, reply: _Replies) -> None:
    """Answer requests one after the other in this process, where the system has no forks."""
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(requests, waiting), daemon=True).start()
    while True:
        made = reply(waiting.get())
        _send(pipe, made)
        if made["verdict"] == "memory":
            return
        import_module("mathequiv.symbolic.steps").forget()


def _read_requests(source: _Requests, requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    while (request := source.next()) is not None:
        requests.put(request)
    os._exit(0)
