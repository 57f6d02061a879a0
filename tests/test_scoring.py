"""The evaluator's parts: the field-name table, reading, joining, intervals and counts."""

from __future__ import annotations

import itertools
import json
import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.errors import InputError
from mathequiv.scoring.fields import PREDICTION_ROLES, ROLES, Role, choose
from mathequiv.scoring.intervals import Z95, clustered_error, interval, wilson
from mathequiv.scoring.join import Join, load_gold, open_predictions, references_of
from mathequiv.scoring.records import PEEKED_ROWS, open_rows, record_of
from mathequiv.scoring.summary import STATUSES, Tally, natural


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def chosen(rows, tmp_path, roles=PREDICTION_ROLES, **options):
    return choose(rows, roles, path=tmp_path / "x.jsonl", **options).by_role


# ---- the field-name table -----------------------------------------------------------------------------------------

NAMES = [(role.name, name) for role in ROLES for name in role.names]
WEAK = [(role.name, name) for role in ROLES for name in role.weak]


@pytest.mark.parametrize(("role", "name"), NAMES, ids=[f"{r}-{n}" for r, n in NAMES])
def test_every_name_of_the_table_is_read_as_its_role(role, name, tmp_path):
    assert chosen([{"irrelevant": "x", name: "7"}], tmp_path) == {role: name}


@pytest.mark.parametrize(("role", "name"), WEAK, ids=[f"{r}-{n}" for r, n in WEAK])
def test_every_weak_name_is_read_as_its_role_where_nothing_better_is_there(role, name, tmp_path):
    assert chosen([{name: "7"}], tmp_path, roles=(role,)) == {role: name}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_earlier_names_win(role, tmp_path):
    everything = role.names + role.weak
    for better, worse in itertools.pairwise(everything):
        assert chosen([{worse: "1", better: "2"}], tmp_path, roles=(role.name,)) == {role.name: better}


def test_no_strong_name_means_two_roles():
    names = [name for role in ROLES for name in role.names]
    assert len(set(names)) == len(names)


def test_a_name_listed_twice_is_refused_on_load():
    with pytest.raises(ValueError, match="twice"):
        Role("id", None, ("id",), ("id",))


CHOICES = [
    pytest.param(
        {"output": "x", "answer": "1"}, {"response": "output", "reference": "answer"}, id="answer-is-reference"
    ),
    pytest.param(
        {"answer": "1", "target": "1"}, {"response": "answer", "reference": "target"}, id="answer-is-response"
    ),
    pytest.param({"answer": "1"}, {"response": "answer"}, id="answer-alone-is-no-reference"),
    pytest.param({"answer": "1", "solution": "s"}, {"response": "answer"}, id="a-gold-file-does-not-grade-itself"),
    pytest.param({"code": ["x"], "gt": "1", "solution": "s"}, {"response": "code", "reference": "gt"}, id="gt-first"),
    pytest.param(
        {"response": "x", "solution": "s"}, {"response": "response", "reference": "solution"}, id="solution-last"
    ),
    pytest.param({"response": {"a": 1}, "text": "x"}, {"response": "text"}, id="unfit-type-is-passed-over"),
    pytest.param(
        {"text": {"a": 1}, "answer": "1"}, {"response": "text", "reference": "answer"}, id="unfit-before-weak"
    ),
    pytest.param({"response": True}, {"response": "response"}, id="unfit-response-is-kept-for-the-error"),
    pytest.param(
        {"prompt": [{"role": "user"}], "text": "x"}, {"response": "text"}, id="chat-prompt-is-no-problem-text"
    ),
    pytest.param({"question": "q", "prompt": "p"}, {"problem": "question"}, id="question-before-prompt"),
    pytest.param({"type": "Algebra", "level": 3}, {"subject": "type", "level": "level"}, id="type-is-subject"),
]


@pytest.mark.parametrize(("row", "want"), CHOICES)
def test_choice(row, want, tmp_path):
    row = json.loads(json.dumps(row), parse_int=str)
    assert chosen([row], tmp_path) == want


