"""File formats: bytes into rows, and rows into roles, by a table of formats."""
