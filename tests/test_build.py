"""What the compiled engine may not hold, because mypyc makes something else of it than Python does."""

from __future__ import annotations

import ast
import functools
import importlib.util
import inspect
import shutil
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import mathequiv
from mathequiv.answers import kinds
from mathequiv.equality.decision import Forms
from mathequiv.equality.numbers.balls import Gap
from mathequiv.finding import Finding
from mathequiv.latex import expr
from mathequiv.latex.tokens import Scanned
from mathequiv.nodes import field_types, replace

ROOT = Path(__file__).resolve().parent.parent


def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


HOOK = hook()
ENGINE = HOOK.engine_modules(ROOT / "mathequiv")
EVERY = pytest.mark.parametrize("path", ENGINE, ids=[path.stem for path in ENGINE])


def test_the_hot_modules_are_compiled():
    assert {"tokens", "levels", "reader", "value", "polynomials", "canonical", "prepared"} <= {
        path.stem for path in ENGINE
    }


def test_the_training_of_a_build_runs(tmp_path):
    shutil.copy(ROOT / "tests" / "tables" / "base.tsv", tmp_path)
    training = [sys.executable, "-c", HOOK.TRAINING, str(tmp_path)]
    done = subprocess.run(training, capture_output=True, text=True, check=True)
    rows = len((tmp_path / "base.tsv").read_text("utf-8").splitlines()) - 1
    assert done.stdout == f"{-(-rows // 5)} pairs\n"


PUBLIC = [getattr(mathequiv, name) for name in mathequiv.__all__]
COMPILED = {f"mathequiv.{'.'.join(path.relative_to(ROOT / 'mathequiv').with_suffix('').parts)}" for path in ENGINE}
FROZEN = [kind for kind in PUBLIC if inspect.isclass(kind) and is_dataclass(kind) and kind.__module__ in COMPILED]


@pytest.mark.parametrize("kind", FROZEN, ids=[kind.__name__ for kind in FROZEN])
def test_public_objects_of_the_engine_say_how_they_are_pickled(kind):
    assert "__reduce__" in vars(kind)  # compiled, a frozen object cannot be given its state after it is made


def test_there_are_public_objects_of_the_engine():
    assert {kind.__name__ for kind in FROZEN} >= {"Extraction", "Policy"}


def decorators(path: Path) -> set[str]:
    classes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    return {ast.unparse(made).partition("(")[0] for one in classes for made in one.decorator_list}


@EVERY
def test_no_class_is_made_by_a_decorator_that_mypyc_does_not_know(path):
    """Objects of such a class are equal only to themselves once compiled; what `node` makes is written out before."""
    assert decorators(path) <= {"dataclass", "node"}


NODES = [*expr.EXPRESSIONS, *kinds.ANSWERS, kinds.Label, kinds.Reading, Forms, Gap, Scanned, Finding]


def test_the_list_above_has_every_node():
    sources = [path.read_text("utf-8") for path in (ROOT / "mathequiv").rglob("*.py")]
    assert sum(source.count("\n@node\n") for source in sources) == len(NODES)


@functools.cache
def written_out(module: ModuleType) -> dict[str, object]:
    names = {"__name__": module.__name__}
    exec(compile(HOOK.with_methods(inspect.getsource(module)), module.__file__, "exec"), names)  # noqa: S102 - our own
    return names


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_a_node_written_out_for_the_compiler_is_as_the_decorator_makes_it(node):
    made = written_out(sys.modules[node.__module__])[node.__name__]
    values = [f"value of {name}" for name in field_types(node)]
    one, another = node(*values), made(*values)
    assert (repr(another), hash(another), made.FIELDS) == (repr(one), hash(one), node.FIELDS)
    assert made.__match_args__ == node.__match_args__
    assert another == made(**dict(zip(made.FIELDS, values, strict=True)))
    assert another != one
    for name in made.FIELDS:
        assert another != replace(another, **{name: "another value"})
    needed = [name for name, given in inspect.signature(node).parameters.items() if given.default is given.empty]
    assert repr(made(*values[: len(needed)])) == repr(node(*values[: len(needed)]))


