"""The long run of the machine: near misses, respellings, symmetry and reflexivity, and classes of random triples.

usage: python -m benchmarks.soundness [PART …] [--scale N]      parts: near, same, symmetry, classes; else all

Prints each kind with its count and what was judged wrong, and ends with 1 if a near miss is called equal, if more than
half a percent of the respellings is not, or if a comparison depends on the order of its sides or classes on which texts
are there. ``--scale 0.01`` is a hundredth of the work.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from benchmarks.corpora import SHARED, from_tables, math500_answers
from mathequiv import compare, equivalence_classes
from mathequiv.audit.machine.making import near_misses, variants
from mathequiv.audit.machine.pairs import MachinePair

_NEAR_MISSES = 200_000
_RESPELLINGS = 100_000
_FUZZ_PAIRS = 200_000
_TRIPLES = 20_000
_SHOWN = 5
_MISSED = 0.005


def references() -> list[str]:
    """The tables' texts, the MATH-500 answers where they are there, and numbers as word problems have them."""
    draw = random.Random(11)
    numbers = [str(draw.randint(1, 10 ** draw.randint(1, 7))) for _ in range(300)]
    decimals = [f"{draw.randint(1, 10**6) / 100:.2f}" for _ in range(100)]
    answers = math500_answers() if (SHARED / "data").is_dir() else []
    tables = [text for pair in from_tables() for text in (pair.reference, *([pair.prediction] if pair.equal else []))]
    return list(dict.fromkeys([*answers, *numbers, *decimals, *tables]))


def some(
    make: Callable[[Iterable[str], int, int], Iterator[MachinePair]], count: int, texts: list[str], each: int = 40
) -> Iterator[MachinePair]:
    """So many pairs, no two alike: as many seeds as it takes, each with so many pairs of a reference."""
    seen: set[tuple[str, str]] = set()
    for seed in range(1_000):
        for pair in make(texts, each, seed):
            key = (pair.prediction, pair.reference)
            if key not in seen:
                seen.add(key)
                yield pair
                if len(seen) == count:
                    return


def judge_pairs(pairs: Iterable[MachinePair]) -> tuple[Counter[str], dict[str, list[str]]]:
    """Pairs and wrong verdicts by kind."""
    made: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for pair in pairs:
        made[pair.kind] += 1
        result = compare(pair.prediction, pair.reference)
        if result.equivalent is not pair.equal:
            said = f"{pair.prediction!r} | {pair.reference!r}: {result.verdict.name}, {result.layer}, {result.rule}"
            wrong.setdefault(pair.kind, []).append(said)
    return made, wrong


def show(title: str, made: Counter[str], wrong: dict[str, list[str]]) -> int:
    """Print the kinds; how many verdicts are wrong."""
    total, bad = sum(made.values()), sum(map(len, wrong.values()))
    print(f"{title}: {total} pairs of {len(made)} kinds, {bad} wrong")
    for kind, count in sorted(made.items()):
        print(f"  {kind:<32}{count:>7}{len(wrong.get(kind, [])):>7}")
    for kind, rows in sorted(wrong.items()):
        for row in rows[:_SHOWN]:
            print(f"    {kind}: {row}")
    return bad


def near(scale: float, texts: list[str]) -> bool:
    """Whether no near miss is called equal."""
    return show("near misses", *judge_pairs(some(near_misses, int(_NEAR_MISSES * scale), texts))) == 0


def same(scale: float, texts: list[str]) -> bool:
    """Whether respellings are called equal, all but one in two hundred."""
    made, wrong = judge_pairs(some(variants, int(_RESPELLINGS * scale), texts))
    return show("respellings", made, wrong) <= _MISSED * sum(made.values())


def fuzz_pairs(count: int, texts: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of all sorts: near misses, respellings, crossed texts, and texts with damage."""
    draw = random.Random(3)
    made = (some(near_misses, count // 4, texts), some(variants, count // 4, texts))
    for pairs in made:
        yield from ((pair.prediction, pair.reference) for pair in pairs)
    for _ in range(count // 4):
        yield draw.choice(texts), draw.choice(texts)
    for _ in range(count - 3 * (count // 4)):
        text = draw.choice(texts)
        yield damage(text, draw), draw.choice((text, damage(text, draw)))


def damage(text: str, draw: random.Random) -> str:
    """The text with a few characters dropped, doubled or replaced by others of it."""
    for _ in range(draw.randint(1, 3)):
        if text:
            at = draw.randrange(len(text))
            other = draw.choice(("", text[at] * 2, draw.choice(text), draw.choice("0123456789+-{}()|,;=\\x ")))
            text = text[:at] + other + text[at + 1 :]
    return text


def symmetry(scale: float, texts: list[str]) -> bool:
    """Whether no verdict depends on the order of the sides, and every text equals itself."""
    pairs = bad = 0
    for a, b in fuzz_pairs(int(_FUZZ_PAIRS * scale), texts):
        pairs += 1
        there, back = compare(a, b), compare(b, a)
        alike = (there.verdict, there.layer, there.rule) == (back.verdict, back.layer, back.rule)
        broken = "internal_error" in (there.rule, back.rule)
        if not alike or broken or not compare(a, a).equivalent:
            bad += 1
            if bad <= _SHOWN:
                print(f"    {a!r} | {b!r}: {there.verdict.name} {there.rule}, {back.verdict.name} {back.rule}")
    print(f"symmetry and reflexivity: {pairs} pairs, {bad} breaks")
    return bad == 0


def triples(count: int, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """Three texts, mostly near each other: respellings, near misses and neighbours of one reference."""
    draw = random.Random(5)
    spelled = {text: [pair.prediction for pair in variants([text], 6)] for text in texts}
    missed = {text: [pair.prediction for pair in near_misses([text], 6) if pair.reference == text] for text in texts}
    for _ in range(count):
        text = draw.choice(texts)
        pool = [text, *spelled[text], *missed[text], draw.choice(texts)]
        a, b, c = (draw.choice(pool) for _ in range(3))
        yield a, b, c


def classes(scale: float, texts: list[str]) -> bool:
    """Whether two texts are in one class whatever third text is there, and being so is transitive."""
    number = bad = joined = 0
    for triple in triples(int(_TRIPLES * scale), texts):
        number += 1
        whole = equivalence_classes(triple)
        together = {pair: any(set(pair) <= set(group) for group in whole) for pair in combinations(range(3), 2)}
        apart = {pair: len(equivalence_classes([triple[k] for k in pair])) == 1 for pair in together}
        joined += sum(together.values())
        if together != apart:
            bad += 1
            if bad <= _SHOWN:
                print(f"    {triple!r}: {whole}, in pairs {apart}")
    print(f"classes: {number} triples with {joined} equal pairs, {bad} breaks")
    return bad == 0


PARTS = {"near": near, "same": same, "symmetry": symmetry, "classes": classes}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scale", type=float, default=1.0)
    args = parser.parse_args()
    texts = references()
    print(f"{len(texts)} references")
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"unknown part {min(unknown)}")
    good = [PARTS[name](args.scale, texts) for name in args.parts or PARTS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
