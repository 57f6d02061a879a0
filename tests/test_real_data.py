"""The bars on real data, where the optional folder beside the checkout holds it."""

from __future__ import annotations

import re

import pytest

from mathequiv import Verdict, compare, grade
from mathequiv.symbolic.process import shutdown
from tests.conftest import read_jsonl


def _drop_sizing(text: str) -> str:
    return re.sub(r"\\(?:left|right)(?![a-zA-Z])\s*", "", text)


def _add_sizing(text: str) -> str:
    if r"\left" in text or text.count("(") != text.count(")") or re.search(r"[(\[][^()\[\]]*[)\]]", text) is None:
        return text
    return re.sub(r"([(\[])([^()\[\]]*)([)\]])", r"\\left\1\2\\right\3", text)


def _fractions(spelling: str):
    return lambda text: re.sub(r"\\[dt]?frac(?=[ {\d])", rf"\\{spelling}", text)


def _spaced(text: str) -> str:
    """Spaces where TeX ignores them; none between a comma and a digit, nor inside words or numerals."""
    return re.sub(r"(?<=[^\s\\,])([+=](?![^{]*\\text))", r" \1 ", text)


def _unspaced(text: str) -> str:
    if re.search(r"\\text|\\mbox", text):
        return text
    text = re.sub(r"(?<=[^,\sa-zA-Z\d]) +(?=[^\s])", "", text)
    return re.sub(r"(?<=[^,\s]) +(?=[^\sa-zA-Z\d])", "", text)


RESTYLED = {
    "itself": lambda text: text,
    "sizing dropped": _drop_sizing,
    "sizing added": _add_sizing,
    "dfrac": _fractions("dfrac"),
    "tfrac": _fractions("tfrac"),
    "frac": _fractions("frac"),
    "spaces in": _spaced,
    "spaces out": _unspaced,
    "dollars": lambda text: f"${text}$",
    "brackets": lambda text: rf"\({text}\)",
    "boxed": lambda text: rf"\boxed{{{text}}}",
    "boxed in dollars": lambda text: rf"$\boxed{{{text}}}$",
    "period": lambda text: f"{text}.",
    "thin spaces around": lambda text: rf"\, {text} \;",
}


@pytest.fixture(scope="module")
def answers(shared) -> list[str]:
    return [row["answer"] for row in read_jsonl(shared / "data" / "math500.jsonl")]


@pytest.mark.parametrize("style", RESTYLED)
def test_every_reference_equals_itself_restyled(answers, style):
    assert len(answers) == 500
    missed = []
    for answer in answers:
        restyled = RESTYLED[style](answer)
        if not (compare(restyled, answer).equivalent and compare(answer, restyled).equivalent):
            missed.append((answer, restyled))
    assert not missed


def test_the_restyling_changes_something(answers):
    for style, restyle in RESTYLED.items():
        changed = sum(restyle(answer) != answer for answer in answers)
        assert changed > 0 or style == "itself", style


def test_real_responses_get_their_labels(shared):
    rows = read_jsonl(shared / "data" / "responses_math100.jsonl")
    labelled = graded = 0
    wrong = []
    for row in rows:
        for response, label in zip(row["responses"], row["correct"], strict=True):
            found = grade(response, row["answer"])
            graded += 1
            labelled += label is not None
            if label is not None and found.correct != label:
                wrong.append((row["id"], row["answer"], found.extraction.text, label))
    assert (graded, labelled) == (800, 792)
    assert not wrong


def test_labelled_pairs(shared):
    """At most 1.5 % wrong, no false positive, at most 2 % undecided, at least 90 % of proofs exact or identical."""
    from benchmarks.corpora import bare_answers, labelled_pairs

    pairs = labelled_pairs(shared / "data" / "labelled_pairs.jsonl")
    results = [(pair, compare(*bare_answers(pair))) for pair in pairs]
    shutdown()
    assert len(results) > 400
    assert [pair.id for pair, result in results if result.equivalent and not pair.equal] == []
    assert sum(result.equivalent != pair.equal for pair, result in results) <= 0.015 * len(results)
    assert sum(result.verdict is Verdict.UNDECIDED for _, result in results) <= 0.02 * len(results)
    evidence = [result.evidence.kind for _, result in results if result.equivalent]
    assert sum(kind in ("identical", "exact") for kind in evidence) >= 0.9 * len(evidence)
    assert sum(result.layer == "symbolic" for _, result in results) < 0.03 * len(results)