def test_named_field_overrules_and_frees_the_other_role(tmp_path):
    row = {"response": "a", "text": "b", "answer": "1"}
    assert chosen([row], tmp_path, named={"response": "text"})["response"] == "text"
    assert chosen([{"answer": "1", "note": "2"}], tmp_path, named={"reference": "answer", "response": "note"}) == {
        "reference": "answer",
        "response": "note",
    }


def test_named_field_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="field 'nope': not in the file") as error:
        chosen([{"text": "b"}], tmp_path, named={"response": "nope"})
    assert error.value.field == "nope"


def test_choice_looks_past_nulls(tmp_path):
    assert chosen([{"response": None}, {"response": "x"}], tmp_path) == {"response": "response"}


# ---- reading -------------------------------------------------------------------------------------------------------


def test_worked_solutions_give_the_reference_answers(shared):
    rows = [json.loads(line) for line in (shared / "data" / "math500.jsonl").open(encoding="utf-8")]
    gold = load_gold(shared / "data" / "math500.jsonl", {"reference": "solution"})
    wrong = [row for row, record in zip(rows, gold.records, strict=True) if references_of(record) != (row["answer"],)]
    assert len(wrong) <= 2


def records(path):
    file = open_predictions(path, {}, references=False)
    return list(file.records())


def test_numbers_are_kept_as_written(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": 7, "response": 0.10, "answer": ' + "9" * 5000 + "}\n", encoding="utf-8")
    head, _ = open_rows(path)
    record = record_of(head[0], open_predictions(path, {}).columns, path)
    assert (record.id, record.samples[0].response, record.reference) == ("7", "0.10", "9" * 5000)


def test_blank_lines_and_byte_order_mark_are_skipped_and_lines_counted(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"response": "a"}\r\n\r\n{"response": "b"}')
    assert [(r.line, r.samples[0].response) for r in records(path)] == [(1, "a"), (3, "b")]


def test_nan_is_a_missing_value(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"response": NaN}\n', encoding="utf-8")
    assert records(path)[0].samples[0].response is None


RESPONSES = [
    pytest.param("a", ["a"], id="one"),
    pytest.param(["a", "b"], ["a", "b"], id="list"),
    pytest.param([["a", "b"], ["c"]], ["a", "b", "c"], id="list-of-lists"),
    pytest.param(None, [None], id="null"),
    pytest.param(["a", None], ["a", None], id="null-in-list"),
    pytest.param([], [None], id="empty-list-counts-once"),
]


@pytest.mark.parametrize(("value", "want"), RESPONSES)
def test_responses_of_a_row(value, want, tmp_path):
    path = write_jsonl(tmp_path / "p.jsonl", [{"id": 1, "resps": value}])
    assert [sample.response for sample in records(path)[0].samples] == want


def test_finish_reason_and_reasoning_go_with_their_response(tmp_path):
    row = {"responses": ["a", "b"], "finish_reason": ["stop", "length"], "reasoning": "r"}
    samples = records(write_jsonl(tmp_path / "p.jsonl", [row]))[0].samples
    assert [(s.response, s.finish_reason, s.reasoning) for s in samples] == [("a", "stop", "r"), ("b", "length", "r")]


def test_rows_are_streamed(tmp_path):
    path = tmp_path / "p.jsonl"
    good = '{"response": "a"}\n' * (PEEKED_ROWS + 5)
    path.write_text(good + "broken\n", encoding="utf-8")
    file = open_predictions(path, {}, references=False)
    seen = []
    with pytest.raises(InputError, match=f":{PEEKED_ROWS + 6}: not JSON"):
        seen.extend(record.line for record in file.records())
    assert open_rows(path)[0][-1].line == PEEKED_ROWS


def test_offsets_end_at_the_file_size(tmp_path):
    path = write_jsonl(tmp_path / "p.jsonl", [{"response": "é"}] * 30)
    assert records(path)[-1].offset == path.stat().st_size


# ---- joining -------------------------------------------------------------------------------------------------------

