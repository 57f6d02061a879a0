"""Statistics of a run, each held against an independent computation: enumeration, exact fractions, or a simulation."""

from __future__ import annotations

import itertools
import json
import math
import random
import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv.scoring.attempts import at_k, majority, pass_at_k, sizes
from mathequiv.scoring.intervals import Z95, in_percent, interval, mean_interval, wilson
from mathequiv.scoring.run import ScoreRequest, score
from mathequiv.scoring.significance import against, mcnemar, paired_interval, paired_means, published, two_sided
from mathequiv.scoring.summary import Tally

# ---- pass@k --------------------------------------------------------------------------------------------------------


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
def test_pass_at_k_is_the_share_of_subsets_with_a_correct_response(case):
    n, correct, k = case
    responses = [True] * correct + [False] * (n - correct)
    subsets = list(itertools.combinations(responses, k))
    assert pass_at_k(n, correct, k) == pytest.approx(sum(map(any, subsets)) / len(subsets), abs=1e-15)


def test_pass_at_k_is_the_published_numpy_product():
    # The stable form printed in the paper: 1 - prod(1 - k / arange(n - c + 1, n + 1)).
    for n, c, k in [(200, 3, 100), (200, 199, 2), (64, 5, 8), (1000, 1, 1000)]:
        product = 1.0 if n - c >= k else 0.0
        for j in range(n - c + 1, n + 1):
            product *= 1 - k / j
        assert pass_at_k(n, c, k) == pytest.approx(1 - product, abs=1e-12)


@pytest.mark.parametrize(("n", "k"), [(4, 0), (4, 5), (0, 1)])
def test_pass_at_k_refuses_a_k_outside(n, k):
    with pytest.raises(ValueError, match="k must be"):
        pass_at_k(n, 0, k)


def test_k_shown():
    assert [sizes(n) for n in (2, 3, 8, 10)] == [[1, 2], [1, 2, 3], [1, 2, 4, 8], [1, 2, 4, 8, 10]]


# ---- majority ------------------------------------------------------------------------------------------------------

VOTES = [
    pytest.param([("1", True), ("1", True), ("2", False)], 1.0, id="majority-correct"),
    pytest.param([("1", True), ("2", False), ("2", False)], 0.0, id="majority-wrong"),
    pytest.param([("1/2", True), ("0.5", True), ("2", False)], 1.0, id="equal-answers-vote-together"),
    pytest.param([("1", True), ("2", False)], 1 / 2, id="two-tie"),
    pytest.param([("2", False), ("1", True)], 1 / 2, id="two-tie-in-the-other-order"),
    pytest.param([("1", True), ("2", False), ("3", False)], 1 / 3, id="three-tie"),
    pytest.param([("1", True), ("2", False), ("1", True), ("2", False), ("3", False)], 1 / 2, id="two-classes-tie"),
    pytest.param([(None, False), (None, False), ("1", True)], 1.0, id="no-answer-does-not-vote"),
    pytest.param([(" ", False), (" ", False), ("1", True)], 1.0, id="blank-does-not-vote"),
    pytest.param([(None, False), (None, False)], 0.0, id="nobody-votes"),
    pytest.param([("1", True), ("1", False), ("2", False)], 1 / 2, id="class-graded-both-ways"),
    pytest.param([("3", False), ("4", False)], 0.0, id="tie-of-wrong-answers"),
]


@pytest.mark.parametrize(("attempts", "want"), VOTES)
def test_majority(attempts, want):
    assert majority(attempts) == pytest.approx(want)


