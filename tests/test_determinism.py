"""The same pair has the same verdict, reason and evidence, whatever else goes on in the process or on the machine."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mathequiv
from mathequiv import compare
from mathequiv.latex import tokens
from mathequiv.prepared import clear_cache
from tests.pair_tables import TABLES, load_all

PAIRS = [
    (r"\frac{600}{7}", "85.71"),
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt6}"),
    (r"\sqrt{2}+\sqrt{3}", "3.146"),
    (r"\sin^2 x+\cos^2 x", "1"),
    (r"\sin 2x", r"2\sin x\cos x"),
    (r"\sin 2x", r"2\sin x"),
    (r"e^{i\pi}", "-1"),
    (r"\ln 6", r"\ln 2+\ln 3"),
    (r"\cos\frac{2\pi}{7}+\cos\frac{4\pi}{7}+\cos\frac{6\pi}{7}", r"-\frac12"),
    ("x^2+2x+1", "(x+1)^2"),
    ("x^2+2x+1", "(x+1)^2+10^{-40}"),
    (r"1\pm\sqrt{19}", r"1-\sqrt{19}, 1+\sqrt{19}"),
    (r"\{1,\sqrt2,\sqrt3,\sin 1\}", r"\{\sin 1,\sqrt3,\sqrt2,1\}"),
    ("(0,9)\\cup(9,36)", r"(0,36)\setminus\{9\}"),
    (r"\int_0^1 x^2 dx", r"\frac13"),
    (r"\sum_{k=1}^{\infty}\frac{1}{k^2}", r"\frac{\pi^2}{6}"),
    (r"\sum_{k=1}^{\infty}\frac{1}{k^2}", r"\frac{\pi^2}{7}"),
    (r"\lim_{x\to0}\frac{\sin x}{x}", "1"),
    (r"f(x+1)+a_n", "a_n+f(1+x)"),
    (r"5^{5^{5^{5}}}", r"5^{5^{5^{6}}}"),
    (r"|x-1|+\lfloor x\rfloor", r"|1-x|+\lfloor x\rfloor"),
    (r"\frac{\pi}{6}+k\pi", r"\frac{\pi}{6}+\pi n"),
    ("2x+y<5", "-4x-2y>-10"),
    (r"\text{east}", "East"),
    (r"\oint_C", "x@y"),
]


def everything(pairs=PAIRS):
    clear_cache()
    return [repr(compare(*pair)) for pair in pairs]


@pytest.fixture(scope="module")
def quiet():
    return everything()


def test_no_pair_meets_a_bug(quiet):
    assert not [text for text in quiet if "internal_error" in text or "'stopped'" in text]
    verdicts = {text.split("Verdict.")[1].split(":")[0] for text in quiet}
    assert verdicts == {"EQUIVALENT", "DIFFERENT", "UNDECIDED"}


@pytest.mark.parametrize("seed", range(4))
def test_order_of_calls(quiet, seed):
    order = list(range(len(PAIRS)))
    random.Random(seed).shuffle(order)
    clear_cache()
    found = {k: repr(compare(*PAIRS[k])) for k in order}
    assert [found[k] for k in range(len(PAIRS))] == quiet


def test_a_second_time(quiet):
    assert [repr(compare(*pair)) for pair in PAIRS] == quiet


def test_after_unrelated_work(quiet):
    for n in range(200):
        compare(rf"\sqrt{{{n}}}+x^{n % 9}", rf"y_{{{n}}}")
    assert everything() == quiet


@pytest.mark.parametrize("bits", [2, 53, 5000])
def test_precision_set_elsewhere(quiet, bits):
    flint = pytest.importorskip("flint")
    mpmath = pytest.importorskip("mpmath")
    before = flint.ctx.prec, mpmath.mp.prec
    try:
        flint.ctx.prec, mpmath.mp.prec = bits, bits
        assert everything() == quiet
        assert (flint.ctx.prec, mpmath.mp.prec) == (bits, bits)
    finally:
        flint.ctx.prec, mpmath.mp.prec = before


def test_precision_changed_all_the_while(quiet):
    flint = pytest.importorskip("flint")
    before, stop = flint.ctx.prec, threading.Event()

    def disturb():
        bits = 2
        while not stop.is_set():
            flint.ctx.prec = bits = 2 + (bits * 7 + 11) % 4000

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        found = everything()
    finally:
        stop.set()
        thread.join()
        flint.ctx.prec = before
    assert found == quiet


def test_threads(quiet):
    jobs = [k for _ in range(20) for k in range(len(PAIRS))]
    random.Random(1).shuffle(jobs)
    clear_cache()
    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(lambda k: (k, repr(compare(*PAIRS[k]))), jobs))
    assert all(text == quiet[k] for k, text in found)


_PROGRAM = (
    "import sys, json; sys.path.insert(0, sys.argv[1]); "
    "from test_determinism import everything; print(json.dumps(everything()))"
)


def elsewhere(**env):
    tests = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, tests], env={**os.environ, **env}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


_FROM_SOURCES = """
import json, sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader

def sources_only(path):
    if not path.startswith(sys.argv[2]):
        raise ImportError(path)
    return FileFinder(path, (SourceFileLoader, SOURCE_SUFFIXES))

sys.path_hooks.insert(0, sources_only)
sys.path[:0] = sys.argv[1:2]
sys.path.append(sys.argv[3])  # last, so that the installed package comes first
from mathequiv.latex import tokens
assert tokens.__file__.endswith(".py")
from test_determinism import everything, tabled
print(json.dumps(everything(tabled())))
"""


def tabled():
    return [(row.a, row.b) for row in load_all(TABLES)]


@pytest.mark.skipif(tokens.__file__.endswith(".py"), reason="the engine is not compiled: nox -s compiled-3.11")
def test_the_sources_give_what_the_compiled_engine_gives(tmp_path):
    tests = Path(__file__).parent
    folders = (tests, Path(mathequiv.__file__).parent, tests.parent)
    command = [sys.executable, "-c", _FROM_SOURCES, *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(done.stdout) == everything(tabled())


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed(quiet, seed):
    assert elsewhere(PYTHONHASHSEED=seed) == quiet


def test_locale_and_digit_limit(quiet):
    assert elsewhere(LC_ALL="C", PYTHONINTMAXSTRDIGITS="640", PYTHONUTF8="0") == quiet


def test_under_load(quiet):
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        found = everything()
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    assert found == quiet


def test_recursion_limit(quiet):
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(3 * before)
    with contextlib.ExitStack() as stack:
        stack.callback(sys.setrecursionlimit, before)
        assert everything() == quiet


def test_decimal_context(quiet):
    import decimal

    with decimal.localcontext() as context:
        context.prec, context.rounding = 2, decimal.ROUND_DOWN
        assert everything() == quiet
