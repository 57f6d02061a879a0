"""Every result of the comparison set, written to a file, and two such files held side by side.

A change that is meant to change no verdict is checked by it: ``python -m benchmarks.snapshot write before.jsonl``, the
change, ``… write after.jsonl --like before.jsonl``, ``… diff before.jsonl after.jsonl``.
The set: table rows, labelled pairs, MATH-500 answers restyled and crossed, damaged texts, and the recorded responses.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpora import SHARED, from_labelled, from_tables, labelled_responses, math500_answers, restyled
from mathequiv import compare, grade

_CROSSED = 6_000
_DAMAGED = 1_500


def _damaged(text: str, draw: random.Random) -> str:
    """The text with one character dropped, doubled or replaced by one of another place."""
    if not text:
        return text
    at = draw.randrange(len(text))
    other = text[draw.randrange(len(text))]
    return draw.choice(
        (text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + other + text[at + 1 :])
    )


def comparison_set() -> Iterator[tuple[str, str, str]]:
    """(id, prediction, reference); the same on every machine."""
    draw = random.Random(20261128)
    tables = from_tables()
    for pair in tables:
        yield f"tables/{pair.id}", pair.prediction, pair.reference
        yield f"tables-swapped/{pair.id}", pair.reference, pair.prediction
    answers = math500_answers()
    for name in ("labelled_pairs", "faults"):
        for pair in from_labelled(SHARED / "data" / f"{name}.jsonl"):
            yield f"{name}/{pair.id}", pair.prediction, pair.reference
    for pair in restyled(answers):
        yield f"restyled/{pair.id}", pair.prediction, pair.reference
    texts = answers + [pair.reference for pair in tables]
    for n in range(_CROSSED):
        yield f"crossed/{n}", draw.choice(texts), draw.choice(texts)
    for n in range(_DAMAGED):
        text = draw.choice(texts)
        yield f"damaged/{n}", _damaged(text, draw), text


def _pairs_of(path: Path) -> Iterator[tuple[str, str, str]]:
    """The pairs of a file that was written before: the set itself changes with the tables."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if not row["id"].startswith("responses-"):
            yield row["id"], row["a"], row["b"]


def rows(pairs: Iterator[tuple[str, str, str]]) -> Iterator[dict[str, str]]:
    """One row a pair and a response: its id, the texts, and all that was said of it."""
    for key, prediction, reference in pairs:
        yield {"id": key, "a": prediction, "b": reference, "said": repr(compare(prediction, reference))}
    for n, (response, reference, _) in enumerate(labelled_responses()):
        for policy in ("default", "strict"):
            said = repr(grade(response, reference, policy=policy))
            yield {"id": f"responses-{policy}/{n}", "a": response[-200:], "b": reference, "said": said}


def write(path: Path, like: Path | None) -> int:
    """Write the rows of this checkout; of the pairs of the file ``like`` where one is given."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(comparison_set() if like is None else _pairs_of(like)):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def diff(before: Path, after: Path) -> int:
    """Print the rows that say something else; exit code 1 if there are any."""
    old, new = (
        {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        for path in (before, after)
    )
    changed = [key for key in old if key in new and old[key] != new[key]]
    for key in changed:
        print(f"{key}\n  a      {old[key]['a']!r}\n  b      {old[key]['b']!r}")
        print(f"  before {old[key]['said']}\n  after  {new[key]['said']}")
    print(f"{len(old)} rows before, {len(new)} after, {len(old.keys() & new.keys())} in both, {len(changed)} changed")
    print(dict(Counter(key.split("/")[0] for key in changed)))
    return 1 if changed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    written = commands.add_parser("write")
    written.add_argument("path", type=Path)
    written.add_argument("--like", type=Path, help="take the pairs of this file, written before")
    compared = commands.add_parser("diff")
    compared.add_argument("before", type=Path)
    compared.add_argument("after", type=Path)
    given = parser.parse_args()
    return write(given.path, given.like) if given.command == "write" else diff(given.before, given.after)


if __name__ == "__main__":
    sys.exit(main())
