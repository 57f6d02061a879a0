"""The last statement of a response: what its answer is where nothing marks one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathequiv.extraction.boxes import EMPTY_ANSWER
from mathequiv.extraction.items import is_one_item
from mathequiv.extraction.passages import OTHER_IN_BRACKETS, Passage
from mathequiv.extraction.tabulated import RULE, last_cell
from mathequiv.extraction.values import is_readable, is_whole, whole_environments, without_bold
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon import sentences
from mathequiv.lexicon.changes import changes_value
from mathequiv.lexicon.choices import judged_right, mentions_choice, stated_choice
from mathequiv.lexicon.endings import (
    EXPLAINS,
    LEFT_OPEN,
    REFUSAL,
    YES_OR_NO,
    is_begun_again,
    is_unfinished,
    is_withdrawn,
)
from mathequiv.lexicon.number_words import leading_number, number_in_words
from mathequiv.lexicon.prose import is_unit_word
from mathequiv.lexicon.sentences import NOTHING
from mathequiv.lexicon.words import is_measure_word
from mathequiv.limits import MAX_BARE, MAX_UNSAID

__all__ = ["Statement", "answer_in_front", "is_left_open", "last_statement", "whole_response", "word_in_front"]

_WINDOWS: Final = (2_000, 20_000)
"""Characters at the end that are searched; what stands further up is not a final answer."""

_STATEMENT: Final = re.compile(r"\n\s*\n|\b(?:is|are|was|equals)\b|(?<![\\\w])[^\W\d_]{2,}\s*[:：]")
_SYMBOLS: Final = re.compile(r"\S*[=<>+*/^(\\]\S*")
_MATHEMATICS: Final = re.compile(r"[\d①-⑳]|\\[A-Za-z(\[]|\$|[∞∅π√]")
_CLAUSE: Final = re.compile(r"[.,;:\n。，；：!]")
_END_OF_PROOF: Final = re.compile(r"\$\s*\\(?:blacksquare|square|Box|qed)\s*\$|\\qed|[■□∎◻]")
_IN_BRACKETS: Final = re.compile(
    r"\s*(?:\((?:[A-Z][a-z]+|I|A)\s[^()]*(?:\([^()]*\)[^()]*)*\)?\W*\Z|（[^（）]*）?\W*\Z)"
)
_NOUNS: Final = 2
_NOT_COUNTED: Final = sentences.PREPOSITIONS | sentences.NO_NOUNS | sentences.SUBORDINATORS | sentences.COMPARED
_LETTER_ALONE: Final = re.compile(r"\s*(?:[a-zK-Z]|\([a-h]\))\s*")
"""A name of something, or the number of a part: no value where its sentence holds one."""
_NUMBER_OR_LETTER: Final = re.compile(r"[-−]?\d+(?:[.,]\d+)*|[A-J]")
"""What may be an answer though the problem shows it as well."""
_BOLD_ALONE: Final = re.compile(r"\s*\*\*(?P<value>[A-Za-z][A-Za-z -]{1,40})\*\*\s*")
_NAMED: Final = re.compile(r"\b(?:is|are|was|were)\s+\*\*(?P<name>[A-Z][\w'’ -]{1,40})\*\*\W*\Z")
"""A conclusion that ends with a name in bold."""
_QUESTION: Final = re.compile(r"[?？]\s*[*_\"')]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Statement:
    """The value of a statement: its range, and whether a formula or a number of the prose ends it."""

    start: int
    end: int
    formula: bool


def whole_response(text: str, start: int, end: int) -> bool:
    """Whether a response is nothing but an answer."""
    if end - start > MAX_BARE:
        return False
    body = text[start:end]
    if _STATEMENT.search(body) or RULE.search(body) or stated_choice(body) is not None:
        return False
    if not is_readable(body) and (_SYMBOLS.fullmatch(body) is None or not body.isascii()):
        return False
    return is_whole(without_delimiters(body.strip()))


def _sentences(passage: Passage, start: int) -> list[tuple[int, int]]:
    """The sentences from ``start`` to the end of the passage, in order."""
    found: list[tuple[int, int]] = []
    at = start
    while at < passage.stop:
        end = passage.end_of_sentence(at)
        found.append((at, max(end, at)))
        at = end + 1
    return found


def last_statement(text: str, start: int, end: int, problem: str | None) -> Statement | None:
    """The value that the last statement with mathematics states.

    Args:
        text: the response.
        start: first character to look at.
        end: one past the last.
        problem: the text of the problem; a formula that is in it is no answer.

    Returns:
        The value; None where there is no statement with mathematics, where its value cannot be read whole, and where
        it refuses an answer or asks for something.
    """
    end = _before_check(text, start, end)
    for window in _WINDOWS:
        first = max(start, end - window)
        if first > start:
            gap = text.find("\n", first, end)
            first = gap + 1 if 0 <= gap < end - 1 else first
        passage = Passage(text, first, end)
        found = _sentences(passage, first)
        if _goes_round(text, found):
            return None
        while found:
            begin, stop = found.pop()
            if _says_nothing(text[begin:stop]):
                continue
            paragraph = max(text.rfind("\n\n", first, begin), begin - MAX_BARE, first)
            if _is_open(text, begin, stop) or _is_taken_back(text, paragraph, stop, end):
                return None
            value = _without_mathematics(passage, begin, stop, end) or _value(passage, begin, stop)
            if value is not None and not is_one_item(passage, found, begin, stop):
                return _accepted(text, value, passage, problem)
            if value is not None or not _is_skipped(text[begin:stop]):
                return None
        if first == start:
            return None
    return None


def _is_open(text: str, begin: int, stop: int) -> bool:
    """Whether a sentence is a question, or says what is asked for."""
    return bool(_QUESTION.search(text[begin : stop + 1]) or sentences.ASKED.search(text, begin, stop))


def _is_taken_back(text: str, paragraph: int, stop: int, end: int) -> bool:
    """Whether the paragraph of a statement refuses an answer, or what stands after it takes it back or begins again."""
    after = text[stop:end]
    if REFUSAL.search(text, paragraph, end) is not None or is_withdrawn(after) or is_begun_again(after):
        return True
    return is_unfinished(after)


def _goes_round(text: str, found: list[tuple[int, int]]) -> bool:
    """Whether the same sentence without a value comes again and again at the end, the last time perhaps cut off."""
    last = [text[begin:stop].strip() for begin, stop in found[-_ROUNDS - 1 : -1]]
    return len(last) == _ROUNDS and len(set(last)) == 1 and bool(last[0]) and _says_nothing(last[0])


_ROUNDS: Final = 5
"""How often a sentence comes in a row where a model does not come to an end."""


def is_left_open(text: str, start: int, end: int) -> bool:
    """Whether a text ends with a word that wants a value or more words."""
    return LEFT_OPEN.search(text, max(start, end - MAX_UNSAID), end) is not None


def answer_in_front(text: str, start: int, end: int) -> int:
    """Where an answer ends that is all that stands before the heading of its explanation; 0 for any other response."""
    heading = EXPLAINS.search(text, start, min(end, start + MAX_BARE))
    if heading is None:
        return 0
    return heading.start() if whole_response(text, start, heading.start()) else 0


def word_in_front(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the yes or no is that a response begins with ("Yes. A square is a rectangle.")."""
    found = YES_OR_NO.match(text, start, end)
    if found is None or REFUSAL.search(text, max(start, end - _WINDOWS[0]), end) is not None:
        return None
    return found.span("word")


