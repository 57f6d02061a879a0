"""The options a grader may need: each row beside its nearest neighbours, in both orders."""

from __future__ import annotations

import json
import pickle
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from mathequiv import Options, Reference, compare, equivalence_classes, grade, score
from mathequiv.bulk import Response, grade_responses
from mathequiv.harness import trl, verl
from mathequiv.harness.options import grading_options
from mathequiv.harness.rewards import reward_grade
from mathequiv.scoring.fields import tolerance
from mathequiv.scoring.terminal import print_summary
from mathequiv.verdict import OPTION_ROWS, Convention, Tolerance, Verdict

SAME, OTHER = "EQUIVALENT", "DIFFERENT"

TOLERANCES = [
    ("9.81", "9.8", "rel=0.01", SAME, "two decimals"),
    ("9.81", "9.7", "rel=0.01", OTHER, "just outside"),
    ("9.81", "-9.81", "rel=0.01", OTHER, "the sign"),
    ("100", "101", "rel=0.01", SAME, "one percent of the larger"),
    ("100", "101.02", "rel=0.01", OTHER, "more than one percent of the larger"),
    ("99", "101", "abs=2", SAME, "at the bound, exactly"),
    ("99", "101.0000000001", "abs=2", OTHER, "beyond the bound by a hair"),
    ("0", "0.04", "abs=0.05", SAME, "near zero"),
    ("0", "0.04", "rel=0.05", OTHER, "nothing but zero is near zero by parts"),
    ("0.04", "0", "rel=0.001,abs=0.05", SAME, "either part is enough"),
    (r"\sqrt{2}", "1.41", "abs=0.005", SAME, "a constant against a number"),
    (r"\sqrt{2}", "1.40", "abs=0.005", OTHER, "a constant farther off"),
    (r"\sqrt{2}", r"\sqrt{2.01}", "rel=0.01", OTHER, "two constants and no number"),
    (r"\frac{22}{7}", r"\pi", "rel=0.01", SAME, "a fraction is a number"),
    ("0.333", r"\frac13", "abs=0.0001", OTHER, "the tolerance takes the place of rounding"),
    ("0.3333", r"\frac13", "abs=0.0001", SAME, "a rounding within the tolerance"),
    (r"6.67 \times 10^{-11}", r"6.674 \times 10^{-11}", "rel=0.01", SAME, "powers of ten"),
    (r"6.67 \times 10^{-11}", r"6.674 \times 10^{-12}", "rel=0.01", OTHER, "another power of ten"),
    ("3i", "3.01i", "rel=0.01", OTHER, "complex numbers are not measured"),
    (r"\infty", "10^{300}", "rel=0.5", OTHER, "infinity is near nothing"),
    ("(1.01, 2)", "(1, 2.01)", "rel=0.01", SAME, "in a tuple"),
    ("(1.01, 2)", "(2.01, 1)", "rel=0.01", OTHER, "a tuple in another order"),
    ("2.01, 1", "1, 2", "rel=0.01", SAME, "in a list"),
    ("1.0, 1.1", "1.1, 1.2", "abs=0.1", SAME, "each has a partner, though two are equal"),
    ("1.0, 1.1", "1.1, 1.3", "abs=0.1", OTHER, "one has none"),
    (r"\{1, 2\}", r"\{1.001, 2\}", "rel=0.01", SAME, "in a set"),
    (r"12\text{ cm}", r"12.1\text{ cm}", "rel=0.01", SAME, "a quantity"),
    (r"12\text{ cm}", r"12.1\text{ m}", "rel=0.01", OTHER, "another unit"),
    (r"1\text{ m}", r"100.4\text{ cm}", "rel=0.01", SAME, "converted, by parts"),
    (r"1\text{ m}", r"100.4\text{ cm}", "abs=0.5", OTHER, "an amount has no unit of its own"),
    (r"20^\circ\text{C}", r"68.1^\circ\text{F}", "rel=0.01", OTHER, "temperatures in two units"),
    (r"50\%", r"50.3\%", "rel=0.01", SAME, "percents"),
    (r"50\%", "0.503", "rel=0.01", SAME, "a percent against its hundredth"),
    (r"50\%", "0.52", "rel=0.01", OTHER, "a percent farther off"),
    ("x=5.01", "x=5", "rel=0.01", SAME, "an assignment"),
    ("x=5.01", "y=5", "rel=0.01", OTHER, "another name"),
    ("2x+1", "2.001x+1", "rel=0.01", OTHER, "a coefficient"),
    ("y=2x+1", "y=2.001x+1", "rel=0.01", OTHER, "a coefficient of an equation"),
    ("x^2+y^2=4", "x^2+y^2=4.001", "rel=0.01", OTHER, "an equation"),
    ("x^{2}", "x^{2.001}", "rel=0.01", OTHER, "an exponent"),
    ("2020-03-14", "2020-03-15", "rel=0.01", OTHER, "a date"),
    ("4:30", "4:31", "rel=0.01", OTHER, "a time of day"),
    ("100:200:301", "100:200:300", "rel=0.01", OTHER, "a ratio"),
    ("(C)", "(D)", "abs=5", OTHER, "letters"),
    ("5_8", "6_8", "abs=5", OTHER, "numerals in a base"),
    ("5=7", "5", "abs=5", OTHER, "a chain contradicts itself all the same"),
]