@given(st.lists(st.sampled_from("1234"), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_majority_is_the_mean_of_a_drawn_winner_and_needs_no_order(answers, rng):
    attempts = [(answer, answer == "1") for answer in answers]
    counts = Counter(answers)
    winners = [answer for answer, n in counts.items() if n == max(counts.values())]
    assert majority(attempts) == pytest.approx(winners.count("1") / len(winners))
    rng.shuffle(attempts)
    assert majority(attempts) == pytest.approx(winners.count("1") / len(winners))


def test_a_missing_problem_is_zero_in_every_figure():
    problems = {"a": [("1", True), ("1", True)], "b": [("1", False), ("2", True)]}
    whole = {figure.name: figure.value for figure in at_k(problems, 0)}
    less = {figure.name: figure.value for figure in at_k(problems, 2)}
    assert whole == {"pass@1": 0.75, "pass@2": 1.0, "maj@2": 0.75, "mean@2": 0.75}
    assert less == {name: value / 2 for name, value in whole.items()}


def test_one_response_a_problem_has_no_figures():
    assert at_k({"a": [("1", True)], "b": [("1", True), ("2", False)]}, 0) == []
    assert at_k({}, 3) == []


def test_uneven_numbers_of_responses_take_the_smallest_k():
    figures = at_k({"a": [("1", True)] * 2, "b": [("1", False), ("1", False), ("2", True)]}, 0)
    assert {figure.name: figure.value for figure in figures} == {
        "pass@1": pytest.approx((1 + 1 / 3) / 2),
        "pass@2": pytest.approx((1 + 2 / 3) / 2),
        "maj@2": 0.5,
        "mean@2": 0.5,
    }


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        ((0.597, 0.832), "59.7 to 83.2 %"),
        (wilson(1.0, 20_000), "99.98 to 100.00 %"),
        (wilson(0.0, 2_000_000), "0.0000 to 0.0002 %"),
        ((0.5, 0.5), "50.0 to 50.0 %"),
    ],
)
def test_an_interval_is_shown_with_the_decimals_it_needs(ends, shown):
    assert in_percent(*ends) == shown


# ---- intervals of means --------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 8), min_size=2, max_size=20).filter(lambda values: len(set(values)) > 1))
def test_interval_of_a_mean_is_the_clustered_one(rights):
    mean, pooled = mean_interval([right / 8 for right in rights]), interval([(right, 8) for right in rights])
    assert mean.error == pytest.approx(pooled.error)
    assert (mean.low, mean.high) == (pytest.approx(pooled.low, abs=1e-12), pytest.approx(pooled.high, abs=1e-12))
    assert mean.error == pytest.approx(statistics.stdev([right / 8 for right in rights]) / math.sqrt(len(rights)))


@pytest.mark.parametrize("values", [[1.0] * 5, [0.0] * 5, [0.5] * 5, [1.0]], ids=["ones", "zeros", "halves", "one"])
def test_a_mean_that_does_not_vary_is_not_certain(values):
    found = mean_interval(values)
    assert found.method == "wilson-by-problem"
    assert (found.low, found.high) == wilson(values[0], len(values))
    assert found.low < found.high


# ---- against a published figure ------------------------------------------------------------------------------------


def test_two_sided_is_the_normal_tail():
    for z in (0.0, 0.5, -1.96, 3.1):
        assert two_sided(z) == pytest.approx(2 * (1 - statistics.NormalDist().cdf(abs(z))))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.01, 0.99))
def test_the_test_agrees_with_the_interval_that_is_shown(pair, figure):
    right, n = pair
    bounds = interval([(1, 1)] * right + [(0, 1)] * (n - right))
    found = against(figure, right / n, bounds, n)
    inside = bounds.low < figure < bounds.high
    if min(abs(figure - bounds.low), abs(figure - bounds.high)) > 1e-9:
        assert (found.p_fixed > 0.05) == inside
    assert found.p_measured >= found.p_fixed - 1e-12 or right in (0, n)


def test_against_with_several_responses_uses_the_clustered_error():
    clusters = [(8, 8)] * 60 + [(0, 8)] * 40
    bounds = interval(clusters)
    found = against(0.5, 0.6, bounds, 100)
    assert found.p_fixed == pytest.approx(two_sided(0.1 / bounds.error))
    assert found.p_measured == pytest.approx(two_sided(0.1 / math.sqrt(bounds.error**2 + 0.25 / 100)))


def test_the_question_of_a_published_figure():
    # 357 of 500 against 70.2 %: z = 0.012 / sqrt(0.702 * 0.298 / 500) = 0.5867.
    found = against(0.702, 357 / 500, interval([(1, 1)] * 357 + [(0, 1)] * 143), 500)
    assert found.difference == pytest.approx(0.012)
    assert found.p_fixed == pytest.approx(0.5574, abs=5e-4)
    assert found.p_measured == pytest.approx(two_sided(0.012 / math.sqrt((0.714 * 0.286 + 0.702 * 0.298) / 500)))


