"""Certified numbers: enclosures, sample points and zero proofs."""
