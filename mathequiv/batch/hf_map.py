"""A function for the ``map`` of Hugging Face datasets, batched, in as many processes as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from mathequiv.batch.ray_data import RayGrader
from mathequiv.scoring.fields import ROLES

__all__ = ["MapGrader"]

_USUAL = frozenset(name for role in ROLES for name in (*role.names, *role.weak))


class MapGrader(RayGrader):
    """`grade_batch` for ``ds.map(MapGrader(), batched=True, num_proc=8)``.

    The arguments are those of `grade_batch`. This class does not import datasets. Statuses are plain strings, since a
    data set has no dictionary columns.
    """

    def __call__(self, batch: Mapping[str, Any] | pa.Table) -> dict[str, list[Any]]:
        """Grade a batch.

        Args:
            batch: the columns of a batch by name, as lists; or a table, where the data set has the format ``arrow``.

        Returns:
            The added columns by name.
        """
        if isinstance(batch, pa.Table):
            table = batch
        else:
            # Other columns may hold what Arrow has no type for, such as images.
            wanted = _USUAL | set((self.columns or {}).values())
            table = pa.table({name: list(batch[name]) for name in batch if name in wanted})
        graded = super().__call__(table)
        return {name: graded.column(name).to_pylist() for name in graded.column_names[table.num_columns :]}
