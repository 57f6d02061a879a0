"""No regular expression of the package can take exponential time: none matches a text in exponentially many ways."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import mathequiv
from mathequiv.lexicon.pattern import Pattern
from tests.ambiguity import exponential, shared_loops

_ROOT = Path(mathequiv.__file__).parent


def modules():
    """All modules that can be imported without a framework that is not there."""
    for info in pkgutil.walk_packages(mathequiv.__path__, "mathequiv."):
        if not info.name.endswith("__main__"):
            try:
                yield importlib.import_module(info.name)
            except ModuleNotFoundError as error:
                if (error.name or "").startswith("mathequiv"):
                    raise


def held(value, depth=0):
    """The expressions in a value: in collections, attributes of classes and of objects of ours."""
    if isinstance(value, re.Pattern):
        yield value.pattern, value.flags
    elif isinstance(value, Pattern):
        yield value.pattern, value._flags
    elif depth < 4:
        parts = ()
        if isinstance(value, dict):
            parts = [*value, *value.values()]
        elif isinstance(value, (tuple, list, set, frozenset)):
            parts = value
        elif str(getattr(value, "__module__", "")).startswith("mathequiv"):
            parts = [*getattr(value, "__dict__", {}).values()]
            parts += [getattr(value, name, None) for name in getattr(type(value), "__slots__", ())]
        for part in parts:
            yield from held(part, depth + 1)


def written():
    """The expressions written in calls of functions of `re`, most of which are in no variable."""
    for path in _ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(text)), *_]):
                    named = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
                    yield text, sum(int(getattr(re, flag)) for flag in named if flag.isupper())


def collected():
    """Every expression with its flags, and where one is."""
    found = {(text, flags & ~re.UNICODE): "a call" for text, flags in written()}
    for module in modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                found |= {(text, flags & ~re.UNICODE): f"{module.__name__}.{name}" for text, flags in held(value)}
    return found


def test_no_expression_is_exponential():
    found = collected()
    assert len(found) > 500
    ambiguous = {
        where: char for (text, flags), where in found.items() if (char := exponential(text, flags)) is not None
    }
    assert not ambiguous, "these match some text in exponentially many ways, which part at a character"


def test_a_run_is_divided_among_few_repeats():
    shared = {where: shared_loops(*expression) for expression, where in collected().items()}
    assert not {where: loops for where, loops in shared.items() if loops > 3}, "write `A?\\s*` as `(?:A\\s*)?`"


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        (r"\s*,?\s*x?\s*y", 3),
        (r"\s*(?:,\s*)?(?:x\s*)?y", 1),
        (r"\s*,\s*y", 1),
        (r"\w*\d*[1-9]*", 3),
        (r"(?:a*b)*a*", 1),
        (r"abc", 0),
        (r"(?=\s*\s*x)y", 2),
    ],
)
def test_shared_loops(text, loops):
    assert shared_loops(text) == loops


@pytest.mark.parametrize(
    "text",
    [
        r"(a+)+b",
        r"(?:a*)*",
        r"(?:ab|a|b)*",
        r"(?:a?b?)*c",
        r"(?:[ ]+(?!\Z)|a)*",
        r"(?:\d{1,3})*",
        r"(?:a{2}|a{3})+",
        r"(?:x{1,50}){0,40}y",
        r"(?:\w+\s*)*",
        r"(?:\w+(?<!a)a)*",
        r"(?=(a+)+b)x",
        r"(?:x|(?!(?:a|ab|b)*c)y)",
        r"(?i:ab|A|b)*",
        r"(?s:.|\n)*",
        r"(?:(?<![a-z])\$|\$(?![0-9])|a)*",
        r"(?:\s?,\s?)+",
        r"(?:[a-z]|1?q)*",
    ],
)
def test_ambiguous(text):
    assert exponential(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        r"(?:a*b)*",
        r"(?:a|[a-z])*",  # the compiler makes one class of it
        r"(?:[ ]+(?![ ]|\Z)|a)*",
        r"(?:\w+\b\s*)*",
        r"(?:a{2}|b{3})+",
        r"(?:a|A)*(?:a|A)*",
        r"(?:a(?!b)|ab|b)*",
        r"(?:(?<=b)a|(?<=c)a|b|c)*",
        r"(?:[^\W\d]|1)*",
        r"(?:.|\n)*",
        r"(?:(?<![a-z])\$|(?<=[a-z])\$(?![0-9])|a)*",
        r"(?:\s?,(?:\s(?=[\s\d]))?)+",
        r"(?:x{1,50}){0,3}y",
    ],
)
def test_not_ambiguous(text):
    assert exponential(text) is None