POSITIVE = [
    (r"\frac1B\sqrt{\frac{2Vm}{q}}", r"\sqrt{\frac{2Vm}{qB^2}}", SAME, "a letter taken into a root"),
    (r"\frac1B\sqrt{\frac{2Vm}{q}}", r"\sqrt{\frac{2Vm}{qB}}", OTHER, "to another power"),
    (r"\sqrt{m^2c^2}", "mc", SAME, "a root of squares"),
    (r"\sqrt{m^2c^2}", "-mc", OTHER, "the negative one"),
    ("|x|", "x", SAME, "a modulus"),
    ("|x-1|", "x-1", OTHER, "a difference may be negative"),
    ("|x+1|", "x+1", SAME, "a sum may not"),
    (r"\sqrt{(a-b)^2}", "a-b", OTHER, "a root of a squared difference"),
    (r"\sqrt{ab}", r"\sqrt a\sqrt b", SAME, "a root of a product"),
    (r"\sqrt{a+b}", r"\sqrt a+\sqrt b", OTHER, "a root of a sum"),
    (r"\ln(x^2)", r"2\ln x", SAME, "a logarithm of a square"),
    (r"\ln(xy)", r"\ln x+\ln y", SAME, "a logarithm of a product"),
    (r"\ln(x+y)", r"\ln x+\ln y", OTHER, "a logarithm of a sum"),
    (r"\max(x,-c)", "x", SAME, "the larger of both"),
    (r"\max(x,c)", "x", OTHER, "the larger of two positive ones"),
    (r"(xy)^a", "x^ay^a", SAME, "a power of a product"),
    (r"\lfloor x\rfloor", "x", OTHER, "a floor"),
    (r"\lfloor |x| \rfloor", r"\lfloor x\rfloor", SAME, "a floor of a modulus"),
    (r"|\sin x|", r"\sin x", OTHER, "a sine is no letter"),
    (r"\sum_{k=-1}^{1}|k|", "0", OTHER, "a bound letter is not positive"),
    (r"\int_{-1}^{1}|t|\,dt", "0", OTHER, "nor is that of an integral"),
    ("x", "y", OTHER, "two names"),
    (r"\sqrt{-4}", "2", OTHER, "constants stay what they are"),
]

