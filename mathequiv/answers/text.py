"""Words, lettered choices and the texts that mean mathematics (``no solution``, ``all real numbers``)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from mathequiv.answers.kinds import Answer, Interval, Listing, NamedSet, Scalar, SetAnswer, Statement, TextAnswer, Truth
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Constant, Expr, Mul, Neg, Number, Percent, Quantity, Symbol
from mathequiv.latex.parser import parse
from mathequiv.lexicon import words
from mathequiv.lexicon.code import KEYWORDS
from mathequiv.lexicon.commands import COMMANDS, LOOKS, STYLE
from mathequiv.lexicon.dates import day_of_year
from mathequiv.lexicon.morphology import singular
from mathequiv.lexicon.number_words import leading_number, number_in_words
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.prose import CHOICE_JUDGED, CHOICE_LEAD, CHOICE_NOUN, FORMULA_WORDS
from mathequiv.lexicon.said import rules_out
from mathequiv.lexicon.shapes import QUANTIFYING
from mathequiv.lexicon.units import read_unit
from mathequiv.limits import MAX_CHOICE_TEXT

__all__ = [
    "LETTERED",
    "MEANINGS",
    "REALS",
    "as_number",
    "closed",
    "counted_in_words",
    "dated_name",
    "meaning_of",
    "plain_words",
    "read_choice_text",
    "read_words",
    "words_of",
]

_INFINITY: Final = Constant("infinity")
REALS: Final = Interval(Neg(_INFINITY), _INFINITY, low_closed=False, high_closed=False)

MEANINGS: Final[dict[str, Answer]] = {
    "true": Truth("true"),
    "false": Truth("false"),
    "undefined": Truth("undefined"),
    "empty": SetAnswer(()),
    "infinity": Scalar(_INFINITY),
    "minus infinity": Scalar(Neg(_INFINITY)),
    "reals": REALS,
    "integers": NamedSet("Z"),
    "positive integers": NamedSet("Z+"),
    "negative integers": NamedSet("Z-"),
    "nonnegative integers": NamedSet("N0"),
    "natural numbers": NamedSet("N"),
    "rational numbers": NamedSet("Q"),
    "complex numbers": NamedSet("C"),
    "positive reals": Interval(Number(0), _INFINITY, low_closed=False, high_closed=False),
    "nonnegative reals": Interval(Number(0), _INFINITY, low_closed=True, high_closed=False),
    "negative reals": Interval(Neg(_INFINITY), Number(0), low_closed=False, high_closed=False),
}
"""What each meaning of the word table is as an answer."""

_SPLIT: Final = Pattern(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*;\s*|[和与及、]")


def meaning_of(name: str) -> Answer:
    """What a meaning of the word table is as an answer."""
    return MEANINGS[name]


def read_words(text: str) -> tuple[Answer, ...]:
    """What ``text``, made of words only, may mean: a meaning of the word table, or itself and the list it may be."""
    whole = _phrase(text)
    if not isinstance(whole, TextAnswer):
        return (whole,)
    if len(whole.words) == 1 and whole.words.isalpha():
        return (Scalar(Symbol(text.strip(" .,;:!?"))),)
    parts = [part for part in _SPLIT.split(text) if part.strip()]
    if len(parts) < 2:
        return (whole,)
    listed = Listing(tuple([_phrase(part) if part.isascii() else read_words(part)[0] for part in parts]))
    # of two claims one holds: not the same as both
    return (whole, Statement("or", (listed,)) if _EITHER_CLAIM.search(text) else listed)


_EITHER_CLAIM: Final = Pattern(r"\b(?:is|are)\b.*\bor\b")


def _phrase(text: str) -> Answer:
    normal = words.normalize_words(text)
    known = words.meaning_of_normal(normal) or _of_bound_letter(normal)
    if known is not None:
        return MEANINGS[known]
    value = number_in_words(text)
    return TextAnswer(normal) if value is None else Scalar(as_number(value))


def _of_bound_letter(normal: str) -> str | None:
    """The meaning of ``all positive integers n`` without the letter that is bound; None where words have none."""
    if normal[-2:-1] != " " or not normal[-1].isalpha() or normal.partition(" ")[0] not in QUANTIFYING:
        return None
    return words.meaning_of_normal(normal[:-2])


def as_number(value: Fraction) -> Expr:
    """The tree of a number in words."""
    size = Number(abs(value.numerator), value.denominator)
    return Neg(size) if value < 0 else size


def counted_in_words(text: str) -> tuple[Answer, ...]:
    r"""``five apples`` and ``十二个``: a number in words with what it counts; nothing for any other text.

    In Chinese only a unit or a measure word may follow: ``三角形`` is no three of anything.
    """
    found = leading_number(text)
    if found is None or not found[1] or _NO_NOUN.search(found[1]) or any(map(words.is_conjunction, found[1].split())):
        return ()
    value, noun = found
    if not words.is_measure_word(noun) and read_unit(noun) is None and not (noun.isascii() and _is_plural(value, noun)):
        return ()
    try:
        tree = parse(rf"1\text{{{noun}}}")
    except (Unreadable, OverLimit):
        return ()
    counted = as_number(value)
    match tree:
        case Quantity(value=Number(), unit=unit):
            return (Scalar(Quantity(counted, unit)),)
        case Percent(value=Number()):
            return (Scalar(Percent(counted)),)
        case Mul(factors=(Number(), Number() as scale)):
            return (Scalar(Mul((counted, scale))),)
    return ()


def _is_plural(value: Fraction, noun: str) -> bool:
    """Whether a noun may be counted so: ``two digit number`` is one number."""
    last = noun.rsplit(maxsplit=1)[-1]
    return abs(value) <= 1 or last in _PLURALS or singular(last) != last or words.scale(last) is not None


_PLURALS: Final = frozenset({"people", "sheep", "fish", "deer", "percent"})
"""Plurals that are written as their singulars, or are no nouns."""

_NO_NOUN: Final = Pattern(r"^of\b|\bto\b|[^\w\s'-]")


_STYLE: Final = Pattern(STYLE)
_BLANK: Final = Pattern(r"[{}$*]|\\[,;:! ]|\\q?quad(?![a-zA-Z])|~|\\\(|\\\)|\\\[|\\\]")
_GAP: Final = rf"(?:\s|{_BLANK.pattern}|{STYLE})"
_ALONE: Final = Pattern(
    rf"{CHOICE_NOUN}?\s*(?:[:：]\s*)?"
    r"(?:\(([A-Z])\)|([A-Z])\s*[-–—.):]?|\[([A-Z])\]|【([A-Z])】)[.,;:]?",
    re.IGNORECASE,
)
_ITEM: Final = Pattern(r"[a-e]\)")
"""A small letter as it numbers an item, with half of its parentheses."""
_WITH_CONTENT: Final = Pattern(
    rf"""{_GAP}*
    (?:{CHOICE_LEAD}{_GAP}*[:：]?{_GAP}*)?
    (?:\(([A-Ja-h])\) | ([A-J]){_GAP}*[.):] | ([A-J]){_GAP}+[-–—](?={_GAP}+[A-Za-z]*[a-z]{{2}}))
    (?:[.:]{_GAP}+ | {_GAP}+)
    ([^\s=+*/^<>(].*|{_GAP}*(?:[=<>≤≥≠]|\\(?:[lg]eq?|neq?|[lg]t)(?![a-z])){_GAP}*)""",
    re.DOTALL | re.VERBOSE,
)
"""The letter of a choice and its text; ``C - the mean`` needs a word after the line, for ``C - x`` is a difference."""
_JOINED: Final = Pattern(r"(?:and|or)(?![a-z])|[&,;/+]|-\s", re.IGNORECASE)
LETTERED: Final = Pattern(r"[A-Z](?![A-Za-z0-9])|\([a-h]\)|^\s*[a-e]\)")
"""What every choice has: its letter, followed by no letter or digit, whatever else is blanked."""

_JUDGED: Final = Pattern(CHOICE_JUDGED, re.VERBOSE | re.IGNORECASE)
_ANOTHER: Final = Pattern(
    r"(?<![A-Za-z)])\([A-Ja-h]\)|(?<![A-Za-z\\])[B-J][.):](?:\s|$)|(?<![A-Za-z])[A-J]\s+(?:is|isn't)(?![a-z])"
    r"|(?<![A-Za-z\d])(?<!\d\s)(?<!\d\s\s)(?<!\d\s\s\s)[A-J]\.?$"  # after a number it is a unit
    r"|[;,]\s*[A-Z]\s*[:=]|\((?:II|III|IV|VI)\)"
)
"""Another lettered choice within the text of one."""


def read_choice_text(text: str) -> tuple[str, str] | None:
    """The letter of a lettered choice and the text after it (``""`` for none).

    None if ``text`` is no choice, judges one (``C is wrong``) or shows two.
    """
    if len(text) > MAX_CHOICE_TEXT or text[:1] == "~":
        return None  # what is negated is no choice
    plain = _BLANK.sub(" ", _STYLE.sub(" ", text)).translate(_WIDE).strip()
    alone = _ALONE.fullmatch(plain)
    if alone:
        letter = next(group for group in alone.groups() if group)
        return (letter, "") if letter.isupper() or _ITEM.fullmatch(plain) else None
    found = _WITH_CONTENT.fullmatch(text)
    if found is None:
        return None
    content = closed(found[4])
    said = _BLANK.sub(" ", _STYLE.sub(" ", content)).strip()
    if _is_no_content(said) or (found[3] and _opens_formula(said)):
        return None
    return found[1] or found[2] or found[3], content


def _is_no_content(said: str) -> bool:
    """Whether a text after a letter judges or joins it, or shows another choice."""
    return bool(_JOINED.match(said) or _JUDGED.match(said) or rules_out(said) or _ANOTHER.search(said))


def _opens_formula(said: str) -> bool:
    first = _WORD_START.match(said)
    return first is not None and first[0].lower() in FORMULA_WORDS


_WIDE: Final = str.maketrans("（）．，", "().,")
_WORD_START: Final = Pattern(r"[A-Za-z]*")


def closed(content: str) -> str:
    """The end of a text without the marks that close what its start opens."""
    kept: list[str] = []
    depth = 0
    for at, character in enumerate(content):
        escaped = at > 0 and content[at - 1] == "\\"
        if character == "}" and not escaped and not depth:
            continue
        depth += (character == "{") * (not escaped) - (character == "}") * (not escaped)
        kept.append(character)
    closed = "".join(kept)
    if closed.count("$") % 2:
        closed = closed.replace("$", "", 1) if closed.lstrip()[:1] == "$" else closed[::-1].replace("$", "", 1)[::-1]
    for mark in ("**", "\\)", "\\]"):
        closed = closed.strip().removesuffix(mark) if closed.count(mark) % 2 else closed
    return closed.strip()


_COMMAND: Final = Pattern(r"\\(?:begin|end)\{[a-zA-Z]+\*?\}|\\[a-zA-Z]+|[{}$\\*]")
_WORD: Final = Pattern(r"[^\W\d_]{3,}")


def plain_words(text: str) -> Answer | None:
    """A text that is prose although it cannot be read, None if it does not look like prose (two words or more)."""
    plain = _COMMAND.sub(" ", text)
    if _NUMBERED_NAME.fullmatch(plain):
        return TextAnswer(words.normalize_words(plain))
    first = _WORD.search(plain)
    if first is None or _WORD.search(plain, first.end()) is None or _is_code(plain):
        return None
    said = words_of(text)
    known = words.meaning_of_normal(said)
    return TextAnswer(said) if known is None else MEANINGS[known]


def _is_code(text: str) -> bool:
    """Whether a text calls a name with its bracket and holds no two words side by side: code, which is no prose."""
    return ("(" in text or "[" in text) and _CALL.search(text) is not None and _SAID.search(text) is None


_CALL: Final = Pattern(r"(?<![\\\w])[A-Za-z_]\w+[(\[]")
_KEYWORD: Final = rf"(?!(?:{'|'.join(sorted(KEYWORDS))})\b)"
_SAID: Final = Pattern(rf"(?<![\w.]){_KEYWORD}[A-Za-z]{{2,}}\s+{_KEYWORD}[A-Za-z]{{2,}}(?![\w(\[])")


def words_of(text: str) -> str:
    """A text as words, what its commands say among them."""
    return words.normalize_words(_COMMAND.sub(_said_by, text))


_NUMBERED_NAME: Final = Pattern(r"\s*[A-Za-z]{3,}(?:-\d+[A-Za-z]+|\s+['’]\d\d)\s*")
"""``model-7B``, ``Jun '20``: a word with a number that says which."""


def dated_name(text: str) -> TextAnswer | Statement | None:
    """``Jun '20`` as words, in which letters would else multiply, and ``12 June`` as a day; None for any other text."""
    if len(text) <= _LONGEST_DAY and _MONTH.search(text) is not None:
        day = day_of_year(words_of(text))
        if day is not None:
            return Statement("day", tuple([Scalar(Number(part)) for part in day]))
    short = len(text) <= _LONGEST_DATED and ("'" in text or "’" in text)
    return TextAnswer(words.normalize_words(text)) if short and _DATED.fullmatch(text) else None


_LONGEST_DAY: Final = len(r"\text{on the } 12 \text{th of September, 2024}")
_MONTH: Final = Pattern(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_LONGEST_DATED: Final = len("September '20") + 2
_DATED: Final = Pattern(r"\s*[A-Z][a-z]{2,8}\s+['’]\d\d\s*")


def _said_by(match: re.Match[str]) -> str:
    """What a command says among words."""
    name = match[0][1:]
    row = COMMANDS.get(name)
    if not name or (row is not None and row.kind in LOOKS):
        return " "
    return f" {row.text if row is not None else match[0]} "
