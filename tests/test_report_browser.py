"""The HTML report in headless Chromium: it opens, filters, draws mathematics, and asks for nothing."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mathequiv.scoring.run import Listener, ScoreRequest

sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("jinja2", reason="the extra 'report' is not installed")
pytest.importorskip("latex2mathml", reason="the extra 'report' is not installed")

html = pytest.importorskip("mathequiv.scoring.report.page")

CHROMIUM = os.environ.get("MATHEQUIV_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium: install it, or name it in MATHEQUIV_CHROMIUM", allow_module_level=True)

FLAGS = [
    "--no-sandbox",  # a container's root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    with sync.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser):
    """Open a report; the test fails if the page logged an error or asked for anything but itself."""
    contexts, wrong, asked = [], [], []

    def call(path, viewport=LAPTOP, scheme="light"):
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector("#list li")
        assert asked.pop(0) == path.as_uri()
        return page

    yield call
    for context in contexts:
        context.close()
    assert (wrong, asked) == ([], [])


def written(folder, rows):
    source = folder / "p.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    html.score_with_report(ScoreRequest([source], workers=1), folder / "r.html", Listener())
    return folder / "r.html"


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    target = tmp_path_factory.mktemp("report") / "r.html"
    request = ScoreRequest([EXAMPLES / "predictions.jsonl"], gold=EXAMPLES / "problems.jsonl")
    html.score_with_report(request, target, Listener())
    return target


def badges(page):
    return page.locator("#list .badge").all_inner_texts()


def test_the_status_filter_shows_those_responses_only(visit, examples):
    page = visit(examples)
    assert page.locator("#count").inner_text() == "52 of 52 responses"
    page.get_by_role("button", name="wrong 8").click()
    assert [text.strip() for text in badges(page)] == ["wrong"] * 8
    page.get_by_role("button", name="cut off 2").click()
    assert {text.strip() for text in badges(page)} == {"wrong", "cut off"}
    assert page.locator("#count").inner_text() == "10 of 52 responses"
    assert page.get_by_role("button", name="wrong 8").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="all 52").click()
    assert page.locator("#list > li").count() == 52


def test_search_and_choices_narrow_the_list(visit, examples):
    page = visit(examples)
    page.get_by_label("Search").fill("LOAVES")
    assert page.locator("#list summary span:nth-child(2)").all_inner_texts() == ["01-fraction"]
    page.get_by_label("Search").fill("")
    page.get_by_label("Subject").select_option("Precalculus")
    assert page.locator("#list > li").count() == 4
    page.get_by_label("Level").select_option("5")
    assert page.locator("#list > li").count() == 0
    assert page.locator("#count").inner_text() == "0 of 52 responses"


def test_answers_are_drawn_as_mathematics(visit, examples):
    page = visit(examples)
    fraction = page.locator("#list li").first.locator("summary math mfrac").first
    boxes = [fraction.locator(f":scope > :nth-child({n})").bounding_box() for n in (1, 2)]
    assert fraction.evaluate("element => element.namespaceURI") == "http://www.w3.org/1998/Math/MathML"
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"], "the numerator stands above the denominator"
    assert page.locator("#list math").count() > 80


def test_a_response_opens_by_keyboard_with_its_trace_and_span(visit, examples):
    page = visit(examples)
    page.locator("#list summary").first.focus()
    page.keyboard.press("Enter")
    body = page.locator("#list .body")
    body.wait_for()
    assert body.locator("mark").inner_text() == "1.25"
    assert [text.split()[0] for text in body.locator(".trace li").all_inner_texts()] == [
        "extraction",
        "string",
        "canonical",
        "value",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_is_wider_than_the_screen(visit, examples, viewport, scheme):
    page = visit(examples, viewport, scheme)
    for row in (0, 33):
        page.locator("#list summary").nth(row).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    background = page.evaluate("getComputedStyle(document.body).backgroundColor").removeprefix("rgb(").split(",")
    assert (int(background[0]) < 128) is (scheme == "dark")


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<math><maction actiontype='statusline#http://x'>1</maction></math>",
    r"\text{</mtext></math><img src=x onerror=alert(1)>}",
    r"\href{javascript:alert(1)}{x}",
    "<a href='javascript:alert(1)'>1</a>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
]


def test_markup_in_a_response_is_shown_and_does_nothing(visit, tmp_path):
    rows = [
        {"id": text, "problem": text, "response": f"{text} \\boxed{{{text}}}", "answer": text, "subject": text}
        for text in HOSTILE
    ]
    page = visit(written(tmp_path, rows))
    for number in range(len(HOSTILE)):
        page.locator("#list > li > details > summary").nth(number).click()
    page.wait_for_timeout(100)
    shown = page.locator("#list pre.text").all_inner_texts()
    assert all(text in response for text, response in zip(HOSTILE, shown, strict=True))
    assert page.locator("img, a, link, iframe, maction, svg[onload]").count() == 0
    assert page.locator("script").count() == 2


@pytest.fixture
def outside():
    """A server beside the page, and the paths it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.png", asked
        server.shutdown()


@pytest.mark.parametrize(
    ("without_policy", "expected"), [pytest.param(False, [], id="policy"), pytest.param(True, ["/x.png"], id="without")]
)
def test_the_policy_stops_what_would_be_loaded(browser, examples, outside, without_policy, expected):
    address, asked = outside
    context = browser.new_context(bypass_csp=without_policy)
    page = context.new_page()
    page.goto(examples.as_uri())
    ended = "new Promise(end => Object.assign(document.createElement('img'), {src: SRC, onerror: end}))"
    page.evaluate(ended.replace("SRC", json.dumps(address)))
    assert asked == expected
    context.close()


OPEN_SECONDS = 2.0
SLACK = 5
"""A shared machine may be this many times slower than one that does nothing else."""


def test_four_thousand_responses_open_and_filter_quickly(visit, tmp_path):
    prose = "Let us look at the sum of the first terms and simplify what is left of it. " * 20
    rows = [
        {"id": f"p/{i}", "response": f"{prose}{i} \\boxed{{\\frac{{{i % 7}}}{{9}}}}", "answer": "\\frac{3}{9}"}
        for i in range(4000)
    ]
    report = written(tmp_path, rows)
    started = time.perf_counter()
    page = visit(report)
    opened = time.perf_counter()
    page.get_by_role("button", name="wrong").click()
    page.get_by_label("Search").fill("it. 3999")
    sync.expect(page.locator("#list > li")).to_have_count(1)
    filtered = time.perf_counter()
    assert page.locator("#list summary span:nth-child(2)").inner_text() == "p/3999"
    assert opened - started < OPEN_SECONDS * SLACK
    assert filtered - opened < OPEN_SECONDS * SLACK


def test_a_long_list_grows_as_it_is_scrolled(visit, tmp_path):
    page = visit(written(tmp_path, [{"id": str(i), "response": "\\boxed{1}", "answer": "1"} for i in range(200)]))
    assert page.locator("#list > li").count() < 200
    for _ in range(20):
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(50)
    assert page.locator("#list > li").count() == 200
    assert page.locator("#more").is_hidden()
