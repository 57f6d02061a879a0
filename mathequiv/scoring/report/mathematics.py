r"""Answers drawn as mathematics: LaTeX to a tree of MathML elements that holds nothing but what is listed here.

The tree is built from latex2mathml's elements, never from its text, which escapes nothing inside ``\text``; the page
makes each element by name. So an answer cannot bring an element, an attribute or a link of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

from mathequiv.lexicon.commands import TEXT_COMMAND
from mathequiv.limits import MAX_DRAWN

__all__ = ["Tree", "draw"]

Tree: TypeAlias = "list[str | dict[str, str] | Tree]"
"""An element as JSON: its name, its attributes, then its children; a string among them is text."""

_ARITY = {
    **dict.fromkeys(("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mstyle", "menclose")),
    **dict.fromkeys(("mtable", "mtr", "mtd", "mpadded")),
    **dict.fromkeys(("mfrac", "mroot", "msup", "msub", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
"""The elements that are drawn, with the number of children that an element must have to be well-formed."""

_WORDS = ("true", "false", "prefix", "infix", "postfix", "left", "center", "right", "normal", "bold", "inline", "block")
_NUMBER = r"-?\d{0,2}(\.\d{1,4})?"
_VALUES = re.compile(rf"({'|'.join(_WORDS)}|{_NUMBER}(em|ex|px|pt)?)( ({'|'.join(_WORDS)}))*", re.ASCII)
_ATTRIBUTES = frozenset(
    (
        *(
            "accent",
            "accentunder",
            "columnalign",
            "displaystyle",
            "fence",
            "form",
            "largeop",
            "linethickness",
            "lspace",
        ),
        *("mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rspace", "scriptlevel", "separator"),
        *("stretchy", "symmetric", "width"),
    )
)
"""Attributes that are kept, if their value is a known word or a small length: none that links, styles or hides."""

_FAILURES: tuple[type[Exception], ...] = (
    *(error for error in vars(exceptions).values() if isinstance(error, type) and issubclass(error, Exception)),
    # What the converter runs into where a command's argument is missing or of another form.
    StopIteration,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)

_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_NOT_PROSE = re.compile(rf"(?:{TEXT_COMMAND}|\\(?:begin|end))\s*\{{[^{{}}]*\}}|\\[A-Za-z]+")
# Run together as the names of variables, words would be unreadable.
_PROSE = re.compile(r"[^\W\d_]{4,}|(?<!\S)[^\W\d_]{2,}(?!\S)|[\u3000-\u9fff\uac00-\ud7a3]")
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_BARE_PERCENT = re.compile(r"(?<!\\)%")


def draw(text: str) -> Tree | None:
    """An answer as mathematics.

    Args:
        text: LaTeX or plain notation, with or without its delimiters.

    Returns:
        The tree; None where the text is prose, too long, or nothing that can be drawn, and is to be shown as it is.
    """
    body = _undelimited(text.strip())
    if not body or len(body) > MAX_DRAWN or _PROSE.search(_NOT_PROSE.sub("·", body)):
        return None
    if len(_BARE_DOLLAR.findall(body)) > 1:
        return None  # several formulas with text between them
    try:
        # A bare percent sign begins a comment in LaTeX; in an answer it is a percent sign, and one dollar is a dollar.
        meant = _BARE_DOLLAR.sub(r"\\$", _BARE_PERCENT.sub(r"\\%", body))
        return _tree(convert_to_element(meant, display="block"), {"displaystyle": "true"})
    except _FAILURES:
        return None


def _undelimited(text: str) -> str:
    for opening, closing in _DELIMITERS:
        if text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening) + len(closing):
            return text[len(opening) : -len(closing)].strip()
    return text


def _tree(element: Element, attributes: Mapping[str, str] | None = None) -> Tree:
    """The element as JSON, with further attributes.

    Raises:
        ValueError: an element that is not drawn, one with too few children, or a command the converter does not know.
    """
    children = list(element)
    if element.tag not in _ARITY or _ARITY[element.tag] not in (None, len(children)):
        raise ValueError(element.tag)
    kept = {name: value for name, value in element.attrib.items() if _kept(name, value)}
    tree: Tree = [element.tag, {**kept, **(attributes or {})}]
    # The converter gives characters as references, for a serialiser that does not escape.
    said = html.unescape(element.text or "")
    if said.startswith("\\") or (said in ("{", "}") and element.tag == "mi"):
        raise ValueError(said)
    if said:
        tree.append(said)
    beside = zip([None, *children], children, strict=False)
    return [*tree, *[_tree(child, _PREFIX if _is_sign(before, child) else None) for before, child in beside]]


_SIGNS = frozenset("+-−")
_CLOSING = frozenset(")]}!|‖⟩′")


_PREFIX = {"form": "prefix"}


def _is_sign(before: Element | None, element: Element) -> bool:
    """Whether an element is the sign of a number.

    Browsers know that at the start of a row only; it is one after an operator, a relation or an opening bracket too.
    """
    if element.tag != "mo" or html.unescape(element.text or "") not in _SIGNS:
        return False
    return before is None or (before.tag == "mo" and html.unescape(before.text or "") not in _CLOSING)


def _kept(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and _VALUES.fullmatch(value) is not None
