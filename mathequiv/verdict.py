"""What a comparison says: the verdict, the layer and rule behind it, and the evidence.

Everything here is frozen and picklable, so results travel between threads, processes and Ray actors unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import Enum
from math import inf
from typing import Any, Literal, TypeAlias, TypedDict

from mathequiv.limits import SYMBOLIC_CPU_SECONDS

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
    "Verdict",
    "Witness",
]

LAYER_NAMES: tuple[str, ...] = ("string", "canonical", "value", "symbolic")
"""The layers in the order they are asked; the first that decides wins."""

PUBLISHED: tuple[str, ...] = ("string",)
"""That layer alone gives what MATH's ``is_equiv`` gives on any pair of strings, however long."""

Approx: TypeAlias = Literal["rounded", "exact"]


class Verdict(Enum):
    """The three things a comparison can say. ``UNDECIDED`` counts as not equal wherever a bool is asked for."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    UNDECIDED = "undecided"

    def __bool__(self) -> bool:
        """Refuse: a verdict has three values, and every one of them would be true.

        Raises:
            TypeError: always.
        """
        raise TypeError("a Verdict has no truth value: compare it with Verdict.EQUIVALENT")


@dataclass(frozen=True, slots=True)
class Identical:
    """Evidence for EQUIVALENT: both sides are the same text once respelled as ``text``."""

    text: str
    kind: Literal["identical"] = "identical"


@dataclass(frozen=True, slots=True)
class Exact:
    """Evidence for EQUIVALENT: proved in exact arithmetic or by algebra; ``method`` says which."""

    method: str
    kind: Literal["exact"] = "exact"


@dataclass(frozen=True, slots=True)
class Numeric:
    """Evidence for EQUIVALENT: certified enclosures of the difference hold 0 at ``bits`` bits.

    ``points`` counts the generic points at which that was so (1 for a constant), ``width`` is the largest
    binary exponent of a relative enclosure width seen. ``pieces`` names what changes sign, or passes an integer, where
    the sides are piecewise: there are points on all sides of each.
    """

    bits: int
    points: int
    width: int
    pieces: tuple[str, ...] = ()
    kind: Literal["numeric"] = "numeric"


@dataclass(frozen=True, slots=True)
class Convention:
    """Evidence for EQUIVALENT: a rule of the contract (rounding, unit dropped, synonym …) named by ``rule``."""

    rule: str
    kind: Literal["convention"] = "convention"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Evidence for DIFFERENT: the sides differ in kind or shape; ``left`` and ``right`` say how."""

    what: str
    left: str
    right: str
    kind: Literal["mismatch"] = "mismatch"


@dataclass(frozen=True, slots=True)
class Witness:
    """Evidence for DIFFERENT: at ``point`` (variable, value) the two enclosures are disjoint."""

    point: tuple[tuple[str, str], ...]
    left: str
    right: str
    kind: Literal["witness"] = "witness"


Evidence: TypeAlias = Identical | Exact | Numeric | Convention | Mismatch | Witness


@dataclass(frozen=True, slots=True)
class LayerNote:
    """One line of a trace: what ``layer`` said (``verdict`` is None where it could not tell)."""

    layer: str
    verdict: Verdict | None
    note: str


@dataclass(frozen=True, slots=True)
class Options:
    """How a comparison is made.

    Args:
        layers: names of the layers to ask, a subset of `LAYER_NAMES`; they are asked in that fixed order.
        approx: ``"rounded"`` accepts a decimal that rounds an exact value with no finite decimal;
            ``"exact"`` does not.
        cpu_seconds: processor time, in seconds, that SymPy may take for one comparison, all its parts together. Sizes
            and steps end a proof before; what this limit ends is UNDECIDED by the rule ``stopped``.

    Raises:
        ValueError: an unknown layer or approx name, or a limit that is no positive number.
    """

    layers: tuple[str, ...] = LAYER_NAMES
    approx: Approx = "rounded"
    cpu_seconds: float = SYMBOLIC_CPU_SECONDS

    def __post_init__(self) -> None:
        layers = (self.layers,) if isinstance(self.layers, str) else tuple(self.layers)
        unknown = [name for name in layers if name not in LAYER_NAMES]
        if unknown:
            raise ValueError(f"unknown layer {unknown[0]!r}: choose from {', '.join(LAYER_NAMES)}")
        if self.approx not in ("rounded", "exact"):
            raise ValueError(f"unknown approx {self.approx!r}: choose 'rounded' or 'exact'")
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
            TypeError: there is no option of a name.
        """
        made = {name: value for name, value in changes.items() if value is not None}
        if not made:
            return self
        if unknown := made.keys() - {option.name for option in OPTION_ROWS}:
            raise TypeError(f"there is no option {min(unknown)!r}: {', '.join(row.name for row in OPTION_ROWS)}")
        return replace(self, **made)

    def as_json(self) -> dict[str, Any]:
        """The options by name, in values that JSON has."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


class OptionChanges(TypedDict, total=False):
    """The options as keywords, for functions that take them one by one; None changes nothing."""

    layers: tuple[str, ...] | list[str] | str | None
    approx: Approx | None
    cpu_seconds: float | None


@dataclass(frozen=True, slots=True)
class OptionRow:
    """How one option is given as text, such as on a command line.

    Attributes:
        name: the field of `Options`.
        metavar: the values it takes, as help shows them.
        help: one sentence.
        parse: from the text to the value; raises ValueError where it is none.
    """

    name: str
    metavar: str
    help: str
    parse: Callable[[str], Any]


def _layer_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ValueError(f"no layer is named: choose from {', '.join(LAYER_NAMES)}")
    return names


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number of seconds") from None


OPTION_ROWS: tuple[OptionRow, ...] = (
    OptionRow("layers", "NAMES", f"Layers to try, comma-separated, out of {','.join(LAYER_NAMES)}.", _layer_names),
    OptionRow("approx", "rounded|exact", "Whether 0.33 may stand for 1/3 (rounded) or not (exact).", str),
    OptionRow("cpu_seconds", "SECONDS", "Processor time that SymPy may take for one comparison (1).", _seconds),
)
"""One row an option, in the order of the fields of `Options`."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one comparison.

    Attributes:
        verdict: EQUIVALENT, DIFFERENT or UNDECIDED.
        layer: the layer that decided, None if none did.
        rule: the name of the rule that decided (``"rounding"``, ``"unit_dropped"``, ``"interval"`` …).
        reason: one plain sentence.
        evidence: what supports the verdict; None only for UNDECIDED.
        trace: what each layer said, in order.
        options: how the comparison was made.
    """

    verdict: Verdict
    layer: str | None
    rule: str
    reason: str
    evidence: Evidence | None = None
    trace: tuple[LayerNote, ...] = ()
    options: Options = field(default=Options(), repr=False)

    @property
    def equivalent(self) -> bool:
        """True only for EQUIVALENT."""
        return self.verdict is Verdict.EQUIVALENT

    def to_dict(self) -> dict[str, Any]:
        """The result by field, in values that JSON has."""
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


def _plain(value: Any) -> Any:
    """The value with tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
