"""Write ``docs/contract``: a page for each rule, its examples taken from ``tests/tables``.

Run ``python docs/build.py`` after a change of a table or of ``contract_pages.py``. The same input gives the same bytes.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TABLES = DOCS.parent / "tests" / "tables"
sys.path[:0] = [str(DOCS), str(DOCS.parent / "tests")]

from contract_pages import PAGES, Page  # noqa: E402 - found through the path above
from pair_tables import Row, load  # noqa: E402

MOST = 25
"""Examples of a page, about."""

_NOTE = "<!-- Written by docs/build.py from docs/contract_pages.py and tests/tables: change those, run it again. -->\n"
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\*_$|<>[]#"})
_PICTURES = {**{chr(n): chr(0x2400 + n) for n in range(32)}, "\x7f": "␡"}


def examples(page: Page) -> list[Row]:
    """The rows a page shows: each remark with its EQUIVALENT pair first and the nearest one that is not after it."""
    tables = [[row for row in load(TABLES / f"{name}.tsv") if not row.xfail] for name in page.tables]
    chosen: dict[str, Row] = {}
    for pair in _spread([list(_pairs(rows)) for rows in tables]):
        if len(chosen) >= MOST:
            break
        chosen.update((row.id, row) for row in pair)
    place = {row.id: n for n, row in enumerate(row for rows in tables for row in rows)}
    return sorted(chosen.values(), key=lambda row: place[row.id])


def _spread(tables: list[list[tuple[Row, ...]]]) -> Iterator[tuple[Row, ...]]:
    """Pairs of remarks not seen yet, evenly over the tables, then the other pairs."""
    seen: set[str] = set()
    later: list[tuple[Row, ...]] = []
    for n in range(max(map(len, tables), default=0)):
        for pairs in tables:
            for pair in pairs[n : n + 1]:
                if {row.remark for row in pair} <= seen:
                    later.append(pair)
                else:
                    seen.update(row.remark for row in pair)
                    yield pair
    yield from later


def _pairs(rows: list[Row]) -> Iterator[tuple[Row, ...]]:
    """Each EQUIVALENT row with a neighbour that is not; rows without an EQUIVALENT one stand alone."""
    for _, group in groupby(rows, key=lambda row: row.a):
        near = list(group)
        others = [row for row in near if row.verdict != "EQUIVALENT"]
        for row in near:
            if row.verdict == "EQUIVALENT":
                yield (row, *others[:1])
                others = others[1:] or others
        if len(others) == len(near):
            yield from ((row,) for row in others)


def code(text: str) -> str:
    """A text as a code span of a table cell, with what cannot be seen made visible."""
    shown = "".join(_visible(c) for c in text)
    if not text.strip():
        return f"*blank* `{shown}`" if shown.strip() else "*blank*"
    longest = max((len(list(run)) for c, run in groupby(shown) if c == "`"), default=0)
    fence = "`" * (longest + 1)
    pad = " " if "`" in (shown[0], shown[-1]) or shown[0] == shown[-1] == " " else ""
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", "\\|")


def _visible(char: str) -> str:
    if char in _PICTURES:
        return _PICTURES[char]
    hidden = char != " " and unicodedata.category(char) in ("Cf", "Zs", "Zl", "Zp", "Cc", "Cn", "Co", "Cs", "Mn")
    return f"⟨U+{ord(char):04X}⟩" if hidden else char


def prose(text: str) -> str:
    """A remark as Markdown: its code spans kept, everything else shown as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return text.translate(_SPECIAL).replace("`", "\\`")
    return "".join(code(part) if n % 2 else part.translate(_SPECIAL) for n, part in enumerate(parts) if part)


def table(rows: list[Row]) -> str:
    """The examples as a table."""
    lines = ["| a | b | verdict | decided by | why |", "|---|---|---|---|---|"]
    for row in rows:
        verdict = "not EQUIVALENT" if row.verdict == "NOT" else row.verdict
        by = ", ".join(f"`{name}`" for name in (row.layer, row.rule) if name)
        lines.append(f"| {code(row.a)} | {code(row.b)} | {verdict} | {by} | {prose(row.remark)} |")
    return "\n".join(lines) + "\n"


def render(page: Page) -> str:
    """A page's Markdown."""
    shown = examples(page)
    parts = [_NOTE, f"# {page.title}\n", page.text.strip() + "\n"]
    if shown:
        sources = " and ".join(f"[`{name}.tsv`](../../tests/tables/{name}.tsv)" for name in page.tables)
        parts += ["## Examples\n", f"Some of the rows of {sources}; each holds in both orders.\n", table(shown)]
    return "\n".join(parts)


def index() -> str:
    """The page that lists the others."""
    intro = (
        'What mathequiv means by "equal": one page a rule, with examples that the tests check. '
        "Start with [verdicts and evidence](verdicts.md) and [layers](layers.md).\n"
    )
    parts = [_NOTE, "# The equivalence contract\n", intro]
    for group in dict.fromkeys(page.group for page in PAGES):
        links = [f"- [{page.title}]({page.name}.md)" for page in PAGES if page.group == group]
        parts += [f"## {group}\n", "\n".join(links) + "\n"]
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """File name and content of every page."""
    return {"README.md": index(), **{f"{page.name}.md": render(page) for page in PAGES}}


def write(folder: Path) -> None:
    """Write the pages and remove those that no longer exist."""
    built = pages()
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in built:
            old.unlink()
    for name, text in built.items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    write(DOCS / "contract")
