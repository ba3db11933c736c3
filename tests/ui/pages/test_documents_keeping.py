# SPDX-License-Identifier: Apache-2.0
"""Keeping documents in the window: properties in place, several at once, reviews, where a vital one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.documents import DocumentLine
from incident_console.services.session import Session
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.side_list import SideItem
from tests.helpers.documents import a_library
from tests.helpers.workspaces import a_workspace, two_laptops
from tests.ui.asking import focused
from tests.ui.pages.page_desk import PageDesk
from tests.ui.pages.test_documents_page import a_desk, choose, opened, spoken_rows, titles

Desk = PageDesk[DocumentsPage]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page over a small library."""
    with a_workspace(tmp_path) as joy:
        joy.documents.import_paths([a_library(tmp_path)])
        with a_desk(joy, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: desk.page.reader.opened)
            yield desk


def line(session: Session, title: str) -> DocumentLine:
    return session.documents.find(title)


def open_properties(desk: Desk) -> None:
    desk.page.side.focus_list()
    desk.press(Qt.Key.Key_P)
    desk.wait_until(lambda: desk.page.keeping.is_open)


def pane_says(desk: Desk) -> str:
    labels = [label.text() for label in desk.page.keeping.pane.findChildren(Label) if label.isVisible()]
    rows = [row.accessibleName() for row in desk.page.keeping.pane.findChildren(InfoRow) if row.isVisible()]
    return " | ".join([*labels, *rows])


def button(root: QWidget, words: str) -> Button:
    found = [each for each in root.findChildren(Button) if each.isVisible() and words in each.accessibleName()]
    return found[0]


def change(desk: Desk, title: str, typed: str) -> None:
    """Open the editor of a property, type, and press Enter."""
    button(desk.page.keeping.pane, f"Change: {title}").click()
    field = focused()
    if isinstance(field, ChoiceBox):
        field.setCurrentIndex(field.findData(typed))
    else:
        assert isinstance(field, QLineEdit)
        field.clear()
        QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_properties_are_changed_in_place_and_the_list_follows(desk: Desk) -> None:
    choose(desk, "Power plan")
    open_properties(desk)
    change(desk, "Title", "Power loss plan")
    desk.wait_until(lambda: "Power loss plan" in titles(desk))
    change(desk, "Tags", "generator, fuel")
    change(desk, "Vital", "yes")
    desk.wait_until(lambda: line(desk.session, "Power loss plan").is_vital)
    shown = line(desk.session, "Power loss plan")
    assert (shown.tags, shown.version_count) == (("fuel", "generator"), 1)
    desk.wait_until(lambda: "vital yes" in pane_says(desk))
    assert "On 1 of 1 station" in pane_says(desk)
    assert desk.told.saved == 3
    desk.press(Qt.Key.Key_Escape)
    desk.wait_until(lambda: not desk.page.keeping.is_open)
    desk.wait_until(lambda: opened(desk).line.title == "Power loss plan")


def test_what_cannot_be_saved_stays_in_its_field_and_is_told(desk: Desk) -> None:
    choose(desk, "Power plan")
    open_properties(desk)
    change(desk, "Review every", "soon")
    desk.wait_until(desk.page.bar.isVisible)
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "soon"


def test_several_documents_are_chosen_by_space_and_changed_together(desk: Desk) -> None:
    choose(desk, "Notes")
    rows = desk.page.side.rows
    rows.setFocus()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    assert [row for row in spoken_rows(desk) if row.startswith("chosen")] != []
    assert len(desk.page.keeping.chosen) == 2
    open_properties(desk)
    desk.wait_until(lambda: "PROPERTIES OF 2 DOCUMENTS" in pane_says(desk))
    assert "different" in " ".join(value.words for value in desk.page.keeping.pane.values())
    change(desk, "Category", "reference")
    change(desk, "Tags", "north")
    desk.wait_until(lambda: line(desk.session, "Notes").tags == line(desk.session, "Power plan").tags == ("north",))
    assert line(desk.session, "Notes").category == line(desk.session, "Power plan").category == "reference"
    desk.press(Qt.Key.Key_Escape)
    desk.page.side.focus_list()
    desk.press(Qt.Key.Key_Escape)
    desk.wait_until(lambda: not desk.page.keeping.chosen)


def test_the_review_view_lists_what_is_due_and_one_key_says_that_nothing_has_to_change(desk: Desk) -> None:
    desk.page.chips.choose("review")
    desk.page.chips.chosen.emit("review")
    desk.wait_until(lambda: titles(desk) == ["Cooling loss runbook"])
    assert "overdue" in spoken_rows(desk)[0]
    assert "due 12 Oct 2026" in spoken_rows(desk)[0]
    choose(desk, "Cooling loss runbook")
    desk.page.side.focus_list()
    desk.press(Qt.Key.Key_N)
    desk.wait_until(lambda: titles(desk) == [])
    done = line(desk.session, "Cooling loss runbook")
    assert (done.reviewed_by, done.version_count) == ("Joy Okafor", 1)
    assert "No review is due" in " ".join(label.text() for label in desk.page.side.empty.findChildren(Label))


