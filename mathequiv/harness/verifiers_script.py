# /// script
# requires-python = ">=3.10"
# dependencies = ["mathequiv"]
# ///
r"""A script for ``runtime.run_uv_script`` of verifiers 0.4: prints 1.0 or 0.0.

Arguments: the reference, the response, and optionally the problem. It needs nothing of the environment that runs it.
"""

from __future__ import annotations

import sys

from mathequiv.harness.rewards import reward_grade

if __name__ == "__main__":
    reference, response, *problem = sys.argv[1:]
    print(float(reward_grade(response, reference, prompt=problem[0] if problem else None).correct))  # noqa: T201
