"""What the compiled engine may not hold, because mypyc makes something else of it than Python does."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def engine() -> list[Path]:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook.engine_modules(ROOT / "mathequiv")


ENGINE = engine()
EVERY = pytest.mark.parametrize("path", ENGINE, ids=[path.stem for path in ENGINE])


def test_the_hot_modules_are_compiled():
    assert {"tokens", "levels", "reader", "value", "polynomials", "canonical", "prepared"} <= {
        path.stem for path in ENGINE
    }


def decorators(path: Path) -> set[str]:
    classes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    return {ast.unparse(made).partition("(")[0] for one in classes for made in one.decorator_list}


@EVERY
def test_no_class_is_made_by_a_decorator_that_mypyc_does_not_know(path):
    """Objects of such a class are equal only to themselves once compiled."""
    assert decorators(path) <= {"dataclass"}


def bound_twice(function: ast.AST) -> list[str]:
    """Names that two ``except`` clauses give to errors of different classes."""
    kinds: dict[str, set[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.ExceptHandler) and node.name:
            kinds.setdefault(node.name, set()).add(ast.unparse(node.type))
    return [name for name, classes in kinds.items() if len(classes) > 1]


@EVERY
def test_an_error_has_its_own_name(path):
    """A variable has one class once compiled, and another error in it is a TypeError."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [name for function in functions for name in bound_twice(function)] == []


@EVERY
def test_a_class_has_one_base(path):
    """Compiled classes have no more; an exception of Python's own and a NamedTuple are one too."""
    classes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    assert [one.name for one in classes if len(one.bases) > 1] == []


@EVERY
def test_no_pattern_names_the_rest_of_a_tuple(path):
    """Compiled, the rest is a tuple where Python makes a list, and a name for a list takes no tuple."""
    tree = ast.parse(path.read_text("utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.MatchStar) and node.name] == []


TAKES_ALL = {"all", "any", "dict", "extend", "fromkeys", "frozenset", "join", "list", "max", "min", "next", "set"} | {
    *("sorted", "sum", "tuple", "union", "update")
}


def lazily_read(tree: ast.Module) -> list[int]:
    """Lines of generator expressions that are not used up, or asked for one value, where they stand."""
    fine: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            fine.update(node.args if name in TAKES_ALL else ())
        elif isinstance(node, (ast.Starred, ast.YieldFrom)) or (
            isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.Subscript))
        ):
            fine.add(node.value)
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.GeneratorExp) and node not in fine]


@EVERY
def test_no_generator_expression_is_read_later(path):
    """mypyc makes a list of it at once: steps would be spent, and random numbers drawn, in another order."""
    assert lazily_read(ast.parse(path.read_text("utf-8"))) == []
