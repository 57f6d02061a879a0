"""ms-swift: its own computation of rewards over recorded responses. No trainer, which wants a model to train."""

from __future__ import annotations

from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.places import PLACES

pytest.importorskip("swift", reason="ms-swift is not installed: nox -s 'host(ms_swift)'")

import torch
from swift.rewards import orms
from swift.rl_core.data import GRPOSample
from swift.rl_core.grpo_algorithm import compute_rewards_per_func
from swift.utils import import_external_file


@pytest.mark.parametrize("column", ["solution", "answer"])
def test_rewards_of_samples(column: str, recorded: list[dict[str, Any]]) -> None:
    """The file as the trainer imports it, the reward by its name, the samples as rollouts leave them."""
    import_external_file(str(PLACES["ms-swift"].location()))
    reward = orms["mathequiv"](args=None)
    samples, expected = [], []
    for row in recorded:
        for text in row["responses"]:
            said = [{"role": "user", "content": row["problem"]}, {"role": "assistant", "content": text}]
            samples.append(GRPOSample.from_row({"messages": said, column: row["answer"]}))
            expected.append(float(grade(text, row["answer"], policy="strict", problem=row["problem"]).correct))
    rewards = compute_rewards_per_func(samples, [reward], [None], torch.device("cpu"))
    assert rewards[:, 0].tolist() == expected
    assert len(expected) == 160


def test_a_data_set_without_references() -> None:
    import_external_file(str(PLACES["ms-swift"].location()))
    with pytest.raises(ValueError, match="column solution or answer"):
        orms["mathequiv"](args=None)([r"\boxed{5}"], gold=["5"])
