r"""Macros of packages that take arguments (``\SI{3}{kg}``, ``\set{1, 2}``, ``\dv{y}{x}``), respelled in plain LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.latex.chemistry import with_concentrations
from mathequiv.latex.physics_notation import with_physics_notations
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.units import SIUNITX_WORDS

__all__ = ["MACROS", "respell"]

_SIUNITX: Final = Pattern(r"\\([a-zA-Z]+)|[.~]")


def _unit(text: str) -> str:
    r"""The unit of siunitx in words: ``\kilo\gram`` is ``kilogram``, ``m.s^{-1}`` stays as it is."""
    spelled = _SIUNITX.sub(lambda macro: SIUNITX_WORDS.get(macro[1] or "", macro[1] or " "), text)
    return f"\\text{{ {spelled}}}"


def _derivative(sign: str, above: str, below: str) -> str:
    return rf"\frac{{{sign} {above}}}{{{sign} {below}}}"


MACROS: Final[dict[str, tuple[int, Callable[[list[str]], str]]]] = {
    "SI": (2, lambda args: args[0] + _unit(args[1])),
    "qty": (2, lambda args: args[0] + _unit(args[1])),
    "ang": (1, lambda args: rf"{args[0]}^{{\circ}}"),
    "norm": (1, lambda args: rf"\lVert {args[0]}\rVert"),
    "textsuperscript": (1, lambda args: f"^{{{args[0]}}}"),
    "textsubscript": (1, lambda args: f"_{{{args[0]}}}"),
    "underset": (2, lambda args: f"{args[1]}_{{{args[0]}}}"),
    "set": (1, lambda args: rf"\{{{args[0]}\}}"),
    "Set": (1, lambda args: rf"\{{{args[0]}\}}"),
    "dv": (2, lambda args: _derivative("d", *args)),
    "pdv": (2, lambda args: _derivative(r"\partial", *args)),
}
"""How many arguments in braces each macro takes, and what it says with them; with fewer it is left as it stands."""

_FIELD: Final = Pattern(
    r"\\(?:operatorname|mathrm)\s*\{\s*(div|curl|rot|grad)\s*\}\s*(?:\\[,;:! ]\s*)?"
    r"(?=\(?\s*(?:\\(?:vec|mathbf|boldsymbol|bm|phi|varphi|psi)(?![a-z])|[A-Za-z](?![A-Za-z])))"
)
"""What is done to a field, by its name."""
_NABLA: Final = {"div": r"\nabla\cdot ", "curl": r"\nabla\times ", "rot": r"\nabla\times ", "grad": r"\nabla "}

_FUNCTIONS: Final = {
    "sen": r"\sin ",
    "cosec": r"\csc ",
    "Tr": r"\operatorname{tr}",
    "Ln": r"\ln ",
    **{f"Arc{name}": rf"\arc{name} " for name in ("sin", "cos", "tan")},
    **{
        f"arg{short}": rf"\operatorname{{ar{name}}}" for short, name in (("sh", "sinh"), ("ch", "cosh"), ("th", "tanh"))
    },
}
"""Names of functions that are words or initials in plain text."""
_FUNCTION: Final = Pattern(rf"\\(?:operatorname|mathrm|text)\s*\{{\s*(?P<name>{'|'.join(_FUNCTIONS)})\s*\}}")
_UPRIGHT: Final = Pattern(
    r"\\mathrm\s*(?:\{\s*d\s*\}|d)\s*(?P<above>[A-Za-z])\s*/\s*\\mathrm\s*(?:\{\s*d\s*\}|d)\s*(?P<below>[A-Za-z])(?![A-Za-z])"
)
"""A derivative with upright signs and a slash."""
_FALLING: Final = Pattern(
    r"(?P<of>\([^()]*\)|(?<![A-Za-z\\])[A-Za-z]|(?<![\d.])\d+)\s*\^\s*"
    r"(?:\{\s*\\underline\s*\{(?P<count>[^{}]*)\}\s*\}|\\underline\s*\{(?P<bare>[^{}]*)\}|\{\s*\\underline\s+(?P<one>\w)\s*\})"
)
"""A falling factorial, whose exponent is underlined."""

_SYSTEM: Final = Pattern(
    r"\\left\s*\\\{\s*\\begin\s*\{matrix\}(?P<rows>(?:(?!\\begin|\\end)[^&])*[=<>](?:(?!\\begin|\\end)[^&])*)"
    r"\\end\s*\{matrix\}\s*\\right\s*\."
)
"""Relations under one brace, as the editors of word processors write a system."""
_TRIANGLE: Final = Pattern(r"\\Delta\s*(?=[A-Z]{3}(?![A-Za-z]))")
"""A triangle by its corners, with the letter that looks like one."""
_MINUTES: Final = Pattern(r"(?<=\d)\s*\^\s*(?:\{\s*(?:\\prime\s*){1,2}\}|\\prime(?![A-Za-z]))")
r"""Minutes or seconds of an angle (``60^{\circ}30^{\prime}``)."""
_COMPLEMENT: Final = Pattern(r"(?<![A-Za-z\\])(?P<of>[A-Z])\s*\^\s*(?:\{\s*\\perp\s*\}|\\perp(?![a-z]))(?=\s*=)")
"""The orthogonal complement of a space as the label of what follows."""
_PARTIAL: Final = Pattern(r"\\partial\s*_\s*(?:\{(?P<all>[xyzt]+)\}|(?P<one>[xyzt]))\s*(?P<of>[a-zA-Z])(?![A-Za-z_])")
"""A derivative by the variables below the sign, as the name of the function has them."""
_MARKED_NABLA: Final = Pattern(
    r"\\(?:vec|overrightarrow|mathbf|boldsymbol|bm)\s*(?:\{\s*\\nabla\s*\}|\\nabla(?![A-Za-z]))"
)
"""A nabla that is marked as a vector, which it always is."""


def _falling(power: re.Match[str]) -> str:
    of, count = power["of"], power["count"] or power["bare"] or power["one"]
    return rf"\frac{{{of}!}}{{({of}-({count}))!}}"


_SCIENTIFIC: Final = Pattern(r"(?<=\d)\s*\\(?:text|mathrm|rm)\s*\{[eE]\}\s*\{?\s*(?P<power>[-+]?\d+)\s*\}?")
r"""``1.5\text{e}{-3}``, as a program shows it."""
_MODULUS: Final = Pattern(
    r"(?P<sides>\\equiv[^\[\]]*[^\[\]\s\\])(?:\\[ ;,]|\s|~)*\[\s*(?P<modulus>\d+|[a-z])\s*\](?=\s*[.$]*$)"
)
r"""``x \equiv 3\ [7]``, as French books write a congruence."""
_HALF_ANGLED: Final = Pattern(
    r"(?P<before>^\s*(?:[a-zA-Z]\s*\\in\s*)?)(?:\\langle(?P<closed>[^;,]+[;,][^;,]+)(?P<round>\))"
    r"|(?P<opening>\()(?P<half>[^;,]+[;,][^;,]+)\\rangle)(?=\s*[.$]*$)"
)
r"""``\langle -1; 1)``, as Slavic books write an interval that is closed at its angle."""
_INTEGERS: Final = Pattern(r"\\llbracket\s*(\d{1,2})\s*[,;]\s*(\d{1,2})\s*\\rrbracket")


def _half_angled(found: re.Match[str]) -> str:
    if found["round"]:
        return f"{found['before']}[{found['closed']})"
    return f"{found['before']}({found['half']}]"


def _integers(found: re.Match[str]) -> str:
    return rf"\{{{', '.join(map(str, range(int(found[1]), int(found[2]) + 1)))}\}}"


_PLAIN_MATRIX: Final = Pattern(r"\\(?P<kind>[pbv]?matrix)\s*\{(?P<rows>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
r"""A matrix as plain TeX has it, with ``\cr`` after each row."""


def _matrix_of_tex(found: re.Match[str]) -> str:
    rows = found["rows"].replace(r"\cr", r"\\")
    return rf"\begin{{{found['kind']}}}{rows}\end{{{found['kind']}}}"


_MACRO: Final = Pattern(rf"\\({'|'.join(MACROS)})\*?\s*(?=\{{)")


_RESPELLED: Final[tuple[tuple[str, re.Pattern[str] | Pattern, Callable[[re.Match[str]], str]], ...]] = (
    ("div", _FIELD, lambda field: _NABLA[field[1]]),
    ("curl", _FIELD, lambda field: _NABLA[field[1]]),
    ("rot", _FIELD, lambda field: _NABLA[field[1]]),
    ("{grad", _FIELD, lambda field: _NABLA[field[1]]),
    (r"\end{matrix}", _SYSTEM, lambda system: rf"\begin{{cases}}{system['rows']}\end{{cases}}"),
    ("Delta", _TRIANGLE, lambda _: r"\triangle "),
    ("prime", _MINUTES, lambda found: "'" * found[0].count("prime")),
    ("perp", _COMPLEMENT, lambda space: f"{space['of']}_{{perp}}"),
    ("partial_", _PARTIAL, lambda found: f"{found['of']}_{{{found['all'] or found['one']}}}"),
    ("nabla", _MARKED_NABLA, lambda _: r"\nabla "),
    ("underline", _FALLING, _falling),
    ("matrix{", _PLAIN_MATRIX, _matrix_of_tex),
    ("equiv", _MODULUS, lambda found: rf"{found['sides']} \pmod{{{found['modulus']}}}"),
    ("langle", _HALF_ANGLED, _half_angled),
    ("rangle", _HALF_ANGLED, _half_angled),
    ("llbracket", _INTEGERS, _integers),
    ("{e}", _SCIENTIFIC, lambda found: rf"\times 10^{{{found['power']}}}"),
    ("{E}", _SCIENTIFIC, lambda found: rf"\times 10^{{{found['power']}}}"),
    *((name, _FUNCTION, lambda found: _FUNCTIONS[found["name"]]) for name in _FUNCTIONS),
    ("mathrm", _UPRIGHT, lambda found: _derivative("d", found["above"], found["below"])),
)
"""What is respelled: letters of a text that may hold it, its shape and what it says."""


def respell(text: str) -> str:
    """``text`` with the macros that have all their arguments written out; what they hold is respelled too."""
    if text.strip(" $.") == r"\nexists":
        return r"\text{does not exist}"
    text = with_physics_notations(text)
    for letters, shape, spelled in _RESPELLED:
        if letters in text:
            text = shape.sub(spelled, text)
    if "]" in text:
        text = with_concentrations(text)
    if _MACRO.search(text) is None:
        return text
    out: list[str] = []
    at = 0
    for match in _MACRO.finditer(text):
        if match.start() < at:
            continue
        count, write = MACROS[match[1]]
        args, end = _arguments(text, match.end(), count)
        if len(args) == count:
            out += [text[at : match.start()], write([respell(arg) for arg in args])]
            at = end
    return "".join([*out, text[at:]])


def _arguments(text: str, at: int, count: int) -> tuple[list[str], int]:
    """Up to ``count`` groups in braces from ``at`` on, without their braces, and where the last one ends."""
    found: list[str] = []
    while len(found) < count and text[at : at + 1] == "{":
        level = 0
        end = at
        for end in range(at, len(text)):
            level += (text[end] == "{") - (text[end] == "}")
            if level == 0:
                break
        if level:
            break
        found.append(text[at + 1 : end])
        at = end + 1
    return found, at
