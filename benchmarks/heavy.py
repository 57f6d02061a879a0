"""Heavy pairs against their bar: 1.5 s of processor time each, the symbolic worker's included.

usage: python -m benchmarks.heavy [part of an id]

Processor time of this process, of its worker while that lives, and of workers that ended; the worker is started before.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from mathequiv import compare
from mathequiv.symbolic.process import shared_worker
from tests.heavy_pairs import PAIRS

MOST_SECONDS = 1.5
_WARM = (r"\lim_{x\to\infty}(\sqrt{x^2+x}-x)", "1")


def _processor_seconds() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = time.process_time() + ended.ru_utime + ended.ru_stime
    pid = shared_worker().pid
    if pid is not None:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def main(part: str = "") -> int:
    """Print the slowest pairs; 1 if one is over the bar."""
    compare(*_WARM)
    rows = []
    for pair in (pair for pair in PAIRS if part in pair.id):
        before = _processor_seconds()
        result = compare(pair.a, pair.b)
        rows.append((_processor_seconds() - before, pair.id, result.verdict.value, result.rule))
    rows.sort(reverse=True)
    for seconds, name, verdict, rule in rows[:15]:
        print(f"{seconds:6.2f} s  {name}  {verdict}  {rule}")
    over = sum(seconds > MOST_SECONDS for seconds, *_ in rows)
    print(f"{len(rows)} pairs, {over} over {MOST_SECONDS} s")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
