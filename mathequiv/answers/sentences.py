"""Sentences that are answers of another kind: ``No such n exists``, ``Yes, G is bipartite``, ``all odd n``."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.answers.behaviours import ReadTree, read_behaviours
from mathequiv.answers.integers_said import integers_said
from mathequiv.answers.kinds import Assignment, Label, Reading, Scalar, TextAnswer, Truth
from mathequiv.answers.text import closed, meaning_of, words_of
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Add, Expr, Mul, Neg, Number, Symbol, Text
from mathequiv.latex.parser import parse_variants
from mathequiv.latex.trees import node_types
from mathequiv.lexicon.changes import judges
from mathequiv.lexicon.claims import affirmed, alternatives, is_clause, is_one_claim, read_claim, without_reason
from mathequiv.lexicon.clauses import EXACTLY_WHEN
from mathequiv.lexicon.predicates import read_predicates
from mathequiv.lexicon.residues import Residue, conditional_win, residue
from mathequiv.lexicon.words import normalize_words
from mathequiv.limits import MAX_SENTENCE
from mathequiv.nodes import replace

__all__ = ["read_sentence"]


def read_sentence(text: str, read_tree: ReadTree) -> tuple[Reading, ...]:
    """What a text in words claims, likeliest first; nothing for a text that claims nothing the lexicon knows.

    Args:
        text: the answer.
        read_tree: reads the tree of a part of it.
    """
    if len(text) > MAX_SENTENCE:
        return ()
    behaves = read_behaviours(text, read_tree)
    if behaves is not None:
        return (Reading(behaves),)
    truth, normal = affirmed(words_of(text))
    normal = without_reason(normal)
    found = _claimed(normal) or _claimed_twice(normal)
    if truth:
        meant = Reading(meaning_of(truth))
        if any(isinstance(one.answer, Truth) and one != meant for one in found):
            return ()  # ``Yes, it is impossible``
        if found or (is_clause(normal, truth) and not _takes_back(normal, truth)):
            found.append(meant)
    return tuple(found or _exactly_when(text, read_tree))


def _takes_back(normal: str, truth: str) -> bool:
    """Whether a part of what follows a truth value claims the other one (``No, wait, it is possible``)."""
    claims = [read_claim(part.strip()) for part in normal.split(",")]
    return any(claim is not None and claim.meaning not in ("", truth) for claim in claims)


def _claimed_twice(normal: str) -> list[Reading]:
    """What several parts of a sentence claim: the same, or one thing by two names (``Bob, the first player``)."""
    parts = tuple(map(normalize_words, alternatives(normal)))
    claims = [claim for claim in map(read_claim, parts) if claim is not None]
    if not parts or len(claims) < len(parts) or len({claim.meaning for claim in claims}) > 1:
        return []
    if claims[0].meaning:
        return [Reading(meaning_of(name)) for name in claims[0].meaning.split("|")]
    return [Reading(TextAnswer(text, claim=True)) for text in dict.fromkeys(claim.text for claim in claims)]


def _exactly_when(text: str, read_tree: ReadTree) -> list[Reading]:
    """The condition that a sentence gives (``It converges iff p > 1``), of what it says holds then."""
    found = EXACTLY_WHEN.search(text)
    if found is None:
        return []
    held = words_of(text[: found.start()])
    if not held or judges(held) or _STATES.search(held):
        return []
    rest = closed(text[found.end() :])
    try:
        trees = parse_variants(rest)
    except (Unreadable, OverLimit):
        return [replace(one, conditions=(TextAnswer(held),)) for one in _claimed(words_of(rest))]
    answers = [answer for tree in trees if Text not in node_types(tree) for answer in read_tree(tree)]
    return [Reading(answer, conditions=(TextAnswer(held),)) for answer in answers]


_STATES: Final = re.compile(r"[=<>\d]|diverg|发散")
"""What, before a condition, says more than that the condition is the answer: a value, or that there is none."""


def _claimed(normal: str) -> list[Reading]:
    if normal.isascii() and normal.isalpha():  # one word is no sentence
        return _of_one_word(normal)
    claim = read_claim(normal)
    if claim is not None:
        meant = [Reading(meaning_of(name)) for name in claim.meaning.split("|") if name]
        return meant + [Reading(TextAnswer(text, claim=True)) for text in (claim.text,) if text]
    won = conditional_win(normal)
    if won is not None:
        who, when = won
        return [Reading(TextAnswer(f"{who} wins iff {when.name} is {when.remainder} mod {when.modulus}", claim=True))]
    found: list[Reading] = []
    family = residue(normal)
    if family is not None:
        found += _families(family)
    found = found or integers_said(normal)
    if is_one_claim(normal) and read_predicates(normal) is not None:
        found.append(Reading(TextAnswer(normal, claim=True)))
    return found


def _of_one_word(word: str) -> list[Reading]:
    """A predicate by itself, and what it claims of what it is said of: what is inconsistent has no solution."""
    if read_predicates(word) is None:
        return []
    claim = read_claim(word)
    meant = [] if claim is None or not claim.meaning else [Reading(meaning_of(claim.meaning))]
    return [Reading(TextAnswer(word, claim=True)), *meant]


def _families(said: Residue) -> list[Reading]:
    """A residue class as the values of an expression in a free integer; of primes as words.

    The positive ones are so from 1 and from 0 on.
    """
    if said.prime:
        return [Reading(TextAnswer(f"primes that are {said.remainder} mod {said.modulus}", claim=True))]
    if not said.positive:
        return [_family(said, said.remainder, "integer")]
    below = said.remainder - said.modulus if said.remainder else 0
    return [_family(said, below, "positive"), _family(said, below + said.modulus, "nonnegative")]


def _family(said: Residue, remainder: int, kind: str) -> Reading:
    """The values ``m k + r`` of a free integer of a kind."""
    step: Expr = Mul((Number(said.modulus), Symbol("k")))
    offset: Expr = Number(remainder) if remainder >= 0 else Neg(Number(-remainder))
    value = Scalar(Add((step, offset)) if remainder else step)
    return Reading(Assignment(Label(said.name or "n", "variable"), value), (("k", kind),))
