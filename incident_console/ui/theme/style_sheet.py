# SPDX-License-Identifier: Apache-2.0
"""Fills the style sheets of the window and of its pages.

``@role`` is a colour, ``@px(4)`` a length, ``@text(small)`` a size of text.
"""

from __future__ import annotations

import re
from functools import cache

from incident_console.resources_path import resource_path
from incident_console.ui.theme.roles import Role
from incident_console.ui.theme.text_styles import TextStyle
from incident_console.ui.theme.theme import Theme

_PLACEHOLDER = re.compile(r"@(?:(px|text)\(([\w.-]+)\)|([a-z-]+))")


def style_sheet(theme: Theme) -> str:
    """The program's style sheet for one theme. Raises ValueError for a placeholder that nothing fills."""
    return _filled(theme, "base.qss")


def page_style_sheet(theme: Theme) -> str:
    """The style of the pages that documents are read on, in the part of CSS that QTextDocument knows."""
    return _filled(theme, "page.css")


def _filled(theme: Theme, name: str) -> str:
    return _PLACEHOLDER.sub(lambda match: _value(theme, match), _template(name))


def _value(theme: Theme, match: re.Match[str]) -> str:
    function, argument, role = match.groups()
    if function == "px":
        return f"{theme.px(float(argument))}px"
    if function == "text":
        return f"{theme.points(TextStyle(argument)):.2f}pt"
    return theme.colour(Role(role)).name()


@cache
def _template(name: str) -> str:
    return resource_path("resources", "qss", name).read_text(encoding="utf-8")
