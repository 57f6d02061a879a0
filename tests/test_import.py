"""What importing the package brings in, what it exports, and that imports between its layers go one way."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import mathequiv

PACKAGE = Path(mathequiv.__file__).parent
HEAVY = (
    "sympy",
    "antlr4",
    "flint",
    "mpmath",
    "latex2sympy2",
    "latex2sympy2_extended",
    "typer",
    "rich",
    "click",
    "numpy",
)

PUBLIC = [
    "Extraction",
    "Grade",
    "InputError",
    "MathEquivError",
    "Options",
    "Policy",
    "Reference",
    "Result",
    "Run",
    "Status",
    "Tolerance",
    "Verdict",
    "WorkerLost",
    "__version__",
    "agrade",
    "compare",
    "equivalence_classes",
    "extract_answer",
    "grade",
    "grade_many",
    "is_equiv",
    "score",
]


def loaded_after(code):
    program = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


IMPORTS = [
    pytest.param("import mathequiv", id="the package"),
    pytest.param("from mathequiv import compare, is_equiv, grade, extract_answer, Reference", id="its functions"),
    pytest.param("from mathequiv import extract_answer; extract_answer(r'\\boxed{1}')", id="an extraction"),
    pytest.param("from mathequiv import is_equiv; is_equiv('\\frac12', '\\frac{1}{2}')", id="a text comparison"),
    pytest.param("from mathequiv import is_equiv; is_equiv('1/2', '0.5')", id="a comparison of rational numbers"),
]


@pytest.mark.parametrize("code", IMPORTS)
def test_importing_is_light(code):
    assert loaded_after(code).isdisjoint(HEAVY)


def test_the_parent_process_never_loads_sympy():
    pair = r"r'\lim_{x\to\infty}(\sqrt{x^2+x}-x)', '1/2'"
    code = f"from mathequiv import compare; assert compare({pair}).layer == 'symbolic'"
    assert loaded_after(code).isdisjoint({"sympy", "antlr4", "mpmath", "latex2sympy2_extended"})


def test_the_public_names():
    assert mathequiv.__all__ == PUBLIC
    assert sorted(dir(mathequiv)) == PUBLIC
    for name in PUBLIC:
        assert getattr(mathequiv, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'missing'"):
        mathequiv.missing  # noqa: B018 - the access is the test


@pytest.mark.parametrize("name", [name for name in PUBLIC if name[0].isalpha()])
def test_public_names_are_documented(name):
    assert getattr(mathequiv, name).__doc__


LEVELS = [
    ("_version", "verdict", "errors", "finding", "limits", "nodes", "tolerance"),
    ("lexicon",),
    ("latex",),
    ("answers",),
    ("equality",),
    ("prepared", "symbolic", "layers"),
    ("pipeline",),
    ("rulebook", "hints", "explanation", "comparison", "usable"),
    ("grouping",),
    ("extraction",),
    ("strictness", "grading"),
    ("bulk",),
    ("scoring",),
    ("audit", "batch", "judge", "plots"),
    ("harness",),
    ("serving",),
    ("cli",),
    ("__main__",),
]
"""From the bottom up: a module imports from its own level and those below it."""


def level(module):
    head = module.partition(".")[0]
    return next(n for n, names in enumerate(LEVELS) if head in names)


def imports_of(path):
    """Modules of the package that ``path`` imports, lazily or for types too, relative to the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mathequiv":
            module = node.module.removeprefix("mathequiv").lstrip(".")
            for name in node.names:
                deeper = f"{module}.{name.name}" if module else name.name
                is_module = (PACKAGE / f"{deeper.replace('.', '/')}.py").exists()
                yield deeper if is_module else module
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.startswith("mathequiv."):
                    yield name.name.removeprefix("mathequiv.")


def edges():
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if module == "__init__":
            continue
        for target in imports_of(path):
            if target:
                yield module, target


EDGES = sorted(set(edges()))


def test_the_graph_is_not_empty():
    assert len(EDGES) > 100
    assert {level(module) for edge in EDGES for module in edge} >= set(range(8))


@pytest.mark.parametrize(("module", "target"), EDGES, ids=lambda name: name)
def test_imports_go_one_way(module, target):
    assert level(target) <= level(module), f"{module} imports {target}, which is above it"


def circles(edges):
    """Groups of modules of which each imports, at whatever removes, each other one (Tarjan 1972)."""
    graph = {}
    for module, target in edges:
        graph.setdefault(module, []).append(target)
        graph.setdefault(target, [])
    number, low, stack, found = {}, {}, [], []

    def visit(module):
        number[module] = low[module] = len(number)
        stack.append(module)
        for target in graph[module]:
            if target not in number:
                visit(target)
            if target in stack:
                low[module] = min(low[module], low[target])
        if low[module] == number[module]:
            at = stack.index(module)
            if len(stack) - at > 1 or module in graph[module]:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for module in graph:
        if module not in number:
            visit(module)
    return found


def test_circles_are_found():
    assert circles([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("e", "e")]) == [["b", "c"], ["e"]]


def test_no_module_imports_itself_by_a_detour():
    """Imports in functions and for types count too."""
    assert circles(EDGES) == []


@pytest.mark.parametrize("library", ["flint", "sympy", "latex2sympy2_extended"])
def test_only_one_place_imports_a_heavy_library(library):
    homes = {
        "flint": {
            f"equality.numbers.{name}"
            for name in (
                *("enclosure", "ball_functions", "quotients", "growth", "analytic", "singular", "quadrature"),
                *("series", "rational_sums", "balls", "limit_values", "cells", "fourier", "waves"),
                *("frullani", "logarithmic", "divisors"),
            )
        },
        "sympy": {
            "symbolic.latex2sympy", "symbolic.numeric", "symbolic.proof", "symbolic.steps", "symbolic.to_sympy",
            "symbolic.worker",
        },
        "latex2sympy2_extended": {"symbolic.latex2sympy"},
    }[library]  # fmt: skip
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if any(name.split(".")[0] == library for name in names):
                found.add(module)
    assert found <= homes


def test_no_module_shadows_the_standard_library():
    names = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert names.isdisjoint(sys.stdlib_module_names)
