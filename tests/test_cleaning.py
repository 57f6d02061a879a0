"""What is skipped for a plain text would have changed nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.answers.reader import read
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.cleaning import clean, is_plain
from mathequiv.latex.parser import parse_choices
from mathequiv.latex.tokens import scanned
from tests.pair_tables import TABLES, load_all

_TEXTS = sorted({text for row in load_all(TABLES) for text in (row.a, row.b) if is_plain(text)})
_LEXEMES = (
    *"0123456789xyabnt()[]{},.=^!|%+-*/:<>_$ ",
    *(r"\frac", r"\dfrac", r"\sqrt", r"\left", r"\right", r"\pi ", r"\infty", r"\cdot", r"\cup", r"\pm", r"\in", r"\{"),
    *(
        r"\}",
        r"\,",
        r"\!",
        r"\;",
        r"\%",
        r"\circ",
        r"\sin ",
        r"\ln ",
        r"\le ",
        r"\neq",
        r"\quad ",
        r"\theta ",
        "1s",
        "(b)",
    ),
    *("x^2", r"\frac{1}{2}", "1,000", "(1,2)", "f(x)", "a_1", "2x", "kg", "->", "**", "1_000"),
)


def _is_read_alike(text: str) -> bool:
    """Whether cleaning leaves a text as it is, and it has the same readings where nothing is skipped."""
    found = scanned(text)
    if clean(text) != text or not found.plain:
        return False
    try:
        trees = parse_choices(found)
    except (Unreadable, OverLimit):
        return True
    return read(text, found, trees, prose=False) == read(text, found._replace(plain=False), trees, prose=False)


def test_plain_texts_of_the_tables_are_read_as_all_others_are() -> None:
    assert len(_TEXTS) > 1000
    assert [text for text in _TEXTS if not _is_read_alike(text)] == []


@given(st.lists(st.sampled_from(_LEXEMES), max_size=14).map("".join).filter(is_plain))
def test_any_plain_text_is_read_as_all_others_are(text: str) -> None:
    assert _is_read_alike(text)


@pytest.mark.parametrize(
    "text",
    ["1 kg", "dy/dx", "x->0", "2**3", "(1) 2; (2) 3", "1s^2", "x ", "> 3", "1_000", "C_2", "x$2", "{:}", "5\\text{ m}"],
)
def test_other_texts_are_looked_at(text: str) -> None:
    assert not is_plain(text)
