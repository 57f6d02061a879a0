"""Every cap, by name, with its reason; sizes are checked before anything is computed.

No cap is a time: the same pair gets the same verdict on every machine and under any load.
"""

from __future__ import annotations

from typing import Final

from mathequiv.errors import OverLimit

MAX_TEXT: Final = 20_000
"""Characters of an answer; a longer one is compared for identity only. Real answers stay below 2 000."""

MAX_TOKENS: Final = 8_000
"""Tokens that are parsed; bounds the parser's work."""

MAX_DEPTH: Final = 60
"""Nesting of brackets, fractions, roots and powers; keeps recursion far from the interpreter's own limit."""

MAX_DIGITS: Final = 3_000
"""Digits of one written numeral; below the 4 300 at which Python refuses int-to-str conversion."""

MAX_EXACT_BITS: Final = 40_000
"""Bits of an exact rational, power or factorial; larger values are compared by enclosures or not at all."""

MAX_FOLDED: Final = 10_000
"""Terms of a sum or product with integer bounds that is expanded."""

MAX_FACTOR: Final = 10_000
"""Largest prime a trial division looks for; what is left of a number counts as one generator."""

MAX_PRECISION: Final = 16_384
"""Bits of an enclosure; a pair that needs more to be distinguished or proved equal stays open."""

MAX_ITEMS: Final = 2_000
"""Items of a list, tuple, set or matrix."""

MAX_ARRANGED: Final = 120
"""Permutations of one tuple that words mean (those of five entries)."""

MAX_GROUP_ORDER: Final = 100_000
"""Order of a cyclic group by name, whose prime powers are looked for one by one."""

MAX_BRANCHES: Final = 64
"""Branches that plus-minus signs of one answer may open (six independent signs)."""

MAX_TERMS: Final = 4_000
"""Terms a polynomial may have, or may get in an expansion, when an identity is proved."""

MAX_STEPS: Final = 150_000
"""Elementary steps (a node enclosed, a pair of items compared) that one comparison may take."""

MAX_READINGS: Final = 6
"""Readings of one text that are tried; further ones are ever less likely."""

MAX_ELEMENTS: Final = 100
"""Elements of a bounded set of integers; answers list a handful, and a longer set is left as its condition."""

MAX_DETERMINANT: Final = 4
"""Rows of a written matrix whose determinant is worked out; by Leibniz's formula that has order! terms."""

MAX_DETERMINANT_ENTRY: Final = 30
"""Nodes of an entry of such a matrix; each entry is in several products."""

MAX_CHOICE_TEXT: Final = 400
"""Characters of a text that is looked at as a lettered choice."""

MAX_SENTENCE: Final = 300
"""Characters of a text that is looked at as one sentence; the lexicon knows short ones only."""

MAX_ORDER_TEXT: Final = 40
"""Characters of a text that is looked at as parts whose order counts."""

MAX_CACHED_TEXT: Final = 2_000
"""Characters of a text whose prepared form is kept for the next comparison; it bounds the memory."""

MAX_FOLDED_BITS: Final = 4_096
"""Bits of a sum's or product's running value; beyond it adding a term costs too much."""

MAX_INSTANCES: Final = 64
"""Values of the letters at which two sets are compared whose ends cannot be ordered."""

MAX_LETTER_ENDS: Final = 4
"""Letters that the ends of two sets may hold, each with some value."""

MAX_POINT_NAMES: Final = 3
"""Names of two conditions that are tried at points: 512 points."""

MAX_FACTORIAL: Final = 5_000
"""Argument of a factorial computed exactly: 5000! has 54 000 bits, the first above `MAX_EXACT_BITS`."""

MAX_PARAMETERS: Final = 4
"""Parameters of a set of points that nothing declares; more are rather names of other things."""

MAX_REGION_PIECES: Final = 4
"""Iterated integrals of a sum, over one region each; every curve of one is looked for in all of the other side."""

MAX_SUMS: Final = 8
"""Sums of unknown terms in both answers, each of which is compared with those before it."""

MAX_RENAMED: Final = 3
"""Names that are renamed at once; their orders are tried one by one."""

MAX_FORMULA_TEXT: Final = 400
"""Characters of a text that is tried as a formula of logic."""

MAX_MODULUS: Final = 60
"""Residue classes of an integer that are compared one by one."""

MAX_POWER_SET: Final = 6
"""Elements of a set whose subsets are written out."""

MAX_TRUTH_LETTERS: Final = 8
"""Letters of a formula of logic, or sets of one of sets, whose truth table is written out."""

MAX_WORDS: Final = 64
"""Products of matrices in one expression, and the largest power that is written out as one."""

MAX_EXPANDED: Final = 200
"""Terms of a sum or product with integer bounds that are put into an algebraic form one by one."""

