"""The HTML report without a browser: what it says, what it leaves out, and that nothing in a response is markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zlib
from dataclasses import replace
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathequiv._version import DOCUMENTATION
from mathequiv.errors import InputError
from mathequiv.scoring.report.excerpts import excerpt
from mathequiv.scoring.report.figures import Lengths
from tests.conftest import Notes, read_jsonl

pytest.importorskip("jinja2", reason="the extra 'report' is not installed")
pytest.importorskip("latex2mathml", reason="the extra 'report' is not installed")

from mathequiv.limits import MAX_DRAWN
from mathequiv.rulebook import RULES
from mathequiv.scoring.report import listing, page
from mathequiv.scoring.report.mathematics import draw
from mathequiv.scoring.run import Listener, ScoreRequest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class Page(HTMLParser):
    """The elements, attributes and texts of a page, and the data of its list."""

    def __init__(self, path):
        super().__init__()
        self.elements, self.attributes, self.texts = [], [], {"": [""]}
        self._inside = ""
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.data = json.loads(self.texts["script"][0])
        columns, answers = self.data["columns"], self.data["answers"]
        self.data["rows"] = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        packed = [text for text in self.texts["script"] if re.fullmatch(r"[A-Za-z0-9+/]+=*", text)]
        bodies = [body for text in packed for body in json.loads(zlib.decompress(base64.b64decode(text)))]
        for row, body in zip(self.data["rows"], bodies, strict=True):
            row |= dict(zip(self.data["body"], body, strict=True))
            row["references"] = [(answers[number], number) for number in row["references"]]
            row["answer"] = None if row["answer"] is None else (answers[row["answer"]], row["answer"])

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._inside = tag
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_data(self, data):
        self.texts[self._inside][-1] += data


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def report(tmp_path):
    """Score rows with a report; the page, and the run's summary."""

    def call(*rows, **options):
        request = ScoreRequest([write(tmp_path / "p.jsonl", *rows)], out=tmp_path / "out", **options)
        page.score_with_report(replace(request, force=True), tmp_path / "r.html", Listener())
        return Page(tmp_path / "r.html"), json.loads((tmp_path / "out" / "summary.json").read_bytes())

    return call


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    out = tmp_path_factory.mktemp("examples")
    request = ScoreRequest([EXAMPLES / "predictions.jsonl"], gold=EXAMPLES / "problems.jsonl", out=out / "run")
    page.score_with_report(request, out / "r.html", Listener())
    return Page(out / "r.html"), json.loads((out / "run" / "summary.json").read_bytes()), out


# ---- what it says --------------------------------------------------------------------------------------------------


def test_the_list_has_the_counts_of_the_summary(examples):
    shown, summary, _ = examples
    counts = dict.fromkeys(summary["counts"], 0)
    for row in shown.data["rows"]:
        counts[row["status"]] += 1
    assert counts == summary["counts"]
    assert sum(counts.values()) == summary["n"] == 52


def test_the_figures_are_those_of_the_summary(examples):
    shown, summary, _ = examples
    assert f"<strong>{100 * summary['accuracy']:.1f} %</strong>" in shown.source
    bars = [value for tag, name, value in shown.attributes if (tag, name) == ("svg", "aria-label")]
    groups = [summary, *summary["by_subject"].values(), *summary["by_level"].values()]
    for said, group in zip(bars, groups, strict=False):
        assert sum(map(int, re.findall(r"\d+", said))) == group["expected"]
        assert int(re.search(r"(\d+) correct|$", said)[1] or 0) == group["correct"]
    assert len(bars) == len(groups) + 1  # all responses are of one length


def test_a_row_has_its_text_with_the_span_marked_and_its_trace(examples):
    shown, _, _ = examples
    row = next(row for row in shown.data["rows"] if row["id"] == "01-fraction")
    assert [text for kind, text in row["response"] if kind == "mark"] == [row["answer"][0]] == ["1.25"]
    assert [layer for layer, _, _ in row["trace"]] == ["string", "canonical", "value"]
    assert row["trace"][-1][1] == "equivalent"
    assert shown.data["drawn"][row["references"][0][1]][2][2][0] == "mfrac"
    assert "loaves" in shown.data["problems"][row["problem"]][0][1]


def test_missing_problems_are_part_of_the_bar_and_named(report, tmp_path):
    gold = write(tmp_path / "gold.jsonl", *({"id": f"m{i}", "answer": "1"} for i in range(4)))
    shown, summary = report({"id": "m2", "response": "\\boxed{1}"}, gold=gold)
    assert summary["missing"] == 3
    assert ("svg", "aria-label", "1 correct, 3 missing") in shown.attributes
    assert all(f"<li>m{i}</li>" in shown.source for i in (0, 1, 3))


