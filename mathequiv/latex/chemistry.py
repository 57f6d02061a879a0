r"""Chemical formulas, reactions, nuclides and electron configurations, whatever they are written with.

``\mathrm{CaCO_3}``, ``\ce{CaCO3}`` and ``\text{CaCO}_3`` have one form, and so have ``{}^{14}_6\mathrm C`` and
``carbon-14``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mathequiv.latex.glyphs import fold
from mathequiv.lexicon.commands import TEXT_COMMAND
from mathequiv.lexicon.elements import ELEMENTS, NOBLE_GASES, SYMBOL_OF
from mathequiv.lexicon.number_words import DIGIT_NAMES
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_CHOICE_TEXT

__all__ = ["chemical_form", "species_shown", "with_concentrations"]

_WRAPPED: Final = Pattern(rf"(?:{TEXT_COMMAND}|\\(?:ce|mathit)(?![a-zA-Z]))\s*")
_SPACES: Final = Pattern(r"\\[,;:! ]|\\q?quad(?![a-z])|~|\$|\\[()]")
_NAMED: Final = Pattern(
    r"\s*[(（]\s*(?:(?!..-\d)[a-z][a-z-]{2,}(?![a-z-])(?: ?\([ivx]+\))?"
    r"(?:(?: |(?<=\))-)(?!-\d)[a-z-]+(?![a-z-])(?: ?\([ivx]+\))?)*(?:-\d+|(?<=-)\d+)?|[一-龥]+)\s*[)）]\s*$",
    re.IGNORECASE,
)
"""The name of what a formula shows, in parentheses after it; a run of letters and hyphens is taken whole."""
_SCRIPT: Final = Pattern(r"([_^])\s*\{\s*((?:[^{}\s][^{}]*?)?)\s*\}")
_ARROWS: Final = Pattern(
    r"\s*(?:(?P<both><=>|<->|⇌)|\\(?P<name>[a-zA-Z]*(?:arrow|harpoons)s?|to)(?![a-z])(?:\[[^\]]*\])?(?:\{[^{}]*\})?"
    r"|-+>(?:\[[^\]]*\])*|=+)\s*"
)
_SPECIES: Final = Pattern(
    r"(?P<count>\d*)\s*(?P<body>(?:\^?\d+_-?\d+|_-?\d+\^?\d+|\^\d+)?(?:[A-Z][a-z]?\d*|[()\[\]]\d*|(?:\\cdot\s*|\.)\d*(?=[A-Z]))+)"
    r"(?P<charge>\^\d*[+-]|\^[+-]\d*)?"
)
_ATOM: Final = Pattern(r"[A-Z][a-z]?")
_LONE: Final = Pattern(r"\d* [A-Z][a-z]?")
"""One atom, or several alone: rather a letter, or a number with its unit (``5 N``)."""
_NUCLIDE: Final = Pattern(
    r"(?:\^(?P<mass>\d+)(?:_(?P<number>\d+))?|_(?P<first>\d+)\^(?P<after>\d+))\s*(?P<symbol>[A-Z][a-z]?)(?![a-zA-Z\d_^])"
)
_ISOTOPE: Final = Pattern(r"(?P<name>[A-Za-z][a-z]*)\s?-\s?(?P<mass>\d{1,3})")
_SHELLS: Final = Pattern(r"(?:\[(?P<core>[A-Z][a-z])\])?\s*(?P<shells>(?:[1-7]\s?[spdf]\^?\d{1,2}\s*)+)")
_SHELL: Final = Pattern(r"([1-7])\s?([spdf])\^?(\d{1,2}?)(?=\s*(?:[1-7]\s?[spdf]|$))")
_HYBRID: Final = Pattern(r"(sp|sp\^?[23]|sp\^?3\s?d(?:\^?2)?)\s*(?P<word>hybridi[sz](?:ed|ation)(?: orbitals?)?|杂化)?")
_CE_CHARGE: Final = Pattern(r"(?<=[A-Za-z\d)\]])(?<!\^\d)(?<!\{\d)([+-])(?=$|\s)")
_CE_LEAVING: Final = Pattern(r"\s+[\^v](?=\s|$)")
_LEAVING: Final = Pattern(r"(?<=[A-Za-z\d)\]}+-])\s*(?:[↑↓]|\(?[↑↓]\)|\\(?:up|down)arrow(?![a-zA-Z]))")
"""The sign of a gas or of what precipitates, which says nothing else of a species."""
_NESTED: Final = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_ABOVE: Final = Pattern(
    rf"\\(?:overset|stackrel)\s*{_NESTED}\s*\{{\s*(?P<sign>=+|\\[a-zA-Z]*arrow)\s*\}}"
    rf"|\\x(?:longequal|(?P<arrow>[a-z]*(?:arrow|harpoons)))(?:\[[^\]]*\])?\s*{_NESTED}"
)
"""What is written above a sign of equality or an arrow: conditions of a reaction."""
_CE: Final = Pattern(r"\\ce\s*\{((?:[^{}]|\{[^{}]*\})*)\}")


def _without_conditions(sign: re.Match[str]) -> str:
    if sign["arrow"]:
        return rf" \{sign['arrow']} "
    return sign["sign"] or "="


def _plain(text: str) -> str:
    """A text without the commands, braces and spaces that only show how a formula looks."""
    text = _CE.sub(lambda match: _CE_CHARGE.sub(r"^\1", _CE_LEAVING.sub("", match[1])), text)
    text = _LEAVING.sub("", _ABOVE.sub(_without_conditions, text))
    text = _SPACES.sub(" ", _WRAPPED.sub("", text)).replace("{}", "")
    for _ in range(2):
        text = _SCRIPT.sub(lambda match: match[1] + match[2].replace(" ", ""), text)
    return " ".join(text.replace("{", "").replace("}", "").split())


def _species(text: str) -> str | None:
    """One species with its number, ``""`` for one; None for any other text."""
    text = text.strip()
    found = _SPECIES.fullmatch(re.sub(r"(?<=[A-Za-z)\]])_(?=\d)", "", text).replace(" ", ""))
    if found is None or not all(atom in ELEMENTS for atom in _ATOM.findall(found["body"])):
        return None
    body = found["body"]
    if body.count("(") != body.count(")") or body.count("[") != body.count("]"):
        return None
    charge = (found["charge"] or "").lstrip("^")
    charge = f"^{charge.strip('+-') or '1'}{'+' if '+' in charge else '-'}" if charge else ""
    return f"{found['count'] if found['count'] != '1' else ''} {body.replace(chr(92) + 'cdot', '.')}{charge}"


def _side(text: str) -> tuple[str, ...] | None:
    """What one side of a reaction adds up, in order; None for any other text."""
    parts = [_species(part) for part in re.split(r"(?<!\^)(?<!\^\d)\+", text)]
    found = sorted([part for part in parts if part is not None])
    return tuple(found) if len(found) == len(parts) else None


def _reaction(text: str) -> str | None:
    arrows = list(_ARROWS.finditer(text))
    if len(arrows) != 1:
        return None
    left, right = _side(text[: arrows[0].start()]), _side(text[arrows[0].end() :])
    if left is None or right is None:
        return None
    both = arrows[0]["both"] or "left" in (arrows[0]["name"] or "").lower()
    return f"{'+'.join(left)} {'<=>' if both else '->'} {'+'.join(right)}"


def _nuclide(text: str) -> str | None:
    found = _NUCLIDE.fullmatch(text)
    if found is not None:
        number = found["number"] or found["first"]
        known = ELEMENTS.get(found["symbol"])
        if known is None or (number is not None and int(number) != known):
            return None
        return f"{found['symbol']}-{found['mass'] or found['after']}"
    found = _ISOTOPE.fullmatch(text)
    if found is None:
        return None
    symbol = SYMBOL_OF.get(found["name"].lower(), found["name"])
    return f"{symbol}-{found['mass']}" if symbol in ELEMENTS else None


def _configuration(text: str) -> str | None:
    found = _SHELLS.fullmatch(text)
    if found is None or (found["core"] and found["core"] not in NOBLE_GASES):
        return None
    shells = _SHELL.findall(f"{NOBLE_GASES.get(found['core'] or '', '')} {found['shells']}")
    if len(shells) < 2 or len({shell[:2] for shell in shells}) < len(shells):
        return None
    return " ".join(sorted("".join(shell) for shell in shells))


def species_shown(text: str) -> str | None:
    """One species that a text may show, a lone atom too; None for any other text."""
    return _species(_plain(text)) if len(text) <= MAX_CHOICE_TEXT else None


def _formula(text: str) -> str | None:
    """One species, of two atoms or with a charge at least."""
    found = _species(text)
    return None if found is None or _LONE.fullmatch(found) else found


def _systematic_name(text: str) -> str | None:
    """A name of a compound with numbers for places, in small letters; None for any other text."""
    name = text.lower().removesuffix(".")
    return re.sub(r"\s*([-,])\s*", r"\1", name) if _SYSTEMATIC.fullmatch(name) else None


_PLACES: Final = r"\d{1,2}(?:\s*,\s*\d{1,2})*"
_SYSTEMATIC: Final = Pattern(
    rf"(?:(?:cis|trans|\([ezrs]\)|\(\d?[rs](?:,\s*\d?[rs])*\)|[dl])\s*-\s*)?"
    rf"(?=[^\d]*\d)(?:{_PLACES}\s*-\s*)?[a-z]{{3,}}(?:\s*-\s*{_PLACES}\s*-\s*[a-z]{{2,}})*"
    r"(?:(?<=[aey]ne|one|ide|ate|ine|ose)|(?<=ether)|(?<=[oa]l|yl)|(?<=ic) acid)"
)
"""A name by the rules of IUPAC (``2-methylbutane``, ``cis-but-2-ene``); the endings are those of its classes."""


_READERS: Final[tuple[tuple[str, Callable[[str], str | None]], ...]] = (
    ("nuclide", _nuclide),
    ("configuration", _configuration),
    ("reaction", _reaction),
    ("formula", _formula),
    ("name", _systematic_name),
)
_LETTERS: Final = Pattern("[A-Z]|sp|1s|[a-z]{3} ?- ?[0-9]|[0-9]-[A-Za-z]{4}")
"""What most texts of mathematics have none of; few small letters and digits have a line between them."""
_HINT: Final = Pattern(
    r"(?:[A-Z][a-z]?|sp|\d[spdf]|[)\]])[_^]?\{?\d|\}[_^]\{?\d|\\ce(?![a-z])|[A-Z][a-z]?\}?\^\{?[+-]|hybrid|杂化|\d\}?\s*(?:\\[a-z]+\s*\{\s*)?[A-Z]|[A-Za-z]\s?-\s?\d"
    r"|[A-Z][a-z]?[A-Z]|\d-[A-Za-z]{4}"
)
"""What every text has that `chemical_form` reads, and few others."""


def chemical_form(text: str) -> str | None:
    """One text for everything that shows the same species, reaction, nuclide, configuration or hybrid.

    Args:
        text: an answer.

    Returns:
        That text; None where the answer shows nothing of the kind.
    """
    if len(text) > MAX_CHOICE_TEXT or _LETTERS.search(text) is None or _HINT.search(text := fold(text)) is None:
        return None
    plain = _plain(text)
    named = _NAMED.search(plain)
    if named is not None:
        plain = plain[: named.start()].rstrip()
    hybrid = _HYBRID.fullmatch(plain)
    if hybrid is not None:
        return f"hybrid {hybrid[1].replace('^', '').replace(' ', '')}" if hybrid["word"] or "^" in plain else None
    for kind, read in _READERS:
        found = read(plain)
        if found is not None:
            return f"{kind} {found}"
    return None


# --- concentrations ---------------------------------------------------------------------------------------------------

_BRACKET: Final = Pattern(r"(?:\\left\s*)?\[([^\[\],;&]{1,60}?)(?:\\right\s*)?\]")


def with_concentrations(text: str) -> str:
    r"""The text with the concentrations in it as names (``[\mathrm{NO_2}]^2``); the text itself where none are."""
    found = [(match, _formula(_plain(match[1]))) for match in _BRACKET.finditer(text)]
    shown = [formula for _, formula in found if formula is not None]
    decorated = any("\\" in match[1] for match, formula in found if formula is not None)
    if not shown or not (decorated or len(set(shown)) > 1):
        return text
    return _BRACKET.sub(_concentration, text)


def _concentration(match: re.Match[str]) -> str:
    species = _species(_plain(match[1]))
    if species is None:
        return match[0]
    return rf"c_{{\text{{{_WORDLESS.sub(lambda sign: _SAID[sign[0]], species.strip())}}}}}"


_WORDLESS: Final = Pattern(r"[\^+().\d\[\]-]")
_SAID: Final = {
    "^": "q",
    "+": "plus",
    "-": "minus",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    ".": "dot",
    **DIGIT_NAMES,
}
"""Signs of a formula as letters, so that the whole is one name."""
