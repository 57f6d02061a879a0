r"""Whether a regular expression can match one text in exponentially many ways.

A backtracking matcher tries them all where a text fails to match, so that ``(?:a|[a-z])*`` hangs on forty letters. The
automaton of an expression (Glushkov's: a state for each character that is written) holds every way to match. There are
exponentially many if and only if a state is reached from itself in two ways by one text (A. Weber, H. Seidl: On the
degree of ambiguity of finite automata, 1991), which the pairs of states reached by one text show.

What is looked at around a character narrows it only where one character is enough (``(?![a-z])``, ``\b``, ``\Z``);
anything else around is taken to hold, so that an expression may be called ambiguous that is not, but none is missed.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

try:
    from re import _parser as sre
except ImportError:  # Python 3.10
    import sre_parse as sre

COUNTED = 12
"""Repeats that are written out; one that allows more counts as one that never ends."""

_WAYS = 6
"""Ways past an empty match that are kept; two are enough to be ambiguous."""

_LETTERS = "\t\n\v\f\r" + string.printable[:95] + "\u00a0\u3000éß中٣²−·，"
"""Characters that stand for their kinds; those of the expression come on top."""


class Around(NamedTuple):
    """What the characters before and after a place may be, as bits of the alphabet."""

    before: int
    after: int

    def and_(self, other: Around) -> Around:
        return Around(self.before & other.before, self.after & other.after)


@dataclass
class Part:
    """A part of an expression: states it may begin and end with, and ways to match nothing."""

    first: list[tuple[int, Around]] = field(default_factory=list)
    last: list[tuple[int, Around]] = field(default_factory=list)
    empty: list[Around] = field(default_factory=list)

    def or_(self, other: Part) -> Part:
        empty = list(dict.fromkeys([*self.empty, *other.empty]))[:_WAYS]
        return Part(self.first + other.first, self.last + other.last, empty)


class Alphabet:
    """The characters that an expression tells apart, and some of each kind."""

    def __init__(self, text: str) -> None:
        beyond = {char for char in text if ord(char) > 127}
        self.chars = sorted({*_LETTERS, *beyond, *(chr(ord(char) + 1) for char in beyond)})
        self.all = (1 << len(self.chars)) - 1
        self._known: dict[Hashable, int] = {}

    def bits(self, test: Callable[[str], bool]) -> int:
        return sum(1 << at for at, char in enumerate(self.chars) if test(char))

    def example(self, bits: int) -> str:
        return next(char for at, char in enumerate(self.chars) if bits >> at & 1)

    def of(self, kind: str, arg: Any, flags: int) -> int:
        """The characters that one item of a class, or a whole class, matches."""
        key = (kind, str(arg), flags)
        if key not in self._known:
            self._known[key] = self._of(kind, arg, flags)
        return self._known[key]

    def _of(self, kind: str, arg: Any, flags: int) -> int:
        match kind:
            case "LITERAL":
                return self._range(arg, arg, flags)
            case "NOT_LITERAL":
                return self.all & ~self._range(arg, arg, flags)
            case "RANGE":
                return self._range(*arg, flags)
            case "ANY":
                return self.all if flags & re.DOTALL else self.bits(lambda char: char != "\n")
            case "CATEGORY":
                letter = str(arg).rpartition("_")[2][0].lower()
                one = re.compile(f"\\{letter.upper() if '_NOT_' in str(arg) else letter}", flags & re.ASCII)
                return self.bits(lambda char: one.match(char) is not None)
            case "IN":
                items = [(str(op), value) for op, value in arg]
                bits = 0
                for op, value in items:
                    bits |= 0 if op == "NEGATE" else self.of(op, value, flags)
                return self.all & ~bits if items[0][0] == "NEGATE" else bits
        raise NotImplementedError(kind)

    def _range(self, low: int, high: int, flags: int) -> int:
        def holds(char: str) -> bool:
            forms = (char, char.lower(), char.upper()) if flags & re.IGNORECASE else (char,)
            return any(low <= ord(form) <= high for form in forms if len(form) == 1)

        return self.bits(holds)


class Automaton:
    """The states of an expression and the steps between them.

    Args:
        text: the expression.
        flags: those of `re.compile`.
        tree: a part of the expression, in place of all of it.
    """

    def __init__(self, text: str, flags: int, tree: Any = None) -> None:
        self.text = text
        self.alphabet = Alphabet(text)
        self.states: list[int] = []
        self.steps: list[list[tuple[int, int]]] = []
        self.inside: list[Automaton] = []
        self._any = Around(self.alphabet.all, self.alphabet.all)
        tree = sre.parse(text, flags) if tree is None else tree
        self.whole = self._sequence(tree, flags | tree.state.flags)

    def _state(self, bits: int) -> Part:
        self.states.append(bits)
        self.steps.append([])
        ends = [(len(self.states) - 1, self._any)]
        return Part(ends, [*ends])

    def _link(self, lasts: list[tuple[int, Around]], firsts: list[tuple[int, Around]]) -> None:
        for source, leaving in lasts:
            for target, entering in firsts:
                around = leaving.and_(entering)
                read = around.after & self.states[target]
                if read and around.before & self.states[source]:
                    self.steps[source].append((target, read))

    def _join(self, left: Part, right: Part) -> Part:
        self._link(left.last, right.first)
        first = left.first + [(state, past.and_(around)) for past in left.empty for state, around in right.first]
        last = right.last + [(state, around.and_(past)) for past in right.empty for state, around in left.last]
        empty = [past.and_(other) for past in left.empty for other in right.empty]
        return Part(first, last, list(dict.fromkeys(empty))[:_WAYS])

    def _sequence(self, tree: Iterable[tuple[Any, Any]], flags: int) -> Part:
        part = Part(empty=[self._any])
        for op, arg in tree:
            part = self._join(part, self._part(str(op), arg, flags))
        return part

    def _part(self, kind: str, arg: Any, flags: int) -> Part:
        match kind:
            case "SUBPATTERN":
                return self._sequence(arg[3], (flags | arg[1]) & ~arg[2])
            case "BRANCH":
                part = Part()
                for branch in arg[1]:
                    part = part.or_(self._sequence(branch, flags))
                return part
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(*arg, flags)
            case "AT":
                return Part(empty=self._place(str(arg), flags))
            case "ASSERT":
                return Part(empty=[self._look(*arg, flags)])
            case "ASSERT_NOT":
                bits = self.alphabet.all & ~self._single(arg[1], flags)
                self.inside.append(Automaton(self.text, flags, arg[1]))
                after = Around(self.alphabet.all, bits)
                return Part(empty=[after if arg[0] > 0 else Around(bits, self.alphabet.all)])
            case "GROUPREF":
                return self._state(self.alphabet.all)
        return self._state(self.alphabet.of(kind, arg, flags))

    def _repeat(self, low: int, high: int, tree: Any, flags: int) -> Part:
        if high <= COUNTED:
            part = Part(empty=[self._any])
            for count in range(high, 0, -1):
                part = self._join(self._sequence(tree, flags), part)
                if count > low:
                    part = part.or_(Part(empty=[self._any]))
            return part
        part = self._sequence(tree, flags)
        self._link(part.last, part.first)
        for _ in range(min(low, COUNTED) - 1):
            part = self._join(self._sequence(tree, flags), part)
        return part if low else part.or_(Part(empty=[self._any]))

    def _place(self, kind: str, flags: int) -> list[Around]:
        everything = self.alphabet.all
        newline = self.alphabet.of("LITERAL", 10, 0)
        word = self.alphabet.of("CATEGORY", "CATEGORY_WORD", flags)
        other = everything & ~word
        return {
            "AT_BEGINNING": [Around(newline if flags & re.MULTILINE else 0, everything)],
            "AT_BEGINNING_STRING": [Around(0, everything)],
            "AT_END": [Around(everything, newline)],
            "AT_END_STRING": [Around(everything, 0)],
            "AT_BOUNDARY": [Around(word, other), Around(other, word)],
            "AT_NON_BOUNDARY": [Around(word, word), Around(other, other)],
        }[kind]

    def _look(self, direction: int, tree: Any, flags: int) -> Around:
        seen = Automaton(self.text, flags, tree)
        self.inside.append(seen)
        if seen.whole.empty:
            return self._any
        bits = 0
        for state, around in seen.whole.first if direction > 0 else seen.whole.last:
            bits |= seen.states[state] & (around.after if direction > 0 else around.before)
        return Around(self.alphabet.all, bits) if direction > 0 else Around(bits, self.alphabet.all)

    def _single(self, tree: Any, flags: int) -> int:
        """The characters of those branches that are one character; no others are forbidden by one alone."""
        if len(tree) != 1:
            return 0
        op, arg = tree[0]
        match str(op):
            case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
                return self.alphabet.of(str(op), arg, flags)
            case "SUBPATTERN":
                return self._single(arg[3], (flags | arg[1]) & ~arg[2])
            case "BRANCH":
                bits = 0
                for branch in arg[1]:
                    bits |= self._single(branch, flags)
                return bits
        return 0

    def all(self) -> Iterator[Automaton]:
        """This automaton and those of what is looked at around a place."""
        yield self
        for part in self.inside:
            yield from part.all()


def components(roots: Iterable[Any], follow: Callable[[Any], Iterable[Any]]) -> Iterator[list[Any]]:
    """The strongly connected parts of a graph (Tarjan), each after those it leads to."""
    number: dict[Any, int] = {}
    low: dict[Any, int] = {}
    open_nodes: dict[Any, None] = {}
    for root in roots:
        work = [] if root in number else [(root, iter(follow(root)))]
        while work:
            node, rest = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                open_nodes[node] = None
            for after in rest:
                if after not in number:
                    work.append((after, iter(follow(after))))
                    break
                if after in open_nodes:
                    low[node] = min(low[node], low[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    part = []
                    while node in open_nodes:
                        part.append(open_nodes.popitem()[0])
                    yield part


def _ambiguous(automaton: Automaton) -> str | None:
    """A character at which ways part that one text leads back to where they began; None if there is none."""
    steps = automaton.steps
    of: dict[int, int] = {}
    for at, part in enumerate(components(range(len(steps)), lambda state: [target for target, _ in steps[state]])):
        of.update(dict.fromkeys(part, at))
    twice: list[int] = []

    def follow(pair: tuple[int, int]) -> set[tuple[int, int]]:
        left, right = pair
        found = set()
        for i, (target, bits) in enumerate(steps[left]):
            if of[target] != of[left]:
                continue
            for other, same in steps[right][i:] if left == right else steps[right]:
                if bits & same and of[other] == of[right]:
                    found.add((min(target, other), max(target, other)))
        if left == right and len(steps[left]) > 1:
            seen: dict[int, int] = {}
            for target, bits in steps[left]:
                if of[target] == of[left] and seen.get(target, 0) & bits:
                    twice.append(seen[target] & bits)
                seen[target] = seen.get(target, 0) | bits
        return found

    for pairs in components([(state, state) for state in range(len(steps))], follow):
        parted = [pair for pair in pairs if pair[0] != pair[1]]
        if parted and len(parted) < len(pairs):
            return automaton.alphabet.example(automaton.states[parted[0][0]] & automaton.states[parted[0][1]])
    return automaton.alphabet.example(twice[0]) if twice else None


def exponential(text: str, flags: int = 0) -> str | None:
    """What shows that an expression can match some text in exponentially many ways.

    Args:
        text: a regular expression.
        flags: those of `re.compile`.

    Returns:
        A character at which two ways part; None if no text has exponentially many.
    """
    return next((char for part in Automaton(text, flags).all() if (char := _ambiguous(part)) is not None), None)


def shared_loops(text: str, flags: int = 0) -> int:
    """How many repeats, one after the other, a run of one character can be divided among.

    A text that fails takes time with this power of the run's length at least.

    Args:
        text: a regular expression.
        flags: those of `re.compile`.

    Returns:
        The most for any character.
    """
    parts = [*Automaton(text, flags).all()]
    return max(_longest_chain(part, 1 << at) for part in parts for at in range(len(part.alphabet.chars)))


def _longest_chain(automaton: Automaton, char: int) -> int:
    after = [[target for target, bits in steps if bits & char] for steps in automaton.steps]
    of: dict[int, int] = {}
    chains: list[int] = []
    starts = [state for state, bits in enumerate(automaton.states) if bits & char]
    for part in components(starts, lambda state: after[state]):
        inside = {*part}
        targets = {target for state in part for target in after[state]}
        beyond = max((chains[of[target]] for target in targets - inside), default=0)
        chains.append(beyond + (not targets.isdisjoint(inside)))
        of.update(dict.fromkeys(part, len(chains) - 1))
    return max(chains, default=0)
