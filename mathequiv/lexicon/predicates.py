"""Answers that are said of something: ``converges``, ``The series is convergent``, ``级数收敛``.

A predicate has one row with its forms in English and Chinese. Its complement says the same denied (``divergent`` is not
convergent); its contraries cannot hold beside it (``increasing``, ``decreasing``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_PREDICATE_SUBJECT

__all__ = ["DIVERGENT", "Said", "at_odds", "read_predicates", "same_said"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class _Predicate(NamedTuple):
    """A predicate: its name, its forms, those of its complement, and the names of its contraries."""

    name: str
    english: str
    chinese: str = ""
    denied: str = ""
    denied_chinese: str = ""
    contraries: str = ""


_NULL: Final = ("null hypothesis", "h_0", "h0", "null", "h_ 0", "null hypothesis h_0", "h₀")
_REJECTED: Final = "|".join(
    [
        *(f"{who}{verb} {null}" for null in _NULL for who in ("", "we ") for verb in ("reject", "can reject")),
        *(f"{null} is rejected" for null in _NULL),
    ]
)
_KEPT: Final = "|".join(
    [
        *(
            f"{who}{verb} {null}"
            for null in _NULL
            for who in ("", "we ")
            for verb in (
                *("fail to reject", "do not reject", "don't reject", "cannot reject", "can not reject", "can't reject"),
                *("retain", "failed to reject", "did not reject"),
            )
        ),
        *(f"{null} is not rejected" for null in _NULL),
    ]
)
_NULL_CHINESE: Final = ("原假设", "零假设", "h_0", "h0", " h_0", "h_ 0", " h_ 0", "h₀", "原假设h_0", "原假设 h_0")
_REJECTED_CHINESE: Final = "|".join(f"拒绝{null}" for null in _NULL_CHINESE)
_KEPT_CHINESE: Final = "|".join(
    f"{verb}{null}" for null in _NULL_CHINESE for verb in ("不拒绝", "不能拒绝", "接受", "无法拒绝", "没有理由拒绝")
)

_PREDICATES: Final = (
    _Predicate("rejected", _REJECTED, _REJECTED_CHINESE, _KEPT, _KEPT_CHINESE),
    _Predicate("convergent", "convergent|converges|converge", "收敛", "divergent|diverges|diverge", "发散"),
    _Predicate(
        "conditionally convergent",
        "conditionally convergent|converges conditionally|conditionally converges|converge conditionally"
        "|conditional convergence",
        "条件收敛",
        contraries="absolutely_convergent",
    ),
    _Predicate(
        "absolutely convergent",
        "absolutely convergent|converges absolutely|absolutely converges|converge absolutely|absolute convergence",
        "绝对收敛",
    ),
    _Predicate("uniformly convergent", "uniformly convergent|converges uniformly|uniform convergence", "一致收敛"),
    _Predicate("injective", "injective|one-to-one|one to one|1-1|injection", "单射"),
    _Predicate("surjective", "surjective|onto|surjection", "满射"),
    _Predicate("bipartite", "bipartite|bipartite graph", "二分图|二部图"),
    _Predicate("planar", "planar|planar graph", "平面图", "nonplanar|non-planar"),
    _Predicate("connected", "connected|connected graph", "连通|连通图", "disconnected", "不连通"),
    _Predicate(
        "tautology",
        "tautology|tautological|always true|logically valid",
        "永真式|重言式|恒真",
        contraries="contradiction contingency",
    ),
    _Predicate(
        "contradiction", "contradiction|always false|unsatisfiable", "永假式|矛盾式|恒假", contraries="contingency"
    ),
    _Predicate("contingency", "contingency|contingent", "可满足式"),
    _Predicate(
        "independent",
        "independent",
        "独立",
        "dependent",
        "不独立",
    ),
    _Predicate(
        "statistically independent",
        "independent events|statistically independent|statistically independent events|mutually independent",
        "相互独立|互相独立",
        "dependent events",
        "不相互独立",
    ),
    _Predicate("linearly independent", "linearly independent", "线性无关", "linearly dependent", "线性相关"),
    _Predicate("mutually exclusive", "mutually exclusive|disjoint", "互斥|互不相容"),
    _Predicate("consistent", "consistent", "相容", "inconsistent", "不相容|矛盾"),
    _Predicate(
        "invertible",
        "invertible|nonsingular|non-singular",
        "可逆|非奇异",
        "singular|noninvertible|non-invertible",
        "奇异",
    ),
    _Predicate(
        "diagonalizable",
        "diagonalizable|diagonalisable|can be diagonalized|can be diagonalised",
        "可对角化|可相似对角化|可以对角化",
        "defective|cannot be diagonalized|cannot be diagonalised|can not be diagonalized|can't be diagonalized",
        "不能对角化|不可以对角化",
    ),
    _Predicate(
        "positive definite",
        "positive definite|positive-definite",
        "正定",
        contraries="positive_semidefinite negative_definite negative_semidefinite indefinite",
    ),
    _Predicate(
        "negative definite",
        "negative definite|negative-definite",
        "负定",
        contraries="negative_semidefinite positive_semidefinite indefinite",
    ),
    _Predicate(
        "positive semidefinite",
        "positive semidefinite|positive semi-definite|positive-semidefinite",
        "半正定",
        contraries="indefinite",
    ),
    _Predicate(
        "negative semidefinite",
        "negative semidefinite|negative semi-definite|negative-semidefinite",
        "半负定",
        contraries="indefinite",
    ),
    _Predicate("indefinite", "indefinite", "不定"),
    _Predicate("symmetric", "symmetric", "对称"),
    _Predicate("reflexive", "reflexive", "自反"),
    _Predicate("transitive", "transitive", "传递"),
    _Predicate("equivalence relation", "equivalence relation", "等价关系"),
    _Predicate("continuous", "continuous", "连续", "discontinuous", "间断"),
    _Predicate("differentiable", "differentiable", "可导|可微"),
    _Predicate("bounded", "bounded", "有界", "unbounded", "无界"),
    _Predicate(
        "increasing",
        "increasing|monotonically increasing",
        "递增|单调递增|单调增|增函数|单调增加",
        contraries="decreasing",
    ),
    _Predicate("decreasing", "decreasing|monotonically decreasing", "递减|单调递减|单调减|减函数|单调减少"),
    _Predicate("strictly increasing", "strictly increasing", "严格递增", contraries="decreasing strictly_decreasing"),
    _Predicate("strictly decreasing", "strictly decreasing", "严格递减", contraries="increasing"),
    _Predicate("even", "even|even function|even number", "偶函数|偶数", contraries="odd"),
    _Predicate("odd", "odd|odd function|odd number", "奇函数|奇数"),
    _Predicate("prime", "prime|prime number", "质数|素数", contraries="composite"),
    _Predicate("composite", "composite|composite number", "合数"),
    _Predicate("rational", "rational|rational number", "有理数", "irrational|irrational number", "无理数"),
    _Predicate("parallel", "parallel", "平行|互相平行", contraries="perpendicular intersecting"),
    _Predicate("perpendicular", "perpendicular|orthogonal|mutually perpendicular", "垂直|互相垂直|正交"),
    _Predicate("intersecting", "intersecting|intersect", "相交", contraries="tangent"),
    _Predicate("tangent", "tangent", "相切"),
    _Predicate("collinear", "collinear", "共线|三点共线", "noncollinear|non-collinear"),
    _Predicate("coplanar", "coplanar", "共面"),
    _Predicate("congruent", "congruent", "全等"),
    _Predicate("similar", "similar", "相似"),
    _Predicate("sufficient", "sufficient", "充分"),
    _Predicate("necessary", "necessary", "必要"),
    _Predicate("elastic", "elastic|perfectly elastic", "弹性碰撞", "inelastic", "非弹性碰撞"),
    _Predicate("cyclic", "cyclic|cyclic group", "循环群"),
    _Predicate(
        "abelian",
        "abelian|abelian group|commutative",
        "交换群|阿贝尔群|可交换",
        "nonabelian|non-abelian|noncommutative",
    ),
    _Predicate("fair", "fair|fair game", "公平", "unfair|biased", "不公平"),
    _Predicate("at rest", "at rest|stationary|in rest", "静止", contraries="in_motion"),
    _Predicate("in motion", "in motion|moving", "运动"),
    _Predicate("exothermic", "exothermic", "放热反应|放热", "endothermic", "吸热反应|吸热"),
    _Predicate("spontaneous", "spontaneous", "自发", "nonspontaneous|non-spontaneous", "非自发"),
    _Predicate("reversible", "reversible", "可逆过程", "irreversible", "不可逆过程"),
    _Predicate("conservative", "conservative", "保守力|保守", "nonconservative|non-conservative", "非保守力"),
    _Predicate("linear", "linear|linear equation", "", "nonlinear|non-linear|nonlinear equation"),
    _Predicate("homogeneous", "homogeneous", "", "nonhomogeneous|inhomogeneous|non-homogeneous"),
    _Predicate("separable", "separable|separable equation|variables are separable", "可分离变量"),
    _Predicate("unbiased", "unbiased|unbiased estimator", "无偏|无偏估计", "biased estimator", "有偏"),
    _Predicate(
        "increases",
        "increases|will increase|increase|goes up",
        "增大|变大|增加",
        contraries="decreases unchanged",
    ),
    _Predicate("decreases", "decreases|will decrease|decrease|goes down", "减小|变小|减少", contraries="unchanged"),
    _Predicate(
        "unchanged",
        "unchanged|stays same|remains same|remains constant|stays constant|does not change|remains unchanged"
        "|will not change|no change|constant",
        "不变|保持不变",
    ),
    _Predicate("doubles", "doubles|is doubled|doubled|will double|double", "", contraries="unchanged halves"),
    _Predicate("halves", "is halved|halved|halves", "", contraries="unchanged"),
    _Predicate("exact", "exact|exact equation", "全微分方程|恰当方程"),
    _Predicate("eulerian", "eulerian|eulerian graph", "欧拉图"),
    _Predicate("hamiltonian", "hamiltonian|hamiltonian graph", "哈密顿图"),
    _Predicate("stable", "stable", "稳定", "unstable", "不稳定"),
)
"""``even`` and ``odd`` are contraries: a function may be neither.

