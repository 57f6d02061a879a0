"""Hostile pairs against the bars: each answered in less than a second and 300 MB, the median in less than 5 ms.

usage: python -m benchmarks.hostile [part of an id]

Each pair is compared in both orders in this process, the symbolic worker warm. Time is wall clock, so run it on a
quiet machine; memory is the peak of this process and of its worker for the pair (Linux only).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mathequiv import compare, grade
from mathequiv.symbolic.process import shared_worker
from tests.hostile_pairs import PAIRS, RESPONSES, HostilePair, HostileResponse

MOST_SECONDS = 1.0
MEDIAN_SECONDS = 0.005
MOST_MEGABYTES = 300


@dataclass(frozen=True)
class Measured:
    """One pair or response: slowest of its calls, peak memory in MB, and what was wrong."""

    id: str
    seconds: float
    megabytes: float
    wrong: str


def _processes() -> list[int]:
    worker = shared_worker().pid
    return [os.getpid()] + ([worker] if worker else [])


def forget_peak() -> None:
    for marks in (Path(f"/proc/{pid}/clear_refs") for pid in _processes()):
        if marks.exists():
            marks.write_text("5")


def peak() -> float:
    """Megabytes at the highest since `forget_peak`, of this process and its worker together."""
    total = 0
    for status in (Path(f"/proc/{pid}/status") for pid in _processes()):
        total += int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else 0
    return total / 1024


def _timed(call: Callable[..., Any], *args: Any) -> tuple[Any, float]:
    start = time.perf_counter()
    found = call(*args)
    return found, time.perf_counter() - start


def measure_pair(row: HostilePair) -> Measured:
    a, b = row.make()
    forget_peak()
    there, first = _timed(compare, a, b)
    back, second = _timed(compare, b, a)
    wrong = []
    if there.rule == "internal_error" or back.rule == "internal_error":
        wrong.append(there.reason)
    if (there.verdict, there.rule) != (back.verdict, back.rule):
        wrong.append("not symmetric")
    if there.equivalent != row.equal:
        wrong.append(f"{there.verdict.name} by {there.rule}")
    if there.rule == "stopped":
        wrong.append("stopped")
    return Measured(row.id, max(first, second), peak(), ", ".join(wrong))


def measure_response(row: HostileResponse) -> Measured:
    response = row.make()
    forget_peak()
    graded, seconds = _timed(grade, response, row.reference)
    return Measured(f"response {row.id}", seconds, peak(), "graded correct" if graded.correct else "")


def report(title: str, rows: list[Measured], most_median: float) -> bool:
    print(f"\n{title}: {len(rows)}")
    late = [row for row in rows if row.seconds >= MOST_SECONDS]
    large = [row for row in rows if row.megabytes >= MOST_MEGABYTES]
    wrong = [row for row in rows if row.wrong]
    for row in sorted({*late, *large, *wrong}, key=lambda row: -row.seconds):
        print(f"  FAIL {row.id}: {row.seconds:.2f} s, {row.megabytes:.0f} MB {row.wrong}")
    slowest = max(rows, key=lambda row: row.seconds)
    middle = statistics.median(row.seconds for row in rows)
    print(f"  median   {1000 * middle:8.2f} ms   bar {1000 * most_median:.0f} ms")
    print(f"  slowest  {1000 * slowest.seconds:8.0f} ms   bar {1000 * MOST_SECONDS:.0f} ms   {slowest.id}")
    print(f"  memory   {max(row.megabytes for row in rows):8.0f} MB   bar {MOST_MEGABYTES} MB")
    return not (late or large or wrong) and middle < most_median


def main() -> int:
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    compare(r"\int_0^1 x dx", r"\frac12")
    compare(r"\sin x", "x+1")
    pairs = [measure_pair(row) for row in PAIRS if part in row.id]
    responses = [measure_response(row) for row in RESPONSES if part in row.id]
    # A response of a megabyte is read whole, so only the bar of a single one holds for their median.
    parts = (("pairs", pairs, MEDIAN_SECONDS), ("responses of 1 MB", responses, MOST_SECONDS))
    good = [report(title, rows, most_median) for title, rows, most_median in parts if rows]
    print("\nall bars met" if all(good) else "\nsome bars missed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
