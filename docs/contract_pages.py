r"""The pages of the contract: each rule in words, and the tables whose rows show it.

``build.py`` writes ``docs/contract`` from these rows and from ``tests/tables``.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PAGES", "Page"]


class Page(NamedTuple):
    """One page.

    Attributes:
        name: of its file, without the suffix.
        title: its heading.
        group: the heading under which the index lists it.
        text: the rule, in Markdown.
        tables: names of the tables whose rows are its examples.
    """

    name: str
    title: str
    group: str
    text: str
    tables: tuple[str, ...] = ()


_HOW = "How a verdict comes about"
_NUMBERS = "Numbers and expressions"
_SEVERAL = "Several values"
_RELATIONS = "Relations"
_WORDS = "Words"
_TEXT = "Reading the text"

PAGES: tuple[Page, ...] = (
    Page(
        "verdicts",
        "Verdicts and evidence",
        _HOW,
        r"""
A comparison of two final answers ends in one of three verdicts.

- **EQUIVALENT**: the answers are the same under the rules of these pages.
- **DIFFERENT**: they are not, and the result shows why.
- **UNDECIDED**: it could not be told. Where a bool is asked for, UNDECIDED counts as not equal.

Where no rule speaks, the verdict is that of a careful mathematician who grades a competition answer without having the
question at hand, and a wrong "no" is preferred to a wrong "yes".

Every result names the layer and the rule that decided, gives one plain sentence of reason, and carries evidence.

Evidence for EQUIVALENT:

- `identical`: the texts are the same once respelled.
- `exact`: proved in exact arithmetic or by algebra. Rational numbers, polynomials and rational functions always get
  this; algebraic numbers wherever it can be had.
- `numeric`: certified enclosures at 1024 bits or more. The enclosure of the difference holds 0 and is narrower than
  2^-512 of its smallest nonzero term, so `1+e^{-1000}` is not 1. With variables this has to hold at three generic
  points or more. Wider enclosures decide nothing.
- `convention`: a rule of these pages allows it, such as rounding, a dropped unit, or a synonym.

Evidence for DIFFERENT:

- a **mismatch** of kind or shape: what was compared, and how each side differs;
- a **witness**: values of the variables, and the two enclosures there, which do not overlap.

What always holds:

- An answer equals itself, and the order of the two answers does not matter.
- The verdict is the same on every machine, under any load, in any thread. Sizes and counted steps limit what is tried,
  never a clock. A process that reaches its limit of CPU time is stopped as a last resort; the verdict is then UNDECIDED
  with the rule `stopped`, and it is counted.
- Public functions raise nothing on any text. Something that is neither a string nor `None` is a `TypeError`.
- No text of an answer is ever evaluated or compiled as code. `latex2sympy2`, which evaluates numerals itself, is shown
  only text whose numerals are plain digits, and only inside the worker process.
""",
    ),
    Page(
        "layers",
        "Layers",
        _HOW,
        r"""
Four layers are asked in order, and the first to decide wins. `compare(a, b, layers=(...))` asks only those named.

