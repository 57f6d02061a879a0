"""HF evaluate: a metric, for ``evaluate.load`` with the path of this file or as the class itself."""

from __future__ import annotations

from collections.abc import Sequence

import datasets
import evaluate

from mathequiv.bulk import in_step
from mathequiv.grading import grade
from mathequiv.harness.facts import shares
from mathequiv.harness.options import GivenOptions, grading_options

__all__ = ["MathEquiv"]

_DESCRIPTION = "Whether the final answer of a response is mathematically equal to the reference answer."
_INPUTS = """
Args:
    predictions: the responses, whole or only their answers.
    references: the reference answers; in the configuration "alternatives" each is a list, of which one match is enough.
    policy: "default" or "strict".
    options: those of the comparison that are not the policy's, by name.
"""


class MathEquiv(evaluate.Metric):
    """Shares of responses that are correct (``accuracy``), cut off, without answer, empty, undecided, not gradable."""

    def _info(self) -> evaluate.MetricInfo:
        text = datasets.Value("string")
        several = self.config_name == "alternatives"
        features = datasets.Features(predictions=text, references=datasets.Sequence(text) if several else text)
        return evaluate.MetricInfo(description=_DESCRIPTION, citation="", inputs_description=_INPUTS, features=features)

    def _compute(
        self,
        predictions: Sequence[str | None],
        references: Sequence[str | Sequence[str] | None],
        policy: str = "default",
        options: GivenOptions = None,
    ) -> dict[str, float]:
        given = grading_options(options)
        pairs = in_step(predictions=predictions, references=references)
        return shares([grade(prediction, reference, policy=policy, **given) for prediction, reference in pairs])
