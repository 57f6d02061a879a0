"""``mathequiv serve`` under load: closed-loop clients with real responses, each reply checked.

    python -m benchmarks.serving --seconds 600 --clients 32 [--kill] [--hostile 10000] RESPONSES.jsonl

``RESPONSES.jsonl`` has ``problem``, ``answer`` and ``responses`` in each row. Each client sends its next request when
its last one was answered, in turn to ``/grade``, ``/slime``, ``/get_reward`` and ``/verify``; each reply is held to
`mathequiv.grade` in this process. ``--kill`` ends a grading process with SIGKILL every five seconds meanwhile.
``--hostile`` sends as many malformed or hostile requests after it. The clients share the processors with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mathequiv import grade

WARM_UP = 0.2
"""The share of the time after which memory is first measured."""


def cases(file: Path) -> list[tuple[bytes, Callable[[Any], object], object]]:
    """Requests as they are sent, how the reply is read, and what it must be."""
    found: list[tuple[bytes, Callable[[Any], object], object]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for text in row["responses"]:
            problem, answer = row["problem"], row["answer"]
            status = grade(text, answer, problem=problem).status.value
            reward = float(grade(text, answer, policy="strict", problem=problem).correct)
            body = {"response": text, "reference": answer, "problem": problem}
            found.append((request("/grade", body), lambda reply: reply["status"], status))
            body = {"prompt": problem, "response": text, "label": answer}
            found.append((request("/slime", body), lambda reply: reply, reward))
            body = {"query": [problem + "\n" + text], "prompts": [problem], "labels": [answer]}
            found.append((request("/get_reward", body), lambda reply: reply["rewards"], [reward]))
            message = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}
            body = {"response": {"output": [message]}, "question": problem, "expected_answer": answer}
            found.append((request("/verify", body), lambda reply: reply["reward"], reward))
    return found


def request(path: str, body: object) -> bytes:
    return raw_request(path, json.dumps(body).encode())


def raw_request(path: str, data: bytes, method: str = "POST") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join([*lines, "", ""]).encode() + data


async def answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:"))
    return int(head.split()[1]), await reader.readexactly(length)


class Load:
    """What the clients saw."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.codes: Counter[int] = Counter()
        self.wrong = 0
        self.sent = 0

    async def client(self, port: int, work: Sequence[Any], until: float, number: int) -> None:
        """One client, until its time is over."""
        chance = random.Random(number)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            data, read, expected = chance.choice(work)
            begun = time.perf_counter()
            self.sent += 1
            writer.write(data)
            code, body = await answered(reader)
            self.seconds.append(time.perf_counter() - begun)
            self.codes[code] += 1
            if code == 200 and read(json.loads(body)) != expected:
                self.wrong += 1
        writer.close()