1. `string` is MATH's own normalisation. Asked alone it says on any pair of strings what the published `is_equiv`
   says: two missing answers (`None`) are equal, one missing answer is not. It can only say EQUIVALENT. In the full
   pipeline it speaks only where the normalisation touched spacing, sizing, and the spelling of fractions and roots.
   Where MATH's rules erase more (a name, a unit, a text, a relation: `x=5` and `y=5`, `x>=5` and `5`, `-5\text{ or
   }7` and `-5`), a later layer decides.
2. `canonical` respells both texts one way: `\left`, `\right` and `\big` dropped; `\dfrac`, `\tfrac`, `\cfrac`,
   `\frac12`, `\frac1{72}` and `a/b` one form; `\sqrt2`; spacing; `\mathrm`, `\text`, `\mbox` and `\displaystyle`;
   Unicode such as `π √ ∞ ≤ × − ½ ² ②`; dollar signs, separators of thousands, degree signs, end punctuation, the
   spelling of units. It erases nothing that has meaning, and it too can only say EQUIVALENT.
3. `value` reads both texts into typed answers and compares them by kind: numbers exactly or by certified enclosures,
   expressions with variables at sample points, polynomial and rational identities exactly.
4. `symbolic` gives SymPy what is still open: sums, integrals, limits, derivatives, piecewise and unknown functions.
   Text that the parser cannot read may come in through `latex2sympy2`. This layer runs where it can be stopped.

The examples are some that only the last layer can decide.
""",
        ("symbolic",),
    ),
    Page(
        "number",
        "Numbers",
        _NUMBERS,
        r"""
Two numbers are equal if their values are, whatever the notation: `\frac{3}{56}`, `11\sqrt2`, `6-5i`, `2**(1/4)`.
Undefined values are on a [page of their own](undefined.md).

A comma may separate thousands, items of a list, or decimals. Such text has several readings, and two answers are
equal if one reading of each agrees:

- Bare digits, a comma and three digits are thousands first: `1,234`. Inside brackets a comma separates first.
- A leading 0 (`0,111`) makes a decimal comma, and so does `1{,}5`. `2,74` is a decimal only against a number with two
  decimals.
- `10{,}000`, `10\,000`, `10,\!000` and `1 000` are thousands. `3, 456`, with its space, is a list.
""",
        ("number",),
    ),
    Page(
        "expression",
        "Expressions and functions",
        _NUMBERS,
        r"""
Two expressions are equal if they have the same value at all generic real points where both are real, under the same
variable names. Where `i` occurs the points are complex. Odd roots of negative numbers are real: `\sqrt[3]{-27}` is -3.

With a floor, a ceiling, a factorial or `(-1)^n`, integers of both parities are tried too, and integers alone where no
real point exists.

`1/2x` is `\frac12 x`. `\sin 2x` is `\sin(2x)`, while `\sin x\cos x` is a product. `a^{b^c}` binds to the right.

**A name applied** is a function if it is `f`, `g`, `h`, `F`, `G`, `P`, `Q` or the like before a parenthesis that
holds its argument: `f(x+1)`, `g(2)`. `P(1+r)^n` and `h(a+b)/2` are read both ways. Any other name before a
parenthesis is a factor.

A `\times` between two vectors is a cross product, which is no product of numbers: it equals the same text, and nothing
else is said of it.
""",
        ("expression",),
    ),
    Page(
        "mixed",
        "Mixed numbers",
        _NUMBERS,
        r"""
An integer followed by a proper fraction of plain numbers is their sum, never their product: `1\frac{4}{5}` is 1.8, and
`137 \frac{1}{2}` is 137.5.
""",
        ("mixed",),
    ),
    Page(
        "decimal",
        "Decimals against exact values",
        _NUMBERS,
        r"""
A decimal and an exact value are equal if they are exactly equal: `0.15` and `\frac{3}{20}`. Two decimals must be equal.

Beyond that, under the default `approx="rounded"`, a decimal may stand for an exact value that has **no** finite
decimal, if it rounds or truncates it and has three significant digits or more: `85.71` and `\frac{600}{7}`. It must
be written with a decimal point: `314` is no rounding of `100\pi`. `15.98` is not `\frac{639}{40}`, which is 15.975.

The rule reaches into lists, tuples, intervals, matrices and percents, never into coefficients or equations.
`approx="exact"` switches it off.
""",
        ("decimal",),
    ),
    Page(
        "percent",
        "Percents",
        _NUMBERS,
        r"""
`10\%` and `10 percent` equal `10` (the sign is dropped, as MATH does) and also `0.1` and `\frac1{10}`. `10` itself
never equals `0.1`. Two percents are compared as percents: `0.1\%` is not `10\%`. A noun behind the sign
(`30\%\text{ of the voters}`) may be missing on one side.
""",
        ("percent",),
    ),
    Page(
        "quantity",
        "Quantities and units",
        _NUMBERS,
        r"""
If a unit or noun is missing on one side, the values are compared: `5.4 \text{ cents}`, `15\mbox{ cm}^2`, `\$18.90`,
`90^\circ` and `12^{th}` equal their numbers.

With units on both sides the values must be the same after conversion (`1\text{ m}` is `100\text{ cm}`), else the
answers are DIFFERENT.

`90^\circ` equals `90` and `\frac\pi2`; `60^\circ 42'` is 60.7 degrees. A bare single letter is a variable, not a
unit: `3m` is no 3.

