"""Every MATH-500 reference against every other: each pair called EQUIVALENT is listed with its rule.

usage: python -m benchmarks.cross_pairs
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import combinations

from benchmarks.corpora import math500_answers
from mathequiv import Reference, Verdict


def main() -> None:
    answers = math500_answers()
    references = [Reference(answer) for answer in answers]
    start = time.process_time()
    verdicts: Counter[str] = Counter()
    equal = []
    for (i, reference), (j, other) in combinations(enumerate(references), 2):
        result = reference.compare(other.text)
        verdicts[result.verdict.name] += 1
        if result.verdict is Verdict.EQUIVALENT and answers[i] != answers[j]:
            equal.append((answers[i], answers[j], result.layer, result.rule))
    seconds = time.process_time() - start
    identical = verdicts["EQUIVALENT"] - len(equal)
    for a, b, layer, rule in sorted(set(equal), key=lambda row: (str(row[3]), row)):
        print(f"{rule:<16}{layer:<11}{a}   |   {b}")
    print(f"{sum(verdicts.values())} pairs in {seconds:.1f} s of CPU time: {dict(verdicts)}; {identical} identical")


if __name__ == "__main__":
    main()
