"""How responses end and go on: refusals, answers taken back, texts cut off, explanations, other exercises."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_BARE

__all__ = [
    "BLANK",
    "EXPLAINS",
    "LEFT_OPEN",
    "NEXT_EXERCISE",
    "REFUSAL",
    "REPLIES",
    "YES_OR_NO",
    "is_begun_again",
    "is_retracted",
    "is_unfinished",
    "is_withdrawn",
    "may_go_on",
]

LEFT_OPEN: Final = Pattern(
    r"\b(?:is|are|equals|gives|becomes|by|the|of|and|or|to|from|with|that|than)\s*\Z|=\s*\Z|(?:[或和且与及为]|等于)\s*\Z"
    r"|(?<![A-Za-z])[Ww]ait\b[,.…—\s-]{0,9}\Z"
)
"""What a text ends with that was cut off before a value, or in the middle of a sentence."""

REFUSAL: Final = Pattern(
    r"\b(?:cannot|can ?not|can['’]t|could not|couldn['’]t|impossible to|unable to|not possible to|no way to)"
    r"\s+(?:be\s+)?"
    r"(?:\w+ly\s+)?(?:determine|answer|solve|compute|calculate|decide|tell|find (?:it|the|a|an)\b|finish|know)"
    r"|\bnot able to (?:\w+ly )?(?:determine|answer|solve|compute|calculate|decide|tell|find|finish)"
    r"|\bno (?:answer|solution) can be (?:given|found|determined)"
    r"|\b(?:not enough|insufficient|missing)\s+(?:information|data|details)"
    r"|\b(?:please|could you|can you|would you)\b[^.\n]{0,40}\b"
    r"(?:provide|clarify|give|specify|share|confirm|send|supply|tell)"
    r"|\bi (?:do not|don['’]t|am not|am unable|cannot)\b"
    r"|\bTraceback \(most recent call|^\s*[A-Z]\w*Error:"
    r"|\bneed (?:more|further|additional) (?:information|details|data)\b"
    r"|\bcan(?:no|['’])t (?:view|see|access|open|display|help)\b"
    r"|\bno (?:podemos|puedo|se puede|es posible) (?:saber|determinar|calcular|responder|resolver)"
    r"|\bon ne peut pas (?:savoir|déterminer|calculer|répondre)|\bimpossible de (?:savoir|déterminer|calculer)"
    r"|\bnon (?:so|sappiamo|si può|è possibile)\b|\bnão (?:sei|sabemos|é possível|podemos)\b"
    r"|\b(?:lässt|lassen) sich nicht (?:bestimmen|berechnen|lösen)|\bwe(?:iß|issen) (?:ich|wir) nicht\b"
    r"|\b(?:leave|up) (?:it )?to you to (?:decide|judge)\b"
    r"|无法|不能确定|条件不足|缺少条件|请提供|请问|不知道|没有算出|信息不足|わかりません|求められません|알 수 없",
    re.IGNORECASE,
)
"""A statement that refuses an answer or asks for more."""


NEXT_EXERCISE: Final = Pattern(
    r"\n(?:[ \t]*\n[ \t#*_>]*(?:question|problem|exercise|q|human|user|问题|题目)|[ \t#*_>]*instruction)[ \t*_]*[:：]",
    re.IGNORECASE,
)
"""The heading of another exercise, which models without instructions go on with after their answer."""
_EXERCISES: Final = ("uestion", "roblem", "xercise", "Q", "Human", "User", "Instruction", "问题", "题目")
REPLIES: Final = Pattern(r"(?m)^[ \t#*_>]*(?:response|assistant)[ \t*_]*[:：]", re.IGNORECASE)
"""The heading of what a model replies, where turns have headings."""


def may_go_on(text: str, start: int, end: int) -> bool:
    """Whether a text may hold such a heading: a look that most texts need, and faster than the pattern.

    Args:
        text: the response.
        start: first character to look at.
        end: one past the last.
    """
    for word in _EXERCISES:
        at = text.find(word, start, end)
        while at >= 0:
            at += len(word)
            if text[at : at + 1] in _AFTER_HEADING:
                return True
            at = text.find(word, at, end)
    return False


_AFTER_HEADING: Final = frozenset(":：*")

EXPLAINS: Final = Pattern(
    r"\n[\s*_#]*(?:explanation|reason|reasoning|rationale|justification|解析|解释|理由)[ \t*_]*[:：\n]", re.IGNORECASE
)
"""The heading of what explains an answer that stands before."""

BLANK: Final = Pattern(
    r"answer[*_\s]*[:：][*_\s]*(?:_{2,}|\[[^\]\n]{0,40}\b(?:your|insert|answer|here)\b[^\]\n]{0,40}\]"
    r"|<[^>\n]{0,40}\banswer\b[^>\n]{0,40}>)",
    re.IGNORECASE,
)
"""The place for an answer in a form that is not filled in."""

YES_OR_NO: Final = Pattern(
    r"[\s*_]*(?P<word>Yes|No|True|False|是的?|不是|Oui|Non|Ja|Nein)[*_]*[.,。，][*_]*\s+(?=[A-Z\u4e00-\u9fff])"
)
"""A response that begins with its answer, and goes on with the reasons for it."""


def is_retracted(after: str) -> bool:
    """Whether the sentence after a value takes it back ("Wait, it is 6.")."""
    return _RETRACTION.match(after) is not None


def is_withdrawn(after: str) -> bool:
    """Whether what stands after an answer takes it back without another one ("I withdraw that.")."""
    return any(part in after for part in _OF_WITHDRAWN) and _WITHDRAWN.search(after) is not None


def is_begun_again(after: str) -> bool:
    """Whether what stands after a value calls it a mistake, or begins once more ("Let me start over.")."""
    return any(part in after for part in _OF_AGAIN) and _AGAIN.search(after) is not None


_OF_AGAIN: Final = ("mistake", "error", "start", "scratch", " redo", " re", " try again")
_AGAIN: Final = Pattern(
    r"\b(?:i|we) (?:\w+ ){0,3}made (?:an?|some) (?:\w+ )?(?:mistake|error)\b"
    r"|\bstart (?:over|again|from the (?:beginning|start))\b|\bfrom scratch\b"
    r"|\blet me (?:try again|re-?(?:do|try|think|compute|calculate|consider))\b",
    re.IGNORECASE,
)


def is_unfinished(after: str) -> bool:
    """Whether the last sentence only says what is done next ("Next we divide this by the total time.")."""
    return _NEXT.search(after.rstrip()[-MAX_BARE:]) is not None


_NEXT: Final = Pattern(
    r"(?:^|[.!?\n])[\s*_]{0,4}(?:next|now|then)?,? ?(?:we|i|let us|let['’]s|let me)(?: (?:would|will|now|then|can|still"
    r"|need to|have to|should|must))* (?:divide|multiply|subtract|add|compute|calculate|work out|find|solve|think"
    r"|determine|approach|set up|substitute)\b[^.\n]*[.:…]{0,3}\Z",
    re.IGNORECASE,
)
_OF_WITHDRAWN: Final = (
    *("ithdraw", "etract", "void", "gnored", "isregarded", "found", "an answer"),
    *("isagree", "match", "agree", "your"),
)
"""Parts of which one is in every such text, which most texts have none of."""
_WITHDRAWN: Final = Pattern(
    r"\b(?:i|we) (?:\w+ )?(?:withdraw|retract) (?:that|this|it|the|my|our)\b"
    r"|\b(?:box(?:ed)?|number|answer|result|value|solution) (?:\w+ )?(?:(?:is|are) (?:void|withdrawn)"
    r"|(?:has|have) to be withdrawn|(?:should|must) be (?:ignored|disregarded))"
    r"|\b(?:which|that|and) i have(?: not|n['’]t) found\b|\bi (?:do not|don['’]t) have an answer\b"
    r"|\b(?:answers|results|values|methods|solutions|these|they) (?:disagree|do(?: not|n['’]t) (?:agree|match))\b"
    r"|\b(?:solve|answer|help with) your (?:original|actual|own) (?:problem|question)\b",
    re.IGNORECASE,
)

_RETRACTION: Final = Pattern(
    r"[\s*_.。,，…-]*(?:(?:oh|oops|hmm+|sorry)\W{1,3})?"
    r"(?:correction\s*[:：]"
    r"|(?:(?:(?:no\W{1,3})?wait|actually|hold on|correction|sorry|oops|scratch that|i mean|or rather|no"
    r"|hmm+\W{1,3}but)\b|等等|等一下|不对|更正|纠正|抱歉)[^.。\n]{0,60}?"
    r"(?:\b(?:it|that)['’]s\b|(?<![\w])(?:is|be|was|equals|not|wrong|incorrect|mistake)\b|=|[是为]|错))",
    re.IGNORECASE,
)
"""The sentence after a value, which takes it back."""
