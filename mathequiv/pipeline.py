"""Asking the layers in order; the first that can tell decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final, TypeAlias

from mathequiv.errors import OverLimit
from mathequiv.finding import DIFFERENT, EQUIVALENT, UNDECIDED, Finding
from mathequiv.layers.contraries import (
    another_part,
    in_another_order,
    in_one_base,
    in_other_bases,
    item_apart,
    pairs_apart,
    unless_contrary,
)
from mathequiv.layers.items import lone_items
from mathequiv.lexicon.orders import says_order
from mathequiv.lexicon.predicates import read_predicates
from mathequiv.limits import MAX_STEPS, Budget
from mathequiv.prepared import Prepared, prepare
from mathequiv.verdict import PUBLISHED, Identical, LayerNote, Mismatch, Options, Result

__all__ = ["LAYERS", "ask", "checked"]

Layer: TypeAlias = Callable[[Prepared, Prepared, Options, Budget], Finding | None]


def _lazy(module: str, name: str) -> Layer:
    """A layer whose module is imported when it is first asked."""

    def layer(a: Prepared, b: Prepared, options: Options, budget: Budget) -> Finding | None:
        loaded: Layer = getattr(import_module(f"mathequiv.layers.{module}"), name)
        LAYERS[name] = loaded
        return loaded(a, b, options, budget)

    return layer


LAYERS: Final[dict[str, Layer]] = {
    "string": _lazy("math_is_equiv", "string"),
    "canonical": _lazy("canonical", "canonical"),
    "value": _lazy("value", "value"),
    "symbolic": _lazy("symbolic", "symbolic"),
}
"""The layers by name, in the order they are asked."""

_UNTOLD: Final = "cannot tell"
_NOT_TOLD: Final = {name: LayerNote(name, None, _UNTOLD) for name in LAYERS}


def _ask_layers(a: Prepared, b: Prepared, options: Options) -> Result:
    notes: list[LayerNote] = []
    budget = Budget()
    for name, layer in LAYERS.items():
        if name not in options.layers:
            continue
        if budget.left != MAX_STEPS or budget.met is not None:
            budget = Budget()  # each layer has a whole one
        try:
            found = layer(a, b, options, budget)
        except OverLimit as limit:
            notes.append(LayerNote(name, None, str(limit)))
        except Exception as bug:  # noqa: BLE001 - the one border where a bug becomes a named UNDECIDED
            return _internal_error(name, bug, notes)
        else:
            if found is not None:
                if found.verdict is EQUIVALENT and name in _DROPPING and not (a.ordinary and b.ordinary):
                    found = _last_look(found, a, b, options)
                verdict, reason = found.verdict, found.reason
                trace = (*notes, LayerNote(name, verdict, reason))
                answers = (a.text, b.text)
                return Result(verdict, found.layer, found.rule, reason, found.evidence, trace, options, answers)
            notes.append(_NOT_TOLD[name] if budget.met is None else LayerNote(name, None, str(budget.met)))
    reason = _what_was_tried(a, b, notes)
    return Result(UNDECIDED, None, "exhausted", reason, None, tuple(notes), options, (a.text, b.text))


_DROPPING: Final = frozenset(("value", "symbolic"))
"""Layers that drop words and numbers beside a value."""


def _last_look(found: Finding, a: Prepared, b: Prepared, options: Options) -> Finding:
    """An EQUIVALENT as it is, unless words say that the values are of two things, or a numbered part is another."""
    both = not (a.ordinary or b.ordinary)
    if both or found.rule == "choice":
        found = unless_contrary(found, a, b)
    if found.equivalent and options.order == "any" and _say_order(a, b):
        given = _ask_layers(a, b, replace(options, order="given"))
        found = found if given.equivalent else in_another_order()
    if found.equivalent and found.rule != "value" and not _agree_in_one_base(a, b, options):
        return in_other_bases()
    return _look_at_parts(found, a, b, options) if found.equivalent and (both or a.parts or b.parts) else found


def _agree_in_one_base(a: Prepared, b: Prepared, options: Options) -> bool:
    """Whether there is a base in which two answers are equal, if logarithms without one are in several parts."""
    bases = in_one_base(a.text, b.text)
    return not bases or any(_ask_layers(prepare(one), prepare(other), options).equivalent for one, other in bases)


def _look_at_parts(found: Finding, a: Prepared, b: Prepared, options: Options) -> Finding:
    """An EQUIVALENT as it is, unless a numbered part is another, or the only item that is not in both texts."""
    pairs = pairs_apart(a, b)
    others = [_ask_layers(prepare(one), prepare(other), options) for one, other in pairs]
    if not all(other.equivalent for other in others):
        return another_part(others)
    both = not (a.ordinary or b.ordinary)
    return item_apart() if both and not pairs and _is_item_apart(found.rule, a, b, options) else found


def _is_item_apart(rule: str, a: Prepared, b: Prepared, options: Options) -> bool:
    """Whether two texts differ in one item that is not the same by itself."""
    lone = lone_items(a.text, b.text, rule)
    if lone is None:
        return False
    alone = _ask_layers(prepare(lone[0]), prepare(lone[1]), options)
    if alone.verdict is DIFFERENT or alone.rule == "contrary":
        return True
    return rule == "truth" and not alone.equivalent and all(read_predicates(one.lower()) is not None for one in lone)


def _say_order(a: Prepared, b: Prepared) -> bool:
    """Whether one of two texts says that its values are in an order."""
    return (a.worded and says_order(a.text)) or (b.worded and says_order(b.text))


def _internal_error(layer: str, bug: Exception, notes: Sequence[LayerNote]) -> Result:
    reason = f"internal error in layer {layer}: {type(bug).__name__}: {bug}"
    return Result(UNDECIDED, layer, "internal_error", reason, None, tuple(notes))


def _what_was_tried(a: Prepared, b: Prepared, notes: Sequence[LayerNote]) -> str:
    caps = [note.note for note in notes if note.note != _UNTOLD]
    if caps:
        return f"no layer could tell: {caps[0]}"
    for side in (a, b) if any(note.layer == "value" for note in notes) else ():
        if side.problem is not None:
            return f"no layer could tell: {str(side.problem).splitlines()[0]}"
    return "no layer could tell"


def checked(value: object) -> str | None:
    """``value``, if it can be an answer.

    Raises:
        TypeError: it is neither a string nor None.
    """
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"an answer must be a string or None, not {type(value).__name__}")


def ask(prediction: object, reference: object, prepared: Prepared | None, options: Options) -> Result:
    """Compare two answers; ``prepared`` is the reference if that was read beforehand.

    Raises:
        TypeError: an answer is neither a string nor None.
    """
    if not (isinstance(prediction, str) and isinstance(reference, str)):
        a, b = checked(prediction), checked(reference)
        return replace(_ask_missing(a, b), options=options, answers=(a, b))
    left, right = prepare(prediction), prepared or prepare(reference)
    if (left.oversize or right.oversize) and options.layers != PUBLISHED:
        return replace(_ask_oversize(prediction, reference), options=options, answers=(prediction, reference))
    return _ask_layers(left, right, options)


def _ask_missing(a: str | None, b: str | None) -> Result:
    if a is b:
        return Result(EQUIVALENT, "string", "identical", "both answers are missing", Identical(""))
    missing = Mismatch("missing answer", _presence(a), _presence(b))
    return Result(DIFFERENT, "string", "missing", "one answer is missing", missing)


def _ask_oversize(a: str, b: str) -> Result:
    if a == b:
        return Result(EQUIVALENT, "string", "identical", "the texts are identical", Identical(a))
    reason = "a text is over the limit MAX_TEXT and is compared for identity only"
    return Result(UNDECIDED, None, "over_limit", reason)


def _presence(text: str | None) -> str:
    return "missing" if text is None else "present"
