"""NeMo-Gym: a resources server; ``python -m mathequiv.harness.nemo_gym`` is its entry point."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, ClassVar

from nemo_gym.base_resources_server import (
    BaseResourcesServerConfig,
    BaseVerifyRequest,
    BaseVerifyResponse,
    SimpleResourcesServer,
)

from mathequiv.harness.responses_api import response_text
from mathequiv.harness.rewards import reward_grade

__all__ = ["MathEquivResourcesServer", "MathEquivVerifyRequest", "MathEquivVerifyResponse"]


class MathEquivVerifyRequest(BaseVerifyRequest):
    """A rollout with its row's fields."""

    expected_answer: Any
    question: str | None = None


class MathEquivVerifyResponse(BaseVerifyResponse):
    """A rollout with its reward."""

    expected_answer: Any
    extracted_answer: str | None
    status: str


class MathEquivResourcesServer(SimpleResourcesServer):
    r"""Rewards a response: 1.0 if the last closed ``\boxed{…}`` of its last message is the reference, else 0.0."""

    config: BaseResourcesServerConfig

    REVERIFY_MODE: ClassVar[str] = "STATELESS"
    """A stored rollout may be verified again: the reward depends on nothing else."""

    async def verify(self, body: MathEquivVerifyRequest) -> MathEquivVerifyResponse:
        """Grade a rollout, in a thread, so that a slow comparison holds up no other one."""
        text = response_text(body.response)
        graded = await asyncio.to_thread(partial(reward_grade, text, body.expected_answer, prompt=body.question))
        return MathEquivVerifyResponse(
            **body.model_dump(exclude={"question", "expected_answer"}),
            expected_answer=body.expected_answer,
            reward=float(graded.correct),
            extracted_answer=graded.extraction.text,
            status=graded.status.value,
        )


if __name__ == "__main__":
    MathEquivResourcesServer.run_webserver()
