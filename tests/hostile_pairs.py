r"""Hostile pairs of answers, shared by the hostile tests and ``benchmarks/hostile.py``.

Each row names an attack on time, memory, the stack or a conversion. Texts are made on demand, so that listing the rows
costs nothing. ``equal`` says whether EQUIVALENT is right; where it is False the verdict may be DIFFERENT or UNDECIDED,
never EQUIVALENT. ``verdict`` names the one verdict that is right where it must be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class HostilePair:
    """One attack: ``make`` gives both texts."""

    id: str
    make: Callable[[], tuple[str, str]]
    equal: bool = False
    verdict: str = ""
    xfail: str = ""


def _pair(name: str, a: str, b: str, *, equal: bool = False, verdict: str = "") -> HostilePair:
    return HostilePair(name, lambda: (a, b), equal, verdict)


def _made(name: str, make: Callable[[], tuple[str, str]], *, equal: bool = False, verdict: str = "") -> HostilePair:
    return HostilePair(name, make, equal, verdict)


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


_OPENINGS = {
    "parenthesis": ("(", ")"),
    "bracket": ("[", "]"),
    "brace": ("{", "}"),
    "set": (r"\{", r"\}"),
    "left-right": (r"\left(", r"\right)"),
    "angle": (r"\langle ", r"\rangle "),
    "bar": ("|", "|"),
    "norm": (r"\|", r"\|"),
    "floor": (r"\lfloor ", r"\rfloor "),
    "ceiling": (r"\lceil ", r"\rceil "),
    "frac": (r"\frac{", "}{2}"),
    "frac-below": (r"\frac{1}{1+", "}"),
    "cfrac": (r"1+\cfrac{1}{", "}"),
    "binom": (r"\binom{", "}{2}"),
    "sqrt": (r"\sqrt{", "}"),
    "cube-root": (r"\sqrt[3]{1+", "}"),
    "root-index": (r"\sqrt[", "]{2}"),
    "power": ("2^{", "}"),
    "subscript": ("x_{", "}"),
    "text": (r"\text{", "}"),
    "boxed": (r"\boxed{", "}"),
    "mathrm": (r"\mathrm{", "}"),
    "overline": (r"\overline{", "}"),
    "phantom": (r"\phantom{", "}"),
    "tuple": ("(1,", ")"),
    "matrix": (r"\begin{pmatrix}", r"\end{pmatrix}"),
    "cases": (r"\begin{cases}", r"\end{cases}"),
    "sine": (r"\sin(", ")"),
    "logarithm": (r"\log(", ")"),
    "function": ("f(", ")"),
    "code-sqrt": ("sqrt(", ")"),
    "environment": (r"\begin{array}{c}", r"\end{array}"),
    "superscript-tag": ("<sup>", "</sup>"),
    "limit": (r"\lim_{x\to ", "}x"),
    "sum": (r"\sum_{k=1}^{", "}k"),
    "integral": (r"\int_0^{", "}x dx"),
}

_RUNS = {
    "plus": "x+",
    "minus": "-",
    "slash": "1/",
    "caret": "x^",
    "underscore": "x_",
    "factorial": "3!",
    "double-minus": "--",
    "frac": r"\frac",
    "sqrt": r"\sqrt",
    "sine": r"\sin",
    "backslash": "\\",
    "dollar": "$",
    "percent": r"\%",
    "prime": "x'",
    "comma": ",",
    "number-comma": "1,",
    "group-comma": "1,234,",
    "equals": "x=",
    "less": "x<",
    "left": r"\left",
    "right": r"\right)",
    "begin": r"\begin{pmatrix}",
    "end": r"\end{matrix}",
    "ampersand": "1&",
    "rows": r"1\\",
    "union": r"[1,2]\cup ",
    "plus-minus": r"\pm ",
    "one-plus-minus": r"1\pm ",
    "or": r"1\text{ or }",
    "word": "hello ",
    "unit": "5 cm ",
    "degree": r"1^\circ ",
    "colon": "1:",
    "boxed": r"\boxed{1}",
    "integral": r"\int ",
    "sum": r"\sum_{i=1}^{9}",
    "derivative": r"\frac{d}{dx}",
    "forall": r"\forall x ",
    "dots": "...",
    "superscript": "²",
    "circled": "①",
    "fraction-glyph": "½",
    "root-glyph": "√",
    "bar": "|",
    "brace": "{",
    "close": "}",
    "paren": "(",
    "close-paren": ")",
    "bracket": "[",
    "set": r"\{",
    "space": " ",
    "newline": "\n",
    "form-feed": "\f",
    "zero": "\0",
    "tab": "\t",
    "digits": "1 ",
    "thin-space": r"1\,",
    "thousands": "1,000,",
    "decimal": "1.",
    "exponent": "1e",
    "letter": "a",
    "capital": "A",
    "product": "ab ",
    "call": "f(x)",
    "repeating": r"0.\overline{3}",
    "mixed": "1 1/2 ",
    "bold": "**",
    "html": "<b>",
    "quote": '"',
    "money": r"\$",
    "assignment": "x=1,",
    "indexed": "x_1=1,",
    "angle": r"\angle A",
    "combining": "x\u0301",
    "bidi": "\u202e",
    "full-width": "１",
    "chinese": "答案是",
}


def _deep_row(name: str, opening: str, closing: str, depth: int) -> HostilePair:
    return _made(
        f"deep-{name}-{depth}", lambda: (nested(opening, "2", closing, depth), nested(opening, "3", closing, depth))
    )


def _run_row(name: str, piece: str, size: int, label: str) -> HostilePair:
    run = size // len(piece)
    return _made(f"run-{name}-{label}", lambda: (piece * run + "1", piece * run + "2"))


_SIZES = ((8_000, "8kB"), (19_000, "19kB"), (1_000_000, "1MB"))


def _surds(first: int, count: int) -> list[str]:
    return [rf"\sqrt{{{n}}}" for n in range(first, first + count)]


def _primes(count: int) -> list[int]:
    found: list[int] = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def _tower(base: str, height: int) -> str:
    return (base + "^{") * (height - 1) + base + "}" * (height - 1)


def _matrix(size: int, last: str) -> str:
    rows = [["1"] * size for _ in range(size)]
    rows[-1][-1] = last
    return r"\begin{pmatrix}" + r"\\".join("&".join(row) for row in rows) + r"\end{pmatrix}"


def _list_matrix(size: int, last: str) -> str:
    rows = [["1"] * size for _ in range(size)]
    rows[-1][-1] = last
    return "[" + ",".join("[" + ",".join(row) + "]" for row in rows) + "]"


def _radical(depth: int, inner: str) -> str:
    text = inner
    for n in range(depth):
        text = rf"\sqrt{{{n % 7 + 2}+{text}}}"
    return text


def _polynomial(terms: int, last: int) -> str:
    return "+".join(f"{n % 9 + 1}x^{{{n}}}" for n in range(1, terms)) + f"+{last}"


def _sum_of_roots(count: int, extra: str) -> str:
    return "+".join(rf"\sqrt{{{p}}}" for p in _primes(count)) + extra


def _product_of_sums(count: int) -> str:
    return "".join(rf"(1+\sqrt{{{p}}})" for p in _primes(count))


def _intervals(count: int, shift: int) -> str:
    parts = [rf"[\sqrt{{{5 * n + 1}}},\sqrt{{{5 * n + 2 + shift * (n == count - 1)}}}]" for n in range(count)]
    return r"\cup".join(parts)


def _plain_intervals(count: int, last: int) -> str:
    return r"\cup".join([f"({3 * n},{3 * n + 1})" for n in range(count)] + [f"({3 * count},{3 * count + last})"])


def _sampler(count: int, last: str) -> str:
    return "+".join(rf"\sin({n}x)" for n in range(1, count)) + "+" + last


_VALUE_ROWS = [
    _pair("tower-5", "5^{5^{5^{5^5}}}", "5^{5^{5^{5^6}}}"),
    _pair("tower-code", "9**9**9**9**9", "9**9**9**9**8"),
    _pair("tower-plus", "5^{5^{5^{5^5}}}+1", "5^{5^{5^{5^5}}}"),
    _made("tower-40", lambda: (_tower("9", 40), _tower("9", 39) + "0")),
    _pair("tower-of-variables", "x^{x^{x^{x^x}}}", "x^{x^{x^{x^y}}}"),
    _pair("tower-negative", "2^{-2^{2^{2^{9}}}}", "2^{-2^{2^{2^{8}}}}"),
    _pair("tower-tiny-difference", "1+2^{-2^{2^{2^{9}}}}", "1"),
    _pair("tower-rational", r"(\frac{3}{2})^{10^{10^{10}}}", r"(\frac{3}{2})^{10^{10^{9}}}"),
    _pair("tower-mod", r"7^{7^{7^{7}}} \bmod 10", "2"),
    _pair("tower-mod-huge", r"7^{7^{7^{7}}} \bmod 10^{100}", "2"),
    _pair("zero-tower", "0^{0^{0^0}}", "1"),
    _pair("one-tower", "1^{9^{9^{9^9}}}", "2"),
    _pair("minus-one-tower", "(-1)^{9^{9^{9^9}}}", "1"),
    _pair("power-of-variable", "x^{10^{10^{10}}}", "x^{10^{10^{9}}}"),
    _pair("power-10-10-10", "10^{10^{10}}", "10^{10^{10}}+1"),
    _pair("root-of-power", r"\sqrt{2^{10^{12}}}", "2^{10^{11}}"),
    _pair("root-of-huge-index", r"\sqrt[10^{12}]{2}", r"\sqrt[10^{11}]{2}"),
    _pair("root-index-digits", r"\sqrt[1000000007]{2}", r"\sqrt[1000000009]{2}"),
    _pair("rational-exponent", "2^{1/1000000007}", "2^{1/1000000009}"),
    _pair("exponent-digits", "2^{123456789012345678}", "2^{123456789012345679}"),
    _pair("exponent-fraction-digits", "2^{0.123456789012345678}", "2^{0.123456789012345679}"),
    _pair("code-exponent", "1e999999999", "1e999999998"),
    _pair("code-exponent-long", "1e" + "9" * 3000, "1e" + "8" * 3000),
    _pair("code-exponent-negative", "1e-999999999", "0"),
    _pair("code-exponent-sum", "1e99999+1", "1e99999"),
    _pair("code-exponent-medium", "1e9999", "1e9998"),
    _pair("times-ten", r"3 \times 10^{999999999999}", r"3 \times 10^{999999999998}"),
    _pair("percent-exponent", r"1e999999999\%", "1e999999999"),
    _pair("unit-exponent", r"1e999999999\text{ cm}", r"1e999999997\text{ m}"),
    _pair("factorial-of-factorial", "((10!)!)!", "((10!)!)"),
    _pair("factorial-tower", "10^{10^{10}}!", "10^{10^{9}}!"),
    _pair("factorial-1e9", "1000000000!", "1000000001!"),
    _pair("factorial-ratio", r"\frac{1000000000!}{999999999!}", "1000000001"),
    _pair("factorial-100000", "100000!", "100001!"),
    _pair("factorial-3000", "3000!", "3001!"),
    _pair("factorial-run", "3!!!!!!!!", "4!!!!!!!!"),
    _pair("factorial-half", r"(\frac12)!", "1"),
    _pair("factorial-negative", "(-5)!", "1"),
    _pair("double-factorial", "1000000000!!", "1000000002!!"),
    _pair("binomial-huge", r"\binom{10^{9}}{5 \cdot 10^{8}}", r"\binom{10^{9}}{4 \cdot 10^{8}}"),
    _pair("binomial-tower", r"\binom{10^{10^{10}}}{3}", r"\binom{10^{10^{10}}}{2}"),
    _pair("binomial-large", r"\binom{100000}{50000}", r"\binom{100000}{50001}"),
    _pair("binomial-of-variable", r"\binom{n}{1000000}", r"\binom{n}{999999}"),
    _pair("binomial-nested", r"\binom{\binom{\binom{20}{10}}{10}}{10}", "1"),
    _pair("gcd-of-towers", r"\gcd(10^{10^{10}},6)", "1"),
    _pair("gamma", r"\Gamma(10^{12})", r"\Gamma(10^{11})"),
    _pair("fibonacci", "F_{10^{12}}", "F_{10^{11}}"),
    _pair("log-tower", r"\log\log\log\log\log\log 10^{10^{10}}", "1"),
    _pair("log-log", r"\ln(\ln(\ln(\ln(\ln(\ln(\ln 2))))))", "1"),
    _made("log-deep-30", lambda: (nested(r"\ln(2+", "2", ")", 30), nested(r"\ln(2+", "3", ")", 30))),
    _pair("log-of-huge", r"\log_{10} 10^{10^{10^{10}}}", "10^{10^{9}}"),
    _pair("log-base-huge", r"\log_{10^{1000000}} 2", r"\log_{10^{1000001}} 2"),
    _pair("exp-tower", "e^{e^{e^{e^{e}}}}", "e^{e^{e^{e^{3}}}}"),
    _pair("exp-minus-tower", "1+e^{-e^{e^{e^{9}}}}", "1"),
    _pair("power-minus-tower", "1+2^{-e^{e^{e^{9}}}}", "1"),
    _pair("exp-tower-small", "e^{-e^{e^{e^{9}}}}", "0"),
    _pair("exp-small", "1+e^{-1000}", "1", verdict="DIFFERENT"),
    _pair("exp-smaller", "1+e^{-100000}", "1"),
    _pair("exp-huge-number", "e^{10^{1000}}", "e^{10^{1000}+1}"),
    _pair("cosh-huge", r"\cosh(10^{10^{6}})", r"\sinh(10^{10^{6}})"),
    _pair("sine-huge", r"\sin(10^{1000})", r"\sin(10^{1001})"),
    _pair("sine-tower", r"\sin(10^{10^{10}})", r"\sin(10^{10^{9}})"),
    _pair("sine-degrees", r"\sin(10^{300}^\circ)", "0"),
    _pair("tangent-pole", r"\tan(\frac{\pi}{2}+10^{-1000})", r"\tan(\frac{\pi}{2}+10^{-1001})"),
    _pair("tangent-at-pole", r"\tan\frac{\pi}{2}", r"\cot 0"),
    _pair("cosine-prime", r"\cos\frac{2\pi}{1009}", r"\cos\frac{2\pi}{1013}"),
    _pair("cosine-large-prime", r"\cos\frac{2\pi}{1000003}", r"\cos\frac{2\pi}{1000033}"),
    _pair("arctangent-sum", r"\arctan\frac{1}{5}\cdot 4-\arctan\frac{1}{239}", r"\frac{\pi}{3}"),
    _made("nested-radical-50", lambda: (_radical(50, "2"), _radical(50, "3"))),
    _made("nested-radical-30", lambda: (_radical(30, "2"), _radical(30, "3"))),
    _made("nested-radical-12", lambda: (_radical(12, "2"), _radical(12, "3"))),
    _made("nested-radical-equal", lambda: (_radical(20, "2"), _radical(20, "1+1")), equal=True),
    _made("root-sum-10", lambda: (_sum_of_roots(10, ""), _sum_of_roots(10, "+10^{-50}"))),
    _made("root-sum-40", lambda: (_sum_of_roots(40, ""), _sum_of_roots(40, "+1"))),
    _made("root-sum-300", lambda: (_sum_of_roots(300, ""), _sum_of_roots(300, "+1"))),
    _made("root-sum-1000", lambda: (_sum_of_roots(1000, ""), _sum_of_roots(1000, "+1"))),
    _made("root-product-8", lambda: (_product_of_sums(8), _product_of_sums(8) + "+1")),
    _made("root-product-16", lambda: (_product_of_sums(16), _product_of_sums(16) + "+1")),
    _made("root-product-60", lambda: (_product_of_sums(60), _product_of_sums(60) + "+1")),
    _made("root-product-300", lambda: (_product_of_sums(300), _product_of_sums(300) + "+1")),
    _made(
        "root-inverse-20",
        lambda: (rf"\frac{{1}}{{{_sum_of_roots(20, '')}}}", rf"\frac{{1}}{{{_sum_of_roots(21, '')}}}"),
    ),
    _made("cube-root-product", lambda: ("".join(rf"(1+\sqrt[3]{{{p}}})" for p in _primes(20)), "5")),
    _made("mixed-degree-roots", lambda: ("+".join(rf"\sqrt[{n}]{{{n}}}" for n in range(2, 40)), "39")),
    _made("roots-of-one", lambda: ("+".join(rf"e^{{2\pi i/{p}}}" for p in _primes(20)), "1")),
    _pair("power-of-root", r"(1+\sqrt2+\sqrt3+\sqrt5)^{500}", r"(1+\sqrt2+\sqrt3+\sqrt7)^{500}"),
    _pair("power-of-root-huge", r"(1+\sqrt2)^{10^{9}}", r"(1+\sqrt2)^{10^{9}+1}"),
    _pair("golden-power", r"\left(\frac{1+\sqrt5}{2}\right)^{10000}", r"\left(\frac{1+\sqrt5}{2}\right)^{10001}"),
    _pair("complex-power", "(1+i)^{1000000000}", "(1+i)^{1000000001}"),
    _pair("complex-power-big", "(2+3i)^{100000}", "(2+3i)^{100001}"),
    _pair("complex-tower", "i^{i^{i^{i^i}}}", "i^{i^{i^{i}}}"),
    _pair("close-decimals", "0." + "3" * 2900 + "4", "0." + "3" * 2900 + "5", verdict="DIFFERENT"),
    _pair("many-digits-third", "0." + "3" * 2900, r"\frac13", equal=True),
    _pair("almost-integer", r"e^{\pi\sqrt{163}}", "262537412640768744", verdict="DIFFERENT"),
    _pair("digits-3000", "1" * 3000, "1" * 2999 + "2", verdict="DIFFERENT"),
    _pair("digits-3001", "1" * 3001, "1" * 3000 + "2"),
    _pair("digits-19000", "1" * 19_000, "1" * 18_999 + "2"),
    _pair("digits-denominator", r"\frac{1}{" + "7" * 2900 + "}", r"\frac{1}{" + "7" * 2899 + "8}", verdict="DIFFERENT"),
    _pair("digits-product", "9" * 2900 + r"\cdot " + "9" * 2900, "9" * 2900 + r"\cdot " + "9" * 2899 + "8"),
    _made("product-of-numbers", lambda: (r"\cdot ".join(["99999"] * 3000), r"\cdot ".join(["99998"] * 3000))),
    _made("sum-of-fractions", lambda: ("+".join(f"1/{p}" for p in _primes(900)), "3")),
    _made("sum-of-fractions-2000", lambda: ("+".join(f"1/{n}" for n in range(1, 2000)), "8")),
    _pair("radicand-semiprime", r"\sqrt{" + str((2**127 - 1) * (2**89 - 1)) + "}", "1"),
    _pair("radicand-long", r"\sqrt{" + "7" * 2500 + "}", r"\sqrt{" + "7" * 2499 + "8}"),
    _pair("log-of-long", r"\ln " + "7" * 2500, r"\ln " + "7" * 2499 + "8"),
    _pair("base-numeral", "1" * 2900 + "_2", "1" * 2899 + "0_2", verdict="DIFFERENT"),
    _pair("base-huge", "52_{1000000000000}", "53_{1000000000000}"),
    _pair("ratio-huge", "1:" * 3000 + "1", "1:" * 3000 + "2"),
    _pair("surrogate", "\ud800", "\udfff"),
    _pair("surrogate-in-math", "x\ud800+1", "x+1"),
    _pair("surrogate-in-text", "\\text{\udc80}", "\\text{\udc81}"),
    _pair("surrogate-in-integral", "\\int \ud800 dx", "1"),
    _pair("zero-byte", "1\0002", "1\0003"),
    _pair("all-controls", "".join(map(chr, range(32))) + "1", "".join(map(chr, range(32))) + "2"),
    _pair("delete-and-c1", "".join(map(chr, range(127, 160))) + "1", "".join(map(chr, range(127, 160))) + "2"),
    _pair("non-characters", "\ufffe\uffff\U0010ffff1", "\ufffe\uffff\U0010ffff2"),
    _pair("other-digits", "٣", "٤"),
    _pair("other-digits-long", "٣" * 5000, "٤" * 5000),
    _pair("superscript-digits", "2" + "⁹" * 5000, "2" + "⁸" * 5000),
    _pair("roman-glyph", "Ⅻ", "Ⅺ"),
    _made("text-10MB", lambda: ("a" * 10_000_000, "a" * 9_999_999 + "b")),
    _made("text-10MB-against-short", lambda: ("1+" * 5_000_000, "1")),
    _made("number-1MB", lambda: ("1" * 1_000_000, "1" * 999_999 + "2")),
    _made("number-1MB-against-short", lambda: ("1" * 1_000_000, "1")),
    _made("number-1MB-power", lambda: ("2^{" + "1" * 1_000_000 + "}", "2")),
    _made("list-100000", lambda: (",".join(map(str, range(100_000))), ",".join(map(str, range(1, 100_001))))),
    _made("list-3900", lambda: (",".join(map(str, range(3900))), ",".join(map(str, range(1, 3901))))),
    _made("list-1900", lambda: (",".join(map(str, range(1900))), ",".join(map(str, range(1, 1901))))),
    _made(
        "list-1900-equal",
        lambda: (",".join(map(str, range(1900))), ", ".join(map(str, reversed(range(1900))))),
        equal=True,
    ),
    _made("list-equal-numbers", lambda: (",".join(["1"] * 1900), ",".join(["1"] * 1899 + ["2"]))),
    _made(
        "set-1900",
        lambda: (r"\{" + ",".join(map(str, range(1900))) + r"\}", r"\{" + ",".join(map(str, range(1, 1901))) + r"\}"),
    ),
    _made("surd-list-300", lambda: (",".join(_surds(2, 300)), ",".join(reversed(_surds(3, 300))))),
    _made("surd-list-300-equal", lambda: (",".join(_surds(2, 300)), ",".join(reversed(_surds(2, 300)))), equal=True),
    _made("surd-list-900", lambda: (",".join(_surds(2, 900)), ",".join(reversed(_surds(3, 900))))),
    _made(
        "surd-set-300",
        lambda: (r"\{" + ",".join(_surds(2, 300)) + r"\}", r"\{" + ",".join(reversed(_surds(3, 300))) + r"\}"),
    ),
    _made("surd-tuple-300", lambda: (f"({','.join(_surds(2, 300))})", f"({','.join(_surds(3, 300))})")),
    _made(
        "sine-list-200",
        lambda: (",".join(rf"\sin {n}" for n in range(1, 201)), ",".join(rf"\sin {n}" for n in range(201, 1, -1))),
    ),
    _made(
        "sine-list-200-equal",
        lambda: (",".join(rf"\sin {n}" for n in range(1, 201)), ",".join(rf"\sin {n}" for n in range(200, 0, -1))),
        equal=True,
    ),
    _made(
        "root-form-list-100-equal",
        lambda: (
            ",".join(rf"\sqrt{{{n}}}+1" for n in range(2, 102)),
            ",".join(rf"1+\frac{{{n}}}{{\sqrt{{{n}}}}}" for n in range(101, 1, -1)),
        ),
        equal=True,
    ),
    _made(
        "variable-list-300",
        lambda: (",".join(f"x^{n}+1" for n in range(300)), ",".join(f"x^{n}+1" for n in range(1, 301))),
    ),
    _made(
        "expression-list-100",
        lambda: (
            ",".join(f"(x+{n})^2" for n in range(100)),
            ",".join(f"x^2+{2 * n}x+{n * n}" for n in range(100, 0, -1)),
        ),
    ),
    _made(
        "decimal-list-300",
        lambda: (
            ",".join(f"{n / 7:.6f}" for n in range(1, 301) if n % 7),
            ",".join(rf"\frac{{{n}}}{{7}}" for n in range(2, 302) if n % 7),
        ),
    ),
    _made(
        "tuple-list-300",
        lambda: (",".join(f"({n},{n + 1})" for n in range(300)), ",".join(f"({n},{n + 1})" for n in range(1, 301))),
    ),
    _made(
        "word-list-500",
        lambda: (", ".join(f"apple{n}" for n in range(500)), ", ".join(f"apple{n}" for n in range(1, 501))),
    ),
    _made(
        "nested-lists",
        lambda: (
            "[" + ",".join(f"[{n},[{n + 1},{n + 2}]]" for n in range(300)) + "]",
            "[" + ",".join(f"[{n},[{n + 1},{n + 3}]]" for n in range(300)) + "]",
        ),
    ),
    _made(
        "nested-sets",
        lambda: (
            r"\{" + ",".join(rf"\{{{n},\{{{n + 1}\}}\}}" for n in range(200)) + r"\}",
            r"\{" + ",".join(rf"\{{{n},\{{{n + 2}\}}\}}" for n in range(200)) + r"\}",
        ),
    ),
    _made("nested-set-depth", lambda: (nested(r"\{1,", "2", r"\}", 25), nested(r"\{1,", "3", r"\}", 25))),
    _made(
        "assignments-300",
        lambda: (",".join(f"x_{{{n}}}={n}" for n in range(300)), ",".join(f"x_{{{n}}}={n + 1}" for n in range(300))),
    ),
    _made(
        "equation-list-60",
        lambda: (",".join(f"x^{n}+y={n}" for n in range(2, 62)), ",".join(f"x^{n}+y={n + 1}" for n in range(2, 62))),
    ),
    _made("matrix-400", lambda: (_matrix(400, "1"), _matrix(400, "2"))),
    _made("matrix-60", lambda: (_matrix(60, "1"), _matrix(60, "2"))),
    _made("matrix-44", lambda: (_matrix(44, r"\sqrt2"), _matrix(44, r"\sqrt3"))),
    _made("list-matrix-400", lambda: (_list_matrix(400, "1"), _list_matrix(400, "2"))),
    _made("list-matrix-40", lambda: (_list_matrix(40, "1"), _list_matrix(40, "2"))),
    _made(
        "ragged-matrix",
        lambda: (r"\begin{pmatrix}" + r"\\".join("1&" * n + "1" for n in range(60)) + r"\end{pmatrix}", "1"),
    ),
    _made(
        "array-columns",
        lambda: (
            r"\begin{array}{" + "c" * 15_000 + r"}1\end{array}",
            r"\begin{array}{" + "c" * 15_000 + r"}2\end{array}",
        ),
    ),
    _pair("power-of-sum", "(x+y+z)^{200}", "(x+y+z)^{200}+1", verdict="DIFFERENT"),
    _pair("power-of-sum-equal", "(x+y+z)^{200}", "(z+y+x)^{200}", equal=True),
    _pair("power-of-four", "(a+b+c+d)^{12}", "(a+b+c+d)^{12}+a"),
    _pair("power-of-six", "(a+b+c+d+e+f)^{12}", "(a+b+c+d+f+g)^{12}"),
    _pair("power-1000", "(x+1)^{1000}", "(x+1)^{1000}-x"),
    _pair("power-1000-product", "(x+1)^{1000}", "(x+1)^{500}(x+1)^{500}", equal=True),
    _pair("power-1000-shuffled", "(x+1)^{1000}(x-1)^{1000}", "(x^2-1)^{1000}", equal=True),
    _pair("power-huge-sum", "(x+1)^{10^{9}}", "(x+1)^{10^{9}}+1"),
    _pair("power-of-power", "((((x+1)^{30}+1)^{30}+1)^{30}+1)^{30}", "((((x+1)^{30}+1)^{30}+1)^{30}+2)^{30}"),
    _made("polynomial-900", lambda: (_polynomial(900, 1), _polynomial(900, 2))),
    _made("polynomial-1500", lambda: (_polynomial(1500, 1), _polynomial(1500, 2))),
    _made("polynomial-2000", lambda: (_polynomial(2000, 1), _polynomial(2000, 2))),
    _made(
        "polynomial-product",
        lambda: ("".join(f"(x+{n})" for n in range(1, 120)), "".join(f"(x+{n})" for n in range(2, 121))),
    ),
    _made(
        "polynomial-product-many",
        lambda: ("".join(f"(x+{n})" for n in range(1, 900)), "".join(f"(x+{n})" for n in range(2, 901))),
    ),
    _made(
        "polynomial-variables",
        lambda: ("".join(f"(1+x_{{{n}}})" for n in range(30)), "".join(f"(1+x_{{{n}}})" for n in range(29))),
    ),
    _made(
        "many-variables",
        lambda: ("+".join(f"x_{{{n}}}" for n in range(500)), "+".join(f"x_{{{n}}}" for n in range(501))),
    ),
    _pair("sparse-polynomial", "x^{1000000}+1", "x^{1000000}-1"),
    _pair("sparse-quotient", r"\frac{x^{1000000}-1}{x-1}", r"\frac{x^{1000000}-1}{x+1}"),
    _pair("sparse-gcd", r"\frac{x^{9999}-1}{x^{3333}-1}", r"x^{6666}+x^{3333}+2"),
    _made(
        "gcd-blow-up",
        lambda: (
            r"\frac{"
            + "".join(f"(x^{n}+y^{n + 1}+z)" for n in range(2, 9))
            + "}{"
            + "".join(f"(x^{n}+y^{n}+z^2)" for n in range(2, 9))
            + "}",
            r"\frac{1}{x+y+z}",
        ),
    ),
    _made(
        "rational-sum",
        lambda: (
            "+".join(rf"\frac{{1}}{{x+{n}}}" for n in range(1, 60)),
            "+".join(rf"\frac{{1}}{{x+{n}}}" for n in range(2, 61)),
        ),
    ),
    _made("rational-sum-variables", lambda: ("+".join(rf"\frac{{1}}{{x_{{{n}}}+1}}" for n in range(40)), "40")),
    _made(
        "continued-fraction", lambda: (nested(r"1+\frac{1}{x+", "1", "}", 28), nested(r"1+\frac{1}{x+", "2", "}", 28))
    ),
    _made("iterated-square", lambda: ("(" * 25 + "x" + "+1)^2" * 25, "(" * 25 + "x" + "+2)^2" * 25)),
    _made(
        "iterated-rational",
        lambda: (nested(r"\frac{x}{1+x^2+", "y", "}", 20), nested(r"\frac{x}{1+x^2+", "z", "}", 20)),
    ),
    _made("trigonometric-sum", lambda: (_sampler(200, r"\sin x"), _sampler(200, r"\cos x"))),
    _made("nested-sine-50", lambda: (nested(r"\sin(", "x", ")", 50), nested(r"\sin(", "y", ")", 50))),
    _made("nested-exponential", lambda: (nested("e^{", "x", "}", 20), nested("e^{", "y", "}", 20))),
    _made(
        "product-of-sines",
        lambda: ("".join(rf"\sin({n}x)" for n in range(1, 200)), "".join(rf"\sin({n}x)" for n in range(2, 201))),
    ),
    _pair("absolute-values", "|" * 21 + "x" + "|" * 21, "y"),
    _made(
        "absolute-sum", lambda: ("+".join(f"|x-{n}|" for n in range(200)), "+".join(f"|x-{n}|" for n in range(1, 201)))
    ),
    _made("floor-sum", lambda: ("+".join(rf"\lfloor x/{n} \rfloor" for n in range(1, 200)), "x")),
    _pair("sum-1e12", r"\sum_{k=1}^{10^{12}} k", "5"),
    _pair("sum-1e12-roots", r"\sum_{k=1}^{10^{12}} \sqrt{k}", "5"),
    _pair("sum-10000", r"\sum_{k=1}^{10000} \frac{1}{k}", "5"),
    _pair("sum-10000-roots", r"\sum_{k=1}^{10000} \sqrt{k}", "5"),
    _pair("sum-10000-sines", r"\sum_{k=1}^{9999} \sin(k^2)", "5"),
    _pair("sum-10000-powers", r"\sum_{k=1}^{10000} k^{k}", "5"),
    _pair("sum-10000-variable", r"\sum_{k=1}^{10000} x^k", "5"),
    _pair("sum-of-factorials", r"\sum_{k=1}^{10000} k!", "5"),
    _pair("sum-nested", r"\sum_{i=1}^{1000}\sum_{j=1}^{1000}\sum_{k=1}^{1000} ijk", "5"),
    _pair("sum-nested-small", r"\sum_{i=1}^{99}\sum_{j=1}^{99}\sum_{k=1}^{99}\sum_{l=1}^{99} \sqrt{ijkl}", "5"),
    _pair("sum-triangle", r"\sum_{i=1}^{500}\sum_{j=1}^{i}\sum_{k=1}^{j} 1", "5"),
    _pair("sum-infinite", r"\sum_{k=1}^{\infty} \frac{1}{k^{k}}", "5"),
    _pair("sum-tower-range", r"\sum_{k=1}^{10^{10^{10}}} 1", "5"),
    _pair("product-1e12", r"\prod_{k=1}^{10^{12}} k", "5"),
    _pair("product-10000", r"\prod_{k=1}^{10000} k", "5"),
    _pair("product-nested", r"\prod_{i=1}^{100}\prod_{j=1}^{100} (i+j)", "5"),
    _pair("sum-backwards", r"\sum_{k=10^{12}}^{1} k", "5"),
    _pair("integral-hard", r"\int_0^\infty \frac{\ln(1+\sin x)}{x^7+e^x+3} dx", "5"),
    _pair("floor-of-exponential", r"\lfloor e^{11354} \rfloor", "0"),
    _pair("floor-of-irrational", r"\lfloor \sqrt{2} \cdot 10^{9000} \rfloor", "0"),
    _pair("floor-of-function", r"\lfloor e^{9999x} \rfloor", "0"),
    _pair("sine-of-cosh", r"|\sin \cosh(366953)|", "0"),
    _pair("logarithm-of-exponential", r"\lfloor \ln(e^{90000}+1) \rfloor", "5"),
    _pair("root-of-negative-root", r"\sqrt{-\sqrt{x}}", r"\frac{(872)^{2}}{\log(2)}"),
    _pair("root-of-negative-power", r"\sqrt{\cot(18)^{25}}", "1"),
    _pair("integral-nested", r"\int\int\int\int e^{xyz} dx dy dz dw", "5"),
    _pair("integral-power", r"\int_0^1 (1+x)^{1000000} dx", "5"),
    _pair("integral-tower", r"\int_0^1 x^{x^{x^{x}}} dx", "5"),
    _pair("limit-hard", r"\lim_{n\to\infty} n^{n^{n}}", "5"),
    _pair("limit-gruntz", r"\lim_{x\to\infty} e^{e^{e^{x}/(1-1/x)}}-e^{e^{e^{x}}}", "5"),
    _pair("derivative-high", r"\frac{d^{1000000}}{dx^{1000000}} e^{x^2}", "5"),
    _pair("derivative-hard", r"\frac{d^{9}}{dx^{9}} \frac{\sin x}{x^2+1}", "5"),
    _pair("equation-high-degree", "x^{1000000}+y=1", "x^{1000000}+y=2", verdict="DIFFERENT"),
    _pair("equation-power", "(x+y)^{300}=1", "(x+y)^{300}=2"),
    _pair("equation-tower", "x^{x^{x^{x}}}+y=1", "x^{x^{x^{x}}}+y=2"),
    _pair("equation-many", "(x+y+z+u+v+w)^{12}=1", "(x+y+z+u+v+w)^{12}=2"),
    _pair("inequality-tower", "x<10^{10^{10}}", "x<10^{10^{9}}"),
    _pair("inequality-power", "(x+y)^{300}<1", "(x+y)^{300}<2"),
    _made("chain-1000", lambda: ("=".join(["1"] * 1000), "=".join(["1"] * 999 + ["2"]))),
    _made("chain-of-roots", lambda: ("=".join([r"\sqrt{8}", r"2\sqrt2"] * 100), "5")),
    _made(
        "ordering-300",
        lambda: ("<".join(f"x_{{{n}}}" for n in range(300)), "<".join(f"x_{{{n}}}" for n in range(1, 301))),
    ),
    _made("plus-minus-6", lambda: (r"\pm 1".join("a" * 7), r"\pm 2".join("a" * 7))),
    _made("plus-minus-40", lambda: (r"\pm 1" * 40, r"\pm 2" * 40)),
    _made("plus-minus-surds", lambda: ("1" + "".join(rf"\pm\sqrt{{{n}}}" for n in _primes(40)), "1")),
    _made("plus-minus-tuple-6", lambda: ("(" + ",".join([r"\pm 1"] * 6) + ")", "(" + ",".join([r"\pm 2"] * 6) + ")")),
    _made(
        "plus-minus-tuple-30", lambda: ("(" + ",".join([r"\pm 1"] * 30) + ")", "(" + ",".join([r"\pm 2"] * 30) + ")")
    ),
    _made(
        "plus-minus-list-300",
        lambda: (",".join(rf"\pm {n}" for n in range(300)), ",".join(rf"\pm {n}" for n in range(1, 301))),
    ),
    _made("plus-minus-nested", lambda: (nested(r"\sqrt{1\pm ", "2", "}", 30), nested(r"\sqrt{1\pm ", "3", "}", 30))),
    _made("surd-union-500", lambda: (_intervals(500, 0), _intervals(500, 1))),
    _made("surd-union-150", lambda: (_intervals(150, 0), _intervals(150, 1))),
    _made("plain-union-500", lambda: (_plain_intervals(500, 1), _plain_intervals(500, 2))),
    _made(
        "union-sine-ends",
        lambda: (
            r"\cup".join(rf"[\sin {n},\sin {n}+1]" for n in range(1, 150)),
            r"\cup".join(rf"[\sin {n},\sin {n}+1]" for n in range(2, 151)),
        ),
    ),
    _made(
        "set-minus-many",
        lambda: (
            r"\mathbb{R}\setminus\{" + ",".join(_surds(2, 200)) + r"\}",
            r"\mathbb{R}\setminus\{" + ",".join(_surds(3, 200)) + r"\}",
        ),
    ),
    _made(
        "set-minus-chain", lambda: (r"\mathbb{R}" + r"\setminus\{1\}" * 200, r"\mathbb{R}" + r"\setminus\{2\}" * 200)
    ),
    _made(
        "intersection-chain",
        lambda: (r"\cap".join(f"(0,{n})" for n in range(1, 200)), r"\cap".join(f"(0,{n})" for n in range(2, 201))),
    ),
    _made(
        "inequalities-or-200",
        lambda: (
            r"\text{ or }".join(f"{2 * n}<x<{2 * n + 1}" for n in range(200)),
            r"\text{ or }".join(f"{2 * n}<x<{2 * n + 1}" for n in range(1, 201)),
        ),
    ),
    _made(
        "not-equal-200",
        lambda: ("x\\ne " + ",".join(map(str, range(200))), "x\\ne " + ",".join(map(str, range(1, 201)))),
    ),
    _made("named-constants", lambda: (r"\pi^{e^{\pi^{e}}}", r"e^{\pi^{e^{\pi}}}")),
    _made(
        "periodic-many",
        lambda: (
            ",".join(rf"\frac{{\pi}}{{{n}}}+2\pi k" for n in range(1, 60)),
            ",".join(rf"\frac{{\pi}}{{{n}}}+2\pi n" for n in range(2, 61)),
        ),
    ),
    _pair("units-many", r"5 \text{ " + "m " * 3000 + "}", r"5 \text{ " + "s " * 3000 + "}"),
    _pair("unit-power", r"5 \text{ cm}^{999999999}", r"5 \text{ m}^{999999999}"),
    _pair("unit-power-medium", r"5 \text{ cm}^{9999}", r"5 \text{ m}^{9999}"),
    _pair("time-huge", "99999999999999999999:99", "99999999999999999999:98"),
    _pair("mixed-huge", r"1\frac{" + "1" * 2900 + "}{" + "1" * 2901 + "}", "2"),
    _pair("repeating-long", r"0.\overline{" + "123" * 900 + "}", r"0.\overline{" + "124" * 900 + "}"),
    _pair("log-without-base", r"\log\log\log x", r"\ln\ln\ln x", equal=True),
    _made(
        "logs-of-primes",
        lambda: ("+".join(rf"\log {p}" for p in _primes(300)), "+".join(rf"\log {p}" for p in _primes(301))),
    ),
    _made(
        "piecewise-100",
        lambda: (
            r"\begin{cases}" + r"\\".join(f"{n} & x<{n}" for n in range(100)) + r"\end{cases}",
            r"\begin{cases}" + r"\\".join(f"{n} & x<{n}" for n in range(1, 101)) + r"\end{cases}",
        ),
    ),
    _made(
        "unread-by-parser",
        lambda: (r"\oint_{C} \vec{F} \cdot d\vec{r} @" * 8, r"\oint_{C} \vec{F} \cdot d\vec{r} \#" * 8),
    ),
    _made("undefined-deep", lambda: (nested(r"\frac{1}{", "0", "}", 20), nested(r"\frac{1}{", "0+0", "}", 20))),
    _pair("conditional-unclosed", "P(A|B", "P(A|"),
    _pair("tower-of-digits", "9^{9^{9^{9^{8}}}}", "9^{9^{9^{3^{8}}}}"),
    _pair("floor-of-factorial", r"\lfloor (\frac{575}{x})! \rfloor", "1"),
    _pair("floor-of-factorial-of-decimal", r"\sqrt[3]{\lfloor (74.1)! \rfloor}", "1"),
    HostilePair(
        "chains-of-tuple-and-value",
        lambda: ("a=2a=-1", "(1,3)=2a=-18"),
    ),
    _pair("zero-power-zero", "0^0", "1"),
    _pair("infinity-arithmetic", r"\infty-\infty", "0"),
    _pair("zero-times-infinity", r"0\cdot\infty", "0"),
    _pair("huge-minus-itself", r"10^{10^{10}}-10^{10^{10}}", "1"),
    _made("abelian-cancel", lambda: ("+".join(["x", "-x"] * 900), "1")),
    _made("fraction-chain", lambda: ("1" + "/2" * 2000, "1" + "/3" * 2000)),
    _made("negations", lambda: ("-" * 2001 + "1", "-" * 2000 + "1")),
    # Texts that a pattern could match in as many ways as two to the power of the run, none of them whole.
    _made("ways-dollars", lambda: ("$ " * 60 + "é", "1")),
    _made("ways-spaces", lambda: ("1" + " " * 60 + "é", "1")),
    _made("ways-hyphens", lambda: ("H_2O (abc" + "-" * 60 + "!)", "H_2O")),
    _made("ways-hyphenated", lambda: ("H_2O (abc" + " a-a" * 60 + " 1)", "H_2O")),
    _made("ways-letters-of-chinese", lambda: ("q" * 60 + "%收敛", "收敛")),
    _made("ways-words-of-chinese", lambda: ("这个" * 60 + "?级数收敛", "级数发散")),
    _made("ways-leads-of-chinese", lambda: ("共需要" * 60 + "x", "1")),
    _made("ways-capitals", lambda: ("A" * 60 + "1 or B", "A and B")),
    _made("ways-remainders", lambda: ("n congruent to 1" + ",  , ,  ," * 60 + " mod 5", r"n \equiv 1 \pmod 5")),
    _made("ways-counted", lambda: ("2 A " * 60 + "%", "3 B 2 A")),
    # Runs of blanks that several blanks of a pattern could share among them, in time of the third power or higher.
    _made("blanks-level", lambda: ("[1,2] 95% CI" + " " * 2000 + ".x", "1")),
    _made("blanks-base", lambda: ("101 base" + " " * 2000 + "2" + " " * 2000 + "x", "1")),
    _made("blanks-in-base", lambda: ("101" + " " * 2000 + "in" + " " * 2000 + "base x!", "1")),
    _made("blanks-bearing", lambda: (r"N 30^\circ" + " " * 2000 + "E", "1")),
    _made("blanks-direction", lambda: (r"30^\circ" + " " * 2000 + "NE", "1")),
    _made("blanks-remainder", lambda: ("3" + " " * 19_000 + "余", "1")),
    _made("blanks-accent", lambda: ("1" + " " * 19_000 + "é", "1")),
    # Values in brackets after values: what is in one bracket is looked for up to the next bracket only.
    _made("brackets-open", lambda: (r"1(\approx " * 900, "1")),
    _made("brackets-closed", lambda: (r"1(\approx 1)" * 900, "2")),
    _made("brackets-blanks", lambda: ("1 (about" + " " * 19_000 + "2)", "1")),
    _made("apply-many", lambda: ("".join(f"f({n})" for n in range(300)), "".join(f"f({n})" for n in range(1, 301)))),
]

PAIRS: tuple[HostilePair, ...] = (
    *_VALUE_ROWS,
    *(_deep_row(name, *pair, depth) for name, pair in _OPENINGS.items() for depth in (50, 10_000)),
    *(_run_row(name, piece, *size) for name, piece in _RUNS.items() for size in _SIZES),
)


def _pad(filler: str, size: int, tail: str, head: str = "") -> Callable[[], str]:
    return lambda: head + filler * (size // len(filler)) + tail


@dataclass(frozen=True)
class HostileResponse:
    """One hostile response to extract an answer from, graded against ``reference``."""

    id: str
    make: Callable[[], str]
    reference: str = "42"


_FILLERS = {
    "words": "so we see that ",
    "digits": "123456789 ",
    "one-number": "1",
    "boxes": r"\boxed{41} ",
    "open-boxes": r"\boxed{",
    "dollars": "$x$ ",
    "one-dollar": "$",
    "double-dollars": "$$x$$ ",
    "braces": "{",
    "close-braces": "}",
    "backslashes": "\\",
    "think": "<think>",
    "think-pairs": "<think>a</think>",
    "end-think": "</think>",
    "answer-is": "the answer is ",
    "final": "**Answer:** 41\n",
    "final-sentence": "Final Answer: The final answer is $41$. ",
    "hashes": "#### 41\n",
    "chinese": "答案是",
    "paragraphs": "\n\n",
    "display": r"\[41\] ",
    "open-display": r"\[",
    "inline": r"\(41\)",
    "open-inline": r"\(",
    "fractions": r"\frac{1}{2} ",
    "slashes": "1/2/",
    "commas": "1,",
    "dots": "1.",
    "spaces": " ",
    "tabs": "\t",
    "controls": "\x00",
    "surrogates": "\ud800",
    "stars": "*",
    "bars": "|",
    "equals": "x = ",
    "begin": r"\begin{align}",
    "and": r"\boxed{1} and ",
    "fbox": r"\fbox{4}",
    "nested-box": r"\boxed{\boxed{",
    "periods": ". ",
    "colon": "Answer: ",
    "quotes": '"',
    "parentheses": "(",
    "minus": "- ",
    "superscripts": "2^2^",
    "text": r"\text{",
    "html": "<b>",
    "code": "```",
    "hyphenated": "a-1-",
    "unfilled": "answer:[",
    "hypothetical": "if were ",
    "conditional": "If $n=41$ then ",
}

_ENDINGS = {
    "newlines": ("The answer is 41.", "\n"),
    "blanks": ("The answer is 41.", " "),
    "colons": ("The answer is", ":"),
    "next": ("The answer is 41. Next,", " we"),
    "box-blanks": (r"\boxed{", "_"),
}
"""A text, and what is added to it until it is too long to look at in time of the second power."""

RESPONSES: tuple[HostileResponse, ...] = (
    *(
        HostileResponse(f"{name}-{label}-{ending}", _pad(filler, size, tail))
        for name, filler in _FILLERS.items()
        for size, label in ((1_000_000, "1MB"),)
        for ending, tail in (("open", ""), ("boxed", r" so \boxed{41}."))
    ),
    *(HostileResponse(f"ends-in-{name}", _pad(more, 200_000, ".", text)) for name, (text, more) in _ENDINGS.items()),
    *(
        HostileResponse(f"ways-empty-braces-{name}", _pad("{}", 120, "x" + closing, opening))
        for name, opening, closing in (
            ("boxed", r"\boxed{", "}"),
            ("said", "The answer is ", ""),
            ("formula", "So $", "$"),
        )
    ),
)
