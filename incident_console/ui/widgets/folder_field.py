# SPDX-License-Identifier: Apache-2.0
"""A field for the path of a directory, typed or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton


class FolderField(QWidget):
    """A line and the button that opens the system's chooser.

    ``changed`` comes with each stroke, ``submitted`` on Enter.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, accessible_name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = QLineEdit()
        self._line.setAccessibleName(accessible_name)
        self._line.setPlaceholderText(placeholder)
        self._browse = SecondaryButton("Browse", icon="folder-open")
        self._browse.setAccessibleName(f"Browse: {accessible_name}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._line, 1)
        self._row.addWidget(self._browse)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self.changed)
        self._line.returnPressed.connect(self.submitted)
        self._browse.clicked.connect(self._on_browse_clicked)
        follow_theme(self._restyle)

    def path(self) -> Path | None:
        """What was typed, with ~ as the home directory; None where the field is empty."""
        text = self._line.text().strip()
        return _whole(text) if text else None

    def set_path(self, path: Path | None) -> None:
        """Show a path."""
        self._line.setText(str(path) if path else "")

    def _on_browse_clicked(self) -> None:
        start = self.path() or Path.home()
        while not start.is_dir() and start != start.parent:
            start = start.parent
        dialog = QFileDialog(self, self._line.accessibleName(), str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restyle(self) -> None:
        self._row.setSpacing(theme().px(8))


def _whole(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # ~name of nobody
        return Path(text).absolute()
