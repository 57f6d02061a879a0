"""A process of the pool: jobs from standard input, replies to standard output, both as length and JSON.

A job is a list of items, ``[call, arguments]`` each; the reply is a list of as many results. A result is what the call
returned, or ``{"refused": message}`` where the arguments were wrong, or ``{"failed": message}`` where the call was.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Final

from mathequiv.comparison import Reference, compare
from mathequiv.grading import grade
from mathequiv.harness.facts import facts
from mathequiv.harness.rewards import reward_grade
from mathequiv.verdict import Options

__all__ = ["CALLS", "HEADER", "answer", "framed", "main"]

HEADER: Final = struct.Struct("!I")
"""The length of what follows, in bytes."""


def framed(value: object) -> bytes:
    """A value as it goes through a pipe."""
    body = json.dumps(value).encode()
    return HEADER.pack(len(body)) + body


def _grade(response: str | None, reference: Any, **how: Any) -> dict[str, Any]:
    options = how.pop("options")
    return grade(response, reference, **how, **options).to_dict()


def _compare(prediction: str, reference: str | list[str], options: Mapping[str, Any]) -> dict[str, Any]:
    chosen = Options().changed(options)
    if isinstance(reference, str):
        return compare(prediction, reference, options=chosen).to_dict()
    return Reference(reference, options=chosen).compare(prediction).to_dict()


def _reward(response: str | None, reference: Any, policy: str, problem: str | None) -> dict[str, Any]:
    graded = reward_grade(response, reference, policy, prompt=problem)
    return {"reward": float(graded.correct), **facts(graded)}


CALLS: Final[Mapping[str, Callable[..., dict[str, Any]]]] = {"grade": _grade, "compare": _compare, "reward": _reward}
"""What an item can ask for."""


def answer(items: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The results of a job, in its order."""
    return [_answer(call, arguments) for call, arguments in items]


def _answer(call: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return CALLS[call](**arguments)
    except (ValueError, TypeError) as error:
        return {"refused": str(error)}
    except Exception as error:  # noqa: BLE001 - the other items of the job, and the process, go on
        return {"failed": f"{type(error).__name__}: {error}"}


def _warm() -> None:
    """Load what the first items would wait for, SymPy's process among it."""
    grade(r"The answer is $\boxed{\frac{1}{2}}$.", "0.5")
    compare(r"\lim_{x\to\infty}(\sqrt{x^2+x}-x)", "1/2")


def main() -> None:
    """Work until standard input ends. Whoever stops the server also signals its processes: they finish first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A function, not SIG_IGN: that would be handed down to SymPy's process, which is ended by this signal.
    signal.signal(signal.SIGTERM, lambda *_: None)
    jobs, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # whatever prints does not end up among the replies
    _warm()
    _reply(replies, os.getpid())
    while (head := jobs.read(HEADER.size)) and len(head) == HEADER.size:
        _reply(replies, answer(json.loads(jobs.read(*HEADER.unpack(head)))))


def _reply(stream: BinaryIO, value: object) -> None:
    try:
        stream.write(framed(value))
        stream.flush()
    except BrokenPipeError:
        sys.exit(0)