``positive definite`` and ``positive semidefinite`` are, as what a form is called: one that is definite is called so.
"""

_BOTH: Final = {
    "bijective": ("injective", "surjective"),
    "bijection": ("injective", "surjective"),
    "one-to-one correspondence": ("injective", "surjective"),
    "双射": ("injective", "surjective"),
    "充要": ("sufficient", "necessary"),
    "necessary and sufficient": ("sufficient", "necessary"),
    "sufficient and necessary": ("sufficient", "necessary"),
}
"""Words that say two predicates at once."""


class Said(NamedTuple):
    """What an answer says.

    Attributes:
        subject: of what, in lower case; ``""`` if it does not say.
        predicates: names with whether they hold.
    """

    subject: str
    predicates: frozenset[tuple[str, bool]]


DIVERGENT: Final = frozenset({("convergent", False)})
"""What is said of a sum or integral without a value."""


def _forms(*, chinese: bool) -> dict[str, frozenset[tuple[str, bool]]]:
    forms: dict[str, frozenset[tuple[str, bool]]] = {}
    for row in _PREDICATES:
        holds, fails = (row.chinese, row.denied_chinese) if chinese else (row.english, row.denied)
        for said, held in ((holds, True), (fails, False)):
            for text in said.split("|") if said else ():
                if forms.setdefault(text, frozenset({(row.name, held)})) != frozenset({(row.name, held)}):
                    raise ValueError(f"predicate {text!r} has two rows")
    for text, names in _BOTH.items():
        if text.isascii() != chinese:
            forms[text] = frozenset((name, True) for name in names)
    return forms


_ENGLISH: Final = _forms(chinese=False)
_CHINESE: Final = _forms(chinese=True)
_CONTRARIES: Final = {
    row.name: frozenset(name.replace("_", " ") for name in row.contraries.split()) for row in _PREDICATES
}


# --- who or what is spoken of -----------------------------------------------------------------------------------------

_SUBJECTS: Final = _words("""
    series sequence function graph system equation equations matrix matrices vector vectors limit integral improper set
    relation map mapping transformation group ring statement proposition claim formula compound triangle quadrilateral
    event events and line lines plane planes number numbers it they this these that given following two three infinite
    game process object particle body image charge force die coin spring car reaction data quadrilateral vectors field
    temperature frequency pressure volume speed velocity energy kinetic potential current period amplitude wavelength
    resistance voltage acceleration momentum rate entropy internal brightness differential estimator linear homogeneous
    of improper condition conditions is are was were does do answer points point solution curve quadratic
    form operator hermitian
