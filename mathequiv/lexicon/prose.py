r"""Words of running text, by what they do around a value; the grammar, the typed answers and extraction share them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mathequiv.lexicon.commands import PLAIN
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.units import RAISED, read_unit
from mathequiv.lexicon.words import is_conjunction, is_percent, meaning

__all__ = [
    "ANSWER_WORDS",
    "ARTICLES",
    "BRACKET_NOUNS",
    "CHOICE_JUDGED",
    "CHOICE_LEAD",
    "CHOICE_NOUN",
    "CONDITION_WORDS",
    "CONNECTORS",
    "CONVERGE",
    "CONVERGE_AT",
    "CONVERGING",
    "COPULAS",
    "FIGURED",
    "FIGURES",
    "FORMULA_WORDS",
    "LEADS",
    "LEAD_INS",
    "LEAD_WORDS",
    "LETTER_WORDS",
    "OBJECTS",
    "OTHERWISE",
    "PAIRED",
    "PARITIES",
    "PARITY",
    "PROSE",
    "SHORT_NOUNS",
    "WITHIN_NOUNS",
    "is_known_word",
    "is_symbol_word",
    "is_unit_word",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- in an answer -----------------------------------------------------------------------------------------------------

LEADS: Final = _words("for where with given such")
"""Words that open a qualifier (``for all x``)."""

LEAD_WORDS: Final = LEADS | _words("all every any each some that is")
"""Words of which the opening of a qualifier is made."""

CONDITION_WORDS: Final = _words("if when for where")
"""Words before the condition of a case."""

OTHERWISE: Final = _words("otherwise else elsewhere")
"""Words in the place of a condition of the last case."""

PROSE: Final = _words("""
    is are was were be been the so to of in at by it if as on we no yes not for all any its has have had per but then
    with that this these those when where from than which who what how why because since there here he she they you can
    will would may must do does did only each every some given such thus hence therefore answer let a an
    true none
""")
"""Words that are no noun or unit and no product of letters."""

WITHIN_NOUNS: Final = _words("of in on from the per some")
"""Words of prose that a noun phrase may hold before its last word (``students in total``)."""

SHORT_NOUNS: Final = _words("men boy dog cat pen hen cow pig box bag cup egg car bus hat jar day row way")
"""What is counted by a word of three letters, which outside text would be their product."""

LETTER_WORDS: Final = _words("a A I")
"""Words of one letter."""

PAIRED: Final = _words("either both")
"""Words before two values of which they say nothing."""

COPULAS: Final = _words("is are")
OBJECTS: Final = _words(
    "line point points pair coordinates numbers values equation circle ellipse parabola plane interval set vector "
    "solutions 点 坐标 区间 开区间 闭区间"
)
"""Nouns before what they are the kind of (``the line y = 2x``)."""

BRACKET_NOUNS: Final = {
    **dict.fromkeys(("point", "pair", "coordinates", "点", "坐标"), "point"),
    **dict.fromkeys(("interval", "区间", "开区间", "闭区间"), "interval"),
}
"""Nouns that tell what the bracket after them is."""

FIGURES: Final = OBJECTS | _words("""
    polynomial function matrix field group ring graph cycle fraction number prime integer constant
    subspace space sphere curve surface expression formula ray segment region ellipsoid cone cylinder lattice
    sequence series triple tuple quadruple permutation
""")
"""Those and more, which say nothing between an article and a formula (``the symmetric group S_3``)."""

FIGURED: Final = FIGURES | _words("""
    symmetric cyclic dihedral alternating abelian finite trivial whole entire complete bipartite simple klein
    identity principal minimal characteristic golden euler mascheroni catalan straight real natural rational zero
    quadratic cubic linear
""")
"""Those and what is said of them; nothing that could change a number."""

ARTICLES: Final = _words("the")
CONVERGING: Final = ARTICLES | _words("it series sequence integral sum power improper infinite")
"""What converges, before the verb."""
CONVERGE: Final = _words("converges converge")
CONVERGE_AT: Final = _words("to for on when if")
"""Words after that verb, before the limit or where it is so."""

LEAD_INS: Final = COPULAS | OBJECTS | _words("open closed ordered the final answer answers solution result value roots")
"""Words of phrases such as ``The final answer is`` and ``the line`` that say nothing about the value after them."""

CHOICE_NOUN: Final = r"(?:option|choice|answer|(?:因此|所以|综上|本题)?[,，]?故?应?该?选[项择]?|(?:正确)?答案[是为选]?)"
"""A pattern of what stands before the letter of a choice."""

CHOICE_LEAD: Final = rf"(?i:(?:the\s+)?(?:(?:final|correct|right)\s+)?{CHOICE_NOUN}(?:\s+is(?![a-z]))?)"
"""A pattern of what announces a choice (``The correct answer is``)."""

CHOICE_JUDGED: Final = r"""
    (?<![a-z])(?:is|was|isn't|wasn't|cannot|can't|must|should|seems|looks|does|doesn't|would)(?![a-z])
    | (?:wrong|incorrect|correct|right|not)[.!]*$ | [错误]|不对|正确|排除
    """
"""A verbose pattern of what judges the choice it starts the text of (``C is wrong``, ``C wrong``)."""

# --- around an answer, outside mathematics ----------------------------------------------------------------------------

_ENGLISH: Final = _words("sign ceiling infinity")
"""Plain names of functions and constants that running text uses as words."""

FORMULA_WORDS: Final = frozenset(
    [name for name, (kind, _) in PLAIN.items() if kind in ("func", "sqrt", "const", "mod") and name not in _ENGLISH]
)
"""Names that make what they are in mathematics (``sqrt(2)``, ``pi/2``)."""

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
    limit increasing decreasing converges diverges convergent divergent rational irrational real prime composite
    positive negative north south east west am pm equal impossible independent dependent consistent inconsistent
    parabola circle ellipse hyperbola line point cone cylinder sphere plane
    oui non sí si ja nein sim não да нет
""")
"""Words that are an answer of their own, or part of one such as "no real solutions"."""

_UNIT_PARTS: Final = _words("square cubic sq per unit units") | frozenset(RAISED)
_KNOWN: Final = FORMULA_WORDS | CONNECTORS | ANSWER_WORDS


@lru_cache(maxsize=4096)
def is_unit_word(word: str) -> bool:
    """Whether the word names a unit, or belongs to the name of one; "in" and the like never do."""
    lower = word.lower()
    if lower in CONNECTORS or lower in FORMULA_WORDS:
        return False
    return lower in _UNIT_PARTS or is_percent(lower) or read_unit(word) is not None


def is_symbol_word(word: str) -> bool:
    """Whether a run of letters may belong to a formula: a function, a unit, or a few letters that are a product."""
    return word in FORMULA_WORDS or (len(word) < _SHORTEST_WORD and word.lower() not in _KNOWN) or is_unit_word(word)


_SHORTEST_WORD: Final = 3
"""Letters of a run that is rather a word than a product."""


@lru_cache(maxsize=4096)
def is_known_word(word: str) -> bool:
    """Whether the word may be in an answer outside mathematics."""
    if not word.isascii() and (is_conjunction(word) is not None or meaning(word) is not None):
        return True
    return word.lower() in _KNOWN or is_unit_word(word)


PARITIES: Final = frozenset({"even", "odd"})
PARITY: Final = Pattern(r"(?P<name>[a-z])(?: is)? (?:an )?(?P<parity>even|odd)(?: (?:number|integer))?")
"""What says that a name is an even or an odd integer."""
