"""Unicode characters that mean mathematics, each with the ASCII or LaTeX spelling it is read as."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = ["FOLDED", "fold"]

_SIGNS: Final = {
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "﹣": "-",
    "×": r"\times ",
    "✕": r"\times ",
    "·": r"\cdot ",
    "⋅": r"\cdot ",
    "∙": r"\cdot ",
    "•": r"\cdot ",
    "∗": "*",
    "÷": r"\div ",
    "∕": "/",
    "⁄": "/",
    "±": r"\pm ",
    "∓": r"\mp ",
    "√": r"\sqrt ",
    "∛": r"\sqrt[3]",
    "∜": r"\sqrt[4]",
    "∞": r"\infty ",
    "≤": r"\le ",
    "≦": r"\le ",
    "⩽": r"\le ",
    "≥": r"\ge ",
    "≧": r"\ge ",
    "⩾": r"\ge ",
    "≠": r"\ne ",
    "≈": r"\approx ",
    "≃": r"\approx ",
    "≡": r"\equiv ",
    "∈": r"\in ",
    "∉": r"\notin ",
    "⊂": r"\subset ",
    "⊆": r"\subseteq ",
    "∪": r"\cup ",
    "⋃": r"\cup ",
    "∩": r"\cap ",
    "⋂": r"\cap ",
    "∖": r"\setminus ",
    "∅": r"\emptyset ",
    "⌀": r"\emptyset ",
    "Ø": r"\emptyset ",
    "ℵ": r"\aleph ",
    "∀": r"\forall ",
    "∃": r"\exists ",
    "∁": r"\complement ",
    "¬": r"\lnot ",
    "∨": r"\lor ",
    "∧": r"\land ",
    "∣": r"\mid ",
    "‖": r"\Vert ",
    "⊥": r"\perp ",
    "≌": r"\cong ",
    "∽": r"\sim ",
    "∼": r"\sim ",
    "∥": r"\Vert ",
    "⟨": r"\langle ",
    "〈": r"\langle ",
    "⟩": r"\rangle ",
    "〉": r"\rangle ",
    "⌊": r"\lfloor ",
    "⌋": r"\rfloor ",
    "⌈": r"\lceil ",
    "⌉": r"\rceil ",
    "∑": r"\sum ",
    "∏": r"\prod ",
    "∫": r"\int ",
    "∂": r"\partial ",
    "∇": r"\nabla ",
    "≅": r"\cong ",
    "≔": "=",
    "∶": ":",
    "ℜ": r"\Re ",
    "ℑ": r"\Im ",
    "ⅈ": "i",
    "ⅉ": "j",
    "ℯ": "e",
    "∠": r"\angle ",
    "△": r"\triangle ",
    "→": r"\to ",
    "↦": r"\mapsto ",
    "⇒": r"\Rightarrow ",
    "⟹": r"\Rightarrow ",
    "↔": r"\leftrightarrow ",
    "⇔": r"\Leftrightarrow ",
    "⊃": r"\supset ",
    "⊇": r"\supseteq ",
    "∴": r"\therefore ",
    "…": r"\ldots ",
    "⋯": r"\ldots ",
    "°": r"^{\circ}",
    "º": r"^{\circ}",
    "℃": r"^{\circ}\text{C}",
    "℉": r"^{\circ}\text{F}",
    "㎜": r"\text{ mm}",
    "㎝": r"\text{ cm}",
    "㎞": r"\text{ km}",
    "㎎": r"\text{ mg}",
    "㎏": r"\text{ kg}",
    "㎡": r"\text{ m}^{2}",
    "㎥": r"\text{ m}^{3}",
    "㎖": r"\text{ mL}",
    "˚": r"^{\circ}",
    "∘": r"\circ ",
    "′": "'",
    "’": "'",
    "ʹ": "'",
    "″": "''",
    "‴": "'''",
    "”": '"',
    "“": '"',
    "✗": r"\text{ wrong}",
    "✘": r"\text{ wrong}",
    "❌": r"\text{ wrong}",
    "、": ",",
    "。": ".",
    "ℝ": r"\mathbb{R}",
    "ℤ": r"\mathbb{Z}",
    "ℕ": r"\mathbb{N}",
    "ℚ": r"\mathbb{Q}",
    "ℂ": r"\mathbb{C}",
    "Å": r"\AA ",
    "\u212b": r"\AA ",
    "ℓ": r"\ell ",
    "ℏ": r"\hbar ",
    "ħ": r"\hbar ",
    "Ω": r"\Omega ",
    "µ": r"\mu ",
    "∆": r"\Delta ",
    "¢": r"\textcent ",
    "€": r"\euro ",
    "£": r"\pounds ",
    "￥": r"\textyen ",
    "¥": r"\textyen ",
    "％": "%",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\xad": "",
    "ı": r"\imath ",
}
_GREEK_LETTERS: Final = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϑϕϵς"
_GREEK_NAMES: Final = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon varphi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega vartheta phi epsilon varsigma"
)
_GREEK: Final = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
_FRACTION_GLYPHS: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_FRACTION_VALUES: Final = "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/7 1/8 3/8 5/8 7/8 1/9 1/10"
_FRACTIONS: Final = dict(zip(_FRACTION_GLYPHS, _FRACTION_VALUES.split(), strict=True))
_SPACES: Final = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def _table() -> dict[int, str]:
    table = {ord(glyph): spelling for glyph, spelling in _SIGNS.items()}
    table.update((ord(glyph), f"\\{name} ") for glyph, name in _GREEK.items())
    for glyph, value in _FRACTIONS.items():
        top, bottom = value.split("/")
        table[ord(glyph)] = rf"\frac{{{top}}}{{{bottom}}}"
    table.update((ord(glyph), " ") for glyph in _SPACES)
    for code in range(0xFF01, 0xFF5F):
        table.setdefault(code, chr(code - 0xFEE0))
    table[0x1D07] = "e"  # how a calculator by Texas Instruments shows a power of ten
    for code in range(0x1D400, 0x1D800):  # letters and digits of mathematics in bold, italic and other faces
        plain = unicodedata.normalize("NFKC", chr(code))
        table.setdefault(code, table.get(ord(plain), plain) if len(plain) == 1 else plain)
    return table


FOLDED: Final[dict[int, str]] = _table()
"""Spelling of each folded character, by code point."""

_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷʸᶻᵀ"
_LOWERED: Final = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢₓₖₘₐₑₒₕₗₚₛₜⱼᵣᵤᵥ"
_LEVEL: Final = str.maketrans(
    _RAISED + _LOWERED, "0123456789+-=()nixabcdefghjklmoprstuvwyzT" + "0123456789+-=()nixkmaeohlpstjruv"
)
_SCRIPTS: Final = Pattern(f"(?P<up>[{_RAISED}]+)|(?P<down>[{_LOWERED}]+)")
_ROOT: Final = Pattern("(?:(?<=\\d)倍)?根号下?(?=[\\d(（{a-z])")
_INDEXED_ROOT: Final = Pattern(r"(?<![\w)])([²³⁴⁵⁶⁷⁸⁹ⁿ])\s?√")
"""A raised number before a root that is the power of nothing (``³√8``)."""
_CIRCLED: Final = Pattern("[①-⑳](?:[\\s,，、]*[①-⑳])*")


def _script(match: re.Match[str]) -> str:
    if match["up"]:
        return f"^{{{_POWER_OF_LETTER.sub(_raised, match[0].translate(_LEVEL))}}}"
    return f"_{{{match[0].translate(_LEVEL)}}}"


_POWER_OF_LETTER: Final = Pattern(r"([A-Za-z])(\d+)")
"""A digit after a letter, both raised (``eˣ²``), is the letter's power."""


