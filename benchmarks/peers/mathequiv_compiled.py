"""mathequiv with its engine compiled, from this checkout, in an environment of its own."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers.mathequiv import fresh, reply

__all__ = ["DISTRIBUTION", "ENVIRONMENT", "LABEL", "REQUIREMENTS", "fresh", "grader", "is_equiv", "reply", "stamp"]

ROOT = Path(__file__).resolve().parent.parent.parent
LABEL = "mathequiv, compiled"
DISTRIBUTION = "mathequiv"
REQUIREMENTS = (str(ROOT),)
ENVIRONMENT = {"HATCH_BUILD_HOOK_ENABLE_CUSTOM": "1"}


def stamp() -> str:
    sources = [ROOT / "hatch_build.py", ROOT / "pyproject.toml", *sorted((ROOT / "mathequiv").rglob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def is_equiv() -> Callable[[str, str], Any]:
    _leave_checkout()
    from mathequiv import compare

    return compare


def grader() -> Callable[[str, str], Any]:
    _leave_checkout()
    from mathequiv import grade

    return lambda response, reference: grade(response, reference).correct


def _leave_checkout() -> None:
    # The child runs in the checkout, whose sources would be found before the installed package.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    from mathequiv.latex import tokens

    if tokens.__file__.endswith(".py"):
        raise ImportError("the installed engine is not compiled")
