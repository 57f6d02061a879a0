"""Derivatives, integrals, sums and limits worked out on trees; everything here is exact."""
