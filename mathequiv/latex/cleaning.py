"""Cleaning a text before it is cut into tokens, and the look that tells that there is nothing to clean."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.latex.ascii_math import as_latex
from mathequiv.latex.chinese_notation import with_chinese_notations
from mathequiv.latex.conjunctions import with_conjunctions
from mathequiv.latex.damage import repair
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.latex.glyphs import fold
from mathequiv.latex.macros import respell
from mathequiv.latex.physics_notation import shows_typed_states, with_typed_states
from mathequiv.latex.plain_units import with_units
from mathequiv.latex.printed import OPENS_ARRAY
from mathequiv.lexicon.conjunctions import ALTERNATIVE, JOINING
from mathequiv.lexicon.number_words import without_words
from mathequiv.lexicon.pattern import Pattern, one_of
from mathequiv.lexicon.spoken_forms import PROPOSITIONS
from mathequiv.lexicon.words import CONJUNCTION

__all__ = ["COMMONEST", "MEASURED", "clean", "cleanness"]

COMMONEST: Final = (
    "frac dfrac tfrac sqrt left right big Big pi infty cdot cup cap cupdot pm in theta alpha beta gamma delta epsilon "
    "eta lambda mu nu rho sigma tau phi varphi omega circ mid sin cos tan ln log le leq leqslant ge geq "
    "geqslant neq ne lt gt quad boxed div times csc sec cot ldots dots cdots sinh cosh tanh binom dbinom overline "
    "prime ell zeta kappa xi psi chi notin subset subseteq setminus mathbb"
)
"""Names of commands in which there is nothing to clean, and of which the tree says all."""
_FURTHER: Final = (
    "max min approx sim Delta Omega hbar forall exists arcsin arccos arctan Rightarrow lceil rceil lfloor rfloor"
)
"""Commands that may say more than the tree does."""
MEASURED: Final = r"pm[ ]*[0-9.]+[ ]?[A-Za-z]|circ[ ]*\}?[ ]*C(?![A-Za-z])|(?<=[0-9]\^\\)prime|(?<=[0-9]\^\{\\)prime"
"""Commands of units: an uncertainty with its unit, degrees Celsius, minutes of an angle."""
_CLEAN: Final = Pattern(
    rf"""(?!(?:\$[$ ]*)?[*_>]|\(?[1ai]\)|\s   # a mark of a list, a quotation, parts
           |[0-9]+[ ]?h[ ]?[0-9]|{OPENS_ARRAY})  # ``1 h 30 m``, ``[1 2]``
    (?: [0-9(){{}}\[\],.=^!|%]+ (?![0-9(){{}}\[\],.=^!|%])   # a run is taken whole, so that none is split in many ways
      | \\ (?: [{{}}()\[\],;!%] | [ ](?=[^\s{{\\A-Z])
           | (?!{MEASURED})
             {one_of(COMMONEST.split())} (?![A-Za-z])
           | (?:begin|end) \{{ [bpv]?matrix \}} | \\ (?=[ ]*(?:-?[0-9]|\\(?:end|frac|dfrac|sqrt))) )
      | &
      | [ ]+ (?![ ]|\Z)
      | [a-rt-z] (?![A-Za-z])    # no word, and no shell of an electron (``1s``)
      | - (?!>) | \+ (?!-)
      | \* (?![*^])
      | (?<!<) / | : (?!\}})
      | < (?![<|]) | >
      | (?<![0-9]) _ (?!_)       # in ``1_000`` it groups digits, ``c__1`` is a constant of Maple
      | (?<![a-z]) \$ | (?<=[a-z]) \$ (?![0-9])
      | ( s (?![A-Za-z])
        | [A-DF-MO-RT-VX-Z] (?![A-Za-z])   # no point of the compass
        | \\ (?: {one_of(_FURTHER.split())} (?![A-Za-z])
             | (?:text|mbox) \{{ [ ]* (?!(?:{"|".join(sorted(ALTERNATIVE | JOINING))})[ ]*\}})
               (?![ ]|(?:e|sen|cosec)\}}|[a-z ]*(?:base|style|confid|radius|[ ]of[ ]))
               [a-z]+ (?:[ ][a-z]+)* [ ]* \}} )
        )
    )*""",
    re.VERBOSE,
)
"""A text with nothing to clean; what may say more than its tree does is in the only group."""
_LOST_ROW: Final = Pattern(r"(?<!\\)\\ ")
r"""A blank that was ``\\``, the end of a row, in a text with columns."""


def cleanness(text: str) -> int:
    r"""How little has to be looked for in a text.

    Nothing in a text of digits, single letters, signs and the commonest commands is damaged, marked up or written in
    the notation of another program, so that one look saves all those of `clean`. Where there are no capitals and no
    words either (``\frac{3m}{2}``, ``(-1, 2]``) it saves those of `mathequiv.answers.reader.read` at letters too.

    Args:
        text: any text.

    Returns:
        2 where nothing is to be cleaned and the tree says all, as of most answers; 1 where nothing is to be cleaned;
        0 for any other text.
    """
    found = _CLEAN.fullmatch(text)
    if (found is None or found.lastindex is not None) and ("and" in text or "or" in text):
        if PROPOSITIONS.fullmatch(text):
            return 0
        found = _CLEAN.fullmatch(CONJUNCTION.sub(",", text)) or found
    if found is None or ("&" in text and _LOST_ROW.search(text)) or shows_typed_states(text):
        return 0
    if found.lastindex is None:
        return 2
    return 0 if "]" in text else 1  # a concentration is in brackets


def _inside(text: str) -> str:
    """A text without the signs of mathematics around all of it, since much is read of whole texts only.

    One in which there is nothing to clean is left as it is.
    """
    inner = without_delimiters(text)
    return text if inner == text or not inner or cleanness(inner) else inner


def clean(text: str) -> str:
    """The text that tokens' spans refer to: damage repaired, Unicode folded, plain notations written in LaTeX.

    Args:
        text: any text; one with nothing to clean (`cleanness`) is left as it is.
    """
    folded = with_units(as_latex(repair(fold(with_chinese_notations(with_conjunctions(without_words(_inside(text))))))))
    if "|" in folded and (">" in folded or "<" in folded):
        folded = with_typed_states(folded)
    return respell(folded) if "\\" in folded else folded
