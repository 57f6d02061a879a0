"""Rows per second and core of what grades many responses: the recorded ones, repeated under new ids.

usage: python benchmarks/scale.py [batch] [ray] [spark] [math_verify] [--rows N] [--workers N] [--kill]

``batch`` is `grade_batch` alone, in one process, over the same rows: what the others are compared with. ``ray`` and
``spark`` start a cluster of this machine and grade a folder of Parquet files; their libraries must be installed, and so
must ``math-verify`` for the last. Prints, for each, seconds, rows per second, the share of what as many processes of
``batch`` would do, CPU time a row, and the largest resident memory of a process in the first and in the second half of
the run. ``--kill`` ends a worker of Ray meanwhile.

The caches of prepared texts hold the answers of all 800 responses, so a run of other responses compares some more.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from corpora import SHARED, read_jsonl

from mathequiv.batch import grade_batch, grade_dataframe
from mathequiv.scoring.run import ScoreRequest, score

_PART = 50_000
"""Rows of one Parquet file of the folder."""


def pool_of_rows() -> list[dict[str, str]]:
    problems = read_jsonl(SHARED / "data" / "responses_math100.jsonl")
    return [
        {"id": p["id"], "level": p["level"], "answer": p["answer"], "response": text}
        for p in problems
        for text in p["responses"]
    ]


def tables(rows: int, size: int) -> Iterator[pa.Table]:
    """The rows, in tables of a bounded size."""
    pool = pool_of_rows()
    for start in range(0, rows, size):
        part = range(start, min(rows, start + size))
        yield pa.Table.from_pylist([{**pool[n % len(pool)], "id": f"{pool[n % len(pool)]['id']}/{n}"} for n in part])


def write_folder(folder: Path, rows: int) -> None:
    for number, table in enumerate(tables(rows, _PART)):
        pq.write_table(table, folder / f"part-{number:04d}.parquet", row_group_size=4096)


# ---- what runs meanwhile -------------------------------------------------------------------------------------------


def descendants() -> list[int]:
    """The processes that this one started, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, left = [], [os.getpid()]
    while left:
        children = parents.get(left.pop(), [])
        found += children
        left += children
    return found


def facts_of(pid: int) -> tuple[str, float, float]:
    """Name, CPU seconds and resident megabytes of a process."""
    try:
        place = Path(f"/proc/{pid}")
        fields = (place / "stat").read_text().rpartition(")")[2].split()
        name = (place / "cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
        ticks = os.sysconf("SC_CLK_TCK")
        return name, (int(fields[11]) + int(fields[12])) / ticks, int(fields[21]) * resource.getpagesize() / 2**20
    except OSError:
        return "", 0.0, 0.0


@dataclass
class Watch:
    """What the graders of a run used: their CPU time, and their memory over time."""

    wanted: tuple[str, ...]
    cpu: dict[int, float] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)
    kill: bool = False
    killed: int | None = None

    def look(self, now: float) -> None:
        """Take note of the graders, ``now`` seconds after the start."""
        seen = {pid: facts_of(pid) for pid in descendants()}
        graders = {pid: facts for pid, facts in seen.items() if facts[0].rpartition("/")[2].startswith(self.wanted)}
        for pid, (_, cpu, _) in graders.items():
            self.cpu[pid] = cpu
        if graders:
            self.memory.append((now, max(megabytes for *_, megabytes in graders.values())))
        grading = [pid for pid, facts in graders.items() if facts[0].startswith("ray::grade_shard")]
        if self.kill and self.killed is None and grading and now > 5:
            self.killed = grading[0]
            os.kill(self.killed, signal.SIGKILL)

    def halves(self) -> tuple[float, float]:
        """The largest resident memory of a grader in the first and in the second half of the run."""
        middle = len(self.memory) // 2
        first, second = self.memory[:middle], self.memory[middle:]
        return max((m for _, m in first), default=0.0), max((m for _, m in second), default=0.0)


@contextmanager
def watching(*wanted: str, kill: bool = False) -> Iterator[Watch]:
    watch, stop, begun = Watch(wanted, kill=kill), threading.Event(), time.perf_counter()

    def run() -> None:
        while not stop.wait(0.5):
            watch.look(time.perf_counter() - begun)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield watch
    stop.set()
    thread.join()


