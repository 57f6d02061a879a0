"""Words beside a value that say what it is of and exclude each other: ``vertical`` and ``horizontal``, 切线 and 法线.

Most of them are dropped before a value that says all that is asked for (``vertical asymptote x = 2`` is ``x = 2``).
Where both sides have one and they exclude each other, the two values are not of one thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mathequiv.lexicon.morphology import singular
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.subjects import PLAIN, subject_of_label

__all__ = [
    "claims_joined_otherwise",
    "contrast",
    "joined_otherwise",
    "meanings",
    "names_extreme",
    "names_other",
    "quantified_otherwise",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTRARIES: Final = """
vertical vertically 铅直 竖直 | horizontal horizontally 水平 | oblique slant slanted 斜渐近线
left leftward left-hand 向左 左侧 左边 | right rightward right-hand 向右 右侧 右边
up upward upwards 向上 上方 | down downward downwards 向下 下方
above 以上 | below beneath underneath 以下
north northward 北 | south southward 南
east eastward 东 | west westward 西
clockwise 顺时针 | counterclockwise anticlockwise counter-clockwise anti-clockwise 逆时针
tension tensile 受拉 | compression compressive 受压
inside inner internal interior 内部 | outside outer external exterior 外部
front | behind back rear
upper 上界 上限 | lower 下界 下限
major 长轴 | minor 短轴
before 之前 | after 之后
toward towards | away_from
tangent 切线 | normal 法线 | secant 割线 | asymptote 渐近线 | directrix 准线 | chord 弦 | altitude | bisector 平分线
    | axis_of_symmetry symmetry_axis axis 对称轴 | diameter 直径
vertex 顶点 | focus foci 焦点 | center centre 圆心 | intercept 截距 | endpoint 端点
inflection 拐点 | critical stationary 驻点 | extremum extreme 极值点 | saddle 鞍点
hole removable 可去 | jump 跳跃 | asymptote 渐近线 | cusp | corner
centroid 重心 | circumcenter circumcentre 外心 | incenter incentre 内心 | orthocenter orthocentre 垂心
maximum max maximal largest greatest highest maxima 最大 极大 最高
    | minimum min minimal smallest lowest minima 最小 极小 最低
local_maximum local_minimum local_extremum local_max local_min
    relative_maximum relative_minimum relative_max relative_min 极大 极小
    | absolute_maximum absolute_minimum absolute_max absolute_min
      global_maximum global_minimum global_max global_min
