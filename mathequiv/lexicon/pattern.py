"""Regular expressions of which most texts need none: compiled when one is first used, not when a process starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

__all__ = ["Pattern", "one_of"]

_METHODS: Final = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class Pattern:
    """A regular expression that is compiled once it is used; its methods are those of `re.Pattern`.

    All of those of the lexicon together take as long to compile as all else that a short command does.

    Args:
        text: as for `re.compile`.
        flags: likewise.

    Attributes:
        pattern: the text.
    """

    __slots__ = ("_flags", "pattern", *_METHODS)

    findall: Callable[..., list[Any]]
    finditer: Callable[..., Iterator[re.Match[str]]]
    fullmatch: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, text: str, flags: int = 0) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method that is not there yet: those of the expression are kept, so that the next use finds them itself.

        Raises:
            AttributeError: `re.Pattern` has no such method, or none that is used here.
        """
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def one_of(words: Iterable[str]) -> str:
    """A group that matches one of some words of letters, longer ones first.

    Those with one first letter are together: at every place of a text the others are passed over in one step each.
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest.setdefault(word[0], []).append(word[1:])
    return f"(?:{'|'.join([first + _group(ends) for first, ends in sorted(rest.items())])})"


def _group(ends: list[str]) -> str:
    return f"(?:{'|'.join(ends)})"
