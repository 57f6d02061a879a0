"""What a layer or a rule found, as the engine hands it on; `mathequiv.verdict.Result` is what a caller gets."""

from __future__ import annotations

from typing import Final

from mathequiv.nodes import node
from mathequiv.verdict import Evidence, Verdict

__all__ = ["DIFFERENT", "EQUIVALENT", "UNDECIDED", "Finding"]

# Names of their own, since to look a member up in its enumeration takes ten times as long before Python 3.12.
EQUIVALENT: Final = Verdict.EQUIVALENT
DIFFERENT: Final = Verdict.DIFFERENT
UNDECIDED: Final = Verdict.UNDECIDED


@node
class Finding:
    """A verdict on two answers, or on parts of them.

    Attributes:
        verdict: EQUIVALENT, DIFFERENT or UNDECIDED.
        layer: the layer that decided.
        rule: the name of the rule that decided.
        reason: one plain sentence.
        evidence: what supports the verdict; None only for UNDECIDED.
    """

    verdict: Verdict
    layer: str | None
    rule: str
    reason: str
    evidence: Evidence | None = None

    @property
    def equivalent(self) -> bool:
        """True only for EQUIVALENT."""
        return self.verdict is EQUIVALENT

    def __bool__(self) -> bool:
        """True only for EQUIVALENT."""
        return self.verdict is EQUIVALENT
