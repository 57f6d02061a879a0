"""A machine that makes pairs with a certain label out of right answers: near misses and respellings.

Nothing here uses the engine that it tests. A small reader of its own takes what it understands without doubt and passes
over the rest; values are computed by mpmath.
"""