increasing increase rising 递增 增区间 增函数 增加 | decreasing decrease falling 递减 减区间 减函数 减少
convex concave_up concave_upward | concave concave_down concave_downward
domain 定义域 | range 值域
mean average 平均 | median 中位数 | mode 众数
variance 方差 | standard_deviation 标准差
kinetic 动能 | potential 势能 | heat 热量 | 机械能
arithmetic 等差 | geometric 等比 | harmonic
initial 初速度 | final 末速度
numerator 分子 | denominator 分母
row | column
even 偶数 偶函数 | odd 奇数 奇函数
real 实部 | imaginary virtual 虚部
simple 单利 | compound 复利
null | alternative
profit gain 利润 盈利 | loss 亏损 | revenue income 收入 | interest 利息
成本 进价 | 售价 定价
length 长度 长为 长是 | width breadth 宽度 宽为 宽是 | depth 深度 | thickness 厚度
distance 距离 路程 | side 边长
mass 质量 | weight 重量
tension 拉力 | friction 摩擦力 | thrust | 支持力 | 弹力 | 压力 | 合力 | 重力
表面积 surface_area | 侧面积 lateral_area lateral_surface_area | 底面积
增长率 growth | 速率常数 rate_constant
每 each per | 共 total altogether
on_the_gas on_the_system | by_the_gas by_the_system
buy bought buying | sell sold selling
series 串联 | parallel 并联
with_replacement 有放回 | without_replacement 不放回 无放回
type_i 第一类错误 | type_ii 第二类错误
v/v | w/w | w/v
first | second | third | fourth | fifth | last
smaller lesser 较小 | larger bigger 较大
simple_root 单根 | double_root 重根 二重根
only_if | if
"""
"""A group of meanings a row, each with the words that say it; an underscore is a blank."""

_DENIAL: Final = Pattern(r"(?<![a-z])(?:not|no|non|nor|neither|never|without|except)(?![a-z])|n't|[不非无没未]")
"""With one of these a word may say what its contrary says."""


def _said() -> dict[str, list[tuple[int, int]]]:
    """The meanings of each word or phrase, by the numbers of its group and of its place there."""
    found: dict[str, list[tuple[int, int]]] = {}
    for group, row in enumerate(_CONTRARIES.replace("\n ", " ").strip().splitlines()):
        for at, words in enumerate(row.split("|")):
            for word in words.split():
                found.setdefault(word.replace("_", " "), []).append((group, at))
    return found


_SAID: Final = _said()
_LONGEST: Final = 1 + max(words.count(" ") for words in _SAID)
_CHINESE: Final = Pattern("|".join(sorted([word for word in _SAID if not word.isascii()], key=len, reverse=True)))
_WORD: Final = Pattern(r"(?<![\\A-Za-z])[A-Za-z]+(?:[-/][A-Za-z]+)*")
"""A word that is no command of LaTeX."""
_MINUTES: Final = Pattern(r"(?<=[\d}])\W*(?:\\(?:text|mathrm)\W*)?min(?![a-z])")


@lru_cache(maxsize=512)
def meanings(text: str) -> Mapping[int, frozenset[int]]:
    """What a text says of each group that it holds a word of.

    Args:
        text: an answer as it is written.
    """
    found: dict[int, set[int]] = {}
    words = _WORD.findall(text if "min" not in text else _MINUTES.sub(" ", text))
    for meaning in _read([word.lower() for word in words], text)[0]:
        found.setdefault(meaning[0], set()).add(meaning[1])
    return {group: frozenset(places) for group, places in found.items()}


def _read(words: list[str], text: str) -> tuple[set[tuple[int, int]], list[str]]:
    """The meanings of words and of the Chinese in a text, and the words and Chinese that have none."""
    found: set[tuple[int, int]] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        size = next((size for size in range(_LONGEST, 0, -1) if _phrase(words[at : at + size])), 0)
        if size:
            found.update(_SAID[_phrase(words[at : at + size])])
        else:
            rest.append(words[at])
        at += size or 1
    if not text.isascii():
        for word in _CHINESE.findall(text):
            found.update(_SAID[word])
        rest += _IDEOGRAPHS.findall(_CHINESE.sub(" ", text))
    return found, rest


_IDEOGRAPHS: Final = Pattern(r"[\u4e00-\u9fff]+")


def _phrase(words: list[str]) -> str:
    """The phrase of the table that words are, in the singular if that has the row; nothing for others."""
    text = " ".join(words)
    if text in _SAID:
        return text
    text = " ".join([*words[:-1], singular(words[-1])]) if words else ""
    return text if text in _SAID else ""


def contrast(a: str, b: str) -> bool | None:
    """Whether words of two texts exclude each other.

    Returns:
        True if they do, False if not, None if it cannot be told: one of them is denied, or they overlap.
    """
    left, right = meanings(a), meanings(b)
    found = [(left[group], right[group]) for group in left.keys() & right.keys()]
    open_ = [pair for pair in found if not (pair[0] <= pair[1] or pair[1] <= pair[0])]
    if not open_:
        return False
    if _DENIAL.search(a) is not None or _DENIAL.search(b) is not None:
        return None
    return True if any(one.isdisjoint(other) for one, other in open_) else None


def names_extreme(text: str) -> bool:
    """Whether a text says ``max`` or ``min`` and applies it to nothing in brackets."""
    return ("max" in text or "min" in text) and not ("(" in text or "{" in text)


_BEFORE_NAME: Final = Pattern(
    r"(?P<said>[^=\d]*?[A-Za-z\u4e00-\u9fff]{2,}[^=\d]*?)[\s:：${}]*"
    r"(?<![A-Za-z\\(])[A-Za-z](?:_\{?\w+\}?|\([a-z]\))?[\s$}]*=[^=]*"
)
"""What is said before a name of which a value is given, where that is all that a text gives."""
_TELLS_NOTHING: Final = PLAIN | _words("""
of for in on at to by with from and as that when where is are be get have obtain find given let we it if
    equation line curve function graph locus formula expression relation model solution answer value point result form
    general standard slope intercept cartesian rectangular polar parametric explicit implicit simplified following
    system unknown variable number text mathrm mathbf mbox textbf displaystyle operatorname left right begin end quad
