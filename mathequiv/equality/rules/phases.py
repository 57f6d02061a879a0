r"""Waves with a free amplitude and phase: ``A\cos(2x+\varphi)`` is every ``c_1\cos 2x + c_2\sin 2x``."""

from __future__ import annotations

from mathequiv.latex.expr import Add, Call, Expr, Mul, Neg, Symbol
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.lexicon.quantifiers import AMPLITUDES, PHASES

__all__ = ["with_plain_waves"]


def with_plain_waves(expr: Expr) -> Expr | None:
    """The wave in an expression as a combination of a cosine and a sine; None where no phase is free."""
    match expr:
        case Add(terms=terms):
            places = [(at, plain) for at, term in enumerate(terms) if (plain := _plain(term)) is not None]
            if len(places) != 1:
                return None
            at, plain = places[0]
            rest = (*terms[:at], *terms[at + 1 :])
            names = free_symbols(terms[at]) - free_symbols(plain)
            return None if names & free_symbols(Add(rest)) else Add((*rest, plain))
        case _:
            return _plain(expr)


def _plain(term: Expr) -> Expr | None:
    """A product of an amplitude and a wave with a phase, neither of which is anywhere else in it, by plain waves."""
    found = _wave(term) if isinstance(term, Mul) else None
    if found is None or not isinstance(term, Mul):
        return None
    amplitude, wave = found
    inner = _without_phase(wave.args[0], amplitude.name)
    if inner is None:
        return None
    names = [node.name for node in walk(term) if isinstance(node, Symbol)]
    free = {amplitude.name} | (free_symbols(wave) - free_symbols(inner))
    if any(names.count(name) != 1 for name in free):
        return None
    rest = tuple([part for part in term.factors if part not in (amplitude, wave)])
    # No text gives its constants these numbers.
    return Add(tuple([Mul((Symbol(f"C_0{n}"), Call(name, (inner,)), *rest)) for n, name in enumerate(("cos", "sin"))]))


def _wave(term: Mul) -> tuple[Symbol, Call] | None:
    """The only amplitude and the only wave of a product; None where it has others."""
    amplitudes = [part for part in term.factors if isinstance(part, Symbol) and part.name in AMPLITUDES]
    waves = [part for part in term.factors if isinstance(part, Call) and part.name in ("cos", "sin")]
    return (amplitudes[0], waves[0]) if len(amplitudes) == len(waves) == 1 else None


def _without_phase(angle: Expr, amplitude: str) -> Expr | None:
    """An angle without the phase that is added to it or taken from it; None where it has none, or nothing else."""
    if not isinstance(angle, Add):
        return None
    places = [at for at, term in enumerate(angle.terms) if _is_phase(term, amplitude)]
    others = [term for at, term in enumerate(angle.terms) if at not in places]
    if len(places) != 1 or not any(map(free_symbols, others)):
        return None
    return others[0] if len(others) == 1 else Add(tuple(others))


def _is_phase(term: Expr, amplitude: str) -> bool:
    name = term.arg if isinstance(term, Neg) else term
    if not isinstance(name, Symbol) or name.name == amplitude:
        return False
    return name.name in PHASES or (name.name.endswith("_0") and name.name[:-2] in PHASES)
