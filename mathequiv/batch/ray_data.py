"""A class for Ray Data's ``map_batches``; each actor reads its policy and options once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mathequiv.batch.arrow import PREFIX, grade_batch
from mathequiv.batch.outputs import OUTPUTS
from mathequiv.extraction.policy import Policy, resolve_policy
from mathequiv.verdict import Options

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RayGrader"]


class RayGrader:
    """`grade_batch` as a callable class: ``ds.map_batches(RayGrader, batch_format="pyarrow", concurrency=8)``.

    The arguments are those of `grade_batch` and go into ``fn_constructor_kwargs``. This class does not import Ray.

    Raises:
        ValueError: an unknown policy.
    """

    def __init__(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        policy: str | Policy = "default",
        options: Options | None = None,
        outputs: Sequence[str] = OUTPUTS,
        prefix: str = PREFIX,
    ) -> None:
        self.columns = columns
        self.policy = resolve_policy(policy)
        self.options = options
        self.outputs = tuple(outputs)
        self.prefix = prefix

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Grade a batch."""
        return grade_batch(
            batch,
            columns=self.columns,
            policy=self.policy,
            options=self.options,
            outputs=self.outputs,
            prefix=self.prefix,
        )
