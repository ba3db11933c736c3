# SPDX-License-Identifier: Apache-2.0
"""The program itself, answering on stdout what its window shows whenever a line comes on stdin.

``python -m tests.helpers.probed_window WORKSPACE``: the answer is one line of JSON.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QAbstractItemModel, QSocketNotifier, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication

from incident_console import app
from incident_console.ui.main_window import MainWindow


class ProbedWindow(MainWindow):
    """The window with a probe."""

    def open_door(self, workspace: object = None) -> None:
        super().open_door(workspace)  # type: ignore[arg-type]
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._answer)

    def _answer(self) -> None:
        if not sys.stdin.readline():
            self._notifier.setEnabled(False)
            return
        views = [view for view in self.findChildren(QAbstractItemView) if view.isVisible()]
        rows = [row for view in views for row in _rows(view.model())]
        focused = QApplication.focusWidget()
        shown = {
            "content": self._content.objectName() if self._content else "",
            "rows": rows,
            "focus": focused.objectName() if focused else "",
            "is_active": self.isActiveWindow(),
        }
        sys.stdout.write(json.dumps(shown) + "\n")
        sys.stdout.flush()


def _rows(model: QAbstractItemModel | None) -> list[str]:
    if model is None:
        return []
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role) or "") for row in range(model.rowCount())]


if __name__ == "__main__":
    vars(app)["MainWindow"] = ProbedWindow
    sys.exit(app.main(sys.argv[1:]))
