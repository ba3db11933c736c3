# SPDX-License-Identifier: Apache-2.0
"""The pane beside the list of the team: another one for each kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from incident_console.services.status import SetAside
from incident_console.ui.models.team_facts import StationFacts
from incident_console.ui.models.team_view import (
    FolderShown,
    HeldShown,
    KeyShown,
    NewerFacts,
    RemovedShown,
    RequestShown,
    removed_shown,
)
from incident_console.ui.pages.reports.evidence_pane import EvidencePane
from incident_console.ui.pages.team.add_folder_pane import AddFolderPane
from incident_console.ui.pages.team.bundle_pane import BundlePane
from incident_console.ui.pages.team.file_pane import FilePane, NewerPane
from incident_console.ui.pages.team.folder_pane import FolderPane
from incident_console.ui.pages.team.held_pane import HeldPane
from incident_console.ui.pages.team.own_pane import OwnPane
from incident_console.ui.pages.team.removed_pane import KeyPane, RemovedPane
from incident_console.ui.pages.team.request_pane import RequestPane
from incident_console.ui.pages.team.station_pane import StationPane

if TYPE_CHECKING:
    from incident_console.ui.models.team_facts import TeamFacts
    from incident_console.ui.models.team_view import Thing
    from incident_console.ui.pages.page import PageContext
    from incident_console.ui.pages.reports.evidence_work import EvidenceWork
    from incident_console.ui.pages.team.bundle_work import BundleWork
    from incident_console.ui.pages.team.decisions import Decisions
    from incident_console.ui.pages.team.folder_work import FolderWork


_ASKING = AddFolderPane | BundlePane | EvidencePane
_ACTED_ON = OwnPane | StationPane | FolderPane | RequestPane | HeldPane | RemovedPane | KeyPane | _ASKING
"""Panes that say themselves where the keyboard goes."""


class TeamDetail(QStackedWidget):
    """Shows a thing, or this laptop where none is chosen; forms for folders, bundles and evidence stay until left."""

    def __init__(
        self,
        context: PageContext,
        work: FolderWork,
        bundles: BundleWork,
        evidence: EvidenceWork,
        decisions: Decisions,
    ) -> None:
        super().__init__()
        self.setObjectName("team-detail")
        self.own, self.station, self.folder = OwnPane(context), StationPane(decisions), FolderPane(work)
        self.request, self.add_folder = RequestPane(context.session.team, context.jobs), AddFolderPane(work)
        self.file, self.newer, self.bundle = FilePane(), NewerPane(), BundlePane(bundles)
        self.held, self.removed, self.team_key = HeldPane(decisions), RemovedPane(), KeyPane(decisions)
        panes = (self.own, self.station, self.folder, self.request, self.add_folder, self.file, self.newer, self.bundle)
        self.evidence = EvidencePane(evidence)
        for pane in (*panes, self.held, self.removed, self.team_key, self.evidence):
            self.addWidget(pane)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is asked for a folder, a bundle or a package of evidence."""
        return isinstance(self.currentWidget(), _ASKING)

    def show_thing(self, thing: Thing | None, facts: TeamFacts) -> None:
        """Show a thing as it is now."""
        self.bundle.show_stations(facts)
        if not self.is_asking:
            self.setCurrentWidget(self._filled(thing, facts))

    def ask_for_folder(self) -> None:
        """Ask which folder to add."""
        self.setCurrentWidget(self.add_folder)
        self.add_folder.focus_first()

    def ask_for_bundle(self) -> None:
        """Ask which bundle to save or read."""
        self.setCurrentWidget(self.bundle)
        self.bundle.focus_first()

    def ask_for_evidence(self) -> None:
        """Ask which package of evidence to verify."""
        self.setCurrentWidget(self.evidence)
        self.evidence.open_to_verify()

    def stop_asking(self) -> None:
        """Ask for nothing any more; `show_thing` shows what is chosen."""
        if self.is_asking:
            self.setCurrentWidget(self.own)

    def focus_first(self) -> None:
        """Put the keyboard on what can be done with what is shown."""
        pane = self.currentWidget()
        if isinstance(pane, _ACTED_ON):
            pane.focus_first()
        elif pane is not None:
            pane.setFocus()

    def _filled(self, thing: Thing | None, facts: TeamFacts) -> QWidget:
        if thing is None and facts.me is None:
            thing = next((removed_shown(line, facts) for line in facts.removed if line.is_self), None)
        if thing is None or (isinstance(thing, StationFacts) and thing.line.is_self):
            self.own.show_own(facts)
            return self.own
        if isinstance(thing, StationFacts):
            self.station.show_station(thing, facts)
            return self.station
        if isinstance(thing, FolderShown):
            self.folder.show_folder(thing.facts, facts.now)
            return self.folder
        if isinstance(thing, RequestShown):
            self.request.show_request(thing, facts)
            return self.request
        if isinstance(thing, SetAside):
            self.file.show_file(thing, facts.now)
            return self.file
        return self._filled_with_decided(thing, facts)

    def _filled_with_decided(self, thing: Thing, facts: TeamFacts) -> QWidget:
        if isinstance(thing, HeldShown):
            self.held.show_held(thing, facts)
            return self.held
        if isinstance(thing, RemovedShown):
            self.removed.show_removed(thing, facts)
            return self.removed
        if isinstance(thing, KeyShown):
            self.team_key.show_key(thing, facts)
            return self.team_key
        if isinstance(thing, NewerFacts):
            self.newer.show_newer(thing)
            return self.newer
        self.own.show_own(facts)
        return self.own
