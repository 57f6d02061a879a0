"""Audits before a run: of the references of a data set, and of any grader."""
