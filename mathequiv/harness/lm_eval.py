"""lm-eval: the functions that the task files in ``lm_eval_tasks`` name.

``process_results`` also re-grades a stock task: a task file that includes it and names this function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mathequiv.errors import InputError
from mathequiv.grading import grade
from mathequiv.harness.facts import shares
from mathequiv.harness.reference import reference_text

__all__ = ["gsm8k_docs", "problems_of_file", "process_results", "process_results_strict"]


def process_results(doc: Mapping[str, Any], results: Sequence[str | Sequence[str]]) -> dict[str, float]:
    """Grade the responses to one problem.

    Args:
        doc: a row with the reference answer in ``answer``, or several of which one match is enough; its
            ``problem`` or ``question`` is the problem's text.
        results: what the filter left: one response, or a list of them (``repeats`` with ``take_first_k``).

    Returns:
        ``accuracy`` and the share of responses of each status in `mathequiv.harness.facts.RATES`, from 0 to 1.
    """
    return _graded(doc, results, "default")


def process_results_strict(doc: Mapping[str, Any], results: Sequence[str | Sequence[str]]) -> dict[str, float]:
    r"""As `process_results`, under the strict policy: only a closed ``\boxed{…}``, no rounding."""
    return _graded(doc, results, "strict")


def _graded(doc: Mapping[str, Any], results: Sequence[str | Sequence[str]], policy: str) -> dict[str, float]:
    responses = [text for item in results for text in ([item] if isinstance(item, str) else item)]
    gold, problem = reference_text(doc["answer"]), _problem(doc)
    return shares([grade(text, gold, policy=policy, problem=problem) for text in responses])


def _problem(doc: Mapping[str, Any]) -> str | None:
    texts = (doc.get(name) for name in ("problem", "question"))
    return next((text for text in texts if isinstance(text, str)), None)


def gsm8k_docs(rows: Any) -> Any:
    """GSM8K with the final number, which stands after ``####``, in ``answer`` and the text before it in ``solution``.

    Args:
        rows: the rows as a ``datasets.Dataset``.
    """
    return rows.map(_gsm8k_row)


def _gsm8k_row(doc: Mapping[str, Any]) -> dict[str, Any]:
    solution, _, number = doc["answer"].rpartition("####")
    return {**doc, "solution": solution.strip(), "answer": number.strip()}


def problems_of_file(problems: str | None = None, **_others: object) -> dict[str, Any]:
    """The problems of a local JSON or JSON Lines file, for tasks that are given one as ``--metadata problems=FILE``.

    Args:
        problems: the file; its rows hold ``problem`` and ``answer``.

    Raises:
        InputError: no file is named.
    """
    import datasets  # noqa: PLC0415 - lm-eval's own dependency, needed by this task only

    if problems is None:
        raise InputError("this task needs a file of problems: --metadata problems=FILE")
    return dict(datasets.load_dataset("json", data_files={"test": problems}))
