"""Regular expressions that are compiled when they are first used.

Compiling all that the notations of a field need takes tens of milliseconds, which every start of the command would
spend; most texts hold none of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["LazyPattern"]


class LazyPattern:
    """A regular expression with the methods of `re.Pattern` that the engine uses.

    Args:
        pattern: as `re.compile` takes it.
        flags: as `re.compile` takes them.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = (pattern, flags)
        self._made: re.Pattern[str] | None = None

    def _compiled(self) -> re.Pattern[str]:
        made = self._made
        if made is None:
            made = self._made = re.compile(*self._source)  # two threads at once make the same
        return made

    @property
    def pattern(self) -> str:
        """As `re.Pattern.pattern`."""
        return self._source[0]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._compiled().search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled().match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._compiled().fullmatch(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As `re.Pattern.sub`."""
        return self._compiled().sub(by, text, count=count)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._compiled().finditer(text)

    def findall(self, text: str) -> list[Any]:
        """As `re.Pattern.findall`."""
        return self._compiled().findall(text)

    def split(self, text: str) -> list[str]:
        """As `re.Pattern.split`, of a pattern without groups or with groups that always match."""
        return self._compiled().split(text)
