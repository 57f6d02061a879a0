"""Nothing compiles or evaluates answer text: every evaluator is poisoned, and exploit strings leave no mark.

The poison is laid in a fresh process and, by way of its search path, in the worker process of that process.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "mathequiv"

# SymPy compiles code of its own making (arithmetic of monomials, numerical series), Python that of modules and
# dataclasses: what they compile is let through, written down, and must hold nothing of an answer's text. latex2sympy2
# reads plain digits by `sympify`, which is let through and asserted to be digits.
_POISON = """
import builtins, os, sys

INNER = ("sympy", "mpmath", "antlr4", "importlib", "_frozen_importlib", "dataclasses",
          "collections", "re", "enum", "typing")

def note(kind, what):
    with open(os.environ["POISON_MARK"] + kind, "a") as log:
        log.write(what + "\\n")

def lay():
    import sympy, sympy.parsing.sympy_parser as parser
    real = sympy.sympify

    def forbidden(name, inner=None):
        def call(*args, **kwargs):
            caller = sys._getframe(1).f_globals.get("__name__", "")
            if inner is not None and caller.partition(".")[0] in INNER:
                if isinstance(args[0], str):
                    note("inside", args[0])
                return inner(*args, **kwargs)
            note("outside", f"{name} from {caller}: {repr(args)[:300]}")
            raise SystemExit(99)
        return call

    def sympify(a, *args, **kwargs):
        if isinstance(a, str) and not (a.isascii() and a.replace(".", "", 1).isdigit()):
            caller = sys._getframe(1).f_globals.get("__name__", "")
            if caller.partition(".")[0] != "sympy":
                forbidden("sympify")(a)
            note("inside", a)
        return real(a, *args, **kwargs)

    for name in ("eval", "exec", "compile"):
        setattr(builtins, name, forbidden(name, getattr(builtins, name)))
    for name in ("parse_expr", "eval_expr", "stringify_expr"):
        setattr(parser, name, forbidden(name, getattr(parser, name)))
    for module in list(sys.modules.values()):
        for name in ("sympify", "S", "parse_expr"):
            if getattr(module, "__dict__", {}).get(name) is real:
                setattr(module, name, sympify)
"""

_PARENT = """
import json, os, sys
sys.path.insert(0, os.environ["POISON_PATH"])
import poison
import mathequiv.layers.symbolic, mathequiv.layers.value, mathequiv.layers.canonical, mathequiv.layers.math_is_equiv
import mathequiv.symbolic.process as process
from mathequiv import compare, grade, extract_answer, equivalence_classes
start = process._START.replace(
    "main(size)",
    "import mathequiv.symbolic.latex2sympy, poison; poison.lay(); main(size)",
)
assert start != process._START
process._START = start
for a, b in (("x+1", "1+x"), ("\\\\sqrt2", "\\\\sin x"), ("x<2", "(1,2)")):
    compare(a, b, layers=("string", "canonical", "value")); grade(f"\\\\boxed{{{a}}}", b, layers="value")
import sympy
poison.lay()
texts = json.loads(sys.stdin.read())
rules = set()
for text in texts:
    for other in ("42", "\\\\int_0^1 x dx", text + "+1"):
        rules.add(compare(text, other).rule); rules.add(compare(other, text).rule)
    compare(text, text)
    for policy in ("default", "strict"):
        grade(text, "42", policy=policy); grade(f"so \\\\boxed{{{text}}}", text + "+0", policy=policy)
    extract_answer(text)
