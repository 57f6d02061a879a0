"""Time and memory of a long scoring run: the 800 recorded responses repeated under new ids, nothing remembered.

usage: python -m benchmarks.large_run [ROWS ...] [--workers N]

Prints, for each number of rows, seconds, milliseconds a row (on the clock, and of all processes' CPU time, which other
load disturbs less), and the largest resident memory of the parent process.
Each run is a process of its own. The cache of prepared texts is emptied before every batch, so a repeated response
costs what a new one does.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import write_rows
from mathequiv.prepared import clear_cache
from mathequiv.scoring.batches import Task, grade_batch
from mathequiv.scoring.run import ScoreRequest, score

_DEFAULT_ROWS = (20_000, 200_000)
_LINEAR = 1.3
_MEMORY_MB = 600


def grade_afresh(tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
    clear_cache()
    return grade_batch(tasks, policy, options)


def child(path: Path, workers: int | None) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        summary = score(ScoreRequest([path], out=Path(folder), workers=workers), grader=grade_afresh)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    correct = summary.total.counts["correct"]
    peak, worker = (one.ru_maxrss / 1024 for one in used)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "worker_peak": worker, "correct": correct}))


def measure(rows: int, workers: int | None) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        write_rows(path, rows)
        command = [sys.executable, __file__, "--child", str(path), "--workers", str(workers or 0)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    each, cpu = 1000 * found["seconds"] / rows, 1000 * found["cpu"] / rows
    shown = f"{found['seconds']:8.1f} s {each:7.3f} ms a row {cpu:7.3f} ms CPU {found['peak']:6.0f} MB parent"
    print(f"{rows:>8} rows {shown}   {found['correct']:.0f} correct", flush=True)
    return {"each": each, "cpu": cpu, "peak": found["peak"]}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", type=int, default=_DEFAULT_ROWS)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--child", type=Path)
    args = parser.parse_args()
    if args.child is not None:
        child(args.child, args.workers or None)
        return 0
    runs = [measure(rows, args.workers or None) for rows in args.rows]
    ratio = runs[-1]["each"] / runs[0]["each"]
    cpu = runs[-1]["cpu"] / runs[0]["cpu"]
    print(
        f"time a row, last to first: {ratio:.2f} ({cpu:.2f} of CPU; at most {_LINEAR}); memory at most {_MEMORY_MB} MB"
    )
    return 0 if ratio <= _LINEAR and max(run["peak"] for run in runs) < _MEMORY_MB else 1


if __name__ == "__main__":
    sys.exit(main())
