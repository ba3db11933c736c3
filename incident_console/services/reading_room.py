# SPDX-License-Identifier: Apache-2.0
"""Where an unlocked workspace has files read: plain text here, every other format in a process that can be ended."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.library.apart.process import ReadFile, ReadingProcess
from incident_console.library.apart.works import FileToRead, PageToDraw, PageToRead
from incident_console.library.formats import DocumentFormat, recognise
from incident_console.library.limits import MAX_EXTRACT_SECONDS
from incident_console.library.pdf_pages import PageWords, PdfShape
from incident_console.library.pictures import Picture
from incident_console.library.text import ExtractedText, extract_text, unread

if TYPE_CHECKING:
    from incident_console.library.reading import Reading

_OURS = frozenset((DocumentFormat.MARKDOWN, DocumentFormat.TEXT, DocumentFormat.CSV, DocumentFormat.IMAGE))
"""Their words are found by small code of our own, which takes the bytes as text; pictures and others have none."""
_WORDS_SECONDS = MAX_EXTRACT_SECONDS + 15
_LAYOUT_SECONDS = 45.0
_PAGE_SECONDS = 20.0
_PDFS_AT_ONCE = 4
"""A document and a report, and the next one of each on its way."""


class ReadingRoom:
    """The reading processes of a workspace, which end with it; each starts when it is first needed."""

    def __init__(self) -> None:
        self._to_show, self._to_find = ReadingProcess(), ReadingProcess()
        self._lock = Lock()
        self._pdfs: list[OpenPdf] = []

    def words(self, name: str, data: bytes) -> ExtractedText:
        """Title, words and properties of any file that the library understands; a warning where it cannot be read."""
        kind = recognise(name, data)
        if kind.format in _OURS | {DocumentFormat.OTHER}:
            return extract_text(name, data, kind)
        try:
            return self._to_find.ask("words", FileToRead(name, data), ExtractedText, seconds=_WORDS_SECONDS)
        except KnownError:
            return unread(name, data, "It cannot be read in time or is damaged: kept as a file, its text is not found.")

    def layout(self, path: str, title: str, data: bytes, read_file: ReadFile) -> Reading:
        """A file made ready for the eye. Raises KnownError for one that cannot be shown."""
        from incident_console.library.reading import Reading, ReadingForm

        if recognise(path, data).format is DocumentFormat.PDF:
            return Reading(ReadingForm.PDF)
        wanted = FileToRead(path, data, title)
        return self._to_show.ask("layout", wanted, Reading, seconds=_LAYOUT_SECONDS, read_file=read_file)

    def open_pdf(self, data: bytes) -> OpenPdf:
        """Open a PDF for reading; an older one that nobody let go of is closed. Raises KnownError if it cannot be."""
        pdf = OpenPdf(data)
        with self._lock:
            now = [*(each for each in self._pdfs if not each.is_closed), pdf]
            self._pdfs, left = now[-_PDFS_AT_ONCE:], now[:-_PDFS_AT_ONCE]
        for each in left:
            each.close()
        return pdf

    def close(self) -> None:
        """End all reading: nothing of a document stays in memory over there."""
        with self._lock:
            pdfs, self._pdfs = self._pdfs, []
        for pdf in pdfs:
            pdf.close()
        self._to_show.close()
        self._to_find.close()


class OpenPdf:
    """A PDF with a reading process of its own: one that is killed by a page is started anew for the next."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._process = ReadingProcess()
        self._lock = Lock()
        self._opened_in = 0
        self.is_closed = False
        self.shape = self._open()

    def draw(self, number: int, width: int, height: int, quarter_turns: int = 0) -> Picture:
        """A page as a picture of this size, turned clockwise. Raises KnownError for one that cannot be drawn."""
        page = PageToDraw(number, width, height, quarter_turns)
        with self._lock:
            self._reopen()
            return self._process.ask("draw page", page, Picture, seconds=_PAGE_SECONDS)

    def words(self, number: int) -> PageWords:
        """The letters of a page and where each stands. Raises KnownError where they cannot be read."""
        with self._lock:
            self._reopen()
            return self._process.ask("page words", PageToRead(number), PageWords, seconds=_PAGE_SECONDS)

    def close(self) -> None:
        """Let go of it; may be called while a page is being drawn in another thread."""
        self.is_closed = True
        self._process.close()
        self._data = b""

    def _open(self) -> PdfShape:
        try:
            shape = self._process.ask("open pdf", FileToRead("", self._data), PdfShape, seconds=_PAGE_SECONDS)
        except KnownError:
            self.close()
            raise
        self._opened_in = self._process.starts
        return shape

    def _reopen(self) -> None:
        if not self._process.is_running or self._opened_in != self._process.starts:
            self._open()
