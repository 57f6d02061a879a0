"""Loads MATH's published equivalence functions from an lm-evaluation-harness install, to compare the port with."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

__all__ = ["VARIABLE", "Published", "load_published"]

VARIABLE = "MATHEQUIV_PUBLISHED_UTILS"
"""Environment variable: path of the harness's ``tasks/hendrycks_math/utils.py``."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published pair of functions and where they came from."""

    strip_string: Callable[[str], str]
    is_equiv: Callable[[str | None, str | None], bool]
    path: Path


def _harness_file() -> Path | None:
    spec = importlib.util.find_spec("lm_eval")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "tasks" / "hendrycks_math" / "utils.py"


def _execute(path: Path) -> ModuleType:
    """Run the file by itself; its import of ``datasets`` serves only an annotation, so an empty module will do."""
    stub = ModuleType("datasets")
    stub.Dataset = object  # type: ignore[attr-defined]
    added = "datasets" not in sys.modules and importlib.util.find_spec("datasets") is None
    if added:
        sys.modules["datasets"] = stub
    try:
        spec = importlib.util.spec_from_file_location("published_math_utils", path)
        if spec is None or spec.loader is None:
            raise ImportError(f"{path} is no Python file")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        if added:
            del sys.modules["datasets"]
    return module


def load_published(path: str | Path | None = None) -> Published | None:
    """The published functions from ``path``, else from `VARIABLE`, else from an installed ``lm_eval``; else None."""
    chosen = path or os.environ.get(VARIABLE) or _harness_file()
    if chosen is None or not Path(chosen).is_file():
        return None
    module = _execute(Path(chosen))
    return Published(module.strip_string, module.is_equiv, Path(chosen))
