"""Adapters: mathequiv as the scorer, metric or reward of the harnesses people run.

One module a host. A module imports its host when it is imported itself, so each needs only its own host installed;
all of them grade with `mathequiv.grade`.
"""