GOLD = [
    {"unique_id": "t/1", "problem": "What is  1+1?", "answer": "2", "solution": "long", "subject": "A", "level": 1},
    {"unique_id": "t/2", "problem": "What is 2+2?", "answer": "4", "subject": "B", "level": 2},
]


def joined(tmp_path, rows, gold=GOLD, named=None):
    gold_file = load_gold(write_jsonl(tmp_path / "gold.jsonl", gold), named or {})
    file = open_predictions(write_jsonl(tmp_path / "p.jsonl", rows), named or {}, gold=gold_file)
    join = Join(gold_file)
    return [join.attach(record, file.columns).record for record in file.records()], join


def test_join_by_id_brings_reference_subject_and_level(tmp_path):
    found, join = joined(tmp_path, [{"unique_id": "t/2", "response": "x"}])
    assert [(r.reference, r.subject, r.level) for r in found] == [("4", "B", "2")]
    assert [row.id for row in join.missing()] == ["t/1"]


def test_join_by_problem_text_squeezes_whitespace(tmp_path):
    found, _ = joined(tmp_path, [{"question": "  What is 1+1?\n", "response": "x"}])
    assert found[0].reference == "2"


def test_the_gold_files_id_field_is_preferred(tmp_path):
    found, _ = joined(tmp_path, [{"id": 0, "unique_id": "t/1", "response": "x"}])
    assert found[0].reference == "2"


def test_own_subject_wins_over_gold(tmp_path):
    found, _ = joined(tmp_path, [{"unique_id": "t/1", "response": "x", "subject": "mine"}])
    assert (found[0].subject, found[0].level) == ("mine", "1")


def test_gold_wins_over_an_answer_in_the_predictions(tmp_path):
    found, _ = joined(tmp_path, [{"unique_id": "t/1", "answer": "17"}])
    assert (found[0].samples[0].response, found[0].reference) == ("17", "2")
    found, _ = joined(tmp_path, [{"unique_id": "t/1", "output": "x", "answer": "17"}])
    assert (found[0].samples[0].response, found[0].reference) == ("x", "2")


def test_a_named_field_applies_to_the_file_that_has_it(tmp_path):
    rows = [{"my_id": "t/1", "response": "x"}]
    found, _ = joined(tmp_path, rows, named={"id": "my_id"})
    assert found[0].reference == "2"
    found, _ = joined(tmp_path, [{"unique_id": "t/1", "response": "x"}], named={"reference": "solution"}, gold=GOLD[:1])
    assert found[0].reference == "long"


REFERENCES = [
    pytest.param("5", ("5",), id="one"),
    pytest.param(["5", None, "five"], ("5", "five"), id="several"),
    pytest.param(None, (), id="null"),
    pytest.param("We add 2 and 3, so \\boxed{5}.", ("5",), id="worked-solution"),
    pytest.param("2 + 3 = 5 eggs\n#### 5", ("5",), id="worked-solution-with-hashes"),
    pytest.param("The sum is $5$", ("The sum is $5$",), id="text-without-a-mark-is-the-reference"),
    pytest.param("So \\boxed{5", (), id="cut-off-solution-is-no-reference"),
]


@pytest.mark.parametrize(("value", "want"), REFERENCES)
def test_reference_answers_of_a_record(value, want, tmp_path):
    path = write_jsonl(tmp_path / "p.jsonl", [{"response": "x", "target": value}])
    file = open_predictions(path, {})
    assert Join(None).attach(next(file.records()), file.columns).references == want


def test_equal_problem_texts_with_different_references_are_refused(tmp_path):
    gold = [{"problem": "p", "answer": "1"}, {"problem": " p", "answer": "2"}]
    with pytest.raises(InputError, match=r"gold.jsonl:2: field 'problem': problem text is also in line 1"):
        joined(tmp_path, [{"problem": "p", "response": "x"}], gold=gold)


# ---- intervals -----------------------------------------------------------------------------------------------------