MAX_SHIFT: Final = 64
"""Integer steps by which two factorials' arguments may differ to be expressed by each other."""

MAX_PRODUCTS: Final = 40_000
"""Term products of one multiplication of polynomials; with `MAX_TERMS` it bounds the work of a proof."""

MAX_PLACE_EXPONENT: Final = 1 << 14
"""Power of two in a bound of a sum or an integral that is written out as a fraction."""

MAX_BALL_EXPONENT: Final = 1 << 40
"""Exponent of a power that is enclosed; beyond it the ball is wider than the power at any precision in use."""

MAX_HYPERBOLIC: Final = 1 << 13
"""Argument of a hyperbolic function that is enclosed."""

MAX_WHOLE: Final = 1 << 110
"""Argument of a function of integers that is enclosed: integers below it are exact at every precision in use."""

MAX_ARGUMENTS: Final = 1_000
"""Arguments of a function of any number of them."""

MAX_DEGREE: Final = 1 << 14
"""Degree of an algebraic number that a separation bound is worked out for."""

MAX_PIECES: Final = 1_000
"""Pieces of a pair of expressions, and sample points in them; a pair with more stays open."""

MAX_ROOTS: Final = 200
"""Degree of the product of polynomials whose real roots cut a line into pieces."""

MAX_ELIMINATION: Final = 10
"""Rows of a determinant that eliminates a variable: degrees of both polynomials."""

MAX_CONSTANT: Final = 10**30
"""Written constant near which sample points are looked for."""

MAX_CONSTANTS: Final = 12
"""Written constants near which sample points are looked for, the largest first."""

MAX_PERIOD: Final = 120
"""Common multiple of the written constants of which every residue is a sample point."""

MAX_UNSAID: Final = 20
"""Characters at the end of a response in which a verb without its value is looked for."""

MAX_BEFORE_EXERCISE: Final = 6_000
"""Characters of a response in which another exercise is looked for: models that go on with one answer briefly."""

MAX_EXERCISES: Final = 3
"""Headings of other exercises in a response before each of which an answer is looked for."""

MAX_DIVISOR_PERIOD: Final = 300
"""Remainders at each of which common divisors of polynomials are compared."""

MAX_DIVISOR_DEGREE: Final = 60
"""Degree of a polynomial whose common divisors with another have a proof."""

MAX_DIVISOR: Final = 400
"""Terms of a polynomial that another is divided by; each step of a division takes time with them."""

MAX_DIVISION: Final = 100_000
"""Terms of what is left of a polynomial in all steps of a division: one that never ends may grow at each of them."""

MAX_DERIVED: Final = 2_000
"""Nodes that one differentiation may visit; a higher derivative of nested functions is left to power series."""

MAX_ORDER: Final = 60
"""Order of a derivative that is worked out, and length of a power series."""

MAX_QUADRATURE: Final = 25_000
"""Evaluations of an integrand; smooth ones need a few hundred at 1024 bits."""

MAX_QUADRATURE_BITS: Final = 4_096
"""Precision of a quadrature: its time grows much faster than the precision."""

MAX_SERIES_TERMS: Final = 20_000
"""Terms of an infinite series or product that are added up before the tail is bounded."""

SYMBOLIC_MAX_NODES: Final = 300
"""Nodes of both trees of a pair that SymPy is given; simplification grows much faster than the tree."""

SYMBOLIC_MAX_DIGITS: Final = 300
"""Digits of a numeral, or of an argument or exponent at a small point, that SymPy is given: it works them out."""

SYMBOLIC_MAX_FACTORIAL: Final = 1_000
"""Constant whose factorial or binomial SymPy may work out; exact arithmetic has told constants before."""

SYMBOLIC_MAX_EXPONENT: Final = 200
"""Written integer exponents, and factorials' and binomials' arguments, that SymPy is given; it expands powers."""

SYMBOLIC_MAX_ORDER: Final = 10
"""Order of a derivative that SymPy is asked for."""

SYMBOLIC_MAX_FOLDS: Final = 4
"""Sums, integrals, limits and derivatives in one another that SymPy is given; each multiplies the work."""

SYMBOLIC_MAX_TOWER: Final = 2
"""Powers in one another's exponents that SymPy is given; it evaluates higher ones digit by digit."""

SYMBOLIC_MAX_TERMS: Final = 1_000
"""Terms of a finite sum or product that are evaluated one by one, and of a power of a sum that is multiplied out."""

SYMBOLIC_MAX_EXPANDED: Final = 220
"""Terms of a power of a sum that SymPy is given; it makes them without counting."""

SYMBOLIC_MAX_SIGNS: Final = 3
"""Variables whose signs are distinguished in a proof: eight proofs."""