def test_responses_of_several_files_and_rows_keep_their_texts(tmp_path):
    rows = [
        {"id": str(i), "answer": "1", "responses": [f"\\boxed{{{i}}} of {i}{j}" for j in range(3)]} for i in range(3)
    ]
    files = [write(tmp_path / f"{n}.jsonl", *rows[::step]) for n, step in ((1, 1), (2, -1))]
    page.score_with_report(ScoreRequest(files, out=tmp_path / "out"), tmp_path / "r.html", Listener())
    listed = Page(tmp_path / "r.html").data["rows"]
    assert [row["response"][-1][1][-2:] for row in listed] == [
        f"{row['id']}{j}" for part in (rows, rows[::-1]) for row in part for j in range(3)
    ]


def test_rows_that_do_not_count_are_not_listed(tmp_path):
    files = [
        write(
            tmp_path / f"{n}.jsonl", *({"id": str(i), "response": f"\\boxed{{{n}}}", "answer": "1"} for i in range(3))
        )
        for n in range(2)
    ]
    request = ScoreRequest(files, out=tmp_path / "out", pieces=True, on_duplicate="last")
    page.score_with_report(request, tmp_path / "r.html", Listener())
    listed = Page(tmp_path / "r.html").data["rows"]
    assert [(row["answer"][0], row["response"][1]) for row in listed] == [("1", ["mark", "1"])] * 3


def test_lengths_fall_into_classes_that_double():
    lengths = Lengths()
    for number, length in enumerate((0, 249, 250, 499, 500, 1000)):
        lengths.add({"key": str(number), "status": "correct", "length": length})
    assert {name: group["n"] for name, group in lengths.as_json().items()} == {
        "under 250": 2,
        "250 to 499": 2,
        "500 to 999": 1,
        "1000 to 1999": 1,
    }


def test_more_rows_than_are_listed_are_counted_and_told(report, monkeypatch):
    monkeypatch.setattr(page, "MAX_LISTED", 3)
    shown, _ = report(*({"id": str(i), "response": f"\\boxed{{{i}}}", "answer": "1"} for i in range(5)))
    assert len(shown.data["rows"]) == 3
    assert "The first 3 of 5 responses are listed" in shown.source
    assert ("svg", "aria-label", "1 correct, 4 wrong") in shown.attributes


# ---- from a finished folder ----------------------------------------------------------------------------------------


def test_a_finished_folder_gives_the_same_page(examples, run, tmp_path):
    shown, _, out = examples
    assert run("report", out / "run", "--out", tmp_path / "again.html")[0] == 0
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == shown.source


def test_score_writes_a_report_without_an_output_folder(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": "a", "response": "\\boxed{1}", "answer": "1"})
    assert run("score", preds, "--report", tmp_path / "r.html")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.jsonl", "r.html"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"id": "a", "response": "\\boxed{1} and more", "answer": "1"}, "has changed", id="other text"),
        pytest.param({"id": "b", "response": "\\boxed{1}", "answer": "1"}, "has changed", id="other id"),
        pytest.param({"id": "a", "response": 5, "answer": "1"}, "response", id="unreadable"),
        pytest.param(None, "empty", id="emptied"),
    ],
)
def test_what_changed_since_is_told_and_not_shown(report, run, tmp_path, row, said):
    report({"id": "a", "response": "\\boxed{1}", "answer": "1"})
    write(tmp_path / "p.jsonl", *([row] if row else []))
    code, _, notes = run("report", tmp_path / "out", "--out", tmp_path / "again.html")
    again = Page(tmp_path / "again.html")
    assert code == 0
    assert said in notes
    assert "missing from the report" in notes
    assert "Texts of responses are missing" in again.source
    assert [row["response"] for row in again.data["rows"]] == [None]


def test_a_folder_without_a_run_is_an_input_error(run, tmp_path):
    code, _, said = run("report", tmp_path, "--out", tmp_path / "r.html")
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "summary.json: does not exist" in said


