# SPDX-License-Identifier: Apache-2.0
"""The rows of the status log: entries newest first, with a heading above what arrived since somebody looked."""

from __future__ import annotations

from collections.abc import Collection, Set

from PySide6.QtCore import QObject

from incident_console.domain.clock import Moment
from incident_console.services.log_arrivals import Wave
from incident_console.services.log_view import LogLine, LogNews, LogState
from incident_console.ui.delegates import Heading, Row
from incident_console.ui.delegates.log_row import LogLook, log_row, log_tip, wave_heading
from incident_console.ui.models.paged_model import PagedModel, Place

_HEADING = b"\xff"
"""Behind an entry's key: the heading above it, whose place is thereby right after the entry's."""


class LogModel(PagedModel[LogLine]):
    """Filled with `show`, then changed with `take`; `set_now` and `set_words` change how rows look."""

    def __init__(self, now: Moment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now, self._words = now, ""
        self._new: Set[bytes] = frozenset()
        self._headings: dict[bytes, tuple[Wave, Heading]] = {}

    def make_row(self, shown: LogLine) -> Row:
        return log_row(shown, LogLook(self._now, self._words, is_new=shown.entry.id in self._new))

    def tip(self, shown: LogLine) -> str:
        return log_tip(shown, self._now)

    def own_row(self, key: bytes) -> Heading | None:
        shown = self._headings.get(key)
        return shown[1] if shown else None

    def entry_count(self) -> int:
        """How many entries are shown, headings not counted."""
        return self.rowCount() - len(self._headings)

    def first_key(self) -> bytes | None:
        """The newest entry shown, or None."""
        keys = (self.key_at(row) for row in range(self.rowCount()))
        return next((key for key in keys if key not in self._headings), None)

    def show(self, news: LogNews, words: str = "") -> None:
        """Show these entries and no others; ``words`` were searched for."""
        self._words = words
        self._new = news.state.arrivals.keys()
        self._rows.clear()
        self._headings = {_heading_key(wave): (wave, wave_heading(wave, self._now)) for wave in news.state.waves}
        self.show_places(sorted([*news.shown, *map(_heading_place, news.state.waves)]))

    def take(self, news: LogNews, lines: Collection[LogLine]) -> None:
        """Follow what changed: entries come, change or go; ``lines`` are those of the entries shown."""
        self.remove_keys(news.hidden)
        self.put_places(news.shown)
        self._take_state(news.state)
        self.refresh_lines([key for _, _, key in news.shown])
        self.give_lines({shown.entry.id: shown for shown in lines})

    def set_now(self, now: Moment, *, is_other_day: bool) -> None:
        """Go by another time; on another day the rows name their day."""
        self._now = now
        if is_other_day:
            self.rebuild_rows()

    def _take_state(self, state: LogState) -> None:
        changed, self._new = self._new ^ state.arrivals.keys(), state.arrivals.keys()
        for key in changed:
            self._rows.pop(key, None)
        self._tell_changed([key for key in changed if self.line(key)])
        wanted = {_heading_key(wave): wave for wave in state.waves}
        gone = [key for key in self._headings if key not in wanted]
        self.remove_keys(gone)
        for key in gone:
            del self._headings[key]
        self._headings.update({key: (wave, wave_heading(wave, self._now)) for key, wave in wanted.items()})
        self.put_places(map(_heading_place, state.waves))
        self._tell_changed(wanted)


def _heading_key(wave: Wave) -> bytes:
    return wave.above[-1] + _HEADING


def _heading_place(wave: Wave) -> Place:
    at_ms, tie, key = wave.above
    return at_ms, tie, key + _HEADING
