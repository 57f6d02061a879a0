"""Nouns that name what a value is of, as subjects of sentences and as labels: ``The area is …``, ``面积为 …``.

A noun has one row with its synonyms in every language, and the letters by which it is usually called. What a subject
says beside its noun is kept: labels are compared by it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mathequiv.lexicon.changes import changes_label
from mathequiv.lexicon.marked_names import MARKED, is_of_another
from mathequiv.lexicon.morphology import singular
from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "EXTREMES",
    "PLAIN",
    "SQUARED",
    "Subject",
    "changes_subject",
    "chinese_subject",
    "is_euler",
    "is_line",
    "is_measured",
    "is_place",
    "is_range",
    "may_be_called",
    "name_of_subject",
    "names_range",
    "same_subject",
    "subject",
    "subject_of_label",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class _Noun(NamedTuple):
    """A noun: its name, English and Chinese synonyms, and letters (``r(A)`` by its first) that mean it."""

    name: str
    english: str
    chinese: str = ""
    letters: str = ""


_NOUNS: Final = (
    # What says nothing of its own: the value asked for.
    _Noun(
        "value",
        "value|answer|result|solution|root|zero|pair|ordered pair|triple|ordered triple|possibility|option|choice",
        "值|答案|结果|解|根|零点|实数解|实数根|选项",
        "x y",
    ),
    # Sets of values.
    _Noun("range of values", "range of values|possible values|values", "取值范围|范围|取值集合"),
    _Noun("domain", "domain", "定义域", "D"),
    _Noun("range", "range|image", "值域", "R"),
    _Noun("solution set", "solution set|set of solutions", "解集|解集合", "S x y z"),
    _Noun("confidence interval", "confidence interval|ci", "置信区间"),
    _Noun("interval of convergence", "interval of convergence", "收敛区间|收敛域", "I"),
    _Noun(
        "interval of increase", "interval of increase|increasing interval", "增区间|递增区间|单调增区间|单调递增区间"
    ),
    _Noun(
        "interval of decrease", "interval of decrease|decreasing interval", "减区间|递减区间|单调减区间|单调递减区间"
    ),
    # Algebra and analysis.
    _Noun("equation", "equation", "方程|标准方程|轨迹方程|解析式|表达式|关系式|函数解析式"),
    _Noun("formula", "formula|expression|general term|closed form", "通项公式|通项|公式", "a_n"),
    _Noun("general solution", "general solution", "通解", "y"),
    _Noun("particular solution", "particular solution", "特解", "y"),
    _Noun("function", "function", "函数", "f"),
    _Noun("series", "series|sequence", "级数|数列", "S"),
    _Noun("derivative", "derivative", "导数|导函数", "f' y'"),
    _Noun("integral", "integral|antiderivative", "积分|定积分|不定积分|原函数", "I"),
    _Noun("limit", "limit", "极限|极限值", "L"),
    _Noun("sum", "sum|total", "和|总和|之和|项和", "S"),
    _Noun("difference", "difference", "差"),
    _Noun("product", "product", "积|乘积|之积", "P"),
    _Noun("quotient", "quotient", "商", "q"),
    _Noun("remainder", "remainder", "余数", "r"),
    _Noun("divisor", "divisor|common divisor|gcd|factor", "公约数|公因数|因数|约数"),
    _Noun("multiple", "multiple|common multiple|lcm", "公倍数|倍数"),
    _Noun("coefficient", "coefficient", "系数"),
    _Noun("constant", "constant", "常数|常数项", "c k C"),
    _Noun("degree", "degree", "次数"),
    _Noun("exponent", "exponent", "指数", "n"),
    _Noun("slope", "slope|gradient", "斜率", "m k"),
    _Noun("intercept", "intercept", "截距", "b"),
    _Noun("y-intercept", "y-intercept", "", "b"),
    _Noun("vertex", "vertex", "顶点", "V"),
    _Noun("center", "center|centre", "圆心|中心", "O C"),
    _Noun("focus", "focus|foci", "焦点|焦点坐标", "F"),
    _Noun("directrix", "directrix", "准线|准线方程"),
    _Noun("asymptote", "asymptote", "渐近线|渐近线方程"),
    _Noun("axis", "axis of symmetry", "对称轴|对称轴方程"),
    _Noun("eccentricity", "eccentricity", "离心率", "e"),
    _Noun("midpoint", "midpoint", "中点", "M"),
    _Noun("coordinates", "coordinate|point", "坐标|点坐标"),
    _Noun("discriminant", "discriminant", "判别式", "Delta D"),
    _Noun("period", "period", "周期|最小正周期", "T"),
    _Noun("amplitude", "amplitude", "振幅", "A"),
    _Noun("frequency", "frequency", "频率", "f"),
    _Noun("wavelength", "wavelength", "波长", "lambda"),
    _Noun("phase", "phase", "相位|初相"),
    _Noun("radius", "radius", "半径", "r R"),
    _Noun("radius of convergence", "radius of convergence", "收敛半径", "R r"),
    _Noun("common difference", "common difference", "公差", "d"),
    _Noun("common ratio", "common ratio", "公比", "q r"),
    _Noun("term", "term", "项|首项"),
    _Noun("ratio", "ratio", "比|比值|之比"),
    _Noun("scale", "scale factor|scale", "比例"),
    _Noun("odds", "odds", "赔率"),
    _Noun("modulus", "modulus|magnitude|absolute value|norm", "模|绝对值"),
    _Noun("argument", "argument", "辐角"),
    _Noun("real part", "real part", "实部"),
    _Noun("imaginary part", "imaginary part", "虚部"),
    # Matrices.
    _Noun("rank", "rank", "秩", "r R rank rk"),
    _Noun("nullity", "nullity", "零度", "n"),
    _Noun("dimension", "dimension|dim", "维数", "d n dim"),
    _Noun("determinant", "determinant", "行列式|行列式的值", "det D"),
    _Noun("trace", "trace", "迹", "tr"),
    _Noun("eigenvalue", "eigenvalue|characteristic value", "特征值", "lambda"),
    _Noun("eigenvector", "eigenvector", "特征向量", "v x"),
    _Noun("matrix", "matrix", "矩阵", "A"),
    _Noun("inverse", "inverse|inverse matrix", "逆矩阵", "A^{-1}"),
    _Noun("basis", "basis|base", "基|一组基|基础解系"),
    _Noun("vector", "vector", "向量", "v"),
    _Noun("characteristic polynomial", "characteristic polynomial", "特征多项式", "p"),
    _Noun("polynomial", "polynomial", "多项式", "p P f"),
    # Measures.
    _Noun("length", "length|distance|side|altitude", "长|长度|距离|边长|路程", "l d s L"),
    _Noun("width", "width|breadth|depth|thickness", "宽|宽度", "l d s L"),
    _Noun("height", "height", "高|高度", "h H"),
    _Noun("displacement", "displacement", "位移", "s x"),
    _Noun("diameter", "diameter", "直径", "d D"),
    _Noun("perimeter", "perimeter|circumference", "周长", "P C L"),
    _Noun("area", "area|surface area", "面积|表面积|侧面积", "A S"),
    _Noun("volume", "volume|capacity", "体积|容积", "V"),
    _Noun("angle", "angle|measure", "角|角度|夹角|二面角|倾斜角", "theta alpha"),
    _Noun("time", "time|duration|age", "时间|年龄|用时", "t T"),
    _Noun("half-life", "half-life|half life", "半衰期"),
    _Noun("speed", "speed|velocity", "速度|速率|线速度", "v u V"),
    _Noun("angular velocity", "angular velocity|angular speed", "角速度", "omega"),
    _Noun("acceleration", "acceleration", "加速度", "a"),
    _Noun("mass", "mass|weight", "质量|重量", "m M"),
    _Noun("density", "density", "密度", "rho"),
    _Noun("force", "force|tension|thrust|friction", "力|拉力|摩擦力|支持力|压力|弹力|合力", "F T N f"),
    _Noun("pressure", "pressure", "压强", "p P"),
    _Noun("energy", "energy|heat", "能|能量|动能|势能|热量|机械能", "E K U Q"),
    _Noun("work", "work|work done", "功|做功|重力做功|所做的功", "W"),
    _Noun("power", "power", "功率", "P"),
    _Noun("momentum", "momentum", "动量", "p"),
    _Noun("impulse", "impulse", "冲量", "I J"),
    _Noun("torque", "torque|moment", "力矩|扭矩", "tau M"),
    _Noun("temperature", "temperature", "温度", "T"),
    _Noun("charge", "charge", "电荷|电荷量|电量", "q Q"),
    _Noun("current", "current", "电流|电流强度", "I i"),
    _Noun("voltage", "voltage|potential difference|potential|emf", "电压|电势差|电势|电动势", "U V E"),
    _Noun("resistance", "resistance", "电阻|阻值", "R r"),
    _Noun("capacitance", "capacitance", "电容", "C"),
    _Noun("field", "field|field strength|electric field|magnetic field", "场强|电场强度|磁感应强度", "E B"),
    _Noun("flux", "flux", "磁通量|通量", "Phi"),
    _Noun("concentration", "concentration|molarity", "浓度", "c"),
    _Noun("efficiency", "efficiency", "效率", "eta"),
    # Numbers of things and of money.
    _Noun(
        "number",
        "number|count|amount|quantity|integer",
        "个数|数目|数量|人数|次数|总数|总人数|数|整数|自然数",
        "n N m k",
    ),
    _Noun("prime", "prime|prime number", "质数|素数", "p q"),
    _Noun("digit", "digit", "数字|位数"),
    _Noun("cost", "cost|price|fare|fee", "价格|售价|成本|费用|单价|定价|造价|运费"),
    _Noun("profit", "profit|income|revenue|earnings", "利润|收入|利息|收益"),
    _Noun("rate", "rate", "率|增长率|速率常数"),
    # Chance and data.
    _Noun("probability", "probability|chance", "概率|几率", "P p"),
    _Noun("expectation", "expected value|expectation", "数学期望|期望|期望值", "E EX"),
    _Noun("variance", "variance", "方差", "D Var s^2 (sigma^2)"),
    _Noun("standard deviation", "standard deviation", "标准差", "s sigma (S*D)"),
    _Noun("mean", "mean|average", "平均数|平均值|均值", "mu E"),
    _Noun("median", "median", "中位数"),
    _Noun("mode", "mode", "众数"),
    # Who and what.
    _Noun("winner", "winner", "获胜者|赢家"),
    _Noun("shape", "shape|figure|curve|graph", "形状|图形|轨迹"),
    _Noun("type", "type|kind", "类型"),
    _Noun("direction", "direction", "方向"),
    _Noun("line", "line", "直线|切线|切线方程"),
    _Noun("circle", "circle", "圆"),
    _Noun("locus", "plane|ellipse|parabola|hyperbola"),
    _Noun("extreme point", "extreme point|critical point", "极值点"),
)
_RANGES: Final = frozenset(
    {"range of values", "domain", "confidence interval", "range", "solution set", "interval of convergence"}
    | {"interval of increase", "interval of decrease"}
)
"""Nouns whose value is a set of numbers, so that a bracket after them is an interval."""

EXTREMES: Final = {
    **dict.fromkeys(("maximum", "max", "maximal", "greatest", "largest", "highest", "longest", "biggest"), "maximum"),
    **dict.fromkeys(("minimum", "min", "minimal", "least", "smallest", "lowest", "shortest"), "minimum"),
}
_LOCAL: Final = {"极大": "local maximum", "极小": "local minimum"}
_EXTREMES_CHINESE: Final = {"最大": "maximum", "最小": "minimum", "最高": "maximum", "最低": "minimum", **_LOCAL}
PLAIN: Final = _words("""
    the a an its their our this that his her your each required desired exact final correct possible resulting
    requested only such unique so thus hence therefore then finally
