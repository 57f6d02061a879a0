"""Sentences that are answers of another kind: ``No such n exists``, ``Yes, G is bipartite``, ``all odd n``."""

from __future__ import annotations

from mathequiv.answers.kinds import Assignment, Label, Reading, Scalar, TextAnswer
from mathequiv.answers.text import meaning_of, words_of
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number, Symbol
from mathequiv.lexicon.claims import affirmed, is_one_claim, read_claim
from mathequiv.lexicon.predicates import read_predicates
from mathequiv.lexicon.residues import Residue, conditional_win, residue
from mathequiv.limits import MAX_SENTENCE

__all__ = ["read_sentence"]


def read_sentence(text: str) -> tuple[Reading, ...]:
    """What a text in words claims, likeliest first; nothing for a text that claims nothing the lexicon knows."""
    if len(text) > MAX_SENTENCE:
        return ()
    truth, normal = affirmed(words_of(text))
    found = _claimed(normal)
    if truth and found:
        found.append(Reading(meaning_of(truth)))
    return tuple(found)


def _claimed(normal: str) -> list[Reading]:
    if normal.isascii() and normal.isalpha():  # one word says no more than a predicate
        return [] if read_predicates(normal) is None else [Reading(TextAnswer(normal, claim=True))]
    claim = read_claim(normal)
    if claim is not None:
        return [Reading(meaning_of(claim.meaning) if claim.meaning else TextAnswer(claim.text, claim=True))]
    won = conditional_win(normal)
    if won is not None:
        who, when = won
        return [Reading(TextAnswer(f"{who} wins iff {when.name} is {when.remainder} mod {when.modulus}", claim=True))]
    found: list[Reading] = []
    family = residue(normal)
    if family is not None:
        found.append(_family(family))
    if is_one_claim(normal) and read_predicates(normal) is not None:
        found.append(Reading(TextAnswer(normal, claim=True)))
    return found


def _family(said: Residue) -> Reading:
    """A residue class as the values of an expression in a free integer; of primes as words."""
    if said.prime:
        return Reading(TextAnswer(f"primes that are {said.remainder} mod {said.modulus}", claim=True))
    remainder = said.remainder - (said.modulus if said.positive and said.remainder else 0)
    step: Expr = Mul((Number(said.modulus), Symbol("k")))
    offset: Expr = Number(remainder) if remainder >= 0 else Neg(Number(-remainder))
    value = Scalar(Add((step, offset)) if remainder else step)
    return Reading(
        Assignment(Label(said.name or "n", "variable"), value), (("k", "positive" if said.positive else "integer"),)
    )
