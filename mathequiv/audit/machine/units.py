"""Units that the machine swaps: each with a quantity, a size that differs from those beside it, and its spellings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

__all__ = ["UNITS", "Unit", "others_of", "unit_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its first spelling; ``size`` is in the base unit of its quantity."""

    spellings: tuple[str, ...]
    quantity: str
    size: Fraction


def _unit(quantity: str, size: str, *spellings: str) -> Unit:
    return Unit(spellings, quantity, Fraction(size))


UNITS: Final[dict[str, Unit]] = {
    unit.spellings[0]: unit
    for unit in (
        _unit("length", "1", "m", "meters", "metres", "meter"),
        _unit("length", "1/100", "cm", "centimeters", "centimetres"),
        _unit("length", "1/1000", "mm", "millimeters"),
        _unit("length", "1000", "km", "kilometers"),
        _unit("length", "0.0254", "inches", "inch"),
        _unit("length", "0.3048", "feet", "foot", "ft"),
        _unit("length", "1609.344", "miles", "mile"),
        _unit("area", "1", "m^2"),
        _unit("area", "1/10000", "cm^2"),
        _unit("area", "0.00064516", "inches^2"),
        _unit("area", "0.09290304", "feet^2"),
        _unit("volume", "1/1000", "L", "liters", "litres"),
        _unit("volume", "1/1000000", "mL", "milliliters"),
        _unit("mass", "1", "kg", "kilograms"),
        _unit("mass", "1/1000", "g", "grams"),
        _unit("mass", "1/1000000", "mg", "milligrams"),
        _unit("time", "1", "seconds"),
        _unit("time", "60", "minutes"),
        _unit("time", "3600", "hours"),
        _unit("time", "86400", "days"),
        _unit("money", "1", "dollar", "dollars"),
        _unit("money", "1/100", "cents", "cent"),
        _unit("energy", "3600000", "kWh"),
        _unit("energy", "3600000000", "MWh"),
        _unit("energy", "18/5", "mWh"),
        _unit("frequency", "1", "Hz"),
        _unit("frequency", "1000", "kHz"),
        _unit("frequency", "1000000", "MHz"),
        _unit("potential", "1", "V", "volts"),
        _unit("potential", "1000", "kV"),
        _unit("potential", "1/1000", "mV"),
        _unit("angle", "1", "degree", "degrees"),
        _unit("share", "1/100", "percent"),
    )
}

_KEYS: Final = {spelling: unit.spellings[0] for unit in UNITS.values() for spelling in unit.spellings}


def unit_of(text: str) -> str | None:
    """The key of the unit with this spelling, None if there is none."""
    return _KEYS.get(text)


def others_of(key: str) -> list[str]:
    """The other units of the same quantity."""
    return [other for other, unit in UNITS.items() if other != key and unit.quantity == UNITS[key].quantity]
