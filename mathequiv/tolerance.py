"""By how much two measured values may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

__all__ = ["Tolerance"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much two measured values may differ: by either part, whichever allows more.

    Args:
        relative: a share of the larger of the two, as in `math.isclose`, so that neither side is the reference side.
        absolute: an amount, for values in the same unit.

    Raises:
        ValueError: a part is negative, infinite or not a number.
    """

    relative: float = 0.0
    absolute: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("relative", self.relative), ("absolute", self.absolute)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < inf:
                raise ValueError(f"{name} must be a number that is 0 or more, not {value!r}")

    @classmethod
    def read(cls, value: str | Mapping[str, Any]) -> Tolerance:
        """The tolerance that a text (``rel=0.01``, ``abs=0.05``, ``rel=0.01,abs=0.05``) or its JSON form gives.

        Raises:
            ValueError: it is not a tolerance.
        """
        parts = _tolerance_parts(value) if isinstance(value, str) else dict(value)
        if not parts or not parts.keys() <= {"relative", "absolute"}:
            raise ValueError(f"{value!r} is not a tolerance: write rel=0.01, abs=0.05, or both with a comma between")
        return cls(**parts)

    def as_json(self) -> dict[str, float]:
        """The tolerance by part."""
        return {"relative": self.relative, "absolute": self.absolute}

    def __str__(self) -> str:
        parts = (("rel", self.relative), ("abs", self.absolute))
        return ",".join([f"{name}={value}" for name, value in parts if value]) or "rel=0"


_TOLERANCE_PARTS: dict[str, str] = {
    "rel": "relative",
    "relative": "relative",
    "abs": "absolute",
    "absolute": "absolute",
}


def _tolerance_parts(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        key = _TOLERANCE_PARTS.get(name.strip())
        try:
            value = float(number)
        except ValueError:
            return {}
        if key is None or key in found:
            return {}
        found[key] = value
    return found
