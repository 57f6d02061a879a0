"""The decorator of the classes that trees and answers are made of, and what can be done with every object of them.

They are made by the dozen in every comparison, and a dataclass that guards its fields at run time takes three times as
long to make. So the type checker guards them: to it they are frozen. Where the engine is compiled, `hatch_build.py`
writes out the methods that the decorator makes, and the compiler makes classes of its own of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["field_types", "node", "record", "replace", "writers"]

_T = TypeVar("_T")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True)
    def node(cls: type[_T]) -> type[_T]:
        """A dataclass with slots, hashed by its fields, which nobody changes."""

    @dataclass_transform(frozen_default=True)
    def record(cls: type[_T]) -> type[_T]:
        """A dataclass with slots and a constructor of its own, hashed by its fields, which nobody can change."""
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

    def record(cls: type[_T]) -> type[_T]:
        """A dataclass with slots and a constructor of its own, hashed by its fields, which nobody can change.

        It is what a frozen dataclass is, without the seven methods that each of those compiles at every start. The
        class writes its constructor itself, with `writers`.
        """
        made = dataclass(slots=True, init=False, eq=False, repr=False)(cls)
        kept = fields(made)
        values = _values(tuple([one.name for one in kept if one.compare]))
        made.FIELDS = {one.name: one.type for one in kept if one.repr}

        def same(self: Any, other: object) -> bool:
            return values(self) == values(other) if other.__class__ is made else NotImplemented

        made.__eq__ = same
        made.__hash__ = lambda self: hash(values(self))
        made.__repr__ = _shown
        made.__setattr__ = _refuse_change
        made.__delattr__ = _refuse_change
        made.__getstate__ = lambda self: [getattr(self, one.name) for one in kept]
        made.__setstate__ = _restore
        return made


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of the fields named."""
    if not names:
        return lambda _: ()
    values = attrgetter(*names)
    return values if len(names) > 1 else lambda one: (values(one),)


def writers(made: type[Any]) -> list[Callable[[Any, Any], None]]:
    """What sets the fields of an object of a class that `record` made, in their order.

    Args:
        made: the class.
    """
    return [getattr(made, one.name).__set__ for one in fields(made)]


def _restore(one: Any, state: list[Any]) -> None:
    for write, value in zip(writers(type(one)), state, strict=True):
        write(one, value)


def _refuse_change(_: object, name: str, *value: object) -> None:
    """Refuse to set or delete a field.

    Raises:
        FrozenInstanceError: always.
    """
    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


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
