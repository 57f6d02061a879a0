"""The machine's own reader: a small part of LaTeX that means one thing only; anything else is None."""

from __future__ import annotations

import itertools
import re
from typing import Final

from mathequiv.audit.machine.confirm import nodes_different
from mathequiv.audit.machine.scalars import NotRead, read_scalar
from mathequiv.audit.machine.shapes import (
    Based,
    Call,
    Choice,
    End,
    Equation,
    Infinity,
    Interval,
    Matrix,
    Measured,
    Named,
    Ratio,
    Several,
    Shape,
    Union,
    Words,
    branches,
    evaluate,
    names,
    nodes,
)
from mathequiv.audit.machine.units import unit_of
from mathequiv.limits import MAX_MACHINE_TEXT

__all__ = ["read_shape"]


# --- answers --------------------------------------------------------------------------------------------------------

_THOUSANDS: Final = re.compile(r"\d{1,3}(?:(?:,|\{,\}|,\\!\s*)\d{3})+")
_CHOICE: Final = re.compile(r"(?:\\text\s*\{)?\(([A-H])\)\}?")
_WORDS: Final = re.compile(r"\\(?:text|mbox|textbf)\s*\{\s*([A-Za-z][A-Za-z ]*[A-Za-z])\s*\}")
_BASED: Final = re.compile(r"(\d+)_(?:\{(\d+)\}|(\d))")
_RATIO: Final = re.compile(r"(\d+)\s*:\s*(\d+)")
_RELATION: Final = re.compile(r"\s*([a-zA-Z])\s*(=|<|>|\\leq?(?![a-z])|\\geq?(?![a-z]))\s*(.+)", re.DOTALL)
_MATRIX: Final = re.compile(r"\\begin\{([pb]matrix)\}(.+)\\end\{\1\}", re.DOTALL)
_DROPPED: Final = re.compile(r"\\left(?![a-z])|\\right(?![a-z])|\\displaystyle|\\[,;:! ]|\\quad|~|(?<!\\)\$")
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}


def read_shape(text: str) -> Shape | None:
    """The answer as the machine understands it.

    Args:
        text: a reference.

    Returns:
        The shape, or None where the text might mean more than one thing or is not understood.
    """
    if not text.isascii() or not text.isprintable() or len(text) > MAX_MACHINE_TEXT or _TWO_MEANINGS.search(text):
        return None
    for read in (_special, _measured, _matrix, _several, _related, read_scalar):
        try:
            found = read(_clean(text))
        except (NotRead, RecursionError):
            continue
        if found is not None:
            return found
    return None


_TWO_MEANINGS: Final = re.compile(
    r"""
      \d\.\d*\(\d            # a repeating decimal, or a product
    | \^\{?\(               # a derivative of that order, or a power
    | \d\\,\d{1,2}(?!\d)    # digits with a thin space that groups no thousands
    | \A\s*\([A-Za-z]\)\s*\S   # a lettered choice with its text, or a product
    | \d\s*\{\s*\\[dt]?frac     # a mixed number, or a product
    | \A\s*\d+(?:\s*-\s*\d+)+\s*\Z  # a range, a score, a date, or a difference
    """,
    re.VERBOSE,
)
"""Texts that the contract reads in another way than plain LaTeX does."""


def _clean(text: str) -> str:
    number = _THOUSANDS.fullmatch(text.strip())
    if number is not None and not text.strip().startswith("0"):
        return re.sub(r"[^\d]", "", text)
    cleaned = text.strip().replace(r"\\", "\0")
    return _DROPPED.sub("", cleaned).replace("\0", r"\\").strip()


def _special(text: str) -> Shape | None:
    if (choice := _CHOICE.fullmatch(text)) is not None:
        return Choice(choice[1])
    if (based := _BASED.fullmatch(text)) is not None:
        base = int(based[2] or based[3])
        fits = 2 <= base <= 10 and all(int(digit) < base for digit in based[1]) and based[1][0] != "0"
        return Based(based[1], base) if fits else None
    if (ratio := _RATIO.fullmatch(text)) is not None:
        left, right = int(ratio[1]), int(ratio[2])
        clock = left < 25 and right < 60
        return None if clock or not left or not right else Ratio(left, right)
    if (words := _WORDS.fullmatch(text)) is not None:
        return Words(words[1]) if _is_plain_words(words[1]) else None
    return None


_JUDGING: Final = re.compile(r"\b(?:no|not|none|never|and|or|yes|true|false|[a-z])\b", re.IGNORECASE)


def _is_plain_words(text: str) -> bool:
    return _JUDGING.search(text) is None and unit_of(text) is None


def _measured(text: str) -> Shape | None:
    found = unit_of_end(text)
    if found is None:
        return None
    value, unit = found
    node = read_scalar(value)
    if any(isinstance(part, Call) for part in nodes(node)) or re.search(r"\\(?!pi)[a-z]+\s*$", value):
        return None  # the degrees of an angle belong to the angle, a prefix to the unit
    return Measured(node, unit)


