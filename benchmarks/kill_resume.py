"""Runs killed (SIGKILL) at random moments and resumed: the result must be the uninterrupted one, byte for byte.

usage: python -m benchmarks.kill_resume [KILLS] [--rows N] [--seed N]

Prints, for each kill, how much was stored when it came, and how many rows were graded a second time.
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

from benchmarks.corpora import write_rows
from mathequiv.scoring.batches import Task, grade_batch
from mathequiv.scoring.parallel import CHUNK_ROWS
from mathequiv.scoring.run import ScoreRequest, score

_LOG = "MATHEQUIV_BENCHMARK_LOG"
_POLL = 0.001
_LONGEST_DELAY = 0.05


def grade_logged(tasks: Sequence[Task], policy: str, options: Mapping[str, Any]) -> list[bytes]:
    """Grade, and add a byte a row to a file, so that rows graded twice are seen."""
    with Path(os.environ[_LOG]).open("ab") as log:
        log.write(b"." * len(tasks))
    return grade_batch(tasks, policy, options)


def start(rows: Path, out: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--child", str(rows), "--out", str(out)]
    return subprocess.Popen(command, env={**os.environ, _LOG: str(log)})


def finish(rows: Path, out: Path, log: Path) -> bytes:
    if start(rows, out, log).wait() != 0:
        sys.exit("a run failed")
    return (out / "graded.jsonl").read_bytes()


def stored(out: Path) -> int:
    """Bytes of graded rows that are on disk."""
    sizes = [path.stat().st_size for path in (out / "graded.jsonl.part", out / "graded.jsonl") if path.exists()]
    return sizes[0] if sizes else 0


def kill_once(rows: Path, folder: Path, size: float, delay: float) -> tuple[bytes, int, int]:
    """Kill a run some seconds after it has stored so many bytes, and resume it.

    Returns:
        The result, the bytes stored at the kill, and the rows graded in all.
    """
    out, log = folder / "out", folder / "log"
    run = start(rows, out, log)
    while run.poll() is None and stored(out) < size:
        time.sleep(_POLL)
    time.sleep(delay)
    run.send_signal(signal.SIGKILL)
    run.wait()
    found = stored(out)
    return finish(rows, out, log), found, log.stat().st_size


def first_difference(a: bytes, b: bytes) -> str:
    for number, (x, y) in enumerate(zip(a.split(b"\n"), b.split(b"\n"), strict=False), 1):
        if x != y:
            return f"line {number}:\n  {x.decode()}\n  {y.decode()}"
    return "one is longer"


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
        whole = finish(rows, base / "whole", base / "log")
        for number in range(args.kills):
            place = base / str(number)
            place.mkdir()
            size, delay = rng.uniform(0, len(whole)), rng.uniform(0, _LONGEST_DELAY)
            result, found, graded = kill_once(rows, place, size, delay)
            again = graded - args.rows
            good = result == whole and again <= CHUNK_ROWS
            bad += not good
            share = 100 * found / len(whole)
            print(
                f"killed at {share:5.1f} %  {again:>5} rows again  {'identical' if good else 'DIFFERENT'}", flush=True
            )
            if result != whole:
                print(first_difference(whole, result))
    print(f"{args.kills - bad} of {args.kills} identical, at most {CHUNK_ROWS} rows graded again")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
