# SPDX-License-Identifier: Apache-2.0
"""Documents come in by the window: looked at first, dropped, or from the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.pages.documents.import_pane import DocumentImportPane
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.theme import ThemeChoice, theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.label import Label
from tests.helpers.documents import a_library
from tests.helpers.workspaces import a_workspace
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over a small library, whose folder was changed since."""
    with a_workspace(tmp_path) as joy:
        folder = a_library(tmp_path)
        joy.documents.import_paths([folder])
        (folder / "power.md").write_text("# Power plan\n\nChanged.\n", encoding="utf-8")
        (folder / "new.md").write_text("# New\n", encoding="utf-8")
        (folder / "again.md").write_bytes((folder / "cooling.md").read_bytes())
        (folder / "~$notes.docx").write_bytes(b"x")
        with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            yield desk
    QGuiApplication.clipboard().clear()


def pane_of(desk: Desk) -> DocumentImportPane:
    return desk.page.importing.pane


def drop(desk: Desk, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, copy, left = QPointF(5, 5), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    desk.page.dropEvent(QDropEvent(at, copy, data, left, Qt.KeyboardModifier.NoModifier))


def look_at_folder(desk: Desk, tmp_path: Path) -> DocumentImportPane:
    drop(desk, tmp_path / "plans")
    pane = pane_of(desk)
    desk.wait_until(pane.isVisible)
    return pane


def shown_chips(pane: DocumentImportPane) -> list[str]:
    chips = [pane.chips.chip(key) for key in ("all", "new", "changed", "twin", "same", "refused")]
    return [chip.shown_text for chip in chips if chip.isVisible()]


def test_a_folder_is_looked_at_before_anything_is_taken(desk: Desk, tmp_path: Path) -> None:
    pane = look_at_folder(desk, tmp_path)
    QAbstractItemModelTester(pane.model)
    assert shown_chips(pane) == ["All 10", "New 1", "Changed 1", "Duplicate 1", "The same 6", "Refused 1"]
    assert pane.take.words == "Import 1 new, 1 changed"
    spoken = [pane.model.look(item).spoken() for item in pane.model.items]
    assert "A temporary file of another program." in spoken[0]
    assert "the same content as \u201cCooling loss runbook\u201d" in spoken[1]
    QTest.mouseClick(pane.chips.chip("changed"), Qt.MouseButton.LeftButton)
    assert [item.file.name for item in pane.model.items] == ["plans/power.md"]
    assert len(desk.session.documents.lines()) == 7
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert desk.page.split.isVisible()
    assert len(desk.session.documents.lines()) == 7


@pytest.mark.parametrize("takes_twins", [True, False])
def test_what_was_agreed_to_is_taken(desk: Desk, tmp_path: Path, *, takes_twins: bool) -> None:
    pane = look_at_folder(desk, tmp_path)
    pane.twins.setChecked(takes_twins)
    assert pane.take.words == f"Import {2 if takes_twins else 1} new, 1 changed"
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    words = "2 added, 1 updated, 6 the same" if takes_twins else "1 added, 1 updated, 7 the same"
    desk.wait_until(lambda: words in desk.page.importing.bar.accessibleName())
    desk.wait_until(lambda: len(desk.page.model.items) == (9 if takes_twins else 8))
    assert desk.page.split.isVisible()


def test_a_single_duplicate_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    twin = tmp_path / "my notes.txt"
    twin.write_bytes((tmp_path / "plans" / "notes.txt").read_bytes())
    drop(desk, twin)
    pane = pane_of(desk)
    desk.wait_until(pane.isVisible)
    assert not pane.take.isEnabled()
    pane.twins.setChecked(True)
    assert pane.take.words == "Import 1 new"


def copy_picture(grey: int) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(grey)
    QGuiApplication.clipboard().setImage(image)


def paste(desk: Desk) -> None:
    desk.page.side.rows.setFocus()
    QTest.keyClick(desk.page.side.rows, Qt.Key.Key_V, CTRL)


def test_a_picture_on_the_clipboard_becomes_a_document_with_a_title(desk: Desk) -> None:
    copy_picture(0x808080)
    paste(desk)
    form = desk.page.pasting.form
    desk.wait_until(form.isVisible)
    desk.press(Qt.Key.Key_Return)
    desk.wait_until(lambda: "needs a title" in desk.page.pasting.bar.accessibleName())
    desk.type("Valve V3, left of the door")
    desk.press(Qt.Key.Key_Return)
    desk.wait_until(lambda: not form.isVisible())
    line = desk.session.documents.find("Valve V3, left of the door")
    assert (line.file_name, line.media_type) == ("valve-v3-left-of-the-door.png", "image/png")
    assert not QImage.fromData(desk.session.documents.read(line.id)).isNull()
    desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.line.id == line.id)
    paste(desk)
    desk.wait_until(form.isVisible)
    assert any("this very picture" in label.text() for label in form.findChildren(Label) if label.isVisible())
    desk.press(Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_files_on_the_clipboard_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "plans"))])
    QGuiApplication.clipboard().setMimeData(data)
    paste(desk)
    desk.wait_until(pane_of(desk).isVisible)


def test_words_on_the_clipboard_are_no_document(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("words")
    paste(desk)
    desk.wait_until(lambda: "no picture" in desk.page.pasting.bar.accessibleName())


def test_words_are_still_pasted_into_the_search(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("chiller")
    desk.page.search.take_focus()
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    desk.wait_until(lambda: len(desk.page.model.items) < 7)
    assert not desk.page.pasting.bar.isVisible()


def test_the_pane_fits_at_double_size(desk: Desk, tmp_path: Path) -> None:
    pane = look_at_folder(desk, tmp_path)
    theme_manager().apply(ThemeChoice.DARK, 200)
    desk.wait_until(lambda: desk.page.split.is_narrow)
    buttons = [each for each in pane.findChildren(Button) if each.isVisible()]
    assert all(inside(pane, button) for button in buttons)


def inside(parent: QWidget, child: QWidget) -> bool:
    return parent.rect().contains(child.mapTo(parent, child.rect().bottomRight()))


def test_progress_can_be_stopped_while_looking(desk: Desk, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"note {number}.txt").write_text(f"Note {number}\n", encoding="utf-8")
    drop(desk, many)
    desk.wait_until(lambda: desk.page.importing.progress.amount_text)
    QTest.mouseClick(part(desk.page.importing.progress, Button), Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: not desk.page.importing.is_busy)
    assert len(desk.session.documents.lines()) == 7
