"""The same verdicts from every thread, process and loop that a host may call from, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from mathequiv import compare
from mathequiv.equality.numbers import balls
from mathequiv.harness.verl import compute_score
from mathequiv.symbolic.process import shared_worker, shutdown

PAIRS = (
    (r"\sum_{k=1}^{n} k(k+1)", r"\sum_{k=2}^{n+1} (k^2-k)"),
    (r"\sum_{k=1}^{n} k(k+1)", r"\sum_{k=1}^{n+1} (k^2-k+1)"),
    (r"\frac{\pi}{3}", r"\int_0^{\infty} \frac{\sin^2 x}{x^2}\,dx"),
    (r"\frac{\sqrt{\pi}}{2}", r"\int_0^{\infty} e^{-x^2}\,dx"),
    (r"\frac{\sqrt{\pi}}{3}", r"\int_0^{\infty} e^{-x^2}\,dx"),
    (r"\lim_{x\to 0}\frac{\sin x}{x}", "2"),
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}"),
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{10}"),
    (r"\sin 1", r"\cos 1"),
    ("(x-1)(x+1)", "x^2-1"),
    ("(1,2)", "(2,1)"),
    ("[0,1)", "[0,1]"),
    (r"\text{even}", r"\text{odd}"),
    (r"\frac{1", "2"),
)
Row = list[object]
PATIENCE = 120
"""Seconds after which a child counts as hanging; no verdict depends on it."""

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def row(pair: tuple[str, str]) -> Row:
    """Everything a caller sees of a pair: the verdict, what decided, and the reward."""
    result = compare(*pair)
    reward = compute_score("math", rf"So it is $\boxed{{{pair[0]}}}$.", pair[1])
    return [result.verdict.value, result.layer, result.rule, result.reason, reward]


def rows(_caller: object = None) -> list[Row]:
    return [row(pair) for pair in PAIRS]


def send_rows(pipe: int) -> None:
    with os.fdopen(pipe, "w", encoding="utf-8") as out:
        json.dump(rows(), out)


@pytest.fixture(scope="module")
def plain() -> list[Row]:
    return rows()


def test_the_pairs_need_every_part(plain: list[Row]) -> None:
    """Equal, different and open pairs, rewarded and not, some decided by the worker process."""
    assert {one[0] for one in plain} == {"equivalent", "different", "undecided"}
    assert [one[0] for one in plain].count("different") > len(plain) / 2
    assert {one[1] for one in plain if one[0] == "equivalent"} >= {"value", "symbolic"}
    assert {one[1] for one in plain if one[0] == "different"} >= {"value", "symbolic"}
    paid = [one for one in plain if one[4] == 1.0]
    assert len(paid) > 1  # an answer that is not worked out is equal and earns nothing
    assert all(one[0] == "equivalent" for one in paid)


def test_another_thread(plain: list[Row]) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(rows).result(PATIENCE) == plain


def test_sixteen_threads(plain: list[Row]) -> None:
    """All at once, each with the whole list, while the worker process is not yet there."""
    shutdown()
    together = threading.Barrier(16)

    def run(_caller: int) -> list[Row]:
        together.wait()
        return rows()

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(run, range(16))) == [plain] * 16


def test_asyncio(plain: list[Row]) -> None:
    """In the loop's own thread and in its pool at the same time."""

    async def run() -> list[list[Row]]:
        pooled = [asyncio.to_thread(rows) for _ in range(4)]

        async def direct() -> list[Row]:
            return rows()

        return await asyncio.gather(*pooled, direct())

    assert asyncio.run(run()) == [plain] * 5


def daemon_rows(connection: object) -> None:
    assert multiprocessing.current_process().daemon
    connection.send(rows())


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_daemonic_process(method: str, plain: list[Row]) -> None:
    """Which may start no children of its own by ``multiprocessing``."""
    context = multiprocessing.get_context(method)
    ours, theirs = context.Pipe()
    process = context.Process(target=daemon_rows, args=(theirs,), daemon=True)
    process.start()
    assert ours.poll(PATIENCE)
    assert ours.recv() == plain
    process.join(PATIENCE)
    assert process.exitcode == 0


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_process_pool(method: str, plain: list[Row]) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        assert list(pool.map(rows, range(2), timeout=PATIENCE)) == [plain] * 2


def in_fork(work: Callable[[int], None], patience: float = PATIENCE) -> str:
    """What a forked child writes; empty if it hangs."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(send)
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, encoding="utf-8") as pipe:
        ready = bool(select.select([pipe], [], [], patience)[0])
        if not ready:
            os.kill(child, signal.SIGKILL)
        text = pipe.read() if ready else ""
    os.waitpid(child, 0)
    return text


@posix
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_after_threads(plain: list[Row]) -> None:
    """The child has the parent's caches, its worker's pipes and none of its threads."""
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(rows, range(4))) == [plain] * 4
        worker = shared_worker().pid
        assert json.loads(in_fork(send_rows)) == plain
        assert shared_worker().pid == worker
        assert pool.submit(rows).result(PATIENCE) == plain


@posix
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_amid_an_enclosure(plain: list[Row]) -> None:
    """A thread of the parent that is just computing does not exist in the child."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with balls._LOCK:
            held.set()
            done.wait(1)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        held.wait()
        text = in_fork(send_rows, 10)
        done.set()
    assert text
    assert json.loads(text) == plain


def test_a_ray_actor(plain: list[Row]) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: nox -s ray")
    ray.init(num_cpus=2, include_dashboard=False, runtime_env={"env_vars": {"PYTHONPATH": str(Path(__file__).parent)}})
    try:
        actor = ray.remote(Actor).options(max_concurrency=4).remote()
        assert ray.get([actor.rows.remote() for _ in range(4)], timeout=PATIENCE) == [plain] * 4
        [worker] = set(ray.get([actor.worker.remote() for _ in range(2)]))
    finally:
        ray.shutdown()
    assert gone(worker)


class Actor:
    """What a reward worker of a trainer is: an actor that is called for each response."""

    def rows(self) -> list[Row]:
        return rows()

    def worker(self) -> int | None:
        return shared_worker().pid


def gone(pid: int) -> bool:
    """Whether the process ends, though nobody here is its parent."""
    for _ in range(PATIENCE * 10):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


EVERYTHING = """
import asyncio, multiprocessing, sys
from concurrent.futures import ThreadPoolExecutor
import test_matrix

if __name__ == "__main__":
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(test_matrix.rows, range(4)))
    asyncio.run(asyncio.to_thread(test_matrix.rows))
    for method in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(method).Pool(2) as pool:
            pool.map(test_matrix.rows, range(2))
    assert test_matrix.shared_worker().pid
    print("done")
"""


@posix
def test_nothing_is_left_running(tmp_path: Path) -> None:
    """A program that used every way in leaves no process of its group behind when it ends."""
    script = tmp_path / "everything.py"
    script.write_text(EVERYTHING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "PYTHONWARNINGS": "ignore"}
    program = subprocess.Popen(
        [sys.executable, script], env=environment, start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    assert program.communicate(timeout=PATIENCE * 2)[0] == "done\n"
    for _ in range(100):  # a killed child of a pool takes its worker with it, but not at once
        try:
            os.killpg(program.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(program.pid, signal.SIGKILL)
    pytest.fail("a process was left running")
