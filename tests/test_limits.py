"""Every cap at its value and one above: at it the pair is worked on, above it the verdict names the cap."""

from __future__ import annotations

import ast
import re
from itertools import combinations
from math import comb
from pathlib import Path

import pytest

import mathequiv
from mathequiv import compare, limits
from mathequiv.errors import OverLimit, Unreadable
from mathequiv.latex.expr import Number
from mathequiv.latex.parser import parse
from mathequiv.latex.text_form import to_text
from mathequiv.limits import Budget, check
from mathequiv.symbolic.gate import is_plain
from mathequiv.verdict import Verdict

CAPS = sorted(name for name in vars(limits) if name.isupper())


def refused(a, b, cap):
    """Whether the verdict is UNDECIDED because of ``cap``, in both orders."""
    results = [compare(a, b), compare(b, a)]
    assert {r.rule for r in results}.isdisjoint({"internal_error", "stopped"}), results
    assert not any(r.equivalent for r in results), results
    told = [r.verdict is Verdict.UNDECIDED and cap in f"{r.reason} {r.trace}" for r in results]
    assert told[0] == told[1], results
    return told[0]


def is_too_deep(text):
    try:
        parse(text)
    except OverLimit as over:
        return over.cap == "MAX_DEPTH"
    return False


def test_every_cap_says_why():
    text = Path(mathequiv.__file__).with_name("limits.py").read_text(encoding="utf-8")
    for cap in CAPS:
        assert f"\n{cap}: Final = " in text
        assert text.split(f"\n{cap}: Final = ")[1].split("\n")[1].startswith('"""'), cap


PACKAGE = Path(mathequiv.__file__).parent
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "limits.py"]
CAP_NAME = re.compile(r"_*(?:\w+_)?(?:MAX|MOST|LIMIT|LARGEST|LONGEST|DEEPEST|TOO_(?:MANY|LONG|LARGE|DEEP))(?:_\w+)?")
NUMERIC = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)


def numeric_caps(path):
    """Names of caps among the module's constants whose value is an integer or worked out from integers."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = list(ast.walk(node.value))
            is_number = all(isinstance(p, NUMERIC) and type(getattr(p, "value", 0)) is not float for p in parts)
            yield from [t.id for t in targets if is_number and isinstance(t, ast.Name) and CAP_NAME.fullmatch(t.id)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_cap_lives_elsewhere(path):
    assert list(numeric_caps(path)) == []


def test_a_cap_elsewhere_would_be_found(tmp_path):
    made = tmp_path / "made.py"
    made.write_text("_MAX_TERMS: Final = 5\nLONGEST = 1 << 4\nTEXT_LIMIT = 3\nMAXIMUM = 4\nMAX_WORDS = words()\n")
    assert list(numeric_caps(made)) == ["_MAX_TERMS", "LONGEST", "TEXT_LIMIT"]


NAMED = re.compile(r"""(?:OverLimit|check)\(\s*"(\w+)\"""")


def test_an_error_names_a_cap_of_limits():
    named = {name for path in PACKAGE.rglob("*.py") for name in NAMED.findall(path.read_text("utf-8"))}
    assert "MAX_EXPANDED" in named
    assert named <= set(CAPS)


def test_no_cap_is_wall_clock():
    assert [cap for cap in CAPS if "SECONDS" in cap] == ["SYMBOLIC_CPU_SECONDS"]


@pytest.mark.parametrize("cap", CAPS)
def test_check_at_the_cap_and_above(cap):
    size = int(getattr(limits, cap))
    check(cap, size)
    with pytest.raises(OverLimit) as caught:
        check(cap, size + 1)
    assert (caught.value.cap, caught.value.size) == (cap, size + 1)
    assert cap in str(caught.value)


def test_budget_at_its_end_and_beyond():
    budget = Budget(3)
    budget.spend(3)
    with pytest.raises(OverLimit, match="MAX_STEPS"):
        budget.spend()
    assert Budget().left == limits.MAX_STEPS


def test_max_text():
    at = "1+" + " " * (limits.MAX_TEXT - 3) + "1"
    assert len(at) == limits.MAX_TEXT
    assert compare(at, "2").equivalent
    assert compare(at, "3").verdict is Verdict.DIFFERENT
    over = " " + at
    assert compare(over, "2").rule == compare(over, "3").rule == "over_limit"
    assert compare(over, over).equivalent


