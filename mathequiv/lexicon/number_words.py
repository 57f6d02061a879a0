"""Numbers in words: ``twelve``, ``one hundred and five``, ``two thirds``, ``two and a half``, ``三分之二``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.words import END_PUNCTUATION, QUOTES, parts_of_one
from mathequiv.limits import MAX_NUMBER_WORDS

__all__ = ["DIGIT_NAMES", "holds_number", "leading_number", "number_in_words", "without_words"]


def _words(text: str) -> list[str]:
    return text.split()


_ONES: Final = {
    name: value
    for value, name in enumerate(
        _words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
}
DIGIT_NAMES: Final = dict(zip("0123456789", _ONES, strict=False))
"""The word for each digit."""
_TENS: Final = {
    name: 10 * value for value, name in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS: Final = {**parts_of_one(), "half": 2, "quarter": 4, "quarters": 4}
_NEGATIVE: Final = frozenset({"negative", "minus"})
_FIRST_WORDS: Final = frozenset((*_NEGATIVE, *_ONES, *_TENS, "half", "a", "an"))
"""What a number in words starts with, up to its first hyphen."""
_JOINED: Final = Pattern(r"(?<=[a-z])-(?=[a-z])")


def number_in_words(text: str) -> Fraction | None:
    """The number that a whole text says in English or Chinese words; None if it says anything else.

    A ``quarter`` or ``third`` without a count is a noun or an ordinal; ``a quarter`` and ``half`` are numbers.
    """
    found = leading_number(text)
    return None if found is None or found[1] else found[0]


def leading_number(text: str) -> tuple[Fraction, str] | None:
    """The number in words that ``text`` starts with, with the words after it; None if it starts with none."""
    plain = text.translate(QUOTES).strip(END_PUNCTUATION)
    if not plain.isascii():
        return _chinese(plain)
    words = plain.lower().split()
    if not words or len(words) > MAX_NUMBER_WORDS or words[0].partition("-")[0] not in _FIRST_WORDS:
        return None
    split = [part for word in words for part in (_JOINED.split(word) if _all_numbers(word) else [word])]
    sign = -1 if split[0] in _NEGATIVE else 1
    rest = split[1:] if sign < 0 else split
    found = _number(rest)
    return None if found is None else (sign * found[0], " ".join(rest[found[1] :]))


def without_words(text: str) -> str:
    """A number in words with the same in digits in parentheses, either first, as the digits; other texts as they are.

    Args:
        text: such as ``twenty-three (23)`` or ``5 (five)``.
    """
    found = _TWICE.fullmatch(text) if text.rstrip(" .")[-1:] == ")" else None
    if found is None:
        return text
    digits, words = found["digits"] or found["first"], found["words"] or found["second"]
    value = Fraction(digits.replace("−", "-").replace(",", ""))
    return digits if number_in_words(words) == value else text


_WRITTEN: Final = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:/[1-9]\d*)?"
_TWICE: Final = Pattern(
    rf"\s*(?:(?P<words>[A-Za-z][A-Za-z -]{{2,60}}?)\s*\(\s*(?P<digits>{_WRITTEN})\s*\)"
    rf"|(?P<first>{_WRITTEN})\s*\(\s*(?P<second>[A-Za-z][A-Za-z -]{{2,60}}?)\s*\))\s*\.?\s*"
)


def holds_number(words: Sequence[str]) -> bool:
    """Whether any of some English words in lower case says a number (``five years``)."""
    return any(word.partition("-")[0] in _NUMERALS for word in words)


_NUMERALS: Final = frozenset((*_ONES, *_TENS, *_SCALES, "hundred", "half"))


def _all_numbers(word: str) -> bool:
    """Whether a word with hyphens is one number (``twenty-five``), unlike ``two-digit``."""
    return all(part in _ONES or part in _TENS or part in _PARTS or part in _SCALES for part in word.split("-"))


def _number(words: Sequence[str]) -> tuple[Fraction, int] | None:
    """The number at the start of ``words`` and how many of them it takes."""
    if words[:1] == ["half"]:
        return Fraction(1, 2), 1
    if words[:1] in (["a"], ["an"]):
        return _number(["one", *words[1:]]) if words[1:2] and words[1] in _COUNTED else _one_part(words)
    whole = _cardinal(words)
    if whole is None:
        return None
    value, size = Fraction(whole[0]), whole[1]
    if words[size : size + 1] == ["point"]:
        return _decimal(value, words, size)
    part = words[size] if size < len(words) else ""
    if part in _PARTS and (value == 1) != part.endswith("s") and value:
        return value / _PARTS[part], size + 1
    if words[size : size + 1] == ["and"]:
        fraction = _number(words[size + 1 :])
        if fraction is not None and fraction[0] < 1 and fraction[0].denominator > 1:
            return value + fraction[0], size + 1 + fraction[1]
    return value, size


_COUNTED: Final = frozenset(("hundred", "dozen", *_SCALES))
"""What an article counts once (``a hundred``)."""


def _one_part(words: Sequence[str]) -> tuple[Fraction, int] | None:
    """``a third``."""
    part = words[1] if len(words) > 1 else ""
    return (Fraction(1, _PARTS[part]), 2) if part in _PARTS and not part.endswith("s") else None


def _decimal(value: Fraction, words: Sequence[str], size: int) -> tuple[Fraction, int] | None:
    """``two point five``: digits one by one after the point."""
    at, scale = size + 1, Fraction(1)
    while at < len(words) and _ONES.get(words[at], 10) < 10:
        scale /= 10
        value += scale * _ONES[words[at]]
        at += 1
    return (value, at) if at > size + 1 else None


def _cardinal(words: Sequence[str]) -> tuple[int, int] | None:
    """``two thousand three hundred and five``: groups of falling scales."""
    total, at, last = 0, 0, 10**15
    while True:
        group = _below_thousand(words, at)
        if group is None:
            break
        value, end = group
        scale = _SCALES.get(words[end], 1) if end < len(words) else 1
        if scale >= last:
            break
        total, at, last = total + value * scale, end + (scale > 1), scale
        if scale == 1:
            break
        at += words[at : at + 1] == ["and"] and _below_thousand(words, at + 1) is not None
    return (total, at) if at else None


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """A number below a thousand at index ``at`` with the index after it."""
    small = _below_hundred(words, at)
    if small is None or words[small[1] : small[1] + 1] != ["hundred"] or not 0 < small[0] < 100:
        return small
    value, end = small[0] * 100, small[1] + 1
    after = end + (words[end : end + 1] == ["and"])
    more = _below_hundred(words, after)
    if more is None or (words[more[1] : more[1] + 1] or [""])[0] in _PARTS:
        return value, end
    return value + more[0], more[1]


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    word = words[at] if at < len(words) else ""
    if word in _ONES:
        return _ONES[word], at + 1
    if word not in _TENS:
        return None
    ones = _ONES.get(words[at + 1], 0) if at + 1 < len(words) else 0
    return (_TENS[word] + ones, at + 2) if 0 < ones < 10 else (_TENS[word], at + 1)


_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_GREAT: Final = {"万": 10**4, "亿": 10**8}
_SKIPPED: Final = frozenset("百千万亿")
"""Units after which a last digit counts the unit below, unless a zero stands before it."""
_NUMERAL: Final = "[零〇一二两三四五六七八九十百千万亿]+"
_CHINESE: Final = Pattern(f"(?P<sign>负?)(?P<first>{_NUMERAL})(?:(?P<part>分之)(?P<second>{_NUMERAL}))?")


def _chinese(text: str) -> tuple[Fraction, str] | None:
    """``十二``, ``三分之二``; a digit without its unit after one (``三百五``) and years by digits are not read."""
    if text == "一半":
        return Fraction(1, 2), ""
    match = _CHINESE.match(text)
    if match is None:
        return None
    whole = _UNITS | _GREAT if match["part"] else {}
    first = whole.get(match["first"]) or _chinese_integer(match["first"])
    second = _chinese_integer(match["second"]) if match["part"] else None
    if first is None or (match["part"] and (second is None or not first)):
        return None
    value = Fraction(first) if second is None else Fraction(second, first)
    return (-value if match["sign"] else value), text[match.end() :]


def _opens_with_ten(size: int, at: int) -> bool:
    """``十二``: only ten may stand without a digit before it, and only first."""
    return size == 10 and at == 0


def _chinese_integer(text: str) -> int | None:
    total = group = digit = 0
    least = 10**4
    pending = False
    for at, character in enumerate(text):
        if character in _DIGITS:
            if digit:
                return None
            digit, pending = _DIGITS[character], True
        elif character in _UNITS:
            size = _UNITS[character]
            if size >= least or not (pending or _opens_with_ten(size, at)):
                return None
            group, digit, pending, least = group + (digit if pending else 1) * size, 0, False, size
        else:
            if not (group or digit) or total:
                return None
            total, group, digit, pending, least = (group + digit) * _GREAT[character], 0, 0, False, 10**4
    skips = digit > 0 and text[-2:-1] in _SKIPPED  # 三百五 is 350 and 三百零五 is 305
    return None if skips else total + group + digit
