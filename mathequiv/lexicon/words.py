r"""Words that carry meaning in an answer: one row per word or phrase, with its role, meaning and an example.

Nothing here guesses: a phrase that has no row is text. A sentence about correctness ("correct") has none on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final, Literal, TypeAlias, get_args

__all__ = [
    "LONGEST_EXCEPTION",
    "SET_OPENERS",
    "WORDS",
    "Quantifier",
    "Word",
    "base_of",
    "exception_size",
    "half_of_day",
    "is_aside",
    "is_conjunction",
    "is_counted",
    "is_filler",
    "is_measure_word",
    "is_ordinal_suffix",
    "is_percent",
    "meaning",
    "meaning_of_normal",
    "normalize_words",
    "quantifier",
    "remark",
    "scale",
]

Role: TypeAlias = Literal[
    "meaning",
    "conjunction",
    "filler",
    "base",
    "half",
    "percent",
    "ordinal",
    "scale",
    "remark",
    "aside",
    "exception",
    "uncounted",
]
_ROLES: Final = get_args(Role)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase.

    Attributes:
        text: as `normalize_words` leaves it.
        role: what it does in an answer.
        meaning: what it says; phrases of one role with one meaning are synonyms.
        example: an answer that holds it, as it is written.
    """

    text: str
    role: Role
    meaning: str
    example: str

    def __post_init__(self) -> None:
        if self.role not in _ROLES or not self.meaning:
            raise ValueError(f"word {self.text!r} needs a known role and a meaning")
        if self.text != normalize_words(self.text):
            raise ValueError(f"word {self.text!r} is not in its normal form {normalize_words(self.text)!r}")
        if self.text not in normalize_words(self.example):
            raise ValueError(f"the example of {self.text!r} does not hold it")


_QUOTES: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\xa0": " ", "‐": "-", "‑": "-"}
)
_ARTICLES: Final = frozenset(
    "".join(letters) for word in ("a", "an", "the") for letters in product(*((c, c.upper()) for c in word))
)
"""In upper, lower and mixed case."""
_END_PUNCTUATION: Final = " \t\r\n.,;:!?。，；：！？、"


def normalize_words(words: str) -> str:
    """The key by which two texts are compared.

    Args:
        words: a text without commands.

    Returns:
        Lower-case, without articles and end punctuation, with single spaces and plain quotes. A text of nothing but an
        article keeps it, and a capital A within a text is a name (``point A``).
    """
    parts = words.translate(_QUOTES).strip(_END_PUNCTUATION).split()
    kept = [part for at, part in enumerate(parts) if part not in _ARTICLES or (part == "A" and at)]
    return " ".join(kept or parts).lower().strip(_END_PUNCTUATION)


def _rows(role: Role, meaning: str, texts: str, example: str = "{}") -> tuple[Word, ...]:
    """One row per phrase of ``texts`` (joined by ``|``); ``example`` shows a phrase where ``{}`` stands."""
    return tuple(Word(text, role, meaning, example.format(text)) for text in texts.split("|"))


_PARTS: Final = ("halves", "thirds", "fourths", "fifths", "sixths", "sevenths", "eighths", "ninths", "tenths")

