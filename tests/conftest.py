"""Shared fixtures: the optional data folder beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a checkout without it skips the tests that read it."""
    if not SHARED.is_dir():
        pytest.skip("the data folder ../shared is not beside this checkout")
    return SHARED


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
