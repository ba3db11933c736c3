# SPDX-License-Identifier: Apache-2.0
"""Shows and hides a part without ever opening it as a window of its own; lets it be used, or says why not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_when(widget: QWidget, *, is_shown: bool) -> None:
    """Show or hide a widget; one that has no parent yet waits until its parent shows it."""
    if not is_shown:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)


def refuse(widget: QWidget, reason: str) -> None:
    """Let nobody use a part, for this reason, which its tooltip says; empty lets them again."""
    widget.setEnabled(not reason)
    widget.setToolTip(reason)
