"""Sentences that announce an answer ("The answer is 5.", 答案是 5), the last first."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.extraction.passages import Passage, Value
from mathequiv.extraction.reading import Extraction, Reading
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon.commands import BOX_COMMAND
from mathequiv.lexicon.endings import is_begun_again, is_retracted, is_withdrawn
from mathequiv.lexicon.markers import Marker
from mathequiv.lexicon.sentences import CASE_LEAD, LINE_LEAD, is_contrary_to_fact, is_denied, is_refuted
from mathequiv.limits import MAX_BARE, MAX_CLAUSE, MAX_MARKERS, MAX_TAIL

__all__ = ["announcements", "last_sentence", "value_of"]

_CLAUSE: Final = re.compile(r"[.,;:\n。，；：!]")
_BOX_INSIDE: Final = re.compile(BOX_COMMAND)
_SEPARATOR: Final = re.compile("[，,；;]")
_LETTER: Final = re.compile(r"\([a-h]\)|(?:\\text\{|\\mathrm\{)?[(（$]*[A-J](?:[A-J]{0,5}(?![A-Za-z])|)[)）}$]*")
_NEXT_LETTER: Final = re.compile(r"\s*(?:[或和与、]|or|and)")
_ONE_LETTER: Final = r"[(（*$]*[A-J][)）*$]*(?![A-Za-z])"
_LETTERS: Final = re.compile(
    rf"(?P<letters>{_ONE_LETTER}(?:\s*(?:[,，、]\s*(?:and|or)?|和|与|或|及|and|or)\s*{_ONE_LETTER}){{1,8}})"
    r"(?=\s*(?:[项項]|选项)?\s*(?:[.。．,，;；】]|\Z|\s(?:is|are)\b))"
)
_LETTER_BEFORE: Final = re.compile(r"(?:^|[\s*])(?P<letter>\(?[A-J]\)?)[*,]*\Z")
_REPLY: Final = re.compile(r"[\s*_>]*A[*_]*[:：][*_]*\s*(?=\S)")
_GOES_ON: Final = re.compile(r"[\d$\\]")
"""What a paragraph after a solution holds that works on with it."""
_TWO: Final = 2
_QUOTES: Final = frozenset('"“‘「『«')
_SENTENCE: Final = re.compile(r"(?<=[.;。；！!])\s|[。；\n]")
_OPTION: Final = re.compile(r"\s*[B-J]\s*[:：.)]")
_SECOND_OPTION: Final = re.compile(r"\bB\s*[:：.)]")


def announcements(reading: Reading, start: int, end: int) -> list[tuple[Marker, re.Match[str]]]:
    """The markers of sentences between ``start`` and ``end``, the last first."""
    text = reading.text
    found: list[tuple[Marker, re.Match[str]]] = []
    places = [(text.rfind(key, start, end), key, rows) for key, rows in reading.rows.sentences]
    for _ in range(MAX_MARKERS):
        places = [item for item in places if item[0] >= 0]
        if not places:
            break
        place = max([item[0] for item in places])
        rows = [row for at, _, several in places if at == place for row in several]
        hit = _first_that_stands(text, rows, place, start, end)
        if hit is not None:
            found.append(hit)
        places = [item if item[0] < place else (text.rfind(item[1], start, place), *item[1:]) for item in places]
    return found


def _first_that_stands(
    text: str, rows: list[Marker], place: int, start: int, end: int
) -> tuple[Marker, re.Match[str]] | None:
    for row in rows:
        if row.follows == "before":
            line = max(text.rfind("\n", start, place) + 1, place - MAX_CLAUSE // 2)
            hit = row.pattern.search(text, line, min(end, place + MAX_CLAUSE // 4))
        else:
            hit = row.pattern.match(text, max(start, place - row.lead), end)
        if hit is not None and hit.end() > place and _stands(text, row, hit.start(), start):
            return row, hit
    return None


def _stands(text: str, row: Marker, at: int, start: int) -> bool:
    """Whether a marker at ``at`` is where its row allows, and is not denied, supposed or asked."""
    before = text[max(start, at - MAX_CLAUSE) : at]
    if row.lead and before[-1:].isascii() and before[-1:].isalpha():
        return False
    if row.line_start and LINE_LEAD.fullmatch(before.rsplit("\n", 1)[-1]) is None:
        return False
    clauses = _CLAUSE.split(before)
    quoted = len(clauses) > 1 and clauses[-1].lstrip()[:1] in _QUOTES
    return not is_denied(clauses[-1]) and not (quoted and is_denied(clauses[-2]))


def value_of(reading: Reading, row: Marker, hit: re.Match[str], start: int, end: int) -> Value | None:
    """The value that a marker announces; None where there is none, it may go on, or it is called wrong."""
    passage = reading.passage(max(start, hit.start()), min(end, hit.end()))
    passage.stop = min(passage.stop, end)
    if row.follows == "before":
        value = _before(passage, hit.start())
    elif row.follows == "letter":
        value = _letter(passage, hit.end())
    else:
        value = passage.after(hit.end(), sentence=row.follows == "sentence", words=False)
    if value is None or not reading.is_complete(value):
        return None
    after = reading.text[value.end : value.stop + MAX_CLAUSE // 2].split("\n")[0].split(". ")[0]
    contrary = is_contrary_to_fact(hit[0], reading.text[hit.end() : value.stop])
    return None if contrary or is_refuted(after) else value


def _letter(passage: Passage, at: int) -> Value | None:
    """The letter of a choice after a marker that ends at ``at``; with another one after it, both."""
    text = passage.text
    start = passage.skip_lead(at, passage.stop)
    stop = passage.end_of_sentence(start)
    separator = _SEPARATOR.search(text, start, stop)
    first, last = passage.clipped(start, separator.start() if separator else stop)
    letter = _LETTER.match(text, first, last)
    several = _LETTERS.match(text, first, stop)
    if several is not None:
        last = several.end("letters")
    elif letter is not None and not _NEXT_LETTER.match(text, letter.end(), last):
        last = letter.end()
    return Value(first, last, stop) if first < last else None


def _before(passage: Passage, at: int) -> Value | None:
    """The value in front of "is the answer": a formula, undelimited mathematics, or a letter."""
    text = passage.text
    line = max(passage.start, text.rfind("\n", passage.start, at) + 1)
    end = line + len(text[line:at].rstrip())
    runs = passage.candidates(line, at)
    if runs and runs[-1].end == end and runs[-1].whole:
        return Value(runs[-1].start, runs[-1].end, at)
    letter = _LETTER_BEFORE.search(text[line:end])
    return None if letter is None else Value(line + letter.start("letter"), line + letter.end("letter"), at)


def last_sentence(reading: Reading, first: int, *, after_mark: bool) -> Extraction | None:
    """The answer of the last final-answer sentence from ``first`` on.

    Args:
        reading: the response.
        first: where to begin.
        after_mark: a box or the like ends at ``first``: the sentence must be in the last paragraph, name the final
            answer, and have a value that is no mere name.
    """
    paragraph = reading.last_paragraph(first)
    start = paragraph if after_mark else first
    if not reading.text[start : reading.end].strip(" .$\n)*"):
        return None
    hits = announcements(reading, start, reading.end)
    for place, (row, hit) in enumerate(hits):
        value = _outside_boxes(reading, row, hit, start)
        if value is None:
            continue
        if _is_replaced(reading, value):
            return None
        final = row.strength == "explicit" and not value.named
        if (after_mark and not final) or _is_on_the_way(reading, row, value, paragraph):
            continue
        if _is_none(reading, hits[place:], value, start):
            return None if after_mark else Extraction(None, "none", None, reading.truncated)
        in_last = final and value.end > paragraph
        return _extraction(reading, value, "final_answer_sentence" if in_last else "earlier_sentence")
    return _last_line(reading, first)


def _rest(reading: Reading, value: Value) -> str:
    """What stands after the sentence of a value."""
    return reading.text[max(value.stop, reading.end - MAX_TAIL) : reading.end]


def _is_replaced(reading: Reading, value: Value) -> bool:
    """Whether the sentence after a value takes it back, or the response begins once more after it."""
    after = reading.text[value.stop : min(reading.end, value.stop + MAX_CLAUSE * 2)]
    return is_retracted(after) or is_begun_again(_rest(reading, value))


def _outside_boxes(reading: Reading, row: Marker, hit: re.Match[str], start: int) -> Value | None:
    value = value_of(reading, row, hit, start, reading.end)
    boxed = value is not None and _BOX_INSIDE.search(reading.text, value.start, value.end) is not None
    return None if boxed else value


def _is_on_the_way(reading: Reading, row: Marker, value: Value, paragraph: int) -> bool:
    """Whether a value is the solution of an equation with which the last paragraph works on."""
    if row.strength != "weak" or value.end >= paragraph:
        return False
    return _GOES_ON.search(reading.text, paragraph, reading.end) is not None


def _is_none(reading: Reading, hits: list[tuple[Marker, re.Match[str]]], value: Value, start: int) -> bool:
    """Whether the value of the first of some markers is one of several that are stated, or taken back for none."""
    return (
        (value.listed and not value.items)
        or is_withdrawn(_rest(reading, value))
        or _is_one_case(reading, hits, value, start)
    )


def _is_one_case(reading: Reading, hits: list[tuple[Marker, re.Match[str]]], value: Value, start: int) -> bool:
    """Whether the value of the first of some markers is that of one case or part, and the next that of another."""
    text = reading.text
    if len(hits) < _TWO or hits[0][1].start() - hits[1][1].end() > MAX_BARE:
        return False
    leads = [_SENTENCE.split(text[max(start, hit.start() - MAX_CLAUSE) : hit.end()].rstrip())[-1] for _, hit in hits]
    if leads[0].strip() == leads[1].strip() or any(CASE_LEAD.search(lead) is None for lead in leads):
        return False
    other = value_of(reading, *hits[1], start, hits[0][1].start())
    return other is not None and text[other.start : other.end] != text[value.start : value.end]


def _extraction(reading: Reading, value: Value, rule: str) -> Extraction | None:
    if value.items:
        items = [without_delimiters(reading.shown(*item)) for item in value.items]
        return reading.found(rule, value.start, value.end, ", ".join(items))
    return reading.found(rule, value.start, value.end, reading.shown(value.start, value.end))


def _last_line(reading: Reading, first: int) -> Extraction | None:
    """``A: 18`` as the last line, where the lines before it are no options."""
    text, end = reading.text, reading.end
    line = max(text.rfind("\n", first, end) + 1, first)
    mark = _REPLY.match(text, line, end)
    if mark is None:
        return None
    before = text[max(first, line - 2 * MAX_CLAUSE) : line].rstrip().rsplit("\n", 1)[-1]
    if _OPTION.match(before) or _SECOND_OPTION.search(text, line, end):
        return None
    value = reading.passage(line, mark.end()).after(mark.end(), sentence=True, words=False)
    if value is None or not reading.is_complete(value):
        return None
    return _extraction(reading, value, "final_answer_sentence")
