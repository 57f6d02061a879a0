"""TRL: two steps of GRPO with a tiny model, by the documented program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mathequiv.harness.rewards import reward_grade, reward_value
from tests.conftest import run_snippet

pytest.importorskip("trl", reason="TRL is not installed: nox -s 'host(trl)'")

import pyarrow.parquet
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

WORDS = (r"$\boxed{1}$", r"$\boxed{2}$", r"$\boxed{\frac{1}{}$", "so", "One", "plus", "is?")
PROBLEMS = {"One plus One is?": "2", "so One plus One is?": r"\frac{4}{2}", "One is?": "1", "is?": None}
CHAT = "{% for message in messages %}{{ message['content'] }} {% endfor %}"


def tiny_model(folder: Path) -> Path:
    """A randomly initialised model whose vocabulary is `WORDS`, so that some of what it says is rewarded."""
    vocabulary = {word: number for number, word in enumerate(("<pad>", "<eos>", *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="so"))  # noqa: S106 - a word
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    marks = {"pad_token": "<pad>", "eos_token": "<eos>", "chat_template": CHAT}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks)
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    LlamaForCausalLM(LlamaConfig(vocab_size=len(vocabulary), eos_token_id=1, pad_token_id=0, **size)).save_pretrained(
        folder
    )
    return folder


def text_of(column: str | list[dict[str, str]]) -> str:
    return column if isinstance(column, str) else column[-1]["content"]


@pytest.mark.parametrize("conversational", [False, True])
def test_the_documented_program_trains_with_the_reward(conversational: bool, tmp_path: Path) -> None:
    """Each reward that the trainer logs is the grade of the completion beside it; rows without reference have none."""
    lines = []
    for text, answer in PROBLEMS.items():
        prompt = [{"role": "user", "content": text}] if conversational else text
        lines.append(json.dumps({"prompt": prompt, "answer": answer}) + "\n")
    (tmp_path / "train.jsonl").write_text("".join(lines), encoding="utf-8")
    run_snippet("trl.md", "train", tmp_path, MODEL=str(tiny_model(tmp_path / "model")))
    files = sorted(tmp_path.glob("out/completions/*.parquet"))
    logged = [row for file in files for row in pyarrow.parquet.read_table(file).to_pylist()]
    assert (len(files), len(logged)) == (2, 16)
    for row in logged:
        graded = reward_grade(text_of(row["completion"]), PROBLEMS[text_of(row["prompt"])])
        assert row["mathequiv_reward"] == reward_value(graded)
        assert row["mathequiv_status"] == graded.status.value
    assert {row["mathequiv_reward"] for row in logged} == {0.0, 1.0, None}
