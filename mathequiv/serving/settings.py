"""What a server can be told, and what it bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

__all__ = [
    "BODY_SECONDS",
    "ITEM_SECONDS",
    "JOB_ITEMS",
    "LOGS",
    "MAX_CPU_SECONDS",
    "Log",
    "Settings",
]

JOB_ITEMS: Final = 16
"""Items that a process is handed at once, so that the items of one large batch are shared out."""

ITEM_SECONDS: Final = 30.0
"""Seconds on the clock that a process may take for an item before it is replaced; work is bounded well below that."""

BODY_SECONDS: Final = 30.0
"""Seconds in which the body of a request must arrive."""

MAX_CPU_SECONDS: Final = 10.0
"""The highest ``cpu_seconds`` that a request may ask for."""

Log: TypeAlias = Literal["none", "requests", "texts"]
LOGS: Final[tuple[Log, ...]] = ("none", "requests", "texts")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is set up.

    Attributes:
        host: the address that it listens on.
        port: the port; 0 takes a free one.
        processes: how many processes grade.
        queue: how many items may be under way or wait; a request that would pass it is refused with 429.
        max_bytes: the largest body of a request.
        token: what ``Authorization: Bearer …`` must hold; None asks for nothing.
        policy: of ``/grade`` where the request names none.
        options: comparison options of ``/grade`` and ``/compare`` where the request names none, by name.
        log: what is logged of a request: nothing, a line without texts, or its body too.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    queue: int = 1024
    max_bytes: int = 8 * 1024**2
    token: str | None = field(default=None, repr=False)
    policy: str = "default"
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    log: Log = "requests"
