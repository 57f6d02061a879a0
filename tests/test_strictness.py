"""What the strict policy refuses of an equal answer: each row beside its nearest neighbour that may stand."""

from __future__ import annotations

import pytest

from mathequiv.grading import Status, grade
from mathequiv.strictness import refusal

MATRICES = r"\begin{pmatrix}1&2\\0&1\end{pmatrix}\begin{pmatrix}1&0\\3&1\end{pmatrix}"
PRODUCT = r"\begin{pmatrix}7&2\\3&1\end{pmatrix}"


@pytest.mark.parametrize(
    ("answer", "reference", "problem", "rule"),
    [
        pytest.param(r"\sum_{k=1}^{6}k", "21", None, "unevaluated", id="sum"),
        pytest.param(r"\sum_{k=1}^{6}k = 21", "21", None, None, id="a chain that works it out"),
        pytest.param(r"\sum_{k=1}^{n}k", r"\sum_{j=1}^{n}j", None, None, id="the reference holds a sum"),
        pytest.param(r"\prod_{k=1}^{4}k", "24", None, "unevaluated", id="product"),
        pytest.param(r"\int_0^3 2x\,dx", "9", None, "unevaluated", id="integral"),
        pytest.param(r"\lim_{n\to\infty}\frac{3n}{n+1}", "3", None, "unevaluated", id="limit"),
        pytest.param(r"\gcd(18,24)", "6", None, "unevaluated", id="gcd"),
        pytest.param(r"17 \bmod 5", "2", None, "unevaluated", id="mod"),
        pytest.param(r"\lfloor 7.5 \rfloor", "7", None, "unevaluated", id="floor"),
        pytest.param(r"\lfloor x \rfloor", r"\lfloor x \rfloor", None, None, id="the reference holds a floor"),
        pytest.param(r"\binom{7}{2}", "21", None, "unevaluated", id="binomial"),
        pytest.param(r"\binom{7}{2}", r"\binom{7}{5}", None, None, id="the reference holds a binomial"),
        pytest.param("5!", "120", None, "unevaluated", id="factorial"),
        pytest.param("2^{10}", "1024", None, None, id="a power may stand"),
        pytest.param(r"\max(2,7)", "7", None, "unevaluated", id="max"),
        pytest.param(r"\det\begin{pmatrix}2&1\\1&3\end{pmatrix}", "5", None, "unevaluated", id="determinant"),
        pytest.param(MATRICES, PRODUCT, None, "unevaluated", id="product of matrices"),
        pytest.param(PRODUCT, PRODUCT, None, None, id="a matrix"),
        pytest.param(r"\{1,2\}\cap\{2,3\}", r"\{2\}", None, "unevaluated", id="sets"),
        pytest.param(r"(0,2)\cup(3,4)", r"(0,2)\cup(3,4)", None, None, id="a union of intervals"),
        pytest.param(r"12\text{ apples}", "12", None, "words_added", id="a noun of its own"),
        pytest.param(r"12\text{ apples}", r"12\text{ apples}", None, None, id="a noun of the reference"),
        pytest.param(r"12\text{ cm}", "12", None, None, id="a unit of the table"),
        pytest.param(r"\text{The answer is }12", "12", None, "words_added", id="a lead-in"),
        pytest.param(r"\text{about }12", "12", None, "words_added", id="a filler"),
        pytest.param(r"\text{about }12", r"\text{about }12", None, None, id="a filler of the reference"),
        pytest.param(r"\text{the line }y=2x", "y=2x", None, "words_added", id="a noun before an equation"),
        pytest.param("x=12", "12", None, None, id="a label that is a name"),
        pytest.param("12=x", "12", None, None, id="a label behind its value"),
        pytest.param("f(2)=12", "12", None, None, id="a value of a function"),
        pytest.param("E(x,0,z)=12", "12", None, None, id="a value of several arguments"),
        pytest.param("|AB|=12", "12", None, None, id="the length of an object"),
        pytest.param("x=1,y=2", "1,2", None, None, id="two names"),
        pytest.param("m+n=12", "12", None, "labelled", id="an expression as a label"),
        pytest.param("12=m+n", "12", None, "labelled", id="an expression behind its value"),
        pytest.param("m+n=12", "m+n=12", None, None, id="the reference's own label"),
        pytest.param("12", "m+n=12", None, "labelled", id="an expression of the reference left out"),
        pytest.param("25", "x^2+y^2=25", None, "labelled", id="a curve of the reference left out"),
        pytest.param("12", "x=12", None, None, id="a name of the reference left out"),
        pytest.param("12", r"\text{Area}=12", None, None, id="a word of the reference left out"),
        pytest.param("m+n=5+7=12", "12", None, "labelled", id="an expression before a chain"),
        pytest.param("5+7=12", "12", None, None, id="a chain of constants"),
        pytest.param("|z|=12", "12", None, "labelled", id="a modulus as a label"),
        pytest.param(r"\gcd(a,b)=12", "12", None, "labelled", id="a divisor as a label"),
        pytest.param(r"\cos A=\frac12", r"\frac12", None, "labelled", id="a cosine as a label"),
        pytest.param(r"\text{Area}=12", "12", None, "labelled", id="a word as a label"),
        pytest.param(r"\text{Area}=12", r"\text{Area}=12", None, None, id="a word that the reference has"),
        pytest.param(r"13\cdot 17+4", "225", "Compute $13\\cdot 17+4$.", "restated", id="the question"),
        pytest.param(r"4+17\cdot 13", "225", "Compute $13\\cdot 17+4$.", "restated", id="the question reordered"),
        pytest.param(r"13\cdot 17+4=225", "225", "Compute $13\\cdot 17+4$.", None, id="the question with its value"),
        pytest.param(r"13\cdot 17+4", "225", None, None, id="without the problem"),
        pytest.param(r"13\cdot 17+4", "225", "Compute $14\\cdot 17-13$.", None, id="of another problem"),
        pytest.param(r"\dfrac{x^{2}-4}{x-2}", "x+2", "Simplify $\\frac{x^2-4}{x-2}$.", "restated", id="respelt"),
        pytest.param("x+2", "x+2", "Simplify $\\frac{x^2-4}{x-2}$.", None, id="simplified"),
        pytest.param("x^2+7x+12", "(x+3)(x+4)", "Factor x^2 + 7x + 12 over the integers.", "restated", id="plain"),
        pytest.param(r"2\sqrt{5}", r"2\sqrt{5}", "Is $2\\sqrt{5}$ above $4$?", None, id="the reference's own text"),
        pytest.param("6", "6", "Is it $4$ or $6$?", None, id="a bare number"),
        pytest.param("-6", "-6", "Is it $-4$ or $-6$?", None, id="a negative number"),
    ],
)
def test_refusal(answer, reference, problem, rule):
    found = refusal(answer, reference, problem)
    assert (None if found is None else found.rule) == rule
    graded = grade(rf"So it is $\boxed{{{answer}}}$.", reference, policy="strict", problem=problem)
    assert graded.status is (Status.CORRECT if rule is None else Status.WRONG)
    assert rule is None or graded.result.rule == rule
    assert grade(rf"So it is $\boxed{{{answer}}}$.", reference, problem=problem).correct