WORDS: Final[tuple[Word, ...]] = (
    *_rows("conjunction", "and", "and|及|和|以及|且|并且|&|as well as|与", "3 {} 5"),
    *_rows("conjunction", "or", "or|或|或者|or else", "3 {} 5"),
    *_rows("meaning", "true", "yes|true|是|是的|对|真|能|可以|会|有"),
    *_rows("meaning", "false", "no|false|否|不是|不对|错|假|不能|不可以|不会|没有"),
    *_rows("meaning", "undefined", "undefined|is undefined|not defined|is not defined|无意义|未定义"),
    *_rows(
        "meaning", "undefined", "dne|does not exist|doesn't exist|do not exist|nonexistent|limit does not exist|不存在"
    ),
    *_rows("meaning", "empty", "no solution|no solutions|no real solution|no real solutions|there is no solution"),
    *_rows("meaning", "empty", "there are no solutions|there is no real solution|there are no real solutions|null set"),
    *_rows(
        "meaning", "empty", "has no solution|no solution exists|no solutions exist|no roots|no real roots|empty set"
    ),
    *_rows("meaning", "empty", "无解|无实数解|没有解|空集"),
    *_rows(
        "meaning",
        "infinity",
        "infinity|infinite|infinitely many|infinitely many solutions|infinitely|infinite solutions",
    ),
    *_rows(
        "meaning",
        "infinity",
        "infinite number|infinite number of solutions|there are infinitely many|无穷|无穷多|无数|无限",
    ),
    *_rows("meaning", "infinity", "there are infinitely many solutions|infinitely many values|无穷大|无穷多个|无数个"),
    *_rows("meaning", "reals", "all real numbers|all reals|any real number|real numbers|reals|every real number"),
    *_rows("meaning", "reals", "all real values|any real value|set of all real numbers|set of real numbers|all real"),
    *_rows("meaning", "reals", "全体实数|所有实数|任意实数|一切实数|实数集"),
    *_rows(
        "meaning", "integers", "all integers|any integer|integers|every integer|set of all integers|set of integers"
    ),
    *_rows("meaning", "integers", "所有整数|任意整数|全体整数|整数集"),
    *_rows("base", "2", "2|two|binary", "1011 in base {}"),
    *_rows("base", "3", "3|three|ternary", "201 in base {}"),
    *_rows("base", "4", "4|four|quaternary", "201 in base {}"),
    *_rows("base", "5", "5|five|quinary", "201 in base {}"),
    *_rows("base", "6", "6|six|senary", "201 in base {}"),
    *_rows("base", "7", "7|seven|septenary", "201 in base {}"),
    *_rows("base", "8", "8|eight|octal", "201 in base {}"),
    *_rows("base", "9", "9|nine|nonary", "201 in base {}"),
    *_rows("base", "10", "10|ten|decimal", "201 in base {}"),
    *_rows("base", "11", "11|eleven|undecimal", "201 in base {}"),
    *_rows("base", "12", "12|twelve|duodecimal", "201 in base {}"),
    *_rows("base", "13", "13|thirteen", "201 in base {}"),
    *_rows("base", "14", "14|fourteen", "201 in base {}"),
    *_rows("base", "15", "15|fifteen", "201 in base {}"),
    *_rows("base", "16", "16|sixteen|hexadecimal|hex", "2F in base {}"),
    *_rows("half", "am", "am|a.m|in morning|midnight|上午", "4:30 {}"),
    *_rows("half", "pm", "pm|p.m|in afternoon|in evening|noon|下午", "4:30 {}"),
    *_rows(
        "percent", "percent", "percent|per cent|pct|percentage|percentage points|percentage point|percents", "40 {}"
    ),
    *_rows("ordinal", "ordinal", "st|nd|rd|th", "12{}"),
    *_rows("scale", "10", "tens", "5 {}"),
    *_rows("scale", "12", "dozen|dozens", "5 {}"),
    *_rows("scale", "20", "score", "4 {}"),
    *_rows("scale", "100", "hundred|hundreds", "5 {}"),
    *_rows("scale", "1000", "thousand|thousands", "5 {}"),
    *_rows("scale", "100000", "lakh|lakhs", "5 {}"),
    *_rows("scale", "10000000", "crore|crores", "5 {}"),
    *_rows("scale", "10000", "万", "5 {}"),
    *_rows("scale", "1000000", "million|millions", "5 {}"),
    *_rows("scale", "100000000", "亿", "5 {}"),
    *_rows("scale", "1000000000", "billion|billions", "5 {}"),
    *_rows("scale", "1000000000000", "trillion|trillions", "5 {}"),
    *(row for n, name in enumerate(_PARTS, 2) for row in _rows("scale", f"1/{n}", name, "5 {}")),
    *_rows("scale", "1/12", "twelfths", "5 {}"),
    *_rows("scale", "1/16", "sixteenths", "5 {}"),
    *_rows("scale", "1/20", "twentieths", "5 {}"),
    *_rows("scale", "1/100", "hundredths", "5 {}"),
    *_rows("scale", "1/1000", "thousandths", "5 {}"),
    *_rows("scale", "1/1000000", "millionths", "5 {}"),
    *_rows("scale", "1/1000000000", "billionths", "5 {}"),
    *_rows("uncounted", "power", "squared|cubed|root|power|exponent|exponentiated|raised|factorial|factorials", "5 {}"),
    *_rows("uncounted", "operation", "plus|minus|modulo|mod|divided|multiplied|added|subtracted|itself", "5 {}"),
    *_rows("uncounted", "operation", "doubled|tripled|quadrupled|halved|inverse|inverted|reciprocal|opposite", "5 {}"),
    *_rows("uncounted", "sign", "negative|negated|below|beneath|underground|conjugate|conjugated", "5 {}"),
    *_rows("uncounted", "fraction", "half|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh", "5 {}"),
    *_rows(
        "uncounted", "fraction", "twelfth|sixteenth|twentieth|hundredth|thousandth|millionth|billionth|first", "5 {}"
    ),
    *_rows("uncounted", "number", "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve", "5 {}"),
    *_rows("uncounted", "number", "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty", "5 {}"),
    *_rows("uncounted", "number", "thirty|forty|fifty|sixty|seventy|eighty|ninety|pi|infinity", "5 {}"),
    *_rows("uncounted", "judgement", "correct|true|right|wrong|false|incorrect|untrue|impossible|possible", "5 {}"),
    *_rows("uncounted", "judgement", "invalid|valid|extraneous|rejected|undefined|otherwise|nothing|none", "5 {}"),
    *_rows("uncounted", "judgement", "unknown|nonexistent|inconclusive|unsolvable|undetermined|never", "5 {}"),
    *_rows(
        "filler",
        "filler",
        "only|just|exactly|precisely|approximately|approx|about|roughly|around|nearly|约|大约",
        "{} 5",
    ),
    *_rows("filler", "filler", "answer|answer is|final answer|final answer is|答案是|答案", "{} 5"),
    *_rows("filler", "filler", "thus|therefore|hence|so|total of|we have|we get|o'clock", "{} 5"),
    *_rows("exception", "exception", "except|except for|except when|excluding|other than|but not", "all reals {} 0"),
    *_rows("exception", "exception", "not including|besides|with exception of", "all reals {} 0"),
    *_rows("aside", "aside", "approximate|approximate value|exact|exact value|rounded|in simplest form", "5 ({})"),
    *_rows("aside", "aside", "simplified|fully simplified|simplest form|reduced|final answer", "5 ({})"),
    *_rows("remark", "minimum", "minimum|min|minimum value|min value", "5 ({})"),
    *_rows("remark", "maximum", "maximum|max|maximum value|max value", "5 ({})"),
    *_rows("remark", "local minimum", "local minimum|local min|relative minimum", "5 ({})"),
    *_rows("remark", "local maximum", "local maximum|local max|relative maximum", "5 ({})"),
    *_rows("remark", "minimum", "global minimum|absolute minimum|global min|absolute min", "5 ({})"),
    *_rows("remark", "maximum", "global maximum|absolute maximum|global max|absolute max", "5 ({})"),
    *_rows("remark", "double root", "double root|repeated root|repeated|double|double solution", "2 ({})"),
    *_rows("remark", "double root", "multiplicity 2|with multiplicity 2|multiplicity two", "2 ({})"),
    *_rows("remark", "triple root", "triple root|multiplicity 3|with multiplicity 3|multiplicity three", "2 ({})"),
    *_rows("remark", "simple root", "simple root|multiplicity 1|with multiplicity 1|multiplicity one", "2 ({})"),
    *(row for name in ("x-intercept", "y-intercept", "slope") for row in _rows("remark", name, name, "2 ({})")),
    *(row for name in ("mean", "median", "mode", "average") for row in _rows("remark", name, name, "2 ({})")),
    *(row for name in ("area", "perimeter", "volume") for row in _rows("remark", name, name, "2 ({})")),
)
"""Every word and phrase; a plain ``none`` and a plain ``correct`` are text and have no row."""


