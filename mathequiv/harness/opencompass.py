"""OpenCompass: the evaluator, as ``eval_cfg=dict(evaluator=dict(type=MathEquivEvaluator))``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opencompass.openicl.icl_evaluator import BaseEvaluator
from opencompass.registry import ICL_EVALUATORS

from mathequiv.bulk import in_step
from mathequiv.grading import grade
from mathequiv.harness.facts import shares
from mathequiv.harness.options import GivenOptions, grading_options
from mathequiv.harness.reference import reference_text

__all__ = ["MathEquivEvaluator"]


@ICL_EVALUATORS.register_module()
class MathEquivEvaluator(BaseEvaluator):
    """Grades whole responses; leave ``pred_postprocessor`` out, so that they arrive whole.

    Args:
        policy: ``"default"`` or ``"strict"``.
        options: those of the comparison that are not the policy's, by name.
    """

    def __init__(self, policy: str = "default", options: GivenOptions = None) -> None:
        super().__init__()
        self.policy = policy
        self.options = grading_options(options)

    # OpenCompass reads the names of the parameters: another one, or **kwargs, would be a KeyError there.
    def score(self, predictions: Sequence[str], references: Sequence[object], test_set: Any = None) -> dict[str, Any]:
        """Grade the responses of one replica.

        Args:
            predictions: the responses.
            references: the references.
            test_set: the rows; their ``problem`` or ``question`` is the problem's text.

        Returns:
            ``accuracy`` and the shares of `mathequiv.harness.facts.RATES` in percent, and ``details`` with one row
            per response, whose ``correct`` OpenCompass counts for G-Pass@k.
        """
        problems = _problems(test_set, len(predictions))
        given = list(in_step(predictions=predictions, references=references, problems=problems))
        golds = [reference_text(reference) for _, reference, _ in given]
        grades = [
            grade(text, gold, policy=self.policy, problem=problem, **self.options)
            for (text, _, problem), gold in zip(given, golds, strict=True)
        ]
        rows = [
            {"pred": one.extraction.text, "answer": gold, "correct": one.correct, "status": one.status.value}
            for one, gold in zip(grades, golds, strict=True)
        ]
        percent = {name: 100 * share for name, share in shares(grades).items()}
        return percent | {"details": rows}


def _problems(test_set: Any, count: int) -> list[str | None]:
    """The problem of each row, None for all where the rows do not say or are not those of the responses."""
    names = [name for name in ("problem", "question") if name in getattr(test_set, "column_names", ())]
    if not names or len(test_set) != count:
        return [None] * count
    return [text if isinstance(text, str) else None for text in test_set[names[0]]]