def _raised(match: re.Match[str]) -> str:
    return f"{match[1]}^{{{match[2]}}}"


def _index(match: re.Match[str]) -> str:
    return rf"\sqrt[{match[1].translate(_LEVEL)}]"


def _circled(match: re.Match[str]) -> str:
    return ",".join(str(ord(c) - 0x245F) for c in match[0] if "①" <= c <= "⑳")


_OF_EMPTY_SET: Final = Pattern(r"(?<![\\^_}A-Za-z])\{ ?∅ ?\}")
"""The set of the empty set, typed without LaTeX: braces that group need not be around one sign."""
_OF_LATEX: Final = Pattern(r"[\\^_]")


def _with_sets(text: str) -> str:
    """A text with an empty set and the braces of sets escaped: all of them where nothing in it is LaTeX."""
    if _OF_LATEX.search(text) is None:
        return text.replace("{", "\\{").replace("}", "\\}")
    return _OF_EMPTY_SET.sub(r"\\{∅\\}", text)


_INDEXED: Final = "αβγδεηθκλμνρσφχψω"
_INDEXED_LETTER: Final = Pattern(rf"(?<![A-Za-z])([{_INDEXED}])(0|\d+(?!\s*/\s*\d))(?![\d.])")
"""A Greek letter with digits glued to it, which are its index (``λ1``, ``ε0``); π is a number."""
_INDEXED_SIGNS: Final = frozenset(_INDEXED)
_ACCENTS: Final = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u20d7": "vec",
}
"""Marks over the letter before them."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED: Final = {
    glyph: f"{letter}{mark}"
    for letter in _LETTERS
    for mark in _ACCENTS
    if len(glyph := unicodedata.normalize("NFC", f"{letter}{mark}")) == 1
}
"""Letters that are one sign with their mark."""
_ACCENTED: Final = frozenset((*_ACCENTS, *_MARKED))
_MARKED_LETTER: Final = Pattern(rf"[A-Za-z{_GREEK_LETTERS}][{''.join(_ACCENTS)}]|[{''.join(_MARKED)}]")


_POINTS: Final = Pattern("(?<![A-Za-z])([A-Z]{2})\u20d7")
"""An arrow over two points, typed after them."""


def _with_accents(text: str) -> str:
    r"""Marks over single letters as commands (``ŷ`` is ``\hat{y}``); those in words stay."""
    marked = _MARKED_LETTER.sub(_marked, _POINTS.sub(r"\\vec{\1}", text) if "\u20d7" in text else text)
    return marked if marked == text else _with_accents(marked)  # what was beside a letter may be beside a command now


def _marked(match: re.Match[str]) -> str:
    """A letter under its mark, unless it is part of a word or has another mark."""
    text, end = match.string, match.end()
    at = match.start()
    while at and unicodedata.combining(text[at - 1]):
        at -= 1
    after = text[end : end + 1]
    if _is_of_word(text[at - 1 : at]) or _is_of_word(after) or (after and unicodedata.combining(after)):
        return match[0]
    pair = _MARKED.get(match[0]) or match[0]
    return rf"\{_ACCENTS[pair[1]]}{{{pair[0]}}}"


def _is_of_word(char: str) -> bool:
    """Whether a character is a letter that stays one: Greek letters become commands."""
    return char.isalpha() and len(char.translate(FOLDED)) == 1


def fold(text: str) -> str:
    """Spell mathematical Unicode in ASCII; letters of other scripts stay.

    Args:
        text: any text.

    Returns:
        The text with signs, Greek letters, fractions, full-width forms, raised and lowered digits respelled; several
        circled numbers in a row become a list, ``根号`` before a value a root.
    """
    if text.isascii():
        return text
    if "∅" in text:
        text = _with_sets(text)
    if not _INDEXED_SIGNS.isdisjoint(text):
        text = _INDEXED_LETTER.sub(r"\1_{\2}", text)
    if not _ACCENTED.isdisjoint(text):
        text = _with_accents(text)
    rooted = _INDEXED_ROOT.sub(_index, _ROOT.sub("√", text)) if "√" in text else _ROOT.sub("√", text)
    folded = _SCRIPTS.sub(_script, _CIRCLED.sub(_circled, rooted)).translate(FOLDED)
    return folded if _ACCENTED.isdisjoint(folded) else _with_accents(folded)
