"""What the rules of results mean, in words, with the page of the contract that each belongs to."""

from __future__ import annotations

from mathequiv._version import DOCUMENTATION

__all__ = ["RULES", "page_of"]

RULES: dict[str, tuple[str, str]] = {
    "identical": ("both are the same text", "layers"),
    "respelling": ("both are the same text once respelled", "respelling"),
    "math_is_equiv": ("MATH's own normalisation makes both the same text", "layers"),
    "value": ("the values were compared, exactly or by certified enclosures", "number"),
    "kind": ("one kind of answer meets another", "verdicts"),
    "quantity": ("two quantities with the same or no unit", "quantity"),
    "unit_conversion": ("both quantities in the same unit", "quantity"),
    "unit_dropped": ("a unit or noun is on one side only and is dropped", "quantity"),
    "degrees": ("degrees may be given as a number or in radians", "quantity"),
    "percent": ("percent signs are dropped, or worked out on both sides", "percent"),
    "rounding": ("a decimal is a rounding or truncation of a value that has no finite decimal", "decimal"),
    "interval": ("intervals as sets of reals, endpoints and closedness both", "interval"),
    "inequality": ("the sets that inequalities describe", "inequality"),
    "ordering": ("the order of several names", "inequality"),
    "list": ("a list has no order, and every value counts", "list"),
    "length": ("one side has more values than the other", "list"),
    "list_as_tuple": ("a bare list equals a tuple in the same order", "tuple"),
    "list_as_set": ("a bare list equals a set with the same elements", "set"),
    "tuple": ("tuples entry by entry", "tuple"),
    "set": ("sets by their elements", "set"),
    "identity_matrix": ("the identity matrix has a name", "matrix"),
    "assignment": ("the name before an equals sign is dropped against a bare value", "assignment"),
    "assignments": ("several assignments by name", "assignment"),
    "label_dropped": ("a label on one side only is dropped", "assignment"),
    "function": ("one name of a function is as good as another", "assignment"),
    "equation": ("equations with the same solutions by algebra", "equation"),
    "remainder": ("expansions by their terms and by the order of what they leave out", "expression"),
    "chain": ("of a chain of equal members the last one counts", "chain"),
    "ratio": ("ratios are the same up to a common factor", "ratio"),
    "time": ("times of day", "ratio"),
    "base": ("numerals with the same digits and base", "base"),
    "base_dropped": ("the base is on one side only and is dropped", "base"),
    "matrix": ("matrices entry by entry", "matrix"),
    "vector": ("a vector is the tuple of its entries", "matrix"),
    "text": ("words, without case, articles and punctuation", "text"),
    "synonym": ("different words that say the same, by the tables of the lexicon", "text"),
    "predicate": ("what is said of something cannot hold together", "text"),
    "statement": ("a sentence is a text, not a value", "text"),
    "choice": ("the letter of a choice", "choice"),
    "truth": ("yes, no, none, undefined and their synonyms", "truth"),
    "renamed_integer": ("the name of a free integer does not matter", "periodic"),
    "shifted_integer": ("families over the integers are compared as sets", "periodic"),
    "domain": ("a name runs over all integers on one side and over some of them on the other", "periodic"),
    "floating_noise": ("a decimal of 16 or 17 digits is the short one it comes from", "decimal"),
    "integer_family": ("families over the integers are compared as sets", "periodic"),
    "free_constant": ("constants of integration and of general solutions may be any number", "periodic"),
    "condition": ("a condition is on both sides and has to agree", "periodic"),
    "condition_dropped": ("a condition is on one side only and is dropped", "periodic"),
    "radians": ("an angle in radians is its number", "quantity"),
    "range": ("numerals joined by dashes or slashes are compared number by number", "ratio"),
    "same_value": ("one value listed in several notations is that value", "list"),
    "known_sequence": ("a term of a sequence with a name (`H_{10}`, `F_{10}`) has its value", "expression"),
    "unit_vectors": ("a sum of unit vectors is the vector of its coefficients", "matrix"),
    "matrix_power": ("a power of a matrix by a letter, by induction", "matrix"),
    "span": ("spans are the same set of combinations", "matrix"),
    "line": ("lines are the same through another of their points", "matrix"),
    "operators": ("operators of names are the same number wherever they stand", "expression"),
    "residues": ("expressions in an integer, for each of its remainders", "expression"),
    "order_of_growth": ("orders of growth up to constant factors", "expression"),
    "truth_table": ("formulas of logic by their truth tables", "truth"),
    "set_algebra": ("sets by name, by the truth table of what is in them", "set"),
    "common_domain": ("equal where both sides are real, and one of them is real on a smaller set", "expression"),
    "witness": ("values of the variables were found for which the two differ", "expression"),
    "proof": ("SymPy proved that the difference is zero", "layers"),
    "exhausted": ("no layer could tell", "verdicts"),
    "stopped": ("the work was stopped at its limit", "verdicts"),
    "internal_error": ("a fault of mathequiv; please report it", "verdicts"),
    "unevaluated": ("the policy wants the answer worked out", "responses"),
    "words_added": ("the policy takes no words of the answer's own", "responses"),
    "labelled": ("the policy takes no label that is no name", "responses"),
    "tolerance": ("two measured values are within the tolerance of the options", "options"),
    "restated": ("the answer is an expression of the problem itself", "responses"),
}
"""Rule to words and page of ``docs/contract``; a rule without a row is shown by its name."""


def page_of(rule: str) -> str | None:
    """The address of the page of the contract that the rule belongs to, None for a rule without a row."""
    row = RULES.get(rule)
    return None if row is None else f"{DOCUMENTATION}contract/{row[1]}.html"
