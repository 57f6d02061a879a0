"""The decorator of the classes that trees and answers are made of, and what can be done with every object of them.

They are made by the dozen in every comparison, and a dataclass that guards its fields at run time takes three times as
long to make. So the type checker guards them: to it they are frozen. Where the engine is compiled, `hatch_build.py`
writes out the methods that the decorator makes, and the compiler makes classes of its own of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["field_types", "node", "replace"]

_T = TypeVar("_T")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True)
    def node(cls: type[_T]) -> type[_T]:
        """A dataclass with slots, hashed by its fields, which nobody changes."""
else:

    def node(cls: type[_T]) -> type[_T]:
        """A dataclass with slots, hashed by its fields, which nobody changes.

        Only its constructor is what a dataclass writes and compiles: each method more costs every start.
        """
        cls.__repr__ = _shown
        made = dataclass(slots=True, eq=False, repr=False)(cls)
        made.FIELDS = {field.name: field.type for field in fields(made)}
        values = _values(made.__match_args__)

        def same(self: Any, other: object) -> bool:
            if other.__class__ is not made:
                return NotImplemented
            return values(self) == values(other)

        made.__eq__ = same
        made.__hash__ = lambda self: hash(values(self))
        return made


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of the fields named."""
    if not names:
        return lambda _: ()
    values = attrgetter(*names)
    return values if len(names) > 1 else lambda one: (values(one),)


def _shown(one: Any) -> str:
    values = [f"{name}={getattr(one, name)!r}" for name in one.FIELDS]
    return f"{type(one).__name__}({', '.join(values)})"


def field_types(kind: Any) -> dict[str, str]:
    """The fields of a class that `node` made, in order, each with its annotation."""
    found: dict[str, str] = kind.FIELDS
    return found


def replace(one: _T, **changes: object) -> _T:
    """As `dataclasses.replace`, for an object of a class that `node` made."""
    kind: Any = type(one)
    made: _T = kind(**{name: getattr(one, name) for name in kind.FIELDS} | changes)
    return made
