# SPDX-License-Identifier: Apache-2.0
"""Every page of the window: its place on the rail, its key, and how it is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from incident_console.ui.pages.page import Page, PageContext

HELD, WRITERS = b"held", b"writers"
"""What the page of the team shows besides stations: held work, and who works at this laptop."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. ``shortcut`` stays the same for ever, also while pages between are still missing.

    Without an open incident a page that ``needs_incident`` gives way to the panel that opens one. ``make`` imports
    the page's module itself, so that nothing is loaded before it is looked at. One that ``has_badge`` is made soon
    after unlocking, because its count stands on the rail.
    """

    key: str
    icon: str
    words: str
    shortcut: str
    make: Callable[[PageContext], Page]
    needs_incident: bool = True
    has_badge: bool = False
    is_lower: bool = False


def _overview(context: PageContext) -> Page:
    from incident_console.ui.pages.overview_page import OverviewPage

    return OverviewPage(context)


def _log(context: PageContext) -> Page:
    from incident_console.ui.pages.log_page import LogPage

    return LogPage(context)


def _calls(context: PageContext) -> Page:
    from incident_console.ui.pages.calls_page import CallsPage

    return CallsPage(context)


def _tasks(context: PageContext) -> Page:
    from incident_console.ui.pages.tasks_page import TasksPage

    return TasksPage(context)


def _documents(context: PageContext) -> Page:
    from incident_console.ui.pages.documents_page import DocumentsPage

    return DocumentsPage(context)


def _reports(context: PageContext) -> Page:
    from incident_console.ui.pages.reports_page import ReportsPage

    return ReportsPage(context)


def _team(context: PageContext) -> Page:
    from incident_console.ui.pages.team_page import TeamPage

    return TeamPage(context)


def _settings(context: PageContext) -> Page:
    from incident_console.ui.pages.settings_page import SettingsPage

    return SettingsPage(context)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("overview", "layout-dashboard", "Overview", "Ctrl+1", _overview),
    PageEntry("log", "scroll-text", "Log", "Ctrl+2", _log),
    PageEntry("tasks", "list-checks", "Tasks", "Ctrl+3", _tasks, has_badge=True),
    PageEntry("calls", "phone-call", "Calls", "Ctrl+4", _calls, needs_incident=False),
    PageEntry("documents", "library", "Documents", "Ctrl+6", _documents, needs_incident=False),
    PageEntry("reports", "file-text", "Reports", "Ctrl+8", _reports),
    PageEntry("team", "radio-tower", "Team & sync", "", _team, needs_incident=False, has_badge=True, is_lower=True),
    PageEntry("settings", "settings", "Settings", "", _settings, needs_incident=False, is_lower=True),
)
"""The rail from top to bottom; the first one is shown after unlocking, unless another was shown last."""
