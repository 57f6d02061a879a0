"""Nouns of sets of points, which words and an equation may both describe."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["FUNCTIONS_BY_KIND", "GROWTHS", "QUANTIFYING", "names_shape"]


def names_shape(text: str) -> bool:
    """Whether words name a set of points by its shape or by what bounds it.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    return "=" not in text and _SHAPES.search(text) is not None


_SHAPES: Final = Pattern(
    r"\b(?:semi)?circles?\b|\bdis[ck]s?\b|\bballs?\b|\bspheres?\b|\b(?:half-|half )?planes?\b|\b(?:straight )?lines?\b"
    r"|\bsegments?\b|\brays?\b|\bdiagonals?\b|\b(?:[xyz]-|real |imaginary )?ax[ie]s\b|\bparabolas?\b|\bellipses?\b"
    r"|\bhyperbolas?\b|\bcones?\b|\bcylinders?\b|\bregions?\b|\bannulus\b|\bquadrants?\b|\borigin\b|\bbisectors?\b"
    r"|圆|直线|平面|轴|区域|抛物线|椭圆|双曲线|线段|射线|象限|原点|平分线"
)

FUNCTIONS_BY_KIND: Final = Pattern(
    r"\b(?:constant|linear|affine|quadratic|cubic|monic|even|odd)\b.*\b(?:functions?|polynomials?|sequences?)\b"
)
"""What names functions by their kind (``all linear functions``)."""
QUANTIFYING: Final = frozenset({"all", "every", "each", "any"})
"""Words that say that all are meant."""
GROWTHS: Final = {
    "constant": (0, 0),
    "logarithmic": (0, 1),
    "linear": (1, 0),
    "linearithmic": (1, 1),
    "quadratic": (2, 0),
    "cubic": (3, 0),
}
"""Orders of growth by name: the powers of the size and of its logarithm."""
