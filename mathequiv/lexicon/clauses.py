"""Words that make a sentence of a subject and its value: copulas, links, fillers, conditions; English and Chinese."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "AFTER_COPULA",
    "CHINESE_AND",
    "CHINESE_CHOICE",
    "CHINESE_CONDITION",
    "CHINESE_LEAD",
    "CHINESE_MONOTONIC",
    "CHINESE_SENTENCE",
    "CHINESE_WHEN",
    "CHINESE_WHERE",
    "COMPLEMENT",
    "COPULAS",
    "EXISTENTIAL",
    "FILLERS",
    "LINKS",
    "PLACES",
    "PURPOSES",
    "RELATIVE",
    "TENDING",
    "WHEN",
]

COPULAS: Final = frozenset(("is", "are", "equals", "equal", "was", "were", "becomes"))
"""Verbs between a subject and its value."""

FILLERS: Final = frozenset(
    ("approximately", "about", "roughly", "exactly", "precisely", "just", "simply", "also", "then", "therefore", "only")
)
"""Words before a value that say nothing of it."""

AFTER_COPULA: Final = (("approximately", "equal", "to"), ("equal", "to"), ("given", "by"))
"""Phrases after a copula that say nothing of the value."""

TENDING: Final = (("converges", "to"), ("tends", "to"), ("converge", "to"))
"""What says the value of a limit, as a copula does."""

PLACES: Final = (("at",), ("located", "at"))
"""What comes between a copula and coordinates."""

PURPOSES: Final = frozenset(("to", "for", "that", "which", "satisfying"))
"""Words after what is counted that say what it is for."""

LINKS: Final = frozenset(("so", "thus", "hence", "therefore", "then", "finally"))
"""Words that only link a sentence to the one before it."""

EXISTENTIAL: Final = (("there", "are"), ("there", "is"), ("we", "get"), ("we", "have"), ("we", "obtain"), ("it", "is"))
"""Phrases before a value that has no subject."""

WHEN: Final = frozenset({"when", "at", "if"})
"""What opens a condition after a value."""

COMPLEMENT: Final = frozenset(["of", "that", "such", "for"])
"""What opens what is said of a noun after it."""

RELATIVE: Final = frozenset(["that", "which", "who", "where", "when", "such"])
"""What opens a clause within a subject, which has a copula of its own."""

CHINESE_SENTENCE: Final = Pattern(
    r"(?P<before>.*?)(?P<copula>(?:分别|大约|[约应就])?(?:[为是]|等于|收敛于))(?:大约|约)?(?P<after>.*)"
)
"""Characters that hold the copula of a sentence, with what stands before and after it."""

CHINESE_LEAD: Final = Pattern(
    r"(?:综上所述|综上|所以|因此|因而|从而|于是|可知|可得|解得|易得|求得|则|故|即|答|一?共有|总共有?|共|还?需要?"
    r"|应?选择?|故选|答案[是为]?)+"
)
"""Words that only lead to a value."""

CHINESE_CHOICE: Final = Pattern(
    r"(?:故|应|所以)*(?:选择?|答案[是为选])(?=.{1,4}$)"
    r"|(?:所以|因此|故)?(?:一共|总共|共)有?(?=[一二三四五六七八九十百千万两])"
)
"""Words before what is chosen, or before a number in words."""

CHINESE_AND: Final = re.compile("[和与及、]")
"""What joins names."""

CHINESE_CONDITION: Final = Pattern(r"(?:当且仅当|当|若|如果)")
"""What opens a condition."""

CHINESE_WHEN: Final = Pattern(
    r"(?P<when>的?时候?)[,，]?(?:取?等号成立|取等号|等号成立|取[得到]?|有|函数)?(?:最[大小]值?|极[大小]值?)?(?:成立)?"
)
"""What closes a condition, with what the words after it say again."""

CHINESE_MONOTONIC: Final = Pattern(r"上?(?:是|为)?(?:单调)?(?:递)?(?P<which>增|减)(?:函数|加|少)?")
"""What says of a function that it rises or falls on an interval."""

CHINESE_WHERE: Final = Pattern("其中|式中|这里")
"""What opens a declaration."""