@pytest.mark.parametrize(("accuracy", "p"), [(1.0, 1.0), (0.5, 0.0)])
def test_against_a_certain_figure(accuracy, p):
    right = round(10 * accuracy)
    assert against(1.0, accuracy, interval([(1, 1)] * right + [(0, 1)] * (10 - right)), 10).p_fixed == p


PUBLISHED = [
    pytest.param("70.2", 0.702, id="percent"),
    pytest.param(" 70.2 % ", 0.702, id="sign"),
    pytest.param("0", 0.0, id="zero"),
    pytest.param("100", 1.0, id="hundred"),
    pytest.param("1", 0.01, id="one-percent"),
    pytest.param("0.5%", 0.005, id="half-a-percent-with-sign"),
]


@pytest.mark.parametrize(("text", "want"), PUBLISHED)
def test_published_figures(text, want):
    assert published(text) == pytest.approx(want)


@pytest.mark.parametrize("text", ["0.702", "101", "-1", "nan", "inf", "", "x", "70,2"])
def test_published_figures_refused(text):
    with pytest.raises(ValueError, match="percent"):
        published(text)


# ---- two runs ------------------------------------------------------------------------------------------------------


@given(st.integers(0, 9), st.integers(0, 9))
def test_mcnemar_is_the_enumerated_sign_test(gained, lost):
    n = gained + lost
    far = list(itertools.product((0, 1), repeat=n)) if n <= 12 else None
    if far is None:
        weights = [Fraction(math.comb(n, heads), 2**n) for heads in range(n + 1)]
        tail = sum(weights[: min(gained, lost) + 1])
    else:
        tail = Fraction(sum(sum(toss) <= min(gained, lost) for toss in far), len(far))
    assert mcnemar(gained, lost) == pytest.approx(float(min(Fraction(1), 2 * tail)))
    assert mcnemar(gained, lost) == mcnemar(lost, gained)


MCNEMAR = [
    pytest.param(0, 0, 1.0, id="no-flips"),
    pytest.param(5, 1, 14 / 64, id="5-1"),
    pytest.param(0, 6, 2 / 64, id="0-6"),
    pytest.param(7, 7, 1.0, id="as-many"),
]


@pytest.mark.parametrize(("gained", "lost", "p"), MCNEMAR)
def test_mcnemar_by_hand(gained, lost, p):
    assert mcnemar(gained, lost) == p


def test_mcnemar_of_many_flips_is_near_the_normal_one_and_does_not_overflow():
    z = (abs(5200 - 4800) - 1) / math.sqrt(10_000)
    assert mcnemar(5200, 4800) == pytest.approx(two_sided(z), rel=1e-2)
    assert mcnemar(40_000, 10_000) == pytest.approx(0.0, abs=1e-300)


def test_paired_interval_covers():
    """Coverage by simulation: 95 % intervals hold the true difference in about that share of draws."""
    rng, held, draws, pairs, up, down = random.Random(5), 0, 2000, 60, 0.15, 0.05
    for _ in range(draws):
        kinds = rng.choices("ud-", (up, down, 1 - up - down), k=pairs)
        low, high = paired_interval(kinds.count("u"), kinds.count("d"), pairs)
        held += low <= up - down <= high
    assert 0.93 <= held / draws <= 0.98


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 100))
def test_paired_interval_is_antisymmetric_and_never_a_point(gained, lost, same):
    pairs = max(1, gained + lost + same)
    low, high = paired_interval(gained, lost, pairs)
    assert -1 <= low < high <= 1
    assert paired_interval(lost, gained, pairs) == (pytest.approx(-high), pytest.approx(-low))


def test_paired_means_by_hand():
    # Mean 1/4, standard deviation sqrt(1/4), error 1/4.
    low, high, p = paired_means([0.0, 0.0, 0.0, 1.0])
    assert (low, high) == (pytest.approx(0.25 - Z95 * 0.25), pytest.approx(0.25 + Z95 * 0.25))
    assert p == pytest.approx(two_sided(1.0))


@pytest.mark.parametrize("differences", [[], [0.5], [0.0, 0.0], [0.25] * 4])
def test_paired_means_of_what_does_not_vary(differences):
    assert paired_means(differences) is None


