"""Days of the year in words, whatever the order of their parts: ``June 12``, ``the 12th of June``."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["day_of_year"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAY: Final = Pattern(
    rf"(?:on\s)?(?:(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{{4}}))?"
    rf"|(?P<number>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<other>{_MONTH})\.?(?:,?\s(?P<in>\d{{4}}))?)"
)


def day_of_year(text: str) -> tuple[int, ...] | None:
    """The number of a month, a day of it, and the year if one is said; None for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month = _MONTHS.index((found["month"] or found["other"])[:3]) + 1
    year = found["year"] or found["in"]
    return (month, int(found["day"] or found["number"]), *([int(year)] if year else []))
