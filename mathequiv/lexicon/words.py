r"""Words that carry meaning in an answer: one row per word or phrase, with its role, meaning and an example.

Nothing here guesses: a phrase that has no row is text. A sentence about correctness ("correct") has none on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from mathequiv.lexicon.morphology import inflect
from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "CONJUNCTION",
    "END_PUNCTUATION",
    "LONGEST_EXCEPTION",
    "QUOTES",
    "ROOT_COUNTS",
    "SCALES",
    "SET_OPENERS",
    "TABLES",
    "WORDS",
    "Role",
    "Word",
    "base_of",
    "exception_size",
    "half_of_day",
    "is_aside",
    "is_conjunction",
    "is_filler",
    "is_free_constant",
    "is_measure_word",
    "is_ordinal_suffix",
    "is_percent",
    "is_remainder",
    "is_repetition",
    "meaning",
    "meaning_of_normal",
    "normalize_words",
    "parts_of_one",
    "remark",
    "scale",
    "share",
]

Role: TypeAlias = Literal[
    "meaning",
    "conjunction",
    "base",
    "half",
    "percent",
    "ordinal",
    "filler",
    "remark",
    "aside",
    "exception",
    "scale",
    "part",
    "power",
    "operation",
    "direction",
    "sign",
    "number",
    "judgement",
    "several",
    "denial",
    "doubt",
    "bound",
    "comparison",
    "repetition",
]
_ROLES: Final = get_args(Role)


class Word(NamedTuple):
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


QUOTES: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\xa0": " ", "‐": "-", "‑": "-"}
)
_ARTICLES: Final = frozenset(
    "".join(letters) for word in ("a", "an", "the") for letters in product(*((c, c.upper()) for c in word))
)
"""In upper, lower and mixed case."""
END_PUNCTUATION: Final = " \t\r\n.,;:!?。，；：！？、"


def _is_name(parts: list[str], at: int) -> bool:
    """Whether an article among words is a letter: a capital within a text, or an ``a`` that no noun follows."""
    if at and parts[at] == "A":
        return True
    after = parts[at + 1].lower() if at + 1 < len(parts) else ""
    return parts[at] in ("a", "A") and ((at > 0 and not after) or after in _AFTER_NAMES)


_AFTER_NAMES: Final = frozenset({"is", "are", "was", "has", "and", "or", "equals", "divides", "only", "alone"})


def normalize_words(words: str) -> str:
    """The key by which two texts are compared.

    Args:
        words: a text without commands.

    Returns:
        Lower-case, without articles and end punctuation, with single spaces and plain quotes. A text of nothing but an
        article keeps it, and a capital A within a text is a name (``point A``).
    """
    if words.isascii() and words.isalpha():  # one word, as most are
        return words.lower()
    parts = words.translate(QUOTES).strip(END_PUNCTUATION).split()
    kept = [part for at, part in enumerate(parts) if part not in _ARTICLES or _is_name(parts, at)]
    return " ".join(kept or parts).lower().strip(END_PUNCTUATION)


def _rows(role: Role, meaning: str, texts: str, example: str = "{}", forms: str = "word") -> tuple[Word, ...]:
    """One row per form of each phrase of ``texts`` (joined by ``|``); ``example`` shows it where ``{}`` stands."""
    spelled = [inflect(text, form) for text in texts.split("|") for form in forms.split()]
    return tuple([Word(text, role, meaning, example.format(text)) for text in spelled])


def _parts(names: str, counts: tuple[int, ...]) -> tuple[Word, ...]:
    """Fractions by name: ``third`` and ``thirds``."""
    rows = [
        _rows("part", f"1/{count}", name, "5 {}", "word s")
        for name, count in zip(names.split("|"), counts, strict=True)
    ]
    return tuple([word for row in rows for word in row])


def _named_sets(meaning: str, noun: str, chinese: str) -> tuple[Word, ...]:
    """A set by the noun of its elements (``all positive integers``, ``set of positive integers``)."""
    english = (f"{noun}s|all {noun}s|any {noun}|every {noun}|set of {noun}s|set of all {noun}s").split("|")
    names = [text for one in english for text in (one, one.replace("real numbers", "reals"))]
    names += [f"{lead}{chinese}" for lead in ("", "所有", "任意", "全体", "一切")] + [f"{chinese}集"] if chinese else []
    return _rows("meaning", meaning, "|".join(dict.fromkeys(names)))


WORDS: Final[tuple[Word, ...]] = (
    *_rows("conjunction", "and", "and|及|和|以及|且|并且|&|as well as|与", "3 {} 5"),
    *_rows("conjunction", "or", "or|或|或者|or else", "3 {} 5"),
    *_rows("meaning", "true", "yes|true|是|是的|对|真|能|可以|会|有"),
    *_rows("meaning", "false", "no|false|否|不是|不对|错|假|不能|不可以|不会|没有"),
    *_rows("meaning", "undefined", "undefined|is undefined|not defined|is not defined|无意义|未定义"),
    *_rows(
        "meaning", "undefined", "dne|does not exist|doesn't exist|do not exist|nonexistent|limit does not exist|不存在"
    ),
    *_rows("meaning", "undefined", "nan|zoo|complexinfinity|indeterminate"),
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
    *_rows("meaning", "infinity", "positive infinity|plus infinity|正无穷|正无穷大"),
    *_rows("meaning", "infinity", "approaches infinity|tends to infinity|goes to infinity"),
    *_rows("meaning", "minus infinity", "negative infinity|minus infinity|负无穷|负无穷大"),
    *_rows("meaning", "minus infinity", "approaches negative infinity|tends to negative infinity"),
    *_rows("meaning", "minus infinity", "goes to negative infinity"),
    *_rows("meaning", "reals", "all real numbers|all reals|any real number|real numbers|reals|every real number"),
    *_rows("meaning", "reals", "all real values|any real value|set of all real numbers|set of real numbers|all real"),
    *_rows("meaning", "reals", "全体实数|所有实数|任意实数|一切实数|实数集"),
    *_rows(
        "meaning", "integers", "all integers|any integer|integers|every integer|set of all integers|set of integers"
    ),
    *_rows("meaning", "integers", "所有整数|任意整数|全体整数|整数集"),
    *_rows("meaning", "true", "正确|正确的"),
    *_rows("meaning", "true", "vrai|wahr|verdadero|verdadeiro|vero|oui"),
    *_rows("meaning", "false", "faux|falsch|falso|nein"),
    *_rows(
        "meaning", "empty", "pas de solution|aucune solution|keine lösung|keine lösungen|sin solución|no hay solución"
    ),
    *_rows("meaning", "empty", "sem solução|não há solução|nessuna soluzione"),
    *_rows("meaning", "empty", "нет решений|решений нет|нет корней|корней нет|пустое множество"),
    *_rows("meaning", "empty", "解なし|解はない|解は存在しない|実数解なし|해가 없다|해는 없다|해 없음|실근이 없다"),
    *_rows("meaning", "true", "да|верно|правда|はい|正しい|예|참"),
    *_rows("meaning", "false", "нет|неверно|ложь|いいえ|正しくない|아니오|거짓"),
    *_rows("meaning", "infinity", "бесконечность|бесконечно много|無限大|무한대"),
    *_rows("meaning", "infinity", "unendlich|l'infini|infinito"),
    *_rows("meaning", "false", "错误|错误的|不正确|不正确的"),
    *_named_sets("positive integers", "positive integer", "正整数"),
    *_named_sets("negative integers", "negative integer", "负整数"),
    *_named_sets("natural numbers", "natural number", "自然数"),
    *_named_sets("rational numbers", "rational number", "有理数"),
    *_named_sets("complex numbers", "complex number", "复数"),
    *_named_sets("positive reals", "positive real number", "正实数"),
    *_named_sets("negative reals", "negative real number", "负实数"),
    *(
        row
        for name in ("nonnegative", "non-negative")
        for row in _named_sets("nonnegative integers", f"{name} integer", "非负整数" if name[3] == "-" else "")
    ),
    *(
        row
        for name in ("nonnegative", "non-negative")
        for row in _named_sets("nonnegative reals", f"{name} real number", "非负实数" if name[3] == "-" else "")
    ),
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
    *_rows("percent", "percent", "percent|per cent|pct|percentage|percents", "40 {}"),
    *_rows("ordinal", "ordinal", "st|nd|rd|th", "12{}"),
    *_rows("scale", "10", "tens", "5 {}"),
    *_rows("scale", "2", "pairs", "5 {}"),
    *_rows("scale", "12", "dozen", "5 {}", "word s"),
    *_rows("scale", "20", "score", "4 {}"),
    *_rows("scale", "100", "hundred", "5 {}", "word s"),
    *_rows("scale", "1000", "thousand", "5 {}", "word s"),
    *_rows("scale", "100000", "lakh", "5 {}", "word s"),
    *_rows("scale", "10000000", "crore", "5 {}", "word s"),
    *_rows("scale", "1000000", "million", "5 {}", "word s"),
    *_rows("scale", "1000000000", "billion", "5 {}", "word s"),
    *_rows("scale", "1000000000", "bn", "5 {}"),
    *_rows("scale", "1000000000000", "trillion", "5 {}", "word s"),
    *_rows("scale", "1000000000000000", "quadrillion", "5 {}", "word s"),
    *_rows("scale", "10000", "万", "5 {}"),
    *_rows("scale", "10000", "myriad", "5 {}", "word s"),
    *_rows("scale", "1/4", "quarters", "5 {}"),
    *_rows("scale", "100000000", "亿", "5 {}"),
    *_rows("part", "1/2", "halves", "5 {}"),
    *_parts("third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth", tuple(range(3, 13))),
    *_parts("thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth", tuple(range(13, 20))),
    *_parts("twentieth|thirtieth|fortieth|fiftieth|hundredth|thousandth", (20, 30, 40, 50, 100, 1000)),
    *_parts("millionth|billionth", (10**6, 10**9)),
    *_rows("power", "power", "squared|cubed|root|power|exponent|exponentiated|raised|factorial|factorials", "5 {}"),
    *_rows("operation", "operation", "plus|minus|modulo|mod|inverse|reciprocal|opposite|itself", "5 {}"),
    *_rows("operation", "operation", "divide|add|subtract|double|triple|quadruple|halve|invert", "5 {}", "ed"),
    *_rows("operation", "operation", "multiply", "5 {}", "ed"),
    *_rows("sign", "sign", "negative|conjugate|conjugated|short|before|early", "5 {}"),
    *_rows("direction", "down", "below|beneath|underground", "5 {}"),
    *_rows("number", "number", "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first", "5 {}"),
    *_rows("number", "number", "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty", "5 {}"),
    *_rows("number", "number", "thirty|forty|fifty|sixty|seventy|eighty|ninety|pi|infinity", "5 {}"),
    *_rows("judgement", "judgement", "correct|true|right|possible|valid|otherwise|nothing", "5 {}"),
    *_rows("judgement", "judgement", "unknown|nonexistent|inconclusive|unsolvable|undetermined|undefined", "5 {}"),
    *_rows("judgement", "wrong", "wrong|false|incorrect|untrue|impossible|invalid|extraneous|erroneous|void", "5 {}"),
    *_rows("judgement", "wrong", "inadmissible|unacceptable|inapplicable|mistaken|ruled out|crossed out", "5 {}"),
    # Several at once, or a part, by a word that has another meaning too or is read in more than one way.
    *_rows("several", "several", "pair|couple|quarter|gross|myriad|trio|duo|quartet", "5 {}", "word s"),
    *_rows("several", "several", "half", "5 {}-hours"),
    *_rows("several", "1/1000", "per mille|per mil|permille", "5 {}"),
    *_rows("several", "1/10000", "basis point", "5 {}", "word s"),
    *_rows("several", "1/1000000", "ppm|parts per million", "5 {}"),
    *_rows("several", "1/1000000000", "ppb|parts per billion", "5 {}"),
    *_rows("denial", "denial", "not|never|no|none|neither|nor|without|except", "5 {}"),
    *_rows("denial", "denial", "exclude|reject|discard|eliminate|disregard|ignore|disqualify|negate", "5 {}", "ed"),
    *_rows("denial", "denial", "omitted|isn't|aren't|wasn't|cannot|can't", "5 {}"),
    *_rows("doubt", "doubt", "maybe|perhaps|possibly|probably|likely|unsure|uncertain|presumably|supposedly", "5 {}"),
    *_rows("doubt", "doubt", "guess", "5 {}", "word s ed ing"),
    *_rows("bound", "bound", "least|most|almost|barely|under|than|exclusive|exclusively|inclusive", "5 {}"),
    *_rows("bound", "bound", "at most|at least|up to|or more|or less|or fewer|and above|or above|and up|or so", "5 {}"),
    *_rows("comparison", "less", "less|fewer|behind|late|past|bc|bce|debt|lost|earlier|overdue|owed|off", "5 {}"),
    *_rows("comparison", "other", "too many|too much|too few|too little", "5 {}"),
    *_rows("comparison", "less", "deficit|shortfall|loss", "5 {}", "word s"),
    *_rows("comparison", "times", "twice|thrice", "5 {}"),
    *_rows("repetition", "repetition", "repeating|recurring", "5 {}"),
    *_rows(
        "filler",
        "filler",
        "only|just|exactly|precisely|approximately|approx|about|roughly|around|nearly|约|大约|约为|约是|约等于|大约是|大约为",
        "{} 5",
    ),
    *_rows("filler", "filler", "answer|answer is|final answer|final answer is|答案是|答案", "{} 5"),
    *_rows("filler", "filler", "thus|therefore|hence|so|total of|remaining|we have|we get|o'clock", "{} 5"),
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


TABLES: Final = _tables()
"""What the words of each role mean."""


def meaning(words: str) -> str | None:
    """What a whole answer in words says.

    Args:
        words: the answer; case, articles and end punctuation do not matter.

    Returns:
        What the row says, as ``true``, ``undefined``, ``empty``, ``reals``; None for a text.
    """
    return meaning_of_normal(normalize_words(words))


def meaning_of_normal(normal: str) -> str | None:
    """As `meaning`, of what `normalize_words` gave."""
    return TABLES["meaning"].get(normal)


CONJUNCTION: Final = Pattern(r"(?<!\\)\\(?:text|mbox)\{ *(?:and|or) *\}|(?<![A-Za-z\\])(?:and|or)(?![A-Za-z])")
"""Conjunctions between answers in a text: they say no more than a comma does."""


def is_conjunction(words: str) -> Literal["and", "or"] | None:
    """Which conjunction ``words`` are, if they are nothing else."""
    found = TABLES["conjunction"].get(normalize_words(words))
    if found is None:
        return None
    return "and" if found == "and" else "or"


def is_filler(words: str) -> bool:
    """Whether ``words`` beside a value add nothing to it (``only 5``, ``exactly 5``)."""
    return normalize_words(words) in TABLES["filler"]


def base_of(words: str) -> int | None:
    """The base a subscript such as ``eight``, ``8``, ``base 8`` or ``octal`` names; None if it names none."""
    text = normalize_words(words).removeprefix("in ").removeprefix("base").strip(" -")
    found = TABLES["base"].get(text)
    return None if found is None else int(found)


def half_of_day(words: str) -> Literal["am", "pm"] | None:
    """Which half of the day ``a.m.``, ``PM`` and the like name."""
    found = TABLES["half"].get(normalize_words(words.replace(". ", ".")))
    if found is None:
        return None
    return "am" if found == "am" else "pm"


def is_percent(words: str) -> bool:
    """Whether ``words`` say percent."""
    return normalize_words(words) in TABLES["percent"]


def is_ordinal_suffix(words: str) -> bool:
    """Whether ``words`` are the ending of an ordinal number (``th`` of ``12th``)."""
    return normalize_words(words) in TABLES["ordinal"]


def scale(word: str) -> Fraction | None:
    """How many ones a word of magnitude after a number is (``5 million``, ``5 tenths``); None if it is none."""
    return SCALES.get(word.lower())


SCALES: Final = {text: Fraction(size) for text, size in TABLES["scale"].items()} | {
    text: Fraction(size) for text, size in TABLES["part"].items() if text.endswith("s")
}
"""A part in the singular (``5 third``) is no magnitude."""


def share(phrase: str) -> Fraction | None:
    """What part of one a phrase after a number counts (``5 per mille``); None for any other."""
    return _SHARES.get(phrase.lower())


_SHARES: Final = {text: Fraction(size) for text, size in TABLES["several"].items() if size.startswith("1/")}


def parts_of_one() -> dict[str, int]:
    """Fractions by name with their denominators (``third`` and ``thirds``: 3)."""
    return {text: Fraction(size).denominator for text, size in TABLES["part"].items()}


def is_measure_word(character: str) -> bool:
    """Whether a Chinese character after a number only counts things (``5 个``)."""
    return character in _MEASURE_WORDS


_MEASURE_WORDS: Final = frozenset(
    "个人种次条本名位只件张块支枝根棵朵头匹辆台套双对组份包袋箱盒瓶杯碗颗粒片层排行列项页题道步倍圈句首篇封把枚座间家所户班级"
    "届期场局轮票分点号群批段面边处艘架节门幅串束桶筐堆队卷册角"
)
"""None of them says anything of the number: 折 and 成 (tenths), 半 (a half) and 错 are no such word."""


def is_remainder(word: str) -> bool:
    """Whether a word between two numbers says that the second one is a remainder."""
    return word.lower() in _REMAINDERS


_REMAINDERS: Final = frozenset({"remainder", "rem", "余", "餘"})


def is_repetition(word: str) -> bool:
    """Whether a word after a decimal says that its digits repeat."""
    return word.lower() in TABLES["repetition"]


def is_free_constant(word: str) -> bool:
    """Whether a word in a formula names an arbitrary constant (``x^2 + constant``)."""
    return word.lower() in _FREE_CONSTANTS


_FREE_CONSTANTS: Final = frozenset({"constant", "const", "常数"})


def is_aside(words: str) -> bool:
    """Whether ``words`` in parentheses after a value add nothing to it (``0.33 (approximate)``)."""
    text = normalize_words(words)
    return text in TABLES["filler"] or text in TABLES["aside"]


def exception_size(words: Sequence[str]) -> int:
    """How many of ``words``, from the first, say that what follows is left out (two in ``except for``); 0 for none."""
    if not words or words[0].lower() not in _EXCEPTION_OPENERS:
        return 0
    sizes = range(min(len(words), LONGEST_EXCEPTION), 0, -1)
    return next((n for n in sizes if normalize_words(" ".join(words[:n])) in TABLES["exception"]), 0)


_EXCEPTION_OPENERS: Final = frozenset(text.split()[0] for text in TABLES["exception"])
LONGEST_EXCEPTION: Final = 1 + max(len(text.split()) for text in TABLES["exception"])
"""Words of the longest phrase of that kind, its article counted."""

SET_OPENERS: Final = frozenset({"a", "an", "the"}) | frozenset(
    text.split()[0] for text, said in TABLES["meaning"].items() if said in ("reals", "integers")
)
"""First words, in lower case, of the phrases that name the reals or the integers."""


def remark(words: str) -> str | None:
    """What ``words`` in parentheses after a value name it as (``5 (minimum)``); None if they may change the value."""
    return TABLES["remark"].get(normalize_words(words))


REMARKS: Final = frozenset(TABLES["remark"].values())
"""What remarks name a value as."""

ROOT_COUNTS: Final = {"simple root": 1, "double root": 2, "triple root": 3}
"""How often a value counts that a remark names as such a root."""
