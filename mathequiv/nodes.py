"""The decorator of the classes that trees and answers are made of.

They are made by the dozen in every comparison, and a dataclass that guards its fields at run time takes three times as
long to make. So the type checker guards them: to it they are frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

__all__ = ["node"]

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    _T = TypeVar("_T")

    @dataclass_transform(frozen_default=True)
    def node(cls: type[_T]) -> type[_T]:
        """A dataclass with slots, hashed by its fields, which nobody changes."""
else:
    node = dataclass(slots=True, unsafe_hash=True)
