"""Exact algebra: polynomials, normal forms and the known functions in them."""
