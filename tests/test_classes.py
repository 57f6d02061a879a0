"""Equivalence classes: exact equality only, whatever the order of the answers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathequiv import equivalence_classes

from .pair_tables import TABLES, load, paths

ANSWERS = [
    "1/2", "0.5", r"\frac12", r"50\%", "x-x+0.5", "x=5", "5", "y=5", r"\frac{600}{7}", "85.71", r"\log 2", r"\ln 2",
    r"\frac{\ln 2}{\ln 10}", "1,2", "2,1", "(1,2)", "[1,2]", r"\frac{\sqrt2}{2}", r"\frac{1}{\sqrt{2}}",
    r"90^\circ", "90", r"\frac{\pi}{2}", None, "", "x+1", "1+x", r"\{1,2\}", "52_8", "52", "42", "2:4", "1:2",
]  # fmt: skip


def groups(answers: list[str | None]) -> set[frozenset[str | None]]:
    return {frozenset(answers[k] for k in members) for members in equivalence_classes(answers)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(["1/2", "0.5", r"50\%"], [[0, 1, 2]], id="one value in three spellings"),
        pytest.param([r"\frac{600}{7}", "85.71"], [[0], [1]], id="a rounded decimal is another value"),
        pytest.param(["x=5", "5", "y=5"], [[0], [1], [2]], id="a dropped name would join x=5 with y=5"),
        pytest.param(["1,2", "2,1", "(1,2)"], [[0, 1], [2]], id="a list as a tuple would join 2,1 with (1,2)"),
        pytest.param([r"90^\circ", "90", r"\frac{\pi}{2}"], [[0, 2], [1]], id="a dropped unit would join 90 with pi/2"),
        pytest.param([r"10\%", "10", "0.1"], [[0, 2], [1]], id="a dropped percent sign would join 10 with 0.1"),
        pytest.param(["52_8", "52", "52_9"], [[0], [1], [2]], id="a dropped base would join 52_8 with 52_9"),
        pytest.param([r"\ln 2", r"\log 2", r"\log_{10} 2"], [[0], [1, 2]], id="log has one base here"),
        pytest.param([None, "", "  "], [[0, 1, 2]], id="missing and blank answers are one group"),
        pytest.param(["x-x+2", "2", "x"], [[0, 1], [2]], id="a variable that cancels"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_groups(answers, expected):
    assert equivalence_classes(answers) == expected


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(rng: random.Random):
    shuffled = ANSWERS[:]
    rng.shuffle(shuffled)
    assert groups(shuffled) == groups(ANSWERS)


AMBIGUOUS = [
    "(2,4)", "2,4", "[2,4]", "2<x<4", "12,345", "12345", "12, 345", "(C) 12", "12", "C", "P(1+r)", "P+Pr", "(1+r)P",
    r"\sin 4/2", r"\sin 2", r"\frac{\sin 4}{2}", "C(5,2)", r"\binom52", "10", "3-1", "2", "2:15", "4:30",
    "5 m", "5m", r"5\text{ m}", r"500 \text{ cm}", r"\text{IX}", "IX", "XI", "9", r"\log x", r"\ln x", "f(x)=2x",
    "y=2x", r"0<n<3, n\in\mathbb{Z}", r"\{1,2\}", "(0,3)", "1<x<3", r"3k, k\in\mathbb{Z}", r"3n, n\in\mathbb{Z}", "3k",
    "2.5", "{2,4}",
    r"15 \text{ liters of water}", r"15 \text{ liters}", r"15 \text{ liters of milk}", r"x^2 \text{ for } x>0", "x^2",
    "ab", "ba", "AB",
]  # fmt: skip
"""Texts that may be read in several ways, with the texts that one or the other reading is equal to."""


def subset_of(groups_of: set[frozenset[str | None]], kept: list[str | None]) -> set[frozenset[str | None]]:
    return {group & frozenset(kept) for group in groups_of} - {frozenset()}


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_which_texts_are_there(rng: random.Random):
    everything = [*ANSWERS, *AMBIGUOUS]
    pool = rng.sample(sorted(set(everything) - {None}), 14)
    kept = [text for text in pool if rng.random() < 0.5]
    assert groups(kept) == subset_of(groups(pool), kept)


@pytest.mark.parametrize("path", paths(TABLES), ids=lambda path: path.stem)
def test_groups_of_table_texts_do_not_depend_on_which_are_there(path: Path):
    rng = random.Random(f"classes of {path.stem}")
    rows = list(load(path))
    for _ in range(3):
        at = rng.randrange(len(rows))
        pool = list(dict.fromkeys(text for row in rows[at : at + 8] for text in (row.a, row.b)))
        kept = [text for text in pool if rng.random() < 0.4]
        rng.shuffle(kept)
        assert groups(kept) == subset_of(groups(pool), kept)


def test_every_index_is_in_exactly_one_group():
    members = sorted(k for group in equivalence_classes(ANSWERS * 2) for k in group)
    assert members == list(range(2 * len(ANSWERS)))


def test_many_different_answers_are_told_apart():
    answers = [rf"\frac{{{k}}}{{7}}+\sqrt{{2}}" for k in range(400)] + [f"x^{k}+1" for k in range(50)]
    assert len(equivalence_classes(answers)) == len(answers)


@pytest.mark.parametrize("answer", [5, b"5", ["5"]])
def test_other_types_are_refused(answer):
    with pytest.raises(TypeError):
        equivalence_classes([answer])


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        pytest.param(r"x^2, x>0", r"x^2, x<0", False, id="conditions"),
        pytest.param(r"x^2, x>0", r"x^2\ (x>0)", True, id="one-condition"),
        pytest.param(r"a_n=2^n, n\ge0", r"a_n=2^n, n\ge1", False, id="first-index"),
        pytest.param(r"x=k\pi, k\in\mathbb Z", r"x=k\pi, k\in\mathbb R", False, id="what-counts"),
        pytest.param(r"x=k\pi, k\in\mathbb Z", r"x=n\pi, n\in\mathbb Z", True, id="renamed"),
        pytest.param(r"PDP^{-1}", "D", False, id="matrices"),
        pytest.param(r"\mathbf{A}\mathbf{x}", r"\mathbf{x}\mathbf{A}", False, id="order"),
        pytest.param(r"(AB)^{-1}", r"B^{-1}A^{-1}", True, id="inverse-of-a-product"),
        pytest.param("AB", "BA", False, id="letters"),
        pytest.param(r"(\vec a\cdot\vec b)\vec c", r"(\vec c\cdot\vec b)\vec a", False, id="inner-product"),
        pytest.param(r"\vec a\cdot\vec b", r"\vec b\cdot\vec a", True, id="inner-product-turned"),
        pytest.param(r"\vec a\times\vec b", r"\vec b\times\vec a", False, id="vector-product"),
        pytest.param("2020-03-14", "2020-14-03", False, id="dates"),
        pytest.param("10-20", "10–20", True, id="ranges"),
    ],
)
def test_groups_keep_what_a_comparison_keeps(a, b, same):
    assert len(equivalence_classes([a, b])) == (1 if same else 2)
