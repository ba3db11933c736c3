# SPDX-License-Identifier: Apache-2.0
"""Tells of a mistake in the program: what happened, that nothing saved is lost, and what to send us."""

from __future__ import annotations

import platform
import sys
import traceback

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from incident_console import __version__
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.label import Label

_SAFE = (
    "This is a mistake in the program, not yours. Everything shown as saved is on this disk, and the text in open "
    "fields is still there. You can go on; if the same happens again, close the program and start it anew."
)


def describe_crash(error: BaseException) -> str:
    """Where in the program it happened, without any content: types, files, lines and versions, never messages.

    A message may quote what somebody typed, so only the kinds of errors are told, causes included.
    """
    lines = [f"Incident Console {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {sys.platform}"]
    seen: BaseException | None = error
    while seen is not None and len(lines) < 200:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-30:])
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _short(path: str) -> str:
    """The last three parts of a path: a home folder's name is nobody's business."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])


class CrashDialog(QDialog):
    """Shown for an error that nobody expected; does not block the window behind it."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash-dialog")
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = describe_crash(error)
        self._details = QPlainTextEdit(self._report)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details of the mistake")
        self._copy = SecondaryButton("Copy details", key="Ctrl+Shift+C")
        self._go_on = PrimaryButton("Go on")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._copy.clicked.connect(self.copy_details)
        self._go_on.clicked.connect(self.accept)
        self._go_on.setFocus()
        follow_theme(self._restyle)

    @property
    def details(self) -> str:
        """What is copied: no content, no names."""
        return self._report

    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
        self._copy.set_words("Copied")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(IconMark("triangle-alert", Role.DANGER, 22))
        head.addWidget(Label("Something went wrong inside the program", TextStyle.TITLE, is_bold=True), 1)
        self._column.addLayout(head)
        self._column.addWidget(Label(_SAFE, is_wrapped=True))
        kept = "The details below say where in the program it happened. They hold nothing from your record."
        self._column.addWidget(Label(kept, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        self._column.addWidget(self._details, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._copy)
        foot.addStretch(1)
        foot.addWidget(self._go_on)
        self._column.addLayout(foot)

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        self._column.setSpacing(px(12))
        self.resize(px(560), px(380))
