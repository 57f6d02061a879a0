r"""Near misses of what has a structure beyond values: names, products that do not commute, groups, ranges, functions.

Pairs of patterns that differ by construction, whatever fills them: ``u v w`` are three small letters, ``U V W`` their
capitals, ``A B C D`` in angle brackets four integers in ascending order. They need no reference.
"""

from __future__ import annotations

import random
import re
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import Shape

__all__ = ["TEXT_KINDS"]

_PATTERNS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "letter case": (
        ("UV-W", "uv-w"),
        ("Uv", "uv"),
        ("uV+<A>", "uv+<A>"),
        ("u_<A>", "U_<A>"),
        (r"\frac{U}{v}", r"\frac{u}{v}"),
    ),
    "matrices that do not commute": (
        ("U^{-1}V", "VU^{-1}"),
        ("UVU^{-1}", "V"),
        ("(UV)^{-1}", "U^{-1}V^{-1}"),
        ("(UV)^T", "U^TV^T"),
        (r"\mathbf{U}\mathbf{V}", r"\mathbf{V}\mathbf{U}"),
        (r"\begin{pmatrix}<A>&<B>\\<C>&<D>\end{pmatrix}^{-1}", r"\begin{pmatrix}<A>&<B>\\<C>&<D>\end{pmatrix}"),
        (r"\begin{pmatrix}<A>&<B>\\<C>&<D>\end{pmatrix}^2", r"\begin{pmatrix}<A>^2&<B>^2\\<C>^2&<D>^2\end{pmatrix}"),
        (r"\begin{pmatrix}<A>&<B>\\<C>&<D>\end{pmatrix}^T", r"\begin{pmatrix}<A>&<B>\\<C>&<D>\end{pmatrix}"),
    ),
    "function applied": (
        ("E(X^2)", "E(X)^2"),
        ("f(u+v)", "f(u)+f(v)"),
        ("f(<B>u)", "<B>f(u)"),
        ("g(u^2)", "g(u)^2"),
        ("f(u)+<A>", "f(u+<A>)"),
        (r"\operatorname{Var}(<B>X)", r"<B>\operatorname{Var}(X)"),
        (r"P(A\cap B)", "P(A)P(B)"),
        (r"P(A|B)=\frac{1}{<C>}", r"P(B|A)=\frac{1}{<C>}"),
        ("F(u)=<B>u", "f(u)=<B>u"),
        (r"\Gamma(u+1)", r"\Gamma(u)+1"),
        (r"\delta(u)+\delta(v)", r"\delta(u+v)"),
        (r"y^{(<D>)}", "y^{<D>}"),
        (r"\frac{d(u^2)}{du}", "u"),
        (r"\frac{du}{dv}", r"\frac{u}{v}"),
        ("f'(u)", "f(u)"),
        ("f^{-1}(u)", r"\frac{1}{f(u)}"),
    ),
    "groups": (
        ("<A>,<B>;<C>,<D>", "<A>,<C>;<B>,<D>"),
        ("(<A>,<B>),(<C>,<D>)", "(<A>,<C>),(<B>,<D>)"),
        ("(<A>,<B>),(<C>,<D>)", "(<B>,<A>),(<D>,<C>)"),
        (r"\{\{<A>\},\{<B>\}\}", r"\{<A>,<B>\}"),
        (r"\{\{<A>\},<B>\}", r"\{<A>,<B>\}"),
        (r"\{\{<A>,<B>\},\{<C>\}\}", r"\{\{<A>\},\{<B>,<C>\}\}"),
        (r"\{(<A>,<B>)\}", r"\{<A>,<B>\}"),
        ("[<A>;<B>,<C>]", "[<A>;<C>,<B>]"),
        ("((<A>,<B>),<C>)", "(<A>,(<B>,<C>))"),
        (r"\{<A>,<B>\}\times\{<C>\}", r"\{<A>,<B>,<C>\}"),
        ("(<A>\\ <B>\\ <C>)", "(<A>\\ <C>\\ <B>)"),
    ),
    "assignments": (
        ("u=<A>, v=<B>", "u=<B>, v=<A>"),
        ("u=<A>, v=<B>", "u=<A>, w=<B>"),
        (r"u=<A>,v=<B>\text{ or }u=<C>,v=<D>", r"u=<A>,v=<D>\text{ or }u=<C>,v=<B>"),
        ("u=<A>, v=<B>", "u=<A>"),
        ("u+v=<B>", "u-v=<B>"),
        ("uv=<C>", "u+v=<C>"),
        ("<B>u=<D>", "u=<D>"),
        ("u=v=<A>", "u=<A>, v=<B>"),
        (r"m_{\max}=<B>", r"m_{\min}=<B>"),
        ("|AB|=<B>", "|AC|=<B>"),
        (r"\angle ABC=<D>^\circ", r"\angle ACB=<D>^\circ"),
        (r"\max f=<B>", r"\min f=<B>"),
        ("u_1=<A>, u_2=<B>", "v_1=<A>, v_2=<B>"),
        ("u=<B>v", "v=<B>u"),
        ("u^2=<D>", "u=<D>"),
        ("|u|=<D>", "u=<D>"),
    ),
    "ranges, dates and scores": (
        ("<A>-<B>", "<A+>-<B+>"),
        ("<A>-<C>", "<B>-<C>"),
        ("<A>–<C>", "<A>–<D>"),
        ("<A>-<B>-<C>", "<C>-<B>-<A>"),
        ("<A>/<B>/2020", "<B>/<A>/2020"),
        ("2020-0<a>-1<b>", "2020-1<b>-0<a>"),
        ("<D> R <A>", "<A> R <D>"),
        (r"<D>\text{ R }<A>", r"<D>\text{ R }<B>"),
        (r"<A>\%-<B>\%", r"<A>\%-<C>\%"),
        ("<a>:1<b>", "1<b>:0<a>"),
    ),
    "approximate chain": (
        (r"<A>\approx <D>", "<A>"),
        (r"<A>\approx <D>", "<D>"),
        (r"\sqrt{2}\approx <C>", r"\sqrt{2}"),
        ("<A>=<B>", "<A>"),
        ("<A>=<B>=<C>", "<C>"),
    ),
    "constants and periods": (
        (r"2\pi u", r"2\pi v"),
        (r"\pi u^2", r"\pi v^2"),
        (r"\frac{\pi}{6}+\pi k", r"\frac{\pi}{6}+2\pi k"),
        (r"\frac{\pi}{6}+\pi k", r"\frac{\pi}{3}+\pi k"),
        ("u^2+C", "u^2"),
        ("u^2+C", "u^3+C"),
        (r"\frac{1}{2}CV^2", r"\frac{1}{2}KV^2"),
        (r"n\equiv <A>\pmod{<D>}", r"n\equiv <B>\pmod{<D>}"),
        (r"<D>k+<A>, k\in\mathbb{Z}", r"<D>k+<B>, k\in\mathbb{Z}"),
        (r"<D>k, k\in\mathbb{Z}", r"<D>k, k\in\mathbb{N}"),
        (r"\{u\mid u^2+u<<A>\}", r"\{v\mid v^2+v<<B>\}"),
        (r"\{u\mid u<v\}", r"\{v\mid v<u\}"),
        (r"0<u<<D>, u\in\mathbb{Z}", "(0,<D>)"),
    ),
    "operators": (
        (r"\vec{u}\times\vec{v}", r"\vec{v}\times\vec{u}"),
        (r"\vec{u}\times\vec{v}", r"\vec{u}\cdot\vec{v}"),
        (r"U\subset V", r"U\subseteq V"),
        (r"U\cup V", r"U\cap V"),
        (r"U\setminus V", r"V\setminus U"),
        (r"p\Rightarrow q", r"q\Rightarrow p"),
        (r"p\wedge q", r"p\vee q"),
        (r"\binom{u}{v}", r"\binom{v}{u}"),
        (r"\log_{u} v", r"\log_{v} u"),
        (r"\log_{<B>} u", r"\log_{<C>} u"),
        ("u^{v^w}", "(u^v)^w"),
        (r"\sin^2 u", r"\sin u^2"),
        (r"\sin^{-1} u", r"\frac{1}{\sin u}"),
        ("-u^2", "(-u)^2"),
        ("(u+v)!", "u!+v!"),
        (r"\gcd(u,v)", r"\operatorname{lcm}(u,v)"),
        (r"u\bmod v", r"v\bmod u"),
        (r"\sum_{k=1}^{<A>} k", r"\sum_{k=1}^{<B>} k"),
        (r"\sum_{k=1}^{n} k", r"\sum_{k=1}^{n+1} k"),
        (r"\prod_{k=1}^{<C>} k", r"\sum_{k=1}^{<C>} k"),
        (r"\int_0^{<A>} x\,dx", r"\int_0^{<B>} x\,dx"),
        (r"\lim_{x\to <A>} x", r"\lim_{x\to <B>} x"),
        (r"0.\overline{<a>}", "0.<a>"),
        (r"0.1\overline{<a>}", r"0.\overline{1<a>}"),
        ("<D>//<B>+<A>", r"\frac{<D>}{<B>+<A>}"),
        (r"\{u\mid u\ge <A>\}", r"\{u\mid u\le <A>\}"),
        (r"<A>^\circ\text{C}", r"<A>^\circ\text{F}"),
        (r"<A>\text{ K}", r"<A>^\circ\text{C}"),
        (r"\overline{u+v}", "u+v"),
        (r"\neg p", "p"),
    ),
    "products of letters": (
        ("uv-w", "w-uv"),
        ("uv-w", "uv+w"),
        ("u-v", "v-u"),
        ("uv", "u+v"),
        (r"\frac{u}{v}w", r"\frac{u}{vw}"),
        ("u(v+w)", "uv+w"),
        ("(u+v)^2", "u^2+v^2"),
        ("u^<B>v^<C>", "u^<C>v^<B>"),
        ("u_1u_2", "u^2"),
        ("uw_1-uw_2", "u(w_1+w_2)"),
        ("<A>u+<B>v", "<B>u+<A>v"),
        ("<B>uv", "<B>u"),
        ("<B>u", "<B>"),
    ),
}


