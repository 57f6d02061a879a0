"""The worker process: limits, replacement, threads, forks, daemonic parents, and that nothing stays behind."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mathequiv.latex.expr import Add, Call, Constant, Div, Expr, Folded, Mul, Number, Pow, Symbol
from mathequiv.layers import symbolic as layer
from mathequiv.limits import SYMBOLIC_MAX_STEPS, Budget
from mathequiv.symbolic import worker as worker_module
from mathequiv.symbolic.process import Stopped, WorkerProcess, shared_worker, shutdown
from mathequiv.symbolic.tree_json import encode
from mathequiv.verdict import Options, Verdict

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX processes")

X = Symbol("x")
HARD_INTEGRAL = Folded(
    "integral",
    Div(Call("ln", (Add((Number(1), Call("sin", (X,)))),)), Add((Pow(X, Number(7)), Pow(Constant("e"), X), Number(3)))),
    "x",
    Number(0),
    Constant("infinity"),
)


def request(left: Expr, right: Expr) -> dict[str, Any]:
    return {"left": [["tree", encode(left)]], "right": [["tree", encode(right)]], "bases": ["e"]}


EASY = request(Add((X, X)), Mul((Number(2), X)))
HARD = {**request(HARD_INTEGRAL, X), "steps": 10**9}


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    made = WorkerProcess()
    yield made
    made.close()


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie that its parent still has to wait for counts as running."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int) -> bool:
    """Whether the process ends; polled, because nobody here is its parent."""
    for _ in range(600):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_a_worker_is_reused(worker: WorkerProcess) -> None:
    assert worker.pid is None
    assert worker.ask(EASY)["verdict"] == "equal"
    first = worker.pid
    assert worker.ask(EASY)["verdict"] == "equal"
    assert worker.pid == first


def test_cpu_limit_stops_a_proof() -> None:
    worker = WorkerProcess(cpu_seconds=0.2)
    with pytest.raises(Stopped, match="CPU limit"):
        worker.ask(HARD)
    assert worker.stopped == 1
    assert worker.ask(EASY)["verdict"] == "equal"
    worker.close()


@posix
def test_the_limit_is_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timer is set anew for every request and off between them, whatever earlier ones used."""
    timers: list[tuple[int, float]] = []
    monkeypatch.setattr(worker_module.signal, "setitimer", lambda which, seconds: timers.append((which, seconds)))
    limit = worker_module._CpuLimit()
    for seconds in (0.5, 0.5, 3.0):
        limit.start(seconds)
        limit.stop()
    every = [(signal.ITIMER_PROF, time) for seconds in (0.5, 0.5, 3.0) for time in (seconds, 0)]
    assert timers == every


def test_a_stopped_proof_is_undecided_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = WorkerProcess(cpu_seconds=0.2)
    monkeypatch.setattr(layer, "shared_worker", lambda: worker)
    monkeypatch.setattr(layer, "SYMBOLIC_MAX_STEPS", 10**9)
    result = layer.compare_trees(HARD_INTEGRAL, X, Options(), Budget(), worker)
    assert result is not None
    assert (result.verdict, result.layer, result.rule) == (Verdict.UNDECIDED, "symbolic", "stopped")
    assert "CPU limit" in result.reason
    assert layer.stopped_count() == 1
    worker.close()


def test_what_is_hard_ends_by_its_steps_before_the_clock(worker: WorkerProcess) -> None:
    replies = [worker.ask({**request(HARD_INTEGRAL, X), "steps": 20_000}, 60.0) for _ in range(2)]
    assert [reply["verdict"] for reply in replies] == ["steps", "steps"]
    assert worker.stopped == 0


def test_parts_share_one_budget(worker: WorkerProcess) -> None:
    """Once the steps of a pair are spent, its later parts are not worked on."""
    budget = Budget()
    pair = layer._Pair(worker, Options(), budget)
    assert pair.ask(EASY) is not None
    left = pair._steps
    assert left < SYMBOLIC_MAX_STEPS
    assert pair.ask(request(HARD_INTEGRAL, X)) is None
    assert budget.met is not None
    assert budget.met.cap == "SYMBOLIC_MAX_STEPS"


SUM = Folded("sum", Pow(Symbol("k"), Number(-3)), "k", Number(1), Symbol("n"))
MANY = [
    EASY,
    {**request(HARD_INTEGRAL, X), "steps": 20_000},
    request(Folded("integral", Div(Call("sin", (X,)), X), "x", Number(0), Constant("infinity")), Constant("pi")),
    request(Call("abs", (X,)), X),
    request(SUM, X),
    request(Folded("integral", Pow(X, Symbol("n")), "x", Number(0), Number(1)), X),
]  # fmt: skip


def test_replies_do_not_depend_on_earlier_requests() -> None:
    """Whatever was asked before, in this worker or another, each reply and the steps it took are the same."""
    orders = [MANY, MANY[::-1], [MANY[place] for place in (3, 2, 5, 2, 0, 4, 1)]]
    seen: dict[str, list[dict[str, Any]]] = {}
    for order in orders:
        worker = WorkerProcess()
        for asked in order:
            seen.setdefault(json.dumps(asked), []).append({**worker.ask(asked, 10.0), "cpu": 0})
        worker.close()
    assert all(reply == replies[0] for replies in seen.values() for reply in replies)
    assert len({reply["steps"] for replies in seen.values() for reply in replies}) == len(MANY)


@posix
def test_a_stop_costs_no_new_start() -> None:
    worker = WorkerProcess()
    worker.ask(EASY)
    first = worker.pid
    with pytest.raises(Stopped, match="CPU limit"):
        worker.ask(HARD, 0.1)
    assert worker.ask(EASY)["verdict"] == "equal"
    assert worker.pid == first
    worker.close()


