# SPDX-License-Identifier: Apache-2.0
"""Catches what nobody expected, in any thread: a line in the log file, and a dialog that says what is safe.

The log file holds kinds of errors, files, lines and versions; never a message, because a message may quote what
somebody typed. Of Qt's own warnings it holds the name of the function that complains.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler

from incident_console.ui.inbox import Inbox

if TYPE_CHECKING:
    from incident_console.ui.widgets.crash_dialog import CrashDialog

_LARGEST_LOG = 256 << 10


def usual_log_file() -> Path:
    """Where the log lies on this system for this user."""
    from platformdirs import user_log_path

    return user_log_path("incident-console", appauthor=False) / "errors.log"


class CrashGuard(QObject):
    """`install` it once; ``report`` may be called from any thread. One dialog at a time, the rest goes to the log."""

    def __init__(self, log_file: Path) -> None:
        super().__init__()
        self._log_file = log_file
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_errors)
        self._dialog: CrashDialog | None = None

    def install(self) -> None:
        """Listen to Python's hooks and to Qt's messages."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back, and close the dialog."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(None)
        self._inbox.close()
        if self._dialog is not None:
            self._dialog.close()

    def report(self, error: BaseException) -> None:
        """Note a mistake of ours and tell the user."""
        from incident_console.ui.widgets.crash_dialog import describe_crash

        self._write(describe_crash(error))
        self._inbox.put(error)

    def _on_errors(self, errors: list[BaseException]) -> None:
        from incident_console.ui.widgets.crash_dialog import CrashDialog

        if self._dialog is None:
            self._dialog = CrashDialog(errors[0])
            self._dialog.finished.connect(self._on_dialog_finished)
            self._dialog.show()

    def _on_dialog_finished(self) -> None:
        self._dialog = None

    def _on_exception(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self.report(error)

    def _on_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.report(told.exc_value)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self._write(f"{kind.name} {context.category or 'qt'} {first_word(message)}")

    def _write(self, text: str) -> None:
        """Append to the log; where that is not possible the user is told all the same."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        with suppress(OSError):
            self._log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._log_file.exists() and self._log_file.stat().st_size > _LARGEST_LOG:
                self._log_file.replace(self._log_file.with_suffix(".old"))
            with self._log_file.open("a", encoding="utf-8") as file:
                file.write(f"{stamp} {text}\n")


def first_word(message: str) -> str:
    """The function that a message of Qt names at its beginning; all behind it might tell what is on the screen."""
    word = message.partition(" ")[0].rstrip(":")
    return word if word.replace("::", "").replace("_", "").isalnum() and word.isascii() else "message"