def tree(pid: int) -> list[int]:
    """A process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [pid, *(one for child in children for one in tree(int(child)))]


def kilobytes(pid: int) -> int:
    total = 0
    for one in tree(pid):
        lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
        total += next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    return total


def cpu_seconds(pid: int) -> float:
    total = 0
    for one in tree(pid):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def grading_processes(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


async def killing(pid: int, until: float) -> int:
    count = 0
    while time.perf_counter() < until - 5:
        await asyncio.sleep(5)
        if there := grading_processes(pid):
            os.kill(random.choice(there), signal.SIGKILL)
            count += 1
    return count


async def memory(pid: int, begun: float, until: float) -> tuple[int, int]:
    await asyncio.sleep(WARM_UP * (until - begun))
    first = kilobytes(pid)
    await asyncio.sleep(max(0.0, until - time.perf_counter() - 0.5))
    return first, kilobytes(pid)


def hostile(chance: random.Random) -> bytes:
    """A request that no client should send."""
    path = chance.choice(["/grade", "/compare", "/slime", "/get_reward", "/verify", "/", "/../x", "/grade?policy=x"])
    good = {"response": r"\boxed{1}", "reference": "1", "label": "1", "expected_answer": "1", "prediction": "1"}
    junk: list[Any] = [
        None, True, -1, 1e308, float("nan"), float("inf"), 10**400, "", "\x00", "\ud800", [], {}, [[[]]], [None],
        "\\frac{" * 3000, "{" * 5000, "9" * 6000, "\\boxed{" * 500, "\\sum_{k=1}^{10^9}k", "10^{10^{10}}", ["1"] * 50,
        {"output": [{"type": "message", "role": "assistant", "content": {"x": 1}}]}, {"output": "x"}, "a" * 100_000,
    ]  # fmt: skip
    kind = chance.randrange(8)
    if kind == 0:
        return raw_request(path, bytes(chance.randrange(256) for _ in range(chance.randrange(200))))
    if kind == 1:
        return raw_request(path, b"[" * chance.choice([10, 900, 1100, 100_000]))
    if kind == 2:
        depth = chance.choice([10, 300, 600, 900, 960, 990])
        nested = b'{"response": ' + b"[" * depth + b"]" * depth + b', "label": "1", "expected_answer": "1"}'
        return raw_request(path, nested)
    if kind == 3:
        return raw_request(path, json.dumps(good).encode(), chance.choice(["GET", "PUT", "DELETE", "HEAD", "PATCH"]))
    names = ["response", "reference", "problem", "label", "prompt", "query", "prompts", "labels", "expected_answer"]
    names += ["question", "prediction", "options", "policy", "items", "finish_reason", "reasoning"]
    body = {name: chance.choice(junk) for name in chance.sample(names, chance.randrange(1, 8))}
    if kind == 4:
        body = good | body
    if kind == 5:
        body["items"] = [{"response": chance.choice(junk), "reference": chance.choice(junk)}] * chance.randrange(3)
        body = {name: body[name] for name in ("items", "options", "policy") if name in body}
    if kind == 6:
        body["options"] = {chance.choice(["layers", "approx", "cpu_seconds", "x"]): chance.choice(junk)}
    if kind == 7:
        body |= {name: [chance.choice(junk)] for name in ("query", "prompts", "labels")}
    return raw_request(path, json.dumps(body).encode())


async def attack(port: int, count: int) -> Counter[int]:
    codes: Counter[int] = Counter()
    chance = random.Random(0)

    async def attacker(number: int) -> None:
        for _ in range(count // 16 + (number < count % 16)):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(hostile(chance))
            head = await reader.readuntil(b"\r\n\r\n")
            codes[int(head.split()[1])] += 1
            writer.close()

    await asyncio.gather(*(attacker(number) for number in range(16)))
    return codes


async def run(settings: argparse.Namespace, server: subprocess.Popen[str], port: int) -> dict[str, Any]:
    work = cases(settings.responses)
    load = Load()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(work[0][0])  # answered once the processes are ready
    await answered(reader)
    writer.close()
    begun, before = time.perf_counter(), cpu_seconds(server.pid)
    until = begun + settings.seconds
    clients = [load.client(port, work, until, number) for number in range(settings.clients)]
    extra: list[Any] = [killing(server.pid, until)] if settings.kill else [memory(server.pid, begun, until)]
    *_, told = await asyncio.gather(*clients, *extra)
    taken = time.perf_counter() - begun
    cuts = statistics.quantiles(load.seconds, n=1000)
    found = {
        "seconds": round(taken, 1),
        "clients": settings.clients,
        "processes": settings.processes,
        "requests": load.sent,
        "answered": len(load.seconds),
        "wrong": load.wrong,
        "codes": dict(load.codes),
        "per_second": round(len(load.seconds) / taken),
        "milliseconds": {name: round(1000 * cuts[at], 1) for name, at in (("p50", 499), ("p99", 989), ("p99.9", 998))},
    }
    if not settings.kill:
        found["server_cpu_milliseconds_a_request"] = round(
            1000 * (cpu_seconds(server.pid) - before) / len(load.seconds), 3
        )
    found |= {"killed": told} if settings.kill else {"megabytes": [round(one / 1024, 1) for one in told]}
    if settings.hostile:
        found["hostile"] = dict(sorted((await attack(port, settings.hostile)).items()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("responses", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--hostile", type=int, default=0)
    settings = parser.parse_args()
    command = [sys.executable, "-m", "mathequiv", "serve", "--port", "0", "--log", "none"]
    command += ["--processes", str(settings.processes)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        first = server.stderr.readline() if server.stderr else ""
        port = int(first.split(":")[3].split()[0])
        try:
            print(json.dumps(asyncio.run(run(settings, server, port)), indent=2))
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
