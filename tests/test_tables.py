"""The tables of answer pairs: every row in both orders, every text against itself.

The header is `pair_tables.HEADER`. ``verdict`` is a verdict of the contract, or ``NOT`` where it only forbids
EQUIVALENT; ``layer`` and ``rule`` are checked where they are filled (``python -m tests.fill_tables`` fills them for new
rows); ``xfail`` is the reason of a result known to be wrong.
"""

from __future__ import annotations

import pytest

from mathequiv.comparison import compare
from mathequiv.rulebook import RULES
from mathequiv.verdict import Convention
from tests.pair_tables import HEADER, TABLES, Row, is_filled, load_all

BUGS = {"internal_error", "stopped"}
LENIENT = {
    "base_dropped",
    "floating_noise",
    "rounding",
    "synonym",
    "tolerance",
    "unit_dropped",
}
"""Rules of results that rest on a convention, whatever proved that the rest is equal."""


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
    if isinstance(result.evidence, Convention):
        assert result.evidence.rule in RULES, result
    else:
        assert not (result.equivalent and result.rule in LENIENT), result


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


HEAD = "\t".join(HEADER) + "\n"
WRONG = [
    pytest.param(Row("w", "1", "2", "EQUIVALENT"), id="different-called-equivalent"),
    pytest.param(Row("w", "1", "1", "DIFFERENT"), id="equivalent-called-different"),
    pytest.param(Row("w", "1", "2", "UNDECIDED"), id="different-called-undecided"),
    pytest.param(Row("w", "1", "1", "NOT"), id="equivalent-called-not"),
    pytest.param(Row("w", "1", "1", "EQUIVALENT", layer="symbolic"), id="wrong-layer"),
    pytest.param(Row("w", "1", "1", "EQUIVALENT", rule="no such rule"), id="wrong-rule"),
]
BROKEN = [
    pytest.param("", "header", id="empty-file"),
    pytest.param(HEAD, "no rows", id="no-rows"),
    pytest.param("id\ta\tb\tverdict\n", "header", id="columns-missing"),
    pytest.param(HEAD + "x\t1\t2\tDIFFERENT\t\t\t\n", "7 cells", id="cell-missing"),
    pytest.param(HEAD + "x\t1\t2\tSAME\t\t\t\twhy\n", "known verdict", id="unknown-verdict"),
    pytest.param(HEAD + "x\t1\t2\tDIFFERENT\t\t\t\t\n", "remark", id="no-remark"),
    pytest.param(HEAD + "x\t1\t2\tNOT\tvalue\tvalue\t\twhy\n", "NOT", id="not-with-a-rule"),
    pytest.param(HEAD + "x\t1\t1\tEQUIVALENT\t\t\t\twhy\n", "more than half", id="only-equivalent"),
    pytest.param(HEAD + 2 * "x\t1\t2\tDIFFERENT\t\t\t\twhy\n", "used twice", id="id-twice"),
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
    table = HEAD + "x\t\\text\t\\x41\tDIFFERENT\t\t\t\twhy\n" + "x-esc\t\\text\t\\x41\\x5ct\tDIFFERENT\t\t\t\twhy\n"
    (tmp_path / "one.tsv").write_text(table, encoding="utf-8")
    raw, escaped = load_all(tmp_path)
    assert (raw.a, raw.b) == ("\\text", "\\x41")
    assert (escaped.a, escaped.b) == ("\text", "A\\t")


def test_nearly_all_rows_name_their_layer_and_rule():
    demanded = [row for row in ROWS if row.verdict != "NOT"]
    unfilled = [row.id for row in demanded if not is_filled(row)]
    assert len(unfilled) <= 0.05 * len(demanded), unfilled
