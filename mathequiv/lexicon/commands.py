r"""One row per LaTeX command: the token it makes, and an example that must parse.

A row's ``kind`` is the kind of the token (see `mathequiv.lexicon.token_kinds`), its ``text`` the canonical spelling.
Words that are read without a backslash too (``sqrt(2)``, ``pi/2``) are listed in `PLAIN`. The commands of functions
are taken from `mathequiv.lexicon.functions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mathequiv.lexicon.functions import OF_LISTS, ROWS
from mathequiv.lexicon.token_kinds import Kind

__all__ = [
    "ANGLES",
    "ANSWER_KEY",
    "ARGUMENTS",
    "BOXES",
    "BOX_COMMAND",
    "COMMANDS",
    "ENVIRONMENT",
    "ENVIRONMENTS",
    "GLYPH_VARIANTS",
    "LOOKS",
    "NEGATIONS",
    "OBJECT_MARKS",
    "PARAMETERS",
    "PLAIN",
    "SET_RELATIONS",
    "STYLE",
    "TEXT_COMMAND",
    "UNIT_VECTORS",
    "Command",
]


class Command(NamedTuple):
    r"""One LaTeX command.

    Attributes:
        name: without its backslash.
        kind: the kind of token it makes.
        text: the token's text.
        example: holds it, and can be parsed.
        arguments: what it takes, a sign each: ``{`` a group or one token, ``#`` a group or a whole numeral
            (``\sqrt12``), ``[`` an argument in square brackets that may be missing. What is built of them is in
            `mathequiv.latex.grammar.constructs`.
    """

    name: str
    kind: Kind
    text: str
    example: str
    arguments: str = ""


def _family(kind: Kind, example: str, names: str, arguments: str = "") -> Iterator[Command]:
    """Rows of one kind; ``names`` holds ``name`` or ``name=text`` words, ``@`` in the example means the name."""
    for word in names.split():
        name, _, text = word.partition("=")
        yield Command(name, kind, text or name, example.replace("@", f"\\{name}"), arguments)


_SETS_AFTER = "in notin subset subseteq supset supseteq"
_BOXES = "boxed fbox framebox"
_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron rho "
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi "
    "Omega ell hbar partial nabla aleph"
)


def _rows() -> Iterator[Command]:
    for row in ROWS:
        for name in row.latex.split():
            example = rf"\{name}(a, b)" if row.name in OF_LISTS else rf"\{name} x"
            yield Command(name, "func", row.name, example)
    yield from _family("letter", r"@ + 1", _GREEK)
    yield from _family("letter", r"A^@", "top=T intercal=T dagger")
    yield from _family("letter", r"@(A)", "Pr=P")
    yield from _family("const", r"2@", "pi infty=infinity")
    yield from _family("vec", r"3@", "imath=i jmath=j")
    yield from _family(
        "frac", r"@{1}{2}", "frac dfrac=frac tfrac=frac cfrac=frac nicefrac=frac sfrac=frac flatfrac=frac"
    )
    yield from _family("construct", r"@{5}{2}", "binom dbinom=binom tbinom=binom", "{{")
    yield from _family("over", r"{1 @ 2}", "over")
    yield from _family("over", r"{5 @ 2}", "choose")
    yield from _family("sqrt", r"@[3]{2}", "sqrt surd=sqrt", "[#")
    yield from _family("rel", r"x @ 2", "le=<= leq=<= leqslant=<= leqq=<= lt=<")
    yield from _family("rel", r"x @ 2", "ge=>= geq=>= geqslant=>= geqq=>= gt=>")
    yield from _family("rel", r"x @ 2", "ne=!= neq=!= approx simeq=approx doteq=approx equiv cong=equiv coloneqq==")
    yield from _family("rel", r"x @ 2", "mapsto longmapsto=mapsto sim")
    yield from _family("rel", r"x @ \{1\}", _SETS_AFTER)
    yield from _family("setop", r"(0,1) @ (2,3)", "cup=union cupdot=union bigcup=union sqcup=union uplus=union")
    yield from _family("setop", r"(0,2) @ (1,3)", "cap=intersection bigcap=intersection")
    yield from _family("setop", r"(0,2) @ \{1\}", "setminus=difference backslash=difference smallsetminus=difference")
    yield from _family("*", r"2 @ 3", "times=* cdot=* ast=* star=* centerdot=* bullet=*")
    yield from _family("/", r"6 @ 3", "div=/")
    yield from _family("pm", r"1 @ 2", "pm")
    yield from _family("mp", r"1 @ 2", "mp")
    yield from _family("mod", r"7 @ 3", "bmod=mod")
    yield from _family("pmod", r"x \equiv 2 @{5}", "pmod")
    yield from _family("pmod", r"x \equiv 2 @ 5", "mod=pmod")
    yield from _family(":", r"3 @ 1", "colon=:")
    yield from _family("bar", r"\{x @ x < 1\}", "mid=| vert=|")
    yield from _family("norm", r"@ x @", "Vert=norm")
    yield from _delimiters()
    yield from _invisible()
    yield from _families()


def _delimiters() -> Iterator[Command]:
    yield Command("langle", "open", "<", r"\langle 1, 2 \rangle")
    yield Command("rangle", "close", ">", r"\langle 1, 2 \rangle")
    for name, end, text in (("lfloor", "rfloor", "floor"), ("lceil", "rceil", "ceil"), ("lvert", "rvert", "|")):
        yield Command(name, "open", text, rf"\{name} x \{end}")
        yield Command(end, "close", text, rf"\{name} x \{end}")
    yield Command("lVert", "open", "norm", r"\lVert x \rVert")
    yield Command("rVert", "close", "norm", r"\lVert x \rVert")
    for name, end, text, close in (("lbrace", "rbrace", r"\{", r"\}"), ("lbrack", "rbrack", "[", "]")):
        yield Command(name, "open", text, rf"\{name} 1, 2 \{end}")
        yield Command(end, "close", close, rf"\{name} 1, 2 \{end}")
    yield Command("lparen", "open", "(", r"\lparen 1, 2 \rparen")
    yield Command("rparen", "close", ")", r"\lparen 1, 2 \rparen")


def _invisible() -> Iterator[Command]:
    sizes = " ".join(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
    yield from _family("drop", r"@(1, 2)", f"left mleft {sizes}")
    yield from _family("drop", r"(1, 2@)", "right mright")
    yield from _family("drop", r"\{x @| x < 1\}", "middle")
    styles = "displaystyle textstyle scriptstyle scriptscriptstyle rm bf it sf tt mathstrut strut noindent relax"
    sizes_of_text = "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge"
    yield from _family("drop", r"@ x", f"{styles} {sizes_of_text}")
    yield from _family("drop", r"x @ + 1", "thinspace medspace thickspace enspace negthinspace negmedspace space")
    yield from _family("drop", r"x @ + 1", "nonumber notag hfill allowbreak nobreak newline par")
    yield from _family("drop", r"\sum@_{k=1}^n k", "limits nolimits displaylimits")
    yield from _family("skip1", r"@{9} 3", "phantom hphantom vphantom hspace vspace color textcolor label tag")
    yield from _family("clear", r"@{x + 1}", f"{_BOXES} num underline mathop mathrel mathbin mathord ensuremath")
    yield from _family("quad", r"x = 1, @ y = 2", "quad qquad")
    text = "text textnormal textrm textbf textit textsf texttt textup textsc mbox hbox emph mathrm mathsf mathtt mathit"
    yield from _family("text", r"@{east}", f"{text} operatorname operatornamewithlimits")
    yield from _family("bold", r"@{v}", "mathbf boldsymbol bm pmb mathcal mathscr mathfrak")
    yield from _family("double", r"x \in @{R}", "mathbb Bbb mathds")


def _families() -> Iterator[Command]:
    yield from _family("ldots", r"1, 2, @, n", "ldots=ldots dots=ldots cdots=ldots dotsc=ldots dotsb=ldots")
    yield from _family("big", r"@_{k=1}^n k", "sum prod=product")
    yield from _family("big", r"@_0^1 x \, dx", "int=integral")
    yield from _family("lim", r"@_{x \to 0} x", "lim")
    yield from _family("implies", r"@ x = 2", "to rightarrow=to Rightarrow=implies implies Longrightarrow=implies")
    yield from _family("implies", r"@ x = 2", "therefore=implies longrightarrow=to iff Leftrightarrow=iff")
    yield from _family("implies", r"@ x = 2", "leftrightarrow=iff Longleftrightarrow=iff longleftrightarrow=iff")
    yield from _family("setname", r"x \in @", "R Z N Q C=C reals=R Reals=R RR=R ZZ=Z NN=N QQ=Q CC=C")
    yield from _family("setname", r"@", "emptyset=empty varnothing=empty")
    yield from _family("accent", r"@{z} + 1", "overline=bar bar vec hat widehat=hat tilde widetilde=tilde dot ddot")
    yield from _family("accent", r"@{AB}", "overrightarrow=vec overleftrightarrow")
    yield from _family("label", r"@ ABC", "angle measuredangle=angle triangle odot")
    yield from _family("other", r"@ p", "neg=lnot lnot")
    yield from _family("forall", r"@ x > 0, x^2 > 0", "forall")
    yield from _family("join", r"x = 1 @ x = 2", "lor=or vee=or land=and wedge=and")
    yield from _family("prime", r"f^{@}(x)", "prime='")
    yield from _family("deg", r"90^{@}", "circ degree")
    yield from _family("deg", r"90 @", "textdegree=circ")
    yield from _family("pct", r"10 @", "percent=%")
    yield from _family("cur", r"@ 5", "pounds=£ euro=euros textdollar=dollars textcent=cents textyen=yuan")
    yield Command("AA", "tword", "angstrom", r"5 \AA")
    yield from _family("begin", r"@{pmatrix} 1 \\ 2 \end{pmatrix}", "begin")
    yield from _family("end", r"\begin{pmatrix} 1 \\ 2 @{pmatrix}", "end")
    yield from _family("not", r"x @= 2", "not")


def _index(rows: Iterator[Command]) -> dict[str, Command]:
    table: dict[str, Command] = {}
    for row in rows:
        if row.name in table:
            raise ValueError(f"command {row.name!r} has two rows")
        if f"\\{row.name}" not in row.example:
            raise ValueError(f"the example of command {row.name!r} does not hold it")
        table[row.name] = row
    return table


COMMANDS: dict[str, Command] = _index(_rows())
"""Every command, by its name without backslash."""

ARGUMENTS: Final = {row.text: row.arguments for row in COMMANDS.values() if row.arguments}
"""The arguments of commands of which something is built, by the text of their token."""

_PLAIN_COMMANDS = (
    "sqrt pi infty alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi psi "
    "omega Gamma Delta Theta Lambda Sigma Phi Psi Omega hbar chi varphi varepsilon"
)
_PLAIN_TOKENS: dict[str, tuple[Kind, str]] = {
    "oo": ("const", "infinity"),
    "inf": ("const", "infinity"),
    "infinity": ("const", "infinity"),
    "Infinity": ("const", "infinity"),
    "Pi": ("const", "pi"),
    "PI": ("const", "pi"),
    "mod": ("mod", "mod"),
    "and": ("join", "and"),
    "or": ("join", "or"),
    "union": ("setop", "union"),
    "cup": ("setop", "union"),
    "EmptySet": ("setname", "empty"),
}
PLAIN: dict[str, tuple[Kind, str]] = {
    **{name: ("func", row.name) for row in ROWS for name in row.plain.split()},
    **{name: (COMMANDS[name].kind, COMMANDS[name].text) for name in _PLAIN_COMMANDS.split()},
    **_PLAIN_TOKENS,
}
"""Words that mean something without a backslash: the kind and the text of their token."""

ENVIRONMENTS: dict[str, str] = {
    **dict.fromkeys(("matrix", "pmatrix", "bmatrix", "Bmatrix", "Vmatrix", "smallmatrix", "array"), "matrix"),
    "vmatrix": "determinant",
    **dict.fromkeys(("cases", "dcases", "rcases"), "cases"),
    **dict.fromkeys(("aligned", "align", "align*", "gathered", "gather", "gather*", "equation", "equation*"), "lines"),
    **dict.fromkeys(("split", "multline", "multline*", "eqnarray", "eqnarray*", "alignedat"), "lines"),
    **dict.fromkeys(("displaymath", "math", "center"), "lines"),
}
"""What each environment holds: ``matrix``, ``determinant``, ``cases`` or ``lines``."""


NEGATIONS: Final = {"=": "!=", "in": "notin", "equiv": "!=", "approx": "!="}
r"""Relations that ``\not`` may be before, and what they become."""

SET_RELATIONS: Final = frozenset([COMMANDS[word.partition("=")[0]].text for word in _SETS_AFTER.split()])
"""Relations whose right side is a set."""

OBJECT_MARKS: Final = ("angle", "triangle", "overline", "vec")
"""How names of geometric objects begin."""

UNIT_VECTORS: Final = ("i", "j", "k")
"""Letters that are unit vectors with a hat, an arrow or in bold."""

ANGLES: Final = frozenset(("alpha", "beta", "gamma", "delta", "theta", "phi", "varphi", "psi", "omega"))
r"""Greek letters that name angles; ``x`` in ``\sin x = 1`` is an unknown."""

PARAMETERS: Final = frozenset(("s", "t", "u", "k", "alpha", "lambda", "mu", "tau"))
"""Letters that run along a line."""

# --- patterns of commands by kind, for what is read before there are tokens -------------------------------------------


def _names(*kinds: Kind) -> str:
    """A pattern of the names of all commands of these kinds."""
    return "|".join(row.name for row in COMMANDS.values() if row.kind in kinds)


LOOKS: Final[frozenset[Kind]] = frozenset({"drop", "skip1", "clear", "text", "bold", "double", "quad"})
"""Kinds of command that change how words look; any other one says something (``\\geq``, ``\\sqrt``, ``\\neg``)."""

STYLE: Final = rf"\\(?:{_names('text', 'bold', 'clear', 'drop')})(?![a-zA-Z])"
r"""``\text``, ``\bf``, ``\left``, ``\boxed`` and all others that leave what they stand before as it is."""

TEXT_COMMAND: Final = rf"\\(?:{_names('text')})(?![a-zA-Z])"
r"""``\text``, ``\textup``, ``\mathrm``, ``\mbox`` and all others whose group holds words."""

ENVIRONMENT: Final = rf"(?:{'|'.join(sorted({name.rstrip('*') for name in ENVIRONMENTS}))})\*?"
"""The name of an environment of mathematics."""

GLYPH_VARIANTS: Final = {f"var{name}": name for name in ["epsilon", "theta", "kappa", "rho", "sigma", "phi"]}
"""Letters that are another glyph of the same letter, unless both are in one text."""

BOXES: Final = frozenset(_BOXES.split())
BOX_COMMAND: Final = rf"\\(?:{'|'.join(_BOXES.split())})(?![a-zA-Z])"
r"""``\boxed`` and its like."""
ANSWER_KEY: Final = r"(?:final[ _-]?)?answer"
"""The key of a JSON object, and the name of a tag, that holds an answer."""
