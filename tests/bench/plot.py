"""Measurements as a picture: SVG written by hand, readable in any browser."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Bars: TypeAlias = "Sequence[tuple[str, Sequence[tuple[str, float]]]]"
Points: TypeAlias = "Sequence[tuple[float, float]]"

_LEFT: Final = 260
_WIDE: Final = 560
_ROW: Final = 16
_COLOURS: Final = ("#0b6e4f", "#9aa0a6", "#b3541e", "#3b5ba5", "#7d4e9f", "#a3862a")


def bars(title: str, groups: Bars) -> str:
    """Groups of horizontal bars on one logarithmic scale of seconds."""
    values = [value for _, members in groups for _, value in members]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    names = list(dict.fromkeys(name for _, members in groups for name, _ in members))
    colours = dict(zip(names, _COLOURS, strict=False))
    drawn: list[str] = []
    y = 50
    for group, members in groups:
        drawn.append(_text(8, y + 11, group, weight="bold"))
        y += _ROW
        for name, value in members:
            width = _along(value, low, high)
            drawn.append(_text(24, y + 11, name))
            drawn.append(_box(_LEFT, y + 2, width, colours.get(name, "#555")))
            drawn.append(_text(_LEFT + width + 6, y + 11, f"{value:.3g} s"))
            y += _ROW
        y += 8
    for power in range(low, high + 1):
        x = _LEFT + _along(10.0**power, low, high)
        drawn.insert(0, _line((x, 40), (x, y)))
        drawn.append(_text(x, 36, f"{10.0**power:g} s"))
    return _picture(title, drawn, y + 10)


def curve(title: str, axes: tuple[str, str], points: Points) -> str:
    """Points joined by a line, both axes logarithmic: a straight line is a power."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x_range = floor(log10(min(xs))), max(ceil(log10(max(xs))), floor(log10(min(xs))) + 1)
    y_range = floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1)
    places = [(80 + _along(x, *x_range), 340 - _along(y, *y_range, width=280)) for x, y in points]
    drawn = [_line(one, two) for one, two in pairwise(places)]
    for (x, y), (left, top) in zip(points, places, strict=True):
        drawn.append(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="4" fill="{_COLOURS[0]}"/>')
        drawn.append(_text(left + 7, top - 7, f"{x:g}: {y:.3g}"))
    drawn += [_text(80, 370, axes[0]), _text(8, 50, axes[1])]
    return _picture(title, drawn, 390)


def _along(value: float, low: int, high: int, width: int = _WIDE) -> float:
    return width * (log10(value) - low) / (high - low)


def _picture(title: str, drawn: list[str], height: float) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDE + 80}" '
        f'height="{height:.0f}" font-family="system-ui, sans-serif" font-size="11">'
        '<rect width="100%" height="100%" fill="#fff"/>'
    )
    return "\n".join([head, _text(8, 18, title, weight="bold"), *drawn, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, weight: str = "normal") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {place} font-weight="{weight}" fill="#222">{escape(text)}</text>'


def _box(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="12" fill="{colour}"/>'


def _line(one: tuple[float, float], two: tuple[float, float]) -> str:
    ends = f'x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{two[0]:.1f}" y2="{two[1]:.1f}"'
    return f'<line {ends} stroke="#ccc"/>'