SYMBOLIC_MAX_BOUND: Final = 1_000
"""Bounds of cases up to which their values are looked at; SymPy works out what it is given there."""

SYMBOLIC_MAX_STEPS: Final = 150_000
"""Steps of SymPy in one comparison, ten for each object it makes: the same everywhere, and a third of the CPU limit."""

SYMBOLIC_CPU_SECONDS: Final = 1.0
"""CPU seconds (not wall clock) after which the system ends the work on a pair; the caps above end it before."""

SYMBOLIC_MEMORY_BYTES: Final = 2 * 1024**3
"""Address space of the process that SymPy runs in; SymPy itself needs a tenth of it."""

LATEX2SYMPY_MAX_TEXT: Final = 300
"""Characters that latex2sympy2 is shown; its parser backtracks."""

LATEX2SYMPY_MAX_DIGITS: Final = 30
"""Digits of a numeral that latex2sympy2 is shown."""

MAX_PLAIN_FACTORIAL: Final = 30
"""Largest number whose factorial is looked for after ``!=``."""

MAX_PROBLEM_PARTS: Final = 2_000
"""Parts of a problem's formulas that an answer is looked up in."""


MAX_SOLUTION_CONSTANTS: Final = 4
"""Constants of a general solution; their orders are tried one by one."""


MAX_MATRIX_POWER: Final = 12
"""Power of a written matrix that is multiplied out."""

MAX_KNOWN_INDEX: Final = 1000
"""Index of a harmonic or Fibonacci number that is worked out."""

MAX_INTEGER_MATRIX: Final = 12
"""Rows of a written matrix of integers whose determinant or power is worked out."""

MAX_INTEGER_MATRIX_POWER: Final = 200
"""Power of such a matrix; its entries have up to this many times the digits of `MAX_MATRIX_INTEGER`."""

MAX_MATRIX_INTEGER: Final = 10**6
"""Size of an entry of such a matrix."""

MAX_RESIDUES: Final = 64
"""Members of a family over the integers within one period."""


MAX_LABEL_PRIMES: Final = 3
"""Order of a derivative that is read as a name with as many primes."""


# ---- what a text may hold as it is read -----------------------------------------------------------------------------

MAX_E_NOTATION: Final = 1_000
"""Largest exponent of ``1e-3`` notation that is read as a number."""

MAX_ORDER_DIGITS: Final = 3
"""Digits of the order of a derivative in a superscript (``f^{(4)}``)."""

MAX_WRITTEN_ORDER: Final = 20
"""Largest order of a derivative that is read as one."""

MAX_LINK: Final = 4
"""Tokens before the comma after words that link a sentence to the one before it."""

MAX_LETTERS: Final = 4
"""Letters of a word outside text that may be a product of its letters."""

MAX_NOUN_WORDS: Final = 6
"""Words of a noun that is counted (``12 small red glass marbles``)."""

MAX_UNIT_PHRASE: Final = 60
"""Characters of words that are looked up as one unit."""

MAX_QUALIFIER_ENDS: Final = 4
"""Places where a qualifier may end that are tried."""

MAX_SUBJECT: Final = 40
"""Tokens of the subject of a sentence that states a value."""

MAX_OPEN_SUBJECT: Final = 16
"""Tokens before the verb of a clause whose subject is any noun phrase."""

MAX_BOUND_WORDS: Final = 3
"""Words of a phrase that bounds the value after it."""

MAX_PREDICATE_SUBJECT: Final = 9
"""Words of the subject of a predicate (``the series is divergent``)."""

MAX_SLOPE: Final = 4
"""Steps by which a bound of a sum moves with its name, where two sums are compared by induction."""

MAX_SET_HEAD: Final = 12
"""Words of a set before what it leaves out (``all real numbers except 0``)."""

MAX_VARIANTS: Final = 3
"""Trees of one text."""

MAX_NUMBER_WORDS: Final = 20
"""Words of a number that is written out."""

MAX_QUANTIFIER: Final = 200
"""Characters of words that may only declare names."""

MAX_UNIT_TEXT: Final = 120
"""Characters of a text that is read as a unit."""

MAX_UNIT_POWER: Final = 12
"""Power of a unit, either way."""


# ---- how far the answer is looked for in a response -----------------------------------------------------------------

MAX_MARKERS: Final = 64
"""Places of markers looked at, from the end; the answer is said last, and a flood of markers must stay linear."""

MAX_CLAUSE: Final = 80
"""Characters before a marker in which its clause begins."""

MAX_UNBRACED: Final = 200
"""Characters looked at after a box without braces; such an answer is a single token or a short formula."""

MAX_BOXES: Final = 4_000
"""Box commands looked at, from the end; the boxes of one list are no more than the items it may have."""

