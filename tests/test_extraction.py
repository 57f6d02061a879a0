"""`extract_answer`, row by row and by property."""

from __future__ import annotations

import csv
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.extraction import CUT_OFF_REASONS, FALLBACK_RULES, POLICIES, Extraction, Policy, extract_answer
from mathequiv.extraction.bare import bare_runs, is_readable
from mathequiv.extraction.sentences import MARKERS
from mathequiv.extraction.spans import math_spans
from mathequiv.extraction.visible import THINK_TAGS, blank_out, visible_text
from mathequiv.verdict import Options
from tests.conftest import read_jsonl

TABLE = Path(__file__).parent / "tables" / "extraction.tsv"
RULES = FALLBACK_RULES | {
    "final_answer_sentence",
    "boxed",
    "boxed_list",
    "earlier_sentence",
    "none",
    "empty",
    "cut_off",
}


def rows():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(found) >= 80, "the table of extractions was not read"
    return [pytest.param(row, id=row["id"]) for row in found]


def line_breaks(text):
    r"""``\n`` stands for a line break unless a small letter follows, as in ``\neq``."""
    return re.sub(r"\\n(?![a-z])", "\n", text)


@pytest.mark.parametrize("row", rows())
def test_row(row):
    response = line_breaks(row["response"])
    found = extract_answer(response, row["policy"], finish_reason=row["finish_reason"] or None)
    assert (found.text, found.rule, found.truncated) == (
        row["expected"] or None,
        row["rule"],
        row["truncated"] == "true",
    )


@pytest.mark.parametrize("row", rows())
def test_span_marks_the_answer_in_the_response(row):
    response = line_breaks(row["response"])
    found = extract_answer(response, row["policy"], finish_reason=row["finish_reason"] or None)
    if found.text is None:
        return
    marked = response[slice(*found.span)]
    if found.rule == "boxed_list":
        assert all(part in marked for part in re.split(r", |\w = ", found.text))
    elif r"\text{" in found.text and r"\text{" not in marked:
        assert marked.startswith(found.text.partition(" ")[0])  # a unit of running prose is marked as one
    else:
        assert re.sub(r"[$\s]|\\[()\[\]]", "", found.text) in re.sub(r"[$\s]|\\[()\[\]]", "", marked)


def test_table_has_unique_ids_and_covers_every_rule():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["id"] for row in found}) == len(found)
    assert {row["rule"] for row in found} == RULES


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.id)
def test_marker_reads_its_example(marker):
    found = extract_answer("Some work first.\n\n" + marker.example)
    assert found.rule == ("final_answer_sentence" if marker.explicit else "earlier_sentence")


@pytest.mark.parametrize("tag", THINK_TAGS, ids=lambda tag: tag.open)
def test_think_block_is_never_searched(tag):
    hidden, shown = r"it is \boxed{1}", r"it is \boxed{2}"
    assert extract_answer(f"{tag.open}{hidden}{tag.close}{shown}").text == "2"
    assert extract_answer(f"{hidden}{tag.close}{shown}").text == "2"
    assert extract_answer(f"{tag.open}{hidden}{tag.close}") == Extraction(None, "empty", None, truncated=False)
    assert extract_answer(f"{tag.open}{hidden}") == Extraction(None, "cut_off", None, truncated=True)


@pytest.mark.parametrize("blank", [None, "", "  \n\t", "\u200b\ufeff \u2060"])
def test_blank_response_is_empty(blank):
    assert extract_answer(blank) == Extraction(None, "empty", None, truncated=False)


@pytest.mark.parametrize("reason", sorted(CUT_OFF_REASONS))
def test_cut_off_reason_stops_the_fallback(reason):
    assert extract_answer("We get 12", finish_reason=reason).rule == "cut_off"
    assert extract_answer("We get 12", finish_reason="stop").rule == "fallback_number"


@pytest.mark.parametrize("response", [5, b"5", ["5"], 5.0])
def test_other_types_are_refused(response):
    with pytest.raises(TypeError):
        extract_answer(response)


def test_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="lenient"):
        extract_answer("5", "lenient")


def test_policy_switches():
    no_fallback = Policy("no fallback", fallback=False, repair=True, options=Options(), boxed_only=False)
    assert extract_answer("We get 12", no_fallback).rule == "none"
    assert extract_answer("The answer is 12.", no_fallback).text == "12"
    eaten = "so \x08oxed{12}"
    assert extract_answer(eaten).text == "12"
    assert extract_answer(eaten, "strict").rule == "none"
    assert not POLICIES["strict"].fallback