@pytest.mark.parametrize(("answer", "said"), [(r"\int_0^3 2x\,dx", "an integral"), (r"\sum_{k=1}^{3}2k-3", "a sum")])
def test_what_is_left_standing_is_named(answer, said):
    assert f"it holds {said} that" in refusal(answer, "9", None).reason


def test_a_wrong_answer_keeps_its_own_rule():
    graded = grade(r"\boxed{\sum_{k=1}^{6}k}", "22", policy="strict")
    assert graded.status is Status.WRONG
    assert graded.result.rule != "unevaluated"


def test_a_smaller_domain_is_wrong_under_the_strict_policy():
    answer = r"\boxed{\ln x}"
    assert grade(answer, r"\ln|x|").correct
    strict = grade(answer, r"\ln|x|", policy="strict")
    assert (strict.status, strict.result.rule) == (Status.WRONG, "common_domain")
    assert grade(answer, r"\ln x", policy="strict").correct


@pytest.mark.parametrize(
    ("reference", "correct"), [("A", True), ("(A)", True), ("0.5", True), (r"50\%", True), ("B", False), ("0.6", False)]
)
def test_a_letter_with_a_value_is_what_the_reference_is(reference, correct):
    assert grade(r"\boxed{(A)\ 50\%}", reference, policy="strict").correct is correct
