# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject

from incident_console.services.document_reading import OpenPdf
from incident_console.services.reading_room import ReadingRoom
from incident_console.ui.readers.page_artist import Look, PageArtist
from tests.helpers.documents import a_pdf


class _SlowPdf:
    """An open PDF whose page is drawn once it is told to."""

    def __init__(self, pdf: OpenPdf) -> None:
        self._pdf = pdf
        self.has_begun, self.may_go_on, self.is_done = threading.Event(), threading.Event(), threading.Event()

    def draw(self, number: int, width: int, height: int, quarter_turns: int) -> object:
        self.has_begun.set()
        self.may_go_on.wait(20)
        try:
            return self._pdf.draw(number, width, height, quarter_turns)
        finally:
            self.is_done.set()


def test_a_page_that_is_drawn_while_its_window_goes_away_is_told_to_nobody(qapp: QObject) -> None:
    room = ReadingRoom()
    pdf, window = _SlowPdf(room.open_pdf(a_pdf("One"))), QObject()
    artist = PageArtist(pdf, window)  # type: ignore[arg-type]
    artist.want_picture(0, Look(40, 60))
    assert pdf.has_begun.wait(20)
    shiboken6.delete(window)
    pdf.may_go_on.set()
    assert pdf.is_done.wait(20)
    room.close()
