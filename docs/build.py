"""Write the examples on the pages of ``docs/contract`` anew, from the tables of ``tests/tables`` that each page names.

Run ``python -m docs.build`` after a change of a table. The same input gives the same bytes. A page is prose with blocks
``<!-- examples: TABLE, TABLE -->`` to ``<!-- /examples -->``; only what stands in the blocks is written. ``markers``,
``reasoning`` and ``extractions`` are blocks of the page on responses, from the tables of markers and of extractions;
``options`` is the table of the options of a comparison. ``<!-- rules: PAGE -->`` begins the rules that belong to a
page, and ``<!-- rules: all -->`` the index of all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from mathequiv.lexicon.markers import MARKERS, THINK_TAGS
from mathequiv.rulebook import RULES
from mathequiv.verdict import OPTION_ROWS
from tests.extraction_table import extractions
from tests.pair_tables import Row, load

DOCS = Path(__file__).resolve().parent
TABLES = DOCS.parent / "tests" / "tables"

MOST = 25
"""Examples of a block, about."""

_BLOCK = re.compile(r"^(<!-- examples: ([\w, ]+) -->)\n.*?^(<!-- /examples -->)$", re.MULTILINE | re.DOTALL)
_LISTING = re.compile(r"^(<!-- ([a-z]+) -->)\n.*?^(<!-- /\2 -->)$", re.MULTILINE | re.DOTALL)
_RULES = re.compile(r"^(<!-- rules: (\w+) -->)\n.*?^(<!-- /rules -->)$", re.MULTILINE | re.DOTALL)
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\*_$|<>[]#"})
_PICTURES = {**{chr(n): chr(0x2400 + n) for n in range(32)}, "\x7f": "␡"}


def examples(names: list[str]) -> list[Row]:
    """The rows shown of these tables: each remark with its EQUIVALENT pair first and the nearest other after it."""
    tables = [[row for row in load(TABLES / f"{name}.tsv") if not row.xfail] for name in names]
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
    """The examples as a table; what is said of a row is not said again of the one after it."""
    lines = ["| verdict | a | b | why | decided by |", "|---|---|---|---|---|"]
    subject = _subject([row.remark for row in rows])
    above = ""
    for row in rows:
        verdict = "not EQUIVALENT" if row.verdict == "NOT" else row.verdict
        by = ", ".join(f"`{name}`" for name in (row.layer, row.rule) if name)
        general, special = _parts(row.remark.removeprefix(subject))
        why = special if general == above else "; ".join(part for part in (general, special) if part)
        above = general
        lines.append(f"| {verdict} | {code(row.a)} | {code(row.b)} | {prose(why)} | {by} |")
    return "\n".join(lines) + "\n"


def _parts(remark: str) -> tuple[str, str]:
    """A remark at its first semicolon outside code: what is said of several rows, and of this one."""
    for found in re.finditer("; ", remark):
        if remark.count("`", 0, found.start()) % 2 == 0:
            return remark[: found.start()], remark[found.end() :]
    return remark, ""


def _subject(remarks: list[str]) -> str:
    """What most remarks begin with up to a colon: the subject of the page, which needs no saying in each row."""
    heads = Counter(remark.partition(": ")[0] + ": " for remark in remarks if ": " in remark)
    return next((head for head, count in heads.most_common(1) if count > len(remarks) / 3), "")


def rendered(text: str) -> str:
    """A page with every block of examples written anew; everything between the blocks is kept."""
    text = _BLOCK.sub(lambda block: f"{block[1]}\n{shown(block[2].split(', '))}{block[3]}", text)
    text = _RULES.sub(lambda block: f"{block[1]}\n{rules_of(block[2])}{block[3]}", text)
    return _LISTING.sub(lambda block: f"{block[1]}\n{LISTINGS[block[2]]()}{block[3]}", text)


def _rows(head: str, rows: list[tuple[str, ...]]) -> str:
    rule = "|".join("---" for _ in head.split("|"))
    return "\n".join([f"| {head} |", f"|{rule}|", *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


STRENGTHS = {"strong": "a box", "explicit": "a final answer", "weak": "a last resort"}
FOLLOWS = {
    "value": "mathematics, a choice or a name",
    "sentence": "a value, or a sentence with it",
    "words": "a value, a sentence or any words",
    "line": "the rest of the line",
    "letter": "the letter of a choice",
    "tag": "all up to the closing tag",
    "json": "the value of the key",
    "before": "the value is before it",
}


def markers() -> str:
    """The markers of answers, a row each."""
    rows = [(row.language, code(row.example), STRENGTHS[row.strength], FOLLOWS[row.follows]) for row in MARKERS]
    return _rows("language or format | example | counts as | what follows", list(dict.fromkeys(rows)))


def reasoning() -> str:
    """The marks around reasoning."""
    return _rows("from | to | written by", [(code(tag.open), code(tag.close), tag.source) for tag in THINK_TAGS])


def extraction_examples() -> str:
    """Rows of the table of extractions: the first of each remark."""
    firsts = {row["remark"]: row for row in reversed(extractions()) if row["remark"] and row["policy"] == "default"}
    rows = [
        (
            code(row["response"]),
            code(row["expected"]) if row["expected"] else "*none*",
            code(row["rule"]),
            prose(remark) + (f", with `finish_reason` {code(row['finish_reason'])}" if row["finish_reason"] else ""),
        )
        for remark, row in reversed(firsts.items())
    ]
    return _rows("response | answer | rule | why", rows)


def options() -> str:
    """The options of a comparison."""
    rows = [(code(row.name), code(row.metavar), prose(row.default), prose(row.help)) for row in OPTION_ROWS]
    return _rows("option | values | default | what it does", rows)


def rules_of(page: str) -> str:
    """The names of rules that results carry, with what each means: those of a page, or all with their pages."""
    if page != "all":
        return _rows(
            "rule | what it means", [(code(name), words) for name, (words, home) in RULES.items() if home == page]
        )
    listed = [(code(name), words, f"[{_title(home)}]({home}.md)") for name, (words, home) in sorted(RULES.items())]
    return _rows("rule | what it means | page", listed)


def _title(page: str) -> str:
    return (DOCS / "contract" / f"{page}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


LISTINGS = {"markers": markers, "reasoning": reasoning, "extractions": extraction_examples, "options": options}


def shown(tables: list[str]) -> str:
    """What stands in a block: where its rows come from, and the rows."""
    sources = " and ".join(f"[`{name}.tsv`](../../tests/tables/{name}.tsv)" for name in tables)
    return f"Some of the rows of {sources}; each holds in both orders.\n\n{table(examples(tables))}"


def tables_of(text: str) -> list[str]:
    """Names of the tables that a page shows."""
    return [name for block in _BLOCK.finditer(text) for name in block[2].split(", ")]


def write(folder: Path) -> None:
    """Write the examples of every page of the folder anew."""
    for page in sorted(folder.glob("*.md")):
        page.write_bytes(rendered(page.read_text(encoding="utf-8")).encode())


if __name__ == "__main__":
    write(DOCS / "contract")
