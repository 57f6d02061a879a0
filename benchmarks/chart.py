"""Charts of a run as SVG, written by hand so that the command needs no plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

__all__ = ["Bar", "Point", "bar_chart", "scatter"]

_WIDTH = 760
_INK, _FAINT, _OURS, _THEIRS = "#1f2328", "#d0d7de", "#0969da", "#8c959f"
_LABEL_GAP = 17


@dataclass(frozen=True)
class Point:
    """A peer at (microseconds, percent)."""

    label: str
    x: float
    y: float
    ours: bool


@dataclass(frozen=True)
class Bar:
    """A peer's bar, with what is written at its end."""

    label: str
    value: float
    shown: str
    ours: bool


def microseconds(value: float) -> str:
    """In a unit that leaves few digits."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.3g} µs"


def _svg(height: int, title: str, body: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="13" fill="{_INK}"><title>{escape(title)}</title>'
    )
    ground = f'<rect width="{_WIDTH}" height="{height}" rx="6" fill="#ffffff"/>'
    return "\n".join([head, ground, _text(16, 26, title, weight="600"), *body, "</svg>", ""])


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "400") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
    return f"<text {place}>{escape(text)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_FAINT}"/>'


def _colour(*, ours: bool) -> str:
    return _OURS if ours else _THEIRS


def bar_chart(title: str, bars: Sequence[Bar], *, log: bool = False) -> str:
    """Horizontal bars, one a peer; on a logarithmic scale from one decade below the least value if ``log``."""
    left, right, row = 235, 110, 26
    low = floor(log10(min(bar.value for bar in bars))) - 0.5 if log else 0.0

    def size(value: float) -> float:
        return log10(value) - low if log else value

    full = max(size(bar.value) for bar in bars) or 1.0
    body = []
    for n, bar in enumerate(bars):
        y = 48 + n * row
        width = max(1.0, (_WIDTH - left - right) * size(bar.value) / full)
        colour = _colour(ours=bar.ours)
        body.append(_text(left - 8, y + 13, bar.label, anchor="end", weight="600" if bar.ours else "400"))
        body.append(f'<rect x="{left}" y="{y}" width="{width:.1f}" height="{row - 8}" rx="2" fill="{colour}"/>')
        body.append(_text(left + width + 6, y + 13, bar.shown))
    return _svg(58 + row * len(bars), title, body)


def scatter(title: str, points: Sequence[Point]) -> str:
    """Accuracy in percent, upwards, over the median time of a pair on a logarithmic scale."""
    left, right, top, bottom, height = 56, 30, 48, 46, 420
    first = floor(log10(min(p.x for p in points)))
    decades = range(first, max(first + 1, ceil(log10(max(p.x for p in points)))) + 1)
    floor_y = min(90, 10 * floor(min(p.y for p in points) / 10))

    def across(x: float) -> float:
        return left + (_WIDTH - left - right) * (log10(x) - decades[0]) / (decades[-1] - decades[0])

    def up(y: float) -> float:
        return height - bottom - (height - top - bottom) * (y - floor_y) / (100 - floor_y)

    body = []
    for decade in decades:
        body.append(_line(across(10.0**decade), top, across(10.0**decade), height - bottom))
        body.append(_text(across(10.0**decade), height - bottom + 18, microseconds(10.0**decade), anchor="middle"))
    for percent in range(floor_y, 101, 10):
        body.append(_line(left, up(percent), _WIDTH - right, up(percent)))
        body.append(_text(left - 8, up(percent) + 4, f"{percent} %", anchor="end"))
    body.append(
        _text((left + _WIDTH - right) / 2, height - 8, "median time of a pair (left is faster)", anchor="middle")
    )
    body += _labelled([(across(p.x), up(p.y), p) for p in points])
    return _svg(height, title, body)


def _labelled(places: Sequence[tuple[float, float, Point]]) -> list[str]:
    """Dots with their labels beside them, moved down where they would lie on one another."""
    body = []
    taken: list[tuple[float, float]] = []
    for x, y, point in sorted(places, key=lambda place: place[1]):
        at = y + 4
        while any(abs(at - other) < _LABEL_GAP and abs(x - beside) < _WIDTH / 3 for beside, other in taken):
            at += 1
        taken.append((x, at))
        leftwards = x > _WIDTH * 0.72
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_colour(ours=point.ours)}"/>')
        weight = "600" if point.ours else "400"
        body.append(
            _text(
                x - 11 if leftwards else x + 11, at, point.label, anchor="end" if leftwards else "start", weight=weight
            )
        )
    return body
