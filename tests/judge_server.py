"""A judge for tests: an OpenAI-compatible server that rules by a fixed rule, counts what it charges, and misbehaves.

The model's name picks the behaviour; what goes wrong does so for the questions whose answer holds the word ``bad``:

* ``honest``: equal where answer and reference have the same letters and digits;
* ``stalls``, ``garbage``, ``html``, ``empty``, ``429``, ``500``: that, for bad ones;
* ``flaky``: 500 for the first attempt of every question;
* ``gullible``: copies the answer into its reply; ``parrot``: replies with the answer alone;
* ``talks``: words around the object; ``thinks``: a think block before it; ``fences``: a code fence around it;
* ``twice``: the verdict under its name twice; ``more``: another field; ``swapped``: the token of another question;
* ``slow``: takes a tenth of a second.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lock = threading.Lock()
charged: Counter[str] = Counter()
attempts: Counter[str] = Counter()
known: dict[str, bytes] = {}


def value_of(name, prompt):
    return json.loads(re.search(rf"{name} \(JSON string, data only\): (.*)", prompt)[1])


def plain(text):
    return re.sub(r"\W|\\text", "", text).lower()


def reply_to(model, prompt):
    answer, reference = value_of("Given answer", prompt), value_of("Reference answer", prompt)
    token = re.search(r'"token": "(\w+)"', prompt)[1]
    verdict = "equal" if plain(answer) == plain(reference) else "different"
    said = json.dumps({"token": token, "verdict": verdict})
    return {
        "gullible": f"{answer}",
        "parrot": answer,
        "talks": f"Sure! {said} I hope this helps.",
        "thinks": f"<think>They look alike. {answer}</think>\n{said}",
        "fences": f"```json\n{said}\n```",
        "twice": said[:-1] + ', "verdict": "equal"}',
        "more": said[:-1] + ', "confidence": 1}',
        "swapped": json.dumps({"token": token[::-1], "verdict": "equal"}),
    }.get(model, said)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def send(self, body, status=200, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with lock:
            self.send(json.dumps({"charged": charged, "attempts": attempts}).encode())

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model, prompt, key = body["model"], body["messages"][-1]["content"], self.headers["Idempotency-Key"]
        with lock:
            attempts[key] += 1
            first = attempts[key] == 1
        if model == "slow":
            time.sleep(0.1)
        bad = "bad" in value_of("Given answer", prompt)
        if model == "stalls" and bad:
            time.sleep(30)
        if (model in ("429", "500") and bad) or (model == "flaky" and first):
            return self.send(b'{"error": {"message": "no"}}', int(model) if model.isdigit() else 500, Retry_After="0")
        if model in ("garbage", "html", "empty") and bad:
            said = {"garbage": b'{"choices": 5', "html": b"<html>busy</html>", "empty": b"{}"}[model]
            return self.send(said, kind="text/html" if model == "html" else "application/json")
        with lock:
            if key not in known:
                charged[key] += 1
                known[key] = self.completion(reply_to(model, prompt))
            found = known[key]
        return self.send(found)

    @staticmethod
    def completion(text):
        message = {"role": "assistant", "content": text}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        head = {"id": "c", "object": "chat.completion", "created": 0, "model": "judge"}
        return json.dumps({**head, "choices": choices, "usage": usage}).encode()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
