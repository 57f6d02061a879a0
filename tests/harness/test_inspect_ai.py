"""The Inspect scorer, run by Inspect's own command over recorded responses."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mathequiv import Status, grade
from tests.conftest import run_snippet

pytest.importorskip("inspect_ai", reason="inspect_ai is not installed: nox -s host(inspect_ai)")

from inspect_ai.log import EvalLog, EvalSample, read_eval_log
from inspect_ai.model import ContentReasoning

NAME = "mathequiv_scorer"
RATES = ("cut_off", "no_answer", "empty", "undecided", "error")


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    (tmp_path / "problems.jsonl").write_bytes((shared / "specimens" / "math20.jsonl").read_bytes())
    return tmp_path


def evaluated(folder: Path, replay: str, model: str) -> EvalLog:
    run_snippet("inspect.md", "eval", folder, MODEL=model, LOCAL_BASE_URL=replay, LOCAL_API_KEY="x")
    [file] = folder.glob("logs/*.eval")
    return read_eval_log(str(file))


def expected(sample: EvalSample) -> Status:
    content = sample.output.message.content
    parts = [] if isinstance(content, str) else content
    reasoning = "".join(part.reasoning for part in parts if isinstance(part, ContentReasoning))
    return grade(
        sample.output.completion,
        list(sample.target) if isinstance(sample.target, list) else sample.target,
        finish_reason=sample.output.stop_reason,
        reasoning=reasoning,
        problem=sample.input if isinstance(sample.input, str) else sample.input[-1].text,
    ).status


@pytest.mark.parametrize("model", ["replay", "replay-mixed", "replay-think", "replay-reasoning"])
def test_the_documented_command_grades_as_the_library(
    model: str, folder: Path, replay: str, recorded: list[dict[str, Any]]
) -> None:
    log = evaluated(folder, replay, model)
    assert log.status == "success"
    if model == "replay":
        answered = sorted(sample.output.completion for sample in log.samples)
        assert answered == sorted(text.rstrip() for row in recorded for text in row["responses"])
    statuses = [expected(sample) for sample in log.samples]
    assert len(statuses) == 160
    for sample, status in zip(log.samples, statuses, strict=True):
        score = sample.scores[NAME]
        assert score.metadata["status"] == status.value
        assert score.value == ("C" if status is Status.CORRECT else "I")
        assert score.explanation
    reported = {name: metric.value for row in log.results.scores for name, metric in row.metrics.items()}
    assert reported["accuracy"] == pytest.approx(statuses.count(Status.CORRECT) / 160)
    for name in RATES:
        assert reported[name] == pytest.approx(statuses.count(Status(name)) / 160)


def test_cut_off_responses_are_seen_by_their_stop_reason(folder: Path, replay: str) -> None:
    log = evaluated(folder, replay, "replay-mixed")
    stopped = [sample for sample in log.samples if sample.output.stop_reason == "max_tokens"]
    kinds = {sample.scores[NAME].metadata["status"] for sample in stopped}
    assert "cut_off" in kinds
    assert not kinds & {"no_answer", "empty"}


def test_strict_policy_over_every_recorded_response(recorded: list[dict[str, Any]]) -> None:
    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Target
    from inspect_ai.solver import TaskState

    from mathequiv.harness.inspect_ai import mathequiv_scorer

    async def graded(text: str, answer: str, problem: str) -> str:
        output = ModelOutput.from_content("replay", text)
        state = TaskState("replay", sample_id=0, epoch=1, input=problem, messages=[], output=output)
        score = await mathequiv_scorer("strict")(state, Target(answer))
        return score.metadata["status"]

    for row in recorded:
        for text in row["responses"]:
            kind = grade(text, row["answer"], policy="strict", problem=row["problem"]).status.value
            assert asyncio.run(graded(text, row["answer"], row["problem"])) == kind


def test_a_sample_without_output_is_an_empty_response(tmp_path: Path) -> None:
    import inspect_ai
    from inspect_ai.dataset import Sample
    from inspect_ai.solver import Generate, Solver, TaskState, solver

    from mathequiv.harness.inspect_ai import mathequiv_scorer

    @solver
    def nothing() -> Solver:
        async def solve(state: TaskState, _: Generate) -> TaskState:
            if state.sample_id == 1:
                raise RuntimeError("the server is down")
            return state

        return solve

    samples = [Sample(input="How many?", target="1", id=1), Sample(input="How many?", target="1", id=2)]
    task = inspect_ai.Task(dataset=samples, solver=nothing(), scorer=mathequiv_scorer(), fail_on_error=False)
    [log] = inspect_ai.eval(task, model="mockllm/model", display="none", log_dir=str(tmp_path))
    assert log.status == "success"
    assert [sample.scores[NAME].metadata["status"] for sample in log.samples if sample.scores] == ["empty"]
    again = inspect_ai.score(log, mathequiv_scorer(), action="overwrite", display="none")
    assert [sample.scores[NAME].metadata["status"] for sample in again.samples] == ["empty", "empty"]


def test_a_log_is_scored_again(tmp_path: Path, shared: Path) -> None:
    for number, file in enumerate(sorted((shared / "specimens" / "inspect_ai" / "logs").iterdir())):
        folder = tmp_path / str(number)
        folder.mkdir()
        run_snippet("inspect.md", "score", folder, LOG=str(file))
        log = read_eval_log(str(folder / f"rescored{file.suffix}"))
        assert log.samples
        for sample in log.samples:
            assert sample.scores[NAME].metadata["status"] == expected(sample).value


def test_the_scorer_in_a_task_of_ones_own(tmp_path: Path, replay: str) -> None:
    printed = run_snippet("inspect.md", "task", tmp_path, MODEL="replay", LOCAL_BASE_URL=replay, LOCAL_API_KEY="x")
    assert "'status': 'no_answer'" in printed
