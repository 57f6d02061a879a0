"""Layer ``value``: both texts read into typed answers and compared by kind.

The rules are in `mathequiv.equality.rules`, each under an unordered pair of kinds, so a comparison is symmetric by
construction. A pair of kinds without a rule is DIFFERENT.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Final

from mathequiv.answers.contents import holds_unread, may_hold_words
from mathequiv.answers.kinds import Answer, Reading, Scalar
from mathequiv.equality.outcome import Context, RuleTable, equal, mismatch, turned
from mathequiv.equality.rules import assignments, chains, containers, realsets, relations, scalars, vectors, words
from mathequiv.equality.rules.assumed import match_alike
from mathequiv.equality.rules.names import unlike
from mathequiv.equality.rules.scalars import match_scalars
from mathequiv.equality.rules.unproved import UNPROVED, look_again
from mathequiv.equality.rules.words import in_same_words, tells_nothing
from mathequiv.finding import DIFFERENT, EQUIVALENT, UNDECIDED, Finding
from mathequiv.latex.code_logarithms import says_base, with_natural_logarithms
from mathequiv.latex.expr import Ellipsis_
from mathequiv.latex.generators import with_round_brackets
from mathequiv.latex.regular_expressions import regular_expression
from mathequiv.latex.slashes import with_glued_letters_below, with_letters_below
from mathequiv.latex.trees import contains
from mathequiv.latex.whole_parts import with_whole_parts
from mathequiv.lexicon.commands import TEXT_COMMAND
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import Budget
from mathequiv.prepared import Prepared, prepare
from mathequiv.verdict import Convention, Exact, Mismatch, Options, Witness

__all__ = ["RULES", "match", "value"]


def value(a: Prepared, b: Prepared, options: Options, budget: Budget) -> Finding | None:
    """Compare every reading of one text with every reading of the other that makes no choice the other way.

    One pair EQUIVALENT is enough; DIFFERENT needs all pairs to be, and the pair that fits best is reported; otherwise
    the layer cannot tell.
    """
    if not (a.content and b.content) and _is_blank(a) is not _is_blank(b):
        return mismatch("missing", "missing answer", *("blank" if _is_blank(side) else "present" for side in (a, b)))
    left, right = a.readings, b.readings
    ctx = Context(options, budget, match)
    found = _of_readings(left, right, ctx) if left or right else _same_tree(a, b)
    if found is None and not (left and right) and _unwrapped(a.text) == _unwrapped(b.text):
        found = equal("text", "the same words", Exact("same words"))
    found = _beside_texts(found, a, b, ctx)
    if found is None or type(found.evidence) not in _BY_TEXTS:
        return found
    return _by_texts(found, a, b, ctx)


def _unwrapped(text: str) -> str:
    r"""A text without the ``\text`` around all of it, and with single blanks."""
    whole = _IN_TEXT.fullmatch(text)
    return " ".join((text if whole is None else whole["words"]).split())


_IN_TEXT: Final = Pattern(rf"\s*\$?\s*{TEXT_COMMAND}\s*\{{(?P<words>[^{{}}\\$]*)\}}\s*\$?\s*")


def _of_readings(left: tuple[Reading, ...], right: tuple[Reading, ...], ctx: Context) -> Finding | None:
    if not len(left) == len(right) == 1:
        return _best_of(left, right, ctx)  # None where only one side can be read
    found = match_alike(left[0], right[0], ctx)
    return _founded(found, left[0], right[0], ctx) if found is not None and found.verdict is DIFFERENT else found


def _beside_texts(found: Finding | None, a: Prepared, b: Prepared, ctx: Context) -> Finding | None:
    """What was found, once the texts are looked at for what trees do not say: round brackets, code."""
    if found is not None and found.verdict is EQUIVALENT:
        return _unless_natural(found, a, b, ctx) if "log(" in a.text and "log(" in b.text else found
    if ("\\langle" in a.text) is ("\\langle" in b.text):
        return found
    generated = _same_generator(a, b, ctx)
    return found if generated is None else generated


def _unless_natural(found: Finding, a: Prepared, b: Prepared, ctx: Context) -> Finding:
    """An EQUIVALENT as it is, unless a base that one side of code says makes the other side's logarithm another."""
    if "\\" in a.text or "\\" in b.text or not (says_base(a.text) or says_base(b.text)):
        return found
    left, right = (prepare(with_natural_logarithms(side.text)) for side in (a, b))
    again = _best_of(left.readings, right.readings, ctx)
    return found if again is not None and again.verdict is EQUIVALENT else UNPROVED


def _same_generator(a: Prepared, b: Prepared, ctx: Context) -> Finding | None:
    """EQUIVALENT for an ideal or a group by one generator, in angle brackets here and round ones there."""
    angled, other = (a, b) if "\\langle" in a.text else (b, a)
    text = None if ctx.transitive else with_round_brackets(angled.text, other.text)
    if text is None:
        return None
    again = prepare(text)
    if again.trees and again.trees == other.trees:
        return equal("value", _ONE_EXPRESSION, Exact("same expression"))
    found = value(again, other, ctx.options, ctx.budget)
    return found if found is not None and found.verdict is EQUIVALENT else None


