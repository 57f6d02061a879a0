"""The HTML report in headless Chromium: it opens, filters, draws mathematics, and asks for nothing."""

from __future__ import annotations

import csv
import json
import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mathequiv._version import DOCUMENTATION
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

    def call(path, viewport=LAPTOP, scheme="light", state=""):
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri() + state)
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
    for button in page.locator("#list button.small").all():
        button.click()
    shown = [details.locator(".text").last.inner_text() for details in page.locator("#list > li > details").all()]
    assert all(text in response for text, response in zip(HOSTILE, shown, strict=True))
    assert page.locator(f"img, a:not([href^='{DOCUMENTATION}']), link, iframe, maction, svg[onload]").count() == 0
    assert page.locator("script:not(.packed)").count() == 3


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


def test_fifty_thousand_responses_can_be_used(visit, tmp_path):
    rows = [{"id": f"p/{i}", "response": f"{i} \\boxed{{{i % 7}}}", "answer": "3"} for i in range(50_000)]
    report = written(tmp_path, rows)
    started = time.perf_counter()
    page = visit(report)
    opened = time.perf_counter()
    assert page.locator("#count").inner_text() == "50000 of 50000 responses"
    page.get_by_label("Search").fill("p/49999")
    sync.expect(page.locator("#list > li")).to_have_count(1)
    filtered = time.perf_counter()
    assert opened - started < OPEN_SECONDS * SLACK
    assert filtered - opened < OPEN_SECONDS * SLACK


SUMS = (
    "We have $x^2 + \\frac{1}{2}$ and\n\\[ \\sum_{k=1}^n k = \\frac{n(n+1)}{2}. \\]\n"
    "It costs $5 or $6.\nSo $\\boxed{\\frac{1}{2}}$."
)


@pytest.fixture
def samples(tmp_path):
    """Three problems with two responses each."""
    rows = [
        {
            "id": f"q{number % 3}",
            "problem": f"Problem {number % 3}: find $\\sqrt{{{number % 3}}}$.",
            "response": SUMS if number < 4 else "\\boxed{=7}",
            "answer": "1/2",
            "level": str(number % 3),
        }
        for number in range(6)
    ]
    return written(tmp_path, rows)


def test_a_problem_stands_once_over_its_responses(visit, samples):
    page = visit(samples)
    assert page.locator("#count").inner_text() == "6 of 6 responses to 3 problems"
    assert page.locator("#list > li").count() == 3
    page.locator("#list > li > details > summary").nth(1).click()
    page.locator("#list .inner > li").nth(1).wait_for()
    assert page.locator("#list .inner > li").count() == 2
    assert "1 of 2" in page.locator("#list > li > details > summary").nth(1).inner_text()
    page.get_by_label("by problem").uncheck()
    assert page.locator("#list > li").count() == 6


def test_formulas_of_problem_and_response_are_drawn_and_can_be_seen_as_written(visit, samples):
    page = visit(samples)
    page.get_by_label("by problem").uncheck()
    page.locator("#list > li > details > summary").first.click()
    page.wait_for_selector("#list .body")
    problem, response = page.locator("#list .body .drawn-text").all()
    assert problem.locator("math msqrt").count() == 1
    assert response.locator("math").count() == 3
    assert response.locator("mark math mfrac").count() == 1
    assert "It costs $5 or $6." in response.inner_text()
    page.locator("#list .body button.small").last.click()
    assert SUMS.split("\n")[1] in page.locator("#list .body .text").last.inner_text()


def test_the_address_keeps_what_is_shown(visit, samples):
    page = visit(samples)
    page.get_by_role("button", name="wrong").click()
    page.get_by_label("Level").select_option("2")
    page.get_by_label("Sort").select_option("longest response first")
    page.get_by_label("by problem").uncheck()
    page.get_by_role("button", name="theme").click()
    assert page.evaluate("location.hash") == "#status=wrong&level=2&sort=longest+response+first&group=0&theme=light"
    shown = page.locator("#count").inner_text()
    page = visit(samples, state=page.evaluate("location.hash"))
    assert page.locator("#count").inner_text() == shown == "1 of 6 responses"
    assert page.get_by_role("button", name="wrong").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_theme_overrules_the_system(visit, samples):
    page = visit(samples, scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    for _ in range(2):
        page.get_by_role("button", name="theme").click()
    assert page.get_by_role("button", name="theme").inner_text() == "theme: dark"
    assert page.evaluate(colour) != light
    page.get_by_role("button", name="theme").click()
    assert page.evaluate(colour) == light


def test_what_is_shown_can_be_saved_as_csv(visit, samples):
    page = visit(samples)
    page.get_by_role("button", name="wrong").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert [(row["id"], row["status"], row["answer"], row["reference"]) for row in rows] == [
        ("q1", "wrong", "'=7", "1/2"),
        ("q2", "wrong", "'=7", "1/2"),
    ]


def test_a_rule_is_said_in_words_with_its_page(visit, samples):
    page = visit(samples)
    page.get_by_label("by problem").uncheck()
    page.locator("#list > li > details > summary").first.click()
    page.wait_for_selector("#list .body")
    link = page.locator("#list .body").first.get_by_role("link", name="the contract on it")
    assert link.get_attribute("href").startswith(f"{DOCUMENTATION}contract/")


HIDING = [
    pytest.param(r"$\phantom{42}$", "42", id="phantom"),
    pytest.param(r"$\color{white}43$", "43", id="color"),
    pytest.param(r"$\textcolor{white}{44}$", "44", id="textcolor"),
    pytest.param(r"$\rlap{45}\hphantom{46}$", "46", id="hphantom"),
    pytest.param(r"$\href{https://evil.example}{47}$", "47", id="link"),
    pytest.param(r"$\def\a{\a\a}\a 48$", "48", id="endless-macro"),
    pytest.param(r"$\style{display:none}{49}$", "49", id="style"),
    pytest.param(r"$\class{hidden}{50}$", "50", id="class"),
    pytest.param(r"$\tiny\rule{9999em}{9999em}51$", "51", id="rule"),
]


@pytest.mark.parametrize(("formula", "digits"), HIDING)
def test_a_formula_hides_nothing(formula, digits, visit, tmp_path):
    row = {"id": "a", "problem": f"Find {formula} now.", "response": "\\boxed{1}", "answer": "1"}
    page = visit(written(tmp_path, [row]))
    page.locator("#list > li > details > summary").first.click()
    page.wait_for_selector("#list .body")
    shown = page.locator("#list .body .text").first
    assert digits in shown.inner_text()
    text = "getComputedStyle(document.body).color"
    colours = shown.evaluate("box => [...box.querySelectorAll('math *')].map(one => getComputedStyle(one).color)")
    assert set(colours) <= {page.evaluate(text)}
    assert shown.locator("a, [href]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]