""")
_TELLS_NOTHING_CHINESE: Final = Pattern(
    "所求|因此|所以|可得|解得|可知|综上|从而|于是|标准|一般|普通|直角|坐标|方程组?|解析|表达|关系|通项|公式|函数|曲线|直线|图[象像]"
    "|轨迹|答案?|结果|[的为是则故即得有在和与式它其该此解点线过]|^当|时$"
)
_PLACE: Final = Pattern(r"(?:(?<![A-Za-z])(?:at|of|through|point|for|on|from|to) |[点过于在线角])([A-Z])(?![A-Za-z])")
"""A point by its letter."""


def _said_before(text: str) -> frozenset[object] | None:
    """What the words before the only name and its value say; None where nothing is said there."""
    found = _BEFORE_NAME.fullmatch(text)
    if found is None:
        return None
    said = found["said"]
    words = [word.lower() for word in _WORD.findall(said) if len(word) > 1 and not word.isupper()]
    known, rest = _read(words, said)
    rest = [run for part in rest for run in ([part] if part.isascii() else _TELLS_NOTHING_CHINESE.split(part))]
    telling = {singular(word) for word in rest if word} - _TELLS_NOTHING
    named = {_noun(" ".join(word for word in words if word in telling)) or word for word in telling}
    return frozenset((*known, *named, *_PLACE.findall(said))) or None


def _noun(words: str) -> str:
    found = subject_of_label(words) if words else None
    return "" if found is None else found.noun


_REMARK: Final = Pattern(r"(?<=[\s\d)}\]])[(（]\s*(?P<words>[A-Z]?[a-z-]{3,}(?: [a-z-]{3,})*)\s*[)）][\s.。$}]*$")
"""What a text says of its value in parentheses at its end."""


def _other_remarks(a: str, b: str) -> bool:
    """Whether both texts end with a remark, and not with the same (``5 N (tension)``, ``C2H6O (ethanol)``)."""
    closed = (")" in a and ")" in b) or ("）" in a and "）" in b)
    left, right = (_REMARK.search(a), _REMARK.search(b)) if closed else (None, None)
    if left is None or right is None:
        return False
    words = [frozenset(found["words"].lower().split()) for found in (left, right)]
    return not (words[0] <= words[1] or words[1] <= words[0])


_NAMES: Final = Pattern(
    r"(?:\\(?:text|mathrm)\b|[A-Z](?![A-Za-z])|[A-Za-z]{2,}(?![A-Za-z])|[\u4e00-\u9fff]|[\s,、.$'{}-])+"
)
_EITHER: Final = Pattern(r"(?<![a-z])(?:or|either)(?![a-z])|或")
_BOTH: Final = Pattern(r"(?<![a-z])(?:and|both)(?![a-z])|[和与及]")


def joined_otherwise(a: str, b: str) -> bool:
    """Whether one text says one name or another, and the other both; of values either list is the same.

    Args:
        a: a list as it is written.
        b: the other one.
    """
    if ("or" in a or "或" in a) is ("or" in b or "或" in b):
        return False
    if _NAMES.fullmatch(a) is None or _NAMES.fullmatch(b) is None:
        return False
    joined = [(_EITHER.search(text) is not None, _says_both(text)) for text in (a, b)]
    return {*joined} == {(True, False), (False, True)}


def _says_both(text: str) -> bool:
    """Whether a text says all of its names, or is the letters of several choices without a sign between them."""
    return _BOTH.search(text) is not None or _LETTERS.fullmatch(text) is not None


_LETTERS: Final = Pattern(r"(?:\\(?:text|mathrm)\b|[\s${])*[A-H]{2,}[\s.$}]*")


_SIGN_OF_ALL: Final = Pattern(r"&&|\\(?:land|wedge)(?![a-zA-Z])|∧|(?<![A-Za-z])And(?=\()|且")
_SIGN_OF_ONE: Final = Pattern(r"\|\||\\(?:lor|vee)(?![a-zA-Z])|∨|(?<![A-Za-z])Or(?=\()|或|(?<![A-Za-z])or(?![A-Za-z])")


def claims_joined_otherwise(a: str, b: str) -> bool:
    """Whether signs of logic say of one text that all of it holds, and of the other that one part of it does.

    Words do not: ``1 and 3`` lists the same values as ``1 or 3``.

    Args:
        a: a list as it is written.
        b: the other one.
    """
    joined = [(_SIGN_OF_ALL.search(text) is not None, _SIGN_OF_ONE.search(text) is not None) for text in (a, b)]
    return {*joined} == {(True, False), (False, True)}


_FIGURE: Final = Pattern(
    r"[\s$]*\\(?:(?P<segment>overline|bar)|(?P<line>overleftrightarrow)|(?P<ray>overrightarrow|vec))\s*"
    r"\{\s*[A-Z]\s*[A-Z]\s*\}[\s.$]*"
)
"""A segment, a line, or a ray or vector by its ends: the mark over them says which."""


def _other_figure(a: str, b: str) -> bool:
    """Whether both texts are two capitals under a mark, and not under the same."""
    left, right = (_FIGURE.fullmatch(a), _FIGURE.fullmatch(b)) if "{" in a and "{" in b else (None, None)
    return left is not None and right is not None and left.lastgroup != right.lastgroup


_FROM_TO: Final = Pattern(r"(?<![A-Za-z])([A-Z]) (?:to|by|over) ([A-Z])(?![A-Za-z])")


def _turned(a: str, b: str) -> bool:
    """Whether two texts name two things the other way round (``ratio of A to B``); to a distance that is the same."""
    left, right = _FROM_TO.search(a), _FROM_TO.search(b)
    return left is not None and right is not None and left.groups() == right.groups()[::-1] and "distance" not in a


def names_other(a: str, b: str) -> bool:
    """Whether each of two texts says of its value what the other does not say (``hole at x = 2``, ``5 N (tension)``).

    Args:
        a: an answer as it is written.
        b: the other one.
    """
    if _other_figure(a, b) or _other_remarks(a, b):
        return True
    if " " in a and " " in b and _turned(a, b):
        return True
    left, right = (_said_before(a), _said_before(b)) if "=" in a and "=" in b else (None, None)
    return left is not None and right is not None and not (left <= right or right <= left)


_QUANTIFIER: Final = Pattern(
    r"(?P<claim>.*?)(?<![A-Za-z])for (?:(?P<all>all|every|each|any)|some|at least one|(?:exactly|only) one)"
    r"(?![A-Za-z])(?P<rest>.*)",
    re.DOTALL,
)
_CLAIM: Final = Pattern(
    r"(?<![A-Za-z])(?:true|false|yes|no|holds?|valid|works?|satisfied|possible|always)(?![A-Za-z])"
    r"|[<>≤≥≠]|\\(?:le|ge|leq|geq|leqslant|geqslant|ne|neq|lt|gt)(?![A-Za-z])",
    re.IGNORECASE,
)
_ONE_LETTER: Final = Pattern(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")


def quantified_otherwise(a: str, b: str) -> bool:
    """Whether one text claims something for all of some values, and the other for some of them.

    A family of values is the same set with either word (``2n+1`` for all or for some integers n).

    Args:
        a: an answer as it is written.
        b: the other one.
    """
    if "for " not in a or "for " not in b:
        return False
    left, right = _QUANTIFIER.fullmatch(a), _QUANTIFIER.fullmatch(b)
    if left is None or right is None or (left["all"] is None) is (right["all"] is None):
        return False
    return _is_claimed(left) or _is_claimed(right)


def _is_claimed(said: re.Match[str]) -> bool:
    """Whether what stands before a quantifier is a claim: a word or sign of one, or values of a function."""
    if _CLAIM.search(said["claim"]) is not None:
        return True
    return any(f"({name})" in said["claim"] for name in _ONE_LETTER.findall(said["rest"]))
