"""No input is ever an output, no file is replaced unasked, and what is written is there whole or not at all."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mathequiv.cli.names import COMMANDS
from mathequiv.cli.options import Target
from mathequiv.cli.root import run
from mathequiv.errors import InputError
from mathequiv.scoring.run import ScoreRequest, score
from mathequiv.scoring.targets import WriteError, check_targets, write_text, writing

ROWS = [{"id": n, "problem": f"{n} + 0 = ?", "response": f"\\boxed{{{n}}}", "answer": str(n)} for n in range(4)]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path):
    """Predictions, references, and a finished run with its files."""
    preds, gold = write(tmp_path / "preds.jsonl", ROWS), write(tmp_path / "gold.jsonl", [*ROWS, {**ROWS[0], "id": 9}])
    score(ScoreRequest([preds], out=tmp_path / "run", workers=1))
    return {"preds": preds, "gold": gold, "run": tmp_path / "run"}


INPUTS = {
    "score": (("preds", "--gold", "gold"), ("preds", "gold")),
    "report": (("run",), ("preds", "run/graded.jsonl", "run/summary.json")),
    "filter": (("preds", "--gold", "gold"), ("preds", "gold")),
    "audit": (("gold",), ("gold",)),
    "vote": (("preds",), ("preds",)),
    "merge": (("run", "--gold", "gold"), ("run/graded.jsonl", "run/summary.json", "gold")),
}
"""For each command that writes: its arguments, and the files that it reads then."""

FOLDERS = {
    ("score", "--out"): "graded.jsonl",
    ("merge", "--out"): "graded.jsonl",
    ("audit", "--out"): "keep.jsonl",
}
"""Options that name a folder, and a file that is written there."""


def writing_options():
    for name in COMMANDS:
        command = importlib.import_module(f"mathequiv.cli.{name}").command
        yield from ((name, param.opts[0]) for param in command.params if isinstance(param.type, Target))


def test_every_command_that_writes_is_walked():
    assert {name for name, _ in writing_options()} == set(INPUTS)


def place(files, name):
    first, _, rest = name.partition("/")
    return files[first] / rest if rest else files[first]


WALK = [(*option, read) for option in writing_options() for read in INPUTS[option[0]][1]]
LINKS = ["itself", "symlink", "hardlink", "dots"]


def respelled(path, link, folder):
    """The same file by another name."""
    if link == "itself":
        return path
    if link == "dots":
        return path.parent / ".." / path.parent.name / path.name
    made = folder / f"{link}-{path.name}"
    if link == "symlink":
        made.symlink_to(path)
    else:
        os.link(path, made)
    return made


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(("command", "option", "read"), WALK)
def test_no_option_that_writes_hits_a_file_that_is_read(command, option, read, link, files, tmp_path, capsys):  # noqa: PLR0913, PLR0917
    args = [str(files.get(arg, arg)) for arg in INPUTS[command][0]]
    path = place(files, read)
    if (command, option) in FOLDERS:
        # The folder's own file is the input: under its name, or as what a link of that name leads to.
        folder = tmp_path / "folder"
        folder.mkdir()
        inside = folder / FOLDERS[command, option]
        args = [str(inside) if arg == str(path) else arg for arg in args]
        if link == "itself" and str(path) not in args and str(inside) not in args:
            pytest.skip("the file is not named itself")
        elif link == "itself":
            shutil.copy(path, inside)
        elif link == "symlink":
            inside.symlink_to(path)
        elif link == "hardlink":
            os.link(path, inside)
        else:
            pytest.skip("a folder's file has one name")
        target = folder
    else:
        target = respelled(path, link, tmp_path)
    before = contents(tmp_path)
    for force in ([], ["--force"]):
        code = run([command, *args, option, str(target), *force])
        out, err = capsys.readouterr()
        assert (code, out) == (2, "")
        assert "would be both read and written" in err.splitlines()[-1]
        assert contents(tmp_path) == before


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def process(*args, **options):
    command = [sys.executable, "-m", "mathequiv", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


SINGLE = [option for option in writing_options() if option not in FOLDERS]


@pytest.mark.parametrize(("command", "option"), SINGLE)
def test_an_existing_file_is_replaced_only_by_force(command, option, files, tmp_path):
    args = [str(files.get(arg, arg)) for arg in INPUTS[command][0]]
    target = tmp_path / "mine.txt"
    target.write_text("mine", encoding="utf-8")
    target.chmod(0o640)
    before = contents(tmp_path)
    done = process(command, *args, option, target)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"mathequiv: {target}: already exists: --force replaces it"
    assert contents(tmp_path) == before
    done = process(command, *args, option, target, "--force")
    assert done.returncode in (0, 1), done.stderr  # 1: the audit found something
    assert f"wrote {target}" in done.stderr
    assert target.read_bytes() != b"mine"
    assert target.stat().st_mode & 0o777 == 0o640
    assert {path for path in contents(tmp_path) if path.name.endswith(".part")} == set()


@pytest.mark.parametrize(("command", "option"), SINGLE)
def test_a_link_is_written_through(command, option, files, tmp_path):
    args = [str(files.get(arg, arg)) for arg in INPUTS[command][0]]
    (tmp_path / "far").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "far" / "target")
    assert process(command, *args, option, link).returncode in (0, 1)  # 1: the audit found something
    assert link.is_symlink()
    assert (tmp_path / "far" / "target").is_file()


def test_one_file_for_two_outputs(files, tmp_path):
    done = process("score", files["preds"], "--rerun", tmp_path / "x", "--report", tmp_path / "x")
    assert done.returncode == 2
    assert "would be written twice" in done.stderr


@pytest.mark.parametrize("command", ["filter", "extract"])
def test_standard_output_that_is_the_file_read(command, files):
    before = files["preds"].read_bytes()
    with files["preds"].open("ab") as out:
        done = subprocess.run(
            [sys.executable, "-m", "mathequiv", command, files["preds"]],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"would be both read and written by standard output" in done.stderr
    assert files["preds"].read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize(("command", "option"), SINGLE)
def test_a_full_device(command, option, files):
    args = [str(files.get(arg, arg)) for arg in INPUTS[command][0]]
    done = process(command, *args, option, "/dev/full")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "mathequiv: /dev/full: cannot be written: No space left on device"


def test_a_missing_folder_is_told_before_grading(files, tmp_path):
    done = process("score", files["preds"], "--rerun", tmp_path / "no" / "x")
    assert done.returncode == 2
    assert "its folder does not exist" in done.stderr
    assert "accuracy" not in done.stdout


def test_a_writer_that_fails_leaves_no_trace(tmp_path):
    target = tmp_path / "x"
    write_text(target, "old")

    def fail(error):
        with writing(target) as file:
            file.write(b"new")
            raise error

    with pytest.raises(WriteError, match="No space left"):
        fail(OSError(28, "No space left on device"))
    with pytest.raises(KeyboardInterrupt):
        fail(KeyboardInterrupt)
    assert contents(tmp_path) == {target: b"old"}


def test_case_is_taken_as_the_file_system_takes_it(tmp_path):
    lower, upper = tmp_path / "a.jsonl", tmp_path / "A.JSONL"
    lower.write_text("x", encoding="utf-8")
    if upper.exists():
        with pytest.raises(InputError, match="would be both read and written"):
            check_targets([lower], [upper], force=True)
    else:
        check_targets([lower], [upper])