_SLOT: Final = re.compile(
    r"<([A-D])(\+?)>|<([ab])>|(\\[a-zA-Z]+(?:\{(?:[a-zR-Z]*matrix|Var|lcm)\})?)|(?<![A-Za-z])([uvwUVW])|([uvwUVW])"
)


def _fill(text: str, small: list[str], numbers: list[int], shift: int, digits: tuple[int, int]) -> str:
    def slot(found: re.Match[str]) -> str:
        if found[1]:
            return str(numbers["ABCD".index(found[1])] + (shift if found[2] else 0))
        if found[3]:
            return str(digits["ab".index(found[3])])
        if found[4]:
            return found[4]
        letter = found[5] or found[6]
        return small["uvw".index(letter)] if letter.islower() else small["uvw".index(letter.lower())].upper()

    return _SLOT.sub(slot, text)


def _kind(name: str, patterns: tuple[tuple[str, str], ...]) -> Kind:
    def make(_shape: Shape, draw: random.Random) -> Made:
        small = draw.sample("abmnpqrstz", 3)
        numbers = sorted(draw.sample(range(2, draw.choice((13, 100))), 4))
        shift = draw.randint(1, 9)
        digits = (draw.randint(2, 4), draw.randint(1, 2))
        texts = [_fill(text, small, numbers, shift, digits) for text in draw.choice(patterns)]
        first, second = draw.sample(texts, 2)
        return first, second

    return Kind(name, make)


TEXT_KINDS: Final = tuple(_kind(name, patterns) for name, patterns in _PATTERNS.items())
