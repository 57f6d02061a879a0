"""How large a module, class or function may be, and how many ways one function may go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from radon.complexity import cc_visit

import mathequiv

PACKAGE = Path(mathequiv.__file__).parent
MODULES = [pytest.param(path, id=str(path.relative_to(PACKAGE))) for path in sorted(PACKAGE.rglob("*.py"))]
EVERY = pytest.mark.parametrize("path", MODULES)

MODULE_LINES = 520
CLASS_LINES = 200
"""Of a class of the grammar: a parser that grows by methods is one that nobody can take apart."""
FUNCTION_LINES = 50
"""Without the docstring."""
COMPLEXITY = 15
"""McCabe's number, with the operators of conditions counted; each entry of a table of rules counts by itself."""


def lines_of(node):
    """Lines of a class or function without its docstring."""
    first = node.body[0]
    own = node.end_lineno - node.lineno + 1
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return own - (first.end_lineno - first.lineno + 1 if is_docstring else 0)


def too_long(text, kinds, most):
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    return [node.name for node in nodes if lines_of(node) > most]


def too_complex(text):
    functions = [block for block in cc_visit(text) if not hasattr(block, "methods")]
    return [f"{block.name} {block.complexity}" for block in functions if block.complexity > COMPLEXITY]


@EVERY
def test_sizes(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    assert too_long(text, (ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES) == []
    if "latex" in path.relative_to(PACKAGE).parts:
        assert too_long(text, ast.ClassDef, CLASS_LINES) == []


@EVERY
def test_complexity(path):
    assert too_complex(path.read_text("utf-8")) == []


def test_what_is_over_a_size_is_found():
    at = "def made():\n" + '    """What.\n\n    It makes.\n    """\n' + "    x = 1\n" * (FUNCTION_LINES - 1)
    assert too_long(at, ast.FunctionDef, FUNCTION_LINES) == []
    assert too_long(at + "    x = 2\n", ast.FunctionDef, FUNCTION_LINES) == ["made"]
    ways = "class Made:\n    def made(self, x):\n" + "        if x:\n            return 1\n" * (COMPLEXITY - 1)
    assert too_complex(ways) == []
    assert too_complex(ways + "        if x and x:\n            return 2\n") == [f"made {COMPLEXITY + 2}"]