def _of_cell(text: str, start: int, end: int) -> Statement | None:
    """The value of a cell of a table, which must be all that is in it."""
    passage = Passage(text, start, end)
    value = passage.readable(start, end)
    if value is None or not passage.is_whole(value):
        return None
    return Statement(value[0], value[1], formula=bool(passage.spans))


def _without_mathematics(passage: Passage, begin: int, stop: int, end: int) -> Statement | None:
    """The letters of choices, or the number in words, that a sentence states.

    Letters are no answer where others are said to be right before them, or judged after them.
    """
    text = passage.text
    letters = stated_choice(text[begin:stop])
    if letters is not None:
        start, stop = begin + letters[0], begin + letters[1]
        paragraph = max(text.rfind("\n\n", passage.start, start), start - MAX_BARE, passage.start)
        if mentions_choice(text[stop:end]) or judged_right(text[paragraph:start]) - set(text[start:stop].upper()):
            return None
        return Statement(start, stop, formula=True)
    spelled = _spelled(text[begin:stop])
    return None if spelled is None else Statement(begin + spelled[0], begin + spelled[1], formula=False)


def _before_check(text: str, start: int, end: int) -> int:
    """Where a check or a note at the end begins, after which no conclusion is drawn; ``end`` where there is none."""
    first = max(start, end - _WINDOWS[0])
    for heading in list(sentences.CHECK.finditer(text, first, end))[::-1]:
        if sentences.CONCLUDES.search(text, heading.end(), end) is None and text[start : heading.start()].strip():
            return heading.start()
    return end


