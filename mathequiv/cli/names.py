"""The commands, in the order of the help; each is the module of that name beside this one."""

from __future__ import annotations

__all__ = ["COMMANDS"]

COMMANDS = (
    "check",
    "score",
    "audit",
    "report",
    "diff",
    "filter",
    "vote",
    "merge",
    "extract",
    "formats",
    "harness",
    "serve",
    "completion",
)
