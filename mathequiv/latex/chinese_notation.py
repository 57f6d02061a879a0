"""Notations of Chinese school answers as the formulas they are: ``3又1/2``, ``2比3``, ``商5余2``, ``打七折``.

They are respelled before the text is cut, each only in the shape that says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.number_words import number_in_words
from mathequiv.lexicon.pattern import Pattern

__all__ = ["listed_as", "numbered_parts", "with_chinese_notations"]

_NUMBER: Final = r"\d+(?:\.\d+)?"
_HAN_NUMBER: Final = "[零一二两三四五六七八九十百千万]+"
_COUNT: Final = rf"(?:\d+|{_HAN_NUMBER})"


def _value(text: str) -> str:
    """A numeral or a number in Chinese words as digits; the text itself where it is neither."""
    if text.replace(".", "").isdecimal():
        return text
    value = number_in_words(text)
    return text if value is None or value.denominator != 1 else str(value.numerator)


# --- numbers ----------------------------------------------------------------------------------------------------------


def _mixed(match: re.Match[str]) -> str:
    above, below = match["above"] or match["upper"] or match["part"], match["below"] or match["lower"] or match["of"]
    return rf"{_value(match['whole'])}\frac{{{_value(above)}}}{{{_value(below)}}}"


_MIXED: Final = Pattern(
    rf"(?<![\d.分之])(?P<whole>{_COUNT})\s*又\s*(?:\$\s*)?(?:(?P<above>\d+)\s*/\s*(?P<below>\d+)"
    rf"|\\[dt]?frac\{{(?P<upper>\d+)\}}\{{(?P<lower>\d+)\}}|(?P<of>{_COUNT})分之(?P<part>{_COUNT}))\$?"
)
_RATIO: Final = Pattern(
    rf"(?<![\d.{_HAN_NUMBER[1:-2]}])(?P<parts>{_COUNT}(?:\.\d+)?(?:\s*比\s*{_COUNT}(?:\.\d+)?)+)(?=\s*(?:$|[,，。;；)）]))"
)
"""Two or more numbers with 比 between them at the end of a clause; ``3比2大`` compares them."""


def _ratio(match: re.Match[str]) -> str:
    return ":".join([_value(part.strip()) for part in match["parts"].split("比")])


_NAMED: Final = r"(?:\s*[(（][一-龥]{1,2}[)）])?"
_DIVIDED: Final = Pattern(
    rf"\s*(?:(?P<dividend>\d+)\s*(?:÷|\\div(?![a-z]))\s*(?P<divisor>\d+)\s*=\s*)?(?:商(?:是|为|=)?\s*(?P<quotient>\d+)\s*(?:[,，、]\s*)?余(?:数)?(?:是|为|=)?\s*(?P<rest>\d+)"
    rf"|(?P<shown>\d+){_NAMED}\s*(?:[…⋯]{{1,2}}|(?:\\cdots\s*){{2}}|余)\s*(?P<over>\d+){_NAMED})\s*(?:[.。]\s*)?"
)


def _divided(match: re.Match[str]) -> str:
    """The quotient and the remainder, if they are those of the division that is shown with them."""
    quotient, rest = match["quotient"] or match["shown"], match["rest"] or match["over"]
    dividend = match["dividend"]
    if dividend and int(dividend) != int(match["divisor"]) * int(quotient) + int(rest):
        return match[0]
    return f"{quotient} R {rest}"


_REPEATED: Final = Pattern(rf"(?P<root>-?(?:{_NUMBER}|[a-z]))\s*[(（](?P<times>二|两|2|三|3)重(?:根|特征值)?[)）]")


def _repeated(match: re.Match[str]) -> str:
    return ",".join([match["root"]] * (3 if match["times"] in "三3" else 2))


_DISCOUNT: Final = Pattern(
    r"\s*(?:(?:按(?:原价|标价|定价))?打?(?P<rate>\d+(?:\.\d)?|[一二三四五六七八九]{1,2})折(?:出售|销售|优惠)?"
    rf"|按(?:原价|标价|定价)的(?P<share>{_NUMBER})[%％](?:出售|销售))\s*(?:[.。]\s*)?"
)
_HAN_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")


def _discount(match: re.Match[str]) -> str:
    if match["share"]:
        return rf"{match['share']}\%"
    rate = match["rate"].translate(_HAN_DIGITS).replace(".", "")
    return rf"{rate}0\%" if len(rate) == 1 else rf"{rate}\%"


_CHANGED: Final = Pattern(
    rf"\s*(?:(?P<up>增加|增长|提高|上升|上涨)|减少|降低|下降|下跌)了?\s*(?P<by>{_NUMBER}\s*\\?[%％]"
    rf"|百分之{_COUNT}|{_COUNT}分之{_COUNT})\s*(?:[.。]\s*)?"
)


def _changed(match: re.Match[str]) -> str:
    """A change by a part as a label with the part; a loss is a negative gain."""
    by, label = match["by"], r"\text{增加}=" if match["up"] else r"\text{增加}=-"
    if "分之" not in by:
        return f"{label}{by}"
    below, above = by.split("分之")
    return rf"{label}{_value(above)}\%" if below == "百" else rf"{label}\frac{{{_value(above)}}}{{{_value(below)}}}"


# --- times and rates --------------------------------------------------------------------------------------------------

_DATE: Final = Pattern(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_DAY: Final = Pattern(rf"\s*({_COUNT})\s*月\s*({_COUNT})\s*[日号]\s*(?:[.。]\s*)?")
_MONEY: Final = Pattern(r"(?<![\d.])(\d+)[元块](?:(\d)[角毛])?(?:(\d{1,2})分)?(?![\d之])")
_SECONDS: Final = Pattern(r"(?<=\d)分(?=\d+秒)")


def _money(match: re.Match[str]) -> str:
    """``3元5角2分`` in 元; what is in 元 alone stays as it is."""
    tenths, parts = match[2], match[3]
    if parts is None or (tenths is not None and len(parts) > 1):
        return match[0]
    return f"{match[1]}.{tenths or '0'}{parts}元" if len(parts) == 1 else f"{match[1]}.{parts}元"


_TIME: Final = Pattern(
    rf"\s*(?:(?P<half>上午|早上|早晨|凌晨|下午|晚上|傍晚)\s*)?(?P<hour>{_COUNT})\s*(?P<sign>[时点])钟?(?:整|(?P<thirty>半))?\s*(?:[.。]\s*)?"
)


def _time(match: re.Match[str]) -> str:
    """A time of day; ``3时`` by itself may be three hours, and ``3点`` three points."""
    if not match["half"] and not match["thirty"]:
        return match[0]
    half = "" if not match["half"] else " p.m." if match["half"] in ("下午", "晚上", "傍晚") else " a.m."
    return f"{_value(match['hour'])}:{'30' if match['thirty'] else '00'}{half}"


_LENGTHS: Final = "公里|千米|米|分米|厘米|海里|km|m"
_RATE: Final = Pattern(
    r"(?P<lead>^|[是为])\s*(?:每(?P<per>小时|分钟|分|秒钟?|时|天)|(?P<hourly>时速)(?:是|为|约)?)"
    rf"(?:约|行驶|行|走|跑|飞行)?\s*(?P<value>{_NUMBER})\s*(?P<unit>{_LENGTHS})\s*(?:[.。]\s*)?$"
)


def _rate(match: re.Match[str]) -> str:
    per = match["per"] or "小时"
    return f"{match['lead']}{match['value']}{match['unit']}/{per.removesuffix('钟') if per[0] == '秒' else per}"


_HALVES: Final = Pattern(
    rf"\s*(?:半个?(?P<unit>小时|钟头|天|年|月)|(?P<count>{_COUNT})(?:个半(?P<after>小时|钟头|月)|(?P<before>小时|天|年)半))\s*(?:[.。]\s*)?"
)


def _halves(match: re.Match[str]) -> str:
    unit = match["unit"] or match["after"] or match["before"]
    return f"{_value(match['count'] or '0')}.5{'个' if unit == '月' else ''}{unit}"


# --- statements -------------------------------------------------------------------------------------------------------

_BEARING: Final = Pattern(
    rf"(?P<base>[东南西北])偏(?P<toward>[东南西北])\s*\$?(?P<size>{_NUMBER})\s*(?:°|度|\^\{{?\\circ\}}?)\$?(?:方向)?"
)
_DIRECTIONS: Final = {"东": "east", "南": "south", "西": "west", "北": "north"}


def _bearing(match: re.Match[str]) -> str:
    toward, base = _DIRECTIONS[match["toward"]], _DIRECTIONS[match["base"]]
    return rf"{match['size']}^{{\circ}}\text{{ {toward} of {base}}}"


_ANGLE: Final = Pattern(r"(?<=\d)(°|度|\^\{?\\circ\}?)的?角(?=$|[,，。;；])")
_PARALLEL: Final = Pattern(r"(?<=[\wα-ω])\s*[∥‖]\s*(?=[A-Za-zα-ω平])")
_BARS: Final = "∥‖"


def _parallel(match: re.Match[str]) -> str:
    """The sign of parallels where it is the only bar of its text: two of them are a norm."""
    return r"\parallel " if sum(map(match.string.count, _BARS)) == 1 else match[0]


_MARK: Final = Pattern(r"\s*(?:[(（]\s*)?(?P<mark>[×√✓✔])\s*(?:[)）]\s*)?")
_NAME: Final = r"\$?(?:(?:直线|线段|平面)\s*)?\$?(?P<{}>[A-Z]{{2}}|[a-zα-ω](?:_?\d)?)\$?"
_LINES: Final = Pattern(
    rf"\s*(?:因此|所以)?{_NAME.format('one')}\s*[与和]\s*{_NAME.format('other')}\s*(?:互相|相互)?(?P<how>平行|垂直)\s*(?:[.。]\s*)?"
)
_DOMAINS: Final = {"实数": "R", "整数": "Z", "正整数": "N^*", "自然数": "N", "有理数": "Q"}
_QUANTIFIED: Final = Pattern(
    rf"^\s*(?:(?P<all>对?于?(?:任意|任何|所有|每一个|一切)的?)|存在(?:一个)?)\s*(?:(?P<domain>{'|'.join(_DOMAINS)})\s*)?"
    r"\$?(?P<name>[a-zA-Z](?:_\{?\d\}?|[₀-₉])?)(?P<within>\s*(?:∈|\\in(?![a-z]))\s*[^,，都使有]+?)?\$?"
    r"\s*(?:[,，]\s*)?(?:(?:都有|恒有|均有|总有|有|使得?|满足)\s*)?(?:[,，:：]\s*)?(?=\S)"
)


def _quantified(match: re.Match[str]) -> str:
    within = match["within"] or (rf"\in {_DOMAINS[match['domain']]}" if match["domain"] else "")
    return (
        rf"{chr(92)}{'forall' if match['all'] else 'exists'} {match['name']}{within.rstrip('$ ')},"
        if within
        else match[0]
    )


_DISTRIBUTED: Final = Pattern(
    r"\$?(?P<name>[A-Zξη])\$?\s*服从(?:(?P<standard>标准正态分布)|(?P<normal>正态|二项|泊松|均匀|指数)分布\s*\$?(?P<sign>[A-Z]\([^()]*\))\$?"
    r"|(?:参数为\s*\$?(?P<given>[^的]+?)\$?的)(?P<kind>二项|泊松|指数|正态)分布"
    r"|区间?\s*\$?[(\[（](?P<ends>[^()\[\]（）]+)[)\]）]\$?\s*上的均匀分布)"
)
_SIGNS: Final = {"二项": "B", "泊松": "P", "指数": "E", "正态": "N"}


def _distributed(match: re.Match[str]) -> str:
    if match["standard"]:
        law = "N(0,1)"
    elif match["ends"]:
        law = f"U({match['ends'].replace('，', ',')})"
    else:
        law = match["sign"] or f"{_SIGNS[match['kind']]}({_GIVEN.sub(',', match['given'])})"
    return rf"{match['name']}\sim {law}"


_GIVEN: Final = Pattern(r"\s*[,，、和]\s*")


# --- answers to several questions -------------------------------------------------------------------------------------

_PART: Final = Pattern(
    r"(?:^|(?<=[;；,，。\n析略明\s])|(?=[①-⑤]))\s*(?:第?[(（](?P<digit>[1-9])[)）][小]?[问题]?|第(?P<word>[一二三四五])小?[问题]|(?P<circled>[①-⑤])|[(（](?P<roman>[Ⅰ-Ⅴ])[)）]"
    r"|(?:\\text\s*\{\s*)?\(?(?:(?P<letter>[a-e])|(?P<small>i{1,3}|iv|v))\)(?:\s*\})?)"
    r"\s*(?:的?答案)?(?:是|为|[:：])?\s*(?=[^\s;；,，。、])"
)
_PART_STARTS: Final = frozenset("(（①第ai\\")
_PART_NAMES: Final = "一二三四五六七八九"


def _number_of(match: re.Match[str]) -> int:
    if match["digit"]:
        return int(match["digit"])
    if match["word"]:
        return _PART_NAMES.index(match["word"]) + 1
    if match["letter"] or match["small"]:
        return ord(match["letter"]) - ord("a") + 1 if match["letter"] else _SMALL[match["small"]]
    return ord(match["circled"]) - ord("①") + 1 if match["circled"] else ord(match["roman"]) - ord("Ⅰ") + 1


_SMALL: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


_BETWEEN_PARTS: Final = frozenset(";；,，。\n析略明 ")
_SIGN: Final = Pattern(r"[=<>≤≥≠∈]|\\([a-z]+)")


def _is_related(value: str) -> bool:
    """Whether a value holds a relation, so that it names what it is of."""
    return any(not name or (name in COMMANDS and COMMANDS[name].kind == "rel") for name in _SIGN.findall(value))


def numbered_parts(text: str) -> list[str] | None:
    """The answers to numbered questions, two at least and in order, without their numbers; None for any other text.

    A proof is the empty text.
    """
    whole = _ONE_FORMULA.fullmatch(text) if text[:1] in "$\\" else None
    text = text if whole is None else whole["inside"]
    if text[:1] not in _PART_STARTS or _PART.match(text) is None:
        return None
    marks = list(_PART.finditer(text))
    if len(marks) < 2 or [_number_of(mark) for mark in marks] != list(range(1, len(marks) + 1)):
        return None
    ends = [*[mark.start() for mark in marks[1:]], len(text)]
    parts: list[str] = []
    for at, (mark, end) in enumerate(zip(marks, ends, strict=True)):
        value = text[mark.end() : end].strip(" \t\n;；,，。")
        if not value or (at + 1 < len(marks) and not (text[end - 1] in _BETWEEN_PARTS or marks[at + 1]["circled"])):
            return None
        parts.append("" if _PROOF.fullmatch(value) else value)
    return parts


def listed_as(text: str, parts: list[str]) -> list[str] | None:
    """The items of a list without numbers, as many as there are numbered answers that no names tell from each other.

    None where they say what they are of, or the list has another number of items.
    """
    names = [_FIRST_NAME.match(part) for part in parts]
    if not any(map(_is_related, parts)) or len({name[0] if name else "" for name in names}) == len(parts):
        return None
    split = [[part for part in sign.split(text.strip(" ()[]{}")) if part.strip()] for sign in _SEPARATORS]
    return next((row for row in split if len(row) == len(parts)), None)


_ONE_FORMULA: Final = Pattern(r"(?:\$\$?|\\\()\s*(?P<inside>(?:(?!\\[()])[^$])*)(?:\$\$?|\\\))")
"""A text that is one formula between its signs."""
_FIRST_NAME: Final = Pattern(r"[\s$]*[A-Za-z]\w*")
_SEPARATORS: Final = (Pattern("[;；\n]"), Pattern("[,，、]|(?<![a-z])and(?![a-z])|和"))


def _in_parts(text: str) -> str:
    """Such answers under their numbers; the text itself where it has none."""
    parts = [
        value if _is_related(value) else rf"\text{{第{_PART_NAMES[at]}问}}={value}"
        for at, value in enumerate(numbered_parts(text) or ())
        if value
    ]
    return _together(parts, text)


def _together(parts: list[str], text: str) -> str:
    """The parts in a list, but the text where the only one beside proofs has lost its number."""
    return text if not parts or (len(parts) == 1 and not parts[0].startswith(r"\text{第")) else ";".join(parts)


_PROOF: Final = Pattern(r"(?:证明)?(?:过程)?(?:略|见解析|见详解|详见解析|见证明|见解答)|证明")
"""What is written for a proof, which is no answer."""


# --- all of them ------------------------------------------------------------------------------------------------------

_ORDINAL: Final = Pattern(
    rf"\s*第\s*(?P<number>{_COUNT})\s*(?P<of>[项名位个行列次天页组年题层象])(?P<quadrant>限)?\s*(?:[.。]\s*)?"
)


def _ordinal(match: re.Match[str]) -> str:
    """``第5项`` with its number in words, since it is no number of items; a quadrant by its name."""
    number = _value(match["number"])
    if (match["of"] == "象") is not bool(match["quadrant"]):
        return match[0]
    if not match["quadrant"]:
        at = "123456789".find(number)
        return f"第{_PART_NAMES[at]}{match['of']}" if at >= 0 else match[0]
    return f"第{'一二三四'[int(number) - 1]}象限" if number in ("1", "2", "3", "4") else match[0]


_STUDENT: Final = Pattern(r"\s*是?(?P<name>[甲乙丙丁])(?:同学|生)?\s*(?:[.。]\s*)?")
_IS: Final = Pattern(r"\s*(?:它|这)?是(?P<what>(?!否|的)[\u4e00-\u9fff]{2,10})\s*(?:[.。]\s*)?")
_DIGIT: Final = Pattern(r"\s*(?:\\text\{\s*)?(?P<digit>[一二三四五六七八九十])\s*(?:\}\s*)?(?:[.。]\s*)?")
_POSITION: Final = Pattern(
    r"\s*(?:[^,，。;；]{0,12}位置关系(?:是|为)|直线[a-zA-Z]?[与和]圆[A-Z]?)?(?P<how>相离|相切|相交|内切|外切|内含|外离)(?:关系)?\s*(?:[.。]\s*)?"
)
"""How lines and circles lie, with the words that name that relation or without."""
_LENGTH: Final = Pattern(r"(?:^|(?<=[,，;；。]))\s*(?:线段)?\s*\$?([A-Z]{2})\$?的长度?(?:是|为|等于|[:：=])")
_POINT: Final = Pattern(r"(?:^|(?<=[,，;；。]))\s*(?:点\s*)?\$?([A-Z])(?:点)?\$?的?坐标(?:是|为|[:：=])(?=\s*\$?[(（])")
_OF_POINT: Final = Pattern(r"(?:^|(?<=[,，;；。]))\s*点\s*(?=\$?[A-Z]\s*[(（])")
_PLACED: Final = Pattern(r"(圆心|顶点|焦点|交点|切点|对称中心)(?:的?坐标)?(?:是|为|[:：])?\s*(?=\$?[(（])")
_RADIUS: Final = Pattern(r"半径(?:是|为|[:：])?\s*(?:\$?[rR]\s*=)?\s*(?=\$?(?:\d|√|\\sqrt|\\frac))")
_FORMULA: Final = Pattern(r"(公式|解析式|关系式|表达式|方程)\s*[:：]\s*(?=[^:：,，;；]*=)")
_NEGATIVE: Final = Pattern(r"(?:^|(?<=[=＝,，（(]))\s*负(?=\s*(?:\d|\\frac|√))")
_PRICE: Final = Pattern(
    rf"^\s*每(?P<per>千克|公斤|克|吨|米|个|本|件|支|只|张|斤|升)(?P<price>{_NUMBER}元)\s*(?:[.。]\s*)?$"
)
_PARITY: Final = Pattern(r"(?<=[)）数])为(?=(?:非奇非偶|既奇又偶|[奇偶增减])函数)")
_ANY_REAL: Final = Pattern(
    r"\s*(?:其中)?\$?(?P<name>[a-zA-Zαβλθ])\$?\s*(?:的?取值范围)?(?:可以?)?(?:取|为|是|∈|属于)+(?:全体|任意|任何|一切|所有)的?实数集?\s*(?:[.。]\s*)?"
)
_CURVE: Final = Pattern(
    r"\s*(?:抛物线|椭圆|双曲线|圆|直线|曲线|平面)\s*(?:[:：]\s*)?\$?(?P<equation>[^=\u4e00-\u9fff,，;；、$]*[a-z][^=\u4e00-\u9fff,，;；、$]*"
    r"=[^=\u4e00-\u9fff,，;；、$]+)\$?\s*(?:[.。]\s*)?"
)
_BELOW_ZERO: Final = Pattern(rf"零下\s*(?P<degrees>{_NUMBER})\s*(?:°C|℃|摄氏度|度)")
_WHOLE: Final[tuple[tuple[frozenset[str], Pattern, Callable[[re.Match[str]], str]], ...]] = (
    (frozenset("余…⋯\\"), _DIVIDED, _divided),
    (frozenset("折%％"), _DISCOUNT, _discount),
    (frozenset("增减提降下上"), _CHANGED, _changed),
    (frozenset("时点"), _TIME, _time),
    (frozenset("第"), _ORDINAL, _ordinal),
    (frozenset("一二三四五六七八九十"), _DIGIT, lambda match: _value(match["digit"])),
    (frozenset("相切离含"), _POSITION, lambda match: match["how"]),
    (frozenset("是"), _IS, lambda match: match["what"]),
    (frozenset("甲乙丙丁"), _STUDENT, lambda match: match["name"]),
    (frozenset("实"), _ANY_REAL, lambda match: rf"{match['name']}\in \mathbb{{R}}"),
    (frozenset("圆线面"), _CURVE, lambda match: match["equation"]),
    (frozenset("半"), _HALVES, _halves),
    (frozenset("月"), _DAY, lambda match: f"{_value(match[1])}-{_value(match[2])}"),
    (frozenset("×√✓✔"), _MARK, lambda match: r"\text{false}" if match["mark"] == "×" else r"\text{true}"),
    (
        frozenset("平垂"),
        _LINES,
        lambda match: rf"{match['one']}\{'parallel' if match['how'] == '平行' else 'perp'} {match['other']}",
    ),
)
"""What a whole text may be: characters of which it has one, its shape and what it says."""
_WITHIN: Final[tuple[tuple[frozenset[str], Pattern, Callable[[re.Match[str]], str]], ...]] = (
    (frozenset("又"), _MIXED, _mixed),
    (frozenset("比"), _RATIO, _ratio),
    (frozenset("年"), _DATE, lambda match: "-".join(match.groups())),
    (frozenset("分"), _MONEY, _money),
    (frozenset("秒"), _SECONDS, lambda _: "分钟"),
    (frozenset("角"), _ANGLE, lambda match: match[1]),
    (frozenset("∥‖"), _PARALLEL, _parallel),
    (frozenset("偏"), _BEARING, _bearing),
    (frozenset("每速"), _RATE, _rate),
    (frozenset("重"), _REPEATED, _repeated),
    (frozenset("长"), _LENGTH, lambda match: f"{match[1]}="),
    (frozenset("标"), _POINT, lambda match: f"{match[1]}="),
    (frozenset("点"), _OF_POINT, lambda _: ""),
    (frozenset("心点"), _PLACED, lambda match: f"{match[1]}为"),
    (frozenset("径"), _RADIUS, lambda _: "半径为"),
    (frozenset("式程"), _FORMULA, lambda match: f"{match[1]}为"),
    (frozenset("数"), _PARITY, lambda _: "是"),
    (frozenset("负"), _NEGATIVE, lambda _: "-"),
    (frozenset("每"), _PRICE, lambda match: f"{match['price']}/{match['per']}"),
    (frozenset("零"), _BELOW_ZERO, lambda match: f"-{match['degrees']}°C"),
    (frozenset("任所每一存"), _QUANTIFIED, _quantified),
    (frozenset("服"), _DISTRIBUTED, _distributed),
)
"""What a part of a text may be."""
_SOME: Final = frozenset().union(*[characters for characters, _, _ in (*_WHOLE, *_WITHIN)])
"""Characters of which every text has one in which there is such a notation."""


def with_chinese_notations(text: str) -> str:
    """The text with what it says in Chinese notations written as formulas.

    Args:
        text: any text.

    Returns:
        The text itself where it has no such notation.
    """
    if text.isascii() and ")" not in text[:10] and r"\cdots\cdots" not in text:
        return text
    text = _in_parts(text)
    if text.isascii() and r"\cdots\cdots" not in text:
        return text
    if _SOME.isdisjoint(text):
        return text
    for characters, shape, spelled in _WHOLE:
        if not characters.isdisjoint(text):
            found = shape.fullmatch(text)
            if found is not None:
                return spelled(found)
    for characters, shape, spelled in _WITHIN:
        if not characters.isdisjoint(text):
            text = shape.sub(spelled, text)
    return text
