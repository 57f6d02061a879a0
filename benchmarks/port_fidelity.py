r"""Is the port of MATH's normalisation the published function? Both are fed the same texts and pairs.

Compared are the normal form or the type of the exception, text by text, and the verdict, pair by pair.

    python -m benchmarks.port_fidelity --published …/lm_eval/tasks/hendrycks_math/utils.py

Without ``--published`` the file of an installed lm-evaluation-harness is taken (or of MATHEQUIV_PUBLISHED_UTILS).
Exits 1 unless every text and every pair agrees, 2 without the published function.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.published import VARIABLE, Published, load_published
from mathequiv.layers import math_is_equiv

SEED = 20_210_305
GENERATED = 100_000
SAMPLE = 120
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

Pair = tuple[str | None, str | None]

ATOMS = (
    *"0123456789abkxyn.,;:!?'()[]{}|+-*/=<>^_&$%~\"@#",
    *(" ", " ", "\n", "\t", "\\", "\\\\", "\\!", "\\,", "\\ ", "\u00a0", "٣", "π", "½", "𝟙", "\x0c"),
    *(
        "\\frac",
        "\\dfrac",
        "\\tfrac",
        "\\cfrac",
        "frac",
        "dtfrac",
        "\\sqrt",
        "\\sqrt[3]",
        "\\left",
        "\\right",
        "\\leftarrow",
    ),
    *("^\\circ", "^{\\circ}", "\\circ", "\\$", "\\%", "%", "\\text{ ", "\\text{", "\\text{ cm}", "\\mbox{ in}^2"),
    *(
        "x=",
        "k = ",
        "xy=",
        "y = ",
        "==",
        " .",
        "{.",
        "0.5",
        ".5",
        "-",
        "{1}{2}",
        "12",
        "1/2",
        "-3/4",
        "007/8",
        "1_0/2",
        "+1/2",
    ),
    *("\\pi", "\\infty", "\\cup", "\\pm", "\\le", "\\{", "\\}", "\\begin{pmatrix}", "\\end{pmatrix}", " \\text{ or } "),
)
RESTYLES: tuple[tuple[str, str], ...] = (
    ("\\frac", "\\dfrac"), ("\\frac", "\\tfrac"), ("\\frac{1}{2}", "\\frac12"), ("(", "\\left("), (")", "\\right)"),
    (",", ", "), (" ", ""), ("", " "), ("\\sqrt{2}", "\\sqrt2"), ("\\sqrt{", "\\sqrt {"), ("0.", "."), ("\\", "\\\\"),
    ("^\\circ", ""), ("^\\circ", "^{\\circ}"), ("\\%", ""), ("\\$", ""), ("-", " - "), ("+", "\n+"), ("/", " / "),
    ("=", " = "), ("}{", "} {"), ("0", "0\\!"), ("\\frac", "\\frac "),
)  # fmt: skip
AFFIXES = ("x=", "k = ", " ", "\\text{ cm}", "\\%", "^\\circ", "\\!", "\n", "\\$", ".", "\\text{ and }", "/2")


@dataclass(slots=True)
class Tally:
    """One row of the table."""

    corpus: str
    texts: int = 0
    raised: int = 0
    pairs: int = 0
    equal: int = 0
    wrong: list[str] = field(default_factory=list)


def outcome(function: Callable[..., Any], *arguments: str | None) -> object:
    """What a call gives, or the type of the exception it raises; what it prints is swallowed."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*arguments)
    except Exception as problem:  # noqa: BLE001 - whatever is raised is what is compared
        return type(problem)


def measure(corpus: str, pairs: Iterable[Pair], published: Published) -> Tally:
    tally = Tally(corpus)
    seen: set[str | None] = {None}
    for pair in pairs:
        for text in pair:
            if text not in seen:
                seen.add(text)
                check_text(text, published, tally)
        check_pair(pair, published, tally)
    return tally


def check_text(text: str | None, published: Published, tally: Tally) -> None:
    theirs, ours = outcome(published.strip_string, text), outcome(math_is_equiv.normalize, text)
    tally.texts += 1
    tally.raised += isinstance(theirs, type)
    if theirs != ours:
        tally.wrong.append(f"{text!r}: published {theirs!r}, port {ours!r}")


