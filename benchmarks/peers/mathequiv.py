"""mathequiv: each pair once, nothing remembered from the pairs before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LABEL = "mathequiv"
DISTRIBUTION = "mathequiv"
REQUIREMENTS = ()


def is_equiv() -> Callable[[str, str], Any]:
    from mathequiv import compare

    return compare


def grader() -> Callable[[str, str], Any]:
    from mathequiv import grade

    return lambda response, reference: grade(response, reference).correct


def fresh() -> None:
    from mathequiv.prepared import clear_cache

    clear_cache()


def reply(result: Any) -> dict[str, Any]:
    """UNDECIDED is told apart from DIFFERENT; layer, rule, evidence and reason come along."""
    if isinstance(result, bool):
        return {"equal": result}
    evidence = result.evidence.kind if result.evidence else None
    said = {"layer": result.layer, "rule": result.rule, "evidence": evidence, "detail": result.reason}
    return {"equal": None if result.verdict.name == "UNDECIDED" else result.equivalent, **said}
