"""What a comparison says: the verdict, the layer and rule that decided, and the evidence.

Everything here is frozen and picklable, so results travel between threads, processes and Ray actors unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import Enum
from importlib import import_module
from math import inf
from typing import Any, Literal, TypeAlias, TypedDict, get_args

from mathequiv.limits import SYMBOLIC_CPU_SECONDS
from mathequiv.nodes import record, writers
from mathequiv.tolerance import Tolerance

__all__ = [
    "LAYER_NAMES",
    "OPTION_ROWS",
    "PUBLISHED",
    "Approx",
    "Convention",
    "Evidence",
    "Exact",
    "Identical",
    "LayerNote",
    "Mismatch",
    "Numeric",
    "OptionChanges",
    "OptionRow",
    "Options",
    "Result",
    "Tolerance",
    "Verdict",
    "Witness",
]

LAYER_NAMES: tuple[str, ...] = ("string", "canonical", "value", "symbolic")
"""The layers in the order in which they are tried; the first that decides wins."""

PUBLISHED: tuple[str, ...] = ("string",)
"""That layer alone gives what MATH's ``is_equiv`` gives on any pair of strings, however long."""


Rounding: TypeAlias = Literal["rounded", "exact"]
Approx: TypeAlias = Rounding | Tolerance
Assume: TypeAlias = Literal["nothing", "positive"]
Order: TypeAlias = Literal["any", "given"]
Domain: TypeAlias = Literal["common", "same"]


