"""Each harness's own scorer beside mathequiv, on the same 160 recorded responses: counts, and every disagreement.

``python -m benchmarks.host_scorers HOST``, in an environment that has the host; reads the data folder ``../shared``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mathequiv import grade

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def recorded() -> list[tuple[dict[str, Any], str]]:
    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (SHARED / name).read_text(encoding="utf-8").splitlines()]

    responses = {row["problem"]: row["responses"] for row in rows("data/responses_math100.jsonl")}
    return [(row, text) for row in rows("specimens/math20.jsonl") for text in responses[row["problem"]]]


def lm_eval(task: str, metric: str) -> Callable[[list[tuple[dict[str, Any], str]]], list[bool]]:
    def scores(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
        from importlib import import_module

        from datasets import Dataset

        utils = import_module(f"lm_eval.tasks.{task}.utils")
        docs = utils.process_docs(Dataset.from_list([row for row, _ in pairs]))
        return [bool(utils.process_results(doc, [pair[1]])[metric]) for doc, pair in zip(docs, pairs, strict=True)]

    return scores


def inspect_ai(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Target, math
    from inspect_ai.solver import TaskState

    async def all_scores() -> list[bool]:
        scorer, results = math(), []
        for row, text in pairs:
            output = ModelOutput.from_content("recorded", text)
            state = TaskState("recorded", sample_id=0, epoch=1, input=row["problem"], messages=[], output=output)
            results.append((await scorer(state, Target(row["answer"]))).value == "C")
        return results

    return asyncio.run(all_scores())


def evalscope(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    from evalscope.api.registry import get_metric
    from evalscope.metrics.math.parser import extract_answer

    metric = get_metric("acc")(numeric=True)
    return [metric(extract_answer(text), row["answer"]) > 0 for row, text in pairs]


def lighteval(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    from lighteval.metrics.metrics import Metrics
    from lighteval.models.model_output import ModelResponse
    from lighteval.tasks.requests import Doc

    metric = Metrics.pass_at_k_math(sample_params={"k": 1, "n": 1})
    results = []
    for row, text in pairs:
        doc = Doc(query=row["problem"], choices=[f"ANSWER: {row['solution']}"], gold_index=0)
        [score] = metric.compute_sample(doc=doc, model_response=ModelResponse(text=[text])).values()
        results.append(score > 0)
    return results


def opencompass(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    from opencompass.datasets.math import MATHEvaluator, extract_boxed_answer, math_postprocess_v2

    answers = [math_postprocess_v2(text) for _, text in pairs]
    golds = [extract_boxed_answer(row["solution"]) for row, _ in pairs]
    return [row["correct"] for row in MATHEvaluator(version="v2").score(answers, golds)["details"]]


def trl(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    from trl.rewards import accuracy_reward

    completions = [[{"role": "assistant", "content": text}] for _, text in pairs]
    return [score == 1.0 for score in accuracy_reward(completions, [row["solution"] for row, _ in pairs])]


def verl(source: str) -> Callable[[list[tuple[dict[str, Any], str]]], list[bool]]:
    def scores(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
        from verl.utils.reward_score import default_compute_score

        given = [default_compute_score(source, text, row["answer"]) for row, text in pairs]
        return [(one["score"] if isinstance(one, dict) else one) > 0 for one in given]

    return scores


def verifiers(pairs: list[tuple[dict[str, Any], str]]) -> list[bool]:
    import verifiers as vf

    async def all_scores() -> list[bool]:
        rubric, results = vf.MathRubric(), []
        for row, text in pairs:
            completion = [{"role": "assistant", "content": text}]
            score = await rubric.correct_answer(parser=rubric.parser, completion=completion, answer=row["answer"])
            results.append(score > 0)
        return results

    return asyncio.run(all_scores())


HOSTS: dict[str, dict[str, Callable[[list[tuple[dict[str, Any], str]]], list[bool]]]] = {
    "lm_eval": {
        "hendrycks_math500 exact_match": lm_eval("hendrycks_math", "exact_match"),
        "minerva_math500 exact_match": lm_eval("minerva_math", "exact_match"),
        "minerva_math500 math_verify": lm_eval("minerva_math", "math_verify"),
    },
    "inspect_ai": {"math()": inspect_ai},
    "evalscope": {"math_500 acc": evalscope},
    "lighteval": {"math_500 pass@k_math": lighteval},
    "opencompass": {"MATHEvaluator v2": opencompass},
    "trl": {"accuracy_reward": trl},
    "verl": {"lighteval/MATH": verl("lighteval/MATH"), "math_dapo": verl("math_dapo")},
    "verifiers": {"MathRubric": verifiers},
}


def main() -> None:
    pairs = recorded()
    grades = [grade(text, row["answer"]) for row, text in pairs]
    print(f"mathequiv: {sum(one.correct for one in grades)} of {len(pairs)} correct")
    for name, scores in HOSTS[sys.argv[1]].items():
        theirs = scores(pairs)
        rows = list(zip(range(len(pairs)), pairs, grades, theirs, strict=True))
        apart = [row for row in rows if row[2].correct != row[3]]
        print(f"{name}: {sum(theirs)} of {len(pairs)} correct, {len(apart)} apart from mathequiv")
        for number, (row, _), graded, correct in apart:
            said = "correct" if correct else "wrong"
            print(f"  {number:3} {row['answer']!r} {graded.extraction.text!r}: {graded.status.value}, theirs {said}")


if __name__ == "__main__":
    main()
