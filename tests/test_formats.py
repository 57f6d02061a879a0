"""File formats: the table, a sample file of each, the containers, and real files of the tools."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import random
import sys
import tracemalloc
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from mathequiv.errors import InputError
from mathequiv.scoring import formats
from mathequiv.scoring.fields import PREDICTION_ROLES, Numeral, choose
from mathequiv.scoring.formats import containers, eval_archive
from mathequiv.scoring.formats.format import Format
from mathequiv.scoring.formats.paths import MISSING, dig, first_of
from mathequiv.scoring.formats.registry import FORMATS, format_named, read_rows
from mathequiv.scoring.formats.replies import Reply, prompt_text, replies, reply
from mathequiv.scoring.join import open_predictions, references_of
from mathequiv.scoring.records import open_rows, record_of

DATA = Path(__file__).resolve().parent / "data" / "formats"


def need(path):
    """Skip a test whose file only an optional library can read."""
    if path.suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    if path.suffix == ".eval" and not importlib.util.find_spec("inspect_ai"):
        pytest.importorskip("zstandard", reason=".eval needs inspect_ai or zstandard")
    return path


def read(path, forced=None):
    """All records of a file, references included where it holds any."""
    head, rows = open_rows(need(path), forced)
    columns = choose([row.fields for row in head], PREDICTION_ROLES, path=path)
    return [record_of(row, columns, path) for row in rows]


# ---- sample files --------------------------------------------------------------------------------------------------

BOX = "Counting gives \\boxed{%s}."
FIFTEEN, SIXTEEN, THIRD = BOX % "15", BOX % "16", BOX % "1/3"

# One line for each response: id, sample as the tool tells it, response, finish reason, reasoning, references, scores.
SAMPLES = {
    "generic.jsonl": [
        ("t/1", None, FIFTEEN, None, None, ("15",), {}),
        ("t/1", None, SIXTEEN, None, None, ("15",), {}),
        ("t/2", None, THIRD, None, None, ("1/3", "0.3333"), {}),
        ("t/2", None, None, None, None, ("1/3", "0.3333"), {}),
    ],
    "generic.json": [
        ("t/1", None, FIFTEEN, None, None, ("15",), {}),
        ("t/2", None, THIRD, None, None, ("1/3",), {}),
    ],
    "generic.csv": [
        ("t/1", None, FIFTEEN, "stop", None, ("15",), {}),
        ("t/2", None, "It is", "length", None, ("1/3",), {}),
    ],
    "generic.tsv": [
        ("t/1", None, FIFTEEN, None, None, ("15",), {}),
        ("t/2", None, "", None, None, ("1/3",), {}),
    ],
    "generic.parquet": [
        ("1", None, FIFTEEN, None, None, ("15.0",), {}),
        ("1", None, SIXTEEN, None, None, ("15.0",), {}),
        ("2", None, THIRD, None, None, (), {}),
        ("2", None, None, None, None, (), {}),
    ],
    "lm-eval.jsonl": [
        ("t/1", None, FIFTEEN, None, None, ("15",), {"acc": 0.5}),
        ("t/1", None, SIXTEEN, None, None, ("15",), {"acc": 0.5}),
        ("t/2", None, THIRD, None, None, ("1/3",), {"acc": 0.5}),
        ("t/2", None, "", None, None, ("1/3",), {"acc": 0.5}),
    ],
    "lighteval.parquet": [
        ("t/1", None, FIFTEEN, None, None, ("15",), {"pass@k:k=1": 0.5}),
        ("t/1", None, SIXTEEN, None, None, ("15",), {"pass@k:k=1": 0.5}),
        ("t/2", None, THIRD, None, "Sixty.", ("1/3",), {"pass@k:k=1": 1.0}),
        ("t/2", None, "Hm.", None, None, ("1/3",), {"pass@k:k=1": 1.0}),
    ],
    "opencompass.json": [
        (None, None, FIFTEEN, None, None, ("15",), {}),
        (None, None, "An hour has 60.</think>" + THIRD, None, None, ("1/3",), {}),
        (None, None, SIXTEEN, None, None, ("15",), {}),
        (None, None, "", None, None, ("1/3",), {}),
    ],
    "evalscope-predictions.jsonl": [
        ("t/1", None, FIFTEEN, "stop", None, ("15",), {}),
        ("t/1", None, "Seven", "max_tokens", None, ("15",), {}),
        ("t/2", None, THIRD, "stop", "An hour has 60.", (), {}),
    ],
    "evalscope-reviews.jsonl": [
        ("t/1", 1, FIFTEEN, None, None, ("15",), {"accuracy": 1.0}),
        ("t/1", 0, "Seven", None, None, ("15",), {"accuracy": 0.0}),
        ("t/2", 0, THIRD, None, "An hour has 60.", ("1/3", "2/6"), {"accuracy": 1.0}),
    ],
    "simple-evals.json": [
        (None, None, FIFTEEN, None, None, ("15",), {"score": 1.0}),
        (None, None, BOX % "x<1/3", None, None, ("x < 1/3",), {"score": 0.0}),
    ],
    "inspect.json": [
        ("t/1", 0, FIFTEEN, "stop", None, ("15",), {"match": 1.0}),
        ("t/2", 0, THIRD, "stop", "Sixty minutes are an hour.", ("1/3", "2/6"), {"match": 1.0}),
        ("t/1", 1, "Seven and eight", "max_tokens", None, ("15",), {"match": 0.0}),
        ("t/2", 1, "I would rather not.", "stop", None, ("1/3",), {}),
    ],
    "openai-batch.jsonl": [
        ("t/2", 1, "It", "length", None, (), {}),
        ("t/1", 0, FIFTEEN, "stop", None, (), {}),
        ("t/2", 0, THIRD, "stop", "An hour has 60.", (), {}),
        ("t/3", None, None, None, None, (), {}),
        ("t/4", None, None, None, None, (), {}),
        ("t/5", None, None, None, None, (), {}),
    ],
    "openai-chat.jsonl": [
        ("t/1", None, FIFTEEN, "stop", None, ("15",), {}),
        ("t/1", None, "I would rather not.", "stop", None, ("15",), {}),
        ("t/2", None, "", "length", "An hour has", ("1/3",), {}),
        ("t/2", None, None, "content_filter", None, ("1/3",), {}),
    ],
    "openai-chat-bare.jsonl": [
        (None, None, FIFTEEN, "stop", "Seven and eight.", (), {}),
        (None, None, FIFTEEN, "stop", None, (), {}),
    ],
    "vllm-outputs.jsonl": [
        ("t/1", None, FIFTEEN, "stop", None, ("15",), {}),
        ("t/1", None, "Seven", "length", None, ("15",), {}),
    ],
    "qwen-math.jsonl": [
        ("0", None, FIFTEEN, None, None, ("15",), {"score": 1.0}),
        ("0", None, SIXTEEN, None, None, ("15",), {"score": 0.0}),
        ("1", None, THIRD, None, None, ("1/3",), {"score": 1.0}),
        ("1", None, "", None, None, ("1/3",), {"score": 0.0}),
    ],
    "nemo-skills.jsonl": [
        ("t/1", None, FIFTEEN, "stop", "Seven and eight.", ("15",), {"symbolic_correct": 1.0}),
        ("t/2", None, "", "content_filter", None, ("1/3",), {"symbolic_correct": 0.0}),
    ],
    "verl.jsonl": [
        (None, None, FIFTEEN, None, None, ("15",), {"score": 1.0, "acc": 1.0}),
        (None, None, BOX % "1/2", None, None, ("1/3", "2/6"), {"score": -1.0, "acc": 0.0}),
    ],
    "trl.parquet": [
        (None, None, FIFTEEN, None, None, ("15",), {"accuracy": 1.0}),
        (None, None, "Hm.", None, None, ("1/3",), {}),
    ],
    "trl-text.parquet": [(None, None, FIFTEEN, None, None, (), {"accuracy": 1.0})],
    "verifiers.jsonl": [
        ("t/1", None, FIFTEEN, "max_turns_reached", None, ("15",), {"reward": 1.0}),
        ("t/1", None, "Seven", "length", None, ("15",), {"reward": 0.0}),
        ("t/2", None, THIRD, "max_turns_reached", None, ("1/3",), {"reward": 1.0}),
    ],
    "verifiers-traces.jsonl": [
        ("t/1", None, FIFTEEN, "stop", None, ("15",), {"right": 1.0}),
        ("t/2", None, None, "length", "An hour has", ("1/3",), {"right": 0.0}),
    ],
}
SAMPLES["inspect.eval"] = SAMPLES["inspect.json"]
VARIANTS = {"openai-chat-bare": "openai-chat", "trl-text": "trl"}


def flat(records):
    return [
        (r.id, r.first_sample, s.response, s.finish_reason, s.reasoning, references_of(r), dict(s.scores or r.scores))
        for r in records
        for s in r.samples
    ]


def format_of(name):
    stem = name.split(".")[0]
    return VARIANTS.get(stem, stem)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_file(name):
    found = read(DATA / name)
    assert {record.format for record in found} == {format_of(name)}
    assert flat(found) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_forced_format_reads_the_same(name):
    assert flat(read(DATA / name, format_of(name))) == SAMPLES[name]


def test_every_format_has_a_sample_file_and_every_file_is_expected():
    assert {format_of(name) for name in SAMPLES} == {row.name for row in FORMATS}
    assert {path.name for path in DATA.iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("generic")])
def test_its_own_format_is_the_first_that_fits_a_sample(name):
    row = next(iter(read_rows(need(DATA / name)))).raw
    fitting = [known.name for known in FORMATS if known.fits(row)]
    # Rows of harnesses may hold a completion, as a script might keep one.
    assert [known for known in fitting[1:] if known != "openai-chat"] == ["generic"]
    assert fitting[0] == format_of(name)


@pytest.mark.parametrize("name", [name for name in SAMPLES if Path(name).suffix in {".jsonl", ".json", ".csv"}])
def test_gzip_reads_the_same(name, tmp_path):
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((DATA / name).read_bytes()))
    assert flat(read(packed)) == SAMPLES[name]


@pytest.mark.parametrize("name", [name for name in SAMPLES if Path(name).suffix in {".jsonl", ".json", ".parquet"}])
def test_standard_input_reads_the_same(name, monkeypatch):
    need(DATA / name)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((DATA / name).read_bytes())))
    head, rows = open_rows(Path("-"))
    columns = choose([row.fields for row in head], PREDICTION_ROLES, path=Path("-"))
    assert flat([record_of(row, columns, Path("-")) for row in rows]) == SAMPLES[name]
    assert not sys.stdin.buffer.closed


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".jsonl")])
def test_content_decides_where_the_name_says_nothing(name, tmp_path):
    path = tmp_path / "dump.txt"
    path.write_bytes((DATA / name).read_bytes())
    assert flat(read(path)) == SAMPLES[name]


# ---- the table -----------------------------------------------------------------------------------------------------


def test_names_are_unique_and_every_row_says_how_repeats_are_told():
    assert len({row.name for row in FORMATS}) == len(FORMATS)
    assert all(row.title and row.repeats for row in FORMATS)


def test_every_format_that_is_written_is_listed():
    modules = [import_module(f"{formats.__name__}.{found.name}") for found in iter_modules(formats.__path__)]
    written = {row.name for module in modules for row in vars(module).values() if isinstance(row, Format)}
    assert written == {row.name for row in FORMATS}


BAD_ROWS = [
    pytest.param({"paths": {"answer": ("a",)}, "has": ("a",)}, "unknown roles", id="unknown-role"),
    pytest.param({"paths": {"id": ("a",)}, "has": ("a",)}, "path to the response", id="no-response"),
    pytest.param({"paths": {"response": ("a",)}}, "sign to know it by", id="no-sign"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD_ROWS)
def test_a_bad_row_is_refused_on_load(arguments, message):
    with pytest.raises(ValueError, match=message):
        Format(name="x", title="x", **arguments)


def test_unknown_format():
    with pytest.raises(InputError, match="unknown format 'lm_eval': choose from lm-eval, "):
        format_named("lm_eval")


def test_a_file_name_decides_between_two_formats_that_fit(monkeypatch):
    from mathequiv.scoring.formats import registry

    first = Format("first", "x", {"response": ("a",)}, has=("a",))
    second = Format("second", "x", {"response": ("a",)}, has=("a",), names=("run_*.jsonl",))
    monkeypatch.setattr(registry, "FORMATS", (first, second, registry.GENERIC))
    assert registry._fitting([{"a": "x"}], "other.jsonl") is first
    assert registry._fitting([{"a": "x"}], "run_1.jsonl") is second


def test_a_value_of_another_kind_is_told_with_its_place(tmp_path):
    path = write(tmp_path, "p.jsonl", '{"input": "i", "output": 7.5, "gts": "1"}\n{"input": "i", "output": true}\n')
    with pytest.raises(InputError, match=r"p.jsonl:2: field 'output': holds bool, .* \(read as verl\)"):
        read(path, "verl")


def test_a_field_of_a_known_format_can_be_overruled_by_a_path():
    found = open_predictions(DATA / "lm-eval.jsonl", {"id": "doc_id", "reference": "doc.answer"})
    assert [(r.id, references_of(r)) for r in found.records()] == [("0", ("15",)), ("1", ("1/3",))]


def test_problem_is_the_last_question_of_a_conversation():
    problems = {record.problem.split(" books")[0] for record in read(DATA / "openai-chat.jsonl")[:1]}
    assert problems == {"A shelf holds 7 red and 8 blue"}


# ---- paths and replies ---------------------------------------------------------------------------------------------

TREE = {"a": {"b": [{"c": 1}, {"d": 2}]}, "x.y": 3, "n": None}
PATHS = [
    pytest.param("a.b.0.c", 1, id="into-a-list"),
    pytest.param("a.b.-1.d", 2, id="from-the-end"),
    pytest.param("a.b.*.c", [1, None], id="each-keeps-its-place"),
    pytest.param("a.b.2.c", MISSING, id="past-the-end"),
    pytest.param("a.z", MISSING, id="no-such-name"),
    pytest.param("a.*", MISSING, id="each-of-an-object"),
    pytest.param("x.y", 3, id="a-name-with-a-dot"),
    pytest.param("n", None, id="null-is-a-value"),
    pytest.param("n.m", MISSING, id="below-null"),
]


@pytest.mark.parametrize(("path", "want"), PATHS)
def test_path(path, want):
    assert dig(TREE, path) == want


def test_first_path_with_a_value_wins():
    assert first_of(TREE, ("z", "n", "a.b.0.c")) == 1
    assert first_of(TREE, ("z", "n")) is None
    assert first_of(TREE, ("z",)) is MISSING


REPLIES = [
    pytest.param("x", Reply("x"), id="text"),
    pytest.param(None, Reply(None), id="null"),
    pytest.param({"role": "assistant", "content": "x", "reasoning_content": "r"}, Reply("x", "r"), id="deepseek"),
    pytest.param({"role": "assistant", "content": "x", "reasoning": "r"}, Reply("x", "r"), id="vllm"),
    pytest.param({"role": "assistant", "content": ""}, Reply(""), id="empty-is-not-null"),
    pytest.param({"role": "assistant", "content": None, "refusal": "no"}, Reply("no"), id="refusal-field"),
    pytest.param([{"type": "refusal", "refusal": "no"}], Reply("no"), id="refusal-part"),
    pytest.param(
        [{"type": "reasoning", "reasoning": "r"}, {"type": "text", "text": "a"}, {"type": "output_text", "text": "b"}],
        Reply("ab", "r"),
        id="parts",
    ),
    pytest.param([{"type": "reasoning", "reasoning": "r"}], Reply(None, "r"), id="reasoning-alone-is-no-reply"),
    pytest.param([{"type": "thinking", "thinking": "r"}], Reply(None, "r"), id="thinking-part"),
    pytest.param([{"type": "image"}], Reply(None), id="part-without-text"),
    pytest.param(
        [
            {"role": "assistant", "content": "a"},
            {"role": "tool", "content": "t"},
            {"role": "assistant", "content": "b"},
        ],
        Reply("b"),
        id="last-assistant",
    ),
    pytest.param([{"role": "user", "content": "a"}], Reply(None), id="nobody-replied"),
    pytest.param([{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}], Reply("a"), id="sharegpt"),
]


@pytest.mark.parametrize(("value", "want"), REPLIES)
def test_reply(value, want):
    assert reply(value) == want


def test_several_replies_are_told_from_one_conversation():
    said = [{"role": "assistant", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert [one.text for one in replies(said)] == ["a", "b"]
    assert [one.text for one in replies([{"role": "user", "content": "q"}, *said])] == ["b"]
    assert [one.text for one in replies([["a", "b"], ["c"]])] == ["a", "b", "c"]
    assert [one.text for one in replies([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])] == ["ab"]


@pytest.mark.parametrize("value", [True, 3.5, [True]])
def test_no_reply(value):
    with pytest.raises(TypeError):
        reply(value)


def test_prompt_text():
    assert prompt_text([{"role": "system", "content": "s"}, {"role": "user", "content": "q"}]) == "q"
    with pytest.raises(TypeError):
        prompt_text([{"role": "system", "content": "s"}])


# ---- containers ----------------------------------------------------------------------------------------------------


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


DOCUMENTS = [
    pytest.param('[{"response": "a"}, {"response": "b"}]', ["a", "b"], id="array"),
    pytest.param('\n\n[\n {"response": "a"}\n]\n', ["a"], id="array-over-lines"),
    pytest.param('{"data": [{"response": "a"}], "other": [{"response": "b"}]}', ["a"], id="usual-name"),
    pytest.param('{"meta": 1, "mine": [{"response": "a"}]}', ["a"], id="only-list-of-objects"),
    pytest.param('{"t/1": {"response": "a"}, "t/2": {"response": "b"}}', ["a", "b"], id="objects-under-their-ids"),
    pytest.param('{"response": "a"}', ["a"], id="one-row"),
    pytest.param('{\n"response":\n"a"}', ["a"], id="one-row-over-lines"),
    pytest.param('{"response": "a"}\n\n', ["a"], id="one-line"),
    pytest.param('{"response": "a"}\n{"response": "b"}\n', ["a", "b"], id="lines-under-a-json-name"),
    pytest.param('\ufeff[{"response": "a"}]', ["a"], id="byte-order-mark"),
    pytest.param('{"choices": [{"message": {"content": "a"}}]}', ["a"], id="one-completion-is-no-list-of-rows"),
]


@pytest.mark.parametrize(("text", "want"), DOCUMENTS)
def test_json_document(text, want, tmp_path):
    found = read(write(tmp_path, "p.json", text))
    assert [sample.response for record in found for sample in record.samples] == want


def test_objects_under_their_ids_keep_an_id_of_their_own(tmp_path):
    path = write(tmp_path, "p.json", '{"t/1": {"response": "a"}, "t/2": {"response": "b", "id": "own"}}')
    assert [record.id for record in read(path)] == ["t/1", "own"]


BROKEN = [
    pytest.param("p.json", "[1, 2]", r"p.json:1: not a JSON object", id="no-objects"),
    pytest.param("p.json", '[\n{"response": }]', r"p.json:2: not JSON", id="line-of-a-document"),
    pytest.param("p.json", b'["\xff"]', r"not UTF-8 \(byte 3 of the file\)", id="not-utf8"),
    pytest.param("p.json", "[" * 200_000, "nested too deep", id="too-deep"),
    pytest.param("p.json", "[]", "the file contains no rows", id="empty-array"),
    pytest.param("p.txt", "hello", "not JSON", id="prose"),
    pytest.param("p.md", "# Title\n\nSome text.\n", "p.md: is in no format .*line 1: not JSON.*formats", id="a page"),
    pytest.param("p.csv", "id,response\n1,a\n2\n", r"p.csv:3: field 'response': missing", id="csv-too-few"),
    pytest.param("p.csv", "id,response\n1,a,b\n", r"p.csv:2: more fields than .* quotes", id="csv-too-many"),
    pytest.param("p.csv", 'id,response\n1,"a\n', r"p.csv:2: not CSV: a quote is never closed", id="csv-open-quote"),
    pytest.param("p.csv", b"id,response\n1,\xff\n", r"p.csv:2: not UTF-8", id="csv-not-utf8"),
    pytest.param("p.csv", "id,response\n", "the file contains no rows", id="csv-header-only"),
    pytest.param("p.jsonl.gz", b"\x1f\x8b\x08\x00broken", "cannot be read", id="broken-gzip"),
    pytest.param("p.jsonl.gz", gzip.compress(b'{"response": "a"}\n' * 999)[:-9], "cannot be read", id="cut-gzip"),
]


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_broken_files_say_what_and_where(name, text, message, tmp_path):
    with pytest.raises(InputError, match=message):
        read(write(tmp_path, name, text))


def test_csv_without_a_suffix_is_known_by_its_header(tmp_path):
    assert flat(read(write(tmp_path, "p.txt", (DATA / "generic.csv").read_bytes()))) == SAMPLES["generic.csv"]


def test_csv_lines_are_where_a_row_begins(tmp_path):
    path = write(tmp_path, "p.csv", 'id,response\na,"x\ny"\nb,z\n')
    assert [(record.id, record.line) for record in read(path)] == [("a", 2), ("b", 4)]


def test_long_csv_field(tmp_path):
    long = "x" * 300_000
    assert read(write(tmp_path, "p.csv", f"id,response\n1,{long}\n"))[0].samples[0].response == long


def test_broken_parquet(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    with pytest.raises(InputError, match="not Parquet"):
        read(write(tmp_path, "p.parquet", b"PAR1 and nothing of it PAR1"))


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'mathequiv\[parquet\]'"):
        open_rows(DATA / "generic.parquet")


def test_plain_values_keep_numbers_as_text():
    found = containers.plain({"a": [1, 0.1, float("nan"), True, None, b"x"]})
    assert found == {"a": ["1", "0.1", None, True, None, "x"]}
    assert isinstance(found["a"][0], Numeral)


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.endswith(".eval")])
def test_offsets_grow_to_the_file_size(name):
    offsets = [row.offset for row in read_rows(need(DATA / name))]
    assert offsets == sorted(offsets)
    # lm-eval's last rows belong to a filter that is passed over.
    assert offsets[-1] == (DATA / name).stat().st_size or name == "lm-eval.jsonl"


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".csv"])
def test_memory_does_not_grow_with_the_file(suffix, tmp_path):
    def peak(count):
        row = '{"response": "%s"}\n' if "json" in suffix else "%s\n"
        head = "" if "json" in suffix else "response,id\n"
        text = (head + "".join(row % ("x" * 1000 + ("" if head == "" else f",{i}")) for i in range(count))).encode()
        path = write(tmp_path, f"{count}{suffix}", gzip.compress(text) if suffix.endswith("gz") else text)
        tracemalloc.start()
        assert sum(1 for _ in open_rows(path)[1]) == count
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(4000) < 1.5 * peak(400)


# ---- Inspect archives ----------------------------------------------------------------------------------------------


def archive(tmp_path, members, method=zipfile.ZIP_DEFLATED):
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", method) as out:
        for name, text in members.items():
            out.writestr(name, text)
    return path


@pytest.fixture
def own_reading(monkeypatch):
    monkeypatch.setitem(sys.modules, "inspect_ai", None)
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)


@pytest.mark.usefixtures("own_reading")
def test_archive_packed_by_the_standard_library(tmp_path):
    samples = json.loads((DATA / "inspect.json").read_text(encoding="utf-8"))["samples"]
    names = [f"samples/{sample['id']}_epoch_{sample['epoch']}.json" for sample in samples]
    path = archive(tmp_path, {"header.json": "{}", **dict(zip(names, map(json.dumps, samples), strict=True))})
    assert flat(read(path)) == SAMPLES["inspect.json"]


@pytest.mark.usefixtures("own_reading")
def test_archive_without_zstandard_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(InputError, match=r"pip install 'mathequiv\[inspect\]'.*inspect log convert"):
        list(read_rows(DATA / "inspect.eval"))


@pytest.mark.usefixtures("own_reading")
def test_archives_that_are_no_log(tmp_path):
    with pytest.raises(InputError, match="zip archive without samples"):
        open_rows(archive(tmp_path, {"a.txt": "x"}))
    with pytest.raises(InputError, match="not a zip archive"):
        open_rows(write(tmp_path, "x.eval", b"PK\x03\x04 and no more"))


def test_both_readers_of_an_archive_agree(shared, monkeypatch):
    pytest.importorskip("inspect_ai", reason="compares with Inspect's own reader")
    path = next((shared / "specimens" / "inspect_ai" / "logs").glob("*.eval"))
    theirs = flat(read(path))
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)
    assert sorted(flat(read(path)), key=str) == sorted(theirs, key=str)


def test_zstandard_is_a_method_the_standard_library_may_lack():
    assert eval_archive._ZSTANDARD == 93


# ---- hostile rows --------------------------------------------------------------------------------------------------


def mangled(value, rng):
    """A copy with something replaced by a value of another kind somewhere."""
    others = (None, True, [], {}, [[]], "", "x", {"a": []}, [None], Numeral("7"))
    if rng.random() < 0.15:
        return rng.choice(others)
    if isinstance(value, dict):
        return {name: mangled(item, rng) for name, item in value.items() if rng.random() > 0.05}
    return [mangled(item, rng) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", [name for name in SAMPLES if Path(name).suffix == ".jsonl"])
def test_damaged_rows_are_read_or_refused_in_words(name, tmp_path):
    rng = random.Random(name)
    rows = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    for number in range(150):
        row = mangled(rng.choice(rows), rng)
        path = write(tmp_path, f"{number}.jsonl", json.dumps(row if isinstance(row, dict) else {}) + "\n")
        try:
            found = read(path, format_of(name))
        except InputError:
            continue
        assert all(s.response is None or isinstance(s.response, str) for r in found for s in r.samples)


# ---- the command ---------------------------------------------------------------------------------------------------


def test_formats_command_lists_every_format(run):
    code, out, _ = run("formats")
    assert code == 0
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [row.name for row in FORMATS]
    assert all(row.title in out for row in FORMATS)


def test_score_command_says_which_format_it_reads(run):
    code, _, notes = run("score", DATA / "qwen-math.jsonl", "--workers", 1)
    assert code == 0
    assert "reading qwen-math rows, with id, problem, response, reference" in notes


def test_score_command_takes_a_forced_format(run):
    path = DATA / "qwen-math.jsonl"
    _, _, notes = run("score", path, "--format", "generic", "--workers", 1)
    assert "reading id from 'idx', problem from 'question', response from 'code'" in notes
    code, _, notes = run("score", path, "--format", "qwen")
    assert code == 2
    assert "unknown format 'qwen': choose from lm-eval," in notes


def test_score_command_joins_a_batch_to_gold(run, tmp_path):
    rows = [{"unique_id": f"t/{number}", "answer": "15" if number == 1 else "1/3"} for number in range(1, 7)]
    gold = write(tmp_path, "g.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "out"
    code, _, _ = run("score", DATA / "openai-batch.jsonl", "--gold", gold, "--out", out, "--workers", 1)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert code == 0
    counts = {status: count for status, count in summary["counts"].items() if count}
    assert counts == {"correct": 2, "cut_off": 1, "empty": 3}
    assert summary["missing_ids"] == ["t/6"]


def test_extract_command_reads_any_format(run):
    code, out, _ = run("extract", DATA / "inspect.json")
    assert code == 0
    assert [json.loads(line)["answer"] for line in out.splitlines()] == ["15", "1/3", None, None]


# ---- real files of the tools ---------------------------------------------------------------------------------------

STOP = "stop"
# Glob under ../shared/specimens, format, files, rows, responses, rows with a reference, finish reasons, null responses,
# responses with reasoning apart, ids.
SPECIMENS = [
    ("lm-eval/replay/samples_math500_rep*", "lm-eval", 1, 12, 24, 12, {None: 24}, 0, 0, 12),
    ("lm-eval/replay/samples_*math500_local*", "lm-eval", 2, 24, 24, 24, {None: 24}, 0, 0, 12),
    ("lm-eval/replay-mixed/samples_*", "lm-eval", 1, 20, 20, 20, {None: 20}, 0, 0, 20),
    ("lm-eval/replay-think/samples_*", "lm-eval", 1, 10, 20, 10, {None: 20}, 0, 0, 10),
    ("lm-eval/completions/samples_*", "lm-eval", 1, 10, 10, 10, {None: 10}, 0, 0, 10),
    ("inspect_ai/logs/*.eval", "inspect", 1, 40, 40, 40, {STOP: 40}, 0, 0, 20),
    ("inspect_ai/logs/*NnGraW*.json", "inspect", 1, 7, 7, 7, {STOP: 5, "content_filter": 1, "max_tokens": 1}, 0, 0, 7),
    ("inspect_ai/logs/*7GMXza*.json", "inspect", 1, 7, 7, 7, {STOP: 7}, 0, 7, 7),
    ("inspect_ai/logs/*YyNybE*.json", "inspect", 1, 7, 7, 7, {STOP: 7}, 0, 7, 7),
    ("evalscope/outputs_replay/predictions/**/*", "evalscope-predictions", 5, 40, 40, 40, {STOP: 40}, 0, 0, 20),
    (
        "evalscope/outputs_replay-mixed/predictions/**/*",
        *("evalscope-predictions", 5, 20, 20, 20, {STOP: 13, "max_tokens": 5, "content_filter": 2}, 0, 2, 20),
    ),
    ("evalscope/outputs_replay-reasoning/pred*/**/*", "evalscope-predictions", 5, 20, 20, 20, {STOP: 20}, 0, 20, 20),
    ("evalscope/outputs_replay/reviews/**/*", "evalscope-reviews", 5, 40, 40, 40, {None: 40}, 0, 0, 20),
    ("evalscope/outputs_replay-mixed/reviews/**/*", "evalscope-reviews", 5, 20, 20, 20, {None: 20}, 0, 2, 20),
    ("evalscope/outputs_replay-reasoning/rev*/**/*", "evalscope-reviews", 5, 20, 20, 20, {None: 20}, 0, 20, 20),
    ("lighteval/details/**/*mathequiv*.parquet", "lighteval", 2, 40, 80, 40, {None: 80}, 0, 0, 20),
    ("lighteval/details/**/*stock*.parquet", "lighteval", 1, 20, 20, 20, {None: 20}, 0, 0, 20),
    ("opencompass/*_031123/predictions/*/*mathequiv*", "opencompass", 2, 80, 80, 80, {None: 80}, 0, 0, 0),
    ("opencompass/*_031123/predictions/*/*prm800k*", "opencompass", 2, 40, 40, 40, {None: 40}, 0, 0, 0),
    ("opencompass/*sharded*/predictions/*/*mathequiv*", "opencompass", 2, 40, 40, 40, {None: 40}, 0, 0, 0),
    ("opencompass/*sharded*/predictions/*/*prm800k*", "opencompass", 2, 20, 20, 20, {None: 20}, 0, 0, 0),
    ("openai_batch/batch_output.jsonl", "openai-batch", 1, 15, 15, 0, {STOP: 15}, 0, 0, 12),
    ("openai_batch/batch_errors.jsonl", "openai-batch", 1, 2, 2, 0, {None: 2}, 2, 0, 2),
    ("vllm_run_batch/*.jsonl", "openai-batch", 1, 12, 12, 0, {STOP: 11, None: 1}, 1, 3, 12),
    ("openai_chat_completions/*_n4.jsonl", "openai-chat", 1, 6, 24, 0, {STOP: 24}, 0, 0, 6),
    ("openai_chat_completions/*_raw.jsonl", "openai-chat", 1, 12, 12, 0, {STOP: 11, "length": 1}, 0, 4, 0),
    (
        "openai_chat_completions/*_mixed.jsonl",
        *("openai-chat", 1, 16, 16, 0, {STOP: 11, "length": 3, "content_filter": 2}, 2, 1, 16),
    ),
    ("openai_chat_completions/*_reasoning.jsonl", "openai-chat", 1, 10, 10, 0, {STOP: 10}, 0, 10, 10),
    ("openai_chat_completions/*_think.jsonl", "openai-chat", 1, 10, 10, 0, {STOP: 10}, 0, 0, 10),
    ("qwen2.5-math/math_cot_100.head14.jsonl", "qwen-math", 1, 14, 112, 14, {None: 112}, 0, 0, 14),
    ("qwen2.5-math/outputs/math/*.jsonl", "qwen-math", 1, 20, 40, 20, {None: 40}, 0, 0, 20),
    ("nemo_skills/replay/**/*.jsonl", "nemo-skills", 2, 40, 40, 40, {STOP: 40}, 0, 0, 20),
    (
        "nemo_skills/replay-mixed/**/*.jsonl",
        *("nemo-skills", 2, 40, 40, 40, {STOP: 26, "length": 10, "content_filter": 4}, 0, 4, 20),
    ),
    ("nemo_skills/replay-reasoning/**/*.jsonl", "nemo-skills", 2, 40, 40, 40, {STOP: 40}, 0, 40, 20),
    ("verl/rollout_data_dir/*.jsonl", "verl", 1, 16, 16, 16, {None: 16}, 0, 0, 0),
    ("trl/std/completions/*.parquet", "trl", 3, 12, 12, 12, {None: 12}, 0, 0, 0),
    ("trl/conv/completions/*.parquet", "trl", 3, 12, 12, 12, {None: 12}, 0, 0, 0),
    ("simple_evals/*_allresults.json", "simple-evals", 1, 24, 24, 24, {None: 24}, 0, 0, 0),
    ("verifiers_0.1.14/results/results.jsonl", "verifiers", 1, 20, 20, 20, {"max_turns_reached": 20}, 0, 0, 10),
    ("verifiers_0.4.0/*/traces.jsonl", "verifiers-traces", 1, 20, 20, 20, {STOP: 20}, 0, 0, 10),
]


@pytest.mark.parametrize("row", [pytest.param(row, id=row[0]) for row in SPECIMENS])
def test_real_file(row, shared):
    pattern, name, files, rows, responses, references, finish, empty, reasoned, ids = row
    paths = [path for path in sorted((shared / "specimens").glob(pattern)) if path.is_file()]
    found = [record for path in paths for record in read(path)]
    said = [sample for record in found for sample in record.samples]
    assert len(paths) == files
    assert {record.format for record in found} == {name}
    assert (len(found), len(said)) == (rows, responses)
    assert sum(bool(references_of(record)) for record in found) == references
    assert Counter(sample.finish_reason for sample in said) == finish
    assert sum(sample.response is None for sample in said) == empty
    assert sum(bool(sample.reasoning) for sample in said) == reasoned
    assert len({record.id for record in found} - {None}) == ids


def test_replicas_and_shards_are_told_apart_by_the_prompt(shared):
    base = shared / "specimens" / "opencompass"
    whole = read(next(base.glob("*_031123/predictions/replay/math_500_mathequiv.json")))
    by_problem = Counter(record.problem for record in whole)
    assert set(by_problem.values()) == {2}
    assert [record.problem for record in whole[:20]] == [record.problem for record in whole[20:]]
    replicas = [read(path) for path in sorted(base.glob("*sharded*/predictions/replay/*mathequiv*"))]
    assert Counter(r.problem for rows in replicas for r in rows) == by_problem
    slices = [read(path) for path in sorted(base.glob("*sharded*/predictions/replay/*prm800k*"))]
    assert set(Counter(r.problem for rows in slices for r in rows).values()) == {1}


SCORED = [row[0] for row in SPECIMENS if row[1] not in {"openai-batch", "openai-chat", "evalscope-predictions"}]


@pytest.mark.parametrize("pattern", SCORED)
def test_what_the_tool_took_for_right_is_graded_correct(pattern, shared):
    """The other direction differs, and `benchmarks/tool_scores.py` lists where: extractors and spellings."""
    from mathequiv.grading import grade

    compared = 0
    for path in sorted((shared / "specimens").glob(pattern)):
        for record in read(path) if path.is_file() else ():
            for number, sample in enumerate(record.samples):
                if any(score >= 1 for _, score in sample.scores):
                    compared += 1
                    graded = grade(sample.response, references_of(record), finish_reason=sample.finish_reason)
                    assert graded.correct, (path.name, record.line, number, graded.extraction.text)
    keeps_none = (
        "opencompass",
        "simple_evals",
        "lighteval/details/**/*math",
        "lm-eval/replay-think",
        "lm-eval/replay/samples_math500_rep",
    )
    assert compared or pattern.startswith(keeps_none)
