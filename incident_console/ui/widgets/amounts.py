# SPDX-License-Identifier: Apache-2.0
"""Numbers as pictures: a big count with its caption, and a bar that says how much of it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.label import Label


class BigNumber(QWidget):
    """A large count in a tone, with a few words below it."""

    def __init__(self, number: int, caption: str, role: Role = Role.TEXT) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._number = Label("", TextStyle.NUMBER, role, is_bold=True)
        self._caption = Label("", TextStyle.SMALL, Role.MUTED)
        column.addWidget(self._number)
        column.addWidget(self._caption)
        self.set_value(number, caption)

    def set_value(self, number: int, caption: str) -> None:
        """Show another count."""
        self._number.setText(f"{number:,}")
        self._caption.setText(caption)
        self.setAccessibleName(f"{number:,} {caption}")


class MeterBar(QProgressBar):
    """A thin bar for a share; say the numbers in words beside it as well."""

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setAccessibleName(accessible_name)
        self.set_share(0, 0)

    def set_share(self, done: int, total: int) -> None:
        """Show done of total; nothing of nothing is an empty bar."""
        self.setMaximum(max(total, 1))
        self.setValue(min(done, total))
        self.setAccessibleDescription(f"{done:,} of {total:,}")
