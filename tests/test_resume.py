"""Interrupted runs: what is stored, what is graded again, and that the result is the uninterrupted one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mathequiv.errors import InputError, WorkerLost
from mathequiv.scoring import parallel
from mathequiv.scoring.batches import grade_batch
from mathequiv.scoring.output import open_output
from mathequiv.scoring.parallel import BATCH_ROWS, CHUNK_ROWS, SMALL_ROWS, in_order
from mathequiv.scoring.run import ScoreRequest, score

ROWS = SMALL_ROWS + 400
"""Enough rows for worker processes."""


@pytest.fixture(scope="module")
def preds(tmp_path_factory):
    path = tmp_path_factory.mktemp("preds") / "p.jsonl"
    answers = ("5", "\\frac{1}{2}", "6", "x+1", "")
    with path.open("w", encoding="utf-8") as file:
        for n in range(ROWS):
            answer = answers[n % 5]
            row = {"id": n // 3, "response": answer and f"So $\\boxed{{{answer}}}$, row {n}.", "answer": answers[n % 4]}
            file.write(json.dumps(row) + "\n")
    return path


@pytest.fixture(scope="module")
def whole(preds, tmp_path_factory):
    """The files of an uninterrupted run in one process."""
    out = tmp_path_factory.mktemp("whole")
    score(ScoreRequest([preds], out=out, workers=1))
    return files_of(out)


def files_of(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


class StoppingGrader:
    """Grades some batches, then raises."""

    def __init__(self, batches, error):
        self.batches, self.error, self.rows = batches, error, 0

    def __call__(self, tasks, policy, options):
        if self.batches == 0:
            raise self.error
        self.batches -= 1
        self.rows += len(tasks)
        return grade_batch(tasks, policy, options)


def test_workers_give_the_same_files(preds, whole, tmp_path):
    score(ScoreRequest([preds], out=tmp_path, workers=2))
    assert files_of(tmp_path) == whole


@pytest.mark.parametrize("batches", [0, 1, 7, 40])
def test_an_interrupted_run_is_continued_where_it_stopped(batches, preds, whole, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        score(ScoreRequest([preds], out=tmp_path, workers=1), grader=StoppingGrader(batches, KeyboardInterrupt()))
    assert sorted(files_of(tmp_path)) == ["graded.jsonl.part", "unfinished.json"]
    second = StoppingGrader(10**6, None)
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True), grader=second)
    assert second.rows == ROWS - batches * BATCH_ROWS
    assert files_of(tmp_path) == whole


DAMAGE = [
    pytest.param(b'{"id": "1", "ke', id="torn-line"),
    pytest.param(b'{"id": "1"}', id="whole-line-without-its-end"),
    pytest.param(b"\x00" * 50 + b"\n", id="zeros-of-a-lost-block"),
    pytest.param(b"[1]\n", id="no-row"),
]


@pytest.mark.parametrize("tail", DAMAGE)
def test_a_row_that_was_not_written_whole_is_graded_again(tail, preds, whole, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        score(ScoreRequest([preds], out=tmp_path, workers=1), grader=StoppingGrader(3, KeyboardInterrupt()))
    with (tmp_path / "graded.jsonl.part").open("ab") as file:
        file.write(tail)
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True))
    assert files_of(tmp_path) == whole


def test_an_interrupted_run_leaves_an_older_one_alone(preds, whole, tmp_path):
    score(ScoreRequest([preds], out=tmp_path, workers=1))
    request = ScoreRequest([preds], out=tmp_path, workers=1, force=True)
    with pytest.raises(KeyboardInterrupt):
        score(request, grader=StoppingGrader(2, KeyboardInterrupt()))
    kept = files_of(tmp_path)
    assert {name: kept[name] for name in whole} == whole


def interrupted(preds, out, **options):
    with pytest.raises(KeyboardInterrupt):
        score(ScoreRequest([preds], out=out, workers=1, **options), grader=StoppingGrader(2, KeyboardInterrupt()))


OTHERS = [
    pytest.param({"policy": "strict"}, "policy", id="policy"),
    pytest.param({"options": {"approx": "exact"}}, "options", id="options"),
    pytest.param({"pieces": True, "on_duplicate": "last"}, "on_duplicate, pieces", id="pieces"),
]


@pytest.mark.parametrize(("options", "names"), OTHERS)
def test_another_run_is_not_continued_and_not_lost(options, names, preds, tmp_path):
    interrupted(preds, tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(InputError, match=f"holds an interrupted run that differs in {names}: --force without"):
        score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True, **options))
    assert files_of(tmp_path) == before


def test_a_changed_file_is_another_run(preds, tmp_path):
    copy = tmp_path / "p.jsonl"
    copy.write_bytes(preds.read_bytes())
    interrupted(copy, tmp_path / "out")
    copy.write_bytes(preds.read_bytes().replace(b"row 7.", b"row 8."))
    with pytest.raises(InputError, match="differs in files"):
        score(ScoreRequest([copy], out=tmp_path / "out", workers=1, resume=True))


def test_without_resume_an_interrupted_run_starts_over_only_by_force(preds, whole, tmp_path):
    interrupted(preds, tmp_path, policy="strict")
    before = files_of(tmp_path)
    with pytest.raises(InputError, match="--resume continues it, --force starts over"):
        score(ScoreRequest([preds], out=tmp_path, workers=1))
    assert files_of(tmp_path) == before
    score(ScoreRequest([preds], out=tmp_path, workers=1, force=True))
    assert files_of(tmp_path) == whole


def test_resume_with_nothing_to_resume_starts_at_the_beginning(preds, whole, tmp_path):
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True))
    assert files_of(tmp_path) == whole


def test_a_finished_run_is_not_graded_again(preds, whole, tmp_path):
    score(ScoreRequest([preds], out=tmp_path, workers=1))
    (tmp_path / "graded.jsonl.part").write_bytes(b"of a run killed before it began")
    grader = StoppingGrader(0, AssertionError("graded again"))
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True), grader=grader)
    assert files_of(tmp_path) == whole


@pytest.mark.parametrize("resume", [False, True])
def test_another_finished_run_is_replaced_only_by_force(resume, preds, whole, tmp_path):
    score(ScoreRequest([preds], out=tmp_path, workers=1, policy="strict"))
    before = files_of(tmp_path)
    with pytest.raises(InputError, match="holds a finished run: --force replaces it"):
        score(ScoreRequest([preds], out=tmp_path, workers=1, resume=resume))
    assert files_of(tmp_path) == before != whole
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=resume, force=True))
    assert files_of(tmp_path) == whole


FINISHING = [
    pytest.param(("graded.jsonl",), ("unfinished.json",), id="rows-in-place-summary-not"),
    pytest.param(("graded.jsonl", "summary.json"), ("unfinished.json",), id="state-not-removed"),
    pytest.param((), ("unfinished.json", "graded.jsonl.part"), id="nothing-in-place"),
]


@pytest.mark.parametrize(("done", "left"), FINISHING)
def test_a_run_killed_while_finishing_is_finished(done, left, preds, whole, tmp_path):
    interrupted(preds, tmp_path)
    state = (tmp_path / "unfinished.json").read_bytes()
    contents = {**whole, "unfinished.json": state, "graded.jsonl.part": whole["graded.jsonl"]}
    (tmp_path / "graded.jsonl.part").unlink()
    for name in (*done, *left):
        (tmp_path / name).write_bytes(contents[name])
    grader = StoppingGrader(0, AssertionError("graded again"))
    score(ScoreRequest([preds], out=tmp_path, workers=1, resume=True), grader=grader)
    assert files_of(tmp_path) == whole


def test_a_bad_row_takes_the_unfinished_rows_and_new_folders_with_it(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"response": "\\\\boxed{1}", "answer": "1"}\n' * 100 + "{\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl:101"):
        score(ScoreRequest([bad], out=tmp_path / "new" / "out", workers=1))
    assert [path.name for path in tmp_path.iterdir()] == ["bad.jsonl"]


def test_a_full_disk_leaves_the_rows(tmp_path):
    def run():
        with open_output(tmp_path, {}, resume=False) as output:
            output.write([b"{}\n"])
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="cannot be written: No space left"):
        run()
    assert (tmp_path / "graded.jsonl.part").read_bytes() == b"{}\n"
    assert (tmp_path / "unfinished.json").exists()


# ---- the pool ------------------------------------------------------------------------------------------------------


def double(items):
    return [2 * item for item in items]


def die(_items):
    os._exit(3)


def test_results_come_in_order_and_reading_stays_within_a_chunk():
    read = yielded = 0

    def items():
        nonlocal read
        for item in range(3 * CHUNK_ROWS):
            read += 1
            yield item

    for batch, results in in_order(double, items(), 2, payload=lambda item: item):
        assert results == [2 * item for item in batch]
        assert list(batch) == list(range(yielded, yielded + len(batch)))
        yielded += len(batch)
        assert read - yielded <= CHUNK_ROWS
    assert yielded == 3 * CHUNK_ROWS


def test_few_rows_are_graded_in_this_process(monkeypatch):
    monkeypatch.setattr(parallel, "_pool", None)
    done = list(in_order(double, range(SMALL_ROWS), 8, payload=lambda item: item))
    assert sum(len(batch) for batch, _ in done) == SMALL_ROWS


def test_a_lost_worker_is_told():
    with pytest.raises(WorkerLost, match="the system ended"):
        list(in_order(die, range(SMALL_ROWS + 1), 2, payload=lambda item: item))


# ---- real processes ------------------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def start(preds, out, *args):
    command = [sys.executable, "-m", "mathequiv", "score", str(preds), "--out", str(out), "--workers", "2", *args]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no other thread runs here
    )


def _heed_interrupts():
    """A shell that runs the tests in the background has the interrupt key ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(condition, *args):
    for _ in range(6000):
        if condition(*args):
            return
        time.sleep(0.005)
    pytest.fail("the run never came so far")