def test_a_vital_document_says_where_it_is_and_is_checked_on_request(desk: Desk) -> None:
    choose(desk, "Cooling loss runbook")
    head = desk.page.reader.head
    desk.wait_until(lambda: "on 1 of 1 station" in " ".join(label.text() for label in head.findChildren(Label)))
    open_properties(desk)
    button(desk.page.keeping.pane, "Check on this laptop").click()
    desk.wait_until(lambda: "Readable on this laptop: decrypted, and its hash is right." in pane_says(desk))


def test_all_vital_documents_are_read_on_request_and_damage_is_named(desk: Desk) -> None:
    def told() -> str:
        return " ".join(label.text() for label in desk.page.bar.findChildren(Label) if label.isVisible())

    item = next(each for each in desk.page.side.tree.findChildren(SideItem) if each.key == "vital")
    item.click()
    desk.wait_until(lambda: "Readable on this laptop" in told())
    for part in (desk.session.path / "replica" / "b").rglob("*.c"):
        part.unlink()
    item.click()
    desk.wait_until(lambda: "Cooling loss runbook: This file is not on this laptop yet" in told())


def test_a_tag_narrows_the_list_until_it_is_pressed_again(desk: Desk) -> None:
    desk.session.document_properties.change_tags([line(desk.session, "Notes").id], ["valves"])
    tags = desk.page.side.tree.tags
    desk.wait_until(lambda: "valves" in tags.keys())  # noqa: SIM118 - a method of the list
    tags.item("valves").click()
    desk.wait_until(lambda: titles(desk) == ["Notes"])
    tags.item("valves").click()
    desk.wait_until(lambda: len(titles(desk)) > 1)


def test_in_a_narrow_window_tags_are_chosen_from_a_list(desk: Desk) -> None:
    theme_manager().apply(zoom_percent=200)
    desk.window.resize(800, 640)
    desk.session.document_properties.change_tags([line(desk.session, "Notes").id], ["valves"])
    box = next(each for each in desk.page.side.findChildren(ChoiceBox) if each.accessibleName() == "Tag")
    desk.wait_until(lambda: box.isVisible() and box.findData("valves") > 0)
    box.setCurrentIndex(box.findData("valves"))
    box.activated.emit(box.currentIndex())
    desk.wait_until(lambda: titles(desk) == ["Notes"])


def test_a_search_with_a_filter_marks_only_its_words(desk: Desk) -> None:
    desk.page.search.take_focus()
    desk.type("category:runbook chiller")
    desk.wait_until(lambda: titles(desk) == ["Cooling loss runbook"])


def test_two_values_and_two_versions_are_settled_in_the_pane(qtbot: QtBot, tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.documents.import_paths([a_library(tmp_path)])
        team.sync()
        document = team.joy.documents.find("Power plan").id
        for session, name in ((team.joy, "joy"), (team.sam, "sam")):
            session.document_properties.change([document], {"site": f"{name} site"})
            desk_folder = tmp_path / f"{name}-desk" / "plans"
            desk_folder.mkdir(parents=True)
            (desk_folder / "power.md").write_text(f"# Power plan\n\nBy {name}.\n", encoding="utf-8")
            session.documents.import_paths([desk_folder])
        team.sync()
        with a_desk(team.joy, qtbot, tmp_path) as desk:
            choose(desk, "Power plan")
            assert any("two versions" in row for row in spoken_rows(desk))
            open_properties(desk)
            button(desk.page.keeping.pane, "Keep this, site: sam site").click()
            desk.wait_until(lambda: team.joy.documents.get(document).site == "sam site")
            desk.wait_until(lambda: team.joy.documents.get(document).conflict_fields == ())
            row = next(
                each
                for each in desk.page.keeping.pane.findChildren(InfoRow)
                if each.isVisible() and "Joy Okafor" in each.accessibleName() and "Keep" in each.accessibleName()
            )
            row.click()
            desk.wait_until(lambda: not team.joy.documents.get(document).has_two_versions)
            assert "By joy" in team.joy.documents.text(document)


def test_a_restricted_document_shows_neither_name_nor_content_and_says_what_that_is_worth(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.documents.import_paths([a_library(tmp_path)])
        document = team.joy.documents.find("Power plan").id
        team.joy.document_properties.restrict([document], "restricted", ["Legal"])
        team.sync()
        with a_desk(team.sam, qtbot, tmp_path) as desk:
            choose(desk, "Restricted document")
            assert "Power plan" not in titles(desk)
            words = " ".join(label.text() for label in desk.page.reader.findChildren(Label) if label.isVisible())
            assert "It is for: Legal" in words
            assert "not a lock" in words
            open_properties(desk)
            change(desk, "Classification", "open")
            desk.wait_until(lambda: "Power plan" in titles(desk))
