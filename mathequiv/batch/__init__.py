"""Grading beyond one process: Arrow tables, lists, Ray, Spark, Hugging Face datasets and datatrove.

Everything here grades through `grade_batch` or the loop under it. Names load on first use, so that a part whose library
is not installed harms no other.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mathequiv.batch.arrow import grade_batch
    from mathequiv.batch.datatrove_filter import MathEquivFilter
    from mathequiv.batch.hf_map import MapGrader
    from mathequiv.batch.lists import agrade, grade_many
    from mathequiv.batch.ray_data import RayGrader
    from mathequiv.batch.spark import grade_dataframe

__all__ = ["MapGrader", "MathEquivFilter", "RayGrader", "agrade", "grade_batch", "grade_dataframe", "grade_many"]

_HOME = {
    "MapGrader": "hf_map",
    "MathEquivFilter": "datatrove_filter",
    "RayGrader": "ray_data",
    "agrade": "lists",
    "grade_batch": "arrow",
    "grade_dataframe": "spark",
    "grade_many": "lists",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'mathequiv.batch' has no attribute {name!r}")
    value: object = getattr(import_module(f"mathequiv.batch.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
