"""The same verdicts, byte for byte: alone, with every core loaded, in 8 threads; and in 32 threads of 5 000 pairs each.

usage: python -m benchmarks.determinism
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.corpora import bare_answers, labelled_pairs, math500_answers
from mathequiv import compare
from mathequiv.prepared import clear_cache

_BURN = "while True: pass"


def digest(threads: int) -> str:
    """A hash over every result (verdict, layer, rule, reason, evidence, trace) of the labelled pairs."""
    clear_cache()
    pairs = [bare_answers(pair) for pair in labelled_pairs()]
    if threads == 1:
        results = [compare(*pair) for pair in pairs]
    else:
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(lambda pair: compare(*pair), pairs))
    return hashlib.sha256("\n".join(map(repr, results)).encode()).hexdigest()


def _digest_of(pairs: list[tuple[str | None, str | None]]) -> str:
    return hashlib.sha256("\n".join(repr(compare(*pair)) for pair in pairs).encode()).hexdigest()


def crowd() -> set[str]:
    """Hashes over the results of 5 000 pairs: alone, and in each of 32 threads while every core is loaded."""
    labelled = [bare_answers(pair) for pair in labelled_pairs()]
    answers = math500_answers()
    steps = ((k, (k * 7 + 1) % len(answers)) for k in range(5_000 - len(labelled)))
    pairs = [*labelled, *((answers[i % len(answers)], answers[(i + j) % len(answers)]) for i, j in steps)]
    clear_cache()
    found = {_digest_of(pairs)}
    with _loaded(), ThreadPoolExecutor(32) as pool:
        clear_cache()
        found.update(pool.map(_digest_of, [pairs] * 32))
    return found


@contextmanager
def _loaded() -> Iterator[None]:
    burners = [subprocess.Popen([sys.executable, "-c", _BURN]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def main() -> int:
    found = {"alone": digest(1)}
    with _loaded():
        found["loaded"] = digest(1)
    found["8 threads"] = digest(8)
    for name, value in found.items():
        print(f"{name:<10} {value}")
    many = crowd()
    print(f"32 threads of 5 000 pairs, loaded: {len(many)} distinct hash(es), the quiet thread's among them")
    same = len(set(found.values())) == len(many) == 1
    print("identical" if same else "DIFFERENT")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
