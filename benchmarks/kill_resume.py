"""Runs killed (SIGKILL) at random moments and resumed: the result must be the uninterrupted one, byte for byte.

usage: python benchmarks/kill_resume.py [KILLS] [--rows N] [--seed N]

Prints, for each kill, when it came, how many rows were stored, and how many were graded a second time.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from large_run import write_rows

from mathequiv.scoring.batches import Task, grade_batch
from mathequiv.scoring.parallel import CHUNK_ROWS
from mathequiv.scoring.run import ScoreRequest, score

_LOG = "MATHEQUIV_BENCHMARK_LOG"
_SLICE = 0.01


def grade_logged(tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
    """Grade, and add a byte a row to a file, so that rows graded twice are seen."""
    with Path(os.environ[_LOG]).open("ab") as log:
        log.write(b"." * len(tasks))
    return grade_batch(tasks, policy, options)


def start(rows: Path, out: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--child", str(rows), "--out", str(out)]
    return subprocess.Popen(command, env={**os.environ, _LOG: str(log)})


def finish(rows: Path, out: Path, log: Path) -> tuple[bytes, float]:
    begin = time.perf_counter()
    if start(rows, out, log).wait() != 0:
        sys.exit("a run failed")
    return (out / "graded.jsonl").read_bytes(), time.perf_counter() - begin


def kill_once(rows: Path, folder: Path, after: float) -> tuple[bytes, int, int]:
    """The result of a run killed after so many seconds and resumed, the rows then stored, the rows graded in all."""
    out, log = folder / "out", folder / "log"
    run = start(rows, out, log)
    end = time.perf_counter() + after
    while run.poll() is None and time.perf_counter() < end:
        time.sleep(_SLICE / 10)
    run.send_signal(signal.SIGKILL)
    run.wait()
    files = [path for path in (out / "graded.jsonl.part", out / "graded.jsonl") if path.exists()]
    stored = files[0].read_bytes().count(b"\n") if files else 0
    result, _ = finish(rows, out, log)
    return result, stored, log.stat().st_size


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", nargs="?", type=int, default=20)
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.child is not None:
        score(ScoreRequest([args.child], out=args.out, resume=True, workers=2), grader=grade_logged)
        return 0
    rng = random.Random(args.seed)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        base, rows = Path(folder), Path(folder) / "rows.jsonl"
        write_rows(rows, args.rows)
        whole, seconds = finish(rows, base / "whole", base / "log")
        for number in range(args.kills):
            place = base / str(number)
            place.mkdir()
            after = rng.uniform(0, seconds)
            result, stored, graded = kill_once(rows, place, after)
            again = graded - args.rows
            good = result == whole and again <= CHUNK_ROWS
            bad += not good
            print(f"{after:6.2f} s  {stored:>6} rows stored  {again:>5} again  {'identical' if good else 'DIFFERENT'}")
    print(f"{args.kills - bad} of {args.kills} identical, at most {CHUNK_ROWS} rows graded again")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