class Verdict(Enum):
    """The three outcomes of a comparison. ``UNDECIDED`` counts as not equal wherever a bool is returned."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    UNDECIDED = "undecided"

    def __bool__(self) -> bool:
        """Refuse: a verdict has three values, and every one of them would be true.

        Raises:
            TypeError: always.
        """
        raise TypeError("a Verdict has no truth value: compare it with Verdict.EQUIVALENT")


@record
class Identical:
    """Evidence for EQUIVALENT: both sides are the same text once respelled as ``text``."""

    text: str
    kind: Literal["identical"] = "identical"

    def __init__(self, text: str, kind: Literal["identical"] = "identical") -> None:
        _identical_text(self, text)
        _identical_kind(self, kind)


_identical_text, _identical_kind = writers(Identical)


@record
class Exact:
    """Evidence for EQUIVALENT: proved in exact arithmetic or by algebra; ``method`` says which."""

    method: str
    kind: Literal["exact"] = "exact"

    def __init__(self, method: str, kind: Literal["exact"] = "exact") -> None:
        _exact_method(self, method)
        _exact_kind(self, kind)


_exact_method, _exact_kind = writers(Exact)


@record
class Numeric:
    """Evidence for EQUIVALENT: certified enclosures of the difference contain 0 at ``bits`` bits.

    ``points`` is the number of generic points at which that was so (1 for a constant), ``width`` the largest binary
    exponent of the relative enclosure widths. Where the sides are piecewise, ``pieces`` names the expressions that
    change sign or pass an integer; there are points on all sides of each.
    """

    bits: int
    points: int
    width: int
    pieces: tuple[str, ...] = ()
    kind: Literal["numeric"] = "numeric"

    def __init__(
        self, bits: int, points: int, width: int, pieces: tuple[str, ...] = (), kind: Literal["numeric"] = "numeric"
    ) -> None:
        _numeric_bits(self, bits)
        _numeric_points(self, points)
        _numeric_width(self, width)
        _numeric_pieces(self, pieces)
        _numeric_kind(self, kind)


_numeric_bits, _numeric_points, _numeric_width, _numeric_pieces, _numeric_kind = writers(Numeric)


@record
class Convention:
    """Evidence for EQUIVALENT: the rule of the contract that ``rule`` names (``rounding``, ``unit_dropped`` …).

    The names are those of `Result.rule`; where that is ``tuple``, this is the rule used for its entries.
    """

    rule: str
    kind: Literal["convention"] = "convention"

    def __init__(self, rule: str, kind: Literal["convention"] = "convention") -> None:
        _convention_rule(self, rule)
        _convention_kind(self, kind)


_convention_rule, _convention_kind = writers(Convention)


@record
class Mismatch:
    """Evidence for DIFFERENT: the sides differ in kind or shape; ``left`` and ``right`` say how."""

    what: str
    left: str
    right: str
    kind: Literal["mismatch"] = "mismatch"

    def __init__(self, what: str, left: str, right: str, kind: Literal["mismatch"] = "mismatch") -> None:
        _mismatch_what(self, what)
        _mismatch_left(self, left)
        _mismatch_right(self, right)
        _mismatch_kind(self, kind)


_mismatch_what, _mismatch_left, _mismatch_right, _mismatch_kind = writers(Mismatch)


@record
class Witness:
    """Evidence for DIFFERENT: at ``point`` (variable, value) the two enclosures are disjoint."""

    point: tuple[tuple[str, str], ...]
    left: str
    right: str
    kind: Literal["witness"] = "witness"

    def __init__(
        self, point: tuple[tuple[str, str], ...], left: str, right: str, kind: Literal["witness"] = "witness"
    ) -> None:
        _witness_point(self, point)
        _witness_left(self, left)
        _witness_right(self, right)
        _witness_kind(self, kind)


_witness_point, _witness_left, _witness_right, _witness_kind = writers(Witness)


Evidence: TypeAlias = Identical | Exact | Numeric | Convention | Mismatch | Witness


@record
class LayerNote:
    """One line of a trace: what ``layer`` said (``verdict`` is None where it could not decide)."""

    layer: str
    verdict: Verdict | None
    note: str

    def __init__(self, layer: str, verdict: Verdict | None, note: str) -> None:
        _note_layer(self, layer)
        _note_verdict(self, verdict)
        _note_note(self, note)


_note_layer, _note_verdict, _note_note = writers(LayerNote)


@dataclass(frozen=True, slots=True)
class Options:
    """How a comparison is made.

    Args:
        layers: names of the layers to try, a subset of `LAYER_NAMES`; they are tried in that fixed order.
        approx: ``"rounded"`` accepts a decimal that rounds an exact value with no finite decimal;
            ``"exact"`` does not. A `Tolerance`, or its text or JSON form, instead accepts a number that is close
            enough, for measured values.
        assume: ``"positive"`` takes every letter to be a positive quantity, as in physics.
        order: ``"given"`` compares lists in the order in which they are written.
        domain: ``"common"`` accepts sides that are equal where both are real, although one of them is real on a
            smaller set (``ln x`` for ``ln |x|``); ``"same"`` does not.
        cpu_seconds: CPU time, in seconds, that SymPy may use for one comparison, all its parts together. Limits on
            sizes and steps usually end a proof earlier; one ended by this limit is UNDECIDED with the rule ``stopped``.

    Raises:
        ValueError: an unknown layer, a value that its option does not take, or a limit that is not a positive number.
    """

    layers: tuple[str, ...] = LAYER_NAMES
    approx: Approx = "rounded"
    assume: Assume = "nothing"
    order: Order = "any"
    domain: Domain = "common"
    cpu_seconds: float = SYMBOLIC_CPU_SECONDS

    def __post_init__(self) -> None:
        layers = (self.layers,) if isinstance(self.layers, str) else tuple(self.layers)
        unknown = [name for name in layers if name not in LAYER_NAMES]
        if unknown:
            raise ValueError(f"unknown layer {unknown[0]!r}: choose from {', '.join(LAYER_NAMES)}")
        if isinstance(self.approx, Mapping) or (isinstance(self.approx, str) and "=" in self.approx):
            object.__setattr__(self, "approx", Tolerance.read(self.approx))
        for row in OPTION_ROWS:
            value = getattr(self, row.name)
            if row.choices and value not in row.choices and not (row.name == "approx" and isinstance(value, Tolerance)):
                further = " or a tolerance such as rel=0.01,abs=0.05" if row.name == "approx" else ""
                raise ValueError(f"unknown {row.name} {value!r}: choose {' or '.join(map(repr, row.choices))}{further}")
        if not 0 < self.cpu_seconds < inf:
            raise ValueError(f"cpu_seconds must be a positive number, not {self.cpu_seconds!r}")
        object.__setattr__(self, "layers", layers)

    def changed(self, changes: Mapping[str, Any]) -> Options:
        """These options with some of them changed.

        Args:
            changes: new values by name; those that are None change nothing.

        Returns:
            The options with the changes made; the same object where there are none.

        Raises:
            ValueError: a value that its option does not take.
            TypeError: there is no option with that name.
        """
        if not changes:
            return self
        made = {name: value for name, value in changes.items() if value is not None}
        if not made:
            return self
        if unknown := made.keys() - {option.name for option in OPTION_ROWS}:
            known = ", ".join(row.name for row in OPTION_ROWS)
            raise TypeError(f"there is no option {min(unknown)!r}: choose from {known}")
        return replace(self, **made)

    def as_json(self) -> dict[str, Any]:
        """The options by name, as JSON values."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _json_value(value) for name, value in values.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, Tolerance):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value