def check_pair(pair: Pair, published: Published, tally: Tally) -> None:
    theirs, ours = outcome(published.is_equiv, *pair), outcome(math_is_equiv.is_equiv, *pair)
    tally.pairs += 1
    tally.equal += theirs is True
    if theirs is not ours:
        tally.wrong.append(f"{pair!r}: published {theirs!r}, port {ours!r}")


def restyled(text: str, rng: random.Random) -> str:
    """The text with a few respellings of the sort that models write, or an edit that changes it."""
    for _ in range(rng.randrange(1, 4)):
        kind = rng.randrange(4)
        place = rng.randrange(len(text) + 1)
        if kind == 0:
            text = text[:place] + rng.choice(ATOMS) + text[place:]
        elif kind == 1:
            text = rng.choice(AFFIXES) + text if rng.random() < 0.5 else text + rng.choice(AFFIXES)
        else:
            old, new = rng.choice(RESTYLES)
            text = text.replace(old, new, 1) if old else text[:place] + new + text[place:]
    return text


def generated(answers: list[str], rng: random.Random) -> Iterator[Pair]:
    """Random concatenations of LaTeX pieces, edited answers and raw characters, each with a relative of itself."""
    for _ in range(GENERATED):
        kind = rng.randrange(10)
        if kind < 5 or not answers:
            text = "".join(rng.choice(ATOMS) for _ in range(rng.randrange(9)))
        elif kind < 9:
            text = restyled(rng.choice(answers), rng)
        else:
            text = "".join(
                chr(rng.choice((rng.randrange(128), rng.randrange(0x2FFF)))) for _ in range(rng.randrange(12))
            )
        yield text, restyled(text, rng)


def rows(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def boxed(response: str) -> str | None:
    """What follows the last box, up to the brace that closes it, or all of it."""
    start = response.rfind("\\boxed{")
    if start < 0:
        return None
    depth, begin = 1, start + len("\\boxed{")
    for place in range(begin, len(response)):
        depth += {"{": 1, "}": -1}.get(response[place], 0)
        if depth == 0:
            return response[begin:place]
    return response[begin:]


def response_pairs() -> Iterator[Pair]:
    for row in rows("responses_math100.jsonl"):
        for response in row["responses"]:
            yield boxed(response), row["answer"]
            yield response[-200:], row["answer"]
            yield response[-200:], response[-200:]


def corpora() -> Iterator[tuple[str, Iterable[Pair]]]:
    answers = [row["answer"] for row in rows("math500.jsonl")]
    rng = random.Random(SEED)
    sample = rng.sample(answers, min(SAMPLE, len(answers)))
    yield "MATH-500 answers, each with itself", [(answer, answer) for answer in answers]
    yield "MATH-500 answers, each with restyled", [(a, restyled(a, rng)) for a in answers for _ in range(20)]
    yield "MATH-500 answers, all pairs of a sample", [(a, b) for a in sample for b in sample]
    yield "labelled pairs", [(row["reference"], row["prediction"]) for row in rows("labelled_pairs.jsonl")]
    yield "responses: boxes and last 200 characters", response_pairs()
    yield "missing answers", [(None, None), (None, ""), ("5", None)]
    yield f"generated, seed {SEED}", generated(answers, rng)


def report(tallies: list[Tally]) -> int:
    """Print the table and the first disagreements.

    Returns:
        The number of disagreements.
    """
    print(f"{'corpus':<42}{'texts':>8}{'raise':>8}{'pairs':>8}{'True':>8}{'differ':>8}")
    for tally in tallies:
        counts = (tally.texts, tally.raised, tally.pairs, tally.equal, len(tally.wrong))
        print(f"{tally.corpus:<42}" + "".join(f"{count:>8}" for count in counts))
    wrong = [line for tally in tallies for line in tally.wrong]
    print("\n".join(wrong[:20]) or "every text and every pair agrees")
    return len(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Hold the port of MATH's normalisation against the published function."
    )
    parser.add_argument("--published", type=Path, help="path of lm_eval/tasks/hendrycks_math/utils.py")
    published = load_published(parser.parse_args().published)
    if published is None:
        print(f"no published function: install lm-eval, or give --published or {VARIABLE}", file=sys.stderr)
        return 2
    if not DATA.is_dir():
        print(
            "the data folder ../shared is not beside this checkout: only generated texts are compared", file=sys.stderr
        )
    return 1 if report([measure(name, pairs, published) for name, pairs in corpora()]) else 0


if __name__ == "__main__":
    sys.exit(main())