@pytest.mark.parametrize(("module", "name", "members"), [(expr, "Expr", "EXPRESSIONS"), (kinds, "Answer", "ANSWERS")])
def test_a_name_for_many_nodes_is_any_for_the_compiler_and_its_members_are_known(module, name, members):
    made = written_out(module)
    assert made[name] is Any
    assert [one.__name__ for one in made[members]] == [one.__name__ for one in getattr(module, members)]


@EVERY
def test_the_members_of_a_union_are_asked_for_where_it_is_named(path):
    """Elsewhere a union of many nodes may be Any, which has none."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {ast.unparse(node.target) for node in tree.body if isinstance(node, ast.AnnAssign)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "get_args"]
    assert [node.lineno for node in calls if ast.unparse(node.args[0]) not in named] == []


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
def test_no_pattern_names_a_sequence_or_its_rest(path):
    """Compiled, ``*rest`` of a tuple is no list, and ``(first, *_) as items`` names the first item."""
    found = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, (ast.MatchStar, ast.MatchAs))
    ]
    named = [
        node
        for node in found
        if node.name and isinstance(getattr(node, "pattern", node), (ast.MatchStar, ast.MatchSequence))
    ]
    assert [node.lineno for node in named] == []


@EVERY
def test_no_sequence_pattern_with_a_star_has_a_name(path):
    """mypyc takes what ``(x, *_) as items`` names for a list, and a tuple in it is a TypeError."""
    named = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.MatchAs)]
    inner = [part for node in named if isinstance(node.pattern, ast.MatchSequence) for part in node.pattern.patterns]
    assert [part.lineno for part in inner if isinstance(part, ast.MatchStar)] == []


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


def tuples_made(tree: ast.Module) -> set[str]:
    """Names of a module that are a written tuple."""
    made = [node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    targets = [(node.targets[0] if isinstance(node, ast.Assign) else node.target, node.value) for node in made]
    return {ast.unparse(target) for target, value in targets if isinstance(value, ast.Tuple)}


@EVERY
def test_no_tuple_is_known_by_its_identity(path):
    """Compiled, a tuple is its members: another one is made each time that it is asked for."""
    tree = ast.parse(path.read_text("utf-8"))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    found = [
        node
        for node in compared
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)
        and {ast.unparse(side) for side in (node.left, *node.comparators)} & tuples_made(tree)
    ]
    assert [node.lineno for node in found] == []


@EVERY
def test_no_set_is_cut_to_the_keys_of_a_dict(path):
    """With ``keys()`` at its right a frozenset gives a set, which a compiled function refuses as a frozenset."""
    found = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.BinOp)
        and ast.unparse(node.right).endswith(".keys()")
        and not ast.unparse(node.left).endswith(".keys()")
    ]
    assert [node.lineno for node in found] == []


@EVERY
def test_no_lambda_holds_another(path):
    """The compiler fails at a lambda inside one that is outside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    outer = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    inner = [node for one in outer for node in ast.walk(one.body) if isinstance(node, ast.Lambda)]
    assert [node.lineno for node in inner] == []


@EVERY
def test_nothing_is_looked_for_in_what_yields(path):
    """A compiled generator is no container: ``node in walk(tree)`` raises AttributeError."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops)
        and any(isinstance(side, ast.Call) and ast.unparse(side.func) in YIELDING for side in node.comparators)
    ]
    assert [node.lineno for node in found] == []


def yielding() -> set[str]:
    """Names of the functions of the engine that yield."""
    nodes = [node for path in ENGINE for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return {one.name for one in functions if any(isinstance(part, YIELDS) for part in ast.walk(one))}


YIELDS = (ast.Yield, ast.YieldFrom)
YIELDING = yielding()
