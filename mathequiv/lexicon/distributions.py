r"""Names of probability distributions before their parameters (``Poisson(3)``, ``X \sim Bin(10, 0.3)``)."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["DISTRIBUTED", "DISTRIBUTIONS", "NAMES_AFTER_SIM", "NAMES_ALONE"]

_ROWS: Final = """
    N: Normal Gaussian | Norm norm
    U: Uniform Unif | unif
    B: Binomial Binom Bin | bin
    Poisson: Poisson Pois | Poi Po P
    Exponential: Exponential | Expo Exp exp E
    Geometric: Geometric Geom | Geo G Ge
    Hypergeometric: Hypergeometric Hypergeom | H
    Bernoulli: Bernoulli Bern | Ber
    Gamma distribution: | Gamma
    Beta distribution: | Beta
"""
r"""The name of each in a tree, its names anywhere, and after a bar those that mean it only after ``\sim``."""


def _names(*, alone: bool) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _ROWS.strip().splitlines():
        name, _, others = row.partition(":")
        certain, _, after = others.partition("|")
        names.update(dict.fromkeys((certain if alone else f"{certain}{after} {name}").split(), name.strip()))
    return names


NAMES_ALONE: Final = _names(alone=True)
"""Words before a bracket of parameters that can be nothing but distributions."""
NAMES_AFTER_SIM: Final = _names(alone=False)
"""Names after the sign of what is distributed."""
DISTRIBUTIONS: Final = frozenset(NAMES_AFTER_SIM.values())
"""The names in trees."""
DISTRIBUTED: Final = Pattern(
    r"^([A-Z](?:_\{?\w\}?)?) ?~ ?(?=[A-Z][a-z]*\(|\\(?:mathcal|mathrm|text|operatorname)\{[A-Z][a-z]*\})"
)
"""The tilde between a random variable and its distribution (``X ~ N(0,1)``)."""