Where the contract is silent: several plain letters (`10 m/s`) are units only beside a quantity whose unit is written
in text. A word of magnitude belongs to the number: `5 \text{ million}` is 5000000, not 5. A decimal of degrees may
round an exact angle, and a decimal of radians exact degrees, never each other. `5'4''` is feet and inches.
""",
        ("quantity",),
    ),
    Page(
        "base",
        "Numerals in a base",
        _NUMBERS,
        r"""
`52_8`, `4210_{5}` and `2516_{\text{eight}}` are numerals. Two of them are equal if digits and base are. If the base is
missing on one side, the digits decide. A numeral never equals its decimal value.
""",
        ("base",),
    ),
    Page(
        "ratio",
        "Ratios and times of day",
        _NUMBERS,
        r"""
`3:1` and `6:2` are the same ratio, and `a:b` equals `\frac ab`. `3 \text{ to } 1` is the same in words.

Two texts that could both be times of a clock (`2:15`, `4:30`) must agree number by number. Times such as
`4:30 \text{ p.m.}` and `12:00` are equal if they are the same time; a.m. or p.m. may be missing on one side.
""",
        ("ratio",),
    ),
    Page(
        "logs",
        "Logarithms without a base",
        _NUMBERS,
        r"""
`\log` without a base may mean base 10, base e, or any base. Two answers are equal if they are with one base throughout:
10, e, or every base.
""",
        ("logs",),
    ),
    Page(
        "periodic",
        "Free integers, constants and domains",
        _NUMBERS,
        r"""
A free integer or constant may be renamed: one that is declared on either side ("for some integer t", `k\in\mathbb
Z`), an integer multiple of a period (`\frac\pi6+\pi k`), or the constant of integration `C` or `c`. No other name
may.

Pure quantifiers and domains ("for all x in ℝ", `, n \in \mathbb{N}`) are dropped.
""",
        ("periodic",),
    ),
    Page(
        "undefined",
        "Undefined values and dots",
        _NUMBERS,
        r"""
What has no value (`\frac00`, `\infty-\infty`, a division by zero) equals only identical text.

A text that trails off in dots, `…\ldots…`, is compared as text; if the texts differ, the verdict is UNDECIDED.
""",
        ("undefined",),
    ),
    Page(
        "pm",
        "Plus or minus",
        _SEVERAL,
        r"""
`1 \pm \sqrt{19}` is the set of its branches. Several `\pm` and `\mp` in one expression go together; in different
entries of a tuple, as in `(\pm 2, 0, \pm 2)`, they are independent.
""",
        ("pm",),
    ),
    Page(
        "list",
        "Lists",
        _SEVERAL,
        r"""
`3, 5, 7`, `1 \text{ and } 3`, `-5 \text{ or } 7` and `2; 3` are lists. Order does not matter, multiplicity does, except
that a tuple repeated identically counts once. A value more or less is DIFFERENT.
""",
        ("list",),
    ),
    Page(
        "tuple",
        "Tuples and points",
        _SEVERAL,
        r"""
`(6,31,-1)` and `\langle 1,2\rangle` are ordered. A bare list equals a tuple only in the same order.
""",
        ("tuple",),
    ),
    Page(
        "set",
        "Sets",
        _SEVERAL,
        r"""
`\{1\pm\sqrt5,-2\}`, `\emptyset`, `\mathbb{R}`, `\mathbb{R}\setminus\{0\}` and `\{x \mid x<a\}` are compared as sets.
A set equals the bare list of its elements and never a tuple. `{1,3}`, its braces not escaped, reads as a set or a
bare list.

`\emptyset`, `\{\}` and "no solution" are the same; so are `\mathbb R`, `(-\infty,\infty)` and "all real numbers".
""",
        ("set",),
    ),
    Page(
        "interval",
        "Intervals and unions",
        _SEVERAL,
        r"""
