# SPDX-License-Identifier: Apache-2.0
"""Searching the library while somebody types: first answers soon, the whole one when typing rests."""

from __future__ import annotations

from functools import partial
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.services.search import SearchAnswer, SearchService
from incident_console.ui.jobs import JobRunner
from incident_console.ui.latest import Latest

MOST_HITS = 200
_REST_MS = 300


class LibrarySearch(QObject):
    """``found`` comes whenever `answer` is another one, ``failed`` with what did not work.

    Where the whole answer was shown, words that are asked for again keep it until the next whole one.
    """

    found = Signal()
    failed = Signal(object)

    def __init__(self, search: SearchService, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._search = search
        self._asking = Latest(jobs, self)
        self._words, self._whole_for = "", ""
        self.answer, self.took_ms = SearchAnswer(), 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask_whole)

    @property
    def is_asking(self) -> bool:
        """Whether another answer is on its way."""
        return self._asking.is_asking

    def ask(self, words: str) -> None:
        """Search for words; for none there is nothing to find."""
        self._rest.stop()
        self._words = words
        if not words:
            self._asking.forget()
            self._whole_for, self.answer = "", SearchAnswer()
            self.found.emit()
        else:
            self._ask(is_first=words != self._whole_for)

    def _ask_whole(self) -> None:
        self._ask(is_first=False)

    def _ask(self, *, is_first: bool) -> None:
        call = partial(_timed_answer, self._search, self._words, is_first)
        self._asking.ask(call, partial(self._on_answer, self._words), self.failed.emit)

    def _on_answer(self, words: str, told: tuple[SearchAnswer, int]) -> None:
        self.answer, self.took_ms = told
        if self.answer.is_whole:
            self._whole_for = words
        else:
            self._whole_for = ""
            self._rest.start()
        self.found.emit()


def found_words(answer: SearchAnswer, shown: int, total: int) -> str:
    """How much was found in so many documents, of which so much is shown."""
    hits = len(answer.hits)
    if answer.is_counted and answer.count <= hits:
        return f"{shown:,} of {total:,} documents"
    best = f"{shown:,} of the best {hits:,}" if shown < hits else f"The best {hits:,}"
    return f"{best} of {answer.count:,}{'' if answer.is_counted else '+'} found in {total:,} documents"


def _timed_answer(search: SearchService, words: str, is_first: bool) -> tuple[SearchAnswer, int]:
    """What was found and how many milliseconds that took."""
    begun = perf_counter()
    answer = search.answer(words, MOST_HITS, ("document",), is_first=is_first)
    return answer, max(1, round((perf_counter() - begun) * 1000))
