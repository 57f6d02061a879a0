"""Any text and nearly LaTeX: no exception, no internal error, symmetric, reflexive, and the same a second time.

The profile is chosen by ``HYPOTHESIS_PROFILE``: ``light`` (the default) or ``nightly``.
"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mathequiv import Reference, compare, equivalence_classes, extract_answer, grade
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.extraction import Extraction
from mathequiv.grading import Status
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import walk
from mathequiv.layers.canonical import canonical_text
from mathequiv.prepared import clear_cache
from mathequiv.verdict import Verdict
from tests import hypothesis_profiles  # noqa: F401 - the import chooses the profile
from tests.near_latex import answers, damaged, expressions, pairs, texts

KINDS = {"identical", "exact", "numeric", "convention", "mismatch", "witness"}


def checked(a, b):
    """The result of ``a`` against ``b``, after what must hold of every result."""
    result = compare(a, b)
    assert result.rule != "internal_error", result.reason
    assert result.rule != "stopped", result.reason
    assert result.reason
    if result.verdict is Verdict.UNDECIDED:
        assert result.evidence is None
    else:
        assert result.layer in ("string", "canonical", "value", "symbolic")
        assert result.evidence.kind in KINDS
    return result


@given(pairs())
def test_symmetric(pair):
    there, back = checked(*pair), checked(pair[1], pair[0])
    assert (there.verdict, there.layer, there.rule) == (back.verdict, back.layer, back.rule)


@given(pairs())
def test_symmetric_in_the_value_layer_alone(pair):
    there, back = (compare(*p, layers="value") for p in (pair, pair[::-1]))
    assert there.rule != "internal_error", there.reason
    assert (there.verdict, there.rule) == (back.verdict, back.rule)


@given(texts)
def test_reflexive(text):
    assert checked(text, text).equivalent


@given(texts)
def test_a_prediction_that_is_the_reference_is_graded_correct(text):
    assume(text.strip() and "boxed" not in text and "\\fbox" not in text)
    extraction = extract_answer(rf"so \boxed{{{text}}}", policy="strict")
    assume(extraction.text is not None and extraction.text.strip() == text.strip())
    assert grade(rf"so \boxed{{{text}}}", text, policy="strict").status in (
        Status.CORRECT,
        Status.ERROR,
        Status.NO_ANSWER,
    )


@given(pairs())
def test_the_same_once_more_and_by_a_reference(pair):
    first = checked(*pair)
    clear_cache()
    assert Reference(pair[1]).compare(pair[0]) == first
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 - our own bytes


@given(texts, st.sampled_from(["default", "strict"]), st.one_of(st.none(), texts))
def test_extraction(text, policy, tail):
    response = text if tail is None else rf"{text} \boxed{{{tail}}} {text}"
    found = extract_answer(response, policy=policy)
    assert isinstance(found, Extraction)
    if found.span is not None:
        assert 0 <= found.span[0] <= found.span[1] <= len(response)


@given(texts, texts, st.sampled_from(["default", "strict"]))
def test_grading(response, reference, policy):
    grading = grade(response, reference, policy=policy)
    assert grading.result is None or grading.result.rule not in ("internal_error", "stopped"), grading
    assert grading.correct == (grading.status is Status.CORRECT)


def readable(text):
    try:
        return parse_variants(text)
    except (Unreadable, OverLimit):
        return ()


@given(texts)
def test_nothing_but_unreadable_or_over_limit_leaves_the_parser(text):
    canonical_text(text)
    trees = readable(text)
    assert len(trees) <= 3
    for tree in trees:
        assert to_text(tree)
        assert tree in parse_variants(text)
        assert sum(1 for _ in walk(tree)) > 0


@given(expressions)
def test_respelling_keeps_the_value(text):
    """White space, sizing and a pair of brackets change nothing."""
    plain = checked(text, text.replace(r"\frac", r"\dfrac"))
    assert plain.equivalent
    assert checked(text, f" {text} ").equivalent
    assert checked(text, f"${text}$").equivalent


@given(expressions, st.sampled_from(["+1", "-1", "+\\frac{1}{7}", "+10^{-9}"]))
def test_a_sum_with_something_is_never_the_same(text, more):
    """Whatever the value is, one more is another; what has no value equals its own text only."""
    assume(r"\infty" not in text)
    result = checked(text, f"({text}){more}")
    assert not result.equivalent, result


@given(st.lists(damaged(answers), max_size=5))
def test_groups_do_not_depend_on_order(items):
    groups = {frozenset(frozenset([items[i] for i in group]) for group in equivalence_classes(items))}
    turned = items[::-1]
    groups.add(frozenset(frozenset([turned[i] for i in group]) for group in equivalence_classes(turned)))
    assert len(groups) == 1


def test_the_profiles_differ():
    assert settings.get_profile("nightly").max_examples >= 50_000 > settings.get_profile("light").max_examples


def test_the_grammar_is_mostly_readable():
    """A grammar of nothing but errors would prove nothing."""
    seen = []

    @settings(max_examples=200, database=None, derandomize=True)
    @given(answers)
    def count(text):
        seen.append(bool(readable(text)))

    count()
    assert sum(seen) > len(seen) // 2


@pytest.mark.parametrize("letter", [chr(0xD800), chr(0xDFFF), "\0", chr(0x10FFFF)])
def test_letters_that_break_encoders(letter):
    assert checked(letter, letter).equivalent
    assert not checked(f"x{letter}", f"y{letter}").equivalent
