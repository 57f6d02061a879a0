"""The profiles of Hypothesis, chosen by ``HYPOTHESIS_PROFILE``: ``light`` (the default) or ``nightly``.

The light one draws the same examples on every run, so that a commit fails for what it changed; the nightly one looks
for new ones.

To import this module is to load the profile; not every environment that runs tests has Hypothesis.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
}
settings.register_profile("light", max_examples=60, derandomize=True, **_COMMON)
settings.register_profile("nightly", max_examples=50_000, derandomize=False, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "light"))
