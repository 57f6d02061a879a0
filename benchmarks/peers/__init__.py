"""One module a peer.

Each gives, without importing its host:

* ``LABEL``, the name in tables, and ``DISTRIBUTION``, the installed package whose version is shown;
* ``REQUIREMENTS``, what pip installs for it, and optionally ``BARE``, what is installed without its dependencies;
  a peer without either runs in the environment of the command; ``ENVIRONMENT`` is set while pip runs, and what
  ``stamp()`` gives tells whether an installation is still the right one;
* ``is_equiv()``, which imports the host and returns the function of (prediction, reference) that is measured;
* optionally ``grader()``, likewise for (response, reference); ``prepare()``, a function of the reference whose result
  is handed on in its place and whose time is not counted; ``fresh()``, called uncounted before each pair; and
  ``reply(value)``, what is told of a result that is no bool.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["OURS", "PEERS", "PREPARED", "load"]

PREPARED = "mathequiv_prepared"
"""Ours, but read beforehand: in the long tables only, because no peer does so."""
OURS = ("mathequiv", "mathequiv_compiled", PREPARED)
PEERS = (
    *OURS,
    "math_verify",
    "inspect_math",
    "lm_eval_hendrycks",
    "lm_eval_minerva",
    "evalscope_math",
    "verl_prime",
    "sympy_latex",
    "latex2sympy2",
)
"""Names of the modules, in the order of the tables."""


def load(name: str) -> ModuleType:
    return import_module(f"benchmarks.peers.{name}")
