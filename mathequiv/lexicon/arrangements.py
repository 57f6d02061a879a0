"""Words that mean all orders of a tuple, or say which plus-minus signs go together."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["IN_TEXT", "MENTIONED", "PERMUTATIONS", "PERMUTATIONS_OF", "SIGNS"]

MENTIONED: Final = Pattern("permut|arrang|sign|order|排列|轮换|置换")
"""What every text holds that means other tuples, too."""
IN_TEXT: Final = Pattern(r"\\(?:text|mbox|textrm|mathrm)\s*\{([^{}]*)\}|\\[,;: ]|\\q?quad|[~$]")
"""Commands around words and spaces between them."""
PERMUTATIONS: Final = Pattern(
    r"""[,;]?\ ?\(?(?:(?:(?:and|or|with|up\ to)\ )?(?:(?:all|any|every)\ )?(?:of\ )?(?:(?:its|their|the|other)\ )?
      (?:possible\ )?(?P<cyclic>cyclic(?:al)?\ )?
      (?:permutations?|arrangements|rearrangements)(?:\ thereof|\ of\ (?:it|them|these|this))?
    |(?:in\ (?:any|some)|up\ to)\ (?:re)?order(?:ing)?
    |[及和]?(?:其|它的|它们的)?(?:所有|全部)?(?:的)?(?:排列|(?P<turns>轮换)|置换))\)?[.。]?\Z""",
    re.VERBOSE,
)
"""Words after the tuples whose permutations are meant."""
PERMUTATIONS_OF: Final = Pattern(
    r"(?:(?:all|any|every|each) )?(?:the )?(?P<cyclic>cyclic )?permutations? of (?:the )?(?:triple |tuple )?"
)
"""Words before them."""
SIGNS: Final = Pattern(
    r"""[,;]?\ ?\(?(?:(?:with|for|where|in|and)\ )?
    (?:(?P<all>(?:all|any|every|independent|arbitrary)\ (?:possible\ )?(?:combinations?\ of\ |choices?\ of\ )?
       (?:the\ )?signs?(?:\ (?:combinations?|choices?))?|signs?\ (?:are\ )?independent)
    |(?P<same>(?:the\ )?(?:same|equal|corresponding)\ signs?)
    |(?P<opposite>opposite\ signs?))\)?\.?\Z""",
    re.VERBOSE,
)
"""Words after the plus-minus signs that say which of them go together."""
