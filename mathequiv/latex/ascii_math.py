r"""Mathematics typed without LaTeX: ``sum_(k=1)^n k``, ``lim x->0 f``, ``int_0^1 x dx``, ``d/dx``, ``[1 2; 3 4]``.

Each pattern turns a notation into the LaTeX that says the same, where nothing else can be meant. Most need a text
without any command of LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.latex.circles import with_circles
from mathequiv.latex.printed import as_typed, with_free_integers
from mathequiv.lexicon.notations import CONFIDENT, INTERVAL_CLOSED, INTERVAL_LED
from mathequiv.lexicon.number_words import DIGIT_NAMES
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.spoken_forms import with_spoken_forms

__all__ = ["as_latex"]

_LIMITS: Final = Pattern(
    r"""(?<!\\)\blim(?:it)?\s*(?:_\s*)?
    (?: \(\s*(?P<a>[a-z]\s*(?:->|\\to\s)[^()]*(?:\([^()]*\)[^()]*)*)\) | \{\s*(?P<b>[a-z]\s*->[^{}]*)\}
      | (?P<c>[a-z]\s*(?:->|\\to\s)\s*(?:[-+]?\w+|\\\w+))(?=\s|\()(?!\s*[-+*/^]) )""",
    re.VERBOSE,
)
_FOLDED: Final = Pattern(
    r"\b(?P<name>sum|prod|int)_(?:\((?P<a>[^()]*(?:\([^()]*\)[^()]*)*)\)|\{(?P<b>[^{}]*)\}|(?P<c>-?\w))"
    r"(?:\^(?:\((?P<d>[^()]*(?:\([^()]*\)[^()]*)*)\)|\{(?P<e>[^{}]*)\}|(?P<f>-?\w+)))?"
)
_VARIABLE: Final = Pattern(r"d[a-z]\b")
_ANTIDERIVATIVE: Final = Pattern(r"\bint\b(?=[\s(][^=]*\bd[a-z]\b)")
_MEMBER: Final = Pattern(r"((?:^|\{)\s*[a-z](?:_\w+)?)\s+in\s+(?=[\[({]|[RZNQC]\b)")
_DERIVED_NAME: Final = (
    r"(?P<of>(?:[a-zA-Z]|\\(?!(?:cdot|times|frac|sqrt)\b)[a-zA-Z]+(?:\s*\{[a-zA-Z]\}|\s+[a-zA-Z])?)?)"
)
"""The name of what is derived, with its marks."""
_DIFFERENTIAL: Final = Pattern(
    rf"(?<![A-Za-z0-9\\])d(?P<order>\^\d)?{_DERIVED_NAME}\s?/\s?d(?P<by>[a-z])(?:\^\d)?(?![A-Za-z^])"
)
_PARTIAL: Final = Pattern(
    rf"\\partial(?P<order>\^\{{?\d\}}?)?\s*{_DERIVED_NAME}\s*/\s*"
    r"\\partial\s*(?P<by>[A-Za-z]|\\[a-z]+)(?:\^\{?\d\}?)?(?![A-Za-z^])"
)
_WITHOUT: Final = Pattern(r"(?<![A-Za-z])(R|Z|N|Q|C|\\mathbb\{[A-Z]\})\s*\\\s+(?=\\?\{)")
_BETWEEN_SETS: Final = Pattern(r"(?<=[)\]}A-Z])\s+\\\s+(?=\\?[({\[A-Z])")
"""In LaTeX a blank with a blank on each side."""
_ROWS: Final = Pattern(r"\s*\[(?P<rows>[^\[\],;]+(?:;[^\[\],;]+)+)\]\s*")
_ENTRY: Final = Pattern(r"[-+]?[\w.()^*/]+")
_PLUS_MINUS: Final = Pattern(r"((?:^|[=(,\[{])\s*|(?<=\S) )\+-\s?(?=[\w(√.])")
"""A plus and a minus where no sum goes on, or with blanks around the two."""
_EXPONENT: Final = Pattern(r"(\d)\*\^(-?\d+)")
"""``6.02*^23`` of Mathematica."""
_GRADIENT: Final = Pattern(r"(?<![A-Za-z\\{])grad\s+(?=[A-Za-z](?![A-Za-z]))")
_TERMS: Final = Pattern(
    r"(?<![A-Za-z0-9_\\^)}\]])([a-dSTP])n"
    r"(?=\s?=(?!=)[^=,，;；a-zA-Z]*n[^=,，;；a-zA-Z\\]*(?:$|[,，;；$]))"
)
"""The term of a sequence by its index ``n``, typed without a sign for that."""
_EULER: Final = Pattern(r"(?<![A-Za-z0-9_])E(?=\*\*)")
"""The base of natural logarithms as SymPy spells it."""
_ANONYMOUS: Final = Pattern(r"@\((\w(?:,\s?\w)*)\)\s*")
"""The head of a function without a name in MATLAB."""
_ORDER: Final = Pattern(r"\b([a-z])\$(\d+)(?=\s*\))")
"""``x$2`` of Maple, the second derivative by ``x``."""
_ROW_VECTORS: Final = Pattern(r"\s*<(?P<rows><[^<>]*>(?:\s*,\s*<[^<>]*>)*)>\s*")
"""``<<1|2>,<3|4>>`` of Maple, a matrix by its rows."""
_FREE_CONSTANT: Final = Pattern(r"(?<![\w)}\]])_([A-Z])(\d+)(?!\w)|\bc__(\d+)\b")
"""``_C1`` and ``c__1``, as Maple writes constants of a solution."""

_MAXIMA: Final = Pattern(r"(?<![0-9\\])%(pi|e|i)(?![A-Za-z])")
"""Constants as Maxima spells them."""
_STYLE: Final = Pattern(r"\\[a-z]*style(?![a-zA-Z])")
"""A command of LaTeX that only says how large what follows is set."""
_OF_VARIABLES: Final = Pattern(r"(?<![A-Za-z\\{])(Var|Cov|Corr)(?=\s?[(\[])")
"""Functions of random variables that probability writes upright."""


def _with_interval(text: str) -> str:
    """A confidence interval under that name with its level, and what it is of."""
    led = INTERVAL_LED.match(text)
    if led is not None and led[0].count("{") == led[0].count("}"):
        return f"{_named(led, led['of'])}{text[led.end() :]}"
    closed = INTERVAL_CLOSED.search(text)
    if closed is None or closed[0].count("{") != closed[0].count("}") or "=" in text:
        return text
    return f"{_named(closed, None)}{text[: closed.start()]}"


def _named(match: re.Match[str], of: str | None) -> str:
    """The label of an interval; the level is in words, since a numeral in a label would be a value."""
    level = "".join([_DIGITS[digit] for digit in match["level"]])
    return rf"\text{{{level} confidence interval{' of ' + of if of else ''}}}="


_DIGITS: Final = {**DIGIT_NAMES, ".": "point"}


_BASED: Final = Pattern(
    r"^\s*\$?(?P<digits>[0-9A-Fa-f]+)\$?(?:\s*\\text\s*\{)?[\s,]*(?:\(\s*)?(?:in\s+)?base[\s-]*(?P<base>\d+|[a-z]+)\s*(?:\)\s*)?(?:\}\s*)?(?:\.\s*)?$"
)
"""``2F (base 16)``, a numeral with its base in words."""


def _based(match: re.Match[str]) -> str:
    base = match["base"] if match["base"].isdecimal() else rf"\text{{{match['base']}}}"
    return f"{match['digits']}_{{{base}}}"


_PARTED: Final = Pattern("[ :且或]")
"""What is between the words of a phrase."""
_LONG: Final = 100
"""Characters from which on a text is no short phrase."""


def _in_any_text(text: str) -> str:
    """``text`` with what is typed beside commands of LaTeX too."""
    if len(text) < _LONG and _PARTED.search(text) is not None:
        text = with_spoken_forms(text)
    if ("radius" in text and "ircle" in text) or "为半径" in text:
        text = with_circles(text)
    if "style" in text:
        text = _STYLE.sub(" ", text)
    if "%" in text:
        text = _with_percents(text)
    if "base" in text:
        text = _BASED.sub(_based, text)
    if "/" in text:
        text = _fractions(text)
    for letters, shape, spelled in _RESPELLED:
        if letters in text:
            text = shape.sub(spelled, text)
    return _of_chance(text)


def _with_percents(text: str) -> str:
    """``text`` with a confidence interval under its name, or constants of Maxima as they are spelled elsewhere."""
    return _with_interval(text) if CONFIDENT.search(text) is not None else _MAXIMA.sub(r"\1", text)


def _of_chance(text: str) -> str:
    """``text`` with the names of probability as LaTeX has them."""
    if "Pr" in text:
        text = _CHANCE.sub("P", text)
    return _OF_VARIABLES.sub(r"\\operatorname{\1}", text) if "Var" in text or "Co" in text else text


def as_latex(text: str) -> str:
    """``text`` with what is typed without LaTeX written in LaTeX; as it is if it holds none of that."""
    text = with_free_integers(_in_any_text(text))
    if "\\" in text:
        return _with_differences(text) if "\\ " in text else text
    if "+-" in text:
        text = _PLUS_MINUS.sub(r"\1\\pm ", text)
    if "$" in text:
        text = _ORDER.sub(r"\1, \2", text)
    if text[:2] == "<<":
        text = _of_rows(text)
    text = as_typed(text)
    if "*" in text or "@" in text:
        text = _of_code(text)
    if "_" in text:
        text = _FREE_CONSTANT.sub(_constant, text)
        text = _FOLDED.sub(_folded, text)
    if "->" in text:
        text = _LIMITS.sub(_limit, text)
    if "int" in text:
        text = _ANTIDERIVATIVE.sub(r"\\int ", text)
    if " in " in text:
        text = _MEMBER.sub(r"\1 \\in ", text)
    if "erivative(" in text:
        text = _with_named_function(text)
    if "Ratio" in text:
        text = _GOLDEN.sub("((1+sqrt(5))/2)", text)
    text = text.removeprefix("return ")
    return _matrix(text) if ";" in text else text


def _with_differences(text: str) -> str:
    """``text`` with a backslash between sets as their difference."""
    text = _WITHOUT.sub(r"\1\\setminus ", text)
    of_sets = text.count("\\") == 1 or r"\cup" in text or r"\cap" in text
    return _BETWEEN_SETS.sub(r"\\setminus ", text) if of_sets else text


def _of_code(text: str) -> str:
    """``text`` with what is typed so in programs only."""
    if "@(" in text:
        text = _ANONYMOUS.sub(r"lambda \1: ", text)
    if "E**" in text:
        text = _EULER.sub("e", text)
    return _EXPONENT.sub(r"\1e\2", text.replace("Delta*", "Delta "))


_OF_SPACES: Final = Pattern(r"(?<![A-Za-z\\{])(rank|dim|nullity)(?=\()")
"""Numbers of a matrix or a space, as functions of it."""
_INTERCEPT: Final = Pattern(r"(?<![A-Za-z{])([xyz]-intercept)(?=\s*[:=])")


def _as_function(found: re.Match[str]) -> str:
    return r"\dim" if found[1] == "dim" else rf"\operatorname{{{found[1]}}}"


_CHANCE: Final = Pattern(r"\\?(?<![A-Za-z])Pr\s*(?=(?:\\left\s*)?\[)")
"""The probability of what is in square brackets."""
_GOLDEN: Final = Pattern(r"\bGoldenRatio\b")
"""The constant as SymPy and Mathematica spell it."""
_DERIVED: Final = Pattern(r"\bDerivative\((?P<name>[a-eo-zA-Z])\((?P<of>[a-z])\)\s*,")


def _with_named_function(text: str) -> str:
    """``Derivative(y(x), x) = 2*y(x)`` with the function by its name alone, where that is no name of functions."""
    found = _DERIVED.search(text)
    return text if found is None else text.replace(f"{found['name']}({found['of']})", found["name"])


def _fractions(text: str) -> str:
    if "/d" in text or "/ d" in text:
        text = _DIFFERENTIAL.sub(lambda found: _quotient("d", found), text)
    if "partial" in text:
        text = _PARTIAL.sub(lambda found: _quotient(r"\partial ", found), text)
    return _LINES.sub(r"\1\\parallel \2", text) if "//" in text else text


_LINES: Final = Pattern(r"(?<![A-Za-z])([A-Z]{2}) ?// ?([A-Z]{2})(?![A-Za-z])")
"""Lines by two points each, with slashes for the sign of parallels (``AB//CD``)."""


def _quotient(sign: str, found: re.Match[str]) -> str:
    order = found["order"] or ""
    return rf"\frac{{{sign.strip()}{order} {found['of']}}}{{{sign}{found['by']}{order}}}"


def _constant(found: re.Match[str]) -> str:
    return f"{found[1] or 'C'}_{found[2] or found[3]}"


def _folded(found: re.Match[str]) -> str:
    low = found["a"] or found["b"] or found["c"]
    integral = found["name"] == "int"
    if not (_VARIABLE.search(found.string, found.end()) if integral else "=" in low):
        return found[0]
    high = found["d"] or found["e"] or found["f"]
    above = "" if high is None else f"^{{{high}}}"
    return rf"\{found['name']}_{{{low}}}{above} "


def _limit(found: re.Match[str]) -> str:
    name, _, target = (found["a"] or found["b"] or found["c"]).replace(r"\to ", "->").partition("->")
    return rf"\lim_{{{name.strip()} \to {target.strip()}}}"


def _of_rows(text: str) -> str:
    found = _ROW_VECTORS.fullmatch(text)
    if found is None:
        return text
    return f"[{found['rows'].replace('<', '[').replace('>', ']').replace('|', ', ')}]"


def _matrix(text: str) -> str:
    """Rows with semicolons between them and blanks between their entries, as MATLAB writes a matrix."""
    found = _ROWS.fullmatch(text)
    if found is None:
        return text
    rows = [row.split() for row in found["rows"].split(";")]
    if len(rows[0]) < 2 or len(set(map(len, rows))) > 1:
        return text
    if not all(_ENTRY.fullmatch(entry) for row in rows for entry in row):
        return text
    return f"[{', '.join(['[' + ', '.join(row) + ']' for row in rows])}]"


_RESPELLED: Final[tuple[tuple[str, Pattern, Callable[[re.Match[str]], str]], ...]] = (
    ("rank(", _OF_SPACES, _as_function),
    ("dim(", _OF_SPACES, _as_function),
    ("ullity(", _OF_SPACES, _as_function),
    ("grad ", _GRADIENT, lambda _: r"\nabla "),
    ("n=", _TERMS, lambda term: f"{term[1]}_n"),
    ("n =", _TERMS, lambda term: f"{term[1]}_n"),
    (r"\to", _LIMITS, _limit),
    ("-intercept", _INTERCEPT, lambda named: rf"\text{{{named[1]}}}"),
)
"""What is respelled in any text: letters that it has then, its shape and what it says."""
