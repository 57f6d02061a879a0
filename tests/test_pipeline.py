"""The public comparison: layers in order, options, references prepared once, missing and oversize answers."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from mathequiv import Options, Reference, Result, Status, Verdict, compare, grade, is_equiv
from mathequiv.answers.reader import read
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.tokens import scanned
from mathequiv.limits import MAX_TEXT
from mathequiv.pipeline import LAYERS
from mathequiv.prepared import Prepared, _plain_number
from mathequiv.verdict import LAYER_NAMES, OPTION_ROWS, OptionChanges
from tests.pair_tables import TABLES, load_all


@pytest.mark.parametrize(
    ("a", "b", "verdict", "layer"),
    [
        pytest.param(r"\dfrac12", r"\frac{1}{2}", "EQUIVALENT", "string", id="fractions are respelled by MATH's rules"),
        pytest.param(r"\left( x-1 \right)", "(x - 1)", "EQUIVALENT", "string", id="spacing and sizing too"),
        pytest.param("x+1", "1+x", "EQUIVALENT", "value", id="values are compared"),
        pytest.param("x=5", "y=5", "DIFFERENT", "value", id="what MATH's rules erase is left to later layers"),
        pytest.param(
            r"\sum_{k=1}^{n} k(k+1)", r"\sum_{k=2}^{n+1} (k^2-k)", "EQUIVALENT", "symbolic", id="a sum is proved"
        ),
        pytest.param(r"\ldots", "7", "UNDECIDED", None, id="dots are no value"),
        pytest.param("", "7", "DIFFERENT", "value", id="blank against present"),
    ],
)
def test_deciding_layer(a, b, verdict, layer):
    for x, y in ((a, b), (b, a)):
        result = compare(x, y)
        assert (result.verdict.name, result.layer) == (verdict, layer)
        assert result.trace[-1].layer == (layer or "symbolic")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(None, None, True), (None, "", False), ("", None, False), (None, "5", False), ("", "", True)],
)
def test_missing_answers_as_in_the_published_function(a, b, expected):
    assert is_equiv(a, b) is expected


def test_a_layer_switched_off_does_not_speak():
    assert compare("x+1", "1+x", layers=("string", "canonical")).verdict is Verdict.UNDECIDED
    assert compare("x=5", "y=5", layers=("string",)).verdict is Verdict.EQUIVALENT
    assert compare("1/2", "0.50", layers=["value"]).layer == "value"


def test_rounding_can_be_switched_off():
    assert is_equiv("85.71", r"\frac{600}{7}")
    assert not is_equiv("85.71", r"\frac{600}{7}", approx="exact")


@pytest.mark.parametrize("options", [{"layers": ("values",)}, {"approx": "about"}])
def test_unknown_options_are_refused(options):
    with pytest.raises(ValueError, match="choose"):
        compare("1", "1", **options)


@pytest.mark.parametrize("value", [5, 5.0, b"5", ["5"]])
def test_only_strings_and_none_are_answers(value):
    with pytest.raises(TypeError):
        compare(value, "5")
    with pytest.raises(TypeError):
        Reference("5").compare(value)


def test_a_reference_says_what_compare_says():
    reference = Reference(r"\frac{3}{4}")
    for prediction in ("0.75", "3/4", "0.76", None, "", "x", r"75\%"):
        assert reference.compare(prediction) == compare(prediction, r"\frac{3}{4}")
        assert reference.is_equiv(prediction) == is_equiv(prediction, r"\frac{3}{4}")


def test_verbose_prints_both_answers_and_every_layer(capsys):
    assert is_equiv("x+1", "1+x", True)
    printed = capsys.readouterr().out
    assert "prediction: x+1" in printed
    assert "EQUIVALENT" in printed
    assert all(name in printed for name in ("string", "canonical", "value"))


def test_a_text_over_the_cap_is_compared_for_identity_only():
    long = "1+" * (MAX_TEXT // 2) + "1"
    assert compare(long, long).rule == "identical"
    result = compare(long, "1+" + long)
    assert (result.verdict, result.rule) == (Verdict.UNDECIDED, "over_limit")


def test_a_bug_in_a_layer_is_a_named_undecided(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setitem(LAYERS, "canonical", broken)
    result = compare("x+1", "1+x")
    assert (result.verdict, result.rule) == (Verdict.UNDECIDED, "internal_error")
    assert "ZeroDivisionError" in result.reason


def test_layers_stand_in_the_named_order():
    assert tuple(LAYERS) == LAYER_NAMES == Options().layers


@pytest.mark.parametrize("pair", [("1/2", "0.5"), ("x", "y"), ("85.71", r"\frac{600}{7}"), (r"\ldots", "1")])
def test_results_survive_pickling(pair):
    result = compare(*pair)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - own data


@pytest.mark.parametrize("text", ["0", "42", "-7", "0.50", "-0.5", "85.71", "123456789012345678", "1.0", "-1234.5678"])
def test_a_plain_numeral_is_prepared_as_the_parser_reads_it(text):
    prepared = Prepared(text)
    assert tuple(tree for _, tree in prepared.trees) == parse_variants(text)
    assert prepared.readings == read(prepared.text, scanned(prepared.text), prepared.trees, prose=False)
    assert prepared.content == "".join(t.text for t in scanned(text).tokens if t.kind == "num")


@pytest.mark.parametrize("text", ["007", "5.", ".5", "1,234", "１２", "+5", "5\n", "1e3", "--5", "-", "1.2.3"])
def test_other_numerals_take_the_parser(text):
    assert _plain_number(text) is None


def test_no_layer_takes_a_result_for_a_truth_value(monkeypatch):
    """DIFFERENT is false, so ``result or other`` would lose it where None is meant."""

    def refuse(_self):
        raise AssertionError("a result was used as a truth value")

    monkeypatch.setattr(Result, "__bool__", refuse)
    results = [compare(row.b, row.a) for row in load_all(TABLES)]
    assert [result.reason for result in results if result.rule == "internal_error"] == []


@pytest.mark.parametrize("value", [*Verdict, *Status], ids=str)
def test_verdicts_and_statuses_have_no_truth_value(value):
    with pytest.raises(TypeError, match="no truth value"):
        bool(value)


def test_a_result_is_true_only_if_equivalent_and_a_grade_only_if_correct():
    assert compare("1/2", "0.5")
    assert not compare("1/2", "2")
    assert not compare(r"\ldots", "2")
    assert grade(r"\boxed{2}", "2")
    assert not grade(r"\boxed{3}", "2")
    assert not grade("", "2")


def test_every_option_has_its_row_and_its_keyword():
    names = [field.name for field in dataclasses.fields(Options)]
    assert [row.name for row in OPTION_ROWS] == names
    assert sorted(OptionChanges.__annotations__) == sorted(names)


def test_options_are_changed_one_by_one():
    exact = Options(approx="exact")
    assert compare("0.33", r"\frac13", options=exact).verdict is Verdict.DIFFERENT
    assert compare("0.33", r"\frac13", options=exact, approx="rounded").rule == "value"
    assert exact.changed({"layers": None}) is exact
    with pytest.raises(TypeError, match="there is no option 'digits'"):
        exact.changed({"digits": 3})


def test_a_result_says_how_it_was_made():
    assert compare("1", "2", approx="exact").options == Options(approx="exact")
    assert compare(None, "2", approx="exact").options == Options(approx="exact")


def test_a_member_of_one_set_is_shown_by_the_names_of_the_text():
    result = compare(r"\{(x,y)\mid x>0\}", r"\{(a,b)\mid b>0\}")
    assert result.verdict.name == "DIFFERENT"
    assert [name for name, _ in result.evidence.point] == ["x", "y"]
    assert result.reason.endswith("x = 1, y = -1")
