"""From a response to its final answer."""

from __future__ import annotations

from mathequiv.extraction.policy import CUT_OFF_REASONS, POLICIES, Policy
from mathequiv.extraction.reading import Extraction
from mathequiv.extraction.rules import FALLBACK_RULES, RULES, extract_answer

__all__ = ["CUT_OFF_REASONS", "FALLBACK_RULES", "POLICIES", "RULES", "Extraction", "Policy", "extract_answer"]