ORDERS = [
    ("1, 2, 3", "1, 2, 3", SAME, "the same order"),
    ("1, 2, 3", "1, 2.0, 3", SAME, "another notation"),
    ("1, 2, 3", "1, 3, 2", OTHER, "another order"),
    ("1, 2", "1, 2, 2", OTHER, "one more"),
    (r"5\text{ and }7", r"7\text{ and }5", OTHER, "joined by a word"),
    (r"\{1, 2\}", r"\{2, 1\}", SAME, "a set has no order"),
    (r"1\pm\sqrt2", r"1-\sqrt2, 1+\sqrt2", SAME, "nor have the values of a sign"),
    ("a=1, b=2", "b=2, a=1", SAME, "names have their own"),
    ("(1,2), (3,4)", "(3,4), (1,2)", OTHER, "points in another order"),
    ("x=1, x=2", "2, 1", OTHER, "values of one name in another order"),
]

DOMAINS = [
    (r"\ln|x|", r"\ln x", OTHER, "real on half the line"),
    (r"(\sqrt{x-3})^2", "|x-3|", OTHER, "a squared root"),
    (r"(\ln x, 1)", r"(\ln|x|, 1)", OTHER, "in a tuple"),
    (r"y=(\sqrt x)^2", "y=x", OTHER, "behind a label"),
    (r"\ln x+C", r"\ln|x|+C", OTHER, "with a constant of integration"),
    (r"\frac{x^2-1}{x-1}", "x+1", SAME, "a single point is no domain"),
    (r"\sqrt{4x}", r"2\sqrt x", SAME, "the same domain"),
]

CASES = [
    *[pytest.param(a, b, {"approx": how}, want, id=f"tolerance: {why}") for a, b, how, want, why in TOLERANCES],
    *[pytest.param(a, b, {"assume": "positive"}, want, id=f"positive: {why}") for a, b, want, why in POSITIVE],
    *[pytest.param(a, b, {"order": "given"}, want, id=f"order: {why}") for a, b, want, why in ORDERS],
    *[pytest.param(a, b, {"domain": "same"}, want, id=f"domain: {why}") for a, b, want, why in DOMAINS],
]


@pytest.mark.parametrize(("a", "b", "options", "want"), CASES)
def test_an_option_in_both_orders(a, b, options, want):
    there, back = compare(a, b, **options), compare(b, a, **options)
    assert (there.verdict.name, back.verdict.name) == (want, want), there
    assert (there.layer, there.rule) == (back.layer, back.rule)
    assert compare(a, a, **options).equivalent
    assert compare(b, b, **options).equivalent
    for name, value in options.items():
        shown = there.options.as_json()[name]
        assert shown == (Tolerance.read(value).as_json() if name == "approx" else value)


def test_at_least_half_of_the_rows_are_not_equal():
    wanted = [case.values[3] for case in CASES]
    assert 2 * wanted.count(SAME) <= len(wanted)


@pytest.mark.parametrize(("a", "b"), [row[:2] for row in POSITIVE if row[2] == SAME])
def test_what_positive_letters_make_equal_is_proved(a, b):
    assert compare(a, b, assume="positive").evidence.kind in ("exact", "numeric")
    assert compare(a, b, assume="positive", domain="same").equivalent


def test_a_tolerance_is_a_convention():
    result = compare("9.81", "9.8", approx=Tolerance(relative=0.01))
    assert (result.rule, result.evidence) == ("tolerance", Convention("tolerance"))
    assert "rel=0.01" in result.reason
    assert compare("(9.81, 1)", "(9.8, 1)", approx="rel=0.01").evidence == Convention("tolerance")


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ("rel=0.01", Tolerance(relative=0.01)),
        ("abs=0.05", Tolerance(absolute=0.05)),
        ("rel=1e-3, abs=2", Tolerance(0.001, 2)),
        ({"relative": 0.01}, Tolerance(relative=0.01)),
        ({"relative": 0.01, "absolute": 0.5}, Tolerance(0.01, 0.5)),
    ],
)
def test_a_tolerance_as_text_and_json(given, want):
    options = Options(approx=given)
    assert options.approx == want
    assert Options().changed({"approx": given}) == options
    assert Tolerance.read(str(want)) == want
    assert Options(**{**json.loads(json.dumps(options.as_json())), "layers": options.layers}) == options
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    "given", ["rel=", "rel=-1", "abs=inf", "abs=nan", "rel=1,rel=2", "off=1", "=1", {}, {"rel": 1}]
)
def test_what_is_no_tolerance_is_refused(given):
    with pytest.raises(ValueError, match=r"tolerance|must be a number"):
        Options(approx=given)


