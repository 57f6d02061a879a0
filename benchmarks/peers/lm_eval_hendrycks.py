"""lm-evaluation-harness, task hendrycks_math: MATH's published ``is_equiv``, a comparison of normalised strings."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "lm-eval hendrycks_math"
DISTRIBUTION = "lm-eval"
REQUIREMENTS = ()
BARE = ("lm-eval==0.4.13",)


def is_equiv() -> Callable[[str, str], bool]:
    from benchmarks.published import load_published

    published = load_published()
    if published is None:
        raise ImportError("lm_eval is not installed")
    return published.is_equiv
