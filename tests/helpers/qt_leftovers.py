# SPDX-License-Identifier: Apache-2.0
"""A test of the window fails that leaves a running timer, a running Qt thread or a top-level window behind."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.leftovers import has_passed, what_stays

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_QT_FOLDERS = {"ui", "flows", "pictures"}
_QT_FIXTURES = {"qtbot", "qapp"}


def uses_qt(request: pytest.FixtureRequest) -> bool:
    """Tell whether a test has a face; all others are spared the cost of importing Qt."""
    return bool(_QT_FIXTURES & set(request.fixturenames) or _QT_FOLDERS & set(request.path.parts))


@pytest.fixture(autouse=True)
def no_qt_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch what the test starts and shows, and ask afterwards whether it still runs or stands."""
    if not uses_qt(request):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        watch = _Watch(patch)
        yield
    complaints = what_stays(watch.leftovers)
    watch.clear_away()
    if complaints and has_passed(request):
        pytest.fail("this test left behind: " + "; ".join(complaints), pytrace=False)


class _Watch:
    """Knows the windows from before the test, and every timer and thread that was started during it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        from PySide6.QtCore import QThread, QTimer

        self._started: list[Callable[[], Any]] = []
        for kind in (QTimer, QThread):
            patch.setattr(kind, "start", self._remembering(kind.start))
        patch.setattr(QTimer, "singleShot", staticmethod(self._single_shot(QTimer.singleShot)))
        self._windows_before = set(_top_level_widgets())

    def _remembering(self, start: Callable[..., None]) -> Callable[..., None]:
        """The same ``start``, noting what was started; something without a parent ends when nobody holds it."""

        def remembered(target: Any, *arguments: Any) -> None:
            self._started.append(weakref.ref(target) if target.parent() is None else lambda: target)
            start(target, *arguments)

        return remembered

    def _single_shot(self, original: Callable[..., None]) -> Callable[..., None]:
        """A ``singleShot`` whose timer can be asked whether it still waits; one tied to a receiver dies with it."""
        from PySide6.QtCore import QTimer

        def single_shot(milliseconds: int, *rest: Any) -> None:
            if len(rest) != 1 or not callable(rest[0]):
                original(milliseconds, *rest)
                return
            timer = QTimer(singleShot=True)
            timer.timeout.connect(rest[0])
            self._started.append(lambda: timer)
            timer.start(milliseconds)

        return single_shot

    def leftovers(self) -> list[str]:
        """What runs or stands now and did not before the test."""
        _finish_deleting()
        if self._new_windows():
            gc.collect()
            _finish_deleting()
        running = [f"running {_name(target)}" for target in self._still_running()]
        windows = [f"window {_name(widget)}" for widget in self._new_windows()]
        return running + windows

    def clear_away(self) -> None:
        """End what is left, so that only the test that left it is told of it."""
        from PySide6.QtCore import QTimer

        for target in self._still_running():
            if isinstance(target, QTimer):
                target.stop()
            else:
                target.requestInterruption()
                target.quit()
                target.wait(1000)
        for widget in self._new_windows():
            widget.deleteLater()
        self._started.clear()
        _finish_deleting()

    def _still_running(self) -> list[Any]:
        from PySide6.QtCore import QTimer
        from shiboken6 import isValid

        targets = [target for find in self._started if (target := find()) is not None and isValid(target)]
        running = [item for item in targets if (item.isActive() if isinstance(item, QTimer) else item.isRunning())]
        return list(dict.fromkeys(running))

    def _new_windows(self) -> list[QWidget]:
        return [widget for widget in _top_level_widgets() if widget not in self._windows_before]


def _name(target: Any) -> str:
    return f"{type(target).__name__} {target.objectName()}".strip()


def _top_level_widgets() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if isinstance(QApplication.instance(), QApplication) else []


def _finish_deleting() -> None:
    """Let Qt carry out every deleteLater."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
