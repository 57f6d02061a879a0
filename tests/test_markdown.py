"""Markup around answers that takes several lines, which the rows of the tables cannot hold."""

import pytest

from mathequiv import compare
from mathequiv.latex.markdown import without_markup

SHOWN = [
    ("```python\n42\n```", "42"),
    ("```\n[1, 2]\n```", "[1, 2]"),
    ("```42```", "42"),
    ("the value `x = 5`", "the value x = 5"),
    ("``5 and 6''", "``5 and 6''"),
    ("### Answer: 42", "Answer: 42"),
    ("*42*", "42"),
    ("a*b*c", "a*b*c"),
    ("2*x*3", "2*x*3"),
    ("_x_1", "_x_1"),
    ("> 42", "> 42"),
    ("-5", "-5"),
    ("|x| + |y|", "|x| + |y|"),
    ("| x | y |\n|---|:-:|\n| 1 | 2 |", "x = 1, y = 2"),
    ("| x |\n|---|\n| 1 |\n| 2 |", "| x |\n|---|\n| 1 |\n| 2 |"),
    ("a & b; c", "a & b; c"),
    ("x &lt; 3", "x < 3"),
    ("\\begin{pmatrix}1&lt;\\\\2&3\\end{pmatrix}", "\\begin{pmatrix}1&lt;\\\\2&3\\end{pmatrix}"),
]
"""Texts and what they show."""

PAIRS = [
    ("```python\n42\n```", "42", "43"),
    ("```math\nx^2\n```", "x^2", "x^3"),
    ("```python\nprint(42)\n```", "42", "43"),
    ("| Answer |\n|---|\n| 42 |", "42", "43"),
    ("| x | y |\n|---|---|\n| 1 | 2 |", "x=1, y=2", "x=2, y=1"),
    ("def f(x):\n    return x**2", "f(x)=x^2", "f(x)=x^3"),
    ("$$\n\\frac12\n$$", "\\frac12", "2"),
]
"""Texts with an equal answer and a different one."""


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_is_shown(text, shown):
    assert without_markup(text) == shown


@pytest.mark.parametrize(("text", "equal", "different"), PAIRS)
def test_answers_of_several_lines(text, equal, different):
    assert compare(text, equal).equivalent
    assert compare(equal, text).equivalent
    assert compare(text, different).verdict.name == "DIFFERENT"