# ---- counts --------------------------------------------------------------------------------------------------------


def test_missing_problems_stand_for_as_many_responses_as_the_others_have():
    tally = Tally()
    for problem in "ab":
        for status in ("correct", "wrong", "empty", "correct"):
            tally.add(problem, status)
    tally.missing, tally.per_problem = 1, tally.usual_size()
    assert (tally.n, tally.expected, tally.answered, tally.per_problem) == (8, 12, 6, 4)
    assert (tally.accuracy, tally.accuracy_of_rows, tally.accuracy_answered) == (4 / 12, 4 / 8, 4 / 6)
    assert tally.interval == interval([(2, 4), (2, 4), (0, 4)])
    assert tally.interval_answered == interval([(2, 3), (2, 3)])


@pytest.mark.parametrize(
    ("numbers", "want"), [([], 1), ([1, 1, 2], 1), ([2, 3], 2), ([1, 3, 3], 3)], ids=["none", "most", "tie", "largest"]
)
def test_usual_size(numbers, want):
    tally = Tally()
    for problem, number in enumerate(numbers):
        for _ in range(number):
            tally.add(str(problem), "correct")
    assert tally.usual_size() == want


# ---- the real responses --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared, tmp_path_factory):
    out = tmp_path_factory.mktemp("real")
    summary = score(ScoreRequest([shared / "data" / "responses_math100.jsonl"], out=out, workers=1))
    rows = [json.loads(line) for line in (out / "graded.jsonl").read_text(encoding="utf-8").splitlines()]
    return summary, rows


def bounds_of(values):
    """Mean and normal interval, by the standard library alone."""
    mean, error = statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))
    z = statistics.NormalDist().inv_cdf(0.975)
    return mean, max(0.0, mean - z * error), min(1.0, mean + z * error)


def test_real_figures_against_independent_computations(real):
    summary, rows = real
    by_problem = {}
    for row in rows:
        by_problem.setdefault(row["id"], []).append(row)
    assert {len(group) for group in by_problem.values()} == {8}
    right = [sum(row["status"] == "correct" for row in group) for group in by_problem.values()]
    figures = {figure.name: figure for figure in summary.at_k}
    for k in (1, 2, 4, 8):
        by_subsets = [
            statistics.fmean(any(pick) for pick in itertools.combinations([True] * c + [False] * (8 - c), k))
            for c in right
        ]
        mean, low, high = bounds_of(by_subsets)
        found = figures[f"pass@{k}"]
        assert (found.value, found.interval.low, found.interval.high) == pytest.approx((mean, low, high))
    assert figures["pass@1"].value == figures["mean@8"].value == summary.total.accuracy == sum(right) / 800
    assert summary.total.interval.low == pytest.approx(bounds_of([c / 8 for c in right])[1])


def test_real_majority_against_pairwise_votes(real):
    """Classes by `is_equiv` against each class's first answer, instead of `equivalence_classes`."""
    from mathequiv import is_equiv

    summary, rows = real
    by_problem = {}
    for row in rows:
        by_problem.setdefault(row["id"], []).append(row)
    values = []
    for group in by_problem.values():
        classes = []
        for row in group:
            if row["answer"] is None:
                continue
            for members in classes:
                if is_equiv(members[0]["answer"], row["answer"], approx="exact"):
                    members.append(row)
                    break
            else:
                classes.append([row])
        most = max(map(len, classes))
        tied = [statistics.fmean(row["status"] == "correct" for row in c) for c in classes if len(c) == most]
        values.append(statistics.fmean(tied))
    found = next(figure for figure in summary.at_k if figure.name == "maj@8")
    assert (found.value, found.interval.low, found.interval.high) == pytest.approx(bounds_of(values))


def test_real_score_is_the_sum_of_its_parts(real):
    summary, rows = real
    parts = dict(summary.composition.parts())
    assert sum(parts.values()) == summary.total.counts["correct"] == sum(row["status"] == "correct" for row in rows)
    from mathequiv.layers.math_is_equiv import is_equiv as published_is_equiv

    alone = sum(row["answer"] is not None and published_is_equiv(row["answer"], row["reference"]) for row in rows)
    assert parts["math_is_equiv"] == alone
