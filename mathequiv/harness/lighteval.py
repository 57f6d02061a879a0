"""lighteval: the metric, and the task ``math_500_mathequiv`` for ``--custom-tasks mathequiv.harness.lighteval``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from lighteval.metrics.metrics_sample import SampleLevelComputation, SamplingMetric
from lighteval.metrics.utils.metric_utils import SampleLevelMetricGrouping
from lighteval.models.model_output import ModelResponse
from lighteval.tasks.lighteval_task import LightevalTaskConfig
from lighteval.tasks.requests import Doc, SamplingMethod

from mathequiv.grading import grade
from mathequiv.harness.facts import RATES, shares
from mathequiv.harness.reference import reference_text

__all__ = ["TASKS_TABLE", "MathEquivGrading", "mathequiv_metric", "problems_task"]

_PROMPT = "{problem}\n\nPlease reason step by step, and put your final answer within \\boxed{{}}."


class MathEquivGrading(SamplingMetric, SampleLevelComputation):
    """Grades the responses to one problem; lighteval asks a `SamplingMetric` how many it wants."""

    def __init__(self, policy: str = "default", samples: int = 1) -> None:
        super().__init__()
        self.policy = policy
        self.samples = samples

    def num_samples(self) -> int:
        """How many responses lighteval generates for a problem."""
        return self.samples

    def compute(self, doc: Doc, model_response: ModelResponse, **_others: object) -> dict[str, float]:
        """Shares of the responses, after lighteval's removal of reasoning; every gold of the row is an alternative."""
        golds = reference_text(doc.get_golds())
        texts = model_response.final_text[: self.samples]
        return shares([grade(text, golds, policy=self.policy, problem=doc.query) for text in texts])


def mathequiv_metric(policy: str = "default", samples: int = 1) -> SampleLevelMetricGrouping:
    """``accuracy`` and the share of each status in `mathequiv.harness.facts.RATES`, as means over the problems.

    Args:
        policy: ``"default"`` or ``"strict"``.
        samples: responses a problem.
    """
    names = ["accuracy", *(status.value for status in RATES)]
    return SampleLevelMetricGrouping(
        metric_name=names,
        higher_is_better={name: name == "accuracy" for name in names},
        category=SamplingMethod.GENERATIVE,
        sample_level_fn=MathEquivGrading(policy, samples),
        corpus_level_fn=dict.fromkeys(names, np.mean),
    )


def problems_task(name: str, repository: str, policy: str = "default", samples: int = 1) -> LightevalTaskConfig:
    """A task over rows with ``problem`` and ``answer``: a repository of the hub or a folder with ``test.jsonl``."""
    return LightevalTaskConfig(
        name=name,
        prompt_function=_document,
        hf_repo=repository,
        hf_subset="default",
        hf_avail_splits=["test"],
        evaluation_splits=["test"],
        generation_size=8192,
        stop_sequence=[],
        metrics=[mathequiv_metric(policy, samples)],
    )


def _document(row: Mapping[str, Any], task_name: str | None = None) -> Doc:
    query = _PROMPT.format(problem=row["problem"])
    return Doc(task_name=task_name, query=query, choices=[row["answer"]], gold_index=0)


TASKS_TABLE = [problems_task("math_500_mathequiv", "HuggingFaceH4/MATH-500")]
