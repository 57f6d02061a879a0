"""ms-swift: this module, as ``--external_plugins``, registers the reward ``mathequiv`` for ``--reward_funcs``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from swift.rewards import ORM, orms

from mathequiv.bulk import in_step
from mathequiv.harness.rewards import reward_grade

__all__ = ["MathEquivReward"]

_COLUMNS = ("solution", "answer")


class MathEquivReward(ORM):
    r"""1.0 for each completion whose last closed ``\boxed{…}`` is the reference, 0.0 for any other."""

    def __call__(self, completions: Sequence[Any], **columns: Any) -> list[float]:
        """Grade the completions.

        Args:
            completions: texts.
            columns: the columns of the data set; ``solution``, or else ``answer``, holds the references,
                ``messages`` or ``prompt`` the problem.

        Returns:
            One reward per completion; 0.0 if the reference cannot be graded.

        Raises:
            ValueError: the data set has no column of references.
        """
        column = next((name for name in _COLUMNS if name in columns), None)
        if column is None:
            raise ValueError(f"mathequiv needs a column {' or '.join(_COLUMNS)} in the data set")
        prompts = columns.get("messages") or columns.get("prompt") or [None] * len(completions)
        rows = in_step(completions=completions, references=columns[column], prompts=prompts)
        return [float(reward_grade(text, gold, prompt=prompt).correct) for text, gold, prompt in rows]


orms["mathequiv"] = MathEquivReward
