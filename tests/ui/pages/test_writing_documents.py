# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from incident_console.ui.pages.documents.editor_view import EditorView
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.widgets.button import Button
from tests.helpers.workspaces import a_workspace, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
TEXT = "# Gate keys\n\n- [ ] Count the keys\n"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@contextmanager
def reading(session: Session, qtbot: QtBot, tmp_path: Path, document: bytes = b"") -> Iterator[Desk]:
    with shown_page(session, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        if document:
            desk.page.show_thing(document)
            desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.line.id == document)
        yield desk


def a_document(session: Session, text: str = TEXT) -> bytes:
    return session.document_writing.save(DocumentDraft(b"k" * 16, b"", "", text)).document


def editor(desk: Desk) -> EditorView:
    return desk.page.workbench.editor


def write(desk: Desk) -> None:
    """Begin to write on the document that is read, by its key."""
    desk.page.reader.focus_reader()
    desk.press(Key.Key_E)
    desk.wait_until(lambda: desk.page.workbench.writing.draft)
    assert focused() is editor(desk).field


def at_end(desk: Desk) -> None:
    editor(desk).field.moveCursor(QTextCursor.MoveOperation.End)


def hold(key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(focused(), key, modifiers)


def preview(desk: Desk) -> str:
    return part(editor(desk).preview, QTextBrowser, "preview-text").toPlainText()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over one document that is being written on."""
    with a_workspace(tmp_path) as joy, reading(joy, qtbot, tmp_path, a_document(joy)) as desk:
        write(desk)
        yield desk


def test_what_is_written_is_seen_beside_it_and_saved_as_a_version_with_its_reason(desk: Desk) -> None:
    document = desk.page.workbench.writing.draft
    assert document is not None
    at_end(desk)
    desk.press(Key.Key_Return)
    desk.type("Lock the yard at dusk.")
    desk.wait_until(lambda: "Lock the yard" in preview(desk))
    part(editor(desk), QLineEdit, "document-why").setFocus()
    desk.type("yard was open")
    hold(Key.Key_S)
    desk.wait_until(lambda: desk.page.workbench.is_library_shown)
    versions = desk.session.documents.versions(document.key)
    assert [version.why for version in versions] == ["yard was open", ""]
    assert desk.session.documents.read(document.key).decode() == TEXT + "\nLock the yard at dusk."
    reader = part(desk.page.reader, QTextBrowser, "page-text")
    desk.wait_until(lambda: "Lock the yard" in reader.toPlainText())
    assert desk.told.saved == 1
    assert desk.session.document_drafts.all() == []


def test_lists_go_on_by_themselves_and_items_move_by_tab(desk: Desk) -> None:
    at_end(desk)
    desk.type("- [ ] Call")
    for key in (Key.Key_Return, Key.Key_Tab):
        desk.press(key)
    desk.type("the guard")
    desk.press(Key.Key_Return)
    hold(Key.Key_Backtab, SHIFT)
    desk.type("Wait")
    for _ in range(2):
        desk.press(Key.Key_Return)
    desk.type("Done.")
    assert editor(desk).field.text() == TEXT + "- [ ] Call\n    - [ ] the guard\n- [ ] Wait\nDone."


def test_tab_leaves_the_text_where_there_is_no_list(desk: Desk) -> None:
    editor(desk).field.moveCursor(QTextCursor.MoveOperation.Start)
    desk.press(Key.Key_Tab)
    assert focused() is not editor(desk).field


def test_bold_italic_and_links_go_around_what_is_chosen_and_off_again(desk: Desk) -> None:
    field = editor(desk).field
    field.setPlainText("Close valve V3")
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.moveCursor(QTextCursor.MoveOperation.PreviousWord, QTextCursor.MoveMode.KeepAnchor)
    hold(Key.Key_B)
    assert field.text() == "Close valve **V3**"
    hold(Key.Key_B)
    hold(Key.Key_I)
    assert field.text() == "Close valve *V3*"
    hold(Key.Key_K)
    desk.type("valves.md")
    assert field.text() == "Close valve [*V3*](valves.md)"


def test_boxes_of_all_chosen_lines_are_turned_and_one_undo_takes_it_back(desk: Desk) -> None:
    field = editor(desk).field
    field.setPlainText("- [ ] one\n- [x] two\nthree")
    field.selectAll()
    hold(Key.Key_T)
    assert field.text() == "- [x] one\n- [ ] two\n- [ ] three"
    field.undo()
    assert field.text() == "- [ ] one\n- [x] two\nthree"


def test_a_blank_that_does_not_break_stays_one(desk: Desk) -> None:
    editor(desk).field.setPlainText("10\N{NO-BREAK SPACE}kW\n\N{FIRE}")
    assert editor(desk).field.text() == "10\N{NO-BREAK SPACE}kW\n\N{FIRE}"


def test_esc_keeps_a_draft_that_is_offered_and_gone_on_with(desk: Desk) -> None:
    at_end(desk)
    desk.type("Half a sentence")
    desk.press(Key.Key_Escape)
    note = desk.page.workbench.note
    desk.wait_until(note.isVisible)
    assert note.title.startswith("“Gate keys” is written and not saved")
    assert desk.page.workbench.is_library_shown
    assert editor(desk).field.text() == ""
    note.action_clicked.emit()
    desk.wait_until(lambda: not desk.page.workbench.is_library_shown)
    assert editor(desk).field.text() == TEXT + "Half a sentence"
    assert "is here again" in editor(desk).bar.title


def test_a_draft_is_kept_within_a_second_and_there_again_after_a_lock(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_document(joy)
        with reading(joy, qtbot, tmp_path, document) as desk:
            write(desk)
            at_end(desk)
            desk.type("Half a sentence")
            qtbot.waitUntil(lambda: joy.document_drafts.read(document) is not None, timeout=1_000)
            desk.type(" more")
            desk.page.keep_unsaved()
        with reading(joy, qtbot, tmp_path, document) as desk:
            desk.wait_until(desk.page.workbench.note.isVisible)
            write(desk)
            assert editor(desk).field.text() == TEXT + "Half a sentence more"


def test_what_was_discarded_is_gone_and_comes_back_by_undo(desk: Desk) -> None:
    at_end(desk)
    desk.type("Half a sentence")
    QTest.mouseClick(part(editor(desk), Button, "discard"), Qt.MouseButton.LeftButton)
    note = desk.page.workbench.note
    desk.wait_until(lambda: note.isVisible() and "discarded" in note.title)
    assert desk.session.document_drafts.all() == []
    note.action_clicked.emit()
    desk.wait_until(lambda: not desk.page.workbench.is_library_shown)
    assert editor(desk).field.text() == TEXT + "Half a sentence"
    assert len(desk.session.document_drafts.all()) == 1


def test_what_was_written_and_taken_back_leaves_no_draft(desk: Desk) -> None:
    at_end(desk)
    desk.type("x")
    desk.wait_until(desk.session.document_drafts.all)
    desk.press(Key.Key_Backspace)
    desk.wait_until(lambda: not desk.session.document_drafts.all())
    desk.press(Key.Key_Escape)
    desk.wait_until(lambda: desk.page.workbench.is_library_shown)
    assert not desk.page.workbench.note.isVisible()


def test_nothing_new_is_not_saved_and_says_so(desk: Desk) -> None:
    hold(Key.Key_S)
    desk.wait_until(lambda: editor(desk).bar.title == "Nothing is different")
    assert not desk.page.workbench.is_library_shown


def test_a_new_document_begins_from_a_template_with_its_title_to_be_typed_over(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, reading(joy, qtbot, tmp_path, a_document(joy)) as desk:
        desk.page.side.rows.setFocus()
        hold(Key.Key_N)
        menu = part(desk.page, QMenu, "templates")
        assert [action.text() for action in menu.actions()] == [
            "Checklist", "Contact sheet", "Form", "Plan", "Runbook", "Empty"
        ]  # fmt: skip
        menu.actions()[0].trigger()
        menu.close()
        desk.window.activateWindow()
        desk.wait_until(desk.window.isActiveWindow)
        editor(desk).field.setFocus()
        desk.type("Yard checks")
        hold(Key.Key_S)
        desk.wait_until(lambda: joy.documents.named("yard-checks.md"))
        desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.version.title == "Yard checks")
        line = joy.documents.named("yard-checks.md")
    assert line is not None
    assert (line.category, line.title) == ("checklist", "Yard checks")


def test_a_version_that_comes_while_one_writes_is_told_and_both_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = a_document(team.joy)
        team.sync()
        with reading(team.joy, qtbot, tmp_path, document) as desk:
            write(desk)
            at_end(desk)
            desk.type("Joy was here.")
            opened = team.sam.document_writing.open(document)
            draft = DocumentDraft(document, opened.version, opened.file_name, TEXT + "Sam was here.")
            team.sam.document_writing.save(draft)
            team.sync()
            desk.wait_until(lambda: "Sam Reed" in editor(desk).bar.title)
            hold(Key.Key_S)
            desk.wait_until(lambda: desk.page.workbench.is_library_shown)
            assert "saved beside another version" in desk.page.bar.title
            desk.wait_until(lambda: "different versions apart" in desk.page.reader.bar.title)
            desk.page.reader.bar.action_clicked.emit()
            desk.wait_until(lambda: desk.page.workbench.currentWidget() is desk.page.workbench.compare)
        assert team.joy.documents.get(document).has_two_versions


def test_whoever_may_not_write_sees_why(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, reading(joy, qtbot, tmp_path, a_document(joy)) as desk:
        desk.page.refuse("Only responders write here")
        assert desk.page.reader.head.write.toolTip() == "Only responders write here"
        desk.page.reader.focus_reader()
        desk.press(Key.Key_E)
        hold(Key.Key_N)
        assert desk.page.findChild(QMenu, "templates") is None
        assert desk.page.workbench.writing.draft is None


def test_an_older_version_and_a_picture_are_not_written_on(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_document(joy)
        opened = joy.document_writing.open(document)
        joy.document_writing.save(DocumentDraft(document, opened.version, opened.file_name, TEXT + "More.\n"))
        with reading(joy, qtbot, tmp_path, document) as desk:
            assert desk.page.reader.head.write.isVisible()
            desk.page.reader.head.version_wanted.emit(opened.version)
            desk.wait_until(lambda: not desk.page.reader.head.write.isVisible())
