"""Sentences that are an answer of another kind: nothing solves it, a statement holds, who wins, what it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.words import meaning_of_normal

__all__ = [
    "LONGEST_DIRECTION",
    "Claim",
    "affirmed",
    "ends_direction",
    "is_direction",
    "is_one_claim",
    "one_text",
    "read_claim",
]


class Claim(NamedTuple):
    """What a sentence claims.

    Attributes:
        meaning: a meaning of the word table (``empty``, ``undefined``, ``true``, ``false``), ``""`` for none.
        text: the words that say the same as a bare answer (``Bob`` for ``Bob wins``), ``""`` for none.
    """

    meaning: str
    text: str = ""


# --- nothing solves it ------------------------------------------------------------------------------------------------

_WHAT: Final = r"(?:equations?|systems?|inequalit(?:y|ies)|problem|congruence|it|this|system of equations|given \w+)"
_SOLUTIONS: Final = r"(?:solutions?|roots?|zeros?|zeroes)"
_PLAIN: Final = r"(?:(?:such|real|valid|real-valued|possible|possible real)\s)*"
_ELEMENT: Final = (
    r"(?:[a-z]|integers?|numbers?|values?|pairs?|triples?|functions?|polynomials?|sets?|primes?|real numbers?"
    r"|positive integers?|natural numbers?|integer values?|triangles?)"
)
_NAME: Final = r"(?:\s[a-z]|\s\([a-z](?:,\s?[a-z])*\)|\sof \w+)?"
_EMPTY: Final = Pattern(
    rf"""(?:{_WHAT}\s(?:has|have)\s|there\s(?:is|are|exists?|exist)\s)?no\s{_PLAIN}{_SOLUTIONS}(?:\sexists?)?(?:\sin\sreals)?
    | {_WHAT}\s(?:does|do)\s?(?:not|n't)\shave\s(?:any\s)?{_PLAIN}{_SOLUTIONS}
    | (?:{_SOLUTIONS}\s)(?:does|do)\s?(?:not|n't)\sexist
    | (?:there\s(?:is|are|exists?|exist)\s)?no\ssuch\s{_ELEMENT}{_NAME}(?:\sexists?)?
    | (?:there\s(?:is|are|exists?|exist)\s)no\s{_ELEMENT}{_NAME}\sexists?
    | no\s{_ELEMENT}{_NAME}\sexists?
    | such\s{_ELEMENT}{_NAME}\s(?:does|do)\s?(?:not|n't)\sexist
    | there\s(?:is|are)\snone
    | (?:solution\sset|set\sof\s(?:all\s)?solutions)\sis\sempty(?:\sset)?
    | (?:systems?|equations?|system\sof\sequations)\s(?:is|are)\s(?:inconsistent|unsolvable)""",
    re.VERBOSE,
)
_EMPTY_CHINESE: Final = Pattern(
    r"(?:[原该此]|这个)?(?:方程组?|不等式组?|线性方程组|非齐次线性方程组|同余方程|问题)?"
    r"(?:无|没有|不存在)(?:这样的|满足(?:条件|题意|要求)的|实数?|任何)*"
    r"(?:解|根|实数解|实数根|实根|实解|零点|(?:这样的|满足条件的)?(?:[a-z]|整数|正整数|实数|自然数|数|数对|函数|点|值|[a-z]值)(?:[a-z])?)"
    r"|(?:这样的|满足条件的)(?:[a-z]|整数|正整数|实数|数|数对|函数|点|值)[a-z]?不存在"
)
_INFINITE: Final = Pattern(
    rf"(?:{_WHAT} (?:has|have) |there (?:are|exist) )infinitely many(?: such)?(?: {_SOLUTIONS}| {_ELEMENT}{_NAME})"
    r"|(?:[原该此])?(?:线性|非齐次线性|齐次线性)?(?:方程组?|不等式)有?(?:无穷多|无数)(?:个|组)?解|有?(?:无穷多|无数)(?:个|组)?解"
)
_UNDEFINED: Final = Pattern(
    r"(?:limit|one-sided limit|two-sided limit|integral|derivative|value|it)"
    r"\s(?:does\snot\sexist|doesn't\sexist|is\sundefined|dne)"
    r"|no\slimit|(?:[该此原]|这个)?(?:极限|导数|积分)不存在"
)

# --- a statement holds ------------------------------------------------------------------------------------------------

_STATEMENT: Final = Pattern(
    r"(?:(?:given\s|this\s)?(?:statement|claim|proposition|assertion|conjecture|it|this|that)\s(?:is|holds)\s?)(?P<said>true|false|correct|incorrect)"
    r"|(?P<bare>真命题|假命题)|(?:[该此原]|这个|上述)?(?:命题|说法|结论|判断|陈述|论断)(?:是|为)?"
    r"(?P<chinese>真命题|假命题|正确|错误|真命题|假命题|真|假|不正确|成立|不成立)的?"
)
_TRUTHS: Final = {
    **dict.fromkeys(("true", "correct", "正确", "真命题", "真", "成立"), "true"),
    **dict.fromkeys(("false", "incorrect", "错误", "假命题", "假", "不正确", "不成立"), "false"),
}

# --- who wins ---------------------------------------------------------------------------------------------------------

_PLAYER: Final = (
    r"(?P<who>[a-z]+|first player|second player|player \w+|player who (?:moves|goes|starts) (?:first|second))"
)
_WINS: Final = Pattern(
    rf"{_PLAYER}\s(?:always\s|can\salways\s|will\salways\s|will\s|can\s|must\s)?"
    r"(?:wins?(?:\sgame)?|(?:has|have)\swinning\sstrategy|(?:can\s)?force\swin|guarantee\swin)"
    r"|(?P<chinese>先手|后手|甲|乙|先行者|后行者|[a-z]+)(?:必胜|获胜|有必胜策略|一定获胜|必赢|赢)"
)
_LOSERS: Final = frozenset({"nobody", "noone", "neither", "none", "not", "never", "who", "it", "that", "which"})

# --- what it is -------------------------------------------------------------------------------------------------------

_ONE: Final = (
    "first quadrant|quadrant i|quadrant 1|1st quadrant|in first quadrant|in quadrant i|第一象限",
    "second quadrant|quadrant ii|quadrant 2|2nd quadrant|in second quadrant|in quadrant ii|第二象限",
    "third quadrant|quadrant iii|quadrant 3|3rd quadrant|in third quadrant|in quadrant iii|第三象限",
    "fourth quadrant|quadrant iv|quadrant 4|4th quadrant|in fourth quadrant|in quadrant iv|第四象限",
    "isosceles triangle|isosceles|等腰三角形",
    "right triangle|right-angled triangle|right angled triangle|直角三角形",
    "equilateral triangle|equilateral|等边三角形|正三角形",
    "isosceles right triangle|right isosceles triangle|等腰直角三角形",
    "scalene triangle|scalene|不等边三角形",
    "acute triangle|acute-angled triangle|锐角三角形",
    "obtuse triangle|obtuse-angled triangle|钝角三角形",
    "ellipse|椭圆",
    "circle|圆",
    "parabola|抛物线",
    "hyperbola|双曲线",
    "straight line|直线",
    "rhombus|菱形",
    "parallelogram|平行四边形",
    "rectangle|矩形|长方形",
    "square|正方形",
    "trapezoid|trapezium|梯形",
    "left|to left|directed left|directed to left|leftward|leftwards|向左|方向向左|方向水平向左|水平向左",
    "right|to right|directed right|directed to right|rightward|rightwards|向右|方向向右|方向水平向右|水平向右",
    "up|upward|upwards|向上|方向向上|方向竖直向上|竖直向上",
    "down|downward|downwards|向下|方向向下|方向竖直向下|竖直向下",
    "clockwise|顺时针|顺时针方向",
    "counterclockwise|anticlockwise|counter-clockwise|anti-clockwise|逆时针|逆时针方向",
    "saddle point|saddle|鞍点",
    "unique solution|exactly one solution|system has unique solution|有唯一解|唯一解|方程组有唯一解|方程有唯一解",
    "exists|it exists|limit exists|存在|极限存在",
    "has solution|has solutions|solvable|there is solution|有解|有实数解|方程有解|方程组有解",
    "local maximum|local max|relative maximum|极大值",
    "local minimum|local min|relative minimum|极小值",
    "north|due north|正北|北",
    "south|due south|正南|南",
    "east|due east|正东|东",
    "west|due west|正西|西",
    "first player|player who moves first|player who goes first|player who starts|先手|先行者",
    "second player|player who moves second|player who goes second|后手|后行者",
)
"""Texts that are one answer."""

_TEXTS: Final = {text: texts.split("|")[0] for texts in _ONE for text in texts.split("|")}

_IS: Final = Pattern(
    r"(?:(?:shape|figure|curve|graph|locus|conic|conic section|triangle|quadrilateral|it|this|point|set|direction)"
    r"(?:\s(?:[a-z]|[a-z]{3,4}|of .{1,40}?))?|[a-z])"
    r"\s(?:is|are|lies|must be|represents)\s(?P<what>.+)"
)
_IS_CHINESE: Final = Pattern(
    r"(?:[该此原]|这个|△|\\triangle|三角形|四边形|图形|曲线|轨迹|方程|点|复数|它|形状|[a-z()0-9\s])+(?:对应的点|所表示的曲线|表示的曲线)?"
    r"(?:一定)?(?P<by>是|为|在|位于|表示)(?:一个|一条|平面直角坐标系的?)?(?P<what>\S+)"
)


@lru_cache(maxsize=2048)
def read_claim(text: str) -> Claim | None:
    """What a sentence claims; None for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    if _EMPTY.fullmatch(text) or _of_chinese(_EMPTY_CHINESE, text):
        return Claim("empty")
    if _INFINITE.fullmatch(text):
        return Claim("infinity")
    if _UNDEFINED.fullmatch(text):
        return Claim("undefined")
    found = _STATEMENT.fullmatch(text)
    if found is not None:
        return Claim(_TRUTHS[found["said"] or found["chinese"] or found["bare"]])
    found = _WINS.fullmatch(text)
    if found is not None:
        who = found["who"] or found["chinese"]
        return None if who in _LOSERS else Claim("", one_text(who))
    found = _IS.fullmatch(text) or _of_chinese(_IS_CHINESE, text)
    what = "" if found is None else one_text(found["what"])
    return Claim("", what) if what in _TEXTS else None


def _of_chinese(pattern: Pattern, text: str) -> re.Match[str] | None:
    """The match of a pattern that needs Chinese characters."""
    return None if text.isascii() else pattern.fullmatch(text)


def one_text(text: str) -> str:
    """One text for all that are the same answer (``quadrant III`` for ``third quadrant``)."""
    plain = text.removeprefix("在").removeprefix("位于") if not text.isascii() else text
    return _TEXTS.get(plain, text)


def is_direction(text: str) -> bool:
    """Whether words only say in which direction a quantity is."""
    return one_text(text) in _DIRECTIONS


_DIRECTIONS: Final = frozenset(
    ("left", "right", "up", "down", "clockwise", "counterclockwise", "north", "south", "east", "west")
)


def ends_direction(word: str) -> bool:
    """Whether a direction in English may end in ``word``; a Chinese one may end in any."""
    return not word.isascii() or word.lower().rpartition(" ")[2] in _DIRECTION_ENDS


_DIRECTION_ENDS: Final = frozenset([text.split()[-1] for text, one in _TEXTS.items() if one in _DIRECTIONS])

LONGEST_DIRECTION: Final = 1 + max(len(text.split()) for text, one in _TEXTS.items() if one in _DIRECTIONS)
"""Words of the longest direction, its article counted (``to the left``)."""


# --- words around a claim ---------------------------------------------------------------------------------------------

_AFFIRMED: Final = Pattern(r"(?P<said>yes|no|true|false|是的?|不是|对|错)[,;:.!，。；！]\s*(?P<rest>\S.*)", re.DOTALL)
_LED: Final = Pattern(r"(?:(?:so|thus|hence|therefore|since|then)(?:,\s*|\s+)|(?:所以|因此|故)[,，]?\s*)+")
_LIST: Final = re.compile(r"[,，;；]")
_JOINED: Final = re.compile(r"\b(?:but|and|neither|yet)\b|[但且而又]")


def affirmed(text: str) -> tuple[str, str]:
    """The truth value that a text opens with (``Yes, it is``), ``""`` for none, and what follows it and its links."""
    found = _AFFIRMED.fullmatch(text)
    rest = text if found is None else found["rest"]
    led = _LED.match(rest)
    rest = rest if led is None else rest[led.end() :]
    return "" if found is None else meaning_of_normal(found["said"]) or "", rest


def is_one_claim(text: str) -> bool:
    """Whether a text is no list: it has no comma, or words that join what it says."""
    return _LIST.search(text) is None or _JOINED.search(text) is not None


def _check() -> None:
    for text in _TEXTS:
        if meaning_of_normal(text) is not None:
            raise ValueError(f"{text!r} has a meaning of its own")


_check()
