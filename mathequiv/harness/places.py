"""What a host is told on its command line or in its configuration, where that lies inside this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PLACES", "WITHOUT_PATH", "Place"]

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table of places.

    Args:
        host: the host, as its package is called.
        path: relative to this folder.
        used_as: the option or call of the host that takes it.
    """

    host: str
    path: str
    used_as: str

    def __post_init__(self) -> None:
        if not self.location().exists():
            raise ValueError(f"{self.host}: {self.path} is not in the package")

    def location(self) -> Path:
        """The absolute path."""
        return _HERE / self.path


_ROWS = (
    Place("lm-eval", "lm_eval_tasks", "lm_eval --include_path"),
    Place("evaluate", "hf_evaluate.py", "evaluate.load"),
    Place("verl", "verl_file.py", "reward.custom_reward_function.path"),
    Place("openrlhf", "openrlhf.py", "--reward.remote_url"),
    Place("ms-swift", "ms_swift.py", "--external_plugins"),
    Place("verifiers", "verifiers_script.py", "runtime.run_uv_script"),
)

PLACES: Mapping[str, Place] = {place.host: place for place in _ROWS}
"""The table, by host."""

WITHOUT_PATH = (
    "areal",
    "evalscope",
    "inspect",
    "lighteval",
    "math-verify",
    "nemo-gym",
    "opencompass",
    "rllm",
    "skyrl",
    "slime",
    "tinker",
    "trl",
)
"""Hosts that find mathequiv by its name or import it."""
