# SPDX-License-Identifier: Apache-2.0
"""Has the pages of one PDF drawn and read beside the window's thread, what was asked for last first."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial
from threading import Lock

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from incident_console.domain.errors import KnownError
from incident_console.services.document_reading import OpenPdf, PageWords
from incident_console.ui.inbox import Inbox
from incident_console.ui.job_lane import JobLane
from incident_console.ui.readers.images import to_image


@dataclass(frozen=True)
class Look:
    """A page as a picture of this size in pixels, turned clockwise by quarters."""

    width: int
    height: int
    quarter_turns: int = 0

    @property
    def pixels(self) -> int:
        """How many pixels the picture has."""
        return self.width * self.height


@dataclass(frozen=True)
class _Answer:
    number: int
    look: Look | None
    result: QImage | PageWords | None
    error: KnownError | None = None


class PageArtist(QObject):
    """``drawn(page, look, picture)`` and ``told(page, words)`` answer, ``failed(page, look, error)`` for a bad page.

    Make one for each PDF; `close` it when that is no longer shown.
    """

    drawn = Signal(int, object, QImage)
    told = Signal(int, object)
    failed = Signal(int, object, object)

    def __init__(self, pdf: OpenPdf, parent: QObject) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._lock = Lock()
        self._looks: dict[int, Look] = {}
        self._words: dict[int, None] = {}
        self._lane = JobLane("pages", 1)
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_answers)
        self.destroyed.connect(partial(_end, self._inbox, self._lane))  # with the window that showed it

    def want_picture(self, number: int, look: Look) -> None:
        """Have a page drawn; what was wanted of it before is not drawn any more."""
        with self._lock:
            is_new = self._looks.pop(number, None) is None
            self._looks[number] = look
        if is_new:
            self._lane.put(self._draw_next)

    def want_only(self, numbers: Container[int]) -> None:
        """Leave undrawn what was wanted of other pages: somebody has turned on meanwhile."""
        with self._lock:
            for number in [each for each in self._looks if each not in numbers]:
                del self._looks[number]

    def want_words(self, number: int) -> None:
        """Have the letters of a page told, unless they are on their way."""
        with self._lock:
            is_new = number not in self._words
            self._words[number] = None
        if is_new:
            self._lane.put(self._read_next)

    def close(self) -> None:
        """Answer nothing any more, and let go of the PDF."""
        self._inbox.close()
        with self._lock:
            self._looks.clear()
            self._words.clear()
        self._pdf.close()
        self._lane.close()

    def _draw_next(self) -> None:
        with self._lock:
            if not self._looks:
                return
            number, look = self._looks.popitem()
        self._answer(
            number, look, lambda: to_image(self._pdf.draw(number, look.width, look.height, look.quarter_turns))
        )

    def _read_next(self) -> None:
        with self._lock:
            if not self._words:
                return
            number, _ = self._words.popitem()
        self._answer(number, None, lambda: self._pdf.words(number))

    def _answer(self, number: int, look: Look | None, ask: Callable[[], QImage | PageWords]) -> None:
        try:
            self._inbox.put(_Answer(number, look, ask()))
        except KnownError as error:
            self._inbox.put(_Answer(number, look, None, error))

    def _on_answers(self, answers: list[_Answer]) -> None:
        for answer in answers:
            if answer.error is not None:
                self.failed.emit(answer.number, answer.look, answer.error)
            elif isinstance(answer.result, QImage):
                self.drawn.emit(answer.number, answer.look, answer.result)
            else:
                self.told.emit(answer.number, answer.result)


def _end(inbox: Inbox, lane: JobLane) -> None:
    """A page that is still being drawn is told to nobody."""
    inbox.close()
    lane.close()
