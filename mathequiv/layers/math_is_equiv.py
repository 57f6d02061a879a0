r"""Layer ``string``: MATH's published normalisation, function by function, and the part of it that keeps meaning.

`normalize` and `is_equiv` do exactly what the published functions do, faults included. Source: Hendrycks et al. 2021,
"Measuring Mathematical Problem Solving With the MATH Dataset", ``math_equivalence.py`` of the MATH repository (MIT), in
the form in which lm-evaluation-harness ships it as ``tasks/hendrycks_math/utils.py``. The two differ at one place: for
``x/2`` the harness's form raises (and compares raw texts) where MATH's own catches the error and goes on.

MATH's rules also erase: units, percent and degree signs, ``x =``, spaces between words and digits. `meaning_kept` does
the harmless steps alone, so ``x=5`` and ``y=5`` go on to the layers that read them.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.finding import EQUIVALENT, Finding
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared
from mathequiv.verdict import PUBLISHED, Identical, Options

__all__ = ["is_equiv", "meaning_kept", "normalize", "string"]

_RAISED: Final = (AssertionError, IndexError, ValueError)
"""What `normalize` raises."""


def is_equiv(str1: str | None, str2: str | None, verbose: bool = False) -> bool:
    r"""Whether MATH's published rules call two answers equal; nothing is added to them.

    Args:
        str1: an answer as LaTeX without dollar signs, None if there is none.
        str2: the answer to compare it with, likewise.
        verbose: print both normal forms to standard output.

    Returns:
        True if the normal forms agree, or the raw texts where a text has no normal form. Two missing answers are
        equal, and a warning is printed.
    """
    if str1 is None or str2 is None:
        if str1 is None and str2 is None:
            print("WARNING: Both None")  # noqa: T201 - what the published function does
            return True
        return False
    try:
        ss1 = normalize(str1)
        ss2 = normalize(str2)
        if verbose:
            print(ss1, ss2)  # noqa: T201 - what the published function does
    except _RAISED:
        return str1 == str2
    else:
        return ss1 == ss2


def normalize(text: str) -> str:
    r"""MATH's normal form of an answer (``strip_string`` where it was published).

    Raises:
        AssertionError: the text holds ``\text{ `` twice or more.
        IndexError: ``\sqrt`` or ``\frac`` ends the text or stands right before another of its kind.
        ValueError: the text holds one slash, and a side of it is no integer that Python can read.
    """
    text = text.replace("\n", "")
    if "\\" in text:
        text = text.replace("\\!", "").replace("\\\\", "\\")
    if "frac" in text:
        text = text.replace("tfrac", "frac").replace("dfrac", "frac")
    if "\\" in text:
        text = text.replace("\\left", "").replace("\\right", "")
        text = text.replace("^{\\circ}", "").replace("^\\circ", "").replace("\\$", "")
        text = _remove_right_units(text)
        text = text.replace("\\%", "").replace("\\%", "")  # twice as published: the first may leave another
    if "." in text:
        text = text.replace(" .", " 0.").replace("{.", "{0.")
        if text[0] == ".":
            text = "0" + text
    if "=" in text:
        text = _remove_short_name(text)
    if "\\" in text:
        text = _fix_sqrt(text)
    text = text.replace(" ", "")
    if "\\frac" in text:
        text = _fix_fracs(text)
    if text == "0.5":
        return "\\frac{1}{2}"
    return _fix_a_slash_b(text) if "/" in text else text


def _remove_right_units(text: str) -> str:
    r"""Cut the text before ``\text{ ``, which in MATH's answers begins a unit."""
    before, mark, after = text.partition("\\text{ ")
    if mark and mark in after:
        raise AssertionError("two units")
    return before


def _remove_short_name(text: str) -> str:
    """Drop what stands before the only equals sign if it is at most two characters long: ``k = ``."""
    name, _, rest = text.partition("=")
    return text if "=" in rest or len(name) > 2 else rest


def _fix_sqrt(text: str) -> str:
    r"""Put braces around the character after each ``\sqrt``."""
    first, *rest = text.split("\\sqrt")
    return first + "".join("\\sqrt" + (part if part[0] == "{" else f"{{{part[0]}}}{part[1:]}") for part in rest)


def _fix_fracs(text: str) -> str:
    r"""Put braces around the two characters after each ``\frac``; all stays as it is where there is only one."""
    first, *rest = text.split("\\frac")
    fixed = [first]
    for part in rest:
        if part[0] == "{":
            fixed.append(part)
        elif len(part) < 2:
            return text
        elif part[1] == "{":
            fixed.append(f"{{{part[0]}}}{part[1:]}")
        else:
            fixed.append(f"{{{part[0]}}}{{{part[1]}}}{part[2:]}")
    return "\\frac".join(fixed)


def _fix_a_slash_b(text: str) -> str:
    r"""``3/4`` to ``\frac{3}{4}``, if the text is that and no more."""
    over, _, under = text.partition("/")
    if "/" in under:
        return text
    a, b = int(over), int(under)
    return f"\\frac{{{a}}}{{{b}}}" if text == f"{a}/{b}" else text


_SPACE: Final = r"(?:[ \n]|(?<!\\)\\!)+"
_SIZING: Final = re.compile(r"(?<!\\)\\(?:left|right)(?![A-Za-z]|[ \n]*\.)")
_BARE_POINT: Final = re.compile(r"(?<![\w.\\])\.(?=\d)")
_SPACES: Final = Pattern(
    "|".join(
        f"(?<={before}){_SPACE}(?={after})"
        for before, after in (
            (r"[^\W_]|\.", r"[^\W_]|\."),  # `2 3`, `1 1/2`, `\pi r`, `no solution`, `1 e-3`
            (r",", r"\d"),  # `3, 456` is a list, `3,456` one number
            (r"\d", r","),
            (r"[\w)\]}]", r"[-+][^ \n]"),  # `[1 -2]` may be a row of two
            (r"\d[eE]", r"[-+]"),  # `1e - 3` is a difference, `1e-3` one number
            (r"\d[eE][-+]", r"\d"),
            (r"[-*!<>=:|]", r"[*=>]"),  # `3! = 6`, `2 * * 3`
            (r"(?<!\\)\\", r"."),  # the space of `\ ` belongs to the command
        )
    )
    + f"|({_SPACE})"
)
"""Spaces with a meaning, or else (the only group) those without."""
_FRACTION: Final = Pattern(
    r"""(?<!\\)\\[dt]?frac (?:
        [ \n]*(?={)
      | (?: [ \n]*(\d) | [ \n]+([A-Za-z]) )
        (?: [ \n]*(?={) | [ \n]*(\d)(?![ \n]*[\d.]) | [ \n]*([A-Za-z])(?![A-Za-z\d]) )
    )""",
    re.VERBOSE,
)
_ROOT: Final = re.compile(r"(?<!\\)\\sqrt[ \n]*(\d)(?![ \n]*[\d.])")
_INTEGERS: Final = re.compile(r"(-?[0-9]+)/(-?[0-9]+)")


def meaning_kept(text: str) -> str:
    r"""A normal form of the same kind that touches spacing, sizing, and the spelling of fractions and roots alone.

    Where a step might change what the text says (``\frac123``, ``\left.``, a space between two digits), it is not made.
    """
    if "\\" in text:
        text = _SIZING.sub(" ", text)
        text = _FRACTION.sub(_braced_fraction, text)
        text = _ROOT.sub(r"\\sqrt{\1}", text)
    text = _BARE_POINT.sub("0.", text)
    text = _SPACES.sub(_space, text).strip(" \n")
    if text == "0.5":
        return "\\frac{1}{2}"
    return _INTEGERS.sub(r"\\frac{\1}{\2}", text) if _INTEGERS.fullmatch(text) else text


def _space(match: re.Match[str]) -> str:
    if match[1] is not None:
        return ""
    return " " if "\\" not in match[0] else "\\!"


def _braced_fraction(match: re.Match[str]) -> str:
    over, under = match[1] or match[2], match[3] or match[4]
    return "\\frac" + (f"{{{over}}}" if over else "") + (f"{{{under}}}" if under else "")


def _are_apart(a: Prepared, b: Prepared) -> bool:
    """Whether two texts differ in what no harmless step changes: digits and letters, signs, or their ends."""
    if a.content != b.content and "." not in a.text and "." not in b.text:
        return True
    return _look_apart(a.text, b.text)


def _look_apart(a: str, b: str) -> bool:
    """Whether signs that no harmless step changes are not the same ones, or the first or the last characters."""
    if a.count(",") != b.count(",") or a.count("=") != b.count("=") or a.count("-") != b.count("-"):
        return True
    a, b = a.strip(), b.strip()
    ends = a[-1:], b[-1:]
    if ends[0] != ends[1] and "}" not in ends:
        return True
    return a[:1] != b[:1] and _CHANGED.isdisjoint((a[:1], b[:1]))


_CHANGED: Final = frozenset("\\.0")
"""What starts a command, and the spellings of decimals that are respelled."""


def string(a: Prepared, b: Prepared, options: Options, budget: Budget) -> Finding | None:  # noqa: ARG001 - a layer's shape
    """Say EQUIVALENT if the texts are identical, or differ in what MATH's rules respell without erasing; else None.

    Asked alone (``options.layers == ("string",)``) it gives what MATH's published ``is_equiv`` gives.
    """
    if a.text == b.text:
        return Finding(EQUIVALENT, "string", "identical", "the texts are identical", Identical(a.text))
    if options.layers != PUBLISHED and _are_apart(a, b):
        return None
    try:
        text = normalize(a.text)
        if text != normalize(b.text):
            return None
    except _RAISED:
        return None
    if options.layers != PUBLISHED:
        text = meaning_kept(a.text)
        if text != meaning_kept(b.text):
            return None
    reason = f"both texts are {text!r} in MATH's normalisation"
    return Finding(EQUIVALENT, "string", "math_is_equiv", reason, Identical(text))
