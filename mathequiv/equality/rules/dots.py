r"""What trails off in dots, part by part: ``x-\frac{x^3}{6}+\cdots`` is ``x-\frac{x^3}{3!}+\ldots``.

The dots stand for what is left out, which nobody has written, so they have to stand at the same place after the same
parts; otherwise it cannot be told.
"""

from __future__ import annotations

from mathequiv.equality.outcome import Context, equal
from mathequiv.latex.expr import Add, Bracketed, Ellipsis_, Expr, Mul, Neg, Relation, Sequence
from mathequiv.latex.trees import contains
from mathequiv.verdict import Convention, Result

__all__ = ["match_trailing"]


def match_trailing(a: Expr, b: Expr, ctx: Context) -> Result | None:
    """EQUIVALENT if both are written as the same parts with dots at the same places; None otherwise."""
    if not contains(a, (Ellipsis_,)) or not contains(b, (Ellipsis_,)) or not _alike(a, b, ctx.exact()):
        return None
    return equal("dots", "the written parts are equal, and the dots stand at the same places", Convention("dots"))


def _alike(a: Expr, b: Expr, ctx: Context) -> bool:
    if a == b:
        return True
    if not contains(a, (Ellipsis_,)) and not contains(b, (Ellipsis_,)):
        result = ctx.compare(a, b)
        return result is not None and result.equivalent
    parts, others = _parts(a), _parts(b)
    if not parts or len(parts) != len(others) or type(a) is not type(b):
        return False
    match a, b:
        case (Sequence(joiner=x), Sequence(joiner=y)) | (Relation(ops=x), Relation(ops=y)) if x != y:
            return False
        case Bracketed(), Bracketed() if (a.opening, a.closing) != (b.opening, b.closing):
            return False
    return all(_alike(x, y, ctx) for x, y in zip(parts, others, strict=True))


def _parts(expr: Expr) -> tuple[Expr, ...]:
    """The parts of what may hold dots, in order; none of anything else."""
    match expr:
        case (
            Add(terms=parts)
            | Mul(factors=parts)
            | Sequence(items=parts)
            | Relation(members=parts)
            | Bracketed(items=parts)
        ):
            return parts
        case Neg(arg=arg):
            return (arg,)
    return ()
