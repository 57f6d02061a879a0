"""Runs a grader in a process of its own: ``python -m mathequiv.audit.child PACKAGE:FUNCTION``.

The first line written says that the grader is loaded, or why it is not. Then each line read is ``[prediction,
reference]``, and each line written its outcome. Whatever the grader prints goes to standard error.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["main"]


def _load(name: str) -> Callable[[str, str], Any]:
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{name} is not a function")
    grader: Callable[[str, str], Any] = found
    return grader


def _call(grader: Callable[[str, str], Any], prediction: str, reference: str) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        said: dict[str, Any] = {"equal": bool(grader(prediction, reference))}
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - whatever a grader raises is its result
        said = {"equal": None, "raised": f"{type(problem).__name__}: {problem}"[:300]}
    return {**said, "seconds": time.perf_counter() - start}


def _end_with_parent(parent: int) -> None:
    """A parent that is killed cannot end a grader that hangs."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main() -> None:
    """Serve until standard input ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def write(reply: dict[str, Any]) -> None:
        replies.write(json.dumps(reply) + "\n")
        replies.flush()

    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    sys.path.insert(0, str(Path.cwd()))  # the grader may be a file of the folder one works in
    try:
        grader = _load(sys.argv[1])
    except Exception as problem:  # noqa: BLE001 - said to the parent
        write({"failed": f"{type(problem).__name__}: {problem}"})
        return
    write({"loaded": True})
    for line in sys.stdin.buffer:
        write(_call(grader, *json.loads(line)))


if __name__ == "__main__":
    main()
