"""verl, where ``reward.custom_reward_function.path`` is to be a file: the functions of `mathequiv.harness.verl`.

verl runs such a file under a name that cannot be imported again; functions defined here could not be sent to a worker.
"""

from __future__ import annotations

from mathequiv.harness.verl import compute_score, compute_score_details

__all__ = ["compute_score", "compute_score_details"]
