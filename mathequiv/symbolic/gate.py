r"""Which text latex2sympy2 may be shown.

latex2sympy2 evaluates numerals itself and reads some notations as something else (``3 4`` as a sum, ``52_8`` as 52,
``f'(x)`` as ``f(x)``, ``2(3)(4)`` as 9), so only text that it reads as written passes: ASCII, plain integers, single
letters, and commands of a closed list.
"""

from __future__ import annotations

import re

from mathequiv.limits import LATEX2SYMPY_MAX_DIGITS, LATEX2SYMPY_MAX_TEXT

__all__ = ["is_plain"]

# fmt: off
_COMMANDS = frozenset(
    (
        r"\frac", r"\sqrt", r"\cdot", r"\times", r"\pi", r"\infty", r"\sum", r"\prod", r"\int", r"\left",
        r"\right", r"\sin", r"\cos", r"\tan", r"\arcsin", r"\arctan", r"\sinh", r"\cosh", r"\tanh", r"\ln",
        r"\exp", r"\alpha", r"\beta", r"\gamma", r"\theta", r"\lambda", r"\mu", r"\phi", r"\,",
    )
)
# fmt: on
_CHARACTERS = re.compile(r"[0-9A-Za-z+\-*^_(){}=,\\ ]*", re.ASCII)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_MISREAD = re.compile(
    r"[0-9}](?:\s|\\,)+[0-9]"  # two numerals in a row: read as a sum
    r"|[0-9]\s*\\frac|[0-9)}]\s*\(\s*[0-9]"  # a mixed number or a product, 2(3)(4) read as 9
    r"|[0-9}]\s*_\s*\{?[0-9]"  # a base: dropped
    r"|[0-9]\s*\{|\}\s*[0-9]"  # digits beside a group: read as a sum
    r"|(?<![A-Za-z\\])[A-Za-z]\s*[0-9]"  # a numeral after a letter: read as a product (``1 h 30``)
    r"|[0-9]\s*[eE]\s*[+-]?[0-9]"  # an exponent of ten: read as a product with e
    r"|\\(?:frac|sqrt)\s*[^{\s]|[\^_]\s*[0-9]{2}"  # braceless arguments
    r"|\\(?:(?:arc)?(?:sin|cos|tan)h?|ln|exp)(?!\s*[({])"  # where the argument of a function ends
    r"|(?<![A-Za-z\\])[iI](?![A-Za-z])",  # a variable or the imaginary unit
    re.ASCII,
)
_ADJACENT_GROUPS = re.compile(r"\}\s*\{")
"""Between the parts of a fraction; of two other groups of digits the sum would be taken."""
_WORD = re.compile(r"(?!d[a-zA-Z](?![A-Za-z]))[A-Za-z]{2}", re.ASCII)
_TOWER = re.compile(r"\^\s*\{[^{}]*\^|\^\s*[0-9A-Za-z]\s*\^", re.ASCII)


def is_plain(text: str) -> bool:
    """Whether latex2sympy2 may be shown ``text``: short, with plain numerals, no words, and no power towers."""
    if len(text) > LATEX2SYMPY_MAX_TEXT or not _CHARACTERS.fullmatch(text):
        return False
    if not all(command in _COMMANDS for command in _COMMAND.findall(text)):
        return False
    if any(len(digits) > LATEX2SYMPY_MAX_DIGITS for digits in _DIGITS.findall(text)):
        return False
    bare = _COMMAND.sub(" ", text.replace(r"\,", " "))
    if "," in bare or _MISREAD.search(text) or _WORD.search(bare):
        return False
    if len(_ADJACENT_GROUPS.findall(text)) != text.count(r"\frac"):
        return False
    return not _TOWER.search(text)
