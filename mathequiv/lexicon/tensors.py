r"""Letters of tensors and of their indices: ``T^{\mu\nu}``, ``\epsilon_{ijk}``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["ANTISYMMETRIC", "DUMMIES", "OPERATORS", "SYMMETRIC", "indices_of", "may_be_raised"]

_OF_SPACETIME: Final = frozenset({"mu", "nu", "rho", "sigma", "lambda", "kappa"})
_GREEK: Final = _OF_SPACETIME | {"alpha", "beta", "gamma", "delta", "tau"}
_LATIN: Final = frozenset("ijkl")
DUMMIES: Final = _GREEK | _LATIN
"""Letters of indices over which a product is summed that holds them twice."""

SYMMETRIC: Final = frozenset({"delta", "g", "eta"})
"""Tensors whose two indices may change places: the identity and the metric."""
ANTISYMMETRIC: Final = "epsilon"
"""The tensor that changes its sign where two of its indices, of three or more, change places."""
OPERATORS: Final = frozenset({"partial", "nabla"})
"""Derivatives by a coordinate, which have its index."""
_TENSORS: Final = SYMMETRIC | {ANTISYMMETRIC, "T", "F", "R", "G"}
"""Names of tensors whose indices may be letters that are exponents elsewhere."""


def may_be_raised(name: str, letters: Sequence[str]) -> bool:
    r"""Whether letters above a name are indices and no power: ``\mu\nu`` above any, ``ij`` and others above a tensor.

    Args:
        name: what the letters are raised at.
        letters: two or more names of letters.
    """
    if _GREEK.issuperset(letters):
        return not _OF_SPACETIME.isdisjoint(letters) or name in _TENSORS
    return name in _TENSORS and _LATIN.issuperset(letters) and not {"i", "j"}.isdisjoint(letters)


def indices_of(script: str) -> tuple[str, ...]:
    """The letters of indices that a subscript is made of (``munu``, ``i,j``); none if it is made of anything else."""
    if _GREEKS.fullmatch(script):
        return tuple(_LETTER.findall(script))
    plain = script.replace(",", "")
    return tuple(plain) if plain.isalpha() and _INDICES.issuperset(plain) else ()


_LETTER: Final = Pattern("|".join(sorted(_GREEK, key=len, reverse=True)))
_GREEKS: Final = Pattern(rf"(?:,?(?:{'|'.join(sorted(_GREEK, key=len, reverse=True))}))+")
_INDICES: Final = frozenset("ijklmnpqrs")