`(3,4]`, `(0,9) \cup (9,36)` and `x \in [-2,7]` are compared as sets of reals: both endpoints, and whether they belong.
`(2,4)` reads as a point or as an interval, whichever the other side is. `[2,4]` never equals `(2,4)`.
""",
        ("interval",),
    ),
    Page(
        "matrix",
        "Vectors and matrices",
        _SEVERAL,
        r"""
Matrices such as `\begin{pmatrix}1\\2\end{pmatrix}` and `[[1,2],[3,4]]` are equal entry by entry, in the same shape. Any
matrix environment will do, and nested lists. A vector equals the tuple of its entries.
""",
        ("matrix",),
    ),
    Page(
        "assignment",
        "Assignments",
        _RELATIONS,
        r"""
The left-hand name or label of `x=5`, `k=n+1`, `f(x)=2x`, `m_{\max}=…`, `|AB|=…` or `x \approx 3.1` is dropped against
a bare value. Two different names are DIFFERENT, unless both only name the function: `f(z)=z` and `f(x)=x`, `y=2x` and
`f(x)=2x`.

**Several assignments** (`a=2,h=-1,k=-18`; `x_1=-2, x_2=3`; `Maximum = 2, Minimum = 1`) are compared by name, in any
order. Against a bare list or tuple, distinct variables stand in the order given; one variable that is repeated or
indexed, or labels that are words, are unordered.
""",
        ("assignment",),
    ),
    Page(
        "equation",
        "Equations",
        _RELATIONS,
        r"""
Two equations, such as `5x-7y+11z+4=0`, `y=2x+3` or `y+1=-(2x-1)^2`, are equal if they have the same solutions by
algebra: they differ by a constant factor that is not zero, or by a factor that cannot vanish.

`name = constant` is only ever an assignment, so `2x=10` is not `x=5`. With one unknown, solved equals only solved:
`x-5=0` is not `x=5`. With two, `y=2x+3` and `x=\frac{y-3}{2}` are the same equation. An implicit equation is no
expression: `xy=6` is not `\frac6x`.
""",
        ("equation",),
    ),
    Page(
        "chain",
        "Chains",
        _RELATIONS,
        r"""
Two or more `=`, or one `=` between constants or between sides proved identical, make a chain: `a+2z=2z+a=101`,
`\frac12=0.5`. A chain stands for its last member if its members are equal; `5=7` equals only identical text. An exact
member before `\approx` wins over the decimal after it.
""",
        ("chain",),
    ),
    Page(
        "inequality",
        "Inequalities and orderings",
        _RELATIONS,
        r"""
An inequality is **solved** if it holds plus or minus one label (a name, `x_1`, `f(x)`, but not `|z|`) against
constants: `x<2`, `-x>-1`, `3 < \lambda \le 4`, `x<1 \text{ or } x>3`, `x \ne 2`. It is the set it describes, and
equals that interval whatever the variable is called.

Between constants and several names, `b<a<d<c` is an **ordering**: equal in the same order, also as a list.

**Any other inequality**, such as `2x+y<5`, equals the same relation up to moving terms, swapping sides, and scaling
by a positive number. An unsolved inequality in one variable never equals a solved one or an interval: to restate the
question is no answer.
""",
        ("inequality",),
    ),
    Page(
        "text",
        "Texts",
        _WORDS,
        r"""
`\text{Evelyn}`, `\text{even}` and `east` are equal to the same words, whatever the case, articles, end punctuation
and `\text`. Meaning beyond the tables of these pages is not guessed at. A sentence about correctness is a text like
any other.
""",
        ("text",),
    ),
    Page(
        "choice",
        "Lettered choices",
        _WORDS,
        r"""
`\text{(C)}`, `C`, `(C)`, `C)` and `C.` are the same choice. `(C) 12` equals `C` and also `12`; where both sides have a
letter, the letters decide.
""",
        ("choice",),
    ),
    Page(
        "truth",
        "Truth and existence",
        _WORDS,
        r"""
