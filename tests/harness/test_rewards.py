r"""The rewards of reinforcement-learning hosts: what they pay for. The hosts themselves have tests of their own."""

from __future__ import annotations

import asyncio
import math
import pickle
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv import grade
from mathequiv.harness import trl, verifiers, verl
from mathequiv.harness.rewards import completion_text, references, reward_grade, reward_value

FRACTION = r"So it is $\boxed{\frac{1}{2}}$."


def message(content: object, role: str = "assistant") -> dict[str, object]:
    return {"role": role, "content": content}


COMPLETIONS = [
    pytest.param("x", "x", id="a text"),
    pytest.param(None, "", id="none"),
    pytest.param([], "", id="no message"),
    pytest.param([message("x")], "x", id="a message"),
    pytest.param([message("x"), message("y")], "y", id="the last message counts"),
    pytest.param([message("x"), message("tool says", "tool")], "x", id="what is not the assistant's is passed over"),
    pytest.param([message("x", "user")], "", id="no message of the assistant"),
    pytest.param([message(None)], "", id="a message without content"),
    pytest.param([message([{"type": "text", "text": "x"}, {"type": "text", "text": "y"}])], "xy", id="parts"),
    pytest.param([message([{"type": "image"}])], "", id="a part that is no text"),
    pytest.param([SimpleNamespace(role="assistant", content="x")], "x", id="a message object"),
    pytest.param(7, "", id="not a completion"),
]


@pytest.mark.parametrize(("completion", "text"), COMPLETIONS)
def test_text_of_a_completion(completion: object, text: str) -> None:
    assert completion_text(completion) == text


class Array(list):
    def tolist(self) -> list[object]:
        return list(self)


REFERENCES = [
    pytest.param("5", ["5"], id="a text"),
    pytest.param(5, ["5"], id="an integer"),
    pytest.param(0.5, ["0.5"], id="a decimal"),
    pytest.param(["1", None, "2"], ["1", "2"], id="alternatives"),
    pytest.param(Array(["1"]), ["1"], id="an array"),
    pytest.param(r"Hence $x=3+2=\boxed{5}$.", ["5"], id="a worked solution"),
    pytest.param("48/2 = 24\n#### 72", ["72"], id="a worked solution of GSM8K"),
    pytest.param("the empty set", ["the empty set"], id="words"),
    pytest.param(None, [], id="none"),
    pytest.param("", [], id="blank"),
    pytest.param(math.nan, [], id="an empty cell of a column of numbers"),
    pytest.param(True, [], id="a truth value"),
    pytest.param({"target": "5"}, [], id="an object"),
    pytest.param([["5"]], [], id="a nested list"),
    pytest.param(r"\frac{1}{", [], id="unreadable"),
    pytest.param([r"\frac{1}{", "5"], ["5"], id="one readable alternative"),
    pytest.param(r"\frac{1}{0}", [], id="without a value"),
]


@pytest.mark.parametrize(("value", "usable"), REFERENCES)
def test_references_of_a_row(value: object, usable: list[str]) -> None:
    assert references(value) == usable


REWARDS = [
    pytest.param(FRACTION, "0.5", 1.0, id="equal in value"),
    pytest.param(FRACTION, "0.6", 0.0, id="different"),
    pytest.param(r"$\boxed{0.333}$", r"\frac13", 0.0, id="strict: no rounding"),
    pytest.param("The answer is 5.", "5", 0.0, id="strict: no box"),
    pytest.param("oxed{5}", "5", 0.0, id="strict: no repair"),
    pytest.param(r"$\boxed{5", "5", 0.0, id="an open box"),
    pytest.param(r"$\boxed{5}$, no, $\boxed{6}$", "5", 0.0, id="the last box counts"),
    pytest.param(r"$\boxed{\frac{1}{}}$", "5", 0.0, id="undecided pays nothing"),
    pytest.param(r"$\boxed{5}$", None, None, id="no reference"),
    pytest.param("nothing", None, None, id="no reference, no answer"),
    pytest.param(r"$\boxed{\frac{1}{}$", r"\frac{1}{", None, id="unreadable reference, whatever the completion"),
    pytest.param(None, "5", 0.0, id="no completion"),
]


@pytest.mark.parametrize(("completion", "reference", "reward"), REWARDS)
def test_rewards(completion: str | None, reference: str | None, reward: float | None) -> None:
    """The same from every host; hosts that cannot skip a row get 0.0 for None."""
    assert reward_value(reward_grade(completion, reference)) == reward
    assert trl.mathequiv_reward([completion], answer=[reference]) == [reward]
    assert trl.mathequiv_reward([[message(completion)]], answer=[reference]) == [reward]
    number = reward or 0.0
    assert verl.compute_score("math", completion, reference, None) == number
    assert verl.compute_score_details("math", completion, reference, None)["score"] == number
    assert asyncio.run(verifiers.mathequiv_reward([message(completion)], reference)) == number


def test_a_group_is_skipped_as_a_whole() -> None:
    """Were one completion of a prompt skipped and another not, the group's baseline would be theirs to choose."""
    completions = [None, "", r"\boxed{(}", r"\boxed{\frac{1}{}", r"\boxed{5}"]
    assert trl.mathequiv_reward(completions, answer=[r"\frac{1}{"] * 5) == [None] * 5
    assert None not in trl.mathequiv_reward(completions, answer=["5"] * 5)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet="5\\boxed{}$# \x00\ud800")
