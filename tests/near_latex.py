r"""Strategies for texts that are nearly LaTeX: fragments in any order, and a grammar of answers with damage done."""

from __future__ import annotations

from hypothesis import strategies as st

from mathequiv.lexicon.commands import COMMANDS

_COMMANDS = sorted("\\" + name for name in COMMANDS)
_FRAGMENTS = (
    *"0123456789",
    *"abcefghiknxyzABCEFNPRZ",
    *"+-*/^_{}()[]|,;:.!%$&= <>'\"~\\",
    *("π", "√", "∞", "≤", "×", "−", "½", "²", "②", "°", "∪", "ℝ", "，", "（", "１", "\u200b", "\u0301", "\ud800", "\0"),
    *("\n", "\t", "\f", "\r", "\b", "\\\\", "\\ ", "\\,", "\\!", "\\{", "\\}", "\\$", "\\%", "\\|"),
    *("\\left(", "\\right)", "\\left[", "\\right]", "\\left\\{", "\\right\\}", "\\left.", "\\right|"),
    *("\\frac{1}{2}", "\\frac12", "\\frac", "\\sqrt2", "\\sqrt[3]{", "^{2}", "_{1}", "^\\circ", "^{\\circ}", "10\\%"),
    *("\\text{ and }", "\\text{ or }", "\\text{", "\\mbox{ cm}", "\\mathrm{", "\\mathbb{R}", "\\boxed{", "\\phantom{"),
    *("\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{cases}", "\\end{cases}", "\\begin{array}{cc}", "\\end{array}"),
    *("\\int_0^1 ", " dx", "\\sum_{k=1}^{5}", "\\lim_{x\\to 0}", "\\frac{d}{dx}", "\\binom{5}{2}", "\\infty", "\\pm "),
    *(
        "sqrt(",
        "pi",
        "**",
        "1e5",
        "1e-3",
        "oo",
        "exp(",
        "sin ",
        "log",
        "mod ",
        "x_1",
        "f(x)",
        "g(2)",
        "x \\in ",
        "k\\in\\mathbb{Z}",
    ),
    *(
        "1,234",
        "10{,}000",
        "0.5",
        "0,5",
        ".5",
        "5.",
        "0.\\overline{3}",
        "52_8",
        "2:15",
        "4:30 p.m.",
        "12^{th}",
        "1 1/2",
    ),
    *(
        "cm",
        " m^2",
        " degrees",
        "\\$5",
        "5 dollars",
        "yes",
        "True",
        "no solution",
        "DNE",
        "infinitely many",
        "(C)",
        "even",
    ),
    *(
        "\\cup ",
        "\\cap ",
        "\\setminus ",
        "\\emptyset",
        "(-\\infty,3]",
        "[1,2)",
        "\\{1,2\\}",
        "\\langle ",
        "\\ldots",
        "\\mid ",
    ),
)

fragments = st.one_of(st.sampled_from(_FRAGMENTS), st.sampled_from(_COMMANDS), st.characters())
"""One fragment of LaTeX, plain text or damage."""

soup = st.lists(fragments, max_size=20).map("".join)
"""Fragments in any order."""

