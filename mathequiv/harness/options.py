"""Comparison options as hosts hand them over: an `Options`, or the changed ones by name as YAML and JSON hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from mathequiv.verdict import Options

__all__ = ["GivenOptions", "grading_options"]

GivenOptions: TypeAlias = "Options | Mapping[str, Any] | None"


def grading_options(options: GivenOptions) -> dict[str, Any]:
    """The keywords with which `mathequiv.grade` takes them.

    Args:
        options: a whole `Options`; or changes of the policy's by name, such as ``{"approx": "rel=0.01"}``; or None.

    Raises:
        ValueError: a value that its option does not take.
        TypeError: there is no option with that name.
    """
    if options is None:
        return {}
    if isinstance(options, Options):
        return {"options": options}
    Options().changed(options)
    return dict(options)
