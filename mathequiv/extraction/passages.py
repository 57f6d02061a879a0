r"""The value that a sentence states: read whole, or found among the words of the sentence.

A value may be all that is there (``$\frac12$ or 3``), be before a remark (``12, since …``), in bold, after the
last "is", or be the number outside the prepositional and infinitive phrases (``640 cars in 8 trips``). Words that
change a value are never left out: where one would be, the sentence is the value as it is, and the comparison decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathequiv.extraction.formulas import MathSpan, math_spans
from mathequiv.extraction.item_lists import items_below
from mathequiv.extraction.neighbours import is_parallel, is_part
from mathequiv.extraction.phrases import JOINED, begins_phrase, end_of_unit, opens_adjunct, place_of_statement
from mathequiv.extraction.runs import Run, bare_runs
from mathequiv.extraction.values import ANY_CJK, WORDS, has_value, is_readable, is_substantial, is_whole, without_bold
from mathequiv.latex.delimiters import without_delimiters
from mathequiv.lexicon import sentences
from mathequiv.lexicon.changes import changes_label, changes_value
from mathequiv.lexicon.conjunctions import ALTERNATIVE, LETTERS
from mathequiv.limits import MAX_CJK_UNIT, MAX_VALUE

__all__ = ["OTHER_IN_BRACKETS", "Passage", "Value"]

_MARGIN: Final = re.compile(r"(?:[\s*_`\"'“”‘’「」『』#]|(?<![^\n>])>|\\(?=[\"']))*")
_TAIL: Final = re.compile(
    r"(?:(?:です|である|でした|となる|となります|になります|になる|입니다|이다|예요|이에요)(?=[\s。．.]*\Z)"
    r"|\s{2,}\|\s*\Z|\s(?:a|an|the|of|and|or)(?=\W*\Z)|[\s*_`\"'“”‘’「」『』.,;:。．：；，、!！]|\\(?=[\"']))+\Z"
)
_LEAD: Final = re.compile(r"(?:\.(?=\.|(?<=\.\.))|[\s:：=*_\"'“”‘「`#}•]|(?<![^\n>])>)*")
_ADVERB: Final = re.compile(r"[A-Za-z]+(?=[\s:,*])")
_PHRASE: Final = re.compile(
    r"(?:given by|equal to|as follows|option|choice|答案|正确选项|选项|约为?|大约|分别"
    r"|(?:(?:la|le|l['’]|el|il|a|o|die|der|das)\s*)?(?:lettre|letra|lettera|Buchstabe|opción|opção|opzione)"
    r"|(?:la|le|el|il|a|o|die)(?=\s+[(*]*[A-J](?![\w])))[\s:：,*]*",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r"(?:the |an? )?(?:interval|set|point|number|value|integer|fraction|(?:ordered )?(?:pair|triple)|matrix|function"
    r"|equation|expression|option|choice|letter)\s+(?=[$\\\d(\[{-]|[A-J]\b)",
    re.IGNORECASE,
)
_EMPHASIS: Final = "b|strong|em|i|u|code|mark"
_STOP: Final = re.compile(
    r"\n|(?P<dot>(?<!\\)[.!](?!(?<=[\w)]!)\s*[=<>+*/^≈≤≥-]))(?=[\s*_\"'”’)$]|\s*\\[)\]]|\Z|[A-Z一-鿿])|[。！？?]|．(?!(?<=[\d]．)\d)|；(?!\s*(?:[(（]?\d|[$①-⑳\\√-]|[A-Za-z][₀-₉\d]?\s*=))|【"
    rf"|<(?!/?(?:{_EMPHASIS})>)(?=[/|]|(?:[A-Za-z]{{2,}}[\w-]*|[ipsu])(?:\s[^<>\n]*)?/?>)"  # a tag, and no ``1<x``
)
_NAME: Final = re.compile(r"[A-Z][\w'’-]+(?: (?:and )?[A-Z][\w'’-]+){0,3}")
_ONE_WORD: Final = re.compile(r"[^\W\d_]+")
_BOLD: Final = re.compile(
    r"(?<![A-Za-z0-9)\]])\*\*(?P<stars>(?:(?!\*\*|\n).)+)\*\*(?![A-Za-z0-9(])|__(?P<lines>(?:(?!__|\n).)+)__"
    rf"|<(?:{_EMPHASIS})>(?P<html>[^<\n]+)</(?:{_EMPHASIS})>"
    r"|\\textbf\{(?P<latex>[^{}\n]*)\}"
)
_LETTER_OPTION: Final = re.compile(r"(?P<letter>[(（]?[A-J][)）]?)\s*(?:选项|項|项|選択肢)\Z")
_IS: Final = re.compile(
    r"\b(?:is|are|was|equals|be|becomes|gives|est|es|ist|lautet|é|è|sont|son|são)\b|(?<=[^\W\d_])\s*[:：]\**|[A-Za-z]{3,}\s*(?P<sign>=)"
    r"|为|是|等于|得到?|共"
)
_BREAK: Final = re.compile(r",(?=\s)|[，;；]|\s[-–—]+\s|[—]|\s?[(（]|\s(?=[^\W\d_])", re.ASCII)
_INITIALS: Final = frozenset("IJKLMNOPQRSTUVWYZ")
"""Capitals that are no choice: with a full stop they begin a name."""
OTHER_IN_BRACKETS: Final = re.compile(r"\s*[(（](?P<word>or|and|或|和)\s*(?P<value>[^()（）\n]{1,40})[)）]")
"""Another value, or the same in another notation, in brackets after a value."""
_FACTORIAL: Final = re.compile(r"(?<![\w'’])[a-z]\Z")
"""A name before its factorial."""
_LETTERED: Final = frozenset("abcdefgh")
"""Letters that number the items of a list, where one stands alone at the start of a line."""
_EQUATION: Final = re.compile(r"\s*=\s*[\w$\\(+-]")
"""After a bold side of an equation."""
_NUMBER_OR_COMMA: Final = re.compile(r"[\d,]")
_MARKS: Final = re.compile(rf"\*\*|__|</?(?:{_EMPHASIS})>|\\textbf\{{|(?<=\w)\}}(?=\s|$)")
_PRIMES: Final = frozenset("'\"")
"""Marks that are minutes or primes, where none of them stands before the value."""
_OTHER_CASE: Final = re.compile(
    r"\s*[(（][^()（）\n]{1,80}[)）]\s*(?:[,，;；]\s*)?(?:or|and|/|或|和|与|"
    + "|".join(sorted(ALTERNATIVE - LETTERS))
    + r")\s*[\w$\\]"
    r"|\s*[(（][^()（）\n]{1,80}[)）]\s*[,，;；]\s*[\d$\\-]"
    r"|\s*[,，;；]\s*(?:and )?(?:then|afterwards|later|然后|再)\s*\W?\d",
    re.IGNORECASE,
)
"""A condition in brackets after a value, or "then", and another value."""
_NEXT_SENTENCE: Final = re.compile(r"\s+[A-Z]")
_ASKS: Final = frozenset({"?", "？"})
_PART_OF: Final = re.compile(r"\b(?:of|de|von|di)\s+\Z")
_BETWEEN: Final = frozenset({"of", "the", "a", "an"})
_COMPARES: Final = frozenset({"than"})
_FOLLOWING: Final = re.compile(r"\s+(?P<word>[^\W\d_]+)")
_NEXT_PART: Final = re.compile(r"[;；,，\s]*[(（](?:\d|[a-h]|i{1,3}|iv|v)[)）]")


_APPLIED: Final = re.compile(r"(?:^|[\s=+*/-])[A-Za-z]'*\Z")
"""A name before its bracket: what is inside belongs to it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value from ``start`` to ``end``.

    Attributes:
        start: where it begins.
        end: where it ends.
        stop: where its sentence ends.
        named: it is a mere name.
        listed: it is a list with a mark before each item, which would be read as signs and numbers of the value.
        items: where the items of such a list are; none if one of them has a name of its own.
    """

    start: int
    end: int
    stop: int
    named: bool = False
    listed: bool = False
    items: tuple[tuple[int, int], ...] = ()


def _ends_sentence(text: str, at: int) -> bool:
    """Whether the mark at ``at`` ends a sentence, and no abbreviation, number of a list, ellipsis or factorial."""
    before = text[max(0, at - 12) : at]
    if text[at] == "!":
        return _FACTORIAL.search(before) is None
    if before.endswith("..") and text[at + 1 : at + 4].lstrip()[:1].isdigit():
        return False
    if before[-1:].isupper() and text[at + 1 : at + 2].isupper():
        return False
    last = (before.split() or [""])[-1].lstrip("(*_\"'“")
    if last in _INITIALS:
        return not text[at + 1 : at + 4].strip()[:1].isupper()
    if (last.isdigit() or last in _LETTERED) and not before.rsplit("\n", 1)[-1].replace(last, "").strip(" >*_-"):
        return "\n" not in before and len(before) == 12
    if last.lower() in sentences.TITLES:
        return False
    if sentences.ABBREVIATIONS.search(last):
        following = text[at + 1 : at + 3].lstrip()
        return not following or following[0].isupper()
    return True


class Passage:
    """A piece of a response with its formulas, in which sentences and their values are found."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text = text
        self.start = start
        self.stop = stop
        self.spans: list[MathSpan] = math_spans(text, start, stop)

    # ---- where a sentence ends ------------------------------------------------------------------------------------

    def span_around(self, at: int) -> MathSpan | None:
        """The formula that ``at`` is in."""
        for span in self.spans:
            if span.start > at:
                return None
            if at < span.end:
                return span
        return None

    def end_of_sentence(self, at: int) -> int:
        """Where the sentence that holds ``at`` ends, its full stop left out."""
        limit = min(self.stop, at + MAX_VALUE)
        here = at
        while here < limit:
            mark = _STOP.search(self.text, here, limit)
            if mark is None:
                break
            end = mark.start()
            span = self.span_around(end)
            if span is not None:
                if self.text[slice(*span.inner)].rstrip().endswith(".") and _NEXT_SENTENCE.match(self.text, span.end):
                    return span.end
                here = max(span.end, here + 1)
            elif mark["dot"] is not None and not _ends_sentence(self.text, end):
                here = end + 1
            else:
                return end
        return max(min(here, self.stop), limit)

    # ---- what a value is ------------------------------------------------------------------------------------------

    def clipped(self, start: int, end: int) -> tuple[int, int]:
        """The range without quotation marks, emphasis and punctuation at its edges."""
        margin = _MARGIN.match(self.text, start, end)
        start = margin.end() if margin else start
        tail = _TAIL.search(self.text[start:end])
        if tail is None:
            return start, end
        last = start + tail.start()
        mark = self.text[last : last + 1]
        kept = mark == "!" and self.text[last - 1 : last].isalnum() and last + 1 == end
        if mark in _PRIMES and last > start and mark not in self.text[max(self.start, start - 2) : last]:
            kept = self.text[last - 1 : last].isalnum()
        return start, last + kept

    def readable(self, start: int, end: int) -> tuple[int, int] | None:
        """The range, clipped, if it reads as a value."""
        start, end = self.clipped(start, end)
        noun = _NOUN.match(self.text, start, end)
        start = noun.end() if noun else start
        option = _LETTER_OPTION.match(self.text[start : min(end, start + 12)]) if end - start < 12 else None
        end = end if option is None else start + option.end("letter")
        return (start, end) if start < end and is_readable(self.text[start:end]) else None

    def skip_lead(self, start: int, stop: int) -> int:
        """Where the value may begin: after colons, emphasis and words such as "therefore"."""
        while True:
            lead = _LEAD.match(self.text, start, stop)
            at = lead.end() if lead else start
            if self.text[start:at].count("**") % 2 and self.text[at - 2 : at] == "**" and self.opens_bold(at - 2):
                at -= 2
            if self.is_bullet(at):
                start = at + 1
                continue
            word = _ADVERB.match(self.text, at, stop)
            if word is not None and word[0].lower() in sentences.ADVERBS:
                start = word.end()
                continue
            phrase = _PHRASE.match(self.text, at, stop)
            if phrase is None:
                return at
            start = phrase.end()

    def is_bullet(self, at: int) -> bool:
        """Whether the hyphen at ``at`` begins an item of a list, and is no minus sign."""
        if self.text[at : at + 1] != "-" or not self.text[at + 1 : at + 2].isspace():
            return False
        return not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip(" \t>")

    def opens_bold(self, at: int) -> bool:
        """Whether the stars at ``at`` open emphasis: an even number of pairs stands before them on their line."""
        line = max(self.text.rfind("\n", self.start, at) + 1, self.start)
        return self.text.count("**", line, at) % 2 == 0

    def after(self, at: int, *, sentence: bool, words: bool) -> Value | None:
        """The value after a marker that ends at ``at``.

        Args:
            at: end of the marker.
            sentence: a whole sentence may be there, and the value in it.
            words: any words are an answer.
        """
        start = self.skip_lead(at, self.stop)
        stop = self.end_of_sentence(start)
        if self.text[stop : stop + 1] in _ASKS and stop < self.stop:
            return None
        found = self.stated_by(start, stop, sentence=sentence or words)
        if found is not None:
            end, listed, items = items_below(self, at, found)
            return Value(found[0], end, max(stop, end), listed=listed, items=items)
        first, last = self.clipped(start, stop)
        text = self.text[first:last]
        if not has_value(text):
            return None
        if words:
            return Value(first, last, stop)
        if _NAME.fullmatch(text) or (sentence and _ONE_WORD.fullmatch(text)):
            return Value(first, last, stop, named=True)
        return None

    def stated_by(self, start: int, stop: int, *, sentence: bool) -> tuple[int, int] | None:
        """The value of what stands from ``start`` to ``stop`` after a marker."""
        cut = sentences.without_denial(self.text, start, stop)
        if (bold := self.bold(start, cut)) is not None:
            return bold
        whole = self.readable(start, cut)
        if whole is not None and self.is_whole(whole):
            return whole
        found = self.head(start, cut)
        if found is None and sentence:
            found = self.of_sentence(start, cut)
        return found or whole

    def is_whole(self, value: tuple[int, int]) -> bool:
        """Whether a value can be read to its end."""
        return is_whole(without_bold(without_delimiters(self.text[slice(*value)])))

    def bold(self, start: int, stop: int) -> tuple[int, int] | None:
        """The bold value of a sentence, or several that a conjunction joins."""
        found: list[tuple[int, int]] = []
        for mark in _BOLD.finditer(self.text, start, stop):
            if mark[0].startswith("**") and not self.opens_bold(mark.start()):
                continue
            inner = mark.span(mark.lastgroup or 0)
            value = self.readable(*inner)
            if value is None or self.text[inner[1] - 1 : inner[1]] in (":", "："):
                continue
            if found:
                between = _unmarked(self.text[found[-1][1] : value[0]])
                if JOINED.fullmatch(between.strip()) is None:
                    before, after = self.text[start : found[-1][0]], self.text[value[1] : stop]
                    if is_parallel(_unmarked(before), between, _unmarked(after)):
                        return self.clipped(start, stop)
                    found.clear()
            found.append(value)
        if not found:
            return None
        first, last = found[0][0], found[-1][1]
        left, right = _unmarked(self.text[start:first]), _unmarked(self.text[last:stop])
        return self.clipped(start, stop) if _is_half(left, right) else (first, last)

    def head(self, start: int, stop: int) -> tuple[int, int] | None:
        """The longest readable beginning that a comma, bracket, dash or the word of a new phrase ends."""
        best: tuple[int, int] | None = None
        for mark in _BREAK.finditer(self.text, start, stop):
            cut = mark.start()
            if self.span_around(cut) is not None or not self.may_end_at(mark, start, stop):
                continue
            value = self.readable(start, cut)
            if value is not None and mark[0].isspace() and self.is_named(value, mark.end(), stop):
                continue
            if value is not None and is_substantial(self.text[slice(*value)]):
                best = value
        if best is None:
            return None
        return self.clipped(start, stop) if self.goes_on(best[1], stop) else best

    def goes_on(self, end: int, stop: int) -> bool:
        """Whether what follows a value that ends at ``end`` changes it, takes it as a part, or gives another one."""
        rest = self.text[end:stop]
        return changes_value(self.remark(end, stop)) or is_part("", rest) or _has_other_case(rest)

    def may_end_at(self, mark: re.Match[str], start: int, stop: int) -> bool:
        """Whether a value from ``start`` on may end at a comma, bracket, dash or space."""
        cut = mark.start()
        if _NEXT_PART.match(self.text, cut, stop) is not None:
            return False
        if mark[0] == "(":
            return _APPLIED.search(self.text[start:cut]) is None
        if mark[0].isspace():
            word = WORDS.match(self.text, mark.end(), stop)
            return word is not None and begins_phrase(word[0].lower())
        return True

    def is_named(self, value: tuple[int, int], at: int, stop: int) -> bool:
        """Whether a value is a mere letter, of which the verb at ``at`` states what it is ("x equals 3")."""
        word = WORDS.match(self.text, at, stop)
        return value[1] - value[0] == 1 and word is not None and word[0].lower() in sentences.COPULAS

    def remark(self, start: int, stop: int) -> str:
        """The words after a value up to where an explanation of its own begins."""
        for word in WORDS.finditer(self.text, start, stop):
            if word[0].lower().rstrip(".") in sentences.SUBORDINATORS:
                return self.text[start : word.start()]
        return self.text[start:stop]

    # ---- a value among the words of a sentence --------------------------------------------------------------------

    def after_copula(self, start: int, stop: int) -> tuple[int, int] | None:
        """What stands after the last "is" or sign of equality, if it is readable to the end."""
        for copula in list(_IS.finditer(self.text, start, stop))[::-1]:
            if self.span_around(copula.start()) is not None:
                continue
            value = self.readable(self.skip_lead(copula.end(), stop), stop)
            if value is not None and is_substantial(self.text[slice(*value)]):
                return value
        return None

    def candidates(self, start: int, stop: int) -> list[Run]:
        """Formulas and undelimited mathematics between ``start`` and ``stop``, in order."""
        found: list[Run] = []
        at = start
        for span in self.spans:
            if span.end <= start or span.start >= stop:
                continue
            found += bare_runs(self.text, at, max(at, span.start))
            found.append(Run(span.start, span.end, whole=True))
            at = span.end
        return found + (bare_runs(self.text, at, stop) if at < stop else [])

    def of_sentence(self, start: int, stop: int) -> tuple[int, int] | None:
        """The value of a whole sentence: after its last "is", or its number outside adjuncts."""
        stated = self.after_copula(start, stop)
        if stated is not None and self.is_whole(stated):
            return self.unless_changed(start, stop, stated, self.candidates(start, stated[0]))
        runs = self.candidates(start, stop)
        if not runs:
            return None
        place = place_of_statement(self.text, runs, start)
        while place and runs[place - 1].whole and self.is_rounded(start, runs[place - 1], runs[place]):
            place -= 1
        first = place
        while first and runs[first - 1].whole and self.are_joined(start, runs[first - 1], runs[first]):
            first -= 1
        if not runs[place].whole:
            return None
        begin, end = runs[first].start, runs[place].end
        if _PART_OF.search(self.text, start, begin) is not None and "=" in self.text[begin:end]:
            begin = self.text.rindex("=", begin, end) + 1  # a third of 90 = 30
            begin += len(self.text[begin:end]) - len(self.text[begin:end].lstrip())
        with_unit = (begin, end_of_unit(self.text, runs[place], stop))
        value = with_unit if self.is_whole(with_unit) else (begin, end)
        return self.unless_changed(start, stop, value, runs[:first]) if self.is_whole(value) else None

    def is_rounded(self, start: int, left: Run, right: Run) -> bool:
        """Whether the second of two values says about how much the first is (``12 miles, or about 19 km``)."""
        end = end_of_unit(self.text, left, right.start)
        return sentences.OR_ABOUT.fullmatch(self.text, end, right.start) is not None and start < left.start

    def are_joined(self, start: int, left: Run, right: Run) -> bool:
        """Whether two values are items of a list or parts of a quantity: a unit and a conjunction at most between."""
        if JOINED.fullmatch(self.text, left.end, right.start) is not None:
            return True
        if opens_adjunct(self.text[start : left.start]):
            return False
        unit = end_of_unit(self.text, left, right.start)
        if ANY_CJK.match(self.text, left.end) is not None and unit > left.end + MAX_CJK_UNIT:
            return False
        return unit > left.end and JOINED.fullmatch(self.text, unit, right.start) is not None

    def unless_changed(self, start: int, stop: int, value: tuple[int, int], runs: list[Run]) -> tuple[int, int] | None:
        """The value, or the whole sentence where what is beside the value changes it, or makes a part of it.

        Args:
            start: beginning of the sentence.
            stop: its end.
            value: what it seems to state.
            runs: the mathematics before that.
        """
        left, right = self.text[start : value[0]], self.text[value[1] : stop]
        if (
            (sentences.OTHERWISE.search(left) is not None and _has_numbers(left))
            or is_part(left, right)
            or self.is_one_of_two(start, stop, value, runs)
        ):
            whole = self.clipped(self.skip_lead(start, stop), stop)
            return whole if has_value(self.text[slice(*whole)]) else None
        changed = ANY_CJK.search(left) is None and _changes_next(left)
        word = _FOLLOWING.match(self.text, value[1], stop)
        if word is not None:
            changed = changed or word["word"] == "or" or changes_value(word["word"])
        if changed:
            return self.clipped(start, stop)
        other = OTHER_IN_BRACKETS.match(self.text, value[1], stop)
        return value if other is None else (value[0], other.end())

    def is_one_of_two(self, start: int, stop: int, value: tuple[int, int], runs: list[Run]) -> bool:
        """Whether the mathematics before or after a value is stated like it."""
        left, right = self.text[start : value[0]], self.text[value[1] - 1 : stop]
        if runs and is_parallel(self.text[start : runs[-1].start], self.text[runs[-1].end : value[0]], right):
            return True
        after = [run for run in self.candidates(value[1], stop) if run.start > value[1]]
        if not after:
            return False
        return is_parallel(left, self.text[value[1] : after[0].start], self.text[after[0].end - 1 : stop])


