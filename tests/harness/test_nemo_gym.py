"""NeMo-Gym: the resources server, called over HTTP as its agents do, over recorded responses."""

from __future__ import annotations

from typing import Any
from unittest.mock import MagicMock

import pytest

from mathequiv import grade

pytest.importorskip("nemo_gym", reason="NeMo-Gym is not installed: nox -s nemo_gym")

from fastapi.testclient import TestClient
from nemo_gym.base_resources_server import BaseResourcesServerConfig
from nemo_gym.server_utils import ServerClient

from mathequiv.harness.nemo_gym import MathEquivResourcesServer


@pytest.fixture(scope="module")
def client() -> TestClient:
    config = BaseResourcesServerConfig(host="127.0.0.1", port=1, entrypoint="", name="mathequiv")
    server = MathEquivResourcesServer(config=config, server_client=MagicMock(spec=ServerClient))
    return TestClient(server.setup_webserver())


def rollout(text: str, row: dict[str, Any]) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {"id": "m", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    thought = {"id": "r", "type": "reasoning", "summary": [{"type": "summary_text", "text": r"\boxed{-7}"}]}
    response = {
        "id": "x",
        "created_at": 0,
        "model": "m",
        "object": "response",
        "output": [thought, message],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }
    asked = {"input": [{"role": "user", "content": row["problem"]}]}
    fields = {"question": row["problem"], "expected_answer": row["answer"]}
    return {"responses_create_params": asked, "response": response, **fields}


def test_verify(client: TestClient, recorded: list[dict[str, Any]]) -> None:
    for row in recorded:
        for text in row["responses"]:
            reply = client.post("/verify", json=rollout(text, row))
            graded = grade(text, row["answer"], policy="strict", problem=row["problem"])
            assert reply.status_code == 200, reply.text
            given = reply.json()
            assert given["reward"] == float(graded.correct)
            assert (given["extracted_answer"], given["status"]) == (graded.extraction.text, graded.status.value)
            assert given["response"]["output"][1]["content"][0]["text"] == text


def test_other_paths(client: TestClient) -> None:
    assert client.post("/seed_session", json={}).status_code == 200
    assert MathEquivResourcesServer.REVERIFY_MODE == "STATELESS"
