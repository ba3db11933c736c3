# SPDX-License-Identifier: Apache-2.0
"""Reads a theme file: named colours, and which of them each role uses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from incident_console.resources_path import resource_path
from incident_console.ui.theme.roles import Role


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme's colours, by role."""

    name: str
    title: str
    is_dark: bool
    by_role: Mapping[Role, QColor]


@cache
def load_colours(name: str) -> Colours:
    """Read ``resources/themes/<name>.toml``.

    Raises ValueError when a role is missing or unknown, KeyError when it names a colour that the file does not
    define: both are mistakes in our own file, never something that a user does.
    """
    table = tomllib.loads(resource_path("resources", "themes", f"{name}.toml").read_text(encoding="utf-8"))
    roles: dict[str, str] = table["roles"]
    if set(roles) != {role.value for role in Role}:
        raise ValueError(f"theme {name}: roles differ by {sorted(set(roles) ^ {role.value for role in Role})}")
    by_role = {Role(role): QColor(table["colours"][colour]) for role, colour in roles.items()}
    return Colours(name=name, title=table["title"], is_dark=table["is_dark"], by_role=by_role)


def contrast_ratio(one: QColor, other: QColor) -> float:
    """How well two colours stand apart, 1 (not at all) to 21; WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