MAX_BOX_GAP: Final = 160
"""Characters between two boxes of one list: a conjunction and a label are far shorter."""

MAX_OUTER_BOX: Final = 2_000
"""Characters before a box in which the box around it begins."""

MAX_MONEY: Final = 400
"""Characters of what might be between two currency signs that are looked at."""

MAX_OBJECT: Final = 60_000
"""Characters before the last key in which its object begins."""

MAX_OBJECT_STARTS: Final = 64
"""Braces tried as the beginning of an object, and keys looked at, from the end."""

MAX_VALUE: Final = 600
"""Characters of a value; a longer one is a paragraph of sentences."""

MAX_NOUNS: Final = 3
"""Words of a unit or noun after a number."""

MAX_BEFORE_MARKER: Final = 600
"""Characters before a marker that may open a formula or emphasis around it."""

MAX_AFTER_MARKER: Final = 1_200
"""Characters after a marker in which its value ends."""

MAX_TAIL: Final = 20_000
"""Characters at the end in which the last paragraph begins, and in which blank and denied boxes are left out."""

MAX_SHOWN: Final = 400
"""Characters of an answer in which something is shown, if it shows anything."""

MAX_CACHED_REFERENCE: Final = 4_000
"""Characters of a reference whose readings are kept for the next response."""

MAX_BARE: Final = 400
"""Characters of a response that may as a whole be one answer."""

MAX_BLOCKS: Final = 1_000
"""Think blocks that are separated, from the end; text between earlier ones is not searched."""

MAX_CJK_UNIT: Final = 4
"""Characters of a unit or measure word of Chinese after a number."""

MAX_SYMBOL: Final = 3
"""Letters of a unit that is no word (kWh); a longer one needs no mark."""


# ---- files, pages, judges and audits --------------------------------------------------------------------------------

MAX_FIELD_DEPTH: Final = 6
"""Mappings and lists around a field that is offered where none was found."""

MAX_FIELDS_OFFERED: Final = 3
"""Fields that are offered so."""

MAX_WRAPPERS: Final = 3
"""How deep scripts and batches wrap a completion: ``response.body``, ``result.message``, ``raw.data.reply``."""

MAX_CSV_FIELD: Final = 64 * 1024 * 1024
"""The longest CSV field; responses are longer than the 128 KiB the csv module allows unasked."""

MAX_ORIGINS: Final = 4
"""Values of a field that says where a row comes from that are kept; that there are several is what matters."""

MAX_REMEMBERED_PROMPTS: Final = 4096
"""Prompts whose problem is kept; responses to one prompt mostly stand together, and memory stays bounded."""

MAX_NUMBER_DIGITS: Final = 4000
"""Digits of a number in JSON; a longer one stays text, since Python refuses to read it."""

MAX_SKIPPED_LISTED: Final = 1000
"""Skipped rows that are listed by place; the counts are those of all."""

MAX_LISTED: Final = 50_000
"""Responses that a page lists; a browser filters so many at once. The figures are always those of all."""

MAX_ANSWERS_DRAWN: Final = 10_000
"""Different answers that are drawn; more are shown as they are written, which takes no time to make."""

MAX_DRAWN: Final = 300
"""Characters up to which an answer is drawn; a longer one is not readable in a list, and its nesting is unbounded."""

MAX_JUDGED_ANSWER: Final = 2_000
"""Characters of an answer or reference that is put before a judge; a longer one is no final answer."""

MAX_JUDGED_PROBLEM: Final = 8_000
"""Characters of a problem that are shown to a judge."""

MAX_AUDIT_ROWS: Final = 5_000
"""Rows on a page; the files of --out have all."""

MAX_TWINS: Final = 20
"""Rows of one problem that are compared each with each; of more, each with the first."""

MAX_MACHINE_TEXT: Final = 400
"""Characters of a reference that the machine understands."""

MAX_MACHINE_EXPONENT: Final = 10_000
"""Exponent of a power that the machine works out."""

# ---- the caps in use ------------------------------------------------------------------------------------------------


def check(cap: str, size: int) -> None:
    """Raise `OverLimit` if ``size`` is above the cap called ``cap``.

    Raises:
        OverLimit: the size is above the cap.
    """
    if size > globals()[cap]:
        raise OverLimit(cap, size)


class Budget:
    """Counts the steps of one comparison; never a clock.

    Args:
        steps: how many steps may be spent.

    Attributes:
        left: steps that are left.
        met: the last cap that ended an attempt, named in the reason if nothing else decides.
    """

    __slots__ = ("left", "met")

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps
        self.met: OverLimit | None = None

    def spend(self, steps: int = 1) -> None:
        """Take ``steps`` from the budget.

        Raises:
            OverLimit: nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise OverLimit("MAX_STEPS")
