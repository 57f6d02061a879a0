"""Cold starts: what an import, a first verdict and the command cost, each in fresh processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

__all__ = ["cold_starts"]

_REPEATS = 15
_CHECK = (sys.executable, "-m", "mathequiv", "check", "1/2", "0.5")
_PROGRAMS = {
    "bare Python": (sys.executable, "-c", "pass"),
    "import mathequiv": (sys.executable, "-c", "import mathequiv"),
    "import mathequiv, first verdict": (sys.executable, "-c", "import mathequiv; mathequiv.is_equiv('1/2', '0.5')"),
    "mathequiv check 1/2 0.5": _CHECK,
}


def _wall(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def cold_starts() -> dict[str, float]:
    """Median milliseconds of each program, wall clock, the programs in turn."""
    times: dict[str, list[float]] = {name: [] for name in _PROGRAMS}
    for _ in range(_REPEATS):
        for name, command in _PROGRAMS.items():
            times[name].append(_wall(command))
    return {name: statistics.median(values) for name, values in times.items()}
