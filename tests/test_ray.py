"""Scoring on a Ray cluster of this machine: the summary of one process, whatever is killed meanwhile."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mathequiv.batch import RayGrader, grade_batch
from mathequiv.batch.graded_shards import graded_rows
from mathequiv.batch.places import place
from mathequiv.batch.ray_engine import score_on_ray
from mathequiv.batch.shards import SHARD_ROWS
from mathequiv.errors import InputError
from mathequiv.scoring.run import ScoreRequest, score

ray = pytest.importorskip("ray", reason="ray is not installed: nox -s ray")

ANSWERS = ("5", "\\frac{1}{2}", "6", "x+1", "", "0.5")
ROWS = 5 * SHARD_ROWS + 100
PATIENCE = 120


def rows_of(count):
    for n in range(count):
        answer = ANSWERS[n % 6]
        yield {
            "id": f"p{n // 2}",
            "level": n % 5,
            "response": answer and f"So $\\boxed{{{answer}}}$, row {n}.",
            "answer": ANSWERS[n % 4],
            "finish_reason": "length" if n % 11 == 0 else "stop",
        }


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def preds(tmp_path_factory):
    """Two files in a folder: JSON Lines of several shards, and Parquet of several row groups."""
    folder = tmp_path_factory.mktemp("preds")
    rows = list(rows_of(ROWS))
    write_lines(folder / "a.jsonl", rows[: 3 * SHARD_ROWS + 50])
    pq.write_table(pa.Table.from_pylist(rows[3 * SHARD_ROWS + 50 :]), folder / "b.parquet", row_group_size=1000)
    return [folder / "a.jsonl", folder / "b.parquet"]


@pytest.fixture(scope="module")
def whole(preds, tmp_path_factory):
    """The files of a run in one process."""
    out = tmp_path_factory.mktemp("whole")
    score(ScoreRequest(preds, out=out, workers=1))
    return out


@pytest.fixture(scope="module", autouse=True)
def _cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def graded(preds, tmp_path_factory):
    """The folder of an uninterrupted run on Ray."""
    out = tmp_path_factory.mktemp("graded")
    score_on_ray(ScoreRequest(preds, out=out))
    return out


def files_of(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_summary_is_that_of_one_process(whole, graded):
    assert (graded / "summary.json").read_bytes() == (whole / "summary.json").read_bytes()
    assert not (graded / "unfinished.json").exists()


def test_the_rows_are_those_of_one_process(whole, graded):
    rows = [row for path in sorted(graded.glob("*.parquet")) for row in graded_rows(place(path))]
    expected = [json.loads(line) for line in (whole / "graded.jsonl").read_bytes().splitlines()]
    assert len(rows) == len(expected) == ROWS
    for row, wanted in zip(rows, expected, strict=True):
        assert {**row, "sample": None} == {**wanted, "sample": None}


def test_files_are_cut_at_lines_and_row_groups(graded):
    sizes = [pq.read_metadata(path).num_rows for path in sorted(graded.glob("*.parquet"))]
    assert sizes == [SHARD_ROWS] * 3 + [50, 5000, ROWS - 3 * SHARD_ROWS - 5050]


def test_files_that_are_not_cut(tmp_path):
    """A packed file, a document, and rows with several responses against a gold file that holds more problems."""
    rows = [{"id": n, "responses": [f"\\boxed{{{k}}}" for k in range(n, n + 3)]} for n in range(40)]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows[:20]).encode()))
    (tmp_path / "b.json").write_text(json.dumps(rows[20:], indent=1), encoding="utf-8")
    write_lines(tmp_path / "c.jsonl", rows[:10])
    write_lines(tmp_path / "gold.jsonl", [{"id": n, "answer": n + 1, "subject": "s"} for n in range(45)])
    files = [tmp_path / name for name in ("a.jsonl.gz", "b.json", "c.jsonl")]
    expected = score(ScoreRequest(files, tmp_path / "gold.jsonl", out=tmp_path / "whole", policy="strict", workers=1))
    found = score_on_ray(ScoreRequest(files, tmp_path / "gold.jsonl", out=tmp_path / "ray", policy="strict"))
    assert found.as_json() == expected.as_json()
    assert found.missing == ("40", "41", "42", "43", "44")
    assert found.repeats["further_samples"] == 10


def test_a_run_by_uri(preds, graded, tmp_path):
    uris = [Path(f"file://{path}") for path in preds]
    summary = score_on_ray(ScoreRequest(uris, out=Path(f"file://{tmp_path}/out")))
    assert summary.as_json()["counts"] == json.loads((graded / "summary.json").read_bytes())["counts"]
    assert summary.facts["predictions"] == [f"file://{path}" for path in preds]
    whole_folder = score_on_ray(ScoreRequest([Path(f"file://{preds[0].parent}")], out=tmp_path / "folder"))
    assert whole_folder.as_json() == summary.as_json()


# ---- what is refused -----------------------------------------------------------------------------------------------


def test_a_bad_row_is_named_by_its_file_and_line(tmp_path):
    rows = list(rows_of(SHARD_ROWS + 10))
    rows[SHARD_ROWS + 6]["response"] = {"text": "5"}
    write_lines(tmp_path / "p.jsonl", rows)
    with pytest.raises(InputError, match=rf"p\.jsonl:{SHARD_ROWS + 7}: field 'response': is an object, not a text"):
        score_on_ray(ScoreRequest([tmp_path / "p.jsonl"], out=tmp_path / "out"))


def test_a_finished_run_is_replaced_only_by_force(preds, graded, tmp_path):
    out = tmp_path / "out"
    score_on_ray(ScoreRequest(preds[1:], out=out))
    with pytest.raises(InputError, match="already contains a run"):
        score_on_ray(ScoreRequest(preds, out=out))
    with pytest.raises(InputError, match="differs in fields, files, formats, predictions"):
        score_on_ray(ScoreRequest(preds, out=out, resume=True))
    score_on_ray(ScoreRequest(preds, out=out, force=True))
    assert files_of(out) == files_of(graded)


def test_a_finished_run_is_not_graded_again(preds, graded):
    before = {path.name: path.stat().st_mtime_ns for path in graded.glob("*.parquet")}
    summary = score_on_ray(ScoreRequest(preds, out=graded, resume=True))
    assert summary.as_json() == json.loads((graded / "summary.json").read_bytes())
    assert {path.name: path.stat().st_mtime_ns for path in graded.glob("*.parquet")} == before


def test_input_in_the_folder_that_is_written_to(graded):
    with pytest.raises(InputError, match="is in the folder that would be written to"):
        score_on_ray(ScoreRequest(sorted(graded.glob("*.parquet")), out=graded, force=True))


def test_no_folder(preds):
    with pytest.raises(InputError, match="needs a folder for its shards"):
        score_on_ray(ScoreRequest(preds))


@pytest.mark.parametrize("option", [["--pieces"], ["--rerun", "r.jsonl"], ["--report", "r.html"]])
def test_options_that_do_not_go_with_ray(option, preds, tmp_path):
    command = [sys.executable, "-m", "mathequiv", "score", str(preds[0]), "--engine", "ray", "--out", "o", *option]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option[0]} does not go with --engine ray" in done.stderr


# ---- killed processes ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(preds, tmp_path_factory):
    """Enough rows to kill something meanwhile, and the summary of one process."""
    folder = tmp_path_factory.mktemp("many")
    path = folder / "p.jsonl"
    path.write_bytes(preds[0].read_bytes() * 3)
    score(ScoreRequest([path], out=folder / "whole", workers=1))
    return path, (folder / "whole" / "summary.json").read_bytes()


def start(preds, out, *args):
    command = [sys.executable, "-m", "mathequiv", "score", str(preds), "--engine", "ray", "--out", str(out), *args]
    return subprocess.Popen(
        [*command, "--workers", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(found):
    for _ in range(PATIENCE * 100):
        value = found()
        if value:
            return value
        time.sleep(0.01)
    return pytest.fail("the run never came so far")


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def graders_of(driver):
    """The processes that grade for a driver: its descendants that Ray has named after the task they do."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and grades_for(driver, entry)]


