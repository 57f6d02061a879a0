"""The decorator of the classes that trees and answers are made of.

They are made by the dozen in every comparison, and a dataclass that guards its fields at run time takes three times as
long to make. So the type checker guards them: to it they are frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["node", "place"]

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    _T = TypeVar("_T")

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def node(cls: type[_T]) -> type[_T]:
        """A dataclass with slots, hashed by its fields, which nobody changes."""
else:
    node = dataclass(slots=True, unsafe_hash=True)


def place(made: Any, span: tuple[int, int]) -> None:
    """Write down where a node that was just made stands; no other change of a node is allowed."""
    made.span = span
