r"""Marks that count like a box: boxes, tags, JSON objects, ``####`` and 【答案】. Of them the last decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathequiv.extraction.announcements import announcements, value_of
from mathequiv.extraction.boxes import Box, last_boxes
from mathequiv.extraction.objects import last_json_answer
from mathequiv.extraction.passages import Passage, Value
from mathequiv.extraction.reading import Extraction, Reading
from mathequiv.extraction.values import is_substantial
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon.markers import Marker
from mathequiv.lexicon.sentences import HEADING
from mathequiv.limits import MAX_MARKERS

__all__ = ["Mark", "last_mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked answer.

    Attributes:
        start: where its mark begins.
        end: where it ends.
        answer: the answer; None where the mark says that there is none, or was cut off.
        cut: it was cut off.
    """

    start: int
    end: int
    answer: Extraction | None
    cut: bool = False


def last_mark(reading: Reading) -> Mark | None:
    """The last mark that counts like a box; a mark that was cut off only where no other one holds an answer."""
    box = _boxed(reading, reading.start, reading.end)
    marks = [box]
    if not reading.policy.boxed_only:
        after = reading.start if box is None or box.cut else box.end
        marks += [_in_json(reading, after), _tagged_after(reading, after), _on_line(reading, after)]
    best: Mark | None = None
    for mark in marks:
        if mark is not None and (best is None or (mark.cut, best.end) <= (best.cut, mark.end)):
            best = mark
    return best


def _boxed(reading: Reading, start: int, end: int) -> Mark | None:
    boxes = last_boxes(reading.text, start, end, reading.policy)
    reading.truncated |= boxes.unclosed
    run = boxes.run
    if boxes.unclosed and (reading.policy.boxed_only or not run):
        return Mark(end, end, None, cut=True)
    if not run:
        return None
    if len(run) == 1:
        return Mark(run[0].start, run[0].end, _in_box(reading, run[0]))
    text = ", ".join([_labelled(reading.text, box) for box in run])
    return Mark(run[0].start, run[-1].end, reading.found("boxed_list", run[0].start, run[-1].end, text))


def _in_box(reading: Reading, box: Box) -> Extraction | None:
    r"""What a box holds, with the sign right before it (``$-\boxed{5}$``)."""
    if reading.text[max(0, box.start - 2) : box.start].rstrip()[-1:] not in _SIGNS:
        return reading.found("boxed", *box.inner)
    sign = _SIGN_BEFORE.search(reading.text, max(reading.start, box.start - len("\\( -  ")), box.start)
    if sign is None:
        return reading.found("boxed", *box.inner)
    content = reading.text[slice(*box.inner)]
    return reading.found(
        "boxed", sign.start("sign"), box.end, f"-({content})" if _SUM.search(content) else f"-{content}"
    )


_SIGN_BEFORE: Final = re.compile(r"(?:[$=(]|\\[(\[])\s*(?P<sign>[-−])\s*\Z")
_SIGNS: Final = ("-", "−")
_SUM: Final = re.compile(r"[-+−±]")


def _labelled(text: str, box: Box) -> str:
    content = without_delimiters(text[slice(*box.inner)].strip())
    return f"{box.label} = {content}" if box.label else content


def _in_json(reading: Reading, after: int) -> Mark | None:
    """The answer of the last object; one that ends before ``after`` need not be found."""
    if reading.text.find('"', after, reading.end) < 0:
        return None
    found = last_json_answer(reading.text, reading.start, reading.end, reading.rows.json)
    if found is None:
        return None
    if found.value is None:
        reading.truncated = True
        return Mark(found.start, found.end, None, cut=True)
    answer = None if found.text is None else reading.found("json", *found.value, found.text)
    return Mark(found.start, found.end, answer)


# ---- tags ------------------------------------------------------------------------------------------------------------