`\text{yes}`, `True`, `\text{undefined}`, `DNE` and "infinitely many" are equal to what means the same. "Infinitely
many" is `\infty`.
""",
        ("truth",),
    ),
    Page(
        "respelling",
        "Spelling",
        _TEXT,
        r"""
The same answer may be spelled in many ways, and none of that matters: sizing, delimiters, spacing, fonts, Unicode,
dollar signs, the forms of fractions and roots, end punctuation.

Code is read too: `2**(1/4)`, `sqrt(2)`, `pi/2`, `exp(16)`, `1e-3`, `oo`, `[1, 2]`, `Rational(1, 2)`,
`Fraction(1, 2)`, `Matrix([[1, 2], [3, 4]])`, `np.array([1, 2])`, `Eq(y, 2*x)`, `FiniteSet(1, 2)`, `math.sqrt(2)`,
`np.pi`; `I` beside a `*` is the imaginary unit where no other letter stands. A function glued to
its letter is read too: `2sinx`, `xlnx`.
""",
        ("respelling",),
    ),
    Page(
        "damage",
        "Damaged text",
        _TEXT,
        r"""
Damage is repaired before a text is read: doubled backslashes; control characters left by an escape that was eaten (form
feed and `rac`, tab and `ext`, carriage return and `ight`, backspace and `egin`); full-width forms; stray `\quad`, `$`,
`\(` and `**bold**`.

In the examples, ␉, ␊, ␌, ␍ and ␈ show a tab, a line feed, a form feed, a carriage return and a backspace.
""",
        ("damage",),
    ),
    Page(
        "attack",
        "What never counts as an answer",
        _TEXT,
        r"""
An empty, blank or missing prediction is never correct when graded, not even against an empty reference. More values
than the reference has are DIFFERENT. A sentence about correctness is text. `\phantom{42}` shows nothing and is
nothing.

Where an example says "not EQUIVALENT", DIFFERENT and UNDECIDED are both right.
""",
        ("attack", "mutants"),
    ),
    Page(
        "responses",
        "From a response to its answer",
        _HOW,
        r"""
`extract_answer` finds the final answer in a response; `grade` compares it with the reference.

**Think blocks** (`<think>…</think>`, `reasoning_content`) are never searched when text follows them.

**The order of search**, and the result says which rule matched and where:

1. An explicit final-answer sentence in the last paragraph, after the last box: "Final Answer: The final answer is
   $…$.", "the answer is …", "**Answer:** …", "#### …", "答案是 …", "答案：…". Its value may stand outside math, and
   must be readable mathematics or a choice.
2. The last `\boxed` or `\fbox`, with nested braces, or as `\boxed 5`. The boxes of the last sentence that has some
   make one list where nothing or a conjunction stands between them. Earlier boxes never count.
3. The last such sentence anywhere.
4. The last displayed or inline math or number, whichever comes later. This is the `fallback`, and it can be switched
   off. Digits inside words or exponents of units are no numbers; a fraction stays whole.

**Cut-off output** is recognised by an unclosed `\boxed{`, an unclosed think block, or a `finish_reason` of `length`.

**The status** is the first of these that fits:

| status | when |
|---|---|
| `error` | the reference is missing or unusable |
| `empty` | the response is blank or null |
| `correct`, `wrong`, `undecided` | a box or a final-answer sentence gave a complete answer, cut off later or not |
| `cut_off` | the response ends before such an answer; there is no fallback then |
| `correct`, `wrong`, `undecided` | the fallback gave an answer |
| `no_answer` | nothing was found |

**The policy** is `"default"`, `"strict"` or a `Policy`. Strict, which is for rewards, takes only a closed `\boxed`,
with no rounding, no fallback and no repair.
""",
    ),
    Page(
        "grouping",
        "Groups of answers",
        _HOW,
        r"""
`equivalence_classes` and majority voting group answers by exact equality alone: nothing is rounded, and no sign or unit
is dropped. That equality is transitive, so the groups do not depend on the order of the answers.
""",
    ),
)
