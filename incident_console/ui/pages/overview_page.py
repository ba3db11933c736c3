# SPDX-License-Identifier: Apache-2.0
"""The overview: what matters now on one screen; each tile leads to its list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.events import Event
from incident_console.services.overview import Overview, read_overview
from incident_console.ui.delegates import Line, Text
from incident_console.ui.latest import Latest
from incident_console.ui.pages.overview import tiles
from incident_console.ui.pages.overview.roles_view import RolesView
from incident_console.ui.pages.overview.tiles import TileRow
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.theme import Role, TextStyle
from incident_console.ui.widgets.amounts import MeterBar
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.card_grid import CardGrid
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.page_header import PageHeader

_TICK_MS = 30_000


class OverviewPage(Page):
    """Asks for everything once a change came or half a minute passed while it is looked at.

    The roles, which have no page of their own, open in its place.
    """

    key = "overview"
    title = "Overview"
    icon = "layout-dashboard"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("overview-page")
        self.headline = Label("", TextStyle.BODY, Role.MUTED)
        self.bar, self.grid = InlineBar(), CardGrid("overview-tiles", "What matters now")
        self._latest = Latest(context.jobs, self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._refresh)
        self.tasks = self._card("list-checks", "Tasks", "All tasks", "tasks")
        self.significant = self._card("star", "Significant", "Log", "log")
        self.next = self._card("alarm-clock", "Next", "", "")
        self.calls = self._card("phone-call", "Calls", "Queue", "calls")
        self.stations = self._card("radio-tower", "Stations", "Team & sync", "team")
        self.roles = self._card("users", "Roles", "Assign", "")
        self.roles.link_clicked.connect(self.open_roles)
        self.roles_view, self._tiles, self._stack = RolesView(context), QWidget(), QStackedWidget()
        self.roles_view.left.connect(self._on_roles_left)
        self.messages: Card | None = None
        self._lay_out()

    def _card(self, icon: str, title: str, link: str, page: str) -> Card:
        card = Card(icon, title, link)
        if page:
            card.link_clicked.connect(partial(self.context.go_to, page, None))
        self.grid.add_card(card)
        return card

    def _lay_out(self) -> None:
        header = PageHeader(self.title)
        header.add(self.headline)
        column = QVBoxLayout(self._tiles)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.bar)
        column.addWidget(self.grid, 1)
        for view in (self._tiles, self.roles_view):
            self._stack.addWidget(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.add_key("R", self.open_roles)
        for key in ("A", "M", "V", "D", "N"):
            self.add_key(key, partial(self._in_roles, key))

    # What the frame asks -------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self.roles_view.show_incident(incident)
        self._stack.setCurrentWidget(self._tiles)
        self._latest.forget()
        self._refresh()

    def show_thing(self, key: bytes) -> None:
        self.open_roles(key)

    def refuse(self, reason: str) -> None:
        self.roles_view.refuse(reason)

    def page_keys(self) -> Sequence[PageKey]:
        return (
            PageKey("R", "the roles: who holds them, and handing them over"),
            PageKey("A", "in the roles: give it to somebody; M take it yourself, V leave it vacant"),
            PageKey("D", "in the roles: the deputies, in order; N add a role"),
            PageKey("Esc", "in the roles: back to the list, then to the overview"),
        )

    def take_events(self, events: Sequence[Event]) -> None:
        if self.isVisible():
            self._refresh()

    def focus_first(self) -> None:
        if self._is_in_roles:
            self.roles_view.focus_list()
        else:
            self.grid.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    # Roles ---------------------------------------------------------------------------------------

    @property
    def _is_in_roles(self) -> bool:
        return self._stack.currentWidget() is self.roles_view

    def open_roles(self, role: bytes | None = None) -> None:
        """Show the roles in place of the tiles, and one of them if it is named."""
        self._stack.setCurrentWidget(self.roles_view)
        self.roles_view.read(role)
        self.roles_view.focus_list()

    def _in_roles(self, key: str) -> None:
        if self._is_in_roles:
            self.roles_view.press(key)

    def _on_roles_left(self) -> None:
        self._stack.setCurrentWidget(self._tiles)
        self.grid.setFocus()
        self._refresh()

    # What it shows -------------------------------------------------------------------------------

    def _refresh(self) -> None:
        if self._is_in_roles:
            self.roles_view.read()
        elif self.incident is not None:
            call = partial(read_overview, self.context.session, self.incident)
            self._latest.ask(call, self._show, self.bar.tell_error)

    def _show(self, facts: Overview) -> None:
        if facts.incident.id != self.incident:
            return
        self.headline.setText(facts.incident.headline or facts.incident.summary)
        self._fill(self.tasks, tiles.task_rows(facts), "No task is open.")
        self._show_meter(facts)
        self._fill(self.significant, tiles.significant_rows(facts), "Nothing is marked yet: press S on an entry.")
        self._fill(self.next, tiles.next_rows(facts), "No report or task has a time.")
        self._fill(self.calls, tiles.call_rows(facts), "No call list yet.")
        self._fill(self.stations, tiles.station_rows(facts), "")
        self._fill(self.roles, tiles.role_rows(facts), "The incident has no roles.")
        self._show_messages(facts)
        self.tasks.set_link(f"{len(facts.tasks)} open")

    def _fill(self, card: Card, rows: Iterable[TileRow], empty: str) -> None:
        card.clear_rows()
        found = list(rows)
        for row in found:
            shown = card.add_row(row.line, is_link=bool(row.page))
            if row.page:
                shown.clicked.connect(self._way_to(row))
        if not found and empty:
            card.add_row(Line((Text(empty, Role.MUTED),), max_lines=2))

    def _way_to(self, row: TileRow) -> Callable[[], None]:
        if row.page == self.key:
            return partial(self.open_roles, row.key)
        return partial(self.context.go_to, row.page, row.key)

    def _show_meter(self, facts: Overview) -> None:
        meter = MeterBar("Tasks done")
        meter.set_share(facts.tasks_done, facts.tasks_in_all)
        plan = (
            f" · plan {facts.incident.plan}: step {facts.plan_done} of {facts.plan_steps}" if facts.plan_steps else ""
        )
        self.tasks.add_widget(meter)
        self.tasks.add_widget(
            Label(f"{facts.tasks_done} of {facts.tasks_in_all} done{plan}", TextStyle.SMALL, Role.MUTED)
        )

    def _show_messages(self, facts: Overview) -> None:
        if facts.unanswered and self.messages is None:
            self.messages = self._card("message-square", "Messages not acknowledged", "", "")
        if self.messages is not None:
            self._fill(self.messages, tiles.message_rows(facts), "Every message was acknowledged.")
