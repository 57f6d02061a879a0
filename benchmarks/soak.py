"""Growth of memory, processes, files and threads over many comparisons of mixed pairs.

usage: python -m benchmarks.soak [comparisons, 2000000 without]

Pairs are made from a fixed seed: numbers, surds, expressions, lists, damaged text, now and then one for the symbolic
worker, hardly any twice, so that caches fill as in service. The bars count from the first 100 000 (or a tenth).
"""

from __future__ import annotations

import gc
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mathequiv import compare, grade
from mathequiv.symbolic.process import shared_worker

MOST_GROWTH_MB = 5.0
_COUNT = 2_000_000
_WARM = 100_000
_SYMBOLIC_EVERY = 2_000


def pairs(seed: int) -> Iterator[tuple[str, str]]:
    rnd = random.Random(seed)
    n = 0
    while True:
        n += 1
        a, b, c = rnd.randrange(1, 10**6), rnd.randrange(1, 10**4), rnd.randrange(2, 99)
        if n % _SYMBOLIC_EVERY == 0:
            yield rf"\int_0^{{{c}}} x dx", rf"\frac{{{c * c}}}{{2}}"
            continue
        match n % 8:
            case 0:
                yield rf"\frac{{{a}}}{{{b}}}", f"{a}/{b}"
            case 1:
                yield rf"{c}\sqrt{{{b}}}", rf"\sqrt{{{c * c * b}}}"
            case 2:
                yield f"x^2+{a}x+{b}", f"{b}+x({a}+x)"
            case 3:
                yield f"{a}, {b}, {c}", f"{c}, {a}, {b}"
            case 4:
                yield rf"({a}, \frac{{{b}}}{{{c}}})", f"({a}, {b / c:.4f})"
            case 5:
                yield rf"\text{{word{a}}}", f"word{b}"
            case 6:
                yield rf"\frac{{{a}}}{{{b}", f"@{a}{{{b}"
            case _:
                yield f"{a}.{b}", f"{a}.{b + 1}"


def resident() -> float:
    """Megabytes held by this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def children() -> int:
    return sum(1 for task in Path("/proc/self/task").iterdir() for _ in (task / "children").read_text().split())


def state() -> tuple[float, int, int, int]:
    gc.collect()
    return resident(), children(), len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT
    warm = min(_WARM, count // 10)
    seen: Counter[str] = Counter()
    start, base = time.monotonic(), state()
    for n, (a, b) in enumerate(pairs(1), start=1):
        result = compare(a, b)
        seen[result.rule if result.rule in ("internal_error", "stopped") else result.verdict.name] += 1
        if n % 16 == 0:
            grade(rf"so \boxed{{{a}}}", b)
        if n == warm:
            base = state()
        if n % max(warm, 1) == 0:
            now = state()
            print(
                f"{n:>9} {time.monotonic() - start:7.0f} s  {now[0]:6.1f} MB  "
                f"{now[1]} processes  {now[2]} files  {now[3]} threads",
                flush=True,
            )
        if n == count:
            break
    end = state()
    growth = end[0] - base[0]
    print(dict(seen), f"stopped by the worker's limits: {shared_worker().stopped}")
    print(f"memory grew by {growth:.2f} MB after {warm} comparisons (bar {MOST_GROWTH_MB} MB)")
    print(f"processes, files, threads: {base[1:]} then {end[1:]}")
    good = growth < MOST_GROWTH_MB and end[1:] == base[1:] and not seen["internal_error"] and not seen["stopped"]
    print("all bars met" if good else "some bars missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
