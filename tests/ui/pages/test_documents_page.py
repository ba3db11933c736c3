# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu, QTableView, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.pages.documents.opened import OpenedDocument
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.readers.pdf_view import PdfView
from incident_console.ui.theme import ThemeChoice, theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.label import Label
from tests.helpers.documents import COOLING, POWER, a_library
from tests.helpers.workspaces import a_workspace, an_outage, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

Desk = PageDesk[DocumentsPage]
ALL = ["Contacts", "Cooling loss runbook", "Drawing", "Manual", "Notes", "Power plan", "Valve"]
F3, RETURN, DOWN, ESCAPE = Qt.Key.Key_F3, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


@contextmanager
def a_desk(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with shown_page(session, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        yield desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over a small library."""
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_library(tmp_path)])
        with a_desk(joy, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            yield desk


def titles(desk: Desk) -> list[str]:
    return [item.line.title for item in desk.page.model.items]


def opened(desk: Desk) -> OpenedDocument:
    found = desk.page.reader.opened
    assert found is not None
    return found


def choose(desk: Desk, title: str) -> None:
    key = next(item.key for item in desk.page.model.items if item.line.title == title)
    desk.page.side.rows.select_key(key)
    wait_open(desk, title)


def wait_open(desk: Desk, title: str) -> None:
    desk.wait_until(lambda: desk.page.reader.opened and opened(desk).version.title == title)


def search(desk: Desk, words: str, *found: str) -> None:
    desk.page.search.take_focus()
    desk.type(words)
    desk.wait_until(lambda: titles(desk) == list(found))


def spoken_rows(desk: Desk) -> list[str]:
    return [desk.page.model.look(item).spoken() for item in desk.page.model.items]


def head_says(desk: Desk) -> str:
    return " | ".join(label.text() for label in desk.page.reader.head.findChildren(Label) if label.isVisible())


def page_text(desk: Desk) -> QTextBrowser:
    return part(desk.page, QTextBrowser, "page-text")


def test_the_library_shows_its_parts_with_counts_and_reads_the_first_document(desk: Desk) -> None:
    QAbstractItemModelTester(desk.page.model)
    assert titles(desk) == ALL
    chips = [desk.page.chips.chip(key).shown_text for key in ("all", "vital", "incident", "review")]
    assert chips == ["All 7", "Vital 1", "This incident 0", "Review 1"]
    spoken = {widget.accessibleName() for widget in desk.page.side.tree.findChildren(QWidget)}
    assert {"All documents, 7", "Runbooks, 1", "Plans, 1", "Checklists, 0", "Other, 5"} <= spoken
    wait_open(desk, "Contacts")


def test_the_list_has_the_keyboard_from_the_first_moment_on(desk: Desk) -> None:
    page = DocumentsPage(desk.page.context)
    page.setParent(desk.window)
    page.show()
    assert not page.shelf.is_loaded
    page.focus_first()
    desk.wait_until(lambda: page.shelf.is_loaded and page.model.items)
    assert focused() is page.side.rows


def test_parts_and_chips_narrow_the_list_by_keyboard(desk: Desk) -> None:
    desk.page.side.tree.setFocus()
    desk.press(DOWN)
    desk.wait_until(lambda: titles(desk) == ["Power plan"])
    desk.press(DOWN)
    desk.wait_until(lambda: titles(desk) == ["Cooling loss runbook"])
    assert desk.memory.kept["documents/category"] == "runbook"
    desk.press(DOWN)
    assert titles(desk) == []
    assert "7 documents are in other parts" in desk.page.side.empty.accessibleName()
    for _ in range(3):
        desk.press(Qt.Key.Key_Up)
    assert titles(desk) == ALL
    QTest.mouseClick(desk.page.chips.chip("vital"), Qt.MouseButton.LeftButton)
    assert titles(desk) == ["Cooling loss runbook"]
    assert desk.memory.kept["documents/choice"] == "vital"


def test_documents_that_the_incident_names_are_one_chip_away(desk: Desk, tmp_path: Path) -> None:
    named = tmp_path / "facility-outage-plan.md"
    named.write_text("# Facility outage\n", encoding="utf-8")
    outage = an_outage(desk.session)
    desk.page.show_incident(outage.id)
    desk.page.importing.import_paths([named])
    desk.wait_until(lambda: desk.page.chips.chip("incident").shown_text == "This incident 1")
    QTest.mouseClick(desk.page.chips.chip("incident"), Qt.MouseButton.LeftButton)
    assert titles(desk) == ["Facility outage"]


def test_a_search_shows_passages_and_the_reader_goes_to_the_first_match(desk: Desk) -> None:
    choose(desk, "Power plan")
    search(desk, "chiller restart", "Manual", "Cooling loss runbook")
    wait_open(desk, "Manual")
    choose(desk, "Cooling loss runbook")
    row = next(item for item in desk.page.model.items if item.line.title == "Cooling loss runbook")
    assert row.hit
    assert "Before any chiller restart check" in row.hit.snippet
    desk.wait_until(lambda: "Match 1 of" in head_says(desk))
    marked = [selection.cursor.selectedText() for selection in page_text(desk).extraSelections()]
    assert marked[:2] == ["Restart", "chiller"]
    assert "2 of 7 documents" in desk.page.side._count.text()
    desk.press(F3)
    desk.wait_until(lambda: "Match 2 of" in head_says(desk))
    desk.press(ESCAPE)
    desk.wait_until(lambda: titles(desk) == ALL)
    assert page_text(desk).extraSelections() == []


@pytest.mark.parametrize(
    ("words", "title", "match"),
    [
        ("both pumps", "Cooling loss runbook", 1),
        ("osei", "Contacts", 1),
        ("left of the door", "Notes", 1),
        ("chiller parts", "Manual", 2),
    ],
)
def test_enter_in_the_search_goes_to_where_the_words_meet_in_the_best(
    desk: Desk, words: str, title: str, match: int
) -> None:
    desk.page.search.take_focus()
    desk.type(words)
    desk.press(RETURN)
    wait_open(desk, title)
    desk.wait_until(lambda: f"Match {match} of" in head_says(desk))
    desk.wait_until(lambda: desk.page.reader.isAncestorOf(focused()))


def test_a_search_with_many_matches_says_how_many_and_shows_the_rest_when_typing_rests(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "valves"
    folder.mkdir()
    for number in range(25):
        (folder / f"valve-{number:02}.txt").write_text("Turn the handwheel.", encoding="utf-8")
    desk.session.documents.import_paths([folder])
    desk.wait_until(lambda: len(desk.page.shelf.lines) == 32)
    told: list[tuple[int, str]] = []
    desk.page.finding.found.connect(lambda: told.append((len(titles(desk)), desk.page.side._count.text())))
    desk.page.search.take_focus()
    desk.type("handwheel")
    desk.wait_until(lambda: len(titles(desk)) == 25)
    assert told[0][0] == 20
    assert told[0][1].startswith("The best 20 of 25 found in 32 documents")
    assert told[-1][1].startswith("25 of 32 documents")


def test_nothing_found_says_so(desk: Desk) -> None:
    search(desk, "walrus")
    assert desk.page.side.empty.accessibleName().startswith("Nothing found")


def test_the_keyboard_goes_from_search_to_list_to_document_and_back(desk: Desk) -> None:
    search(desk, "generator", "Power plan")
    desk.press(DOWN)
    assert focused() is desk.page.side.rows
    wait_open(desk, "Power plan")
    desk.press(RETURN)
    assert focused() is page_text(desk)
    desk.press(ESCAPE)
    assert focused() is desk.page.side.rows


def test_a_page_has_tables_boxes_call_outs_and_pictures(desk: Desk) -> None:
    choose(desk, "Cooling loss runbook")
    text = page_text(desk).toPlainText()
    assert "Before any chiller restart" in text
    assert "\N{BALLOT BOX}" in text
    assert "\N{BALLOT BOX WITH CHECK}" in text
    assert text.count("Cooling loss runbook") == 0
    says = head_says(desk)
    assert "Runbook" in says
    assert "owner Facilities lead" in says
    assert "reviewed 12 Sep 2026, review was due 12 Oct 2026" in says
    assert "by Joy Okafor (JO)" in says
    assert not page_text(desk).grab().isNull()


def test_links_lead_to_other_documents_and_back(desk: Desk) -> None:
    choose(desk, "Cooling loss runbook")
    page_text(desk).anchorClicked.emit(QUrl("power.md#fuel"))
    wait_open(desk, "Power plan")
    desk.wait_until(lambda: page_text(desk).verticalScrollBar().value() > 0)
    QTest.keyClick(focused(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_open(desk, "Cooling loss runbook")
    desk.wait_until(lambda: not part(desk.page.reader.head, Button, "back").isVisible())


def test_an_address_outside_is_shown_and_copied_but_never_opened(desk: Desk) -> None:
    choose(desk, "Cooling loss runbook")
    page_text(desk).anchorClicked.emit(QUrl("https://chiller.example/manual"))
    bar = desk.page.reader.bar
    assert "https://chiller.example/manual" in bar.accessibleName()
    QTest.mouseClick(part(bar, Button, "try-again"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "https://chiller.example/manual"
    page_text(desk).anchorClicked.emit(QUrl("gone.md"))
    desk.wait_until(lambda: "gone.md" in bar.accessibleName())
    assert opened(desk).version.title == "Cooling loss runbook"


def test_a_page_loads_nothing_from_disk_or_network(desk: Desk, tmp_path: Path) -> None:
    choose(desk, "Cooling loss runbook")
    secret = tmp_path / "secret.png"
    secret.write_bytes((tmp_path / "plans" / "valve.png").read_bytes())
    for address in (QUrl.fromLocalFile(str(secret)), QUrl("https://chiller.example/x.png"), QUrl("valve.png")):
        assert page_text(desk).loadResource(2, address).width() == 1
    assert page_text(desk).loadResource(2, QUrl("picture:0")).width() == 40


def test_a_pdf_is_found_in_zoomed_and_paged(desk: Desk) -> None:
    choose(desk, "Manual")
    desk.wait_until(lambda: "Page 1 of 3" in head_says(desk))
    search(desk, "parts", "Manual")
    desk.wait_until(lambda: "Match 1 of 1" in head_says(desk))
    assert "Page 3 of 3" in head_says(desk)
    view = part(desk.page, PdfView)
    view.setFocus()
    desk.press(Qt.Key.Key_Plus)
    assert " %" in head_says(desk)
    desk.press(Qt.Key.Key_0)
    assert "fits the width" in head_says(desk)
    desk.press(Qt.Key.Key_Home)
    assert "Page 1 of 3" in head_says(desk)
    assert not view.grab().isNull()


@pytest.mark.parametrize(
    ("title", "name", "says"),
    [
        ("Valve", "picture", "PNG picture"),
        ("Notes", "plain-text", "text, 1 kB"),
        ("Contacts", "table", "table"),
        ("Drawing", "empty-state", "file of another program, 5 kB"),
    ],
)
def test_every_kind_of_file_has_its_reader(desk: Desk, title: str, name: str, says: str) -> None:
    choose(desk, title)
    shown = [widget for widget in desk.page.reader.findChildren(QWidget, name) if widget.isVisible()]
    assert shown
    assert says in head_says(desk)


def test_words_are_found_in_tables_and_texts(desk: Desk) -> None:
    search(desk, "anna", "Contacts")
    wait_open(desk, "Contacts")
    desk.wait_until(lambda: "Match 1 of 1" in head_says(desk))
    assert part(desk.page, QTableView, "table").currentIndex().data() == "Anna Petrov"
    desk.page.search.clear()
    search(desk, "valve v3", "Notes")
    wait_open(desk, "Notes")
    desk.wait_until(lambda: "Match 1 of 80" in head_says(desk))


def test_what_was_read_last_is_kept_and_one_press_away(desk: Desk) -> None:
    choose(desk, "Power plan")
    desk.page.side.rows.setFocus()
    desk.press(RETURN)
    assert desk.memory.kept["documents/recent"] == opened(desk).line.id.hex()
    choose(desk, "Notes")
    item = part(desk.page, QWidget, f"side-{desk.memory.kept['documents/recent'].split()[-1]}")
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    wait_open(desk, "Power plan")


def test_an_older_version_can_be_read_and_says_that_it_is_one(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "plans" / "cooling.md"
    file.write_text(COOLING.replace("both pumps", "all pumps"), encoding="utf-8")
    choose(desk, "Cooling loss runbook")
    desk.page.importing.import_paths([tmp_path / "plans"])
    desk.wait_until(lambda: "all pumps" in page_text(desk).toPlainText())
    assert "1 updated, 6 the same" in desk.page.importing.bar.accessibleName()
    desk.page.side.rows.setFocus()
    desk.press(Qt.Key.Key_V)
    desk.wait_until(lambda: desk.page.findChild(QMenu, "versions"))
    menu = part(desk.page, QMenu, "versions")
    assert sum(action.isCheckable() for action in menu.actions()) == 2
    menu.actions()[1].trigger()
    menu.close()
    desk.wait_until(lambda: "both pumps" in page_text(desk).toPlainText())
    bar = desk.page.reader.bar
    assert bar.accessibleName().startswith("An older version")
    QTest.mouseClick(part(bar, Button, "try-again"), Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: "all pumps" in page_text(desk).toPlainText())


def test_an_empty_library_teaches_and_takes_in_what_comes_with_the_program(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy, a_desk(joy, qtbot, tmp_path) as desk:
        assert desk.page.empty.isVisible()
        desk.page.focus_first()
        desk.press(Qt.Key.Key_Tab)
        while not isinstance(focused(), Button) or focused().objectName() != "import-the-documents-that-come-with-it":
            desk.press(Qt.Key.Key_Tab)
        desk.press(RETURN)
        assert desk.page.importing.progress.isVisible()
        desk.wait_until(lambda: not desk.page.importing.is_busy)
        desk.wait_until(lambda: len(titles(desk)) == len(joy.documents.lines()) >= 12)
        assert "added" in desk.page.importing.bar.accessibleName()
        assert desk.told.saved == 1
        desk.wait_until(lambda: desk.page.reader.opened)


def dropped(*paths: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.data = data  # type: ignore[attr-defined]  # Qt keeps no hold of it
    return event


def test_files_dropped_on_the_page_are_imported_and_failures_named(desk: Desk, tmp_path: Path) -> None:
    new = tmp_path / "evacuation.md"
    new.write_text("# Evacuation\n", encoding="utf-8")
    desk.page.dropEvent(dropped(new, tmp_path / "missing.md"))
    desk.wait_until(lambda: "Evacuation" in titles(desk))
    desk.wait_until(lambda: "1 added, 1 not imported" in desk.page.importing.bar.accessibleName())
    assert "missing.md: It was gone" in desk.page.importing.bar.accessibleName()


def test_an_import_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(3_000):  # more than are saved at once
        (many / f"note {number}.txt").write_text(f"Note {number}\n", encoding="utf-8")
    desk.page.importing.import_paths([many])
    desk.wait_until(lambda: desk.page.importing.progress.amount_text)
    QTest.mouseClick(part(desk.page.importing.progress, Button), Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: not desk.page.importing.is_busy)
    assert desk.page.importing.bar.accessibleName().startswith("Stopped")
    assert len(desk.session.documents.lines()) < 3_000


def test_a_document_of_another_laptop_appears_is_searchable_and_waits_for_its_file(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with two_laptops(tmp_path) as team, a_desk(team.sam, qtbot, tmp_path) as desk:
        file = tmp_path / "power.md"
        file.write_text(POWER, encoding="utf-8")
        team.joy.documents.import_paths([file])
        team.joy.folders.sync()
        parts = {part: part.read_bytes() for part in team.folder.glob("b/*/*.c")}
        for path in parts:
            path.unlink()
        team.sam.folders.sync()
        desk.wait_until(lambda: titles(desk) == ["Power plan"])
        assert "not here yet" in spoken_rows(desk)[0]
        team.sync()
        desk.wait_until(lambda: desk.page.model.items[0].line.is_here)
        search(desk, "fuel", "Power plan")


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_the_page_keeps_its_place_over_a_change_of_theme_and_zoom(desk: Desk, choice: ThemeChoice) -> None:
    choose(desk, "Power plan")
    bar = page_text(desk).verticalScrollBar()
    bar.setValue(bar.maximum())
    theme_manager().apply(choice, 150)
    desk.wait_until(lambda: bar.value() > bar.maximum() * 0.8)


def test_at_double_size_list_and_document_take_turns(desk: Desk) -> None:
    theme_manager().apply(ThemeChoice.LIGHT, 200)
    desk.wait_until(lambda: desk.page.split.is_narrow)
    desk.page.side.rows.setFocus()
    desk.press(RETURN)
    assert desk.page.reader.isVisible()
    assert not desk.page.side.isVisible()
    desk.press(ESCAPE)
    assert desk.page.side.isVisible()


def test_every_key_of_the_page_is_told(desk: Desk) -> None:
    assert {key.keys for key in desk.page.page_keys()} >= {"Ctrl+F", "F3", "V", "Ctrl+O"}