def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {role: {} for role in _ROLES}
    for row in WORDS:
        if row.text in tables[row.role]:
            raise ValueError(f"word {row.text!r} has two rows as {row.role}")
        tables[row.role][row.text] = row.meaning
    return tables


_TABLES: Final = _tables()


def meaning(words: str) -> str | None:
    """What a whole answer in words says.

    Args:
        words: the answer; case, articles and end punctuation do not matter.

    Returns:
        One of ``true``, ``false``, ``undefined``, ``empty``, ``infinity``, ``reals``, ``integers``; None for a text.
    """
    return meaning_of_normal(normalize_words(words))


def meaning_of_normal(normal: str) -> str | None:
    """As `meaning`, of what `normalize_words` gave."""
    return _TABLES["meaning"].get(normal)


def is_conjunction(words: str) -> Literal["and", "or"] | None:
    """Which conjunction ``words`` are, if they are nothing else."""
    found = _TABLES["conjunction"].get(normalize_words(words))
    if found is None:
        return None
    return "and" if found == "and" else "or"


def is_filler(words: str) -> bool:
    """Whether ``words`` beside a value add nothing to it (``only 5``, ``exactly 5``)."""
    return normalize_words(words) in _TABLES["filler"]


def base_of(words: str) -> int | None:
    """The base a subscript such as ``eight``, ``8``, ``base 8`` or ``octal`` names; None if it names none."""
    text = normalize_words(words).removeprefix("in ").removeprefix("base").strip(" -")
    found = _TABLES["base"].get(text)
    return None if found is None else int(found)


