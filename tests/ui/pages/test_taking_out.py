# SPDX-License-Identifier: Apache-2.0
"""A document leaves the library by the window, is changed in another program, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.opening import open_for_window
from incident_console.ui.pages.documents.taking_out import TakingOutPart
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.theme import ThemeChoice, theme_manager
from incident_console.ui.widgets.button import Button
from tests.helpers.documents import COOLING
from tests.helpers.workspaces import PASSPHRASE, a_workspace, two_laptops
from tests.ui.asking import part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]


class OtherProgram(QObject):
    """What a double click would open: it is told the file, as the desktop would tell it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))

    def save(self, words: str) -> None:
        """Save as many programs do: a new file takes the place of the old one."""
        path = self.opened[-1]
        beside = path.with_name(f".~{path.name}")
        beside.write_text(COOLING.replace("both pumps", words), encoding="utf-8")
        beside.replace(path)


@pytest.fixture
def program() -> Iterator[OtherProgram]:
    """Another program that opens files."""
    other = OtherProgram()
    QDesktopServices.setUrlHandler("file", other, "open")  # type: ignore[arg-type]  # the stub asks for bytes, the library for text
    yield other
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over one runbook that is read."""
    with a_workspace(tmp_path) as joy:
        bring(joy, tmp_path)
        with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            yield desk


def bring(session: Session, tmp_path: Path, name: str = "cooling.md") -> bytes:
    file = tmp_path / name
    file.write_text(COOLING, encoding="utf-8")
    (document,) = session.documents.import_paths([file]).documents
    return document


def outside(desk: Desk) -> TakingOutPart:
    return desk.page.taking_out


def choose_way(desk: Desk, words: str) -> None:
    desk.window.activateWindow()
    rows = desk.page.side.rows
    rows.setFocus()
    desk.wait_until(rows.hasFocus)
    desk.press(Qt.Key.Key_X)
    menu = part(desk.page, QMenu, "ways-out")
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()


def agree(desk: Desk) -> None:
    answer(desk, Qt.Key.Key_Return)


def answer(desk: Desk, key: Qt.Key) -> None:
    """Answer the question by the key; a menu that closes without a real screen leaves no window active."""
    desk.window.activateWindow()
    desk.wait_until(lambda: (now := QApplication.focusWidget()) and outside(desk).form.isAncestorOf(now))
    desk.press(key)


def opened_outside(desk: Desk, program: OtherProgram) -> Path:
    choose_way(desk, "Open")
    assert not program.opened
    agree(desk)
    desk.wait_until(lambda: program.opened and outside(desk).strip.isVisible())
    return program.opened[-1]


def strip_says(desk: Desk) -> str:
    strip = outside(desk).strip
    shown = [each for each in strip.findChildren(QWidget) if each.parent() is strip and each.isVisible()]
    return " | ".join(each.accessibleName() for each in shown)


def press_in_strip(desk: Desk, words: str) -> None:
    buttons = [each for each in outside(desk).strip.findChildren(Button) if each.words == words and each.isVisible()]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def test_nothing_leaves_before_the_question_is_answered(desk: Desk, program: OtherProgram) -> None:
    choose_way(desk, "Open")
    form = outside(desk).form
    assert "anybody at this laptop" in form.accessibleName()
    assert "the record says that you opened it" in form.accessibleName()
    answer(desk, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert program.opened == []
    assert desk.session.taking_out.copies() == []
    assert desk.session.documents.lines()[0].left == ()


def test_a_change_is_offered_taken_back_and_shown_and_the_copy_closed(desk: Desk, program: OtherProgram) -> None:
    path = opened_outside(desk, program)
    assert path.read_text(encoding="utf-8") == COOLING
    assert "is open in another program" in strip_says(desk)
    program.save("all pumps")
    desk.wait_until(lambda: "was changed in another program" in strip_says(desk))
    press_in_strip(desk, "Take the change back")
    desk.wait_until(lambda: "new version" in outside(desk).bar.accessibleName())
    desk.wait_until(lambda: "is open in another program" in strip_says(desk))
    reader = desk.page.reader
    desk.wait_until(lambda: reader.opened and len(reader.opened.versions) == 2)
    program.save("each pump")
    desk.wait_until(lambda: "was changed in another program" in strip_says(desk))
    press_in_strip(desk, "Throw it away")
    assert "gone for good" in outside(desk).form.accessibleName()
    agree(desk)
    desk.wait_until(lambda: "is open in another program" in strip_says(desk))
    press_in_strip(desk, "Close the copy")
    desk.wait_until(lambda: strip_says(desk) == "")
    assert not path.parent.exists()
    assert len(desk.session.documents.versions(desk.session.documents.lines()[0].id)) == 2


def test_who_took_it_out_stands_below_the_versions(desk: Desk, program: OtherProgram) -> None:
    opened_outside(desk, program)
    reader = desk.page.reader
    desk.wait_until(lambda: reader.opened and reader.opened.line.left)
    desk.page.reader.head.show_versions()
    menu = part(desk.page, QMenu, "versions")
    assert [action.text() for action in menu.actions()][-1].endswith("opened in another program by Joy Okafor (JO)")
    menu.close()
    press_in_strip(desk, "Close the copy")
    desk.wait_until(lambda: strip_says(desk) == "")


def test_a_lock_takes_the_copy_away_and_the_change_is_offered_after_unlocking(
    qtbot: QtBot, tmp_path: Path, program: OtherProgram
) -> None:
    with a_workspace(tmp_path) as joy:
        bring(joy, tmp_path)
        with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            path = opened_outside(desk, program)
            program.save("all pumps")
    assert not path.exists()
    opened = open_for_window(tmp_path / "joy", PASSPHRASE)
    again = opened.session
    try:
        assert opened.note is not None
        assert "changed in another program" in opened.note.title
        with shown_page(again, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: "change is kept sealed" in strip_says(desk))
            press_in_strip(desk, "Take the change back")
            desk.wait_until(lambda: strip_says(desk) == "")
        assert b"all pumps" in again.documents.read(again.documents.lines()[0].id)
    finally:
        again.close()


def test_an_export_goes_where_it_is_told_and_asks_once_more_for_a_shared_folder(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = bring(team.joy, tmp_path)
        with shown_page(team.joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            for number, folder in enumerate((tmp_path, team.folder)):
                choose_way(desk, "Export")
                assert "for good" in outside(desk).form.accessibleName()
                agree(desk)
                dialog = part(desk.page.window(), QFileDialog, "export-dialog")
                assert Path(dialog.selectedFiles()[0]).name == "cooling.md"
                dialog.fileSelected.emit(str(folder / f"out-{number}.md"))
                dialog.close()
                if folder is team.folder:
                    desk.wait_until(lambda: "all the same" in outside(desk).form.accessibleName())
                    assert not (folder / f"out-{number}.md").exists()
                    agree(desk)
                desk.wait_until(lambda: f"out-{number}.md" in outside(desk).bar.title)  # noqa: B023 - waited for here
                assert (folder / f"out-{number}.md").read_text(encoding="utf-8") == COOLING
        assert [left.how for left in team.joy.documents.get(document).left] == ["export", "export"]


def test_a_file_that_could_run_is_refused_before_anything_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        bring(joy, tmp_path, "page.html")
        with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            choose_way(desk, "Open")
            assert "not opened from here" in outside(desk).bar.accessibleName()
            assert not outside(desk).form.isVisible()


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_question_and_strip_fit_at_double_size(desk: Desk, program: OtherProgram, choice: ThemeChoice) -> None:
    opened_outside(desk, program)
    choose_way(desk, "Open")
    theme_manager().apply(choice, 200)
    desk.wait_until(lambda: desk.page.split.is_narrow)
    assert outside(desk).minimumSizeHint().width() <= desk.page.width()
    answer(desk, Qt.Key.Key_Escape)
    press_in_strip(desk, "Close the copy")
    desk.wait_until(lambda: strip_says(desk) == "")