def test_a_system_without_forks() -> None:
    """The process answers by itself, one request after the other, and ends with its input."""
    start = "from mathequiv.symbolic.worker import main; main(fork=False)"
    limits = {"steps": SYMBOLIC_MAX_STEPS, "cpu_seconds": 10}
    lines = "".join(json.dumps({**limits, **asked}) + "\n" for asked in (EASY, HARD | limits, EASY))
    done = subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert done.stdin is not None
    assert done.stdout is not None
    done.stdin.write(lines)
    done.stdin.flush()
    replies = [json.loads(done.stdout.readline()) for _ in range(3)]
    done.stdin.close()
    assert [reply["verdict"] for reply in replies] == ["equal", "steps", "equal"]
    assert replies[0]["steps"] == replies[2]["steps"]
    done.stdout.close()
    assert done.wait(60) == 0


@posix
def test_memory_limit_stops_a_proof() -> None:
    """With hardly more memory than SymPy itself takes, an expansion of an equal pair runs out of it."""
    import resource

    if not hasattr(resource, "RLIMIT_AS") or sys.platform == "darwin":
        pytest.skip("this system does not limit address space")
    worker = WorkerProcess(memory_bytes=64 * 1024**2)
    letters = tuple(Symbol(name) for name in "abcdefgh")
    products = tuple(Mul((Number(2), a, b)) for a, b in itertools.combinations(letters, 2))
    squared = Add((*(Pow(letter, Number(2)) for letter in letters), *products))
    with pytest.raises(Stopped, match=r"memory limit|ended with code"):
        worker.ask(request(Pow(Add(letters), Number(16)), Pow(squared, Number(8))))
    assert worker.stopped == 1
    worker.close()


@posix
def test_a_killed_worker_is_replaced(worker: WorkerProcess) -> None:
    worker.ask(EASY)
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert worker.ask(EASY)["verdict"] == "equal"
    assert worker.pid != first
    assert worker.stopped == 0
    assert gone(first)


@posix
def test_a_worker_killed_in_a_proof_is_retried_once() -> None:
    worker = WorkerProcess()
    worker.ask(EASY)
    first = worker.pid
    assert first is not None
    with ThreadPoolExecutor(1) as pool:
        os.kill(first, signal.SIGSTOP)
        reply = pool.submit(worker.ask, EASY)
        os.kill(first, signal.SIGKILL)
        assert reply.result()["verdict"] == "equal"
    worker.close()


def test_eight_threads_share_a_worker(worker: WorkerProcess) -> None:
    def count(number: int) -> tuple[str, str]:
        wrong = request(Number(number), Number(number + 1))
        return worker.ask(EASY)["verdict"], worker.ask(wrong)["left"].split(".")[0]

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(count, range(32)))
    assert replies == [("equal", str(number)) for number in range(32)]


def test_shutdown_leaves_no_child() -> None:
    assert shared_worker().ask(EASY)["verdict"] == "equal"
    pid = shared_worker().pid
    assert pid is not None
    shutdown()
    assert shared_worker().pid is None
    if os.name == "posix":
        assert not alive(pid)


@posix
def test_a_forked_child_has_its_own_worker() -> None:
    shared_worker().ask(EASY)
    parents = shared_worker().pid
    child = os.fork()
    if child == 0:
        good = shared_worker().pid is None and shared_worker().ask(EASY)["verdict"] == "equal"
        good = good and shared_worker().pid != parents
        shutdown()
        os._exit(0 if good else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert shared_worker().ask(EASY)["verdict"] == "equal"
    assert shared_worker().pid == parents


@posix
def test_fork_while_another_thread_waits_for_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = shared_worker()
    started = threading.Event()

    stopped = threading.Event()

    def busy() -> None:
        started.set()
        try:
            worker.ask(HARD)
        except Stopped:
            stopped.set()

    monkeypatch.setattr(worker, "cpu_seconds", 1.0)
    thread = threading.Thread(target=busy)
    thread.start()
    started.wait()
    child = os.fork()
    if child == 0:
        good = worker.ask(EASY)["verdict"] == "equal"
        shutdown()
        os._exit(0 if good else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    thread.join()
    assert stopped.is_set()
    shutdown()


def _in_a_daemon(results: Any) -> None:
    results.put((multiprocessing.current_process().daemon, shared_worker().ask(EASY)["verdict"], shared_worker().pid))


def test_a_daemonic_process_can_use_it() -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_in_a_daemon, args=(results,), daemon=True)
    process.start()
    daemon, verdict, pid = results.get(timeout=120)
    process.join()
    assert (daemon, verdict) == (True, "equal")
    if os.name == "posix":
        assert gone(pid)


_PARENT = """
import json, os, sys, threading, time
from mathequiv.symbolic.process import shared_worker
shared_worker().ask(json.loads(sys.argv[1]))
print(shared_worker().pid, flush=True)
if sys.argv[2] == "busy":
    shared_worker().cpu_seconds = 60
    threading.Thread(target=shared_worker().ask, args=(json.loads(sys.argv[3]),), daemon=True).start()
    time.sleep(0.5)
os._exit(0)
"""


@posix
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_the_worker_ends_with_its_parent(state: str) -> None:
    """The parent ends without any cleaning up, once with a proof under way."""
    arguments = [sys.executable, "-c", _PARENT, json.dumps(EASY), state, json.dumps(HARD)]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True)
    assert gone(int(done.stdout))


def test_the_current_folder_cannot_shadow_modules(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sympy.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    worker = WorkerProcess()
    assert worker.ask(EASY)["verdict"] == "equal"
    worker.close()
