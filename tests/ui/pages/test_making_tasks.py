# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from incident_console.ui.pages.documents.tasks_view import TasksView
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.pages.tasks_page import TasksPage
from incident_console.ui.widgets.row_box import RowBox
from tests.helpers.workspaces import a_workspace, an_incident, an_outage
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
Key = Qt.Key
LIST = """---
title: Generator checklist
owner: Facilities lead
---

## Start

1. Within 10 minutes read the load:
    - lamp
    - meter
2. Order fuel

## Then

- [ ] Close the doors
- [x] Open the vents
"""


@pytest.fixture
def joy(tmp_path: Path) -> Iterator[Session]:
    with a_workspace(tmp_path) as session:
        yield session


def a_checklist(session: Session, text: str = LIST) -> bytes:
    return session.document_writing.save(DocumentDraft(b"k" * 16, b"", "", text)).document


def read(desk: Desk, document: bytes, incident: bytes | None) -> None:
    desk.wait_until(lambda: desk.page.shelf.is_loaded)
    desk.page.show_incident(incident)
    desk.page.show_thing(document)
    desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.line.id == document)
    desk.page.reader.focus_reader()


def begin(desk: Desk) -> TasksView:
    desk.press(Key.Key_T)
    view = desk.page.workbench.tasks
    desk.wait_until(lambda: desk.page.workbench.currentWidget() is view)
    assert focused() is view.rows
    return view


def spoken(view: TasksView) -> list[str]:
    return [view.model.look(item).spoken() for item in view.model.items]


def test_all_steps_that_are_not_ticked_are_chosen_and_become_tasks_by_one_key(
    joy: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    incident, document = an_outage(joy).id, a_checklist(joy)
    before = len(joy.tasks.lines(incident))
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        read(desk, document, incident)
        view = begin(desk)
        QAbstractItemModelTester(view.model)
        assert spoken(view) == [
            "Start",
            "chosen Within 10 minutes read the load due in 10 min, 2 steps",
            "chosen Order fuel",
            "Then",
            "chosen Close the doors",
            "not chosen Open the vents ticked in the document",
        ]
        assert (view.role.currentText(), view.make.words) == ("Facilities lead", "Make 3 tasks")
        QTest.keyClick(focused(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.wait_until(lambda: desk.page.workbench.is_library_shown)
        assert desk.page.bar.title == "3 tasks are made of “Generator checklist”"
    lines = joy.tasks.lines(incident)
    assert len(lines) == before + 3
    assert {line.role for line in lines if line.document_id == document} == {"facilities-lead"}


def test_space_and_a_click_choose_and_what_is_a_task_already_stays_one(
    joy: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    incident, document = an_incident(joy).id, a_checklist(joy)
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        read(desk, document, incident)
        view = begin(desk)
        desk.press(Key.Key_Space)
        desk.press(Key.Key_Down)
        assert view.make.words == "Make 2 tasks"
        rows = view.rows
        QTest.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(view.model.index(4, 0)).center()
        )
        assert view.make.words == "Make 1 task"
        view.make.click()
        desk.wait_until(lambda: desk.page.workbench.is_library_shown)
        desk.page.reader.focus_reader()
        view = begin(desk)
        (task,) = joy.tasks.lines(incident)
        assert f"a task already Order fuel {task.label}" in spoken(view)
        desk.press(Key.Key_Down)
        desk.press(Key.Key_Space)
        assert view.make.words == "Make 2 tasks"
        desk.press(Key.Key_Escape)
        assert desk.page.workbench.is_library_shown
    assert [line.title for line in joy.tasks.lines(incident)] == ["Order fuel"]


def test_a_task_opens_the_version_that_it_cites(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    incident, document = an_incident(joy).id, a_checklist(joy)
    choice = joy.document_tasks.choice(incident, document)
    (task, *_) = joy.document_tasks.make(incident, document, choice.version.id, choice.open_keys)
    text = LIST.replace("Order fuel", "Order more fuel")
    joy.document_writing.save(DocumentDraft(document, choice.version.id, "generator-checklist.md", text))
    with shown_page(joy, TasksPage, qtbot, tmp_path) as tasks:
        tasks.page.show_incident(incident)
        tasks.wait_until(lambda: tasks.page.is_loaded)
        tasks.page.show_thing(task)
        tasks.wait_until(lambda: tasks.page.detail.is_whole)
        row = part(tasks.page, RowBox, "document").row(0)
        assert row.accessibleName() == "Generator checklist the version cited"
        row.click()
        ((page, thing),) = tasks.told.went
    assert page == "documents"
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        assert thing is not None
        desk.page.show_thing(thing)
        words = part(desk.page.reader, QTextBrowser, "page-text")
        desk.wait_until(lambda: "Order fuel" in words.toPlainText())
        assert desk.page.reader.bar.title.startswith("An older version")


def test_without_an_incident_there_is_none_to_make_tasks_in(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    document = a_checklist(joy)
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        read(desk, document, None)
        assert desk.page.reader.head.tasks.toolTip() == "Tasks belong to an incident: open one first"
        desk.press(Key.Key_T)
        assert desk.page.workbench.is_library_shown


def test_a_text_without_steps_says_so(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    incident, document = an_incident(joy).id, a_checklist(joy, "# Words\n\nOnly words.\n")
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        read(desk, document, incident)
        desk.press(Key.Key_T)
        desk.wait_until(lambda: desk.page.bar.title == "This document has no steps")


def test_tasks_of_a_restricted_document_are_not_restricted_and_one_is_told_so(
    joy: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    incident, document = an_incident(joy).id, a_checklist(joy)
    joy.document_properties.restrict([document], "restricted")
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        read(desk, document, incident)
        assert begin(desk).bar.title == "This document is restricted, its tasks are not"
