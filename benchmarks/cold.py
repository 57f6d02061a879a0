"""Cold starts: what an import, a first verdict and the command cost, each in fresh processes."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

__all__ = ["PEER", "cold_starts"]

_REPEATS = 15
_CHECK = (sys.executable, "-m", "mathequiv", "check", "1/2", "0.5")
_PROGRAMS = {
    "bare Python": (sys.executable, "-c", "pass"),
    "import mathequiv": (sys.executable, "-c", "import mathequiv"),
    "import mathequiv, first verdict": (sys.executable, "-c", "import mathequiv; mathequiv.is_equiv('1/2', '0.5')"),
    "mathequiv check 1/2 0.5": _CHECK,
}
PEER = "import math_verify, verify one pair"
_PEER = "from math_verify import parse, verify; verify(parse('$1/2$'), parse('$0.5$'))"


_WITH_BYTECODE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Users' programs compile a module once, at their first start."""


def _children_cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _milliseconds(command: Sequence[str]) -> tuple[float, float]:
    start, cpu = time.perf_counter(), _children_cpu()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_WITH_BYTECODE)
    return 1000 * (time.perf_counter() - start), 1000 * (_children_cpu() - cpu)


def cold_starts(math_verify: str | None) -> dict[str, dict[str, float]]:
    """Median milliseconds of each program by the wall clock and of CPU time, the programs in turn.

    Args:
        math_verify: the Python of an environment with Math-Verify; None leaves it out.
    """
    programs: dict[str, tuple[str, ...]] = dict(_PROGRAMS)
    if math_verify is not None:
        programs[PEER] = (math_verify, "-c", _PEER)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(_REPEATS):
        for name, command in programs.items():
            times[name].append(_milliseconds(command))
    found = {name: list(map(statistics.median, zip(*spent, strict=True))) for name, spent in times.items()}
    return {name: {"wall_ms": wall, "cpu_ms": cpu} for name, (wall, cpu) in found.items()}
