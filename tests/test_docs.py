"""The pages of the contract: up to date, complete, and every example as the engine decides it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from docs import build
from mathequiv import compare
from mathequiv.rulebook import RULES
from tests.pair_tables import TABLES, Row, paths

DOCS = Path(__file__).resolve().parent.parent / "docs"

PAGES = {path.name: path.read_bytes().decode() for path in sorted((DOCS / "contract").glob("*.md"))}
WITH_EXAMPLES = {name: tables for name, text in PAGES.items() if (tables := build.tables_of(text))}
SHOWN = {row.id: row for tables in WITH_EXAMPLES.values() for row in build.examples(tables)}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_what_the_builder_writes(name):
    assert build.rendered(PAGES[name]) == PAGES[name], "run python -m docs.build"


def test_every_table_has_a_page_and_every_page_a_place_in_the_index():
    assert {path.stem for path in paths(TABLES)} == {name for tables in WITH_EXAMPLES.values() for name in tables}
    listed = re.findall(r"^- \[[^]]+\]\((\w+\.md)\)$", PAGES["README.md"], re.MULTILINE)
    assert sorted([*listed, "README.md"]) == sorted(PAGES)


def test_every_rule_is_in_the_index_and_explained_on_its_page():
    assert set(re.findall(r"^\| `(\w+)` \| .+ \|$", PAGES["rules.md"], re.MULTILINE)) == set(RULES)
    for name, (words, page) in RULES.items():
        assert f"| `{name}` | {words} |" in PAGES[f"{page}.md"], f"{name}: a block of rules on {page}.md"


def _rules_named(tree):
    """The names of rules that calls give as a literal."""
    places = {"Finding": 2, "Result": 2, "mismatch": 0, "under_rule": 1, "Convention": 0, "Refusal": 0}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in places:
            for literal in call.args[places[call.func.id] :][:1]:
                if isinstance(literal, ast.Constant) and literal.value is not None:
                    yield literal.value


def test_every_rule_that_the_engine_names_is_in_the_index():
    package = DOCS.parent / "mathequiv"
    named = {rule for path in package.rglob("*.py") for rule in _rules_named(ast.parse(path.read_text("utf-8")))}
    assert len(named) > 60
    assert named <= set(RULES)


def test_the_builder_keeps_the_prose():
    page = "before\n<!-- examples: log -->\nold\n<!-- /examples -->\nafter\n".replace("log", "logs")
    assert build.rendered(page).startswith("before\n<!-- examples: logs -->\nSome of the rows of [`logs.tsv`]")
    assert build.rendered(page).endswith("\n<!-- /examples -->\nafter\n")


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in SHOWN.values()])
def test_example_is_what_the_engine_decides(row):
    for result in (compare(row.a, row.b), compare(row.b, row.a)):
        if row.verdict == "NOT":
            assert not result.equivalent
        else:
            assert result.verdict.name == row.verdict
            assert (row.layer, row.rule) in (("", ""), (result.layer or "", result.rule))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_are_mixed(name):
    rows = build.examples(WITH_EXAMPLES[name])
    assert 6 <= len(rows) <= build.MOST + 1
    assert any(row.verdict != "EQUIVALENT" for row in rows)
    assert any(row.verdict == "EQUIVALENT" for row in rows) or name == "attack.md"


@pytest.mark.parametrize("name", PAGES)
def test_tables_keep_their_columns_and_links_lead_somewhere(name):
    for line in PAGES[name].splitlines():
        if line.startswith("|"):
            assert 4 <= len(re.split(r"(?<!\\)\|", line)) <= 7, line
    for target in re.findall(r"(?<!\\)\]\(([^)]+)\)", PAGES[name]):
        assert (DOCS / "contract" / target).exists(), target


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


def test_what_is_said_of_a_row_is_not_said_again_of_the_next():
    rows = [Row(str(n), "a", "b", "NOT", remark=f"sets: {remark}") for n, remark in enumerate(REMARKS)]
    whys = [line.split(" | ")[3] for line in build.table(rows).splitlines()[2:]]
    assert whys == ["as sets", "", "of reals", "another `a; b`", "as sets"]


REMARKS = ("as sets", "as sets", "as sets; of reals", "another `a; b`", "as sets")


def test_equivalent_row_comes_before_its_neighbour():
    rows = [Row("1", "a", "c", "DIFFERENT"), Row("2", "a", "b", "EQUIVALENT"), Row("3", "d", "e", "NOT")]
    assert [[row.id for row in pair] for pair in build._pairs(rows)] == [["2", "1"], ["3"]]
    assert build.examples([]) == []
