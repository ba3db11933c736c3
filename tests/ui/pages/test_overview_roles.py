# SPDX-License-Identifier: Apache-2.0
"""Roles of an incident are handed over in the overview, as somebody does it by the keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.services.session import Session
from incident_console.ui.pages.overview_page import OverviewPage
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.info_row import InfoRow
from tests.helpers.workspaces import a_workspace, an_outage, two_laptops
from tests.ui.asking import part
from tests.ui.pages.page_desk import PageDesk, shown_page

KEY = Qt.Key


def look_at(desk: PageDesk[OverviewPage], incident: bytes, key: str) -> None:
    """Open the roles with the key, and choose one."""
    page = desk.page
    page.show_incident(incident)
    role = desk.session.roles.get(incident, key)
    desk.wait_until(lambda: "vacant" in spoken(page.roles) or role.holder in spoken(page.roles))
    page.focus_first()
    desk.press(KEY.Key_R)
    desk.wait_until(lambda: page.roles_view.rows.model().rowCount() > 0)
    page.roles_view.rows.select_key(role.id)
    page.roles_view.rows.setFocus()


def spoken(card: Card) -> str:
    return " ".join(row.spoken() for row in card.findChildren(InfoRow))


def holder(session: Session, incident: bytes, key: str) -> str:
    return session.roles.get(incident, key).holder


def test_a_role_is_given_taken_and_left_vacant_by_the_keyboard_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            detail = desk.page.roles_view.detail
            look_at(desk, incident, "scribe")
            assert detail.holder.words == "vacant"
            desk.press(KEY.Key_A)
            desk.type("N. Aydin")
            desk.press(KEY.Key_Return)
            desk.wait_until(lambda: detail.holder.words == "N. Aydin")
            desk.press(KEY.Key_M)
            desk.wait_until(lambda: detail.holder.words == "Joy Okafor")
            desk.press(KEY.Key_V)
            desk.wait_until(lambda: detail.holder.words == "vacant")
            assert desk.told.saved == 3
            assert joy.roles.get(incident, "scribe").holder == ""


def test_deputies_stand_in_the_order_in_which_they_were_typed(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            desk.press(KEY.Key_D)
            desk.type("N. Aydin, Mia Toth")
            desk.press(KEY.Key_Return)
            desk.wait_until(lambda: desk.page.roles_view.detail.deputies.words == "1. N. Aydin, 2. Mia Toth")
            assert joy.roles.get(incident, "scribe").deputies == ("N. Aydin", "Mia Toth")


def test_a_deputy_from_the_people_is_completed_while_one_types(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        joy.people.add("Mia Toth")
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            desk.press(KEY.Key_D)
            desk.type("N. Aydin, mia")
            desk.wait_until(lambda: QApplication.activePopupWidget() is not None)
            popup = QApplication.activePopupWidget()
            assert popup is not None
            for key in (KEY.Key_Down, KEY.Key_Return):
                QTest.keyClick(popup, key)
            desk.press(KEY.Key_Return)
            desk.wait_until(lambda: joy.roles.get(incident, "scribe").deputies == ("N. Aydin", "Mia Toth"))


def test_a_role_that_the_plan_did_not_bring_is_added_once_and_its_name_is_not_lost(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            view = desk.page.roles_view
            look_at(desk, incident, "scribe")
            desk.press(KEY.Key_N)
            desk.type("Interpreter")
            desk.press(KEY.Key_Return)
            desk.wait_until(lambda: view.detail.role is not None and view.detail.role.title == "Interpreter")
            desk.press(KEY.Key_N)
            desk.type("interpreter")
            desk.press(KEY.Key_Return)
            desk.wait_until(view.bar.isVisible)
            assert view.title.text() == "interpreter"
            assert [line.title for line in joy.roles.lines(incident)].count("Interpreter") == 1


def test_esc_goes_back_to_the_tiles_which_say_who_holds_it(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            desk.press(KEY.Key_M)
            desk.wait_until(lambda: holder(joy, incident, "scribe") == "Joy Okafor")
            desk.page.roles_view.rows.setFocus()
            desk.press(KEY.Key_Escape)
            desk.wait_until(lambda: desk.page.roles.isVisible() and "Joy Okafor" in spoken(desk.page.roles))


def test_the_tile_leads_to_the_roles_by_its_link_and_by_each_row(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_outage(joy).id
        role = joy.roles.take(incident, "scribe")
        with shown_page(joy, OverviewPage, qtbot, tmp_path) as desk:
            page = desk.page
            page.show_incident(incident)
            desk.wait_until(lambda: "Joy Okafor" in spoken(page.roles))
            next(row for row in page.roles.findChildren(InfoRow) if "Joy Okafor" in row.spoken()).click()
            desk.wait_until(lambda: page.roles_view.rows.hasFocus() and page.roles_view.rows.current_key() == role.id)
            desk.press(KEY.Key_Escape)
            part(page.roles, Button, "assign").click()
            assert page.roles_view.isVisible()


def test_whoever_may_not_hand_over_a_role_reads_why_and_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        incident = an_outage(team.joy).id
        team.sync()
        with shown_page(team.sam, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            detail = desk.page.roles_view.detail
            desk.wait_until(lambda: not detail.take.isEnabled())
            assert "It takes a coordinator." in detail.take.toolTip()
            for key in (KEY.Key_A, KEY.Key_M, KEY.Key_N):
                desk.press(key)
            assert not detail.holder.is_editing
            assert not desk.page.roles_view.adding.is_open
            assert holder(team.sam, incident, "scribe") == ""


def test_a_name_typed_before_the_laptop_was_removed_is_refused_and_not_lost(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_outage(team.joy).id
        team.sync()
        with shown_page(team.sam, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            view = desk.page.roles_view
            desk.press(KEY.Key_A)
            desk.type("N. Aydin")
            team.joy.governing.revoke(team.sam.station.device)
            team.sync()
            desk.press(KEY.Key_Return)
            desk.wait_until(view.bar.isVisible)
            assert "removed from the team" in view.bar.accessibleName()
            assert view.detail.holder.is_editing
            assert part(view.detail, QLineEdit, "holder").text() == "N. Aydin"


def test_two_holders_named_apart_are_both_shown_and_settled_by_one_click(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_outage(team.joy).id
        team.sync()
        team.joy.roles.assign(incident, "scribe", "Mia Toth")
        team.sam.roles.assign(incident, "scribe", "N. Aydin")
        team.sync()
        with shown_page(team.joy, OverviewPage, qtbot, tmp_path) as desk:
            look_at(desk, incident, "scribe")
            box = desk.page.roles_view.detail.conflicts
            desk.wait_until(box.isVisible)
            keeps = [button for button in box.findChildren(Button) if "Mia Toth" in button.accessibleName()]
            keeps[0].click()
            desk.wait_until(box.isHidden)
            line = team.joy.roles.get(incident, "scribe")
            assert (line.holder, line.conflict_fields) == ("Mia Toth", ())
