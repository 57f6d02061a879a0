r"""What the adapters of reinforcement-learning hosts share: text of a completion, references of a row, the grade.

The grade is that of `mathequiv.grade` under the strict policy. An undecided completion earns what a wrong one earns: if
it were skipped instead, an answer that no grader can read would earn more than a wrong one. Only the reference decides
whether a row is graded at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathequiv.grading import Grade, Policy, Status, grade
from mathequiv.harness.options import GivenOptions, grading_options
from mathequiv.harness.reference import reference_text
from mathequiv.scoring.references import reference_answers
from mathequiv.usable import is_usable

__all__ = ["after_prompt", "completion_text", "problem_text", "references", "reward_grade", "reward_value"]

_TAIL = 200
"""Characters at the end of a prompt that find it again where its start was cut off or is decoded in another way."""


def completion_text(completion: object) -> str:
    """The text that is graded.

    Args:
        completion: a text; a message, as a mapping or an object with ``content``; a list of messages, of which the
            last one of the assistant counts; a list of content parts; or None.

    Returns:
        The text, empty where there is none.
    """
    if isinstance(completion, str):
        return completion
    if isinstance(completion, (list, tuple)):
        messages = [item for item in completion if _field(item, "role") in (None, "assistant")]
        if any(_is_part(item) for item in messages):
            return "".join(_part_text(item) for item in messages)
        return completion_text(messages[-1]) if messages else ""
    return "" if completion is None else completion_text(_field(completion, "content"))


def _field(item: object, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def _is_part(item: object) -> bool:
    return isinstance(_field(item, "text"), str) or _field(item, "type") is not None


def _part_text(part: object) -> str:
    text = _field(part, "text")
    return text if isinstance(text, str) else ""


def problem_text(prompt: object) -> str | None:
    """The text of the problem that a prompt poses.

    Args:
        prompt: a text; messages, of which the last one of the user counts; or None.

    Returns:
        The text; None where there is none.
    """
    if isinstance(prompt, str):
        return prompt
    messages = [item for item in prompt if _field(item, "role") == "user"] if isinstance(prompt, (list, tuple)) else []
    content = _field(messages[-1], "content") if messages else None
    if isinstance(content, (list, tuple)):
        return "".join(_part_text(part) for part in content)
    return content if isinstance(content, str) else None


def after_prompt(query: object, prompt: object) -> str | None:
    """The response in a text that holds prompt and response; None where the prompt is not found in it.

    Args:
        query: prompt and response in one text.
        prompt: the prompt alone; its last 200 characters are enough.
    """
    if not isinstance(query, str) or not isinstance(prompt, str):
        return None
    if query.startswith(prompt):
        return query[len(prompt) :]
    _, found, response = query.rpartition(prompt[-_TAIL:])
    return response if found else None


def references(value: object) -> list[str]:
    r"""The references of a row that a comparison can use.

    Args:
        value: a text or number, or a list or array of them in which one match is enough. In a worked solution, the
            answer in the last box or after ``####`` is the reference.

    Returns:
        The usable ones; none where the row cannot be graded, whatever the completion.
    """
    plain = value.tolist() if hasattr(value, "tolist") else value
    try:
        texts = reference_text(plain)
    except TypeError:  # an object, a nested list, a truth value: nothing that is an answer
        return []
    several = [texts] if texts is None or isinstance(texts, str) else texts
    # An empty cell of a column of numbers is read as the word "nan".
    return [answer for answer in reference_answers(tuple(several)) if answer != "nan" and is_usable(answer)]


def reward_grade(
    completion: object,
    reference: object,
    policy: str | Policy = "strict",
    *,
    prompt: object = None,
    options: GivenOptions = None,
) -> Grade:
    """Grade a completion of any shape against a reference of any shape.

    Args:
        completion: as `completion_text` takes it.
        reference: as `references` takes it.
        policy: as `mathequiv.grade` takes it.
        prompt: as `problem_text` takes it; an expression copied from it is not an answer.
        options: as `grading_options` takes them.

    Returns:
        The grade; its status is ``error`` where the reference cannot be graded.

    Raises:
        ValueError: an unknown policy, or a value that its option does not take.
        TypeError: there is no option with that name.
    """
    return grade(
        completion_text(completion),
        references(reference),
        policy=policy,
        problem=problem_text(prompt),
        **grading_options(options),
    )


def reward_value(graded: Grade) -> float | None:
    """1.0 for a correct answer, 0.0 for any other, None where the reference cannot be graded."""
    return None if graded.status is Status.ERROR else float(graded.correct)