def _changes_next(left: str) -> bool:
    """Whether the words before a value change it; those of Chinese make a part of it (`is_part`)."""
    words = [word.lower() for word in WORDS.findall(_NUMBER_OR_COMMA.split(left)[-1])]
    while words and words[-1] in _BETWEEN:
        words.pop()
    if not words:
        return False
    if words[-1] in sentences.COPULAS and len(words) > 1:
        return changes_label(words[-3:-1])  # the least number is
    return words[-1] in sentences.OPERATIONS or words[-1] in _COMPARES or changes_value(" ".join(words[-3:]))


def _is_half(left: str, right: str) -> bool:
    """Whether what stands before and after a bold value changes it or belongs to it."""
    if (_changes_next(left) or changes_value(right)) and not _has_numbers(left + right):
        return True
    return _EQUATION.match(right) is not None or is_part(left, right) or _has_other_case(right)


def _unmarked(text: str) -> str:
    """A text without the marks of emphasis."""
    return _MARKS.sub("", text)


def _has_other_case(rest: str) -> bool:
    """Whether what follows a value gives another value for another case."""
    return _OTHER_CASE.match(rest) is not None or (sentences.OTHERWISE.search(rest) is not None and _has_numbers(rest))


def _has_numbers(text: str) -> bool:
    return any(character.isdigit() for character in text)
