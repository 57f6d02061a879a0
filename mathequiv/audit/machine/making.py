"""Pairs out of references: kinds drawn from the tables, what they make confirmed, every pair once."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mathequiv.audit.machine.confirm import certainly_different
from mathequiv.audit.machine.near_corners import CORNER_KINDS
from mathequiv.audit.machine.near_forms import FORM_KINDS
from mathequiv.audit.machine.near_scalars import SCALAR_KINDS
from mathequiv.audit.machine.near_texts import TEXT_KINDS
from mathequiv.audit.machine.near_words import WORD_KINDS
from mathequiv.audit.machine.pairs import Kind, MachinePair
from mathequiv.audit.machine.reading import read_shape
from mathequiv.audit.machine.shapes import Shape
from mathequiv.audit.machine.variants import VARIANT_KINDS, WRAPPERS
from mathequiv.audit.machine.writing import write

__all__ = ["NEAR_MISS_KINDS", "each_variant", "near_misses", "variants"]

_DOUBLED: Final = "\\\\"
"""Doubled backslashes: damage, or rows of a matrix; between single ones they are no respelling of anything."""

NEAR_MISS_KINDS: Final = (*SCALAR_KINDS, *FORM_KINDS, *WORD_KINDS, *CORNER_KINDS, *TEXT_KINDS)


def near_misses(references: Iterable[str], each: int, seed: int = 0) -> Iterator[MachinePair]:
    """Predictions that certainly differ from their references.

    Args:
        references: right answers; those that the machine does not understand without doubt are passed over.
        each: how many pairs of each reference, if so many different ones can be made.
        seed: draws other pairs.

    Yields:
        Pairs with ``equal`` False, none twice for a reference.
    """
    for reference in references:
        shape = read_shape(reference)
        if shape is not None:
            yield from _draw_pairs(NEAR_MISS_KINDS, reference, shape, each, seed, equal=False)


def variants(references: Iterable[str], each: int, seed: int = 0) -> Iterator[MachinePair]:
    """Respellings that certainly mean the same as their references.

    Args:
        references: right answers; those that the machine does not understand are only wrapped.
        each: how many pairs of each reference, if so many different ones can be made.
        seed: draws other pairs.

    Yields:
        Pairs with ``equal`` True, none twice for a reference.
    """
    for reference in references:
        shape = read_shape(reference)
        if shape is not None:
            yield from _draw_pairs(VARIANT_KINDS, reference, shape, each, seed, equal=True)
        elif _DOUBLED not in reference:
            texts = {wrap(reference): name for name, wrap in WRAPPERS.items()}
            for text, name in [pair for pair in texts.items() if pair[0] != reference][:each]:
                yield MachinePair(name, text, reference, equal=True)


def _draw_for(text: str) -> random.Random:
    """Draws that depend on the text alone, a lone surrogate in it or not."""
    return random.Random(text.encode("utf-8", "surrogatepass"))  # noqa: S311 - draws test data


_ATTEMPTS: Final = 4
"""Draws for each pair that is wanted; a kind that does not fit the reference gives none."""


def _draw_pairs(  # noqa: PLR0913 - what is drawn from, for what, how often
    kinds: Sequence[Kind], reference: str, shape: Shape, each: int, seed: int, *, equal: bool
) -> Iterator[MachinePair]:
    draw = _draw_for(f"{seed}/{reference}")
    weights = [kind.weight for kind in kinds]
    seen: set[tuple[str, str]] = set()
    for kind in draw.choices(kinds, weights, k=_ATTEMPTS * each):
        pair = _make_pair(kind, reference, shape, draw, equal=equal)
        if pair is not None and (pair.prediction, pair.reference) not in seen:
            seen.add((pair.prediction, pair.reference))
            yield pair
            if len(seen) == each:
                return


def _make_pair(kind: Kind, reference: str, shape: Shape, draw: random.Random, *, equal: bool) -> MachinePair | None:
    made = kind.make(shape, draw)
    if made is None or made == reference:
        return None
    if isinstance(made, tuple):
        prediction, right = made
    elif isinstance(made, str):
        prediction, right = made, reference
    elif not equal and certainly_different(shape, made):
        prediction, right = write(made), reference
    else:
        return None
    return None if prediction == right else MachinePair(kind.name, prediction, right, equal)


def each_variant(reference: str) -> Iterator[MachinePair]:
    """One respelling of each kind that fits the reference.

    Args:
        reference: a right answer.

    Yields:
        Pairs with ``equal`` True, no text twice.
    """
    shape = read_shape(reference)
    draw = _draw_for(reference)
    seen = {reference}
    for kind, prediction in _each(shape, reference, draw):
        if prediction not in seen:
            seen.add(prediction)
            yield MachinePair(kind, prediction, reference, equal=True)


def _each(shape: Shape | None, reference: str, draw: random.Random) -> Iterator[tuple[str, str]]:
    if _DOUBLED not in reference:
        yield from ((name, wrap(reference)) for name, wrap in WRAPPERS.items())
    if shape is not None:
        for kind in VARIANT_KINDS:
            made = kind.make(shape, draw)
            if isinstance(made, str) and kind.name not in WRAPPERS:
                yield kind.name, made
