"""The answer in a table of Markdown that ends a response: of its row for a total, or of its only row."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.sentences import TOTALS

__all__ = ["RULE", "last_cell"]

RULE: Final = re.compile(r"\|\s*:?-{2,}:?\s*\|")
"""The line below the head of a table."""

_CELLS: Final = 2


def last_cell(text: str, first: int, end: int) -> tuple[int, int] | None:
    """The cell that a table at the end of a text states; an empty range where it states none, None without a table.

    Args:
        text: a response.
        first: first character to look at.
        end: one past the last.
    """
    line = text.rfind("\n", first, end) + 1
    if not line or not text[line:end].lstrip().startswith("|") or not text[:end].endswith("|"):
        return None
    above = text.rfind("\n", first, line - 1) + 1
    if not text[above:line].lstrip().startswith("|"):
        return None
    row = text[line:end].strip().strip("|")
    cells = row.split("|")
    stated = len(cells) == _CELLS and (TOTALS.search(cells[0]) is not None or RULE.match(text[above:line].strip()))
    if not stated:
        return end, end
    start = text.rfind("|", line, end - 1) + 1
    return start, end - 1
