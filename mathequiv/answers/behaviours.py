r"""How a function behaves: where it rises, falls and bends, and its extremes, in words beside sets and values.

``\text{increasing on }(0,2),\ \text{decreasing for }x>2`` says two things, in any order; so does
``\text{local max }2\text{ at }x=-1;\ \text{local min }-2\text{ at }x=1``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.answers.kinds import (
    Answer,
    Combination,
    Interval,
    Listing,
    Scalar,
    Solutions,
    Statement,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Expr, Relation, Symbol
from mathequiv.latex.parser import parse
from mathequiv.lexicon.behaviours import (
    AT_PLACE,
    AT_POINT,
    BARE,
    BEHAVES,
    BEHAVIOUR,
    EXTREME,
    JOINED,
    JOINED_SETS,
    LEADS,
    MONOTONIC_CHINESE,
    PLAIN_EXTREME,
    TURNED,
    VALUE_AT,
    behaviour,
    extreme,
)
from mathequiv.lexicon.commands import STYLE
from mathequiv.lexicon.pattern import Pattern

__all__ = ["ReadTree", "read_behaviours"]

_WORDS: Final = Pattern(STYLE + r"\s*\{([^{}]*)\}")
_GAPS: Final = Pattern(r"\\[,;:! ]|\\q?quad(?![a-zA-Z])|~|\$")
_ENDS: Final = " ,;."
_BRACKETS: Final = Pattern(r"\\(?:left|right)(?![a-zA-Z])\s*")

ReadTree = Callable[[Expr], tuple[Answer, ...]]


def read_behaviours(text: str, read_tree: ReadTree) -> Answer | None:
    """What a text says of a function, as a statement or a list of them; None where it says anything else too.

    Args:
        text: the whole text.
        read_tree: reads a tree as `mathequiv.answers.tree_reader.read_tree` does.
    """
    if BEHAVES.search(text) is None:
        return None
    plain = " ".join(_GAPS.sub(" ", _WORDS.sub(r" \1 ", text)).split())
    plain = TURNED.sub(r"\g<what> at \g<place>", plain)
    if "在" in plain:
        plain = MONOTONIC_CHINESE.sub(_in_english, plain)
    bare = BARE.fullmatch(plain)
    if bare is not None:
        return TextAnswer(extreme(bare["what"]), claim=True)
    for pattern, name_of, read in _SAID:
        parts = _parts(plain, pattern)
        if parts is None or (pattern is PLAIN_EXTREME and (len(parts) < 2 or EXTREME.search(plain))):
            continue
        found: list[Answer] = []
        for said, rest in parts:
            about = read(rest, read_tree)
            if about is None:
                return None
            found.append(Statement(f"{name_of(said)}{len(about)}", about))
        return found[0] if len(found) == 1 else Listing(tuple(found))
    return None


def _in_english(match: re.Match[str]) -> str:
    return f"{'increasing' if match['which'] == '增' else 'decreasing'} on {match['set']}"


def _valued_place(text: str, read_tree: ReadTree) -> tuple[Answer, ...] | None:
    """The place of an extreme and its value, both of which are said."""
    about = _place_of(text, read_tree)
    return None if about is None or len(about) < 2 else about


def _parts(text: str, pattern: Pattern) -> list[tuple[str, str]] | None:
    """What is said, with what stands after each; None where nothing is, or something stands before the first."""
    found = list(pattern.finditer(text))
    if not found or text[: found[0].start()].strip().lower() not in LEADS:
        return None
    ends = [*[match.start() for match in found[1:]], len(text)]
    return [(match["what"], _trimmed(text[match.end() : end])) for match, end in zip(found, ends, strict=True)]


def _trimmed(text: str) -> str:
    """``text`` without separators and conjunctions at its end."""
    while True:
        shorter = JOINED.sub("", text.strip(_ENDS), count=1).strip(_ENDS)
        if shorter == text:
            return text
        text = shorter


def _parsed(text: str) -> Expr | None:
    try:
        return parse(text)
    except (Unreadable, OverLimit):
        return None


def _set_of(text: str, read_tree: ReadTree) -> tuple[Answer, ...] | None:
    """The set on which a function behaves so."""
    tree = _parsed(JOINED_SETS.sub(r" \\cup ", _BRACKETS.sub("", text))) if text else None
    for answer in () if tree is None else read_tree(tree):
        inner = answer.values if isinstance(answer, Solutions) else answer
        if isinstance(inner, (Interval, Combination)):
            return (inner,)
    return None


def _place_of(text: str, read_tree: ReadTree) -> tuple[Answer, ...] | None:
    """The place of an extreme with its value; the place alone where no value is said."""
    found = VALUE_AT.fullmatch(text) or AT_PLACE.fullmatch(text)
    if found is not None:
        texts = [found["place"], found["value"]] if found["value"] else [found["place"]]
        trees = [_parsed(part) for part in texts]
        if any(tree is None or isinstance(tree, (Relation, Symbol)) for tree in trees):
            return None
        return tuple([Scalar(tree) for tree in trees if tree is not None])
    point = AT_POINT.fullmatch(text)
    tree = None if point is None else _parsed(point["point"])
    for answer in () if tree is None else read_tree(tree):
        if isinstance(answer, TupleAnswer):
            return answer.items
    return None


_SAID: Final = (
    (BEHAVIOUR, behaviour, _set_of),
    (EXTREME, extreme, _place_of),
    (PLAIN_EXTREME, extreme, _valued_place),
)
"""What a function may do, by its pattern: its name, and what is said beside it."""
