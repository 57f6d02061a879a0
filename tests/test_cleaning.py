"""What is skipped for a plain text would have changed nothing."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathequiv.answers.reader import read
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.cleaning import clean, cleanness
from mathequiv.latex.parser import parse_choices
from mathequiv.latex.plain_texts import take_plain
from mathequiv.latex.tokens import scanned, tokenize
from mathequiv.nodes import replace
from tests.pair_tables import TABLES, load_all

_TEXTS = sorted({text for row in load_all(TABLES) for text in (row.a, row.b) if cleanness(text)})
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
        r"\boxed{",
        r"\ ",
        r"\text{ and }",
        r"\mbox{ inches}",
        r"\approx ",
        r"\Delta ",
        "A",
        "N",
        "s",
        "1s",
        "(b)",
    ),
    *(
        " and ",
        " or ",
        "and",
        r"\text{ or }",
        r"\begin{pmatrix}",
        r"\end{pmatrix}",
        "&",
        r"\\",
        r"\times ",
        r"\mathbb{R}",
    ),
    *("x^2", r"\frac{1}{2}", "1,000", "(1,2)", "f(x)", "a_1", "2x", "kg", "->", "**", "1_000"),
)


def _is_read_alike(text: str) -> bool:
    """Whether cleaning leaves a text as it is, and it has the same readings where nothing is skipped."""
    found = scanned(text)
    if clean(text) != text or found.plain is not (cleanness(text) == 2):
        return False
    if not found.plain:
        return True
    try:
        trees = parse_choices(found)
    except (Unreadable, OverLimit):
        return True
    return read(text, found, trees, prose=False) == read(text, replace(found, plain=False), trees, prose=False)


def test_plain_texts_of_the_tables_are_read_as_all_others_are() -> None:
    assert len(_TEXTS) > 1000
    assert [text for text in _TEXTS if not _is_read_alike(text)] == []


@given(st.lists(st.sampled_from(_LEXEMES), max_size=14).map("".join).filter(cleanness))
def test_any_plain_text_is_read_as_all_others_are(text: str) -> None:
    assert _is_read_alike(text)


def _is_cut_alike(text: str) -> bool:
    """Whether a text that is cut by its characters is plain, and one in part would be cut as well by its lexemes."""
    if take_plain(text, []) == len(text) and cleanness(text) != 2:
        return False
    return repr(tokenize(text)) == repr(scanned(text).tokens)


def test_plain_texts_of_the_tables_are_cut_as_all_others_are() -> None:
    assert sum(take_plain(text, []) == len(text) for text in _TEXTS) > 0.5 * len(_TEXTS)
    assert [text for text in _TEXTS if not _is_cut_alike(text)] == []


_CLOSE: Final = (
    *_LEXEMES,
    *(
        "{,}",
        r"\,",
        r"\circ",
        r"{\circ}",
        r"^\circ",
        r"^{\circ}",
        r"\left\{",
        r"\right.",
        r"\left",
        r"\big",
        "e5",
        "E",
        "h",
        " 000",
    ),
    *("+-", "-+", "<=", ">=", "!=", "==", "=>", "=/=", "+/-", "//", "/=", ":=", "...", ".5", "3.14", "a.m.", "$$", "~"),
    *("\\", r"\ ", r"\frac*", r"\piab", r"\quad", r"\varphi", r"\times", r"\&", "'", "\n", "²", "≤", "٣", "中"),
)


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from(_CLOSE), max_size=8).map("".join))
def test_any_text_is_cut_by_its_characters_as_by_its_lexemes(text: str) -> None:
    assert _is_cut_alike(text)


@pytest.mark.parametrize(
    "text",
    ["1 kg", "dy/dx", "x->0", "2**3", "(1) 2; (2) 3", "x ", "> 3", "1_000", "x$2", "{:}", r"5\text{ m/s}"],
)
def test_other_texts_are_looked_at(text: str) -> None:
    assert cleanness(text) == 0


@pytest.mark.parametrize("text", [r"5\text{ m}", "A", r"x \approx 1", r"\Delta p", "1s^2", "C_2"])
def test_texts_that_may_say_more_than_their_trees_are_looked_at_by_the_reader(text: str) -> None:
    assert cleanness(text) == 1


@pytest.mark.parametrize(
    ("text", "one_line"),
    [
        ("x=1\ny=2", "x=1, y=2"),
        ("$x = 1$\n\n$y = 2$", "$x = 1$, $y = 2$"),
        ("x+y=3\nx-y=1", None),
        ("2x=4\nx=2", None),
        ("x=\n2", None),
    ],
)
def test_lines_that_name_values_are_a_list(text: str, one_line: str | None) -> None:
    assert (clean(text) == one_line) is (one_line is not None)
