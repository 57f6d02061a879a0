r"""What most answers are: digits, single small letters, signs and the commonest commands (``\frac{3m}{2}``, ``(-1, 2]``).

Nothing in such a text is damaged, marked up or written in the notation of another program, so that one look saves all
the looks of `mathequiv.latex.tokens.clean` and those of `mathequiv.answers.reader.read` at the letters of a text.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_plain"]

_COMMANDS: Final = (
    "frac dfrac tfrac sqrt left right pi infty cdot cup cap pm in theta alpha beta gamma lambda circ mid "
    "sin cos tan ln log le leq ge geq neq ne lt gt"
)
_PLAIN: Final = re.compile(
    rf"""(?![*_>]|\(1\)|\s)      # a mark of a list or of emphasis, a quotation, the first of numbered parts
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
    """Whether a text is of the kind of this module: cleaning would leave it as it is.

    Args:
        text: any text.
    """
    return _PLAIN.fullmatch(text) is not None
