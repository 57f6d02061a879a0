"""Speed beside Math-Verify on the labelled pairs: each pair once, both in one run, one pair of one after the other.

usage: python benchmarks/against_math_verify.py --peer-python PATH

PATH is the Python of an environment with math-verify installed; the peer runs in a child process of it and is timed
there, inside its own ``parse`` and ``verify`` calls. mathequiv's worker is warm and its caches are cleared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time

from corpora import bare_answers, labelled_pairs

from mathequiv import compare
from mathequiv.prepared import clear_cache

_PEER = r"""
import json, sys, time
from math_verify import parse, verify
for line in sys.stdin:
    prediction, reference = json.loads(line)
    start = time.perf_counter()
    try:
        equal = bool(verify(parse("$" + reference + "$"), parse("$" + prediction + "$")))
    except Exception:
        equal = False
    print(json.dumps([time.perf_counter() - start, equal]), flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", required=True)
    peer = subprocess.Popen(
        [parser.parse_args().peer_python, "-c", _PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert peer.stdin is not None  # noqa: S101 - pipes were asked for
    assert peer.stdout is not None  # noqa: S101
    pairs = [(p or "", r or "") for p, r in map(bare_answers, labelled_pairs())]
    for warm in (("1", "2"), (r"\sum_{k=1}^{\infty} \frac{1}{k^2}", r"\frac{\pi^2}{6}")):
        compare(*warm)
        peer.stdin.write(json.dumps(warm) + "\n")
        peer.stdin.flush()
        peer.stdout.readline()
    clear_cache()
    ours: list[float] = []
    theirs: list[float] = []
    slowest: list[tuple[float, str]] = []
    for prediction, reference in pairs:
        start = time.perf_counter()
        compare(prediction, reference)
        ours.append(time.perf_counter() - start)
        slowest.append((ours[-1], f"{prediction[:60]!r} | {reference[:60]!r}"))
        peer.stdin.write(json.dumps([prediction, reference]) + "\n")
        peer.stdin.flush()
        theirs.append(json.loads(peer.stdout.readline())[0])
    peer.stdin.close()
    peer.wait()
    for name, figure in (("median", statistics.median), ("mean", statistics.fmean), ("worst", max)):
        a, b = figure(ours) * 1e6, figure(theirs) * 1e6
        print(f"{name:<8} mathequiv {a:10.1f} µs   Math-Verify {b:10.1f} µs   ratio {b / a:7.1f}")
    for seconds, pair in sorted(slowest, reverse=True)[:10]:
        print(f"  {seconds * 1e6:10.1f} µs  {pair}")


if __name__ == "__main__":
    main()
