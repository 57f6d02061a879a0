"""Sentences that are answers of another kind: ``No such n exists``, ``Yes, G is bipartite``, ``Bob wins``."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.answers.kinds import Answer, TextAnswer, Truth
from mathequiv.answers.text import MEANINGS, words_of
from mathequiv.lexicon.claims import read_claim
from mathequiv.lexicon.predicates import read_predicates
from mathequiv.limits import MAX_SENTENCE

__all__ = ["read_sentence"]

_AFFIRMED: Final = re.compile(
    r"(?P<said>yes|no|true|false|是的?|不是|对|错)[,;:.!，。；！]\s*(?P<rest>\S.*)", re.DOTALL
)
_LED: Final = re.compile(r"(?:(?:so|thus|hence|therefore|since|then|所以|因此|故),?\s*)+")
_TRUTHS: Final = {**dict.fromkeys(("yes", "true", "是", "是的", "对"), "true")}
_LIST: Final = re.compile(r"[,，;；]")
_JOINED: Final = re.compile(r"\b(?:but|and|neither|yet)\b|[但且而又]")


def read_sentence(text: str) -> tuple[Answer, ...]:
    """What a text in words claims, likeliest first; nothing for a text that claims nothing the lexicon knows."""
    if len(text) > MAX_SENTENCE:
        return ()
    normal = words_of(text)
    found: list[Answer] = []
    affirmed = _AFFIRMED.fullmatch(normal)
    if affirmed is not None:
        normal = affirmed["rest"]
    normal = _LED.sub("", normal, count=1) if _LED.match(normal) else normal
    claim = read_claim(normal)
    if claim is not None:
        found.append(MEANINGS[claim.meaning] if claim.meaning else TextAnswer(claim.text))
    elif (not _LIST.search(normal) or _JOINED.search(normal)) and read_predicates(normal) is not None:
        found.append(TextAnswer(normal))
    if affirmed is not None and found:
        found.append(Truth(_TRUTHS.get(affirmed["said"], "false")))
    return tuple(found)
