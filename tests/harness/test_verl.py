"""verl: its own reward loop and its older ``prime`` manager over recorded responses. No trainer, which needs a GPU."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mathequiv import grade
from mathequiv.harness.places import PLACES
from tests.conftest import run_snippet

pytest.importorskip("verl", reason="verl is not installed: nox -s 'host(verl)'")

import numpy as np
import ray
import torch
from hydra import compose, initialize_config_module
from omegaconf import DictConfig
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from verl import DataProto
from verl.experimental.reward_loop.reward_loop import RewardLoopManager
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.workers.reward_manager.prime import PrimeRewardManager

PACKAGE = "pkg://mathequiv.harness.verl"
FILE = str(PLACES["verl"].location())


def config(model: Path, path: str, name: str, *others: str) -> DictConfig:
    overrides = [f"reward.custom_reward_function.path={path}", f"reward.custom_reward_function.name={name}"]
    with initialize_config_module("verl.trainer.config", version_base=None):
        model_path = f"actor_rollout_ref.model.path={model}"
        return compose("ppo_trainer", [*overrides, model_path, "reward.num_workers=2", *others])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tokenizer that can spell any text, byte by byte."""
    folder = tmp_path_factory.mktemp("model")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(["<pad>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = {"pad_token": "<pad>", "eos_token": "<pad>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(folder)
    (folder / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
    return folder


@pytest.fixture
def cluster() -> Iterator[None]:
    ray.init(num_cpus=4, include_dashboard=False)
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def expected(recorded: list[dict[str, Any]]) -> list[float]:
    return [float(grade(text, row["answer"], policy="strict").correct) for row in recorded for text in row["responses"]]


@pytest.fixture
def batch(model: Path, recorded: list[dict[str, Any]]) -> DataProto:
    """The recorded responses as a trainer hands them over: padded token ids."""
    tokenizer = PreTrainedTokenizerFast.from_pretrained(model)
    rows = [(text, row["answer"]) for row in recorded for text in row["responses"]]
    responses = tokenizer([text for text, _ in rows], padding=True, padding_side="right", return_tensors="pt")
    prompts = torch.zeros((len(rows), 1), dtype=torch.long)
    mask = torch.cat([torch.ones_like(prompts), responses["attention_mask"]], dim=1)
    tensors = {"prompts": prompts, "responses": responses["input_ids"], "attention_mask": mask}
    columns = {
        "data_source": np.array(["math"] * len(rows), dtype=object),
        "reward_model": np.array([{"ground_truth": answer} for _, answer in rows], dtype=object),
        "extra_info": np.array([{} for _ in rows], dtype=object),
    }
    return DataProto.from_dict(tensors=tensors, non_tensors=columns)


def test_the_documented_check(tmp_path: Path) -> None:
    printed = literal_eval(run_snippet("verl.md", "check", tmp_path).strip().splitlines()[-1])
    assert (printed["score"], printed["pred"], printed["status"]) == (1.0, "0.5", "correct")


@pytest.mark.parametrize("path", [PACKAGE, FILE])
def test_reward_kwargs_choose_the_policy(path: str, model: Path) -> None:
    response = {"data_source": "math", "solution_str": "The answer is 5.", "ground_truth": "5", "extra_info": {}}
    lenient = "+reward.custom_reward_function.reward_kwargs.policy=default"
    assert get_custom_reward_fn(config(model, path, "compute_score"))(**response) == 0.0
    assert get_custom_reward_fn(config(model, path, "compute_score", lenient))(**response) == 1.0


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("manager", ["naive", "dapo", "remote"])
@pytest.mark.parametrize("function", [(PACKAGE, "compute_score_details"), (FILE, "compute_score")])
def test_the_reward_loop(
    manager: str, function: tuple[str, str], model: Path, batch: DataProto, expected: list[float]
) -> None:
    loop = RewardLoopManager(config(model, *function, f"reward.reward_manager.name={manager}"))
    graded = loop.compute_rm_score(batch)
    assert graded.batch["rm_scores"].sum(dim=1).tolist() == expected
    assert graded.non_tensor_batch["acc"].tolist() == expected
    if function[0] == PACKAGE:
        assert (graded.non_tensor_batch["status"] == "correct").tolist() == [bool(one) for one in expected]


@pytest.mark.parametrize("path", [PACKAGE, FILE])
def test_the_older_prime_manager(path: str, model: Path, batch: DataProto, expected: list[float]) -> None:
    """Which calls by position, from forked processes."""
    function = get_custom_reward_fn(config(model, path, "compute_score"))
    manager = PrimeRewardManager(PreTrainedTokenizerFast.from_pretrained(model), 0, function)
    assert manager.verify(batch) == expected