def half_of_day(words: str) -> Literal["am", "pm"] | None:
    """Which half of the day ``a.m.``, ``PM`` and the like name."""
    found = _TABLES["half"].get(normalize_words(words.replace(". ", ".")))
    if found is None:
        return None
    return "am" if found == "am" else "pm"


def is_percent(words: str) -> bool:
    """Whether ``words`` say percent."""
    return normalize_words(words) in _TABLES["percent"]


def is_ordinal_suffix(words: str) -> bool:
    """Whether ``words`` are the ending of an ordinal number (``th`` of ``12th``)."""
    return normalize_words(words) in _TABLES["ordinal"]


def scale(word: str) -> Fraction | None:
    """How many ones a word of magnitude behind a number is (``5 million``, ``5 tenths``); None if it is none."""
    return _SCALES.get(word.lower())


_SCALES: Final = {text: Fraction(size) for text, size in _TABLES["scale"].items()}
DOZEN: Final = 12
"""The one magnitude that is counted like a noun too (``3 dozen``)."""


def is_counted(words: Sequence[str]) -> bool:
    """Whether ``words`` behind a number may be a noun it counts.

    They are not where the last is an operation, a fraction, a number or a judgement (``5 squared``, ``5 wrong``), where
    one is a direction (``5 feet below sea level``), or a magnitude stands first or last (``x million``).
    """
    lowered = [word.lower() for word in words]
    if lowered[-1] in _TABLES["uncounted"] or not _BELOW.isdisjoint(lowered):
        return False
    if not lowered[-1].isascii() and _UNCOUNTED_CHINESE.search("".join(lowered)):
        return False
    return all(_SCALES.get(word, DOZEN) == DOZEN for word in (lowered[0], lowered[-1]))


_BELOW: Final = frozenset({"below", "beneath", "underground"})

_UNCOUNTED_CHINESE: Final = re.compile(
    "^(?:的|平方|立方|次方|次幂|幂|阶乘|不|没|无|错|正确|是|否|减|加(?!仑)|乘|除|折|成$|半|百|千|十)"
    "|分之|以[上下内外]|错误|倒数|负"
)
"""What changes or judges a number: its powers, its reciprocal, its sign, fractions, magnitudes, bounds, denials."""


def is_measure_word(character: str) -> bool:
    """Whether a Chinese character behind a number only counts things (``5 个``)."""
    return character in _MEASURE_WORDS


_MEASURE_WORDS: Final = frozenset(
    "个人种次条本名位只件张块支枝根棵朵头匹辆台套双对组份包袋箱盒瓶杯碗颗粒片层排行列项页题道步倍圈句首篇封把枚座间家所户班级"
    "届期场局轮票分点号群批段面边处艘架节门幅串束桶筐堆队卷册角"
)
"""None of them says anything of the number: 折 and 成 (tenths), 半 (a half) and 错 are no such word."""


