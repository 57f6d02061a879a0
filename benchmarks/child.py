"""Runs one peer in its own environment: ``python -m benchmarks.child PEER [is_equiv|grader]``, turns in, replies out.

The first line written tells version and seconds of import. Then each line read is a turn, a list of pairs
``[prediction, reference]``, and each line written what came of each of them and how long it took: the wall clock, and
the CPU time of this process. Nothing is read or written between the pairs of a turn. Whatever the peer prints goes to
standard error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import metadata
from types import ModuleType
from typing import Any, NamedTuple

from benchmarks.peers import load


def plain(value: object) -> dict[str, Any]:
    return {"equal": bool(value)}


class Call(NamedTuple):
    """What one call gave or raised, and how long it took."""

    value: Any
    raised: str
    seconds: float
    cpu: float


def measured(call: Callable[[str, Any], Any], pair: tuple[str, Any]) -> Call:
    """One call, timed; an exception of the peer is a pair it could not decide."""
    value: Any = None
    raised = ""
    cpu, start = time.process_time(), time.perf_counter()
    try:
        value = call(*pair)
    except Exception as problem:  # noqa: BLE001 - whatever a peer raises is its result
        raised = type(problem).__name__
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    return Call(value, raised, seconds, used)


def serve(peer: ModuleType, call: Callable[[str, Any], Any], write: Callable[[Any], None]) -> None:
    tell = getattr(peer, "reply", plain)
    prepare = peer.prepare() if hasattr(peer, "prepare") else None
    fresh = getattr(peer, "fresh", None)
    for line in sys.stdin:
        calls: list[Call] = []
        for prediction, reference in json.loads(line):
            pair = (prediction, prepare(reference) if prepare else reference)
            if fresh is not None:
                fresh()
            calls.append(measured(call, pair))
        write([_reply(made, tell) for made in calls])


def _reply(made: Call, tell: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    told = {"equal": None, "detail": f"raised {made.raised}"} if made.raised else tell(made.value)
    return {"seconds": made.seconds, "cpu": made.cpu, **told}


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def write(reply: object) -> None:
        replies.write(json.dumps(reply) + "\n")
        replies.flush()

    peer = load(sys.argv[1])
    start = time.perf_counter()
    call = getattr(peer, sys.argv[2] if len(sys.argv) > 2 else "is_equiv")()
    write({"load": time.perf_counter() - start, "version": metadata.version(peer.DISTRIBUTION)})
    serve(peer, call, write)


if __name__ == "__main__":
    main()
