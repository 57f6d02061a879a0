"""Reads ``tables/extraction.tsv``: responses and what is extracted from them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

__all__ = ["extractions"]

TABLE = Path(__file__).parent / "tables" / "extraction.tsv"


def extractions() -> list[dict[str, str]]:
    r"""The rows, in order; ``\n`` in a response is a line break unless a small letter follows, as in ``\neq``."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{**row, "response": re.sub(r"\\n(?![a-z])", "\n", row["response"])} for row in rows]