def is_aside(words: str) -> bool:
    """Whether ``words`` in parentheses behind a value add nothing to it (``0.33 (approximate)``)."""
    text = normalize_words(words)
    return text in _TABLES["filler"] or text in _TABLES["aside"]


def exception_size(words: Sequence[str]) -> int:
    """How many of ``words``, from the first, say that what follows is left out (two in ``except for``); 0 for none."""
    if not words or words[0].lower() not in _EXCEPTION_OPENERS:
        return 0
    sizes = range(min(len(words), LONGEST_EXCEPTION), 0, -1)
    return next((n for n in sizes if normalize_words(" ".join(words[:n])) in _TABLES["exception"]), 0)


_EXCEPTION_OPENERS: Final = frozenset(text.split()[0] for text in _TABLES["exception"])
LONGEST_EXCEPTION: Final = 4
"""Words of the longest phrase of that kind, its article counted."""

SET_OPENERS: Final = frozenset({"a", "an", "the"}) | frozenset(
    text.split()[0] for text, said in _TABLES["meaning"].items() if said in ("reals", "integers")
)
"""First words, in lower case, of the phrases that name the reals or the integers."""


def remark(words: str) -> str | None:
    """What ``words`` in parentheses behind a value name it as (``5 (minimum)``); None if they may change the value."""
    return _TABLES["remark"].get(normalize_words(words))


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A phrase that declares names.

    Attributes:
        kind: ``integer`` for a name free over all integers, ``real`` over all reals, ``constant`` for a free constant,
            ``domain`` for any other set (``positive integers``), ``any`` where none is named.
        names: the declared names, without backslash; empty where none is written.
    """

    kind: Literal["integer", "real", "constant", "domain", "any"]
    names: tuple[str, ...]


_CHINESE: Final = {
    "对于任意的": "for any",
    "对于任意": "for any",
    "对任意的": "for any",
    "对任意": "for any",
    "对所有": "for all",
    "任意": "any",
    "其中": "where",
    "正整数": "positive integer",
    "非负整数": "nonnegative integer",
    "自然数": "natural",
    "整数": "integer",
    "实数": "real",
    "有理数": "rational",
    "常数": "constant",
    "属于": "in",
    "为": "is",
    "是": "is",
    "，": ",",
    "、": ",",
}
_LEADS: Final = (
    "for all",
    "for every",
    "for any",
    "for each",
    "for some",
    "where",
    "with",
    "when",
    "for",
    "given",
    "any",
)
_LEADS_WITH_NAMES: Final = frozenset({"for all", "for every", "for any", "for each", "for some"})
_COPULAS: Final = frozenset({"is", "are", "be", "in", "being", "as", "denotes", "denote"})
_NEUTRAL: Final = frozenset({"arbitrary", "any", "all", "some", "fixed", "a", "an", "the", "given", "of", "set"})
_RESTRICTING: Final = frozenset(
    {"positive", "negative", "non-negative", "nonnegative", "non-positive", "nonpositive", "nonzero", "non-zero"}
    | {"odd", "even", "prime", "distinct", "whole", "natural", "real", "complex", "rational", "irrational"}
)
_NOUNS: Final = frozenset({"number", "value", "real", "natural", "rational", "prime", "integer", "constant"})
_SETS: Final = {"z": "integer", "r": "real", "n": "domain", "q": "domain", "c": "domain"}
_MATHBB: Final = re.compile(r"\\(?:mathbb|mathbf|Bbb|mathrm)\s*\{?\s*([ZRNQC])\s*\}?")
_DOUBLE_STRUCK: Final = str.maketrans(
    {"ℤ": " Z", "ℝ": " R", "ℕ": " N", "ℚ": " Q", "ℂ": " C", "∈": " in ", "∀": " for all "}
)
_QUANTIFIER_TOKEN: Final = re.compile(
    r"(?P<set>[ZRNQC](?:\s*(?:[_^]\s*\{?[+*0-9>\\a-z-]+\}?|\+|\*))+)"
    r"|(?P<name>\\?[^\W\d_]+(?:-[^\W\d_]+)*(?:\d+|_\w|_\{\w+\})?'*)|(?P<comma>[,&])|\s+|(?P<bad>.)",
    re.DOTALL,
)
_MAX_QUANTIFIER: Final = 200


def _quantifier_tokens(words: str) -> list[str] | None:
    text = words.translate(_QUOTES).strip(_END_PUNCTUATION + "()[]$ ")
    for chinese, english in _CHINESE.items():
        text = text.replace(chinese, f" {english} ")
    text = _MATHBB.sub(r" \1", text.translate(_DOUBLE_STRUCK)).replace(r"\in ", " in ").replace(r"\forall", " for all ")
    tokens: list[str] = []
    for match in _QUANTIFIER_TOKEN.finditer(text):
        if match["bad"]:
            return None
        if match.lastgroup:
            tokens.append(match[0])
    return tokens


def _take_lead(tokens: list[str]) -> tuple[str, list[str]]:
    for lead in _LEADS:
        words = lead.split()
        if [token.lower() for token in tokens[: len(words)]] == words:
            return lead, tokens[len(words) :]
    return "", tokens


def _is_name(token: str) -> bool:
    bare = re.sub(r"(?:\d+|_\w|_\{\w+\})?'*$", "", token)
    return len(bare) == 1 or bare.startswith("\\")


def _take_names(tokens: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names joined by commas or ``and`` at the start of ``tokens``, and what follows them."""
    names: list[str] = []
    rest = tokens
    while rest and _is_name(rest[0]):
        names.append(rest[0].removeprefix("\\").replace("{", "").replace("}", ""))
        rest = rest[1:]
        joined = 0
        while joined < len(rest) and rest[joined].lower() in {",", "and", "&", "or"}:
            joined += 1
        if not joined or joined == len(rest) or not _is_name(rest[joined]):
            break
        rest = rest[joined:]
    return tuple(names), rest


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.removesuffix("s") in _NOUNS else word


