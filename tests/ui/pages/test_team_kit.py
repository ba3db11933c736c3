# SPDX-License-Identifier: Apache-2.0
"""The recovery kit in Team & sync: print one, try the one in hand, see that it was used."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from incident_console.services.recovering import Recovery, recover_session
from incident_console.ui.pages.team.kit_part import KitPart
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from tests.helpers.pdf_reading import page_texts
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock, a_workspace, two_laptops
from tests.ui.asking import part
from tests.ui.pages.team_desk import TeamDesk, a_team_desk


def kit_part(desk: TeamDesk) -> KitPart:
    return part(desk.page.detail.own, KitPart)


def says(desk: TeamDesk, words: str) -> bool:
    shown = kit_part(desk).findChildren(Label)
    return any(words in label.text() and label.isVisible() for label in shown)


def told(desk: TeamDesk, words: str) -> None:
    bar = part(kit_part(desk), InlineBar)
    desk.wait_until(lambda: bar.isVisible() and words in bar.accessibleName())


def click(desk: TeamDesk, name: str) -> None:
    button = part(kit_part(desk), Button, name)
    desk.wait_until(button.isEnabled)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_team_without_a_kit_is_told_so_and_prints_one(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: says(desk, "None yet"))
        click(desk, "print-recovery-kit")
        assert says(desk, "Anybody who finds it can do the same")
        stick = tmp_path / "stick"
        stick.mkdir()
        part(kit_part(desk), FolderField).set_path(stick)
        click(desk, "print-it")
        told(desk, "KIT1 is written to")
        desk.wait_until(lambda: says(desk, "KIT1, printed 15:05 by Joy Okafor, not tried here yet"))
        (page,) = stick.iterdir()
        assert "Recovery kit" in page_texts(page.read_bytes())[0]
        click(desk, "print-recovery-kit")
        click(desk, "print-it")
        told(desk, "KIT2 is written to")
        assert sorted(path.name for path in stick.iterdir()) == ["recovery-kit-2.pdf", "recovery-kit.pdf"]


def test_the_kit_in_hand_is_tried_and_a_slip_is_told_with_its_place(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        session.kits.print_to(tmp_path / "kit.pdf", tmp_path / "words")
        words = (tmp_path / "words").read_text().split()[:24]
        click(desk, "try-the-kit")
        field = part(kit_part(desk), GrowingText, "kit-words")
        field.set_text(" ".join([*words[:6], "nowordatall", *words[7:]]))
        QTest.keyClick(field, Qt.Key.Key_Return)
        told(desk, "Word 7 is not in the list")
        assert field.text().split()[0] == words[0]
        field.set_text(" ".join(words))
        assert says(desk, "24 of 24 words")
        QTest.keyClick(field, Qt.Key.Key_Return)
        told(desk, "These words are the current kit KIT1")
        assert field.text() == ""
        assert not field.isVisible()
        desk.wait_until(lambda: says(desk, "tried here 15:05"))


def test_escape_forgets_the_words(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        session.kits.print_to(tmp_path / "kit.pdf")
        click(desk, "try-the-kit")
        field = part(kit_part(desk), GrowingText, "kit-words")
        QTest.keyClicks(field, "zoo zoo")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not field.isVisible()
        assert field.text() == ""
        assert not field.document().isUndoAvailable()


def test_who_is_no_admin_prints_none(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.sam, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: says(desk, "None yet"))
        assert not part(kit_part(desk), Button, "print-recovery-kit").isEnabled()
        assert not part(kit_part(desk), Button, "try-the-kit").isEnabled()


def test_everybody_sees_who_came_in_with_the_kit(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.kits.print_to(tmp_path / "kit.pdf", tmp_path / "words")
        team.sync()
        wanted = Recovery(team.folder, (tmp_path / "words").read_text(), "Rita Vale")
        new, _ = recover_session(tmp_path / "rita", PASSPHRASE, wanted, kdf_memory_mib=CHEAP_MIB, now=Clock())
        new.close()
        team.sync()
        with a_team_desk(team.sam, qtbot, tmp_path) as desk:
            desk.wait_until(lambda: says(desk, "Recovered with the kit by Rita Vale (RV) at 15:05"))
            desk.choose("Rita Vale")
            shown = [label.text() for label in desk.page.detail.station.findChildren(Label)]
            assert "15:05, by the recovery kit KIT1" in shown