def _same_tree(a: Prepared, b: Prepared) -> Finding | None:
    """EQUIVALENT for one expression that is equal to nothing but itself however it is spelled.

    Expressions with dots in them are such, and regular expressions.
    """
    if a.trees or b.trees:
        same = a.trees == b.trees and contains(a.trees[0][1], (Ellipsis_,))
        return equal("value", _ONE_EXPRESSION, Exact("same expression")) if same else None
    regular = regular_expression(a.text) if "*" in a.text or "*" in b.text else None
    if regular is None or regular != regular_expression(b.text):
        return None
    return equal("value", _ONE_EXPRESSION, Exact("same expression"))


_ONE_EXPRESSION: Final = "Both are the same expression."


_BY_TEXTS: Final = frozenset((Convention, Witness))
"""Evidence that may need another look at the texts."""


def _by_texts(found: Finding, a: Prepared, b: Prepared, ctx: Context) -> Finding:
    if found.verdict is EQUIVALENT:
        return in_same_words(found, a.text, b.text) if found.rule in _OF_WORDS else found
    if "/" in a.text or "/" in b.text:
        found = _with_letters_below(found, a, b, ctx)
    return _unless_respelled(found, a, b, with_whole_parts, ctx) if "floor" in a.text or "floor" in b.text else found


def _with_letters_below(difference: Finding, a: Prepared, b: Prepared, ctx: Context) -> Finding:
    """A difference of values, unless there is none where all letters that are glued after a slash are below it."""
    found = _unless_respelled(difference, a, b, with_letters_below, ctx)
    if found is not UNPROVED or ctx.transitive:
        return found
    again = _unless_respelled(difference, a, b, with_glued_letters_below, ctx)
    return _BELOW if again is UNPROVED else found


_BELOW: Final = equal("letters_below", "letters glued after a slash are below it", Convention("letters_below"))
_OF_WORDS: Final = frozenset(("set", "truth"))
"""Rules by which answers of one meaning are equal, in the same words or in others."""


def _unless_respelled(
    difference: Finding, a: Prepared, b: Prepared, respell: Callable[[str], str], ctx: Context
) -> Finding:
    """A difference of values, unless there is none in another reading: all the letters after a slash below it."""
    left, right = (respell(side.text) for side in (a, b))
    if (left, right) == (a.text, b.text):
        return difference
    again = _best_of(prepare(left).readings, prepare(right).readings, ctx)
    return UNPROVED if again is not None and again.verdict is EQUIVALENT else difference


def _best_of(left: tuple[Reading, ...], right: tuple[Reading, ...], ctx: Context) -> Finding | None:
    differences: list[tuple[int, int, str, Finding]] = []
    is_open = False
    unproved: Finding | None = None
    for m, x in enumerate(left):
        for n, y in enumerate(right):
            if x.at_odds(y):
                continue
            result = match_alike(x, y, ctx)
            if result is not None and result.verdict is DIFFERENT:
                result = look_again(result, x, y, ctx)
            if result is None:
                is_open = True
            elif result.verdict is EQUIVALENT:
                return result
            elif result.verdict is UNDECIDED:
                unproved = result
            elif not _is_unfounded(result, x, y):
                differences.append((_misfit(result), m + n, result.rule, result))
    if unproved is not None or is_open or not differences:
        return unproved
    return min(differences, key=itemgetter(0, 1, 2))[3]


def _founded(difference: Finding, a: Reading, b: Reading, ctx: Context) -> Finding | None:
    """What is left of a difference of the only readings of two texts; None if it is no fact."""
    result = look_again(difference, a, b, ctx)
    return None if _is_unfounded(result, a, b) else result


def _is_unfounded(result: Finding, a: Reading, b: Reading) -> bool:
    """Whether two readings differ by no fact: one holds words that were not read, which may say anything.

    Of a text with several readings those decide that were read.
    """
    if result.verdict is not DIFFERENT:
        return False
    said = a.conditions and b.conditions and any(map(holds_unread, (*a.conditions, *b.conditions)))
    return bool(said) or ((may_hold_words(a) or may_hold_words(b)) and tells_nothing(a.answer, b.answer))


def _misfit(difference: Finding) -> int:
    """How badly a pair of readings fits: letters of choices fit best, readings of different kinds least."""
    what = difference.evidence.what if isinstance(difference.evidence, Mismatch) else ""
    if what in ("letter", "kind"):
        return 0 if what == "letter" else 3
    return 1 if difference.rule == "choice" else 2


def _is_blank(side: Prepared) -> bool:
    """Nothing is left once spacing, delimiters and phantoms are gone."""
    return not side.content and side.canonical == "" and side.text.replace(" ", "") != _EMPTY_SET


_EMPTY_SET: Final = "{}"
"""The empty set of code; an empty group of LaTeX is blank only beside others."""


def match(a: Answer, b: Answer, ctx: Context) -> Finding | None:
    """Compare two typed answers by the rule for their kinds."""
    ctx.budget.spend()
    if type(a) is Scalar and type(b) is Scalar:
        return match_scalars(a.expr, b.expr, ctx)
    kinds: tuple[type, type] = (type(a), type(b))
    rule = RULES.get(kinds)
    if rule is not None:
        return rule(a, b, ctx)
    rule = RULES.get((kinds[1], kinds[0]))
    if rule is not None:
        found = rule(b, a, ctx)
        return turned(found) if found is not None and found.verdict is DIFFERENT else found
    return unlike(*kinds)


RULES: Final[RuleTable] = {
    pair: rule
    for module in (words, scalars, containers, vectors, realsets, assignments, relations, chains)
    for pair, rule in module.RULES.items()
}
"""The rule for each unordered pair of kinds; a pair that is not here is DIFFERENT by kind."""
