"""`grade`: the statuses in their order, several references, policies, and what is refused."""

from __future__ import annotations

import pickle

import pytest

import mathequiv.comparison
from mathequiv.grading import POLICIES, Grade, Policy, Status, grade
from mathequiv.harness.rewards import reward_grade, reward_value
from mathequiv.verdict import Identical, Mismatch, Options, Result, Verdict

SAME = Result(Verdict.EQUIVALENT, "string", "identical", "the same", Identical("x"))
OTHER = Result(Verdict.DIFFERENT, "value", "number", "not the same", Mismatch("value", "a", "b"))
OPEN = Result(Verdict.UNDECIDED, None, "exhausted", "no layer could tell")


@pytest.fixture
def asked(monkeypatch):
    """The comparison replaced by equality of the texts; the reference ``open`` stays so."""
    calls = []

    def compare(a, b, *, options):
        calls.append((a, b, options.layers, options.approx))
        return OPEN if b == "open" else SAME if a == b else OTHER

    monkeypatch.setattr(mathequiv.comparison, "compare", compare)
    return calls


@pytest.mark.parametrize(
    ("response", "reference", "options", "status"),
    [
        pytest.param(r"\boxed{5}", "5", {}, "correct", id="box right"),
        pytest.param(r"\boxed{6}", "5", {}, "wrong", id="box wrong"),
        pytest.param(r"\boxed{6}", "open", {}, "undecided", id="box open"),
        pytest.param("We get 5", "5", {}, "correct", id="fallback right"),
        pytest.param("We get 6", "5", {}, "wrong", id="fallback wrong"),
        pytest.param("No idea.", "5", {}, "no_answer", id="nothing found"),
        pytest.param(r"\boxed{}", "5", {}, "no_answer", id="blank box"),
        pytest.param(r"\boxed{}", "", {}, "error", id="blank box, blank reference"),
        pytest.param(r"\boxed{5}", None, {}, "error", id="no reference"),
        pytest.param(r"\boxed{5}", " \u200b", {}, "error", id="blank reference"),
        pytest.param(r"\boxed{5}", [], {}, "error", id="no references"),
        pytest.param(r"\boxed{5}", ["", None], {}, "error", id="only blank references"),
        pytest.param(None, None, {}, "error", id="error comes before empty"),
        pytest.param(None, "5", {}, "empty", id="null"),
        pytest.param("", "5", {}, "empty", id="blank"),
        pytest.param("\u200b \n", "5", {}, "empty", id="zero width"),
        pytest.param("", "5", {"finish_reason": "length"}, "empty", id="empty comes before cut off"),
        pytest.param("", "5", {"reasoning": r"so \boxed{5}"}, "empty", id="reasoning is not searched"),
        pytest.param(
            None, "5", {"reasoning": "so", "finish_reason": "length"}, "cut_off", id="cut off while reasoning"
        ),
        pytest.param(r"<think>\boxed{5}</think>", "5", {}, "empty", id="only a think block"),
        pytest.param(r"<think>\boxed{5}", "5", {}, "cut_off", id="unclosed think block"),
        pytest.param(r"so \boxed{5", "5", {}, "cut_off", id="unclosed box"),
        pytest.param("We get 5", "5", {"finish_reason": "length"}, "cut_off", id="no fallback when cut off"),
        pytest.param(r"\boxed{5} and so", "5", {"finish_reason": "length"}, "correct", id="box, then cut off"),
        pytest.param(r"\boxed{6} and so", "5", {"finish_reason": "length"}, "wrong", id="wrong box, then cut off"),
        pytest.param("The answer is 5. So 6", "5", {"finish_reason": "length"}, "correct", id="sentence, then cut off"),
        pytest.param(r"\boxed{5}", "5", {"policy": "strict"}, "correct", id="strict box"),
        pytest.param("The answer is 5.", "5", {"policy": "strict"}, "no_answer", id="strict sentence"),
        pytest.param(r"\boxed{1}\boxed{5}", "5", {"policy": "strict"}, "wrong", id="strict flood"),
        pytest.param(r"\boxed{5}. \boxed{1}", "5", {"policy": "strict"}, "wrong", id="strict last box"),
        pytest.param(r"\boxed{5}", ["4", "5"], {}, "correct", id="second reference"),
        pytest.param(r"\boxed{5}", ("open", "5"), {}, "correct", id="a match beats an open one"),
        pytest.param(r"\boxed{5}", ("4", "open"), {}, "undecided", id="an open one beats a mismatch"),
        pytest.param(r"\boxed{5}", ("4", "6"), {}, "wrong", id="no reference fits"),
        pytest.param(r"\boxed{5}", ["", "4"], {}, "wrong", id="a blank reference is passed over"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_status(response, reference, options, status):
    graded = grade(response, reference, **options)
    assert graded.status == status
    assert graded.correct is (status == "correct")
    assert (graded.result is None) is (status not in ("correct", "wrong", "undecided"))


UNUSABLE = [
    pytest.param(r"0.5 \foo{", id="cannot be read"),
    pytest.param("1" * 1_000_000, id="over the limit of a text"),
    pytest.param("9" * 4_001, id="over the limit of digits"),
    pytest.param("$$", id="shows nothing"),
    pytest.param(r"\frac00", id="has no value"),
    pytest.param([r"0.5 \foo{", "???"], id="none of several"),
]


@pytest.mark.parametrize("reference", UNUSABLE)
def test_a_reference_that_cannot_be_used_is_no_fault_of_the_response(reference):
    for response in (r"\boxed{7}", "The answer is 7.", "No idea.", "", None, r"\boxed{7"):
        for policy in ("default", "strict"):
            assert grade(response, reference, policy=policy).status == "error", (response, policy)
    assert reward_value(reward_grade(r"\boxed{7}", reference)) is None


def test_the_same_text_is_right_though_nobody_can_read_it():
    assert grade(r"\boxed{0.5 \foo{}}", r"0.5 \foo{}").status == "correct"


USABLE = [
    pytest.param("see the figure", "wrong", id="words"),
    pytest.param(r"\sum_{k=1}^n \frac1k", "wrong", id="a sum with a letter as its end"),
    pytest.param([r"0.5 \foo{", "5"], "undecided", id="one of several, the other open"),
    pytest.param(r"1, 3, 5, \ldots, 99", "undecided", id="dots, which are compared as text"),
    pytest.param(r"\frac{x}{0}", "undecided", id="a letter that has no value here"),
]


@pytest.mark.parametrize(("reference", "status"), USABLE)
def test_a_reference_that_can_be_used(reference, status):
    assert grade(r"\boxed{7}", reference).status == status
    assert reward_value(reward_grade(r"\boxed{7}", reference)) == 0.0


def test_policy_sets_the_rounding_and_the_caller_overrides_it(asked):
    grade(r"\boxed{1}", "2")
    grade(r"\boxed{1}", "2", policy="strict")
    grade(r"\boxed{1}", "2", policy="strict", approx="rounded")
    grade(r"\boxed{1}", "2", layers=["string", "value"])
    layers = Options().layers
    assert [call[2:] for call in asked] == [
        (layers, "rounded"),
        (layers, "exact"),
        (layers, "rounded"),
        (("string", "value"), "rounded"),
    ]


def test_prediction_comes_first(asked):
    grade(r"\boxed{1}", "2")
    assert asked[0][:2] == ("1", "2")


def test_own_policy(asked):
    policy = Policy("boxes and numbers", fallback=True, repair=False, options=Options(approx="exact"), boxed_only=True)
    assert grade("The answer is 5.", "5", policy=policy).extraction.rule == "fallback_number"
    assert asked[0][3] == "exact"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((5, "5"), {}),
        (("5", 5), {}),
        (("5", ["5", 5]), {}),
        (("5", {"5"}), {}),
        ((b"5", "5"), {}),
        (("", "5"), {"reasoning": 5}),
    ],
)
def test_other_types_are_refused(arguments, options):
    with pytest.raises(TypeError):
        grade(*arguments, **options)


@pytest.mark.parametrize("options", [{"policy": "kind"}, {"approx": "loose"}, {"layers": ["magic"]}])
def test_unknown_names_are_refused(options):
    with pytest.raises(ValueError, match=r"kind|loose|magic"):
        grade(r"\boxed{5}", "5", **options)


def test_grade_is_frozen_and_picklable():
    graded = Grade(Status.CORRECT, grade(None, None).extraction, SAME)
    assert pickle.loads(pickle.dumps(graded)) == graded  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        graded.status = Status.WRONG


def test_policies():
    assert set(POLICIES) == {"default", "strict"}
    exact = Options(approx="exact", domain="same")
    strict = Policy("strict", fallback=False, repair=False, options=exact, boxed_only=True, evaluated=True)
    assert POLICIES["strict"] == strict


@pytest.mark.parametrize(
    ("response", "reference", "status"),
    [
        (r"\boxed{#0}", "#0", "correct"),
        (r"\boxed{0}", "#0", "correct"),
        (r"\boxed{#1}", "#0", "undecided"),
        (r"\boxed{1}", "#0", "wrong"),
    ],
)
def test_a_reference_given_back_whole_is_correct_whatever_was_taken_for_its_mark(response, reference, status):
    assert grade(response, reference, policy="strict").status == status


def test_the_reference_that_decided_is_told():
    graded = grade(r"\boxed{54}", ["7", "Six times nine is 54. #### 54"])
    assert graded.correct
    assert (graded.reference.text, graded.reference.rule) == ("54", "final_answer_sentence")
    assert grade(r"\boxed{54}", "54").reference is None
    assert graded.to_dict()["reference"]["text"] == "54"


def test_the_problem_must_be_a_text():
    with pytest.raises(TypeError, match="problem"):
        grade(r"\boxed{5}", "5", problem=5)
