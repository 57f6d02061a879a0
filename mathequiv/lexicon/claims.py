"""Sentences that are an answer of another kind: nothing solves it, a statement holds, who wins, what it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.sentences import VERBS
from mathequiv.lexicon.words import TABLES, meaning_of_normal

__all__ = [
    "LONGEST_DIRECTION",
    "TURNS",
    "Claim",
    "affirmed",
    "alternatives",
    "ends_direction",
    "is_clause",
    "is_direction",
    "is_one_claim",
    "one_text",
    "read_claim",
    "without_reason",
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
_PLAIN: Final = (
    r"(?:(?:such|real|valid|real-valued|possible|integer|integral|rational|natural|whole|ordered|complex|feasible"
    r"|(?:positive|non-?negative)(?=\s(?:integ|natural|whole|rational|real|solutions?\sin)))\s)*"
)
_ELEMENT: Final = (
    r"(?:[a-z]|integers?|numbers?|values?|pairs?|triples?|quadruples?|tuples?|functions?|polynomials?|sets?|primes?|reals?"
    r"|triangles?|points?|sequences?|graphs?|matri(?:x|ces)|arrangements?|colou?rings?|subsets?|(?:integer\s)?values?\sof)"
)
_NAME: Final = r"(?:\s\(?[a-z](?:,\s?[a-z])*\)?|\sof\s(?:positive\s|real\s)?\w+)?"
_DEMAND: Final = (
    r"(?:given\s|required\s|stated\s|all\s|all\sof\s)*"
    r"(?:conditions?|equations?|systems?|inequalit(?:y|ies)|propert(?:y|ies)|it|requirements?|constraints?)"
)
_WHICH: Final = (
    r"(?:satisfying|meeting|fulfilling|with|having|to|for|of|that\ssatisf(?:y|ies)|which\ssatisf(?:y|ies)|that\smeet)"
)
_MEETING: Final = (
    rf"(?:(?:,?\s{_WHICH}\s(?:this\s|these\s)?{_DEMAND})"
    r"|\s(?:in|over|among)\s(?:positive\s|nonnegative\s|natural\s|real\s)*(?:integers|reals|numbers|rationals))"
)
_NOT: Final = r"(?:\snot|n't)"
_EMPTY: Final = Pattern(
    rf"""(?:{_WHAT}\s(?:has|have)\s|there\s(?:is|are|exists?)\s)?no\s{_PLAIN}{_SOLUTIONS}{_MEETING}?(?:\sexists?)?(?:\sin\sreals)?
    | {_WHAT}\s(?:does|do){_NOT}\shave\s(?:any\s)?{_PLAIN}{_SOLUTIONS}{_MEETING}?
    | {_PLAIN}{_SOLUTIONS}{_MEETING}?\s(?:does|do){_NOT}\sexist
    | (?:there\s(?:is|are|exists?)\s)?no\ssuch\s{_PLAIN}{_ELEMENT}{_NAME}(?:\sexists?)?
    | (?:there\s(?:is|are|exists?)\s)no\s{_PLAIN}{_ELEMENT}{_NAME}(?:\sexists?|{_MEETING})
    | there\s(?:(?:does|do){_NOT}\sexist|(?:is|are){_NOT})\s(?:any\s)?such\s{_PLAIN}{_ELEMENT}{_NAME}
    | there\s(?:(?:does|do){_NOT}\sexist|(?:is|are){_NOT})\s(?:any\s)?{_PLAIN}{_ELEMENT}{_NAME}{_MEETING}
    | there\s(?:(?:does|do){_NOT}\sexist|(?:is|are){_NOT})\s(?:any\s)?{_PLAIN}{_SOLUTIONS}{_MEETING}?
    | no\s{_PLAIN}{_ELEMENT}{_NAME}(?:{_MEETING})?\sexists?
    | such\s(?:a\s)?{_PLAIN}{_ELEMENT}{_NAME}\s(?:(?:does|do){_NOT}|cannot)\sexist
    | there\s(?:is|are)\snone
    | no\s{_PLAIN}{_ELEMENT}{_NAME}\s(?:satisf(?:y|ies)|works?|solves?|meets?|exists?)(?:\s(?:{_WHAT}|{_DEMAND}))?
    | (?:solution\sset|set\sof\s(?:all\s)?solutions)\sis\sempty(?:\sset)?
    | (?:systems?|equations?|system\sof\sequations)\s(?:is|are)\s(?:inconsistent|unsolvable)
    | inconsistent(?:\ssystem)?""",
    re.VERBOSE,
)
_EMPTY_CHINESE: Final = Pattern(
    r"(?:[原该此]|这个)?(?:方程组?|不等式组?|线性方程组|非齐次线性方程组|同余方程|问题)?"
    r"(?:无|没有|不存在)(?:这样的|满足(?:条件|题意|要求)的|实数?|任何)*"
    r"(?:解|根|实数解|实数根|实根|实解|零点|(?:这样的|满足条件的)?(?:[a-z]|整数|正整数|实数|自然数|数|数对|函数|点|值|[a-z]值)(?:[a-z])?)"
    r"|(?:这样的|满足条件的)(?:[a-z]|整数|正整数|实数|数|数对|函数|点|值)[a-z]?不存在"
    r"|(?:点|实数|整数|直线)\s?[a-z]不存在"
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
    r"(?:(?:given\s|this\s)?(?:statement|claim|proposition|assertion|conjecture|it|this|that|answer)\s(?:is|holds)\s?)"
    r"(?:always\s)?(?P<said>true|false|correct|incorrect)"
    r"|(?:statement|claim|proposition|assertion|conjecture)\s(?P<holds>holds|fails|does\snot\shold)"
    r"|(?:(?:statement|claim|proposition|assertion|conjecture|it|this|that)\sis\s)?"
    r"(?P<denied>not\s(?:always\s|necessarily\s|generally\s)?(?:true|correct)|not\s(?:necessarily|always))"
    r"|(?P<bare>真命题|假命题)|(?:[该此原]|这个|上述)?(?:命题|说法|结论|判断|陈述|论断)(?:是|为)?"
    r"(?P<chinese>真命题|假命题|正确|错误|真命题|假命题|真|假|不正确|成立|不成立)的?"
)
_TRUTHS: Final = {
    **dict.fromkeys(("holds", "true", "correct", "正确", "真命题", "真", "成立"), "true"),
    **dict.fromkeys(
        ("fails", "does not hold", "false", "incorrect", "错误", "假命题", "假", "不正确", "不成立"), "false"
    ),
}
_POSSIBLE: Final = Pattern(
    r"(?:(?:it|this|that)(?:\sis|'s)\s|is\s)?(?:always\s)?(?P<said>possible|impossible|not\spossible)"
    r"|(?:it|this|that)\s(?P<can>can|cannot|can't|can\snot)\sbe\sdone|(?P<chinese>可能|不可能|能做到|不能做到)"
)
_IMPOSSIBLE: Final = frozenset(("impossible", "not possible", "cannot", "can't", "can not", "不可能", "不能做到"))

# --- who wins ---------------------------------------------------------------------------------------------------------

_PLAYER: Final = (
    r"(?P<who>[a-z]+|first player|second player|player \w+|player who (?:moves|goes|starts) (?:first|second))"
)
_WINS: Final = Pattern(
    rf"{_PLAYER}\s(?:always\s|can\salways\s|will\salways\s|will\s|can\s|must\s)?"
    r"(?:wins?(?:\sgame)?|(?:has|have)\swinning\sstrategy|(?:can\s)?force\swin|guarantee\swin)(?:\sby\s\w+ing\b[^,]*)?"
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
    "real|real image|实像",
    "virtual|virtual image|虚像",
    "upright|erect|正立",
    "inverted|upside down|倒立",
    "magnified|enlarged|放大",
    "diminished|minified|缩小",
    "acute triangle|acute-angled triangle|acute|锐角三角形|锐角",
    "obtuse triangle|obtuse-angled triangle|obtuse|钝角三角形|钝角",
    "skew lines|skew|异面直线|异面",
    "concave up|concave upward|concave upwards|convex|下凸",
    "concave down|concave downward|concave downwards|concave|上凸",
    "parabola opening upward|parabola that opens upward|parabola opening up|upward-opening parabola|开口向上的抛物线",
    (
        "parabola opening downward|parabola that opens downward|parabola opening down|downward-opening parabola"
        "|开口向下的抛物线"
    ),
    "neither|neither even nor odd|neither odd nor even|非奇非偶|非奇非偶函数|既不是奇函数也不是偶函数",
    "type i error|type 1 error|type-i error|第一类错误",
    "type ii error|type 2 error|type-ii error|第二类错误",
    "positively correlated|positive correlation|正相关",
    "negatively correlated|negative correlation|负相关",
    "uncorrelated|no correlation|不相关",
    "skewed right|right-skewed|right skewed|skewed to right|positively skewed|右偏",
    "skewed left|left-skewed|left skewed|skewed to left|negatively skewed|左偏",
    "isothermal|isothermal process|等温过程",
    "adiabatic|adiabatic process|绝热过程",
    "converging lens|converging",
    "diverging lens|diverging",
    "isobaric|isobaric process|等压过程",
    "isochoric|isochoric process|isovolumetric|isovolumetric process|等容过程",
    *(
        f"{name} distribution|{name}|{said}分布"
        for name, said in (
            *(("binomial", "二项"), ("poisson", "泊松"), ("uniform", "均匀"), ("geometric", "几何")),
            *(("exponential", "指数"), ("hypergeometric", "超几何")),
        )
    ),
    "normal distribution|normal|gaussian|gaussian distribution|正态分布",
    (
        "two distinct real roots|two different real roots|two distinct real solutions|two different real solutions"
        "|two unequal real roots|有两个不相等的实数根|有两个不等实根|有两个不相等的实根|有两个不等的实数根"
        "|方程有两个不相等的实数根|有两个不相等实数根|两个不相等实数根|方程有两个不等实根|两个不相等的实数根"
    ),
    (
        "two equal real roots|one repeated real root"
        "|有两个相等的实数根|方程有两个相等的实数根|有两个相等的实根|两个相等的实数根"
    ),
    "none of above|none of these|以上都不对|以上都不是",
    "all of above|all of these|以上都对|以上都是",
    (
        "cannot be determined|can't be determined|it cannot be determined|not enough information"
        "|insufficient information|there is not enough information|not enough information to determine"
        "|无法确定|不能确定"
    ),
    *(
        f"{word} order|{word}-order|order {number}|order {name}|{said}阶"
        for word, number, name, said in (
            *(("first", 1, "one", "一"), ("second", 2, "two", "二"), ("third", 3, "three", "三")),
            ("zeroth", 0, "zero", "零"),
        )
    ),
    (
        "impossible|not possible|is impossible|it is impossible|it's impossible|this is impossible|cannot be done"
        "|it cannot be done|no, it is impossible|不可能"
    ),
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
    "above horizontal|upward from horizontal|above x-axis|above ground",
    "below horizontal|downward from horizontal|below x-axis|below ground",
    "into page|into paper|into plane|into plane of page|垂直纸面向里|垂直于纸面向里",
    "out of page|out of paper|out of plane|out of plane of page|垂直纸面向外|垂直于纸面向外",
    "clockwise|顺时针|顺时针方向",
    "counterclockwise|anticlockwise|counter-clockwise|anti-clockwise|逆时针|逆时针方向",
    "tension|tensile|in tension|受拉|拉力",
    "compression|compressive|in compression|受压|压力",
    "saddle point|saddle|鞍点",
    "unique solution|exactly one solution|system has unique solution|有唯一解|唯一解|方程组有唯一解|方程有唯一解",
    "exists|it exists|limit exists|存在|极限存在",
    "has solution|has solutions|solvable|there is solution|有解|有实数解|方程有解|方程组有解",
    "opens up|opens upward|opens upwards|opening upward|开口向上",
    "opens down|opens downward|opens downwards|opening downward|开口向下",
    "opens left|opens to left|opens leftward|开口向左",
    "opens right|opens to right|opens rightward|开口向右",
    "local maximum|local max|relative maximum|极大值",
    "local minimum|local min|relative minimum|极小值",
    *(
        f"{day}|on {day}|星期{number}|周{number}|礼拜{number}"
        for day, number in zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "一二三四五六", strict=True
        )
    ),
    "sunday|on sunday|星期日|星期天|周日|礼拜天",
    "north|due north|to north|northward|northwards|towards north|toward north|正北|北",
    "south|due south|to south|southward|southwards|towards south|toward south|正南|南",
    "east|due east|to east|eastward|eastwards|towards east|toward east|正东|东",
    "west|due west|to west|westward|westwards|towards west|toward west|正西|西",
    (
        "first player|player 1|player one|player i|player who moves first|player who goes first|player who starts|先手"
        "|先行者"
    ),
    "second player|player 2|player two|player ii|player who moves second|player who goes second|后手|后行者",
)
"""Texts that are one answer."""

_TEXTS: Final = {text: texts.split("|")[0] for texts in _ONE for text in texts.split("|")}

_IS: Final = Pattern(
    r"(?:(?:shape|figure|curve|graph|locus|conic|conic section|triangle|quadrilateral|it|this|point|set|direction"
    r"|process|lens|image|distribution|correlation|error|data|equation|reaction|angle|function)"
    r"(?:\s(?:[a-z]|[a-z]{3,4}|of .{1,40}?))?|[a-z])"
    r"\s(?:is|are|lies|must be|represents)\s(?P<what>.+)"
)
_POINTS: Final = Pattern(
    r"(?:[a-z]+(?:\s[a-z]+){0,5}\s)?(?:points|point|is\spointing|acts|is\sdirected|moves|directed|flows"
    r"|falls\son|is\son|was\son|will\sbe\son|will\sfall\son)\s(?P<what>.+)"
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
    found = _nothing(text) or _held(text)
    if found is not None:
        return found
    won = _WINS.fullmatch(text)
    if won is not None:
        who = won["who"] or won["chinese"]
        return None if who in _LOSERS else Claim("", one_text(who))
    return _named(text)


def _nothing(text: str) -> Claim | None:
    """A claim that nothing solves something, that infinitely many do, or that it has no value."""
    if _EMPTY.fullmatch(text):
        return _empty(text)
    if not text.isascii() and _EMPTY_CHINESE.fullmatch(text):
        return Claim("empty|undefined" if _NOT_THERE.search(text) else "empty")
    if _INFINITE.fullmatch(text):
        return Claim("infinity")
    return Claim("undefined") if _UNDEFINED.fullmatch(text) else None


_NOT_THERE: Final = Pattern("不存在.*点|点.*不存在|不存在.*[实整]数|[实整]数.*不存在")
"""What says of one thing that there is none, which ``不存在`` says by itself."""


def _empty(text: str) -> Claim:
    """A claim that nothing solves something; nothing among the integers is less than nothing at all.

    Where the integers are what is looked for (``There are no such integers``) it is both.
    """
    found = _DOMAIN.search(text)
    if found is None:
        return Claim("empty")
    bare = found["sought"] is None and found["over"] is None
    numbers = found["of"].replace("integral", "integer")
    return Claim("empty" if bare else "", f"no {found['sign'] or ''}{numbers} solutions")


_DOMAIN: Final = Pattern(
    r"(?P<over>\b(?:in|over|among)\s)?(?P<sign>(?:positive|nonnegative|non-negative)\s)?"
    r"\b(?P<of>integer|integral|natural|rational|whole)(?:s\b|\snumbers\b)?"
    rf"(?P<sought>\s{_SOLUTIONS}\b)?"
)
"""The numbers among which nothing is found."""


def _held(text: str) -> Claim | None:
    """A claim that a statement holds or does not, or that something can be done or cannot."""
    found = _STATEMENT.fullmatch(text)
    if found is not None:
        if found["denied"]:
            return Claim("false")
        return Claim(_TRUTHS[found["said"] or found["chinese"] or found["bare"] or found["holds"]])
    found = _POSSIBLE.fullmatch(text)
    if found is None:
        return None
    said = found["said"] or found["can"] or found["chinese"]
    return Claim("false" if said in _IMPOSSIBLE else "true")


def _named(text: str) -> Claim | None:
    """A claim of what something is, or where it points."""
    chinese = None if text.isascii() else _IS_CHINESE.fullmatch(text)
    found = _IS.fullmatch(text) or chinese or _POINTS.fullmatch(text)
    what = "" if found is None else one_text(found["what"])
    if found is not None and _DENIED.search(text, 0, found.start("what")):
        return None
    if what in _TEXTS:
        return Claim("", what)
    changed = _CHANGED.fullmatch(text)
    if changed is not None:
        return Claim("", changed["what"])
    found = _IT.fullmatch(text) or _ANSWERS.fullmatch(text)
    return None if found is None or _CLAUSAL.search(found["what"]) else Claim("", found["what"])


_DENIED: Final = Pattern(r"\b(?:not|never|no|neither|nor)\b|n't\b")
"""What denies that something is what a sentence names."""
_IT: Final = Pattern(
    r"(?:it|this|that|answer|day|date|winner|shape|culprit|name|color|colour)\s(?:is|was|will\sbe|must\sbe|falls\son)\s"
    r"(?:on\s)?(?P<what>[a-z]+(?:[ -][a-z]+)?)"
)
_CHANGED: Final = Pattern(r"it\s(?:will\s)?(?P<what>(?:increases?|decreases?|changes?|is\s\w+ed)\sby\s.+)")
"""``It increases by a factor of 4``, of which a bare answer says the same."""
_ANSWERS: Final = Pattern(r"(?P<what>[a-z]+(?:[ -][a-z]+)?)\sis\s(?:my\s|final\s|correct\s|required\s)*answer")
_CLAUSAL: Final = Pattern(
    r"\b(?:not|never|no|always|sometimes|that|to|possible|impossible|true|false|correct|wrong|known|said|given|likely"
    r"|unlikely|either|neither|both|if|at|less|more|than|about|than|nothing|something|easy|clear|\w+ed)\b"
)
"""Words that make something else than a name of what follows ``it is``."""


def _of_chinese(pattern: Pattern, text: str) -> re.Match[str] | None:
    """The match of a pattern that needs Chinese characters."""
    return None if text.isascii() else pattern.fullmatch(text)


def one_text(text: str) -> str:
    """One text for all that are the same answer (``quadrant III`` for ``third quadrant``)."""
    plain = text.removeprefix("在").removeprefix("位于") if not text.isascii() else text
    found = _TEXTS.get(plain)
    if found is None and text[-1:] in _LAST_OF_NUMBERS and (numbered := _NUMBERED.fullmatch(text)) is not None:
        return f"{numbered['noun']} {_ROMAN.get(numbered['number'], numbered['number'])}"
    return text if found is None else found


_LAST_OF_NUMBERS: Final = frozenset("12345iv")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NUMBERED: Final = Pattern(
    r"(?P<noun>statement|case|phase|group|class|type|figure|graph|method|option|equation|condition|stage|region)\s"
    r"(?P<number>[1-5]|i{1,3}|iv|v)"
)
"""One of several by its number, in digits or Roman numerals."""


def is_direction(text: str) -> bool:
    """Whether words only say in which direction a quantity is, that of a force in a bar among them."""
    return one_text(text) in _DIRECTIONS


_DIRECTIONS: Final = frozenset(
    ("left", "right", "up", "down", "clockwise", "counterclockwise", "north", "south", "east", "west", "into page")
) | {"out of page", "above horizontal", "below horizontal", "tension", "compression"}


def ends_direction(word: str) -> bool:
    """Whether a direction in English may end in ``word``; a Chinese one may end in any."""
    return not word.isascii() or word.lower().rpartition(" ")[2] in _DIRECTION_ENDS


_DIRECTION_ENDS: Final = frozenset([text.split()[-1] for text, one in _TEXTS.items() if one in _DIRECTIONS])

LONGEST_DIRECTION: Final = 1 + max(len(text.split()) for text, one in _TEXTS.items() if one in _DIRECTIONS)
"""Words of the longest direction, its article counted (``to the left``)."""


# --- words around a claim ---------------------------------------------------------------------------------------------

_AFFIRMED: Final = Pattern(r"(?P<said>yes|no|true|false|是的?|不是|对|错)[,;:.!，。；！]\s*(?P<rest>\S.*)", re.DOTALL)
_LED: Final = Pattern(r"(?:(?:so|thus|hence|therefore|since|then)(?:,\s*|\s+)|(?:所以|因此|故)[,，]?\s*)+")
_LIST: Final = Pattern(r"[,，;；]")
_JOINED: Final = Pattern(r"\b(?:but|and|neither|yet)\b|[但且而又也]")


def affirmed(text: str) -> tuple[str, str]:
    """The truth value that a text opens with (``Yes, it is``), ``""`` for none, and what follows it and its links."""
    found = _AFFIRMED.fullmatch(text)
    rest = text if found is None else found["rest"]
    led = _LED.match(rest)
    rest = rest if led is None else rest[led.end() :]
    return "" if found is None else meaning_of_normal(found["said"]) or "", rest


def is_clause(text: str, truth: str) -> bool:
    """Whether a text after a truth value is a clause that says it again: it has a verb, and nothing takes it back."""
    words = re.findall(r"[a-z']+", text)
    if not text.isascii():
        return (_TURNS_NO if truth == "false" else _TURNS_YES).search(text) is None
    turns = TURNS if truth == "false" else TURNS.union(TABLES["denial"])
    return any(word in _FINITE for word in words) and not any(
        word in turns or (truth == "true" and word.endswith("n't")) for word in words
    )


_FINITE: Final = VERBS | {"exists", "exist", "satisfies", "converges", "diverges", "works", "forms", "divides"}
TURNS: Final = frozenset(
    (
        "but",
        "however",
        "yes",
        "unless",
        "except",
        "if",
        "only",
        "wrong",
        "false",
        "maybe",
        "perhaps",
        "wait",
        "actually",
    )
) | {"unlikely", "sometimes"}
"""Words that take back a truth value before them, or bind it to a condition."""
_TURNS_YES: Final = Pattern("[不没非无但若]|如果|除非|只有|错")
_TURNS_NO: Final = Pattern("[但若]|如果|除非|只有|是的|对的|错")

_SO: Final = Pattern(r"[,;]?\s+(?:and\s+)?(?:so|hence|thus|therefore|i\.e\.?|that is|in other words)[,:]?\s+")
_NAMELY: Final = Pattern(r"(?P<claim>.+?),\s(?:namely|i\.e\.?|that is),?\s(?P<name>[a-z]+|first player|second player)")
_ASIDE: Final = Pattern(r"(?P<before>.+?)\s*[(（](?P<aside>[^()（）]+)[)）](?P<after>.*)")


_REASON: Final = Pattern(
    r"(?P<said>.+?),?\s(?:(?:because|since)\s.+|by\s(?:\S+\s){0,4}(?:test|theorem|criterion|lemma|inequality|rule|induction))"
)


def without_reason(text: str) -> str:
    """A claim without the reason after it (``It converges by the ratio test``)."""
    found = _REASON.fullmatch(text)
    return text if found is None else found["said"]


def alternatives(text: str) -> tuple[str, ...]:
    """Texts that say what a sentence says, each by itself: its parts around ``so``, ``namely``, parentheses.

    Nothing for a sentence that has no such parts.
    """
    parts = _SO.split(text)
    if len(parts) > 1:
        return tuple(parts)
    found = _NAMELY.fullmatch(text)
    if found is not None:
        return (found["claim"], f"{found['name']} wins" if _WINS.fullmatch(found["claim"]) else found["name"])
    found = _ASIDE.fullmatch(text)
    if found is None:
        return ()
    before, aside, after = found["before"], found["aside"], found["after"]
    return (before + after, aside + after) if after else (before, aside)


def is_one_claim(text: str) -> bool:
    """Whether a text is no list: it has no comma, or words that join what it says."""
    return _LIST.search(text) is None or _JOINED.search(text) is not None


def _check() -> None:
    for text in _TEXTS:
        if meaning_of_normal(text) is not None:
            raise ValueError(f"{text!r} has a meaning of its own")


_check()
