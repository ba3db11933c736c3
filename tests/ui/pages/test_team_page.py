# SPDX-License-Identifier: Apache-2.0
"""The page of the team: stations by last word, this laptop's own part, and what events change."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.ui.pages.team.passphrase_form import PassphraseForm
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from tests.helpers.big_team import a_big_team
from tests.helpers.workspaces import PASSPHRASE, a_workspace, an_incident, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import a_team_desk

NEW = "seven quiet boats at dusk"


def test_a_team_in_the_midst_of_an_outage(tmp_path: Path, qtbot: QtBot) -> None:
    with a_big_team(tmp_path) as team, a_team_desk(team.admin, qtbot, tmp_path) as desk:
        assert desk.rows() == [
            "Join requests",
            "“Tom Brandt”; asks to join, 2 min ago; answer",
            "Stations, by last word",
            "this laptop; JO; Ops-1, Joy Okafor; this laptop; admin; now; working",
            "working; LL; Ops-3, Lena Lindqvist; all but the last 2 of JO; coordinator; 2 min; working",
            "locked; EM; Legal-1, Emma Marsh; all but 6 from 3 stations; viewer; 5 min; locked 17:12",
            "working; SH; Field-1, Sara Haddad; all but the last 2 of JO, 2 of NA; responder; 7 min, by stick; working",
            "working; NA; Field-2, Nuri Aydin; all but the last 2 of JO; responder; 7 min, by stick; working",
            "working; MR; Ops-2, Marco Reyes; all but 6 from 3 stations; coordinator; 38 min; silent",
            "working; PN; Home-1, Petra Novak; all but 7 from 4 stations; responder; 2 h 04 min; silent",
            "Folders",
            "continuity; whole and equal at 17:15; sync now",
            "hq-server; unreachable since 16:39, 12 batches wait for it; try again",
            "BLUE-2; whole and equal at 17:10; sync now",
        ]
        chips = desk.page.head.chips
        assert [chips.chip(key).shown_text for key in ("stations", "folders", "requests")] == [
            "Stations 7", "Folders 3", "Join requests 1",
        ]  # fmt: skip
        assert chips.chip("set-aside").isHidden()
        assert desk.told.badges == [1]


def test_the_detail_follows_the_arrow_keys_and_enter_goes_into_it(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        assert desk.page.detail.currentWidget() is desk.page.detail.own
        desk.press(Qt.Key.Key_Down)
        assert desk.page.detail.currentWidget() is desk.page.detail.station
        shown = [label.text() for label in desk.page.detail.station.findChildren(Label)]
        assert shown[:2] == ["STATION SR", "Sam Reed"]
        assert {"coordinator", "15:05, now", "working", "all", "15:05, by Joy Okafor on JO"} <= set(shown)
        desk.press(Qt.Key.Key_Up)
        desk.press(Qt.Key.Key_Return)
        assert desk.page.detail.own.isAncestorOf(focused())
        desk.press(Qt.Key.Key_Escape)
        assert focused() is desk.page.rows


def test_a_station_that_is_named_elsewhere_is_called_so_and_stays_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        team.sam.team.name_station("Field-1")
        team.sync()
        desk.wait_for("Field-1, Sam Reed")
        assert "Field-1" in str(desk.page.rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


def test_another_page_leads_to_a_station(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.look_at("folders")
        desk.page.show_thing(team.sam.station.device)
        desk.wait_for("Sam Reed")
        assert desk.page.detail.currentWidget() is desk.page.detail.station


def test_this_laptop_is_given_another_name(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        desk.press(Qt.Key.Key_Return)
        part(desk.page.detail.own, QLineEdit, "station-name").selectAll()
        desk.type("Ops-1")
        desk.press(Qt.Key.Key_Return)
        desk.wait_for("Ops-1, Joy Okafor")
        assert desk.told.saved == 1
        assert not part(desk.page.detail.own, Button, "rename").isEnabled()


def test_a_name_that_is_being_typed_stays_while_the_rest_follows(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        field = part(desk.page.detail.own, QLineEdit, "station-name")
        desk.press(Qt.Key.Key_Return)
        desk.type("Ops")
        team.sam.team.name_station("Field-1")
        team.sync()
        desk.wait_for("Field-1, Sam Reed")
        assert (field.text(), focused()) == ("JOOps", field)


def test_the_fingerprint_of_the_team_stands_there_to_be_compared(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.sam, qtbot, tmp_path) as desk:
        assert team.joy.team.fingerprint in {label.text() for label in desk.page.detail.own.findChildren(Label)}


def fill_passphrases(form: PassphraseForm, *texts: str) -> None:
    for field, text in zip(form.findChildren(QLineEdit, "passphrase"), texts, strict=True):
        field.setText(text)


def test_the_passphrase_is_changed(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        form = part(desk.page.detail.own, PassphraseForm)
        part(form, Button, "change-the-passphrase").click()
        fill_passphrases(form, PASSPHRASE, NEW, NEW)
        part(form, Button, "change-it").click()
        bar = part(form, InlineBar)
        desk.wait_until(bar.isVisible)
        assert bar.accessibleName().startswith("The passphrase is changed")
        assert not any(field.text() for field in form.findChildren(QLineEdit))
        with pytest.raises(KnownError, match="not right"):
            session.change_passphrase(PASSPHRASE, NEW)
        session.change_passphrase(NEW, PASSPHRASE)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("wrong", NEW, NEW), "The passphrase is not right"),
        ((PASSPHRASE, NEW, "something else"), "The two passphrases differ"),
        ((PASSPHRASE, "abc", "abc"), "This passphrase is too easy to guess"),
    ],
)
def test_a_passphrase_that_cannot_be_changed_says_why_and_keeps_what_was_typed(
    tmp_path: Path, qtbot: QtBot, texts: tuple[str, ...], told: str
) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        form = part(desk.page.detail.own, PassphraseForm)
        part(form, Button, "change-the-passphrase").click()
        fill_passphrases(form, *texts)
        part(form, Button, "change-it").click()
        bar = part(form, InlineBar)
        desk.wait_until(bar.isVisible)
        assert bar.accessibleName().startswith(told)
        assert [field.text() for field in form.findChildren(QLineEdit, "passphrase")] == list(texts)
        desk.press(Qt.Key.Key_Escape)
        session.change_passphrase(PASSPHRASE, NEW)


def test_a_damaged_file_has_a_chip_only_while_it_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        an_incident(team.joy)
        team.joy.folders.sync()
        batch = max((team.folder / "s").rglob("*-*"), key=lambda path: path.stat().st_mtime_ns)
        whole = batch.read_bytes()
        batch.write_bytes(whole[:-1])
        team.sam.folders.sync()
        with a_team_desk(team.sam, qtbot, tmp_path) as desk:
            desk.look_at("set-aside")
            assert desk.rows() == [
                "Batch of changes in share; not whole: not the bytes that its name promises; read again at 15:05"
            ]
            assert desk.page.detail.currentWidget() is desk.page.detail.file
            batch.write_bytes(whole)
            team.sam.station.now.pass_minutes(1)  # type: ignore[attr-defined]
            desk.page.work.sync(str(team.folder))
            desk.wait_for("Stations, by last word")
            assert desk.page.head.chips.chip("set-aside").isHidden()


def test_with_large_text_list_and_detail_take_turns(tmp_path: Path, qtbot: QtBot) -> None:
    theme_manager().apply(zoom_percent=200)
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        assert desk.page.split.is_narrow
        desk.choose("Sam Reed")
        desk.press(Qt.Key.Key_Return)
        assert desk.page.detail.station.isVisible()
        assert not desk.page.rows.isVisible()
        desk.press(Qt.Key.Key_Escape)
        assert focused() is desk.page.rows


def test_every_key_that_help_tells_of_has_words(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        assert all(key.keys and key.does for key in desk.page.page_keys())