def test_max_tokens():
    at = "+".join(["1"] * (limits.MAX_TOKENS // 2))
    parse(at)
    parse("-" + at)
    with pytest.raises(OverLimit, match="MAX_TOKENS"):
        parse("--" + at)


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda n: "(" * n + "x+1" + ")+1" * n, id="brackets"),
        pytest.param(lambda n: r"\frac{" * n + "x" + "}{2}" * n, id="fractions"),
        pytest.param(lambda n: r"\sqrt{" * n + "x" + "}" * n, id="roots"),
        pytest.param(lambda n: "2^{" * n + "x" + "}" * n, id="powers"),
        pytest.param(lambda n: r"\sin(" * n + "x" + ")" * n, id="functions"),
    ],
)
def test_max_depth(wrap):
    """Read up to some depth, which real answers never reach, and refused at every greater one."""
    depths = range(1, limits.MAX_DEPTH + 3)
    read = [depth for depth in depths if not is_too_deep(wrap(depth))]
    assert read == list(range(1, len(read) + 1))
    assert limits.MAX_DEPTH // 3 <= len(read) <= limits.MAX_DEPTH


def test_max_digits():
    at = "7" * limits.MAX_DIGITS
    assert parse(at) == Number(int(at))
    assert to_text(parse(at)) == at
    with pytest.raises(OverLimit, match="MAX_DIGITS"):
        parse(at + "7")
    assert refused(at + "7", at + "8", "MAX_DIGITS")
    assert not refused(at, at[:-1] + "8", "MAX_DIGITS")


WRITTEN = [
    pytest.param("MAX_E_NOTATION", "1e{}", limits.MAX_E_NOTATION, id="exponent of ten"),
    pytest.param("MAX_WRITTEN_ORDER", r"\frac{{d^{{{0}}}y}}{{dx^{{{0}}}}}", limits.MAX_WRITTEN_ORDER, id="quotient"),
    pytest.param("MAX_ORDER_DIGITS", "f^{{({})}}(x)", 10**limits.MAX_ORDER_DIGITS - 1, id="superscript"),
]


@pytest.mark.parametrize(("cap", "form", "largest"), WRITTEN)
def test_what_is_written_over_a_cap_is_read_as_nothing_else(cap, form, largest):
    parse(form.format(largest))
    with pytest.raises(OverLimit, match=cap):
        parse(form.format(largest + 1))
    assert compare(form.format(largest + 1), "5").verdict is Verdict.UNDECIDED


def test_max_exact_bits():
    """A power is exact up to the cap; above it enclosures must do, or nothing."""
    from mathequiv.equality.rationals import rational

    assert rational(parse(f"2^{{{limits.MAX_EXACT_BITS // 2}}}")) is not None
    with pytest.raises(OverLimit, match="MAX_EXACT_BITS"):
        rational(parse(f"2^{{{limits.MAX_EXACT_BITS + 1}}}"))


def test_max_folded():
    assert compare(rf"\sum_{{k=1}}^{{{limits.MAX_FOLDED}}} \sqrt{{k}}", "5").verdict is Verdict.DIFFERENT
    over = compare(rf"\sum_{{k=1}}^{{{limits.MAX_FOLDED + 1}}} \sqrt{{k}}", "5")
    assert (over.verdict, over.rule) != (Verdict.UNDECIDED, "stopped")
    assert not over.equivalent


def test_max_items():
    count = limits.MAX_ITEMS
    at, other = ",".join(map(str, range(count))), ",".join(map(str, range(1, count + 1)))
    assert compare(at, other).verdict is Verdict.DIFFERENT
    assert refused(at + ",7", other + ",8", "MAX_ITEMS")


def test_max_branches():
    """Six signs are opened, seven are not."""
    signs = limits.MAX_BRANCHES.bit_length() - 1
    entries = [rf"\pm {n}" for n in range(1, signs + 2)]
    at = [f"({','.join(entries[:signs])})", f"({','.join(entries[1 : signs + 1])})"]
    assert compare(*at).verdict is Verdict.DIFFERENT
    over = [f"({','.join(entries)})", f"({','.join(reversed(entries))})"]
    assert refused(*over, "MAX_BRANCHES")


