"""The stand-in for Math-Verify: its call shape, and what a changed import gives."""

from __future__ import annotations

import inspect
import threading
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade, is_equiv
from mathequiv.harness import math_verify_compat as compat
from mathequiv.harness.math_verify_compat import ExprExtractionConfig, LatexExtractionConfig, parse, verify
from tests.conftest import run_snippet


@pytest.mark.parametrize(
    ("gold", "response", "equal"),
    [
        pytest.param(r"$\frac{1}{2}$", r"We get $\boxed{0.5}$.", True, id="a decimal for a fraction"),
        pytest.param(r"$\frac{1}{2}$", r"We get $\boxed{0.6}$.", False, id="another decimal"),
        pytest.param("${1,3} \\cup {2,4}$", "${1,2,3,4}$", True, id="the example of Math-Verify's page"),
        pytest.param(r"\boxed{x+1}", r"\boxed{1+x}", True, id="boxed on both sides"),
        pytest.param("7", "The answer is 8.", False, id="a sentence"),
        pytest.param("7", "", False, id="an empty response"),
        pytest.param("", r"\boxed{7}", False, id="no reference"),
    ],
)
def test_a_changed_import(gold: str, response: str, equal: bool) -> None:
    assert verify(parse(gold), parse(response)) is equal
    assert verify(parse(response), parse(gold)) is equal


@pytest.mark.parametrize(
    ("configs", "answer"),
    [
        pytest.param([LatexExtractionConfig(), ExprExtractionConfig()], ["5"], id="unmarked answers wanted"),
        pytest.param([LatexExtractionConfig(try_extract_without_anchor=False)], [], id="marked answers only"),
        pytest.param(
            [LatexExtractionConfig(try_extract_without_anchor=False), ExprExtractionConfig()],
            ["5"],
            id="one configuration wants unmarked ones",
        ),
    ],
)
def test_unmarked_answers(configs: list[Any], answer: list[str]) -> None:
    assert parse("First we add, then we see that $x$ has the value $5$", extraction_config=configs) == answer


def test_texts_are_taken_as_they_are() -> None:
    assert verify("1/2", ["3", "0.5"])
    assert not verify(["1/2", "4"], "3")
    assert verify("1/2", []) is False


def test_another_thread_may_call() -> None:
    seen: list[bool] = []
    worker = threading.Thread(target=lambda: seen.append(verify(parse("$1/2$"), parse("$0.5$"))))
    worker.start()
    worker.join()
    assert seen == [True]


def test_the_documented_snippet(tmp_path: Path) -> None:
    assert run_snippet("math-verify.md", "swap", tmp_path).split() == ["['\\\\frac{1}{2}']", "['0.5']", "True"]


def test_every_recorded_response(recorded: list[dict[str, Any]]) -> None:
    for row in recorded:
        for text in row["responses"]:
            answered = parse(text)
            assert verify([row["answer"]], answered) is grade(text, row["answer"]).correct
            assert all(is_equiv(answer, row["answer"]) for answer in answered) or not verify(row["answer"], answered)


@pytest.mark.parametrize("name", compat.__all__)
def test_call_shape_is_that_of_math_verify(name: str) -> None:
    math_verify = pytest.importorskip(
        "math_verify", reason="Math-Verify is not installed: nox -s host(math_verify_compat)"
    )
    theirs = inspect.signature(getattr(math_verify, name)).parameters
    ours = inspect.signature(getattr(compat, name)).parameters
    assert list(ours) == list(theirs)
    for parameter in ours.values():
        plain = isinstance(parameter.default, (bool, int, str))
        assert not plain or parameter.default == theirs[parameter.name].default
