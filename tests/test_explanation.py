"""How answers were read, for people: trees as LaTeX, readings in words, carets, what a notebook draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from mathequiv import compare
from mathequiv._version import CONTRACT_VERSION, DOCUMENTATION, __version__
from mathequiv.answers.kinds import Answer
from mathequiv.explanation import explain, explanation_json, explanation_lines, result_html
from mathequiv.hints import PAGES
from mathequiv.latex.latex_form import symbol_latex, to_latex
from mathequiv.latex.parser import parse
from mathequiv.latex.text_form import to_text
from mathequiv.prepared import Prepared
from mathequiv.rulebook import RULES
from tests.pair_tables import TABLES, load_all

TEXTS = sorted({text for row in load_all(TABLES) for text in (row.a, row.b)})


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (r"\frac12", r"\frac{1}{2}"),
        ("1/2x", r"\frac{1}{2} x"),
        ("2**(1/4)", r"2^{\frac{1}{4}}"),
        ("0.50", "0.50"),
        (r"-\frac{x+1}{2}", r"-\frac{x + 1}{2}"),
        ("(x+1)(x-1)", r"(x + 1) \cdot (x - 1)"),
        ("sqrt(2)/2", r"\frac{\sqrt{2}}{2}"),
        (r"\sqrt[3]{x}", r"\sqrt[3]{x}"),
        ("96.56 km/h", r"96.56\text{ kilometer}/\text{hour}"),
        (r"5\text{ m}^2/\text{s}^3", r"5\text{ meter}^{2}/\text{second}^{3}"),
        (r"5\text{ per second}", r"5\text{ second}^{-1}"),
        (r"\sin 2x", r"\sin(2 x)"),
        (r"\log_2 8", r"\log_{2}(8)"),
        ("|x|", "|x|"),
        ("5!", "5!"),
        (r"\binom52", r"\binom{5}{2}"),
        (r"\omega_L'", r"\omega_{L}'"),
        (r"1\pm\sqrt5", r"1 \pm \sqrt{5}"),
        (r"x\in[1,2)", r"x \in [1, 2)"),
        (r"\mathbb R\setminus\{0\}", r"\mathbb{R} \setminus \{0\}"),
        (r"\sum_{k=1}^n k^2", r"\sum_{k=1}^{n} k^{2}"),
        (r"\int_0^1 x\,dx", r"\int_{0}^{1} x \,dx"),
        (r"\lim_{x\to0^+}\frac1x", r"\lim_{x \to 0^{+}} \frac{1}{x}"),
        ("[[1,2],[3,4]]", None),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
        (r"50\%", r"50\%"),
        (r"60^\circ", r"60^\circ"),
        ("52_8", "52_{8}"),
        ("x<1 or x>3", r"x < 1 \text{ or } x > 3"),
        (r"\text{span}\{(1,0),(0,1)\}", r"\operatorname{span}\{(1, 0), (0, 1)\}"),
        (r"\operatorname{rank}(A)=2", r"\operatorname{rank}(A) = 2"),
        ("h^{-1}(x)=x+4", "h^{-1}(x) = x + 4"),
        (r"\vec a\cdot(\vec b\times\vec c)", r"a \cdot (\vec{b} \times \vec{c})"),
        ("15 liters of water", r"15\text{ liter of water}"),
    ],
)
def test_a_tree_as_latex(text, want):
    latex = to_latex(parse(text))
    assert want in (None, latex)
    assert to_text(parse(latex)) == to_text(parse(text))


def test_what_is_written_reads_back():
    """Of every text of the tables; a few words alone (``6 wrong answers``) are written so that they say too much."""
    readable = [tree for tree in (Prepared(text).tree for text in TEXTS) if tree is not None]
    again = [Prepared(to_latex(tree)).tree for tree in readable]
    same = sum(
        tree is not None and to_text(tree) == to_text(first) for first, tree in zip(readable, again, strict=True)
    )
    assert len(readable) > 3000
    assert same >= 0.98 * len(readable)


@pytest.mark.parametrize(
    ("name", "want"),
    [("x", "x"), ("x_1", "x_{1}"), ("alpha", r"\alpha"), ("bar(z)", r"\bar{z}"), ("v_max", r"v_{\text{max}}")],
)
def test_names(name, want):
    assert symbol_latex(name) == want


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", ["a number"]),
        ("-0.5", ["a number"]),
        (r"\frac12", ["a fraction"]),
        (r"\sqrt2", ["a constant"]),
        ("x+y", ["an expression in x, y"]),
        (r"12\text{ cm}", ["a quantity with a unit"]),
        (r"50\%", ["a percentage"]),
        ("1, 2", ["a list"]),
        ("(2,4)", ["a tuple", "an interval"]),
        ("1,234", ["a number", "a list"]),
        ("x=5", ["an assignment"]),
        (r"\text{Evelyn}", ["words"]),
        ("(C)", None),
        (r"\text{yes}", ["a truth value"]),
    ],
)
def test_readings_in_words(text, words):
    found = [read.words for read in explain(text).readings]
    assert found
    assert words in (None, found)


@pytest.mark.parametrize("text", [r"\frac{1}{2", "3+", r"\sqrt{"])
def test_a_caret_shows_where_an_answer_cannot_be_read(text):
    side = explain(text)
    assert side.readings == ()
    assert "^" in side.problem.splitlines()[-1]
    lines = list(explanation_lines(compare(text, "5")))
    assert any("the prediction cannot be read" in line for line in lines)
    assert any("the reference cannot be read" in line for line in explanation_lines(compare("5", text)))


@pytest.mark.parametrize("text", [None, "", "7" * 20_000])
def test_what_has_no_reading_says_why(text):
    side = explain(text)
    assert (side.readings, bool(side.problem)) == ((), True)
    assert list(explanation_lines(compare(text, "5")))


def test_the_lines_show_readings_witness_and_page():
    lines = list(explanation_lines(compare("(2,4)", "x^2")))
    assert lines[0] == "prediction: (2,4)"
    assert lines[1].split() == ["read", "as:", "(2,", "4)", "(a", "tuple)"]
    assert lines[2].split() == ["or", "as:", "(2,", "4)", "(an", "interval)"]
    shown = "\n".join(explanation_lines(compare("x^2", "|x|")))
    assert "witness: at x = " in shown
    assert f"contract: {DOCUMENTATION}contract/expression.html (docs/contract/expression.md in the sources)" in shown


ROUNDED = [
    ("0.33", r"\frac13", r"0.33 rounds \frac{1}{3}, but has only 2 significant digits; a rounding needs 3"),
    ("0.3", r"\frac13", r"0.3 rounds \frac{1}{3}, but has only 1 significant digit; a rounding needs 3"),
    ("0.70", r"\sqrt2/2", r"0.70 rounds \frac{\sqrt{2}}{2}, but has only 2 significant digits; a rounding needs 3"),
    ("-1.7", r"-\sqrt3", r"-1.7 rounds -\sqrt{3}, but has only 2 significant digits; a rounding needs 3"),
    ("2.94", r"\frac{47}{16}", r"2.94 rounds \frac{47}{16}, which has a finite decimal: 2.9375"),
    ("0.1", r"\frac{1}{16}", r"0.1 rounds \frac{1}{16}, which has a finite decimal: 0.0625"),
    ("314", r"100\pi", r"314 rounds 100 \pi, but a rounding is written with a decimal point"),
    ("x = 0.33", r"\frac13", r"0.33 rounds \frac{1}{3}, but has only 2 significant digits; a rounding needs 3"),
    ("(0.33, 1)", r"(\frac13, 1)", r"0.33 rounds \frac{1}{3}, but has only 2 significant digits; a rounding needs 3"),
    (
        "0.33 cm",
        r"\frac13\text{ cm}",
        r"0.33 rounds \frac{1}{3}, but has only 2 significant digits; a rounding needs 3",
    ),
]
NOT_ROUNDED = [
    ("0.32", r"\frac13"),
    ("-0.33", r"\frac13"),
    ("0.333", r"\frac13"),
    ("0.33", "0.333"),
    ("0.0", r"\frac13"),
    ("3", "4"),
    ("3", r"\pi"),
    ("2.95", r"\frac{47}{16}"),
    ("x = 0.33", r"y = \frac13"),
    ("0.33 m", r"\frac13\text{ s}"),
    ("0.33x", r"\frac{x}{3}"),
    ("0.5", r"\frac{0}{0}"),
    ("0.5", r"\text{blue}"),
]


@pytest.mark.parametrize(("a", "b", "note"), ROUNDED)
def test_a_rounding_that_does_not_count_says_why(a, b, note):
    for pair in ((a, b), (b, a)):
        lines = list(explanation_lines(compare(*pair)))
        assert lines[-2] == f"note: {note}"
        assert lines[-1].startswith(f"contract: {DOCUMENTATION}contract/decimal.html ")
        assert explanation_json(compare(*pair))["note"] == note
        assert "rounds" in result_html(compare(*pair))


@pytest.mark.parametrize(("a", "b"), NOT_ROUNDED)
def test_nothing_is_said_of_roundings_where_there_is_none(a, b):
    assert explanation_json(compare(a, b))["note"] is None


def test_a_rounding_that_the_options_refuse_says_so():
    shown = explanation_json(compare("0.333", r"\frac13", approx="exact"))
    assert shown["note"] == r'0.333 rounds \frac{1}{3}, but approx="exact" accepts no rounding'


@pytest.mark.parametrize(
    ("a", "b", "page"),
    [
        ("3", "4", "number"),
        ("x^2", "x^2+C", "periodic"),
        (r"\sin x", r"\cos x", "expression"),
        ("10 m", "10", "quantity"),
        ("(1,2)", "5", "tuple"),
        (r"\text{Paris}", "7", "text"),
        (r"\text{yes}", "7", "truth"),
        (r"x \ge 2y", "7", "inequality"),
        ("5%", "6", "percent"),
        ("1/0", r"\text{undefined}", "undefined"),
        ("5", r"\text{undefined}", "truth"),
    ],
)
def test_the_page_is_of_what_was_compared(a, b, page):
    assert explanation_json(compare(a, b))["contract"] == f"{DOCUMENTATION}contract/{page}.html"


def test_every_kind_and_every_rule_has_a_page():
    assert set(PAGES) == set(get_args(Answer))
    pages = {path.stem for path in (Path(__file__).resolve().parent.parent / "docs" / "contract").glob("*.md")}
    assert pages >= {*PAGES.values(), *(page for _, page in RULES.values())}


def test_the_address_of_the_site_is_the_one_of_the_project():
    project = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nDocumentation = "{DOCUMENTATION}"\n' in project


@pytest.mark.parametrize("pair", [("0.5", r"\frac12"), ("x^2", "|x|"), (r"\ldots", "1"), (None, "1"), ("a", None)])
def test_json_has_it_all(pair):
    shown = json.loads(json.dumps(explanation_json(compare(*pair))))
    assert (shown["prediction"], shown["reference"]) == pair
    assert set(shown) >= {"verdict", "layer", "rule", "reason", "evidence", "trace", "read_as", "options", "contract"}
    assert (shown["version"], shown["edition"]) == (__version__, CONTRACT_VERSION)
    assert set(shown["read_as"]) == {"prediction", "reference"}


@pytest.mark.parametrize(
    ("a", "b", "sign"), [("1/2", "0.5", "="), ("1", "2", r"\ne"), (r"\int\ldots", "2", None), ("x", "x^2", r"\ne")]
)
def test_a_notebook_draws_a_result(a, b, sign):
    result = compare(a, b)
    latex, page = result._repr_latex_(), result._repr_html_()
    assert result.verdict.name in page
    assert result.rule in page
    if sign is None:
        assert latex is None or latex.startswith("$")
    else:
        assert latex == f"$\\displaystyle {to_latex(parse(a))} \\quad {sign} \\quad {to_latex(parse(b))}$"


def test_a_notebook_shows_no_markup_of_an_answer():
    page = compare(r"\text{<script>alert(1)</script>}", "<b>5</b> & 3<x")._repr_html_()
    assert "<script>" not in page
    assert "<b>5" not in page


def test_results_compare_without_their_texts():
    assert compare("1", "1.0").answers == ("1", "1.0")
    assert compare("x", "x") == compare("x", "x")
