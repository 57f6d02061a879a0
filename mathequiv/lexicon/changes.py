"""Whether words beside a value, or in its label, change, deny, bound, doubt or judge it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.words import SCALES, TABLES, Role, scale

__all__ = ["change", "changes_label", "changes_value", "is_counted", "joins_operands", "judges", "label_with_copula"]

_CHANGES_AT_END: Final[tuple[Role, ...]] = ("part", "power", "operation", "sign", "number", "judgement")
"""Roles of words that change or judge a value as the last of a phrase after it; before a noun they only describe it
(``4 right angles``)."""

_CHANGES: Final[tuple[Role, ...]] = (
    *("direction", "several", "denial", "doubt", "bound", "comparison", "repetition"),
    *_CHANGES_AT_END,
)
"""Roles of words that change, deny, bound, doubt or judge a value, so that no phrase that holds one is a noun."""


def change(words: Sequence[str]) -> Role | None:
    """The role of what changes, denies, bounds, doubts or judges a value among the words after it, if anything."""
    lowered = [word.lower() for word in words]
    end = len(lowered)
    for start in range(end):
        for stop in range(start + 1, min(start + _LONGEST_CHANGE, end) + 1):
            role = _ROLE_OF_CHANGE.get(" ".join(lowered[start:stop]))
            last = stop == end or (not start and lowered[stop] == "of")
            if role is not None and (last or role not in _CHANGES_AT_END):
                return role
    return None


_ROLE_OF_CHANGE: Final[dict[str, Role]] = {text: role for role in reversed(_CHANGES) for text in TABLES[role]}
_LONGEST_CHANGE: Final = max(len(text.split()) for text in _ROLE_OF_CHANGE)
"""Words of the longest of these phrases."""


def judges(phrase: str) -> bool:
    """Whether a phrase judges or doubts something (``it is wrong that``), rather than says it."""
    if _IDEOGRAPH.search(phrase):
        return _JUDGES_CHINESE.search(phrase) is not None
    words = _LETTERS.findall(phrase.lower())
    return any(word in TABLES["doubt"] or word in TABLES["judgement"] for word in words if word not in _HELD)


_JUDGES_CHINESE: Final = Pattern("错|可能|假设|如果|也许|大概|猜")
_HELD: Final = frozenset(("valid", "possible", "true", "undefined", "invalid", "impossible", "nothing"))
"""Words of judgement that may also be what holds (``is possible iff n > 2``)."""


def changes_value(phrase: str) -> bool:
    """Whether a phrase beside a value scales, changes, denies, bounds, doubts or judges it, so that it must stay."""
    if _IDEOGRAPH.search(phrase):
        return _CHANGES_CHINESE.search(phrase) is not None
    words = _LETTERS.findall(phrase.lower())
    return change(words) is not None or not _MAGNITUDES.isdisjoint(words)


_IDEOGRAPH: Final = Pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS: Final = Pattern("[a-z]+")
_MAGNITUDES: Final = frozenset([*SCALES, *TABLES["percent"]])
_CHINESE: Final = (
    "[多半余餘超猜错舍不非负亏欠缺差]|分之|倒数|至少|至多|最[多少]|以[上下内外]|可能|也许|大概|[大小少]于"
    "|排除|除外|淘汰|无效|[以之]?前$"
)
"""What changes, denies, bounds or doubts a value wherever it stands."""

_CHANGES_CHINESE: Final = Pattern(f"{_CHINESE}|[万亿百千]|倍|打$")


def is_counted(words: Sequence[str]) -> bool:
    """Whether ``words`` after a number may be a noun it counts.

    They are not where one of them changes the value (``5 squared``, ``5 feet below sea level``, ``5 maybe``), or a
    magnitude stands first or last (``x million``).
    """
    lowered = [word.lower() for word in words]
    if change(lowered) is not None:
        return False
    if not lowered[-1].isascii() and _UNCOUNTED_CHINESE.search("".join(lowered).replace("不同", "")):
        return False
    return lowered[0] not in SCALES and lowered[-1] not in SCALES


_UNCOUNTED_CHINESE: Final = Pattern(
    f"^(?:的|平方|立方|次方|次幂|幂|阶乘|没|无|正确|是|否|减|加(?!仑)|乘|除|折|成$|[十百千万亿])|{_CHINESE}"
)
"""What changes or judges a number: its powers, its reciprocal, its sign, fractions, magnitudes, bounds, denials."""


def label_with_copula(word: str) -> str | None:
    """The label of a Chinese word that ends with its copula (``面积为``), None for any other word."""
    head = word[:-1]
    plain = word[-1:] in _COPULAS and len(head) > 1 and head[-1] not in _NO_LABEL_ENDS and not head.isascii()
    return head if plain and not changes_label([word]) else None


_COPULAS: Final = frozenset("为是")
_NO_LABEL_ENDS: Final = frozenset("不非未没就也都还才分认因作成变称改")
"""What makes another word of the copula after it: ``不是``, ``分为``."""


def changes_label(words: Sequence[str]) -> bool:
    """Whether a label in words changes, denies, bounds, doubts or judges the value it stands before.

    A label may describe what is measured by such a word (``least value``, ``Most likely count``, ``third term``,
    ``number of pairs``): what stands after its first ``of``, or before a noun, says nothing of the value.

    Args:
        words: in lower case, with their articles.
    """
    if any(not word.isascii() for word in words):
        plain = [word for word in words if word.isascii()]
        return _CHANGES_CHINESE_LABEL.search("".join(words)) is not None or (bool(plain) and changes_label(plain))
    size = len(words)
    for start in range(size):
        for stop in range(start + 1, min(start + _LONGEST_CHANGE, size) + 1):
            if _changes_head(words, start, stop):
                return True
    return scale(words[0]) is not None and _stands_alone(words, 0, 1)


def _changes_head(words: Sequence[str], start: int, stop: int) -> bool:
    """Whether some words of a label change the value it stands before."""
    text = " ".join(words[start:stop])
    role = _ROLE_OF_CHANGE.get(text)
    if role is None or role in _UNSAID or text == "no":  # "no. of students"
        return False
    if role in ("denial", "doubt") or TABLES[role][text] == "wrong":
        return start == 0 or words[start - 1] not in _SUPERLATIVES
    return "of" not in words[: start + 1] and (stop - start > 1 or _stands_alone(words, start, stop))


_UNSAID: Final[tuple[Role, ...]] = ("number", "power", "repetition")
"""Roles of words that a label may hold anywhere (``first``, ``root``)."""
_SUPERLATIVES: Final = frozenset({"most", "least"})
_AFTER_CHANGE: Final = frozenset({"of", "a", "an", "the", "that", "this", "it", "its", "his", "her", "their", "than"})


def _stands_alone(words: Sequence[str], start: int, stop: int) -> bool:
    """Whether a word that changes a value opens a label or ends its head, rather than describes a noun."""
    if stop == len(words):
        return True
    return words[stop] in _AFTER_CHANGE and (start == 0 or words[stop] != "of")


def joins_operands(label: str) -> bool:
    """Whether the values after a label are what one value is worked out of (``the sum of`` 2 and 3)."""
    return _OPERATION_OF.search(label) is not None


_OPERATION_OF: Final = Pattern(
    r"\b(?:sum|product|difference|quotient|ratio|average|mean|maximum|minimum) (?:of|between)$", re.IGNORECASE
)


_CHANGES_CHINESE_LABEL: Final = Pattern(
    "[错舍猜]|至少|至多|最[多少]$|可能(?!性|的)|也许|大概|[大小多少]于|超过|不[是对足到为约大只止仅]|[未没]约|不等(?!式)|并非|假设|分之|倒数|一半"
    "|[两二三四五六七八九十]倍|排除|无效|^每$"
)
"""What a Chinese label says of its value; 余数, 半径 and 最大值 are names of values."""
