r"""Markup around an answer: code in fences and backticks, headings, emphasis, a table of one row, tags, a record."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.latex.glyphs import fold
from mathequiv.lexicon.commands import ANSWER_KEY
from mathequiv.lexicon.pattern import Pattern

__all__ = ["may_hold_markup", "without_markup"]

_LEADING: Final = frozenset("#*_|>OI-")


def may_hold_markup(text: str) -> bool:
    """Whether a text has a sign of any of the markup, for a look before anything else."""
    return (
        text.lstrip()[:1] in _LEADING
        or "`" in text
        or "</" in text
        or "<br" in text
        or "~~" in text
        or ("&" in text and ";" in text)
        or '":' in text
    )


_FENCED: Final = Pattern(r"\s*(?P<fence>`{3,})[ ]*[\w+-]*[ ]*\n(?P<code>.*?)\n?[ ]*(?P=fence)\s*", re.DOTALL)
_FENCED_ON_A_LINE: Final = Pattern(r"\s*```(?P<code>[^`\n]+)```\s*")
_SPAN: Final = Pattern(r"(?<!`)`([^`\n]+)`(?!`)")
_HEADING: Final = Pattern(r"\s*\#{1,6}[ ]+(?P<text>[ ]|[^\n]*?[^\n ])(?:[ ]+\#+)?\s*", re.VERBOSE)
_ITEM: Final = Pattern(r"\s*\*[ ]+(?P<text>[^*\n]+)")
_BOLD_ITEM: Final = Pattern(r"\s*[-+][ ]+\*\*(?P<text>[^*\n]+)\*\*\s*")
_PROMPT: Final = Pattern(r"\s*(?:>>>|(?:In|Out)\s?\[\d+\]\s*:?=?)\s*(?P<text>[^\n]+)")
_EMPHASIS: Final = Pattern(r"\s*(?P<mark>\*{1,3}|_{1,2})(?=[^\s*_])(?P<text>[^*_]*[^\s*_])(?P=mark)\s*(?:\.\s*)?")
_STRUCK: Final = Pattern(r"(?:^|(?<=\s))~~(?=\S)[^~\n]+(?<=\S)~~(?=\s|$)")
_TAGS: Final = Pattern(r"</?(?:b|strong|i|em|u|code|p|span|div|mark|tt|pre)>", re.IGNORECASE)
_ANSWER_TAGS: Final = Pattern(rf"</?{ANSWER_KEY}>", re.IGNORECASE)
_BREAK: Final = Pattern(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ENTITY: Final = Pattern(r"&(?:[A-Za-z]+\d*|\#\d+);")
_ROW: Final = Pattern(r"[ \t]*\|(?P<cells>[^\n]*)\|[ \t]*")
_RULE: Final = Pattern(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")


def without_markup(text: str) -> str:
    """The text that Markdown or HTML shows; a text without markup as it is.

    Args:
        text: any text.

    Returns:
        What is in a fence or in backticks, under a heading, between stars or tags; entities as characters; a table of
        one row as values under the heads of their columns; of a record, its answer. Struck-out text is gone.
    """
    if '":' in text and (answer := _answer_of_record(text)) is not None:
        return answer
    if "`" in text:
        text = _without_backticks(text)
    if "<br" in text:
        text = _BREAK.sub("\n", text)
    if "</" in text:
        text = _ANSWER_TAGS.sub("", _TAGS.sub("", text))
    if "&" in text and "\\" not in text:
        import html  # noqa: PLC0415 - a table of two thousand names, which few processes need

        text = fold(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
    if "~~" in text and "\\" not in text:
        text = _STRUCK.sub("", text)
    if text.lstrip()[:1] == "|":
        return _table(text) or text
    for pattern in (_HEADING, _ITEM, _BOLD_ITEM, _EMPHASIS, _PROMPT):
        found = pattern.fullmatch(text)
        if found is not None:
            return found["text"]
    return text


def _answer_of_record(text: str) -> str | None:
    """The answer of a JSON object that holds comments beside it at most; None for any other text."""
    if _RECORD.fullmatch(text) is None:
        return None
    import json  # noqa: PLC0415 - few answers are records

    record: dict[str, object] = {}
    for written in (text, text.replace("\\", "\\\\")):  # as JSON has it, and with LaTeX typed as it is
        try:
            record = json.loads(written, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            continue
        break
    values = [value for key, value in record.items() if _ANSWER.fullmatch(key)]
    comments = [key for key in record if _COMMENT.fullmatch(key)]
    return values[0] if len(values) == 1 == len(record) - len(comments) and isinstance(values[0], str) else None


_RECORD: Final = Pattern(r"\s*\{.*\}\s*", re.DOTALL)
_ANSWER: Final = Pattern(ANSWER_KEY, re.IGNORECASE)
_COMMENT: Final = Pattern(
    r"(?:reason|reasoning|rationale|explanation|thoughts?|thinking|analysis|steps|work|solution|confidence|question|problem)",
    re.IGNORECASE,
)


def _without_backticks(text: str) -> str:
    """Without a fence around the text, or backticks around parts of it; TeX's quotation marks stay."""
    for pattern in (_FENCED, _FENCED_ON_A_LINE):
        found = pattern.fullmatch(text)
        if found is not None:
            return found["code"]
    return text if "''" in text or "``" in text else _SPAN.sub(r"\1", text)


def _table(text: str) -> str | None:
    """A table of heads and one row, as the values under their heads; None for any other text."""
    lines = text.strip().split("\n")
    if len(lines) != 3 or _RULE.fullmatch(lines[1]) is None:
        return None
    rows = [_ROW.fullmatch(line) for line in (lines[0], lines[2])]
    heads, values = ([cell.strip() for cell in row["cells"].split("|")] if row else [] for row in rows)
    if len(heads) != len(values) or not all(heads) or not all(values):
        return None
    return ", ".join([f"{head} = {value}" for head, value in zip(heads, values, strict=True)])
