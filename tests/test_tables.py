"""The tables of answer pairs: every row in both orders, every text against itself.

A table is tab-separated text with a header line; lines starting with ``#`` before the header are comments. ``verdict``
is a verdict of the contract, or ``NOT`` where it only forbids EQUIVALENT; ``layer`` and ``rule`` are checked where they
are filled; ``xfail`` is the reason of a verdict known to be wrong. Cells are raw text; where the id ends in ``-esc``,
``\\t``, ``\\n`` and ``\\xNN`` in ``a`` and ``b`` are unescaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from mathequiv.pipeline import compare

TABLES = Path(__file__).parent / "tables"
OTHER_SHAPE = {"extraction.tsv"}
REQUIRED = {"id", "a", "b", "verdict", "rule", "remark"}
OPTIONAL = {"layer", "xfail"}
VERDICTS = {"EQUIVALENT", "DIFFERENT", "UNDECIDED", "NOT"}
BUGS = {"internal_error", "stopped"}
ESCAPE = re.compile(r"\\(?:t|n|x([0-9a-fA-F]{2}))")


@dataclass(frozen=True)
class Row:
    id: str
    a: str
    b: str
    verdict: str
    layer: str
    rule: str
    xfail: str


def unescape(cell):
    def character(match):
        return chr(int(match[1], 16)) if match[1] else {"t": "\t", "n": "\n"}[match[0][1]]

    return ESCAPE.sub(character, cell)


def parse_row(header, line, place):
    cells = line.split("\t")
    if len(cells) != len(header):
        raise ValueError(f"{place}: {len(cells)} cells under {len(header)} names")
    named = dict(zip(header, cells, strict=True))
    if not named["id"] or not named["remark"] or named["verdict"] not in VERDICTS:
        raise ValueError(f"{place}: an id, a remark and a known verdict are needed")
    if named["id"].endswith("-esc"):
        named |= {side: unescape(named[side]) for side in ("a", "b")}
    layer, xfail = named.get("layer", ""), named.get("xfail", "")
    return Row(named["id"], named["a"], named["b"], named["verdict"], layer, named["rule"], xfail)


def load(path):
    lines = [line for line in path.read_bytes().decode().split("\n") if line]
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = lines[start].split("\t") if start < len(lines) else []
    if not REQUIRED <= set(header) <= REQUIRED | OPTIONAL or len(header) != len(set(header)):
        raise ValueError(f"{path.name}: the header {header} is not that of a table")
    rows = [parse_row(header, line, f"{path.name}:{n}") for n, line in enumerate(lines[start + 1 :], start=start + 2)]
    if not rows:
        raise ValueError(f"{path.name}: no rows")
    if 2 * sum(row.verdict == "EQUIVALENT" for row in rows) > len(rows):
        raise ValueError(f"{path.name}: more than half of the rows are EQUIVALENT")
    return rows


def load_all(folder):
    rows = [row for path in sorted(folder.glob("*.tsv")) if path.name not in OTHER_SHAPE for row in load(path)]
    seen = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"the id {row.id} is used twice")
        seen.add(row.id)
    if not rows:
        raise ValueError(f"no tables in {folder}")
    return rows


def check(row, a, b):
    """Fail unless comparing ``a`` with ``b`` says what the row says."""
    result = compare(a, b)
    assert result.rule not in BUGS, result.reason
    if row.verdict == "NOT":
        assert not result.equivalent, result
    else:
        assert result.verdict.name == row.verdict, result
    assert row.layer in ("", result.layer), result
    assert row.rule in ("", result.rule), result


ROWS = load_all(TABLES)
TEXTS = sorted({text for row in ROWS for text in (row.a, row.b)})


def param(row):
    marks = [pytest.mark.xfail(reason=row.xfail, strict=True)] if row.xfail else []
    return pytest.param(row, id=row.id, marks=marks)


@pytest.mark.parametrize("row", [param(row) for row in ROWS])
def test_row_in_both_orders(row):
    check(row, row.a, row.b)
    check(row, row.b, row.a)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_every_text_equals_itself(text):
    result = compare(text, text)
    assert result.equivalent, result


HEADER = "id\ta\tb\tverdict\trule\tremark\n"
WRONG = [
    pytest.param(Row("w", "1", "2", "EQUIVALENT", "", "", ""), id="different-called-equivalent"),
    pytest.param(Row("w", "1", "1", "DIFFERENT", "", "", ""), id="equivalent-called-different"),
    pytest.param(Row("w", "1", "2", "UNDECIDED", "", "", ""), id="different-called-undecided"),
    pytest.param(Row("w", "1", "1", "NOT", "", "", ""), id="equivalent-called-not"),
    pytest.param(Row("w", "1", "1", "EQUIVALENT", "symbolic", "", ""), id="wrong-layer"),
    pytest.param(Row("w", "1", "1", "EQUIVALENT", "", "no such rule", ""), id="wrong-rule"),
]
BROKEN = [
    pytest.param("", "header", id="empty-file"),
    pytest.param(HEADER, "no rows", id="no-rows"),
    pytest.param("id\ta\tb\tverdict\n", "header", id="columns-missing"),
    pytest.param(HEADER + "x\t1\t2\tDIFFERENT\t\n", "5 cells", id="cell-missing"),
    pytest.param(HEADER + "x\t1\t2\tSAME\t\twhy\n", "known verdict", id="unknown-verdict"),
    pytest.param(HEADER + "x\t1\t2\tDIFFERENT\t\t\n", "remark", id="no-remark"),
    pytest.param(HEADER + "x\t1\t1\tEQUIVALENT\t\twhy\n", "more than half", id="only-equivalent"),
    pytest.param(HEADER + 2 * "x\t1\t2\tDIFFERENT\t\twhy\n", "used twice", id="id-twice"),
]


@pytest.mark.parametrize("row", WRONG)
def test_checker_fails_on_a_wrong_row(row):
    with pytest.raises(AssertionError):
        check(row, row.a, row.b)


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_loader_fails_on_a_broken_table(tmp_path, text, message):
    (tmp_path / "broken.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_all(tmp_path)


def test_loader_fails_on_an_empty_folder(tmp_path):
    with pytest.raises(ValueError, match="no tables"):
        load_all(tmp_path)


def test_cells_are_unescaped_only_where_the_id_says_so(tmp_path):
    table = HEADER + "x\t\\text\t\\x41\tDIFFERENT\t\twhy\n" + "x-esc\t\\text\t\\x41\\x5ct\tDIFFERENT\t\twhy\n"
    (tmp_path / "one.tsv").write_text(table, encoding="utf-8")
    raw, escaped = load_all(tmp_path)
    assert (raw.a, raw.b) == ("\\text", "\\x41")
    assert (escaped.a, escaped.b) == ("\text", "A\\t")
