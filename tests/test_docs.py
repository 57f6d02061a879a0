"""The pages of the contract: up to date, complete, and every example as the engine decides it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from mathequiv import compare

DOCS = Path(__file__).resolve().parent.parent / "docs"
sys.path.insert(0, str(DOCS))

import build  # noqa: E402 - found through the path above
from contract_pages import PAGES, Page  # noqa: E402
from pair_tables import TABLES, Row, paths  # noqa: E402

BUILT = build.pages()
SHOWN = {row.id: row for page in PAGES for row in build.examples(page)}


@pytest.mark.parametrize("name", BUILT)
def test_page_is_what_the_builder_writes(name):
    assert (DOCS / "contract" / name).read_bytes().decode() == BUILT[name], "run python docs/build.py"


def test_no_other_pages_and_every_table_has_one():
    assert {path.name for path in (DOCS / "contract").glob("*.md")} == set(BUILT)
    assert {path.stem for path in paths(TABLES)} == {name for page in PAGES for name in page.tables}


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in SHOWN.values()])
def test_example_is_what_the_engine_decides(row):
    for result in (compare(row.a, row.b), compare(row.b, row.a)):
        if row.verdict == "NOT":
            assert not result.equivalent
        else:
            assert result.verdict.name == row.verdict
            assert (row.layer, row.rule) in (("", ""), (result.layer or "", result.rule))


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES if page.tables])
def test_examples_are_mixed(page):
    rows = build.examples(page)
    assert 6 <= len(rows) <= build.MOST + 1
    assert any(row.verdict != "EQUIVALENT" for row in rows)
    assert any(row.verdict == "EQUIVALENT" for row in rows) or page.name == "attack"


@pytest.mark.parametrize("name", BUILT)
def test_tables_keep_their_columns_and_links_lead_somewhere(name):
    for line in BUILT[name].splitlines():
        if line.startswith("|"):
            assert len(re.split(r"(?<!\\)\|", line)) in (4, 7), line
    for target in re.findall(r"(?<!\\)\]\(([^)]+)\)", BUILT[name]):
        assert (DOCS / "contract" / target).exists() or target in BUILT, target


CELLS = [
    pytest.param("|x|", r"`\|x\|`", id="bars"),
    pytest.param("a`b", "``a`b``", id="backtick-inside"),
    pytest.param("`a", "`` `a ``", id="backtick-first"),
    pytest.param("$5$", "`$5$`", id="dollars"),
    pytest.param("\trac", "`␉rac`", id="control-character"),
    pytest.param("4\u200b2", "`4⟨U+200B⟩2`", id="invisible"),
    pytest.param("", "*blank*", id="empty"),
]


@pytest.mark.parametrize(("text", "cell"), CELLS)
def test_cell(text, cell):
    assert build.code(text) == cell


def test_remark_shows_its_signs():
    assert build.prose(r"`\log` costs $5 | more_or_less") == r"`\log` costs \$5 \| more\_or\_less"


def test_equivalent_row_comes_before_its_neighbour():
    rows = [Row("1", "a", "c", "DIFFERENT"), Row("2", "a", "b", "EQUIVALENT"), Row("3", "d", "e", "NOT")]
    assert [[row.id for row in pair] for pair in build._pairs(rows)] == [["2", "1"], ["3"]]
    assert build.examples(Page("none", "None", "x", "")) == []
