"""`extract_answer`, row by row and by property."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.extraction import CUT_OFF_REASONS, FALLBACK_RULES, POLICIES, RULES, Extraction, extract_answer
from mathequiv.extraction.formulas import math_spans
from mathequiv.extraction.references import reference_answer
from mathequiv.extraction.runs import bare_runs
from mathequiv.extraction.values import is_readable
from mathequiv.extraction.visible import blank_out, visible_text
from mathequiv.grading import grade
from mathequiv.lexicon.markers import MARKERS, THINK_TAGS
from tests.conftest import read_jsonl
from tests.extraction_table import extractions

ROWS = extractions()


def rows():
    assert len(ROWS) >= 200, "the table of extractions was not read"
    return [pytest.param(row, id=row["id"]) for row in ROWS]


@pytest.mark.parametrize("row", rows())
def test_row(row):
    response = row["response"]
    found = extract_answer(response, row["policy"], finish_reason=row["finish_reason"] or None)
    assert (found.text, found.rule, found.truncated) == (
        row["expected"] or None,
        row["rule"],
        row["truncated"] == "true",
    )


def plain(text):
    """A text without what extraction takes off or adds: delimiters, emphasis, escapes, marks of a unit."""
    text = text.translate(str.maketrans("²³", "23")).replace(r"\times", "x").replace(r"\text", "")
    text = text.replace(r"-\boxed", "-")
    return re.sub(r"[$\s\\*{}^()（）\[\]]|\u200b", "", text)


def assert_span_holds(response, found):
    """What is returned stands in its span."""
    start, end = found.span
    assert 0 <= start <= end <= len(response)
    if found.rule == "boxed_list" or "\n" in response[start:end].strip():  # a list, an item a box or a line
        assert all(plain(part) in plain(response[start:end]) for part in re.split(r", |\w = ", found.text))
    else:
        assert plain(found.text) in plain(response[start:end])


@pytest.mark.parametrize("row", rows())
def test_span_marks_the_answer_in_the_response(row):
    response = row["response"]
    found = extract_answer(response, row["policy"], finish_reason=row["finish_reason"] or None)
    assert (found.span is None) == (found.text is None)
    if found.text is not None:
        assert_span_holds(response, found)


def test_table_has_unique_ids_and_covers_every_rule():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert {row["rule"] for row in ROWS} == RULES


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.id)
def test_marker_reads_its_example(marker):
    found = extract_answer("Some work first.\n\n" + marker.example)
    by_follows = {"tag": "tag", "json": "json"}
    expected = (
        "earlier_sentence" if marker.strength == "weak" else by_follows.get(marker.follows, "final_answer_sentence")
    )
    assert found.rule == expected
    assert found.text.strip("()$ ")[-1:] in "5BC5个2" or found.text == "x=2"


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.id)
def test_a_key_of_each_marker_is_in_its_example(marker):
    assert any(key in marker.example for key in marker.keys)
    places = [marker.example.find(key) - marker.lead for key in marker.keys if key in marker.example]
    assert marker.follows == "before" or any(marker.pattern.match(marker.example, max(0, at)) for at in places)


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


def policy(**changes):
    """The default policy with some fields changed."""
    return replace(POLICIES["default"], name="own", **changes)


def test_policy_switches():
    no_fallback = policy(fallback=False)
    assert extract_answer("We get 12", no_fallback).rule == "none"
    assert extract_answer("The answer is 12.", no_fallback).text == "12"
    eaten = "so \x08oxed{12}"
    assert extract_answer(eaten).text == "12"
    assert extract_answer(eaten, "strict").rule == "none"
    assert extract_answer(r"so \box{12}", policy(repair=False, fallback=False)).rule == "none"
    assert not POLICIES["strict"].fallback


def test_a_policy_may_take_every_box():
    response = r"Part one: \boxed{7}.\n\nPart two: \boxed{9}."
    assert extract_answer(response, policy(boxed="all")).text == "7, 9"
    assert extract_answer(response, policy(boxed="last")).text == "9"


def test_a_policy_may_name_markers_and_tags_of_its_own():
    assert extract_answer("I take 3.\nVerdict>> 42 cm\nThat is 7.", policy(markers=("Verdict>>",))).text == "42 cm"
    response = "<<out>>42<</out>> and 7"
    assert extract_answer(response, policy(tags=(("<<out>>", "<</out>>"),))) == Extraction("42", "tag", (7, 9), False)
    assert extract_answer(response).text == "7"


def test_a_policy_may_name_its_own_marks_of_reasoning():
    response = r"<scratch>\boxed{1}</scratch>\boxed{2} <scratch>\boxed{3}</scratch>"
    own = policy(reasoning=(("<scratch>", "</scratch>"),))
    assert extract_answer(response, own).text == "2"
    assert extract_answer(response).text == "3"


@pytest.mark.parametrize(
    "changes",
    [{"boxed": "first"}, {"markers": (" ",)}, {"tags": (("<a>", ""),)}, {"reasoning": (("", "</a>"),)}],
)
def test_a_policy_refuses_what_it_cannot_mean(changes):
    with pytest.raises(ValueError, match=r"boxed|blank"):
        policy(**changes)


def test_a_formula_of_the_problem_is_no_answer_of_the_fallback():
    problem = "Solve $x^2 - 5x + 6 = 0$."
    response = "I start from $x^2-5x+6=0$."
    assert extract_answer(response).rule == "fallback_math"
    assert extract_answer(response, problem=problem).rule == "none"
    assert extract_answer("So we get $x = 2$.", problem=problem).text == "x = 2"
    assert extract_answer("So the difference of the roots is $6$.", problem=problem).text == "6", "no formula"


def test_extraction_is_frozen_and_picklable():
    found = extract_answer(r"\boxed{5}")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        found.text = "6"


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_policies_are_frozen_and_picklable(policy):
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        policy.name = "another"


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
    assert [text[run.start : run.end] for run in bare_runs(text, 0, len(text))] == runs


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
        ("27 are left", False),
        ("$39 due", False),
        ("6 meters long", False),
        ("(b) 12", True),
    ],
)
def test_is_readable(value, readable):
    assert is_readable(value) is readable


PIECES = (
    *(
        "\\boxed{",
        "\\boxed",
        "\\fbox{",
        "\\box{",
        "}",
        "{",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "**",
        "\n",
        "\n\n",
        " ",
        ". ",
    ),
    *(
        "#### ",
        "<answer>",
        "</answer>",
        "<final_answer>",
        "<think>",
        "</think>",
        "<|begin_of_box|>",
        "<|end_of_box|>",
        "```json\n",
    ),
    *(
        '{"answer": ',
        '"answer"',
        '"',
        ": ",
        ", ",
        "not ",
        "The answer is ",
        "**Answer:** ",
        "A: ",
        "答案是",
        "【答案】",
        "答：",
        "故选",
    ),
    *(
        "Réponse : ",
        "Ответ: ",
        "答えは",
        "です。",
        "元",
        "5",
        "-3",
        "1,200",
        "3/4",
        "x = 4",
        "\\frac{1}{2}",
        "(B)",
        "(2, 3)",
        "$5",
    ),
    *(
        "cm",
        "km/h",
        "percent",
        "because",
        "in 3 days",
        "dozen",
        "\\begin{pmatrix}",
        "\\text{",
        "\u200b",
        "\x08oxed{",
        "?",
        "。",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=200))
def test_any_text_gives_an_extraction_inside_it(response):
    for name in POLICIES:
        for reason in (None, "length"):
            found = extract_answer(response, name, finish_reason=reason, problem="Find $x = 4$.")
            assert found.rule in RULES
            assert (found.text is None) == (found.span is None)
            if found.text is not None:
                assert found.text.strip()
                assert_span_holds(response, found)
            assert found == extract_answer(response, name, finish_reason=reason, problem="Find $x = 4$.")


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
    found = extract_answer(flood)
    assert found.text is None or found.rule in FALLBACK_RULES
    if "think>" not in unit:
        assert extract_answer(flood + "\nso \\boxed{5}").text == "5"


def test_real_responses_end_in_their_box(shared):
    for row in read_jsonl(shared / "data" / "responses_math100.jsonl"):
        for response in row["responses"]:
            found = extract_answer(response)
            assert found.rule in {"boxed", "boxed_list"}
            assert found.text in response or found.rule == "boxed_list"


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("#### 84", "84"),
        ("# 18", "18"),
        ("Ann bakes 6 * 9 = 54 rolls.\n#### 54", "54"),
        ("#### $1,250", "$1,250"),
        (r"<answer>\boxed{84}</answer>", "84"),
        (r"So the height is \(\boxed{3}\), as 5 and 4 show.", "3"),
        ("【答案】B", "B"),
        ("The answer is 12.", "12"),
        ('{"answer": 7}', "7"),
        (r"\boxed{}", None),
        ("x = 5", ...),
        ("A: 18", ...),
        (r"\text{no answer}", ...),
        ("3", ...),
    ],
)
def test_a_reference_is_taken_apart(reference, answer):
    found = reference_answer(reference)
    if answer is ...:
        assert found is None
    else:
        assert found.text == answer
        assert found.rule in RULES


ANSWERS = (
    *(
        "42",
        "-7",
        "0.15",
        "1{,}234",
        r"\frac{3}{56}",
        r"11\sqrt{2}",
        "6-5i",
        r"\left(3, \frac{\pi}{2}\right)",
        "x^2+2x-1",
    ),
    *(
        r"\text{Evelyn}",
        r"\text{(C)}",
        r"(-\infty, 2) \cup [3, 7)",
        r"\{1 \pm \sqrt{5}, -2\}",
        "5.4 \\text{ cents}",
        "90^\\circ",
    ),
    *(
        r"\begin{pmatrix} -1/3 \\ 2/3 \end{pmatrix}",
        "52_8",
        "10\\%",
        "x=5",
        "3R^2",
        "3, 5, 7",
        "2 < x \\le 5",
        r"\$18.90",
        "even",
    ),
)
TEMPLATES = {
    "hash": "So 3 and 4 add up. #### {}",
    "is": "Some work with 3.\n\nThe answer is ${}$.",
    "minerva": "Final Answer: The final answer is ${}$. I hope it is correct.",
    "bold": "**Answer:** ${}$",
    "bold_line": "**Final Answer**\n\n**${}$**",
    "display": "The final answer is\n\n\\[ {} \\]",
    "chinese": "所以答案是${}$。",
    "chinese_bracket": "【答案】${}$",
    "japanese": "答えは${}$です。",
    "french": "La réponse est ${}$.",
    "spanish": "Respuesta: ${}$",
    "russian": "Ответ: ${}$.",
    "tag": "<think>3</think><answer>{}</answer>",
    "tag_sentence": "<answer>The answer is ${}$.</answer>",
    "tokens": "It is <|begin_of_box|>{}<|end_of_box|>.",
    "json": '{{"reasoning": "we see 3", "answer": "${}$"}}',
    "box": "so $\\boxed{{{}}}$.",
    "statement": "From 3 we see more.\n\nHence the value we want is ${}$.",
    "reference": "{}",
}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_of_any_kind_is_found_whole(template, answer):
    assert grade(template.format(answer), answer).correct


@pytest.mark.parametrize(
    "form", ["hash", "is", "chinese", "chinese_bracket", "tag", "tokens", "json", "box", "reference"]
)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_reference_in_any_form_is_found_whole(form, answer):
    assert grade(rf"\boxed{{{answer}}}", TEMPLATES[form].format(answer), policy="strict").correct
