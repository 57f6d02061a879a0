"""Words that may stand in an answer written outside mathematics, by role; any other word is prose."""

from __future__ import annotations

from mathequiv.lexicon.units import read_unit
from mathequiv.lexicon.words import is_percent

__all__ = ["ANSWER_WORDS", "CONNECTORS", "FUNCTIONS", "is_known_word", "is_unit_word"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words("""
    sin cos tan cot sec csc arcsin arccos arctan asin acos atan sinh cosh tanh coth log ln lg exp sqrt cbrt abs pi oo
    inf floor ceil min max mod gcd lcm det
""")
"""Names of code or plain-text mathematics."""

CONNECTORS = _words("""
    and or to between with where for some all any every each only from in is are if than less greater least most at
    equal not both either times plus minus over divided by of the a an as
    integer integers real reals positive negative nonnegative natural rational complex number numbers values
""")
"""Words that tie the parts of one answer together; alone they are none."""

ANSWER_WORDS = _words("""
    yes no true false none undefined undetermined even odd neither both infinity infinite infinitely many solution
    solutions root roots empty set does exist dne zero one two three four five six seven eight nine ten eleven twelve
    increasing decreasing converges diverges convergent divergent rational irrational real prime composite
    positive negative north south east west am pm equal impossible independent dependent consistent inconsistent
    parabola circle ellipse hyperbola line point cone cylinder sphere plane
""")
"""Words that are an answer of their own, or part of one such as "no real solutions"."""

_UNIT_PARTS = _words("square cubic sq per unit units squared cubed")
_KNOWN = FUNCTIONS | CONNECTORS | ANSWER_WORDS


def is_unit_word(word: str) -> bool:
    """Whether the word names a unit, or belongs to the name of one; "in" and the like never do."""
    lower = word.lower()
    if lower in CONNECTORS or lower in FUNCTIONS:
        return False
    return lower in _UNIT_PARTS or is_percent(lower) or read_unit(word) is not None


def is_known_word(word: str) -> bool:
    """Whether the word may stand in an answer outside mathematics."""
    return word.lower() in _KNOWN or is_unit_word(word)
