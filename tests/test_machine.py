"""The machine that makes pairs: its reader understands what it takes, and its labels hold without the engine.

What the engine says of the pairs is asked by a light run here and, with ``HYPOTHESIS_PROFILE=nightly``, by a long one.
"""

from __future__ import annotations

import ast
import os
import random
from collections import Counter
from pathlib import Path

import pytest

import mathequiv
from benchmarks.soundness import some
from mathequiv import Verdict, compare
from mathequiv.audit.machine.confirm import certainly_different
from mathequiv.audit.machine.making import NEAR_MISS_KINDS, each_variant, near_misses, variants
from mathequiv.audit.machine.reading import read_shape
from mathequiv.audit.machine.variants import VARIANT_KINDS
from mathequiv.audit.machine.writing import write

from .pair_tables import TABLES, load_all

MACHINE = Path(mathequiv.__file__).parent / "audit" / "machine"
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

EXAMPLES = (
    "42",
    "-7",
    "0.15",
    "10,080",
    r"\frac{3}{56}",
    r"-\frac{2}{3}",
    r"1\frac{4}{5}",
    r"11\sqrt2",
    r"\frac{\sqrt[3]{5}}{2}",
    r"288\pi",
    "6 - 5i",
    r"1\pm\sqrt{19}",
    "e^2",
    r"x^3+3x-6",
    r"(a+5)(b+2)",
    r"\frac{11+9a}{20}",
    r"\cot x",
    r"|x-3|",
    r"\sqrt{x+1}",
    r"\frac{1}{x+2}",
    r"2(x+1)",
    r"\lfloor x \rfloor",
    r"\sin(x+y)",
    r"5r^5",
    r"(3,\frac{\pi}{2})",
    "(6,31,-1)",
    "1,-2",
    "3, 5, 7",
    r"\{1\pm\sqrt{5},-2\}",
    "(3,4]",
    "[0,1]",
    r"(2,\infty)",
    r"(0,9) \cup (9,36)",
    r"x \in [-2,7]",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\begin{pmatrix} -2 \\ 14 \\ 7 \end{pmatrix}",
    "x=5",
    "y = 2x + 3",
    "x<2",
    r"a \ge 7",
    "5x - 7y + 11z + 4 = 0",
    "145^\\circ",
    r"\$18.90",
    r"10\%",
    r"15\mbox{ cm}^2",
    r"5.4 \text{ cents}",
    r"3 \text{ km}",
    "52_8",
    "4210_{5}",
    "30:70",
    r"\text{Evelyn}",
    r"\text{right triangle}",
    r"\text{(C)}",
)

NOT_READ = (
    "",
    "the mean",
    "yes",
    "East",
    "at",
    "12 cm",
    "1e-3",
    "2 3",
    r"3\frac{5}{2}",
    "f(x+1)",
    "h^{-1}(x)",
    "n!",
    "1/2x",
    "a/b/c",
    r"\frac{1}{0}",
    r"\sqrt{-4}",
    r"\ln(x)+\ln(-x)",
    "58, 500",
    "0,111",
    r"\frac{\pi}{6}+\pi k",
    "x^2+C",
    "ABC",
    r"\log 5",
    r"\cos 36^\circ",
    r"7\,\mu\text{m}",
    "4:30",
    r"\text{yes}",
    r"\text{not even}",
    r"[0,1]\cup[1,2]",
    "x=2x",
    "7^{th}",
    "½",
    r"\phantom{42}",
    "a\tb",
    "9^{9^{9^{9}}}",
    r"\int_0^1 x\,dx",
    r"2x\pm5y=0",
    "|x||y|z|",
    "()",
    "x^",
    "((",
    r"\frac{1}",
    "0.1(6)",
    "y^{(4)}",
    r"3\,4",
    "2020-03-14",
    "5-2",
    r"(D) \frac{3}{2}",
    r"7{\frac{1}{2}}",
)


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_is_read_is_written_and_read_alike(text):
    shape = read_shape(text)
    assert shape is not None
    assert read_shape(write(shape)) == shape
    assert not certainly_different(shape, shape)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_may_mean_something_else_is_passed_over(text):
    assert read_shape(text) is None


def test_the_machine_does_not_use_the_engine():
    """Its caps are those of the package; what it reads and decides is its own."""
    own = ("mathequiv.audit.machine", "mathequiv.limits")
    for path in MACHINE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for name in found:
                assert not name.startswith("mathequiv") or name.startswith(own), (path.name, name)