""")
"""Words of a subject that say nothing of what the value is of."""
_PREPOSITIONS: Final = _words("""
    of for in on between from to at by over with under per through such that which when where required needed
""")
_FAILURES: Final = Pattern(
    r"wrong|mistak|incorrect|fail|fals|error(?:s|\b(?= ))|previous|claim|guess|reject|not\b|n't"
    r"|so-called|ill-|pseudo|suppos|assum|whether|imagin|hypothe|\bif\b|unless"
)
"""Parts of words that say that the value of a subject is not the one asked for."""
_POSSESSIVE: Final = Pattern(r"'s$|'$")


def _english() -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for noun in _NOUNS:
        for text in noun.english.split("|"):
            if names.setdefault(tuple(text.split()), noun.name) != noun.name:
                raise ValueError(f"noun {text!r} has two rows")
    return names


def _chinese() -> dict[str, str]:
    names: dict[str, str] = {}
    for noun in _NOUNS:
        for text in noun.chinese.split("|") if noun.chinese else ():
            names.setdefault(text, noun.name)
    return names


_ENGLISH: Final = _english()
_CHINESE: Final = _chinese()
_LONGEST: Final = max(map(len, _ENGLISH))
_LONGEST_CHINESE: Final = max(map(len, _CHINESE))
SQUARED: Final = frozenset({"sigma", "chi"})
"""Letters whose square is the name of a number: the variance, and the statistic of a chi-squared test."""
_LETTERS: Final = {noun.name: frozenset(noun.letters.split()) for noun in _NOUNS}


_OF_ROOTS: Final = frozenset({"square", "cube", "cubic", "fourth", "fifth", "nth"})
"""Words that make an operation of ``root``."""


class Subject(NamedTuple):
    """What a value is of.

    Attributes:
        noun: the name of the noun's row.
        extreme: ``maximum``, ``minimum`` or nothing.
        modifiers: other words before the noun.
        of: what follows it (``of triangle``).
    """

    noun: str
    extreme: str
    modifiers: tuple[str, ...]
    of: tuple[str, ...]


@lru_cache(maxsize=2048)
def subject(words: tuple[str, ...]) -> Subject | None:
    """The subject that English words are, None if they are none, or change or judge its value.

    Args:
        words: the words before the copula, formulas among them as they are written.
    """
    lowered = _plain_words(words)
    if not lowered or changes_subject(lowered):
        return None
    size = next((at for at, word in enumerate(lowered) if at and word in _PREPOSITIONS), len(lowered))
    for start, end in _places(lowered, size):
        noun = _noun(tuple(lowered[start:end]))
        if noun is not None:
            return _sized(noun, tuple(lowered[end:])) or _subject(noun, lowered[:start], lowered[end:])
    if lowered[size - 1] in EXTREMES:
        return _subject("value", lowered[:size], lowered[size:])
    if size > 1 and len(lowered[size - 1]) == 1 and lowered[size - 2] == "dim":  # ``dim V`` in plain text
        return _subject("dimension", lowered[: size - 2], lowered[size - 1 :])
    return None


def _plain_words(words: tuple[str, ...]) -> list[str]:
    """Words in lower case, without those at their head that say nothing."""
    lowered = [_POSSESSIVE.sub("", word.lower()) for word in words]
    lowered = [word for at, word in enumerate(lowered) if word != "such" or lowered[at + 1 : at + 2] == ["that"]]
    return lowered[next((at for at, word in enumerate(lowered) if word not in PLAIN), len(lowered)) :]


def _sized(noun: str, after: tuple[str, ...]) -> Subject | None:
    """The vector of which words after ``magnitude`` say that it is the size (``of the force``)."""
    vector = subject(after[1:]) if noun == "modulus" and after[:1] == ("of",) else None
    return vector if vector is not None and vector.noun in _VECTORS else None


_VECTORS: Final = _words("force speed acceleration displacement momentum field torque impulse")


def changes_subject(words: list[str]) -> bool:
    """Whether the words of a subject change or judge its value."""
    telling = [word for word in words if word not in _GROUPS]
    return _FAILURES.search(" ".join(words)) is not None or (bool(telling) and changes_label(telling))


_GROUPS: Final = _words("pair pairs triple triples")
"""Nouns of answers that are words of a number after one."""


def _places(words: list[str], size: int) -> list[tuple[int, int]]:
    """Where the noun of a subject may stand whose first preposition is at index ``size``, the longest first.

    It may hold the preposition (``radius of convergence``) or stand before participles (``power dissipated``).
    """
    over = size + 2
    found = [(start, over) for start in range(max(over - _LONGEST, 0), size)] if over <= len(words) else []
    end = size
    while True:
        found += [(start, end) for start in range(max(end - _LONGEST, 0), end)]
        if end < 2 or not words[end - 1].endswith(_PARTICIPLES):
            return found
        end -= 1


_PARTICIPLES: Final = ("ed", "done", "left", "spent", "lost", "ing")


def _noun(words: tuple[str, ...]) -> str | None:
    if words in _ENGLISH:
        return _ENGLISH[words]
    *before, last = words
    return _ENGLISH.get((*before, singular(last)))


def _subject(noun: str, before: list[str], after: list[str]) -> Subject | None:
    if not all(word.replace("-", "").isalpha() for word in before) or (
        noun == "value" and not _OF_ROOTS.isdisjoint(before)
    ):
        return None
    extreme = next((EXTREMES[word] for word in before if word in EXTREMES), "")
    modifiers = tuple(sorted(word for word in before if word not in EXTREMES and word not in PLAIN))
    of = tuple(word for word in after if word not in PLAIN and word not in _PREPOSITIONS)
    return Subject(noun, extreme, modifiers, of or tuple(after[-1:]) * (after[-1:] == ["a"]))  # a name, no article


_CHINESE_LEADS: Final = Pattern(
    "^(?:综上所述|综上|所以|因此|因而|故而|于是|从而|可知|可得|解得|易得|则有|则|故|即|答(?!案))+"
)
_CHINESE_CHANGES: Final = Pattern("错|不|非|否|没|未|误|排除|假设|至多|至少|倒数|相反数|之前|原来|猜|可能|一半|倍")


@lru_cache(maxsize=2048)
def chinese_subject(text: str) -> Subject | None:
    """The subject that Chinese words are, by the noun they end with; None as for `subject`.

    Args:
        text: what stands before the copula, with the formulas in it as they are written.
    """
    plain = _CHINESE_LEADS.sub("", text.strip()).removeprefix("所求").replace("不等式", "式")
    for ending in ("分别", "约", "的大小", "大小", "应", "就", "的"):
        plain = plain.removesuffix(ending)
    if not plain or _CHINESE_CHANGES.search(plain) or changes_label(plain.split()):
        return None
    if plain.startswith((r"\angle", "∠")):
        return Subject("angle", "", (), (plain,))
    plain = _ATTAINING.sub("", plain)
    plain = _AFTER_NAME.sub("", plain) or plain
    sizes = range(min(_LONGEST_CHINESE, len(plain)), 0, -1)
    size = next((size for size in sizes if plain[-size:] in _CHINESE), 0)
    return _chinese_parts(plain, size) if size else None


_ATTAINING: Final = Pattern(r"^(?:[a-zA-Z](?:\([a-z]\))?|函数)?(?:取得?|取到|达到|有|获得)(?=[最极][大小])")
"""What a function does before its largest value (``f(x)取得最大值``)."""


def _chinese_parts(plain: str, size: int) -> Subject | None:
    """The subject whose noun is the last ``size`` characters."""
    before = plain[:-size]
    extreme = next((name for said, name in _EXTREMES_CHINESE.items() if before.endswith(said)), "")
    before = before[: -2 if extreme else None]
    of, _, modifier = before.rpartition("的")
    if size == 1 and modifier and not extreme and not _mark(plain):
        return None  # a single character ends many words
    return Subject(_CHINESE[plain[-size:]], extreme, (modifier,) if modifier else (), (of,) if of else ())


_AFTER_NAME: Final = Pattern(r"(?<=[\u4e00-\u9fff])\s*[A-Za-z][A-Za-z0-9_'{}\\]*$")
"""The name after a noun (``角A``)."""


def _mark(plain: str) -> bool:
    """Whether a noun of one character stands after a mark of possession or a sign (``A的秩``, ``∠B的值``)."""
    return plain[-2:-1] in "的之" or not "\u4e00" <= plain[-2:-1] <= "\u9fff"


_UNMEASURED: Final = _words("""
    value equation formula function series coordinates matrix basis vector polynomial number digit term shape type line
    circle winner direction constant exponent prime divisor multiple