def test_what_cannot_be_written_is_found_before_grading(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": "a", "response": "\\boxed{1}", "answer": "1"})
    code, _, said = run("score", preds, "--out", tmp_path / "out", "--report", tmp_path / "no" / "r.html")
    assert code == 2
    assert "folder does not exist" in said
    assert not (tmp_path / "out").exists()


def test_standard_input_is_refused():
    with pytest.raises(InputError, match="reads twice"):
        page.score_with_report(ScoreRequest([Path("-")]), Path("r.html"), Listener())


def test_without_the_extra_the_message_names_it(run, tmp_path, monkeypatch):
    preds = write(tmp_path / "p.jsonl", {"id": "a", "response": "\\boxed{1}", "answer": "1"})
    monkeypatch.delitem(sys.modules, "mathequiv.scoring.report.page")
    monkeypatch.setitem(sys.modules, "jinja2", None)
    code, _, said = run("score", preds, "--report", tmp_path / "r.html")
    assert code == 2
    assert "needs jinja2: pip install 'mathequiv[report]'" in said


# ---- nothing in a response is markup -------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "<math><mtext></mtext><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    r"\text{<script>alert(1)</script>}",
    r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(//evil.example)}{x}",
    r"\class{danger}{x}",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "]]>&amp;\u2028\u2029\x00\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_any_field_stays_text(report, text):
    harmless, _ = report({"id": "a", "response": "\\boxed{1}", "answer": "1", "subject": "s", "level": "l"})
    row = {"id": text, "response": f"{text} \\boxed{{{text}}}", "answer": text, "subject": text, "level": text}
    shown, _ = report({**row, "problem": text, "finish_reason": text})
    assert shown.elements == harmless.elements
    assert [(tag, name) for tag, name, _ in shown.attributes] == [(tag, name) for tag, name, _ in harmless.attributes]
    data = shown.texts["script"][0]
    assert not set("<>&\u2028\u2029") & set(data)
    assert "".join(str(part) for _, part in shown.data["rows"][0]["response"]).startswith(text[:3])


@pytest.mark.parametrize("text", [r"\text{<script>}", r"\href{js:a()}{x}", r"\style{top:9px}{x}", "<b>1"])
def test_a_drawn_answer_has_known_elements_and_attributes_only(text):
    def check(tree):
        name, attributes, *children = tree
        assert re.fullmatch(r"m[a-z]+", name)
        assert not {"href", "style", "class", "src"} & set(attributes)
        assert not any(key.startswith("on") for key in attributes)
        for child in children:
            if isinstance(child, list):
                check(child)

    tree = draw(text)
    assert tree is not None
    check(tree)


def test_a_colour_or_a_phantom_cannot_hide_an_answer():
    assert "mathcolor" not in json.dumps(draw(r"\color{white}1"))
    assert draw(r"\phantom{1}") is None


@given(st.text(max_size=60) | st.text(alphabet=r"\{}[]()^_&$%'/ab12frctexsq,", max_size=60))
def test_drawing_never_fails(text):
    tree = draw(text)
    assert tree is None or json.loads(json.dumps(tree))[0] == "math"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        pytest.param(r"\frac{1}{2}", True, id="command"),
        pytest.param("$x^2$", True, id="delimiters"),
        pytest.param("50%", True, id="a percent sign is no comment"),
        pytest.param(r"24\text{ kilometres}", True, id="words inside text"),
        pytest.param("two dollars", False, id="prose"),
        pytest.param("x < 1 or x > 3", False, id="a short word between formulas"),
        pytest.param("$x=1$, $x=2$", False, id="several formulas"),
        pytest.param("甲乙", False, id="Chinese prose"),
        pytest.param(r"\frac{1", False, id="half a fraction"),
        pytest.param(r"\unknowncommand{2}", False, id="unknown command"),
        pytest.param("{", False, id="brace"),
        pytest.param("", False, id="nothing"),
        pytest.param("1" * MAX_DRAWN, True, id="at the cap"),
        pytest.param("1" * (MAX_DRAWN + 1), False, id="over the cap"),
    ],
)
def test_what_is_drawn(text, drawn):
    assert (draw(text) is not None) is drawn


@pytest.mark.parametrize(
    ("text", "signs"),
    [(r"\{-2,2\}", 1), ("x=-2", 1), ("x-2", 0), ("(-1)-2", 1), ("-2", 1), ("a+b", 0)],
)
def test_the_sign_of_a_number_is_no_operator_between_two(text, signs):
    assert json.dumps(draw(text)).count('"form": "prefix"') == signs


@pytest.mark.parametrize(("text", "sign"), [("50%", "%"), (r"50\%", "%"), ("$19.05", "$"), (r"\$19.05", "$")])
def test_a_sign_that_latex_reads_as_syntax_is_drawn(text, sign):
    assert sign in json.dumps(draw(text))


def test_every_answer_of_the_published_set_is_drawn(shared):
    answers = [row["answer"] for row in read_jsonl(shared / "data" / "math500.jsonl")]
    assert [answer for answer in answers if draw(answer) is None] == []


