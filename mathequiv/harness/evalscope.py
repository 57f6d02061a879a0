"""evalscope: importing this module registers the benchmark ``math_500_mathequiv`` and the metric ``mathequiv``."""

from __future__ import annotations

from collections.abc import Sequence

from evalscope.api.benchmark import BenchmarkMeta
from evalscope.api.evaluator import TaskState
from evalscope.api.messages import ContentReasoning
from evalscope.api.metric import Metric, Score
from evalscope.api.registry import register_benchmark, register_metric
from evalscope.benchmarks.math_500.math_500_adapter import Math500Adapter

from mathequiv.bulk import in_step
from mathequiv.grading import grade
from mathequiv.harness.facts import RATES, explanation, facts
from mathequiv.harness.options import GivenOptions, grading_options

__all__ = ["MathEquivMath500", "MathEquivMetric"]


_ACCURACY = "acc"
"""The benchmark's metric has a name that evalscope's catalogue knows: no other can be the headline of a report."""


@register_metric("mathequiv")
class MathEquivMetric(Metric):
    """1.0 where the prediction is correct. A benchmark hands over what its own extraction left of the response."""

    def __init__(self, policy: str = "default", options: GivenOptions = None) -> None:
        super().__init__()
        self.policy = policy
        self.options = grading_options(options)

    def apply(self, predictions: Sequence[str], references: Sequence[str | list[str]]) -> list[float]:
        """Grade the predictions against the references, pair by pair."""
        pairs = in_step(predictions=predictions, references=references)
        return [float(grade(text, reference, policy=self.policy, **self.options).correct) for text, reference in pairs]


_META = BenchmarkMeta(
    name="math_500_mathequiv",
    pretty_name="MATH-500 (mathequiv)",
    description="MATH-500, graded by mathequiv from the whole response and the stop reason.",
    tags=["Math", "Reasoning"],
    dataset_id="AI-ModelScope/MATH-500",
    hf_dataset_id="HuggingFaceH4/MATH-500",
    subset_list=[f"Level {level}" for level in range(1, 6)],
    metric_list=[_ACCURACY],
    few_shot_num=0,
    eval_split="test",
    prompt_template="{question}\nPlease reason step by step, and put your final answer within \\boxed{{}}.",
)


@register_benchmark(_META)
class MathEquivMath500(Math500Adapter):
    """evalscope's MATH-500 with its rows and prompt; only the grading differs."""

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: TaskState
    ) -> Score:
        """Grade the whole response; ``filtered_prediction``, evalscope's extraction, is not used."""
        del filtered_prediction
        output = task_state.output
        content = output.message.content if output.choices else ""
        thoughts = [part.reasoning for part in content if isinstance(part, ContentReasoning)]
        graded = grade(
            original_prediction,
            reference,
            finish_reason=output.stop_reason if output.choices else None,
            reasoning="\n".join(thoughts),
            problem=task_state.input_text,
        )
        return Score(
            value={_ACCURACY: float(graded.correct)}
            | {status.value: float(graded.status is status) for status in RATES},
            main_score_name=_ACCURACY,
            extracted_prediction=graded.extraction.text or "",
            prediction=original_prediction,
            explanation=explanation(graded),
            metadata=facts(graded),
        )
