"""Measurements of mathequiv beside what people use: ``python -m benchmarks``, described in benchmarks/README.md."""
