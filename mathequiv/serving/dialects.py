"""What trainers send and read in place of mathequiv's own messages; every reward is that of their adapters.

A dialect turns a body into items and their results into a reply. What a trainer sends is taken as it comes: a
reference that cannot be graded is worth 0.0, since no trainer can be told to skip a row by an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mathequiv.harness.facts import RATES
from mathequiv.harness.reference import reference_text
from mathequiv.harness.responses_api import response_text
from mathequiv.harness.rewards import after_prompt, completion_text, problem_text
from mathequiv.serving.pool import Item

__all__ = ["DIALECTS", "Dialect", "Unfit"]

Results = Sequence[Mapping[str, Any]]


class Unfit(Exception):  # noqa: N818 - a state of affairs
    """A body that is not of the dialect."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A row of the table of dialects.

    Attributes:
        path: where it is posted.
        host: who sends it.
        items: from the body and the policy to what is graded; raises `Unfit`.
        reply: from the body and the results to what is returned, as JSON has it.
        example: a body, for the OpenAPI page.
    """

    path: str
    host: str
    items: Callable[[Mapping[str, Any], str], list[Item]]
    reply: Callable[[Mapping[str, Any], Results], Any]
    example: Mapping[str, Any]


def _reward(response: object, reference: object, prompt: object, policy: str) -> Item:
    arguments = {"response": response, "reference": _reference(reference), "problem": prompt, "policy": policy}
    return "reward", arguments


def _reference(value: object) -> str | list[str] | None:
    try:
        return reference_text(value)
    except TypeError:  # nothing that is an answer
        return None


def _needed(body: Mapping[str, Any], name: str) -> Any:
    if name not in body:
        raise Unfit(f"{name} is missing")
    return body[name]


# ---- OpenRLHF ------------------------------------------------------------------------------------------------------


def _openrlhf_items(body: Mapping[str, Any], policy: str) -> list[Item]:
    queries, prompts, labels = (_needed(body, name) for name in ("query", "prompts", "labels"))
    if not all(isinstance(column, list) for column in (queries, prompts, labels)):
        raise Unfit("query, prompts and labels must be lists")
    if not len(queries) == len(prompts) == len(labels):
        raise Unfit("query, prompts and labels must be of one length")
    rows = zip(queries, prompts, labels, strict=True)
    return [_reward(after_prompt(query, prompt), label, problem_text(prompt), policy) for query, prompt, label in rows]


def _openrlhf_reply(body: Mapping[str, Any], results: Results) -> dict[str, Any]:
    rewards = [result["reward"] for result in results]
    logs = {
        f"mathequiv_{status.value}": [float(result["status"] == status.value) for result in results] for status in RATES
    }
    pairs = zip(body["query"], body["prompts"], strict=True)
    logs["mathequiv_prompt_not_found"] = [float(after_prompt(query, prompt) is None) for query, prompt in pairs]
    return {"rewards": rewards, "scores": rewards, "extra_logs": logs}


# ---- slime ---------------------------------------------------------------------------------------------------------


def _slime_items(body: Mapping[str, Any], policy: str) -> list[Item]:
    response, label = _needed(body, "response"), _needed(body, "label")
    return [_reward(completion_text(response), label, problem_text(body.get("prompt")), policy)]


def _slime_reply(_body: Mapping[str, Any], results: Results) -> float:
    reward: float = results[0]["reward"]
    return reward


# ---- NeMo-Gym ------------------------------------------------------------------------------------------------------


def _nemo_gym_items(body: Mapping[str, Any], policy: str) -> list[Item]:
    response, reference = _needed(body, "response"), _needed(body, "expected_answer")
    return [_reward(response_text(response), reference, problem_text(body.get("question")), policy)]


def _nemo_gym_reply(body: Mapping[str, Any], results: Results) -> dict[str, Any]:
    [result] = results
    return {**body, "reward": result["reward"], "extracted_answer": result["answer"], "status": result["status"]}


_MESSAGE: Final = {
    "type": "message",
    "role": "assistant",
    "content": [{"type": "output_text", "text": r"It is \boxed{2}."}],
}

_ROWS = (
    Dialect(
        "/get_reward",
        "OpenRLHF",
        _openrlhf_items,
        _openrlhf_reply,
        {"query": [r"What is 1+1? It is \boxed{2}."], "prompts": ["What is 1+1?"], "labels": ["2"]},
    ),
    Dialect(
        "/slime",
        "slime",
        _slime_items,
        _slime_reply,
        {"prompt": "What is 1+1?", "response": r"It is \boxed{2}.", "label": "2"},
    ),
    Dialect(
        "/verify",
        "NeMo-Gym",
        _nemo_gym_items,
        _nemo_gym_reply,
        {
            "responses_create_params": {"input": "What is 1+1?"},
            "response": {"output": [_MESSAGE]},
            "question": "What is 1+1?",
            "expected_answer": "2",
        },
    ),
)

DIALECTS: Mapping[str, Dialect] = {row.path: row for row in _ROWS}
"""The table, by path."""
