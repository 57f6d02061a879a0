"""Single operations under pytest-benchmark, so that a slower commit is seen.

pip install -e '.[dev,bench]'
python -m pytest benchmarks/micro --benchmark-autosave
python -m pytest benchmarks/micro --benchmark-compare --benchmark-compare-fail=median:30%
"""

from __future__ import annotations

from typing import Any

import pytest

from mathequiv import Reference, compare, extract_answer, grade
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.tokens import scanned
from mathequiv.prepared import clear_cache

ROUNDS = 300

PAIRS = {
    "identical": (r"\frac{3}{4}", r"\frac{3}{4}"),
    "string": (r"\frac12", r"\frac{1}{2}"),
    "canonical": (r"\left(3,\,\dfrac{\pi}{2}\right)", r"(3,\frac{\pi}{2})"),
    "integers-differ": ("42", "43"),
    "fraction-decimal": (r"\frac{3}{4}", "0.75"),
    "rounding": (r"\frac{600}{7}", "85.71"),
    "roots": (r"\sqrt{12}+\sqrt{27}", r"5\sqrt{3}"),
    "polynomial": ("(x+1)^5", "x^5+5x^4+10x^3+10x^2+5x+1"),
    "rational": (r"\frac{x^2-1}{x-1}", "x+1"),
    "trigonometric": (r"\sin^2 x+\cos^2 x", "1"),
    "witness": (r"\sqrt{x^2}", "x"),
    "tuple": ("(1,-2,3)", "(1,-2,4)"),
    "set": (r"\{1,2,3\}", r"\{3,2,1\}"),
    "interval": (r"(-\infty,1)\cup(3,\infty)", r"x<1 \text{ or } x>3"),
    "equation": ("y=2x+3", "2x-y+3=0"),
    "matrix": (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix}1&2\\3&5\end{pmatrix}"),
    "quantity": (r"12\text{ cm}", r"0.12\text{ m}"),
    "text": (r"\text{Tuesday}", r"\text{Monday}"),
    "unreadable": (r"\frac{1}{", "2"),
}
RESPONSE = "First we add. " * 200 + r"So the final answer is $\boxed{\frac{3}{4}}$."


def once(benchmark: Any, call: Any, *arguments: object) -> Any:
    """Each round with nothing remembered."""
    return benchmark.pedantic(call, args=arguments, setup=clear_cache, rounds=ROUNDS, warmup_rounds=5)


@pytest.mark.parametrize("name", PAIRS)
def test_compare(benchmark: Any, name: str) -> None:
    assert once(benchmark, compare, *PAIRS[name]).rule != "internal_error"


@pytest.mark.parametrize("name", ["fraction-decimal", "polynomial", "interval"])
def test_compare_with_prepared_reference(benchmark: Any, name: str) -> None:
    prediction, text = PAIRS[name]
    reference = Reference(text)
    reference.compare(prediction)
    assert once(benchmark, reference.compare, prediction).equivalent


def test_tokens(benchmark: Any) -> None:
    assert once(benchmark, scanned, PAIRS["canonical"][0])


def test_parse(benchmark: Any) -> None:
    assert once(benchmark, parse_variants, scanned(PAIRS["polynomial"][1]))


def test_extract(benchmark: Any) -> None:
    assert once(benchmark, extract_answer, RESPONSE).text == r"\frac{3}{4}"


def test_grade(benchmark: Any) -> None:
    assert once(benchmark, grade, RESPONSE, "0.75").correct
