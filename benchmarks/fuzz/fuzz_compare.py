"""Coverage-guided fuzzing of the comparison and the extraction.

usage: python benchmarks/fuzz/fuzz_compare.py benchmarks/fuzz/corpus -max_total_time=600 -max_len=200

Needs ``pip install atheris`` (CPython 3.11 or 3.12 on Linux or macOS). The input is one text, or two around a line
feed. The symbolic layer is left out: its process is not instrumented, and a call of it is far slower. What is found
goes into the corpus under a name that tells what it showed, and as a row into ``tests/hostile_pairs.py``.
"""

from __future__ import annotations

import sys
import time

import atheris

with atheris.instrument_imports(include=["mathequiv"]):
    from mathequiv import compare, extract_answer, grade
    from mathequiv.extraction import Extraction
    from mathequiv.layers import canonical, math_is_equiv, value

LAYERS = ("string", "canonical", "value")
MODULES = (canonical, math_is_equiv, value)
SLOW_SECONDS = 2.0


def one_input(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")
    a, _, b = text.partition("\n")
    start = time.process_time()
    there, back = compare(a, b, layers=LAYERS), compare(b, a, layers=LAYERS)
    if "internal_error" in (there.rule, back.rule):
        raise AssertionError(there.reason + back.reason)
    if (there.verdict, there.layer, there.rule) != (back.verdict, back.layer, back.rule):
        raise AssertionError(f"not symmetric: {there} {back}")
    if not compare(a, a, layers=LAYERS).equivalent:
        raise AssertionError(f"not reflexive: {a!r}")
    if not isinstance(extract_answer(text), Extraction):
        raise TypeError("no extraction")
    grade(text, b, layers=LAYERS)
    if time.process_time() - start > SLOW_SECONDS:
        raise AssertionError(f"slow: {a!r} {b!r}")


def main() -> None:
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