@pytest.fixture(scope="module")
def many(preds, tmp_path_factory):
    """More rows, so that there is a run to interrupt."""
    path = tmp_path_factory.mktemp("many") / "p.jsonl"
    path.write_bytes(preds.read_bytes() * 4)
    out = path.parent / "whole"
    score(ScoreRequest([path], out=out, workers=1))
    return path, files_of(out)


@posix
def test_killed_again_and_again_and_resumed(many, tmp_path):
    preds, whole = many
    part, size = tmp_path / "graded.jsonl.part", len(whole["graded.jsonl"])
    for share in (0.0, 0.2, 0.5, 0.8):
        run = start(preds, tmp_path, "--resume")
        wait_for(lambda least: part.exists() and part.stat().st_size >= least, share * size)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        assert whole["graded.jsonl"].startswith(part.read_bytes().rpartition(b"\n")[0])
    run = start(preds, tmp_path, "--resume")
    _, notes = run.communicate()
    assert (run.returncode, files_of(tmp_path)) == (0, whole)
    assert "responses are already graded" in notes


@posix
def test_interrupt_key_leaves_a_resumable_state(many, tmp_path):
    preds, whole = many
    for attempt in range(3):  # on a busy machine a run may end before the signal reaches it
        out = tmp_path / str(attempt)
        run = start(preds, out)
        part = out / "graded.jsonl.part"
        wait_for(lambda part=part, run=run: run.poll() is not None or (part.exists() and part.stat().st_size))
        run.send_signal(signal.SIGINT)
        _, notes = run.communicate()
        if run.returncode:
            break
    assert run.returncode == 130, notes
    kept = f"the rows graded so far are kept in {out}"
    said = f"mathequiv: interrupted: {kept}; to continue, run the same command with --resume"
    assert said in notes.splitlines()
    assert "Traceback" not in notes
    done = start(preds, out, "--resume")
    done.communicate()
    assert (done.returncode, files_of(out)) == (0, whole)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads the process table of Linux")
def test_workers_of_a_killed_run_end(many, tmp_path):
    run = start(many[0], tmp_path)
    wait_for(lambda: len(children(run.pid)) >= 2 and (tmp_path / "graded.jsonl.part").stat().st_size)
    workers = children(run.pid)
    run.kill()
    run.communicate()
    wait_for(lambda: not any(alive(pid) for pid in workers))
    assert len(workers) >= 2
    assert not any(map(alive, workers))


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def alive(pid):
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
