"""Chains of equal members, which stand for their last member."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import Answer, Chain
from mathequiv.equality.outcome import Context, RuleTable, mismatch, under_rule
from mathequiv.equality.rules.names import KIND_NAMES, name_of
from mathequiv.verdict import Result, Verdict

__all__ = ["RULES"]


def _chains(a: Chain, b: Chain, ctx: Context) -> Result | None:
    """Two chains: what each of them alone would say of the other, whichever comes first."""
    sides = [_members_agree(side, ctx) for side in (a, b)]
    if False in sides:
        return mismatch("chain", "contradictory chain", "members that differ", "a chain")
    if None in sides:
        return None
    result = ctx.match(a.value, b.value)
    return under_rule(result, "chain")


def _members_agree(chain: Chain, ctx: Context) -> bool | None:
    """Whether the members of a chain are proved equal (True) or different (False)."""
    results = [ctx.compare(x, y) for x, y in chain.checks]
    if any(r is not None and r.verdict is Verdict.DIFFERENT for r in results):
        return False
    return None if any(r is None for r in results) else True


def _chain_other(a: Chain, b: Answer, ctx: Context) -> Result | None:
    """A chain stands for its last member once its members are proved equal."""
    resolved = _members_agree(a, ctx)
    if resolved is False:
        return mismatch("chain", "contradictory chain", "members that differ", name_of(b))
    if resolved is None:
        return None
    result = ctx.match(a.value, b)
    return under_rule(result, "chain")


RULES: Final[RuleTable] = {
    **{(Chain, kind): _chain_other for kind in KIND_NAMES if kind is not Chain},
    (Chain, Chain): _chains,
}
