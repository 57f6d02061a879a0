"""Words that make clauses of nouns and values: copulas, leads and fillers, by what they do in an English sentence."""

from __future__ import annotations

from typing import Final, TypeAlias

__all__ = [
    "AFTER_COPULA",
    "CLAUSE_COPULAS",
    "CLAUSE_FILLERS",
    "CLAUSE_LEADS",
    "COMPLEMENTS",
    "CONDITIONS",
    "EXISTENCE",
    "PLACES",
    "PURPOSES",
    "RELATIVES",
    "TENDING",
    "Phrases",
]

Phrases: TypeAlias = "tuple[tuple[str, ...], ...]"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> Phrases:
    return tuple([tuple(phrase.split()) for phrase in text.split("|")])


CLAUSE_COPULAS: Final = _words("is are equals equal was were becomes")
TENDING: Final = _phrases("converges to|tends to|converge to")
"""What says the value of a limit."""
CLAUSE_FILLERS: Final = _words(
    "approximately about roughly exactly precisely just simply also then therefore thus only"
)
"""Words after a copula that say nothing of the value."""
AFTER_COPULA: Final = _phrases("approximately equal to|equal to|given by")
PLACES: Final = _phrases("at|located at")
"""What stands between a copula and coordinates."""
CLAUSE_LEADS: Final = _words("so thus hence therefore then finally")
"""Words that only link a sentence to the one before it."""
EXISTENCE: Final = _phrases("there are|there is|we get|we have|we obtain|it is")
RELATIVES: Final = _words("that which who where when such")
"""Words that open a clause within a subject."""
COMPLEMENTS: Final = _words("of that such for")
"""Words of a subject after which formulas may stand."""
PURPOSES: Final = _words("to for that which satisfying")
"""Words after what is counted that say what it is for."""
CONDITIONS: Final = _words("when at if")
"""Words after a value that open a condition on it."""