@pytest.mark.parametrize("value", [5, None, ["rounded"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="unknown approx"):
        Options(approx=value)


@pytest.mark.parametrize("row", [row for row in OPTION_ROWS if row.choices], ids=lambda row: row.name)
def test_an_unknown_value_names_the_choices(row):
    with pytest.raises(ValueError, match=f"unknown {row.name} 'nonsense': choose '"):
        Options(**{row.name: "nonsense"})
    default = getattr(Options(), row.name)
    assert default in row.choices
    assert row.metavar.startswith("|".join(row.choices))
    assert Options().changed({row.name: row.parse(default)}) == Options()


@pytest.mark.parametrize("command", ["score", "check", "serve"])
def test_help_shows_the_default_of_each_option(run, command):
    shown = " ".join(run(command, "--help")[1].split())
    for row in OPTION_ROWS:
        told = shown.partition(f"--{row.name.replace('_', '-')} {row.metavar} ")[2].partition(" --")[0]
        assert f"[default: {row.default}]" in told, told


@pytest.mark.parametrize("row", OPTION_ROWS, ids=lambda row: row.name)
def test_an_option_takes_the_names_that_its_type_has(row):
    kind = get_type_hints(Options)[row.name]
    named = [one for one in (kind, *get_args(kind)) if get_origin(one) is Literal]
    assert row.choices == (get_args(named[0]) if named else ())


def test_classes_know_no_tolerance():
    assert len(equivalence_classes(["9.81", "9.8", "9.80"])) == 2


def test_grades_take_the_options():
    assert not grade(r"\boxed{9.81}", "9.8").correct
    graded = grade(r"\boxed{9.81}", "9.8", approx="rel=0.01")
    assert graded.correct
    assert graded.result.options.approx == Tolerance(relative=0.01)
    assert grade(r"\boxed{9.81}", "9.8", policy="strict", approx="rel=0.01").correct
    assert grade(r"\boxed{|x|}", "x", assume="positive").correct
    assert not grade(r"\boxed{1,2}", "2,1", options=Options(order="given")).correct


def test_a_reference_of_several_answers():
    several = Reference(["7", r"\frac12", None])
    assert several.compare("0.5").equivalent
    assert several.is_equiv("7")
    assert several.compare("8").verdict is Verdict.DIFFERENT
    assert Reference(["7", r"\ldots"]).compare("8").verdict is Verdict.UNDECIDED
    assert Reference(["9.8", "1"], approx="rel=0.01").is_equiv("9.81")
    assert Reference("9.8", approx="rel=0.01").is_equiv("9.81")
    with pytest.raises(ValueError, match="empty"):
        Reference([])
    with pytest.raises(TypeError):
        Reference(["7", 7])


# ---- a tolerance beside the reference --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (None, None),
        ("", None),
        ("1e-1", Tolerance(absolute=0.1)),
        ("1e-1,1e-2", Tolerance(absolute=0.01)),
        (["0.5", "0.25"], Tolerance(absolute=0.25)),
        ("rel=0.01", Tolerance(relative=0.01)),
        ("timed out", None),
        ("-1", None),
        ("0", None),
        ("nan", None),
    ],
)
def test_reading_a_tolerance_of_the_data(value, want):
    assert tolerance(value) == want


def test_a_tolerance_of_the_data_holds_for_its_row_alone():
    rows = [Response(r"\boxed{9.81}", "9.8", tolerance=Tolerance(absolute=0.1)), Response(r"\boxed{9.81}", "9.8")]
    assert [one.correct for one in grade_responses(rows)] == [True, False]
    assert [one.correct for one in grade_responses(rows, options=Options(approx="exact"))] == [False, False]
    assert [one.correct for one in grade_responses(rows, options=Options(approx="abs=1"))] == [True, True]


