r"""Near misses of piecewise expressions: equal on one side of a corner, wherever that is.

Each maker takes the reference as the part that changes sign, or draws a corner of its own, and gives both texts.
"""

from __future__ import annotations

import random
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import Shape, rational

__all__ = ["CORNER_KINDS"]


def _corner(shape: Shape, draw: random.Random) -> int:
    """Where the corner is: at the reference itself if that is an integer, else anywhere up to a million."""
    value = rational(shape)
    if value is not None and value.denominator == 1 and 0 < abs(value) <= 10**9 and draw.random() < 0.5:
        return abs(int(value))
    return int(10 ** draw.uniform(0, 6))


_LETTERS: Final = "abcdmnpqrstuvwxyzABCRVk"

_ONE: Final = (
    ("|v{s}{c}|", "v{s}{c}"),
    ("|v{s}{c}|", "-v{t}{c}"),
    (r"|{c}v{s}1|", r"{c}v{s}1"),
    (r"\sqrt{(v{s}{c})^2}", "v{s}{c}"),
    (r"\sqrt[4]{(v{s}{c})^4}", "v{s}{c}"),
    (r"\sqrt[6]{(v{s}{c})^{6}}", r"-(v{s}{c})"),
    (r"\sqrt{v^2{s}{d}v+{q}}", "v{s}{c}"),
    (r"\max(v,{s}{c})", "v"),
    (r"\max(v,{s}{c})", "{s}{c}"),
    (r"\min(v,{s}{c})", "v"),
    (r"\min\{{v,{s}{c}\}}", "{s}{c}"),
    (r"\max\{{v^2,{c}\}}", "v^2"),
    (r"\max\{{v^2,{c}\}}", "{c}"),
    (r"\operatorname{{sgn}}(v{s}{c})", "1"),
    (r"\operatorname{{sgn}}(v{s}{c})", "-1"),
    (r"\operatorname{{sgn}}(v{s}{c})", r"\operatorname{{sgn}}(v)"),
    (r"\frac{|v{s}{c}|}{v{s}{c}}", "1"),
    (r"\lfloor v/{b}\rfloor", "0"),
    (r"\lfloor v\rfloor", "v"),
    (r"\lceil v\rceil", "v"),
    (r"\lceil v\rceil", r"\lfloor v\rfloor+1"),
    (r"\lfloor v{s}1/{b}\rfloor", r"\lfloor v\rfloor"),
    (r"|v{s}{c}|+|v|", "2v{s}{c}"),
    (r"|v{s}{c}|-|v|", "{s}{c}"),
    (r"||v|-{c}|", "|v|-{c}"),
    (r"||v|-{c}|", "{c}-|v|"),
    (r"|v{s}{c}|", "|v|{s}{c}"),
    (r"\ln|v{s}{c}|", r"\ln(v{t}{c})"),
    (r"\begin{cases} v & v\ge {c}\\ {c} & v<{c}\end{cases}", "v"),
    (r"\begin{cases} 1 & v={c}\\ 0 & v\ne {c}\end{cases}", "0"),
    (r"\begin{cases} 0 & v<{c}\\ 1 & v\ge {c}\end{cases}", r"\begin{cases} 0 & v\le {c}\\ 1 & v> {c}\end{cases}"),
    (r"\begin{cases} v & v\ne {c}\\ 0 & v={c}\end{cases}", "v"),
    (r"v \bmod {b}", "v"),
    (r"\arcsin(\sin v)", "v"),
    (r"\arctan(\tan v)", "v"),
    (r"\arccos(\cos v)", "v"),
    (r"\arccos(\cos v)", "|v|"),
    (r"|v-{c}|", "|v+{c}|"),
    (r"|v-{c}|", "|v-{e}|"),
    (r"\max(v,{c})", r"\max(v,{e})"),
    (r"\lfloor v+{c}\rfloor", r"\lceil v+{c}\rceil"),
    (r"|v|^3", "v^3"),
    (r"v|v|", "v^2"),
    (r"\sqrt{{v^2}}+{c}", "v+{c}"),
)
"""``v`` is the name, ``{c}`` the corner, ``{e}`` one beside it, ``{d}`` and ``{q}`` twice it and its square, ``{b}`` a
size, ``{s}`` a sign and ``{t}`` the other."""

