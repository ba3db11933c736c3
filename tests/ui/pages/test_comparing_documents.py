# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTextBrowser
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from incident_console.ui.models.compare_rows import MAX_SHOWN_ROWS
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.theme import ThemeChoice, theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from tests.helpers.documents import COOLING
from tests.helpers.workspaces import TwoLaptops, a_workspace, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
LINES = "".join(f"Line {number} of the plan.\n" for number in range(60))


@contextmanager
def reading(session: Session, document: bytes, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with shown_page(session, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        desk.page.show_thing(document)
        desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.line.id == document)
        yield desk


def a_text(session: Session, tmp_path: Path, *versions: str) -> bytes:
    for text in versions:
        (tmp_path / "steps.md").write_text(text, encoding="utf-8")
        session.documents.import_paths([tmp_path / "steps.md"])
    line = session.documents.named("steps.md")
    assert line is not None
    return line.id


def write(session: Session, document: bytes, text: str) -> bytes:
    opened = session.document_writing.open(document)
    return session.document_writing.save(DocumentDraft(document, opened.version, opened.file_name, text)).version


def apart(team: TwoLaptops, tmp_path: Path) -> bytes:
    document = a_text(team.joy, tmp_path, COOLING)
    team.sync()
    write(team.joy, document, COOLING.replace("both pumps run", "three pumps run"))
    write(team.sam, document, COOLING.replace("both pumps run", "no pump runs"))
    team.sync()
    return document


def compare_with(desk: Desk, place: int) -> None:
    """Open the list of versions by its key and choose there what to compare with."""
    desk.press(Qt.Key.Key_V)
    menu = part(desk.page, QMenu, "versions")
    part(menu, QMenu, "compare-with").actions()[place].trigger()
    menu.close()
    desk.window.activateWindow()  # the offscreen platform forgets who was active below a menu
    desk.wait_until(lambda: not desk.page.workbench.is_library_shown and desk.window.isActiveWindow())


def compared(desk: Desk) -> str:
    return part(desk.page.workbench.compare, QTextBrowser, "compared-text").toPlainText()


def words_with(desk: Desk, what: str) -> str:
    """All words of the page that are struck out, or underlined."""
    block = part(desk.page.workbench.compare, QTextBrowser, "compared-text").document().begin()
    found: list[str] = []
    while block.isValid():
        pieces: Any = block.begin()
        found += [each.fragment().text() for each in pieces if _is(each.fragment().charFormat().font(), what)]
        block = block.next()
    return "|".join(found)


def _is(font: QFont, what: str) -> bool:
    return font.strikeOut() if what == "struck" else font.underline()


def test_two_versions_stand_side_by_side_and_what_changed_is_struck_and_underlined(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES.replace("Line 30 of", "Line 30a in"))
        with reading(joy, document, qtbot, tmp_path) as desk:
            desk.page.reader.focus_reader()
            compare_with(desk, 0)
            assert words_with(desk, "struck") == "30 of"
            assert words_with(desk, "underlined") == "30a in"
            assert "27 lines are the same" in compared(desk)
            assert "Line 3 of" not in compared(desk)


def test_esc_leads_back_to_the_document_that_was_read(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES + "More.\n")
        with reading(joy, document, qtbot, tmp_path) as desk:
            desk.page.reader.focus_reader()
            compare_with(desk, 0)
            QTest.keyClick(focused(), Qt.Key.Key_Escape)
            assert desk.page.workbench.is_library_shown
            assert desk.page.reader.isAncestorOf(focused())
            assert compared(desk) == ""


def test_f3_goes_from_change_to_change_and_around(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES.replace("Line 5 ", "Row 5 ").replace("Line 50 ", "Row 50 "))
        with reading(joy, document, qtbot, tmp_path) as desk:
            compare_with(desk, 0)
            view = desk.page.workbench.compare
            marked, first = [], ["6 \N{MINUS SIGN}", "6 +"]
            for _ in range(3):
                browser = part(view, QTextBrowser, "compared-text")
                marked.append([selection.cursor.selectedText() for selection in browser.extraSelections()])
                desk.press(Qt.Key.Key_F3)
            assert view._count.text() == "Change 2 of 2"
            assert marked == [first, ["51 \N{MINUS SIGN}", "51 +"], first]


def test_all_lines_are_one_chip_away(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES + "More.\n")
        with reading(joy, document, qtbot, tmp_path) as desk:
            compare_with(desk, 0)
            QTest.mouseClick(desk.page.workbench.compare._chips.chip("all"), Qt.MouseButton.LeftButton)
            assert compared(desk).count("Line 3 of") == 2


def test_versions_made_apart_are_compared_from_the_bar_and_one_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = apart(team, tmp_path)
        mine = next(v for v in team.joy.documents.versions(document) if v.added_by == "Joy Okafor" and v.is_newest)
        with reading(team.joy, document, qtbot, tmp_path) as desk:
            assert desk.page.reader.bar.title == "Two people brought different versions apart"
            desk.page.reader.bar.action_clicked.emit()
            desk.wait_until(lambda: not desk.page.workbench.is_library_shown)
            view = desk.page.workbench.compare
            assert "pump runs" in compared(desk)
            assert "three pumps run" in compared(desk)
            versions = view._versions
            assert versions is not None
            side = "left" if versions[0].id == mine.id else "right"
            QTest.mouseClick(part(view, Button, f"keep-{side}"), Qt.MouseButton.LeftButton)
            desk.wait_until(lambda: desk.page.workbench.is_library_shown)
            desk.wait_until(lambda: not team.joy.documents.get(document).has_two_versions)
        team.sync()
        lines = [session.documents.get(document) for session in (team.joy, team.sam)]
        texts = [session.documents.read(document).decode() for session in (team.joy, team.sam)]
    assert [line.has_two_versions for line in lines] == [False, False]
    assert all("three pumps run" in text for text in texts)


def test_a_viewer_compares_but_does_not_settle(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = apart(team, tmp_path)
        device = next(member.device for member in team.joy.team.members() if not member.is_self)
        team.joy.governing.change_role(device, Role.VIEWER)
        team.sync()
        with reading(team.sam, document, qtbot, tmp_path) as desk:
            desk.page.reader.bar.action_clicked.emit()
            desk.wait_until(lambda: not desk.page.workbench.is_library_shown)
            keep = part(desk.page.workbench.compare, Button, "keep-left")
            assert not keep.isEnabled()
            assert keep.toolTip()


def test_versions_of_the_same_words_say_so(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES.rstrip("\n"))
        with reading(joy, document, qtbot, tmp_path) as desk:
            compare_with(desk, 0)
            assert desk.page.workbench.compare.bar.title == "Their words are the same"


def test_endless_changes_are_cut_and_that_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        many = "".join(f"Line {number}\n\nSame {number}\n\n" for number in range(MAX_SHOWN_ROWS))
        document = a_text(joy, tmp_path, many, many.replace("Line", "Row"))
        with reading(joy, document, qtbot, tmp_path) as desk:
            compare_with(desk, 0)
            assert "changes are not shown" in part(desk.page.workbench.compare, InlineBar, "inline-bar").title
            QTest.keyClick(focused(), Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
            assert part(desk.page.workbench.compare, QTextBrowser, "compared-text").extraSelections()


def test_in_the_dark_theme_and_larger_the_same_change_stays_before_the_eye(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = a_text(joy, tmp_path, LINES, LINES.replace("Line 55 ", "Row 55 "))
        with reading(joy, document, qtbot, tmp_path) as desk:
            compare_with(desk, 0)
            theme_manager().apply(ThemeChoice.DARK, 200)
            try:
                browser = part(desk.page.workbench.compare, QTextBrowser, "compared-text")
                marks = browser.extraSelections()
                assert [mark.cursor.selectedText() for mark in marks][1] == "56 +"
                assert 0 <= browser.cursorRect(marks[1].cursor).top() <= browser.viewport().height()
            finally:
                theme_manager().apply(ThemeChoice.SYSTEM, 100)