equivalence_classes(texts)
assert compare("\\\\sum_{k=1}^{n} k(k+1)", "\\\\sum_{k=2}^{n+1} (k^2-k)").layer == "symbolic", "no worker"
print(sorted(rules))
"""

MARK = "{mark}"
EXPLOITS = [
    f'__import__("os").system("touch {MARK}")',
    f"open('{MARK}','w').write('x')",
    f'eval("open(\\"{MARK}\\",\\"w\\")")',
    f"exec(\"open('{MARK}','w')\")",
    f"(lambda: open('{MARK}','w'))()",
    f"[x for x in [open('{MARK}','w')]]",
    f"().__class__.__bases__[0].__subclasses__()[0]('{MARK}')",
    f"{{open('{MARK}','w')}}",
    f"\\text{{open('{MARK}','w')}}",
    f"\\input{{|touch {MARK}}}",
    f"\\immediate\\write18{{touch {MARK}}}",
    f"\\directlua{{os.execute('touch {MARK}')}}",
    f"\\openout1={MARK}",
    f"$(touch {MARK})",
    f"`touch {MARK}`",
    f"; touch {MARK} #",
    f"' || touch {MARK} || '",
    f"{{{{ cycler.__init__.__globals__.os.popen('touch {MARK}') }}}}",
    f"%(open('{MARK}','w'))s",
    f'f\'{{open("{MARK}","w")}}\'',
    f"sqrt(open('{MARK}','w'))",
    f"Function('f')(open('{MARK}','w'))",
    f'S(\'__import__("os").system("touch {MARK}")\')',
    f"sympify(\"open('{MARK}','w')\")",
    f"\\sum_{{k=1}}^{{__import__('os').system('touch {MARK}')}} k",
    f"\\int_0^1 open('{MARK}','w') dx",
    f"x=1\nimport os\nos.system('touch {MARK}')",
    f"!!python/object/apply:os.system ['touch {MARK}']",
    "\\text{__class__}",
    "{0.__class__.__mro__}",
    "x.__class__",
    "lambda x: 42",
    "print(42)",
    "exit()",
    "import os",
    "9**9**9",
    "0x2a",
    "1if 1else 2",
    "\\sin(x)+\\oint_C f dz",
    "\\int_0^1 x^2 dx",
    "\\sum_{k=1}^{\\infty} \\frac{1}{k^2}",
    "\\frac{d}{dx} x^3",
    "\\prod_{k=1}^{n} k",
    "\\lim_{x\\to 0} \\frac{\\sin x}{x}",
    "x^2+1@",
    "\\int x dx + @",
    "\\vec{F}\\cdot d r",
    "\\sum_{k=1}^{\\infty} \\frac{x_{sentinel}}{k^3}",
    "\\int_0^1 t^2 x_{sentinel} dt",
    "f_{sentinel}(x)+\\sum_{k=1}^{\\infty} \\frac{1}{k^k}",
    "\\text{sentinel}",
]


def test_nothing_is_evaluated(tmp_path):
    mark, trace = tmp_path / "mark", tmp_path / "trace"
    (tmp_path / "poison.py").write_text(_POISON)
    env = {
        **os.environ,
        "POISON_PATH": str(tmp_path),
        "POISON_MARK": str(trace),
        "PYTHONPATH": str(PACKAGE.parent),
    }
    texts = [text.replace(MARK, str(mark)) for text in EXPLOITS]
    done = subprocess.run(
        [sys.executable, "-c", _PARENT], input=json.dumps(texts), env=env, capture_output=True, text=True, check=False
    )
    outside, inside = (Path(f"{trace}{kind}") for kind in ("outside", "inside"))
    assert not outside.exists(), outside.read_text()[:1000]
    compiled = inside.read_text() if inside.exists() else ""
    assert "sentinel" not in compiled
    assert str(mark) not in compiled
    assert done.returncode == 0, done.stderr[-2000:]
    assert not mark.exists()
    assert "internal_error" not in done.stdout


def test_the_poison_works(tmp_path):
    """The must-fail case: a string that reaches an evaluator is noticed."""
    (tmp_path / "poison.py").write_text(_POISON)
    for code in ("eval('1')", "exec('1')", "compile('1', '', 'eval')", "sympy.sympify('x+1')", "p.parse_expr('x+1')"):
        program = f"import sympy, sympy.parsing.sympy_parser as p, poison; poison.lay(); {code}"
        env = {**os.environ, "PYTHONPATH": str(tmp_path), "POISON_MARK": str(tmp_path / "trace")}
        done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 99, (code, done.stderr)


FORBIDDEN_CALLS = {"eval", "exec", "compile", "parse_expr", "__import__", "parse_latex", "lambdify"}
FORBIDDEN_ATTRIBUTES = {"parse_expr", "popen", "literal_eval", "parse_latex", "lambdify"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_an_evaluator(path):
    """``re.compile`` is none."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS | {"sympify", "S"}, f"{path}:{node.lineno}"
        if isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FORBIDDEN_ATTRIBUTES | {"sympify"}, f"{path}:{node.lineno}"
            if isinstance(node.func.value, ast.Name) and node.func.value.id in (
                "pickle",
                "marshal",
                "yaml",
                "builtins",
            ):
                pytest.fail(f"{path}:{node.lineno}")
            shell = [k for k in node.keywords if k.arg == "shell"]
            assert not shell, f"{path}:{node.lineno}"
