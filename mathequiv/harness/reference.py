"""Reference answers as data sets hold them: numbers and lists too, where a grader takes text."""

from __future__ import annotations

__all__ = ["reference_text"]


def reference_text(value: object) -> str | list[str] | None:
    """The reference as `mathequiv.grade` takes it.

    Args:
        value: a text, a number as JSON or a table column holds it, a list or tuple of these, or None.

    Returns:
        The text, or a list of texts of which one match is enough; None for None.

    Raises:
        TypeError: anything else, such as a nested list or an object.
    """
    if isinstance(value, (list, tuple)):
        return [_one(item) for item in value if item is not None]
    return None if value is None else _one(value)


def _one(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(f"a reference must be text or a number, not {type(value).__name__}")
    return str(value)
