"""Accuracy on labelled pairs: misses listed with the reason, shares of evidence, layers and UNDECIDED.

usage: python benchmarks/labelled.py [PAIRS.jsonl]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from corpora import SHARED, bare_answers, labelled_pairs

from mathequiv import Verdict, compare


def main(path: Path) -> int:
    pairs = labelled_pairs(path)
    wrong = false_positives = undecided = 0
    evidence: Counter[str] = Counter()
    layers: Counter[str] = Counter()
    for pair in pairs:
        prediction, reference = bare_answers(pair)
        result = compare(prediction, reference)
        layers[result.layer or "none"] += 1
        undecided += result.verdict is Verdict.UNDECIDED
        if result.equivalent and result.evidence:
            evidence[result.evidence.kind] += 1
        if result.equivalent != pair.equal:
            wrong += 1
            false_positives += result.equivalent
            print(f"{'FALSE POSITIVE' if result.equivalent else 'miss'} {pair.id}: {reference!r} | {prediction!r}")
            print(f"    {result.verdict.name} {result.layer} {result.rule}: {result.reason}")
    total = len(pairs)
    print(f"accuracy {1 - wrong / total:.4f} ({total - wrong}/{total}), false positives {false_positives}")
    print(f"undecided {undecided} ({undecided / total:.2%})")
    said = sum(evidence.values())
    print("evidence of EQUIVALENT: " + ", ".join(f"{k} {v} ({v / said:.1%})" for k, v in evidence.most_common()))
    print("deciding layer: " + ", ".join(f"{k} {v} ({v / total:.1%})" for k, v in layers.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data" / "labelled_pairs.jsonl"))
