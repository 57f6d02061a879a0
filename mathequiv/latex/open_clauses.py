"""English clauses of any subject: ``Maria is 13``, ``The train travels 120 km``, ``A has rank 2``.

The subject need be no noun of the lexicon, but a clause is read only where nothing in it denies, bounds, doubts or
changes the value, and where the value starts with a numeral. All before the value is its label.
"""

from __future__ import annotations

from typing import Final

from mathequiv.latex.clauses import Found, Row, Stating, as_written, clause_end
from mathequiv.latex.tokens import Token
from mathequiv.lexicon.changes import change
from mathequiv.lexicon.clauses import (
    ADJUNCTS,
    AT_RATE,
    CIRCUMSTANCES,
    COPULAS,
    FILLERS,
    LED,
    MEASURING,
    MEETINGS,
    MOVING,
    NAMING,
    OF_SOMEBODY,
    PEOPLE,
    SHARES,
    SHOWING,
    STRETCHING,
    TIMES,
)
from mathequiv.lexicon.open_subjects import is_open_subject, named_in
from mathequiv.lexicon.subjects import Subject, subject
from mathequiv.lexicon.token_kinds import WORDS, Kind
from mathequiv.limits import MAX_OPEN_SUBJECT

__all__ = ["open_clause"]

_NUMERIC: Final[frozenset[Kind]] = frozenset({"num", "-", "+", "frac", "sqrt", "cur"})
_ARTICLES: Final = frozenset(("a", "max", "min"))
"""Letters and names of functions that are words among words."""


def open_clause(tokens: Row, start: int, stating: Stating) -> Found | None:
    """The clause at index ``start``, whose subject is any noun phrase, if it states a numeral."""
    verb = _verb(tokens, start)
    if verb is None:
        return None
    begin = verb + 1
    if begin < len(tokens) and _said(tokens[verb]) in STRETCHING and _said(tokens[begin]) == "by":
        begin += 1
    begin += _led(tokens, begin)
    value = begin
    while value < len(tokens) and (tokens[value].kind in WORDS or _said(tokens[value]) in _ARTICLES):
        value += 1
    if value >= len(tokens) or tokens[value].kind not in _NUMERIC:
        return None
    shown = as_written(tokens[start:verb])
    if value > begin:
        return _beyond_words(tokens, (start, verb), (begin, value), stating)
    if not is_open_subject(shown):
        return None
    named = tokens[start : verb + (_said(tokens[verb]) not in NAMING)]
    letter = _letter(tokens, start, verb)
    if letter is not None:
        end = clause_end(tokens, value)
        return [*letter, tokens[verb].turned("rel", "="), *tokens[value:end]], (), end
    return _without_adjunct(tokens, Subject("", "", as_written(named), ()), named, value, stating)


def _led(tokens: Row, at: int) -> int:
    """How many tokens from index ``at`` say nothing of the value after them (three of ``a total of``)."""
    start = at
    while at < len(tokens):
        size = next((len(lead) for lead in LED if tuple([_said(t) for t in tokens[at : at + len(lead)]]) == lead), 0)
        if not size and _said(tokens[at]) not in FILLERS:
            break
        at += size or 1
    return at - start


def _beyond_words(tokens: Row, verbal: tuple[int, int], place: tuple[int, int], stating: Stating) -> Found | None:
    """The clause with words between its verb and its value: a noun, or the verb's object (``hits the ground at``)."""
    (start, verb), value = verbal, place[1]
    if _said(tokens[verb]) in SHOWING:
        found = _of_noun(tokens, as_written(tokens[start:verb]), place, stating)
        if found is not None:
            return found
    words = as_written(tokens[start:value])
    between = [_said(token) for token in tokens[verb + 1 : value]]
    if not is_open_subject(words) or change(between) is not None or not _leads_on(tokens, verb, between, value):
        return None
    return _without_adjunct(tokens, Subject("", "", words, ()), tokens[start:value], value, stating)