_UNIT_END: Final = re.compile(
    r"(.*?)\s*(?:\\(?:text|mbox|mathrm)\s*\{\s*([A-Za-z]+)\s*\}(\^\{?[23]\}?)?|(\^\s*\{?\s*\\circ\s*\}?)|(\\%))",
    re.DOTALL,
)


def unit_of_end(text: str) -> tuple[str, str] | None:
    """The text before a unit at its end, and the unit's key."""
    money = re.fullmatch(r"\\\$\s*(.+)", text, re.DOTALL)
    if money is not None:
        return re.sub(r"(?<=\d),(?:\\!)?(?=\d{3}(?!\d))", "", money[1]), "dollar"
    found = _UNIT_END.fullmatch(text)
    if found is None or not found[1]:
        return None
    if found[4] or found[5]:
        return found[1], "degree" if found[4] else "percent"
    unit = unit_of(found[2] + (found[3] or "").translate({ord(sign): None for sign in "{}"}))
    return None if unit is None else (found[1], unit)


def _matrix(text: str) -> Shape | None:
    found = _MATRIX.fullmatch(text)
    if found is None:
        return None
    rows = tuple(
        tuple(read_scalar(cell) for cell in row.split("&")) for row in found[2].strip().split(r"\\") if row.strip()
    )
    return Matrix(rows) if len({len(row) for row in rows}) == 1 else None


def _parts(text: str, separator: str = ",") -> list[str]:
    """The text cut at separators outside brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _several(text: str) -> Shape | None:
    text = re.sub(r"^x\s*\\in(?![a-z])\s*(?=[(\[])", "", text)
    if r"\cup" in text:
        return _union([_interval(piece.strip()) for piece in text.split(r"\cup")])
    if text.startswith(r"\{") and text.endswith(r"\}"):
        return _items("set", text[2:-2])
    interval = _interval(text)
    if interval is not None and not (interval.closed == (False, False) and _finite(interval)):
        return interval
    if "," not in text:
        return None
    is_tuple = text[:1] == "(" and text[-1:] == ")" and len(_parts(text)) == 1
    return _items("tuple", text[1:-1]) if is_tuple else _items("list", text)


def _union(found: list[Interval | None]) -> Union | None:
    """The union, if each piece ends before the next begins."""
    pieces = tuple(piece for piece in found if piece is not None)
    if len(pieces) < len(found):
        return None
    for before, after in itertools.pairwise(pieces):
        if isinstance(before.high, Infinity) or isinstance(after.low, Infinity):
            return None
        if names(before) or names(after):
            return None
        gap = evaluate(after.low, {}) - evaluate(before.high, {})
        if gap.real < 0 or (gap == 0 and (before.closed[1] or after.closed[0])):
            return None
    return Union(pieces)


def _finite(interval: Interval) -> bool:
    return not isinstance(interval.low, Infinity) and not isinstance(interval.high, Infinity)


def _items(kind: str, text: str) -> Shape | None:
    parts = [part.strip() for part in _parts(text)]
    if len(parts) < 2 or not all(parts):
        return None
    if kind != "tuple" and any(re.fullmatch(r"\d{3}", part) for part in parts[1:]):
        return None  # 58,500 may be one number
    items = tuple(read_scalar(part) for part in parts)
    twice = any(not nodes_different(a, b) for a, b in itertools.combinations(items, 2))
    return None if kind != "tuple" and twice else Several(kind, items)  # 3/4, 0.75 may be one value in two notations


def _interval(text: str) -> Interval | None:
    if text[:1] not in ("(", "[") or text[-1:] not in (")", "]"):
        return None
    parts = _parts(text[1:-1])
    if len(parts) != 2:
        return None
    low, high = _end(parts[0].strip()), _end(parts[1].strip())
    made = Interval(low, high, (text[0] == "[", text[-1] == "]"))
    return made if _is_ordered(made) else None


def _is_ordered(interval: Interval) -> bool:
    """Whether an interval certainly holds something."""
    low, high = interval.low, interval.high
    if isinstance(low, Infinity) or isinstance(high, Infinity):
        return low != Infinity(1) and high != Infinity(-1)
    if names(interval):
        return False
    return bool((evaluate(high, {}) - evaluate(low, {})).real > 0)


def _end(text: str) -> End:
    signs = {r"\infty": 1, r"+\infty": 1, r"-\infty": -1}
    return Infinity(signs[text]) if text in signs else read_scalar(text)


def _related(text: str) -> Shape | None:
    found = _RELATION.fullmatch(text)
    if found is not None and not re.search(r"[=<>]|\\[lg]eq?(?![a-z])", found[3]):
        relation = {r"\leq": r"\le", r"\geq": r"\ge"}.get(found[2], found[2])
        value = read_scalar(found[3])
        if found[1] not in names(value) and (relation == "=" or not names(value)):
            return Named(found[1], relation, value)
    if text.count("=") == 1 and not re.search(r"[<>]", text):
        left, right = (read_scalar(side) for side in text.split("="))
        both = branches(left) + branches(right) == (1, 1)
        return Equation(left, right) if both and len(names(left) | names(right)) > 1 else None
    return None
