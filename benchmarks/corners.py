"""Pairs that agree on one side of a corner only, and identities that hold on all sides.

``python benchmarks/corners.py [seed] [count]`` compares, for ``count`` numbers drawn from every magnitude up to 10^6
and for pairs and triples of letters, every template in both orders, and prints what went wrong and the counts.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from random import Random

from mathequiv import compare
from mathequiv.verdict import Verdict

NUMBER_PAIRS = [
    # (left, right, equal); C is the number, K another one, x the variable
    (r"|x+C|", r"x+C", False),
    (r"|x+C|", r"-x-C", False),
    (r"|x-C|", r"x-C", False),
    (r"|x-C|", r"C-x", False),
    (r"|x-C|", r"|x+C|", False),
    (r"|x+C|", r"|x|+C", False),
    (r"|x-C|+|x+C|", r"2x", False),
    (r"|x-C|+|x+C|", r"2\cdot C", False),
    (r"||x|-C|", r"|x|-C", False),
    (r"|x^2-C|", r"x^2-C", False),
    (r"|x^2-C|", r"C-x^2", False),
    (r"|x^3-C|", r"x^3-C", False),
    (r"|Cx-1|", r"Cx-1", False),
    (r"|\frac1x-C|", r"\frac1x-C", False),
    (r"\max(x,C)", r"x", False),
    (r"\max(x,-C)", r"x", False),
    (r"\max(x,C)", r"C", False),
    (r"\min(x,C)", r"x", False),
    (r"\min(x,-C)", r"-C", False),
    (r"\max(x,C,-C)", r"\max(x,C+1,-C)", False),
    (r"\max(|x|,\frac1{C})", r"|x|", False),
    (r"\min(|x|,C)", r"|x|", False),
    (r"\operatorname{sgn}(x-C)", r"1", False),
    (r"\operatorname{sgn}(x+C)", r"1", False),
    (r"\operatorname{sgn}(x-C)", r"-1", False),
    (r"\operatorname{sgn}(x-C)", r"\frac{|x|}{x}", False),
    (r"\operatorname{sgn}(x-C)^2", r"1", False),
    (r"\sqrt{(x-C)^2}", r"x-C", False),
    (r"\sqrt{(x+C)^2}", r"x+C", False),
    (r"\sqrt{x^2-2\cdot Cx+C^2}", r"C-x", False),
    (r"\sqrt[4]{(x-C)^4}", r"x-C", False),
    (r"\sqrt[6]{(x+C)^6}", r"x+C", False),
    (r"((x-C)^2)^{3/2}", r"(x-C)^3", False),
    (r"(x-C)\sqrt{1+\frac{1}{(x-C)^2}}", r"\sqrt{(x-C)^2+1}", False),
    (r"\lfloor x+\frac1{C}\rfloor", r"\lfloor x\rfloor", None),
    (r"\lfloor \frac{x}{C}\rfloor", r"0", None),
    (r"\lfloor x\rfloor+C", r"x+C", False),
    (r"\lceil x\rceil", r"\lfloor x+1\rfloor", False),
    (r"|\lfloor x\rfloor-C|", r"\lfloor x\rfloor-C", False),
    (r"\max(\lfloor x\rfloor,C)", r"\lfloor x\rfloor", False),
    (r"\begin{cases}x&x\ge C\\-x&x<C\end{cases}", r"x", False),
    (r"\begin{cases}x&x\ge C\\-x&x<C\end{cases}", r"|x|", False),
    (r"\begin{cases}1&x=C\\0&x\ne C\end{cases}", r"0", False),
    (r"\begin{cases}1&x>C\\0&x\le C\end{cases}", r"\begin{cases}1&x\ge C\\0&x<C\end{cases}", False),
    (r"\begin{cases}x&x<C\\C&x\ge C\end{cases}", r"x", False),
    (r"\arctan\frac{1}{x-C}", r"\frac\pi2-\arctan(x-C)", False),
    (r"y=|x-C|", r"y=x-C", False),
    (r"(|x-C|,1)", r"(x-C,1)", False),
    (r"|x-C\pi|", r"x-C\pi", False),
    (r"|x-C\sqrt2|", r"C\sqrt2-x", False),
    (r"|x-\sqrt[3]{C}|", r"x-\sqrt[3]{C}", None),
    (r"|e^x-C|", r"e^x-C", None),
    (r"|x+C|", r"|-C-x|", True),
    (r"\sqrt{(x-C)^2}", r"|x-C|", True),
    (r"\sqrt{x^2-2\cdot Cx+C^2}", r"|C-x|", True),
    (r"\max(x,C)", r"\frac{x+C+|x-C|}2", True),
    (r"\min(x,-C)", r"\frac{x-C-|x+C|}2", True),
    (r"\max(x,C)+\min(x,C)", r"x+C", True),
    (r"|x-C|", r"\max(x-C,C-x)", True),
    (r"||x|-C|", r"|C-|x||", True),
    (r"|x-C|+|x+C|", r"\max(2\cdot C,|2x|)", True),
    (r"\lfloor x+C\rfloor", r"\lfloor x\rfloor+C", True),
    (r"\lceil x-C\rceil", r"-\lfloor C-x\rfloor", True),
    (r"\frac{|x-C|}{x-C}", r"\operatorname{sgn}(x-C)", True),
    (r"\begin{cases}x-C&x\ge C\\C-x&x<C\end{cases}", r"|x-C|", True),
    (r"\begin{cases}x&x\ge C\\C&x<C\end{cases}", r"\max(x,C)", True),
    (r"|x-C|^2", r"(x-C)^2", True),
]
"""Templates with a number. None: a difference of so small or far a place that UNDECIDED is as good as DIFFERENT."""

PAIRS = [
    (r"\sqrt{a^2b^2}", r"a\cdot b", False),
    (r"|a||b|", r"a\cdot b", False),
    (r"|a\cdot b|", r"a\cdot b", False),
    (r"|a|+|b|", r"|a+b|", False),
    (r"|a|-|b|", r"|a-b|", False),
    (r"\frac{|a|}{|b|}", r"\frac{a}{b}", False),
    (r"\max(a,b)", r"a", False),
    (r"\min(a,b)", r"b", False),
    (r"\max(a,b)", r"|a|", False),
    (r"\sqrt{a^2+2\cdot a\cdot b+b^2}", r"a+b", False),
    (r"\sqrt{a^2-2\cdot a\cdot b+b^2}", r"a-b", False),
    (r"\sqrt{a^4b^2}", r"a^2b", False),
    (r"\sqrt{\frac{a^2}{b^2}}", r"\frac{a}{b}", False),
    (r"\operatorname{sgn}(a\cdot b)", r"1", False),
    (r"\operatorname{sgn}(a-b)", r"1", False),
    (r"\sqrt[4]{a^4b^8}", r"ab^2", False),
    (r"\max(a-1000000,0)\max(b-1000000,0)", r"0", False),
    (r"\begin{cases}a&a\ge b\\b&a<b\end{cases}", r"a", False),
    (r"\sqrt{a^2b^2}", r"|a\cdot b|", True),
    (r"|a||b|", r"|a\cdot b|", True),
    (r"\max(a,b)", r"\frac{a+b+|a-b|}{2}", True),
    (r"\min(a,b)+\max(a,b)", r"a+b", True),
    (r"\max(a,b)\min(a,b)", r"a\cdot b", True),
    (r"\sqrt{a^2+2\cdot a\cdot b+b^2}", r"|a+b|", True),
    (r"\frac{|a|}{|b|}", r"\left|\frac{a}{b}\right|", True),
    (r"\begin{cases}a&a\ge b\\b&a<b\end{cases}", r"\max(a,b)", True),
    (r"\operatorname{sgn}(a)\operatorname{sgn}(b)", r"\operatorname{sgn}(a\cdot b)", True),
]
"""Templates in two letters."""

TRIPLES = [
    (r"\max(a,b,c)", r"a", False),
    (r"\max(a,b,c)", r"\max(a,b)", False),
    (r"\sqrt{a^2\cdot b^2\cdot c^2}", r"a\cdot b\cdot c", False),
    (r"\sqrt{a^2\cdot b^2\cdot c^2}", r"a\cdot b\cdot|c|", False),
    (r"|a-b|+|b-c|", r"|a-c|", False),
    (r"|a|+|b|+|c|", r"|a+b+c|", False),
    (r"\min(a,\max(b,c))", r"\max(b,\min(a,c))", False),
    (r"\max(a,b,c)", r"\max(\max(a,b),c)", True),
    (r"\sqrt{a^2\cdot b^2\cdot c^2}", r"|a\cdot b\cdot c|", True),
    (r"\min(a,\max(b,c))", r"\max(\min(a,b),\min(a,c))", True),
    (r"\max(a,b,c)+\min(a,b,c)+\min(\max(a,b),\max(b,c),\max(a,c))", r"a+b+c", True),
]
"""Templates in three letters."""

LETTERS = "abchkmnpqrstuvxyABKLMTVW"
"""Without w and z, which are complex beside a modulus."""


@dataclass(frozen=True)
class Row:
    """One pair and what it should give: True for EQUIVALENT, False for DIFFERENT, None for not EQUIVALENT."""

    left: str
    right: str
    equal: bool | None
    template: str


def rows(source: Random, count: int, letter_sets: int | None = None) -> Iterator[Row]:
    """The templates with numbers of every magnitude and with letters.

    Args:
        source: what the numbers and letters are drawn with.
        count: numbers for each template.
        letter_sets: pairs and triples of letters for each template; None for all pairs and a tenth of the triples.
    """
    for left, right, equal in NUMBER_PAIRS:
        for k in range(count):
            number = str(max(2, int(10 ** (6 * (k + source.random()) / count))))
            yield Row(left.replace("C", number), right.replace("C", number), equal, f"{left} ~ {right}")
    for templates, size in ((PAIRS, 2), (TRIPLES, 3)):
        sets = list(combinations(LETTERS, size) if size == 2 else permutations(LETTERS, size))
        chosen = source.sample(sets, letter_sets) if letter_sets else sets if size == 2 else sets[:: max(1, size * 10)]
        for left, right, equal in templates:
            for letters in chosen:
                yield Row(_in_letters(left, letters), _in_letters(right, letters), equal, f"{left} ~ {right}")


def _in_letters(template: str, letters: tuple[str, ...]) -> str:
    """``template`` with other letters for a, b, c, but not within commands and names."""
    names = dict(zip("abc", letters, strict=False))
    return _WORDS.sub(lambda found: names.get(found[0], found[0]), template)


_WORDS = re.compile(r"\\\\|\\[a-zA-Z]+(?:\{(?:cases|sgn)\})?|[abc]")


def is_wrong(row: Row, verdict: Verdict) -> bool:
    """Whether a verdict is not what the row should give."""
    return (verdict is Verdict.EQUIVALENT) != (row.equal is True)


def main() -> int:
    """Compare all rows and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", nargs="?", type=int, default=0)
    parser.add_argument("count", nargs="?", type=int, default=20)
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    begin = time.process_time()
    for row in rows(Random(asked.seed), asked.count):
        for a, b in ((row.left, row.right), (row.right, row.left)):
            result = compare(a, b)
            kind = {True: "identities", False: "different", None: "near"}[row.equal]
            counts[f"{kind} {result.verdict.name}"] += 1
            if is_wrong(row, result.verdict):
                counts["false positives" if row.equal is not True else "identities missed"] += 1
                print(f"{result.verdict.name} {a} ~ {b}: {result.layer} {result.rule}: {result.reason}")
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print(f"{time.process_time() - begin:.1f} s")
    return 1 if counts["false positives"] else 0


if __name__ == "__main__":
    sys.exit(main())
