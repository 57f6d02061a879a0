"""Results and evidence: equal by their fields, hashable, picklable, and nobody can change them."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from mathequiv import Verdict, compare
from mathequiv.verdict import Convention, Exact, Identical, LayerNote, Mismatch, Numeric, Witness

RECORDS = [
    Identical("5"),
    Exact("algebra"),
    Numeric(64, 3, -20, ("x",)),
    Convention("rounding"),
    Mismatch("kind", "a", "b"),
    Witness((("x", "1"),), "1", "2"),
    LayerNote("value", Verdict.DIFFERENT, "they differ"),
    compare("1/2", "0.6"),
]
EVERY = pytest.mark.parametrize("record", RECORDS, ids=lambda one: type(one).__name__)


@EVERY
def test_a_copy_is_equal(record):
    pickled = pickle.loads(pickle.dumps(record))  # noqa: S301 - our own bytes
    for other in (pickled, copy.copy(record), copy.deepcopy(record), dataclasses.replace(record)):
        assert other == record
        assert hash(other) == hash(record)
        assert repr(other) == repr(record)


@EVERY
def test_another_field_makes_another_record(record):
    for field in dataclasses.fields(record):
        changed = dataclasses.replace(record, **{field.name: "another"})
        assert (changed != record) is field.compare
    assert record != "another"


@EVERY
def test_nothing_can_be_changed(record):
    name = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(record, name, "another")
    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(record, name)