_numbers = st.one_of(
    st.integers(0, 30).map(str),
    st.integers(0, 10**12).map(str),
    st.tuples(st.integers(0, 99), st.integers(0, 999)).map(lambda n: f"{n[0]}.{n[1]}"),
    st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda n: rf"\frac{{{n[0]}}}{{{n[1]}}}"),
    st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda n: f"{n[0]}/{n[1]}"),
    st.integers(0, 30).map(lambda n: rf"\sqrt{{{n}}}"),
)
_atoms = st.one_of(_numbers, st.sampled_from(["x", "y", "n", "k", "i", "e", r"\pi", r"\theta", "a_1", r"\infty", "C"]))


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    functions = st.sampled_from(["sin", "cos", "tan", "ln", "log", "exp", "arctan", "cosh", "sec"])
    return st.one_of(
        pair.map(lambda p: f"{p[0]}+{p[1]}"),
        pair.map(lambda p: f"{p[0]}-{p[1]}"),
        pair.map(lambda p: f"{p[0]} {p[1]}"),
        pair.map(lambda p: rf"{p[0]}\cdot {p[1]}"),
        pair.map(lambda p: rf"\frac{{{p[0]}}}{{{p[1]}}}"),
        pair.map(lambda p: f"({p[0]})({p[1]})"),
        pair.map(lambda p: f"({p[0]})/{p[1]}"),
        pair.map(lambda p: rf"{p[0]} \pm {p[1]}"),
        pair.map(lambda p: f"{{{p[0]}}}^{{{p[1]}}}"),
        pair.map(lambda p: rf"\binom{{{p[0]}}}{{{p[1]}}}"),
        st.tuples(inner, st.integers(-3, 5)).map(lambda p: f"({p[0]})^{{{p[1]}}}"),
        inner.map(lambda s: f"-{s}"),
        inner.map(lambda s: rf"\sqrt{{{s}}}"),
        inner.map(lambda s: rf"\sqrt[3]{{{s}}}"),
        inner.map(lambda s: f"({s})!"),
        inner.map(lambda s: f"|{s}|"),
        inner.map(lambda s: rf"\lfloor {s} \rfloor"),
        inner.map(lambda s: rf"\left( {s} \right)"),
        inner.map(lambda s: rf"\sum_{{k=1}}^{{4}} {s}"),
        st.tuples(functions, inner).map(lambda p: rf"\{p[0]}({p[1]})"),
        st.tuples(functions, inner).map(lambda p: rf"\{p[0]} {p[1]}"),
    )


expressions = st.recursive(_atoms, _wrapped, max_leaves=6)
"""Scalar expressions."""


def _answers(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(value, min_size=1, max_size=4)
    relation = st.sampled_from(["=", "<", ">", r"\le ", r"\ge ", r"\ne ", r"\approx ", ":", r"\in ", r"\equiv "])
    brackets = st.sampled_from(["()", "[]", "(]", "[)", r"\{ \}", "{}", r"\langle \rangle"])
    units = st.sampled_from(
        [r"\%", r"^\circ", r"\text{ cm}", r"\text{ m}^2", " dollars", r"\text{ p.m.}", "_8", "^{th}"]
    )
    return st.one_of(
        value,
        several.map(",".join),
        several.map(r"\text{ or }".join),
        several.map(r"\cup ".join),
        st.tuples(several, brackets).map(lambda p: _bracketed(*p)),
        st.tuples(value, relation, value).map("".join),
        st.tuples(value, relation, value, relation, value).map("".join),
        st.tuples(value, units).map("".join),
        several.map(lambda s: r"\begin{pmatrix}" + r"\\".join(s) + r"\end{pmatrix}"),
        st.tuples(st.sampled_from("xyfk"), value).map("=".join),
        value.map(lambda s: rf"\text{{{s}}}"),
        value.map(lambda s: rf"\boxed{{{s}}}"),
        value.map(lambda s: f"${s}$"),
    )


def _bracketed(items: list[str], brackets: str) -> str:
    opening, _, closing = brackets.partition(" ") if " " in brackets else (brackets[0], "", brackets[1])
    return f"{opening}{','.join(items)}{closing}"


answers = _answers(st.one_of(expressions, _answers(expressions)))
"""Answers of every kind, well formed for the most part."""


@st.composite
def damaged(draw: st.DrawFn, of: st.SearchStrategy[str]) -> str:
    """A text with some characters cut, doubled or replaced by a fragment."""
    text = draw(of)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 3)))
        text = text[:at] + draw(st.one_of(st.just(""), fragments, st.just(text[at:to] * 2))) + text[to:]
    return text


texts = st.one_of(st.text(max_size=30), soup, answers, damaged(answers))
"""Any text, most of it nearly LaTeX."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts; often one is the other with damage, so that they are nearly equal."""
    first = draw(texts)
    second = draw(st.one_of(texts, damaged(st.just(first)), st.just(f"{first} "), st.just(f"({first})")))
    return first, second
