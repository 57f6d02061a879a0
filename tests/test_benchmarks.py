"""What the benchmark command counts, how it ends a peer that hangs, and what it writes into a README."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import asking, children, corpora, graders, peers, soundness
from benchmarks.bars import bars
from benchmarks.chart import Bar, Point, bar_chart, microseconds, scatter
from benchmarks.corpora import Pair
from benchmarks.environments import python_of
from benchmarks.figures import accuracy, percentile, speed
from benchmarks.report import show_in

ROOT = Path(__file__).resolve().parent.parent

PAIRS = [
    Pair("right", "a", "1", "1", equal=True),
    Pair("missed", "a", "1/2", "0.5", equal=True),
    Pair("undecided", "b", "x", "y", equal=True),
    Pair("false", "b", "2", "3", equal=False),
    Pair("unlabelled", "b", "2", "3", equal=None),
]
REPLIES = [{"equal": said, "seconds": n * 1e-6} for n, said in enumerate((True, False, None, True, True), start=1)]


def test_accuracy_counts_each_labelled_pair_once():
    found = accuracy(PAIRS, REPLIES)
    assert found["pairs"] == 4
    assert found["accuracy"] == 0.25
    assert (found["false_positives"], found["false_negatives"], found["undecided"]) == (1, 2, 1)
    assert [row["id"] for row in found["false_positive_rows"]] == ["false"]
    assert found["false_negatives_by_kind"] == {"a": [1, 2], "b": [1, 2]}


def test_speed_names_the_slowest_pair():
    found = speed(PAIRS, REPLIES)
    assert found["median_us"] == pytest.approx(3)
    assert found["pairs_per_second"] == pytest.approx(5e6 / 15)
    assert found["worst_pair"]["id"] == "unlabelled"


@pytest.mark.parametrize(
    ("share", "value"),
    [
        pytest.param(0.5, 5, id="half of ten values are at most the fifth"),
        pytest.param(0.51, 6, id="more than half needs the sixth"),
        pytest.param(0.99, 10, id="all but none"),
        pytest.param(0.0, 1, id="the least"),
    ],
)
def test_percentile(share, value):
    assert percentile(range(10, 0, -1), share) == value


def test_a_bar_is_met_missed_or_not_measured():
    def run(ours: float, theirs: float) -> dict[str, object]:
        times = {"mathequiv_compiled": ours, "mathequiv": theirs, "math_verify": theirs}
        told = {
            name: {clock: {"median_us": time, "mean_us": time} for clock in ("speed", "cpu")}
            for name, time in times.items()
        }
        return {"sets": {"labelled": {"pairs": 1, "peers": told}}}

    assert [row["met"] for row in bars({})] == [None] * 13
    slow, fast = bars(run(2, 100)), bars(run(1, 100))
    assert (slow[0]["met"], slow[1]["met"]) == (False, True)
    assert (fast[0]["met"], fast[1]["met"]) == (True, True)
    assert (fast[2]["met"], fast[3]["met"]) == (False, False)


def test_only_the_marked_place_of_a_readme_changes(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("a\n<!-- benchmark -->\nold\n<!-- /benchmark -->\nz\n", encoding="utf-8")
    show_in(page, "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- benchmark -->\nnew\n<!-- /benchmark -->\nz\n"
    page.write_text("no marks\n", encoding="utf-8")
    show_in(page, "new")
    assert page.read_text(encoding="utf-8") == "no marks\n"


def test_charts_escape_labels_and_hold_every_peer():
    dots = scatter("a < b", [Point("x & y", 10, 90, ours=True), Point("z", 1e5, 70, ours=False)])
    assert "a &lt; b" in dots
    assert "x &amp; y" in dots
    assert dots.count("<circle") == 2
    assert scatter("alone, without a mistake", [Point("x", 1, 100, ours=True)]).count("<circle") == 1
    assert bar_chart("t", [Bar("x", 0, "0", ours=True), Bar("z", 5, "5", ours=False)]).count("<rect") == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(2.5, "2.5 µs", id="microseconds"),
        pytest.param(2500, "2.5 ms", id="milliseconds"),
        pytest.param(2.5e6, "2.5 s", id="seconds"),
    ],
)
def test_times_have_a_unit_that_fits(value, text):
    assert microseconds(value) == text


def test_turns_are_short_and_lose_no_pair():
    pairs = [Pair(str(n), "a", "x" * (40_000 if n == 30 else 1), "y", equal=None) for n in range(50)]
    turns = list(asking._chunks(pairs))
    assert [pair for turn in turns for pair in turn] == pairs
    assert max(map(len, turns)) == 20
    assert [len(turn) for turn in turns if pairs[30] in turn] == [1]


def test_every_peer_says_what_it_needs_without_its_host():
    for name in peers.PEERS:
        module = peers.load(name)
        assert module.LABEL
        assert module.DISTRIBUTION
        assert name in peers.OURS or module.REQUIREMENTS or module.BARE
    assert python_of("mathequiv", Path("unused")) == sys.executable


def test_our_own_child_answers_in_order():
    child = children.Child("mathequiv", sys.executable, limit=60)
    try:
        replies = child.ask([Pair("", "", "1/2", "0.5", equal=True), Pair("", "", "2", "3", equal=False)])
    finally:
        child.close()
    assert [reply["equal"] for reply in replies] == [True, False]
    assert replies[1]["layer"] == "value"


def stand_in(folder: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program where the child of a peer is looked for."""
    package = folder / "benchmarks"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "child.py").write_text(program, encoding="utf-8")
    monkeypatch.setattr(children, "ROOT", folder)


