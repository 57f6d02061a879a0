r"""Short phrases in English that are a formula in words: ``all k except 2``, ``k must equal 2``, ``101 in binary``.

They are respelled before the text is cut, each only where it is the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["PROPOSITIONS", "with_spoken_forms"]

_NAME: Final = r"\$?(?P<name>[a-zA-Z]|\\[a-z]+)\$?"
_VALUES: Final = r"\$?(?P<values>[^a-zA-Z$]+|\\[a-z]+\{[^a-zA-Z]+\})\$?\s*\.?"
_ASYMPTOTE: Final = r"(?:vertical|horizontal|oblique|slant)\sasymptote"
_NOUN: Final = rf"(?P<noun>{_ASYMPTOTE}|axis\sof\ssymmetry|tangent\sline|directrix)"


def _numeral(match: re.Match[str]) -> str:
    return f"{match['digits']}_{{{_BASES[match['base']]}}}"


_BASES: Final = {"binary": 2, "octal": 8, "hexadecimal": 16, "hex": 16}


PROPOSITIONS: Final = Pattern(
    r"(?=.*(?:and|or|[且或]))(?:[()\s$]|\\text\{\s*(?:and|or|not|[且或非])\s*\}|(?:not|and|or)\b|[且或非]|[pqr](?![A-Za-z]))+\.?"
)
"""Letters of propositions joined by words, which are a formula and no list of values."""


def _in_signs(match: re.Match[str]) -> str:
    """A formula of logic with its signs."""
    return _CONNECTIVE.sub(_sign, _IN_TEXT.sub(r"\1", match[0]).rstrip("."))


def _sign(word: re.Match[str]) -> str:
    return _LOGIC[word[1]]


_LOGIC: Final = {
    **dict.fromkeys(("not", "非"), r"\lnot "),
    **dict.fromkeys(("and", "且"), r"\land "),
    **dict.fromkeys(("or", "或"), r"\lor "),
}
_CONNECTIVE: Final = Pattern(r"(\b(?:not|and|or)\b|[且或非])")
_IN_TEXT: Final = Pattern(r"\\text\{([^{}]*)\}")


def _arithmetic(phrase: re.Match[str]) -> str:
    """A phrase of one operation with its signs."""
    return _OPERATION.sub(lambda word: _OPERATIONS[word[1]], phrase[0].rstrip("."))


_OPERATIONS: Final = {
    "squared": "^2",
    "cubed": "^3",
    "factorial": "!",
    "over": "/",
    "divided by": "/",
}
_OPERATION: Final = Pattern(rf"\s*\b({'|'.join(_OPERATIONS)})\b\s*")
_OPERAND: Final = r"(?:[a-zA-Z]|\d+(?:\.\d+)?|pi)(?:\s(?:squared|cubed|factorial))?"
_SAID: Final = Pattern(rf"(?!\d+ over \d){_OPERAND}(?:\s(?:over|divided\sby)\s{_OPERAND})?\.?")
_MIXED: Final = Pattern(
    r"[a-z]+(?:-[a-z]+)?\sand\s(?:(?:a|one)\s(?:half|third|quarter)|(?:two|three)[\s-](?:thirds|quarters))\.?"
)
_EXTREME: Final = Pattern(r"\b(max|min)\s*:")

_FORMS: Final[tuple[tuple[str, Pattern, Callable[[re.Match[str]], str]], ...]] = (
    (
        "except",
        Pattern(
            rf"(?:all|any|every)\s(?:real\s)?(?:(?:values?|numbers?)\s(?:of\s)?)?{_NAME}\s(?:except|but)\s"
            rf"(?:for\s)?(?:\$?(?P=name)\s*=\s*)?{_VALUES}"
        ),
        lambda match: rf"{match['name']}\ne {match['values']}",
    ),
    (
        "any ",
        Pattern(rf"any\s{_NAME}\s*(?P<sign>\\neq?|\\?!=|≠|\\ne|<|>|\\[lg]eq?)(?![a-z])\s*{_VALUES}"),
        lambda match: f"{match['name']} {match['sign']} {match['values']}",
    ),
    (
        "must",
        Pattern(rf"{_NAME}\smust\s(?:equal|be(?:\sequal\sto)?)\s{_VALUES}"),
        lambda match: f"{match['name']}={match['values']}",
    ),
    (
        " in ",
        Pattern(r"(?P<digits>[0-9A-Fa-f]+)\sin\s(?P<base>binary|octal|hexadecimal|hex)\.?"),
        _numeral,
    ),
    (
        "et:",
        Pattern(r"(?:[Ss]et|[Ss]olution\s[Ss]et):\s*(?P<set>\$?\\?\{.+\}\$?)\.?"),
        lambda match: match["set"],
    ),
    (
        "not ",
        Pattern(r"(?=.*\bnot\s)(?:[()\s]|not\b|and\b|or\b|[A-Za-z](?![A-Za-z]))+"),
        _in_signs,
    ),
    *((word, PROPOSITIONS, _in_signs) for word in ("and", "or", "且", "或")),
    (" and ", _MIXED, lambda match: rf"\text{{{match[0]}}}"),
    *((word, _SAID, _arithmetic) for word in _OPERATIONS),
    (
        ":",
        Pattern(r"(?=(?:.*\bm(?:ax|in)\s*:){2})(?:max|min)\s*:[^a-zA-Z:]+(?:max|min)\s*:[^a-zA-Z:]+"),
        lambda match: _EXTREME.sub(r"\\\1=", match[0]),
    ),
    (
        " at ",
        Pattern(
            r"[Tt]he\s(?P<noun>[a-z]+(?:\s[a-z]+){0,2})\s(?:is|occurs|is\slocated|lies)\sat\s(?P<place>[^a-z]{0,3}[a-z]\s?=[^=]+)"
        ),
        lambda match: f"{match['noun']} at {match['place']}",
    ),
    (
        "=",
        Pattern(
            r"(?:(?:with\s)?equality\s(?:holds\s)?)?(?:when|iff|if\sand\sonly\sif|only\sif|only\swhen)\s(?P<when>[^a-z]*[a-z][^=]{0,12}=[^,]+)"
        ),
        lambda match: match["when"],
    ),
    (
        " is ",
        Pattern(rf"(?P<value>[^.]{{1,40}}=[^.]{{1,40}}?)\sis\s(?:an?|the|its|the\sonly)\s{_NOUN}\.?"),
        lambda match: rf"\text{{{match['noun']}}}: {match['value']}",
    ),
)
"""What a whole text may be: letters that it has then, its shape and what it says."""


def with_spoken_forms(text: str) -> str:
    """The formula that a phrase says; any other text as it is.

    Args:
        text: any text.
    """
    for letters, shape, spelled in _FORMS:
        if letters in text and (found := shape.fullmatch(text)) is not None:
            return spelled(found)
    return text