DIFFERENT = (
    ("5", "6"),
    (r"\frac{1}{3}", r"\frac{1}{4}"),
    ("x^2", "x^3"),
    ("|x-3|", "x-3"),
    (r"\sqrt{x^2}", "x"),
    ("[0,1]", "(0,1]"),
    ("(1,2,3)", "(2,1,3)"),
    ("1,2", "1,2,3"),
    ("0.333", "0.334"),
    ("x<2", "x<3"),
    ("x-y+1 = 0", "x+y+1 = 0"),
    ("xy = 6", "xy = 7"),
)
NOT_CERTAIN = (
    ("5", "5.0"),
    (r"\frac{1}{3}", "0.333"),
    (r"\sqrt{0.999}", "0.999"),
    (r"\sqrt{x^2}", "|x|"),
    ("x^2-1", "(x-1)(x+1)"),
    ("2x-2y = 4", "y-x = -2"),
    ("1,2", "2,1"),
    (r"(-\infty,2)", r"(-\infty,2)"),
    (r"(x^2+1)(y-x) = 0", "y-x = 0"),
)


@pytest.mark.parametrize(("pair", "different"), [(p, True) for p in DIFFERENT] + [(p, False) for p in NOT_CERTAIN])
def test_certainly_different(pair, different):
    first, second = map(read_shape, pair)
    assert first is not None
    assert second is not None
    assert certainly_different(first, second) is different
    assert certainly_different(second, first) is different


def test_every_kind_makes_pairs():
    made = Counter(pair.kind for pair in near_misses(EXAMPLES, 300))
    assert {kind.name for kind in NEAR_MISS_KINDS} - set(made) == set()
    made = Counter(pair.kind for pair in variants((*EXAMPLES, "13:7", ".5", "7,12"), 300))
    assert {kind.name for kind in VARIANT_KINDS} - set(made) == set()


def test_kinds_have_names_of_their_own():
    names = [kind.name for kind in (*NEAR_MISS_KINDS, *VARIANT_KINDS)]
    assert len(names) == len(set(names))


def test_pairs_are_the_same_in_every_run():
    first, second = (list(near_misses(EXAMPLES[:9], 20, seed=3)) for _ in range(2))
    assert first == second
    assert first != list(near_misses(EXAMPLES[:9], 20, seed=4))
    assert len({(pair.prediction, pair.reference) for pair in first if pair.reference == "42"}) > 10
    assert list(each_variant("42")) == list(each_variant("42"))


# ---- what the engine says ------------------------------------------------------------------------------------------


def numbers(count):
    """Answers as word problems have them: integers of every size, decimals, money and lengths."""
    draw = random.Random(5)
    for _ in range(count):
        number = draw.randint(1, 10 ** draw.randint(1, 7))
        yield draw.choice((f"{number}", f"-{number}", f"{number / 100:.2f}", rf"\${number}", rf"{number}\text{{ cm}}"))


def references():
    rows = load_all(TABLES)
    texts = [
        *EXAMPLES,
        *numbers(400),
        *(row.a for row in rows),
        *(row.b for row in rows if row.verdict == "EQUIVALENT"),
    ]
    return list(dict.fromkeys(texts))


def judged(pairs):
    """Of each kind, how many pairs there are, and those judged wrong."""
    made, wrong = Counter(), {}
    for pair in pairs:
        made[pair.kind] += 1
        result = compare(pair.prediction, pair.reference)
        assert result.rule not in ("internal_error", "stopped"), pair
        if (result.verdict is Verdict.EQUIVALENT) is not pair.equal:
            wrong.setdefault(pair.kind, []).append((pair.prediction, pair.reference, result.rule))
    return made, wrong


def test_no_near_miss_is_called_equal():
    _, wrong = judged(some(near_misses, 200_000 if LONG else 2_000, references(), each=40 if LONG else 1))
    assert not wrong, {kind: rows[:5] for kind, rows in wrong.items()}


def test_respellings_are_called_equal():
    made, wrong = judged(some(variants, 100_000 if LONG else 6_000, references(), each=40 if LONG else 3))
    missed = sum(map(len, wrong.values()))
    assert missed <= 0.005 * sum(made.values()), {kind: rows[:5] for kind, rows in wrong.items()}