_SEVERAL: Final = (
    (r"\sqrt{u^2v^2}", "uv"),
    (r"\sqrt{u^2v^2}", "|u|v"),
    (r"\sqrt{u^2w}", r"u\sqrt{w}"),
    (r"\sqrt{\frac{u^2}{v^2}}", r"\frac{u}{v}"),
    ("|uv|", "uv"),
    ("|u-v|", "u-v"),
    ("|u+v|", "|u|+|v|"),
    ("|u-v|", "|u|-|v|"),
    ("||u|-|v||", "|u-v|"),
    (r"|u-v|+|v-w|", "|u-w|"),
    (r"|u-v|+|v-w|", "u-w"),
    (r"\max(u,v)", "u"),
    (r"\max(u,v)", r"\min(u,v)"),
    (r"\max(u,v)", r"\frac{u+v+|u|-|v|}{2}"),
    (r"\max(u,v,w)", r"\max(u,v)"),
    (r"\max(u,v,w)", r"\max(u,w)"),
    (r"\min(u,v,w)", r"\min(v,w)"),
    (r"\max(u+v,w)", r"\max(u,w)+v"),
    (r"\max(uw,vw)", r"w\max(u,v)"),
    (r"\lfloor u+v\rfloor", r"\lfloor u\rfloor+\lfloor v\rfloor"),
    (r"\operatorname{sgn}(uv)", "1"),
    (r"\operatorname{sgn}(u)+\operatorname{sgn}(v)", r"\operatorname{sgn}(u+v)"),
    (r"\sqrt{(u-v)^2}", "u-v"),
    (r"\sqrt{u^2+2uv+v^2}", "u+v"),
    (r"\sqrt[4]{u^4v^4}", "uv"),
    (r"\frac{|u|}{u}", r"\frac{|v|}{v}"),
    (r"|u||v|w", "uvw"),
    (r"\ln u^2", r"2\ln v"),
    (r"\arctan(u)+\arctan(v)", r"\arctan\frac{u+v}{1-uv}"),
)
"""``u``, ``v`` and ``w`` are three names in any order of the alphabet."""


def _one_name(shape: Shape, draw: random.Random) -> Made:
    name = draw.choice("xyztabkmnp")
    corner = _corner(shape, draw)
    sign = draw.choice("+-")
    values = {
        "{c}": str(corner),
        "{e}": str(corner + draw.choice((1, 2, corner))),
        "{d}": str(2 * corner),
        "{q}": str(corner**2),
        "{b}": str(corner + 1),
        "{s}": sign,
        "{t}": "+" if sign == "-" else "-",
    }
    texts = []
    for text in draw.choice(_ONE):
        filled = text.replace("{{", "\0").replace("}}", "\1")
        for mark, value in values.items():
            filled = filled.replace(mark, value)
        filled = filled.replace("\0", "{").replace("\1", "}")
        texts.append(_rename(filled, {"v": name}).removeprefix("+").replace(",+", ","))
    if texts[0] == texts[1]:
        return None
    first, second = draw.sample(texts, 2)
    return first, second


def _rename(text: str, new: dict[str, str]) -> str:
    """Bare names replaced, those in commands left."""
    made, command = "", False
    for before, sign in zip(" " + text, text, strict=False):
        command = before == "\\" or (command and before.isalpha())
        inside_name = sign.isalpha() and (command or made.endswith("operatorname{") or _in_operator(made))
        made += new.get(sign, sign) if not inside_name else sign
    return made


def _in_operator(text: str) -> bool:
    at = max(text.rfind("operatorname{"), text.rfind("begin{"), text.rfind("end{"))
    return at >= 0 and "}" not in text[at:]


def _several_names(_shape: Shape, draw: random.Random) -> Made:
    new = dict(zip("uvw", draw.sample("abcmnpqrstxyzkABRV", 3), strict=True))
    first, second = draw.sample([_rename(text, new) for text in draw.choice(_SEVERAL)], 2)
    return first, second


CORNER_KINDS: Final = (Kind("corner", _one_name, 5), Kind("corner of several names", _several_names, 4))