def test_max_terms():
    """An expansion is refused by the number of its terms before it is made."""
    four = "(a+b+c+d)"
    inside = next(n for n in range(1, 60) if comb(n + 4, 3) > limits.MAX_TERMS)
    assert comb(inside + 3, 3) <= limits.MAX_TERMS
    at = compare(f"{four}^{{{inside}}}", f"(d+c+b+a)^{{{inside - 1}}}{four}")
    assert at.equivalent, at
    assert compare(f"{four}^{{{inside + 9}}}", f"{four}^{{{inside + 9}}}+1").verdict is not Verdict.EQUIVALENT


def test_max_precision():
    """Two numbers closer than the cap stay open; never equal."""
    assert compare("1+e^{-1000}", "1").verdict is Verdict.DIFFERENT
    apart = limits.MAX_PRECISION
    assert not compare(f"1+e^{{-{apart}}}", "1").equivalent
    assert not compare(f"1+e^{{-{100 * apart}}}", "1").equivalent


SYMBOLIC = [
    pytest.param(
        "SYMBOLIC_MAX_NODES",
        lambda n: r"\int_0^1 x dx" + "+1" * (n - 8),
        id="nodes",
    ),
    pytest.param("SYMBOLIC_MAX_DIGITS", lambda n: r"\int_0^{" + "7" * n + "} x dx", id="digits"),
    pytest.param("SYMBOLIC_MAX_FOLDS", lambda n: r"\int_0^1 " * n + "xy" + " dx" * n, id="folds"),
    pytest.param("SYMBOLIC_MAX_TOWER", lambda n: r"\int_0^1 " + "x^{" * n + "x" + "}" * n + " dx", id="tower"),
]


@pytest.mark.parametrize(("cap", "make"), SYMBOLIC)
def test_sizes_that_sympy_is_asked_about(cap, make):
    from mathequiv.layers.symbolic import _measure

    size = getattr(limits, cap)
    _measure(parse(make(size)))
    with pytest.raises(OverLimit, match=cap):
        _measure(parse(make(size + (9 if cap == "SYMBOLIC_MAX_NODES" else 1))))


def test_symbolic_max_terms():
    from mathequiv.layers.symbolic import _measure

    _measure(parse(f"(x+1)^{{{limits.SYMBOLIC_MAX_EXPONENT}}}"))
    _measure(parse("(a+b+c+d)^{9}"))
    assert comb(12, 3) <= limits.SYMBOLIC_MAX_EXPANDED < comb(13, 3)
    with pytest.raises(OverLimit, match="SYMBOLIC_MAX_EXPANDED"):
        _measure(parse("(a+b+c+d)^{10}"))


def test_symbolic_max_terms_of_products_and_sums():
    """Above the cap a product is not multiplied out; a sum of powers still has its closed form."""
    import sympy

    from mathequiv.symbolic.to_sympy import Converter, Names

    def made(text):
        return Converter(Names()).convert(parse(text))

    size = limits.SYMBOLIC_MAX_TERMS
    assert made(rf"\prod_{{k=1}}^{{{size + 1}}} k").has(sympy.Product)
    for text in (rf"\prod_{{k=1}}^{{{size + 2}}} k", rf"\sum_{{k=1}}^{{{size + 2}}} \sqrt{{k}}"):
        with pytest.raises(OverLimit, match="SYMBOLIC_MAX_TERMS"):
            made(text)
    assert made(r"\sum_{k=1}^{10^{12}} k").has(sympy.Sum)


def test_symbolic_max_exponent_and_order():
    from mathequiv.symbolic.to_sympy import Converter, Names

    def made(text):
        return Converter(Names()).convert(parse(text))

    size = limits.SYMBOLIC_MAX_EXPONENT
    made(f"x^{{{size}}}")
    made(f"{size}!")
    for text in (f"x^{{{size + 1}}}", f"{size + 1}!"):
        with pytest.raises(OverLimit, match="SYMBOLIC_MAX_EXPONENT"):
            made(text)
    order = limits.SYMBOLIC_MAX_ORDER
    made(rf"\frac{{d^{{{order}}}}}{{dx^{{{order}}}}} x^2")
    with pytest.raises(OverLimit, match="SYMBOLIC_MAX_ORDER"):
        made(rf"\frac{{d^{{{order + 1}}}}}{{dx^{{{order + 1}}}}} x^2")


