"""Prime factors of integers by bounded trial division."""

from __future__ import annotations

from functools import cache
from math import isqrt

from mathequiv.limits import MAX_FACTOR

__all__ = ["prime_factors"]


@cache
def _small_primes() -> tuple[int, ...]:
    sieve = bytearray([1]) * (MAX_FACTOR + 1)
    sieve[:2] = b"\0\0"
    for n in range(2, isqrt(MAX_FACTOR) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(range(n * n, MAX_FACTOR + 1, n)))
    return tuple(n for n in range(MAX_FACTOR + 1) if sieve[n])


def prime_factors(n: int) -> list[tuple[int, int]]:
    """Factors of ``n`` > 0 with exponents; what trial division leaves counts as one factor, a square root taken."""
    found = []
    for p in _small_primes():
        if p * p > n:
            break
        if n % p == 0:
            count = 0
            while n % p == 0:
                n //= p
                count += 1
            found.append((p, count))
    if n > 1:
        root = isqrt(n)
        found.append((root, 2) if root * root == n else (n, 1))
    return found
