"""A filter for datatrove pipelines: documents whose text answers right, or in another way that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from datatrove.data import Document
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from mathequiv.bulk import BATCH_ROWS, Response, grade_responses
from mathequiv.extraction.policy import Policy, resolve_policy
from mathequiv.grading import Status
from mathequiv.scoring.fields import texts
from mathequiv.scoring.formats.containers import plain
from mathequiv.scoring.references import reference_answers
from mathequiv.verdict import Options

__all__ = ["MathEquivFilter"]


class MathEquivFilter(BaseFilter):
    """Keeps documents by how their text is graded against a reference in their metadata.

    Each document's metadata gains ``mathequiv_status`` and ``mathequiv_answer``; the reason for dropping one is its
    status.

    Args:
        reference: the key of the reference in the metadata: a text, a number, or a list in which one match is enough.
        statuses: the statuses to keep, of `mathequiv.Status`.
        policy: as in `mathequiv.grade`.
        options: how to compare; None uses the policy's options.
        finish_reason: the key of the finish reason in the metadata.
        problem: the key of the problem's text in the metadata.
        exclusion_writer: gets the dropped documents.

    Raises:
        ValueError: an unknown policy or status.
    """

    name = "∑ mathequiv"

    def __init__(  # noqa: PLR0913 - keyword options, as the filters of datatrove have them
        self,
        reference: str = "answer",
        statuses: Collection[str] = ("correct",),
        *,
        policy: str | Policy = "default",
        options: Options | None = None,
        finish_reason: str = "finish_reason",
        problem: str = "problem",
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer, batch_size=BATCH_ROWS)
        self._reference, self._finish_reason, self._problem = reference, finish_reason, problem
        self._statuses = frozenset(map(Status, statuses))
        self._policy, self._options = resolve_policy(policy), options

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether a document is kept, and the status of one that is not."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: Sequence[Document]) -> list[bool | tuple[bool, str]]:
        """`filter` for many documents."""
        grades = grade_responses(map(self._response, batch), self._policy, self._options)
        kept: list[bool | tuple[bool, str]] = []
        for doc, graded in zip(batch, grades, strict=True):
            doc.metadata["mathequiv_status"] = graded.status.value
            doc.metadata["mathequiv_answer"] = graded.extraction.text
            kept.append(graded.status in self._statuses or (False, graded.status.value))
        return kept

    def _response(self, doc: Document) -> Response:
        references = reference_answers(texts(plain(doc.metadata.get(self._reference))))
        reason, problem = (doc.metadata.get(name) for name in (self._finish_reason, self._problem))
        return Response(doc.text, references, reason, problem=problem)
