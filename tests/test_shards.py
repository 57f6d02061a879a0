"""Shards of files, graded and counted in this process: rows and summary are those of a plain run."""

from __future__ import annotations

import gzip
import json

import pytest

from mathequiv.batch import graded_shards, plain_tables, shards
from mathequiv.batch.graded_shards import How, alike_rows, counted, grade_shard, graded_rows
from mathequiv.batch.places import files_under, place
from mathequiv.batch.shards import index_file
from mathequiv.errors import InputError
from mathequiv.scoring.references import load_gold
from mathequiv.scoring.run import ScoreRequest, score
from mathequiv.verdict import Options

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

SHARD_ROWS = 100


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_ROWS", SHARD_ROWS)


ANSWERS = ("5", "\\frac{1}{2}", "6", "x+1", None, "", "0.5", "(1,2)")


def rows_of(count, unique=True, **extra):
    return [
        {
            "id": n if unique else n // 3,
            "subject": ("algebra", None, "")[n % 3],
            "level": n % 5,
            "response": answer and f"So $\\boxed{{{answer}}}$, row {n} é.",
            "answer": ANSWERS[n % 3],
            "finish_reason": (None, "stop", "length", "")[n % 4],
            **extra,
        }
        for n in range(count)
        for answer in [ANSWERS[n % 8]]
    ]


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_parquet(path, rows, size=40):
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=size)
    return path


def sharded(path, folder, gold=None, named=None):
    """Rows and summary of a file by its shards, and how many shards there were."""
    index = index_file(place(path), named or {}, gold, None)
    how = How(named or {}, "default", Options())
    targets = [place(folder / f"{number}.parquet") for number in range(len(index.shards))]
    for shard, target in zip(index.shards, targets, strict=True):
        grade_shard(shard, index, how, gold, target)
    whole = score(ScoreRequest([path], gold and gold.path, named or {}, out=folder / "whole", workers=1))
    rows = [row for target in targets for row in graded_rows(target)]
    expected = [json.loads(line) for line in (folder / "whole" / "graded.jsonl").read_bytes().splitlines()]
    for row, wanted in zip(rows, expected, strict=True):
        assert {**row, "sample": 0} == {**wanted, "sample": 0}
    summary = counted(targets, map(alike_rows, targets), whole.facts, gold, None).as_json()
    assert summary == {**whole.as_json(), "warnings": []}
    return len(targets)


@pytest.mark.parametrize("unique", [True, False])
@pytest.mark.parametrize("write", [write_lines, write_parquet])
def test_a_file_of_several_shards(write, unique, tmp_path):
    assert sharded(write(tmp_path / f"p{write.__name__}.x", rows_of(50, unique)), tmp_path) == 1
    (tmp_path / "many").mkdir()
    suffix = ".jsonl" if write is write_lines else ".parquet"
    path = write(tmp_path / "many" / f"p{suffix}", rows_of(SHARD_ROWS + 40, unique))
    assert sharded(path, tmp_path / "many") == 2


PLAIN = [
    pytest.param({}, True, id="plain"),
    pytest.param({"answer": ["5", "6"]}, True, id="several-references"),
    pytest.param({"answer": 5}, True, id="numbers"),
    pytest.param({"answer": r"It is $\boxed{5}$."}, True, id="worked-solutions"),
    pytest.param({"answer": "5", "unit": "cm"}, True, id="units"),
    pytest.param({"answer": 5.0}, False, id="floats"),
    pytest.param({"response": ["\\boxed{5}", "6"]}, False, id="several-responses"),
    pytest.param({"subject": 1.5}, False, id="float-subject"),
]


@pytest.mark.parametrize(("extra", "plain"), PLAIN)
def test_columns_of_plain_types_are_not_looked_at_row_by_row(extra, plain, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(graded_shards, "_tasks", lambda *args: seen.append(1) or tasks(*args))
    assert sharded(write_parquet(tmp_path / "p.parquet", rows_of(30, **extra)), tmp_path) == 1
    assert seen == ([] if plain else [1])


tasks = graded_shards._tasks


def test_a_row_without_an_id_is_read_by_itself(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(plain_tables, "_facts", lambda *args: given.append(1) or facts(*args))
    rows = rows_of(30, problem="What is it?")
    rows[20]["id"] = None
    assert sharded(write_parquet(tmp_path / "p.parquet", rows), tmp_path) == 1
    assert given == [1]


facts = plain_tables._facts


def test_references_of_a_gold_file(tmp_path):
    path = write_parquet(tmp_path / "p.parquet", [{"id": n, "response": r"\boxed{5}"} for n in range(40)])
    gold = load_gold(write_lines(tmp_path / "g.jsonl", [{"id": n, "answer": n % 7} for n in range(45)]), {})
    assert sharded(path, tmp_path, gold) == 1


def test_a_packed_file_is_one_shard(tmp_path):
    lines = "".join(json.dumps(row) + "\n" for row in rows_of(SHARD_ROWS + 10))
    (tmp_path / "p.jsonl").write_bytes(gzip.compress(lines.encode()))
    assert sharded(tmp_path / "p.jsonl", tmp_path) == 1


def test_named_fields(tmp_path):
    rows = [{"id": n, "a": {"b": r"\boxed{5}"}, "answer": "no", "gold.x": "5"} for n in range(SHARD_ROWS + 3)]
    named = {"response": "a.b", "reference": '"gold.x"'}
    assert sharded(write_lines(tmp_path / "p.jsonl", rows), tmp_path, named=named) == 2


def test_a_lone_surrogate(tmp_path):
    rows = [{"id": 1, "response": "\\boxed{\ud800}", "answer": "\ud800"}]
    index = index_file(place(write_lines(tmp_path / "p.jsonl", rows)), {}, None, None)
    grade_shard(index.shards[0], index, How({}, "default", Options()), None, place(tmp_path / "g.parquet"))
    [row] = graded_rows(place(tmp_path / "g.parquet"))
    assert (row["answer"], row["reference"]) == ("\\ud800", "\\ud800")


# ---- places --------------------------------------------------------------------------------------------------------


def test_places(tmp_path):
    path = write_lines(tmp_path / "p.jsonl", [{"a": 1}])
    for name in (str(path), f"file://{path}", f"file:{path}"):
        assert place(name).path == str(path)
        assert place(name).open().read() == path.read_bytes()
        assert place(name).local == path
    with pytest.raises(InputError, match="cannot be opened"):
        place("nosuch://bucket/p.jsonl")


def test_files_of_a_uri(tmp_path):
    for name in ("b10.jsonl", "b9.jsonl", "_SUCCESS", ".hidden", "sub/c.jsonl", "sub/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    uri = f"file://{tmp_path}"
    assert [one.name for one in files_under([uri])] == [
        f"{uri}/{name}" for name in ("b9.jsonl", "b10.jsonl", "sub/c.jsonl")
    ]
    assert [one.name for one in files_under([f"{uri}/_SUCCESS"])] == [f"{uri}/_SUCCESS"]
    with pytest.raises(InputError, match="does not exist"):
        files_under([f"{uri}/none"])
    with pytest.raises(InputError, match="given twice"):
        files_under([uri, f"{uri}/b9.jsonl"])


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    target = place(tmp_path / "x")
    target.write(lambda stream: stream.write(b"old"))

    def fail(stream):
        stream.write(b"new")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        target.write(fail)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"
    assert place(tmp_path / "none").read_json() is None
    assert target.read_json() == {}