def _says_nothing(sentence: str) -> bool:
    """Whether a sentence states no value: it has no mathematics, or is an aside, a check or a mark of the end."""
    if stated_choice(sentence) is not None or _spelled(sentence) is not None:
        return False
    plain = _END_OF_PROOF.sub("", sentence)
    if _MATHEMATICS.search(plain) is None and NOTHING.search(sentence) is None:
        return True
    return sentences.ASIDE.match(sentence) is not None or _IN_BRACKETS.match(sentence) is not None


def _spelled(sentence: str) -> tuple[int, int] | None:
    """Where a conclusion without mathematics states a number in words ("So there are twenty-five ways."), or a name."""
    alone = _BOLD_ALONE.fullmatch(sentence)
    if alone is not None and number_in_words(alone["value"].lower()) is not None:
        return alone.span("value")
    if sentences.CONCLUDES.match(sentence.lstrip()) is None or _MATHEMATICS.search(sentence) is not None:
        return None
    named = _NAMED.search(sentence)
    if named is not None:
        return named.span("name")
    stated = sentences.STATES_NUMBER.search(sentence)
    if stated is None:
        return None
    value = stated["value"].rstrip()
    found = leading_number(value.lower())
    if found is None or not _may_be_counted(found[1]):
        return None
    return stated.start("value"), stated.start("value") + len(value)


def _may_be_counted(noun: str) -> bool:
    """Whether what follows a number in words may be its unit or noun."""
    if not noun.isascii():
        return is_unit_word(noun) or is_measure_word(noun)
    words = noun.split()
    return len(words) <= _NOUNS and not changes_value(noun) and _NOT_COUNTED.isdisjoint(words)


def _is_skipped(sentence: str) -> bool:
    """Whether a sentence without a value has only numbers that say nothing: of a list, in a name, in a blank box."""
    stripped = re.sub(r"^[\s>*_-]*\d{1,3}[.)](?:\s|$)", "", sentence)
    return _MATHEMATICS.search(stripped) is None


def _value(passage: Passage, begin: int, stop: int) -> Statement | None:
    cell = last_cell(passage.text, passage.start, stop)
    if cell is not None:
        return _of_cell(passage.text, *cell)
    nothing = NOTHING.search(passage.text[begin:stop])
    if nothing is not None:
        case = passage.text[begin : begin + nothing.start()]
        if sentences.SUPPOSED.search(case) is not None and _MATHEMATICS.search(case) is not None:
            return None
        return Statement(begin + nothing.start(), begin + nothing.end(), formula=False)
    if sentences.ONLY_DENIES.match(passage.text, begin, stop) is not None:
        return None
    cut = sentences.without_denial(passage.text, begin, stop)
    bold = passage.bold(begin, cut)
    if bold is not None:
        return Statement(bold[0], bold[1], formula=False)
    found = passage.of_sentence(begin, cut)
    if found is None:
        return None
    before = _CLAUSE.split(passage.text[begin : found[0]])[-1]
    after = _CLAUSE.split(passage.text[found[1] : max(cut, found[1])])[0]
    if sentences.is_rejected(before, after) or sentences.NUMBERED_PLACE.search(before) is not None:
        return None
    if sentences.HYPOTHETICAL.search(passage.text, begin, found[0]) is not None:
        return None
    if _is_name_beside_value(passage.text[begin:cut], passage.text[found[0] : found[1]]):
        return None
    formula = any(span.start >= found[0] and span.end <= found[1] for span in passage.spans)
    return Statement(found[0], found[1], formula)


def _is_name_beside_value(sentence: str, value: str) -> bool:
    """Whether a value is a mere name or the number of a part, in a sentence that holds a number."""
    alone = _LETTER_ALONE.fullmatch(without_delimiters(value)) is not None
    return alone and any(character.isdigit() for character in sentence)


def _accepted(text: str, value: Statement, passage: Passage, problem: str | None) -> Statement | None:
    answer = OTHER_IN_BRACKETS.sub(r" \g<word> \g<value>", without_delimiters(text[value.start : value.end].strip()))
    if EMPTY_ANSWER.fullmatch(answer[:MAX_BARE]):
        return None
    if not whole_environments(text[passage.start : passage.stop]) or not is_whole(without_bold(answer)):
        return None
    copied = problem is not None and value.formula and _NUMBER_OR_LETTER.fullmatch(answer) is None
    if copied and problem is not None and _squeezed(answer) in _squeezed(problem):
        return None
    return value


def _squeezed(text: str) -> str:
    return re.sub(r"\s+|\$", "", text)
