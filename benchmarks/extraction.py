"""What finding the answer costs in long, recorded and hostile responses: ``python -m benchmarks.extraction``.

Long responses come from ``tools/long_responses.py`` of the optional folder beside the checkout, recorded ones from its
``data``; where a file is absent its part is left out, and says so. Math-Verify's ``parse`` is measured on the same
texts where it is installed. Times are the least of several repetitions, in milliseconds of processor time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.corpora import SHARED, read_jsonl
from mathequiv import extract_answer, grade

REPEATS = 15
HOSTILE_SIZE = 8_000_000
BARS = {
    ("box", 3_000): 0.3,
    ("box", 30_000): 0.5,
    ("box", 100_000): 1.0,
    ("sentence", 30_000): 1.0,
    ("none", 30_000): 2.0,
}
"""Milliseconds that `grade` may take, by kind of response and its length; with a think block the same."""

HOSTILE_BAR = 1_000.0
HOSTILE = (
    *("\\boxed{", "\\boxed{1}", "ox", "{", "$", "\\(", "<", "<|", "<think>", "<think></think>", "</think>", "<answer>"),
    *(
        "<answer>5</answer>",
        '"answer": ',
        '{"answer": 1,',
        '{"',
        "####",
        "#### 5",
        "\n",
        "a",
        "1,",
        "答案是",
        "选A",
        "元",
    ),
    *(
        "The answer is 5. ",
        "answer: ",
        "is ",
        "**",
        "\\frac{",
        "\nA: 5",
        "[asy][/asy]",
        "x <|im_end|>",
        "$5 and ",
        "(5, ",
    ),
)
"""Pieces of which a hostile response of `HOSTILE_SIZE` characters is made."""


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least processor time of one call."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1e3


def tool(path: Path) -> ModuleType | None:
    """The module at ``path``; None where there is none."""
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def peer() -> Callable[[str], object] | None:
    """Math-Verify's ``parse``; None where it is not installed."""
    try:
        from math_verify import parse
    except ImportError:
        return None
    return lambda text: parse(text, parsing_timeout=None)


def long_responses(make: ModuleType, parse: Callable[[str], object] | None) -> Iterator[dict[str, Any]]:
    """A row for each kind and length, with and without a think block."""
    for kind in make.KINDS:
        for chars in make.SIZES:
            for think in (False, True):
                row = make.make(kind, chars, think=think)
                response, reference = row["response"], row["reference"]
                graded = grade(response, reference)
                yield {
                    "kind": kind,
                    "chars": chars,
                    "think": think,
                    "status": graded.status.value,
                    "ms": milliseconds(lambda response=response, reference=reference: grade(response, reference)),
                    "bar_ms": BARS.get((kind, chars)),
                    "math_verify_ms": None if parse is None else milliseconds(lambda text=response: parse(text), 3),
                }


def recorded(path: Path) -> dict[str, Any]:
    """Microseconds of one extraction over the recorded responses."""
    texts = [text for row in read_jsonl(path) for text in row["responses"]]
    return {
        "responses": len(texts),
        "us_per_response": milliseconds(lambda: [extract_answer(text) for text in texts], 5) * 1e3 / len(texts),
    }


def hostile() -> list[dict[str, Any]]:
    """Milliseconds for each piece repeated to the size of a hostile response."""
    found = []
    for piece in HOSTILE:
        text = (piece * (HOSTILE_SIZE // len(piece) + 1))[:HOSTILE_SIZE]
        found.append({"piece": piece, "ms": milliseconds(lambda text=text: extract_answer(text), 1)})
    return sorted(found, key=lambda row: -row["ms"])


def over(result: dict[str, Any]) -> list[str]:
    """What is over its bar, or not right."""
    long_rows = result.get("long") or []
    late = [row for row in long_rows if row["bar_ms"] is not None and row["ms"] > row["bar_ms"]]
    wrong = [row for row in long_rows if row["status"] != "correct"]
    slow = [row for row in result["hostile"] if row["ms"] > HOSTILE_BAR]
    return [json.dumps(row, ensure_ascii=False) for row in (*late, *wrong, *slow)]


def main() -> int:
    """Measure, print one JSON object, and say what is over its bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED, help="the optional folder beside the checkout")
    folder = parser.parse_args().shared
    result: dict[str, Any] = {"compiled": _is_compiled(), "hostile": hostile()}
    make = tool(folder / "tools" / "long_responses.py")
    responses = folder / "data" / "responses_math100.jsonl"
    if make is None:
        sys.stderr.write("long responses are left out: no tools/long_responses.py\n")
    else:
        result["long"] = list(long_responses(make, peer()))
    if responses.is_file():
        result["recorded"] = recorded(responses)
    else:
        sys.stderr.write("recorded responses are left out: no data/responses_math100.jsonl\n")
    sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    late = over(result)
    sys.stderr.write("".join(f"over its bar: {line}\n" for line in late))
    return int(bool(late))


def _is_compiled() -> bool:
    import mathequiv.extraction.rules as module

    return not (module.__file__ or "").endswith(".py")


if __name__ == "__main__":
    sys.exit(main())