""")
"""Words of subjects, and the copulas after them; single letters and formulas are names."""
_COPULAS: Final = frozenset(("is", "are", "was", "were", "does", "do"))
_NAME: Final = Pattern(r"[a-z]'?|[a-z]\W.*|\\.*|[^a-z]+")
_DENIALS: Final = ("not ", "isn't ", "aren't ", "doesn't ", "don't ", "cannot be ", "does not ", "is not ")
_CONJUNCTION: Final = Pattern(r",?\s+(?:and|but|yet)\s+(?:also\s+)?|\s*[,;]\s*")
_CHINESE_SUBJECT: Final = Pattern(
    r"(?:原|该|此|这|它们?|两|三|个|条|级数|正项|交错|幂级数|数列|序列|函数|列?向量组?|矩阵|方程组?|线性|齐次|极限|广义|反常|积分"
    r"|命题|说法|结论|直线|圆|平面|三角形|四边形|图|二次型|映射|变换|关系|群|事件|点|集合|[A-Za-z0-9\\\s(){}_'△∠与和、,，$^=+-]"
    r"|既|也|又|是|为|的|都|在|互|上|内)*"
)
_BETWEEN: Final = Pattern(r"(?:[又也而且但并和是与,，、\s]|同时|条件|的)*")
_AFTER: Final = Pattern(r"(?:条件|的|级数|函数|[\s。.])*")
_NOT_CHINESE: Final = "不是|并不是|并非|并不|不|非|未|没有"
_FOUND_CHINESE: Final = Pattern(
    f"(?P<denied>(?:{_NOT_CHINESE})?)(?P<said>{'|'.join(sorted(map(re.escape, _CHINESE), key=len, reverse=True))})"
)


@lru_cache(maxsize=2048)
def read_predicates(text: str) -> Said | None:
    """What ``text`` says, if it only says predicates of something; None for any other text.

    Args:
        text: as `mathequiv.lexicon.words.normalize_words` leaves it.
    """
    if text.isascii():
        return _read_english(text)
    return _read_chinese(text)


def _read_english(text: str) -> Said | None:
    words = text.split()
    for size in range(min(len(words), MAX_PREDICATE_SUBJECT)):
        if size and not (words[size - 1] in _SUBJECTS or _NAME.fullmatch(words[size - 1])):
            return None
        predicates = _all_of(" ".join(words[size:]))
        if predicates is not None:
            return Said(_subject(words[:size]), predicates)
    return None


def _subject(words: list[str]) -> str:
    return " ".join([word for word in words if word not in _COPULAS and word not in ("it", "they", "this", "that")])


def _all_of(text: str) -> frozenset[tuple[str, bool]] | None:
    """The predicates that a text lists, each with whether it holds."""
    text = text.removesuffix(" condition").removesuffix(" conditions")
    if text in _ENGLISH:
        return _with_implied(_ENGLISH[text])
    if text.startswith("neither ") and " nor " in text:
        text = "not " + text.removeprefix("neither ").replace(" nor ", " and not ")
    found: set[tuple[str, bool]] = set()
    for part in _CONJUNCTION.split(text.removeprefix("both ")):
        one = _one_of(_whole_predicate(part.strip(), found))
        if one is None:
            return None
        found |= one
    return _with_implied(frozenset(found))


def _with_implied(said: frozenset[tuple[str, bool]]) -> frozenset[tuple[str, bool]]:
    """Predicates with what they imply: what converges conditionally converges, and not absolutely; and the reverse."""
    if ("absolutely convergent", True) in said:
        return said | {("convergent", True)}
    if ("conditionally convergent", True) in said or {("convergent", True), ("absolutely convergent", False)} <= said:
        return said | {("conditionally convergent", True), ("convergent", True), ("absolutely convergent", False)}
    return said


def _whole_predicate(part: str, before: set[tuple[str, bool]]) -> str:
    """A part with the verb that it takes over from the part before it (``converges, but not absolutely``)."""
    return f"{part} convergent" if part == "not absolutely" and ("convergent", True) in before else part


def _one_of(text: str) -> frozenset[tuple[str, bool]] | None:
    """One predicate, perhaps denied; a denial of two at once says which of them only if they are one."""
    for denial in _DENIALS:
        if text.startswith(denial):
            said = _ENGLISH.get(text.removeprefix(denial))
            return _denied(said) if said is not None else None
    return _ENGLISH.get(text)


def _denied(said: frozenset[tuple[str, bool]]) -> frozenset[tuple[str, bool]] | None:
    if len(said) > 1:
        return None
    ((name, holds),) = said
    return frozenset({(name, not holds)})


_DENIED_IN_ENGLISH: Final = Pattern(r"\b(?:not|no|never|neither|nor)\b")


def _read_chinese(text: str) -> Said | None:
    if _DENIED_IN_ENGLISH.search(text):
        return None
    found: set[tuple[str, bool]] = set()
    subject, end = "", 0
    for match in _FOUND_CHINESE.finditer(text):
        gap = text[end : match.start()]
        if not (_BETWEEN if found else _CHINESE_SUBJECT).fullmatch(gap):
            return None
        subject = subject if found else gap
        said = _CHINESE[match["said"]]
        held = _denied(said) if match["denied"] else said
        if held is None:
            return None
        found |= held
        end = match.end()
    if not found or not _AFTER.fullmatch(text[end:]):
        return None
    return Said(re.sub("[是为既也又的都在上内该此它这]|原", "", subject).strip(), _with_implied(frozenset(found)))


def same_said(a: Said, b: Said) -> bool:
    """Whether two answers say the same of the same thing, or one of them does not say of what."""
    a, b = _in_general(a, b)
    return a.predicates == b.predicates and (a.subject == b.subject or not (a.subject and b.subject))


def at_odds(a: Said, b: Said) -> bool:
    """Whether what two answers say cannot hold of one thing."""
    a, b = _in_general(a, b)
    return _excludes(a, b) or _excludes(b, a)


def _in_general(a: Said, b: Said) -> tuple[Said, Said]:
    """Two answers, with the kinds of a predicate by its bare name where one of them does not say which."""
    named = [{name for name, _ in side.predicates} for side in (a, b)]
    general = set(_GENERAL.values())
    if general.isdisjoint(named[0] | named[1]):
        return a, b
    plain = [frozenset((_GENERAL.get(name, name), held) for name, held in side.predicates) for side in (a, b)]
    return a._replace(predicates=plain[0]), b._replace(predicates=plain[1])


_GENERAL: Final = {"linearly independent": "independent", "statistically independent": "independent"}
"""Predicates of which a bare word names several."""


def _excludes(a: Said, b: Said) -> bool:
    there = dict(b.predicates)
    for name, holds in a.predicates:
        if there.get(name, holds) is not holds:
            return True
        if holds and any(there.get(other, False) for other in _contraries(name)):
            return True
    return False


def _contraries(name: str) -> frozenset[str]:
    return _CONTRARIES[name] | frozenset(other for other, names in _CONTRARIES.items() if name in names)