NAMES = st.sampled_from(["content", "role", "text", "type", "x"])
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))


@given(ANYTHING, ANYTHING)
def test_no_content_raises(completion: object, reference: object) -> None:
    assert trl.mathequiv_reward([completion], answer=[reference])[0] in (0.0, 1.0, None)


def test_trl_logs_shares_and_columns() -> None:
    metrics: dict[str, float] = {}
    columns: dict[str, list[Any]] = {}
    completions = [r"$\boxed{5}$", r"$\boxed{6}$", "", "no"]
    trl.mathequiv_reward(
        completions, answer=["5"] * 4, log_metric=metrics.__setitem__, log_extra=columns.__setitem__, prompts=[""] * 4
    )
    assert metrics["mathequiv/empty"] == metrics["mathequiv/no_answer"] == 0.25
    assert metrics["mathequiv/error"] == metrics["mathequiv/undecided"] == metrics["mathequiv/cut_off"] == 0
    assert columns["mathequiv_answer"] == ["5", "6", "", ""]
    assert columns["mathequiv_status"] == ["correct", "wrong", "empty", "no_answer"]


def test_trl_takes_the_solution_where_there_is_no_answer() -> None:
    solutions = [r"We get $\boxed{5}$.", r"We get $\boxed{6}$."]
    assert trl.mathequiv_reward([r"$\boxed{5}$"] * 2, solution=solutions) == [1.0, 0.0]
    with pytest.raises(ValueError, match="column answer or solution"):
        trl.mathequiv_reward([r"$\boxed{5}$"], gold=["5"])


def test_verl_policy_by_reward_kwargs() -> None:
    called = {"data_source": "math", "solution_str": "The answer is 5.", "ground_truth": "5", "reward_router": None}
    assert verl.compute_score(**called) == 0.0
    assert verl.compute_score(**called, policy="default") == 1.0
    assert verl.compute_score_details(**called, policy="default")["pred"] == "5"


def test_verl_details_have_the_same_columns_always() -> None:
    texts = [(r"$\boxed{5}$", "5"), ("", "5"), (r"$\boxed{5}$", None)]
    keys = [list(verl.compute_score_details("math", *pair)) for pair in texts]
    assert keys[0] == keys[1] == keys[2]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param(trl, "mathequiv_reward", id="TRL"),
        pytest.param(verl, "compute_score", id="verl"),
        pytest.param(verl, "compute_score_details", id="verl with details"),
        pytest.param(verifiers, "mathequiv_reward", id="verifiers 0.1"),
        pytest.param(verifiers, "mathequiv_trace_reward", id="verifiers 0.4"),
    ],
)
def test_rewards_can_be_sent_to_a_worker(module: Any, name: str) -> None:
    function = getattr(module, name)
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301 - made here
    assert function.__name__ == name


def strict(recorded: list[dict[str, Any]]) -> list[float]:
    return [float(grade(text, row["answer"], policy="strict").correct) for row in recorded for text in row["responses"]]


def test_every_recorded_response(recorded: list[dict[str, Any]]) -> None:
    """As `mathequiv.grade` under the strict policy, from each function."""
    expected = strict(recorded)
    rows = [(text, row["answer"]) for row in recorded for text in row["responses"]]
    texts, answers = [text for text, _ in rows], [answer for _, answer in rows]
    assert len(rows) == 160
    assert 0 < sum(expected) < 160
    assert trl.mathequiv_reward(texts, answer=answers) == expected
    assert trl.mathequiv_reward([[message(text)] for text in texts], answer=answers) == expected
    assert [verl.compute_score("math", *row, {}) for row in rows] == expected
    assert [verl.compute_score_details("math", *row)["score"] for row in rows] == expected
    assert [asyncio.run(verifiers.mathequiv_reward([message(text)], answer)) for text, answer in rows] == expected


def test_the_problem_given_back_is_no_answer() -> None:
    """From each host that hands the prompt over."""
    asked, given = "What is $1+2+3$?", r"It is $\boxed{1+2+3}$."
    said = [message(asked, "user")]
    assert reward_value(reward_grade(given, "6")) == 1.0
    for prompt in (asked, said):
        assert reward_value(reward_grade(given, "6", prompt=prompt)) == 0.0
        assert trl.mathequiv_reward([given], answer=["6"], prompts=[prompt]) == [0.0]
        assert asyncio.run(verifiers.mathequiv_reward(given, "6", prompt)) == 0.0
        task = SimpleNamespace(answer="6", prompt=prompt)
        assert asyncio.run(verifiers.mathequiv_trace_reward(task, SimpleNamespace(last_reply=given))) == 0.0
    for name in ("question", "problem", "prompt"):
        assert verl.compute_score("math", given, "6", {name: asked}) == 0.0
    assert verl.compute_score("math", given, "6", {}) == 1.0


def test_trl_column_by_name() -> None:
    reward = trl.reward_from_column("gold")
    assert reward([r"$\boxed{5}$"], gold=["5"], answer=["6"], prompts=["p"]) == [1.0]
    assert reward.__name__ == "mathequiv_reward"
    assert pickle.loads(pickle.dumps(reward))([r"$\boxed{5}$"], gold=["5"]) == [1.0]  # noqa: S301 - made here
    with pytest.raises(ValueError, match="column gold"):
        reward([r"$\boxed{5}$"], answer=["5"])