def own_memory() -> float:
    return facts_of(os.getpid())[2]


# ---- the parts -----------------------------------------------------------------------------------------------------


def shown(
    name: str, rows: int, used: tuple[float, float], memory: tuple[float, float], share: float | None = None
) -> None:
    """Print a line; ``used`` is seconds on the clock and of CPU."""
    seconds, cpu = used
    part = "" if share is None else f" {share:5.2f} of the cores' batch"
    print(
        f"{name:<12}{rows:>9} rows {seconds:8.1f} s {rows / seconds:8.0f} rows/s{part}"
        f" {1e3 * cpu / rows:7.3f} ms CPU a row, {memory[0]:5.0f} MB then {memory[1]:5.0f} MB",
        flush=True,
    )


def batch(rows: int, **_given: object) -> float:
    """Rows per second of one process; its warm-up is not timed."""
    parts = list(tables(min(rows, 16_000), 4096))
    grade_batch(parts[0])
    memory = own_memory()
    begun, cpu, done = time.perf_counter(), time.process_time(), 0
    while done < rows:
        for part in parts:
            done += grade_batch(part).num_rows
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    shown("batch", done, (seconds, used), (memory, own_memory()))
    return done / seconds


def ray(rows: int, workers: int, folder: Path, rate: float, *, kill: bool) -> None:
    from mathequiv.batch.ray_engine import score_on_ray

    with (
        tempfile.TemporaryDirectory() as out,
        watching("ray::grade_shard", "ray::index_file", "ray::IDLE", kill=kill) as watch,
    ):
        begun = time.perf_counter()
        summary = score_on_ray(ScoreRequest([folder], out=Path(out) / "out", workers=workers))
        seconds = time.perf_counter() - begun
    shown("ray", rows, (seconds, sum(watch.cpu.values())), watch.halves(), rows / seconds / workers / rate)
    if watch.killed is not None:
        print(f"            killed process {watch.killed} meanwhile")
    with tempfile.TemporaryDirectory() as out:
        begun = time.perf_counter()
        whole = score(ScoreRequest([folder], out=Path(out) / "out", workers=workers))
        seconds = time.perf_counter() - begun
    same = json.dumps(whole.as_json()) == json.dumps(summary.as_json())
    print(f"            the summary is {'' if same else 'NOT '}that of score, which took {seconds:.1f} s")


def spark(rows: int, workers: int, folder: Path, rate: float, **_given: object) -> None:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.log.level": "ERROR"}
    session = SparkSession.builder.master(f"local[{workers}]").config(map=settings).getOrCreate()
    with tempfile.TemporaryDirectory() as out, watching("python") as watch:
        begun = time.perf_counter()
        grade_dataframe(session.read.parquet(str(folder))).write.parquet(f"{out}/graded")
        seconds = time.perf_counter() - begun
        if session.read.parquet(f"{out}/graded").count() != rows:
            sys.exit("Spark lost rows")
    session.stop()
    shown("spark", rows, (seconds, sum(watch.cpu.values())), watch.halves(), rows / seconds / workers / rate)


def math_verify(rows: int, **_given: object) -> None:
    """Math-Verify on the same responses, in this process, as its page shows it."""
    from math_verify import parse, verify

    pool = pool_of_rows()
    chosen = [pool[n % len(pool)] for n in range(min(rows, 1600))]
    begun, cpu, right = time.perf_counter(), time.process_time(), 0
    for row in chosen:
        right += verify(parse(f"${row['answer']}$"), parse(row["response"]))
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    shown("math_verify", len(chosen), (seconds, used), (0.0, own_memory()))


PARTS: dict[str, Callable[..., object]] = {"ray": ray, "spark": spark, "math_verify": math_verify}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["batch"], choices=["batch", *PARTS])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", action="store_true")
    args = parser.parse_args()
    rate = batch(min(args.rows, 50_000))
    with tempfile.TemporaryDirectory() as folder:
        if {"ray", "spark"} & set(args.parts):
            write_folder(Path(folder), args.rows)
        for name in args.parts:
            if name != "batch":
                PARTS[name](args.rows, workers=args.workers, folder=Path(folder), rate=rate, kill=args.kill)
    return 0


if __name__ == "__main__":
    sys.exit(main())
