# SPDX-License-Identifier: Apache-2.0
"""Notices that another program wrote into a plain copy, or that somebody comes back from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_SETTLES_MS = 400
"""Programs save in several steps: look once they are through."""


class OutsideWatch(QObject):
    """``stirred`` comes a moment after something happened. What is watched may be replaced or removed meanwhile."""

    stirred = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._soon.timeout.connect(self.stirred)
        self._watcher.fileChanged.connect(self._on_stir)
        self._watcher.directoryChanged.connect(self._on_stir)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state_changed)

    def follow(self, copies: Sequence[Path]) -> None:
        """Watch these copies, and the directories in which a new file may take the place of the old one."""
        wanted = {str(path) for copy in copies for path in (copy, copy.parent) if path.exists()}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if gone := sorted(watched - wanted):
            self._watcher.removePaths(gone)
        if new := sorted(wanted - watched):
            self._watcher.addPaths(new)

    def _on_stir(self, _path: str) -> None:
        self._soon.start()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self._watcher.directories():
            self._soon.start()
