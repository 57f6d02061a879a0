"""Fill ``layer`` and ``rule`` of new rows in ``tests/tables`` with what decides them today.

Run ``python -m tests.fill_tables`` and read what it prints: a row whose verdict is right for the wrong reason must not
keep the rule found, but say in ``xfail`` what is wrong. Rows that are filled, forbid a verdict (NOT) or are known to
be wrong stay as they are; so do rows whose verdict is not the one demanded, or whose two orders name two rules.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mathequiv import compare
from tests.pair_tables import HEADER, TABLES, load, paths

LAYER, RULE = HEADER.index("layer"), HEADER.index("rule")


def fill(path: Path) -> int:
    """Fill one table; the number of rows that could not be filled."""
    lines = path.read_bytes().decode().split("\n")
    left_open = 0
    for row in load(path):
        if row.rule or row.xfail or row.verdict == "NOT":
            continue
        there, back = compare(row.a, row.b), compare(row.b, row.a)
        found = (there.verdict.name, there.layer or "", there.rule)
        if found[0] != row.verdict or found != (back.verdict.name, back.layer or "", back.rule):
            left_open += 1
            sys.stdout.write(f"{row.id}: not filled: {found} and {back.verdict.name, back.layer, back.rule}\n")
            continue
        at = next(n for n, line in enumerate(lines) if line.split("\t", 1)[0] == row.id)
        cells = lines[at].split("\t")
        cells[LAYER], cells[RULE] = found[1:]
        lines[at] = "\t".join(cells)
        sys.stdout.write(f"{row.id}: {found[1]} {found[2]}: {there.reason}\n")
    path.write_bytes("\n".join(lines).encode())
    return left_open


if __name__ == "__main__":
    sys.exit(1 if sum(map(fill, paths(TABLES))) else 0)
