r"""Math-Verify's ``parse`` and ``verify`` implemented by mathequiv, so that trying it takes one changed import.

``from math_verify import parse, verify`` becomes ``from mathequiv.harness.math_verify_compat import parse, verify``.
What differs: ``parse`` returns texts, not SymPy objects; nothing here uses signals or a clock, so threads may call
it; and mathequiv's contract says what is equal, whichever side is the reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from mathequiv.comparison import is_equiv
from mathequiv.extraction import POLICIES, extract_answer

__all__ = [
    "ExprExtractionConfig",
    "LatexExtractionConfig",
    "LatexNormalizationConfig",
    "StringExtractionConfig",
    "parse",
    "verify",
]


@dataclass(frozen=True)
class LatexNormalizationConfig:
    """Math-Verify's rewriting of LaTeX before it is read; without effect."""

    basic_latex: bool = True
    units: bool = False
    malformed_operators: bool = False
    nits: bool = False
    boxed: str = "all"
    equations: bool = False


@dataclass(frozen=True)
class LatexExtractionConfig:
    """Math-Verify's configuration of LaTeX; ``try_extract_without_anchor`` alone is used."""

    try_extract_without_anchor: bool = True
    boxed_match_priority: int = 50
    normalization_config: Any = field(default_factory=LatexNormalizationConfig)


@dataclass(frozen=True)
class ExprExtractionConfig:
    """Math-Verify's configuration of plain expressions."""

    try_extract_without_anchor: bool = True


@dataclass(frozen=True)
class StringExtractionConfig:
    """Math-Verify's configuration of choice letters; ``try_extract_without_anchor`` alone is used."""

    strings: tuple[str, ...] = ("A", "B", "C", "D")
    try_extract_without_anchor: bool = True
    lowercase: bool = True


_Target: TypeAlias = "LatexExtractionConfig | ExprExtractionConfig | StringExtractionConfig"


def parse(  # noqa: PLR0913, PLR0917 - the call shape of Math-Verify
    pred: str,
    extraction_config: Sequence[_Target] = (LatexExtractionConfig(), ExprExtractionConfig()),
    fallback_mode: Literal["no_fallback", "first_match"] = "first_match",
    extraction_mode: Literal["first_match", "any_match"] = "any_match",
    parsing_timeout: int | None = 5,
    raise_on_error: bool = False,
) -> list[str]:
    """Extract the answer from a response.

    Args:
        pred: the response, or only its answer.
        extraction_config: if no row has ``try_extract_without_anchor``, an unmarked last formula is not an answer.
        fallback_mode: without effect, as are the three after it: there is one way to extract, its work is bounded, and
            no text makes it raise.
        extraction_mode: see above.
        parsing_timeout: see above.
        raise_on_error: see above.

    Returns:
        The answer as a list of one text; an empty list where there is none.
    """
    del fallback_mode, extraction_mode, parsing_timeout, raise_on_error
    unmarked = any(row.try_extract_without_anchor for row in extraction_config)
    answer = extract_answer(pred, replace(POLICIES["default"], fallback=unmarked)).text
    return [] if answer is None else [answer]


def verify(  # noqa: PLR0913, PLR0917 - the call shape of Math-Verify
    gold: str | Sequence[str],
    target: str | Sequence[str],
    float_rounding: int = 6,
    numeric_precision: int = 15,
    strict: bool = True,
    allow_set_relation_comp: bool = False,
    timeout_seconds: int | None = 5,
    raise_on_error: bool = False,
) -> bool:
    """Whether one of the targets is equal to one of the golds.

    Args:
        gold: what ``parse`` gave for the reference, or a text.
        target: what ``parse`` gave for the response, or a text.
        float_rounding: without effect, as are the five after it; the contract says which decimals round an exact value.
        numeric_precision: see above.
        strict: see above.
        allow_set_relation_comp: see above.
        timeout_seconds: see above.
        raise_on_error: see above.

    Returns:
        True only where equality is established.
    """
    del float_rounding, numeric_precision, strict, allow_set_relation_comp, timeout_seconds, raise_on_error
    return any(is_equiv(answer, reference) for reference in _texts(gold) for answer in _texts(target))


def _texts(side: str | Sequence[str]) -> Sequence[str]:
    return [side] if isinstance(side, str) else side
