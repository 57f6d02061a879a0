r"""Notations of physics that are one name or one number: kets, derivatives at a constant, bearings, rows of digits.

``|0\rangle``, ``\left(\frac{\partial S}{\partial V}\right)_T``, ``30^\circ \text{ north of east}``,
``\underbrace{99\ldots9}_n``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mathequiv.lexicon.claims import is_direction
from mathequiv.lexicon.commands import STYLE
from mathequiv.lexicon.notations import UNIVERSE
from mathequiv.lexicon.number_words import DIGIT_NAMES
from mathequiv.lexicon.pattern import Pattern

__all__ = ["shows_typed_states", "with_physics_notations", "with_typed_states"]

_SIGNS: Final = {**DIGIT_NAMES, "+": "plus", "-": "minus", ",": "and", "'": "prime"}
_LOOKS: Final = Pattern(rf"{STYLE}|\\(?:[,;:! ]|hat|vec)|[\s{{}}_^]")


def _letters(text: str) -> str | None:
    """What a name holds in letters alone, so that it is one name; None where it holds anything else."""
    plain = _LOOKS.sub("", text).replace("\\", "")
    said = "".join([_SIGNS.get(sign, sign) for sign in plain])
    return said if said.isascii() and said.isalpha() else None


# --- kets -------------------------------------------------------------------------------------------------------------

_MACROS: Final = Pattern(r"\\(?P<name>ket|bra|braket|Ket|Bra|Braket)\s*\{(?P<inside>[^{}]*)\}")
_SIZED: Final = Pattern(r"\\(?:left|right)(?=\s*(?:[|()]|\\[lr]a))")
_TENSOR: Final = Pattern(r"\\rangle\s*(?:\\otimes\s*)?\|(?=[^|<>=]{1,40}?\\rangle)")
_INSIDE: Final = r"((?:(?!\\[lr]angle)[^|<>=&]){1,40}?)"
_BRAKET: Final = Pattern(rf"\\langle\s*{_INSIDE}\|{_INSIDE}(?:\|{_INSIDE})?\\rangle")
_KET: Final = Pattern(rf"\|{_INSIDE}\\rangle")
_BRA: Final = Pattern(rf"\\langle\s*{_INSIDE}\|")
_ORDERED: Final = Pattern(r"\\rangle\s*\)\s*(?:\\otimes\s*)?[(|\\]|\\otimes|\\rangle\s*\\langle")
"""A product of states, whose factors do not commute."""


def _macro(match: re.Match[str]) -> str:
    inside, name = match["inside"], match["name"].lower()
    if name == "ket":
        return rf"|{inside}\rangle"
    return rf"\langle {inside}|" if name == "bra" else rf"\langle {inside}\rangle"


def _state(kind: str, match: re.Match[str]) -> str:
    names = [_letters(part) for part in match.groups() if part is not None]
    kept = [name for name in names if name is not None]
    return rf" v_{{\text{{{kind}{'by'.join(kept)}}}}}" if len(kept) == len(names) else match[0]


def _with_states(text: str) -> str:
    plain = _TENSOR.sub("", _SIZED.sub("", _MACROS.sub(_macro, text)))
    if _ORDERED.search(plain) is not None or "|" not in plain:
        return text
    text = _BRAKET.sub(lambda match: _state("braket", match), plain)
    text = _KET.sub(lambda match: _state("ket", match), text)
    return _BRA.sub(lambda match: _state("bra", match), text)


_STATED: Final = Pattern(r"\\rangle|(?:ket|[Bb]ra)\{|\\langle[^|]*\|")
"""What every text with states has."""
_TYPED_INSIDE: Final = r"[^|<>=]{1,40}"
_TYPED: Final = Pattern(
    rf"<(?P<bra>{_TYPED_INSIDE}\|(?:{_TYPED_INSIDE}\|)?)(?:(?P<with>{_TYPED_INSIDE})>)?|\|(?P<ket>{_TYPED_INSIDE})>"
)
"""A state between the signs of comparison of a keyboard: ``|0>``, ``<0|``, ``<0|1>``, ``<0|A|1>``."""
_TYPED_SIZED: Final = Pattern(r"\\(?:left|right)(?=\s*[|<>])")
_AFTER_STATE: Final = Pattern(r"\s*(?:$|[-+)\]}/,.;=$|<*]|\\(?:otimes|right|[,;:! )\]}]))")
"""What is after a state, and not after a comparison: no value."""
_ENDS_STATES: Final = Pattern(r"\s*[-+<|]")
"""What goes on to another state, so that it is not after the last one."""


def _typed(text: str) -> list[re.Match[str]]:
    r"""The states in a text that are typed with signs of comparison.

    None are where a bar or one of the signs is left over, or a value follows (``{x|x>-2}``, ``|x|>3``): then they are
    what they are elsewhere.
    """
    found = list(_TYPED.finditer(text))
    if not found or any(_AFTER_STATE.match(text, state.end()) is None for state in found):
        return []
    if _ENDS_STATES.match(text, found[-1].end()) is not None:
        return []
    left = _TYPED.sub("", text)
    return [] if "|" in left or "<" in left or ">" in left else found


def shows_typed_states(text: str) -> bool:
    """Whether a text holds kets or bras that are typed with signs of comparison."""
    return "|" in text and (">" in text or "<" in text) and bool(_typed(_TYPED_SIZED.sub("", text)))


def with_typed_states(text: str) -> str:
    """``text`` with kets and bras as LaTeX has them, where all its bars and signs of comparison belong to them."""
    plain = _TYPED_SIZED.sub("", text)
    return _TYPED.sub(_in_angles, plain) if _typed(plain) else text


def _in_angles(state: re.Match[str]) -> str:
    if state["ket"] is not None:
        return rf"|{state['ket']}\rangle "
    closing = "" if state["with"] is None else rf"{state['with']}\rangle "
    return rf"\langle {state['bra']}{closing}"


# --- derivatives ------------------------------------------------------------------------------------------------------

_QUANTITY: Final = r"\s*([A-Za-z]|\\[a-z]+)\s*"
_ORDER: Final = r"(?:\^\s*\{?\s*(?P<ORDER>\d)\s*\}?)?"
_DERIVED: Final = (
    rf"\\[dt]?frac\s*\{{\s*\\partial{_ORDER.replace('ORDER', 'order')}{_QUANTITY}\}}\s*"
    rf"\{{\s*\\partial{_QUANTITY}{_ORDER.replace('ORDER', 'below')}\s*\}}\s*"
)
_HELD: Final = r"_\s*(?:\{([A-Za-z,\\ ]+)\}|([A-Za-z]|\\[a-z]+))"
_AT_CONSTANT: Final = Pattern(rf"\(\s*{_DERIVED}\)\s*{_HELD}")
_BESIDE_BAR: Final = Pattern(rf"\\left\s*\.\s*{_DERIVED}(?:\\right\s*)?\|\s*{_HELD}")
"""A derivative at constant quantities after a bar; what has a value there is the place of the derivative."""


def _at_constant(match: re.Match[str]) -> str:
    order, above, below, again, several, one = match.groups()
    held = sorted(part.strip() for part in (several or one).split(","))
    names = [_letters(part) for part in (above, below, *held)]
    kept = [name for name in names if name is not None]
    if len(kept) < len(names) or order != again:
        return match[0]
    times = DIGIT_NAMES[order] if order else ""
    return rf"d_{{\text{{{'by'.join([times, *kept] if times else kept)}}}}}"


def _with_constants(text: str) -> str:
    if "|" in text:
        text = _BESIDE_BAR.sub(_at_constant, text)
    return _AT_CONSTANT.sub(_at_constant, _SIZED.sub("", text)) if ")_" in text or ") _" in text else text


# --- bearings ---------------------------------------------------------------------------------------------------------

_DEGREES: Final = r"(?P<size>\d+(?:\.\d+)?)\s*(?:\^\s*(?:\{\s*)?\\circ(?:\s*\})?|\\text\{\s*degrees|degrees)"
_NAME: Final = r"[nsew]\w{3,4}"
_OF: Final = Pattern(
    rf"{_DEGREES}\s*(?:\\text\s*\{{\s*)?(?P<toward>{_NAME})\s+of\s+(?:due\s+)?(?P<base>{_NAME})\s*\}}?",
    re.IGNORECASE,
)
_COMPASS: Final = Pattern(
    rf"(?:\\(?:text|mathrm)\s*\{{\s*|(?<!\s)\s*)(?P<base>[NS])\s*(?:\}}\s*)?{_DEGREES}\s*(?:\\(?:text|mathrm)\s*\{{\s*)?(?P<toward>[EW])\s*\}}?(?![A-Za-z])"
)
_AZIMUTHS: Final = {"n": 0, "e": 90, "s": 180, "w": 270}
_BEFORE: Final = Pattern(
    r"(?P<size>.*?)(?<!\s)\s*(?:,\s*|\\text\s*\{\s*(?P<unit>(?:[^{}\s][^{}]*?(?<!\s))?)\s+at\s*\}\s*|(?:\\text\s*\{\s*)?at\s*(?:\}\s*)?)",
    re.DOTALL,
)


def _azimuth(match: re.Match[str]) -> str | None:
    """The angle clockwise from north, None where the two directions are not at right angles."""
    names = [match[name].lower() for name in ("base", "toward")]
    if not all(len(name) == 1 or is_direction(name) for name in names):
        return None
    base, toward = [_AZIMUTHS[name[0]] for name in names]
    turn = (toward - base) % 360
    if turn not in (90, 270):
        return None
    size = Decimal(match["size"])
    angle = (base + (size if turn == 90 else -size)) % 360
    return rf"(\text{{bearing}},{angle.normalize():f}^{{\circ}})"


def _with_bearing(text: str) -> str:
    found = _OF.search(text) or _COMPASS.search(text)
    if found is None or text[found.end() :].strip(" .}"):
        return text
    bearing = _azimuth(found)
    before = text[: found.start()].rstrip()
    if bearing is None or not before:
        return bearing or text
    size = _BEFORE.fullmatch(before)
    if size is None:
        return text
    unit = rf"\text{{ {size['unit']}}}" if size["unit"] else ""
    return f"{size['size']}{unit}, {bearing}"


# --- rows of digits ---------------------------------------------------------------------------------------------------

_ROW: Final = Pattern(
    r"\\underbrace\s*\{\s*(?P<digit>[1-9])(?P=digit)*\s*(?:\\[lc]?dots[a-z]?|\.{3}|\\cdot\s*\\cdot\s*\\cdot)\s*(?P=digit)+\s*\}\s*"
    r"_\s*(?:(?P<one>[a-z0-9])|\{(?P<count>[^{}]*(?:\\text\s*\{[^{}]*\}[^{}]*)?)\})"
)
_NOUN: Final = Pattern(r"\b(?:digits?|times|copies(?: of \d)?|terms|nines|ones)\b|[个位]\s*\d?")
_BRACES: Final = Pattern(r"\\text\s*\{|\}")
_COUNT: Final = Pattern(r"[0-9a-z+\- ]+")


def _row(match: re.Match[str]) -> str:
    count = match["one"] or _NOUN.sub("", _BRACES.sub("", match["count"])).strip()
    if _COUNT.fullmatch(count) is None or len(re.findall(r"[a-z]+", count)) > 1 or re.search(r"[a-z]{2}", count):
        return match[0]
    power = rf"(10^{{{count}}}-1)"
    return power if match["digit"] == "9" else rf"\frac{{{match['digit']}{power}}}{{9}}"


_AMOUNT: Final = r"\d+(?:\.\d+)?(?:\s*\\sqrt\s*\{?\d+\}?)?|\\sqrt\s*\{?\d+\}?|\\[dt]?frac\{\d+\}\{\d+\}"
_PHASOR: Final = Pattern(
    rf"(?<![\w}}^_])(?P<size>{_AMOUNT})\s*\\angle\s*(?:[({{]\s*)?"
    r"(?P<angle>[-+]?\d+(?:\.\d+)?\s*\^\{?\\circ\}?|[-+]?(?:\\[dt]?frac\{\d*\s*\\pi\}\{\d+\}|\d*\s*\\pi(?:/\d+)?))\s*[)}]?"
)
"""``2\\angle 60^\\circ``, a complex number by its modulus and argument."""

_COMPLEMENT: Final = Pattern(
    rf"\\complement\s*(?:_\s*)?(?:\{{\s*(?P<braced>{UNIVERSE})\s*\}}|(?P<plain>{UNIVERSE}))\s*"
    r"(?P<of>[A-Z](?![A-Za-z])|\{\s*[A-Z]\s*\}|(?:\\left)?\([^()]+\))"
)
"""``\\complement_U A``, the name of a set."""


def _complement(match: re.Match[str]) -> str:
    names = [
        _letters(part.replace("(", "").replace(")", "")) for part in (match["braced"] or match["plain"], match["of"])
    ]
    universe, of = [None if name is None else name.removeprefix("mathbb").removeprefix("mathbf") for name in names]
    return match[0] if universe is None or of is None else rf"C_{{\mathrm{{{universe.removeprefix('mathrm')}{of}}}}}"


_QUOTED_CODE: Final = Pattern(r"\\text\s*\{\s*(0[xbo][0-9A-Fa-f]+)\s*\}")


def with_physics_notations(text: str) -> str:
    """The text with what is one name or number written as one.

    Args:
        text: any text that holds a backslash.

    Returns:
        The text itself where it has no such notation.
    """
    if _STATED.search(text) is not None:
        text = _with_states(text)
    if r"\partial" in text and "_" in text:
        text = _with_constants(text)
    if "circ" in text and ("W" in text or "E" in text or " of " in text):
        text = _with_bearing(text)
    if r"\angle" in text:
        text = _PHASOR.sub(r"\g<size>\\operatorname{cis}(\g<angle>)", text)
    if r"\complement" in text:
        text = _COMPLEMENT.sub(_complement, text)
    if r"\underbrace" in text:
        text = _ROW.sub(_row, text)
    return _QUOTED_CODE.sub(r"\1", text) if "{0" in text else text
