"""Shapes that people's files have: each reads without an option, or the message holds the option to use."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma

import pytest

from mathequiv.cli.root import run
from mathequiv.errors import InputError
from mathequiv.scoring.run import ScoreRequest, score

GOLD = [{"id": f"q{n}", "problem": f"What is {n} + {n}?", "answer": str(2 * n)} for n in range(1, 4)]
"""Three problems. In every specimen the first two are answered right, and the third wrong."""

SAID = ["It is $\\boxed{2}$.", "So we get $\\boxed{4}$.", "Hence $\\boxed{7}$."]
ROWS = [{**gold, "text": text} for gold, text in zip(GOLD, SAID, strict=True)]


def lines(make, rows=ROWS):
    return "".join(json.dumps(make(row)) + "\n" for row in rows)


def chat(text, reason="stop"):
    message = {"role": "assistant", "content": text}
    return {
        "id": "c",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"message": message, "finish_reason": reason}],
    }


def response(text):
    thought = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Doubling."}]}
    message = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}
    return {"id": "resp_1", "object": "response", "status": "completed", "output": [thought, message], "error": None}


def claude(text):
    return {
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
    }


def gemini(text):
    parts = [{"text": "Doubling.", "thought": True}, {"text": text}]
    return {"candidates": [{"content": {"parts": parts, "role": "model"}, "finishReason": "STOP"}]}


def batch(body):
    return lambda row: {
        "custom_id": row["id"],
        "response": {"status_code": 200, "body": body(row["text"])},
        "error": None,
    }


def named(**names):
    return lambda row: {names.get(key, key): value for key, value in row.items()}


COLUMNS = {"id": [r["id"] for r in ROWS], "response": SAID, "answer": [r["answer"] for r in ROWS]}
FRAME = {name: {str(n): value for n, value in enumerate(column)} for name, column in COLUMNS.items()}
PAIRS = [(row["id"], row["text"]) for row in ROWS]

# Name of the file, its text, and whether the references come from a gold file.
SHAPES = {
    "responses-batch": ("p.jsonl", lines(batch(response)), True),
    "chat-batch": ("p.jsonl", lines(batch(chat)), True),
    "claude-batch": (
        "p.jsonl",
        lines(lambda r: {"custom_id": r["id"], "result": {"type": "succeeded", "message": claude(r["text"])}}),
        True,
    ),
    "completion-under-a-name": ("p.jsonl", lines(lambda r: {"id": r["id"], "raw": chat(r["text"])}), True),
    "completion-under-two-names": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "api": {"reply": chat(r["text"])}}),
        True,
    ),
    "responses-under-a-name": ("p.jsonl", lines(lambda r: {"id": r["id"], "result": response(r["text"])}), True),
    "completions-in-a-list": ("p.jsonl", lines(lambda r: {"id": r["id"], "calls": [chat(r["text"])]}), True),
    "gemini": ("p.jsonl", lines(lambda r: {"id": r["id"], "response": gemini(r["text"])}), True),
    "ollama": (
        "p.jsonl",
        lines(lambda r: {"problem": r["problem"], "reply": {"message": {"content": r["text"]}, "done": True}}),
        True,
    ),
    "choices-of-a-question": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "choices": ["1", "2", "4"], "response": r["text"], "answer": r["answer"]}),
        False,
    ),
    "choices-with-labels": (
        "p.jsonl",
        lines(
            lambda r: {
                "id": r["id"],
                "choices": [{"label": "A", "text": "2"}, {"label": "B", "text": "4"}],
                "output": r["text"],
                "gold": r["answer"],
            }
        ),
        False,
    ),
    "a-failed-request-first": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "completion": chat(r["text"])}, ROWS).replace(
            json.dumps(chat(SAID[2])), '{"error": "overloaded"}'
        ),
        True,
    ),
    "results-by-id": ("p.json", json.dumps({"model": "m", "results": {i: {"response": t} for i, t in PAIRS}}), True),
    "objects-by-id": ("p.json", json.dumps({i: {"model_output": t} for i, t in PAIRS}), True),
    "texts-by-id": ("p.json", json.dumps(dict(PAIRS)), True),
    "predictions-by-id": ("p.json", json.dumps({"predictions": dict(PAIRS)}), True),
    "one-key-rows": ("p.jsonl", lines(lambda r: {r["id"]: {"response": r["text"]}}), True),
    "one-key-texts": ("p.jsonl", lines(lambda r: {r["id"]: r["text"]}), True),
    "lists-of-columns": ("p.json", json.dumps(COLUMNS), False),
    "data-frame": ("p.json", json.dumps(FRAME), False),
    "split-frame": (
        "p.json",
        json.dumps({"columns": list(COLUMNS), "index": [0, 1, 2], "data": list(zip(*COLUMNS.values(), strict=True))}),
        False,
    ),
    "pretty-json-one-after-the-other": (
        "p.json",
        "\n".join(json.dumps({"id": r["id"], "response": r["text"]}, indent=2) for r in ROWS),
        True,
    ),
    "pretty-json-named-jsonl": (
        "p.jsonl",
        "\n".join(json.dumps({"id": r["id"], "response": r["text"]}, indent=2) for r in ROWS),
        True,
    ),
    "array-named-jsonl": ("p.jsonl", json.dumps([{"id": i, "response": t} for i, t in PAIRS]), True),
    "xz": ("p.jsonl.xz", lzma.compress(lines(named(text="response")).encode()), False),
    "bz2": ("p.jsonl.bz2", bz2.compress(lines(named(text="response")).encode()), False),
    "gz-without-a-suffix": ("p", gzip.compress(lines(named(text="response")).encode()), False),
    "csv-with-spaces-in-names": (
        "p.csv",
        "Problem ID,Model Output,Standard Answer\n" + "".join(f"{r['id']},{r['text']},{r['answer']}\n" for r in ROWS),
        False,
    ),
    "csv-with-semicolons": (
        "p.csv",
        "id;response;answer\n" + "".join(f"{r['id']};{r['text']};{r['answer']}\n" for r in ROWS),
        False,
    ),
    "camel-case": ("p.jsonl", lines(named(id="questionId", text="modelResponse", answer="groundTruth")), False),
    "references-as-objects": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "response": r["text"], "ground_truth": {"value": r["answer"], "type": "int"}}),
        False,
    ),
    "references-as-objects-in-a-list": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "response": r["text"], "answers": [{"text": r["answer"]}, {"text": "none"}]}),
        False,
    ),
    "references-as-printed-lists": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "response": r["text"], "final_answer": f"['{r['answer']}']"}),
        False,
    ),
    "olympiad-bench": (
        "p.jsonl",
        lines(
            lambda r: {
                "id": r["id"],
                "question": r["problem"],
                "model_output": {"0": r["text"]}["0"],
                "final_answer": [f"${r['answer']}$"],
                "is_multiple_answer": False,
                "unit": None,
                "error": None,
            }
        ),
        False,
    ),
    "scibench": (
        "p.jsonl",
        lines(
            lambda r: {
                "problemid": r["id"],
                "llm_output": r["text"],
                "answer_number": r["answer"],
                "unit": " $\\mathrm{~cm}$",
            }
        ),
        False,
    ),
    "an-id-missing": (
        "p.jsonl",
        lines(lambda r: {k: v for k, v in {**r, "response": r["text"]}.items() if (r["id"], k) != ("q2", "id")}),
        False,
    ),
    "verl-data": (
        "p.jsonl",
        lines(lambda r: {"uid": r["id"], "output": r["text"], "reward_model": {"ground_truth": r["answer"]}}),
        "--reference-field reward_model.ground_truth",
    ),
    "nested-response": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "answer": r["answer"], "gen": {"meta": 1, "output.text": r["text"]}}),
        None,
    ),
    "messages-and-nothing-else": (
        "p.jsonl",
        lines(lambda r: {"id": r["id"], "log": {"final": {"content": r["text"]}}, "target": r["answer"]}),
        "--response-field log.final.content",
    ),
}
for name in (
    *("final_solution", "llm_output", "model_prediction", "predicted_response", "raw_output", "Generated Text"),
    *("assistant_response", "model_solution", "llm_response", "predicted"),
):
    SHAPES[f"response-in-{name}"] = ("p.jsonl", lines(named(text=name, answer="standard_answer")), False)
for name in (
    "standard_answer",
    "actual_answer",
    "ground_truth",
    "groundTruth",
    "gold_answer",
    "Correct Answer",
    "label",
):
    SHAPES[f"reference-in-{name}"] = ("p.jsonl", lines(named(text="response", answer=name)), False)


@pytest.fixture
def command(capsys):
    def call(*args):
        code = run([str(arg) for arg in args])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(lines(lambda row: row, GOLD), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if isinstance(shape[2], bool)])
def test_it_reads_without_an_option(name, command, gold, tmp_path):
    file, content, joined = SHAPES[name]
    path = tmp_path / file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = command("score", path, *(["--gold", gold] if joined else []), "--json", "--workers", 1)
    assert code == 0, err
    summary = json.loads(out)
    assert (summary["n"], summary["problems"], summary["correct"]) == (3, 3, 2), err
    assert summary["warnings"] == []


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if isinstance(shape[2], str)])
def test_the_message_holds_the_option(name, command, tmp_path):
    file, content, option = SHAPES[name]
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    code, _, err = command("score", path)
    assert code == 2
    assert option in err
    code, out, err = command("score", path, *option.split(), "--json")
    assert (code, json.loads(out)["correct"]) == (0, 2), err


def test_a_key_with_a_dot_is_quoted_in_the_message(command, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(SHAPES["nested-response"][1], encoding="utf-8")
    code, _, err = command("score", path)
    assert code == 2
    assert """--response-field 'gen."output.text"'""" in err
    assert json.loads(command("score", path, "--response-field", 'gen."output.text"', "--json")[1])["correct"] == 2


GOLDS = {
    "answers-by-id": ("g.json", json.dumps({row["id"]: row["answer"] for row in GOLD})),
    "numbers-by-id": ("g.json", json.dumps({row["id"]: int(row["answer"]) for row in GOLD})),
    "several-by-id": ("g.json", json.dumps({row["id"]: [row["answer"], "none"] for row in GOLD})),
    "one-key-rows": ("g.jsonl", lines(lambda r: {r["id"]: r["answer"]}, GOLD)),
    "worked-solutions": ("g.jsonl", lines(lambda r: {**r, "answer": f"We add.\n#### {r['answer']}"}, GOLD)),
}


@pytest.mark.parametrize("name", GOLDS)
def test_references(name, command, tmp_path):
    preds, gold = tmp_path / "p.jsonl", tmp_path / GOLDS[name][0]
    preds.write_text(lines(lambda row: {"id": row["id"], "response": row["text"]}), encoding="utf-8")
    gold.write_text(GOLDS[name][1], encoding="utf-8")
    code, out, err = command("score", preds, "--gold", gold, "--json")
    assert (code, json.loads(out)["correct"]) == (0, 2), err


def test_zst(command, tmp_path):
    zstandard = pytest.importorskip("zstandard", reason="the extra 'inspect' is not installed")
    path = tmp_path / "p.jsonl.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress(lines(named(text="response")).encode()))
    assert json.loads(command("score", path, "--json")[1])["correct"] == 2


def test_zst_without_its_library_says_what_to_install(command, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = tmp_path / "p.jsonl.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd and more")
    code, _, err = command("score", path)
    assert code == 2
    assert "pip install 'mathequiv[inspect]'" in err


def test_a_folder_is_its_files(command, gold, tmp_path):
    folder = tmp_path / "run"
    (folder / "deep").mkdir(parents=True)
    for number, row in enumerate(ROWS):
        place = folder / "deep" if number else folder
        (place / f"{number}.jsonl").write_text(lines(named(text="response"), [row]), encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / ".cache.json").write_text("{}", encoding="utf-8")
    summary = json.loads(command("score", folder, "--gold", gold, "--json")[1])
    assert (summary["n"], summary["correct"]) == (3, 2)


def test_the_folder_of_a_finished_run_is_no_folder_of_predictions(command, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(lines(named(text="response")), encoding="utf-8")
    command("score", path, "--out", tmp_path / "out")
    code, _, err = command("score", tmp_path / "out")
    assert code == 2
    assert "is the folder of a finished run" in err


# ---- bad rows ------------------------------------------------------------------------------------------------------


def test_bad_rows_are_skipped_counted_and_listed(command, tmp_path):
    good = [json.dumps({"id": r["id"], "response": r["text"], "answer": r["answer"]}) for r in ROWS]
    bad = ["{", '{"id": "x", "answer": "1"}', "[1]", '{"id": [1], "response": "x", "answer": "1"}', "{]"]
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join([good[0], *bad, *good[1:]]) + "\n", encoding="utf-8")
    assert command("score", path)[0] == 2
    code, out, err = command("score", path, "--skip-bad", "--json", "--out", tmp_path / "out")
    summary = json.loads(out)
    assert (code, summary["n"], summary["correct"], summary["skipped"]["rows"]) == (0, 3, 2, 5)
    assert [place["line"] for place in summary["skipped"]["places"]] == [2, 3, 4, 5, 6]
    assert summary["skipped"]["reasons"]["field 'response': missing"] == 1
    assert f"skipped 1 row: field 'response': missing: {path}:3" in err
    code, out, _ = command("report", tmp_path / "out", "--out", tmp_path / "r.html")
    assert code == 0


def test_a_first_row_that_is_bad_is_skipped_too(command, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "0", "resp\n' + lines(named(text="response")), encoding="utf-8")
    code, out, _ = command("score", path, "--skip-bad", "--json")
    assert (code, json.loads(out)["correct"]) == (0, 2)


def test_rows_that_are_not_in_the_gold_file_are_skipped(command, gold, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(lines(named(text="response")) + '{"id": "zz", "response": "x"}\n', encoding="utf-8")
    code, out, _ = command("score", path, "--gold", gold, "--skip-bad", "--json")
    summary = json.loads(out)
    assert (code, summary["n"], summary["skipped"]["rows"]) == (0, 3, 1)
    assert list(summary["skipped"]["reasons"]) == [f"field 'id': its id is not in {gold} (field 'id')"]


# ---- rows out ------------------------------------------------------------------------------------------------------

PICKED = ["csv-with-semicolons", "data-frame", "pretty-json-named-jsonl", "results-by-id", "one-key-rows"]


@pytest.mark.parametrize("name", PICKED)
def test_rows_of_files_that_are_not_lines_are_filtered_into_json_lines(name, command, gold, tmp_path):
    file, content, joined = SHAPES[name]
    path, target = tmp_path / file, tmp_path / "right.jsonl"
    path.write_text(content, encoding="utf-8")
    code, _, err = command("filter", path, *(["--gold", gold] if joined else []), "--to", target)
    assert code == 0, err
    again = command("score", target, *(["--gold", gold] if joined else []), "--json")
    assert (json.loads(again[1])["n"], json.loads(again[1])["correct"]) == (2, 2)


def test_numbers_are_numbers_again(command, tmp_path):
    path = tmp_path / "p.json"
    path.write_text('[{"id": 7, "seed": 0.5, "response": "\\\\boxed{1}", "answer": 1, "x": [1, {"y": 2}]}]', "utf-8")
    out = command("filter", path)[1]
    assert out == '{"id": 7, "seed": 0.5, "response": "\\\\boxed{1}", "answer": 1, "x": [1, {"y": 2}]}\n'


# ---- by order ------------------------------------------------------------------------------------------------------


def test_files_are_joined_by_order_where_nothing_else_can(command, gold, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(lines(lambda row: {"response": row["text"]}), encoding="utf-8")
    code, _, err = command("score", path, "--gold", gold)
    assert code == 2
    assert "--by-order" in err
    code, out, err = command("score", path, "--gold", gold, "--by-order", "--json")
    assert (code, json.loads(out)["correct"]) == (0, 2)
    assert "joined by order" in err


def test_order_joins_neither_files_of_other_lengths_nor_files_with_some_ids(command, gold, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(lines(lambda row: {"response": row["text"]}, ROWS[:2]), encoding="utf-8")
    code, _, err = command("score", path, "--gold", gold, "--by-order")
    assert (code, "has 2 rows" in err) == (2, True)
    path.write_text(lines(lambda r: {"id": r["id"].replace("q3", "z"), "response": r["text"]}), encoding="utf-8")
    code, _, err = command("score", path, "--gold", gold, "--by-order")
    assert (code, "2 of 3 rows can be joined by id or text" in err) == (2, True)
    path.write_text(lines(named(text="response")), encoding="utf-8")
    code, out, err = command("score", path, "--gold", gold, "--by-order", "--json")
    assert (code, json.loads(out)["correct"], "--by-order is not needed" in err) == (0, 2, True)


# ---- never a silent zero -------------------------------------------------------------------------------------------


def many(make):
    return "".join(json.dumps(make(n)) + "\n" for n in range(20))


WARNED = {
    "empty": (
        lambda n: {"id": n, "response": "", "raw": {"parts": [{"content": f"\\boxed{{{n}}}"}]}, "answer": str(n)},
        "20 of 20 responses are empty; the response is read from 'response': --response-field raw.parts.0.content?",
    ),
    "no-references": (
        lambda n: {"id": n, "response": "\\boxed{1}", "answer": None, "meta": {"gold": "1"}},
        "20 of 20 responses have no usable reference: --reference-field meta.gold?",
    ),
    "undecided": (
        lambda n: {"id": n, "response": f"\\boxed{{case {n} ?? ]}}", "answer": f"see case {n} ?? ]"},
        "20 of 20 responses are undecided, with the rule exhausted: are references meant to look like 'see case 0",
    ),
    "unreadable": (
        lambda n: {"id": n, "response": f"\\boxed{{{n}}}", "answer": f"{{{n}"},
        "20 of 20 responses have no usable reference (they are like '{0'): --reference-field or --gold names",
    ),
    "no-answers": (lambda n: {"id": n, "response": "I like sums.", "answer": str(n)}, "no answer is found"),
    "cut-off": (
        lambda n: {"id": n, "response": f"We add {n}", "finish_reason": "length", "answer": "1"},
        "are cut off before their answer",
    ),
    "all-wrong": (
        lambda n: {"id": n, "response": f"\\boxed{{{n}}}", "answer": str(n + 1)},
        "none of 20 responses is correct: do predictions and references belong together ('0' for '1';",
    ),
    "references-graded": (
        lambda n: {"id": n, "response": f"{n}", "answer": f"{n}"},
        "20 of 20 responses are identical to their reference",
    ),
    "one-id": (
        lambda n: {"id": "math", "response": f"\\boxed{{{n}}}", "answer": str(n)},
        "all 20 responses have the id 'math' (field 'id')",
    ),
    "one-text": (lambda n: {"id": n, "response": "\\boxed{1}", "answer": str(n)}, "all responses are the same text"),
    "two-models": (
        lambda n: {"id": n % 10, "response": f"\\boxed{{{n % 10}}}", "answer": str(n % 10), "model": "ab"[n // 10]},
        "rows with several values of 'model' are pooled (a, b)",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_looks_wrong_is_said(name, command, tmp_path):
    make, message = WARNED[name]
    path = tmp_path / "p.jsonl"
    path.write_text(many(make), encoding="utf-8")
    code, out, _ = command("score", path, "--workers", 1)
    assert code == 0
    assert f"warning: {message}" in out or any(message in line for line in out.splitlines() if line[:8] == "warning:")


def test_nothing_is_said_of_an_ordinary_run(command, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(
        many(lambda n: {"id": n, "response": f"So \\boxed{{{n % 15}}}.", "answer": str(n), "model": "a"}), "utf-8"
    )
    assert "warning" not in command("score", path)[1]


def test_there_are_enough_shapes():
    assert len(SHAPES) >= 25


# ---- names of columns that people write -----------------------------------------------------------------------------

HEADERS = [
    ("problem,prediction,truth", None),
    ("question,model output,gold standard", None),
    ("question,predicted,actual", None),
    ("q,pred,ans", None),
    ("Question,Response,Key", "--reference-field Key"),
    ("question,gpt4_answer,gold_answer", "--response-field gpt4_answer"),
    ("question,deepseek-r1,answer", "or what the response is: --response-field deepseek-r1"),
]


@pytest.mark.parametrize(("header", "option"), HEADERS, ids=[header for header, _ in HEADERS])
def test_a_table_is_read_or_the_option_that_reads_it_is_named(header, option, tmp_path):
    (tmp_path / "p.csv").write_text(f"{header}\nWhat is 2 + 3?,5,5\nWhat is 2 + 2?,5,4\n", encoding="utf-8")
    if option is not None:
        with pytest.raises(InputError, match=option):
            score(ScoreRequest([tmp_path / "p.csv"]))
        words = option.rpartition("--")[2].split()
        named = {words[0].removesuffix("-field"): words[1]}
    else:
        named = {}
    assert score(ScoreRequest([tmp_path / "p.csv"], fields=named)).total.counts == {"correct": 1, "wrong": 1}