PREDICTIONS = [
    "inspect_ai/logs/*.json",
    "lighteval/details/*/*/*.parquet",
    "lm-eval/*/samples_*.jsonl",
    "nemo_skills/*/eval-results/math-500/*.jsonl",
    "opencompass/*/predictions/*/*.json",
    "trl/*/completions/*.parquet",
    "verl/rollout_data_dir/*.jsonl",
    "vllm_run_batch/*_output.jsonl",
    "openai_chat_completions/chat_completions_n4.jsonl",
]


@pytest.mark.parametrize("pattern", PREDICTIONS)
def test_responses_of_every_kind_of_file_are_found_again(shared, tmp_path, pattern):
    files = sorted((shared / "specimens").glob(pattern))
    notes = Notes()
    gold = shared / "specimens" / "math20.jsonl" if pattern.startswith(("vllm", "openai")) else None
    request = ScoreRequest(files, gold=gold, out=tmp_path / "run", workers=1)
    page.score_with_report(request, tmp_path / "r.html", notes)
    rows = Page(tmp_path / "r.html").data["rows"]
    assert rows
    assert not [said for said in notes.lines if "missing from the report" in said]
    for row in rows:
        marked = "".join(text for kind, text in row["response"] if kind == "mark")
        assert row["answer"] is None or row["answer"][0].strip()[:1] in marked


# ---- self-contained ------------------------------------------------------------------------------------------------


def test_nothing_is_asked_from_outside(examples):
    shown, _, _ = examples
    assert not {"link", "img", "iframe", "object", "embed", "base", "a", "form"} & set(shown.elements)
    assert not [at for at in shown.attributes if at[1] in ("src", "href", "style") or at[1].startswith("on")]
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", shown.source))
    links = {address for address in addresses if address.startswith(f"{DOCUMENTATION}contract/")}
    assert links
    assert addresses - links == {"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"}
    assert "@import" not in shown.source
    assert "url(" not in shown.source


def test_the_policy_admits_this_style_and_this_script_only(examples):
    shown, _, _ = examples
    policy = next(value for tag, _, value in shown.attributes if tag == "meta" and "default-src" in (value or ""))
    texts = [shown.texts["style"][0], *shown.texts["script"][-2:]]
    style, *scripts = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts
    ]
    assert len(scripts) == 2
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {style}",
        f"script-src {' '.join(scripts)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_script_makes_no_element_from_text(examples):
    for script in examples[0].texts["script"][1:]:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function", script
        )


def test_every_rule_in_words_has_its_page_and_every_rule_of_the_tables_its_words():
    root = Path(__file__).resolve().parent.parent
    assert {page for _, page in RULES.values()} <= {path.stem for path in (root / "docs" / "contract").glob("*.md")}
    rows = [
        line.split("\t") for path in (root / "tests" / "tables").glob("*.tsv") for line in path.open(encoding="utf-8")
    ]
    decided = {row[5] for row in rows if len(row) > 5 and row[4] in {"string", "canonical", "value", "symbolic"}}
    assert sorted(decided - set(RULES)) == []


def test_a_page_has_its_title_its_model_and_its_date(run, tmp_path):
    preds = write(tmp_path / "p.jsonl", {"id": "a", "response": "\\boxed{1}", "answer": "1", "model": "<b>m-7"})
    code, _, err = run("score", preds, "--report", tmp_path / "r.html", "--title", "Mine & <i>yours")
    assert code == 0, err
    source = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<h1>Mine &amp; &lt;i&gt;yours</h1>" in source
    assert f"model &lt;b&gt;m-7 · {datetime.now(timezone.utc).date().isoformat()}</p>" in source


# ---- long responses ------------------------------------------------------------------------------------------------


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(16, 200))
def test_an_excerpt_loses_nothing_but_what_it_counts(before, inside, after, limit):
    text = "".join(chr(97 + index % 26) for index in range(before + inside + after))
    parts = excerpt(text, (before, before + inside), limit)
    place = 0
    for kind, value in parts:
        length = value if kind == "gap" else len(value)
        if kind != "gap":
            assert text[place : place + length] == value
            assert (kind == "mark") == (before <= place and place + length <= before + inside)
        place += length
    assert place == len(text)
    assert sum(len(value) for kind, value in parts if kind != "gap") <= max(limit, 1) * 1.25
    if len(text) <= limit:
        assert all(kind != "gap" for kind, _ in parts)


def test_a_long_response_keeps_its_answer(report):
    text = "a" * 50_000 + "\\boxed{1}" + "b" * 50_000
    shown, _ = report({"id": "a", "response": text, "answer": "1"})
    parts = shown.data["rows"][0]["response"]
    assert [kind for kind, _ in parts] == ["text", "gap", "text", "mark", "text", "gap", "text"]
    assert len(shown.source) < 60_000 + len(page.asset("temml.min.js")) + listing.SHOWN_CHARS
