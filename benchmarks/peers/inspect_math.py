"""Inspect's ``math()`` scorer, called as Inspect calls it, on one event loop; an answer is given in a box."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "Inspect math()"
DISTRIBUTION = "inspect-ai"
REQUIREMENTS = ("inspect-ai[math]==0.3.285",)


def grader() -> Callable[[str, str], bool]:
    import asyncio

    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Target, math
    from inspect_ai.solver import TaskState

    scorer = math()
    loop = asyncio.new_event_loop()

    def correct(response: str, reference: str) -> bool:
        output = ModelOutput.from_content("recorded", response)
        state = TaskState("recorded", sample_id=0, epoch=1, input="", messages=[], output=output)
        score = loop.run_until_complete(scorer(state, Target(reference)))
        return bool(score.value == "C")

    return correct


def is_equiv() -> Callable[[str, str], bool]:
    correct = grader()
    return lambda prediction, reference: correct(rf"\boxed{{{prediction}}}", reference)