WILSON = [
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    pytest.param(81, 263, 0.2553, 0.3662, id="81-of-263"),
    pytest.param(15, 148, 0.0624, 0.1605, id="15-of-148"),
    pytest.param(0, 20, 0.0000, 0.1611, id="0-of-20"),
    pytest.param(1, 29, 0.0061, 0.1718, id="1-of-29"),
    pytest.param(20, 20, 0.8389, 1.0000, id="20-of-20"),
]


@pytest.mark.parametrize(("right", "n", "low", "high"), WILSON)
def test_wilson_against_published_values(right, n, low, high):
    assert wilson(right / n, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_ends_solve_the_score_equation(pair):
    right, n = pair
    p = right / n
    for end in wilson(p, n):
        assert math.isclose((p - end) ** 2, Z95**2 * end * (1 - end) / n, rel_tol=1e-6, abs_tol=1e-12)


def test_z_is_the_normal_quantile():
    assert math.isclose(Z95, statistics.NormalDist().inv_cdf(0.975), rel_tol=1e-14)


def miller(clusters):
    """The variance written out as in the paper: all pairs within a cluster, before the small-sample factor."""
    scores = [[1] * right + [0] * (size - right) for right, size in clusters]
    flat = [score for cluster in scores for score in cluster]
    mean = Fraction(sum(flat), len(flat))
    pairs = sum((a - mean) * (b - mean) for cluster in scores for a in cluster for b in cluster)
    return math.sqrt(pairs * Fraction(len(clusters), len(clusters) - 1)) / len(flat)


CLUSTERS = st.lists(
    st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=9
)


@given(CLUSTERS)
def test_clustered_error_is_the_paper_double_sum(clusters):
    assert math.isclose(clustered_error(clusters), miller(clusters), rel_tol=1e-12)


def test_clustered_error_by_hand():
    # Two of two, none of two, one of two: mean 1/2, sums of deviations 1, -1, 0, so sqrt(3/2 * 2) / 6.
    assert clustered_error([(2, 2), (0, 2), (1, 2)]) == pytest.approx(math.sqrt(3) / 6)


def test_copies_of_a_response_add_no_certainty():
    once, copied = [(1, 1)] * 30 + [(0, 1)] * 20, [(4, 4)] * 30 + [(0, 4)] * 20
    assert clustered_error(once) == pytest.approx(clustered_error(copied))


METHODS = [
    pytest.param([(1, 1), (0, 1)], "wilson", id="one-response-each"),
    pytest.param([(2, 2), (0, 2)], "clustered", id="several"),
    pytest.param([(2, 2), (2, 2)], "wilson-by-problem", id="all-correct-is-not-certain"),
    pytest.param([(1, 2), (1, 2)], "wilson-by-problem", id="clusters-do-not-vary"),
    pytest.param([(1, 3)], "wilson-by-problem", id="one-problem"),
]


@pytest.mark.parametrize(("clusters", "method"), METHODS)
def test_interval_method(clusters, method):
    found = interval(clusters)
    assert found.method == method
    accuracy = sum(right for right, _ in clusters) / sum(size for _, size in clusters)
    assert 0 <= found.low <= accuracy <= found.high <= 1
    assert found.low < found.high


def test_no_responses_no_interval():
    assert interval([]) is None


# ---- counts --------------------------------------------------------------------------------------------------------


def test_every_response_is_in_one_count():
    tally = Tally()
    for number, status in enumerate([*STATUSES, "correct"]):
        tally.add(number, status)
    assert tally.n == len(STATUSES) + 1 == sum(tally.as_json()["counts"].values())
    assert (tally.counts["correct"], tally.accuracy) == (2, 2 / (len(STATUSES) + 1))


def test_unknown_status_is_refused():
    with pytest.raises(ValueError, match="unknown status"):
        Tally().add(1, "perhaps")


def test_statuses_are_those_of_a_grade():
    from mathequiv.grading import Status

    assert {status.value for status in Status} == set(STATUSES)


def test_natural_order():
    assert sorted(["Level 10", "Level 9", "b", "Level ²", "2"], key=natural) == [
        "2",
        "Level 9",
        "Level 10",
        "Level ²",
        "b",
    ]
