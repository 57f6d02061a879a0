"""Chinese words before a numeral that say of what it is: any, but those that deny, bound, compare or change it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mathequiv.lexicon.changes import changes_value
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.pattern import Pattern

__all__ = ["clipped_lead", "clipped_tail", "ends_in_verb", "half_of_day", "is_open_chinese", "parts_of"]

_CHANGES: Final = Pattern(
    "[错不非否没未误猜倍负亏欠赔降跌减增涨加乘除比第约零根号方幂折成余差]|排除|假设|至多|至少|倒数|相反|之前|原来|可能|一半|半"
    "|分之|超过|[大小多少高低早晚]于|[以之]?[前后上下内外]$|[向往朝]|上午|下午|晚上|早上|中午|凌晨|如果|若|当|是否|损|提高|上升|编号|和$|或$|与$"
)
"""What changes, bounds, denies or compares a value, or names something by a number."""
_SAME: Final = Pattern("不同|不重复|加工|参加|增加到|完成|成绩|成本|分成")
"""Words that hold such characters and say nothing of the value."""
_LEAD: Final = Pattern(
    r"(?:一共|总共|共计|合计|共|总计|答|所以|因此|故|则|即|还|需|大约|有|是|为|要|得|可得|[:：,，])+"
)
_TAIL: Final = Pattern(r"(?<=.)(?:一共|总共|共计|合计|各|共)?(?:有|是|为)$")
_VERB: Final = Pattern(
    r"(?:后?(?:就?(?:可以|能)?(?:完成|做完|吃完|用完|看完|走完|修完|到达|相遇|追上)|即可|就够了|可以完成|左右))$"
)


@lru_cache(maxsize=2048)
def is_open_chinese(word: str) -> bool:
    """Whether Chinese words before a numeral only say of what it is (``小明一共买了``)."""
    plain = _SAME.sub("", word)
    return _CHANGES.search(plain) is None and not changes_value(plain)


def clipped_lead(word: str) -> int:
    """How many characters at the start of a label only lead to it (two of ``一共卖出``)."""
    found = _LEAD.match(word)
    return 0 if found is None else found.end()


def clipped_tail(word: str) -> int:
    """How many characters at the end of a label only join it to its value (one of ``男生有``)."""
    found = _TAIL.search(word)
    return 0 if found is None else len(found[0])


def ends_in_verb(word: str) -> int:
    """How many characters at the end of a unit say what is done in that time (two of ``天完成``)."""
    found = _VERB.search(word)
    return 0 if found is None else len(found[0])


def parts_of(word: str) -> int:
    """Into how many parts ``二分之`` or ``3分之`` divides what follows; 0 for any other word."""
    head = word.removesuffix("分之")
    if head == word or not head:
        return 0
    if head.isdecimal() and head.isascii():
        return int(head)
    value = number_in_words(head)
    return int(value) if value is not None and value.denominator == 1 and value > 0 else 0


def half_of_day(word: str) -> str | None:
    """``am`` or ``pm`` for a Chinese word before a time of day; None for any other word."""
    return _HALVES.get(word)


_HALVES: Final = {**dict.fromkeys(("上午", "早上", "凌晨"), "am"), **dict.fromkeys(("下午", "晚上", "傍晚"), "pm")}
