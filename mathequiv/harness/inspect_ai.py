"""Inspect: the scorer ``mathequiv/mathequiv_scorer`` and the tasks that use it, found through the entry point."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import anyio.to_thread
from inspect_ai import Task, task
from inspect_ai.dataset import FieldSpec, hf_dataset, json_dataset
from inspect_ai.model import ContentReasoning, GenerateConfig, ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, Metric, SampleScore, Score, Target, accuracy, metric, scorer, stderr
from inspect_ai.solver import TaskState, generate, prompt_template

from mathequiv.grading import Status, grade
from mathequiv.harness.facts import RATES, explanation, facts
from mathequiv.harness.options import grading_options

__all__ = ["math500", "mathequiv_scorer"]

_PROMPT = "{prompt}\n\nPlease reason step by step, and put your final answer within \\boxed{{}}."


def _rate(status: Status) -> Metric:
    """The share of responses of a status, where every epoch counts as a response."""

    @metric(name=status.value, scores="unreduced")
    def rate() -> Callable[[list[SampleScore]], float]:
        def share(scores: list[SampleScore]) -> float:
            hits = sum((one.score.metadata or {}).get("status") == status.value for one in scores)
            return hits / len(scores) if scores else 0.0

        return share

    return rate()


@scorer(metrics=[accuracy(), stderr(), *(_rate(status) for status in RATES)])
def mathequiv_scorer(
    policy: str = "default", options: dict[str, Any] | None = None
) -> Callable[[TaskState, Target], Awaitable[Score]]:
    """Grade the completion against the target; several targets are alternatives.

    Args:
        policy: ``"default"`` or ``"strict"``.
        options: those of the comparison that are not the policy's, by name.
    """
    given = grading_options(options)

    async def score(state: TaskState, target: Target) -> Score:
        output = state.output
        judge = partial(
            grade,
            output.completion,
            list(target),
            policy=policy,
            **given,
            finish_reason=output.stop_reason if output.choices else None,  # a sample that failed has no output
            reasoning=_reasoning(output),
            problem=state.input_text,
        )
        graded = await anyio.to_thread.run_sync(judge)  # a slow comparison holds up no other sample
        return Score(
            value=CORRECT if graded.correct else INCORRECT,
            answer=graded.extraction.text,
            explanation=explanation(graded),
            metadata=facts(graded),
        )

    return score


def _reasoning(output: ModelOutput) -> str | None:
    """The reasoning that the server reported apart from the text."""
    content = output.message.content if output.choices else ""
    parts = [] if isinstance(content, str) else content
    return "\n".join(part.reasoning for part in parts if isinstance(part, ContentReasoning)) or None


@task
def math500(problems: str | None = None, policy: str = "default") -> Task:
    """MATH-500, or a file of problems of the same form.

    Args:
        problems: a JSON Lines file with ``problem`` and ``answer``; None loads MATH-500 from the hub.
        policy: as for `mathequiv_scorer`.
    """
    fields = FieldSpec(input="problem", target="answer", id="unique_id", metadata=["subject", "level"])
    hub = "HuggingFaceH4/MATH-500"
    dataset = json_dataset(problems, fields) if problems else hf_dataset(hub, split="test", sample_fields=fields)
    solver = [prompt_template(_PROMPT), generate()]
    config = GenerateConfig(max_tokens=8192, temperature=0.0)
    return Task(dataset=dataset, solver=solver, scorer=mathequiv_scorer(policy), config=config)
