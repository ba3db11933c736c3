# SPDX-License-Identifier: Apache-2.0
"""Pictures of every page, in themes and sizes, so that looking at the program is cheap."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QMessageLogContext, QRect, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from incident_console.ui.display import has_display
from incident_console.ui.event_bridge import EventBridge
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.garbage import Garbage
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.catalogue import PAGES
from incident_console.ui.settings import Settings
from incident_console.ui.theme import ThemeChoice, theme_manager

WIDTH, HEIGHT = 1366, 768
_CHECK_MS = 40
_QUIET_CHECKS = 6
_MOST_CHECKS = 400
_THUMB_WIDTH, _GAP, _CAPTION = 455, 12, 22


@dataclass(frozen=True, slots=True)
class Look:
    """One way to show the window: its theme and the size of text in percent."""

    theme: ThemeChoice
    zoom: int

    @property
    def name(self) -> str:
        """How a picture of it is called."""
        theme = self.theme.value.replace("_", "-")
        return theme if self.zoom == 100 else f"{theme}-{self.zoom}"


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of the window after some steps, each taken when the one before has come to rest."""

    name: str
    steps: tuple[Callable[[WorkspaceView], object], ...]


LIGHT, DARK = Look(ThemeChoice.LIGHT, 100), Look(ThemeChoice.DARK, 100)
LARGE = Look(ThemeChoice.LIGHT, 200)
ALL_LOOKS = (LIGHT, DARK, LARGE, Look(ThemeChoice.DARK, 200))


def ensure_application() -> QApplication:
    """The application; without a display an offscreen one."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([sys.argv[0]])


def draw_pages(session: Session, into: Path, looks: Sequence[Look] = ALL_LOOKS) -> list[Path]:
    """Draw each page of the open workspace in each look; returns the pictures. Raises what goes wrong in a page."""
    scenes = [Scene(entry.key, (partial(_show_page, entry.key),)) for entry in PAGES]
    into.mkdir(parents=True, exist_ok=True)
    drawn = []
    for look in looks:
        with _in_look(look), _a_view(session) as (view, jobs):
            drawn += [_draw_scene(view, jobs, scene, into, look) for scene in scenes]
    return drawn


def draw_scenes(session: Session, into: Path, looks: Sequence[Look], scenes: Sequence[Scene]) -> list[Path]:
    """Draw each scene in a window of its own, in each look; returns the pictures. Raises what goes wrong in one."""
    into.mkdir(parents=True, exist_ok=True)
    drawn = []
    for look in looks:
        with _in_look(look):
            for scene in scenes:
                with _a_view(session) as (view, jobs):
                    drawn.append(_draw_scene(view, jobs, scene, into, look))
    return drawn


def contact_sheet(pictures: Sequence[Path], target: Path, columns: int = 4) -> None:
    """One picture of all pictures, each with its name."""
    ensure_application()
    rows = -(-len(pictures) // columns)
    height = round(_THUMB_WIDTH * HEIGHT / WIDTH)
    cell = QRect(0, 0, _THUMB_WIDTH + _GAP, height + _CAPTION + _GAP)
    sheet = QImage(cell.width() * columns + _GAP, cell.height() * rows + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    painter.setFont(QFont(painter.font().family(), 10))
    for place, path in enumerate(pictures):
        x, y = _GAP + place % columns * cell.width(), _GAP + place // columns * cell.height()
        thumb = QImage(str(path)).scaledToWidth(_THUMB_WIDTH, Qt.TransformationMode.SmoothTransformation)
        painter.drawText(x, y + _CAPTION - 7, path.stem)
        painter.drawImage(x, y + _CAPTION, thumb)
    painter.end()
    sheet.save(str(target))


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's messages, but for what an offscreen platform always says of windows."""
    if "propagateSizeHints" not in words:
        sys.stderr.write(f"{words}\n")


def _show_page(key: str, view: WorkspaceView) -> None:
    view.go_to(key, None)
    view.focus_first()


def _draw_scene(view: WorkspaceView, jobs: JobRunner, scene: Scene, into: Path, look: Look) -> Path:
    target = into / f"{scene.name}-{look.name}.png"
    for step in scene.steps:
        step(view)
        wait_until_quiet(lambda: jobs.is_quiet)
    view.grab().save(str(target))
    return target


@contextmanager
def _in_look(look: Look) -> Iterator[None]:
    ensure_application()
    garbage = Garbage()
    before = qInstallMessageHandler(_pass_on)
    theme_manager().apply(look.theme, look.zoom)
    try:
        yield
    finally:
        theme_manager().apply(ThemeChoice.SYSTEM, 100)
        qInstallMessageHandler(before)
        garbage.close()


@contextmanager
def _a_view(session: Session) -> Iterator[tuple[WorkspaceView, JobRunner]]:
    """The workspace on the screen as it is on the first day; at the end what a page raised meanwhile is raised."""
    troubles: list[BaseException] = []
    aside = TemporaryDirectory()
    settings = Settings(LaptopFile(Path(aside.name) / "window.json"))
    jobs = JobRunner(troubles.append, troubles.append)
    view = WorkspaceView(session, jobs, settings)
    bridge = EventBridge(session.bus, view)
    bridge.arrived.connect(view.take_events)
    view.resize(WIDTH, HEIGHT)
    if QGuiApplication.platformName() != "offscreen":  # nobody wants to see them come and go, or to type into them
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    usual_hook = sys.excepthook
    sys.excepthook = lambda _kind, trouble, _trace: troubles.append(trouble)  # what a slot raises, Qt only prints
    view.show()
    wait_until_quiet(lambda: jobs.is_quiet)
    try:
        yield view, jobs
    finally:
        sys.excepthook = usual_hook
        bridge.close()
        view.hide()
        jobs.shutdown()
        view.deleteLater()
        aside.cleanup()
    _raise_first(troubles)


def wait_until_quiet(is_quiet: Callable[[], bool]) -> None:
    """Let the window live until nothing is loading any more."""
    loop, timer = QEventLoop(), QTimer(interval=_CHECK_MS)
    counts = {"quiet": 0, "all": 0}

    def check() -> None:
        counts["quiet"] = counts["quiet"] + 1 if is_quiet() else 0
        counts["all"] += 1
        if counts["quiet"] >= _QUIET_CHECKS or counts["all"] >= _MOST_CHECKS:
            loop.quit()

    timer.timeout.connect(check)
    timer.start()
    loop.exec()
    timer.stop()


def _raise_first(troubles: Sequence[BaseException]) -> None:
    crashes = [trouble for trouble in troubles if not isinstance(trouble, KnownError)]
    for trouble in (*crashes, *troubles):
        raise trouble
