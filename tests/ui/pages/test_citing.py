# SPDX-License-Identifier: Apache-2.0
"""Documents cited in the log: chosen while one writes, shown beside the entry, opened as they were then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from incident_console.domain.citation import Citation
from incident_console.domain.status_log import add_entry
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from incident_console.ui.pages.documents_page import DocumentsPage
from incident_console.ui.pages.log.citing import CitePart
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.info_row import InfoRow
from tests.helpers.workspaces import Clock, a_workspace, an_incident
from tests.ui.asking import focused
from tests.ui.pages.log_desk import LogDesk, a_desk
from tests.ui.pages.page_desk import shown_page

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joy(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with a_workspace(tmp_path, clock) as session:
        for name in ("Cooling plan", "Water plan", "Power plan"):
            session.document_writing.save(DocumentDraft(name.encode().ljust(16), b"", "", f"# {name}\n\nWords.\n"))
        yield session


@pytest.fixture
def desk(joy: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[LogDesk]:
    with a_desk(joy, an_incident(joy).id, qtbot, tmp_path) as desk:
        yield desk


def key_of(joy: Session, name: str) -> bytes:
    found = joy.documents.named(f"{name.lower().replace(' ', '-')}.md")
    assert found is not None
    return found.id


def a_newer_version(joy: Session, name: str) -> None:
    opened = joy.citations.current(key_of(joy, name)).version
    joy.document_writing.save(DocumentDraft(key_of(joy, name), opened, "", f"# {name}, revised\n\nOther words.\n"))


def part_of(desk: LogDesk) -> CitePart:
    return desk.page.compose_bar.cites


def chips(desk: LogDesk) -> list[str]:
    return [chip.shown_text for chip in part_of(desk).findChildren(Chip) if not chip.isHidden()]


def offered(desk: LogDesk) -> list[str]:
    return [row.spoken().split(" version")[0] for row in part_of(desk).rows.findChildren(InfoRow) if not row.isHidden()]


def cited_rows(desk: LogDesk) -> list[InfoRow]:
    rows = [row for row in desk.page.detail.findChildren(InfoRow) if row.isVisible()]
    return [row for row in rows if "the version cited" in row.spoken()]


def test_a_document_is_found_by_title_and_cited_by_keys_alone(desk: LogDesk, joy: Session) -> None:
    desk.page.compose()
    desk.type("/d Run on one pump")
    desk.press(Qt.Key.Key_D, ALT)
    desk.qtbot.waitUntil(lambda: offered(desk) == ["Cooling plan", "Power plan", "Water plan"])
    desk.type("wat")
    desk.qtbot.waitUntil(lambda: offered(desk) == ["Water plan"])
    desk.type("\n")
    assert chips(desk) == ["Water plan"]
    assert focused() is desk.page.compose_bar.text
    desk.type("\n")
    desk.wait_for("Run on one pump")
    (line,) = joy.log.lines(desk.incident)
    assert (line.kind, line.cites) == ("decision", (joy.citations.current(key_of(joy, "Water plan")),))
    desk.qtbot.waitUntil(lambda: not part_of(desk).isVisible())
    desk.write("Gate 2 open")
    assert joy.log.lines(desk.incident)[-1].cites == ()


def test_what_is_cited_can_be_taken_off_and_is_offered_no_second_time(desk: LogDesk) -> None:
    desk.page.compose()
    desk.press(Qt.Key.Key_D, ALT)
    desk.qtbot.waitUntil(lambda: len(offered(desk)) == 3)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.type("\n")
    assert chips(desk) == ["Power plan"]
    desk.press(Qt.Key.Key_D, ALT)
    desk.qtbot.waitUntil(lambda: offered(desk) == ["Cooling plan", "Water plan"])
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.page.compose_bar.text
    (chip,) = [chip for chip in part_of(desk).findChildren(Chip) if not chip.isHidden()]
    assert chip.accessibleName() == "Do not cite Power plan"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chips(desk) == []
    assert not part_of(desk).isVisible()


def test_words_that_no_title_has_are_told(desk: LogDesk) -> None:
    desk.page.compose()
    desk.press(Qt.Key.Key_D, ALT)
    desk.type("zzz")
    desk.qtbot.waitUntil(lambda: offered(desk) == [])
    assert part_of(desk).field.isVisible()


def test_on_a_low_screen_the_search_takes_the_room_of_other_parts_until_it_is_closed(desk: LogDesk) -> None:
    desk.window.resize(1180, 540)
    desk.page.compose()
    desk.type("Run on")
    desk.press(Qt.Key.Key_D, ALT)
    desk.qtbot.waitUntil(lambda: len(offered(desk)) >= 2)
    bar = desk.page.compose_bar
    assert not desk.page.filters.isVisible()
    assert not bar.text.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.filters.isVisible()
    assert focused() is bar.text
    assert bar.text.text() == "Run on"


def test_the_detail_names_the_version_cited_says_of_a_newer_one_and_opens_that_version(
    desk: LogDesk, joy: Session, clock: Clock
) -> None:
    cite = joy.citations.current(key_of(joy, "Water plan"))
    joy.log.add(desk.incident, "Shut the valve", "decision", cites=[cite])
    desk.wait_for("Shut the valve")
    desk.choose("Shut the valve")
    desk.qtbot.waitUntil(lambda: len(cited_rows(desk)) == 1)
    said = cited_rows(desk)[0].spoken()
    assert said.startswith("Water plan the version cited, version of ")
    assert said.endswith("by Joy Okafor (JO)")
    clock.pass_minutes(5)
    a_newer_version(joy, "Water plan")
    desk.qtbot.waitUntil(
        lambda: [row.spoken().partition(" (JO)")[2] for row in cited_rows(desk)] == [", a newer one is there"]
    )
    assert cited_rows(desk)[0].spoken().startswith("Water plan the version cited")
    (row,) = cited_rows(desk)
    row.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.went == [("documents", cite.thing)]


def test_a_version_that_has_not_arrived_is_said_to_be_missing_and_cannot_be_opened(desk: LogDesk, joy: Session) -> None:
    now = joy.now()
    missing = Citation(key_of(joy, "Water plan"), b"v" * 32)
    joy.station.save([add_entry(b"e" * 16, desk.incident, "By the plan", "fact", now.ms, 0, [missing])])
    desk.wait_for("By the plan")
    desk.choose("By the plan")
    said = "A document that is not on this laptop yet, it may arrive with the next sync"
    desk.qtbot.waitUntil(lambda: any(row.spoken() == said for row in desk.page.detail.findChildren(InfoRow)))
    (row,) = [row for row in desk.page.detail.findChildren(InfoRow) if row.spoken() == said]
    assert row.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_what_is_cited_in_an_unfinished_line_is_there_after_a_lock(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    incident, cite = an_incident(joy).id, joy.citations.current(key_of(joy, "Power plan"))
    with a_desk(joy, incident, qtbot, tmp_path) as desk:
        desk.page.show_thing(cite.thing)
        qtbot.waitUntil(lambda: chips(desk) == ["Power plan"])
        assert focused() is desk.page.compose_bar.text
    with a_desk(joy, incident, qtbot, tmp_path) as desk:
        qtbot.waitUntil(lambda: chips(desk) == ["Power plan"])
        desk.page.compose()
        desk.type("Start set 2\n")
        desk.wait_for("Start set 2")
    (line,) = joy.log.lines(incident)
    assert line.cites == (cite,)


def test_the_reader_sends_the_very_version_that_is_read_to_the_log(
    joy: Session, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    incident, old = an_incident(joy).id, joy.citations.current(key_of(joy, "Water plan"))
    clock.pass_minutes(5)
    a_newer_version(joy, "Water plan")
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        assert not desk.page.reader.head.cite.isEnabled()
        desk.page.show_incident(incident)
        desk.page.show_thing(old.thing)
        desk.wait_until(lambda: desk.page.reader.opened and desk.page.reader.opened.version.id == old.version)
        desk.page.reader.focus_reader()
        QTest.keyClick(focused(), Qt.Key.Key_C)
        assert desk.told.went == [("log", old.thing)]


def test_a_version_that_is_not_here_is_not_passed_off_as_another(joy: Session, qtbot: QtBot, tmp_path: Path) -> None:
    with shown_page(joy, DocumentsPage, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: desk.page.shelf.is_loaded)
        desk.page.show_thing(key_of(joy, "Water plan") + b"v" * 32)
        desk.wait_until(desk.page.bar.isVisible)
        assert "not here" in desk.page.bar.title
        assert desk.page.reader.opened is None