def test_a_score_takes_options_and_the_tolerance_of_olympiadbench(tmp_path, capsys):
    rows = [
        {
            "id": 1,
            "question": "a",
            "final_answer": ["9.8"],
            "subfield": "s",
            "error": "1e-1",
            "response": r"\boxed{9.81}",
        },
        {
            "id": 2,
            "question": "b",
            "final_answer": ["9.8"],
            "subfield": "s",
            "error": None,
            "response": r"\boxed{9.81}",
        },
    ]
    fields = {"response": "response"}
    assert [row["status"] for row in score(rows, fields=fields).rows] == ["correct", "wrong"]
    exact = score(rows, fields=fields, approx="exact", out=tmp_path / "exact")
    assert [row["status"] for row in exact.rows] == ["wrong", "wrong"]
    wide = score(rows, fields=fields, approx="rel=0.01", out=tmp_path / "wide")
    assert [row["status"] for row in wide.rows] == ["correct", "correct"]
    assert wide.summary.facts["options"] == {"approx": {"relative": 0.01, "absolute": 0.0}}
    assert "relative" in (tmp_path / "wide" / "summary.json").read_text()
    whole = score(rows, fields=fields, options=Options(approx="rel=0.01", order="given"))
    assert [row["status"] for row in whole.rows] == ["correct", "correct"]
    print_summary(wide.summary)
    assert ", approx rel=0.01" in capsys.readouterr().out


# ---- rewards and adapters --------------------------------------------------------------------------------------------

NEAR = r"\boxed{9.81}"


@pytest.mark.parametrize(
    "options", [{"approx": "rel=0.01"}, {"approx": {"relative": 0.01}}, Options(approx="rel=0.01")]
)
def test_rewards_take_options(options):
    assert not reward_grade(NEAR, "9.8").correct
    assert reward_grade(NEAR, "9.8", options=options).correct
    assert verl.compute_score(solution_str=NEAR, ground_truth="9.8", options=options) == 1.0
    assert verl.compute_score(solution_str=NEAR, ground_truth="9.8") == 0.0
    reward = trl.reward_from_column(options=options)
    assert reward([NEAR, r"\boxed{9}"], answer=["9.8", "9.8"], options=[["A"], ["B"]]) == [1.0, 0.0]


def test_an_option_of_a_host_is_checked():
    with pytest.raises(ValueError, match="unknown approx"):
        grading_options({"approx": "no"})
    with pytest.raises(TypeError, match="no option 'digits'"):
        grading_options({"digits": 3})
    assert grading_options(None) == {}


# ---- corners among positive values -----------------------------------------------------------------------------------


@pytest.mark.parametrize("c", [1, 2, 7, 40, 999, 10**4, 10**6, "\\frac{1}{1000}", "\\sqrt{2}", "10^{12}"])
def test_corners_lie_among_positive_values_or_do_not(c):
    for a, b, equal in (
        (f"|x-{c}|", f"x-{c}", False),
        (f"|x+{c}|", f"x+{c}", True),
        (f"\\max(x,{c})", "x", False),
        (f"\\max(x,-{c})", "x", True),
        (f"\\sqrt{{(x-{c})^2}}", f"{c}-x", False),
        (f"|x-y+{c}|", f"x-y+{c}", False),
        (f"|x+y+{c}|", f"x+y+{c}", True),
        (f"|xy-{c}|", f"xy-{c}", False),
        (f"|x^2-{c}|", f"x^2-{c}", False),
        (f"\\sqrt{{x^2y}}\\,|x-{c}y|", f"x\\sqrt{{y}}(x-{c}y)", False),
    ):
        for pair in ((a, b), (b, a)):
            found = compare(*pair, assume="positive").verdict
            assert (found is Verdict.EQUIVALENT) <= equal, pair
            assert not equal or found is not Verdict.DIFFERENT, pair
