"""Cleaning a text before it is cut into tokens, and the look that tells that there is nothing to clean."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.latex.ascii_math import as_latex
from mathequiv.latex.chinese_notation import with_chinese_notations
from mathequiv.latex.damage import repair
from mathequiv.latex.glyphs import fold
from mathequiv.latex.macros import respell
from mathequiv.latex.plain_units import with_units

__all__ = ["clean", "is_plain"]

_COMMANDS: Final = (
    "frac dfrac tfrac sqrt left right pi infty cdot cup cap pm in theta alpha beta gamma lambda circ mid "
    "sin cos tan ln log le leq leqslant ge geq geqslant neq ne lt gt quad"
)
_PLAIN: Final = re.compile(
    rf"""(?![*_>]|\(?[1ai]\)|\s|[0-9]+[ ]?h[ ]?[0-9])  # a mark of a list, a quotation, numbered parts, ``1 h 30 m``
    (?: [0-9(){{}}\[\],.=^!|%]
      | \\ (?: [{{}}()\[\],;!%] | (?:{"|".join(_COMMANDS.split())}) (?![A-Za-z]) )
      | [ ]+ (?!\Z)
      | [a-rt-z] (?![A-Za-z])    # no word, and no shell of an electron (``1s``)
      | - (?!>) | \+ (?!-)
      | \* (?![*^])
      | (?<!<) / | : (?!\}})
      | < (?![<|]) | >
      | (?<![0-9]) _ (?!_)       # in ``1_000`` it groups digits, ``c__1`` is a constant of Maple
      | (?<![a-z]) \$ | \$ (?![0-9])
    )*""",
    re.VERBOSE,
)


def is_plain(text: str) -> bool:
    r"""Whether a text is what most answers are: digits, single small letters, signs and the commonest commands.

    Nothing in such a text (``\frac{3m}{2}``, ``(-1, 2]``) is damaged, marked up or written in the notation of another
    program, so that one look saves all those of `clean`, and those of `mathequiv.answers.reader.read` at its letters.

    Args:
        text: any text.
    """
    return _PLAIN.fullmatch(text) is not None


def clean(text: str) -> str:
    """The text that tokens' spans refer to: damage repaired, Unicode folded, plain notations written in LaTeX.

    Args:
        text: any text; a plain one (`is_plain`) is left as it is.
    """
    folded = with_units(as_latex(repair(fold(with_chinese_notations(text)))))
    return respell(folded) if "\\" in folded else folded