""")
"""Nouns after which a number is rather the name of the thing (``line 3``)."""


def is_measured(found: Subject) -> bool:
    """Whether a number right after a subject is its value (``slope 3``, ``maximum 5``)."""
    return found.noun not in _UNMEASURED or bool(found.extreme)


def is_euler(found: Subject) -> bool:
    """Whether an ``e`` after a subject is its value, the number, since it is no usual name of what is measured."""
    return is_measured(found) and "e" not in _LETTERS[found.noun]


_PLACES: Final = _words("center focus vertex midpoint")


def is_place(found: Subject) -> bool:
    """Whether the value of a subject is a point (``center (1,-2)``)."""
    return found.noun in _PLACES


def is_line(found: Subject) -> bool:
    """Whether the value of a subject is an equation of a line."""
    return found.noun in ("asymptote", "axis", "directrix", "line", "circle", "locus", "equation", "shape")


def is_range(found: Subject) -> bool:
    """Whether the value of a subject is a set of numbers."""
    return found.noun in _RANGES


@lru_cache(maxsize=2048)
def subject_of_label(name: str) -> Subject | None:
    """The subject that a label in words is."""
    if name.isascii():
        return subject(tuple(name.split()))
    return chinese_subject(name)


def name_of_subject(label: str) -> str | None:
    """One name for all labels in words that name the same; None for a label that is no subject."""
    found = subject_of_label(label)
    if found is None:
        return None
    return " ".join([*found.modifiers, found.extreme, found.noun, *found.of]).strip()


def names_range(label: str) -> bool:
    """Whether a label in words names a set of numbers (``the domain``)."""
    found = subject_of_label(label)
    return found is not None and is_range(found)


def same_subject(a: str, b: str) -> bool | None:
    """Whether two labels in words name one thing.

    Returns:
        True if they do, or one says less of it; False if their nouns or extremes contradict each other, or either is
        no subject; None if it cannot be told.
    """
    left, right = subject_of_label(a), subject_of_label(b)
    if left is None or right is None:
        return False
    if left.noun != right.noun:
        return None if "value" in (left.noun, right.noun) and left.extreme == right.extreme else False
    if left.extreme != right.extreme:
        return False if left.extreme and right.extreme else None
    return True if _says_less(a, b) or _says_less(b, a) else _same_parts(left, right)


def _same_parts(left: Subject, right: Subject) -> bool | None:
    """Whether two subjects of one noun are one by what else is said of them; None if it cannot be told."""
    if left.modifiers != right.modifiers:
        return False if left.modifiers and right.modifiers else None
    return True if left.of == right.of or not (left.of and right.of) else None


def _says_less(a: str, b: str) -> bool:
    """Whether a Chinese label says, in order, some of what another one says (``每件利润``, ``每件商品的利润``)."""
    rest = iter(b)
    return not a.isascii() and all(character in rest for character in a)


def may_be_called(label: str, name: str) -> bool:
    """Whether a name is a usual one for what a label in words names (``R`` for the radius of convergence)."""
    found = subject_of_label(label)
    if found is None or is_of_another(name, found.of):
        return False
    bare = name.partition("_")[0] if name.partition("_")[0] != "a" else name
    head = bare.partition("(")[0]
    if found.extreme:
        marked = MARKED.fullmatch(name)
        if marked is None or (marked["before"] or marked["after"]) != found.extreme[:3]:
            return False
        return found.noun == "value" or marked["name"] in _LETTERS[found.noun]
    return name in _LETTERS[found.noun] or head in _LETTERS[found.noun]
