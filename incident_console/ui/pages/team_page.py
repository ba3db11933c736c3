# SPDX-License-Identifier: Apache-2.0
"""Team and sync: whom this laptop heard and when, its shared folders, and who asks to join."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event
from incident_console.services.carrier_names import carrier_name
from incident_console.services.folders import FolderLine
from incident_console.services.team import MemberLine
from incident_console.ui.delegates.membership_row import ACTION
from incident_console.ui.delegates.team_row import TEAM_COLUMNS
from incident_console.ui.folder_words import FILLED_BY_HAND, Told
from incident_console.ui.models.team_facts import TeamFacts
from incident_console.ui.models.team_model import TeamModel
from incident_console.ui.models.team_view import (
    FolderShown,
    HeldFacts,
    Section,
    TeamView,
    folder_key,
    request_key,
    station_key,
    waiting_requests,
)
from incident_console.ui.pages.catalogue import HELD, WRITERS
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.pages.reports.evidence_work import EvidenceWork
from incident_console.ui.pages.team.bundle_work import BundleWork
from incident_console.ui.pages.team.decisions import Decisions
from incident_console.ui.pages.team.detail import TeamDetail
from incident_console.ui.pages.team.feed import TeamFeed
from incident_console.ui.pages.team.folder_work import FolderWork
from incident_console.ui.pages.team.head import TeamHead
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.split_page import SplitPage

_SECTION, _PUT_OFF = "team/section", "team/put-off"
_REDRAW_MS = 100
_NO_FOLDER = "Laptops share the record through any folder that they all reach: a share, a cloud folder, a stick."
_NO_REQUEST = (
    "On the new laptop choose “Join a team” and give it a folder of this team, or a stick that was synced here."
    " Its request appears here with the next sync."
)


_NO_HELD = (
    "Everything that arrived counts. What a removed station writes afterwards, or somebody without the right, waits"
    " here for an admin."
)


class TeamPage(Page):
    """Wires the parts in pages/team to the services; knows what is shown, not how it looks."""

    key = "team"
    title = "Team & sync"
    icon = "radio-tower"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("team-page")
        self.head, self.bar = TeamHead(self.title), InlineBar()
        self.rows = RowList(TEAM_COLUMNS, "team-list", "Stations, folders and join requests")
        self.no_folder = EmptyState("folder-plus", "No shared folder yet", _NO_FOLDER, "Add a folder")
        self.no_request = EmptyState("user-plus", "Nobody asks to join", _NO_REQUEST)
        self.no_held = EmptyState("inbox", "Nothing is held", _NO_HELD)
        self.model = TeamModel(context.session.now(), self)
        self.rows.setModel(self.model)
        self.feed = TeamFeed(context.session, context.jobs, self)
        self.work = FolderWork(context.session.folders, context.jobs, self)
        self.bundles, self.decisions = BundleWork(context.session, context.jobs, self), Decisions(context, self)
        self.evidence = EvidenceWork(context.session, context.jobs, self)
        self.detail = TeamDetail(context, self.work, self.bundles, self.evidence, self.decisions)
        self._put_off = set(context.settings.read(_PUT_OFF).split())
        self._wanted_key, self._removed_path, self._badge = "", "", 0
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._lay_out()
        self._connect()
        self.head.choose(context.settings.read(_SECTION))
        self.feed.read()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for part in (self.rows, self.no_folder, self.no_request, self.no_held):
            self._stack.addWidget(part)
        self.split = SplitPage(self._stack, self.detail, self.key, self.context.settings)
        self.split.turn_with_list(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self.bar):
            column.addWidget(widget)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.head.section_chosen.connect(self._on_section_chosen)
        self.head.folder_wanted.connect(self._on_add_clicked)
        self.head.bundle_wanted.connect(self._on_bundle_clicked)
        self.head.evidence_wanted.connect(self._on_evidence_clicked)
        keys = {"N": self._on_add_clicked, "B": self._on_bundle_clicked, "V": self._on_evidence_clicked}
        for key, slot in keys.items():
            self.add_key(key, slot)
        self.no_folder.action_clicked.connect(self._on_add_clicked)
        self.feed.changed.connect(self._on_facts)
        self.feed.failed.connect(self.bar.tell_error)
        self.rows.current_key_changed.connect(self._on_current_changed)
        self.rows.row_activated.connect(self._on_row_activated)
        self.rows.cell_clicked.connect(self._on_cell_clicked)
        self.split.back_to_list.connect(self._focus_list)
        self.bar.action_clicked.connect(self._on_add_again)
        self.work.changed.connect(self._on_work_changed)
        self.work.ended.connect(self._on_work_ended)
        self.bundles.ended.connect(partial(self._on_asked_work_ended, self.detail.bundle))
        self.evidence.ended.connect(partial(self._on_asked_work_ended, self.detail.evidence))
        self.evidence.failed.connect(self.bar.tell_error)
        self._redraw.timeout.connect(self._show)
        self.decisions.done.connect(self._on_decided)
        self.decisions.refused.connect(self._on_refused)
        self.detail.held.left.connect(self._focus_list)
        self.detail.removed.held_wanted.connect(self._on_held_wanted)
        self.detail.request.admitted.connect(self._on_admitted)
        self.detail.request.put_off.connect(self._on_put_off)
        self.detail.folder.remove_wanted.connect(self._on_remove_wanted)
        self.detail.add_folder.added.connect(self._on_folder_added)
        self.detail.add_folder.left.connect(self._on_asking_left)
        for pane in (self.detail.bundle, self.detail.evidence):
            pane.left.connect(self._on_asking_left)

    # What the frame asks -------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self.detail.evidence.show_incident(incident)

    def show_thing(self, key: bytes) -> None:
        if key == HELD:
            self._on_held_wanted()
        elif key == WRITERS:
            self._want(station_key(self.context.session.station.device))
            self.split.show_detail()
            self.detail.own.focus_writers()
        else:
            self._want(station_key(key))

    def take_events(self, events: Sequence[Event]) -> None:
        self.feed.take_events(events)

    def focus_first(self) -> None:
        self._focus_list()

    def page_keys(self) -> Sequence[PageKey]:
        return (
            PageKey("Return", "in the list, go to the detail; in a word, go on to the next"),
            PageKey("S", "sync with the folder now"),
            PageKey("C", "check the folder: compare every file"),
            PageKey("F", "fill the folder, where it is empty"),
            PageKey("Del", "remove the folder from this laptop; its files stay; a station from the team, after asking"),
            PageKey("N", "add a folder"),
            PageKey("B", "save or read a bundle, for mail or any other way"),
            PageKey("V", "verify a package of evidence, or export the log as one"),
            PageKey("A", "let the held work that is shown count"),
            PageKey("Esc", "back to the list"),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.feed.watch(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.feed.watch(is_watched=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: QWidget | None = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focused is not None and self.detail.isAncestorOf(focused):
            self._focus_list()
            return
        super().keyPressEvent(event)

    # The list ------------------------------------------------------------------------------------

    def _on_section_chosen(self, section: Section) -> None:
        self.context.settings.write(_SECTION, section)
        self._show()

    def _on_facts(self, facts: TeamFacts) -> None:
        self.head.tell(facts)
        self._tell_badge(facts)
        self._show()

    def _tell_badge(self, facts: TeamFacts) -> None:
        badge = len(waiting_requests(facts, self._put_off)) if facts.may_admit else 0
        if badge != self._badge:
            self._badge = badge
            self.badge_changed.emit(badge)

    def _show(self) -> None:
        """Show what the last reading found, in the section that is chosen."""
        facts = self.feed.facts
        if facts is None:
            return
        self.model.show_team(facts, TeamView(self.head.section, frozenset(self._put_off), self.work.words()))
        empties = {Section.FOLDERS: self.no_folder, Section.REQUESTS: self.no_request, Section.HELD: self.no_held}
        empty = empties.get(self.head.section)
        self._stack.setCurrentWidget(empty if empty is not None and not self.model.items else self.rows)
        self._select(facts)
        self._show_detail()

    def _select(self, facts: TeamFacts) -> None:
        """Choose what was asked for, as soon as it is there; at first, what wants attention."""
        if self._wanted_key and self.rows.select_key(self._wanted_key):
            self._wanted_key = ""
        if self.rows.current_key() is None:
            waiting = waiting_requests(facts, self._put_off) if facts.may_admit else ()
            first = request_key(waiting[0].id) if waiting else ""
            if not self.rows.select_key(first):
                self.rows.select_key(next((item.key for item in self.model.items if item.thing is not None), None))

    def _want(self, key: str) -> None:
        """Choose a row now, or when it comes."""
        self._wanted_key = key
        self.head.choose(Section.STATIONS)
        self._show()
        self.feed.read()

    def _on_current_changed(self, _key: object) -> None:
        if self.rows.hasFocus():
            self.detail.stop_asking()
        self._show_detail()

    def _show_detail(self) -> None:
        if self.feed.facts is not None:
            self.detail.show_thing(self.model.thing(self.rows.current_key()), self.feed.facts)

    def _on_row_activated(self, key: object) -> None:
        if isinstance(self.model.thing(key), HeldFacts):
            self._on_held_wanted()
            return
        self.split.show_detail()
        self.detail.focus_first()

    def _on_cell_clicked(self, key: object, column: str) -> None:
        thing = self.model.thing(key)
        if column != ACTION:
            return
        if isinstance(thing, FolderShown):
            line = thing.facts.line
            (self.work.fill if line.state in FILLED_BY_HAND else self.work.sync)(line.path)
        else:
            self._on_row_activated(key)

    def _focus_list(self) -> None:
        self.split.show_list()
        if self._stack.currentWidget() is self.rows:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.focus_chips()

    # What an admin decides ------------------------------------------------------------------------

    def _on_decided(self, told: Told) -> None:
        self.bar.tell(told.tone, told.title, told.message)
        self.feed.read()
        self._focus_list()

    def _on_refused(self, error: KnownError) -> None:
        if not self.detail.station.governing.tell_failed(error):
            self.bar.tell_error(error)

    def _on_held_wanted(self) -> None:
        self.head.choose(Section.HELD)
        self._on_section_chosen(Section.HELD)
        self._focus_list()

    # Folders -------------------------------------------------------------------------------------

    def _on_work_changed(self, _path: str) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _on_work_ended(self, path: str) -> None:
        told = self.work.outcome(path)
        is_shown = self.detail.currentWidget() is self.detail.folder and self.detail.folder.path == path
        is_coming = self._wanted_key == folder_key(path)
        if told is not None and not (self.isVisible() and (is_shown or is_coming)):
            self.bar.tell(told.tone, f"{carrier_name(path)}: {told.title}", told.message)
        self.feed.read()

    def _on_add_clicked(self) -> None:
        self.split.show_detail()
        self.detail.ask_for_folder()

    def _on_folder_added(self, path: str) -> None:
        self.work.sync(path)
        self.detail.stop_asking()
        self._want(folder_key(path))
        self._focus_list()

    def _on_bundle_clicked(self) -> None:
        self.split.show_detail()
        self.detail.ask_for_bundle()

    def _on_evidence_clicked(self) -> None:
        self.split.show_detail()
        self.detail.ask_for_evidence()

    def _on_asked_work_ended(self, pane: QWidget, told: Told) -> None:
        if not pane.isVisible():
            self.bar.tell(told.tone, told.title, told.message)
        self.feed.read()

    def _on_asking_left(self) -> None:
        self.detail.stop_asking()
        self._show_detail()
        self._focus_list()

    def _on_remove_wanted(self, path: str) -> None:
        call = partial(self.context.session.folders.remove, Path(path))
        self.context.jobs.ask(call, on_success=partial(self._on_removed, path), on_failure=self.bar.tell_error)

    def _on_removed(self, path: str, _nothing: None) -> None:
        self._removed_path = path
        title = f"{carrier_name(path)} is no longer used by this laptop"
        self.bar.tell(Tone.INFO, title, "Its files stay where they are.", action="Use it again")
        self.feed.read()
        self._focus_list()

    def _on_add_again(self) -> None:
        self.bar.dismiss()
        self.work.add(Path(self._removed_path), self._on_added_again, self.bar.tell_error)

    def _on_added_again(self, line: FolderLine) -> None:
        self._on_folder_added(line.path)

    # Join requests -------------------------------------------------------------------------------

    def _on_admitted(self, member: MemberLine) -> None:
        told = "That laptop hears of it with its next sync."
        self.bar.tell(Tone.OK, f"{member.member} is {member.role}, station {member.code}", told)
        self.context.tell_saved()
        self._want(station_key(member.device))
        self._focus_list()

    def _on_put_off(self, request: str) -> None:
        self._put_off.add(request)
        known = {line.id for line in self.feed.facts.requests} if self.feed.facts else set()
        self.context.settings.write(_PUT_OFF, " ".join(sorted(self._put_off & known)))
        if self.feed.facts is not None:
            self._tell_badge(self.feed.facts)
        self._show()
        self._focus_list()
