"""Shared fixtures: the optional data folder beside the checkout, and what tests of harnesses replay from it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mathequiv import cli
from mathequiv.scoring.run import Listener

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a checkout without it skips the tests that read it."""
    if not SHARED.is_dir():
        pytest.skip("the data folder ../shared is not beside this checkout")
    return SHARED


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Notes(Listener):
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append(text)


def exit_code(monkeypatch: pytest.MonkeyPatch, *args: object) -> int:
    """What the command, run in this process, ends with."""
    monkeypatch.setattr(sys, "argv", ["mathequiv", *map(str, args)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process: exit code, standard output, standard error."""

    def call(*args: object) -> tuple[int, str, str]:
        code = exit_code(monkeypatch, *args)
        return (code, *capsys.readouterr())

    return call


@contextmanager
def serving(program: Path) -> Iterator[str]:
    """Run a server that takes its port as its argument; its address, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, program, str(port)])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/v1"
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def recorded(shared: Path) -> list[dict[str, Any]]:
    """Twenty problems, each with its reference ``answer`` and eight recorded ``responses``."""
    responses = {row["problem"]: row["responses"] for row in read_jsonl(shared / "data" / "responses_math100.jsonl")}
    rows = read_jsonl(shared / "specimens" / "math20.jsonl")
    return [{**row, "responses": responses[row["problem"]]} for row in rows]


@pytest.fixture(scope="session")
def replay(shared: Path) -> Iterator[str]:
    """The base URL of a server that answers the twenty problems with their recorded responses in turn."""
    with serving(shared / "tools" / "replay_server.py") as address:
        yield address


def run_snippet(page: str, name: str, folder: Path, **settings: str) -> str:
    """Run the block after ``<!-- run: NAME -->`` of a page of ``docs/harnesses``, in a folder; its output."""
    text = (ROOT / "docs" / "harnesses" / page).read_text(encoding="utf-8")
    language, block = text.split(f"<!-- run: {name} -->\n```", 1)[1].split("\n```", 1)[0].split("\n", 1)
    command = ["bash", "-euo", "pipefail", "-c", block] if language == "sh" else [sys.executable, "-c", block]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    offline = {"HF_HUB_OFFLINE": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    run = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **offline, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    return run.stdout
