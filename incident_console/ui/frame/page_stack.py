# SPDX-License-Identifier: Apache-2.0
"""The pages of an unlocked workspace: each made when it is first shown, told of the incident and of events."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from incident_console.domain.events import Event
from incident_console.ui.pages.catalogue import PageEntry
from incident_console.ui.pages.page import Page, PageContext


class PageStack(QStackedWidget):
    """Shows one page, or in its place ``no_incident`` while the page needs an incident and none is open.

    ``badge_changed(page key, count)`` passes on what pages say of themselves.
    """

    badge_changed = Signal(str, int)

    def __init__(
        self,
        entries: Sequence[PageEntry],
        context: PageContext,
        no_incident: QWidget,
    ) -> None:
        super().__init__()
        self.setObjectName("page-stack")
        self._entries = {entry.key: entry for entry in entries}
        self._context, self._no_incident = context, no_incident
        self._pages: dict[str, Page] = {}
        self._incident: bytes | None = None
        self._key, self._refusal = "", ""
        self.addWidget(no_incident)

    @property
    def key(self) -> str:
        """The key of the page that is shown or hidden behind the panel; empty before the first."""
        return self._key

    def page(self, key: str) -> Page:
        """The page with this key, made if need be. Raises KeyError for a key that is none."""
        if key not in self._pages:
            page = self._entries[key].make(self._context)
            page.badge_changed.connect(partial(self.badge_changed.emit, key))
            self._pages[key] = page
            self.addWidget(page)
            page.show_incident(self._incident)
            if self._refusal:
                page.refuse(self._refusal)
        return self._pages[key]

    def shown_page(self) -> Page | None:
        """The page before the user's eyes, None while the panel stands in its place."""
        page = self._pages.get(self._key)
        return page if page is not None and self.currentWidget() is page else None

    def show_page(self, key: str) -> None:
        """Show a page, or the panel in its place. Raises KeyError for a key that is none."""
        entry = self._entries[key]
        self._key = key
        hidden = entry.needs_incident and self._incident is None
        self.setCurrentWidget(self._no_incident if hidden else self.page(key))

    def show_panel(self) -> None:
        """Show the panel in place of the page, until a page is shown again."""
        self.setCurrentWidget(self._no_incident)

    def show_incident(self, incident: bytes | None) -> None:
        """Let every page show another incident, or none."""
        if incident == self._incident:
            return
        self._incident = incident
        for page in self._pages.values():
            page.show_incident(incident)
        if self._key:
            self.show_page(self._key)

    def refuse(self, reason: str) -> None:
        """Let no page write, for this reason; empty lets them again."""
        if reason != self._refusal:
            self._refusal = reason
            for page in self._pages.values():
                page.refuse(reason)

    def take_events(self, events: Sequence[Event]) -> None:
        """Tell every page that was made."""
        for page in self._pages.values():
            page.take_events(events)

    def keep_unsaved(self) -> None:
        """Let every page keep what was typed and not saved."""
        for page in self._pages.values():
            page.keep_unsaved()
