"""The child process that SymPy runs in: one JSON request a line, one JSON reply a line, a CPU limit for each.

The operating system ends the process when a request has used up its CPU time (``ITIMER_PROF``; where there is none, a
thread that reads the process's CPU clock). The process also ends when its standard input does, so it never outlives its
parent, even in the midst of a proof.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from typing import Any

from mathequiv.errors import OverLimit, UndefinedValue
from mathequiv.limits import SYMBOLIC_MEMORY_BYTES

__all__ = ["STOPPED_EXIT_CODE", "answer", "main"]

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


class _TooManyObjects(BaseException):
    """SymPy made as many objects as it may; no library's own handler of exceptions catches this."""


class _Counter:
    """How many more objects SymPy may make for this request."""

    def __init__(self) -> None:
        self.left = 0


def _count_objects() -> _Counter:
    """Count what SymPy makes: steps that are the same on every machine and under any load."""
    from sympy.core.basic import Basic  # noqa: PLC0415

    counter, make = _Counter(), Basic.__new__

    def counted(cls: type, *args: Any) -> Any:
        counter.left -= 1
        if counter.left < 0:
            counter.left = sys.maxsize  # what cleans up after the exception may make objects
            raise _TooManyObjects
        return make(cls, *args)

    Basic.__new__ = counted
    return counter


def _read_requests(source: Any, requests: queue.SimpleQueue[bytes]) -> None:
    for line in source:
        requests.put(line)
    os._exit(0)


def _private_output() -> Any:
    """The pipe to the parent; standard output itself is turned away, so that a library that prints breaks no line."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipe


def main(memory_bytes: int = SYMBOLIC_MEMORY_BYTES) -> None:
    """Serve requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    replies = _private_output()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    import_module("mathequiv.symbolic.proof")  # loads SymPy before any request's CPU time runs
    counter = _count_objects()
    _limit_memory(memory_bytes)
    limit = _CpuLimit()
    while True:
        request = json.loads(requests.get())
        limit.start(request["cpu_seconds"])
        began = time.process_time()
        counter.left = request["objects"]
        try:
            reply = answer(request)
        except MemoryError:
            reply = {"verdict": "memory"}
        except _TooManyObjects:
            reply = {"verdict": "objects"}
        limit.stop()
        reply["cpu"] = time.process_time() - began
        reply["objects"] = counter.left
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()
        if reply["verdict"] == "memory":
            return
        _forget()


def _forget() -> None:
    """Empty SymPy's cache, so that no reply, and no CPU time, depends on earlier requests."""
    from sympy.core.cache import clear_cache  # noqa: PLC0415

    clear_cache()