class OptionChanges(TypedDict, total=False):
    """The options as keywords, for functions that take them one by one; None changes nothing."""

    layers: tuple[str, ...] | list[str] | str | None
    approx: Approx | str | Mapping[str, float] | None
    assume: Assume | None
    order: Order | None
    domain: Domain | None
    cpu_seconds: float | None


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option, for command lines, schemas and the documentation.

    Attributes:
        name: the field of `Options`.
        help: one sentence.
        choices: the names it takes; none if it takes no names.
        further: what else it takes, as help shows it.
        parse: from a text to the value; raises ValueError where it is none.
    """

    name: str
    help: str
    choices: tuple[str, ...] = ()
    further: str = ""
    parse: Callable[[str], Any] = str

    @property
    def metavar(self) -> str:
        """The values it takes, as help shows them."""
        return "|".join([*self.choices, *([self.further] if self.further else [])])

    @property
    def default(self) -> str:
        """What holds where the option is not given, as help shows it."""
        value = getattr(_DEFAULT, self.name)
        return "all of them" if value == LAYER_NAMES else f"{value:g}" if isinstance(value, float) else str(value)


def _layer_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ValueError(f"no layer is given: choose from {', '.join(LAYER_NAMES)}")
    return names


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number of seconds") from None


OPTION_ROWS: tuple[OptionRow, ...] = (
    OptionRow(
        "layers",
        f"Layers to try, comma-separated, from {','.join(LAYER_NAMES)}.",
        further="NAMES",
        parse=_layer_names,
    ),
    OptionRow(
        "approx",
        "Whether 0.333 counts as 1/3 (rounded) or not (exact), or by how much measured values may differ.",
        get_args(Rounding),
        "rel=R,abs=A",
    ),
    OptionRow("assume", "Whether letters are taken to be positive, as in physics.", get_args(Assume)),
    OptionRow("order", "Whether the order of a list matters (given) or not (any).", get_args(Order)),
    OptionRow(
        "domain",
        "Whether ln x counts as ln|x|, to which it is equal where both are real (common), or not (same).",
        get_args(Domain),
    ),
    OptionRow(
        "cpu_seconds",
        "Processor time that SymPy may take for one comparison.",
        further="SECONDS",
        parse=_seconds,
    ),
)
"""One row an option, in the order of the fields of `Options`."""


_DEFAULT = Options()


@record
class Result:
    """The outcome of one comparison; it is true only for EQUIVALENT, so ``if compare(…):`` asks for equality.

    Attributes:
        verdict: EQUIVALENT, DIFFERENT or UNDECIDED.
        layer: the layer that decided, None if none did.
        rule: the name of the rule that decided (``"rounding"``, ``"unit_dropped"``, ``"interval"`` …).
        reason: one plain sentence.
        evidence: what supports the verdict; None only for UNDECIDED.
        trace: what each layer said, in order.
        options: how the comparison was made.
        answers: the two texts, prediction first; ignored when results are compared.
    """

    verdict: Verdict
    layer: str | None
    rule: str
    reason: str
    evidence: Evidence | None = None
    trace: tuple[LayerNote, ...] = ()
    options: Options = field(default=_DEFAULT, repr=False)
    answers: tuple[str | None, str | None] | None = field(default=None, repr=False, compare=False)

    def __init__(  # noqa: PLR0913, PLR0917 - one for each field
        self,
        verdict: Verdict,
        layer: str | None,
        rule: str,
        reason: str,
        evidence: Evidence | None = None,
        trace: tuple[LayerNote, ...] = (),
        options: Options = _DEFAULT,
        answers: tuple[str | None, str | None] | None = None,
    ) -> None:
        _result_verdict(self, verdict)
        _result_layer(self, layer)
        _result_rule(self, rule)
        _result_reason(self, reason)
        _result_evidence(self, evidence)
        _result_trace(self, trace)
        _result_options(self, options)
        _result_answers(self, answers)

    @property
    def equivalent(self) -> bool:
        """True only for EQUIVALENT."""
        return self.verdict is Verdict.EQUIVALENT

    def to_dict(self) -> dict[str, Any]:
        """The result by field, as JSON values."""
        return {
            "verdict": self.verdict.value,
            "layer": self.layer,
            "rule": self.rule,
            "reason": self.reason,
            "evidence": None if self.evidence is None else _plain(asdict(self.evidence)),
            "trace": [
                {"layer": one.layer, "verdict": None if one.verdict is None else one.verdict.value, "note": one.note}
                for one in self.trace
            ],
        }

    def __bool__(self) -> bool:
        """True only for EQUIVALENT."""
        return self.verdict is Verdict.EQUIVALENT

    def _repr_html_(self) -> str:
        """How a notebook draws it: both answers as they were read, the verdict and the reason."""
        return str(import_module(_DRAWN_BY).result_html(self))

    def _repr_latex_(self) -> str | None:
        """Both answers as one formula; None where one of them cannot be drawn."""
        drawn: str | None = import_module(_DRAWN_BY).result_latex(self)
        return drawn


(
    _result_verdict,
    _result_layer,
    _result_rule,
    _result_reason,
    _result_evidence,
    _result_trace,
    _result_options,
    _result_answers,
) = writers(Result)

_DRAWN_BY = "mathequiv.explanation"
"""It reads the answers, for which the engine is needed."""


def _plain(value: Any) -> Any:
    """The value with tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
