# SPDX-License-Identifier: Apache-2.0
"""What tests ask of the window again and again."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

_Kind = TypeVar("_Kind", bound=QWidget)


def focused() -> QWidget:
    """The widget that has the keyboard."""
    widget: QWidget | None = QApplication.focusWidget()
    assert widget is not None, "nobody has the keyboard"
    return widget


def part(parent: QWidget | None, kind: type[_Kind], name: str = "") -> _Kind:
    """The part of this kind, and of this name if one is given."""
    assert parent is not None
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind), f"no {kind.__name__} {name}"
    return found
