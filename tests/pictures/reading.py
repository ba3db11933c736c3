# SPDX-License-Identifier: Apache-2.0
"""Pictures of somebody who reads: contents, find in the document, chosen words, turned and dark pages.

A scene is one entry of `reading_scenes`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from incident_console.resources_path import resource_path
from incident_console.services.session import Session
from incident_console.ui.frame.workspace_view import WorkspaceView
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.pictures import Look, Scene, draw_scenes, wait_until_quiet
from incident_console.ui.readers.choosing_view import ChoosingView
from tests.helpers.documents import a_manual, with_a_lost_page
from tests.helpers.workspaces import a_workspace
from tests.pictures.details import Step, part_of, press


def draw_reading(into: Path, looks: Sequence[Look]) -> list[Path]:
    """Draw every scene in every look; returns the pictures."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside, _a_library(Path(aside)) as session:
        return draw_scenes(session, into, looks, reading_scenes())


def reading_scenes() -> list[Scene]:
    """Every picture of these."""
    manual, plan = "Generator set manual", "Facility outage plan"
    return [
        Scene("reading-pdf", (read(manual), at_rest)),
        Scene("reading-pdf-outline", (read(manual), press("O"), press("Down"), press("Return"), at_rest)),
        Scene("reading-pdf-find", (read(manual), find("cool"), at_rest)),
        Scene("reading-pdf-selection", (read(manual), at_rest, drag_over_words, at_rest)),
        Scene("reading-pdf-turned", (read(manual), press("R"), press("H"), at_rest)),
        Scene("reading-pdf-at-night", (read(manual), press("I"), at_rest)),
        Scene("reading-pdf-lost-page", (read("Torn"), press("Right"), at_rest)),
        Scene("reading-page-outline", (read(plan), press("O"))),
        Scene("reading-page-find", (read(plan), find("generator"))),
        Scene("reading-go-to-page", (read(manual), press("Ctrl+G"))),
    ]


@contextmanager
def _a_library(aside: Path) -> Iterator[Session]:
    folder = aside / "plans"
    folder.mkdir()
    (folder / "generator-set-manual.pdf").write_bytes(a_manual())
    (folder / "torn.pdf").write_bytes(with_a_lost_page(a_manual(3, "Torn manual")))
    with a_workspace(aside) as session:
        session.documents.import_paths([folder, resource_path("docs_library") / "facility-outage-plan.md"])
        yield session


def read(title: str) -> Step:
    """Read a document as if it had been chosen in the list."""

    def step(view: WorkspaceView) -> None:
        view.activateWindow()
        view.go_to("documents", None)
        page = part_of(view, DocumentsPage, "documents-page")
        wait_until_quiet(lambda: bool(page.shelf.lines))
        line = next(line for line in page.shelf.lines.values() if line.title.startswith(title))
        page.show_thing(line.id)
        wait_until_quiet(lambda: page.reader.opened is not None and page.reader.opened.line.id == line.id)
        page.split.show_detail()
        page.reader.focus_reader()

    return step


def find(words: str) -> Step:
    """Find something in the document."""

    def step(view: WorkspaceView) -> None:
        press("Ctrl+F")(view)
        QTest.keyClicks(part_of(view, QLineEdit, "find-text"), words)

    return step


def at_rest(view: WorkspaceView) -> None:
    """Wait until the pages in view are drawn."""
    pages = part_of(view, ChoosingView, "pdf-pages")
    wait_until_quiet(lambda: pages.is_drawn)


def drag_over_words(view: WorkspaceView) -> None:
    """Choose some lines of the page."""
    pages = part_of(view, ChoosingView, "pdf-pages")
    rect, port = pages.viewport().rect(), pages.viewport()
    begin, end = rect.center() / 2, rect.center()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