def _tagged_after(reading: Reading, after: int) -> Mark | None:
    """The last answer between tags; one that ends before ``after`` need not be found."""
    lead = [reading.text.find(first, after, reading.end) for first in reading.rows.tag_leads]
    return _tagged(reading, reading.end) if max(lead) >= 0 else None


def _tagged(reading: Reading, end: int) -> Mark | None:
    """The last answer between tags before ``end``; of a tag that is not closed, the one before it."""
    text = reading.text
    place, key, row = -1, "", None
    for tag in reading.rows.tags:
        for spelling in tag.keys:
            at = text.rfind(spelling, reading.start, end)
            if at > place:
                place, key, row = at, spelling, tag
    if row is None:
        return None
    first = place + len(key)
    close = text.find(_closing(row, key), first, end)
    if close >= 0:
        return Mark(place, close + len(row.close), _inside(reading, first, close))
    reading.truncated = True
    earlier = _tagged(reading, place) if text.rfind(_closing(row, key), reading.start, place) >= 0 else None
    return earlier or Mark(place, end, None, cut=True)


def _closing(row: Marker, key: str) -> str:
    """The closing tag in the case of the opening one."""
    if key == row.keys[0]:
        return row.close
    return row.close.upper() if key.isupper() else row.close.title()


def _inside(reading: Reading, start: int, end: int) -> Extraction | None:
    """The answer of what is between tags: a box, an object, a sentence, or all of it."""
    boxed = _boxed(reading, start, end)
    if boxed is not None and not boxed.cut:
        return boxed.answer
    found = last_json_answer(reading.text, start, end, reading.rows.json)
    if found is not None and found.value is not None:
        return None if found.text is None else reading.found("json", *found.value, found.text)
    for row, hit in announcements(reading, start, end):
        value = value_of(reading, row, hit, start, end)
        if value is not None:
            return reading.found("tag", value.start, value.end)
    passage = Passage(reading.text, start, end)
    first, last = passage.clipped(start, end)
    if first < last and ("\n" not in reading.text[first:last] or passage.readable(first, last) is not None):
        value = passage.after(first, sentence=True, words=True)
        if value is not None and passage.clipped(value.stop, last)[0] >= last:
            return reading.found("tag", value.start, value.end)
    return reading.found("tag", first, last)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _on_line(reading: Reading, start: int) -> Mark | None:
    """The last answer after ``####``, 【答案】 or a marker of the user's own, from ``start`` on."""
    text = reading.text
    places = [(text.rfind(key, start, reading.end), key, row) for key, row in reading.rows.lines]
    for _ in range(MAX_MARKERS):
        place = max([item[0] for item in places])
        if place < 0:
            return None
        for row in [row for at, _, row in places if at == place]:
            hit = row.pattern.match(text, place, reading.end)
            value = None if hit is None or text[place - 1 : place] == "#" else _value_on_line(reading, row, hit)
            if value is not None and reading.is_complete(value):
                answer = reading.found("final_answer_sentence", value.start, value.end)
                return Mark(place, value.stop, answer)
        places = [item if item[0] < place else (text.rfind(item[1], start, place), *item[1:]) for item in places]
    return None


def _value_on_line(reading: Reading, row: Marker, hit: re.Match[str]) -> Value | None:
    passage = reading.passage(hit.start(), hit.end())
    at = hit.end()
    if row.follows != "line":
        return passage.after(at, sentence=True, words=True)
    stop = reading.text.find("\n", at, reading.end)
    stop = reading.end if stop < 0 else stop
    rest = reading.text[at:stop].strip(" *$.")
    if not rest:
        below = not reading.text[at:stop].strip() and reading.text[stop : stop + 2] != "\n\n"
        return passage.after(at, sentence=True, words=False) if below else None
    last = stop == reading.end
    if HEADING.match(rest) or (not last and not is_substantial(rest)):
        return None
    value = passage.after(at, sentence=True, words=True)
    if value is None or "\n" in reading.text[at : value.start]:
        return None
    goes_on = reading.text[value.stop : stop].strip(" *.$)")
    return None if goes_on and not last else value