def grades_for(driver, entry):
    try:
        pid = int(entry.name) if (entry / "cmdline").read_bytes().startswith(b"ray::grade_shard") else 1
        while pid > 1 and pid != driver:
            pid = parent(pid)
    except OSError:  # it has ended meanwhile
        return False
    return pid == driver


linux = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="reads the process table of Linux")


@linux
def test_a_killed_worker_loses_nothing(many, tmp_path):
    preds, summary = many
    run = start(preds, tmp_path / "out")
    wait_for(lambda: list(tmp_path.glob("out/*.parquet")))
    for _ in range(2):
        for pid in wait_for(lambda: graders_of(run.pid)):
            os.kill(pid, signal.SIGKILL)
    _, notes = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, notes
    assert (tmp_path / "out" / "summary.json").read_bytes() == summary


@linux
def test_a_killed_driver_is_continued(many, tmp_path):
    preds, summary = many
    out = tmp_path / "out"
    for least in (1, 3):
        run = start(preds, out, "--resume")
        wait_for(lambda least=least: len(list(out.glob("*.parquet"))) >= least)
        run.kill()
        run.communicate()
        assert not (out / "summary.json").exists()
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("graded-*.parquet")}
    run = start(preds, out, "--resume")
    _, notes = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, notes
    assert "shards are already graded" in notes
    assert (out / "summary.json").read_bytes() == summary
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before


# ---- Ray Data ------------------------------------------------------------------------------------------------------


def test_the_class_in_ray_data(preds):
    table = pq.read_table(preds[1])
    found = ray.data.from_arrow(table).map_batches(
        RayGrader,
        batch_format="pyarrow",
        batch_size=512,
        compute=ray.data.ActorPoolStrategy(size=1),
        fn_constructor_kwargs={"policy": "strict", "outputs": ("status", "reason")},
    )
    expected = grade_batch(table, policy="strict", outputs=("status", "reason"))
    assert sorted(found.take_all(), key=str) == sorted(expected.to_pylist(), key=str)
