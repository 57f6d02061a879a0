"""Regular expressions of which most texts need none: compiled when one is first used, not when a process starts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["Pattern"]


class Pattern:
    """A regular expression that is compiled once it is used.

    All of those of the lexicon together take as long to compile as all else that a short command does.

    Args:
        text: as for `re.compile`.
        flags: likewise.
    """

    __slots__ = ("_compiled", "_flags", "_text")

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        if self._compiled is None:
            self._compiled = re.compile(self._text, self._flags)
        return self._compiled

    @property
    def pattern(self) -> str:
        """As of `re.Pattern`."""
        return self._text

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled().fullmatch(text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled().match(text, start)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled().search(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of `re.Pattern`."""
        return self.compiled().finditer(text)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As of `re.Pattern`."""
        return self.compiled().sub(replacement, text, count=count)

    def findall(self, text: str) -> list[Any]:
        """As of `re.Pattern`."""
        return self.compiled().findall(text)

    def split(self, text: str) -> list[str]:
        """As of `re.Pattern`, of an expression without groups."""
        return self.compiled().split(text)