HANGING = """
import json, sys, time

def say(reply):
    print(json.dumps(reply), flush=True)

say({"load": 0.0, "version": "1"})
for line in sys.stdin:
    turn = json.loads(line)
    if any(prediction == "hang" for prediction, _ in turn):
        time.sleep(600)
    say([{"seconds": 0.0, "equal": True} for _ in turn])
"""


def test_a_peer_that_hangs_is_ended_and_started_anew(tmp_path, monkeypatch):
    stand_in(tmp_path, HANGING, monkeypatch)
    child = children.Child("any", sys.executable, limit=2)
    try:
        replies = child.ask([Pair("", "", text, "", equal=None) for text in ("a", "hang", "b")])
    finally:
        child.close()
    assert [reply.get("stopped", False) for reply in replies] == [False, True, False]
    assert [reply["equal"] for reply in replies] == [True, None, True]


def test_a_peer_that_does_not_start_gives_its_last_words(tmp_path, monkeypatch):
    stand_in(tmp_path, "raise SystemExit('no such module')", monkeypatch)
    with pytest.raises(children.PeerFailed, match="no such module"):
        children.Child("any", sys.executable, limit=5)


def test_a_file_of_pairs_loses_the_dollars_around_its_answers(tmp_path):
    rows = [
        {"id": "set-1", "prediction": "$x$", "reference": "$$y$$", "equal": False},
        {"id": "other-2", "prediction": r"so \boxed{3}", "reference": "$1$ or $2$", "equal": False},
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second = corpora.from_labelled(path)
    assert (first.kind, first.prediction, first.reference) == ("set", "x", "y")
    assert (second.kind, second.prediction, second.reference) == ("other", "3", "$1$ or $2$")


def test_the_pairs_of_warming_up_are_of_all_kinds_and_not_measured():
    warm = corpora.warm_up()
    measured = {pair.id for one in corpora.pair_sets([]) if one.ours for pair in one.pairs}
    assert corpora.WARM_UP / 2 < len(warm) <= corpora.WARM_UP
    assert measured.isdisjoint(pair.id for pair in warm)
    assert len({pair.kind for pair in warm}) > 20
    assert "attack" not in {pair.kind for pair in warm}


def test_every_respelling_changes_the_text_and_every_table_row_has_a_label():
    assert all(pair.prediction != pair.reference for pair in corpora.restyled(["1", r"\frac{1}{2}", "(1,2)", "x+y"]))
    assert all(pair.equal is not None for pair in corpora.from_tables())


# ---- graders and soundness -----------------------------------------------------------------------------------------


def grader_row(label, recall):
    kinds = {
        "box": {"equal": True, "pairs": 4, "right": 4 * recall, "crashes": 0, "hangs": 0},
        "sign": {"equal": False, "pairs": 5, "right": 4, "crashes": 1, "hangs": 0},
    }
    totals = {"recall": recall, "respellings": 4, "false_positives": 1, "near_misses": 5, "crashes": 1, "hangs": 0}
    return {"label": label, "version": "1", "order_of_calls": 3, "order_of_sides": 2, "kinds": kinds, **totals}


def test_the_tables_of_graders_show_each_kind():
    rows = {"a": grader_row("A", 1), "b": grader_row("B", 0.5)}
    assert graders.table(rows).splitlines()[2] == "| A 1 | 100.00 % | 1 | 1 | 0 | 3 | 2 |"
    assert graders.by_kind(rows, equal=True).splitlines()[2] == "| box | 4 | 100 % | 50 % |"
    assert graders.by_kind(rows, equal=False).splitlines()[2] == "| sign | 5 | 20 % | 20 % |"


def test_a_peer_that_is_stopped_hangs_and_one_that_raises_crashes():
    said = [
        {"equal": True, "seconds": 1.0},
        {"equal": None, "seconds": 1.0, "detail": "raised ValueError"},
        {"equal": None, "seconds": 5.0, "stopped": True, "detail": "stopped"},
        {"equal": None, "seconds": 5.0, "stopped": True, "detail": "died"},
        {"equal": None, "seconds": 1.0, "detail": "no layer could tell"},
    ]
    assert [graders.reply_of(one).problem for one in said] == ["", "crash", "hang", "crash", ""]


def test_tables_of_graders_leave_out_runs_over_other_pairs(tmp_path):
    pairs = graders.pairs_of(20)
    for name, some in (("mathequiv", pairs), ("math_verify", pairs[1:])):
        text = json.dumps({"set": graders.digest_of(some)})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    assert list(graders.rows_of(tmp_path, graders.digest_of(pairs))) == ["mathequiv"]


def test_the_pairs_of_graders_are_half_and_half():
    pairs = graders.pairs_of(200)
    assert sum(pair.equal for pair in pairs) == 100 == len(pairs) - 100
    assert pairs == graders.pairs_of(200)


def test_the_long_run_makes_what_it_counts():
    texts = ["42", r"\frac{1}{2}", "(1,2)", "x^2"]
    assert len(list(soundness.some(soundness.near_misses, 50, texts))) == 50
    assert len(list(soundness.fuzz_pairs(41, texts))) == 41
    assert len(list(soundness.triples(10, texts))) == 10
    assert soundness.classes(0.001, texts)
    assert soundness.symmetry(0.0002, texts)
