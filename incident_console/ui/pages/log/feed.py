# SPDX-License-Identifier: Apache-2.0
"""Keeps the rows of the log equal to the record: asks for what a filter shows, follows events, fetches what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, MembershipChanged, Notice, ThingsChanged
from incident_console.services.log_view import LogLine, LogNews, LogQuery, LogState, LogViewService
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.models.log_model import LogModel

_MOST_FOLLOWED = 300
"""With more changes than these at once, looking at all anew is quicker than following each."""
_AT_ONCE = 128
_PAUSE_MS = 500
"""While a sync brings very much, looking at all anew happens no more often."""


class LogFeed(QObject):
    """One question at a time goes to the store; events that come meanwhile are gathered for the next one.

    ``opened(state)`` comes when other entries are shown, ``followed(state, keys)`` when some changed, ``failed(error)``
    when the store could not answer.
    """

    opened = Signal(object)
    followed = Signal(object, object)
    failed = Signal(object)

    def __init__(self, view: LogViewService, jobs: JobRunner, model: LogModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._jobs, self.model = view, jobs, model
        self.query: LogQuery | None = None
        self.state: LogState | None = None
        self._wants_all = False
        self._changed: set[bytes] = set()
        self._asked: LogQuery | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        model.lines_wanted.connect(self._on_lines_wanted)

    def show(self, query: LogQuery) -> None:
        """Show what a query finds."""
        self.query = query
        self.reload()

    def stop(self) -> None:
        """Show no log any more."""
        self.query, self.state = None, None
        self._changed.clear()
        self._pause.stop()

    def looked_at_ms(self, incident: bytes) -> int | None:
        """Since when entries count as new, as long as the same log is shown."""
        return self.query.looked_at_ms if self.query is not None and self.query.incident == incident else None

    def reload(self) -> None:
        """Look at all of it anew; selection and place stay with their entries."""
        self._wants_all = self.query is not None
        self._go_on()

    def note_looked(self) -> None:
        """Everything that is here now was looked at."""
        if self.query is None or self.state is None:
            return
        at_ms = self.state.at_ms
        self.query = replace(self.query, looked_at_ms=at_ms)
        self._jobs.ask(partial(self._view.note_looked, self.query.incident, at_ms))

    def take_events(self, events: Iterable[Event]) -> None:
        """Follow what happened to entries of this log, and to the names of those who wrote them."""
        if self.query is None:
            return
        for event in events:
            if isinstance(event, ThingsChanged):
                incident = self.query.incident
                self._changed |= {c.key for c in event.changes if c.thing == "entry" and c.incident == incident}
                if any(change.thing == "station" for change in event.changes):
                    self.model.refresh_lines()
            elif isinstance(event, MembershipChanged | Notice):
                self.model.refresh_lines()
        self._go_on()

    # One question at a time ----------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._asked is not None or self.query is None:
            return
        if self._wants_all or self.state is None:
            self._wants_all = False
            self._changed.clear()
            self._ask(partial(self._view.open, self.query), self._on_opened, Lane.STORE)
        elif len(self._changed) > _MOST_FOLLOWED:
            if not self._pause.isActive():
                self._pause.start()
        elif self._changed:
            keys = tuple(self._changed)
            self._changed.clear()
            follow = partial(_follow, self._view, self.query, keys, self.state)
            self._ask(follow, partial(self._on_followed, keys), Lane.STORE_BACKGROUND)

    def _ask(self, question: Callable[[], Any], on_success: Callable[[Any], None], lane: Lane) -> None:
        self._asked = self.query
        self._jobs.ask(question, lane=lane, on_success=on_success, on_failure=self._on_failed)

    def _on_opened(self, news: LogNews) -> None:
        if self._asked is not None and self._is_current():
            self.query = replace(self._asked, looked_at_ms=news.state.looked_at_ms)
            self.state = news.state
            self.model.show(news, self.query.chosen.words)
            self.opened.emit(news.state)
        self._asked = None
        self._go_on()

    def _on_followed(self, keys: Sequence[bytes], answer: tuple[LogNews, list[LogLine]]) -> None:
        if self._is_current():
            news, lines = answer
            self.state = news.state
            self.model.take(news, lines)
            self.followed.emit(news.state, keys)
        self._asked = None
        self._go_on()

    def _on_failed(self, error: KnownError) -> None:
        self._asked, self._wants_all = None, True
        self.failed.emit(error)

    def _is_current(self) -> bool:
        """Whether the answer is one to the question of now."""
        return self._asked == self.query and not self._wants_all

    def _on_lines_wanted(self, keys: list[bytes]) -> None:
        for start in range(0, len(keys), _AT_ONCE):
            some = tuple(keys[start : start + _AT_ONCE])
            self._jobs.ask(partial(self._view.lines, some), on_success=self._on_lines)

    def _on_lines(self, lines: list[LogLine]) -> None:
        self.model.give_lines({shown.entry.id: shown for shown in lines})


def _follow(
    view: LogViewService, query: LogQuery, keys: Sequence[bytes], before: LogState
) -> tuple[LogNews, list[LogLine]]:
    """What became of some entries, with the lines of those that are shown."""
    news = view.news(query, keys, before)
    return news, view.lines([key for _, _, key in news.shown][:_AT_ONCE])
