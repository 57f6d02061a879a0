"""Enclosures: what they hold, what has no value, and the process-wide precision they borrow."""

from __future__ import annotations

import threading
from fractions import Fraction

import flint
import pytest

from mathequiv.equality.numbers.ball_functions import BALL_FUNCTIONS
from mathequiv.equality.numbers.balls import Ball, Undefined, gap
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Text
from mathequiv.latex.parser import parse
from mathequiv.lexicon.functions import FUNCTIONS
from mathequiv.limits import Budget


def _ball(text: str, *, bits: int = 128, complex_: bool = False, **point: int) -> Ball:
    found = enclose(parse(text), {k: Fraction(v) for k, v in point.items()}, bits, complex_=complex_)
    assert isinstance(found, Ball), found
    return found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(r"\pi", "3.1415926536", id="a constant"),
        pytest.param(r"\sqrt2", "1.4142135624", id="a root"),
        pytest.param("(-8)^{1/3}", "-2.0000000000", id="an odd root of a negative is real"),
        pytest.param("180^\\circ", "3.1415926536", id="degrees are a number"),
        pytest.param(r"25\%", "0.25000000000", id="a percent is a number"),
        pytest.param("x^2", "9.0000000000", id="a variable"),
        pytest.param(r"\sum_{k=1}^{x}k", "6.0000000000", id="a sum up to a constant"),
    ],
)
def test_value(text, shown):
    found = enclose(parse(text.replace("{x}", "{3}")), {"x": Fraction(-3)}, 128, complex_=False)
    assert isinstance(found, Ball), found
    assert str(found).split(" ±")[0] == shown


@pytest.mark.parametrize(
    ("name", "equal", "unequal"),
    [
        pytest.param("cot", r"\cot 1=\frac{\cos1}{\sin1}", r"\cot1=\tan1", id="cot"),
        pytest.param("sec", r"\sec 1=\frac{1}{\cos1}", r"\sec1=\frac1{\sin1}", id="sec"),
        pytest.param("csc", r"\csc 1=\frac{1}{\sin1}", r"\csc1=\frac1{\cos1}", id="csc"),
        pytest.param("sinh", r"\sinh 1=\frac{e-\frac1e}{2}", r"\sinh1=\cosh1", id="sinh"),
        pytest.param("cosh", r"\cosh 1=\frac{e+\frac1e}{2}", r"\cosh1=\cos1", id="cosh"),
        pytest.param("tanh", r"\tanh 1=\frac{\sinh1}{\cosh1}", r"\tanh1=\tan1", id="tanh"),
        pytest.param("coth", r"\coth 1=\frac{\cosh1}{\sinh1}", r"\coth1=\tanh1", id="coth"),
        pytest.param("sech", r"\operatorname{sech} 1=\frac{1}{\cosh1}", r"\operatorname{sech}1=\sec1", id="sech"),
        pytest.param("csch", r"\operatorname{csch} 1=\frac{1}{\sinh1}", r"\operatorname{csch}1=\csc1", id="csch"),
        pytest.param("arcsin", r"\arcsin\frac12=\frac\pi6", r"\arcsin\frac12=\frac\pi3", id="arcsin"),
        pytest.param("arccos", r"\arccos\frac12=\frac\pi3", r"\arccos\frac12=\frac\pi6", id="arccos"),
        pytest.param("arctan", r"\arctan1=\frac\pi4", r"\arctan1=\frac\pi2", id="arctan"),
        pytest.param("log", r"\log 1000=3", r"\log1000=\ln1000", id="log has base 10"),
        pytest.param("exp", r"\exp 2=e^2", r"\exp2=2^e", id="exp"),
        pytest.param("max", r"\max(1,3,2)=3", r"\max(1,3,2)=2", id="max"),
        pytest.param("min", r"\min(1,3,2)=1", r"\min(1,3,2)=2", id="min"),
        pytest.param("lcm", r"\operatorname{lcm}(4,6)=12", r"\operatorname{lcm}(4,6)=24", id="lcm"),
        pytest.param("mod", r"7\bmod3=1", r"7\bmod3=2", id="mod"),
        pytest.param("ceil", r"\lceil\pi\rceil=4", r"\lceil\pi\rceil=3", id="ceil"),
        pytest.param("floor", r"\lfloor-\pi\rfloor=-4", r"\lfloor-\pi\rfloor=-3", id="floor"),
    ],
)
def test_function(name, equal, unequal):
    assert name in BALL_FUNCTIONS
    left, right = map(_ball, equal.split("="))
    assert not gap(left, right, 128).disjoint
    left, right = map(_ball, unequal.split("="))
    assert gap(left, right, 128).disjoint


