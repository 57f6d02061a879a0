"""AReaL: its wrapper of rewards, with its pool of processes, over recorded responses. No trainer, which needs a GPU."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.areal import mathequiv_reward

FOUND = importlib.util.find_spec("areal")
if FOUND is None or FOUND.origin is None:
    pytest.skip("AReaL is not installed: nox -s 'host(areal)'", allow_module_level=True)
HERE = Path(FOUND.origin).parent


def part(name: str) -> ModuleType:
    """A module of AReaL, run alone: the package itself imports what needs a GPU."""
    spec = importlib.util.spec_from_file_location(f"areal.{name}", HERE.joinpath(*name.split(".")).with_suffix(".py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_wrapper(monkeypatch: pytest.MonkeyPatch, recorded: list[dict[str, Any]]) -> None:
    """All responses at once, as a workflow calls: positions for AReaL's own arguments, names for the row's columns."""
    monkeypatch.setitem(sys.modules, "areal", ModuleType("areal"))
    utils = ModuleType("areal.utils")
    monkeypatch.setitem(sys.modules, "areal.utils", utils)
    monkeypatch.setattr(utils, "logging", part("utils.logging"), raising=False)
    wrapper = part("api.reward_api").AsyncRewardWrapper(mathequiv_reward, timeout_seconds=60, max_workers=2)

    async def run() -> list[float]:
        calls = [
            wrapper(row["problem"], text, [1], [2], answer=row["answer"], subject=row.get("subject"))
            for row in recorded
            for text in row["responses"]
        ]
        return await asyncio.gather(*calls)

    rewards = asyncio.run(run())
    type(wrapper)._atexit_shutdown_all()
    graded = [
        grade(text, row["answer"], policy="strict", problem=row["problem"])
        for row in recorded
        for text in row["responses"]
    ]
    assert rewards == [float(one.correct) for one in graded]
    assert len(rewards) == 160