def _take_domain(tokens: list[str]) -> tuple[str, list[str]] | None:
    """Adjectives and a domain noun, or the letter of a set; the kind they declare and what follows them."""
    restricted = real = False
    for at, token in enumerate(tokens):
        word = _singular(token.lower())
        following = _singular(tokens[at + 1].lower()) if at + 1 < len(tokens) else ""
        if word in _NOUNS and following not in _NOUNS:
            kind = word if word == "constant" else "domain" if restricted else "real" if real else word
            return kind, tokens[at + 1 :]
        if at == 0 and token[0] in "ZRNQC" and (len(token) == 1 or not token[1].isalpha()):
            return (_SETS[token.lower()] if len(token) == 1 else "domain"), tokens[1:]
        if word == "real":
            real = True
        elif word in _RESTRICTING:
            restricted = True
        elif word not in _NEUTRAL:
            return None
    return None


def _finish(kind: str, names: tuple[str, ...]) -> Quantifier:
    return Quantifier(kind if kind in ("integer", "real", "constant", "any") else "domain", names)  # type: ignore[arg-type]


def quantifier(words: str) -> Quantifier | None:
    r"""Read a phrase that does nothing but declare names.

    Args:
        words: such as ``for all positive integers n``, ``where k is an integer``, ``k \in \mathbb{Z}``.

    Returns:
        The kind of the domain and the names; None if the phrase says anything else.
    """
    tokens = _quantifier_tokens(words) if len(words) <= _MAX_QUANTIFIER else None
    if not tokens:
        return None
    lead, rest = _take_lead(tokens)
    names, after = _take_names(rest)
    if names:
        if not after:
            return _finish("any", names) if lead in _LEADS_WITH_NAMES else None
        joined = after[0].lower() in _COPULAS
        if joined or lead or after[0].lower() in ("a", "an", "any"):
            domain = _take_domain(after[joined:])
            if domain is not None and not domain[1]:
                return _finish(domain[0], names)
    domain = _take_domain(rest)
    if domain is None or not (lead or tokens[0].lower() in ("all", "some")):
        return None
    names, after = _take_names(domain[1])
    return None if after else _finish(domain[0], names)
