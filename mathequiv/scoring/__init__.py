"""Scoring of prediction files: records, join, grades, counts, report."""