def _leads_on(tokens: Row, verb: int, between: list[str], value: int) -> bool:
    """Whether the words between a verb and a value are its object, and say how the value is of that."""
    last = between[-1]
    if _said(tokens[verb]) in NAMING:
        moving = between[0] in MOVING and AT_RATE.issuperset(between[1:]) and last in ("at", "of")
        lasting = last in ("in", "for", "after") and value + 1 < len(tokens) and _said(tokens[value + 1]) in TIMES
        return moving or lasting
    if last == "of":
        return any(word in MEETINGS and subject(tuple(between[at + 1 : -1])) for at, word in enumerate(between))
    doing = last.endswith("ing") and len(between) > 1 and between[-2] in MEETINGS
    return last in MEETINGS or doing or (_said(tokens[verb]) in OF_SOMEBODY and PEOPLE.issuperset(between))


def _of_noun(tokens: Row, shown: tuple[str, ...], place: tuple[int, int], stating: Stating) -> Found | None:
    """What a subject has by the noun before it (``reaches a maximum height of 20 m``)."""
    begin, value = place
    end = value - (_said(tokens[value - 1]) == "of")
    found = subject(as_written(tokens[begin:end]))
    if found is None or not is_open_subject(shown, named=True):
        return None
    return _without_adjunct(tokens, found, tokens[begin:end], value, stating)


def _without_adjunct(tokens: Row, found: Subject, named: Row, value: int, stating: Stating) -> Found:
    """The value at index ``value`` without ``in total`` after it, and with the time ``after`` which it is reached."""
    end = clause_end(tokens, value)
    last = tuple([_said(token) for token in tokens[value:end]])
    size = next((len(adjunct) for adjunct in ADJUNCTS if last[-len(adjunct) :] == adjunct), 0)
    after = last.index("after") if "after" in last and last[-1] in TIMES else 0
    if size:
        row, condition, stop = stating(tokens[: end - size], found, named, value)
        return row, condition, end if stop == end - size else stop
    if not after:
        return _in_circumstances(tokens, found, named, (value, end), stating)
    row, condition, _ = stating(tokens[: value + after], found, named, value)
    time = tokens[value + after]
    row += [
        time.turned(",", ","),
        time.turned("tword", "time"),
        time.turned("rel", "="),
        *tokens[value + after + 1 : end],
    ]
    return row, condition, end


def _in_circumstances(tokens: Row, found: Subject, named: Row, place: tuple[int, int], stating: Stating) -> Found:
    """The value under a label that also has what is said after its unit (``slides 2 m up the incline``)."""
    value, end = place
    begin = next((at for at in range(value + 1, end) if _said(tokens[at]) in CIRCUMSTANCES), end)
    rest = tokens[begin:end]
    if begin == end or found.noun == "value" or not _is_circumstance(rest):
        return stating(tokens, found, named, value)
    if any(token.kind == "rel" for token in rest) or change([_said(token) for token in rest if _said(token)]):
        return stating(tokens, found, named, value)
    row, condition, stop = stating(tokens[:begin], found, (*named, *rest), value)
    return row, condition, end if stop == begin else stop


def _is_circumstance(rest: Row) -> bool:
    """Whether words after a value say where (``up the incline``), before doing what or in what time it is."""
    words = [_said(token) for token in rest]
    if len(words) < 2 or not SHARES.isdisjoint(words):
        return False
    if words[0] == "before":
        return words[1].endswith("ing")
    if words[0] == "in":
        return len(words) == 3 and rest[1].kind == "num" and words[2] in TIMES
    return words[1] in ("the", "a", "an") and len(words) > 2


def _letter(tokens: Row, start: int, verb: int) -> Row | None:
    r"""The name that a subject ends with, marked if it is the largest or smallest (``The largest such \lambda``)."""
    last = tokens[verb - 1]
    if last.kind != "letter" or verb - 1 == start:
        return None
    extreme = named_in(as_written(tokens[start : verb - 1]))
    if extreme is None:
        return None
    return (last, last.turned("sub", "_"), last.turned("tword", extreme)) if extreme else (last,)


def _verb(tokens: Row, start: int) -> int | None:
    """Index of the verb of a clause: a copula, or one that says how much its subject has, takes or makes."""
    for at in range(start + 1, min(len(tokens), start + MAX_OPEN_SUBJECT)):
        word = _said(tokens[at])
        if word in COPULAS or word in MEASURING:
            return at
        if tokens[at].kind not in WORDS and tokens[at].kind not in ("letter", "num", "func", "prime"):
            return None
    return None


def _said(token: Token) -> str:
    text = token.written or token.text
    return text.lower() if text.isascii() and text.isalpha() else ""
