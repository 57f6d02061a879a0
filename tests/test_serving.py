"""The server: what it answers, what it refuses, what a lost process costs, how it ends."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mathequiv import compare, grade

pytest.importorskip("fastapi", reason="the extra server is not installed: pip install 'mathequiv[server]'")
pytest.importorskip("prometheus_client", reason="the extra server is not installed: pip install 'mathequiv[server]'")

from benchmarks.serving import attack
from mathequiv.serving.dialects import DIALECTS
from mathequiv.serving.pool import JobLost, Pool, QueueFull
from mathequiv.serving.worker import answer

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


class Server:
    """A server of its own, on a free port."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "mathequiv", "serve", "--port", "0", "--processes", "2", *arguments]
        env = {**os.environ, **environment}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
        self.said: list[str] = []
        assert self.process.stderr is not None
        while "serving on" not in (line := self.process.stderr.readline()):
            assert line, self.said
            self.said.append(line)
        self.port = int(line.split(":")[3].split()[0])
        self._reader = threading.Thread(target=lambda: self.said.extend(self.process.stderr or ()))
        self._reader.start()

    def call(
        self, path: str, body: object = None, method: str = "POST", **headers: str
    ) -> tuple[int, Any, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        connection.request(method, path, data, headers)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        return reply.status, json.loads(text) if text[:1] in b'{["0123456789' else text.decode(), reply.headers

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._reader.join(60)
        return code


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[Server]:
    server = Server(*arguments, **environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log", "none") as running:
        yield running


ONE = {"response": r"So it is $\boxed{\frac{2}{4}}$.", "reference": "0.5"}


def test_grade_one_and_several(server: Server) -> None:
    expected = grade(ONE["response"], ONE["reference"]).to_dict()
    assert server.call("/grade", ONE)[:2] == (200, json.loads(json.dumps(expected)))
    code, reply, _ = server.call("/grade", {"items": [ONE, {"response": None, "reference": 5}], "policy": "strict"})
    assert code == 200
    assert [one["status"] for one in reply["results"]] == ["correct", "empty"]
    assert server.call("/grade", {"items": []})[:2] == (200, {"results": []})


def test_compare_with_options(server: Server) -> None:
    pair = {"prediction": "0.33", "reference": "1/3"}
    assert server.call("/compare", pair)[1] == json.loads(json.dumps(compare("0.33", "1/3").to_dict()))
    assert server.call("/compare", {**pair, "options": {"approx": "exact"}})[1]["verdict"] == "different"
    for reference in (0.33, ["4", "33/100"], ["4", None, 0.33]):
        assert server.call("/compare", {**pair, "reference": reference})[1]["verdict"] == "equivalent"
    assert server.call("/compare", {**pair, "reference": ["4", 5]})[1]["verdict"] == "different"
    several = {"items": [pair, pair], "options": {"layers": ["string"]}}
    assert [one["verdict"] for one in server.call("/compare", several)[1]["results"]] == ["undecided"] * 2


def test_half_of_a_surrogate_pair_is_a_response(server: Server) -> None:
    body = {"response": "\ud835 so \\boxed{5}", "reference": "5"}
    assert server.call("/grade", body)[1]["status"] == "correct"


@pytest.mark.parametrize("path", DIALECTS)
def test_examples_of_the_page(path: str, server: Server) -> None:
    code, reply, _ = server.call(path, dict(DIALECTS[path].example))
    rewards = {"/get_reward": lambda: reply["rewards"][0], "/slime": lambda: reply, "/verify": lambda: reply["reward"]}
    assert (code, rewards[path]()) == (200, 1.0)


@pytest.mark.parametrize("policy", ["default", "strict"])
def test_every_recorded_response(policy: str, server: Server, recorded: list[dict[str, Any]]) -> None:
    """Grades as `mathequiv.grade` and so as ``score`` gives them, whatever the dialect."""
    rows = [(row, text) for row in recorded for text in row["responses"]]
    problems, golds = [row["problem"] for row, _ in rows], [row["answer"] for row, _ in rows]
    texts = [text for _, text in rows]
    given = zip(texts, golds, problems, strict=True)
    grades = [grade(text, gold, policy=policy, problem=problem) for text, gold, problem in given]
    items = [
        {"response": text, "reference": row["answer"], "problem": row["problem"]} for row, text in rows
    ]  # fmt: skip
    reply = server.call("/grade", {"items": items, "policy": policy})[1]
    assert [one["status"] for one in reply["results"]] == [one.status.value for one in grades]
    rewards = [float(one.correct) for one in grades]
    query = {"query": [p + t for p, t in zip(problems, texts, strict=True)], "prompts": problems, "labels": golds}
    assert server.call(f"/get_reward?policy={policy}", query)[1]["rewards"] == rewards
    for (row, text), reward in zip(rows, rewards, strict=True):
        body = {"prompt": row["problem"], "response": text, "label": row["answer"]}
        assert server.call(f"/slime?policy={policy}", body)[1] == reward
        message = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}
        body = {"response": {"output": [message]}, "question": row["problem"], "expected_answer": row["answer"]}
        assert server.call(f"/verify?policy={policy}", body)[1]["reward"] == reward
    assert len(rewards) == 160


REFUSED = [
    pytest.param("/grade", b"{", 400, "no JSON", id="no JSON"),
    pytest.param("/grade", b"\xff", 400, "no JSON", id="no UTF-8"),
    pytest.param("/grade", b"[" * 100_000, 400, "nested too deeply", id="nested deeply"),
    pytest.param("/grade", [], 422, "must be an object", id="no object"),
    pytest.param("/grade", {"response": "x"}, 422, "reference", id="no reference"),
    pytest.param("/grade", {**ONE, "x": 1}, 422, "x", id="an unknown field"),
    pytest.param("/grade", {**ONE, "response": 5}, 422, "must be a text", id="a number as the response"),
    pytest.param("/grade", {**ONE, "reference": [["5"]]}, 422, "reference", id="a nested list"),
    pytest.param("/grade", {**ONE, "policy": "lax"}, 422, "policy", id="an unknown policy"),
    pytest.param("/grade", {**ONE, "options": {"x": 1}}, 422, "no option 'x'", id="an unknown option"),
    pytest.param("/grade", {**ONE, "options": {"cpu_seconds": 1000}}, 422, "at most 10", id="too many seconds"),
    pytest.param("/grade", {"items": [ONE] * 1025}, 413, "more than 1024", id="too many items"),
    pytest.param("/compare", {"prediction": "1", "reference": None}, 422, "must be a text", id="nothing to compare"),
    pytest.param("/slime", {"response": "x"}, 422, "label is missing", id="no label"),
    pytest.param("/slime?policy=lax", {"response": "", "label": ""}, 422, "policy", id="an unknown policy of a reward"),
    pytest.param("/get_reward", {"query": ["x"], "prompts": [], "labels": []}, 422, "one length", id="lengths"),
    pytest.param("/get_reward", {"query": "x", "prompts": "x", "labels": "x"}, 422, "lists", id="no lists"),
    pytest.param("/verify", {"expected_answer": "5"}, 422, "response is missing", id="no response"),
    pytest.param("/nowhere", {}, 404, "", id="an unknown path"),
]


@pytest.mark.parametrize(("path", "body", "code", "detail"), REFUSED)
def test_what_is_refused(path: str, body: object, code: int, detail: str, server: Server) -> None:
    got, reply, _ = server.call(path, body)
    assert (got, detail in reply["detail"]) == (code, True), reply


def test_hostile_requests_are_no_server_errors(server: Server) -> None:
    codes = asyncio.run(attack(server.port, 1000))
    assert sum(codes.values()) == 1000
    assert set(codes) <= {200, 400, 404, 405, 422}


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes true within half a minute."""
    until = time.monotonic() + 30
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def healthy(server: Server) -> bool:
    return server.call("/healthz", method="GET")[:2] == (200, {"status": "ok", "processes": 2})


def test_a_lost_process_costs_no_reply(server: Server) -> None:
    """A process that ends while it works: its items go to another one, once."""
    assert soon(lambda: healthy(server))
    before = server.workers()
    numbers = list(range(1000))
    random.Random(0).shuffle(numbers)
    replied: list[bool] = []

    def ask(number: int) -> None:
        code, reply, _ = server.call("/slime", {"response": rf"\boxed{{{number}}}", "label": number - number % 2})
        replied.append((code, reply) == (200, float(number % 2 == 0)))

    with ThreadPoolExecutor(16) as clients:
        asked = clients.map(ask, numbers)
        assert soon(lambda: len(replied) > 20)
        os.kill(before[0], signal.SIGKILL)
        list(asked)
    assert len(replied) == len(numbers)
    assert all(replied)
    assert soon(lambda: healthy(server))
    assert set(server.workers()) != set(before)
    assert "mathequiv_replaced_processes_total 1.0" in server.call("/metrics", method="GET")[1]


def test_a_process_lost_while_it_starts_is_started_again() -> None:
    with serving() as server:
        assert soon(lambda: bool(server.workers()))
        os.kill(server.workers()[0], signal.SIGKILL)
        assert server.call("/slime", {"response": r"\boxed{4}", "label": 4})[:2] == (200, 1.0)
        assert healthy(server)


def test_figures_and_page(server: Server) -> None:
    server.call("/grade", ONE)
    page = server.call("/metrics", method="GET")[1]
    assert 'mathequiv_requests_total{code="200",path="/grade"}' in page
    assert 'mathequiv_items_total{outcome="correct"}' in page
    assert "mathequiv_items_under_way 0.0" in page
    paths = server.call("/openapi.json", method="GET")[1]
    assert set(paths["paths"]) == {"/grade", "/compare", "/healthz", "/metrics", *DIALECTS}
    shape = paths["paths"]["/grade"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert all(one["$ref"].rpartition("/")[2] in paths["components"]["schemas"] for one in shape["oneOf"])


def test_token_and_size() -> None:
    with serving("--max-bytes", "1000", MATHEQUIV_TOKEN="geheim") as server:  # noqa: S106 - is the test
        assert server.call("/grade", ONE)[0] == 401
        assert server.call("/metrics", method="GET", Authorization="Bearer other")[0] == 401
        assert server.call("/healthz", method="GET")[0] == 200
        named = {"Authorization": "Bearer geheim"}
        assert server.call("/grade", ONE, **named)[0] == 200
        assert server.call("/grade", {**ONE, "response": "x" * 2000}, **named)[0] == 413
    logged = [json.loads(line) for line in server.said]
    assert [line["code"] for line in logged] == [401, 401, 200, 200, 413]
    assert not any("boxed" in line for line in server.said)


def test_the_log_has_texts_if_asked() -> None:
    with serving("--log", "texts") as server:
        server.call("/grade", ONE)
    assert json.loads(json.loads(server.said[0])["body"]) == ONE


def test_without_the_extra_the_message_says_what_to_install(run, monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "mathequiv.serving.run", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    code, _, err = run("serve")
    assert code == 2
    assert "the server needs uvicorn: pip install 'mathequiv[server]'" in err


def test_an_open_address_without_token_is_told() -> None:
    with serving("--host", "0.0.0.0") as server:  # noqa: S104 - is the test
        assert any("--token-file" in line for line in server.said)


def test_a_port_that_is_taken(server: Server) -> None:
    command = [sys.executable, "-m", "mathequiv", "serve", "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("mathequiv: cannot listen on 127.0.0.1:")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_taken_is_answered_before_the_end(number: signal.Signals) -> None:
    with serving("--log", "none") as server:
        items = {"items": [ONE] * 900}
        with ThreadPoolExecutor(1) as client:
            reply = client.submit(server.call, "/grade", items)
            while "mathequiv_items_under_way 0.0" in server.call("/metrics", method="GET")[1]:
                assert not reply.done()
            assert server.end(number) == 0
            assert [one["status"] for one in reply.result()[1]["results"]] == ["correct"] * 900


def test_the_queue_is_bounded() -> None:
    async def run() -> None:
        pool = Pool(1, 20)
        await pool.start()
        item = ("grade", {**ONE, "policy": "default", "options": {}})
        first = asyncio.create_task(pool.work([item] * 20))
        await asyncio.sleep(0)
        with pytest.raises(QueueFull) as full:
            await pool.work([item])
        assert full.value.seconds >= 1
        assert len(await first) == 20
        assert len(await pool.work([item])) == 1
        assert pool.under_way == 0
        await pool.close()
        assert pool.alive == 0

    asyncio.run(run())


def test_a_job_that_ends_its_process_twice_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        pool = Pool(1, 10)
        await pool.start()
        monkeypatch.setattr("mathequiv.serving.pool._exchange", killing)
        with pytest.raises(JobLost):
            await pool.work([("compare", {"prediction": "1", "reference": "1", "options": {}})])
        monkeypatch.setattr("mathequiv.serving.pool._exchange", exchange)
        [result] = await pool.work([("compare", {"prediction": "1", "reference": "1", "options": {}})])
        assert result["verdict"] == "equivalent"
        await pool.close()

    from mathequiv.serving.pool import _exchange as exchange

    async def killing(process: Any, frame: bytes) -> Any:
        process.kill()
        return await exchange(process, frame)

    asyncio.run(run())


def test_a_bug_in_one_item_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_arguments: object) -> dict[str, Any]:
        raise ZeroDivisionError("x")

    monkeypatch.setitem(__import__("mathequiv.serving.worker", fromlist=["CALLS"]).CALLS, "broken", broken)
    pair = {"prediction": "1", "reference": "1", "options": {}}
    results = answer([("broken", {}), ("compare", pair), ("compare", {**pair, "prediction": 1})])
    assert results[0] == {"failed": "ZeroDivisionError: x"}
    assert results[1]["verdict"] == "equivalent"
    assert "refused" in results[2]
