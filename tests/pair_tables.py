"""The tables of answer pairs under ``tests/tables``: what a row is, and how they are read.

Cells are raw text; where the id ends in ``-esc``, ``\\t``, ``\\n`` and ``\\xNN`` in ``a`` and ``b`` are unescaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HEADER", "TABLES", "Row", "is_filled", "load", "load_all", "paths"]

TABLES = Path(__file__).parent / "tables"
OTHER_SHAPE = {"extraction.tsv", "reward_hacking.tsv"}
HEADER = ("id", "a", "b", "verdict", "layer", "rule", "xfail", "remark")
VERDICTS = {"EQUIVALENT", "DIFFERENT", "UNDECIDED", "NOT"}
ESCAPE = re.compile(r"\\(?:t|n|x([0-9a-fA-F]{2}))")


@dataclass(frozen=True)
class Row:
    """One pair, what has to be said of it, and why it is in the table."""

    id: str
    a: str
    b: str
    verdict: str
    layer: str = ""
    rule: str = ""
    xfail: str = ""
    remark: str = ""


def is_filled(row: Row) -> bool:
    """Whether the row names what decides; no layer decides an UNDECIDED."""
    return bool(row.rule) and bool(row.layer) is (row.verdict != "UNDECIDED")


def unescape(cell: str) -> str:
    def character(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else {"t": "\t", "n": "\n"}[match[0][1]]

    return ESCAPE.sub(character, cell)


def parse_row(line: str, place: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(HEADER):
        raise ValueError(f"{place}: {len(cells)} cells under {len(HEADER)} names")
    named = dict(zip(HEADER, cells, strict=True))
    if not named["id"] or not named["remark"] or named["verdict"] not in VERDICTS:
        raise ValueError(f"{place}: an id, a remark and a known verdict are needed")
    if named["verdict"] == "NOT" and (named["layer"] or named["rule"]):
        raise ValueError(f"{place}: NOT forbids a verdict, so it names no layer and no rule")
    if named["id"].endswith("-esc"):
        named |= {side: unescape(named[side]) for side in ("a", "b")}
    return Row(**named)


def load(path: Path) -> list[Row]:
    """The rows of one table.

    Raises:
        ValueError: another header, a broken row, no rows, or more than half of them EQUIVALENT.
    """
    lines = [line for line in path.read_bytes().decode().split("\n") if line]
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise ValueError(f"{path.name}: the header is not that of a table")
    rows = [parse_row(line, f"{path.name}:{n}") for n, line in enumerate(lines[1:], start=2)]
    if not rows:
        raise ValueError(f"{path.name}: no rows")
    if 2 * sum(row.verdict == "EQUIVALENT" for row in rows) > len(rows):
        raise ValueError(f"{path.name}: more than half of the rows are EQUIVALENT")
    return rows


def paths(folder: Path) -> list[Path]:
    """The tables of pairs in a folder."""
    return [path for path in sorted(folder.glob("*.tsv")) if path.name not in OTHER_SHAPE]


def load_all(folder: Path) -> list[Row]:
    """The rows of all tables in a folder.

    Raises:
        ValueError: as `load`; no tables, or an id that is used twice.
    """
    rows = [row for path in paths(folder) for row in load(path)]
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"the id {row.id} is used twice")
        seen.add(row.id)
    if not rows:
        raise ValueError(f"no tables in {folder}")
    return rows