def test_functions_are_those_of_the_parser():
    assert set(BALL_FUNCTIONS) <= set(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        pytest.param(r"\frac10", True, id="division by zero"),
        pytest.param(r"\frac{1}{x-x}", True, id="division by a difference that is exactly zero"),
        pytest.param(r"\frac{1}{\sqrt2\sqrt2-2}", False, id="a divisor that may be zero"),
        pytest.param(r"\ln0", True, id="logarithm of zero"),
        pytest.param(r"\ln(-1)", True, id="logarithm of a negative"),
        pytest.param(r"\sqrt{-4}", True, id="even root of a negative"),
        pytest.param("0^0", True, id="zero to the zero"),
        pytest.param(r"\arcsin2", True, id="outside a real domain"),
        pytest.param(r"\frac12!", True, id="factorial off the integers"),
        pytest.param(r"\infty+1", True, id="arithmetic with infinity"),
        pytest.param("i", True, id="not real"),
        pytest.param("y", False, id="a variable without a value"),
        pytest.param(r"\lfloor\sqrt2\sqrt2\rfloor", False, id="a step that is open"),
        pytest.param(r"\int_0^1f(x)\,dx", False, id="an integral of an unknown function"),
        pytest.param(r"\int_0^1\frac{dx}x", True, id="an integral that diverges"),
    ],
)
def test_undefined(text, certain):
    found = enclose(parse(text), {"x": Fraction(2)}, 128, complex_=False)
    assert isinstance(found, Undefined)
    assert found.certain is certain


def test_no_scalar_is_unsupported():
    found = enclose(Text("cat"), {}, 128, complex_=False)
    assert isinstance(found, Undefined)
    assert found.unsupported


def test_complex_values_take_principal_branches_but_odd_roots_of_negatives_are_real():
    assert gap(_ball("(-4)^{1/4}", complex_=True), _ball("1+i", complex_=True), 128).disjoint is False
    assert gap(_ball("(-8)^{1/3}", complex_=True), _ball(r"1+\sqrt3i", complex_=True), 128).disjoint
    assert gap(_ball("(-8)^{1/3}", complex_=True), _ball("-2", complex_=True), 128).disjoint is False
    assert gap(_ball(r"\sqrt{-4}", complex_=True), _ball("-2i", complex_=True), 128).disjoint


def test_gap_asks_for_more_bits_where_a_term_is_small():
    left, right = _ball("1+e^{-1000}", bits=1024), _ball("1", bits=1024)
    found = gap(left, right, 1024)
    assert not found.disjoint
    assert not found.equal
    assert found.lacking > 0
    assert gap(_ball("1+e^{-1000}", bits=2048), _ball("1", bits=2048), 2048).disjoint


def test_gap_is_equal_for_an_identity():
    left, right = _ball(r"\sin^2x+\cos^2x", bits=1024, x=2), _ball("1", bits=1024)
    assert gap(left, right, 1024).equal


def test_steps_are_counted():
    with pytest.raises(OverLimit, match="MAX_STEPS"):
        enclose(parse("x+x+x"), {"x": Fraction(1)}, 128, complex_=False, budget=Budget(2))


def test_a_ball_does_not_depend_on_the_precision_others_set():
    before = flint.ctx.prec
    try:
        flint.ctx.prec = 20
        low = str(_ball(r"\sqrt2"))
        assert flint.ctx.prec == 20
        flint.ctx.prec = 3000
        assert str(_ball(r"\sqrt2")) == low
        assert flint.ctx.prec == 3000
    finally:
        flint.ctx.prec = before


def test_threads_do_not_disturb_each_other():
    expected = {bits: str(_ball(r"\sqrt2", bits=bits)) for bits in (64, 128, 1024, 4096)}
    wrong: list[str] = []

    def work(bits: int) -> None:
        wrong.extend(s for _ in range(200) if (s := str(_ball(r"\sqrt2", bits=bits))) != expected[bits])

    threads = [threading.Thread(target=work, args=(bits,)) for bits in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