def test_latex2sympy_is_shown_short_text_with_short_numerals():
    assert is_plain("1" * limits.LATEX2SYMPY_MAX_DIGITS)
    assert not is_plain("1" * (limits.LATEX2SYMPY_MAX_DIGITS + 1))
    half = limits.LATEX2SYMPY_MAX_TEXT // 2
    assert is_plain("x+" * (half - 1) + "1" + "1")
    assert not is_plain("x+" * half + "1")


def test_unreadable_is_not_over_limit():
    with pytest.raises(Unreadable):
        parse(r"\frac{1}{")


def test_symbolic_max_factorial():
    from mathequiv.layers.symbolic import _is_scalar

    size = limits.SYMBOLIC_MAX_FACTORIAL
    assert _is_scalar(parse(rf"\sum_{{k=1}}^n k + {size}!"))
    assert not _is_scalar(parse(rf"\sum_{{k=1}}^n k + {size + 1}!"))
    assert not _is_scalar(parse(r"(\sum_{k=1}^{4} 9!)!"))
    assert not _is_scalar(parse(r"(\frac{575}{x})!"))
    assert _is_scalar(parse(r"\frac{(n+1)!}{n!}"))


@pytest.mark.parametrize("name", [r"\operatorname{floor}", r"\sin", r"\ln"])
def test_symbolic_max_digits_holds_for_arguments_too(name):
    """SymPy works out as many digits of a function's argument as the argument has."""
    from mathequiv.layers.symbolic import _measure

    digits = limits.SYMBOLIC_MAX_DIGITS
    _measure(parse(rf"{name}(\pi \cdot 10^{{{digits - 2}}})"))
    for argument in (rf"\pi \cdot 10^{{{digits + 2}}}", r"e^{9999}", r"\cosh(x + 366953)", r"e^{9999x}"):
        with pytest.raises(OverLimit, match="SYMBOLIC_MAX_DIGITS"):
            _measure(parse(f"{name}({argument})"))


def test_slope_of_a_bound():
    cap = limits.MAX_SLOPE
    at_cap, above = (compare(rf"\sum_{{k=1}}^{{{slope}n}} 2k", f"{slope}n({slope}n+1)") for slope in (cap, cap + 1))
    assert at_cap.reason == "Equal by induction."
    assert "induction" not in above.reason


def test_max_truth_letters():
    def same(count):
        letters = "abdghjkmnpq"[:count]
        return r"\land ".join(letters), r"\neg(" + r"\lor ".join(rf"\neg {letter}" for letter in letters) + ")"

    assert compare(*same(limits.MAX_TRUTH_LETTERS)).rule == "truth_table"
    assert compare(*same(limits.MAX_TRUTH_LETTERS + 1)).verdict is Verdict.UNDECIDED


def test_max_formula_text():
    def spaced(size):
        return r"p\lor" + " " * (size - len(r"p\lor\neg\neg q")) + r"\neg\neg q"

    other = r"\neg(\neg p\land\neg q)"
    assert compare(spaced(limits.MAX_FORMULA_TEXT), other).rule == "truth_table"
    assert compare(spaced(limits.MAX_FORMULA_TEXT + 1), other).verdict is Verdict.UNDECIDED


def test_max_modulus():
    def same(modulus):
        return rf"\lceil n/{modulus}\rceil", rf"\lfloor(n+{modulus - 1})/{modulus}\rfloor"

    assert compare(*same(limits.MAX_MODULUS)).rule == "residues"
    assert compare(*same(limits.MAX_MODULUS + 1)).verdict is Verdict.UNDECIDED


def test_max_power_set():
    def same(size):
        items = [str(number) for number in range(size)]
        subsets = [",".join(chosen) for count in range(size + 1) for chosen in combinations(items, count)]
        return rf"\mathcal{{P}}(\{{{','.join(items)}\}})", r"\{" + ",".join(rf"\{{{one}\}}" for one in subsets) + r"\}"

    assert compare(*same(limits.MAX_POWER_SET)).equivalent
    assert compare(*same(limits.MAX_POWER_SET + 1)).verdict is Verdict.UNDECIDED
