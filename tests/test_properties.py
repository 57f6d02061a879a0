"""Properties of equality over a grammar of answers whose meaning is known.

More examples are tried with ``HYPOTHESIS_PROFILE=nightly``.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mathequiv import compare
from mathequiv.verdict import Verdict
from tests import hypothesis_profiles  # noqa: F401 - the import chooses the profile
from tests.answer_grammar import answers, changed, wrapped, write


def compared(a, b):
    """The result of ``a`` against ``b``; a bug or a stopped process never counts as one."""
    result = compare(a, b)
    assert result.rule not in ("internal_error", "stopped"), (a, b, result.reason)
    return result


@given(answers(), st.data())
def test_reflexive(answer, data):
    text = wrapped(data.draw, write(data.draw, answer))
    assert compared(text, text).equivalent


@given(answers(), answers(), st.data())
def test_symmetric(first, second, data):
    a, b = write(data.draw, first), write(data.draw, second)
    there, back = compared(a, b), compared(b, a)
    assert (there.verdict, there.layer, there.rule) == (back.verdict, back.layer, back.rule), (a, b)


@given(answers(), st.data())
def test_respelling_keeps_equivalent(answer, data):
    a, b = (wrapped(data.draw, write(data.draw, answer)) for _ in range(2))
    assert compared(a, b).equivalent, (a, b)


@given(answers(), st.data())
def test_another_value_is_different(answer, data):
    other = changed(data.draw, answer)
    assert other != answer
    a, b = write(data.draw, answer), wrapped(data.draw, write(data.draw, other))
    for result in (compared(a, b), compared(b, a)):
        assert result.verdict is Verdict.DIFFERENT, (a, b, result.reason)


@given(st.text(), st.text())
def test_any_text_at_all(a, b):
    assert compared(a, b).verdict is compared(b, a).verdict
