"""Words that may stand in an answer written outside mathematics, by role; any other word is prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mathequiv.lexicon.units import read_unit
from mathequiv.lexicon.words import is_conjunction, is_percent, meaning

__all__ = [
    "ANSWER_WORDS",
    "CONNECTORS",
    "FUNCTIONS",
    "changes_value",
    "is_known_word",
    "is_symbol_word",
    "is_unit_word",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS: Final = _words("""
    sin cos tan cot sec csc arcsin arccos arctan asin acos atan sinh cosh tanh coth log ln lg exp sqrt cbrt abs pi oo
    inf floor ceil min max mod gcd lcm det
""")
"""Names of code or plain-text mathematics."""

CONNECTORS: Final = _words("""
    and or to between with where for some all any every each only from in is are if than less greater least most at
    equal not both either times plus minus over divided by of the a an as
    integer integers real reals positive negative nonnegative natural rational complex number numbers values
    et ou y o e und oder и или
""")
"""Words that tie the parts of one answer together; alone they are none."""

ANSWER_WORDS: Final = _words("""
    yes no true false none undefined undetermined even odd neither both infinity infinite infinitely many solution
    solutions root roots empty set does exist dne zero one two three four five six seven eight nine ten eleven twelve
    increasing decreasing converges diverges convergent divergent rational irrational real prime composite
    positive negative north south east west am pm equal impossible independent dependent consistent inconsistent
    parabola circle ellipse hyperbola line point cone cylinder sphere plane
    oui non sí si ja nein sim não да нет
""")
"""Words that are an answer of their own, or part of one such as "no real solutions"."""

_UNIT_PARTS: Final = _words("square cubic sq per unit units squared cubed")
_KNOWN: Final = FUNCTIONS | CONNECTORS | ANSWER_WORDS
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_CHANGES: Final = _words("""
    not no never wrong incorrect rejected excluded invalid extraneous false maybe perhaps possibly probably guess guessing
    unsure uncertain likely almost least most less fewer minus twice thrice double triple half quarter quarters third
    thirds deficit loss lost late early short below under negative dozen dozens hundred hundreds thousand thousands
    million millions billion billions trillion trillions score pair pairs gross repeating recurring bn mn lakh crore
    squared cubed times percent bc bce except without
""")
_CHANGES_CJK: Final = re.compile(
    "[多半余餘超]|不|非|错|舍|至少|至多|最[多少]|以[上下内]|[万亿百千]|倍|打$|可能|大概|也许|猜|小于|大于|少于|不到|不足"
)


def changes_value(words: str) -> bool:
    """Whether one of ``words`` changes, denies, bounds, doubts or judges a value, so that it may not be left out."""
    if _CJK.search(words):
        return _CHANGES_CJK.search(words) is not None
    return not _CHANGES.isdisjoint(re.findall(r"[a-z]+", words.lower()))


@lru_cache(maxsize=4096)
def is_unit_word(word: str) -> bool:
    """Whether the word names a unit, or belongs to the name of one; "in" and the like never do."""
    lower = word.lower()
    if lower in CONNECTORS or lower in FUNCTIONS:
        return False
    return lower in _UNIT_PARTS or is_percent(lower) or read_unit(word) is not None


def is_symbol_word(word: str) -> bool:
    """Whether a run of letters may belong to a formula: a function, a unit, or a few letters that are a product."""
    return word in FUNCTIONS or (len(word) < 3 and word.lower() not in _KNOWN) or is_unit_word(word)


@lru_cache(maxsize=4096)
def is_known_word(word: str) -> bool:
    """Whether the word may stand in an answer outside mathematics."""
    if _CJK.search(word):
        return is_conjunction(word) is not None or meaning(word) is not None or is_unit_word(word)
    return word.lower() in _KNOWN or is_unit_word(word)