def test_extraction_is_frozen_and_picklable():
    found = extract_answer(r"\boxed{5}")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        found.text = "6"


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        pytest.param("$a$ and \\(b\\)", ["a", "b"], id="two"),
        pytest.param(r"\[ x \text{ if $y$} \]", [r" x \text{ if $y$} "], id="dollar inside display"),
        pytest.param("costs $5 and $7", [], id="prices"),
        pytest.param("$x$$y$", ["x", "y"], id="touching"),
        pytest.param("$$x$$", ["x"], id="display"),
        pytest.param("$open\n\nand $x$", ["x"], id="unclosed before a blank line"),
        pytest.param(r"a \$ sign and $x$", ["x"], id="escaped"),
        pytest.param(r"\(open and \(x\)", ["x"], id="unclosed before another"),
    ],
)
def test_math_spans(text, formulas):
    assert [text[slice(*span.inner)] for span in math_spans(text)] == formulas


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("it is 5 - that is all", ["5"], id="dash"),
        pytest.param("x = 5 here", ["x = 5"], id="equation"),
        pytest.param("it has a 5 on it", ["5"], id="article"),
        pytest.param("about 137 1/2 of them", ["137 1/2"], id="mixed number"),
        pytest.param("1 000 of them", ["1 000"], id="spaced thousands"),
        pytest.param("between 3 and 5.", ["3", "5"], id="two numbers"),
        pytest.param("(see 12) here", ["12"], id="bracketed prose"),
        pytest.param("AZYUK2A", [], id="digit in a word"),
        pytest.param("at 4:30 sharp", ["4:30"], id="time"),
        pytest.param("it is 5 in the end", ["5"], id="preposition is no unit"),
    ],
)
def test_bare_runs(text, runs):
    assert [text[start:end] for start, end in bare_runs(text, 0, len(text))] == runs


@pytest.mark.parametrize(
    ("value", "readable"),
    [
        ("12", True),
        ("$x$ or $y$", True),
        ("(C)", True),
        (r"\text{the red one}", True),
        ("infinitely many solutions", True),
        ("5 apples", True),
        ("12 and 13", True),
        ("not 5", False),
        ("found by adding", False),
        ("given by the formula", False),
        ("within the box", False),
        ("5?", False),
        ("5 more than the 3 others had", False),
        ("and", False),
        ("", False),
        ("...", False),
    ],
)
def test_is_readable(value, readable):
    assert is_readable(value) is readable


@given(st.text(alphabet="\\boxed{}$()[] \n.,=ans1wer<think>/|#:是答案", max_size=200))
def test_any_text_gives_an_extraction_inside_it(response):
    found = extract_answer(response)
    assert found.rule in RULES
    if found.span is not None:
        start, end = found.span
        assert 0 <= start <= end <= len(response)
    if found.text is not None:
        assert found.text.strip()
        assert found.span is not None


@given(st.text(max_size=120), st.sampled_from(["x", r"\frac{1}{2}", "(1, 2)", r"\{3\}"]))
def test_last_box_wins_over_any_text_before_it(before, answer):
    response = f"{before}\n\n words then \\boxed{{{answer}}}"
    if visible_text(response).text != response or "\\" in before[-1:]:
        return
    assert extract_answer(response).text == answer
    assert extract_answer(response, "strict").text == answer


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_blanking_keeps_every_position(text, ranges):
    cut = sorted((min(pair), min(max(pair), len(text))) for pair in ranges)
    blanked = blank_out(text, cut)
    assert len(blanked) == len(text)
    assert all(b in (a, " ") for a, b in zip(text, blanked, strict=True))


@pytest.mark.parametrize("unit", ["\\boxed{", "{", "}", "$", "(", "<think>", "</think>", "the answer is ", "\n\n", "a"])
def test_flood_is_answered(unit):
    flood = unit * 20_000
    assert extract_answer(flood).text is None or extract_answer(flood).rule in FALLBACK_RULES
    if "think>" not in unit:
        assert extract_answer(flood + "\nso \\boxed{5}").text == "5"


def test_real_responses_end_in_their_box(shared):
    for row in read_jsonl(shared / "data" / "responses_math100.jsonl"):
        for response in row["responses"]:
            found = extract_answer(response)
            assert found.rule in {"boxed", "boxed_list"}
            assert found.text in response or found.rule == "boxed_list"
