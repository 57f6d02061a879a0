"""filter, vote and merge: responses picked, answers counted, runs put together; and killed meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mathequiv.batch.merging import merge
from mathequiv.errors import InputError
from mathequiv.scoring.parallel import SMALL_ROWS
from mathequiv.scoring.run import Listener, ScoreRequest, score
from mathequiv.scoring.selection import Selection, select
from mathequiv.scoring.voting import VoteRequest, vote
from tests.conftest import Notes

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def boxed(answers):
    return [f"So $\\boxed{{{answer}}}$." if answer else "" for answer in answers]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path):
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return [json.loads(line) for line in path.read_bytes().splitlines()]


# ---- filter --------------------------------------------------------------------------------------------------------

ROWS = [
    {"id": 0, "responses": boxed(["5", "6", "5.0"]), "answer": "5", "tokens": [10, 20, 30], "tags": ["a"]},
    {"id": 1, "responses": boxed(["6", "7", ""]), "answer": "5", "tokens": [1, 2, 3], "tags": ["a", "b", "c"]},
    {"id": 2, "responses": boxed(["5", "10/2", "5"]), "answer": "5", "tokens": [7, 8, 9], "tags": []},
    {"id": 0, "responses": boxed(["4", "5", "6"]), "answer": "5", "tokens": [4, 5, 6], "tags": ["a"]},
]

KEPT = [
    ({}, {0: [0, 2], 2: [0, 1, 2], 3: [1]}),
    ({"keep": "any"}, {0: [0, 1, 2], 2: [0, 1, 2], 3: [0, 1, 2]}),
    ({"keep": "all"}, {2: [0, 1, 2]}),
    ({"statuses": ("wrong", "empty")}, {0: [1], 1: [0, 1, 2], 3: [0, 2]}),
    ({"statuses": ("empty",)}, {1: [2]}),
    ({"dedupe": True}, {0: [0], 2: [0]}),
    ({"dedupe": True, "keep": "any"}, {0: [0, 1, 2], 2: [0, 1, 2]}),
    ({"dedupe": True, "keep": "all"}, {2: [0, 1, 2]}),
    ({"dedupe": True, "statuses": ("wrong",)}, {0: [1], 1: [0, 1], 3: [0]}),
]


def cut(row, kept):
    return {**row, **{name: [row[name][number] for number in kept] for name in ("responses", "tokens")}}


@pytest.mark.parametrize(
    ("into", "of"), [(".jsonl", ".jsonl"), (".parquet", ".parquet"), (".parquet", ".jsonl"), (".jsonl", ".parquet")]
)
@pytest.mark.parametrize(("asked", "kept"), KEPT)
def test_what_is_kept_of_rows_of_several_responses(asked, kept, into, of, tmp_path):
    preds, to = tmp_path / f"p{of}", tmp_path / f"kept{into}"
    if of == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), preds)
    else:
        write(preds, ROWS)
    hear = Notes()
    counts = select(ScoreRequest([preds], workers=1), Selection(**{"statuses": ("correct",), **asked}, to=to), hear)
    assert read(to) == [cut(ROWS[number], places) for number, places in kept.items()]
    assert counts == (len(kept), len(ROWS))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({preds.name, to.name})
    is_cut = any(len(places) < 3 for places in kept.values())
    assert (f"{preds}: of 'tokens' too only the values of the kept 'responses' stay" in hear.lines) == is_cut


def test_parquet_keeps_its_columns_types(tmp_path):
    table = pa.table(
        {
            "response": boxed(["5", "6", "5"]),
            "answer": pa.array([5, 5, 5], pa.int16()),
            "when": pa.array([1, 2, 3], pa.timestamp("ms")),
            "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    select(ScoreRequest([tmp_path / "p.parquet"]), Selection(("correct",), to=tmp_path / "k.parquet"), Listener())
    assert pq.read_table(tmp_path / "k.parquet") == table.take([0, 2])


def test_a_row_that_is_kept_whole_is_copied_byte_for_byte(tmp_path):
    line = b'{"responses":  ["\\\\boxed{5}", "\\\\boxed{5.0}"],"answer":"5", "note": 1.50}'
    (tmp_path / "p.jsonl").write_bytes(line)
    select(ScoreRequest([tmp_path / "p.jsonl"]), Selection(("correct",), to=tmp_path / "k.jsonl"), Listener())
    assert (tmp_path / "k.jsonl").read_bytes() == line + b"\n"


REFUSED = [
    pytest.param(
        [{"responses": [boxed(["5", "6"])], "answer": "5"}], "has responses that are no plain list", id="nested"
    ),
    pytest.param(
        [
            {
                "choices": [{"message": {"role": "assistant", "content": text}} for text in boxed(["5", "6"])],
                "answer": "5",
            }
        ],
        "has responses that are no plain list",
        id="choices",
    ),
    pytest.param(
        [ROWS[0]] * 25 + [{**ROWS[0], "tokens": [1, 2]}],
        "field 'tokens': is out of step with the 3 responses",
        id="step",
    ),
]


@pytest.mark.parametrize(("rows", "message"), REFUSED)
def test_rows_that_cannot_be_cut(rows, message, tmp_path):
    preds, to = write(tmp_path / "p.jsonl", rows), tmp_path / "k.jsonl"
    with pytest.raises(InputError, match=message):
        select(ScoreRequest([preds]), Selection(("correct",), to=to), Listener())
    assert not to.exists()
    assert select(ScoreRequest([preds], force=True), Selection(("correct",), keep="any", to=to), Listener())[0] == len(
        rows
    )


def test_rows_without_a_common_form_are_no_parquet(tmp_path):
    rows = [{"response": r"\boxed{5}", "answer": "5", "x": 1}, {"response": r"\boxed{5}", "answer": "5", "x": "a"}]
    with pytest.raises(InputError, match=r"no common form as columns .*: write JSON Lines"):
        select(
            ScoreRequest([write(tmp_path / "p.jsonl", rows)]),
            Selection(("correct",), to=tmp_path / "k.parquet"),
            Listener(),
        )


# ---- vote ----------------------------------------------------------------------------------------------------------


def votes(tmp_path, rows, **how):
    return list(vote(VoteRequest([write(tmp_path / "p.jsonl", rows)], **how), Listener()))


def test_answers_vote_by_meaning(tmp_path):
    rows = [
        {"id": "a", "problem": "Half?", "responses": boxed(["0.5", "2", r"\frac12", "1/2", "", "1/2"])},
        {"id": "b", "responses": boxed(["x", "y"])},
        {"id": "c", "responses": ["no idea", ""]},
        {"id": "b", "responses": boxed(["y"])},
    ]
    first, second, third = votes(tmp_path, rows)
    assert first == {
        "id": "a",
        "problem": "Half?",
        "answer": "1/2",
        "votes": 4,
        "of": 6,
        "voted": 5,
        "tied": False,
        "classes": [
            {"answer": "1/2", "votes": 4, "samples": [0, 2, 3, 5]},
            {"answer": "2", "votes": 1, "samples": [1]},
        ],
    }
    assert (second["answer"], second["votes"], second["of"], second["tied"]) == ("y", 2, 3, False)
    assert (third["answer"], third["votes"], third["voted"], third["tied"], third["classes"]) == (None, 0, 0, False, [])


def test_tied_answers(tmp_path):
    [row] = votes(tmp_path, [{"id": 1, "responses": boxed(["3", "x+1", "1+x", "3.0", "4"])}])
    assert (row["answer"], row["votes"], row["tied"]) == ("3", 2, True)
    [row] = votes(tmp_path, [{"id": 1, "responses": boxed(["4", "3"])}])
    assert (row["answer"], row["tied"]) == ("4", True)


def test_nothing_is_rounded_and_the_policy_counts(tmp_path):
    rows = [{"id": 1, "responses": [*boxed(["0.333", r"\frac13"]), "The answer is 0.333."]}]
    assert [one["votes"] for one in votes(tmp_path, rows)[0]["classes"]] == [2, 1]
    assert [one["votes"] for one in votes(tmp_path, rows, policy="strict")[0]["classes"]] == [1, 1]


def test_workers_count_alike(tmp_path):
    rows = [{"id": n // 3, "response": boxed([str(n % 7)])[0]} for n in range(SMALL_ROWS + 300)]
    assert votes(tmp_path, rows, workers=2) == votes(tmp_path, rows, workers=1)


# ---- merge ---------------------------------------------------------------------------------------------------------


def graded(path, rows, **how):
    score(ScoreRequest([write(path.with_suffix(".jsonl"), rows)], out=path, workers=1, **how))
    return path


def files_of(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture
def pieces(tmp_path):
    """Rows of three files; a problem has responses in two of them, and one of the gold file in none."""
    gold = write(tmp_path / "gold.jsonl", [{"id": n, "answer": n % 5, "subject": f"s{n % 2}"} for n in range(31)])
    rows = [{"id": n % 30, "level": n % 3, "response": boxed([str(n % 6)])[0]} for n in range(45)]
    parts = [rows[:20], rows[20:22], rows[22:]]
    runs = [graded(tmp_path / f"run{n}", part, gold=gold) for n, part in enumerate(parts)]
    files = [run.with_suffix(".jsonl") for run in runs]
    score(ScoreRequest(files, gold, out=tmp_path / "whole", workers=1))
    return runs, gold, tmp_path / "whole"


def test_a_merged_run_is_the_run_over_all_files(pieces, tmp_path):
    runs, _, whole = pieces
    merge(runs, tmp_path / "merged")
    assert files_of(tmp_path / "merged") == files_of(whole)
    summary = json.loads((whole / "summary.json").read_bytes())
    assert summary["missing_ids"] == ["30"]
    assert summary["repeats"]["further_samples"] == 15


def test_merging_merged_runs(pieces, tmp_path):
    runs, _, whole = pieces
    merge(runs[:2], tmp_path / "two")
    merge([tmp_path / "two", runs[2]], tmp_path / "merged")
    assert files_of(tmp_path / "merged") == files_of(whole)


def test_references_that_were_moved(pieces, tmp_path):
    runs, gold, whole = pieces
    moved = gold.rename(tmp_path / "moved.jsonl")
    with pytest.raises(InputError, match="--gold says where the references are"):
        merge(runs, tmp_path / "merged")
    with pytest.raises(InputError, match="is not the gold file of the runs"):
        merge(runs, tmp_path / "merged", gold=runs[0].with_suffix(".jsonl"))
    merge(runs, tmp_path / "merged", gold=moved)
    assert files_of(tmp_path / "merged") == files_of(whole)


def test_files_of_the_same_name_are_told_apart(tmp_path, monkeypatch):
    for name, answer in (("a", 5), ("b", 6)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        graded(Path("run"), [{"id": n, "response": boxed([str(answer)])[0], "answer": 5} for n in range(4)])
    monkeypatch.chdir(tmp_path)
    summary = merge([Path("a/run"), Path("b/run")], Path("merged"))
    assert summary.facts["predictions"] == ["a/run:run.jsonl", "b/run:run.jsonl"]
    assert {row["file"] for row in read(Path("merged/graded.jsonl"))} == set(summary.facts["predictions"])
    assert summary.groups["file"]["a/run:run.jsonl"].accuracy == 1
    assert summary.groups["file"]["b/run:run.jsonl"].accuracy == 0


def rows_for(*answers):
    return [{"id": n, "response": boxed([answer])[0], "answer": "5"} for n, answer in enumerate(answers)]


def test_runs_that_do_not_go_together(tmp_path):
    one, other = graded(tmp_path / "a", rows_for("5")), graded(tmp_path / "b", rows_for("6"), policy="strict")
    with pytest.raises(InputError, match=r"was not graded as .* was: it differs in policy"):
        merge([one, other], tmp_path / "out")
    with pytest.raises(InputError, match="holds the responses of"):
        merge([one, one], tmp_path / "out")
    with pytest.raises(InputError, match="holds no finished run"):
        merge([tmp_path], tmp_path / "out")
    (one / "unfinished.json").write_text("{}")
    with pytest.raises(InputError, match="holds an unfinished run"):
        merge([one], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_run_is_not_merged_into_itself(tmp_path):
    one, other = graded(tmp_path / "a", rows_for("5")), graded(tmp_path / "b", rows_for("6"))
    before = files_of(one)
    with pytest.raises(InputError, match="would be both read and written"):
        merge([one, other], one, force=True)
    assert files_of(one) == before


# ---- killed --------------------------------------------------------------------------------------------------------

COMMANDS = {
    "filter": ["filter", "p.jsonl", "--workers", "2", "--to", "out"],
    "vote": ["vote", "p.jsonl", "--workers", "2", "--to", "out"],
    "merge": ["merge", "a", "b", "--out", "out"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    rows = [
        {"id": n // 2, "responses": boxed([str(n % 5), f"{n}/7", rf"\sqrt{{{n}}}", "5"]), "answer": "5"}
        for n in range(2500)
    ]
    write(folder / "p.jsonl", rows)
    for name, part in (("a", rows[:1200]), ("b", rows[1200:])):
        graded(folder / name, part)
    return folder


def start(command, folder, *args):
    argv = [sys.executable, "-m", "mathequiv", *COMMANDS[command], *args]
    return subprocess.Popen(argv, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def result(folder):
    out = folder / "out"
    return files_of(out) if out.is_dir() else out.read_bytes()


def clear(folder):
    for path in sorted(folder.glob("out*/*")):
        path.unlink()
    for path in folder.glob("out*"):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_random_moments_and_resumed(command, folder):
    clear(folder)
    begun = time.perf_counter()
    run = start(command, folder)
    assert run.wait() == 0, run.stderr.read()
    seconds, whole = time.perf_counter() - begun, result(folder)
    clear(folder)
    rng = random.Random(7)
    killed = 0
    for _ in range(4):
        run = start(command, folder, "--resume")
        time.sleep(rng.uniform(0, seconds))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        killed += run.returncode == -signal.SIGKILL
        # A kill may come after the last file is in its place and before the process ends.
        if run.returncode == 0 or [path.name for path in folder.glob("out*") if path.is_file()] == ["out"]:
            assert result(folder) == whole
            clear(folder)
    assert killed
    run = start(command, folder, "--resume")
    _, notes = run.communicate()
    assert run.returncode == 0, notes
    assert result(folder) == whole
    clear(folder)
