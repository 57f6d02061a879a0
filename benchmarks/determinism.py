"""The same verdicts, byte for byte: alone, with every core loaded, and in 8 threads.

usage: python benchmarks/determinism.py
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from corpora import bare_answers, labelled_pairs

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


def main() -> int:
    found = {"alone": digest(1)}
    burners = [subprocess.Popen([sys.executable, "-c", _BURN]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        found["loaded"] = digest(1)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    found["8 threads"] = digest(8)
    for name, value in found.items():
        print(f"{name:<10} {value}")
    same = len(set(found.values())) == 1
    print("identical" if same else "DIFFERENT")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
